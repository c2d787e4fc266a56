"""Leaves compared with another fact, of the same case or the enclosing one: truth, gap, causes, and what is told."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from engine.executors.inference.leaves import decide_leaf
from engine.executors.inference.scope import Scope
from schemas.case import NOTHING, Value
from schemas.finding import Actual, LeafFinding, Span, Truth
from schemas.program import DayTest, NumberTest, WordTest
from schemas.quantity import Mention, Outer, Threshold
from tests.making import day, given, no_formula, number, told, word, words

MET, UNMET, UNKNOWN = Truth.MET, Truth.UNMET, Truth.UNKNOWN


def decided(leaf: NumberTest | WordTest | DayTest, known: dict[str, Value], above: Scope | None = None) -> LeafFinding:
    """The finding on a case, or a member of one."""
    return decide_leaf(0, leaf, Scope(known, enclosing=above), no_formula)


def check(
    leaf: NumberTest | WordTest | DayTest,
    known: dict[str, Value],
    truth: Truth,
    *causes: str,
    gap: int | None = None,
    compared: tuple[Actual, ...] | None = None,
) -> None:
    """Truth, causes, gap and, if given, what the threshold came to."""
    found = decided(leaf, known)
    assert (found.truth, found.gap) == (truth, gap)
    assert told(found.causes) == set(causes)
    assert compared is None or found.compared == compared


def beside(operator: str, *, negated: bool = False, outer: bool = False) -> NumberTest:
    """A number x against y, whose declared minimum is 0."""
    other = given("y", low=0)
    threshold = Threshold(quantity=Outer(quantity=other) if outer else other, named="y")
    return number(operator, 0, negated=negated)._replace(thresholds=(threshold,))


def span(low: int | None, high: int | None) -> Span:
    """An interval."""
    ends = (None if end is None else Fraction(end) for end in (low, high))
    return Span(low=next(ends), high=next(ends))


# --- numbers ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("operator", "x", "truth", "gap"),
    [
        ("at_least", 4, UNMET, -1),
        ("at_least", 5, MET, 0),
        ("at_least", 6, MET, 1),
        ("more_than", 5, UNMET, 0),
        ("more_than", 6, MET, 1),
        ("at_most", 5, MET, 0),
        ("at_most", 6, UNMET, -1),
        ("less_than", 5, UNMET, 0),
        ("equals", 5, MET, 0),
        ("equals", 6, UNMET, -1),
    ],
)
def test_a_number_against_another_fact(operator: str, x: int, truth: Truth, gap: int) -> None:
    check(beside(operator), {"x": Decimal(x), "y": Decimal(5)}, truth, gap=gap, compared=(span(5, 5),))


def test_a_number_against_another_fact_that_is_not_known() -> None:
    check(beside("at_least"), {"x": Decimal(5)}, UNKNOWN, "missing y", compared=(span(0, None),))
    check(beside("at_least"), {"y": Decimal(5)}, UNKNOWN, "missing x")
    check(beside("at_least"), {}, UNKNOWN, "missing x", "missing y")
    check(beside("at_least"), {"x": Decimal(-1)}, UNMET)
    check(beside("less_than"), {"x": Decimal(-1)}, MET)
    check(beside("more_than"), {"x": Decimal(0)}, UNMET)
    check(beside("more_than"), {"x": Decimal(1)}, UNKNOWN, "missing y")
    check(beside("at_most"), {"x": Decimal(0)}, MET)


def test_a_negated_equals_beside_another_fact() -> None:
    check(beside("equals", negated=True), {"x": Decimal(5), "y": Decimal(5)}, UNMET)
    check(beside("equals", negated=True), {"x": Decimal(5), "y": Decimal(6)}, MET)


def test_a_number_against_one_of_the_enclosing_case() -> None:
    leaf = beside("at_least", outer=True)
    found = decided(leaf, {"x": Decimal(5), "y": Decimal(9)}, Scope({"y": Decimal(5)}))
    assert (found.truth, found.gap) == (MET, Fraction(0))
    assert told(decided(leaf, {"x": Decimal(5)}, Scope({})).causes) == {"missing 上级.y"}
    assert told(decided(leaf, {"x": Decimal(5)}).causes) == {"missing 上级.y"}


NUMBERS = st.one_of(st.none(), st.integers(-3, 3))


@settings(deadline=None)  # the planted faults run it without our profile
@drawn(
    st.sampled_from(["at_least", "more_than", "at_most", "less_than", "equals"]), NUMBERS, NUMBERS, st.integers(-3, 3)
)
def test_more_facts_never_take_a_decided_comparison_back(operator: str, x: int | None, y: int | None, z: int) -> None:
    def facts(**values: int | None) -> dict[str, Value]:
        return {name: Decimal(value) for name, value in values.items() if value is not None}

    before = decided(beside(operator), facts(x=x, y=y)).truth
    after = decided(beside(operator), facts(x=z if x is None else x, y=abs(z) if y is None else y)).truth
    assert before in (UNKNOWN, after)
    assert after is not UNKNOWN


# --- words ------------------------------------------------------------------------------------------------------


def said(operator: str, *, negated: bool = False, outer: bool = False) -> WordTest:
    """A word x against what y says."""
    other = Mention(fact="y", label="上级.y" if outer else "y", outer=outer)
    return word(operator, "", negated=negated)._replace(words=(), other=other)


@pytest.mark.parametrize(
    ("operator", "x", "y", "truth"),
    [
        ("equals", "新材料", "新材料", MET),
        ("equals", "新材料", "医药", UNMET),
        ("equals", NOTHING, "医药", UNMET),
        ("equals", "医药", NOTHING, UNMET),
        ("equals", NOTHING, NOTHING, UNMET),
        ("is", True, True, MET),
        ("is", False, True, UNMET),
        ("within", "2202", "22", MET),
        ("within", "22", "2202", UNKNOWN),
        ("within", "2101", "22", UNMET),
        ("within", NOTHING, "22", UNMET),
        ("includes", words("甲", "乙"), "乙", MET),
        ("includes", words("甲"), "乙", UNMET),
        ("includes", words("甲", complete=False), "乙", UNKNOWN),
        ("includes", words(complete=False), "乙", UNKNOWN),
        ("includes", words(), "乙", UNMET),
    ],
)
def test_a_word_against_what_another_fact_says(operator: str, x: Any, y: Any, truth: Truth) -> None:
    causes = ("missing x",) if truth is UNKNOWN else ()
    check(said(operator), {"x": x, "y": y}, truth, *causes)
    flipped = {MET: UNMET, UNMET: MET, UNKNOWN: UNKNOWN}[truth]
    check(said(operator, negated=True), {"x": x, "y": y}, flipped, *causes)


def test_a_word_against_what_is_not_said() -> None:
    check(said("equals"), {"x": "新材料"}, UNKNOWN, "missing y", compared=(None,))
    check(said("equals"), {"y": "新材料"}, UNKNOWN, "missing x", compared=("新材料",))
    check(said("equals"), {}, UNKNOWN, "missing x", "missing y")
    check(said("includes"), {"x": words("甲", complete=False)}, UNKNOWN, "missing x", "missing y")
    check(said("includes"), {"x": words("甲")}, UNKNOWN, "missing y")
    check(said("equals"), {"x": NOTHING}, UNMET)
    check(said("equals"), {"y": NOTHING}, UNMET, compared=("无",))


def test_a_word_against_what_the_enclosing_case_says() -> None:
    leaf = said("within", outer=True)
    assert decided(leaf, {"x": "3911"}, Scope({"y": "39"})).truth is MET
    assert decided(leaf, {"x": "3911", "y": "39"}, Scope({"y": "26"})).truth is UNMET
    assert told(decided(leaf, {"x": "3911"}, Scope({})).causes) == {"missing 上级.y"}


# --- dates ------------------------------------------------------------------------------------------------------

DAY = date(2024, 3, 1)


def dated(operator: str, *, negated: bool = False) -> DayTest:
    """A date x against the day that y says."""
    other = Threshold(other=Mention(fact="y", label="y"), named="y")
    return day(operator, DAY, negated=negated)._replace(threshold=other)


@pytest.mark.parametrize(
    ("operator", "x", "truth", "gap"),
    [
        ("on_or_after", date(2024, 2, 29), UNMET, -1),
        ("on_or_after", date(2024, 3, 1), MET, 0),
        ("on_or_after", date(2024, 3, 2), MET, 1),
        ("on_or_before", date(2024, 3, 1), MET, 0),
        ("on_or_before", date(2024, 3, 2), UNMET, -1),
    ],
)
def test_a_date_against_another(operator: str, x: date, truth: Truth, gap: int) -> None:
    check(dated(operator), {"x": x, "y": DAY}, truth, gap=gap, compared=(DAY,))
    check(dated(operator, negated=True), {"x": x, "y": DAY}, UNMET if truth is MET else MET)


def test_a_date_against_one_that_is_not_stated_or_none() -> None:
    check(dated("on_or_after"), {"x": DAY}, UNKNOWN, "missing y", compared=(None,))
    check(dated("on_or_after"), {"y": DAY}, UNKNOWN, "missing x")
    check(dated("on_or_after"), {}, UNKNOWN, "missing x", "missing y")
    check(dated("on_or_after"), {"x": DAY, "y": NOTHING}, UNMET, compared=("无",))
    check(dated("on_or_after"), {"x": NOTHING}, UNMET)
    check(dated("on_or_after", negated=True), {"y": NOTHING}, MET)
