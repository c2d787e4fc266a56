"""Disks that are full or refuse to be written: told before hours of work, and readably where it happens half way."""

import errno
import os
import shutil
from collections import namedtuple
from pathlib import Path
from typing import Any

import pytest

from engine.batch.destination import folder_beside
from engine.batch.letters import LetterOrder
from engine.batch.room import readable
from engine.errors import InputError
from engine.report.letter import letter_template
from tests.batch_making import Office, good

Usage = namedtuple("Usage", "total used free")
PROFILES = [good(number, 技术领域="其他") for number in range(1, 11)]


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """A folder with rules, and parts of three applicants."""
    monkeypatch.setattr("engine.batch.spool.PART", 3)
    monkeypatch.setattr("engine.batch.run._SAMPLE", 2)
    return Office(tmp_path)


def free(monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    """A disk with so many bytes left."""
    monkeypatch.setattr("engine.batch.room.shutil.disk_usage", lambda _: Usage(0, 0, size))


def interrupted(*_: object) -> None:
    """Somebody presses Ctrl-C."""
    raise KeyboardInterrupt


def refusal(office: Office, **more: Any) -> tuple[str, str, str]:
    """Code, message and remedy of what a batch refuses; the output is not there."""
    with pytest.raises(InputError) as caught:
        office.review(PROFILES, **more)
    (one,) = caught.value.diagnostics
    assert not (office.folder / more.get("output", "结果.xlsx")).exists()
    return one.code, one.message, one.remedy or ""


@pytest.mark.parametrize("suffix", [".xlsx", ".csv", ".jsonl"])
def test_too_little_room_is_told_after_the_first_rows(
    office: Office, suffix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.review(PROFILES, output=f"全部{suffix}")
    output = f"结果{suffix}"
    with monkeypatch.context() as patch:
        free(patch, 2000)
        code, message, remedy = refusal(office, output=output)
    assert (code, message.endswith("，只剩 2000 字节"), "10 份案卷的结果还要写约" in message) == ("E6052", True, True)
    assert remedy.startswith("腾出空间之后，再运行一次")
    assert not list(office.folder.glob(".*"))
    with monkeypatch.context() as patch:
        patch.setattr("engine.batch.run.decide_limits", interrupted)
        with pytest.raises(KeyboardInterrupt):
            office.review(PROFILES, output=output)
    for path in folder_beside(office.folder / output).glob("parts/00000003.*"):
        path.unlink()
    with monkeypatch.context() as patch:
        free(patch, 100)
        _, _, remedy = refusal(office, output=output, resume=True)
    assert "已做完的 10 份留着，加上 --resume 接着做" in remedy
    office.review(PROFILES, output=output, resume=True)
    assert (office.folder / output).read_bytes() == (office.folder / f"全部{suffix}").read_bytes()


def test_letters_need_room_too(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    letters = LetterOrder(office.folder / "意见书", letter_template())
    with monkeypatch.context() as patch:
        free(patch, 150_000)
        office.review(PROFILES, output="结果.csv")
        (office.folder / "结果.csv").unlink()
        code, message, _ = refusal(office, output="结果.csv", letters=letters)
        assert (code, "结果和意见书" in message) == ("E6052", True)
        stat = Path.stat

        def elsewhere(path: Path, **more: Any) -> os.stat_result:
            found = stat(path, **more)
            return os.stat_result((*found[:2], hash(path), *found[3:10]))

        patch.setattr(Path, "stat", elsewhere)
        code, message, _ = refusal(office, output="结果.csv", letters=letters)
    assert (code, "10 份案卷的意见书还要写" in message) == ("E6052", True)


@pytest.mark.parametrize(("where", "kept"), [("engine.batch.spool.Parts.path", 0), ("engine.batch.run.write_csv", 10)])
def test_a_disk_that_is_full_half_way(office: Office, where: str, kept: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever was finished stays; what could not be written goes, and nothing stands where the output belongs."""

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", "/somewhere/00000001.rows")

    with monkeypatch.context() as patch:
        patch.setattr(where, full)
        code, message, remedy = refusal(office, output="结果.csv")
    assert (code, message) == ("E6055", "评审中途读写文件出了问题：磁盘已满（00000001.rows）")
    assert remedy == f"腾出空间之后，{f'已做完的 {kept} 份留着，加上 --resume 接着做' if kept else '再运行一次'}"
    folder = folder_beside(office.folder / "结果.csv")
    assert folder.exists() == bool(kept)
    assert not list(folder.glob("drafts/*"))
    office.review(PROFILES, output="结果.csv", resume=True)
    assert not list(office.folder.glob(".*"))


def test_a_real_device_that_is_full(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is written of the output goes to a device that takes nothing."""
    write = __import__("engine.batch.run", fromlist=["write_jsonl"]).write_jsonl

    def to_device(rows: Any, path: Path) -> Any:
        path.symlink_to("/dev/full")
        return write(rows, path)

    monkeypatch.setattr("engine.batch.run.write_jsonl", to_device)
    code, message, _ = refusal(office, output="结果.jsonl")
    assert (code, message) == ("E6055", "评审中途读写文件出了问题：磁盘已满")


def test_other_trouble_names_the_file(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_: object) -> None:
        raise FileNotFoundError(errno.ENOENT, "gone", "/x/申报.jsonl")

    monkeypatch.setattr("engine.batch.run.Spool.briefs", gone)
    code, message, remedy = refusal(office)
    assert (code, message) == ("E6055", "评审中途读写文件出了问题：文件夹不存在（申报.jsonl）")
    assert remedy.startswith("排除问题之后，已做完的 10 份留着")


def test_a_folder_that_takes_nothing(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*_: object, **__: object) -> None:
        raise PermissionError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr("engine.batch.destination.Path.mkdir", forbidden)
    assert refusal(office)[:2] == ("E6002", "输出的文件夹不能用：磁盘是只读的")


def test_sizes_are_readable() -> None:
    assert [readable(size) for size in (0, 9_999, 10_240, 12 * 2**30, 10**18)] == [
        "0 字节",
        "9999 字节",
        "10 KB",
        "12 GB",
        "909495 TB",
    ]
    assert shutil.disk_usage("/").free > 0
