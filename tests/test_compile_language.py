"""Years, dated members, tables, parameters, other facts and limits: what they are compiled to."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from engine.compile import compile_program
from engine.errors import InputError
from engine.load.problem import ValueProblem
from engine.load.years import years_of
from schemas.program import All, Any, AtLeast, DayOperator, DayTest, Node, NumberTest, Program, Tally, WordTest
from schemas.quantity import (
    Given,
    Known,
    Mention,
    Outer,
    Ratio,
    Table,
    Threshold,
    Unit,
    Unpublished,
)
from tests.compiling import SOLD, compiled, in_year, leaf, required
from tests.rulebook import FACTS, HEAD, MEMBER_HEAD, ON, SCHEME, demand, demanding, library

# --- years ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("近3年", (2023, 2024, 2025)),
        ("近三年", (2023, 2024, 2025)),
        ("近 2 个年度", (2024, 2025)),
        ("近两年", (2024, 2025)),
        ("近１年", (2025,)),
        ("近10年", tuple(range(2016, 2026))),
        ("近十年", tuple(range(2016, 2026))),
        ("近20年", tuple(range(2006, 2026))),
        ("2022..2024", (2022, 2023, 2024)),
        ("2022 .. 2024", (2022, 2023, 2024)),
        ("2024..2024", (2024,)),
        ("2024", (2024,)),
    ],
)
def test_years_that_are_counted(text: str, years: tuple[int, ...]) -> None:
    assert years_of(text, 2025) == years


@pytest.mark.parametrize(
    "text", ["三年", "近年", "近0年", "近21年", "1900..2024", "2024..2022", "2024年", "", "近百年"]
)
def test_years_that_are_none(text: str) -> None:
    with pytest.raises(ValueProblem) as error:
        years_of(text, 2025)
    assert error.value.code == "E1143"
    assert error.value.remedy


def labels(program: Program, node: Node) -> list[str]:
    """The labels of the number leaves that a gate joins."""
    assert isinstance(node, All | Any | AtLeast)
    found = [program.nodes[index] for index in node.inputs]
    return [one.label for one in found if isinstance(one, NumberTest)]


LAST = ["年销售收入[2023]", "年销售收入[2024]", "年销售收入[2025]"]


@pytest.mark.parametrize(
    ("body", "gate", "n"),
    [
        (f"some: {SOLD}", Any, None),
        (f"every: {SOLD}", All, None),
        (f"at_least: 2 年, where: {SOLD}", AtLeast, 2),
        (f"at_least: 1 年, where: {SOLD}", Any, None),
        (f"at_least: 3 年, where: {SOLD}", All, None),
        (f"at_most: 1 年, where: {SOLD}", AtLeast, 2),
        (f"at_most: 0 年, where: {SOLD}", All, None),
        (f"at_most: 2 年, where: {SOLD}", Any, None),
    ],
)
def test_years_are_a_gate_over_the_condition_once_a_year(
    tmp_path: Path, body: str, gate: type[Node], n: int | None
) -> None:
    program = compiled(tmp_path, f"{{among: {{years: 近3年, {body}}}}}")
    node = required(program)
    assert isinstance(node, gate)
    assert labels(program, node) == LAST
    assert n is None or (isinstance(node, AtLeast) and node.n == n)
    assert isinstance(node, All | Any | AtLeast)
    operators = {one.operator for index in node.inputs if isinstance(one := program.nodes[index], NumberTest)}
    assert operators == {"at_most" if "at_most" in body else "more_than"}


def test_one_year_is_the_condition_itself_and_a_bare_year_needs_no_quotes(tmp_path: Path) -> None:
    assert leaf(tmp_path, f"{{among: {{years: 2024, some: {SOLD}}}}}").label == "年销售收入[2024]"


@pytest.mark.parametrize(("body", "n"), [(f"at_least: 2 年, where: {SOLD}", 2), (f"at_most: 1 年, where: {SOLD}", 2)])
def test_not_over_years(tmp_path: Path, body: str, n: int) -> None:
    node = required(compiled(tmp_path, f"{{not: {{among: {{years: 近3年, {body}}}}}}}"))
    assert isinstance(node, AtLeast)
    assert node.n == n


def test_within_a_year_what_names_its_year_or_is_not_yearly_stays(tmp_path: Path) -> None:
    program = compiled(
        tmp_path,
        "{among: {years: 2023..2024, every: {all: [{研发投入强度: {at_least: 3%}}, {'年销售收入[2020]': {at_least: 1 元}},"
        " {职工总数: {at_least: 1 人}}, {研发投入: {more_than: '@年销售收入'}}, {骨干企业: {stated: true}}]}}}",
    )
    found = [node for node in program.nodes if isinstance(node, NumberTest)]
    assert sorted(node.label for node in found) == [
        "年销售收入[2020]", "研发投入[2023]", "研发投入[2024]", "研发投入强度[2023]", "研发投入强度[2024]", "职工总数"
    ]  # fmt: skip
    assert {node.thresholds[0].named for node in found} == {None, "年销售收入[2023]", "年销售收入[2024]"}
    (ratio,) = [node.quantity for node in found if node.label == "研发投入强度[2023]"]
    assert isinstance(ratio, Ratio)
    assert ratio.denominator == in_year("年销售收入", "sales", 2023)


def test_a_member_counted_within_a_year_is_asked_about_that_year(tmp_path: Path) -> None:
    program = compiled(tmp_path, f"{{among: {{years: 2024, some: {{among: {{in: 骨干企业, some: {SOLD}}}}}}}}}")
    node = required(program)
    assert isinstance(node, Tally)
    assert node.where is not None
    (inner,) = node.where.nodes
    assert isinstance(inner, NumberTest)
    assert inner.label == "年销售收入[2024]"


# --- dated members ----------------------------------------------------------------------------------------------


def dated(folder: Path, body: str) -> tuple[Tally, tuple[Node, ...]]:
    """A count of projects, with the nodes of its condition, the root last."""
    node = required(compiled(folder, f"{{among: {{in: 项目, {body}}}}}"))
    assert isinstance(node, Tally)
    assert node.window is None
    assert node.where is not None
    assert node.where.root == len(node.where.nodes) - 1
    return node, node.where.nodes


def test_a_member_counts_whose_date_lies_in_the_window(tmp_path: Path) -> None:
    _, (after, before, root) = dated(tmp_path, "within: 3 年, at_least: 1 项")
    assert isinstance(root, All)
    tests: list[tuple[Node, DayOperator, date]] = [
        (after, "on_or_after", date(2023, 3, 1)),
        (before, "on_or_before", ON),
    ]
    for node, operator, on in tests:
        assert node == DayTest(fact="approved_on", label="立项日期", operator=operator, threshold=Threshold(day=on))


def test_with_a_condition_of_its_own(tmp_path: Path) -> None:
    _, nodes = dated(tmp_path, "within: 3 年, some: {职工总数: {at_least: 1 人}}")
    assert [node.kind for node in nodes] == ["day", "day", "number", "all"]


def test_of_every_one_only_those_within_must_hold(tmp_path: Path) -> None:
    _, nodes = dated(tmp_path, "within: 3 年, every: {职工总数: {at_least: 1 人}}")
    assert [node.kind for node in nodes] == ["day", "day", "number", "any"]
    assert [node.negated for node in nodes if isinstance(node, DayTest)] == [True, True]


# --- parameters and tables --------------------------------------------------------------------------------------

TIERS = """\
parameters:
  线:
    unit: 万元
    values:
      - {to: 2025-12-31, value: 2000, basis: {source: rules}}
      - from: 2026-01-01
        table:
          - {when: {高新技术企业: {is: true}}, value: 3000}
          - {when: {职工总数: {at_least: $人数}}, value: unknown}
          - {when: {职工总数: {at_least: 5 人}}, value: '@设备原值'}
          - {otherwise: 5 亿元}
        basis: {source: rules, clause: 第三条}
  人数: {unit: 人, values: [{value: 20, basis: {source: rules}}]}
"""


def test_a_table_is_a_threshold(tmp_path: Path) -> None:
    found = leaf(tmp_path, "{年销售收入: {at_least: $线}}", more=TIERS)
    (threshold,) = found.thresholds
    assert (threshold.named, threshold.parameter) == ("线", "线")
    assert isinstance(threshold.quantity, Table)
    values = [row.value for row in threshold.quantity.rows]
    assert values == [
        Known(number=Fraction(3000 * 10**4)),
        Unpublished(parameter="线"),
        Given(fact="equipment", label="设备原值", low=Fraction(0)),
        Known(number=Fraction(5 * 10**8)),
    ]
    assert [row.when is None for row in threshold.quantity.rows] == [False, False, False, True]
    assert found.unit == Unit(name="万元", worth=Fraction(10**4))


def test_a_table_without_any_number_is_shown_in_its_parameters_unit(tmp_path: Path) -> None:
    tiers = "table: [{when: {高新技术企业: {is: true}}, value: unknown}, {otherwise: unknown}]"
    for folder, unit, shown in (("none", "", "万元"), ("own", "unit: 元, ", "元")):
        more = f"parameters: {{线: {{{unit}values: [{{{tiers}, basis: {{source: rules}}}}]}}}}\n"
        assert leaf(tmp_path / folder, "{年销售收入: {at_least: $线}}", more=more).unit.name == shown


def test_the_values_that_were_applied_are_told_with_their_grounds(tmp_path: Path) -> None:
    program = compiled(tmp_path, "{年销售收入: {at_least: $线}}", more=TIERS)
    assert [parameter.name for parameter in program.parameters] == ["人数", "线"]
    assert program.parameters[1].text.from_ == date(2026, 1, 1)
    assert program.parameters[1].ground.clause == "第三条"


def settled(folder: Path, *, what_if: bool) -> Program:
    """The table replaced by one number."""
    book = library(folder, demanding("{年销售收入: {at_least: $线}}", more=TIERS), facts=FACTS)
    return compile_program(book, SCHEME, ON, settings={"线": "100 万元"}, what_if=what_if)


def test_a_table_is_replaced_for_everybody_and_only_in_a_trial(tmp_path: Path) -> None:
    node = required(settled(tmp_path / "trial", what_if=True))
    assert isinstance(node, NumberTest)
    assert node.thresholds == (Threshold(number=Fraction(10**6), parameter="线", assumed=True),)
    with pytest.raises(InputError, match=r"E3007.*分档表"):
        settled(tmp_path / "refused", what_if=False)


# --- other facts ------------------------------------------------------------------------------------------------


def test_another_fact_is_a_threshold_with_its_name(tmp_path: Path) -> None:
    (threshold,) = leaf(tmp_path, "{年销售收入: {at_least: '@年销售收入[2024]'}}").thresholds
    assert threshold == Threshold(quantity=in_year("年销售收入", "sales", 2024), named="年销售收入[2024]")
    found = leaf(tmp_path / "bare", "{职工总数: {at_least: '@研发人员数'}}")
    assert found.thresholds[0].named == "研发人员数"
    assert found.unit.name == "人"
    assert leaf(tmp_path / "money", "{设备原值: {at_least: '@在建设备原值'}}").unit.name == "万元"


def inner_leaf(folder: Path, require: str) -> Node:
    """The only leaf of what a member must satisfy."""
    node = required(compiled(folder, f"{{among: {{in: 骨干企业, some: {require}}}}}"))
    assert isinstance(node, Tally)
    assert node.where is not None
    (found,) = node.where.nodes
    return found


def test_a_fact_of_the_enclosing_case_is_the_base_years(tmp_path: Path) -> None:
    found = inner_leaf(tmp_path, "{年销售收入: {at_least: '@上级.年销售收入'}}")
    assert isinstance(found, NumberTest)
    quantity = Outer(quantity=in_year("年销售收入", "sales", 2025))
    assert found.thresholds == (Threshold(quantity=quantity, named="上级.年销售收入[2025]"),)


@pytest.mark.parametrize(
    ("require", "mention"),
    [
        ("{主导产业: {within: '@上级.所属行业'}}", Mention(fact="industry", label="上级.所属行业", outer=True)),
        ("{主导产业: {equals: '@所属行业'}}", Mention(fact="industry", label="所属行业")),
        ("{单位类型: {includes: '@上级.法人类型'}}", Mention(fact="legal_form", label="上级.法人类型", outer=True)),
    ],
)
def test_words_beside_another_fact(tmp_path: Path, require: str, mention: Mention) -> None:
    found = inner_leaf(tmp_path, require)
    assert isinstance(found, WordTest)
    assert (found.other, found.words, found.criterion) == (mention, (), None)


def test_dates_beside_another_fact(tmp_path: Path) -> None:
    found = inner_leaf(tmp_path, "{成立日期: {on_or_before: '@上级.成立日期'}}")
    assert isinstance(found, DayTest)
    mention = Mention(fact="founded_on", label="上级.成立日期", outer=True)
    assert found.threshold == Threshold(other=mention, named="上级.成立日期")


def test_a_role_may_speak_of_the_case_above(tmp_path: Path) -> None:
    program = compiled(tmp_path, "{年销售收入: {at_least: '@上级.年销售收入'}}", head=MEMBER_HEAD)
    assert isinstance(required(program), NumberTest)


# --- limits -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("at_most", "more", "number", "unit"),
    [
        ("1 家", "", 1, "家"),
        ("3", "", 3, "家"),
        ("2项", "", 2, "项"),
        ("$限额", "parameters: {限额: {unit: 项, values: [{value: 5, basis: {source: rules}}]}}\n", 5, "项"),
        ("$限额", "parameters: {限额: {values: [{value: 5, basis: {source: rules}}]}}\n", 5, "家"),
    ],
)
def test_a_limit_is_counted_in_what_it_is_written_in(
    tmp_path: Path, at_most: str, more: str, number: int, unit: str
) -> None:
    limits = f"limits: [{{id: L-01, title: 限报, per: 注册地, at_most: {at_most}, basis: {{source: rules}}}}]\n"
    (limit,) = compiled(tmp_path, SOLD, more=more + limits).limits
    assert (limit.at_most.number, limit.unit.name, limit.per, limit.label) == (
        Fraction(number),
        unit,
        "region",
        "注册地",
    )
    assert limit.ground.source == "rules"


# --- versions ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("on", "limit"), [("2024-12-31", 10), ("2025-01-01", 20)])
def test_the_version_of_the_day_is_compiled(tmp_path: Path, on: str, limit: int) -> None:
    old = demand("{职工总数: {at_least: 10 人}}", more="effective: {to: 2024-12-31}")
    new = demand("{职工总数: {at_least: 20 人}}", more="effective: {from: 2025-01-01}")
    program = compile_program(library(tmp_path, f"{HEAD}criteria:\n{old}{new}"), SCHEME, date.fromisoformat(on))
    node = required(program)
    assert isinstance(node, NumberTest)
    assert node.thresholds[0].number == limit
