"""The way back: a filled-in sheet settles what it decides, a cap among it, and a second run tells what changed."""

import csv
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from engine.errors import InputError
from tests.batch_making import CODES, Office, good, grid

NONE = {"技术领域": "其他"}
UNIVERSITY = good(1, 单位类型=["高等院校"], 设备原值="80 万元", **NONE)
BASE = good(
    2, 技术领域="基地", 骨干企业=[{"单位名称": "甲公司", "统一社会信用代码": CODES[0]}], 统一社会信用代码=CODES[1]
)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """A folder with rules."""
    return Office(tmp_path)


def filled(office: Office, decisions: Mapping[tuple[str, str], Mapping[str, Any]], output: str = "结果.xlsx") -> Path:
    """The sheet 待人工认定 of an output, filled in as a person would in a spreadsheet program."""
    header, *rows = grid(office.folder / output, "待人工认定")
    path = office.folder / "认定.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("待人工认定")
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for place, row in enumerate([header, *rows]):
        cells: dict[str, Any] = dict(zip(header, row, strict=True))
        cells.update(decisions.get((cells["序号"], cells["条款"]), {}))
        for at, value in enumerate(cells.values()):
            if isinstance(value, date):
                sheet.write_datetime(place, at, value, day)
            else:
                sheet.write_string(place, at, value)
    book.close()
    return path


def as_csv(office: Office, decisions: Mapping[tuple[str, str], Mapping[str, str]], encoding: str = "utf-8-sig") -> Path:
    """The same as .csv."""
    header, *rows = grid(office.folder / "结果.xlsx", "待人工认定")
    path = office.folder / "认定.csv"
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, header)
        writer.writeheader()
        for row in rows:
            cells = dict(zip(header, row, strict=True))
            writer.writerow({**cells, **decisions.get((cells["序号"], cells["条款"]), {})})
    return path


def refused(office: Office, judgements: Path) -> list[tuple[str, str]]:
    """Codes and places of what is wrong with a filled-in sheet."""
    with pytest.raises(InputError) as caught:
        office.review([UNIVERSITY, BASE], judgements=judgements)
    return [(one.code, str(one.place).replace(f"{office.folder}/", "")) for one in caught.value.diagnostics]


def verdicts(office: Office) -> list[str]:
    """The verdicts of the summary."""
    return [row["结论"] for row in office.sheet("汇总")]


MEMBER = f"骨干企业[{CODES[0]}]/B-01"


@pytest.mark.parametrize("form", ["xlsx", "csv", "gb18030"])
def test_a_filled_in_sheet_settles_what_it_decides(office: Office, form: str) -> None:
    office.review([UNIVERSITY, BASE])
    assert verdicts(office) == ["待人工认定", "待人工认定"]
    signed = {"意见": "专家组同意", "认定人": "王示例", "日期": "2026-03-02"}
    decisions = {
        ("1", "A-03"): {"结论": "通过", **signed},
        ("1", "A-04"): {"结论": "通过", **signed},
        ("2", MEMBER): {"结论": " 不通过 ", "意见": "竞争力不强"},
    }
    if form == "xlsx":
        dated = {
            key: {**one, **({"日期": date(2026, 3, 2)} if "日期" in one else {})} for key, one in decisions.items()
        }
        path = filled(office, dated)
    else:
        path = as_csv(office, decisions, "gb18030" if form == "gb18030" else "utf-8-sig")
    done = office.review([UNIVERSITY, BASE], judgements=path, output="复审.xlsx", previous=office.folder / "结果.xlsx")
    assert done.report.problems == ()
    first, second = office.sheet("汇总", "复审.xlsx")
    assert (first["结论"], first["待人工认定"]) == ("符合", "")
    assert (second["结论"], second["不满足条款"], second["待人工认定"]) == ("待人工认定", "A-06", "A-06")
    carried = [tuple(row.values())[6:8] + tuple(row.values())[10:14] for row in office.sheet("待人工认定", "复审.xlsx")]
    assert carried == [
        ("A-03", "水平领先", "通过", *signed.values()),
        ("A-04", "条件 A-04（原则上），没有达到，是否接受", "通过", *signed.values()),
        ("A-06", "条件 A-06（原则上），没有达到，是否接受", "", "", "", ""),
        (MEMBER, "甲公司：竞争力强", "不通过", "竞争力不强", "", ""),
    ]
    again = filled(office, {("2", "A-06"): {"结论": "通过"}}, "复审.xlsx")
    office.review([UNIVERSITY, BASE], judgements=again, output="三审.xlsx")
    assert [row["结论"] for row in office.sheet("汇总", "三审.xlsx")] == ["符合", "符合"]
    changes = [list(row.values()) for row in office.sheet("与上次相比", "复审.xlsx")]
    assert changes == [
        ["1", "示例001公司", "", "试验方案", "结论变了", "待人工认定", "符合", "", "A-04", "", "A-03\nA-04"],
        ["2", "示例002公司", CODES[1], "试验方案", "结论不变", "待人工认定", "待人工认定", "A-06", "", "A-06", MEMBER],
    ]
    assert done.report.run.judgements == path.name
    assert "认定表" in [row["项目"] for row in office.sheet("运行信息", "复审.xlsx")]


def test_what_is_wrong_with_the_form_is_told_before_the_work(office: Office) -> None:
    office.review([UNIVERSITY, BASE])
    path = as_csv(
        office,
        {
            ("1", "A-03"): {"结论": "同意", "日期": "三月"},
            ("1", "A-04"): {"意见": "尚可", "条款": "A-03"},
            ("2", MEMBER): {"结论": "通过", "条款": ""},
        },
    )
    assert refused(office, path) == [
        ("E2201", "认定.csv:2:11"),
        ("E2107", "认定.csv:2:14"),
        ("E6009", "认定.csv:3:7"),
        ("E6009", "认定.csv:4:11"),
    ]
    path = as_csv(
        office,
        {
            ("1", "A-03"): {"结论": "通过", "条款": "A-01"},
            ("1", "A-04"): {"结论": "通过", "标识": "", "申报单位": ""},
            ("2", MEMBER): {"意见": "没有结论"},
        },
    )
    assert refused(office, path) == [
        ("E2202", "认定.csv:2:7"),
        ("E6009", "认定.csv:3:11"),
        ("E2201", "认定.csv:4:7"),
    ]
    path = as_csv(office, {("1", "A-03"): {"结论": "可以", "条款": "L-01"}})
    assert refused(office, path) == [("E2201", "认定.csv:2:11")]


def test_a_file_that_is_no_such_form(office: Office) -> None:
    office.review([UNIVERSITY, BASE])
    here = office.folder
    (here / "a.txt").write_text("x", encoding="utf-8")
    (here / "b.xlsx").write_bytes(b"PK no workbook")
    (here / "c.csv").write_text("甲,乙\n1,2\n", encoding="utf-8")
    (here / "d.csv").write_bytes(b"\xff\xff\x81")
    book = xlsxwriter.Workbook(str(here / "e.xlsx"))
    book.add_worksheet("别的")
    book.close()
    found = {name: refused(office, here / name) for name in ("a.txt", "b.xlsx", "c.csv", "d.csv", "e.xlsx", "没有.csv")}
    assert found == {
        "a.txt": [("E6008", "a.txt")],
        "b.xlsx": [("E6008", "b.xlsx")],
        "c.csv": [("E6008", "c.csv:1:1")],
        "d.csv": [("E6008", "d.csv")],
        "e.xlsx": [("E6008", "e.xlsx")],
        "没有.csv": [("E1001", "没有.csv")],
    }


def test_decisions_that_fit_nobody_are_told(office: Office) -> None:
    """An applicant that is gone, a member that is no longer listed, a case that says otherwise or was changed."""
    office.review([UNIVERSITY, BASE])
    path = filled(office, {("1", "A-03"): {"结论": "通过"}, ("2", MEMBER): {"结论": "通过"}})
    emptied = {**BASE, "骨干企业": [{"单位名称": "乙公司"}], "认定": {"A-03": {"结论": "通过"}}}
    done = office.review([emptied], judgements=path)
    assert [(one.code, one.message) for one in done.report.problems] == [
        ("W6002", "认定表里的「示例001公司」不在这次的申报单位之中，它的认定没有用上")
    ]
    problems = [(row["代码"], row["对评审的影响"]) for row in office.sheet("数据问题")]
    assert problems == [
        ("W6002", "不影响评审"),
        ("E2202", "这一项没有采用，按未填评审"),
        ("W6003", "不影响评审"),
    ]
    assert office.sheet("汇总")[0]["备注"] == "数据问题 1 处，有关事项按未填评审"
    otherwise = {**UNIVERSITY, "认定": {"A-03": {"结论": "不通过"}, "A-04": {"结论": "通过"}}}
    office.review([otherwise, BASE], judgements=path)
    first = office.sheet("汇总")[0]
    assert (first["结论"], first["待人工认定"]) == ("待人工认定", "A-03")
    assert [row["代码"] for row in office.sheet("数据问题")][:2] == ["E6010", "W6003"]
    agreed = {**UNIVERSITY, "认定": {"A-03": {"结论": "通过"}}}
    office.review([agreed, BASE], judgements=path)
    assert [row["代码"] for row in office.sheet("数据问题")] == ["W6003"]


def test_decisions_wait_for_a_case_that_can_be_read(office: Office) -> None:
    office.review([UNIVERSITY, BASE])
    path = filled(office, {("1", "A-03"): {"结论": "通过"}})
    office.review([{**UNIVERSITY, "职工总数": "几个"}, good(3, 职工总数="几个")], judgements=path)
    told = [(row["序号"], row["代码"], row["问题"]) for row in office.sheet("数据问题")]
    assert ("1", "W6002", "「示例001公司」这次没有评估，它的认定没有用上") in told
    assert [number for number, code, _ in told if code == "W6002"] == ["1"]


def test_applicants_that_share_a_code_are_decided_apart(office: Office) -> None:
    twins = [{**UNIVERSITY, "统一社会信用代码": CODES[1]}, {**UNIVERSITY, "统一社会信用代码": CODES[1], "联系": None}]
    twins[1].pop("联系")
    office.review(twins)
    path = filled(office, {("2", "A-03"): {"结论": "通过"}, ("2", "A-04"): {"结论": "通过"}})
    office.review(twins, judgements=path)
    assert verdicts(office) == ["待人工认定", "符合"]


def test_what_is_asked_about_members(office: Office) -> None:
    """Each member is asked about on a line of its own, by what the list's condition leaves to a person."""
    two = [{"单位名称": "甲公司"}, {"单位名称": "乙公司"}]
    office.review([good(1, 技术领域="影响", 骨干企业=two)])
    asked = [(row["条款"], row["认定事项"]) for row in office.sheet("待人工认定")]
    assert asked == [(f"骨干企业[{name}]/A-07", f"{name}：有影响") for name in ("乙公司", "甲公司")]
    third = {"单位名称": "丙公司", "统一社会信用代码": CODES[0]}
    office.review([good(1, 技术领域="基地", 骨干企业=[*two, third])])
    asked = [(row["条款"], row["认定事项"]) for row in office.sheet("待人工认定")]
    assert asked[0] == (MEMBER, "丙公司：竞争力强")


def test_what_lies_outside_an_open_list_is_asked(office: Office) -> None:
    office.review([good(1, **NONE, 法人类型="企业法人", 申报类型="综合性", 研究面积="900 ㎡")])
    (row,) = office.sheet("待人工认定")
    assert (row["条款"], row["认定事项"]) == ("A-12", "在领域内，所填的不在所列范围之内，是否认可")
    assert row["现有情况"].startswith("法人类型 企业法人")


def crowd(count: int, **more: Any) -> list[dict[str, Any]]:
    """So many of one 推荐单位, whose cap is two."""
    return [good(number, 推荐单位="甲局", **{**NONE, **more}) for number in range(1, count + 1)]


def test_every_member_of_an_over_full_group_needs_judgement(office: Office) -> None:
    """Whoever is rejected otherwise does not count; whoever states no group must; nobody is picked."""
    office.review([*crowd(2), good(3, 推荐单位="甲局", 职工总数="3 人", **NONE), good(4, 推荐单位=None, **NONE)])
    assert verdicts(office) == ["符合", "符合", "不符合", "待补充"]
    rejected = good(4, 推荐单位="甲局", 职工总数="3 人", **NONE)
    elsewhere = good(5, 推荐单位="乙局", **NONE)
    blank = good(6, 推荐单位="甲局", 职工总数=None, **NONE)
    office.review([*crowd(2), good(3, 推荐单位="甲局", **NONE), rejected, elsewhere, blank])
    assert verdicts(office) == ["待人工认定", "待人工认定", "待人工认定", "不符合", "符合", "待人工认定"]
    asked = [(row["序号"], row["条款"]) for row in office.sheet("待人工认定")]
    assert asked == [("1", "L-01"), ("2", "L-01"), ("3", "L-01"), ("6", "L-01")]
    assert office.sheet("汇总")[5]["待补充"] == "职工总数"


def test_a_cap_is_settled_by_a_person(office: Office) -> None:
    office.review(crowd(4))
    path = filled(office, {("1", "L-01"): {"结论": "不通过", "意见": "名额已满"}})
    office.review(crowd(4), judgements=path)
    assert verdicts(office) == ["不符合", *["待人工认定"] * 3]
    (reason,) = office.sheet("不满足明细")
    assert (reason["条款"], reason["约束力"], reason["差距"], reason["说明"]) == (
        "L-01",
        "限额",
        "认定不通过",
        "名额已满",
    )
    assert "认定不通过" in office.sheet("汇总")[0]["备注"]
    assert [(row["条款"], row["结论"], row["意见"]) for row in office.sheet("待人工认定")] == [
        ("L-01", "不通过", "名额已满"),
        *[("L-01", "", "")] * 3,
    ]
    office.review(crowd(4))
    path = filled(office, {("2", "L-01"): {"结论": "不通过"}, ("3", "L-01"): {"结论": "通过"}})
    office.review(crowd(4), judgements=path)
    assert verdicts(office) == ["待人工认定", "不符合", "符合", "待人工认定"]
    office.review(crowd(4))
    path = filled(office, {("1", "L-01"): {"结论": "不通过"}, ("2", "L-01"): {"结论": "不通过"}})
    office.review(crowd(4), judgements=path)
    assert verdicts(office) == ["不符合", "不符合", "符合", "符合"]
    done = office.review(crowd(2), judgements=path)
    assert verdicts(office) == ["符合", "符合"]
    assert [one.message for one in done.report.problems] == [
        f"「示例00{number}公司」所在的组没有超过限额 L-01，这条认定没有用上" for number in (1, 2)
    ]


@pytest.mark.parametrize("before", ["结果.xlsx", "结果.csv", "结果.jsonl"])
def test_who_changed_since_the_last_run(office: Office, before: str) -> None:
    first = [good(1, **NONE), good(2, 职工总数="3 人", **NONE), good(3, **NONE), good(4, 职工总数="x", **NONE)]
    office.review(first, output=before)
    now = [good(1, **NONE), good(2, **NONE), good(5, **NONE), good(4, **NONE)]
    office.review(now, output="复审.xlsx", previous=office.folder / before)
    changes = [list(row.values()) for row in office.sheet("与上次相比", "复审.xlsx")]
    assert changes == [
        ["2", "示例002公司", "", "试验方案", "结论变了", "不符合", "符合", "", "A-01", "", ""],
        ["3", "示例005公司", "", "试验方案", "上次没有", "", "符合", "", "", "", ""],
        ["4", "示例004公司", "", "试验方案", "结论变了", "数据有误，未评估", "符合", "", "", "", ""],
        ["", "示例003公司", "", "试验方案", "本次没有", "符合", "", "", "", "", ""],
    ]
    office.review([good(1, 职工总数="x"), *now[1:]], output="三审.xlsx", previous=office.folder / "复审.xlsx")
    changes = [list(row.values()) for row in office.sheet("与上次相比", "三审.xlsx")]
    assert changes == [["1", "示例001公司", "", "", "结论变了", "符合", "数据有误，未评估", "", "", "", ""]]


def test_a_previous_result_that_is_none(office: Office) -> None:
    office.review([good(1)])
    (office.folder / "a.jsonl").write_text('{"x": 1}\n', encoding="utf-8")
    for name, code in (("a.jsonl", "E6011"), ("b.jsonl", "E1001"), ("申报.jsonl", "E6011")):
        with pytest.raises(InputError) as caught:
            office.review([good(1)], previous=office.folder / name)
        assert caught.value.diagnostics[0].code == code
    with pytest.raises(InputError, match="E6012"):
        office.review([good(1)], previous=office.folder / "结果.xlsx", output="b.csv")
