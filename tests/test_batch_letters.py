"""`--letters`: one 审查意见书 an applicant, in a folder that appears whole or not at all."""

import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from engine.batch import letters as room
from engine.batch import run_batch, told
from engine.batch.capped_result import capped_result
from engine.batch.destination import folder_beside
from engine.batch.letters import LetterOrder, letter_order, size_of_one
from engine.batch.run import Done
from engine.batch.unfinished import Journal
from engine.errors import InputError, InternalFault
from engine.report.letter import letter_template
from schemas.batch import BatchRow
from tests.batch_making import CODES, ON, Office, good, lines, unwatched
from tests.command_line import refused, run


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """A folder with rules, and parts of three applicants."""
    monkeypatch.setattr("engine.batch.spool.PART", 3)
    monkeypatch.setattr("engine.batch.letters.PART", 3)
    return Office(tmp_path)


def wanted(office: Office, name: str = "意见书") -> LetterOrder:
    """Letters into a folder of that name."""
    return LetterOrder(office.folder / name, letter_template(), date(2026, 4, 1))


def applicants() -> list[dict[str, Any]]:
    """Four of one 推荐单位, which may recommend two; one unreadable, one with a name that no file may have."""
    found = [good(number, 技术领域="其他", 推荐单位="同一局") for number in range(1, 5)]
    found += [good(5, 职工总数="几个"), good(6, 单位名称="甲/乙:*", 统一社会信用代码=CODES[0], 技术领域="其他")]
    return [*found, good(7, 申报类型=None, 技术领域="其他"), good(8, 推荐单位=None, 技术领域="其他")]


def review(office: Office, **more: Any) -> Done:
    """Run a batch with letters."""
    return office.review(applicants(), **{"letters": wanted(office), "output": "结果.csv", **more})


def text_of(content: bytes) -> str:
    """Every paragraph and cell of a document."""
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


def letter_of(office: Office, number: int) -> str:
    """What an applicant's letter says."""
    (path,) = (office.folder / "意见书").glob(f"{number:04}-*.docx")
    return text_of(path.read_bytes())


def test_a_letter_for_everyone_who_was_assessed(office: Office) -> None:
    done = review(office)
    assert sorted(path.name for path in (office.folder / "意见书").iterdir()) == [
        "0001-示例001公司.docx",
        "0002-示例002公司.docx",
        "0003-示例003公司.docx",
        "0004-示例004公司.docx",
        f"0006-甲_乙__-{CODES[0]}.docx",
        "0007-示例007公司.docx",
        "0008-示例008公司.docx",
    ]
    (warning,) = done.report.problems
    assert (warning.code, warning.message) == ("W6020", "1 份案卷没有评估，没有意见书：序号 5")
    assert told(done, Path("x")).endswith("；意见书 7 份")
    assert "请于2026年4月1日前" in letter_of(office, 8)
    assert CODES[0] in letter_of(office, 6)
    assert not list(office.folder.glob(".*"))


def test_letters_say_what_the_workbook_says_about_caps(office: Office) -> None:
    """An over-full group awaits a person, and its letters say so; so do those of a refused one."""
    review(office)
    over = letter_of(office, 1)
    assert "对照结论：待人工认定" in over
    assert "L-01 推荐名额" in over
    assert "同一推荐单位至多 2 家；推荐单位 同一局，连同本单位共 4 个未被否决" in over
    assert "批量评审时核对" not in over
    assert "第九条" in over
    missing = letter_of(office, 8)
    assert "对照结论：待补充" in missing
    assert "L-01 推荐名额" in missing
    assert "没有超过限额" in letter_of(office, 6)
    sheet = office.folder / "认定.csv"
    sheet.write_text(
        "条款,结论,意见,标识\nL-01,不通过,名额已满,示例001公司\nL-01,通过,,示例002公司\n", encoding="utf-8"
    )
    review(office, judgements=sheet, letters=wanted(office, "再审"))
    (path,) = (office.folder / "再审").glob("0001-*")
    refused_one = text_of(path.read_bytes())
    assert "对照结论：不符合" in refused_one
    assert "超过限额，经认定不通过" in refused_one
    assert "名额已满" in refused_one
    assert "不满足的条件（1 项）" in refused_one


def test_the_number_of_workers_and_going_on_change_nothing(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stopped among the rows, among the letters, and before the folder was put in place."""
    review(office)
    want = {path.name: path.read_bytes() for path in (office.folder / "意见书").iterdir()}
    csv = (office.folder / "结果.csv").read_bytes()
    (office.folder / "结果.csv").unlink()
    write = room._with
    calls = 0

    def stopping(*given: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == 2:
            raise KeyboardInterrupt
        return write(*given)

    with monkeypatch.context() as patch:
        patch.setattr(room, "_with", stopping)
        with pytest.raises(KeyboardInterrupt):
            review(office, letters=wanted(office, "甲"))
    assert not (office.folder / "甲").exists()
    monkeypatch.setattr("engine.batch.letters.ALONE", 0)
    with monkeypatch.context() as patch:
        patch.setattr("engine.batch.run.place_letters", stopping_at(KeyboardInterrupt()))
        with pytest.raises(KeyboardInterrupt):
            review(office, letters=wanted(office, "甲"), workers=2, resume=True)
    assert not (office.folder / "甲").exists()
    (office.folder / "甲").mkdir()
    review(office, letters=wanted(office, "甲"), resume=True)
    assert {path.name: path.read_bytes() for path in (office.folder / "甲").iterdir()} == want
    assert (office.folder / "结果.csv").read_bytes() == csv
    assert not list(office.folder.glob(".*"))


def stopping_at(error: BaseException) -> Any:
    """A function that only raises."""

    def stop(*_: object, **__: object) -> None:
        raise error

    return stop


def test_stopped_once_the_folder_is_in_place(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    place = room.place_letters

    def stopping(*given: Any) -> None:
        place(*given)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("engine.batch.run.place_letters", stopping)
        with pytest.raises(KeyboardInterrupt):
            review(office)
    with pytest.raises(InputError, match="E6054"):
        review(office, resume=False)
    journal = Journal(folder_beside(office.folder / "结果.csv") / "progress.sqlite")
    with pytest.raises(InputError, match="E6054"):
        review(office, resume=True)
    journal.close()
    done = review(office, resume=True)
    assert (done.letters, [one.code for one in done.report.problems]) == (7, ["W6020"])
    assert len(list((office.folder / "意见书").iterdir())) == 7
    assert not list(office.folder.glob(".*"))


def test_letters_of_another_kind_are_not_gone_on_with(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(room, "_with", stopping_at(KeyboardInterrupt()))
        with pytest.raises(KeyboardInterrupt):
            review(office)
    other = wanted(office)._replace(reply_by=None)
    with pytest.raises(InputError, match="补正期限：上次 2026-04-01，这次 未写"):
        review(office, letters=other, resume=True)
    review(office, letters=wanted(office, "别处"), resume=False)
    assert not list(office.folder.glob(".*"))


def test_folders_that_letters_cannot_go_to(office: Office) -> None:
    source = lines(office.folder / "申报.jsonl", [good(1)])
    (office.folder / "有东西").mkdir()
    (office.folder / "有东西" / "x").write_text("", encoding="utf-8")
    (office.folder / "空").mkdir()

    def refusal(name: str, output: str = "结果.csv") -> str:
        order = office.order(source, letters=wanted(office, name), output=output)
        with pytest.raises(InputError) as caught:
            run_batch(order, office.library, unwatched)
        (one,) = caught.value.diagnostics
        assert one.code == "E6054"
        assert not list(office.folder.glob(".*"))
        return one.message

    assert "里面已有文件" in refusal("有东西")
    assert "这是一个文件" in refusal("申报.jsonl")
    assert "文件夹不存在" in refusal("没有/意见书")
    assert "在它里面" in refusal("空", "空/结果.csv")
    assert "就是它" in refusal("结果.csv")
    office.review(source, letters=wanted(office, "空"))
    assert len(list((office.folder / "空").iterdir())) == 1


def test_a_fault_of_our_own_names_the_applicant(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.report.letter.letter", stopping_at(RuntimeError("gears")))
    with pytest.raises(InternalFault, match=r"申报.jsonl:1: RuntimeError: gears"):
        review(office)
    assert not (office.folder / "意见书").exists()


def test_what_could_not_be_read_is_no_blank(office: Office) -> None:
    """A table's reader leaves a bad cell out of the case; the letter says so, and asks for it."""
    office.review([good(1, 职工总数=None, 技术领域="其他"), good(2, 职工总数="几个")], output="结果.jsonl")
    first, second = (
        BatchRow.model_validate_json(line)
        for line in (office.folder / "结果.jsonl").read_text(encoding="utf-8").splitlines()
    )
    row = first.model_copy(update={"problems": second.problems})
    result = capped_result(row)
    if result is None:
        raise AssertionError("the row was assessed")
    told_of = text_of(room._letter(row, result, wanted(office)))
    assert "填报中读不出来的内容（1 处）" in told_of
    assert second.problems[0].message in told_of
    assert size_of_one(second, wanted(office)) == 0
    assert size_of_one(row, wanted(office)) > 10_000


def test_a_worker_writes_as_this_process_does(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """What runs in the workers, run here: their own coverage is not counted."""
    office.review([good(1, 技术领域="其他"), good(2, 职工总数="几个")], output="结果.jsonl")
    rows = tuple((office.folder / "结果.jsonl").read_bytes().splitlines())
    monkeypatch.setattr(room, "_orders", [])
    room._start(wanted(office))
    (office.folder / "这里").mkdir()
    assert room._write(room._Sheaf(3, office.folder / "这里", 6, rows)) == (3, ["000001-示例001公司.docx"])


def test_options_of_letters(tmp_path: Path) -> None:
    assert letter_order(None, template=None, reply_by=None, on=ON) is None
    source = lines(tmp_path / "申报.jsonl", [{"单位名称": "甲"}])
    output: list[str | Path] = ["-o", tmp_path / "a.csv", "--on", "2026-03-01"]
    refused(run("batch", source, *output, "--reply-by", "2026-04-01"), "E6041", "--letters")
    letters = [*output, "--letters", tmp_path / "意见书"]
    refused(run("batch", source, *letters, "--reply-by", "明天"), "E6042")
    refused(run("batch", source, *letters, "--reply-by", "2026-02-01"), "E6043")
    refused(run("batch", source, *letters, "--template", source), "E6044")
    refused(run("batch", source, *letters, "--scheme", "reference/jilin-engineering-research-center"), "E6049")
    done = run("batch", source, *letters, "--reply-by", "2026-04-01", "--resume")
    assert (done.exit_code, done.stderr.strip().endswith("；意见书 1 份")) == (0, True)
