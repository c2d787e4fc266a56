"""Leaves decided exactly, in our own code: truth, what was stated, gap and causes (the table of docs/adr/0002)."""

from datetime import date
from fractions import Fraction
from typing import assert_never

from engine.executors.inference import compare
from engine.executors.inference.interval import point
from engine.executors.inference.quantities import Decide, Reader, merged, missing
from engine.executors.inference.scope import Scope
from schemas.case import Nothing, Outcome, Value, Words, Yearly
from schemas.finding import NONE_HELD, Actual, Cause, CauseKind, LeafFinding, Span, Truth
from schemas.program import Accepted, DayTest, Judgeable, NumberTest, StatedTest, Unread, WordTest
from schemas.quantity import Mention, Threshold

SimpleLeaf = NumberTest | WordTest | DayTest | StatedTest | Judgeable | Unread | Accepted
"""The leaves that look at no list and no other rule set."""


def decide_leaf(index: int, leaf: SimpleLeaf, scope: Scope, decide: Decide) -> LeafFinding:
    """Decide one leaf from one scope's facts and 认定."""
    match leaf:
        case NumberTest():
            return _number(index, leaf, Reader(scope, decide))
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


def judged(index: int, criterion: str, scope: Scope, actual: Actual = None, *, negated: bool = False) -> LeafFinding:
    """What a person decides: by the criterion's 认定, pending without one."""
    judgement = scope.judgements.get(criterion)
    if judgement is None:
        cause = Cause(kind=CauseKind.PENDING_JUDGEMENT, name=criterion)
        return LeafFinding(node=index, truth=Truth.UNKNOWN, actual=actual, causes=(cause,))
    truth = Truth.MET if judgement.outcome is Outcome.PASS else Truth.UNMET
    return LeafFinding(node=index, truth=flipped(truth, negated), actual=actual)


def limit_of(threshold: Threshold, reader: Reader) -> tuple[Span, tuple[Cause, ...]]:
    """What a number is compared with, as an interval, and what keeps it from being a point."""
    if threshold.quantity is not None:
        found = reader.read(threshold.quantity)
        return found.span, found.causes
    known = Span() if threshold.number is None else point(threshold.number)
    return known, unknown_thresholds(threshold)


def compared(*limits: tuple[Threshold, Span]) -> tuple[Span, ...]:
    """What the thresholds came to, told where the rule itself does not write it."""
    told = any(threshold.quantity is not None for threshold, _ in limits)
    return tuple(span for _, span in limits) if told else ()


def _number(index: int, leaf: NumberTest, reader: Reader) -> LeafFinding:
    reading = reader.read(leaf.quantity)
    limits = [limit_of(threshold, reader) for threshold in leaf.thresholds]
    spans = [span for span, _ in limits]
    truth = compare.decide(leaf.operator, reading.span, spans)
    causes = merged(*(opened for _, opened in limits), reading.causes) if truth is Truth.UNKNOWN else ()
    telling = reading.span.point is not None or truth is not Truth.UNKNOWN
    return LeafFinding(
        node=index,
        truth=flipped(truth, leaf.negated),
        actual=reading.span if telling else None,
        compared=compared(*zip(leaf.thresholds, spans, strict=True)),
        gap=None if leaf.negated else compare.gap(leaf.operator, reading.span.point, spans),
        causes=causes,
    )


def mentioned(mention: Mention, scope: Scope) -> tuple[Value | None, tuple[Cause, ...]]:
    """What another fact says, or what is missing where it says nothing."""
    value = (scope.outer if mention.outer else scope).facts.get(mention.fact)
    return value, () if value is not None else missing(mention.label)


def _word(index: int, leaf: WordTest, scope: Scope) -> LeafFinding:
    value = scope.facts.get(leaf.fact)
    if leaf.other is not None:
        return _beside(index, leaf, leaf.other, scope)
    if value is None:
        return LeafFinding(node=index, truth=Truth.UNKNOWN, causes=missing(leaf.label))
    actual = _shown(value)
    truth = _within(value, leaf.words) if leaf.operator == "within" else _matched(value, leaf)
    if truth is Truth.UNKNOWN:
        return LeafFinding(node=index, truth=truth, actual=actual, causes=missing(leaf.label))
    if truth is Truth.UNMET and leaf.criterion is not None and actual != NONE_HELD:
        return judged(index, leaf.criterion, scope, actual, negated=leaf.negated)
    return LeafFinding(node=index, truth=flipped(truth, leaf.negated), actual=actual)


def _beside(index: int, leaf: WordTest, other: Mention, scope: Scope) -> LeafFinding:
    """A word against what another fact says; where either is 无 they do not agree, whatever the other is."""
    value, (against, causes) = scope.facts.get(leaf.fact), mentioned(other, scope)
    known = value is not None and not (isinstance(value, Words) and not value.complete)
    causes = merged(() if known else missing(leaf.label), causes)
    actual, told = (None if one is None else _shown(one) for one in (value, against))
    truth = Truth.UNKNOWN
    if _says_none(value) or _says_none(against):
        truth, causes = Truth.UNMET, ()
    elif value is not None and isinstance(against, str | bool):
        words = leaf._replace(words=(against,))
        truth = _within(value, words.words) if leaf.operator == "within" else _matched(value, words)
        causes = missing(leaf.label) if truth is Truth.UNKNOWN else ()
    return LeafFinding(node=index, truth=flipped(truth, leaf.negated), actual=actual, compared=(told,), causes=causes)


def _says_none(value: Value | None) -> bool:
    """无; a list of which nothing is known but that it is 不全 says no such thing."""
    return isinstance(value, Nothing) or (isinstance(value, Words) and value.complete and not value.words)


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
    limit: Value | None = leaf.threshold.day
    causes = unknown_thresholds(leaf.threshold)
    told: tuple[Actual, ...] = ()
    if leaf.threshold.other is not None:
        limit, causes = mentioned(leaf.threshold.other, scope)
        told = (limit if isinstance(limit, date) else NONE_HELD if limit is not None else None,)
    day = value if isinstance(value, date) else None
    actual = NONE_HELD if isinstance(value, Nothing) else day
    if isinstance(value, Nothing) or isinstance(limit, Nothing):
        return LeafFinding(node=index, truth=flipped(Truth.UNMET, leaf.negated), actual=actual, compared=told)
    if day is None or not isinstance(limit, date):
        causes = merged(causes, () if day else missing(leaf.label))
        return LeafFinding(node=index, truth=Truth.UNKNOWN, actual=day, compared=told, causes=causes)
    days = (limit - day if leaf.operator == "on_or_before" else day - limit).days
    truth = Truth.MET if days >= 0 else Truth.UNMET
    gap = None if leaf.negated else Fraction(days)
    return LeafFinding(node=index, truth=flipped(truth, leaf.negated), actual=day, compared=told, gap=gap)


def _stated(index: int, leaf: StatedTest, scope: Scope) -> LeafFinding:
    value = scope.facts.get(leaf.fact)
    if isinstance(value, Yearly):
        value = scope.of_year(value, leaf.year)
    if value is None:
        return LeafFinding(node=index, truth=Truth.UNKNOWN, causes=missing(leaf.label))
    return LeafFinding(node=index, truth=flipped(Truth.MET, leaf.negated))
