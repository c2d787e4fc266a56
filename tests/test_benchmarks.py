"""Benchmarks: which are compared, with whom, on which day, and that no reader takes one for a verdict on a scheme."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from cli import exit_code
from engine.errors import InputError
from engine.explain.vocabulary import VERDICTS
from engine.report import json_text, markdown, terminal
from engine.report.benchmark_page import BAR
from engine.report.comparison import digest
from schemas.assessment import Result
from schemas.finding import Verdict
from tests.command_line import run
from tests.golden import compare
from tests.rulebook import HEAD, MEMBER_HEAD, SCHEME, SOURCES, Desk, demand, library

GOOD = Path(__file__).resolve().parent / "good"
MORE_SOURCES = """\
neighbour: {title: 邻省办法, number: 邻〔2024〕3号, issuer: 邻省机关, level: analogue, in_force: yes}
press: {title: 邻省日报的报道, issuer: 邻省日报, level: third_party, in_force: unknown}
"""


def reference(name: str, title: str, body: str) -> str:
    """A reference rule set whose criteria rest on the neighbour's document."""
    head = f"id: test/{name}\ntitle: {title}\nkind: reference\nauthority: 邻省机关\n"
    return (head + body).replace("source: rules", "source: neighbour")


OFFICIAL = (
    f"{HEAD}benchmarks: [test/wide, test/plain, test/tracked, test/plain]\ncriteria:\n"
    + demand("{职工总数: {at_least: 1 人}}")
    + demand("{any: [{职工总数: {at_least: 1 人}}, {among: {in: 骨干企业, every: {meets: test/member}}}]}", name="A-02")
    + demand("{among: {in: 骨干企业, at_least: 0 家, where: {职工总数: {at_least: 1 人}}}}", name="A-03")
)
SECOND = (
    f"{HEAD.replace('scheme', 'second').replace('试验方案', '第二方案')}benchmarks: [test/plain, test/later]\n"
    "when: {单位类型: {includes: 企业}}\ncriteria:\n" + demand("{职工总数: {at_least: 1 人}}", name="S-01")
)
MEMBER = f"{MEMBER_HEAD}benchmarks: [test/of-members]\nwhen: {{单位类型: {{includes: 企业}}}}\ncriteria:\n" + demand(
    "{职工总数: {at_least: 1 人}}", name="B-01"
)
PLAIN = reference(
    "plain",
    "邻省平台",
    "criteria:\n"
    + demand("{职工总数: {at_least: 20 人}}", name="P-01")
    + demand("{年销售收入: {more_than: 3000 万元}}", name="P-02", more="force: in_principle")
    + demand("{judged: 技术实力较强}", name="P-03")
    + demand("{设备原值: {at_least: 1 元}}", name="P-04", more="when: {高新技术企业: {is: false}}")
    + demand("{研究面积: {at_least: 500 ㎡}}", name="P-05", more="force: preferred")
    + demand("{利润率: {at_least: 1%}}", name="P-06")
    + demand("{研发人员占比: {at_least: 30%}}", name="P-07").replace("source: rules", "source: press"),
)
WIDE = reference(
    "wide",
    "远省平台",
    "when: {any: [{单位类型: {includes: 高等院校}}, {高新技术企业: {is: false}}]}\ncriteria:\n"
    + demand("{职工总数: {at_least: 1 人}}", name="W-01"),
)
TRACKED = reference(
    "tracked",
    "分类的平台",
    "criteria:\n"
    + demand("{any: [{设备原值: {at_least: 800 万元}}, {高新技术企业: {is: false}}]}", name="T-01")
    + "tracks:\n"
    "  - {id: now, title: 入库, criteria: [{id: T-11, title: 人数, require: {职工总数: {at_least: 20 人}}, "
    "basis: {source: rules}}]}\n"
    "  - {id: later, title: 培育, when: {高新技术企业: {is: false}}}\n",
)
LATER = reference(
    "later",
    "以后的平台",
    "effective: {from: 2027-01-01}\ncriteria:\n" + demand("{职工总数: {at_least: 1 人}}", name="L-01"),
)
OF_MEMBERS = reference(
    "of-members",
    "邻省骨干企业",
    "role: 骨干企业\ncriteria:\n"
    + demand("{年销售收入: {more_than: 3000 万元}}", name="M-01")
    + demand("{judged: 产品有竞争力}", name="M-02"),
)
EXACT = reference("exact", "全部达到的平台", "criteria:\n" + demand("{职工总数: {at_least: 1 人}}", name="E-01"))
PROFILE = """\
单位名称: 示例公司
单位类型: [企业]
高新技术企业: 是
职工总数: 19 人
研发人员数: 3 人
年销售收入: {2025: 3000 万元}
净利润: {2025: 40 万元}
设备原值: 700 万元
研究面积: 400 ㎡
骨干企业:
  - {单位名称: 甲公司, 单位类型: 企业, 年销售收入: 3001 万元}
  - {单位名称: 乙大学, 单位类型: 高等院校, 年销售收入: 1 元}
  - {单位名称: 丙公司, 统一社会信用代码: 91220201MA0000007T, 单位类型: 企业, 年销售收入: 900 万元}
  - {年销售收入: 3000 万元, 单位类型: 企业}
认定: {"骨干企业[甲公司]/M-02": {结论: 通过}}
"""


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Two schemes with benchmarks of every kind."""
    folder = tmp_path_factory.mktemp("benchmarks")
    texts = (OFFICIAL, SECOND, MEMBER, PLAIN, WIDE, TRACKED, LATER, OF_MEMBERS, EXACT)
    return Desk(folder, library(folder / "rules", *texts, sources=SOURCES + MORE_SOURCES))


def compared(room: Desk, profile: str = PROFILE, **options: Any) -> Result:
    """The result with its benchmarks."""
    return room.result(profile, benchmarks=True, **options)


def ids(result: Result) -> list[str]:
    """The benchmarks, each once."""
    return list(dict.fromkeys(one.rule_set.id for one in result.benchmarks))


# --- which, with whom, when -------------------------------------------------------------------------------------


def test_the_schemes_name_them_each_once_in_order(room: Desk) -> None:
    result = compared(room)
    assert [one.rule_set.id for one in result.assessments] == ["test/scheme", "test/second"]
    assert ids(result) == ["test/wide", "test/plain", "test/tracked", "test/of-members"]
    plain = next(one for one in result.benchmarks if one.rule_set.id == "test/plain")
    assert [scheme.title for scheme in plain.schemes] == ["试验方案", "第二方案"]
    assert [stamp.id for stamp in result.benchmarks_not_in_force] == ["test/later"]
    assert plain.member is None


def test_they_are_left_out_unless_asked_for(room: Desk) -> None:
    assert room.result(PROFILE).benchmarks == ()
    assert room.result(PROFILE).benchmarks_not_in_force == ()


def test_they_change_nothing_of_the_verdicts(room: Desk) -> None:
    without, with_them = room.result(PROFILE), compared(room)
    assert with_them.assessments == without.assessments
    assert exit_code(with_them) == exit_code(without)
    bare = {"benchmarks": (), "benchmarks_not_in_force": ()}
    assert with_them.model_copy(update=bare) == without


def test_a_scheme_that_does_not_apply_brings_none(room: Desk) -> None:
    profile = PROFILE.replace("单位类型: [企业]\n", "单位类型: 高等院校\n")
    result = compared(room, profile, schemes=["test/second"])
    assert result.assessments[0].verdict is Verdict.NOT_APPLICABLE
    assert (result.benchmarks, result.benchmarks_not_in_force) == ((), ())


def test_one_that_is_assessed_by_name_is_not_repeated(room: Desk) -> None:
    result = compared(room, schemes=["test/second", "test/plain"])
    assert [one.rule_set.id for one in result.assessments] == ["test/second", "test/plain"]
    assert result.benchmarks == ()
    assert [one.id for one in result.benchmarks_not_in_force] == ["test/later"]


def test_a_later_day_brings_the_later_one(room: Desk) -> None:
    result = compared(room, schemes=["test/second"], on=date(2027, 1, 1))
    assert ids(result) == ["test/plain", "test/later"]
    assert {one.reference_date for one in result.benchmarks} == {date(2027, 1, 1)}


def test_the_members_of_a_base_are_compared_one_by_one(room: Desk) -> None:
    found = [one for one in compared(room).benchmarks if one.member is not None]
    assert [one.member.name or one.member.key for one in found if one.member] == ["甲公司", "丙公司", "#4"]
    assert [one.unmet for one in found] == [(), ("M-01",), ("M-01",)]
    assert [one.open.pending_judgements for one in found] == [(), ("M-02",), ("M-02",)]
    assert {scheme.id for one in found for scheme in one.schemes} == {"test/member"}


@pytest.mark.parametrize("members", ["", "骨干企业: 无\n"])
def test_without_members_nobody_is_compared(room: Desk, members: str) -> None:
    result = compared(room, f"单位类型: 企业\n职工总数: 1 人\n{members}", schemes=[SCHEME])
    assert "test/of-members" not in ids(result)


def test_a_role_that_is_assessed_by_name_is_compared_itself(room: Desk) -> None:
    result = compared(room, "单位类型: 企业\n年销售收入: {2025: 1 元}\n", schemes=["test/member"])
    assert ids(result) == ["test/of-members"]
    assert result.benchmarks[0].member is None
    assert result.benchmarks[0].unmet == ("M-01",)


def test_no_setting_reaches_a_benchmark(tmp_path: Path) -> None:
    line = "parameters: {线: {unit: 人, values: [{value: unknown, basis: {source: rules}}]}}\ncriteria:\n"
    official = f"{HEAD}benchmarks: [test/own]\n{line}" + demand("{职工总数: {at_least: $线}}")
    own = reference("own", "邻省平台", line + demand("{职工总数: {at_least: $线}}", name="O-01"))
    room = Desk(tmp_path, library(tmp_path / "rules", official, own, sources=SOURCES + MORE_SOURCES))
    result = compared(room, "职工总数: 5 人\n", settings={"线": "3 人"})
    assert result.assessments[0].verdict is Verdict.ELIGIBLE
    assert result.benchmarks[0].open.unknown_parameters == ("线",)


def test_a_benchmark_of_official_rules_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError) as error:
        library(
            tmp_path,
            f"{HEAD}benchmarks: [test/second]\ncriteria:\n" + demand("{职工总数: {at_least: 1 人}}"),
            SECOND.replace("benchmarks: [test/plain, test/later]\n", ""),
        )
    assert [item.code for item in error.value.diagnostics] == ["E1139"]


# --- what is told -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [40, 80, 120])
def test_the_page_reads_well(room: Desk, width: int, rewrite: bool) -> None:
    page = terminal.render(compared(room), width).plain()
    if width > 40:  # the narrowest page keeps its lines, too, though its table runs over
        assert max(cell_len(line) for line in page.splitlines()) <= width
        compare(page, GOOD / f"compared-{width}.txt", rewrite)
    assert page.count("对标参考：别的方案的标准") == 1


def test_the_document_reads_well(room: Desk, rewrite: bool) -> None:
    compare(markdown.render(compared(room)), GOOD / "compared.md", rewrite)


def test_where_all_are_in_force_the_document_leaves_none_out(room: Desk) -> None:
    later = markdown.render(compared(room, schemes=["test/second"], on=date(2027, 1, 1)))
    now = markdown.render(compared(room, schemes=["test/second"]))
    assert ("不生效" in later, "不生效" in now) == (False, True)
    assert "> " in later


def test_every_line_of_theirs_stands_behind_the_bar_and_no_other(room: Desk) -> None:
    lines = terminal.render(compared(room), 80).plain().splitlines()
    marked = [place for place, line in enumerate(lines) if line.startswith(BAR.strip())]
    assert marked == list(range(marked[0], marked[-1] + 1))
    assert lines[marked[0] - 1] == lines[marked[-1] + 1] == ""
    for place, line in enumerate(lines):
        for title in ("邻省平台", "分类的平台", "邻省骨干企业", "P-01", "M-01"):
            assert title not in line or place in marked
    document = markdown.render(compared(room)).splitlines()
    for line in document:
        for title in ("邻省平台", "分类的平台", "邻省骨干企业", "P-01", "M-01"):
            assert title not in line or line.startswith(">")


def test_no_verdict_of_theirs_is_told(room: Desk) -> None:
    result = compared(room)
    words = {word for verdict, word in VERDICTS.items() if verdict is not Verdict.NOT_APPLICABLE}
    for text, mark in ((terminal.render(result, 200).plain(), BAR.strip()), (markdown.render(result), ">")):
        section = "\n".join(line for line in text.splitlines() if line.startswith(mark))
        assert "不满足" in section
        assert {word for word in words if word in section} == set()


def test_the_summary_above_lists_the_schemes_alone(room: Desk) -> None:
    page = terminal.render(compared(room), 100).plain()
    above = page.split("═")[0]
    assert "第二方案" in above
    assert "平台" not in above


def test_counts_cover_every_criterion_of_the_row(room: Desk) -> None:
    found = digest(compared(room))
    assert found is not None
    rows = {(block.title, row.name): row for block in found.blocks for row in block.rows}
    assert rows["邻省平台", None].counts == (1, 4, 1, 1)
    assert rows["分类的平台", "入库"].counts == (0, 2, 0, 0)
    assert ("分类的平台", "培育") not in rows
    assert rows["邻省骨干企业", "甲公司"].is_reached
    assert rows["邻省平台", None].gaps[1] == "P-02 条件 P-02【原则上】：实际 3000 万元，须超过 3000 万元，恰好等于"
    assert any("P-05 条件 P-05【优先】" in gap for gap in rows["邻省平台", None].gaps)
    assert rows["分类的平台", "入库"].gaps[0] == (
        "T-01 条件 T-01：设备原值 不低于 800 万元，实际 700 万元，还差 100 万元；高新技术企业 为“否”，实际 是"
    )
    assert found.left_out == (
        "远省平台：不在适用范围之内（单位类型 企业，高新技术企业 是），没有对照",
        "以后的平台（test/later）在评估日不生效，没有对照",
    )


def test_what_is_open_is_told_by_cause_without_what_is_already_a_gap(room: Desk) -> None:
    found = digest(compared(room, "单位类型: 企业\n净利润: {2025: 1 元}\n年销售收入: {2025: 0 元}\n", schemes=[SCHEME]))
    assert found is not None
    plain = next(block for block in found.blocks if block.title == "邻省平台").rows[0]
    assert plain.open == (
        "未填：研发人员数、职工总数、设备原值、高新技术企业、研究面积",
        "待认定：P-03 条件 P-03",
        "无法计算：利润率[2025]",
    )
    assert plain.gaps == ("P-02 条件 P-02【原则上】：实际 0 万元，还差 3000 万元",)


def test_members_and_composites_without_a_value_are_told(room: Desk) -> None:
    member = "骨干企业: [{单位名称: 甲公司, 单位类型: 企业, 年销售收入: 无}]\n".replace("无", "0 元")
    found = digest(compared(room, f"单位类型: 企业\n职工总数: 1 人\n{member}", schemes=[SCHEME]))
    assert found is not None
    row = next(block for block in found.blocks if block.title == "邻省骨干企业").rows[0]
    assert (row.name, row.open) == ("甲公司", ("待认定：M-02",))
    assert not row.is_reached


def test_only_benchmarks_that_are_left_out_are_told_too(room: Desk) -> None:
    result = compared(room, schemes=["test/second", "test/plain"])
    for text in (terminal.render(result, 80).plain(), markdown.render(result)):
        assert "以后的平台（test/later）在评估日不生效，没有对照" in text
    assert digest(room.result(PROFILE)) is None


def test_a_member_that_a_benchmark_is_not_for_is_told(tmp_path: Path) -> None:
    of_members = OF_MEMBERS.replace("role:", "when: {高新技术企业: {is: true}}\nrole:")
    texts = (OFFICIAL.replace("test/wide, test/plain, test/tracked, test/plain", ""), MEMBER, of_members)
    room = Desk(tmp_path, library(tmp_path / "rules", *texts, sources=SOURCES + MORE_SOURCES))
    profile = "职工总数: 1 人\n骨干企业: [{单位名称: 甲公司, 单位类型: 企业, 高新技术企业: 否}]\n"
    found = digest(compared(room, profile))
    assert found is not None
    assert found.blocks == ()
    assert found.left_out == ("邻省骨干企业，甲公司：只适用于 高新技术企业 为“是”（实际 否），没有对照",)


def test_json_carries_them_under_their_key(room: Desk) -> None:
    text = json_text.render(compared(room))
    data = json.loads(text)
    assert Result.model_validate_json(text) == compared(room)
    assert data["benchmarks"][-1]["member"] == {"fact": "骨干企业", "key": "#4", "name": None}
    assert data["benchmarks"][0]["rule_set"]["kind"] == "reference"
    assert [one["id"] for one in data["benchmarks"][1]["schemes"]] == ["test/scheme", "test/second"]
    assert [one["id"] for one in data["benchmarks_not_in_force"]] == ["test/later"]


# --- at the command line ----------------------------------------------------------------------------------------


def test_check_shows_both_halves_and_can_leave_one_out() -> None:
    words = ("check", "examples/pilot-enterprise.yaml", "--on", "2026-03-01", "--scheme", "jilin/pilot-center")
    both, one = run(*words), run(*words, "--no-benchmarks")
    assert both.exit_code == one.exit_code == 3
    assert "┆ 对标参考" in both.stdout
    assert "对标参考" not in one.stdout
    official = one.stdout.split("─" * 80)[0]
    assert both.stdout.startswith(official[: official.rindex("■")])


def test_a_reference_set_alone_is_assessed_in_full() -> None:
    result = run(
        "check", "examples/pilot-enterprise.yaml", "--scheme", "reference/hunan-pilot-base", "--format", "json"
    )
    data = json.loads(result.stdout)
    assert result.exit_code == 1
    assert [one["rule_set"]["id"] for one in data["assessments"]] == ["reference/hunan-pilot-base"]
    assert data["benchmarks"] == []
