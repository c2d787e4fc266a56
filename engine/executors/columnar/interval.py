"""Intervals as column expressions: whole numbers over a common, positive denominator; NULL where there is no end.

Decimals of 38 digits without places: what does not fit fails, it is never rounded. SQL's comparison with NULL is NULL,
which CASE takes as not holding: exactly Kleene's unknown.
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import reduce
from typing import TYPE_CHECKING, Any

import ibis
import ibis.expr.operations as ops

from engine.errors import Beyond
from schemas.finding import CauseKind
from schemas.program import NumberOperator

if TYPE_CHECKING:
    from engine.executors.columnar.members import Members

Expr = Any
"""An Ibis value expression; Ibis's own types cannot tell a decimal column from a text column here."""

WHOLE = "decimal(38, 0)"
_MOST = 10**38


@dataclass(frozen=True)
class Opened:
    """What keeps a number or a leaf open, where `holds`.

    With `members` it is whatever keeps these open, each under its own name: `kinds` says of which kinds that is. They
    are the list's of our own record, or of the one `up` levels around it.
    """

    kind: CauseKind
    name: str
    holds: Expr
    members: "Members | None" = None
    kinds: "Mapping[CauseKind, Expr] | None" = None
    up: int = 0

    @property
    def what(self) -> tuple[CauseKind, str, int, int]:
        """The cause itself, wherever it holds."""
        return self.kind, self.name, id(self.members), self.up

    def of_kind(self, kind: CauseKind) -> Expr:
        """Where it holds as a cause of a kind."""
        if self.kinds is None:
            return self.holds if self.kind is kind else ibis.literal(False)
        return self.holds & self.kinds[kind]


@dataclass(frozen=True)
class Interval:
    """From `low` to `high`, both over `below`, which is a number where it is the same for all; and what keeps them apart."""

    low: Expr
    high: Expr
    below: Expr
    opened: tuple[Opened, ...] = ()

    @property
    def known(self) -> Expr:
        """Whether it is a point."""
        if self.low is self.high:
            return self.low.notnull()
        return equal(self.low, self.high).fill_null(False)

    def settled(self) -> "Interval":
        """The same, open for no cause where it is a point."""
        return replace(self, opened=while_holds(self.opened, ~self.known))


def equal(one: Expr, other: Expr) -> Expr:
    """Whether two are the same, NULL where one is NULL; of a NULL in sight Ibis's own `==` asks whether the other is NULL, too."""
    return ops.Equals(one, other).to_expr()


def whole(number: int) -> Expr:
    """A whole number as wide as all others."""
    if abs(number) >= _MOST:
        raise Beyond.because(f"{number} has more than 38 digits")
    return ibis.literal(number, type=WHOLE)


def constant(number: Fraction) -> Interval:
    """A number that the rules state."""
    return Interval(whole(number.numerator), whole(number.numerator), number.denominator)


def unbounded(*opened: Opened) -> Interval:
    """A number of which nothing is known."""
    nothing = ibis.null(WHOLE)
    return Interval(nothing, nothing, 1, opened)


def while_holds(opened: Iterable[Opened], condition: Expr) -> tuple[Opened, ...]:
    """The same causes, where a further condition holds."""
    return tuple(replace(one, holds=one.holds & condition) for one in opened)


def any_of(conditions: Iterable[Expr]) -> Expr:
    """Whether one of some conditions holds; no, if there are none."""
    return reduce(lambda one, other: one | other, conditions, ibis.literal(False))


def chosen(condition: Expr, one: Interval, other: Interval) -> Interval:
    """One interval where the condition holds, else the other; each with its own causes there."""
    return Interval(
        ibis.ifelse(condition, one.low, other.low),
        ibis.ifelse(condition, one.high, other.high),
        one.below if _same(one, other) else ibis.ifelse(condition, as_column(one.below), as_column(other.below)),
        (*while_holds(one.opened, condition), *while_holds(other.opened, ~condition)),
    )


def scaled(interval: Interval, factor: Fraction) -> Interval:
    """The interval times a number that is not zero."""
    top, low, high = whole(abs(factor.numerator)), interval.low, interval.high
    if factor < 0:
        low, high = -high, -low
    below = times(interval.below, factor.denominator)
    return replace(interval, low=low * top, high=high * top, below=below)


def as_column(below: Expr | int) -> Expr:
    """A denominator as an expression."""
    return whole(below) if isinstance(below, int) else below


def times(one: Expr | int, other: Expr | int) -> Expr | int:
    """The product of two denominators, a number as long as both are."""
    if isinstance(one, int) and isinstance(other, int):
        return one * other
    return as_column(one) * as_column(other)


def alike(one: Interval, other: Interval) -> tuple[Interval, Interval]:
    """Both over one denominator."""
    if _same(one, other):
        return one, other
    if isinstance(one.below, int) and isinstance(other.below, int):
        below: Expr | int = math.lcm(one.below, other.below)
        by, by_too = whole(below // one.below), whole(below // other.below)
    else:
        below, by, by_too = times(one.below, other.below), as_column(other.below), as_column(one.below)
    return (
        replace(one, low=one.low * by, high=one.high * by, below=below),
        replace(other, low=other.low * by_too, high=other.high * by_too, below=below),
    )


def _same(one: Interval, other: Interval) -> bool:
    return isinstance(one.below, int) and one.below == other.below if isinstance(other.below, int) else False


def added(parts: Sequence[Interval]) -> Interval:
    """The sum; an end that one of them lacks is lacking."""
    return _folded(parts, lambda one, other: (one.low + other.low, one.high + other.high))


def extreme(parts: Sequence[Interval], *, largest: bool) -> Interval:
    """The largest (or smallest): a missing end bounds nothing on its own side, and leaves the other side open."""

    def pick(one: Interval, other: Interval) -> tuple[Expr, Expr]:
        if largest:
            return _either(one.low, other.low, ibis.greatest), _both(one.high, other.high, ibis.greatest)
        return _both(one.low, other.low, ibis.least), _either(one.high, other.high, ibis.least)

    return _folded(parts, pick)


def hull(one: Interval, other: Interval) -> Interval:
    """The smallest interval that holds both."""
    return _folded((one, other), lambda a, b: (_both(a.low, b.low, ibis.least), _both(a.high, b.high, ibis.greatest)))


def multiplied(one: Interval, other: Interval) -> Interval:
    """The product; zero times anything is zero, and an unbounded end times a number is unbounded by its sign."""
    zero = whole(0)
    nil = ((one.known & equal(one.low, zero)) | (other.known & equal(other.low, zero))).fill_null(False)
    ends = [(a, b, at) for a, low in ((one.low, True), (one.high, False)) for b, at in _ends(other, low)]
    products = [a * b for a, b, _ in ends]
    signs = [_sign(a, low) * _sign(b, low_too) for a, b, (low, low_too) in ends]
    endless = [a.isnull() | b.isnull() for a, b, _ in ends]
    # an unbounded end times zero is zero
    finite = [ibis.ifelse(lost, ibis.ifelse(sign == 0, zero, ibis.null(WHOLE)), product)
              for lost, sign, product in zip(endless, signs, products, strict=True)]  # fmt: skip
    low = ibis.ifelse(any_of([lost & (sign < 0) for lost, sign in zip(endless, signs, strict=True)]),
                      ibis.null(WHOLE), _least(finite, ibis.least))  # fmt: skip
    high = ibis.ifelse(any_of([lost & (sign > 0) for lost, sign in zip(endless, signs, strict=True)]),
                       ibis.null(WHOLE), _least(finite, ibis.greatest))  # fmt: skip
    return Interval(
        ibis.ifelse(nil, zero, low),
        ibis.ifelse(nil, zero, high),
        times(one.below, other.below),
        (*one.opened, *other.opened),
    )


def compare(
    operator: NumberOperator,
    value: Interval,
    limits: Sequence[Interval],
) -> Expr:
    """Kleene's truth of an interval against thresholds, NULL where it is open."""
    match operator:
        case "at_least" | "more_than":
            return _floor(value, limits[0], strict=operator == "more_than")
        case "at_most" | "less_than":
            return _cap(value, limits[0], strict=operator == "less_than")
        case _:
            return _floor(value, limits[0], strict=False) & _cap(value, limits[-1], strict=False)


def gap(operator: str, value: Interval, limits: Sequence[Interval]) -> tuple[Expr, Expr | int]:
    """The signed distance as numerator and denominator, NULL unless both sides are points."""
    distances = []
    known = value.known
    for place, limit in enumerate(limits):
        one, other = alike(value, limit)
        capped = operator in ("at_most", "less_than") or (operator == "between" and place == 1)
        distances.append((other.low - one.low if capped else one.low - other.low, one.below))
        known &= limit.known
    distance, below = distances[0]
    if operator == "equals":
        distance = -distance.abs()
    if operator == "between":
        (low, low_below), (high, high_below) = distances
        low_below, high_below = as_column(low_below), as_column(high_below)
        smaller = low * high_below <= high * low_below
        distance, below = ibis.ifelse(smaller, low, high), ibis.ifelse(smaller, low_below, high_below)
    return ibis.ifelse(known, distance, ibis.null(WHOLE)), below


def _floor(value: Interval, limit: Interval, *, strict: bool) -> Expr:
    one, other = alike(value, limit)
    met = one.low > other.high if strict else one.low >= other.high
    unmet = one.high <= other.low if strict else one.high < other.low
    return ibis.cases((met, True), (unmet, False), else_=ibis.null(bool))


def _cap(value: Interval, limit: Interval, *, strict: bool) -> Expr:
    one, other = alike(value, limit)
    met = one.high < other.low if strict else one.high <= other.low
    unmet = one.low >= other.high if strict else one.low > other.high
    return ibis.cases((met, True), (unmet, False), else_=ibis.null(bool))


def _folded(parts: Sequence[Interval], join: Callable[[Interval, Interval], tuple[Expr, Expr]]) -> Interval:
    whole_so_far, *rest = parts
    for part in rest:
        one, other = alike(whole_so_far, part)
        low, high = join(one, other)
        whole_so_far = Interval(low, high, one.below, (*one.opened, *other.opened))
    return whole_so_far


def _either(one: Expr, other: Expr, pick: Callable[..., Expr]) -> Expr:
    """The picked end, or the one that there is."""
    return ibis.coalesce(_both(one, other, pick), one, other)


def _both(one: Expr, other: Expr, pick: Callable[..., Expr]) -> Expr:
    """The picked end, none where either is lacking: `greatest` and `least` themselves pass NULL over."""
    return ibis.ifelse(one.isnull() | other.isnull(), ibis.null(WHOLE), pick(one, other))


def _ends(interval: Interval, low: bool) -> tuple[tuple[Expr, tuple[bool, bool]], ...]:
    return (interval.low, (low, True)), (interval.high, (low, False))


def _sign(end: Expr, low: bool) -> Expr:
    """The sign of an end; an unbounded one lies below or above all numbers."""
    return ibis.cases((end.isnull(), -1 if low else 1), (end > 0, 1), (end < 0, -1), else_=0)


def _least(ends: Sequence[Expr], pick: Callable[..., Expr]) -> Expr:
    """The least (or greatest) of those that there are."""
    first, *rest = ends
    for end in rest:
        first = _either(first, end, pick)
    return first
