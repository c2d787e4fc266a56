"""`zhunru sources`, `rules show --open`, `rules list --open`: where everything comes from, and what is not known."""

import json
from pathlib import Path

import pytest
from rich.cells import cell_len

from engine.load.library import Library, load_library
from engine.report.open_points import open_points, readers_of
from engine.report.open_sheet import counts_in, open_markdown, open_page
from engine.report.source_table import sources_in
from tests.command_line import refused, run

SOURCES = """\
law: {title: 办法, number: 试〔2026〕1号, issuer: 试验机关, level: official, in_force: yes, dated: "2026", where: 全文}
old: {title: 旧办法, issuer: 试验机关, level: official, in_force: unknown}
copied: {title: 通知, issuer: 试验机关, level: repost, in_force: yes, where: 转载件，不全}
unused: {title: 没有用到的, issuer: 别的机关, level: analogue, in_force: no, where: 报道}
"""
FACTS = """\
职工总数: {id: staff, type: count, count_as: 人, min: 0}
领域: {id: field, type: choice, values: [新材料, 医药]}
高新技术企业: {id: high_tech, type: yes_no}
年销售收入: {id: sales, type: money, yearly: true, min: 0}
"""
RULES = """\
id: test/open
title: 试验方案
kind: reference
authority: 试验机关
basis: {source: law, clause: 全文}
parameters:
  人数线:
    unit: 人
    values:
      - {to: 2025-12-31, value: 10, basis: {source: law, clause: 第二条}}
      - {from: 2026-01-01, value: unknown, basis: {source: copied, clause: 三（一）}, note: 原文中断}
  面积线: {values: [{value: unknown, basis: {source: copied, clause: 三（一）}}]}
criteria:
  - id: KF-01
    title: 人数
    when: {职工总数: {at_least: $人数线}}
    require: {all: [{not_obtained: 附件一}, {not_obtained: 附件一}, {judged: 队伍稳定}]}
    basis: {source: law, clause: 第二条}
  - {id: KF-02, title: 领域, require: {领域: {one_of: [新材料], open: true}}, basis: {source: copied, clause: 四}}
tracks:
  - id: joint
    title: 联合
    criteria:
      - {id: KF-11, title: 附件, require: {not_obtained: 附件一}, basis: {source: law, clause: 第二条}}
      - {id: KF-12, title: 明确的, require: {职工总数: {at_least: $人数线}}, basis: {source: old}}
limits:
  - {id: KF-91, per: 领域, at_most: 1, basis: {source: law}}
"""
PLAIN = """\
id: test/plain
title: 没有疑问
kind: official
authority: 试验机关
complete: true
basis: {source: law}
criteria:
  - {id: KG-01, title: 人数, require: {职工总数: {at_least: 3 人}}, basis: {source: law, clause: 第九条}}
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of rules."""
    folder = tmp_path_factory.mktemp("rules")
    for name, text in (("facts", FACTS), ("sources", SOURCES), ("open", RULES), ("plain", PLAIN)):
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def library(folder: Path) -> Library:
    """Its library."""
    return load_library([folder])


def told(library: Library, one: str | None, output_format: str, width: int = 80) -> str:
    made = sources_in(library, one, output_format, width)
    return made if isinstance(made, str) else made.plain()


def test_every_document_is_told_with_what_rests_on_it(library: Library) -> None:
    text = told(library, None, "text")
    assert max(cell_len(line) for line in text.splitlines()) <= 80
    for line in (
        "《办法》（试〔2026〕1号）",
        "  所据文本  转载件",
        "  实际见到  转载件，不全",
        "  日期      未知",
        "  实际见到  没有写明",
        "  效力      已失效",
        "  所据条件  没有规则集以它为依据",
        "  所据条件  试验方案（test/open，对标参考）：规则集全文、参数“人数线”、",
        "  所据条件  没有疑问（test/plain，正式）：规则集全文、KG-01",
        "  所据条件  试验方案（test/open，对标参考）：参数“人数线”、参数“面积线”、KF-02",
    ):
        assert line in text
    assert [line for line in text.splitlines() if line.startswith("《")] == [
        "《通知》",
        "《办法》（试〔2026〕1号）",
        "《旧办法》",
        "《没有用到的》",
    ]


def test_one_document_is_told_with_titles_and_clauses(library: Library) -> None:
    text = told(library, "law", "text")
    assert "■ 试验方案（test/open，对标参考）" in text
    rows = [line.split() for line in text.splitlines() if "条" in line]
    assert ["参数“人数线”", "第二条"] in rows
    assert ["KF-11", "附件", "第二条"] in rows
    assert "KF-91" in text
    assert "限额" in text
    assert "《通知》" not in text
    assert "没有规则集以它为依据" in told(library, "unused", "text")


def test_documents_as_markdown(library: Library) -> None:
    text = told(library, None, "md")
    assert text.startswith("| 编号 | 文件 | 发布机关 | 日期 | 所据文本 | 效力 | 实际见到的 | 所据条件 |\n")
    assert "| unused | 《没有用到的》 | 别的机关 | 未知 | 同类规定 | 已失效 | 报道 | 无 |" in text
    assert "test/open：参数“人数线”、参数“面积线”、KF-02" in text
    alone = told(library, "copied", "md")
    assert alone.startswith("# 《通知》\n\n- 编号：copied\n")
    assert "| KF-02 | 领域 | 四 |" in alone
    assert "没有规则集以它为依据" in told(library, "unused", "md")


def test_documents_for_programs(library: Library) -> None:
    found = {one["id"]: one for one in json.loads(told(library, None, "json"))["sources"]}
    assert found["unused"]["rule_sets"] == []
    assert found["old"]["rule_sets"] == [
        {
            "id": "test/open",
            "title": "试验方案",
            "kind": "reference",
            "rests": [{"kind": "criterion", "name": "KF-12", "title": "明确的", "clause": None}],
        }
    ]
    assert (found["law"]["level"], found["law"]["in_force"]) == ("official", "yes")


def test_what_is_not_known_is_gathered(library: Library) -> None:
    points = open_points(library.rule_sets["test/open"], library.sources)
    assert points.parameters.points == (
        ("人数线（人）", "2026-01-01 起\n《通知》三（一）\n原文中断", "KF-01、KF-12"),
        ("面积线", "不限\n《通知》三（一）", "无"),
    )
    assert points.texts.points == (("附件一", "《办法》（试〔2026〕1号）第二条", "KF-01、KF-11"),)
    assert points.sources.points == (
        ("《通知》\ncopied", "转载件，不全\n有效", "3 处"),
        ("《旧办法》\nold", "正式文本\n效力未核实", "1 处"),
    )
    assert [(one.name, one.about) for one in points.judged.points] == [
        ("KF-01", "队伍稳定"),
        ("KF-02", "领域：所列之外的是否算在内"),
    ]


def test_an_unknown_row_of_a_table_is_not_known_either(library: Library) -> None:
    rule_set = library.rule_sets["test/open"]
    value = rule_set.parameters["面积线"].values[0]
    rows = [{"when": {"高新技术企业": {"is": True}}, "value": 3}, {"otherwise": "unknown"}]
    tabled = type(value).model_validate({"table": rows, "basis": {"source": "law"}})
    known = type(value).model_validate({"table": [rows[0], {"otherwise": 4}], "basis": {"source": "law"}})
    for one, expected in ((tabled, ["线"]), (known, [])):
        changed = rule_set.model_copy(
            update={"parameters": {"线": rule_set.parameters["面积线"].model_copy(update={"values": (one,)})}}
        )
        assert [point.name for point in open_points(changed, library.sources).parameters.points] == expected
    assert readers_of(rule_set, "面积线") == []


def test_the_open_sheet_says_how_to_close_each_kind(library: Library) -> None:
    rule_set = library.rule_sets["test/open"]
    points = open_points(rule_set, library.sources)
    text = open_page(rule_set, points, 80).plain()
    assert max(cell_len(line) for line in text.splitlines()) <= 80
    assert text.count("  怎样了结  ") == 4
    assert "■ 未公布或未看到的标准：2 项" in text
    document = open_markdown(rule_set, points)
    assert document.startswith("# 试验方案（test/open）：还不知道的\n")
    assert "| 附件一 | 《办法》（试〔2026〕1号）第二条 | KF-01、KF-11 |" in document
    assert document.count("怎样了结：") == 4


def test_where_everything_is_known_that_is_said(library: Library) -> None:
    rule_set = library.rule_sets["test/plain"]
    points = open_points(rule_set, library.sources)
    text = open_page(rule_set, points, 80).plain()
    assert text.count("\n  没有\n") == 4
    assert "怎样了结" not in text
    assert open_markdown(rule_set, points).count("\n没有\n") == 4


def test_what_is_not_known_is_counted(library: Library) -> None:
    page = counts_in(library.rule_sets, library.sources, "text", 80)
    assert not isinstance(page, str)
    assert "test/open" in page.plain()
    assert counts_in(library.rule_sets, library.sources, "md", 80) == (
        "| 规则集 | 标准未知 | 条文未取得 | 来源待核 | 由人认定 |\n"
        "| --- | --- | --- | --- | --- |\n"
        "| test/open<br>试验方案 | 2 | 1 | 2 | 2 |\n"
        "| test/plain<br>没有疑问 | 0 | 0 | 0 | 0 |\n"
    )


def test_the_commands_print_them(folder: Path) -> None:
    own = ("--rules", folder, "--no-shipped")
    assert "《没有用到的》" in run("sources", *own).stdout
    assert "《旧办法》" not in run("sources", "law", *own, "--format", "md").stdout
    assert json.loads(run("sources", "law", *own, "--format", "json").stdout)["sources"][0]["id"] == "law"
    assert "附件一" in run("rules", "show", "test/open", "--open", *own).stdout
    assert run("rules", "show", "test/open", "--open", *own, "--format", "md").stdout.startswith("# 试验方案")
    assert "标准未知" in run("rules", "list", "--open", *own).stdout
    assert "由人认定" in run("rules", "list", "--open", *own, "--format", "md").stdout
    refused(run("sources", "lew", *own), "E3022", "是否想写 law")
    refused(run("sources", "--format", "xml"), "E3010")


def test_shipped_documents_are_all_told() -> None:
    shipped = load_library()
    found = json.loads(run("sources", "--format", "json").stdout)["sources"]
    assert [one["id"] for one in found] == sorted(shipped.sources)
    resting = {rests["name"] for one in found for rule_set in one["rule_sets"] for rests in rule_set["rests"]}
    assert {criterion.id for one in shipped.rule_sets.values() for _, criterion in one.all_criteria()} <= resting


TIERED = """\
id: test/tiered
title: 分档
kind: reference
authority: 试验机关
basis: {source: law}
when: {not_obtained: 申报对象}
parameters:
  档线: {unit: 人, values: [{value: unknown, basis: {source: law}}]}
  人数线:
    unit: 人
    values:
      - basis: {source: law}
        table:
          - {when: {职工总数: {at_least: $档线}}, value: 3}
          - {otherwise: unknown}
  限数: {values: [{value: unknown, basis: {source: law}}]}
criteria:
  - {id: KH-01, title: 旧, effective: {to: 2025-12-31}, require: {judged: 稳定}, basis: {source: law, clause: 一}}
  - {id: KH-01, title: 旧, effective: {from: 2026-01-01}, require: {judged: 稳定}, basis: {source: law, clause: 一}}
tracks:
  - id: joint
    title: 联合
    when: {职工总数: {at_least: $档线}}
    criteria:
      - {id: KH-11, title: 人数, require: {职工总数: {at_least: $人数线}}, basis: {source: law, clause: 二}}
limits:
  - {id: KH-91, per: 领域, at_most: $限数, basis: {source: law}}
"""


def test_what_hangs_on_a_parameter_by_way_of_tables_limits_and_scope(tmp_path: Path) -> None:
    for name, text in (("facts", FACTS), ("sources", SOURCES), ("tiered", TIERED)):
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    book = load_library([tmp_path])
    rule_set = book.rule_sets["test/tiered"]
    points = open_points(rule_set, book.sources)
    assert {one.name: one.holds_up for one in points.parameters.points} == {
        "档线（人）": "“联合”的适用范围、KH-11",
        "人数线（人）": "KH-11",
        "限数": "KH-91",
    }
    assert points.texts.points == (("申报对象", "《办法》（试〔2026〕1号）", "规则集的适用范围"),)
    # two dated versions that say the same count once
    assert [one.name for one in points.judged.points] == ["KH-01"]
    assert told(book, "law", "text").count("KH-01") == 1


def test_where_the_scope_was_not_obtained_and_no_text_is_named(tmp_path: Path) -> None:
    text = TIERED.replace("basis: {source: law}\nwhen", "when")
    for name, content in (("facts", FACTS), ("sources", SOURCES), ("tiered", text)):
        (tmp_path / f"{name}.yaml").write_text(content, encoding="utf-8")
    book = load_library([tmp_path])
    assert open_points(book.rule_sets["test/tiered"], book.sources).texts.points[0].about == ""
