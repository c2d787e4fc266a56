"""Numbers as exact intervals with the inputs that keep them from being points (docs/adr/0002)."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import assert_never

from engine.executors.inference.scope import Scope
from schemas.case import Yearly
from schemas.finding import Cause, CauseKind, Span
from schemas.program import Given, Quantity, Ratio, Sum


@dataclass(frozen=True)
class Reading:
    """An interval, and the causes that keep it open; a point has none."""

    span: Span
    causes: tuple[Cause, ...] = ()


def stated(given: Given, scope: Scope) -> Fraction | None:
    """The number as stated, None if it is not; a yearly fact is stated year by year."""
    value = scope.facts.get(given.fact)
    if isinstance(value, Yearly):
        value = scope.of_year(value, given.year)
    return Fraction(value) if isinstance(value, Decimal) else None


def read(quantity: Quantity, scope: Scope) -> Reading:
    """Read a number. A derived one is computed where its parts allow, else taken as stated."""
    match quantity:
        case Given():
            return _given(quantity, scope)
        case Ratio():
            computed = _ratio(quantity, scope)
        case Sum():
            computed = _sum(quantity, scope)
        case _:
            assert_never(quantity)
    if computed.span.point is None and (value := stated(quantity.stated, scope)) is not None:
        return _point(value)
    return computed


def _point(value: Fraction) -> Reading:
    return Reading(Span(low=value, high=value))


def _given(given: Given, scope: Scope) -> Reading:
    value = stated(given, scope)
    if value is not None:
        return _point(value)
    missing = Cause(kind=CauseKind.MISSING_FACT, name=given.label)
    return Reading(Span(low=given.low, high=given.high), (missing,))


def _ratio(ratio: Ratio, scope: Scope) -> Reading:
    numerator, denominator = read(ratio.numerator, scope), read(ratio.denominator, scope)
    divisor = denominator.span.point
    if divisor is None:
        return Reading(Span(), merged(denominator.causes, numerator.causes))
    if divisor <= 0:
        return Reading(Span(), (Cause(kind=CauseKind.UNDEFINED, name=ratio.stated.label),))
    factor = ratio.scale / divisor
    low, high = numerator.span.low, numerator.span.high
    span = Span(low=None if low is None else low * factor, high=None if high is None else high * factor)
    return Reading(span, numerator.causes)


def _sum(total: Sum, scope: Scope) -> Reading:
    parts = [read(part, scope) for part in total.parts]
    low = _added([part.span.low for part in parts])
    high = _added([part.span.high for part in parts])
    return Reading(Span(low=low, high=high), merged(*(part.causes for part in parts)))


def _added(ends: list[Fraction | None]) -> Fraction | None:
    """The sum of interval ends; one unbounded end makes it unbounded."""
    known = [end for end in ends if end is not None]
    return sum(known, Fraction(0)) if len(known) == len(ends) else None


def merged(*causes: tuple[Cause, ...]) -> tuple[Cause, ...]:
    """The union of causes, each once, in the order met."""
    return tuple(dict.fromkeys(cause for group in causes for cause in group))
