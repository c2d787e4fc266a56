"""Rows put by on disk: what holds across rows is known only after the last one, and memory need not hold them all.

They are put by in parts of a fixed size, so that a part's number says whose rows are in it; a run that goes on where
another stopped asks only for what is missing.
"""

import json
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from engine.batch.assessing import Assessed, Brief, Standing
from engine.batch.intake import Entry
from engine.batch.row_lines import RowLines, unfolded
from engine.batch.unfinished import Parts
from engine.errors import InputError
from schemas.batch import BatchRow
from schemas.finding import Verdict

PART = 200
"""Applicants in a part: what is lost at most when the power goes, and few enough files for millions."""
SERIES = "rows"


class Stored(NamedTuple):
    """A row as it was put by: whole, and as lines. Only one of the two is unpacked, mostly the smaller."""

    whole: bytes
    told: bytes

    def row(self) -> BatchRow:
        """The row itself."""
        return BatchRow.model_validate_json(self.whole)

    def lines(self) -> RowLines:
        """Its lines, as they are without any other row."""
        return unfolded(self.told)


class Spool:
    """Rows as lines of files, and beside each file their lines, and the little that must be remembered of them."""

    def __init__(self, parts: Parts, total: int) -> None:
        self._parts, self._total = parts, total
        self._waiting: list[Assessed] = []

    @property
    def missing(self) -> int:
        """How many applicants have no row yet."""
        return self._total - sum(self._size(number) for number in range(self._count) if number in self._parts)

    def wanted(self, entries: Iterable[Entry]) -> Iterator[Entry]:
        """Those of the entries that have no row yet. Raises InputError if there are more than there were."""
        for entry in entries:
            if entry.number > self._total:
                raise changed()
            if _part_of(entry.number) not in self._parts:
                yield entry

    def add(self, one: Assessed) -> None:
        """Put by a row."""
        self._waiting.append(one)
        number = _part_of(one.brief.number)
        if len(self._waiting) == self._size(number):
            self._finish(number)

    def _finish(self, number: int) -> None:
        rows, told, briefs = (self._parts.path(number, kind) for kind in ("rows", "lines", "briefs"))
        rows.write_bytes(b"".join(one.row + b"\n" for one in self._waiting))
        told.write_bytes(b"".join(one.lines + b"\n" for one in self._waiting))
        briefs.write_bytes(b"".join(_folded(one.brief) + b"\n" for one in self._waiting))
        self._parts.finish(number, len(self._waiting), (rows, told, briefs))
        self._waiting = []

    def briefs(self) -> list[Brief]:
        """What must be remembered of the rows, in their order."""
        return [_unfolded(line) for line in self._read("briefs")]

    def rows(self) -> Iterator[BatchRow]:
        """The rows again, in their order."""
        return map(BatchRow.model_validate_json, self._read("rows"))

    def stored(self) -> Iterator[Stored]:
        """The rows and their lines again, in their order."""
        return map(Stored, self._read("rows"), self._read("lines"))

    @property
    def _count(self) -> int:
        return -(-self._total // PART)

    def _size(self, number: int) -> int:
        return min(PART, self._total - number * PART)

    def _read(self, kind: str) -> Iterator[bytes]:
        for number in range(self._count):
            with self._parts.path(number, kind).open("rb") as file:
                yield from file


def changed() -> InputError:
    """The input is not what it was when the work began."""
    return InputError.one("E6056", "输入的文件在评审中途有了改动", remedy="等它不再改动之后，从头评审一次")


def _part_of(number: int) -> int:
    return (number - 1) // PART


def _folded(brief: Brief) -> bytes:
    standings = [(one.rule_set, one.verdict.value, one.groups) for one in brief.standings]
    return json.dumps((brief.number, brief.id, brief.place, standings)).encode()


def _unfolded(line: bytes) -> Brief:
    number, name, place, standings = json.loads(line)
    return Brief(
        number,
        name,
        place,
        tuple(
            Standing(rule_set, Verdict(verdict), tuple((limit, group) for limit, group in groups))
            for rule_set, verdict, groups in standings
        ),
    )
