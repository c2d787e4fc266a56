"""The oracle on other facts, years, windows and tables (ADR 5), against what its words come to by hand."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
import yaml

from schemas.finding import Status, Truth
from schemas.rule_set import RuleSet
from tests.oracle import judge
from tests.oracle.scene import NO_CAUSES as NO
from tests.oracle_examples import criterion, judged, missing, scene, unpublished

MET, UNMET, UNKNOWN = Truth.MET, Truth.UNMET, Truth.UNKNOWN


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
