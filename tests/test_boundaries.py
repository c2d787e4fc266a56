"""The boundary file: each edge of the rules, from a written profile to the published result."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from engine.errors import InputError
from schemas.finding import Status, Truth, Verdict
from tests.rulebook import ON, Desk, demanding, desk

MET, UNMET, UNKNOWN = Status.MET, Status.UNMET, Status.UNKNOWN


def ask(folder: Path, require: str) -> Desk:
    """A rule book with one criterion."""
    return desk(folder, demanding(require))


def check(
    room: Desk,
    profile: dict[str, Any],
    status: Status,
    gap: str | None = None,
    unit: str | None = None,
    *,
    on: date = ON,
    missing: tuple[str, ...] = (),
) -> None:
    """The status of the criterion, the gap of its only leaf with its unit, and what is missing."""
    criterion = room.criterion(profile, on=on)
    (leaf,) = criterion.conditions
    assert criterion.status is status
    assert leaf.gap == gap
    assert gap is None or leaf.unit == unit
    assert criterion.missing_facts == missing


# --- 29,999,999.99 元 against 3000 万元 -------------------------------------------------------------------------

SHORT, SAME, OVER = "29,999,999.99 元", "3000 万元", "30000000.01元"


@pytest.mark.parametrize(
    ("operator", "amount", "status", "gap"),
    [
        ("at_least", SHORT, UNMET, "-0.000001"),
        ("at_least", SAME, MET, "0"),
        ("at_least", OVER, MET, "0.000001"),
        ("more_than", SHORT, UNMET, "-0.000001"),
        ("more_than", SAME, UNMET, "0"),
        ("more_than", OVER, MET, "0.000001"),
        ("at_most", SHORT, MET, "0.000001"),
        ("at_most", SAME, MET, "0"),
        ("at_most", OVER, UNMET, "-0.000001"),
        ("less_than", SHORT, MET, "0.000001"),
        ("less_than", SAME, UNMET, "0"),
        ("less_than", OVER, UNMET, "-0.000001"),
        ("equals", SHORT, UNMET, "-0.000001"),
        ("equals", SAME, MET, "0"),
    ],
)
@pytest.mark.parametrize("fact", ["年销售收入", "设备原值"])
def test_a_cent_short_of_thirty_million(
    tmp_path: Path, fact: str, operator: str, amount: str, status: Status, gap: str
) -> None:
    check(ask(tmp_path, f"{{{fact}: {{{operator}: 3000 万元}}}}"), {fact: amount}, status, gap, "万元")


@pytest.mark.parametrize(
    "amount",
    ["29,999,999.99 元", "２９９９９９９９．９９元", "2999.999999 万元", "0.2999999999亿元", "29999.99999 千元"],
)
def test_a_cent_short_in_every_spelling(tmp_path: Path, amount: str) -> None:
    room = ask(tmp_path, "{年销售收入: {at_least: 3000 万元}}")
    (leaf,) = room.criterion({"年销售收入": amount}).conditions
    assert (leaf.status, leaf.actual, leaf.required) == (Truth.UNMET, "2999.999999 万元", "不低于 3000 万元")
    assert leaf.says == "还差 0.000001 万元"


def test_less_than_a_cent_is_refused_never_rounded(tmp_path: Path) -> None:
    room = ask(tmp_path, "{年销售收入: {at_least: 3000 万元}}")
    with pytest.raises(InputError, match="E2105"):
        room.criterion({"年销售收入": "29,999,999.995 元"})


# --- 2.9999 % against 3 % ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("spent", "sold", "operator", "status", "gap"),
    [
        ("299.99 万元", "1 亿元", "at_least", UNMET, "-0.0001"),
        ("300 万元", "1 亿元", "at_least", MET, "0"),
        ("300 万元", "1 亿元", "more_than", UNMET, "0"),
        ("300.01 万元", "1 亿元", "more_than", MET, "0.0001"),
        ("2999999.99 元", "1 亿元", "at_least", UNMET, "-0.00000001"),
        ("3 元", "100.01 元", "at_least", UNMET, "-0.0003"),
        ("3 元", "99.99 元", "more_than", MET, "0.0003"),
        ("1 元", "3 元", "at_most", UNMET, "-30.33"),
    ],
)
def test_a_ratio_just_below_three_percent(
    tmp_path: Path, spent: str, sold: str, operator: str, status: Status, gap: str
) -> None:
    room = ask(tmp_path, f"{{研发投入强度: {{{operator}: 3%}}}}")
    criterion = room.criterion({"研发投入": spent, "年销售收入": sold})
    (leaf,) = criterion.conditions
    assert (criterion.status, leaf.unit) == (status, "个百分点")
    assert leaf.gap == gap
    assert (leaf.actual == "3%") is (gap == "0")


@pytest.mark.parametrize(
    ("stated", "operator", "status", "gap"),
    [
        ("2.9999%", "at_least", UNMET, "-0.0001"),
        ("3%", "at_least", MET, "0"),
        ("3.00%", "more_than", UNMET, "0"),
        ("3.0001 %", "more_than", MET, "0.0001"),
        ("２．９９９９％", "at_least", UNMET, "-0.0001"),
    ],
)
def test_a_stated_percentage_just_below_three(
    tmp_path: Path, stated: str, operator: str, status: Status, gap: str
) -> None:
    room = ask(tmp_path, f"{{研发投入强度: {{{operator}: 3%}}}}")
    check(room, {"研发投入强度": stated}, status, gap, "个百分点")


@pytest.mark.parametrize("bare", ["3", "0.03", 3, 0.03])
def test_a_percentage_without_its_sign_is_refused(tmp_path: Path, bare: object) -> None:
    with pytest.raises(InputError, match="E2103"):
        ask(tmp_path, "{研发投入强度: {at_least: 3%}}").criterion({"研发投入强度": bare})


# --- zero and negative denominators -----------------------------------------------------------------------------


@pytest.mark.parametrize("profit", ["0 元", "-1 元", "-0.01 元"])
@pytest.mark.parametrize("operator", ["at_least", "at_most", "less_than", "equals"])
def test_a_ratio_over_nothing_or_less_is_undefined(tmp_path: Path, operator: str, profit: str) -> None:
    room = ask(tmp_path, f"{{研发利润比: {{{operator}: 0}}}}")
    assessment = room.assessment({"研发投入": "5 万元", "净利润": profit})
    (criterion,) = assessment.criteria
    assert criterion.status is UNKNOWN
    assert criterion.undefined == ("研发利润比[2025]",)
    assert criterion.missing_facts == ()
    assert criterion.conditions[0].gap is None
    assert assessment.verdict is Verdict.NEEDS_JUDGEMENT


def test_nothing_over_something_is_zero(tmp_path: Path) -> None:
    room = ask(tmp_path, "{研发投入强度: {at_least: 3%}}")
    check(room, {"研发投入": "0 元", "年销售收入": "5 元"}, UNMET, "-3", "个百分点")
    check(room, {"研发投入": "0 元", "年销售收入": "0"}, UNKNOWN)


def test_a_loss_is_a_number_like_any_other(tmp_path: Path) -> None:
    room = ask(tmp_path, "{利润率: {more_than: 0%}}")
    check(room, {"净利润": "-1 元", "年销售收入": "8 元"}, UNMET, "-12.5", "个百分点")


# --- 29 February and windows ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "within", "event", "inside"),
    [
        ("2026-03-01", "3 年", "2023-03-01", True),
        ("2026-03-01", "3 年", "2023-02-28", False),
        ("2026-03-01", "3 年", "2026-03-01", True),
        ("2026-03-01", "3 年", "2026-03-02", False),
        ("2028-02-29", "3 年", "2025-02-28", True),
        ("2028-02-29", "3 年", "2025-02-27", False),
        ("2028-02-29", "3 年", "2028-02-29", True),
        ("2028-02-29", "4 年", "2024-02-29", True),
        ("2028-02-29", "4 年", "2024-02-28", False),
        ("2027-02-28", "3 年", "2024-02-29", True),
        ("2027-02-28", "3 年", "2024-02-28", True),
        ("2027-02-28", "3 年", "2024-02-27", False),
        ("2027-03-01", "3 年", "2024-02-29", False),
        ("2026-05-31", "3 个月", "2026-02-28", True),
        ("2026-05-31", "3 个月", "2026-02-27", False),
        ("2028-05-31", "3 个月", "2028-02-29", True),
        ("2028-05-31", "3 个月", "2028-02-28", False),
        ("2026-03-01", "1 天", "2026-02-28", True),
        ("2028-03-01", "1 天", "2028-02-29", True),
        ("2028-03-01", "1 天", "2028-02-28", False),
    ],
)
def test_an_event_on_the_first_day_of_a_window_and_the_day_before(
    tmp_path: Path, on: str, within: str, event: str, inside: bool
) -> None:
    room = ask(tmp_path, f"{{among: {{in: 失信记录, within: {within}, at_most: 0 条}}}}")
    day = date.fromisoformat(on)
    if inside:
        check(room, {"失信记录": [event]}, UNMET, "-1", "条", on=day)
    else:
        check(room, {"失信记录": event}, MET, "0", "条", on=day)


@pytest.mark.parametrize(
    ("on", "expires", "status", "gap"),
    [
        ("2028-02-29", "2028-02-29", MET, "0"),
        ("2028-02-29", "2028-02-28", UNMET, "-1"),
        ("2028-02-28", "2028-02-29", MET, "1"),
        ("2028-03-01", "2028-02-29", UNMET, "-1"),
        ("2027-03-01", "2027-02-28", UNMET, "-1"),
    ],
)
def test_a_certificate_is_valid_on_its_last_day(
    tmp_path: Path, on: str, expires: str, status: Status, gap: str
) -> None:
    room = ask(tmp_path, "{证书有效期至: {valid: true}}")
    check(room, {"证书有效期至": expires}, status, gap, "天", on=date.fromisoformat(on))


def test_29_february_of_a_common_year_is_no_day(tmp_path: Path) -> None:
    room = ask(tmp_path, "{证书有效期至: {valid: true}}")
    with pytest.raises(InputError, match="E2107"):
        room.criterion({"证书有效期至": "2027年2月29日"})


# --- 无 against blank -------------------------------------------------------------------------------------------

BLANKS: list[Any] = [None, "", "  ", "未填"]
"""How people leave something blank, apart from not writing it at all."""


@pytest.mark.parametrize(
    ("require", "fact", "with_none"),
    [
        ("{技术领域: {equals: 新材料}}", "技术领域", UNMET),
        ("{技术领域: {none_of: [新材料]}}", "技术领域", MET),
        ("{技术领域: {stated: true}}", "技术领域", MET),
        ("{证书有效期至: {valid: true}}", "证书有效期至", UNMET),
        ("{证书有效期至: {on_or_before: 2030-01-01}}", "证书有效期至", UNMET),
        ("{法人类型: {one_of: [企业法人]}}", "法人类型", UNMET),
        ("{单位类型: {includes: 企业}}", "单位类型", UNMET),
        ("{单位类型: {includes_any: [企业, 高等院校]}}", "单位类型", UNMET),
        ("{单位类型: {none_of: [企业]}}", "单位类型", MET),
        ("{among: {in: 失信记录, within: 3 年, at_most: 0 条}}", "失信记录", MET),
        ("{among: {in: 失信记录, at_least: 1 条}}", "失信记录", UNMET),
        ("{among: {in: 骨干企业, at_least: 1 家, where: {高新技术企业: {is: true}}}}", "骨干企业", UNMET),
        ("{among: {in: 骨干企业, every: {高新技术企业: {is: true}}}}", "骨干企业", MET),
        ("{among: {in: 骨干企业, some: {高新技术企业: {is: true}}}}", "骨干企业", UNMET),
        ("{高新技术企业: {is: true}}", "高新技术企业", UNMET),
        ("{高新技术企业: {is: false}}", "高新技术企业", MET),
    ],
)
def test_none_is_a_value_and_blank_is_not(tmp_path: Path, require: str, fact: str, with_none: Status) -> None:
    room = ask(tmp_path, require)
    assert room.criterion({fact: "无"}).status is with_none
    for profile in ({"单位名称": "示例"}, *({"单位名称": "示例", fact: blank} for blank in BLANKS)):
        criterion = room.criterion(profile)
        assert (criterion.status, criterion.missing_facts) == (UNKNOWN, (fact,))


def test_no_amount_is_zero_not_none(tmp_path: Path) -> None:
    room = ask(tmp_path, "{设备原值: {at_least: 1 元}}")
    with pytest.raises(InputError, match="E2112"):
        room.criterion({"设备原值": "无"})
    check(room, {"设备原值": "0"}, UNMET, "-1", "元")
    check(room, {"单位名称": "示例", "设备原值": ""}, UNKNOWN, missing=("设备原值",))


# --- 13 members of which 2 are unknown --------------------------------------------------------------------------


def thirteen(met: int, unknown: int) -> dict[str, Any]:
    """Thirteen enterprises: some that are high-tech, some that do not say, and the rest that are not."""
    answers = ["是"] * met + [None] * unknown + ["否"] * (13 - met - unknown)
    return {"骨干企业": [{"单位名称": f"示例{n}", "高新技术企业": answer} for n, answer in enumerate(answers, 1)]}


@pytest.mark.parametrize(
    ("met", "at_least", "status", "actual"),
    [
        (11, 14, UNMET, "11～13 家"),
        (11, 13, UNKNOWN, "11～13 家"),
        (11, 12, UNKNOWN, "11～13 家"),
        (11, 11, MET, "11～13 家"),
        (11, 10, MET, "11～13 家"),
        (10, 13, UNMET, "10～12 家"),
        (10, 12, UNKNOWN, "10～12 家"),
        (10, 11, UNKNOWN, "10～12 家"),
        (10, 10, MET, "10～12 家"),
        (9, 12, UNMET, "9～11 家"),
        (9, 11, UNKNOWN, "9～11 家"),
        (9, 10, UNKNOWN, "9～11 家"),
    ],
)
def test_thirteen_of_which_two_are_unknown(
    tmp_path: Path, met: int, at_least: int, status: Status, actual: str
) -> None:
    room = ask(tmp_path, f"{{among: {{in: 骨干企业, at_least: {at_least} 家, where: {{高新技术企业: {{is: true}}}}}}}}")
    criterion = room.criterion(thirteen(met, 2))
    (leaf,) = criterion.conditions
    assert criterion.status is status
    assert leaf.actual is not None
    assert leaf.actual.startswith(actual)
    assert leaf.gap is None
    unknown = tuple(sorted(f"骨干企业[示例{n}]/高新技术企业" for n in (met + 1, met + 2)))
    assert criterion.missing_facts == (unknown if status is UNKNOWN else ())
    assert [member.status for member in leaf.members].count(Truth.UNKNOWN) == 2


@pytest.mark.parametrize(("at_least", "status", "gap"), [(12, UNMET, "-1"), (11, MET, "0"), (10, MET, "1")])
def test_thirteen_of_which_none_is_unknown(tmp_path: Path, at_least: int, status: Status, gap: str) -> None:
    room = ask(tmp_path, f"{{among: {{in: 骨干企业, at_least: {at_least} 家, where: {{高新技术企业: {{is: true}}}}}}}}")
    check(room, thirteen(11, 0), status, gap, "家")


@pytest.mark.parametrize(
    ("operator", "listed", "status", "missing"),
    [
        ("at_least: 11 家", 11, MET, ()),
        ("at_least: 14 家", 11, UNKNOWN, ("骨干企业",)),
        ("at_most: 11 家", 11, UNKNOWN, ("骨干企业",)),
        ("at_most: 10 家", 11, UNMET, ()),
    ],
)
def test_an_open_list_of_thirteen(
    tmp_path: Path, operator: str, listed: int, status: Status, missing: tuple[str, ...]
) -> None:
    room = ask(tmp_path, f"{{among: {{in: 骨干企业, {operator}, where: {{高新技术企业: {{is: true}}}}}}}}")
    profile = thirteen(listed, 0)
    profile["骨干企业"].append("不全")
    check(room, profile, status, missing=missing)


# --- years ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stated", "on", "status", "missing"),
    [
        ({2025: "3000 万元"}, "2026-01-01", MET, ()),
        ({2025: "3000 万元"}, "2026-12-31", MET, ()),
        ({2025: "3000 万元"}, "2027-01-01", UNKNOWN, ("年销售收入[2026]",)),
        ({2024: "3000 万元", 2026: "3000 万元"}, "2026-12-31", UNKNOWN, ("年销售收入[2025]",)),
        ({2024: "9 亿元", 2025: "1 元", 2026: "9 亿元"}, "2026-12-31", UNMET, ()),
        ("3000 万元", "2026-01-01", MET, ()),
        ({2025: None, 2024: "3000 万元"}, "2026-01-01", UNKNOWN, ("年销售收入[2025]",)),
    ],
)
def test_the_base_year_is_the_year_before_and_no_other_stands_in(
    tmp_path: Path, stated: Any, on: str, status: Status, missing: tuple[str, ...]
) -> None:
    room = ask(tmp_path, "{年销售收入: {at_least: 3000 万元}}")
    criterion = room.criterion({"年销售收入": stated}, on=date.fromisoformat(on))
    assert (criterion.status, criterion.missing_facts) == (status, missing)
