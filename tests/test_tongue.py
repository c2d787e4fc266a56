"""Every construct of the language, from the rule file to what a user reads: golden files, read as a user would."""

from datetime import date
from pathlib import Path

import pytest

from engine.compile import compile_program
from engine.errors import InputError
from engine.explain.standing import limit_results
from engine.load import load_library
from engine.report import json_text, markdown, rule_table, terminal
from engine.report.rule_table import RuleSheet, rule_sheet
from schemas.assessment import Result
from tests.golden import compare
from tests.rulebook import ON, Desk

HERE = Path(__file__).resolve().parent
GOOD = HERE / "good"
PROFILE = (HERE / "tongue/profile.yaml").read_text(encoding="utf-8")
"""A profile that leaves some of the rule set in tongue/rules open: one of every construct of ADR 5."""


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The rule set with one of every construct."""
    return Desk(tmp_path_factory.mktemp("tongue"), load_library([HERE / "tongue/rules"]))


@pytest.fixture(scope="module")
def result(room: Desk) -> Result:
    """The result of the profile."""
    return room.result(PROFILE, schemes=["test/tongue"])


@pytest.fixture(scope="module")
def sheet(room: Desk) -> RuleSheet:
    """The rule set as `rules show` gathers it."""
    book = room.book
    return rule_sheet(book.rule_sets["test/tongue"], book, book.sources, "0" * 64)


def test_the_page(result: Result, rewrite: bool) -> None:
    compare(terminal.render(result, 100).plain(), GOOD / "tongue-100.txt", rewrite)


def test_the_document(result: Result, rewrite: bool) -> None:
    compare(markdown.render(result), GOOD / "tongue.md", rewrite)


def test_the_json(result: Result, rewrite: bool) -> None:
    compare(json_text.render(result), GOOD / "tongue.json", rewrite)


def test_the_rules(sheet: RuleSheet, rewrite: bool) -> None:
    compare(rule_table.sheet_page(sheet, 100).plain(), GOOD / "tongue-rules-100.txt", rewrite)


def test_the_rules_as_a_document(sheet: RuleSheet, rewrite: bool) -> None:
    compare(rule_table.sheet_markdown(sheet), GOOD / "tongue-rules.md", rewrite)


def test_the_version_of_the_day_is_applied_and_named(room: Desk) -> None:
    (earlier,) = room.result(PROFILE, schemes=["test/tongue"], on=date(2025, 12, 31)).assessments
    (now,) = room.result(PROFILE, schemes=["test/tongue"], on=ON).assessments
    assert (earlier.effective.since, earlier.effective.until) == (date(2020, 1, 1), None)
    for found, title, status, value, since in (
        (earlier, "旧版", "met", "6%", None),
        (now, "新版", "unmet", None, date(2026, 1, 1)),
    ):
        (criterion,) = [one for one in found.criteria if one.id == "V-01"]
        assert (criterion.title, criterion.status, criterion.effective.since) == (title, status, since)
        (strength,) = [one for one in found.parameters if one.name == "强度下限"]
        assert strength.effective.since == since
        assert value in (None, strength.value)


def test_a_cap_is_told_without_a_case(room: Desk) -> None:
    program = compile_program(room.book, "test/tongue", ON)
    (limit,) = limit_results(program, None)
    assert (limit.says, limit.group) == ("同一推荐单位至多 2 家", None)


def test_an_assumed_table_needs_what_if_and_is_one_value_for_all(room: Desk) -> None:
    with pytest.raises(InputError, match="E3007"):
        room.result(PROFILE, schemes=["test/tongue"], settings={"强度下限": "2%"})
    (found,) = room.result(PROFILE, schemes=["test/tongue"], settings={"强度下限": "2%"}, what_if=True).assessments
    (strength,) = [one for one in found.parameters if one.name == "强度下限"]
    assert (strength.value, strength.assumed) == ("2%", True)
