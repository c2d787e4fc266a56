"""What a chunk of applicants came to, put by on disk in few bytes, and read again."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa

from engine.batch.unfinished import Parts

SERIES = "chunks"
VERDICTS, REASONS, PROBLEMS = "verdicts", "reasons", "problems"
PROGRAM = "program"
"""The place of a row's program among those of the run."""


class Piece(NamedTuple):
    """Verdicts and problems, a table each; reasons as tables of one program each, with whatever columns they have."""

    verdicts: Any
    reasons: list[Any]
    problems: Any


class Pieces:
    """The pieces of a run, by the number of their chunk."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def __contains__(self, number: int) -> bool:
        return number in self._parts

    def put(self, number: int, piece: Piece, applicants: int) -> int:
        """Put a piece by; how many bytes it takes."""
        written = {VERDICTS: [piece.verdicts], REASONS: piece.reasons, PROBLEMS: [piece.problems]}
        paths = []
        for kind, tables in written.items():
            for at, table in enumerate(tables):
                path = self._parts.path(number, f"{kind}{at}")
                _write(table, path)
                paths.append(path)
        self._parts.finish(number, applicants, paths)
        return sum(path.stat().st_size for path in paths)

    def verdicts(self, number: int, columns: Sequence[str] | None = None) -> Any:
        """The verdicts of a chunk: all their columns, or some."""
        return _read(self._parts.path(number, f"{VERDICTS}0"), columns)

    def problems(self, number: int) -> Any:
        """The problems of a chunk."""
        return _read(self._parts.path(number, f"{PROBLEMS}0"))

    def reasons(self, number: int) -> Iterator[Any]:
        """The reasons of a chunk, table by table."""
        at = 0
        while (path := self._parts.path(number, f"{REASONS}{at}")).exists():
            yield _read(path)
            at += 1


def _write(table: Any, path: Path) -> None:
    options = pa.ipc.IpcWriteOptions(compression="lz4")
    with pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, table.schema, options=options) as writer:
        writer.write_table(table)


def _read(path: Path, columns: Sequence[str] | None = None) -> Any:
    with pa.OSFile(str(path), "rb") as file:
        options = None
        if columns is not None:
            names = pa.ipc.open_file(file).schema.names
            options = pa.ipc.IpcReadOptions(included_fields=[names.index(name) for name in columns])
        return pa.ipc.open_file(file, options=options).read_all()
