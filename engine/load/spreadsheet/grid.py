"""A table as it stands in its file: cells with values and places, whatever kind of file it was."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from engine.load.document import CellSpot, Mark, Spot, place_of
from engine.load.problem import ValueProblem
from engine.load.text import is_blank
from schemas.condition import Scalar
from schemas.diagnostic import Diagnostic


@dataclass(frozen=True, slots=True)
class Cell:
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


@dataclass(frozen=True)
class Sheet:
    """A table of a file: filled cells by row and column, counted from 0.

    `name` and `tab` (from 1) are the sheet's in a workbook; a text file has neither.
    """

    file: str
    rows: Mapping[int, Mapping[int, Cell]]
    name: str | None = None
    tab: int = 0
    merges: tuple[Merge, ...] = ()
    hidden: bool = False

    def cell(self, row: int, column: int) -> Cell | None:
        """The cell, if it is filled; in a merged range, the one that fills the whole of it."""
        found = self.rows.get(row, {}).get(column)
        if found is None and (merge := self.merge_at(row, column)) is not None:
            found = self.rows.get(merge.top, {}).get(merge.left)
        return found

    def merge_at(self, row: int, column: int) -> Merge | None:
        """The merged range that a cell lies in."""
        return next((merge for merge in self.merges if merge.holds(row, column)), None)

    def filled(self, row: int) -> Iterator[tuple[int, Cell]]:
        """The cells of a row that say something, those of merged ranges where they begin."""
        for column, cell in sorted(self.rows.get(row, {}).items()):
            if not is_blank(cell.value) or cell.fault is not None:
                yield column, cell

    def spot(self, row: int, column: int) -> Mark:
        """Where a cell is, or would be."""
        cells = self.rows.get(row, {})
        if column in cells:
            return cells[column].mark
        if self.name is not None:
            return CellSpot(row, column, self.name, self.tab)
        # A row of a text file is not a line of it where a cell holds line breaks.
        return next((cell.mark for cell in cells.values()), Spot(row, 0))

    def complain(self, problem: ValueProblem, mark: Mark) -> Diagnostic:
        """A problem with its place in this file."""
        return problem.at(place_of(self.file, mark))
