"""Work that outlives its process: which parts of it are finished and on the disk, and what it is the work of.

`.结果.xlsx.part/`, beside the output:

    progress.sqlite   the stamp (what the work is) and the finished parts; held by the one process that works here
    parts/            the files of parts, by number
    drafts/           whatever else is being written; emptied whenever work begins or stops

A part counts once the journal names it, which is written after its files are on the disk: whatever moment the
process or the power ends at, a later one finds whole parts or none. What a part holds is its owner's affair: rows as
lines, a Parquet file or two.
"""

import errno
import json
import os
import shutil
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic
from typing import Any

Stamp = Mapping[str, str]
"""What the work is the work of: labels that a person understands, with words or digests."""

UNREADABLE = errno.EILSEQ
"""The errno of a journal that is no journal (any more)."""

_ERRORS = {
    sqlite3.SQLITE_BUSY: errno.EBUSY,
    sqlite3.SQLITE_LOCKED: errno.EBUSY,
    sqlite3.SQLITE_FULL: errno.ENOSPC,
    sqlite3.SQLITE_READONLY: errno.EROFS,
    sqlite3.SQLITE_CANTOPEN: errno.EACCES,
    sqlite3.SQLITE_CORRUPT: UNREADABLE,
    sqlite3.SQLITE_NOTADB: UNREADABLE,
}
_FOLDER = "folder "
"""The mark of a folder elsewhere that goes with the work."""
_TABLES = (
    "CREATE TABLE IF NOT EXISTS stamp (label TEXT PRIMARY KEY, value TEXT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS parts (series TEXT, number INTEGER, size INTEGER, seconds REAL, files TEXT, PRIMARY KEY (series, number))",
    "CREATE TABLE IF NOT EXISTS marks (name TEXT PRIMARY KEY)",
)


class Journal:
    """What is finished, kept by SQLite: a line of it is there whole or not at all, and one process holds it."""

    def __init__(self, path: Path) -> None:
        """Open and hold it. Raises OSError: EBUSY if another process does, UNREADABLE if it is no journal."""
        with _os_errors(path):
            self._path, self._since = path, monotonic()
            # one thread at a time, not always the same: who writes pieces enters them
            self._file = sqlite3.connect(path, timeout=0, isolation_level=None, check_same_thread=False)
            try:
                for pragma in ("locking_mode = EXCLUSIVE", "synchronous = FULL"):
                    self._file.execute(f"PRAGMA {pragma}")
                self._file.execute("BEGIN EXCLUSIVE")
                for table in _TABLES:
                    self._file.execute(table)
                self._file.execute("COMMIT")
            except sqlite3.Error:
                self._file.close()
                raise

    def stamp(self) -> dict[str, str]:
        """What the work is; empty where none was begun."""
        return dict(self._read("SELECT label, value FROM stamp"))

    def begin(self, stamp: Stamp) -> None:
        """Forget everything, and begin a piece of work."""
        self._write(
            ("DELETE FROM parts", ()),
            ("DELETE FROM marks", ()),
            ("DELETE FROM stamp", ()),
            *(("INSERT INTO stamp VALUES (?, ?)", pair) for pair in stamp.items()),
        )

    def parts(self, series: str) -> dict[int, dict[str, int]]:
        """The finished parts of a series: the files of each, with their sizes in bytes."""
        found = self._read("SELECT number, files FROM parts WHERE series = ?", series)
        return {number: json.loads(files) for number, files in found}

    def finish(self, series: str, number: int, size: int, files: Mapping[str, int]) -> None:
        """Enter a part of so many applicants; their files must be on the disk already."""
        now = monotonic()
        row = (series, number, size, now - self._since, json.dumps(files, ensure_ascii=False))
        self._write(("INSERT OR REPLACE INTO parts VALUES (?, ?, ?, ?, ?)", row))
        self._since = now

    def spent(self) -> float:
        """How many seconds of work the finished parts are."""
        return float(sum(seconds for (seconds,) in self._read("SELECT seconds FROM parts")))

    def finished(self) -> int:
        """How many applicants are finished, at least with the first of the things that are done with them."""
        return max((size for (size,) in self._read("SELECT sum(size) FROM parts GROUP BY series")), default=0)

    def mark(self, name: str) -> None:
        """Remember that a point of no return is reached."""
        self._write(("INSERT OR REPLACE INTO marks VALUES (?)", (name,)))

    def marked(self, name: str) -> bool:
        """Whether that point was reached."""
        return name in self.marks()

    def marks(self) -> list[str]:
        """Everything that was marked."""
        return [name for (name,) in self._read("SELECT name FROM marks")]

    def close(self) -> None:
        """Let go of it."""
        self._file.close()

    def _read(self, query: str, *values: str) -> list[Any]:
        with _os_errors(self._path):
            return self._file.execute(query, values).fetchall()

    def _write(self, *statements: tuple[str, tuple[object, ...]]) -> None:
        with _os_errors(self._path):
            self._file.execute("BEGIN")
            try:
                for statement, values in statements:
                    self._file.execute(statement, values)
                self._file.execute("COMMIT")
            except sqlite3.Error:
                self._file.rollback()
                raise


@contextmanager
def _os_errors(path: Path) -> Iterator[None]:
    """What SQLite refuses, as what the system would have said."""
    try:
        yield
    except sqlite3.Error as error:
        code = _ERRORS.get(getattr(error, "sqlite_errorcode", 0) & 0xFF, errno.EIO)
        raise OSError(code, str(error), str(path)) from None


class Parts:
    """The parts of one series: files in a folder; only what the journal names, whole, counts."""

    def __init__(self, journal: Journal, series: str, folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        self.folder = folder
        self._journal, self._series = journal, series
        self._finished = {
            number: files
            for number, files in journal.parts(series).items()
            if all(_size(folder / name) == size for name, size in files.items())
        }
        self.sweep()

    def __contains__(self, number: int) -> bool:
        return number in self._finished

    def path(self, number: int, kind: str) -> Path:
        """Where a file of a part belongs; write it there, then call `finish`."""
        return self.folder / f"{number:08}.{kind}"

    def finish(self, number: int, size: int, files: Iterable[Path]) -> None:
        """A part of so many applicants is whole: once this returns, it outlives the process and the power."""
        written = list(files)
        for path in written:
            with path.open("r+b") as file:
                os.fsync(file.fileno())
        _sync_folder(self.folder)
        sizes = {path.name: path.stat().st_size for path in written}
        self._journal.finish(self._series, number, size, sizes)
        self._finished[number] = sizes

    def sweep(self) -> None:
        """Remove what belongs to no finished part."""
        known = {name for files in self._finished.values() for name in files}
        for path in self.folder.iterdir():
            if path.name not in known:
                path.unlink()


class Workspace:
    """The folder of one piece of work, held by this process until it is closed."""

    def __init__(self, folder: Path, journal: Journal) -> None:
        self.folder, self.journal = folder, journal
        self.drafts = folder / "drafts"
        self._open: list[Parts] = []
        shutil.rmtree(self.drafts, ignore_errors=True)
        self.drafts.mkdir()

    def parts(self, series: str, folder: Path | None = None) -> Parts:
        """The parts of a series, in this folder (one series only) or in one of their own, which holds nothing else."""
        if folder is not None:
            self.journal.mark(f"{_FOLDER}{folder.absolute()}")
        found = Parts(self.journal, series, folder or self.folder / "parts")
        self._open.append(found)
        return found

    def finished(self) -> int:
        """How many applicants' work would be lost with this folder."""
        return self.journal.finished()

    def stop(self) -> int:
        """End without having ended: finished parts stay, the rest goes, the folder too if none is finished."""
        finished = self.finished()
        if not finished:
            self.discard()
            return 0
        shutil.rmtree(self.drafts, ignore_errors=True)
        with suppress(OSError):
            for parts in self._open:
                parts.sweep()
        self.journal.close()
        return finished

    def discard(self) -> None:
        """Everything goes; whenever that is broken off, nothing is left that looks like unfinished work."""
        elsewhere = [name.removeprefix(_FOLDER) for name in self.journal.marks() if name.startswith(_FOLDER)]
        with suppress(OSError):
            self.journal.begin({})
        self.journal.close()
        for folder in (self.folder, *map(Path, elsewhere)):
            shutil.rmtree(folder, ignore_errors=True)


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except OSError:
        return None


def _sync_folder(folder: Path) -> None:
    with suppress(PermissionError):  # Windows opens no folder, and needs none synced
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
