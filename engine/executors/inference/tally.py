"""`among … in`: how many members of a list, or dated events in a window, hold; each member with its own reasons."""

from collections.abc import Callable
from fractions import Fraction

from engine.executors.inference import compare
from engine.executors.inference.interval import point
from engine.executors.inference.leaves import compared, flipped, limit_of
from engine.executors.inference.quantities import Decide, Reader, merged, missing
from engine.executors.inference.scope import Scope
from schemas.case import Dates, Member, Members
from schemas.finding import Cause, LeafFinding, MemberFinding, Span, Truth
from schemas.program import Formula, NumberOperator, Tally

Weigh = Callable[[Formula, Scope, Member], MemberFinding]
"""Decide a formula for one member: given by the executor, for it runs the rule base again."""


def decide_tally(index: int, leaf: Tally, scope: Scope, weigh: Weigh, decide: Decide) -> LeafFinding:
    """Count the members that hold as an interval and compare it."""
    value = scope.facts.get(leaf.fact)
    members: tuple[MemberFinding, ...] = ()
    complete = True
    match value:
        case None:
            truths: list[Truth] = []
            complete = False
        case Dates(dates=dates):
            inside = [day for day in dates if leaf.window is None or leaf.window[0] <= day <= leaf.window[1]]
            truths = [Truth.MET] * len(inside)
            complete = value.complete
        case Members():
            members = tuple(_weighed(leaf, member, scope, weigh) for member in value.members)
            truths = [member.truth for member in members if member.truth is not None]
            complete = value.complete
        case _:  # 无: nothing is held
            truths = []
    span = _counted(truths, Truth.UNMET if leaf.operator == "every" else Truth.MET, complete)
    limit, opened = _limit(leaf, Reader(scope, decide))
    operator: NumberOperator = "at_most" if leaf.operator in ("every", "at_most") else "at_least"
    truth = compare.decide(operator, span, [limit])
    causes: tuple[Cause, ...] = ()
    if truth is Truth.UNKNOWN:
        open_members = [_told(leaf, member, scope) for member in members if member.truth is Truth.UNKNOWN]
        unlisted = () if complete else missing(leaf.label)
        causes = merged(opened, unlisted, *open_members)
    return LeafFinding(
        node=index,
        truth=flipped(truth, leaf.negated),
        actual=None if value is None else span,
        compared=compared((leaf.threshold, limit)),
        gap=None if leaf.negated else compare.gap(operator, span.point, [limit]),
        causes=causes,
        members=members,
    )


def _limit(leaf: Tally, reader: Reader) -> tuple[Span, tuple[Cause, ...]]:
    """What the count is compared with: `some` wants one that holds, `every` none that fails."""
    fixed = {"some": 1, "every": 0}.get(leaf.operator)
    return limit_of(leaf.threshold, reader) if fixed is None else (point(fixed), ())


def _counted(truths: list[Truth], wanted: Truth, complete: bool) -> Span:
    """How many have the wanted truth: the unknown ones may, and an open list may hold any number more."""
    sure = sum(truth is wanted for truth in truths)
    possible = sure + sum(truth is Truth.UNKNOWN for truth in truths)
    return Span(low=Fraction(sure), high=Fraction(possible) if complete else None)


def _weighed(leaf: Tally, member: Member, scope: Scope, weigh: Weigh) -> MemberFinding:
    if leaf.where is None:
        return MemberFinding(key=member.key, name=member.name, truth=Truth.MET)
    return weigh(leaf.where, scope.inside(leaf.label, member), member)


def _told(leaf: Tally, found: MemberFinding, scope: Scope) -> tuple[Cause, ...]:
    """A member's causes under the names that the whole case knows them by."""
    return scope.inside(leaf.label, Member(key=found.key)).told_outside(found.causes)
