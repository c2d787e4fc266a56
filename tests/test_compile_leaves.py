"""Operands, parameters and derivations as leaves: exact thresholds with units, words as profiles carry them, years."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from engine.compile import compile_program, parameters_read
from engine.errors import InputError
from schemas.program import DayTest, Judgeable, Node, NumberTest, Program, StatedTest, Tally, Unread, WordTest
from schemas.quantity import Given, Ratio, Sum, Threshold, Unit
from tests.rulebook import FACTS, MEMBER, MEMBER_HEAD, ON, SCHEME, demand, demanding, library

HIGH_TECH = "{高新技术企业: {is: true}}"
MEMBER_SET = (
    MEMBER_HEAD
    + "parameters: {成员线: {unit: 万元, values: [{value: unknown, basis: {source: rules}}]}}\ncriteria:\n"
    + demand("{年销售收入: {at_least: $成员线}}", name="B-01")
)


def compiled(folder: Path, text: str, *others: str, on: date = ON, facts: str = FACTS) -> Program:
    """The program of the test scheme."""
    return compile_program(library(folder, text, *others, facts=facts), SCHEME, on)


# --- leaves -----------------------------------------------------------------------------------------------------


def leaf(folder: Path, condition: str, *, facts: str = FACTS) -> Node:
    """The only node of a condition of one leaf."""
    (node,) = compiled(folder, demanding(condition), facts=facts).nodes
    return node


@pytest.mark.parametrize(
    ("fact", "operator", "operand", "number", "unit"),
    [
        ("年销售收入", "at_least", "3000 万元", Fraction(30_000_000), Unit(name="万元", worth=Fraction(10_000))),
        ("研发投入强度", "more_than", "2.5%", Fraction(5, 2), Unit(name="%")),
        ("研究面积", "at_most", "500 ㎡", Fraction(500), Unit(name="㎡")),
        ("职工总数", "less_than", "20 人", Fraction(20), Unit(name="人")),
        ("职工总数", "equals", "20", Fraction(20), Unit(name="人")),
        ("年产能", "at_least", "0.5 吨", Fraction(1, 2), Unit(name="吨")),
    ],
)
def test_numbers_with_their_units(
    tmp_path: Path, fact: str, operator: str, operand: str, number: Fraction, unit: Unit
) -> None:
    node = leaf(tmp_path, f"{{{fact}: {{{operator}: {operand}}}}}")
    assert isinstance(node, NumberTest)
    assert (node.operator, node.thresholds, node.unit) == (operator, (Threshold(number=number),), unit)


def test_between_has_two_thresholds(tmp_path: Path) -> None:
    node = leaf(tmp_path, "{年产能: {between: [1 吨, 2 吨]}}")
    assert isinstance(node, NumberTest)
    assert node.thresholds == (Threshold(number=Fraction(1)), Threshold(number=Fraction(2)))


def test_the_bounds_of_a_fact_go_with_it(tmp_path: Path) -> None:
    facts = FACTS.replace("{id: capacity, type: number", "{id: capacity, min: 1, max: 9, type: number")
    node = leaf(tmp_path, "{年产能: {at_least: 1 吨}}", facts=facts)
    assert isinstance(node, NumberTest)
    assert node.quantity == Given(fact="capacity", label="年产能", low=Fraction(1), high=Fraction(9))


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ("{技术领域: {equals: '  ＡＢＣ '}}", ("ABC",)),
        ("{技术领域: {one_of: [2026, 新材料]}}", ("2026", "新材料")),
        ("{高新技术企业: {is: false}}", (False,)),
        ("{高新技术企业: {is: 是}}", (True,)),
        ("{单位类型: {includes: 企业}}", ("企业",)),
        ('{注册地: {within: "220000"}}', ("22",)),
        ('{注册地: {within: ["2201", "11"]}}', ("2201", "11")),
        ('{所属行业: {within: ["C26", "2614"]}}', ("26", "2614")),
        ('{统一社会信用代码: {none_of: ["91210100example11f"]}}', ("91210100EXAMPLE11F",)),
    ],
)
def test_words_as_profiles_carry_them(tmp_path: Path, condition: str, words: tuple[str | bool, ...]) -> None:
    node = leaf(tmp_path, condition)
    assert isinstance(node, WordTest)
    assert node.words == words
    assert (node.open, node.criterion) == (False, None)


@pytest.mark.parametrize(
    "condition", ["{技术领域: {one_of: [甲], open: true}}", "{单位类型: {includes_any: [企业], open: true}}"]
)
def test_an_open_list_knows_the_criterion_that_settles_it(tmp_path: Path, condition: str) -> None:
    node = leaf(tmp_path, condition)
    assert isinstance(node, WordTest)
    assert (node.open, node.criterion) == (True, "A-01")


def test_days(tmp_path: Path) -> None:
    text = demanding("{证书有效期至: {on_or_after: 2026-01-31, on_or_before: 2027年1月31日, valid: true}}")
    days = [node for node in compiled(tmp_path, text).nodes if isinstance(node, DayTest)]
    assert [(node.operator, node.threshold.day) for node in days] == [
        ("on_or_after", date(2026, 1, 31)),
        ("on_or_before", date(2027, 1, 31)),
        ("valid", ON),
    ]


def test_the_others(tmp_path: Path) -> None:
    text = demanding("{all: [{judged: 实力较强}, {not_obtained: 第二章未取得}, {技术领域: {stated: true}}]}")
    assert compiled(tmp_path, text).nodes[:3] == (
        Judgeable(criterion="A-01", text="实力较强"),
        Unread(text="第二章未取得"),
        StatedTest(fact="field", label="技术领域"),
    )


@pytest.mark.parametrize(("operator", "number"), [("some", 1), ("every", 0)])
def test_some_and_every(tmp_path: Path, operator: str, number: int) -> None:
    node = leaf(tmp_path, f"{{among: {{in: 骨干企业, {operator}: {HIGH_TECH}}}}}")
    assert isinstance(node, Tally)
    assert node.operator == operator
    assert (node.threshold.number, node.unit.name) == (Fraction(number), "家")


def test_a_list_without_a_measure_word_counts_items(tmp_path: Path) -> None:
    node = leaf(
        tmp_path,
        f"{{among: {{in: 骨干企业, some: {HIGH_TECH}}}}}",
        facts=FACTS.replace("type: list, of: enterprise, count_as: 家", "type: list, of: enterprise"),
    )
    assert isinstance(node, Tally)
    assert node.unit == Unit(name="项")


# --- quantities -------------------------------------------------------------------------------------------------


def given(fact: str, label: str, year: int | None, low: int | None = 0) -> Given:
    """A number as facts.yaml declares it."""
    return Given(fact=fact, label=label, year=year, low=None if low is None else Fraction(low))


def test_a_ratio_of_one_year(tmp_path: Path) -> None:
    node = leaf(tmp_path, "{研发投入强度: {at_least: 3%}}")
    assert isinstance(node, NumberTest)
    assert node.quantity == Ratio(
        stated=given("rd_intensity", "研发投入强度[2025]", 2025, None),
        label="研发投入强度[2025]",
        numerator=given("rd", "研发投入[2025]", 2025),
        denominator=given("sales", "年销售收入[2025]", 2025),
        scale=Fraction(100),
    )


def test_a_ratio_that_is_no_percentage(tmp_path: Path) -> None:
    node = leaf(tmp_path, "{研发利润比: {at_least: 3}}")
    assert isinstance(node, NumberTest)
    assert isinstance(node.quantity, Ratio)
    assert node.quantity.scale == 1


def test_a_sum(tmp_path: Path) -> None:
    node = leaf(tmp_path, "{设备总值: {at_least: 3 元}}")
    assert isinstance(node, NumberTest)
    assert node.quantity == Sum(
        stated=given("all_equipment", "设备总值", None, None),
        parts=(given("equipment", "设备原值", None), given("coming", "在建设备原值", None)),
    )


@pytest.mark.parametrize(
    ("name", "year"), [("年销售收入", 2025), ("年销售收入[2024]", 2024), ("年销售收入[2031]", 2031)]
)
def test_the_year_that_a_reference_names(tmp_path: Path, name: str, year: int) -> None:
    node = leaf(tmp_path, f"{{'{name}': {{at_least: 3 元}}}}")
    assert isinstance(node, NumberTest)
    assert node.quantity == given("sales", f"年销售收入[{year}]", year)


def test_a_part_of_a_fixed_year(tmp_path: Path) -> None:
    facts = (
        FACTS + "增长: {id: growth, type: number, yearly: true, derive: {ratio: [年销售收入, '年销售收入[2024]']}}\n"
    )
    node = leaf(tmp_path, "{增长: {at_least: 1}}", facts=facts)
    assert isinstance(node, NumberTest)
    assert isinstance(node.quantity, Ratio)
    assert node.quantity.denominator == given("sales", "年销售收入[2024]", 2024)


def test_a_part_that_is_not_yearly_keeps_its_plain_name(tmp_path: Path) -> None:
    facts = FACTS + "合计: {id: total, type: money, yearly: true, derive: {sum: [年销售收入, 设备原值]}}\n"
    node = leaf(tmp_path, "{合计: {at_least: 1 元}}", facts=facts)
    assert isinstance(node, NumberTest)
    assert isinstance(node.quantity, Sum)
    assert node.quantity.parts == (given("sales", "年销售收入[2025]", 2025), given("equipment", "设备原值", None))


def test_the_year_goes_down_to_the_parts(tmp_path: Path) -> None:
    node = leaf(tmp_path, "{'研发投入强度[2023]': {at_least: 3%}}")
    assert isinstance(node, NumberTest)
    assert isinstance(node.quantity, Ratio)
    assert node.quantity.numerator == given("rd", "研发投入[2023]", 2023)


def test_a_stated_year(tmp_path: Path) -> None:
    assert leaf(tmp_path, "{'净利润[2023]': {stated: true}}") == StatedTest(
        fact="profit", label="净利润[2023]", year=2023
    )


# --- parameters -------------------------------------------------------------------------------------------------

DATED = """\
effective: {from: 2024-01-01}
parameters:
  线:
    unit: 万元
    values:
      - {from: 2024-01-01, to: 2025-12-31, value: 2000, basis: {source: rules}}
      - {from: 2026-01-01, to: 2026-12-31, value: 3000, basis: {source: rules}}
      - {from: 2027-01-01, value: unknown, basis: {source: rules}}
  截止日:
    values:
      - {to: 2026-12-31, value: 2026-06-30, basis: {source: rules}}
      - {from: 2027-01-01, value: unknown, basis: {source: rules}}
"""


@pytest.mark.parametrize(
    ("on", "threshold"),
    [
        (date(2024, 1, 1), Threshold(number=Fraction(20_000_000), parameter="线")),
        (date(2025, 12, 31), Threshold(number=Fraction(20_000_000), parameter="线")),
        (date(2026, 1, 1), Threshold(number=Fraction(30_000_000), parameter="线")),
        (date(2026, 12, 31), Threshold(number=Fraction(30_000_000), parameter="线")),
        (date(2027, 1, 1), Threshold(unknown="线", parameter="线")),
        (date(2099, 1, 1), Threshold(unknown="线", parameter="线")),
    ],
)
def test_a_parameter_has_the_value_of_the_day(tmp_path: Path, on: date, threshold: Threshold) -> None:
    text = demanding("{设备原值: {at_least: $线}}", more=DATED)
    (node,) = compiled(tmp_path, text, on=on).nodes
    assert isinstance(node, NumberTest)
    assert node.thresholds == (threshold,)
    assert node.unit == Unit(name="万元", worth=Fraction(10_000))


def test_an_unknown_parameter_without_a_unit_is_shown_in_one_that_reads_well(tmp_path: Path) -> None:
    more = "parameters: {线: {values: [{value: unknown, basis: {source: rules}}]}}\n"
    (node,) = compiled(tmp_path, demanding("{设备原值: {at_least: $线}}", more=more)).nodes
    assert isinstance(node, NumberTest)
    assert node.unit == Unit(name="万元", worth=Fraction(10_000))


@pytest.mark.parametrize(
    ("on", "threshold"),
    [
        (ON, Threshold(day=date(2026, 6, 30), parameter="截止日")),
        (date(2027, 1, 1), Threshold(unknown="截止日", parameter="截止日")),
    ],
)
def test_a_parameter_may_be_a_day(tmp_path: Path, on: date, threshold: Threshold) -> None:
    text = demanding("{证书有效期至: {on_or_after: $截止日}}", more=DATED)
    (node,) = compiled(tmp_path, text, on=on).nodes
    assert isinstance(node, DayTest)
    assert node.threshold == threshold


def test_a_count_may_be_a_parameter(tmp_path: Path) -> None:
    more = "parameters: {家数: {unit: 家, values: [{value: 12, basis: {source: rules}}]}}\n"
    text = demanding(f"{{among: {{in: 骨干企业, at_least: $家数, where: {HIGH_TECH}}}}}", more=more)
    (node,) = compiled(tmp_path, text).nodes
    assert isinstance(node, Tally)
    assert node.threshold == Threshold(number=Fraction(12), parameter="家数")


# --- settings ---------------------------------------------------------------------------------------------------


def assumed(folder: Path, on: date, settings: dict[str, str], *, what_if: bool = False) -> Program:
    """The program with some parameters set."""
    text = demanding("{all: [{设备原值: {at_least: $线}}, {证书有效期至: {on_or_after: $截止日}}]}", more=DATED)
    return compile_program(library(folder, text), SCHEME, on, settings=settings, what_if=what_if)


def test_a_setting_gives_an_unknown_parameter_its_value(tmp_path: Path) -> None:
    program = assumed(tmp_path, date(2027, 1, 1), {"线": "0.2亿元", "截止日": "2027年5月1日"})
    number, day = program.nodes[:2]
    assert isinstance(number, NumberTest)
    assert isinstance(day, DayTest)
    assert number.thresholds == (Threshold(number=Fraction(20_000_000), parameter="线", assumed=True),)
    assert number.unit == Unit(name="亿元", worth=Fraction(10**8))
    assert day.threshold == Threshold(day=date(2027, 5, 1), parameter="截止日", assumed=True)
    assert list(program.assumptions.items()) == [("截止日", "2027-05-01"), ("线", "0.2 亿元")]


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("2000万元", "2000 万元"),
        ("100 元", "100 元"),
        ("0.05元", "0.05 元"),
        ("1,000.50 万元", "1000.5 万元"),
        ("0元", "0 元"),
    ],
)
def test_an_assumption_is_told_plainly(tmp_path: Path, value: str, told: str) -> None:
    assert assumed(tmp_path, date(2027, 1, 1), {"线": value}).assumptions == {"线": told}


def test_a_setting_that_replaces_a_known_value_needs_what_if(tmp_path: Path) -> None:
    with pytest.raises(InputError) as refused:
        assumed(tmp_path / "refused", ON, {"线": "100 万元"})
    (diagnostic,) = refused.value.diagnostics
    assert (diagnostic.code, diagnostic.place) == ("E3007", None)
    assert "--what-if" in str(diagnostic.remedy)
    program = assumed(tmp_path / "allowed", ON, {"线": "100 万元"}, what_if=True)
    number = program.nodes[0]
    assert isinstance(number, NumberTest)
    assert number.thresholds == (Threshold(number=Fraction(1_000_000), parameter="线", assumed=True),)
    assert program.assumptions == {"线": "100 万元"}


@pytest.mark.parametrize("settings", [{"线": "2000"}, {"线": "很多"}, {"线": "20 人"}, {"截止日": "明年"}, {"线": ""}])
def test_a_setting_that_cannot_be_read(tmp_path: Path, settings: dict[str, str]) -> None:
    with pytest.raises(InputError) as refused:
        assumed(tmp_path, date(2027, 1, 1), settings)
    (diagnostic,) = refused.value.diagnostics
    assert diagnostic.code == "E3008"
    assert "--set" in diagnostic.message
    assert diagnostic.remedy


def test_settings_reach_the_rule_sets_of_members(tmp_path: Path) -> None:
    text = demanding("{among: {in: 骨干企业, every: {meets: test/member}}}")
    book = library(tmp_path, text, MEMBER_SET)
    program = compile_program(book, SCHEME, ON, settings={"成员线": "100 万元"})
    assert program.assumptions == program.members[MEMBER].assumptions == {"成员线": "100 万元"}


def test_the_parameters_that_may_be_set_are_those_of_members_too(tmp_path: Path) -> None:
    text = demanding(
        "{all: [{设备原值: {at_least: $线}}, {among: {in: 骨干企业, every: {meets: test/member}}}]}", more=DATED
    )
    book = library(tmp_path, text, MEMBER_SET)
    assert parameters_read(book, SCHEME) == {"线", "截止日", "成员线"}
    assert parameters_read(book, MEMBER) == {"成员线"}


def test_parts_of_fixed_years_make_no_yearly_fact(tmp_path: Path) -> None:
    facts = FACTS + "增长: {id: growth, type: number, derive: {ratio: ['年销售收入[2025]', '年销售收入[2024]']}}\n"
    node = leaf(tmp_path, "{增长: {at_least: 1}}", facts=facts)
    assert isinstance(node, NumberTest)
    assert isinstance(node.quantity, Ratio)
    assert node.quantity.stated == given("growth", "增长", None, None)
    assert node.quantity.numerator == given("sales", "年销售收入[2025]", 2025)
