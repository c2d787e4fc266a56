"""Reports, whole: the golden files in `good/` are read as a user would; `make golden` writes them anew."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from engine.report import json_text, markdown, terminal
from engine.report.outline import outline
from engine.report.page import Page
from schemas.assessment import Result
from tests.fair import PROFILE, REFERENCE, fair
from tests.golden import compare
from tests.rulebook import HEAD, MEMBER_HEAD, ON, SCHEME, Desk, demand, demanding, desk

GOOD = Path(__file__).resolve().parent / "good"
MEMBER_SET = f"{MEMBER_HEAD}criteria:\n" + demand("{职工总数: {at_least: 1 人}}", name="B-01")
BOTH = {"schemes": [SCHEME, "test/other"]}
WIDE = PROFILE.replace("申报类型: 跨区域合作\n", "").replace("示例[bold]公司|甲*乙*", "示例公司")
VARIANTS: dict[str, tuple[str, dict[str, Any]]] = {
    "fair": (PROFILE, BOTH),
    "traced": (PROFILE, {"schemes": [SCHEME], "trace": True}),
    "assumed": (WIDE, {"schemes": [SCHEME], "settings": {"销售下限": "2000 万元"}}),
    "reference": (WIDE, {"schemes": [REFERENCE]}),
    "excluded": ("单位名称: 示例大学\n单位类型: 高等院校\n法人类型: 事业单位法人\n", {"schemes": ["test/other"]}),
}


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The rule book with one of everything."""
    return fair(tmp_path_factory.mktemp("fair"))


def result_of(room: Desk, variant: str) -> Result:
    profile, options = VARIANTS[variant]
    return room.result(profile, **options)


@pytest.mark.parametrize(
    ("variant", "width"),
    [("fair", 80), ("fair", 120), ("traced", 80), *((name, 80) for name in ("assumed", "reference", "excluded"))],
)
def test_the_page_reads_well(room: Desk, variant: str, width: int, rewrite: bool) -> None:
    page = terminal.render(result_of(room, variant), width).plain()
    assert max(cell_len(line) for line in page.splitlines()) <= width
    compare(page, GOOD / f"{variant}-{width}.txt", rewrite)


@pytest.mark.parametrize("variant", VARIANTS)
def test_the_document_reads_well(room: Desk, variant: str, rewrite: bool) -> None:
    compare(markdown.render(result_of(room, variant)), GOOD / f"{variant}.md", rewrite)


def test_the_json_is_stable(room: Desk, rewrite: bool) -> None:
    text = json_text.render(result_of(room, "traced"))
    compare(text, GOOD / "traced.json", rewrite)
    assert Result.model_validate_json(text) == result_of(room, "traced")
    assert text == json_text.render(result_of(room, "traced"))


def test_the_same_is_told_in_every_format(room: Desk) -> None:
    result = result_of(room, "fair")
    page, document = terminal.render(result, 200).plain(), markdown.render(result)
    for criterion in result.assessments[0].criteria:
        shown = criterion.track in (None, "joint")
        assert (criterion.title in page) is (criterion.title in document) is shown
    for told in ("还差 1 人", "2999.999999 万元", "尚无。原则上", "至少还差 1 家", "所引条文未取得", "迁入本省"):
        assert told in page
        assert told in document


def test_every_unmet_and_open_criterion_is_told_with_its_clause(room: Desk) -> None:
    result = result_of(room, "fair")
    page = terminal.render(result, 200).plain()
    for criterion in result.assessments[0].criteria:
        if criterion.id in result.assessments[0].unmet:
            block = page.split(f"  {criterion.id}  ")[1].split("\n\n")[0]
            assert criterion.basis.title in block
            assert criterion.basis.clause is None or criterion.basis.clause in block


def test_no_colour_is_needed_and_names_are_no_markup(room: Desk) -> None:
    page = terminal.render(result_of(room, "fair"), 80)
    plain = page.plain()
    assert "示例[bold]公司|甲*乙*" in plain
    assert "\x1b" not in plain

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    coloured, piped = Terminal(), io.StringIO()
    page.print_to(coloured)
    page.print_to(piped)
    assert piped.getvalue() == plain
    assert "示例[bold]公司|甲*乙*" in coloured.getvalue()


def test_a_name_cannot_steer_the_terminal(room: Desk) -> None:
    result = result_of(room, "excluded")
    nasty = result.model_copy(update={"case": result.case.model_copy(update={"name": "甲\x1b[31m乙\u202e丙"})})
    assert "甲\ufffd[31m乙\ufffd丙" in terminal.render(nasty, 80).plain()


def test_a_nameless_case_and_a_scheme_left_out_are_told(room: Desk) -> None:
    result = room.result("单位类型: 企业\n", on=ON.replace(year=2020), schemes=["test/other"])
    stamp = result.assessments[0].rule_set
    left_out = result.model_copy(update={"not_in_force": (stamp,)})
    for text in (terminal.render(left_out, 80).plain(), markdown.render(left_out)):
        assert "（未填单位名称）" in text
        assert "试验基地（test/other）在基准日不生效，没有对照" in text


def test_an_eligible_case_says_so(tmp_path: Path) -> None:
    room = desk(tmp_path, demanding("{职工总数: {at_least: 20 人}}"))
    page = terminal.render(room.result({"职工总数": "20 人"}), 80).plain()
    assert "结论      符合\n概要      各项条件均已满足\n" in page


def test_what_keeps_the_scope_open_is_told(tmp_path: Path) -> None:
    room = desk(tmp_path, demanding("{职工总数: {at_least: 20 人}}", more="when: {高新技术企业: {is: true}}\n"))
    result = room.result({"职工总数": "20 人"})
    for text in (terminal.render(result, 80).plain(), markdown.render(result)):
        assert "是否适用本规则集" in text


def test_an_undefined_value_is_told_as_such(tmp_path: Path) -> None:
    room = desk(
        tmp_path,
        f"{HEAD}criteria:\n"
        + demand("{利润率: {at_least: 1%}}", more="force: preferred")
        + demand("{利润率: {at_least: 2%}}", name="A-02"),
    )
    page = terminal.render(room.result({"净利润": "1 元", "年销售收入": "0 元"}), 80).plain()
    assert "■ 无法计算（1 项）：分母不大于零" in page
    assert "待定  无法计算：利润率[2025]" in page


def test_a_bad_verdict_of_a_composite_tells_only_what_decided(tmp_path: Path) -> None:
    require = "{all: [{职工总数: {at_least: 20 人}}, {高新技术企业: {is: true}}]}"
    room = desk(tmp_path, f"{HEAD}criteria:\n" + demand(require, more="force: preferred"))
    page = terminal.render(room.result({"职工总数": "2 人", "高新技术企业": "是"}), 100).plain()
    assert "不满足  职工总数：实际 2 人，还差 18 人\n" in page


def test_members_that_fail_more_than_a_rule_set_say_so(tmp_path: Path) -> None:
    member = "{all: [{meets: test/member}, {高新技术企业: {is: true}}]}"
    texts = (demanding(f"{{among: {{in: 骨干企业, at_least: 1 家, where: {member}}}}}"), MEMBER_SET)
    members = [
        {"单位名称": "甲", "职工总数": "5 人", "高新技术企业": "否"},
        {"单位名称": "乙", "职工总数": "0 人", "高新技术企业": "是"},
    ]
    page = terminal.render(desk(tmp_path, *texts).result({"骨干企业": members}, schemes=[SCHEME]), 80).plain()
    assert "［不符合］甲\n            高新技术企业 为“是”（实际 否）：不满足\n" in page
    assert "［不符合］乙\n            B-01 条件 B-01：实际 0 人，还差 1 人\n              依据：《试验办法》" in page


def test_tracks_that_do_not_apply_are_named_and_not_compared(tmp_path: Path) -> None:
    when = "when: {高新技术企业: {is: true}}"
    tracks = f"tracks: [{{id: one, title: 甲类}}, {{id: two, title: 乙类, {when}}}]\n"
    room = desk(tmp_path, demanding("{职工总数: {at_least: 1 人}}", more=tracks))
    page = terminal.render(room.result({"职工总数": "1 人", "高新技术企业": "否"}), 80).plain()
    assert "■ 也可考虑的申报类型\n  不适用：乙类\n" in page


def test_a_scope_of_several_conditions_tells_what_was_stated(tmp_path: Path) -> None:
    when = "when: {any: [{高新技术企业: {is: true}}, {注册地: {within: '22'}}, {单位类型: {includes: 企业}}]}\n"
    room = desk(tmp_path, demanding("{职工总数: {at_least: 1 人}}", more=when))
    profile = {"高新技术企业": "否", "注册地": "110000", "单位类型": "无"}
    page = terminal.render(room.result(profile), 80).plain()
    assert "试验方案：不在适用范围之内（高新技术企业 否，注册地 北京市（11），单位类型" in page


def test_an_assumed_threshold_of_a_member_marks_the_verdict(tmp_path: Path) -> None:
    lines = "parameters: {线: {unit: 人, values: [{value: unknown, basis: {source: rules}}]}}\n"
    require = "{among: {in: 骨干企业, every: {职工总数: {at_least: $线}}}}"
    room = desk(tmp_path, demanding(require, more=lines))
    profile = {"骨干企业": [{"单位名称": "甲", "职工总数": "5 人"}]}
    (assessment,) = room.result(profile, settings={"线": "3 人"}).assessments
    assert outline(assessment).verdict == "符合（按假设）"


def test_a_page_is_never_too_narrow_to_read() -> None:
    page = Page(5)
    page.text("很长的一句话" * 10)
    assert page.width == 40
    assert all(cell_len(line) <= 40 for line in page.plain().splitlines())


def test_json_carries_what_section_7_names(room: Desk) -> None:
    result = json.loads(json_text.render(result_of(room, "fair")))
    (criterion,) = (one for one in result["assessments"][0]["criteria"] if one["id"] == "SY-02")
    assert criterion["conditions"] == [
        {
            "fact": "职工总数",
            "id": "staff",
            "operator": "at_least",
            "required": "不少于 20 人",
            "actual": "19 人",
            "low": "19",
            "high": "19",
            "status": "unmet",
            "gap": "-1",
            "unit": "人",
            "says": "还差 1 人",
            "assumed": False,
            "assurance": None,
            "members": [],
        }
    ]
    assert criterion["tree"] is None
    assert result["assessments"][0]["open"]["unknown_parameters"] == ["基本条件一章未取得", "销售下限"]
