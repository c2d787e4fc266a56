"""The oracle on the rest of the rule language (ADR 5), against values worked out by hand from its words."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
import yaml

from schemas.fact import Fact
from schemas.finding import CauseKind, Status, Truth
from schemas.rule_set import RuleSet
from tests.oracle import RuleSetResult, Scene, World, judge
from tests.oracle.intervals import Interval
from tests.oracle.quantity import quantity
from tests.oracle.reading import years_between

MET, UNMET, UNKNOWN = Truth.MET, Truth.UNMET, Truth.UNKNOWN
ON = date(2026, 3, 1)
Tree = dict[str, Any]

FACTS = """\
单位名称: {id: name, type: text}
收入: {id: sales, type: money, yearly: true, min: 0}
利润: {id: profit, type: money, yearly: true}
人数: {id: staff, type: count, count_as: 人, min: 0}
研发人数: {id: rd_staff, type: count, count_as: 人, min: 0, max: 10}
专利: {id: patents, type: count, count_as: 件}
比例: {id: share_a, type: percent, min: 0, max: 100}
系数: {id: factor, type: number}
成立: {id: founded, type: date}
投产: {id: started, type: date}
高新: {id: high_tech, type: yes_no}
独立: {id: independent, type: yes_no}
领域: {id: field, type: text}
方向: {id: direction, type: text}
类型: {id: kinds, type: choices, values: [甲, 乙]}
主类: {id: main_kind, type: choice, values: [甲, 乙]}
行业: {id: industry, type: industry}
主业: {id: main_industry, type: industry}
应有: {id: due, type: count, count_as: 家}
记录: {id: records, type: dates, count_as: 条}
成员: {id: members, type: list, of: enterprise, count_as: 家, dated_by: 成立}
净额: {id: net, type: money, derive: {difference: [收入, 利润]}}
份额: {id: part, type: money, derive: {product: [收入, 比例]}}
占比: {id: sub_share, type: percent, derive: {product: [比例, 比例]}}
积: {id: times, type: number, derive: {product: [系数, 系数]}}
较大: {id: larger, type: count, count_as: 人, derive: {max: [人数, 研发人数]}}
较小: {id: smaller, type: count, count_as: 人, derive: {min: [人数, 研发人数]}}
人均: {id: per_head, type: number, unit: 万元/人, derive: {ratio: [收入, 人数]}}
亿元专利: {id: per_sales, type: number, unit: 件/亿元, derive: {ratio: [专利, 收入]}}
平均: {id: average_sales, type: money, derive: {average: {of: 收入, years: 3}}}
增长: {id: growth, type: percent, derive: {growth: {of: 收入, years: 2}}}
利润增长: {id: profit_growth, type: percent, derive: {growth: {of: 利润, years: 3}}}
年限: {id: age, type: number, unit: 年, derive: {years_since: 成立}}
高新数: {id: high_tech_count, type: count, count_as: 家, derive: {count: {in: 成员, where: {高新: {is: true}}}}}
更大数: {id: larger_count, type: count, count_as: 家, derive: {count: {in: 成员, where: {人数: {more_than: '@上级.人数'}}}}}
记录数: {id: record_count, type: count, count_as: 条, derive: {count: {in: 记录}}}
成员收入: {id: member_sales, type: money, derive: {total: {in: 成员, of: 收入, where: {高新: {is: true}}}}}
成员利润: {id: member_profit, type: money, derive: {total: {in: 成员, of: 利润, where: {高新: {is: true}}}}}
高新占比: {id: high_tech_share, type: percent, derive: {share: {in: 成员, where: {高新: {is: true}}}}}
收入占比: {id: sales_share, type: percent, derive: {share: {in: 成员, of: 收入, where: {高新: {is: true}}}}}
人数分:
  id: staff_score
  type: number
  unit: 分
  derive:
    table:
      - {when: {人数: {at_least: 100 人}}, value: 20 分}
      - {when: {人数: {at_least: 10 人}}, value: 10 分}
      - {otherwise: 0 分}
收入分:
  id: sales_score
  type: number
  unit: 分
  derive: {table: [{when: {收入: {at_least: 1 亿元}}, value: 30 分}, {otherwise: 5 分}]}
总分: {id: score, type: number, unit: 分, derive: {sum: [人数分, 收入分]}}
额度: {id: quota, type: money, derive: {table: [{when: {高新: {is: true}}, value: '@收入'}, {when: {高新: {is: false}}, value: 0 元}]}}
"""
VOCABULARY = {name: Fact.model_validate({"name": name, **body}) for name, body in yaml.safe_load(FACTS).items()}


def missing(*names: str) -> frozenset[tuple[CauseKind, str]]:
    """Causes: facts that are not stated."""
    return frozenset((CauseKind.MISSING_FACT, name) for name in names)


def undefined(name: str) -> frozenset[tuple[CauseKind, str]]:
    """Cause: a number that cannot be computed."""
    return frozenset({(CauseKind.UNDEFINED, name)})


def unpublished(name: str) -> frozenset[tuple[CauseKind, str]]:
    """Cause: a parameter nobody knows."""
    return frozenset({(CauseKind.UNKNOWN_PARAMETER, name)})


def scene(stated: str, *, on: date = ON, rule_sets: dict[str, RuleSet] | None = None, **rules: Any) -> Scene:
    """An applicant under a rule set with these keys."""
    written = {"id": "t/main", "title": "试验", "kind": "reference", "authority": "机关", **rules}
    rule_set = RuleSet.model_validate(written)
    return Scene(
        World(VOCABULARY, {"t/main": rule_set, **(rule_sets or {})}), rule_set, yaml.safe_load(stated) or {}, on
    )


def criterion(require: str, number: int = 1, **more: Any) -> Tree:
    """A criterion."""
    basis = {"source": "s"}
    return {"id": f"TC-0{number}", "title": "条件", "require": yaml.safe_load(require), "basis": basis, **more}


def judged(require: str, stated: str, **rules: Any) -> RuleSetResult:
    """One requirement, judged."""
    return judge(scene(stated, criteria=[criterion(require)], **rules))


def number(name: str, stated: str, year: int | None = None, on: date = ON) -> tuple[Any, Any, Any]:
    """What a fact comes to."""
    found: Interval = quantity(VOCABULARY[name], year, scene(stated, on=on))
    return found.low, found.high, found.causes


NO = frozenset[tuple[CauseKind, str]]()
THREE = "成员: [{单位名称: A, 高新: 是, 收入: 2 元}, {单位名称: B, 收入: 3 元}, {单位名称: C, 高新: 否, 收入: 5 元}]"


@pytest.mark.parametrize(
    ("name", "stated", "low", "high", "causes"),
    [
        ("净额", "{收入: 5 元, 利润: 7 元}", -2, -2, NO),
        ("净额", "{利润: 7 元}", -7, None, missing("收入[2025]")),
        ("净额", "{收入: 7 元}", None, None, missing("利润[2025]")),
        ("份额", "{收入: 200 元, 比例: 3%}", 6, 6, NO),
        ("份额", "{收入: 200 元}", 0, 200, missing("比例")),
        ("份额", "{比例: 0%}", 0, 0, NO),
        ("份额", "{比例: 1%}", 0, None, missing("收入[2025]")),
        ("占比", "{比例: 50%}", 25, 25, NO),
        ("积", "{系数: -3}", 9, 9, NO),
        ("积", "{}", None, None, missing("系数")),
        ("较大", "{人数: 12}", 12, 12, NO),
        ("较大", "{人数: 3}", 3, 10, missing("研发人数")),
        ("较大", "{研发人数: 3}", 3, None, missing("人数")),
        ("较小", "{人数: 12}", 0, 10, missing("研发人数")),
        ("较小", "{人数: 0}", 0, 0, NO),
        ("人均", "{收入: 30 万元, 人数: 4}", Fraction(15, 2), Fraction(15, 2), NO),
        ("人均", "{收入: 30 万元, 人数: 0}", None, None, undefined("人均[2025]")),
        ("人均", "{}", None, None, missing("收入[2025]", "人数")),
        ("亿元专利", "{专利: 3, 收入: 5000 万元}", 6, 6, NO),
        ("平均", "{收入: {2023: 1 元, 2024: 2 元, 2025: 4 元}}", Fraction(7, 3), Fraction(7, 3), NO),
        ("平均", "{收入: {2023: 1 元, 2025: 4 元}}", Fraction(5, 3), None, missing("收入[2024]")),
        ("增长", "{收入: {2024: 4 元, 2025: 5 元}}", 25, 25, NO),
        ("增长", "{收入: {2024: 4 元}}", -100, None, missing("收入[2025]")),
        ("增长", "{收入: {2024: 0 元, 2025: 5 元}}", None, None, undefined("增长")),
        ("增长", "{收入: {2025: 5 元}}", None, None, missing("收入[2024]")),
        ("利润增长", "{利润: {2023: -4 元}}", None, None, undefined("利润增长")),
        ("利润增长", "{利润: {2023: 4 元, 2025: -4 元}}", -200, -200, NO),
        ("年限", "{成立: 2024-03-01}", 2, 2, NO),
        ("年限", "{成立: 2024-03-02}", 1 + Fraction(364, 365), 1 + Fraction(364, 365), NO),
        ("年限", "{成立: 无}", None, None, undefined("年限")),
        ("年限", "{}", None, None, missing("成立")),
        ("高新数", THREE, 1, 2, missing("成员[B]/高新")),
        ("高新数", "成员: [{单位名称: A, 高新: 是}, 不全]", 1, None, missing("成员")),
        ("高新数", "成员: 无", 0, 0, NO),
        ("高新数", "{}", 0, None, missing("成员")),
        ("更大数", "{人数: 5, 成员: [{单位名称: A, 人数: 6}, {单位名称: B, 人数: 5}]}", 1, 1, NO),
        ("更大数", "{成员: [{单位名称: A, 人数: 6}]}", 0, 1, missing("人数")),
        ("记录数", "记录: [2026-01-01, 1999-01-01, 不全]", 2, None, missing("记录")),
        ("成员收入", THREE, 2, 5, missing("成员[B]/高新")),
        ("成员收入", "成员: [{单位名称: A, 高新: 是}]", 0, None, missing("成员[A]/收入[2025]")),
        ("成员收入", "成员: [{单位名称: A, 收入: 0 元}]", 0, 0, NO),
        ("成员收入", "成员: [{单位名称: A, 高新: 是, 收入: 2 元}, 不全]", 2, None, missing("成员")),
        ("成员利润", "成员: [{单位名称: A, 利润: -2 元}]", -2, 0, missing("成员[A]/高新")),
        ("成员利润", "成员: [{单位名称: A, 高新: 是, 利润: 2 元}, 不全]", None, None, missing("成员")),
        ("成员利润", "成员: [{单位名称: A}]", None, None, missing("成员[A]/高新", "成员[A]/利润[2025]")),
        ("高新占比", THREE, Fraction(100, 3), Fraction(200, 3), missing("成员[B]/高新")),
        ("高新占比", "成员: 无", None, None, undefined("高新占比")),
        ("高新占比", "成员: [{单位名称: A, 高新: 是}, 不全]", None, None, missing("成员")),
        ("收入占比", THREE, 20, 50, missing("成员[B]/高新")),
        ("收入占比", "成员: [{单位名称: A, 高新: 是, 收入: 0 元}]", None, None, undefined("收入占比")),
        ("收入占比", "成员: [{单位名称: A, 高新: 否}]", None, None, missing("成员[A]/收入[2025]")),
        ("人数分", "{人数: 99}", 10, 10, NO),
        ("人数分", "{}", 0, 20, missing("人数")),
        ("总分", "{人数: 9}", 5, 30, missing("收入[2025]")),
        ("额度", "{收入: 7 元}", 0, 7, missing("高新")),
        ("额度", "{高新: 是}", 0, None, missing("收入[2025]")),
        ("额度", "{收入: 0 元}", 0, 0, NO),
        ("额度", "{额度: 3 元}", 3, 3, NO),
    ],
)
def test_what_a_derived_fact_comes_to(name: str, stated: str, low: Any, high: Any, causes: Any) -> None:
    assert number(name, stated) == (low, high, causes)


def test_parts_are_of_the_year_of_the_whole_and_single_values_of_the_base_year() -> None:
    stated = "{收入: {2023: 1 元, 2024: 20000 万元}, 利润: {2024: 3 元}, 人数: 5}"
    assert number("净额", stated, 2024)[0] == 2 * 10**8 - 3
    assert number("收入分", stated, 2024)[0] == 30
    assert number("总分", stated, 2023)[0] == 5
    assert number("平均", stated)[2] == missing("收入[2025]")


@pytest.mark.parametrize(
    ("day", "reference", "years"),
    [
        ("2024-02-29", "2025-02-28", Fraction(1)),
        ("2024-02-29", "2025-02-27", Fraction(364, 365)),
        ("2024-02-29", "2028-02-29", Fraction(4)),
        ("2024-02-29", "2028-02-28", 3 + Fraction(365, 366)),
        ("2026-03-11", "2026-03-01", Fraction(-10, 365)),
        ("2026-03-01", "2026-03-01", Fraction(0)),
    ],
)
def test_years_since_a_day(day: str, reference: str, years: Fraction) -> None:
    assert years_between(date.fromisoformat(day), date.fromisoformat(reference)) == years


# --- @fact --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("require", "stated", "truth", "gap", "causes"),
    [
        ("{人数: {at_least: '@研发人数'}}", "{人数: 5, 研发人数: 7}", UNMET, -2, NO),
        ("{人数: {at_least: '@研发人数'}}", "{人数: 10}", MET, None, NO),
        ("{人数: {more_than: '@研发人数'}}", "{人数: 10}", UNKNOWN, None, missing("研发人数")),
        ("{人数: {at_least: '@研发人数'}}", "{研发人数: 0}", MET, None, NO),
        ("{人数: {less_than: '@研发人数'}}", "{人数: 10}", UNMET, None, NO),
        ("{人数: {equals: '@研发人数'}}", "{人数: 11}", UNMET, None, NO),
        ("{人数: {equals: '@研发人数'}}", "{}", UNKNOWN, None, missing("人数", "研发人数")),
        ("{人数: {between: [1 人, '@研发人数']}}", "{人数: 0}", UNMET, None, NO),
        ("{人数: {between: ['@研发人数', 9 人]}}", "{人数: 6, 研发人数: 4}", MET, 2, NO),
        ("{人数: {at_least: '@人数'}}", "{}", UNKNOWN, None, missing("人数")),
        ("{收入: {at_least: '@利润[2024]'}}", "{收入: 5 元, 利润: {2024: 6 元, 2025: 1 元}}", UNMET, -1, NO),
        ("{收入: {more_than: '@平均'}}", "{收入: {2023: 1 元, 2024: 1 元, 2025: 4 元}}", MET, 2, NO),
        ("{投产: {on_or_after: '@成立'}}", "{投产: 2020-01-03, 成立: 2020-01-01}", MET, 2, NO),
        ("{投产: {on_or_before: '@成立'}}", "{成立: 无}", UNMET, None, NO),
        ("{投产: {on_or_before: '@成立'}}", "{投产: 无}", UNMET, None, NO),
        ("{投产: {on_or_before: '@成立'}}", "{投产: 2020-01-01}", UNKNOWN, None, missing("成立")),
        ("{高新: {is: '@独立'}}", "{高新: 否, 独立: 无}", MET, None, NO),
        ("{领域: {equals: '@方向'}}", "{领域: ＡＢ, 方向: AB}", MET, None, NO),
        ("{领域: {equals: '@方向'}}", "{领域: 无, 方向: 无}", UNMET, None, NO),
        ("{领域: {equals: '@方向'}}", "{方向: 无}", UNMET, None, NO),
        ("{领域: {equals: '@方向'}}", "{}", UNKNOWN, None, missing("领域", "方向")),
        ("{类型: {includes: '@主类'}}", "{类型: [甲, 不全], 主类: 甲}", MET, None, NO),
        ("{类型: {includes: '@主类'}}", "{类型: [甲, 不全], 主类: 乙}", UNKNOWN, None, missing("类型")),
        ("{类型: {includes: '@主类'}}", "{类型: [甲, 不全]}", UNKNOWN, None, missing("类型", "主类")),
        ("{类型: {includes: '@主类'}}", "{类型: 无}", UNMET, None, NO),
        ("{行业: {within: '@主业'}}", "{行业: C2614, 主业: '26'}", MET, None, NO),
        ("{行业: {within: '@主业'}}", "{行业: '26', 主业: '2614'}", UNKNOWN, None, missing("行业")),
        ("{行业: {within: '@主业'}}", "{行业: '27', 主业: '2614'}", UNMET, None, NO),
        ("{行业: {within: '@主业'}}", "{行业: '27'}", UNKNOWN, None, missing("主业")),
        ("{among: {in: 成员, at_least: '@应有'}}", "{成员: [{单位名称: A}], 应有: 2}", UNMET, -1, NO),
        ("{among: {in: 成员, at_most: '@应有'}}", "{成员: [{单位名称: A}]}", UNKNOWN, None, missing("应有")),
    ],
)
def test_another_fact_of_the_case(require: str, stated: str, truth: Truth, gap: Any, causes: Any) -> None:
    (leaf,) = judged(require, stated).criteria[0].require
    assert (leaf.outcome.truth, leaf.outcome.gap, leaf.outcome.causes) == (truth, gap, causes)


def test_the_enclosing_case_is_told_as_such_from_within_and_plainly_from_without() -> None:
    require = "{among: {in: 成员, every: {人数: {at_most: '@上级.人数'}}}}"
    found = judged(require, "成员: [{单位名称: A, 人数: 5}, {单位名称: B}]").criteria[0]
    (leaf,) = found.require
    assert [one.causes for one in leaf.members] == [missing("上级.人数"), missing("上级.人数", "人数")]
    assert found.causes == missing("人数", "成员[B]/人数")


ROLE = """\
id: t/role
title: 成员
kind: reference
authority: 机关
role: 成员
base_year: 2024
criteria:
  - {id: MC-01, title: 条件, require: {收入: {at_least: '@上级.收入'}}, basis: {source: s}}
  - {id: MC-02, title: 条件, require: {行业: {within: '@上级.主业'}}, basis: {source: s}}
"""


def test_a_role_reads_the_enclosing_case_in_its_own_year() -> None:
    """A number the applicant stated without a year is of the applicant's base year, and of no other."""
    role = RuleSet.model_validate(yaml.safe_load(ROLE))
    require = "{among: {in: 成员, every: {meets: t/role}}}"
    members = "成员: [{单位名称: A, 收入: {2024: 5 元}, 行业: '2614'}]"
    found = judged(require, f"{{收入: {{2024: 5 元}}, 主业: '26', {members}}}", rule_sets={"t/role": role})
    assert found.criteria[0].status is Status.MET
    found = judged(require, f"{{收入: 5 元, 主业: 无, {members}}}", rule_sets={"t/role": role})
    assert found.criteria[0].status is Status.UNMET
    found = judged(require, f"{{收入: 5 元, 主业: '26', {members}}}", rule_sets={"t/role": role})
    assert found.criteria[0].causes == missing("收入[2024]")


def test_a_role_assessed_alone_misses_the_enclosing_case() -> None:
    role = RuleSet.model_validate(yaml.safe_load(ROLE))
    alone = replace(scene("{收入: {2024: 5 元}, 行业: '26'}"), rule_set=role)
    assert [one.causes for one in judge(alone).criteria] == [missing("上级.收入[2024]"), missing("上级.主业")]


# --- years --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("quantifier", "stated", "status", "causes"),
    [
        ("some: {收入: {at_least: 3 元}}", "{2023: 1 元, 2024: 3 元}", Status.MET, NO),
        ("some: {收入: {at_least: 3 元}}", "{2023: 1 元, 2025: 2 元}", Status.UNKNOWN, missing("收入[2024]")),
        ("every: {收入: {at_least: 3 元}}", "{2023: 1 元}", Status.UNMET, NO),
        ("every: {收入: {at_least: 3 元}}", "{2023: 3 元, 2024: 3 元, 2025: 3 元}", Status.MET, NO),
        ("at_least: 2 年, where: {收入: {at_least: 3 元}}", "{2023: 3 元, 2025: 3 元}", Status.MET, NO),
        ("at_least: 2, where: {收入: {at_least: 3 元}}", "{2023: 3 元, 2025: 1 元}", Status.UNKNOWN, missing("收入[2024]")),
        ("at_most: 1 年, where: {收入: {at_least: 3 元}}", "{2023: 1 元, 2025: 1 元}", Status.MET, NO),
        ("at_most: 1 年, where: {收入: {at_least: 3 元}}", "{2023: 3 元, 2025: 4 元}", Status.UNMET, NO),
        ("every: {收入: {at_least: '@收入[2023]'}}", "{2023: 3 元, 2024: 4 元, 2025: 3 元}", Status.MET, NO),
        ("every: {收入: {at_least: '@净额'}}", "{2023: 3 元, 2024: 4 元, 2025: 3 元}", Status.UNKNOWN,
         missing("利润[2023]", "利润[2024]", "利润[2025]")),
        ("every: {平均: {at_least: 2 元}}", "{2023: 1 元, 2024: 1 元, 2025: 4 元}", Status.MET, NO),
    ],
)  # fmt: skip
def test_years(quantifier: str, stated: str, status: Status, causes: Any) -> None:
    found = judged(f"{{among: {{years: 近3年, {quantifier}}}}}", f"收入: {stated}").criteria[0]
    assert (found.status, found.causes) == (status, causes)


def test_years_that_are_fixed_and_years_within_members() -> None:
    fixed = "{among: {years: 2022..2023, every: {收入: {at_least: 3 元}}}}"
    assert judged(fixed, "收入: {2022: 3 元}").criteria[0].causes == missing("收入[2023]")
    assert judged("{among: {years: '2022', some: {收入: {at_least: 3 元}}}}", "收入: 3 元").criteria[
        0
    ].causes == missing("收入[2022]")
    inner = "{among: {in: 成员, some: {among: {years: 近2年, every: {收入: {at_least: '@上级.收入'}}}}}}"
    stated = "{收入: {2024: 1 元, 2025: 2 元}, 成员: [{单位名称: A, 收入: {2024: 1 元, 2025: 1 元}}]}"
    assert judged(inner, stated).criteria[0].status is Status.UNMET
    outer = "{among: {years: 近2年, every: {among: {in: 成员, some: {收入: {at_least: 3 元}}}}}}"
    assert judged(outer, "成员: [{单位名称: A, 收入: {2024: 3 元}}]").criteria[0].causes == missing(
        "成员[A]/收入[2025]"
    )


def test_the_leaves_of_at_most_are_told_under_not() -> None:
    found = judged(
        "{among: {years: 近2年, at_most: 1 年, where: {收入: {at_least: 3 元}}}}", "收入: {2024: 5 元, 2025: 3 元}"
    )
    told = [leaf for leaf in found.criteria[0].require if not leaf.whole]
    assert [(leaf.what, leaf.outcome.truth) for leaf in told] == [("收入[2024]", UNMET), ("收入[2025]", UNMET)]
    assert all(leaf.flipped for leaf in told)
    assert [leaf.outcome.gap for leaf in told] == [Fraction(-2), Fraction(0)]


# --- windows ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "members", "truth", "causes"),
    [
        ("at_least: 1", "{单位名称: A, 成立: 2023-03-01}", MET, NO),
        ("at_least: 1", "{单位名称: A, 成立: 2023-02-28}", UNMET, NO),
        ("at_least: 1", "{单位名称: A, 成立: 2026-03-02}", UNMET, NO),
        ("at_least: 1", "{单位名称: A, 成立: 无}", UNMET, NO),
        ("at_least: 1", "{单位名称: A}", UNKNOWN, missing("成员[A]/成立")),
        ("some: {高新: {is: true}}", "{单位名称: A, 高新: 否}", UNMET, NO),
        ("some: {高新: {is: true}}", "{单位名称: A, 成立: 2025-01-01}", UNKNOWN, missing("成员[A]/高新")),
        ("every: {高新: {is: true}}", "{单位名称: A, 成立: 无, 高新: 否}", MET, NO),
        ("every: {高新: {is: true}}", "{单位名称: A, 成立: 2020-01-01}", MET, NO),
        ("every: {高新: {is: true}}", "{单位名称: A, 成立: 2025-01-01, 高新: 否}", UNMET, NO),
        ("every: {高新: {is: true}}", "{单位名称: A, 高新: 否}", UNKNOWN, missing("成员[A]/成立")),
        ("every: {高新: {is: true}}", "{单位名称: A, 高新: 是}", MET, NO),
    ],
)
def test_members_within_a_window(body: str, members: str, truth: Truth, causes: Any) -> None:
    (leaf,) = judged(f"{{among: {{in: 成员, within: 3 年, {body}}}}}", f"成员: [{members}]").criteria[0].require
    assert (leaf.outcome.truth, leaf.outcome.causes) == (truth, causes)


# --- tables -------------------------------------------------------------------------------------------------------

TIERS = """\
下限:
  unit: 万元
  values:
    - table:
        - {when: {高新: {is: true}}, value: 3000}
        - {when: {独立: {is: true}}, value: unknown}
        - {when: {领域: {equals: 甲}}, value: '@利润'}
        - {otherwise: 5000}
      basis: {source: s}
"""


@pytest.mark.parametrize(
    ("stated", "truth", "gap", "causes"),
    [
        ("{高新: 是, 收入: 3001 万元}", MET, 10**4, NO),
        ("{高新: 否, 独立: 否, 领域: 乙, 收入: 3001 万元}", UNMET, -1999 * 10**4, NO),
        ("{独立: 否, 领域: 乙, 收入: 2999 万元}", UNMET, None, NO),
        ("{独立: 否, 领域: 乙, 收入: 5000 万元}", MET, None, NO),
        ("{独立: 否, 领域: 乙, 收入: 4000 万元}", UNKNOWN, None, missing("高新")),
        ("{高新: 否, 独立: 是, 收入: 4000 万元}", UNKNOWN, None, unpublished("下限")),
        ("{高新: 否, 收入: 4000 万元}", UNKNOWN, None, missing("独立", "领域", "利润[2025]") | unpublished("下限")),
        ("{高新: 否, 独立: 否, 领域: 甲, 利润: 4000 万元, 收入: 4000 万元}", MET, 0, NO),
        ("{高新: 否, 独立: 否, 领域: 甲}", UNKNOWN, None, missing("收入[2025]", "利润[2025]")),
    ],
)
def test_a_parameter_in_tiers(stated: str, truth: Truth, gap: Any, causes: Any) -> None:
    found = judged("{收入: {at_least: $下限}}", stated, parameters=yaml.safe_load(TIERS))
    (leaf,) = found.criteria[0].require
    assert (leaf.outcome.truth, leaf.outcome.gap, leaf.outcome.causes) == (truth, gap, causes)


def test_a_table_is_read_for_the_case_that_is_compared_and_a_setting_stands_for_everybody() -> None:
    require = "{among: {in: 成员, at_most: 0, where: {收入: {at_least: $下限}}}}"
    of_members = scene(
        "{高新: 是, 成员: [{单位名称: A, 高新: 否, 独立: 否, 领域: 乙, 收入: 4000 万元}]}",
        criteria=[criterion(require)],
        parameters=yaml.safe_load(TIERS),
    )
    assert judge(of_members).criteria[0].status is Status.MET
    assert judge(replace(of_members, settings={"下限": "4000 万元"})).criteria[0].status is Status.UNMET


def test_the_version_in_force_is_the_one_applied() -> None:
    versions = [
        criterion("{人数: {at_least: 5 人}}", effective={"to": date(2025, 12, 31)}),
        criterion("{人数: {at_least: 9 人}}", effective={"from": date(2026, 1, 1)}),
    ]
    for on, status in ((date(2025, 12, 31), Status.MET), (date(2026, 1, 1), Status.UNMET)):
        (found,) = judge(scene("{人数: 7}", criteria=versions, on=on)).criteria
        assert found.status is status
