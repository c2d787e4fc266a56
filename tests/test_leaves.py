"""The leaf table (docs/adr/0002): operator × value → truth, gap, causes, row by row."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from engine.executors.inference.leaves import SimpleLeaf, decide_leaf
from engine.executors.inference.scope import Scope
from schemas.case import NOTHING, Judgement, Value, Yearly
from schemas.finding import Actual, Span, Truth
from schemas.program import Accepted, Judgeable, StatedTest, Unread
from tests.making import FAILED, PASSED, causes, day, given, no_formula, number, word, words

MET, UNMET, UNKNOWN = Truth.MET, Truth.UNMET, Truth.UNKNOWN
REFERENCE = date(2026, 3, 1)


def point(value: int) -> Span:
    """A known number."""
    return Span(low=Fraction(value), high=Fraction(value))


def check(
    leaf: SimpleLeaf,
    value: Value | None,
    truth: Truth,
    *,
    gap: int | None = None,
    told: tuple[str, ...] = (),
    actual: Actual = None,
    judgement: Judgement | None = None,
) -> None:
    """Decide the leaf for a case whose fact x has this value and whose criterion A-01 this 认定."""
    scope = Scope({} if value is None else {"x": value}, {} if judgement is None else {"A-01": judgement})
    found = decide_leaf(7, leaf, scope, no_formula)
    assert found.node == 7
    assert found.truth is truth
    assert found.gap == gap
    assert found.causes == causes(*told)
    assert found.actual == actual
    assert found.members == ()


# --- numbers ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("operator", "limits", "value", "truth", "gap"),
    [
        ("at_least", (10,), 9, UNMET, -1),
        ("at_least", (10,), 10, MET, 0),
        ("at_least", (10,), 11, MET, 1),
        ("more_than", (10,), 9, UNMET, -1),
        ("more_than", (10,), 10, UNMET, 0),
        ("more_than", (10,), 11, MET, 1),
        ("at_most", (10,), 9, MET, 1),
        ("at_most", (10,), 10, MET, 0),
        ("at_most", (10,), 11, UNMET, -1),
        ("less_than", (10,), 9, MET, 1),
        ("less_than", (10,), 10, UNMET, 0),
        ("less_than", (10,), 11, UNMET, -1),
        ("equals", (10,), 9, UNMET, -1),
        ("equals", (10,), 10, MET, 0),
        ("equals", (10,), 11, UNMET, -1),
        ("between", (10, 20), 9, UNMET, -1),
        ("between", (10, 20), 10, MET, 0),
        ("between", (10, 20), 12, MET, 2),
        ("between", (10, 20), 19, MET, 1),
        ("between", (10, 20), 20, MET, 0),
        ("between", (10, 20), 23, UNMET, -3),
        ("at_least", (0,), 0, MET, 0),
        ("at_least", (-5,), -6, UNMET, -1),
        ("less_than", (0,), -1, MET, 1),
    ],
)
def test_a_known_number(operator: str, limits: tuple[int, ...], value: int, truth: Truth, gap: int) -> None:
    check(number(operator, *limits), Decimal(value), truth, gap=gap, actual=point(value))


@pytest.mark.parametrize("operator", ["at_least", "more_than", "at_most", "less_than", "equals"])
def test_a_missing_number_is_unknown_for_want_of_it(operator: str) -> None:
    check(number(operator, 10), None, UNKNOWN, told=("missing x",))


@pytest.mark.parametrize(
    ("operator", "limits", "low", "high", "truth"),
    [
        ("at_least", (-1,), 0, None, MET),
        ("at_least", (0,), 0, None, MET),
        ("at_least", (1,), 0, None, UNKNOWN),
        ("at_least", (100,), 0, 100, UNKNOWN),
        ("at_least", (101,), 0, 100, UNMET),
        ("more_than", (-1,), 0, None, MET),
        ("more_than", (0,), 0, None, UNKNOWN),
        ("more_than", (99,), 0, 100, UNKNOWN),
        ("more_than", (100,), 0, 100, UNMET),
        ("at_most", (-1,), 0, None, UNMET),
        ("at_most", (0,), 0, None, UNKNOWN),
        ("at_most", (99,), 0, 100, UNKNOWN),
        ("at_most", (100,), 0, 100, MET),
        ("less_than", (0,), 0, None, UNMET),
        ("less_than", (1,), 0, None, UNKNOWN),
        ("less_than", (100,), 0, 100, UNKNOWN),
        ("less_than", (101,), 0, 100, MET),
        ("equals", (-1,), 0, None, UNMET),
        ("equals", (0,), 0, None, UNKNOWN),
        ("equals", (100,), 0, 100, UNKNOWN),
        ("equals", (101,), 0, 100, UNMET),
        ("between", (-5, -1), 0, None, UNMET),
        ("between", (-5, 0), 0, None, UNKNOWN),
        ("between", (0, 100), 0, 100, MET),
        ("between", (0, 99), 0, 100, UNKNOWN),
        ("between", (1, 100), 0, 100, UNKNOWN),
        ("between", (100, 200), 0, 100, UNKNOWN),
        ("between", (101, 200), 0, 100, UNMET),
        ("between", (0, 100), None, None, UNKNOWN),
    ],
)
def test_a_missing_number_is_still_decided_where_its_bounds_do(
    operator: str, limits: tuple[int, ...], low: int | None, high: int | None, truth: Truth
) -> None:
    bounds = Span(low=None if low is None else Fraction(low), high=None if high is None else Fraction(high))
    check(
        number(operator, *limits, of=given(low=low, high=high)),
        None,
        truth,
        told=("missing x",) if truth is UNKNOWN else (),
        actual=None if truth is UNKNOWN else bounds,
    )


@pytest.mark.parametrize("operator", ["at_least", "more_than", "at_most", "less_than", "equals"])
def test_an_unknown_threshold_leaves_it_unknown_for_want_of_the_parameter(operator: str) -> None:
    check(number(operator, "?下限"), Decimal(5), UNKNOWN, told=("parameter 下限",), actual=point(5))
    check(number(operator, "?下限"), None, UNKNOWN, told=("parameter 下限", "missing x"))


@pytest.mark.parametrize(
    ("limits", "value", "truth", "told"),
    [
        ((10, "?上限"), 9, UNMET, ()),
        ((10, "?上限"), 10, UNKNOWN, ("parameter 上限",)),
        (("?下限", 20), 21, UNMET, ()),
        (("?下限", 20), 20, UNKNOWN, ("parameter 下限",)),
        (("?下限", "?上限"), 20, UNKNOWN, ("parameter 下限", "parameter 上限")),
        (("?线", "?线"), 20, UNKNOWN, ("parameter 线",)),
    ],
)
def test_between_is_decided_by_its_known_end(
    limits: tuple[str | int, ...], value: int, truth: Truth, told: tuple[str, ...]
) -> None:
    check(number("between", *limits), Decimal(value), truth, told=told, actual=point(value))


@pytest.mark.parametrize(
    ("operator", "limits", "value", "truth"),
    [
        ("equals", (10,), 10, UNMET),
        ("equals", (10,), 9, MET),
        ("between", (10, 20), 10, UNMET),
        ("between", (10, 20), 21, MET),
    ],
)
def test_a_negated_number_swaps_and_has_no_gap(
    operator: str, limits: tuple[int, ...], value: int, truth: Truth
) -> None:
    leaf = number(operator, *limits, negated=True)
    check(leaf, Decimal(value), truth, actual=point(value))
    check(leaf, None, UNKNOWN, told=("missing x",))


def test_a_number_of_one_year() -> None:
    leaf = number("at_least", 10, of=given(year=2025))
    check(leaf, Yearly(values={2025: Decimal(10)}), MET, gap=0, actual=point(10))
    check(leaf, Yearly(values={2024: Decimal(99)}), UNKNOWN, told=("missing x[2025]",))


def test_a_gap_is_exact() -> None:
    leaf = number("at_least", 30_000_000)
    found = decide_leaf(0, leaf, Scope({"x": Decimal("29999999.99")}), no_formula)
    assert (found.truth, found.gap) == (UNMET, Fraction(-1, 100))


# --- words ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("operator", "listed", "value", "truth", "actual"),
    [
        ("is", (True,), True, MET, True),
        ("is", (True,), False, UNMET, False),
        ("is", (False,), False, MET, False),
        ("is", (False,), True, UNMET, True),
        ("equals", ("甲",), "甲", MET, "甲"),
        ("equals", ("甲",), "乙", UNMET, "乙"),
        ("equals", ("甲",), NOTHING, UNMET, "无"),
        ("one_of", ("甲", "乙"), "乙", MET, "乙"),
        ("one_of", ("甲", "乙"), "丙", UNMET, "丙"),
        ("one_of", ("甲", "乙"), NOTHING, UNMET, "无"),
        ("none_of", ("甲", "乙"), "丙", MET, "丙"),
        ("none_of", ("甲", "乙"), "甲", UNMET, "甲"),
        ("none_of", ("甲", "乙"), NOTHING, MET, "无"),
        ("includes", ("甲",), words("乙", "甲"), MET, ("乙", "甲")),
        ("includes", ("甲",), words("乙"), UNMET, ("乙",)),
        ("includes", ("甲",), words(), UNMET, "无"),
        ("includes", ("甲",), NOTHING, UNMET, "无"),
        ("includes", ("甲",), words("甲", complete=False), MET, ("甲",)),
        ("includes_any", ("甲", "乙"), words("乙", "丙"), MET, ("丙", "乙")),
        ("includes_any", ("甲", "乙"), words("丙"), UNMET, ("丙",)),
        ("includes_any", ("甲", "乙"), words(), UNMET, "无"),
        ("includes_any", ("甲", "乙"), words("乙", complete=False), MET, ("乙",)),
        ("none_of", ("甲",), words("乙"), MET, ("乙",)),
        ("none_of", ("甲",), words("甲", "乙"), UNMET, ("乙", "甲")),
        ("none_of", ("甲",), words(), MET, "无"),
        ("none_of", ("甲",), words("甲", complete=False), UNMET, ("甲",)),
        ("within", ("22",), "220100", MET, "220100"),
        ("within", ("22",), "22", MET, "22"),
        ("within", ("22",), "210100", UNMET, "210100"),
        ("within", ("21", "22"), "220100", MET, "220100"),
        ("within", ("22",), NOTHING, UNMET, "无"),
        ("within", ("C26",), "C2614", MET, "C2614"),
        ("within", ("C26",), "C27", UNMET, "C27"),
    ],
)
def test_words(operator: str, listed: tuple[str | bool, ...], value: Value, truth: Truth, actual: Actual) -> None:
    check(word(operator, *listed), value, truth, actual=actual)


@pytest.mark.parametrize(
    ("operator", "listed", "value", "actual"),
    [
        ("is", (True,), None, None),
        ("equals", ("甲",), None, None),
        ("one_of", ("甲",), None, None),
        ("none_of", ("甲",), None, None),
        ("includes", ("甲",), None, None),
        ("includes_any", ("甲",), None, None),
        ("within", ("22",), None, None),
        ("includes", ("甲",), words("乙", complete=False), ("乙",)),
        ("includes", ("甲",), words(complete=False), "无"),
        ("includes_any", ("甲", "丙"), words("乙", complete=False), ("乙",)),
        ("none_of", ("甲",), words("乙", complete=False), ("乙",)),
        ("within", ("2201",), "22", "22"),
        ("within", ("11", "220102"), "2201", "2201"),
        ("within", ("C2614",), "C26", "C26"),
        ("within", ("C26",), "C", "C"),
    ],
)
def test_words_are_unknown_while_blank_or_open_or_coarse(
    operator: str, listed: tuple[str | bool, ...], value: Value | None, actual: Actual
) -> None:
    check(word(operator, *listed), value, UNKNOWN, told=("missing x",), actual=actual)
    check(word(operator, *listed, negated=True), value, UNKNOWN, told=("missing x",), actual=actual)


@pytest.mark.parametrize(
    ("operator", "value", "truth"),
    [
        ("equals", "甲", UNMET),
        ("equals", "乙", MET),
        ("equals", NOTHING, MET),
        ("none_of", "甲", MET),
        ("none_of", NOTHING, UNMET),
        ("within", "甲", UNMET),
        ("within", NOTHING, MET),
    ],
)
def test_negated_words_swap(operator: str, value: Value, truth: Truth) -> None:
    shown = "无" if value is NOTHING else value
    assert isinstance(shown, str)
    check(word(operator, "甲", negated=True), value, truth, actual=shown)


@pytest.mark.parametrize(
    ("operator", "value", "shown"),
    [("one_of", "丁", "丁"), ("includes_any", words("丁"), ("丁",))],
)
def test_outside_an_open_list_a_person_decides(operator: str, value: Value, shown: Actual) -> None:
    leaf = word(operator, "甲", "乙", opens_for="A-01")
    check(leaf, value, UNKNOWN, told=("pending A-01",), actual=shown)
    check(leaf, value, MET, actual=shown, judgement=PASSED)
    check(leaf, value, UNMET, actual=shown, judgement=FAILED)


def test_an_open_list_asks_nobody_about_what_is_in_it_or_about_none_or_blank() -> None:
    leaf = word("one_of", "甲", "乙", opens_for="A-01")
    check(leaf, "甲", MET, actual="甲", judgement=FAILED)
    check(leaf, NOTHING, UNMET, actual="无", judgement=PASSED)
    check(leaf, None, UNKNOWN, told=("missing x",), judgement=PASSED)
    kinds = word("includes_any", "甲", opens_for="A-01")
    check(kinds, words(), UNMET, actual="无", judgement=PASSED)
    check(kinds, words("乙", complete=False), UNKNOWN, told=("missing x",), actual=("乙",), judgement=PASSED)


def test_outside_a_negated_open_list_the_decision_swaps() -> None:
    leaf = word("one_of", "甲", opens_for="A-01", negated=True)
    check(leaf, "甲", UNMET, actual="甲")
    check(leaf, "丁", UNMET, actual="丁", judgement=PASSED)
    check(leaf, "丁", MET, actual="丁", judgement=FAILED)


# --- dates ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("operator", "value", "truth", "gap"),
    [
        ("on_or_after", "2026-03-01", MET, 0),
        ("on_or_after", "2026-03-02", MET, 1),
        ("on_or_after", "2026-02-28", UNMET, -1),
        ("on_or_before", "2026-03-01", MET, 0),
        ("on_or_before", "2026-03-02", UNMET, -1),
        ("on_or_before", "2026-02-28", MET, 1),
        ("valid", "2026-03-01", MET, 0),
        ("valid", "2026-02-28", UNMET, -1),
        ("valid", "2027-03-01", MET, 365),
    ],
)
def test_days(operator: str, value: str, truth: Truth, gap: int) -> None:
    stated = date.fromisoformat(value)
    check(day(operator, REFERENCE), stated, truth, gap=gap, actual=stated)
    swapped = UNMET if truth is MET else MET
    check(day(operator, REFERENCE, negated=True), stated, swapped, actual=stated)


@pytest.mark.parametrize("operator", ["on_or_after", "on_or_before", "valid"])
def test_no_day_at_all(operator: str) -> None:
    check(day(operator, REFERENCE), NOTHING, UNMET, actual="无")
    check(day(operator, REFERENCE, negated=True), NOTHING, MET, actual="无")
    check(day(operator, "?截止日"), NOTHING, UNMET, actual="无")
    check(day(operator, REFERENCE), None, UNKNOWN, told=("missing x",))


@pytest.mark.parametrize("operator", ["on_or_after", "on_or_before"])
def test_a_day_that_nobody_has_published(operator: str) -> None:
    check(day(operator, "?截止日"), REFERENCE, UNKNOWN, told=("parameter 截止日",), actual=REFERENCE)
    check(day(operator, "?截止日"), None, UNKNOWN, told=("parameter 截止日", "missing x"))


# --- the others -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("value", ["甲", NOTHING, False, Decimal(0), REFERENCE, words(), words("甲", complete=False)])
def test_stated(value: Value) -> None:
    check(StatedTest(fact="x", label="x"), value, MET)
    check(StatedTest(fact="x", label="x", negated=True), value, UNMET)


@pytest.mark.parametrize("negated", [True, False])
def test_not_stated(negated: bool) -> None:
    check(StatedTest(fact="x", label="x", negated=negated), None, UNKNOWN, told=("missing x",))


def test_stated_for_one_year() -> None:
    leaf = StatedTest(fact="x", label="x[2025]", year=2025)
    check(leaf, Yearly(values={2025: Decimal(0)}), MET)
    check(leaf, Yearly(values={2024: Decimal(1)}), UNKNOWN, told=("missing x[2025]",))


def test_judged() -> None:
    leaf = Judgeable(criterion="A-01", text="具有较强实力")
    check(leaf, None, UNKNOWN, told=("pending A-01",))
    check(leaf, None, MET, judgement=PASSED)
    check(leaf, None, UNMET, judgement=FAILED)
    negated = leaf._replace(negated=True)
    check(negated, None, UNKNOWN, told=("pending A-01",))
    check(negated, None, UNMET, judgement=PASSED)
    check(negated, None, MET, judgement=FAILED)


def test_judged_by_the_decision_on_its_own_criterion_only() -> None:
    check(Judgeable(criterion="A-02", text="具有较强实力"), None, UNKNOWN, told=("pending A-02",), judgement=PASSED)


def test_accepted() -> None:
    leaf = Accepted(criterion="A-01")
    check(leaf, None, UNKNOWN, told=("pending A-01",))
    check(leaf, None, MET, judgement=PASSED)
    check(leaf, None, UNMET, judgement=FAILED)


@pytest.mark.parametrize("negated", [True, False])
def test_a_text_that_was_not_obtained_is_unknown_whatever_is_stated(negated: bool) -> None:
    leaf = Unread(text="基本条件一章未取得", negated=negated)
    check(leaf, "甲", UNKNOWN, told=("parameter 基本条件一章未取得",), judgement=PASSED)
