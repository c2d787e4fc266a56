"""Rows put by on disk: what holds across rows is known only after the last one, and memory need not hold them all."""

from collections.abc import Iterator
from pathlib import Path

from schemas.batch import BatchRow


class Spool:
    """Rows as lines of a file, written once, then read in the same order as often as needed."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = path.open("wb")

    def add(self, row: bytes) -> None:
        """Put by a row, as JSON on one line."""
        self._file.write(row)
        self._file.write(b"\n")

    def close(self) -> None:
        """Everything is written."""
        self._file.close()

    def rows(self) -> Iterator[BatchRow]:
        """The rows again."""
        with self._path.open("rb") as file:
            for line in file:
                yield BatchRow.model_validate_json(line)
