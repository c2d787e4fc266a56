"""Leaves decided exactly, in our own code: truth, what was stated, gap and causes (the table of docs/adr/0002)."""

from datetime import date
from fractions import Fraction
from typing import assert_never

from engine.executors.inference import compare
from engine.executors.inference.quantities import merged, read
from engine.executors.inference.scope import Scope
from schemas.case import Nothing, Outcome, Value, Words, Yearly
from schemas.finding import Actual, Cause, CauseKind, LeafFinding, Truth
from schemas.program import Accepted, DayTest, Judgeable, NumberTest, StatedTest, Threshold, Unread, WordTest

NONE_HELD = "无"

SimpleLeaf = NumberTest | WordTest | DayTest | StatedTest | Judgeable | Unread | Accepted
"""The leaves that look at no list and no other rule set."""


def decide_leaf(index: int, leaf: SimpleLeaf, scope: Scope) -> LeafFinding:
    """Decide one leaf from one scope's facts and 认定."""
    match leaf:
        case NumberTest():
            return _number(index, leaf, scope)
        case WordTest():
            return _word(index, leaf, scope)
        case DayTest():
            return _day(index, leaf, scope)
        case StatedTest():
            return _stated(index, leaf, scope)
        case Judgeable():
            return judged(index, leaf.criterion, scope, negated=leaf.negated)
        case Accepted():
            return judged(index, leaf.criterion, scope)
        case Unread():
            cause = Cause(kind=CauseKind.UNKNOWN_PARAMETER, name=leaf.text)
            return LeafFinding(node=index, truth=Truth.UNKNOWN, causes=(cause,))
        case _:
            assert_never(leaf)


def flipped(truth: Truth, negated: bool) -> Truth:
    """The truth under `not`, where the leaf is negated."""
    if not negated or truth is Truth.UNKNOWN:
        return truth
    return Truth.UNMET if truth is Truth.MET else Truth.MET


def unknown_thresholds(*thresholds: Threshold) -> tuple[Cause, ...]:
    """The parameters nobody has published among these thresholds."""
    names = (threshold.unknown for threshold in thresholds)
    return tuple(Cause(kind=CauseKind.UNKNOWN_PARAMETER, name=name) for name in names if name is not None)


def missing(label: str) -> tuple[Cause, ...]:
    """The cause of a fact that is not stated."""
    return (Cause(kind=CauseKind.MISSING_FACT, name=label),)


def judged(index: int, criterion: str, scope: Scope, actual: Actual = None, *, negated: bool = False) -> LeafFinding:
    """What a person decides: by the criterion's 认定, pending without one."""
    judgement = scope.judgements.get(criterion)
    if judgement is None:
        cause = Cause(kind=CauseKind.PENDING_JUDGEMENT, name=criterion)
        return LeafFinding(node=index, truth=Truth.UNKNOWN, actual=actual, causes=(cause,))
    truth = Truth.MET if judgement.outcome is Outcome.PASS else Truth.UNMET
    return LeafFinding(node=index, truth=flipped(truth, negated), actual=actual)


def _number(index: int, leaf: NumberTest, scope: Scope) -> LeafFinding:
    reading = read(leaf.quantity, scope)
    thresholds = [threshold.number for threshold in leaf.thresholds]
    truth = compare.decide(leaf.operator, reading.span, thresholds)
    causes = merged(unknown_thresholds(*leaf.thresholds), reading.causes) if truth is Truth.UNKNOWN else ()
    gap = None if leaf.negated else compare.gap(leaf.operator, reading.span.point, thresholds)
    telling = reading.span.point is not None or truth is not Truth.UNKNOWN
    return LeafFinding(
        node=index,
        truth=flipped(truth, leaf.negated),
        actual=reading.span if telling else None,
        gap=gap,
        causes=causes,
    )


def _word(index: int, leaf: WordTest, scope: Scope) -> LeafFinding:
    value = scope.facts.get(leaf.fact)
    if value is None:
        return LeafFinding(node=index, truth=Truth.UNKNOWN, causes=missing(leaf.label))
    actual = _shown(value)
    truth = _within(value, leaf.words) if leaf.operator == "within" else _matched(value, leaf)
    if truth is Truth.UNKNOWN:
        return LeafFinding(node=index, truth=truth, actual=actual, causes=missing(leaf.label))
    if truth is Truth.UNMET and leaf.criterion is not None and actual != NONE_HELD:
        return judged(index, leaf.criterion, scope, actual, negated=leaf.negated)
    return LeafFinding(node=index, truth=flipped(truth, leaf.negated), actual=actual)


def _matched(value: Value, leaf: WordTest) -> Truth:
    """Whether one of the words holds; for none_of, that none does. A list marked 不全 may hold more."""
    if isinstance(value, Words):
        hit, complete = not value.words.isdisjoint(leaf.words), value.complete
    else:
        hit, complete = not isinstance(value, Nothing) and value in leaf.words, True
    truth = Truth.MET if hit else Truth.UNMET if complete else Truth.UNKNOWN
    return flipped(truth, leaf.operator == "none_of")


def _within(value: Value, codes: tuple[str | bool, ...]) -> Truth:
    """By prefix; a code coarser than the rule's leaves it unknown."""
    if not isinstance(value, str):
        return Truth.UNMET
    prefixes = [code for code in codes if isinstance(code, str)]
    if value.startswith(tuple(prefixes)):
        return Truth.MET
    return Truth.UNKNOWN if any(code.startswith(value) for code in prefixes) else Truth.UNMET


def _shown(value: Value) -> Actual:
    """A stated word or words as a finding carries them, choices in code-point order."""
    if isinstance(value, Words):
        return tuple(sorted(value.words)) or NONE_HELD
    return value if isinstance(value, str | bool) else NONE_HELD


def _day(index: int, leaf: DayTest, scope: Scope) -> LeafFinding:
    value = scope.facts.get(leaf.fact)
    if isinstance(value, Nothing):
        return LeafFinding(node=index, truth=flipped(Truth.UNMET, leaf.negated), actual=NONE_HELD)
    day, limit = (value if isinstance(value, date) else None), leaf.threshold.day
    if day is None or limit is None:
        causes = merged(unknown_thresholds(leaf.threshold), () if day else missing(leaf.label))
        return LeafFinding(node=index, truth=Truth.UNKNOWN, actual=day, causes=causes)
    days = (limit - day if leaf.operator == "on_or_before" else day - limit).days
    truth = Truth.MET if days >= 0 else Truth.UNMET
    gap = None if leaf.negated else Fraction(days)
    return LeafFinding(node=index, truth=flipped(truth, leaf.negated), actual=day, gap=gap)


def _stated(index: int, leaf: StatedTest, scope: Scope) -> LeafFinding:
    value = scope.facts.get(leaf.fact)
    if isinstance(value, Yearly):
        value = scope.of_year(value, leaf.year)
    if value is None:
        return LeafFinding(node=index, truth=Truth.UNKNOWN, causes=missing(leaf.label))
    return LeafFinding(node=index, truth=flipped(Truth.MET, leaf.negated))
