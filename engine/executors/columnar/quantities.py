"""Numbers as interval columns: what inference reads case by case, for all cases at once (docs/adr/0002, 0005)."""

import calendar
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, assert_never

import ibis

from engine.executors.columnar import interval as arithmetic
from engine.executors.columnar.interval import (
    WHOLE,
    Expr,
    Interval,
    Opened,
    as_column,
    chosen,
    constant,
    times,
    unbounded,
    while_holds,
    whole,
)
from engine.executors.columnar.members import gather
from schemas.finding import OUTER, CauseKind
from schemas.quantity import (
    Derived,
    Difference,
    Elapsed,
    Extreme,
    Gathered,
    Given,
    Known,
    Outer,
    Product,
    Quantity,
    Ratio,
    Sum,
    Table,
    Unpublished,
)

if TYPE_CHECKING:
    from engine.executors.columnar.block import Block


def read(quantity: Quantity, block: "Block") -> Interval:
    """A number of every record, worked out once, however many leaves compare it."""
    if quantity not in block.readings:
        block.readings[quantity] = _read(quantity, block)
    return block.readings[quantity]


def _read(quantity: Quantity, block: "Block") -> Interval:
    """A derived number is computed where its parts allow, else taken as stated."""
    frame = block.frame
    match quantity:
        case Given():
            return frame.store(_given(quantity, block))
        case Known(number=number):
            return constant(number)
        case Unpublished(parameter=name):
            return unbounded(Opened(CauseKind.UNKNOWN_PARAMETER, name, ibis.literal(True)))
        case Outer(quantity=inner):
            return _outer(inner, block)
        case _:
            computed = frame.store(_computed(quantity, block).settled())
    if quantity.stated is None:
        return computed
    number, grain = block.number(quantity.stated)
    use = frame.keep(~computed.known & number.notnull())
    return frame.store(chosen(use, Interval(number, number, grain), computed))


def _outer(quantity: Quantity, block: "Block") -> Interval:
    """A number of the enclosing record, under the names that a member knows its inputs by."""
    outside = block.outside
    found = read(quantity, outside)
    if outside.frame is block.frame:  # nothing encloses these records, and nothing is known of it
        return replace(found, opened=tuple(replace(one, name=OUTER + one.name) for one in found.opened))
    columns = {"low": found.low, "high": found.high}
    if not isinstance(found.below, int):
        columns["below"] = found.below
    for place, one in enumerate(found.opened):
        columns[f"{place}"] = one.holds
        columns.update({f"{place} {kind}": column for kind, column in (one.kinds or {}).items()})
    here = block.frame.outer(columns)

    def told(place: int, one: Opened) -> Opened:
        if one.kinds is None:
            return replace(one, name=OUTER + one.name, holds=here[f"{place}"])
        kinds = {kind: here[f"{place} {kind}"] for kind in one.kinds}
        return replace(one, holds=here[f"{place}"], kinds=kinds, up=one.up + 1)

    opened = tuple(told(place, one) for place, one in enumerate(found.opened))
    return Interval(here["low"], here["high"], here.get("below", found.below), opened)


def _given(given: Given, block: "Block") -> Interval:
    number, grain = block.number(given)
    below = grain
    for bound in (given.low, given.high):
        below = below if bound is None else below * bound.denominator
    if below != grain:
        number = number * whole(below // grain)

    def bounded(bound: Fraction | None) -> Expr:
        return number if bound is None else ibis.coalesce(number, whole(int(bound * below)))

    missing = Opened(CauseKind.MISSING_FACT, given.label, number.isnull())
    return Interval(bounded(given.low), bounded(given.high), below, (missing,))


def _computed(quantity: Derived, block: "Block") -> Interval:
    frame = block.frame

    def parts(*quantities: Quantity) -> list[Interval]:
        return [read(one, block) for one in quantities]

    match quantity:
        case Ratio():
            return _ratio(quantity, *parts(quantity.numerator, quantity.denominator))
        case Sum():
            return arithmetic.added(parts(*quantity.parts))
        case Difference():
            one, other = parts(quantity.minuend, quantity.subtrahend)
            return arithmetic.added([one, arithmetic.scaled(other, Fraction(-1))])
        case Product():
            first, *rest = parts(*quantity.parts)
            for part in rest:
                first = frame.store(arithmetic.multiplied(first, part))
            return arithmetic.scaled(first, quantity.scale)
        case Extreme():
            return arithmetic.extreme(parts(*quantity.parts), largest=quantity.largest)
        case Elapsed():
            return _elapsed(quantity, block)
        case Gathered():
            return _gathered(quantity, block)
        case Table():
            return _table(quantity, block)
        case _:
            assert_never(quantity)


def _ratio(ratio: Ratio, numerator: Interval, denominator: Interval) -> Interval:
    divisor, known = denominator.low, denominator.known
    positive = known & (divisor > 0)
    top = as_column(times(denominator.below, ratio.scale.numerator))
    nothing = ibis.null(WHOLE)
    not_positive = known & (divisor <= 0)
    return Interval(
        ibis.ifelse(positive, numerator.low * top, nothing),
        ibis.ifelse(positive, numerator.high * top, nothing),
        ibis.ifelse(positive, divisor * as_column(times(numerator.below, ratio.scale.denominator)), whole(1)),
        (
            Opened(CauseKind.UNDEFINED, ratio.label, not_positive),
            *while_holds(denominator.opened, ~known),
            *while_holds(numerator.opened, ~not_positive),
        ),
    )


def _elapsed(elapsed: Elapsed, block: "Block") -> Interval:
    """Whole years and the days of the next over its length; the anniversary of 29 February falls back to the 28th."""
    on = elapsed.reference
    start, none = block.column(elapsed.fact), block.flag(f"{elapsed.fact}@none")
    undefined = Opened(CauseKind.UNDEFINED, elapsed.name, none)
    if start is None:
        return unbounded(undefined, Opened(CauseKind.MISSING_FACT, elapsed.label, ~none))
    this, later, earlier = (_anniversary(start, on.year + years) for years in (0, 1, -1))
    today = ibis.literal(on)
    reached = block.frame.keep(this <= today)
    last = block.frame.keep(ibis.ifelse(reached, this, earlier))
    following = block.frame.keep(ibis.ifelse(reached, later, this))
    years = ibis.literal(on.year) - start.year() - ibis.ifelse(reached, 0, 1)
    length, since = following.delta(last, unit="day"), today.delta(last, unit="day")
    days = (years * length + since).cast(WHOLE)
    missing = Opened(CauseKind.MISSING_FACT, elapsed.label, start.isnull() & ~none)
    return Interval(days, days, ibis.coalesce(length, 365).cast(WHOLE), (undefined, missing))


def _anniversary(start: Expr, year: int) -> Expr:
    leap = (start.month() == 2) & (start.day() == 29)
    day = start.day() if calendar.isleap(year) else ibis.ifelse(leap, 28, start.day())
    return ibis.date(ibis.literal(year), start.month(), day)


def _gathered(gathered: Gathered, block: "Block") -> Interval:
    """What the members that hold come to; one that may hold adds what it may, an open list has no upper end."""
    days, none = block.column(gathered.fact), block.flag(f"{gathered.fact}@none")
    listed_openly, nothing = block.flag(f"{gathered.fact}@open"), ibis.null(WHOLE)
    if days is not None:
        unlisted = Opened(CauseKind.MISSING_FACT, gathered.label, listed_openly | days.isnull() & ~none)
        known = ibis.coalesce(days.length().cast(WHOLE), whole(0))
        return Interval(known, ibis.ifelse(unlisted.holds, nothing, known), 1, (unlisted,))
    added = gather(gathered, block)
    stated = block.flag(f"{gathered.fact}@stated") | none
    unlisted = Opened(CauseKind.MISSING_FACT, gathered.label, block.frame.keep(listed_openly | ~stated))
    return Interval(
        added.low if gathered.never_negative else ibis.ifelse(unlisted.holds, nothing, added.low),
        ibis.ifelse(unlisted.holds, nothing, added.high),
        added.below,
        (unlisted, *added.opened),
    )


def _table(table: Table, block: "Block") -> Interval:
    """The hull of the rows that can still be first, up to the first that is met; worked out from the last."""
    frame = block.frame
    result = read(table.rows[-1].value, block)  # of rows that cover: where the last does not hold, an earlier one does
    for row in reversed(table.rows):
        if row.when is None:
            continue
        here, decided = read(row.value, block), block.formula(row.when)
        both = arithmetic.hull(here, result)
        opened = (*both.opened, *while_holds(decided.opened, decided.truth.isnull()))
        either = frame.store(replace(both, opened=opened))
        met, maybe = decided.truth.fill_null(False), decided.truth.isnull()
        result = frame.store(chosen(met, here, chosen(maybe, either, result)))
    return result
