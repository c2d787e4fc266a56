"""Caps across applicants: how many of a group may pass, and what that makes of those in an over-full group.

Whoever is rejected otherwise does not count. Every member of an over-full group is for a person to decide, by a 认定
under the cap's id; nobody is picked here.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from engine.batch.assessing import Brief
from engine.batch.judgements import name_in
from engine.explain.standing import basis_result
from engine.verdict import RANK
from schemas.assessment import Assessment, JudgementResult, OpenQuestions
from schemas.batch import BatchRow, LimitFinding
from schemas.case import Judgement, Outcome
from schemas.finding import Truth, Verdict
from schemas.program import LimitNode, Program

_OUT = (Verdict.INELIGIBLE, Verdict.NOT_APPLICABLE)


def decide_limits(
    briefs: Sequence[Brief], programs: Iterable[Program], decided: Mapping[str, Mapping[str, Judgement]]
) -> dict[int, tuple[LimitFinding, ...]]:
    """What every cap comes to, by the applicant's number; `decided` are the 认定 by applicant and cap."""
    found: dict[int, tuple[LimitFinding, ...]] = {}
    for program in programs:
        for node in program.limits:
            for number, finding in _decided(node, program, briefs, decided):
                found[number] = (*found.get(number, ()), finding)
    return found


def _decided(
    node: LimitNode, program: Program, briefs: Sequence[Brief], decided: Mapping[str, Mapping[str, Judgement]]
) -> Iterable[tuple[int, LimitFinding]]:
    members = [
        (brief, dict(standing.groups).get(node.id), _judgement(brief, node, decided))
        for brief in briefs
        for standing in brief.standings
        if standing.rule_set == program.rule_set and standing.verdict not in _OUT
    ]
    most = node.at_most.number or 0
    counts = Counter(group for _, group, _ in members if group is not None)
    refused = Counter(
        group for _, group, judgement in members if judgement is not None and judgement.outcome is Outcome.FAIL
    )
    for brief, group, judgement in members:
        over = group is not None and counts[group] > most
        taken = judgement if over else None
        status = Truth.MET
        if group is None or (over and taken is None and counts[group] - refused[group] > most):
            status = Truth.UNKNOWN
        elif taken is not None and taken.outcome is Outcome.FAIL:
            status = Truth.UNMET
        yield (
            brief.number,
            LimitFinding(
                rule_set=program.rule_set,
                id=node.id,
                title=node.title,
                says=f"同一{node.label}至多 {most} {node.unit.name}",
                fact=node.label,
                group=group,
                count=0 if group is None else counts[group],
                status=status,
                basis=basis_result(node.ground),
                judgement=None
                if taken is None
                else JudgementResult(outcome=taken.outcome, opinion=taken.opinion, by=taken.by, on=taken.on),
            ),
        )


def _judgement(brief: Brief, node: LimitNode, decided: Mapping[str, Mapping[str, Judgement]]) -> Judgement | None:
    name = name_in(decided, brief.id, brief.place)
    return None if name is None else decided[name].get(node.id)


def with_limits(row: BatchRow, findings: tuple[LimitFinding, ...]) -> BatchRow:
    """The row with the caps taken into account."""
    if row.result is None or not findings:
        return row
    assessments = tuple(
        _capped(one, [finding for finding in findings if finding.rule_set == one.rule_set.id])
        for one in row.result.assessments
    )
    return row.model_copy(
        update={"result": row.result.model_copy(update={"assessments": assessments}), "limits": findings}
    )


def _capped(assessment: Assessment, findings: Sequence[LimitFinding]) -> Assessment:
    """A refusal rejects; an over-full group needs judgement; an applicant of no stated group must state it."""
    refused = {one.id for one in findings if one.status is Truth.UNMET}
    asked = {one.id for one in findings if one.status is Truth.UNKNOWN and one.group is not None}
    missing = {one.fact for one in findings if one.group is None}
    verdict = assessment.verdict
    if refused:
        verdict = Verdict.INELIGIBLE
    elif asked:
        verdict = Verdict.NEEDS_JUDGEMENT
    elif missing:
        verdict = max(verdict, Verdict.INCOMPLETE, key=RANK.__getitem__)
    opened = assessment.open
    return assessment.model_copy(
        update={
            "verdict": verdict,
            "unmet": tuple(sorted({*assessment.unmet, *refused})),
            "open": OpenQuestions(
                missing_facts=tuple(sorted({*opened.missing_facts, *missing})),
                unknown_parameters=opened.unknown_parameters,
                pending_judgements=tuple(sorted({*opened.pending_judgements, *asked})),
                undefined=opened.undefined,
            ),
        }
    )
