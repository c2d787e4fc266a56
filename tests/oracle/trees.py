"""Conditions: compositions under strong Kleene logic, judged leaves, and lists with their members."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from schemas.condition import (
    AllOf,
    Among,
    AmongBody,
    AnyOf,
    AtLeastOf,
    Condition,
    FactCondition,
    Judged,
    Meets,
    Not,
    NotObtained,
)
from schemas.fact import Fact, FactType
from schemas.finding import CauseKind, Truth
from tests.oracle.intervals import Interval, exactly
from tests.oracle.leaves import MET, OPPOSITE, UNKNOWN, UNMET, Outcome, day, leaf, number
from tests.oracle.quantity import label, which_year
from tests.oracle.reading import back, read_collection, read_day, read_whole, split, years_of
from tests.oracle.scene import NO_CAUSES, Causes, Scene, cause, of_a_member
from tests.oracle.thresholds import is_fact, is_parameter, limit, parameter

if TYPE_CHECKING:
    from tests.oracle.verdicts import RuleSetResult


@dataclass(frozen=True)
class Tree:
    """A node's truth and what is open below it."""

    truth: Truth
    causes: Causes = NO_CAUSES


@dataclass(frozen=True)
class Member:
    """One member inside `among`; `truth` is None for one that is left out, `causes` are told as of the member."""

    key: str
    truth: Truth | None
    causes: Causes
    leaves: tuple["Leaf", ...]
    assessment: "RuleSetResult | None" = None


@dataclass(frozen=True)
class Leaf:
    """A leaf as authored: `what` it reads, its operator, and its outcome under the `not`s that stand above it.

    `compared` says what it is compared with, where that is no literal: `@`, `@上级`, `$` or `table`, and whether it
    counts `within` a window; `place` where it stands. A quantifier over years is no leaf of a program, which knows only its years: `whole` sets it apart.
    """

    criterion: str
    what: str
    operator: str
    flipped: bool
    outcome: Outcome
    members: tuple[Member, ...] = ()
    compared: frozenset[str] = frozenset()
    place: frozenset[str] = frozenset()
    whole: bool = False


class Walk:
    """One evaluation of a condition, with the leaves met on the way; `judge` assesses members by another rule set."""

    def __init__(self, scene: Scene, judge: Callable[[Scene], "RuleSetResult"]) -> None:
        self.scene = scene
        self.judge = judge
        self.leaves: list[Leaf] = []
        self.left_out = False
        self.assessment: RuleSetResult | None = None
        self.compared: frozenset[str] = frozenset()

    def tree(self, condition: Condition, flipped: bool = False) -> Tree:
        """The truth of a condition by itself; `flipped` only says how its leaves are told."""
        match condition:
            case AllOf():
                return conjunction([self.tree(child, flipped) for child in condition.children])
            case AnyOf():
                return disjunction([self.tree(child, flipped) for child in condition.children])
            case Not():
                return negation(self.tree(condition.child, not flipped))
            case AtLeastOf():
                children = [self.tree(child, flipped) for child in condition.quorum.of]
                return quorum(condition.quorum.n, children)
            case FactCondition():
                return self.tests(condition, flipped)
            case Judged():
                return self.note("judged", "judged", self.judged(), flipped)
            case NotObtained():
                outcome = Outcome(UNKNOWN, None, cause(CauseKind.UNKNOWN_PARAMETER, condition.text))
                return self.note(condition.text, "not_obtained", outcome, flipped)
            case Meets():
                return self.meets(condition.rule_set, flipped)
            case Among() if condition.body.years is not None:
                return self.over_years(condition.body, condition.body.years, flipped)
            case Among():
                body = condition.body
                outcome, members = self.among(body, flipped)
                self.compared = kinds((body.at_least, body.at_most), self.scene)
                if body.within is not None:
                    self.compared |= {"within"}
                return self.note(body.in_ or "", f"among {quantifier(body)}", outcome, flipped, members)

    def note(self, what: str, operator: str, outcome: Outcome, flipped: bool, members: tuple[Member, ...] = ()) -> Tree:
        """Keep a leaf, told as it stands under `not`; return its truth without them."""
        own, place = self.scene.criterion, places(self.scene)
        self.leaves.append(Leaf(own, what, operator, flipped, outcome, members, self.compared, place))
        self.compared = frozenset()
        truth = OPPOSITE[outcome.truth] if flipped else outcome.truth
        return Tree(truth, outcome.causes)

    def tests(self, condition: FactCondition, flipped: bool) -> Tree:
        """Several operators on one fact mean all of them."""
        written, trees = condition.operators, []
        for operator in written.written:
            if operator == "meets":
                trees.append(self.meets(str(written.meets), flipped))
            else:
                outcome = leaf(condition.fact, operator, written, self.scene, flipped)
                self.compared = kinds(written.written[operator], self.scene)
                trees.append(self.note(self.named(condition.fact), operator, outcome, flipped))
        return conjunction(trees)

    def named(self, reference: str) -> str:
        """How a leaf is told: by its fact, a yearly one with its year."""
        name, year = split(reference)
        fact = self.scene.world.fact(name)
        return label(fact, which_year(fact, year, self.scene))

    def judged(self) -> Outcome:
        """What a person said about this criterion, if one did."""
        said = self.scene.judged()
        if said is None:
            return Outcome(UNKNOWN, None, cause(CauseKind.PENDING_JUDGEMENT, self.scene.criterion))
        return Outcome(MET if said else UNMET)

    def meets(self, rule_set: str, flipped: bool) -> Tree:
        """The member under another rule set; one it alone leaves open by not applying is left out of every count."""
        other = self.scene.world.rule_sets[rule_set]
        on = other.deadline or self.scene.reference_date
        result = self.judge(replace(self.scene, rule_set=other, reference_date=on, criterion="", year=None))
        self.assessment = result
        truth = {"eligible": MET, "ineligible": UNMET}.get(result.verdict.value, UNKNOWN)
        self.left_out = self.left_out or result.verdict.value == "not_applicable"
        causes = result.causes if truth is UNKNOWN else NO_CAUSES
        told = OPPOSITE[truth] if flipped else truth
        return self.note(rule_set, "meets", Outcome(told, None, causes), flipped)

    # --- years ------------------------------------------------------------------------------------------------

    def over_years(self, body: AmongBody, years: str, flipped: bool) -> Tree:
        """The condition once a year; `at_most n` of N years is that at least N − n fail."""
        assert body.member is not None
        asked, scene = body.at_most is not None, self.scene
        trees = []
        for year in years_of(years, scene.base_year):
            self.scene = replace(scene, year=year)
            tree = self.tree(body.member, flipped != asked)
            trees.append(negation(tree) if asked else tree)
        self.scene = scene
        if body.some is not None:
            made = disjunction(trees)
        elif body.every is not None:
            made = conjunction(trees)
        elif body.at_least is not None:
            made = quorum(read_whole(body.at_least), trees)
        else:
            made = quorum(len(trees) - read_whole(body.at_most), trees)
        told = OPPOSITE[made.truth] if flipped else made.truth
        name, place = f"years {quantifier(body)}", places(scene)
        self.leaves.append(Leaf(scene.criterion, "", name, flipped, Outcome(told), place=place, whole=True))
        return made

    # --- lists ------------------------------------------------------------------------------------------------

    def among(self, body: AmongBody, flipped: bool) -> tuple[Outcome, tuple[Member, ...]]:
        """How many events, or members, hold; `every` counts those that fail."""
        fact = self.scene.world.fact(str(body.in_))
        raw = self.scene.raw(fact)
        members: tuple[Member, ...] = ()
        if raw is None:
            count = Interval(Fraction(0), None, cause(CauseKind.MISSING_FACT, fact.name))
        elif fact.type is FactType.DATES:
            count = self.events(raw, body.within, fact)
        else:
            items, complete = read_collection(raw)
            members = tuple(self.member(item, n, body, fact) for n, item in enumerate(items, 1))
            wanted = UNMET if body.every is not None else MET
            count = tally(members, wanted, complete, fact)
        return self.against(count, body, fact, flipped), members

    def events(self, raw: object, within: str | None, fact: Fact) -> Interval:
        """How many dated events fall into the window."""
        items, complete = read_collection(raw)
        last = self.scene.reference_date
        days = [read_day(item) for item in items]
        hits = len(days) if within is None else sum(back(last, within) <= day <= last for day in days)
        return counted(hits, 0, complete, NO_CAUSES, fact)

    def member(self, item: dict[str, Any], number: int, body: AmongBody, fact: Fact) -> Member:
        """One member under the condition, if there is one, and within the window, if there is one."""
        key, scene = self.scene.member(fact, item, number)
        walk = Walk(scene, self.judge)
        tree = Tree(MET) if body.member is None else walk.tree(body.member)
        if body.within is not None:
            tree = walk.dated(str(fact.dated_by), body.within, tree, every=body.every is not None)
        causes = tree.causes if tree.truth is UNKNOWN else NO_CAUSES
        truth = None if walk.left_out and tree.truth is UNKNOWN and not causes else tree.truth
        return Member(key, truth, causes, tuple(walk.leaves), walk.assessment)

    def dated(self, name: str, within: str, tree: Tree, *, every: bool) -> Tree:
        """A member's date lies in the window, and the condition holds; of `every` one: it lies outside, or that holds."""
        fact, last = self.scene.world.fact(name), self.scene.reference_date
        sides = [
            self.note(fact.name, operator, in_window(operator, end, fact, self.scene, every), every)
            for operator, end in (("on_or_after", back(last, within)), ("on_or_before", last))
        ]
        inside = conjunction(sides)
        return disjunction([negation(inside), tree]) if every else conjunction([inside, tree])

    def against(self, count: Interval, body: AmongBody, fact: Fact, flipped: bool) -> Outcome:
        """The count against what is asked for."""
        operator = "at_least" if body.some is not None or body.at_least is not None else "at_most"
        bound = exactly(1) if body.some is not None else exactly(0)
        asked = body.at_least if body.at_least is not None else body.at_most
        if asked is not None:
            bound = limit(asked, fact.model_copy(update={"type": FactType.COUNT}), self.scene)
        outcome = number(operator, count, [bound], flipped=False)
        told = OPPOSITE[outcome.truth] if flipped else outcome.truth
        return replace(outcome, truth=told, gap=None if flipped else outcome.gap)


def in_window(operator: str, end: date, fact: Fact, scene: Scene, flipped: bool) -> Outcome:
    """One end of the window, as a leaf on the member's date."""
    outcome = day(operator, end, fact, scene)
    return Outcome(OPPOSITE[outcome.truth], None, outcome.causes) if flipped else outcome


def quantifier(body: AmongBody) -> str:
    """`some`, `every`, `at_least` or `at_most`."""
    (name,) = (one for one in ("some", "every", "at_least", "at_most") if getattr(body, one) is not None)
    return name


def kinds(operands: object, scene: Scene) -> frozenset[str]:
    """What a leaf is compared with, where it is no literal."""
    found = set()
    for one in operands if isinstance(operands, tuple) else (operands,):
        if is_fact(one):
            found.add("@上级" if str(one).startswith("@上级.") else "@")
        elif is_parameter(one):
            found.add("$" if parameter(str(one)[1:], scene).table is None else "table")
    return frozenset(found)


def places(scene: Scene) -> frozenset[str]:
    """Where a leaf stands."""
    here = {scene.part}
    if scene.year is not None:
        here.add("years")
    if scene.outer is not None:
        here.add("role" if scene.rule_set.role is not None else "member")
    return frozenset(here)


def tally(members: Sequence[Member], wanted: Truth, complete: bool, fact: Fact) -> Interval:
    """How many members have the wanted truth, counting the unknown ones as possible."""
    sure = sum(member.truth is wanted for member in members)
    unsure = [member for member in members if member.truth is UNKNOWN]
    causes = NO_CAUSES.union(*(of_a_member(one.causes, fact, one.key) for one in unsure))
    return counted(sure, len(unsure), complete, causes, fact)


def counted(sure: int, unsure: int, complete: bool, causes: Causes, fact: Fact) -> Interval:
    """A count with an open end when 不全."""
    if complete:
        return Interval(Fraction(sure), Fraction(sure + unsure), causes)
    return Interval(Fraction(sure), None, causes | cause(CauseKind.MISSING_FACT, fact.name))


# --- strong Kleene logic ------------------------------------------------------------------------------------------


def open_below(children: Sequence[Tree]) -> Causes:
    """The union over unknown children."""
    return NO_CAUSES.union(*(child.causes for child in children if child.truth is UNKNOWN))


def conjunction(children: Sequence[Tree]) -> Tree:
    """`all`."""
    truths = [child.truth for child in children]
    if UNMET in truths:
        return Tree(UNMET)
    return Tree(UNKNOWN, open_below(children)) if UNKNOWN in truths else Tree(MET)


def disjunction(children: Sequence[Tree]) -> Tree:
    """`any`."""
    truths = [child.truth for child in children]
    if MET in truths:
        return Tree(MET)
    return Tree(UNKNOWN, open_below(children)) if UNKNOWN in truths else Tree(UNMET)


def quorum(n: int, children: Sequence[Tree]) -> Tree:
    """`at_least_of`."""
    met = sum(child.truth is MET for child in children)
    possible = sum(child.truth is not UNMET for child in children)
    if met >= n:
        return Tree(MET)
    return Tree(UNKNOWN, open_below(children)) if possible >= n else Tree(UNMET)


def negation(child: Tree) -> Tree:
    """`not`."""
    return Tree(OPPOSITE[child.truth], child.causes)
