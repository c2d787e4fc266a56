"""What `compile` refuses: every E12xx code at its place, all at once, and nothing it cannot evaluate is ignored."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from engine.compile import compile_program
from engine.compile.conditions import formula
from engine.compile.context import Context
from engine.errors import InputError, InternalFault
from engine.load import parse_document
from engine.load.problem import Problems
from schemas.diagnostic import Diagnostic
from tests.rulebook import FACTS, HEAD, MEMBER_HEAD, ON, SCHEME, Spot, demand, demanding, library, unmarked

PARAMETER = "parameters: {线: {unit: 万元, values: [{value: 3000, basis: {source: rules}}]}}\n"


def refused(
    folder: Path,
    text: str,
    *others: str,
    on: date = ON,
    facts: str = FACTS,
    settings: Mapping[str, str] | None = None,
) -> tuple[tuple[Diagnostic, ...], list[Spot]]:
    """The problems that compilation tells, and the places that the text marks."""
    clean, spots = unmarked(text)
    book = library(folder, clean, *others, facts=facts)
    with pytest.raises(InputError) as error:
        compile_program(book, SCHEME, on, settings=settings)
    return error.value.diagnostics, spots


def check(found: tuple[tuple[Diagnostic, ...], list[Spot]], code: str, words: str) -> None:
    """One problem with this code, at the one marked place, with a remedy; its sentence holds the words."""
    (diagnostic,), (spot,) = found
    assert diagnostic.code == code
    assert words in diagnostic.message
    assert diagnostic.place is not None
    assert (diagnostic.place.line, diagnostic.place.column) == spot
    assert diagnostic.remedy


# --- E1202: an operator that the type does not have -------------------------------------------------------------


@pytest.mark.parametrize(
    ("fact", "operators"),
    [
        ("技术领域", "at_least: «3"),
        ("技术领域", "includes: «新材料"),
        ("高新技术企业", "equals: «是"),
        ("高新技术企业", "at_least: «1"),
        ("职工总数", "is: «true"),
        ("职工总数", "on_or_after: «2026-01-01"),
        ("年产能", 'within: «"22"'),
        ("研发投入强度", "one_of: «[3%]"),
        ("年销售收入", "includes_any: «[3 万元]"),
        ("研究面积", "valid: «true"),
        ("证书有效期至", "at_least: «3"),
        ("法人类型", "includes: «企业法人"),
        ("单位类型", "equals: «企业"),
        ("单位类型", "one_of: «[企业]"),
        ("注册地", "between: «[1, 2]"),
        ("所属行业", "is: «true"),
        ("统一社会信用代码", 'within: «"91"'),
        ("失信记录", "at_most: «0 条"),
        ("失信记录", "on_or_after: «2026-01-01"),
        ("骨干企业", "at_least: «5 家"),
        ("骨干企业", "includes: «甲"),
    ],
)
def test_an_operator_that_the_type_does_not_have(tmp_path: Path, fact: str, operators: str) -> None:
    check(refused(tmp_path, demanding(f"{{{fact}: {{{operators}}}}}")), "E1202", fact)


@pytest.mark.parametrize("fact", ["失信记录", "骨干企业"])
def test_lists_are_counted_with_among(tmp_path: Path, fact: str) -> None:
    (diagnostic,), _ = refused(tmp_path, demanding(f"{{{fact}: {{at_most: 0}}}}"))
    assert diagnostic.remedy is not None
    assert f"among: {{in: {fact}" in diagnostic.remedy


# --- E1203: an operand that cannot be used ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fact", "operators", "words"),
    [
        ("年销售收入", "at_least: «3000 人", "人"),
        ("年销售收入", "at_least: «3000", "3000"),
        ("年销售收入", "at_least: «很多", "很多"),
        ("研发投入强度", "at_least: «0.03", "0.03"),
        ("研究面积", "at_least: «500 亩", "亩"),
        ("职工总数", "at_least: «2.5 人", "2.5"),
        ("职工总数", "between: «[20 人, 10 人]", "下限大于上限"),
        ("职工总数", "between: «[10 人, 20 元]", "元"),
        ("年产能", "less_than: «5 %", "%"),
        ("高新技术企业", "is: «也许", "也许"),
        ("法人类型", "equals: «企业法仁", "企业法仁"),
        ("单位类型", "includes_any: «[企业, 高校]", "高校"),
        ("技术领域", "equals: «$线", "$线"),
        ("技术领域", "equals: «无", "无"),
        ("技术领域", "one_of: «[甲, 未填]", "空白"),
        ("注册地", "within: «[吉林]", "吉林"),
        ("所属行业", 'within: «"99"', "99"),
        ("证书有效期至", "on_or_after: «'2026-02-30'", "2026-02-30"),
        ("证书有效期至", "on_or_before: «2026年", "2026年"),
    ],
)
def test_an_operand_that_cannot_be_used(tmp_path: Path, fact: str, operators: str, words: str) -> None:
    check(refused(tmp_path, demanding(f"{{{fact}: {{{operators}}}}}", more=PARAMETER)), "E1203", words)


def test_a_word_that_is_none_is_met_with_the_nearest(tmp_path: Path) -> None:
    (near,), _ = refused(tmp_path / "near", demanding("{法人类型: {equals: 企业法仁}}"))
    assert near.remedy is not None
    assert near.remedy.startswith("是否想写 企业法人？")
    (far,), _ = refused(tmp_path / "far", demanding("{法人类型: {equals: 个体户}}"))
    assert far.remedy is not None
    assert "企业法人、事业单位法人" in far.remedy


@pytest.mark.parametrize("value", ["3000 人", "很多"])
def test_a_parameter_that_does_not_fit_the_fact(tmp_path: Path, value: str) -> None:
    more = PARAMETER.replace("3000", value)
    check(refused(tmp_path, demanding("{年销售收入: {at_least: «$线}}", more=more)), "E1203", value[-1])


def test_a_parameter_whose_unit_does_not_fit_the_fact(tmp_path: Path) -> None:
    for folder, value in (("known", "3000"), ("unknown", "unknown")):
        more = PARAMETER.replace("3000", value).replace("万元", "人")
        found = refused(tmp_path / folder, demanding("{年销售收入: {at_least: «$线}}", more=more))
        check(found, "E1203", "人")


def test_a_period_that_cannot_be_read(tmp_path: Path) -> None:
    text = demanding("{among: «{in: 失信记录, within: 三年, at_most: 0 条}}")
    check(refused(tmp_path, text), "E1203", "三年")


def test_a_count_in_another_unit(tmp_path: Path) -> None:
    text = demanding("{among: «{in: 骨干企业, at_least: 5 元}}")
    check(refused(tmp_path, text), "E1203", "元")


# --- E1204, E1205: parameters and dates -------------------------------------------------------------------------

DATED = """\
effective: {from: 2024-01-01}
parameters:
  «线:
    unit: 万元
    values:
      - {from: 2024-01-01, to: 2025-12-31, value: 2000, basis: {source: rules}}
      - {from: 2026-03-02, value: 3000, basis: {source: rules}}
"""


def not_loaded(folder: Path, text: str) -> tuple[tuple[Diagnostic, ...], list[Spot]]:
    """The problems that the loader tells, whatever the day, and the places that the text marks."""
    clean, spots = unmarked(text)
    with pytest.raises(InputError) as error:
        library(folder, clean)
    return error.value.diagnostics, spots


def test_a_parameter_without_a_value_on_some_days(tmp_path: Path) -> None:
    text = demanding("{年销售收入: {at_least: $线}}", more=DATED)
    check(not_loaded(tmp_path, text), "E1204", "在 2026-01-01 至 2026-03-01 没有取值")


def test_a_parameter_with_two_values_on_a_day(tmp_path: Path) -> None:
    more = DATED.replace("«", "").replace("- {from: 2026-03-02", "- «{from: 2025-12-31")
    check(
        not_loaded(tmp_path, demanding("{年销售收入: {at_least: $线}}", more=more)),
        "E1205",
        "在 2025-12-31 这一天有不止一个",
    )


# --- E1206: meets -----------------------------------------------------------------------------------------------

MEMBER_SET = MEMBER_HEAD + "criteria:\n" + demand("{高新技术企业: {is: true}}", name="B-01")


def test_meets_is_for_members(tmp_path: Path) -> None:
    check(refused(tmp_path, demanding("«{meets: test/member}"), MEMBER_SET), "E1206", "成员")


def test_meets_is_no_operator_of_a_fact(tmp_path: Path) -> None:
    text = demanding("{骨干企业: {meets: «test/member}}")
    check(refused(tmp_path, text, MEMBER_SET), "E1206", "字段之下")


# --- E1207: derivations that do not fit together, told where the fact is declared --------------------------------


def misderived(folder: Path, declared: str, require: str) -> tuple[tuple[Diagnostic, ...], list[Spot]]:
    """What is told of a fact's declaration, and the places that it marks; the fact is called 其他."""
    clean, spots = unmarked(f"{FACTS}其他: {declared}\n")
    book = library(folder, demanding(require), facts=clean)
    with pytest.raises(InputError) as error:
        compile_program(book, SCHEME, ON)
    assert {Path(item.place.file).name for item in error.value.diagnostics if item.place} == {"facts.yaml"}
    return error.value.diagnostics, spots


@pytest.mark.parametrize(
    ("declared", "operators", "words"),
    [
        ("{id: other, type: percent, derive: {ratio: «[研发投入, 职工总数]}}", "at_least: 3%", "研发投入与职工总数"),
        ("{id: other, type: number, derive: {ratio: «[研究面积, 设备原值]}}", "at_least: 3", "研究面积与设备原值"),
        ("{id: other, type: number, unit: 倍, derive: {ratio: «[年产能, 年产能]}}", "at_least: 3 倍", "单位「倍」"),
        ("{id: other, type: number, unit: 件/亩, derive: {ratio: «[职工总数, 研究面积]}}", "at_least: 3 件/亩", "亩"),
        ("{id: other, type: number, unit: 件/㎡, derive: {ratio: «[职工总数, 研究面积]}}", "at_least: 3 件/㎡", "件"),
        ("{id: other, type: money, derive: {sum: «[设备原值, 研究面积]}}", "at_least: 3 元", "研究面积"),
        ("{id: other, type: number, unit: 公斤, derive: {sum: «[年产能]}}", "at_least: 3 公斤", "年产能"),
        ("{id: other, type: money, derive: {difference: «[设备原值, 职工总数]}}", "at_least: 3 元", "职工总数"),
        ("{id: other, type: money, derive: {max: «[设备原值, 年产能]}}", "at_least: 3 元", "年产能"),
        ("{id: other, type: money, derive: {product: «[设备原值, 研究面积]}}", "at_least: 3 元", "设备原值、研究面积"),
        ("{id: other, type: money, derive: {product: «[职工总数, 研发人员占比]}}", "at_least: 3 元", "职工总数"),
        ("{id: other, type: money, derive: {product: «[研发人员占比, 研发人员占比]}}", "at_least: 3 元", "都不带"),
        ("{id: other, type: count, derive: {average: «{of: 年销售收入, years: 3}}}", "at_least: 3", "年销售收入"),
        ("{id: other, type: money, derive: {growth: «{of: 年销售收入, years: 2}}}", "at_least: 3 元", "percent"),
        ("{id: other, type: number, derive: {years_since: «证书有效期至}}", "at_least: 3", "unit: 年"),
        ("{id: other, type: money, derive: {count: «{in: 骨干企业}}}", "at_least: 3 元", "count"),
        ("{id: other, type: count, derive: {total: «{in: 骨干企业, of: 设备原值}}}", "at_least: 3", "设备原值"),
        ("{id: other, type: money, derive: {share: «{in: 骨干企业}}}", "at_least: 3 元", "percent"),
    ],
)
def test_parts_of_another_type_or_unit(tmp_path: Path, declared: str, operators: str, words: str) -> None:
    found = misderived(tmp_path, declared, f"{{其他: {{{operators}}}}}")
    check(found, "E1207", words)


@pytest.mark.parametrize(
    "declared",
    [
        "{id: other, type: count, derive: {count: «{in: 失信记录, where: {职工总数: {at_least: 3 人}}}}}",
    ],
)
def test_dated_events_have_no_facts_in_a_derivation_either(tmp_path: Path, declared: str) -> None:
    check(misderived(tmp_path, declared, "{其他: {at_least: 3}}"), "E1208", "失信记录")


def test_a_sum_over_a_year_must_be_yearly(tmp_path: Path) -> None:
    book = library(tmp_path, demanding("{研发投入强度: {at_least: 3%}}"))
    # the loader marks such facts yearly itself: only a library made otherwise gets here
    once = book.facts["研发投入强度"].model_copy(update={"yearly": False})
    with pytest.raises(InputError, match="E1207"):
        compile_program(replace(book, facts={**book.facts, "研发投入强度": once}), SCHEME, ON)


# --- E1208: conditions on what has no facts ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "part", ["at_most: 0 条, where: {高新技术企业: {is: true}}", "every: {高新技术企业: {is: true}}"]
)
def test_dated_events_have_no_facts(tmp_path: Path, part: str) -> None:
    check(refused(tmp_path, demanding(f"{{among: «{{in: 失信记录, {part}}}}}")), "E1208", "失信记录")


# --- E1220: the rule set and the day ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("effective", "on", "told"),
    [
        ("{from: 2026-03-02}", ON, "2026-03-02 至 不限"),
        ("{to: 2026-02-28}", ON, "不限 至 2026-02-28"),
        ("{from: 2021-05-06, to: 2025-12-31}", ON, "2021-05-06 至 2025-12-31"),
    ],
)
def test_a_rule_set_that_is_not_in_force(tmp_path: Path, effective: str, on: date, told: str) -> None:
    found = refused(tmp_path, demanding("{高新技术企业: {is: true}}", more=f"effective: «{effective}\n"), on=on)
    check(found, "E1220", f"{on} 不生效")
    (diagnostic,), _ = found
    assert diagnostic.remedy is not None
    assert told in diagnostic.remedy


# --- all at once ------------------------------------------------------------------------------------------------


def test_every_problem_is_told_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = "\n".join(
        (
            f"{HEAD}when: {{单位类型: {{includes: «企叶}}}}",
            "criteria:",
            demand("{all: [{职工总数: {at_least: «20 元, is: «true}}, {not: {高新技术企业: {equals: «是}}}]}"),
            demand("{any: [{among: {in: 骨干企业, every: {技术领域: {includes: «甲}}}}]}", name="A-02"),
            demand(
                "{at_least_of: {n: 1, of: [{研究面积: {at_least: «5 元}}]}}", name="A-03", more="force: in_principle"
            ),
            demand("{高新技术企业: {is: true}}", name="A-04", more="when: {法人类型: {equals: «公司}}"),
            "tracks:",
            "  - id: one",
            "    title: 甲类",
            "    when: {职工总数: {less_than: «5 家}}",
            "    criteria:",
            *("    " + line for line in demand("{设备原值: {more_than: «5 人}}", name="A-05").splitlines()),
            "",
        )
    )
    found, spots = refused(tmp_path, text)
    assert [diagnostic.code for diagnostic in found] == [
        "E1203", "E1203", "E1202", "E1202", "E1202", "E1203", "E1203", "E1203", "E1203"
    ]  # fmt: skip
    places = [diagnostic.place for diagnostic in found]
    assert [(place.line, place.column) for place in places if place is not None] == spots


def test_a_problem_of_a_criterion_that_is_not_in_force_is_told_on_the_days_when_it_is(tmp_path: Path) -> None:
    later = demand("{职工总数: {at_least: 5 元}}", name="A-02", more="effective: {from: 2027-01-01}")
    book = library(tmp_path, demanding("{高新技术企业: {is: true}}") + later)
    assert [criterion.id for criterion in compile_program(book, SCHEME, ON).criteria] == ["A-01"]
    with pytest.raises(InputError, match="E1203"):
        compile_program(book, SCHEME, date(2027, 1, 1))


def test_a_fact_that_the_library_let_through_is_an_internal_fault(tmp_path: Path) -> None:
    book = library(tmp_path)
    nothing = parse_document("a: 1", "a.yaml")
    context = Context(book, 2025, ON, formula, Problems(nothing))
    with pytest.raises(InternalFault):
        context.fact("没有的字段")
