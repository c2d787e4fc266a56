"""Numbers inside a derivation rest on a document as well: known, of the right level, and told where they are shown."""

from pathlib import Path

import pytest

from engine.errors import InputError
from engine.load.library import Library
from engine.report import rule_table
from engine.report.rule_table import rule_sheet
from engine.report.source_table import sources_in
from tests.rulebook import FACTS, HEAD, SCHEME, SOURCES, demand, library

MORE = SOURCES + "borrowed: {title: 别的方案, issuer: 别处, level: analogue, in_force: yes}\n"
TABLE = "table: [{when: {职工总数: {at_least: 30 人}}, value: 20}, {otherwise: 0}]"
RULES = f"{HEAD}criteria:\n" + demand("{总分: {at_least: 10 分}}")


def scored(basis: str) -> str:
    """Facts with a score, and a total of it, so that the rule set reads the score only by way of another."""
    return (
        f"{FACTS}得分: {{id: score, type: number, unit: 分, {basis}derive: {{{TABLE}}}}}\n"
        "总分: {id: total_score, type: number, unit: 分, derive: {sum: [得分]}}\n"
    )


def made(folder: Path, basis: str) -> Library:
    """The rule book."""
    return library(folder, RULES, facts=scored(basis), sources=MORE)


def refused(folder: Path, basis: str) -> list[tuple[str, str]]:
    """Codes and sentences of what is refused."""
    with pytest.raises(InputError) as error:
        made(folder, basis)
    return [(one.code, one.message) for one in error.value.diagnostics]


def test_a_table_that_says_where_its_numbers_come_from(tmp_path: Path) -> None:
    book = made(tmp_path, "basis: {source: rules, clause: 第七条}, ")
    assert book.warnings == ()
    sheet = rule_sheet(book.rule_sets[SCHEME], book, book.sources, "")
    assert "[1] 第七条" in rule_table.sheet_page(sheet, 100).plain()
    assert "派生字段“得分”" in str(sources_in(book, "rules", "json", 80))


def test_a_table_without_a_source_is_told(tmp_path: Path) -> None:
    (warning,) = made(tmp_path, "").warnings
    assert (warning.code, warning.message) == ("W1104", "派生字段「得分」的表没有写依据，读的人不知道这些数从哪里来")


def test_an_unknown_source_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path, "basis: {source: rulez}, ") == [("E1122", "没有来源文件「rulez」")]


def test_an_official_rule_set_borrows_no_numbers_by_way_of_a_fact(tmp_path: Path) -> None:
    ((code, message),) = refused(tmp_path, "basis: {source: borrowed}, ")
    assert code == "E1138"
    assert message == (f"正式规则集「{SCHEME}」用到的「得分」不能以「borrowed」为依据：它是其他方案的文件（analogue）")
