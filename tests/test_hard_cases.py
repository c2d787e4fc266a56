"""Boundaries and traps, written by hand: the oracle and the inference executor both say what is written here."""

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from engine.compile import compile_program
from schemas.finding import CauseKind, Truth, Verdict
from tests.comparison import Causes, Told, engine_tells, oracle_tells
from tests.drawing.rules import MAIN, MEMBER
from tests.drawing.texts import as_yaml
from tests.drawing.worlds import Hearing, model_of
from tests.engine_door import desk
from tests.test_agreement import engine_judges, oracle_judges

Tree = dict[str, Any]
MET, UNMET, UNKNOWN = Truth.MET, Truth.UNMET, Truth.UNKNOWN
ON = date(2026, 3, 1)
LEAP_DAY = date(2028, 2, 29)


@dataclass(frozen=True)
class Case:
    """A condition, what an applicant states, and what must come of it."""

    require: Tree
    stated: Tree
    truth: Truth
    gap: Fraction | int | str | None = None
    causes: Causes = ()
    on: date = ON
    more: Tree = field(default_factory=dict)
    member: Tree = field(default_factory=dict)


def missing(*names: str) -> Causes:
    """Causes: facts that are not stated."""
    return tuple((CauseKind.MISSING_FACT, name) for name in sorted(names))


def unknown(name: str) -> Causes:
    """Cause: a parameter nobody knows."""
    return ((CauseKind.UNKNOWN_PARAMETER, name),)


def criterion(require: Tree, name: str = "TC-01", **more: Any) -> Tree:
    """A criterion."""
    return {"id": name, "title": "条件", "require": require, "basis": {"source": "test-source"}, **more}


def rule_set(name: str, *criteria: Tree, **more: Any) -> str:
    """A rule set's text."""
    written = {"id": name, "title": "试验", "kind": "reference", "authority": "试验机关", "criteria": list(criteria)}
    return as_yaml(written | more)


def judged(case: Case) -> list[Tree]:
    """What the two say."""
    found, expected = both(case)
    assert found is not None
    assert expected is not None
    return [found, expected]


def both(case: Case) -> tuple[Tree | None, Tree | None]:
    """What the two say, None for a profile that contradicts itself."""
    rule_sets = {MAIN: rule_set(MAIN, criterion(case.require), **case.more)}
    if case.member:
        rule_sets[MEMBER] = rule_set(MEMBER, role="骨干企业", **case.member)
    hearing = Hearing(case.on, as_yaml({"单位名称": "示例单位"} | case.stated), False, {}, None)
    expected = oracle_judges(model_of(rule_sets), hearing)
    with desk() as table:
        library = table.library(rule_sets)
        program = compile_program(library, MAIN, case.on)
        found = engine_judges(table, library, program, hearing)
    return (
        None if found is None else engine_tells(program, found),
        None if expected is None else oracle_tells(expected),
    )


def members(*some: Tree) -> Tree:
    """An applicant with a list."""
    return {"骨干企业": [{"单位名称": f"示例{number}"} | one for number, one in enumerate(some, 1)]}


def thirteen(least: int) -> Case:
    """13 members, of which 10 hold, 1 fails and 2 are unknown."""
    stated = members(*[{"独立法人": "是"}] * 10, {"独立法人": "否"}, {}, {})
    truth = MET if least <= 10 else UNKNOWN if least <= 12 else UNMET
    causes = missing("骨干企业[示例12]/独立法人", "骨干企业[示例13]/独立法人") if truth is UNKNOWN else ()
    require = {"among": {"in": "骨干企业", "at_least": f"{least} 家", "where": {"独立法人": {"is": True}}}}
    return Case(require, stated, truth, None, causes)


def records(within: str, *days: str, at_most: str = "0 条") -> tuple[Tree, Tree]:
    """Dated events in a window."""
    return {"among": {"in": "失信记录", "within": within, "at_most": at_most}}, {"失信记录": list(days)}


SALES = {"年销售收入": {"at_least": "3000 万元"}}
MORE_SALES = {"年销售收入": {"more_than": "3000 万元"}}
INTENSITY = {"研发投入强度": {"at_least": "3%"}}
ALL_EQUIPMENT = {"设备总值": {"at_least": "500 万元"}}
OPEN_FIELD = {"技术领域": {"one_of": ["新材料"], "open": True}}

CASES = {
    "one fen short": Case(SALES, {"年销售收入": {2025: "29,999,999.99元"}}, UNMET, "-0.01"),
    "just enough": Case(SALES, {"年销售收入": "0.3亿元"}, MET, 0),
    "just enough is not more": Case(MORE_SALES, {"年销售收入": "3000 万元"}, UNMET, 0),
    "another year never stands in": Case(
        SALES, {"年销售收入": {2024: "1 亿元"}}, UNKNOWN, None, missing("年销售收入[2025]")
    ),
    "a year by name": Case({"年销售收入[2024]": {"at_least": "3000 万元"}}, {"年销售收入": {2024: "1亿元"}}, MET, 7 * 10**7),
    "2.9999 %": Case(INTENSITY, {"研发投入": "29999元", "年销售收入": "1000000元"}, UNMET, "-0.0001"),
    "a third, exactly": Case(
        {"研发人员占比": {"at_least": "33.33%"}}, {"研发人员数": 1, "职工总数": 3}, MET, Fraction(1, 300)
    ),
    "denominator zero": Case(
        INTENSITY,
        {"研发投入": "1元", "年销售收入": "0元"},
        UNKNOWN,
        None,
        ((CauseKind.UNDEFINED, "研发投入强度[2025]"),),
    ),
    "denominator negative, numerator missing": Case(
        {"研发利润比": {"at_least": "1"}},
        {"净利润": "-1元"},
        UNKNOWN,
        None,
        ((CauseKind.UNDEFINED, "研发利润比[2025]"),),
    ),
    "denominator missing": Case(
        INTENSITY, {}, UNKNOWN, None, missing("研发投入[2025]", "年销售收入[2025]")
    ),
    "decided by the declared minimum": Case({"职工总数": {"at_least": "0 人"}}, {}, MET),
    "decided by the declared maximum": Case({"外资比例": {"more_than": "100%"}}, {}, UNMET),
    "a sum of which a part is enough": Case(ALL_EQUIPMENT, {"设备原值": "500 万元"}, MET),
    "a sum that cannot be enough": Case(
        {"设备总值": {"more_than": "600 万元"}}, {"设备原值": "100 万元"}, UNMET
    ),
    "a sum of which a part is missing": Case(
        ALL_EQUIPMENT, {"设备原值": "1 元"}, UNKNOWN, None, missing("在建设备原值")
    ),
    "between, at its end": Case({"场地面积": {"between": ["500 ㎡", "2000 ㎡"]}}, {"场地面积": "2000㎡"}, MET, 0),
    "between, short of it": Case(
        {"场地面积": {"between": ["500 ㎡", "2000 ㎡"]}}, {"场地面积": "499.99㎡"}, UNMET, "-0.01"
    ),
    "not at least is less than": Case({"not": SALES}, {"年销售收入": "3000万元"}, UNMET, 0),
    "an unknown threshold": Case(
        {"职工总数": {"at_least": "$标准"}},
        {},
        UNKNOWN,
        None,
        (*missing("职工总数"), *unknown("标准")),
        more={"parameters": {"标准": {"values": [{"value": "unknown", "basis": {"source": "test-source"}}]}}},
    ),
    "the last day is valid": Case({"证书有效期至": {"valid": True}}, {"证书有效期至": "2026-03-01"}, MET, 0),
    "a day too late": Case({"证书有效期至": {"valid": True}}, {"证书有效期至": "2026-02-28"}, UNMET, -1),
    "no certificate": Case({"证书有效期至": {"valid": True}}, {"证书有效期至": "无"}, UNMET),
    "certificate left blank": Case({"证书有效期至": {"valid": True}}, {}, UNKNOWN, None, missing("证书有效期至")),
    "an event on the first day": Case(*records("3 年", "2023-03-01"), UNMET, -1),
    "an event the day before": Case(*records("3 年", "2023-02-28"), MET, 0),
    "an event on the day itself": Case(*records("3 年", "2026-03-01"), UNMET, -1),
    "an event yet to come": Case(*records("3 年", "2026-03-02"), MET, 0),
    "29 February falls back": Case(*records("3 年", "2025-02-28"), UNMET, -1, on=LEAP_DAY),
    "29 February, a day before": Case(*records("3 年", "2025-02-27"), MET, 0, on=LEAP_DAY),
    "no events": Case(records("3 年")[0], {"失信记录": "无"}, MET, 0),
    "events left blank": Case(records("3 年")[0], {}, UNKNOWN, None, missing("失信记录")),
    "an open list without a hit": Case(*records("3 年", "2020-01-01", "不全"), UNKNOWN, None, missing("失信记录")),
    "13 members, at least 10": thirteen(10),
    "13 members, at least 11": thirteen(11),
    "13 members, at least 12": thirteen(12),
    "13 members, at least 13": thirteen(13),
    "every member of none": Case({"among": {"in": "骨干企业", "every": SALES}}, {"骨干企业": "无"}, MET, 0),
    "some member of none": Case({"among": {"in": "骨干企业", "some": SALES}}, {"骨干企业": []}, UNMET, -1),
    "a coarser region": Case({"注册地": {"within": "2201"}}, {"注册地": "220000"}, UNKNOWN, None, missing("注册地")),
    "outside an open list": Case(OPEN_FIELD, {"技术领域": "光电"}, UNKNOWN, None, ((CauseKind.PENDING_JUDGEMENT, "TC-01"),)),
    "outside an open list, accepted": Case(
        OPEN_FIELD, {"技术领域": "光电", "认定": {"TC-01": {"结论": "通过"}}}, MET
    ),
    "none of an open list": Case(OPEN_FIELD, {"技术领域": "无"}, UNMET),
    "open list and 不全": Case(
        {"单位类型": {"includes_any": ["科研院所"], "open": True}},
        {"单位类型": ["企业", "不全"]},
        UNKNOWN,
        None,
        missing("单位类型"),
    ),
    "full width": Case({"技术领域": {"equals": "ABC"}}, {"技术领域": " ＡＢＣ "}, MET),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_a_leaf_comes_to_what_is_written(case: Case) -> None:
    for told in judged(case):
        (leaf,) = told["leaves"]["TC-01 require"]
        assert isinstance(leaf, Told)
        gap = None if case.gap is None else Fraction(case.gap)
        assert (leaf.truth, leaf.gap, leaf.causes) == (case.truth, gap, tuple(sorted(case.causes)))
        assert told["criteria"]["TC-01"][0].value == case.truth.value


THIRD = {"研发人员数": 1, "职工总数": 3}
"""One in three."""
EQUIPMENT = {"设备原值": "5004999.99 元", "在建设备原值": "0 元"}


@pytest.mark.parametrize(
    ("parts", "stated", "agrees"),
    [
        (THIRD, {"研发人员占比": "33.3%"}, True),
        (THIRD, {"研发人员占比": "33%"}, True),
        (THIRD, {"研发人员占比": "33.30%"}, False),
        (THIRD, {"研发人员占比": "33.4%"}, False),
        (EQUIPMENT, {"设备总值": "500 万元"}, True),
        (EQUIPMENT, {"设备总值": "501 万元"}, False),
        (EQUIPMENT, {"设备总值": "500.50 万元"}, True),
        (EQUIPMENT, {"设备总值": "0.05 亿元"}, True),
        (EQUIPMENT, {"设备总值": "5005000 元"}, True),
        (EQUIPMENT, {"设备总值": "5005000.00 元"}, False),
    ],
)
def test_a_derived_fact_agrees_with_its_parts_to_the_digits_it_is_stated_with(
    parts: Tree, stated: Tree, agrees: bool
) -> None:
    """Whether or not the rules read it; otherwise the profile contradicts itself."""
    found, expected = both(Case({"独立法人": {"is": True}}, parts | stated, UNKNOWN))
    assert (found is not None, expected is not None) == (agrees, agrees)


# --- members under a rule set of their own ------------------------------------------------------------------------

SOME_PASS = {"among": {"in": "骨干企业", "some": {"meets": MEMBER}}}


def test_a_member_to_whom_the_rule_set_does_not_apply_is_left_out() -> None:
    """Such a member neither holds nor fails."""
    member = {"criteria": [criterion(SALES, "MC-01")], "when": {"独立法人": {"is": True}}}
    for require, truth, gap in (
        (SOME_PASS, UNMET, -1),
        ({"among": {"in": "骨干企业", "every": {"meets": MEMBER}}}, MET, 0),
    ):
        case = Case(require, members({"独立法人": "否", "年销售收入": "1 元"}), truth, gap, member=member)
        for told in judged(case):
            (leaf,) = told["leaves"]["TC-01 require"]
            assert (leaf.truth, leaf.gap, leaf.members[0][1]) == (truth, gap, None)
            assert told["verdict"] is (Verdict.ELIGIBLE if truth is MET else Verdict.INELIGIBLE)


def test_what_a_member_leaves_open_is_told_with_its_name() -> None:
    """Facts, parameters and 认定 alike."""
    values = [{"value": "unknown", "basis": {"source": "test-source"}}]
    member = {
        "criteria": [
            criterion({"judged": "领先"}, "MC-01"),
            criterion({"职工总数": {"at_least": "$成员标准"}}, "MC-02"),
        ],
        "parameters": {"成员标准": {"values": values}},
    }
    for told in judged(Case(SOME_PASS, members({}), UNKNOWN, member=member)):
        causes = told["criteria"]["TC-01"][-1]
        assert {name: kind for kind, name in causes} == {
            "骨干企业[示例1]/职工总数": CauseKind.MISSING_FACT,
            "骨干企业[示例1]/成员标准": CauseKind.UNKNOWN_PARAMETER,
            "骨干企业[示例1]/MC-01": CauseKind.PENDING_JUDGEMENT,
        }


def test_a_number_without_a_year_is_of_the_base_year_of_whichever_rule_set_reads_it() -> None:
    member = {"criteria": [criterion(SALES, "MC-01")], "base_year": 2024}
    for told in judged(Case(SOME_PASS, members({"年销售收入": "3000 万元"}), MET, member=member)):
        assert told["criteria"]["TC-01"][0].value == "met"


def test_what_any_open_track_of_a_member_lacks_may_still_decide() -> None:
    tracks = [
        {"id": name, "title": name, "criteria": [criterion({fact: {"is": True}}, number)]}
        for name, fact, number in (("one", "独立法人", "MC-01"), ("two", "高新技术企业", "MC-02"))
    ]
    for told in judged(Case(SOME_PASS, members({}), UNKNOWN, member={"criteria": [], "tracks": tracks})):
        assert told["criteria"]["TC-01"][-1] == missing("骨干企业[示例1]/独立法人", "骨干企业[示例1]/高新技术企业")
