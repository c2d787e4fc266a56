"""Interval arithmetic: numbers of which only the ends are known, and why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from schemas.finding import CauseKind
from tests.oracle.scene import NO_CAUSES, Causes, cause

ZERO = Fraction(0)
End = Fraction | None


@dataclass(frozen=True)
class Interval:
    """Where a number lies, both ends included, None where there is no end; and why it is not known exactly."""

    low: End
    high: End
    causes: Causes = NO_CAUSES

    @property
    def point(self) -> End:
        """The number, when it is known."""
        return self.low if self.low is not None and self.low == self.high else None


def between(low: End, high: End, causes: Causes) -> Interval:
    """An interval; a point has no causes, whatever it was made of."""
    made = Interval(low, high, causes)
    return made if made.point is None else Interval(low, high)


def exactly(value: Fraction | int) -> Interval:
    """A known number."""
    return Interval(Fraction(value), Fraction(value))


def causes_of(parts: Iterable[Interval]) -> Causes:
    """Those of the parts that are no points."""
    return NO_CAUSES.union(*(part.causes for part in parts if part.point is None))


def known(ends: Iterable[End]) -> list[Fraction]:
    """The ends that there are."""
    return [end for end in ends if end is not None]


def scaled(part: Interval, factor: Fraction | int) -> Interval:
    """A number times a positive one."""
    low, high = (None if end is None else end * factor for end in (part.low, part.high))
    return Interval(low, high, part.causes)


def added(parts: Sequence[Interval]) -> Interval:
    """The sum."""
    lows, highs = known(part.low for part in parts), known(part.high for part in parts)
    low = sum(lows, ZERO) if len(lows) == len(parts) else None
    high = sum(highs, ZERO) if len(highs) == len(parts) else None
    return between(low, high, causes_of(parts))


def difference(left: Interval, right: Interval) -> Interval:
    """Left − right."""
    negative = Interval(
        None if right.high is None else -right.high, None if right.low is None else -right.low, right.causes
    )
    return added([left, negative])


def product(parts: Sequence[Interval]) -> Interval:
    """The product; nothing times the unbounded is nothing."""
    made = exactly(1)
    for part in parts:
        made = times(made, part)
    return between(made.low, made.high, causes_of(parts))


Signed = tuple[int, Fraction]
"""An end on the extended line: (−1, 0) and (1, 0) are the infinities, (0, x) is x."""


def times(left: Interval, right: Interval) -> Interval:
    """Two intervals: the least and the largest product of their ends."""
    corners = [corner(one, other) for one in ends(left) for other in ends(right)]
    low, high = min(corners), max(corners)
    return Interval(None if low[0] else low[1], None if high[0] else high[1])


def ends(part: Interval) -> tuple[Signed, Signed]:
    """Both ends, on the extended line."""
    return (
        (-1, ZERO) if part.low is None else (0, part.low),
        (1, ZERO) if part.high is None else (0, part.high),
    )


def corner(one: Signed, other: Signed) -> Signed:
    """The product of two ends."""
    if not one[0] and not other[0]:
        return 0, one[1] * other[1]
    signs = [end[0] or (end[1] > 0) - (end[1] < 0) for end in (one, other)]
    return (signs[0] * signs[1], ZERO)


def largest(parts: Sequence[Interval]) -> Interval:
    """The largest, end by end."""
    lows, highs = known(part.low for part in parts), known(part.high for part in parts)
    return between(
        max(lows, default=None), max(highs) if len(highs) == len(parts) else None, causes_of(parts)
    )  # fmt: skip


def smallest(parts: Sequence[Interval]) -> Interval:
    """The smallest, end by end."""
    lows, highs = known(part.low for part in parts), known(part.high for part in parts)
    return between(
        min(lows) if len(lows) == len(parts) else None, min(highs, default=None), causes_of(parts)
    )  # fmt: skip


def hull(parts: Sequence[Interval], causes: Causes) -> Interval:
    """The least interval that holds all of them."""
    lows, highs = known(part.low for part in parts), known(part.high for part in parts)
    return between(
        min(lows) if len(lows) == len(parts) else None,
        max(highs) if len(highs) == len(parts) else None,
        causes | causes_of(parts),
    )


def ratio(numerator: Interval, denominator: Interval, scale: Fraction | int, name: str) -> Interval:
    """One number through another; nothing is known of it unless the denominator is known and positive."""
    below = denominator.point
    if below is None:
        return Interval(None, None, causes_of((numerator, denominator)))
    if below <= 0:
        return Interval(None, None, cause(CauseKind.UNDEFINED, name))
    return scaled(numerator, scale / below)
