"""A run that was stopped: what stays, what is told, and that going on with it comes to the same bytes."""

import errno
import os
import signal
import sqlite3
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from engine.batch import run_batch
from engine.batch.destination import folder_beside, workspace
from engine.batch.unfinished import UNREADABLE, Journal, Parts
from engine.batch.workers import _end_with, _ready
from engine.errors import InputError
from tests.batch_making import Office, good, lines, rules, unwatched
from tests.command_line import run
from tests.making import dice

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """A folder with rules, and parts of three applicants."""
    monkeypatch.setattr("engine.batch.spool.PART", 3)
    return Office(tmp_path)


def applicants(count: int = 10) -> list[dict[str, Any]]:
    """Two of them state one code, some share a 推荐单位, one is unreadable."""
    found = [good(number, 技术领域="其他", 推荐单位=f"第{number % 3}局") for number in range(1, count + 1)]
    found[4]["职工总数"] = "几个"
    found[7]["单位名称"] = found[1]["单位名称"]
    return found


def stopped(office: Office, after: int, error: BaseException | None = None, **more: Any) -> None:
    """A run that ends by this error once so many applicants are read."""
    read = __import__("engine.batch.assessing", fromlist=["read_applicant"]).read_applicant
    count = 0

    def stopping(*given: Any) -> Any:
        nonlocal count
        count += 1
        if count > after:
            raise error or KeyboardInterrupt
        return read(*given)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("engine.batch.assessing.read_applicant", stopping)
        with pytest.raises(type(error or KeyboardInterrupt())):
            office.review(applicants(), **more)


def listening(office: Office, **more: Any) -> list[str]:
    """What is told while a batch runs."""
    told: list[str] = []
    order = office.order(office.folder / "申报.jsonl", **more)
    run_batch(order, office.library, unwatched, told.append)
    return told


@pytest.mark.parametrize("suffix", [".xlsx", ".csv", ".jsonl"])
@pytest.mark.parametrize("after", [3, 7, 9])
def test_going_on_comes_to_the_same(office: Office, suffix: str, after: int) -> None:
    office.review(applicants(), output=f"全部{suffix}")
    stopped(office, after, output=f"结果{suffix}")
    done = after // 3 * 3
    assert listening(office, output=f"结果{suffix}", resume=True) == [
        f"接着上次没有做完的评审：已有 {done} 份，还有 {10 - done} 份"
    ]
    assert (office.folder / f"结果{suffix}").read_bytes() == (office.folder / f"全部{suffix}").read_bytes()
    assert not list(office.folder.glob(".*"))


def test_going_on_twice_and_with_other_workers(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.review(applicants(), output="全部.jsonl")
    monkeypatch.setattr("engine.batch.assessing.ALONE", 0)
    monkeypatch.setattr("engine.batch.assessing.CHUNK", 2)
    stopped(office, 4, output="结果.jsonl", workers=1)
    stopped(office, 3, output="结果.jsonl", workers=1, resume=True)
    office.review(applicants(), output="结果.jsonl", workers=2, resume=True)
    assert (office.folder / "结果.jsonl").read_bytes() == (office.folder / "全部.jsonl").read_bytes()


def test_nothing_to_go_on_with_just_starts(office: Office) -> None:
    stopped(office, 2)
    assert not folder_beside(office.folder / "结果.xlsx").exists()
    assert listening(office, resume=True) == []


def test_everything_but_the_output_was_finished(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """A torn output, a draft that nobody finished and files of no part go; the rows need not be assessed again."""
    office.review(applicants(), output="全部.csv")

    def torn(*given: Any) -> None:
        given[-1].write_text("half", encoding="utf-8")
        raise RuntimeError("gears")

    with monkeypatch.context() as patch:
        patch.setattr("engine.batch.run.write_csv", torn)
        with pytest.raises(RuntimeError):
            office.review(applicants(), output="结果.csv")
    folder = folder_beside(office.folder / "结果.csv")
    (folder / "parts" / "00000009.rows").write_text("half", encoding="utf-8")
    monkeypatch.setattr("engine.batch.assessing.read_applicant", None)
    office.review(applicants(), output="结果.csv", resume=True)
    assert (office.folder / "结果.csv").read_bytes() == (office.folder / "全部.csv").read_bytes()


def test_a_part_whose_file_was_cut_is_done_again(office: Office) -> None:
    office.review(applicants(), output="全部.jsonl")
    stopped(office, 9, output="结果.jsonl")
    parts = folder_beside(office.folder / "结果.jsonl") / "parts"
    (parts / "00000001.rows").write_bytes((parts / "00000001.rows").read_bytes()[:-5])
    (parts / "00000002.briefs").unlink()
    assert listening(office, output="结果.jsonl", resume=True)[0].endswith("已有 3 份，还有 7 份")
    assert (office.folder / "结果.jsonl").read_bytes() == (office.folder / "全部.jsonl").read_bytes()


def test_less_than_a_minute_of_work_is_replaced_and_told(office: Office) -> None:
    stopped(office, 7)
    (told,) = listening(office)
    assert "只做了 6 份，不到一分钟" in told
    assert not list(office.folder.glob(".*"))


def test_more_is_never_lost_unasked(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.batch.destination.WORTH", 0)
    stopped(office, 7)
    with pytest.raises(InputError, match=r"E6050 .*10 份中的 6 份"):
        listening(office)
    with pytest.raises(InputError, match="E6050"):
        listening(office, schemes=())
    assert listening(office, resume=False) == []
    assert not list(office.folder.glob(".*"))


def test_what_a_stopped_run_says(office: Office) -> None:
    told: list[str] = []

    def work() -> None:
        with workspace(office.folder / "a.csv", {"份数": "9"}, tell=told.append) as folder:
            folder.parts("chunks").finish(4, 5, [])
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        work()
    assert told == ["已做完的 5 份留着，加上 --resume 接着做；要丢弃做完的部分、从头开始，用 --no-resume"]


def test_another_piece_of_work_is_not_gone_on_with(office: Office) -> None:
    stopped(office, 7)
    source = office.folder / "申报.jsonl"

    def refused(**more: Any) -> str:
        with pytest.raises(InputError) as caught:
            listening(office, **{"resume": True, **more})
        (one,) = caught.value.diagnostics
        assert one.code == "E6051"
        return one.message

    assert "规则集（--scheme）：上次 test/scheme，这次 未写；申报类型（--track）：上次 未写，这次 专业性" in refused(
        schemes=(), track="专业性"
    )
    facts = office.rules / "facts.yaml"
    before = facts.read_text(encoding="utf-8")
    facts.write_text(before + "\n", encoding="utf-8")
    (office.rules / ".暂存.yaml").write_text("", encoding="utf-8")
    (office.rules / "说明.txt").write_text("", encoding="utf-8")
    assert refused().endswith(f"（规则文件 {office.rules}/facts.yaml：有改动）")
    facts.write_text(before, encoding="utf-8")
    text = source.read_text(encoding="utf-8")
    source.write_text(text.replace("30 人", "31 人"), encoding="utf-8")
    assert refused().endswith("（输入的内容：有改动）")
    for name in "abcdef":
        (office.rules / f"{name}.yml").write_text("", encoding="utf-8")
    assert "a.yml：上次没有" in refused()
    assert refused().endswith("，等 7 处）")
    for name in "abcdef":
        (office.rules / f"{name}.yml").unlink()
    source.write_text(text, encoding="utf-8")
    listening(office, resume=True)


def test_the_sheet_of_decisions_is_part_of_it(office: Office) -> None:
    sheet = office.folder / "认定.csv"
    sheet.write_text("条款,结论,标识\nA-03,通过,示例001公司\n", encoding="utf-8")
    stopped(office, 7, judgements=sheet)
    with pytest.raises(InputError, match="认定表：这次没有；认定表的内容：这次没有"):
        listening(office, resume=True)
    sheet.write_text("条款,结论,标识\nA-03,不通过,示例001公司\n", encoding="utf-8")
    with pytest.raises(InputError, match="（认定表的内容：有改动）"):
        listening(office, resume=True, judgements=sheet)


def test_input_that_changes_meanwhile(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    for kept in (8, 12):
        survey = __import__("engine.batch.run", fromlist=["survey"]).survey
        source = lines(office.folder / "申报.jsonl", applicants(10))

        def changing(*asked: Any, kept: int = kept, survey: Any = survey, source: Path = source) -> Any:
            found = survey(*asked)
            lines(source, applicants(kept))
            return found

        with monkeypatch.context() as patch:
            patch.setattr("engine.batch.run.survey", changing)
            with pytest.raises(InputError, match="E6056"):
                listening(office)
    assert not list(office.folder.glob(".*"))


def test_two_runs_into_one_file(office: Office) -> None:
    output = office.folder / "a.csv"
    with workspace(output, {}, tell=print):
        for resume in (None, True, False):
            with pytest.raises(InputError, match="E6053"), workspace(output, {}, resume=resume, tell=print):
                pass
    assert not list(office.folder.glob(".*"))


def test_a_journal_that_is_none(office: Office) -> None:
    stopped(office, 7)
    path = folder_beside(office.folder / "结果.xlsx") / "progress.sqlite"
    path.write_bytes(b"not a journal at all" * 100)
    for resume in (None, True):
        with pytest.raises(InputError, match=r"E6051 .*读不出来"):
            listening(office, resume=resume)
    assert listening(office, resume=False) == []
    assert not list(office.folder.glob(".*"))


def test_a_journal_refuses_as_the_system_would(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "a")
    journal.begin({"a": "b"})
    journal._file.execute("PRAGMA max_page_count = 1")
    with pytest.raises(OSError, match="full") as caught:
        journal.begin({str(number): "x" * 1000 for number in range(100)})
    assert (caught.value.errno, journal.stamp()) == (errno.ENOSPC, {"a": "b"})
    with pytest.raises(OSError, match="locked") as caught:
        Journal(tmp_path / "a")
    assert caught.value.errno == errno.EBUSY
    journal.close()
    with pytest.raises(OSError, match="closed"):
        journal.stamp()
    with pytest.raises(OSError, match="closed"):
        journal.begin({})
    (tmp_path / "b").write_bytes(b"x" * 5000)
    with pytest.raises(OSError, match="not a database") as caught:
        Journal(tmp_path / "b")
    assert caught.value.errno == UNREADABLE


def test_parts_are_there_whole_or_not_at_all(tmp_path: Path) -> None:
    """What a columnar run may use: files by number, several to a part, finished in any order."""
    journal = Journal(tmp_path / "a")
    parts = Parts(journal, "chunks", tmp_path / "parts")
    for number in (7, 2, 3):
        path = parts.path(number, "parquet")
        path.write_text(str(number), encoding="utf-8")
        if number != 3:
            parts.finish(number, 10, [path])
    journal.close()
    again = Parts(Journal(tmp_path / "a"), "chunks", tmp_path / "parts")
    assert [number for number in range(9) if number in again] == [2, 7]
    assert sorted(path.name for path in again.folder.iterdir()) == ["00000002.parquet", "00000007.parquet"]


def test_long_names_have_a_folder_too(tmp_path: Path) -> None:
    one, other = (folder_beside(tmp_path / f"{'长' * 70}{end}.xlsx") for end in "甲乙")
    assert one != other
    assert max(len(one.name.encode()), len(other.name.encode())) < 200
    one.mkdir()


def test_a_worker_ends_with_its_parent(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[Any] = []
    _end_with(lambda: told.append("joined"), told.append)
    assert told == ["joined", 1]
    _ready(told.append, "alone")

    class Gone:
        def join(self) -> None:
            told.append("waited")

    monkeypatch.setattr("engine.batch.workers.parent_process", Gone)
    monkeypatch.setattr("engine.batch.workers.os._exit", told.append)
    _ready(told.append, "a child")
    deadline = time.monotonic() + 10
    while len(told) < 6 and time.monotonic() < deadline:
        time.sleep(0.01)
    assert sorted(map(str, told[2:])) == ["1", "a child", "alone", "waited"]


def test_killed_at_random_moments(tmp_path: Path) -> None:
    """`kill -9` several times, each time gone on with; then the bytes of a run that nobody disturbed."""
    book = rules(tmp_path / "rules")
    source = lines(tmp_path / "申报.jsonl", [good(number, 技术领域="其他") for number in range(1, 3000)])
    words = [source, "--rules", book, "--no-shipped", "--scheme", "test/scheme", "--on", date(2026, 3, 1)]
    assert run("batch", *map(str, words), "-o", tmp_path / "全部.xlsx", "--workers", "1").exit_code == 0
    chance = dice(6)
    output = tmp_path / "结果.xlsx"
    command = [sys.executable, "-m", "zhunru", "batch", *map(str, words), "-o", str(output), "--resume"]
    environment = {**os.environ, "PYTHONUTF8": "1"}
    before = -1
    for workers in "212":
        started = subprocess.Popen(
            [*command, "--workers", workers],
            cwd=ROOT,
            env=environment,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        deadline = time.monotonic() + 120
        # at least one more part than last time, then a moment more
        while len(list(tmp_path.glob(".结果.xlsx.part/parts/*.briefs"))) <= max(before, 0) + 1:
            assert started.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.01)
        time.sleep(chance.random() / 4)
        started.kill()
        assert started.wait() == -signal.SIGKILL
        assert not output.exists()
        journal = sqlite3.connect(tmp_path / ".结果.xlsx.part" / "progress.sqlite")
        (now,) = journal.execute("SELECT count(*) FROM parts").fetchone()
        journal.close()
        assert now > before
        before = now
    ended = subprocess.run(
        [*command, "--workers", "2"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    assert "接着上次没有做完的评审" in ended.stderr
    assert output.read_bytes() == (tmp_path / "全部.xlsx").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["rules", "全部.xlsx", "申报.jsonl", "结果.xlsx"]
