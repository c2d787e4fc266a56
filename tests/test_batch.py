"""A review as a whole: what the sheets say, that they agree with each other, and that nobody is lost."""

import csv
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from engine.batch import told
from engine.batch.assessing import ALONE
from engine.batch.codes_cell import codes_in
from engine.batch.lines import UNASSESSED
from engine.errors import InputError, InternalFault
from engine.load.library import load_library
from schemas.batch import BatchRow
from tests.batch_making import CODES, GOOD, Office, good, grid, lines
from tests.golden import compare
from tests.making import dice

GOLDEN = Path(__file__).resolve().parent / "good"
SHEETS = ["汇总", "不满足明细", "待补充清单", "待人工认定", "原因统计", "数据问题", "运行信息"]
EVIL = '=cmd|"/c calc"!A1'
BASE = {"技术领域": "基地", "骨干企业": [{"单位名称": "甲公司", "统一社会信用代码": CODES[0]}]}


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """A folder with rules."""
    return Office(tmp_path)


def varied(count: int) -> list[dict[str, Any]]:
    """Applicants of every sort, the same every time."""
    chance = dice(4)
    found = []
    for number in range(1, count + 1):
        drawn = {
            "推荐单位": chance.choice(["长春市科技局", "吉林市科技局", EVIL, None]),
            "职工总数": chance.choice(
                ["30 人", "19 人", None, "几个"] if number % 9 == 0 else ["30 人", "19 人", None]
            ),
            "设备原值": chance.choice(["200 万元", "80 万元"]),
            "高新技术企业": chance.choice(["是", "否", None]),
            "研发人员数": chance.choice(["3 人", None]),
            "单位类型": chance.choice([["企业"], ["高等院校"], ["科研院所"]]),
            "技术领域": "其他",
        }
        found.append(good(number, **drawn))
    return found


def test_the_cells_of_every_sheet(office: Office, rewrite: bool) -> None:
    """A golden of the whole: read its difference as a reviewer would read the workbook."""
    office.review(
        [
            good(1, 统一社会信用代码=CODES[0], 技术领域="其他"),
            good(2, 职工总数="19 人", 高新技术企业="否", 研发人员数="3 人", 技术领域="其他"),
            good(3, 单位类型=["高等院校"], 设备原值="80 万元", 技术领域="其他"),
            good(4, 单位类型=["科研院所"], 净利润={2025: "-5 万元"}, 研发投入={2025: "9 万元"}, 职工总数=None),
            good(5, **BASE, 统一社会信用代码=CODES[0]),
            good(6, 职工总数="几个", 推荐单位="甲局"),
            good(7, 申报类型="综合性", 研究面积="499 ㎡", 技术领域="其他", 推荐单位="乙局"),
            good(8, 技术领域="其他", 推荐单位="乙局"),
            good(9, 技术领域="其他", 推荐单位="乙局"),
            good(10, 技术领域="其他", 推荐单位="乙局"),
            good(11, 技术领域="其他", 推荐单位=None),
            good(12, 申报类型=None, 技术领域="其他"),
        ]
    )
    text = "".join(
        f"# {name}\n"
        + "".join(" | ".join(row).replace("\n", "⏎") + "\n" for row in grid(office.folder / "结果.xlsx", name))
        for name in SHEETS
    ).replace(f"{office.folder}/", "")
    compare(text, GOLDEN / "batch.txt", rewrite)


def test_counts_are_those_of_the_details(office: Office) -> None:
    """原因统计 against counts made here from 不满足明细 and 汇总 alone; nobody is lost on the way."""
    office.review(varied(300))
    details, summary = office.sheet("不满足明细"), office.sheet("汇总")
    assert [row["序号"] for row in summary] == [str(number) for number in range(1, 301)]
    statistics = grid(office.folder / "结果.xlsx", "原因统计")
    end = next(place for place, row in enumerate(statistics) if row[0] == "二、各推荐单位")
    shown = {row[0]: int(row[9]) for row in statistics[2:end] if row[0]}
    assert shown == dict(Counter(row["条款"] for row in details))
    assert list(shown.values()) == sorted(shown.values(), reverse=True)
    header = statistics[end + 1]
    for cells in statistics[end + 2 :]:
        row = dict(zip(header, cells, strict=True))
        own = [one for one in summary if (one["推荐单位"] or "（未填）") == row["推荐单位"]]
        assert int(row["评审条数"]) == len(own)
        for outcome, count in Counter(one["结论"] for one in own).items():
            assert int(row[outcome]) == count
        reasons = [one for one in details if (one["推荐单位"] or "（未填）") == row["推荐单位"]]
        assert int(row["不满足条款合计"]) == len(reasons)
    unmet = {(row["序号"], row["条款"]) for row in details}
    assert unmet == {(row["序号"], clause) for row in summary for clause in row["不满足条款"].split()}
    wrong = [row["序号"] for row in summary if row["结论"] == UNASSESSED]
    assert wrong
    assert wrong == [row["序号"] for row in office.sheet("数据问题") if row["对评审的影响"] == "未评估"]


def test_user_text_is_never_a_formula_nor_a_link(office: Office) -> None:
    link = "http://example.org/?a=1&b=<2>"
    office.review([good(1, 单位名称=EVIL, 推荐单位=link, 技术领域="其他"), good(2, 推荐单位="{=1+1}", 申报类型=None)])
    with zipfile.ZipFile(office.folder / "结果.xlsx") as book:
        parts = {name: book.read(name).decode() for name in book.namelist()}
    assert not [name for name, text in parts.items() if "<f>" in text or "<hyperlink" in text]
    first, second = office.sheet("汇总")
    assert (first["申报单位"], first["推荐单位"], second["推荐单位"]) == (EVIL, link, "{=1+1}")
    office.review([good(1, 推荐单位="<r>甲局</r>")])
    (row,) = office.sheet("汇总")
    assert row["推荐单位"] == "<r>甲局</r>"
    assert ["<r>甲局</r>"] in [cells[:1] for cells in grid(office.folder / "结果.xlsx", "原因统计")]
    office.review([good(1, 单位名称=EVIL, 推荐单位="-1+1"), good(2, 推荐单位="乙,\n局")], output="结果.csv")
    text = (office.folder / "结果.csv").read_text(encoding="utf-8-sig")
    assert f"\"'{EVIL.replace(chr(34), chr(34) * 2)}\",,'-1+1," in text


def test_the_number_of_workers_changes_nothing(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.batch.assessing.ALONE", 20)
    monkeypatch.setattr("engine.batch.assessing.CHUNK", 6)
    profiles = varied(60)
    for workers in (1, 2):
        office.review(profiles, workers=workers, output=f"{workers}.xlsx")
        office.review(profiles, workers=workers, output=f"{workers}.jsonl")
    assert (office.folder / "1.xlsx").read_bytes() == (office.folder / "2.xlsx").read_bytes()
    assert (office.folder / "1.jsonl").read_bytes() == (office.folder / "2.jsonl").read_bytes()
    assert ALONE > 20


def listed(row: dict[str, str]) -> dict[str, Any]:
    """A row of the summary; its codes, which stand side by side in the workbook, one by one."""
    return row | {name: sorted(codes_in(row[name].split("\n"))) for name in ("不满足条款", "待人工认定")}


def test_machines_get_the_same_rows(office: Office) -> None:
    office.review(varied(20))
    office.review(varied(20), output="结果.csv")
    office.review(varied(20), output="结果.jsonl")
    with (office.folder / "结果.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    plain = [{name: value.removeprefix("'") for name, value in row.items()} for row in rows]
    assert [listed(row) for row in plain] == [listed(row) for row in office.sheet("汇总")]
    text = (office.folder / "结果.jsonl").read_text(encoding="utf-8")
    read = [BatchRow.model_validate_json(line) for line in text.splitlines()]
    assert [str(row.applicant.number) for row in read] == [row["序号"] for row in rows]
    assert all(not row.result.benchmarks for row in read if row.result is not None)


def test_each_applicant_is_held_against_its_own_scheme(office: Office) -> None:
    """Without --scheme: the scheme of the 申报类型; else those that apply; else all, to say why none does."""
    office.review(
        [
            good(1, 申报类型="专业性", 单位类型=["科研院所"]),
            good(2, 申报类型=None, 单位类型=["科研院所"]),
            good(3, 申报类型=None, 单位类型=["企业"]),
            good(4, 申报类型="没有这一类"),
        ],
        schemes=(),
    )
    found = [(row["序号"], row["规则集"], row["申报类型"]) for row in office.sheet("汇总")]
    assert found == [
        ("1", "试验方案", "专业性"),
        ("2", "另一方案", ""),
        ("2", "试验方案", "综合性（未指定）"),
        ("3", "试验方案", "综合性（未指定）"),
        ("4", "", "没有这一类"),
    ]
    (problem,) = office.sheet("数据问题")
    assert (problem["代码"], problem["对评审的影响"]) == ("E2205", "未评估")
    office.review([good(1, 单位类型=["企业"], 申报类型=None)], schemes=("test/other",))
    assert [row["结论"] for row in office.sheet("汇总")] == ["不适用"]
    office.review([good(1, 申报类型=None)], schemes=(), track="综合性")
    assert [(row["规则集"], row["申报类型"]) for row in office.sheet("汇总")] == [("试验方案", "综合性")]


def test_where_no_scheme_applies_all_of_them_say_so(office: Office) -> None:
    for name in ("scheme", "role"):
        (office.rules / f"{name}.yaml").unlink()
    office.library = load_library([office.rules])
    office.review([{"单位名称": "甲", "单位类型": ["企业"]}], schemes=())
    assert [(row["规则集"], row["结论"]) for row in office.sheet("汇总")] == [("另一方案", "不适用")]
    office.review([{"单位名称": "甲", "单位类型": ["科研院所"], "职工总数": "3 人"}], schemes=())
    (row,) = office.sheet("汇总")
    assert (row["结论"], row["标准待核"]) == ("标准待核", "线")


def test_strict_refuses_instead(office: Office) -> None:
    with pytest.raises(InputError) as caught:
        office.review([good(1), good(2, 职工总数="几个")], strict=True)
    assert [one.code for one in caught.value.diagnostics] == ["E2102"]
    assert sorted(path.name for path in office.folder.iterdir()) == ["rules", "申报.jsonl"]
    office.review([good(1)], strict=True)
    assert len(office.sheet("汇总")) == 1


def test_a_folder_of_profiles(office: Office) -> None:
    """Every profile in it, at any depth, in order; the rest is named, what is hidden is not."""
    home = office.folder / "案卷"
    (home / "乙" / ".暂存").mkdir(parents=True)
    (home / "乙" / "2.yaml").write_text("单位名称: 乙\n", encoding="utf-8")
    (home / "1.json").write_text('{"单位名称": "甲", "统一社会信用代码": "错"}', encoding="utf-8")
    (home / "3.yaml").write_text("[一, 二]\n", encoding="utf-8")
    (home / "4.yml").write_text("单位名称: [\n", encoding="utf-8")
    (home / "乙" / ".暂存" / "9.yaml").write_text("单位名称: 无\n", encoding="utf-8")
    for number in range(7):
        (home / f"说明{number}.docx").write_text("x", encoding="utf-8")
    lines(home / "5.jsonl", [{"单位名称": "丙"}, {"单位名称": "丁", "职工总数": "x"}])
    done = office.review(home)
    assert [(row["申报单位"].replace(str(home), ""), row["结论"]) for row in office.sheet("汇总")] == [
        ("甲", UNASSESSED),
        ("（未写名称：/3.yaml）", UNASSESSED),
        ("（未写名称：/4.yml）", UNASSESSED),
        ("丙", "待补充"),
        ("丁", UNASSESSED),
        ("乙", "待补充"),
    ]
    (warning,) = done.report.problems
    assert (warning.code, "7 个文件" in warning.message, " 等" in warning.message) == ("W6001", True, True)
    assert office.sheet("数据问题")[0]["代码"] == "W6001"
    assert office.sheet("数据问题")[-1]["位置"].endswith("5.jsonl:2:23")
    assert "4 份" not in told(done, Path("x"))


def test_a_line_that_is_no_json_keeps_its_row(office: Office) -> None:
    source = office.folder / "申报.jsonl"
    source.write_text('{"单位名称": "甲"}\n\n{"单位名称": \n[]\n', encoding="utf-8")
    office.review(source)
    assert [row["结论"] for row in office.sheet("汇总")] == ["待补充", UNASSESSED, UNASSESSED]
    places = [(row["位置"].removeprefix(str(source)), row["代码"]) for row in office.sheet("数据问题")]
    assert places == [(":3:10", "E1009"), (":4:1", "E2001")]


def test_duplicates_are_told_beside_each_of_them(office: Office) -> None:
    done = office.review([good(1, 统一社会信用代码=CODES[1]), good(2), good(3, 统一社会信用代码=CODES[1]), good(2)])
    assert [(one.id, one.numbers) for one in done.report.duplicates] == [(CODES[1], (1, 3)), ("示例002公司", (2, 4))]
    assert [row["备注"] for row in office.sheet("汇总")] == [
        "与序号 3 重复",
        "与序号 4 重复",
        "与序号 1 重复",
        "与序号 2 重复",
    ]
    told_of = [(row["序号"], row["代码"], row["问题"]) for row in office.sheet("数据问题")]
    assert told_of[0] == ("1", "W6004", f"统一社会信用代码 {CODES[1]} 与序号 3 相同")
    assert told_of[1] == ("2", "W6004", "没有写统一社会信用代码，而单位名称与序号 4 相同")
    assert "重复申报 2 组" in told(done, Path("x"))
    assert len({row["标识"] for row in office.sheet("汇总")}) == 4


def test_a_fault_of_our_own_is_no_row(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("gears")

    monkeypatch.setattr("engine.assess.decide", broken)
    with pytest.raises(InternalFault, match=r"申报.jsonl:1: RuntimeError: gears"):
        office.review([good(1)])
    monkeypatch.setattr("engine.assess.decide", lambda *_: (_ for _ in ()).throw(InternalFault("own")))
    with pytest.raises(InternalFault, match="own"):
        office.review([good(1)])
    assert not (office.folder / "结果.xlsx").exists()


def test_an_interrupted_run_leaves_nothing(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether it is stopped while assessing or while writing; an earlier output stays as it was.

    Beside it stays what was finished, hidden, until the next run.
    """
    office.review([good(1)])
    before = (office.folder / "结果.xlsx").read_bytes()
    there = sorted(path.name for path in office.folder.iterdir())

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    for place, left in (
        ("engine.batch.assessing.read_applicant", []),
        ("engine.batch.workbook.write_statistics", [".结果.xlsx.part"]),
    ):
        with monkeypatch.context() as patch:
            patch.setattr(place, stop)
            with pytest.raises(KeyboardInterrupt):
                office.review([good(1), good(2)])
        assert sorted(path.name for path in office.folder.iterdir()) == [*left, *there]
        assert (office.folder / "结果.xlsx").read_bytes() == before
    office.review([good(1)])
    assert sorted(path.name for path in office.folder.iterdir()) == there


def test_the_golden_shows_what_it_is_for() -> None:
    text = (GOLDEN / "batch.txt").read_text(encoding="utf-8")
    for word in (*SHEETS, UNASSESSED, "无法计算", "L-01", "原则上", "W6004", f"骨干企业[{CODES[0]}]/B-01"):
        assert word in text
    assert GOOD["推荐单位"] not in text


@pytest.mark.parametrize("track", [None, "专业性"])
def test_either_executor_gives_the_same_rows(office: Office, track: str | None) -> None:
    """The columnar one decides many at once: those whose 申报类型 is nobody's, and whose data are wrong, among them."""
    people = [
        *(good(number, 技术领域="其他") for number in (1, 2, 3)),
        good(4, 申报类型="没有的类型"),
        good(5, 职工总数="二十人"),
        good(6, 单位类型=["科研院所"], 申报类型=None),
        good(7, **{"研发利润比": 3, "净利润[2025]": "100 万元", "研发投入[2025]": "200 万元"}),
    ]
    rows = []
    for executor in ("inference", "columnar"):
        office.review(people, output="结果.jsonl", schemes=(), track=track, executor=executor)
        text = (office.folder / "结果.jsonl").read_text(encoding="utf-8")
        rows.append(text.replace(f'"executor":"{executor}"', ""))
    assert rows[0] == rows[1]
    assert "E2205" in rows[0] or track is not None
    assert "E2101" in rows[0]
