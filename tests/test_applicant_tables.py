"""Tables of many applicants as a batch takes them: which sheets, which rows, what is told, what stops the work."""

import hashlib
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from engine.batch.intake import Intake, read_applicant, survey
from engine.errors import InputError
from engine.load.spreadsheet import read_header_map
from schemas.batch import Applicant
from schemas.case import Dates, Members, Words, Yearly
from tests.batch_making import CODES, Office
from tests.table_making import LINK, Formatted, Rows, bytes_of, saved, workbook

HEAD = ["单位名称", "统一社会信用代码", "职工总数"]
A, B, C = CODES


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """A folder with rules."""
    return Office(tmp_path)


def book(office: Office, sheets: Mapping[str, Rows], name: str = "汇总表.xlsx", **more: Any) -> Path:
    """A workbook in the office."""
    return saved(workbook(sheets, **more), office.folder / name)


def text(office: Office, content: str, name: str = "汇总表.csv", encoding: str = "utf-8") -> Path:
    """A text table in the office."""
    path = office.folder / name
    path.write_bytes(content.encode(encoding))
    return path


def taken(office: Office, *paths: Path, mapping: Path | None = None) -> Intake:
    """What the batch takes in."""
    meanings = None if mapping is None else read_header_map(mapping, office.library)
    return survey([str(path) for path in paths], office.library, meanings)


def applicants(office: Office, *paths: Path, mapping: Path | None = None) -> list[Applicant]:
    """The applicants of these files."""
    entries = taken(office, *paths, mapping=mapping).entries()
    return [read_applicant(entry, office.library) for entry in entries]


def facts(one: Applicant) -> dict[str, Any]:
    """What is known of an applicant."""
    assert one.case is not None
    return one.case.facts


def spots(office: Office, diagnostics: Any) -> list[tuple[str, str]]:
    """Where and what, without the folder."""
    return [(str(one.place).removeprefix(f"{office.folder}/"), one.code) for one in diagnostics]


def refused(office: Office, *paths: Path, mapping: Path | None = None) -> list[tuple[str, str]]:
    """What stops the work."""
    with pytest.raises(InputError) as caught:
        taken(office, *paths, mapping=mapping)
    return spots(office, caught.value.diagnostics)


def test_one_row_is_one_applicant(office: Office) -> None:
    path = book(office, {"汇总": [HEAD, ["甲", A, 30], [None, None, None], ["乙", B, "20 人"]]})
    intake = taken(office, path)
    first, second = applicants(office, path)
    assert (intake.total, intake.warnings, intake.read) == (2, (), ("汇总表.xlsx：「汇总」第 2 行起 2 个申报单位",))
    assert (first.stamp.number, first.stamp.place, first.stamp.id) == (1, f"{path}:汇总!2", A)
    assert (second.stamp.number, second.stamp.place, second.stamp.name) == (2, f"{path}:汇总!4", "乙")
    assert (facts(first)["staff"], facts(second)["staff"]) == (Decimal(30), Decimal(20))
    assert first.problems == second.problems == ()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_tables_of_any_encoding(office: Office, encoding: str) -> None:
    path = text(office, '单位名称,职工总数\n甲,30\n"乙\n公司",20\n丙,\n', encoding=encoding)
    found = applicants(office, path)
    assert [(one.stamp.name, one.stamp.place.rpartition(":")[2]) for one in found] == [
        ("甲", "2"),
        ("乙\n公司", "3"),
        ("丙", "5"),
    ]
    assert [facts(one).get("staff") for one in found] == [Decimal(30), Decimal(20), None]


def test_a_row_has_a_digest_of_its_own(office: Office) -> None:
    def digests(rows: Rows) -> list[str | None]:
        return [one.stamp.sha256 for one in applicants(office, book(office, {"表": rows}))]

    one, other = digests([HEAD, ["甲", A, 30], ["乙", B, 20]])
    assert digests([[*HEAD[::-1], "备注"], [20, B, "乙", "x"]]) == [other]
    assert digests([HEAD, ["甲", A, 31]]) != [one]


def test_a_bad_cell_leaves_its_fact_unknown_and_the_row_in_place(office: Office) -> None:
    rows: Rows = [
        [*HEAD, "单位类型", "研发投入强度", "失信记录", "证书有效期至", "年销售收入（万元）", None],
        [None, None, None, None, None, None, None, 2024, 2025],
        ["甲", A, "几十", "企业、科研院听", 0.03, "2024-01-05、去年", "2023年2月29日", "#REF!", 50],
        ["乙", "91110000600037341X", -1, "企业", Formatted(0.031, "0.0%"), "无", 46083, 10, "=A1"],
    ]
    first, second = applicants(office, book(office, {"汇总": rows}, merges={"汇总": ["H1:I1"]}))
    assert facts(first) == {"name": "甲", "uscc": A, "sales": Yearly(values={2025: Decimal(500_000)})}
    assert spots(office, first.problems) == [
        ("汇总表.xlsx:汇总!C3", "E2102"),
        ("汇总表.xlsx:汇总!D3", "E2109"),
        ("汇总表.xlsx:汇总!E3", "E2103"),
        ("汇总表.xlsx:汇总!F3", "E2107"),
        ("汇总表.xlsx:汇总!G3", "E2107"),
        ("汇总表.xlsx:汇总!H3", "E2020"),
    ]
    assert "可读作 0.03%，也可读作 3%" in first.problems[2].message
    assert spots(office, second.problems) == [
        ("汇总表.xlsx:汇总!B4", "E2115"),
        ("汇总表.xlsx:汇总!C4", "E2106"),
        ("汇总表.xlsx:汇总!I4", "E2021"),
    ]
    assert facts(second)["rd_intensity"] == Yearly(values={None: Decimal("3.1")})
    assert facts(second)["records"] == Dates(dates=())
    assert facts(second)["kinds"] == Words(words=frozenset({"企业"}))
    assert (second.stamp.uscc, second.stamp.id, "uscc" in facts(second)) == (
        "91110000600037341X",
        "91110000600037341X",
        False,
    )


def test_rows_without_name_or_code_are_there(office: Office) -> None:
    rows: Rows = [
        [*HEAD, "没有的列"],
        [None, None, 5, None],
        [None, None, None, "只有这里"],
        [None, None, "#N/A", None],
    ]
    found = applicants(office, book(office, {"表": rows}))
    assert [one.stamp.id.rpartition("!")[2] for one in found] == ["2", "3", "4"]
    assert [facts(one) for one in found] == [{"staff": Decimal(5)}, {}, {}]


def test_sums_at_the_end_are_no_applicants(office: Office) -> None:
    rows: Rows = [["序号", *HEAD], [1, "甲", A, 30], ["合计：", None, None, 30], [None, "合计", None, 30]]
    intake = taken(office, book(office, {"表": rows}))
    assert intake.total == 1
    assert spots(office, intake.warnings) == [("汇总表.xlsx:表!A3", "W6010"), ("汇总表.xlsx:表!B4", "W6010")]


def test_what_is_not_read_is_told(office: Office) -> None:
    sheets: dict[str, Rows] = {
        "封面": [["某某省"], ["二〇二六年"]],
        "填表说明": [["请填写"]],
        "长春": [[*HEAD, "职工总术", "传真"], ["甲", A, 30, 1, 2], ["乙", B, 30, 1, 2, "列外"]],
        "吉林": [HEAD, ["丙", C, 30]],
        "联系": [["单位名称", "技术领域"], ["甲", "新材料"]],
    }
    intake = taken(office, book(office, sheets))
    assert intake.total == 3
    assert [(place, code) for place, code in spots(office, intake.warnings)] == [
        ("汇总表.xlsx:封面", "W6005"),
        ("汇总表.xlsx:长春!D1", "W6006"),
        ("汇总表.xlsx:长春!E1", "W6006"),
        ("汇总表.xlsx:长春!F3", "W6009"),
        ("汇总表.xlsx:联系", "W6005"),
    ]
    assert (intake.warnings[1].remedy or "").startswith("是否想写 职工总数？用 --map")
    assert intake.read == ("汇总表.xlsx：「长春」第 2 行起 2 个申报单位，「吉林」第 2 行起 1 个申报单位",)


def test_list_sheets_are_shared_out_by_code(office: Office) -> None:
    sheets: dict[str, Rows] = {
        "汇总": [
            [*HEAD, "骨干企业"],
            ["甲", A, 30, None],
            ["乙", B, 20, "不全"],
            ["丙", C, 10, None],
            ["丁", None, 5, "无"],
        ],
        "骨干企业": [
            [LINK, "单位名称", "职工总数", "未知"],
            [A, "子一", 3, "x"],
            [B.lower(), "子二", "几个"],
            [None, "子三", None],
            ["", "子四", 1],
            ["91220100EXAMPLE466", "子五", 1],
            [A, None, "#N/A"],
        ],
    }
    path = book(office, sheets, merges={"骨干企业": ["A3:A4"]})
    found = applicants(office, path)
    lists = [facts(one).get("backbone") for one in found]
    assert [isinstance(one, Members) and ([m.name for m in one.members], one.complete) for one in lists] == [
        (["子一"], False),
        (["子二", "子三"], False),
        False,
        ([], True),
    ]
    assert [spots(office, one.problems) for one in found] == [
        [("汇总表.xlsx:骨干企业!C7", "E2020")],
        [("汇总表.xlsx:骨干企业!C3", "E2102")],
        [],
        [],
    ]
    intake = taken(office, path)
    assert spots(office, intake.warnings) == [
        ("汇总表.xlsx:骨干企业!D1", "W6006"),
        ("汇总表.xlsx:骨干企业!A5", "E6015"),
        ("汇总表.xlsx:骨干企业!A6", "W6007"),
    ]
    assert intake.read == ("汇总表.xlsx：「汇总」第 2 行起 4 个申报单位，列表「骨干企业」",)


def test_lists_in_files_of_their_own(office: Office) -> None:
    main = text(office, f"单位名称,统一社会信用代码\n甲,{A}\n乙,{B}\n")
    members = text(office, f"{LINK},单位名称,职工总数\n{A},子一,x\n{B},子二,3\n,子三,4\n", "骨干企业.csv")
    for paths in ((main, members), (members, main)):
        found = applicants(office, *paths)
        assert [[m.name for m in facts(one)["backbone"].members] for one in found] == [["子一"], ["子二"]]
        assert [spots(office, one.problems) for one in found] == [[("骨干企业.csv:2:23", "E2101")], []]
        assert spots(office, taken(office, *paths).warnings) == [("骨干企业.csv:4:2", "E6015")]
    assert refused(office, members) == [("None", "E6004")]


def test_the_list_of_the_only_applicant_may_name_nobody(office: Office) -> None:
    members: Rows = [["统一社会信用代码", "单位名称"], [B, "子一"]]
    one = book(office, {"汇总": [HEAD, ["甲", A, 30]], "骨干企业": members})
    assert [m.facts["uscc"] for m in facts(applicants(office, one)[0])["backbone"].members] == [B]
    two = book(office, {"汇总": [HEAD, ["甲", A, 30], ["乙", B, 3]], "骨干企业": members})
    assert "backbone" not in facts(applicants(office, two)[0])
    assert [m.name for m in facts(applicants(office, two)[1])["backbone"].members] == ["子一"]
    bare = book(office, {"汇总": [HEAD, ["甲", A, 30], ["乙", B, 3]], "骨干企业": [["单位名称"], ["子一"]]})
    assert refused(office, bare) == [("汇总表.xlsx:骨干企业!A1", "E6014")]
    empty = book(office, {"汇总": [HEAD, ["甲", A, 30], ["乙", B, 3]], "骨干企业": [["单位名称"]]})
    assert taken(office, empty).total == 2


def test_many_codes_of_nobody_are_told_in_short(office: Office) -> None:
    rows = [[f"9122{number:04d}", "子"] for number in range(30)]
    path = book(office, {"汇总": [HEAD, ["甲", A, 30], ["乙", B, 3]], "骨干企业": [[LINK, "单位名称"], *rows]})
    warnings = taken(office, path).warnings
    assert len(warnings) == 21
    assert (
        warnings[-1].message
        == "「骨干企业」里另有 10 个代码不在申报单位之中，10 行没有采用：A22、A23、A24、A25、A26 等"
    )


def test_decisions_and_materials_are_shared_out_too(office: Office) -> None:
    sheets: dict[str, Rows] = {
        "汇总": [HEAD, ["甲", A, 30], ["乙", B, 20]],
        "认定": [
            [LINK, "条件编号", "结论", "日期"],
            [A, "A-03", "通过", "去年"],
            [B, "A-03", "通过", None],
            [B, "A-04", None, None],
        ],
        "材料": [["申报单位代码", "材料", "有无"], [B, "社保清单", "有"]],
    }
    first, second = applicants(office, book(office, sheets))
    assert first.case is not None
    assert second.case is not None
    assert (list(first.case.judgements), list(second.case.judgements)) == ([], ["A-03"])
    assert spots(office, first.problems) == [("汇总表.xlsx:认定!D2", "E2107")]
    assert second.case.materials is not None
    assert second.case.materials.present == {"社保清单": True}


@pytest.mark.parametrize(
    ("sheets", "problems"),
    [
        ({"表": [["姓名", "电话"], ["甲", 1]]}, [("汇总表.xlsx:表!A1", "E2019")]),
        ({"表": [HEAD]}, [("汇总表.xlsx", "E2001")]),
        ({"表": [["序号"], [1]]}, [("汇总表.xlsx", "E2001")]),
        ({"骨干企业": [["单位名称"], ["甲"]]}, [("汇总表.xlsx", "E2001")]),
        (
            {"表": [["单位名称", "单位名称", "年销售收入（吨）"], ["甲", "乙", 1]], "封面": [["x"]]},
            [("汇总表.xlsx:表!B1", "E2017"), ("汇总表.xlsx:表!C1", "E2015")],
        ),
        ({"表": [HEAD, ["甲", A, 1]], "骨干企业": [["姓名"], ["乙"]]}, [("汇总表.xlsx:骨干企业!A1", "E2019")]),
        ({"表": [HEAD, ["甲", A, 1]], "材料": [["材料"], ["乙"]]}, [("汇总表.xlsx:材料!A1", "E2019")]),
        ({"汇总": [HEAD, ["甲", A, 1]], "不满足明细": [["x"]], "运行信息": [["x"]]}, [("汇总表.xlsx", "E6016")]),
    ],
)
def test_what_stops_the_work(office: Office, sheets: dict[str, Rows], problems: list[tuple[str, str]]) -> None:
    assert refused(office, book(office, sheets)) == problems


def test_a_folder_may_hold_other_tables(office: Office) -> None:
    folder = office.folder / "收件"
    folder.mkdir()
    (folder / "甲.yaml").write_text("单位名称: 甲\n", encoding="utf-8")
    (folder / "汇总.csv").write_text("单位名称\n乙\n", encoding="utf-8")
    (folder / "清单.csv").write_text("姓名,电话\n王,1\n", encoding="utf-8")
    (folder / "空.csv").write_text("\n", encoding="utf-8")
    (folder / "~$汇总.xlsx").write_text("x", encoding="utf-8")
    intake = taken(office, folder)
    assert [path.name for path in intake.files] == ["汇总.csv", "甲.yaml"]
    assert (intake.total, [one.code for one in intake.warnings]) == (2, ["W6001"])
    assert "清单.csv、空.csv" in intake.warnings[0].message
    (folder / "坏.xlsx").write_text("PK", encoding="utf-8")
    assert refused(office, folder) == [("收件/坏.xlsx", "E2010")]
    assert refused(office, folder / "清单.csv") == [("收件/清单.csv:1:1", "E2019")]


def test_files_that_cannot_be_opened_are_told_together(office: Office) -> None:
    old = office.folder / "旧.xls"
    old.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99))
    locked = office.folder / "锁.xlsx"
    locked.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"))
    assert refused(office, old, locked, office.folder / "无.xlsx") == [
        ("无.xlsx", "E1001"),
        ("旧.xls", "E2011"),
        ("锁.xlsx", "E2011"),
    ]


def test_headers_mean_what_the_file_says(office: Office) -> None:
    rows: Rows = [
        ["企业名称", "营收（2025，万元）", "营收（2024，万元）", "传真（办公）", "员工 数*", "经营"],
        ["甲", 5, 4, "x", 30, "y"],
    ]
    path = book(office, {"表": rows})
    mapping = office.folder / "对照.yaml"
    mapping.write_text(
        "企业名称: 单位名称\n营收: 年销售收入\n传真: 忽略\n员工数: 职工总数（人）\n经营: 忽略\n没有: 忽略\n",
        encoding="utf-8",
    )
    intake = taken(office, path, mapping=mapping)
    assert spots(office, intake.warnings) == [("对照.yaml:6:1", "W6008")]
    (one,) = applicants(office, path, mapping=mapping)
    assert facts(one) == {
        "name": "甲",
        "staff": Decimal(30),
        "sales": Yearly(values={2024: Decimal(40_000), 2025: Decimal(50_000)}),
    }


def test_the_map_is_named_in_the_output_and_never_replaced_by_it(office: Office) -> None:
    path = book(office, {"表": [["企业名称", "职工总数"], ["甲", "30 人"]]})
    mapping = office.folder / "对照.yaml"
    mapping.write_text("企业名称: 单位名称\n", encoding="utf-8")
    done = office.review(path, mapping=mapping)
    assert done.report.run.mapping_sha256 == hashlib.sha256(mapping.read_bytes()).hexdigest()
    lines = {row["项目"]: row["内容"] for row in office.sheet("运行信息")}
    assert lines["表头对照文件"] == f"对照.yaml\nsha256 {done.report.run.mapping_sha256}"
    into = office.folder / "对照.csv"
    into.write_bytes(mapping.read_bytes())
    with pytest.raises(InputError, match="E6003"):
        office.review(path, mapping=into, output="对照.csv")


@pytest.mark.parametrize(
    ("content", "place"),
    [
        ("a: 没有这个\n", "对照.yaml:1:4"),
        ("a: 年销售收入（吨）\n", "对照.yaml:1:4"),
        ("a: 3\n", "对照.yaml:1:4"),
        ("a:\n", "对照.yaml:1:3"),
        ("a b: 忽略\nab: 忽略\n", "对照.yaml:2:1"),
        ("- a\n", "对照.yaml:1:1"),
    ],
)
def test_a_map_that_is_wrong(office: Office, content: str, place: str) -> None:
    mapping = office.folder / "对照.yaml"
    mapping.write_text(content, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_header_map(mapping, office.library)
    assert spots(office, caught.value.diagnostics) == [(place, "E6013")]


def test_a_sheet_of_empty_rows_with_formats_is_read(office: Office) -> None:
    sheet = workbook({"表": [HEAD, ["甲", A, 30]]})
    for line in range(3, 3000):
        sheet["表"].cell(line, 1).number_format = "0.00"
    path = office.folder / "空行.xlsx"
    path.write_bytes(bytes_of(sheet))
    assert taken(office, path).total == 1


def test_what_was_read_is_not_remembered_for_ever(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.load.single._MOST_READINGS", 2)
    path = book(office, {"表": [HEAD, *([f"甲{number}", None, "30 人"] for number in range(5))]})
    assert [facts(one)["staff"] for one in applicants(office, path)] == [Decimal(30)] * 5
