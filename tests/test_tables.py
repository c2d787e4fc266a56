"""Whether a table's rows provably cover: yes and no of one fact, or bounds of one number that leave nothing out."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.load.document import Document
from engine.load.ledger import Ledger
from engine.load.tables import check_table
from engine.load.yaml_text import parse_document
from schemas.condition import TableRow
from schemas.fact import Fact, FactType
from tests.rulebook import FACTS, library

DOCUMENT: Document = parse_document("表: 1\n", "a.yaml")
NUMBER = Fact(name="数", id="number", type=FactType.NUMBER)


def told(rows: list[dict[str, object]], fact: Fact) -> list[str]:
    """What is said of a table about one fact."""
    ledger = Ledger()
    check_table([TableRow.model_validate(row) for row in rows], {fact.name: fact}, DOCUMENT, ("表",), ledger)
    return [problem.message for problem in ledger.errors]


def covers(*tests: dict[str, object], low: int | None = None, high: int | None = None) -> bool:
    """Whether rows about one number need no `otherwise`."""
    fact = NUMBER.model_copy(update={"min": low, "max": high})
    return not told([{"when": {"数": test}, "value": 1} for test in tests], fact)


@pytest.mark.parametrize(
    ("tests", "low", "high", "covered"),
    [
        ([{"less_than": 5}, {"at_least": 5}], None, None, True),
        ([{"at_least": 5}, {"less_than": 5}], None, None, True),
        ([{"at_most": 5}, {"more_than": 5}], None, None, True),
        ([{"at_most": 5}, {"at_least": 5}], None, None, True),
        ([{"less_than": 5}, {"more_than": 5}], None, None, False),
        ([{"less_than": 5}, {"at_least": 6}], None, None, False),
        ([{"less_than": 5}, {"at_least": 5, "less_than": 9}, {"at_least": 9}], None, None, True),
        ([{"less_than": 5}, {"at_least": 5, "less_than": 9}, {"more_than": 9}], None, None, False),
        ([{"less_than": 5}, {"at_least": 5, "at_most": 9}, {"more_than": 9}], None, None, True),
        ([{"less_than": 5}, {"at_most": 5}, {"more_than": 5}], None, None, True),
        ([{"at_most": 5}, {"less_than": 5}, {"more_than": 5}], None, None, True),
        ([{"less_than": 5}, {"less_than": 9}, {"at_least": 9}], None, None, True),
        ([{"at_least": 1}], None, None, False),
        ([{"at_least": 0}], None, None, False),
        ([{"at_least": 0}], 0, None, True),
        ([{"more_than": 0}], 0, None, False),
        ([{"more_than": 0}, {"at_most": 0}], 0, None, True),
        ([{"at_least": 0, "less_than": 5}, {"at_least": 5}], 0, None, True),
        ([{"at_least": 0, "less_than": 5}, {"at_least": 5, "at_most": 9}], 0, 9, True),
        ([{"at_least": 0, "less_than": 5}, {"at_least": 5, "less_than": 9}], 0, 9, False),
        ([{"at_least": 0, "less_than": 5}, {"at_least": 5, "at_most": 9}], 0, None, False),
        ([{"at_most": 99}], 0, 99, True),
        ([{"at_most": 98}], 0, 99, False),
        ([{"less_than": 5}], None, None, False),
        ([{"between": [0, 5]}, {"more_than": 5}], 0, None, False),
        ([{"equals": 0}, {"more_than": 0}], 0, None, False),
        ([{"at_least": 0, "more_than": 0}], 0, None, False),
        ([{"less_than": "很多"}, {"at_least": 5}], None, None, False),
        ([{"less_than": "$线"}, {"at_least": 5}], None, None, False),
        ([{"stated": True}, {"at_least": 5}], None, None, False),
    ],
)
def test_bounds_of_a_number(tests: list[dict[str, object]], low: int | None, high: int | None, covered: bool) -> None:
    assert covers(*tests, low=low, high=high) is covered


def test_the_bounds_that_a_derived_number_declares_are_not_kept_by_its_parts() -> None:
    rows: list[dict[str, object]] = [{"when": {"数": {"at_least": 0}}, "value": 1}]
    derived = {"id": "number", "type": "number", "name": "数", "min": 0, "derive": {"difference": ["甲", "乙"]}}
    assert told(rows, NUMBER.model_copy(update={"min": 0})) == []
    assert len(told(rows, Fact.model_validate(derived))) == 1


def test_yes_and_no() -> None:
    fact = Fact(name="是非", id="yes_no", type=FactType.YES_NO)
    yes, no = ({"when": {"是非": {"is": value}}, "value": 1} for value in (True, False))
    assert told([yes, no], fact) == []
    assert told([no, yes], fact) == []
    assert len(told([yes, yes], fact)) == 1
    assert len(told([yes, {"when": {"是非": {"is": False, "stated": True}}, "value": 1}], fact)) == 1


def test_what_is_no_number_and_what_is_no_test_of_one_fact() -> None:
    words = Fact(name="词", id="words", type=FactType.TEXT)
    row: dict[str, object] = {"when": {"词": {"equals": "甲"}}, "value": 1}
    assert len(told([row], words)) == 1
    assert len(told([{"when": {"judged": "甲"}, "value": 1}], words)) == 1
    assert len(told([row, {"when": {"数": {"at_least": 1}}, "value": 1}], words)) == 1
    assert len(told([{"when": {"别的": {"at_least": 1}}, "value": 1}], words)) == 1
    assert told([row, {"otherwise": 2}], words) == []


def test_otherwise_stands_last() -> None:
    assert told([{"otherwise": 1}], NUMBER) == []
    assert told([{"otherwise": 1}, {"otherwise": 2}], NUMBER) == ["otherwise 之后还有别的行，永远轮不到"]


def test_a_years_number_is_one_fact(tmp_path: Path) -> None:
    facts = (
        f"{FACTS}分: {{id: points, type: number, derive: {{table: [{{when: {{'年销售收入[2024]': {{less_than: 1 亿元}}}},"
        " value: 1}, {when: {'年销售收入[2024]': {at_least: 1 亿元}}, value: 2}]}}\n"
    )
    assert library(tmp_path, facts=facts).facts["分"].derive is not None


OPERATORS = ("at_least", "more_than", "at_most", "less_than")


@given(
    st.lists(
        st.dictionaries(st.sampled_from(OPERATORS), st.integers(-3, 3), min_size=1, max_size=2), min_size=1, max_size=4
    ),
    st.one_of(st.none(), st.just(-3)),
    st.one_of(st.none(), st.just(3)),
)
def test_rows_that_are_said_to_cover_leave_no_number_out(
    tests: list[dict[str, object]], low: int | None, high: int | None
) -> None:
    if not covers(*tests, low=low, high=high):
        return
    halves = [number / 2 for number in range(-8 if low is None else low * 2, (8 if high is None else high * 2) + 1)]
    holds = {
        "at_least": lambda x, t: x >= t,
        "more_than": lambda x, t: x > t,
        "at_most": lambda x, t: x <= t,
        "less_than": lambda x, t: x < t,
    }
    for x in halves:
        assert any(all(holds[name](x, limit) for name, limit in test.items()) for test in tests), x
