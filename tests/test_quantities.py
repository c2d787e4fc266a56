"""Numbers as exact intervals with causes: stated, ratios, sums, and derived facts that are stated themselves."""

from decimal import Decimal
from fractions import Fraction

import pytest

from engine.executors.inference.quantities import Reader, merged, stated
from engine.executors.inference.scope import Scope
from schemas.case import NOTHING, Value, Yearly
from schemas.finding import Span
from schemas.quantity import Quantity, Ratio, Sum
from tests.making import causes, given, no_formula

SHARE = Ratio(
    stated=given("share"),
    label="share",
    numerator=given("part", low=0),
    denominator=given("whole", low=0),
    scale=Fraction(100),
)
TOTAL = Sum(stated=given("total"), parts=(given("a", low=0, high=10), given("b", low=5)))


def facts(**values: str) -> dict[str, Value]:
    """Stated numbers."""
    return {name: Decimal(text) for name, text in values.items()}


def check(
    quantity: Quantity,
    known: dict[str, Value],
    low: Fraction | int | None,
    high: Fraction | int | None,
    *told: str,
) -> None:
    """The interval of the number and its causes, in order."""
    reading = Reader(Scope(known), no_formula).read(quantity)
    assert (reading.span.low, reading.span.high) == (low, high)
    assert reading.causes == causes(*told)
    assert (reading.span.point is None) is bool(told)


# --- stated -----------------------------------------------------------------------------------------------------


def test_a_stated_number_is_a_point() -> None:
    check(given(), facts(x="29999999.99"), Fraction(2999999999, 100), Fraction(2999999999, 100))


def test_a_missing_number_is_its_declared_bounds() -> None:
    check(given(), {}, None, None, "missing x")
    check(given(low=0), {}, 0, None, "missing x")
    check(given(low=0, high=100), {}, 0, 100, "missing x")


def test_each_year_is_stated_for_itself() -> None:
    yearly: dict[str, Value] = {"x": Yearly(values={2024: Decimal(4), 2025: Decimal(5)})}
    check(given(year=2025), yearly, 5, 5)
    check(given(year=2024), yearly, 4, 4)
    check(given(year=2023), yearly, None, None, "missing x[2023]")


def test_a_number_without_a_year_is_the_base_years() -> None:
    alone, both = Yearly(values={None: Decimal(7)}), Yearly(values={None: Decimal(7), 2024: Decimal(4)})
    assert stated(given(year=2025), Scope({"x": alone}, base_year=2025)) == 7
    assert stated(given(year=2024), Scope({"x": alone}, base_year=2025)) is None
    assert stated(given(year=2025), Scope({"x": both}, base_year=2025)) == 7
    assert stated(given(year=2024), Scope({"x": both}, base_year=2024)) == 4


@pytest.mark.parametrize("value", [NOTHING, True, "12"])
def test_what_is_no_number_states_none(value: Value) -> None:
    assert stated(given(), Scope({"x": value})) is None


# --- ratios -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("part", "whole", "share"),
    [("3", "100", 3), ("2.9999", "100", Fraction(29999, 10000)), ("1", "3", Fraction(100, 3)), ("0", "7", 0)],
)
def test_a_ratio_is_exact(part: str, whole: str, share: Fraction | int) -> None:
    check(SHARE, facts(part=part, whole=whole), share, share)


@pytest.mark.parametrize("whole", ["0", "-1", "-0.01"])
def test_a_ratio_over_nothing_or_less_is_undefined(whole: str) -> None:
    check(SHARE, facts(part="5", whole=whole), None, None, "undefined share")
    check(SHARE, facts(whole=whole), None, None, "undefined share")


def test_a_ratio_over_the_unknown_needs_both() -> None:
    check(SHARE, facts(part="5"), None, None, "missing whole")
    check(SHARE, {}, None, None, "missing whole", "missing part")


def test_a_ratio_of_the_unknown_keeps_its_bounds() -> None:
    check(SHARE, facts(whole="4"), 0, None, "missing part")
    bounded = SHARE._replace(numerator=given("part", low=1, high=2))
    check(bounded, facts(whole="4"), 25, 50, "missing part")
    unbounded = SHARE._replace(numerator=given("part"))
    check(unbounded, facts(whole="4"), None, None, "missing part")


def test_a_ratio_with_itself_names_a_missing_fact_once() -> None:
    check(SHARE._replace(numerator=given("whole")), {}, None, None, "missing whole")


# --- sums -------------------------------------------------------------------------------------------------------


def test_a_sum_is_exact() -> None:
    check(TOTAL, facts(a="0.1", b="0.2"), Fraction(3, 10), Fraction(3, 10))


def test_a_sum_of_intervals() -> None:
    check(TOTAL, facts(b="7"), 7, 17, "missing a")
    check(TOTAL, facts(a="1"), 6, None, "missing b")
    check(TOTAL, {}, 5, None, "missing a", "missing b")
    check(Sum(stated=given("t"), parts=(given("a"), given("b", low=0))), {}, None, None, "missing a", "missing b")


def test_a_sum_of_one() -> None:
    check(Sum(stated=given("t"), parts=(given("a"),)), facts(a="3"), 3, 3)


# --- derived facts that are stated ------------------------------------------------------------------------------


def test_a_derived_fact_is_taken_as_stated_where_its_parts_do_not_give_it() -> None:
    check(SHARE, facts(share="12.5"), Fraction(25, 2), Fraction(25, 2))
    check(SHARE, facts(share="12.5", part="5"), Fraction(25, 2), Fraction(25, 2))
    check(TOTAL, facts(total="3", a="1"), 3, 3)


def test_an_undefined_ratio_is_taken_as_stated() -> None:
    check(SHARE, facts(share="12.5", part="5", whole="0"), Fraction(25, 2), Fraction(25, 2))


def test_a_derived_fact_is_computed_where_its_parts_allow() -> None:
    check(SHARE, facts(share="33.3", part="1", whole="3"), Fraction(100, 3), Fraction(100, 3))
    check(TOTAL, facts(total="4", a="1", b="3.4"), Fraction(22, 5), Fraction(22, 5))


def test_derived_facts_nest() -> None:
    nested = SHARE._replace(denominator=TOTAL)
    check(nested, facts(part="1", a="1", b="3"), 25, 25)
    check(nested, facts(part="1", total="4"), 25, 25)
    check(nested, facts(part="1", a="1"), None, None, "missing b")
    check(nested, facts(part="1", a="0", b="0"), None, None, "undefined share")
    whole = SHARE._replace(denominator=SHARE._replace(stated=given("inner"), label="inner"))
    check(whole, facts(part="1", whole="0"), None, None, "undefined inner")


def test_a_derived_fact_of_one_year() -> None:
    ratio = Ratio(
        stated=given("r", year=2025),
        label="r[2025]",
        numerator=given("n", year=2025),
        denominator=given("d", year=2025),
        scale=Fraction(1),
    )
    yearly: dict[str, Value] = {
        "n": Yearly(values={2025: Decimal(3)}),
        "d": Yearly(values={2024: Decimal(1), 2025: Decimal(2)}),
    }
    check(ratio, yearly, Fraction(3, 2), Fraction(3, 2))
    check(ratio, {"d": yearly["d"]}, None, None, "missing n[2025]")
    check(ratio, {"r": Yearly(values={2024: Decimal(9)})}, None, None, "missing d[2025]", "missing n[2025]")


# --- causes -----------------------------------------------------------------------------------------------------


def test_causes_are_merged_each_once_in_the_order_met() -> None:
    assert merged() == ()
    one, two = causes("missing a", "missing b"), causes("missing b", "undefined c", "missing a")
    assert merged(one, (), two) == causes("missing a", "missing b", "undefined c")


def test_intervals_know_their_point() -> None:
    assert Span(low=Fraction(1), high=Fraction(1)).point == 1
    assert Span(low=Fraction(1), high=Fraction(2)).point is None
    assert Span(low=Fraction(1)).point is None
    assert Span().point is None
