"""A table as it stands in its file: cells with values and places, whatever kind of file it was."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from pathlib import PurePath
from typing import NamedTuple

from engine.load.document import CellSpot, FileSpot, Mark, place_of
from engine.load.problem import ValueProblem
from engine.load.text_file import LARGEST
from schemas.condition import Scalar
from schemas.diagnostic import Diagnostic

_KEPT = 64
"""Rows that stay unpacked: more than a header has, so that its cells stay the same objects while it is read."""
_TALL = 32
"""Rows of a merged range that is looked for one by one; such ranges are few."""


class Limits(NamedTuple):
    """How large a table may be: bytes as it is stored and unpacked, filled cells, merged ranges; `advice` beyond."""

    stored: int
    unpacked: int
    cells: int
    merges: int
    advice: str


ONE_CASE = Limits(
    stored=LARGEST,
    unpacked=32 * 1024 * 1024,
    cells=200_000,
    merges=1_000,
    advice="确认没有选错文件；一个文件只放一个申报单位，删去图片、多余的工作表和数据以下的空行",
)
"""A table of one applicant: as many cells as a document has values."""
MANY_CASES = Limits(
    stored=128 * 1024 * 1024,
    unpacked=1024 * 1024 * 1024,
    cells=10_000_000,
    merges=100_000,
    advice="确认没有选错文件；删去图片和多余的工作表，或分成几个文件",
)
"""A table of many: a hundred thousand applicants with a hundred columns."""


class Cell(NamedTuple):
    """One filled cell: its value, and what the file's own formatting says about it.

    A number is what the cell shows without its signs: 0.031 formatted `0.0%` is 3.1 with the suffix `%`. `day` is the
    date that a bare number would be. `fault` says why the cell has no value that could be used.
    """

    value: Scalar
    mark: Mark
    prefix: str = ""
    suffix: str = ""
    day: date | None = None
    fault: ValueProblem | None = None

    @property
    def text(self) -> str:
        """What the cell shows, in plain digits."""
        match self.value:
            case Decimal():
                return f"{self.prefix}{self.value:f}{self.suffix}"
            case bool():
                return "TRUE" if self.value else "FALSE"
            case _:
                return str(self.value)


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range, both corners included, counted from 0."""

    top: int
    left: int
    bottom: int
    right: int

    def holds(self, row: int, column: int) -> bool:
        """Whether a cell lies in it."""
        return self.top <= row <= self.bottom and self.left <= column <= self.right


class Rows(Mapping[int, Mapping[int, Cell]]):
    """The filled cells of a table by row and column, in their order, kept small and unpacked as they are asked for.

    A row of forty cells takes five kilobytes as objects and a tenth of that as a text; most rows are looked at once.
    """

    def __init__(self, unpack: Callable[[int, str, int | None], dict[int, Cell]]) -> None:
        """`unpack` takes a row, its packed text, and the one column that is wanted, if not all are."""
        self._unpack = unpack
        self._packed: dict[int, str] = {}
        self._shapes: dict[int, tuple[int, ...]] = {}
        self._known: dict[tuple[int, ...], tuple[int, ...]] = {}
        self._kept: dict[int, dict[int, Cell]] = {}
        self._last = -1

    def add(self, row: int, columns: tuple[int, ...], packed: str) -> None:
        """A row with the columns that are filled in it, both ascending. Raises ValueError for a row out of its turn."""
        if row <= self._last:
            raise ValueError(row)
        self._last = row
        self._packed[row] = packed
        self._shapes[row] = self._known.setdefault(columns, columns)

    def __getitem__(self, row: int) -> Mapping[int, Cell]:
        kept = self._kept.get(row)
        if kept is None:
            kept = self._unpack(row, self._packed[row], None)
            if len(self._kept) >= _KEPT:
                del self._kept[next(iter(self._kept))]
            self._kept[row] = kept
        return kept

    def __iter__(self) -> Iterator[int]:
        return iter(self._packed)

    def __len__(self) -> int:
        return len(self._packed)

    def only(self, row: int, column: int) -> Cell | None:
        """One cell, without the rest of its row."""
        if column not in self._shapes.get(row, ()):
            return None
        return self._unpack(row, self._packed[row], column)[column]

    def columns(self, row: int) -> tuple[int, ...]:
        """The columns that are filled in a row; nothing is unpacked for it."""
        return self._shapes.get(row, ())

    def all_columns(self) -> list[int]:
        """Every column that is filled in some row."""
        return sorted({column for columns in self._known for column in columns})

    def filled_within(self, columns: Collection[int], first: int) -> list[int]:
        """The rows from `first` on in which one of the columns is filled, ascending."""
        wanted = {shape for shape in self._known if not frozenset(columns).isdisjoint(shape)}
        return [row for row, shape in self._shapes.items() if row >= first and shape in wanted]


@dataclass(frozen=True)
class Sheet:
    """A table of a file: filled cells by row and column, counted from 0.

    `name` and `tab` (from 1) are the sheet's in a workbook; a text file has neither.
    """

    file: str
    rows: Rows
    name: str | None = None
    tab: int = 0
    merges: tuple[Merge, ...] = ()
    hidden: bool = False

    @property
    def title(self) -> str:
        """What the table is called: its sheet, or its file without the ending."""
        return PurePath(self.file).stem if self.name is None else self.name

    def cell(self, row: int, column: int) -> Cell | None:
        """The cell, if it is filled; in a merged range, the one that fills the whole of it."""
        found = self.rows.get(row, {}).get(column)
        if found is None and (merge := self.merge_at(row, column)) is not None:
            found = self.rows.get(merge.top, {}).get(merge.left)
        return found

    def only(self, row: int, column: int) -> Cell | None:
        """The same, for somebody who goes down one column: the rest of the row is left alone."""
        found = self.rows.only(row, column)
        if found is None and (merge := self.merge_at(row, column)) is not None:
            found = self.rows.only(merge.top, merge.left)
        return found

    def merge_at(self, row: int, column: int) -> Merge | None:
        """The merged range that a cell lies in."""
        if not self.merges:
            return None
        low, tall = self._merged
        if row not in low and not tall:
            return None
        return next((merge for merge in (*low.get(row, ()), *tall) if merge.holds(row, column)), None)

    def is_merged(self, row: int) -> bool:
        """Whether some cell of the row lies in a merged range, or may."""
        return bool(self.merges) and (row in self._merged[0] or bool(self._merged[1]))

    @cached_property
    def _merged(self) -> tuple[dict[int, list[Merge]], list[Merge]]:
        """Merged ranges by their rows, and those that are too tall to be listed by row."""
        low: dict[int, list[Merge]] = {}
        tall = []
        for merge in self.merges:
            if merge.bottom - merge.top < _TALL:
                for row in range(merge.top, merge.bottom + 1):
                    low.setdefault(row, []).append(merge)
            else:
                tall.append(merge)
        return low, tall

    def filled(self, row: int) -> Iterator[tuple[int, Cell]]:
        """The cells of a row that say something, those of merged ranges where they begin."""
        yield from sorted(self.rows.get(row, {}).items())

    def spot(self, row: int, column: int) -> Mark:
        """Where a cell is, or would be."""
        if self.name is not None:
            return CellSpot(row, column, self.name, self.tab)
        cells = self.rows.get(row, {})
        if column in cells:
            return cells[column].mark
        # A row of a text file is not a line of it where a cell holds line breaks.
        return next((cell.mark for cell in cells.values()), FileSpot(row, 0, self.file))

    def complain(self, problem: ValueProblem, mark: Mark) -> Diagnostic:
        """A problem with its place in this file."""
        return problem.at(place_of(self.file, mark))
