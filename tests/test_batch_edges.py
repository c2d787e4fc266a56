"""What a batch refuses before it works, what a sheet does when it is full, and the pieces that need no applicants."""

import io
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from rich.console import Console
from xlsxwriter.exceptions import FileCreateError

from engine.batch import assessing, run_batch
from engine.batch.assessing import Plan
from engine.batch.filled_sheet import read_filled
from engine.batch.intake import Entry, read_applicant, survey
from engine.batch.lines import SEPARATOR, missing_lines, pending_lines, summary_lines
from engine.batch.progress import progress_bar
from engine.batch.sheet import height_of, shown
from engine.batch.statistics import Statistics
from engine.batch.workbook import refuse_too_many
from engine.errors import InputError
from schemas.assessment import OpenQuestions
from schemas.batch import Applicant, ApplicantStamp, BatchRow
from tests.batch_making import ON, Office, good, grid, lines, unwatched


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """A folder with rules."""
    return Office(tmp_path)


def refusal(office: Office, *inputs: str | Path, **more: Any) -> str:
    """The code of what a batch refuses; nothing is left behind."""
    before = sorted(office.folder.iterdir())
    with pytest.raises(InputError) as caught:
        run_batch(office.order(*inputs, **more), office.library, unwatched)
    assert sorted(office.folder.iterdir()) == before
    (diagnostic,) = caught.value.diagnostics
    return diagnostic.code


def test_what_is_refused_before_the_work(office: Office) -> None:
    here = office.folder
    source = lines(here / "申报.jsonl", [good(1)])
    (here / "空").mkdir()
    (here / "空.jsonl").write_text("\n \n", encoding="utf-8")
    (here / "表.csv").write_text("单位名称\n甲\n", encoding="utf-8")
    (here / "说明.txt").write_text("x", encoding="utf-8")
    (here / "夹.xlsx").mkdir()
    (here / "开着.xlsx").write_text("", encoding="utf-8")
    (here / "~$开着.xlsx").write_text("", encoding="utf-8")
    (here / ".~lock.锁着.xlsx#").write_text("", encoding="utf-8")
    assert refusal(office, source, output="a.xls") == "E6001"
    assert refusal(office, source, output="没有/a.xlsx") == "E6002"
    assert refusal(office, source, output="夹.xlsx") == "E6003"
    assert refusal(office, source, output="开着.xlsx") == "E6003"
    assert refusal(office, source, output="锁着.xlsx") == "E6003"
    assert refusal(office, here / "空") == "E6004"
    assert refusal(office, here / "空.jsonl") == "E6004"
    assert refusal(office, here / "*.yaml") == "E6004"
    (here / "表.parquet").write_bytes(b"PAR1")
    assert refusal(office, here / "表.parquet") == "E6074"
    assert refusal(office, here / "说明.txt") == "E6005"
    assert refusal(office, here / "没有.yaml") == "E1001"
    assert refusal(office, here / "没有.jsonl") == "E1001"
    assert refusal(office, source, output="申报.jsonl") == "E6003"
    assert refusal(office, source, output="表.csv", judgements=here / "表.csv") == "E6003"
    assert refusal(office, source, workers=0) == "E6007"
    assert refusal(office, source, schemes=("test/nobody",)) == "E3003"
    assert refusal(office, source, track="没有这一类") == "E3005"


def test_several_inputs_each_read_once(office: Office) -> None:
    for name in ("a", "b"):
        (office.folder / f"{name}.yaml").write_text(f"单位名称: {name}\n", encoding="utf-8")
    found = survey([str(office.folder / "*.yaml"), str(office.folder / "b.yaml")], office.library)
    assert [path.name for path in found.files] == ["a.yaml", "b.yaml"]
    assert found.total == 2
    assert [entry.number for entry in found.entries()] == [1, 2]
    assert found.sha256 != survey([str(office.folder / "a.yaml")], office.library).sha256


def test_what_a_tables_reader_has_read_is_taken_as_it_is(office: Office) -> None:
    read = Applicant(stamp=ApplicantStamp(number=1, place="汇总表.xlsx!2", id="甲"))
    assert read_applicant(Entry(1, "汇总表.xlsx", applicant=read), office.library) is read


def test_a_workbook_that_could_not_hold_it_all() -> None:
    refuse_too_many(1_000_000, 1, 5)
    for applicants, schemes, criteria in ((6_000_000, 1, 0), (3_000_000, 2, 0), (1_000_000, 1, 20)):
        with pytest.raises(InputError, match="E6006"):
            refuse_too_many(applicants, schemes, criteria)


def test_a_full_sheet_goes_on_in_another(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.batch.sheet.ROWS", 4)
    monkeypatch.setattr("engine.batch.sheet.MOST_SHEETS", 3)
    monkeypatch.setattr("engine.batch.workbook.refuse_too_many", lambda *_: None)
    monkeypatch.setattr("engine.batch.run.refuse_too_many", lambda *_: None)
    monkeypatch.setattr("engine.batch.workbook.run_lines", lambda *_: iter([("程序", "zhunru")]))
    clean = [good(number, 技术领域="其他") for number in range(1, 10)]
    office.review(clean[:7])
    path = office.folder / "结果.xlsx"
    assert [len(grid(path, name)) for name in ("汇总", "汇总(2)", "汇总(3)")] == [4, 4, 2]
    assert grid(path, "汇总(3)")[0] == grid(path, "汇总")[0]
    assert [cells["序号"].value for cells in read_filled(path, "汇总", ("序号",), "E6011").rows] == list("1234567")
    with pytest.raises(InputError, match="E6006"):
        office.review([*clean, good(10)])


def test_a_full_disk_is_told_and_leaves_the_old_file(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.review([good(1)])
    before = (office.folder / "结果.xlsx").read_bytes()

    def full(*_: object) -> None:
        raise FileCreateError(OSError(28, "No space left on device"))

    monkeypatch.setattr("xlsxwriter.Workbook._store_workbook", full)
    with pytest.raises(InputError, match=r"E6055 .*磁盘已满"):
        office.review([good(1)])
    assert (office.folder / "结果.xlsx").read_bytes() == before


def test_a_sheet_as_spreadsheet_programs_leave_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Empty rows, and cells that are no text any more: days lose their clock, whole numbers their point."""
    path = tmp_path / "表.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("汇总")
    clock = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    sheet.write_row(1, 0, ["甲", "乙", "丙", "丁", ""])
    sheet.write_row(3, 0, [3, 2.5, True])
    sheet.write_datetime(3, 3, datetime(2026, 3, 2, 8, 30), clock)  # noqa: DTZ001  # a sheet knows no zones
    sheet.write_string(3, 4, "列外")
    book.close()
    (row,) = read_filled(path, "汇总", ("甲",), "E6011").rows
    assert {name: cell.value for name, cell in row.items()} == {
        "甲": "3",
        "乙": "2.5",
        "丙": True,
        "丁": date(2026, 3, 2),
    }
    assert str(row["甲"].place).endswith("表.xlsx:汇总!A4")
    for module in ("text_file", "yaml_text"):
        monkeypatch.setattr(f"engine.load.{module}.LARGEST", 100, raising=False)
    monkeypatch.setattr("engine.batch.filled_sheet.LARGEST", 100)
    assert len(read_filled(path, "汇总", ("甲",), "E6011").rows) == 1
    monkeypatch.setattr("engine.batch.filled_sheet.LARGEST_WORKBOOK", 200)
    with pytest.raises(InputError, match="E1004"):
        read_filled(path, "汇总", ("甲",), "E6011")


def test_a_cell_holds_what_it_can() -> None:
    assert shown("长" * 40_000).endswith("…（太长，余下的见 .jsonl 输出）")
    assert len(shown("长" * 40_000)) == 32_767
    assert (shown(None), shown(3), shown(("a", "b"))) == ("", "3", f"a{SEPARATOR}b")
    assert height_of(["短"], [10]) < height_of(["一二三四五六七八"], [10]) < height_of(["一\n二\n三"], [10])
    assert height_of(["长" * 40_000], [10]) == 409.0


def test_a_worker_process_works_as_this_one_does(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """What runs in the workers, run here: their own coverage is not counted."""
    monkeypatch.setattr(assessing, "_clerks", [])
    assessing._start(Plan((office.rules,), ON, ("test/scheme",)))
    source = lines(office.folder / "申报.jsonl", [good(1)])
    (entry,) = survey([str(source)], office.library).entries()
    (found,) = assessing._work([entry])
    row = BatchRow.model_validate_json(found.row)
    assert (found.brief.number, row.applicant.name) == (1, "示例001公司")


def test_the_bar_is_for_terminals(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = io.StringIO()
    monkeypatch.setattr(sys, "stderr", screen)
    with progress_bar(3) as advance:
        advance()
    assert screen.getvalue() == ""
    terminal = Console(file=screen, force_terminal=True, width=100)
    monkeypatch.setattr("rich.console.Console", lambda **_: terminal)
    with progress_bar(3) as advance:
        for _ in range(3):
            advance()
    for word in ("正在评审", "3/3", "每秒", "剩余"):
        assert word in screen.getvalue()


def test_details_are_no_longer_than_a_page(office: Office) -> None:
    many = [{"单位名称": f"企业{number}"} for number in range(30)]
    refusals = {f"骨干企业[企业{number}]/B-01": {"结论": "不通过"} for number in range(30)}
    office.review([good(1, 技术领域="基地", 骨干企业=many, 认定=refusals)])
    (row,) = office.sheet("不满足明细")
    told = row["说明"].split("\n")
    assert told[:2] == ["［不符合］企业0", "　B-01 条件 B-01：经认定不满足"]
    assert (len(told), told[-1]) == (21, "…另有 40 行，见 .jsonl 输出")


def test_lines_of_odd_rows(office: Office) -> None:
    """A pending judgement nobody can find, an unmet id without a criterion: told by name, never dropped."""
    office.review([good(1)], output="结果.jsonl")
    row = BatchRow.model_validate_json((office.folder / "结果.jsonl").read_text(encoding="utf-8"))
    if row.result is None:
        raise AssertionError("the row was assessed")
    (assessment,) = row.result.assessments
    opened = OpenQuestions(pending_judgements=("骨干企业[甲]/B-09", "Z-01"))
    odd = assessment.model_copy(update={"open": opened, "unmet": ("Z-02",), "track": "elsewhere"})
    row = row.model_copy(update={"result": row.result.model_copy(update={"assessments": (odd,)})})
    assert [line.asked for line in pending_lines(row)] == ["Z-01", "骨干企业[甲]/B-09"]
    (line,) = summary_lines(row)
    assert (line.track, line.unmet) == ("elsewhere", ("Z-02",))
    assert list(missing_lines(row)) == []
    assert Statistics().ranked == []
