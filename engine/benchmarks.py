"""Comparable schemes' rule sets beside the official ones: which belong to what was assessed, and how the case compares.

They are assessed apart, after the verdicts, and take no part in them.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from engine.bind import bind
from engine.compile import compile_program
from engine.executors import Run
from engine.explain import explain
from engine.explain.assurance import with_assurances
from engine.load.library import Library
from engine.load.walk import conditions_of, rule_sets_met, walk
from engine.verdict import decide
from schemas.assessment import Assessment, Benchmark, BenchmarkMember, RuleSetStamp
from schemas.case import Case, Members
from schemas.condition import Among
from schemas.finding import Verdict
from schemas.rule_set import RuleSet


class Comparison(NamedTuple):
    """The benchmarks in the order in which the schemes name them, and those that are not in force on the day."""

    benchmarks: tuple[Benchmark, ...] = ()
    not_in_force: tuple[RuleSetStamp, ...] = ()


class _Subject(NamedTuple):
    """Whose facts a benchmark reads: the applicant's, or those of a member of a list."""

    case: Case
    member: BenchmarkMember | None


def compare(case: Case, library: Library, assessments: Sequence[Assessment], *, on: date, run: Run) -> Comparison:
    """Assess the case against the benchmarks of the schemes that were assessed, each once.

    A scheme that does not apply brings none, nor is one repeated that was assessed by name. The benchmarks of a role
    that a scheme's members must fill are assessed for each member listed.
    """
    wanted: dict[str, dict[_Key, _Wish]] = {}
    for assessment in assessments:
        if assessment.verdict is not Verdict.NOT_APPLICABLE:
            for namer, name, subject in _named(assessment, case, library):
                key = None if subject.member is None else (subject.member.fact, subject.member.key)
                wish = wanted.setdefault(name, {}).setdefault(key, _Wish(subject, {}))
                wish.schemes[namer.id] = _stamp(namer, library)
    for assessment in assessments:
        wanted.pop(assessment.rule_set.id, None)
    benchmarks: list[Benchmark] = []
    not_in_force: list[RuleSetStamp] = []
    for name, wishes in wanted.items():
        rule_set = library.rule_sets[name]
        if rule_set.effective.covers(rule_set.deadline or on):
            benchmarks += _assessed(name, list(wishes.values()), library, on, run)
        else:
            not_in_force.append(_stamp(rule_set, library))
    return Comparison(tuple(benchmarks), tuple(not_in_force))


_Key = tuple[str, str] | None
"""None for the applicant itself, else the list and the member's key."""


class _Wish(NamedTuple):
    """A subject to compare, and the rule sets that ask for it, by id."""

    subject: _Subject
    schemes: dict[str, RuleSetStamp]


def _named(assessment: Assessment, case: Case, library: Library) -> Iterator[tuple[RuleSet, str, _Subject]]:
    """The benchmarks that a scheme names, and those that the roles of its members name; the namer first."""
    rule_set = library.rule_sets[assessment.rule_set.id]
    for name in dict.fromkeys(rule_set.benchmarks):
        yield rule_set, name, _Subject(case, None)
    for fact, role in dict.fromkeys(_roles(rule_set)):
        namer = library.rule_sets[role]
        for name in dict.fromkeys(namer.benchmarks):
            for subject in _members(fact, assessment, case, library):
                yield namer, name, subject


def _roles(rule_set: RuleSet) -> Iterator[tuple[str, str]]:
    """The lists whose members must meet another rule set, each with that rule set."""
    for condition, path, _ in conditions_of(rule_set):
        for node, at in walk(condition, path):
            if isinstance(node, Among) and node.body.in_ is not None and node.body.member is not None:
                for inner, where in walk(node.body.member, at):
                    for role, _ in rule_sets_met(inner, where):
                        yield node.body.in_, role


def _members(name: str, assessment: Assessment, case: Case, library: Library) -> Iterator[_Subject]:
    """The members of a list as cases of their own, without those whom the role is not for."""
    fact = library.fact(name)
    listed = None if fact is None else case.facts.get(fact.id)
    if fact is None or not isinstance(listed, Members):
        return
    left_out = {
        member.key
        for criterion in assessment.criteria
        for leaf in criterion.conditions
        for member in leaf.members
        if leaf.fact == fact.name and member.verdict is Verdict.NOT_APPLICABLE
    }
    for member in listed.members:
        if member.key not in left_out:
            path = f"{fact.name}[{member.key}]/"
            own = {key.removeprefix(path): value for key, value in case.judgements.items() if key.startswith(path)}
            about = BenchmarkMember(fact=fact.name, key=member.key, name=member.name)
            alone = Case(name=member.name, sha256=case.sha256, facts=member.facts, judgements=own, places=member.places)
            yield _Subject(alone, about)


def _assessed(name: str, wishes: Sequence[_Wish], library: Library, on: date, run: Run) -> Iterator[Benchmark]:
    program = compile_program(library, name, on)
    cases = [bind(wish.subject.case, library, program.base_year, program.reference_date) for wish in wishes]
    for wish, bound, findings in zip(wishes, cases, run(program, cases), strict=True):
        found = with_assurances(explain(program, decide(program, findings), library, case=bound), bound)
        yield Benchmark(**dict(found), schemes=tuple(wish.schemes.values()), member=wish.subject.member)


def _stamp(rule_set: RuleSet, library: Library) -> RuleSetStamp:
    digest = library.documents[rule_set.id].sha256
    return RuleSetStamp(id=rule_set.id, title=rule_set.title, kind=rule_set.kind, sha256=digest)
