"""Numbers as text: exact in their unit; a ratio rounded 四舍五入, with the digits that keep it off the threshold."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.explain.amount import amount, gap_text, gap_unit, interval, plain
from schemas.finding import Span
from schemas.quantity import Unit

WAN = Unit(name="万元", worth=Fraction(10000))
PERCENT = Unit(name="%")
HOUSES = Unit(name="家")


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        ("30000000", WAN, "3000 万元"),
        ("29999999.99", WAN, "2999.999999 万元"),
        ("0.01", WAN, "0.000001 万元"),
        ("-15000", WAN, "-1.5 万元"),
        ("0", WAN, "0 万元"),
        ("2.9999", PERCENT, "2.9999%"),
        ("20", HOUSES, "20 家"),
        ("20", Unit(), "20"),
        ("100", Unit(name="万元", worth=Fraction(1, 10)), "1000 万元"),
    ],
)
def test_a_stated_number_is_shown_exactly(value: str, unit: Unit, shown: str) -> None:
    assert amount(Fraction(value), unit) == shown


@pytest.mark.parametrize(
    ("value", "thresholds", "shown"),
    [
        (Fraction(25, 2), [], "12.5%"),
        (Fraction(100, 3), [], "33.33%"),
        (Fraction(200, 3), [], "66.67%"),
        (Fraction(-200, 3), [], "-66.67%"),
        (Fraction("12.499"), [], "12.50%"),  # the zero tells that it is rounded
        (Fraction("2.9999"), [3], "2.9999%"),
        (Fraction("2.99995"), [3], "2.99995%"),
        (Fraction("3.0000001"), [3], "3.0000001%"),
        (Fraction("3.00499"), [3], "3.005%"),  # two digits would read as the threshold itself
        (Fraction("2.999"), [2], "3.00%"),  # far from the threshold two digits do
        (Fraction(3), [3], "3%"),
        (Fraction("0.125"), [], "0.13%"),  # half away from zero
        (Fraction("-0.125"), [], "-0.13%"),
    ],
)
def test_a_ratio_is_rounded_but_never_onto_its_threshold(value: Fraction, thresholds: list[int], shown: str) -> None:
    assert amount(value, PERCENT, ratio=True, against=map(Fraction, thresholds)) == shown


@given(
    st.fractions(min_value=-1000, max_value=1000, max_denominator=10**6),
    st.fractions(min_value=-1000, max_value=1000, max_denominator=10**6),
)
def test_what_is_shown_lies_where_the_number_lies(value: Fraction, threshold: Fraction) -> None:
    shown = Fraction(plain(value, ratio=True, against=[threshold, value]))
    if value != threshold:
        assert (shown > threshold) == (value > threshold)
        assert (shown < threshold) == (value < threshold)
    assert abs(shown - value) <= Fraction(1, 200)


@pytest.mark.parametrize(
    ("low", "high", "shown"),
    [(11, 13, "11～13 家"), (11, None, "至少 11 家"), (None, 13, "至多 13 家"), (None, None, None), (5, 5, "5 家")],
)
def test_an_interval_says_what_is_known(low: int | None, high: int | None, shown: str | None) -> None:
    span = Span(low=None if low is None else Fraction(low), high=None if high is None else Fraction(high))
    assert interval(span, HOUSES) == shown


@pytest.mark.parametrize(
    ("gap", "unit", "ratio", "shown"),
    [
        ("-1", HOUSES, False, "-1"),
        ("0", WAN, False, "0"),
        ("-0.01", WAN, False, "-0.000001"),
        ("-0.0001", PERCENT, True, "-0.0001"),
        ("1/3", PERCENT, True, "0.33"),
        ("-1/3000", PERCENT, True, "-0.0003"),  # never -0.00
    ],
)
def test_a_gap_is_a_signed_decimal_and_only_zero_is_0(gap: str, unit: Unit, ratio: bool, shown: str) -> None:
    assert gap_text(Fraction(gap), unit, ratio=ratio) == shown


def test_percentages_differ_by_percentage_points() -> None:
    assert (gap_unit(PERCENT), gap_unit(WAN), gap_unit(Unit())) == ("个百分点", "万元", "")
