"""Interval arithmetic: every law holds each value that its parts can give, and its ends are reached."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from fractions import Fraction
from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.executors.inference import interval
from engine.executors.inference.quantities import years_between
from schemas.finding import Span

ENDS = st.integers(-9, 9).map(Fraction)
FAR = Fraction(10**6)
"""Stands for an end that is not there: beyond anything that the finite ends could make."""

Law = Callable[[Sequence[Span]], Span]
Value = Callable[[Sequence[Fraction]], Fraction]


@st.composite
def spans(draw: st.DrawFn) -> Span:
    """An interval with small whole ends, either of which may be absent."""
    low, high = sorted((draw(ENDS), draw(ENDS)))
    return Span(low=draw(st.sampled_from((low, None))), high=draw(st.sampled_from((high, None))))


def corners(span: Span) -> tuple[Fraction, ...]:
    """The ends, far away ones for those that are absent, and what lies between."""
    low, high = (-FAR if span.low is None else span.low), (FAR if span.high is None else span.high)
    return (low, high, *(number for number in (Fraction(0), (low + high) / 2) if low <= number <= high))


def all_values(chosen: Sequence[Span], value: Value) -> list[Fraction]:
    """What the law gives on every combination of the corners."""
    combinations: list[tuple[Fraction, ...]] = [()]
    for span in chosen:
        combinations = [(*one, corner) for one in combinations for corner in corners(span)]
    return [value(one) for one in combinations]


def product(numbers: Sequence[Fraction]) -> Fraction:
    """All multiplied."""
    return reduce(lambda one, two: one * two, numbers, Fraction(1))


LAWS: dict[str, tuple[Law, Value]] = {
    "sum": (interval.added, lambda numbers: sum(numbers, Fraction(0))),
    "difference": (lambda two: interval.less(two[0], two[1]), lambda two: two[0] - two[1]),
    "product": (interval.multiplied, product),
    "max": (lambda some: interval.extreme(some, largest=True), max),
    "min": (lambda some: interval.extreme(some, largest=False), min),
    "scaled up": (lambda some: interval.scaled(some[0], Fraction(3, 2)), lambda numbers: numbers[0] * Fraction(3, 2)),
    "scaled down": (lambda some: interval.scaled(some[0], Fraction(-2)), lambda numbers: numbers[0] * -2),
}


def check(law: Law, value: Value, chosen: Sequence[Span]) -> None:
    """Nothing lies outside, and the ends are what some corner gives; an absent end is as far as one likes."""
    found = law(chosen)
    values = all_values(chosen, value)
    assert found.low is None or found.low == min(values)
    assert found.high is None or found.high == max(values)
    assert found.low is not None or min(values) < -FAR / 2
    assert found.high is not None or max(values) > FAR / 2


@pytest.mark.parametrize("name", LAWS)
@given(chosen=st.lists(spans(), min_size=2, max_size=3))
def test_a_law_holds_every_value_and_is_tight(name: str, chosen: list[Span]) -> None:
    check(*LAWS[name], chosen)


@given(st.lists(spans(), min_size=1, max_size=3))
def test_a_hull_is_the_smallest_that_holds_all(chosen: list[Span]) -> None:
    found = interval.hull(chosen)
    values = [corner for span in chosen for corner in corners(span)]
    assert found.low == (None if min(values) == -FAR else min(values))
    assert found.high == (None if max(values) == FAR else max(values))


@pytest.mark.parametrize(
    ("left", "right", "product"),
    [
        ((0, 0), (None, None), (0, 0)),
        ((None, None), (0, 0), (0, 0)),
        ((0, 5), (None, None), (None, None)),
        ((0, 5), (2, None), (0, None)),
        ((1, 5), (None, 0), (None, 0)),
        ((-3, 2), (-1, 4), (-12, 8)),
        ((-3, -2), (None, -1), (2, None)),
        ((None, None), (None, None), (None, None)),
    ],
)
def test_products_by_hand(
    left: tuple[int | None, int | None], right: tuple[int | None, int | None], product: tuple[int | None, int | None]
) -> None:
    def span(ends: tuple[int | None, int | None]) -> Span:
        low, high = (None if end is None else Fraction(end) for end in ends)
        return Span(low=low, high=high)

    assert interval.multiplied([span(left), span(right)]) == span(product)


def test_what_is_unbounded_stays_so() -> None:
    assert Span() == interval.UNBOUNDED
    assert interval.added([interval.point(1), Span(low=Fraction(2))]) == Span(low=Fraction(3))
    assert interval.added([]) == interval.point(0)


# --- years between two days -------------------------------------------------------------------------------------

DAYS = st.dates(date(1950, 1, 1), date(2060, 12, 31))


def anniversary(start: date, years: int) -> date:
    """The same day so many years later, 29 February as the 28th where there is none."""
    try:
        return start.replace(year=start.year + years)
    except ValueError:
        return date(start.year + years, 2, 28)


@given(DAYS, DAYS)
def test_years_are_counted_one_after_another(start: date, end: date) -> None:
    whole = 0
    while anniversary(start, whole + 1) <= end:
        whole += 1
    while anniversary(start, whole) > end:
        whole -= 1
    last, following = anniversary(start, whole), anniversary(start, whole + 1)
    assert years_between(start, end) == whole + Fraction((end - last).days, (following - last).days)


@given(DAYS, DAYS)
def test_a_day_later_is_never_fewer_years(start: date, end: date) -> None:
    assert years_between(start, end) < years_between(start, end + timedelta(days=1))
    assert (years_between(start, end) >= 0) is (start <= end)


@pytest.mark.parametrize(
    ("start", "end", "years"),
    [
        ("2024-03-01", "2026-03-01", 2),
        ("2024-03-02", "2026-03-01", 1 + Fraction(364, 365)),
        ("2024-02-29", "2025-02-27", Fraction(364, 365)),
        ("2024-02-29", "2025-02-28", 1),
        ("2024-02-29", "2028-02-29", 4),
        ("2026-03-01", "2026-03-01", 0),
        ("2026-03-02", "2026-03-01", Fraction(-1, 365)),
        ("2027-03-01", "2026-03-01", -1),
    ],
)
def test_years_by_hand(start: str, end: str, years: Fraction | int) -> None:
    assert years_between(date.fromisoformat(start), date.fromisoformat(end)) == years
