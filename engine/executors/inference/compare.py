"""An interval against thresholds: truth and gap. One table for numbers and for counts of members (docs/adr/0002)."""

from collections.abc import Sequence
from fractions import Fraction
from typing import assert_never

from schemas.finding import Span, Truth
from schemas.program import NumberOperator


def decide(operator: NumberOperator, span: Span, thresholds: Sequence[Span]) -> Truth:
    """Met if every number in the interval satisfies the operator, unmet if none does, else unknown.

    A threshold is an interval too: a point as written, unbounded where nobody knows it, or what another fact says.
    """
    first = thresholds[0]
    match operator:
        case "at_least":
            return _floor(span, first, strict=False)
        case "more_than":
            return _floor(span, first, strict=True)
        case "at_most":
            return _cap(span, first, strict=False)
        case "less_than":
            return _cap(span, first, strict=True)
        case "between":
            return _both(_floor(span, first, strict=False), _cap(span, thresholds[1], strict=False))
        case "equals":
            return _both(_floor(span, first, strict=False), _cap(span, first, strict=False))
        case _:
            assert_never(operator)


def gap(operator: NumberOperator, actual: Fraction | None, thresholds: Sequence[Span]) -> Fraction | None:
    """The signed distance to the threshold, negative when short; None unless both are exactly known."""
    known = [threshold.point for threshold in thresholds if threshold.point is not None]
    if actual is None or len(known) < len(thresholds):
        return None
    match operator:
        case "at_least" | "more_than":
            return actual - known[0]
        case "at_most" | "less_than":
            return known[0] - actual
        case "between":
            return min(actual - known[0], known[1] - actual)
        case "equals":
            return -abs(actual - known[0])
        case _:
            assert_never(operator)


def _floor(span: Span, threshold: Span, *, strict: bool) -> Truth:
    if span.low is not None and threshold.high is not None and _reaches(span.low, threshold.high, strict):
        return Truth.MET
    if span.high is not None and threshold.low is not None and not _reaches(span.high, threshold.low, strict):
        return Truth.UNMET
    return Truth.UNKNOWN


def _cap(span: Span, threshold: Span, *, strict: bool) -> Truth:
    if span.high is not None and threshold.low is not None and _reaches(threshold.low, span.high, strict):
        return Truth.MET
    if span.low is not None and threshold.high is not None and not _reaches(threshold.high, span.low, strict):
        return Truth.UNMET
    return Truth.UNKNOWN


def _reaches(value: Fraction, limit: Fraction, strict: bool) -> bool:
    return value > limit or (value == limit and not strict)


def _both(floor: Truth, cap: Truth) -> Truth:
    if Truth.UNMET in (floor, cap):
        return Truth.UNMET
    return Truth.MET if floor is cap is Truth.MET else Truth.UNKNOWN
