"""An interval against thresholds: truth and gap. One table for numbers and for counts of members (docs/adr/0002)."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Literal, assert_never

from schemas.finding import Span, Truth

NumberOperator = Literal["at_least", "at_most", "more_than", "less_than", "equals", "between"]


def decide(operator: NumberOperator, span: Span, thresholds: Sequence[Fraction | None]) -> Truth:
    """Met if every number in the interval satisfies the operator, unmet if none does, else unknown.

    A threshold may be None, unknown; only `between` can then still be decided, by its other end.
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


def gap(operator: NumberOperator, actual: Fraction | None, thresholds: Sequence[Fraction | None]) -> Fraction | None:
    """The signed distance to the threshold, negative when short; None unless both are exactly known."""
    if actual is None or any(threshold is None for threshold in thresholds):
        return None
    known = [threshold for threshold in thresholds if threshold is not None]
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


def _floor(span: Span, threshold: Fraction | None, *, strict: bool) -> Truth:
    if threshold is None:
        return Truth.UNKNOWN
    if span.low is not None and (span.low > threshold or (span.low == threshold and not strict)):
        return Truth.MET
    if span.high is not None and (span.high < threshold or (span.high == threshold and strict)):
        return Truth.UNMET
    return Truth.UNKNOWN


def _cap(span: Span, threshold: Fraction | None, *, strict: bool) -> Truth:
    if threshold is None:
        return Truth.UNKNOWN
    if span.high is not None and (span.high < threshold or (span.high == threshold and not strict)):
        return Truth.MET
    if span.low is not None and (span.low > threshold or (span.low == threshold and strict)):
        return Truth.UNMET
    return Truth.UNKNOWN


def _both(floor: Truth, cap: Truth) -> Truth:
    if Truth.UNMET in (floor, cap):
        return Truth.UNMET
    return Truth.MET if floor is cap is Truth.MET else Truth.UNKNOWN
