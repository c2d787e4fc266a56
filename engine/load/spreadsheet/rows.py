"""Rows below headers → the data of a profile, each part with the place of its cell; and the notes of what is wrong."""

from dataclasses import dataclass, field

from engine.load.document import Data, ItemSpots, KeySpots, Mark, Spots
from engine.load.problem import ValueProblem
from engine.load.spreadsheet.cell_values import data_of
from engine.load.spreadsheet.grid import Cell, Merge, Sheet
from engine.load.spreadsheet.header_words import Column
from engine.load.spreadsheet.headers import Headers
from schemas.diagnostic import Diagnostic


@dataclass
class Notes:
    """What is wrong in one sheet, each thing at its place and once."""

    sheet: Sheet
    found: list[Diagnostic] = field(default_factory=list)

    def add(self, mark: Mark, problem: ValueProblem) -> None:
        """Note a problem."""
        diagnostic = self.sheet.complain(problem, mark)
        if diagnostic not in self.found:
            self.found.append(diagnostic)

    def say(self, mark: Mark, code: str, message: str, remedy: str) -> None:
        """Note a problem by its parts."""
        self.add(mark, ValueProblem(code, message, remedy))


class Entries:
    """A mapping that grows with the places of its keys and values: a record, as a profile's document has it."""

    def __init__(self, mark: Mark) -> None:
        self.data: dict[str, Data] = {}
        self.spots = KeySpots(mark, {})
        self.marks: dict[str, Mark] = {}
        self._years: dict[str, tuple[dict[str, Data], KeySpots]] = {}

    def put(self, key: str, data: Data, spots: Spots, mark: Mark, header: Mark) -> None:
        """An entry, whose value begins at `mark` and has these places within."""
        self.data[key] = data
        self.marks[key] = mark
        self.spots.children[key] = (header, spots)

    def drop(self, key: str) -> None:
        """Take an entry out; where it stood is still known."""
        del self.data[key]

    def put_year(self, key: str, year: str, data: Data, mark: Mark, header: Mark) -> None:
        """The value of a year, beside those of other years."""
        if key not in self._years:
            self._years[key] = {}, KeySpots(mark, {})
            self.put(key, *self._years[key], mark, header)
        years, spots = self._years[key]
        years[year] = data
        spots.children[year] = (header, mark)


def read_row(row: int, headers: Headers, notes: Notes) -> Entries:
    """What a row states, under the Chinese names of its facts; blank cells state nothing."""
    sheet = notes.sheet
    entries = Entries(sheet.spot(row, min(headers.columns, default=0)))
    plain = None if sheet.is_merged(row) else sheet.rows[row]
    for at, column in headers.columns.items():
        cell = filled_cell(row, at, headers, notes) if plain is None else plain.get(at)
        if cell is None:
            continue
        try:
            _put(entries, column, data_of(cell, column), cell, headers.marks[at].mark)
        except ValueProblem as problem:
            notes.add(cell.mark, problem)
    return entries


def filled_cell(row: int, at: int, headers: Headers, notes: Notes) -> Cell | None:
    """The cell, if it says something, or says why it cannot; one merged over the columns of others is noted."""
    sheet = notes.sheet
    cell = sheet.cell(row, at)
    if cell is None:
        return None
    merge = sheet.merge_at(row, at)
    if merge is not None and any(merge.left <= other <= merge.right for other in headers.marks if other != at):
        _refuse_merged(merge, notes)
        return None
    return cell


def _put(entries: Entries, column: Column, data: Data, cell: Cell, header: Mark) -> None:
    name = column.fact.name
    if column.year is not None:
        entries.put_year(name, column.year, data, cell.mark, header)
    elif isinstance(data, list):
        entries.put(name, data, ItemSpots(cell.mark, [cell.mark] * len(data)), cell.mark, header)
    else:
        entries.put(name, data, cell.mark, cell.mark, header)


def _refuse_merged(merge: Merge, notes: Notes) -> None:
    notes.say(
        notes.sheet.spot(merge.top, merge.left),
        "E2024",
        "数据区里有横向合并的单元格，分不清它的值属于哪一列",
        "取消合并，在各列分别填写",
    )
