"""核实: which stated values may be marked 自报 or 已核实, what is refused, and where the mark shows."""

import json
from pathlib import Path

import pytest

from engine.load.library import Library
from engine.report import json_text, markdown, terminal
from schemas.assessment import Assessment
from schemas.case import Assurance
from schemas.diagnostic import Severity
from tests.rulebook import HEAD, SCHEME, Desk, demand, desk
from tests.small_library import case, refusals

REPORTED, VERIFIED = Assurance.SELF_REPORTED, Assurance.VERIFIED
RULES = (
    HEAD
    + "criteria:\n"
    + demand("{职工总数: {at_least: 20 人}}", name="A-01")
    + demand("{年销售收入: {at_least: 3000 万元}}", name="A-02")
    + demand("{all: [{'年销售收入[2024]': {at_least: 1 元}}, {研发投入强度: {at_least: 3%}}]}", name="A-03")
    + demand("{judged: 好}", name="A-04", more="when: {单位类型: {includes: 高等院校}}")
    + demand("{among: {in: 骨干企业, at_least: 1 家, where: {职工总数: {at_least: 5 人}}}}", name="A-05")
    + demand("{'年销售收入[2025]': {at_least: $下限}}", name="A-06")
)
PARAMETERS = "parameters: {下限: {unit: 万元, values: [{value: unknown, basis: {source: rules}}]}}\n"
FORM = "写成「核实: {年销售收入: 已核实, 职工总数: 自报}」，某一年的写「年销售收入: {2025: 已核实}」"
ONLY = "写「自报」或「已核实」；没有说明的留空"
PROFILE = """\
单位类型: 企业
职工总数: 19 人
年销售收入: {2024: 100 万元, 2025: 3000 万元}
研发投入: 10 万元
骨干企业: [{单位名称: 甲, 职工总数: 4 人}]
"""


@pytest.fixture(scope="module", name="room")
def _room(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return desk(tmp_path_factory.mktemp("rules"), RULES.replace("criteria:", PARAMETERS + "criteria:", 1))


@pytest.fixture(scope="module", name="library")
def _library(room: Desk) -> Library:
    return room.book


# --- what a profile says ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", {}),
        ("核实:", {}),
        ("核实: {}", {}),
        ("核实: {职工总数: }", {}),
        ("核实: {职工总数: 自报}", {"staff": REPORTED}),
        ("' 核实': {staff: ' 已核实'}", {"staff": VERIFIED}),
        ("核实: {骨干企业: 已核实, 单位类型: 自报}", {"backbone": VERIFIED, "kinds": REPORTED}),
        ("核实: {年销售收入: 自报}", {"sales[2024]": REPORTED, "sales[2025]": REPORTED}),
        ("核实: {'年销售收入[2025]': 已核实}", {"sales[2025]": VERIFIED}),
        ("核实: {'年销售收入［2025年］': 已核实}", {"sales[2025]": VERIFIED}),
        ("核实: {年销售收入: {2024年: 自报, 2025: }}", {"sales[2024]": REPORTED}),
        (
            "核实: {'年销售收入[2025]': 已核实, 年销售收入: 自报}",
            {"sales[2024]": REPORTED, "sales[2025]": VERIFIED},
        ),
        ("核实: {研发投入: 自报}", {"rd": REPORTED}),  # of the base year, whichever that is
        ("核实: {'研发投入[2025]': 自报}", {"rd[2025]": REPORTED}),
    ],
)
def test_marks_are_read(library: Library, text: str, expected: dict[str, Assurance]) -> None:
    found = case(PROFILE + text, library)
    assert found.assurances == expected
    assert found.warnings == ()


@pytest.mark.parametrize(
    ("text", "place", "code", "message", "remedy"),
    [
        ("核实: 已核实", "6:5", "E2212", "「核实」之下须逐个字段写", FORM),
        ("核实: [职工总数]", "6:5", "E2212", "「核实」之下须逐个字段写", FORM),
        (
            "核实: {职工总数: {2025: 自报}}",
            "6:6",
            "E2212",
            "核实「职工总数」之下不能再分项",
            "直接写「自报」或「已核实」",
        ),
        (
            "核实: {'年销售收入[2025]': {2025: 自报}}",
            "6:6",
            "E2212",
            "核实「年销售收入[2025]」之下不能再分项",
            "直接写「自报」或「已核实」",
        ),
        ("核实: {年销售收入: {上年: 自报}}", "6:14", "E2212", "核实「年销售收入」之下的「上年」不是年份", FORM),
        ("核实: {职工总数: 是}", "6:12", "E2213", "核实「职工总数」写的「是」不是「自报」也不是「已核实」", ONLY),
        (
            "核实: {年销售收入: {2025: 已核}}",
            "6:20",
            "E2213",
            "核实「年销售收入[2025]」写的「已核」不是「自报」也不是「已核实」",
            ONLY,
        ),
        ("核实: {职工总数: [自报]}", "6:12", "E2213", "核实「职工总数」写成了列表", "只写「自报」或「已核实」"),
        ("核实: {职工总书: 自报}", "6:6", "E2214", "没有字段「职工总书」，不能标注核实", "是否想写 职工总数？"),
        ("核实: {'※': 自报}", "6:6", "E2214", "没有字段「※」，不能标注核实", "照抄上面填写的字段名"),
        (
            "核实: {'职工总数[2025]': 自报}",
            "6:6",
            "E2214",
            "职工总数不按年度填报，不能标注 2025 年的",
            "写「职工总数」，去掉年度",
        ),
        (
            "核实: {'骨干企业[甲]/职工总数': 自报}",
            "6:6",
            "E2214",
            "核实「骨干企业[甲]/职工总数」不是一个字段",
            "写申报单位自己的字段名，年度写在方括号里；列表的成员不逐个标注",
        ),
        (
            "核实: {'年销售收入[上年]': 自报}",
            "6:6",
            "E2214",
            "核实「年销售收入[上年]」不是一个字段",
            "写申报单位自己的字段名，年度写在方括号里；列表的成员不逐个标注",
        ),
        (
            "核实:\n  职工总数: 自报\n  staff: 已核实",
            "8:3",
            "E2003",
            "核实「职工总数」写了两处，第 7 行已写过",
            "只留一处",
        ),
        (
            "核实:\n  年销售收入: {2025: 自报}\n  年销售收入[2025]: 自报",
            "8:3",
            "E2003",
            "核实「年销售收入[2025]」写了两处，第 7 行已写过",
            "只留一处",
        ),
    ],
)
def test_what_marks_nothing_clear_is_refused_at_its_place(
    library: Library, text: str, place: str, code: str, message: str, remedy: str
) -> None:
    assert refusals(PROFILE + text, library) == [(place, code, message, remedy)]


@pytest.mark.parametrize(
    ("text", "code", "place", "message"),
    [
        ("核实: {设备原值: 自报}", "W2211", "6:6", "「设备原值」没有填报，标注核实没有作用"),
        ("核实: {净利润: 自报}", "W2211", "6:6", "「净利润」没有填报，标注核实没有作用"),
        ("核实: {年销售收入: {2023: 自报}}", "W2211", "6:14", "「年销售收入[2023]」没有填报，标注核实没有作用"),
        ("核实: {研发投入强度: 已核实}", "W2212", "6:6", "「研发投入强度」由其他字段算出，不单独标注核实"),
    ],
)
def test_a_mark_on_what_was_not_stated_is_warned_of(
    library: Library, text: str, code: str, place: str, message: str
) -> None:
    found = case(PROFILE + text, library)
    (warning,) = found.warnings
    assert (warning.code, str(warning.place), warning.message) == (code, f"案卷.yaml:{place}", message)
    assert warning.severity is Severity.WARNING
    assert warning.remedy
    assert found.assurances == {}


def test_warnings_come_in_the_order_of_the_document(library: Library) -> None:
    text = PROFILE + "核实: {设备原值: 自报, 职工总数: 自报}\n材料: {族谱: 有}"
    assert [one.code for one in case(text, library).warnings] == ["W2211", "W2210"]


# --- where it shows ---------------------------------------------------------------------------------------------


def marks(assessment: Assessment) -> dict[str, Assurance | None]:
    """What stands at each fact that a condition looks at."""
    return {
        condition.fact: condition.assurance
        for criterion in assessment.criteria
        for condition in (*criterion.when, *criterion.conditions)
        if condition.fact is not None
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("核实: {职工总数: 自报}", {"职工总数": REPORTED}),
        ("核实: {年销售收入: 已核实}", {"年销售收入[2024]": VERIFIED, "年销售收入[2025]": VERIFIED}),
        ("核实: {'年销售收入[2024]': 已核实}", {"年销售收入[2024]": VERIFIED}),
        ("核实: {骨干企业: 已核实}", {"骨干企业": VERIFIED}),
        ("核实: {单位类型: 已核实}", {"单位类型": VERIFIED}),
        ("核实: {研发投入: 已核实}", {}),  # the ratio is computed, and has other parts
    ],
)
def test_a_mark_stands_at_the_value_it_is_on(room: Desk, text: str, expected: dict[str, Assurance]) -> None:
    found = {fact: mark for fact, mark in marks(room.assessment(PROFILE + text)).items() if mark is not None}
    assert found == expected


def test_a_number_without_a_year_is_marked_as_the_base_years(room: Desk) -> None:
    base = PROFILE.replace("{2024: 100 万元, 2025: 3000 万元}", "3000 万元")
    for mark in ("年销售收入", "年销售收入[2025]"):
        found = marks(room.assessment(f"{base}核实: {{'{mark}': 已核实}}"))
        assert found["年销售收入[2025]"] is VERIFIED
        assert found["年销售收入[2024]"] is None
    assert marks(room.assessment(f"{base}核实: {{'年销售收入[2024]': 已核实}}"))["年销售收入[2024]"] is None


def test_whom_a_rule_set_is_for_is_marked_too(tmp_path: Path) -> None:
    head = HEAD + "when: {单位类型: {includes: 高等院校}}\n"
    room = desk(tmp_path, head + "criteria:\n" + demand("{judged: 好}"))
    profile = {"单位类型": "企业", "核实": {"单位类型": "已核实"}}
    (condition,) = room.assessment(profile).when
    assert condition.assurance is VERIFIED
    assert "（实际 企业〔已核实〕）" in terminal.render(room.result(profile), 100).plain()


def test_what_members_state_is_not_marked(room: Desk) -> None:
    """A member's fact of the same name is not the applicant's."""
    assessment = room.assessment(PROFILE + "核实: {职工总数: 已核实}")
    (listed,) = (one.conditions[0] for one in assessment.criteria if one.id == "A-05")
    assert listed.members[0].conditions[0].assurance is None


def test_marks_change_nothing_else(room: Desk) -> None:
    plain = room.assessment(PROFILE)
    marked = room.assessment(PROFILE + "核实: {职工总数: 已核实, 年销售收入: 自报}")
    assert json.loads(marked.model_dump_json().replace('"verified"', "null").replace('"self_reported"', "null")) == (
        json.loads(plain.model_dump_json())
    )


def test_every_format_shows_the_mark_beside_the_value(room: Desk) -> None:
    result = room.result(PROFILE + "核实: {职工总数: 自报, 年销售收入: 已核实, 单位类型: 自报}", schemes=[SCHEME])
    page, document = terminal.render(result, 200).plain(), markdown.render(result)
    for told in ("19 人〔自报〕", "实际 3000 万元〔已核实〕，恰好等于", "1000000 元〔已核实〕；", "企业〔自报〕"):
        assert told in page
        assert told in document.replace("满足，", "")
    assert "（年销售收入[2025] 3000 万元〔已核实〕）" in page
    carried = json.loads(json_text.render(result))["assessments"][0]["criteria"][0]["conditions"][0]
    assert (carried["actual"], carried["assurance"]) == ("19 人", "self_reported")
