"""Numbers as exact intervals with the inputs that keep them from being points (docs/adr/0002, 0005)."""

import calendar
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import assert_never

from engine.errors import InternalFault
from engine.executors.inference import interval
from engine.executors.inference.scope import Scope, told_inside
from schemas.case import Dates, Members, Nothing, Yearly
from schemas.finding import Cause, CauseKind, Span, Truth
from schemas.program import Formula
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

Decide = Callable[[Formula, Scope], tuple[Truth, tuple[Cause, ...]]]
"""The truth of a formula in a scope, and what keeps it open: given by the executor, for it runs the rule base again."""


@dataclass(frozen=True)
class Reading:
    """An interval, and the causes that keep it open; a point has none."""

    span: Span
    causes: tuple[Cause, ...] = ()


def merged(*causes: tuple[Cause, ...]) -> tuple[Cause, ...]:
    """The union of causes, each once, in the order met."""
    return tuple(dict.fromkeys(cause for group in causes for cause in group))


def missing(label: str) -> tuple[Cause, ...]:
    """The cause of a fact that is not stated."""
    return (Cause(kind=CauseKind.MISSING_FACT, name=label),)


def stated(given: Given, scope: Scope) -> Fraction | None:
    """The number as stated, None if it is not; a yearly fact is stated year by year."""
    value = scope.facts.get(given.fact)
    if isinstance(value, Yearly):
        value = scope.of_year(value, given.year)
    return Fraction(value) if isinstance(value, Decimal) else None


@dataclass(frozen=True)
class Reader:
    """Reads numbers in one scope; `decide` is asked about the members and the rows that hold."""

    scope: Scope
    decide: Decide

    def read(self, quantity: Quantity) -> Reading:
        """Read a number. A derived one is computed where its parts allow, else taken as stated."""
        match quantity:
            case Given():
                return self._given(quantity)
            case Known(number=number):
                return Reading(interval.point(number))
            case Unpublished(parameter=name):
                return Reading(Span(), (Cause(kind=CauseKind.UNKNOWN_PARAMETER, name=name),))
            case Outer(quantity=inner):
                found = Reader(self.scope.outer, self.decide).read(inner)
                return Reading(found.span, told_inside(found.causes))
            case _:
                computed = self._computed(quantity)
        if computed.span.point is not None:
            return Reading(computed.span)
        value = None if quantity.stated is None else stated(quantity.stated, self.scope)
        return computed if value is None else Reading(interval.point(value))

    def _given(self, given: Given) -> Reading:
        value = stated(given, self.scope)
        if value is not None:
            return Reading(interval.point(value))
        return Reading(Span(low=given.low, high=given.high), missing(given.label))

    def _computed(self, quantity: Derived) -> Reading:
        match quantity:
            case Ratio():
                return self._ratio(quantity)
            case Sum(parts=parts):
                return self._joined(parts, interval.added)
            case Difference(minuend=minuend, subtrahend=subtrahend):
                return self._joined((minuend, subtrahend), lambda spans: interval.less(*spans))
            case Product(parts=parts, scale=scale):
                return self._joined(parts, lambda spans: interval.scaled(interval.multiplied(spans), scale))
            case Extreme(parts=parts, largest=largest):
                return self._joined(parts, lambda spans: interval.extreme(spans, largest=largest))
            case Elapsed():
                return self._elapsed(quantity)
            case Gathered():
                return self._gathered(quantity)
            case Table():
                return self._table(quantity)
            case _:
                assert_never(quantity)

    def _joined(self, parts: tuple[Quantity, ...], law: Callable[[list[Span]], Span]) -> Reading:
        """Parts joined by a law of interval arithmetic."""
        readings = [self.read(part) for part in parts]
        return Reading(law([one.span for one in readings]), merged(*(one.causes for one in readings)))

    def _ratio(self, ratio: Ratio) -> Reading:
        numerator, denominator = self.read(ratio.numerator), self.read(ratio.denominator)
        divisor = denominator.span.point
        if divisor is None:
            return Reading(Span(), merged(denominator.causes, numerator.causes))
        if divisor <= 0:
            return Reading(Span(), (Cause(kind=CauseKind.UNDEFINED, name=ratio.label),))
        return Reading(interval.scaled(numerator.span, ratio.scale / divisor), numerator.causes)

    def _elapsed(self, elapsed: Elapsed) -> Reading:
        value = self.scope.facts.get(elapsed.fact)
        if isinstance(value, Nothing):
            return Reading(Span(), (Cause(kind=CauseKind.UNDEFINED, name=elapsed.name),))
        if not isinstance(value, date):
            return Reading(Span(), missing(elapsed.label))
        return Reading(interval.point(years_between(value, elapsed.reference)))

    def _gathered(self, gathered: Gathered) -> Reading:
        """What the members that hold come to; one that may hold adds what it may, an open list has no upper end."""
        value = self.scope.facts.get(gathered.fact)
        complete = True
        added: list[Reading] = []
        match value:
            case None:
                complete = False
            case Dates(dates=dates):
                added, complete = [Reading(interval.point(len(dates)))], value.complete
            case Members(members=members):
                complete = value.complete
                added = [self._share(gathered, self.scope.inside(gathered.label, member)) for member in members]
            case _:  # 无: nothing is held
                pass
        span = interval.added([one.span for one in added])
        if complete:
            return Reading(span, merged(*(one.causes for one in added)))
        low = span.low if gathered.never_negative else None
        return Reading(Span(low=low), merged(missing(gathered.label), *(one.causes for one in added)))

    def _share(self, gathered: Gathered, scope: Scope) -> Reading:
        """What one member adds, told from outside."""
        truth, opened = (Truth.MET, ()) if gathered.where is None else self.decide(gathered.where, scope)
        if truth is Truth.UNMET:
            return Reading(interval.point(0))
        of = gathered.of
        found = Reading(interval.point(1)) if of is None else Reader(scope, self.decide).read(of)
        if truth is Truth.UNKNOWN:
            found = Reading(interval.hull([found.span, interval.point(0)]), merged(opened, found.causes))
        return Reading(found.span, () if found.span.point is not None else scope.told_outside(found.causes))

    def _table(self, table: Table) -> Reading:
        """The hull of the rows that can still be first, up to the first that is met."""
        possible: list[Reading] = []
        causes: list[tuple[Cause, ...]] = []
        for row in table.rows:
            truth, opened = (Truth.MET, ()) if row.when is None else self.decide(row.when, self.scope)
            if truth is Truth.UNMET:
                continue
            possible.append(self.read(row.value))
            causes += [opened, possible[-1].causes]
            if truth is Truth.MET:
                break
        if not possible:
            raise InternalFault("no row of a table holds: the loader let a gap through")
        return Reading(interval.hull([one.span for one in possible]), merged(*causes))


def years_between(start: date, end: date) -> Fraction:
    """Whole years, plus the days since the last anniversary over the days to the next; negative before the start.

    The anniversary of 29 February is the 28th in years that have none.
    """
    whole = end.year - start.year
    if _anniversary(start, whole) > end:
        whole -= 1
    last, following = _anniversary(start, whole), _anniversary(start, whole + 1)
    return whole + Fraction((end - last).days, (following - last).days)


def _anniversary(start: date, years: int) -> date:
    year = start.year + years
    return date(year, start.month, min(start.day, calendar.monthrange(year, start.month)[1]))
