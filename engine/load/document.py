"""A document that was read: its data, its digest, and the place of everything in it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple, Protocol

from schemas.diagnostic import Diagnostic, Place

Data = dict[str, "Data"] | list["Data"] | str | int | Decimal | bool | date | None
"""What a document holds. Keys are always text, in YAML as in JSON: the year 2024 is the key `"2024"`."""

Path = Sequence[str | int]
"""Where something stands in a document: mapping keys and list indexes, from the top."""


class Mark(Protocol):
    """A position, counted from 0, as PyYAML's marks are."""

    @property
    def line(self) -> int:
        """The line."""

    @property
    def column(self) -> int:
        """The column, in characters."""


class Spot(NamedTuple):
    """A position of our own making."""

    line: int
    column: int


class CellSpot(NamedTuple):
    """A cell of a workbook: its sheet's name and position (from 1), row and column (from 0)."""

    line: int
    column: int
    sheet: str
    tab: int


class FileSpot(NamedTuple):
    """A position in a text file that it names: what belongs to a document may stand in a file of its own."""

    line: int
    column: int
    file: str


class KeySpots(NamedTuple):
    """Where a mapping starts, and for each key its own place and that of its value."""

    mark: Mark
    children: dict[str, "tuple[Mark, Spots]"]


class ItemSpots(NamedTuple):
    """Where a list starts, and its items."""

    mark: Mark
    children: list["Spots"]


Spots = Mark | KeySpots | ItemSpots


@dataclass(frozen=True, slots=True)
class Document:
    """A file's data with the digest of its bytes; `place` finds the line and column of any part.

    `noted` are problems that were found on the way to the data and keep only a part of it from being read.
    """

    file: str
    data: Data
    sha256: str
    spots: Spots = field(repr=False, compare=False)
    noted: tuple[Diagnostic, ...] = ()

    def place(self, path: Path = (), key: bool = False) -> Place:
        """The place of the value at `path`, or of its key; of the closest part above it that exists.

        Where the path leads beyond what is written, the closest part that is there is named by its key: that is
        where something is missing.
        """
        spots = self.spots
        mark: Mark | None = None
        for step in path:
            if isinstance(spots, KeySpots):
                found = spots.children.get(str(step))
                if found is None:
                    break
                mark, spots = found
            elif isinstance(spots, ItemSpots):
                if not isinstance(step, int) or not -1 < step < len(spots.children):
                    break
                spots, mark = spots.children[step], None
            else:
                break
        else:
            if not key:
                mark = None
        if mark is None:
            mark = spots.mark if isinstance(spots, KeySpots | ItemSpots) else spots
        return place_of(self.file, mark)


def place_of(file: str, mark: Mark) -> Place:
    """A mark as people count, from 1."""
    line, column = mark.line + 1, mark.column + 1
    if isinstance(mark, FileSpot):
        return Place(file=mark.file, line=line, column=column)
    if isinstance(mark, CellSpot):
        return Place(file=file, line=line, column=column, sheet=mark.sheet, tab=mark.tab)
    return Place(file=file, line=line, column=column)
