"""Exact arithmetic on intervals; an absent end is unbounded (docs/adr/0005)."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import reduce

from schemas.finding import Span

UNBOUNDED = Span()
NONE = Fraction(0)


def point(value: Fraction | int) -> Span:
    """A number that is known."""
    return Span(low=Fraction(value), high=Fraction(value))


def added(spans: Sequence[Span]) -> Span:
    """The sum; one unbounded end makes it unbounded."""
    return Span(low=_sum(span.low for span in spans), high=_sum(span.high for span in spans))


def less(minuend: Span, subtrahend: Span) -> Span:
    """One number less another."""
    return added([minuend, scaled(subtrahend, Fraction(-1))])


def scaled(span: Span, factor: Fraction) -> Span:
    """The interval times a number that is not zero."""
    low, high = (None if end is None else end * factor for end in (span.low, span.high))
    return Span(low=low, high=high) if factor > 0 else Span(low=high, high=low)


def multiplied(spans: Iterable[Span]) -> Span:
    """The product; zero times anything is zero."""
    return reduce(_product, spans, point(1))


def extreme(spans: Sequence[Span], *, largest: bool) -> Span:
    """The interval of the largest (or the smallest) number."""
    if not largest:
        return scaled(extreme([scaled(span, Fraction(-1)) for span in spans], largest=True), Fraction(-1))
    lows = [span.low for span in spans if span.low is not None]
    highs = [span.high for span in spans if span.high is not None]
    return Span(low=max(lows, default=None), high=max(highs) if len(highs) == len(spans) else None)


def hull(spans: Sequence[Span]) -> Span:
    """The smallest interval that holds all of them."""
    lows = [span.low for span in spans if span.low is not None]
    highs = [span.high for span in spans if span.high is not None]
    return Span(
        low=min(lows) if len(lows) == len(spans) else None, high=max(highs) if len(highs) == len(spans) else None
    )


def _sum(ends: Iterable[Fraction | None]) -> Fraction | None:
    total = NONE
    for end in ends:
        if end is None:
            return None
        total += end
    return total


_Extended = tuple[int, Fraction]
"""A number of the extended line, as Python orders tuples: (−1, 0) below, (1, 0) above all numbers (0, x)."""


def _product(left: Span, right: Span) -> Span:
    """From the least to the greatest of the products of ends; an unbounded end times zero is zero."""
    products = [_times(one, two) for one in _ends(left) for two in _ends(right)]
    low, high = min(products), max(products)
    return Span(low=None if low[0] else low[1], high=None if high[0] else high[1])


def _ends(span: Span) -> tuple[_Extended, _Extended]:
    low = (-1, NONE) if span.low is None else (0, span.low)
    return low, (1, NONE) if span.high is None else (0, span.high)


def _times(one: _Extended, two: _Extended) -> _Extended:
    if one[0] == two[0] == 0:
        return 0, one[1] * two[1]
    return _sign(one) * _sign(two), NONE


def _sign(number: _Extended) -> int:
    return number[0] or (number[1] > 0) - (number[1] < 0)
