"""Sheets of a workbook: which is the case, which are lists, which is 认定, and whose members these are."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from engine.errors import InputError
from engine.load import Library, load_library
from engine.load.profile import load_case
from schemas.case import Case, Yearly
from tests.table_making import LINK, Formatted, Rows, facts, read, saved, told, workbook

CODE, OTHER = "91220100EXAMPLE2XB", "91220100EXAMPLE466"


@pytest.fixture(scope="module", name="library")
def _library() -> Library:
    return load_library()


def test_sheets_that_are_passed_over(library: Library, tmp_path: Path) -> None:
    book = workbook(
        {
            "填表说明": [["请逐项填写"]],
            "词表": [["企业"]],
            "申报": [["单位名称"], ["甲"]],
            "Sheet2": [],
            "附录说明": [["x"]],
            "下拉": [["y"]],
        }
    )
    book["词表"].sheet_state = book["下拉"].sheet_state = "hidden"
    assert load_case(saved(book, tmp_path / "a.xlsx"), library).facts == {"applicant_name": "甲"}


def test_a_sheet_that_is_unknown(library: Library, tmp_path: Path) -> None:
    sheets: dict[str, Rows] = {"表": [["单位名称"], ["甲"]], "骨干企业名单": [["单位名称"]], "其他": [["x"]]}
    assert told(tmp_path, library, sheets) == [("骨干企业名单", "E2026"), ("其他", "E2026")]


@pytest.mark.parametrize("sheets", [{"表": []}, {"骨干企业": [["单位名称"], ["甲"]]}])
def test_a_workbook_without_a_case(library: Library, tmp_path: Path, sheets: dict[str, Rows]) -> None:
    ((_, code),) = told(tmp_path, library, sheets)
    assert code == "E2001"


MEMBERS = [("乙", "乙", {"applicant_name": "乙"}), ("丙", "丙", {"applicant_name": "丙"})]


@pytest.mark.parametrize(
    ("rows", "merges"),
    [
        ([[LINK, "单位名称"], [CODE, "乙"], [f" {CODE.lower()}", "丙"]], []),
        ([["申报单位代码", "单位名称", "序号"], [CODE, "乙", 1], [None, "丙", 2], [None, None, 3]], ["A2:A3"]),
        ([["统一社会信用代码", "单位名称"], [CODE, "乙"], [CODE, "丙"]], []),
        ([["单位名称"], ["乙"], [None], ["丙"]], []),
    ],
)
def test_members_are_the_applicants(library: Library, tmp_path: Path, rows: Rows, merges: list[str]) -> None:
    sheets: dict[str, Rows] = {"表": [["单位名称", "统一社会信用代码"], ["甲", CODE]], "骨干企业": rows}
    assert facts(read(tmp_path, library, sheets, {"骨干企业": merges}))["backbone_enterprises"] == (MEMBERS, True)


def test_a_first_column_of_other_codes_is_the_members_own(library: Library, tmp_path: Path) -> None:
    sheets: dict[str, Rows] = {
        "表": [["单位名称", "统一社会信用代码"], ["甲", CODE]],
        "骨干企业": [["统一社会信用代码", "单位名称"], [OTHER, "乙"]],
    }
    (members, _) = facts(read(tmp_path, library, sheets))["backbone_enterprises"]
    assert members == [(OTHER, "乙", {"uscc": OTHER, "applicant_name": "乙"})]


def test_a_member_has_facts_by_year(library: Library, tmp_path: Path) -> None:
    rows: Rows = [["单位名称", "年销售收入（万元）", None], [None, 2024, 2025], ["乙", 1, 2]]
    sheets: dict[str, Rows] = {"表": [["单位名称"], ["甲"]], "骨干企业": rows}
    ((member,), _) = facts(read(tmp_path, library, sheets, {"骨干企业": ["B1:C1"]}))["backbone_enterprises"]
    assert member[2]["annual_sales"] == Yearly(values={2024: Decimal(10_000), 2025: Decimal(20_000)})


def test_what_the_own_row_says_of_a_list(library: Library, tmp_path: Path) -> None:
    def with_(word: str | None, rows: Rows) -> Case:
        return read(tmp_path, library, {"表": [["单位名称", "骨干企业"], ["甲", word]], "骨干企业": rows})

    filled: Rows = [["单位名称"], ["乙"], ["丙"]]
    assert facts(with_("不全", filled))["backbone_enterprises"] == (MEMBERS, False)
    assert facts(with_("无", [["单位名称"]]))["backbone_enterprises"] == ([], True)
    assert "backbone_enterprises" not in facts(with_(None, [["单位名称"]]))
    with pytest.raises(InputError) as caught:
        with_("无", filled)
    assert [item.code for item in caught.value.diagnostics] == ["E2027"]


@pytest.mark.parametrize(
    ("own", "rows", "problems"),
    [
        ([CODE], [[LINK, "单位名称"], [OTHER, "乙"]], [("骨干企业!A2", "E2025")]),
        ([CODE], [[LINK, "单位名称"], [None, "乙"]], [("骨干企业!A2", "E2025")]),
        ([None], [[LINK, "单位名称"], [CODE, "乙"]], [("骨干企业!A2", "E2025")]),
        ([CODE], [[LINK, "单位名称"], [CODE, None]], [("骨干企业!A2", "E2025")]),
        ([CODE], [[LINK, "单位名称", "职工总数"], [CODE, None, "#N/A"]], [("骨干企业!C2", "E2020")]),
        ([CODE], [["单位名称", "认定"], ["乙", "x"]], [("骨干企业!B1", "E2002")]),
        ([CODE], [["单位名称", "申报类型"], ["乙", "综合性"]], [("骨干企业!B1", "E2002")]),
        ([CODE], [["单位名称"], ["乙"], ["乙"]], [("骨干企业!A3", "E2117")]),
        ([CODE], [["名"], ["乙"]], [("骨干企业!A1", "E2019")]),
    ],
)
def test_members_that_are_wrong(
    library: Library, tmp_path: Path, own: list[Any], rows: Rows, problems: list[tuple[str, str]]
) -> None:
    sheets: dict[str, Rows] = {"表": [["单位名称", "统一社会信用代码"], ["甲", *own]], "骨干企业": rows}
    assert told(tmp_path, library, sheets) == problems


def test_decisions_stand_on_a_sheet(library: Library, tmp_path: Path) -> None:
    sheets: dict[str, Rows] = {
        "表": [["单位名称", "统一社会信用代码"], ["甲", CODE]],
        "认定": [
            ["条件编号", "结论", "意见", "认定人", "日期", LINK],
            ["KC-32", "通过", "属实", "王", 46083, CODE],
            ["KC-03", "不通过", None, None, "2026年3月2日", CODE],
            ["KC-04", None, None, None, None, CODE],
        ],
    }
    judgements = read(tmp_path, library, sheets).judgements
    assert {name: (one.outcome, one.opinion, one.by, one.on) for name, one in judgements.items()} == {
        "KC-32": ("pass", "属实", "王", date(2026, 3, 2)),
        "KC-03": ("fail", None, None, date(2026, 3, 2)),
    }


@pytest.mark.parametrize(
    ("rows", "problems"),
    [
        ([["编号", "结论"], ["KC-32", "通过"]], [("认定!A1", "E2002"), ("认定!A1", "E2019")]),
        ([["条件编号", "结论"], ["KC-32", "通过"], ["KC-32", "不通过"]], [("认定!A3", "E2003")]),
        ([["条件编号", "结论"], [None, "通过"]], [("认定!A2", "E2003")]),
        ([["条件编号", "结论"], ["KC-32", "行"]], [("认定!B2", "E2201")]),
        ([["条件编号", "结论"], ["KC-99", "通过"]], [("认定!A2", "E2202")]),
        (
            [["条件编号", "结论", "日期"], ["KC-32", "#N/A", Formatted(5, '0"日"')]],
            [("认定!A2", "E2201"), ("认定!B2", "E2020")],
        ),
    ],
)
def test_decisions_that_are_wrong(
    library: Library, tmp_path: Path, rows: Rows, problems: list[tuple[str, str]]
) -> None:
    assert told(tmp_path, library, {"表": [["单位名称"], ["甲"]], "认定": rows}) == problems


def test_materials_and_assurances_stand_on_sheets(library: Library, tmp_path: Path) -> None:
    sheets: dict[str, Rows] = {
        "表": [["单位名称", "职工总数", "统一社会信用代码"], ["甲", 20, CODE]],
        "材料": [["材料", "有无", LINK], ["审计报告", "有", CODE], ["营业执照", False, CODE], ["信用报告", None, CODE]],
        "核实": [["序号", "字段", "核实"], [1, "职工总数", "已核实"]],
    }
    case = read(tmp_path, library, sheets)
    assert case.materials is not None
    assert case.materials.present == {"审计报告": True, "营业执照": False}
    assert case.assurances == {"employees": "verified"}


@pytest.mark.parametrize(
    ("name", "rows", "problems"),
    [
        ("材料", [["材料", "份数"], ["审计报告", 1]], [("材料!A1", "E2019"), ("材料!B1", "E2002")]),
        ("核实", [["字段", "核实"], ["职工总数", "已核实"], ["职工总数", "自报"]], [("核实!A3", "E2003")]),
        ("核实", [["字段", "核实"], [None, "已核实"]], [("核实!A2", "E2003")]),
        ("材料", [["材料", "有无"], ["审计报告", "#N/A"]], [("材料!B2", "E2020")]),
        ("材料", [["材料", "有无"], ["审计报告", "两份"]], [("材料!B2", "E2211")]),
    ],
)
def test_pairs_that_are_wrong(
    library: Library, tmp_path: Path, name: str, rows: Rows, problems: list[tuple[str, str]]
) -> None:
    assert told(tmp_path, library, {"表": [["单位名称"], ["甲"]], name: rows}) == problems
