"""Conditions: compositions under strong Kleene logic, judged leaves, and lists with their members."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
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
from tests.oracle.leaves import MET, OPPOSITE, UNKNOWN, UNMET, Outcome, leaf, split, within_limits
from tests.oracle.quantity import Interval, label, which_year
from tests.oracle.reading import back, is_blank, plain, read_collection, read_day
from tests.oracle.scene import NO_CAUSES, Causes, Scene, Unpublished, cause

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
    """A leaf as authored: `what` it reads, its operator, and its outcome under the `not`s that stand above it."""

    criterion: str
    what: str
    operator: str
    flipped: bool
    outcome: Outcome
    members: tuple[Member, ...] = ()


class Walk:
    """One evaluation of a condition, with the leaves met on the way; `judge` assesses members by another rule set."""

    def __init__(self, scene: Scene, judge: Callable[[Scene], "RuleSetResult"]) -> None:
        self.scene = scene
        self.judge = judge
        self.leaves: list[Leaf] = []
        self.left_out = False
        self.assessment: RuleSetResult | None = None

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
            case Among():
                outcome, members = self.among(condition.body, flipped)
                asked = ("some", "every", "at_least", "at_most")
                (operator,) = (f"among {name}" for name in asked if getattr(condition.body, name) is not None)
                return self.note(condition.body.in_ or "", operator, outcome, flipped, members)

    def note(self, what: str, operator: str, outcome: Outcome, flipped: bool, members: tuple[Member, ...] = ()) -> Tree:
        """Keep a leaf, told as it stands under `not`; return its truth without them."""
        self.leaves.append(Leaf(self.scene.criterion, what, operator, flipped, outcome, members))
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
        day = other.deadline or self.scene.reference_date
        result = self.judge(replace(self.scene, rule_set=other, reference_date=day, criterion=""))
        self.assessment = result
        truth = {"eligible": MET, "ineligible": UNMET}.get(result.verdict.value, UNKNOWN)
        self.left_out = self.left_out or result.verdict.value == "not_applicable"
        causes = result.causes if truth is UNKNOWN else NO_CAUSES
        told = OPPOSITE[truth] if flipped else truth
        return self.note(rule_set, "meets", Outcome(told, None, causes), flipped)

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
            members = tuple(self.member(item, n, body.member, fact) for n, item in enumerate(items, 1))
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

    def member(self, item: dict[str, Any], number: int, where: Condition | None, fact: Fact) -> Member:
        """One member under the condition, if there is one."""
        key = key_of(item, number, self.scene)
        scene = replace(self.scene, values=item, prefix=f"{self.scene.prefix}{fact.name}[{key}]/")
        walk = Walk(scene, self.judge)
        tree = Tree(MET) if where is None else walk.tree(where)
        causes = tree.causes if tree.truth is UNKNOWN else NO_CAUSES
        truth = None if walk.left_out and tree.truth is UNKNOWN and not causes else tree.truth
        return Member(key, truth, causes, tuple(walk.leaves), walk.assessment)

    def against(self, count: Interval, body: AmongBody, fact: Fact, flipped: bool) -> Outcome:
        """The count against what is asked for."""
        operator, limit = "at_least", Fraction(1) if body.some is not None else Fraction(0)
        if body.at_least is not None or body.at_most is not None:
            operand = body.at_least if body.at_least is not None else body.at_most
            threshold = self.scene.threshold(operand, fact.model_copy(update={"type": FactType.COUNT}))
            if isinstance(threshold, Unpublished):
                open_ = NO_CAUSES if count.point is not None else count.causes
                return Outcome(UNKNOWN, None, open_ | cause(CauseKind.UNKNOWN_PARAMETER, threshold.parameter))
            assert isinstance(threshold, Fraction)
            limit = threshold
        if body.every is not None or body.at_most is not None:
            operator = "at_most"
        truth = within_limits(operator, count, [limit])
        gap = None
        if count.point is not None and not flipped:
            gap = count.point - limit if operator == "at_least" else limit - count.point
        causes = count.causes if truth is UNKNOWN else NO_CAUSES
        return Outcome(OPPOSITE[truth] if flipped else truth, gap, causes)


def key_of(item: dict[str, Any], number: int, scene: Scene) -> str:
    """How a member is named: by its 统一社会信用代码, else its 单位名称, else its place."""
    member = replace(scene, values=item)
    for name in ("统一社会信用代码", "单位名称"):
        if name in scene.world.facts and not is_blank(raw := member.raw(scene.world.facts[name])):
            return plain(raw)
    return f"#{number}"


def tally(members: Sequence[Member], wanted: Truth, complete: bool, fact: Fact) -> Interval:
    """How many members have the wanted truth, counting the unknown ones as possible."""
    sure = sum(member.truth is wanted for member in members)
    unsure = [member for member in members if member.truth is UNKNOWN]
    causes = {(kind, f"{fact.name}[{one.key}]/{name}") for one in unsure for kind, name in one.causes}
    return counted(sure, len(unsure), complete, frozenset(causes), fact)


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
