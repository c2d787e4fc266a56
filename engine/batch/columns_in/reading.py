"""One cell → the value that a profile's reader makes of it, or why there is none."""

from typing import NamedTuple

from engine.batch.columns_in.cells import NOWHERE
from engine.errors import InputError
from engine.load.document import Data, Document
from engine.load.library import Library
from engine.load.problem import Problems, ValueProblem
from engine.load.single import BLANK, Blank
from engine.load.spreadsheet.cell_values import data_of
from engine.load.spreadsheet.grid import Cell
from engine.load.spreadsheet.header_words import Column
from engine.load.text import is_blank
from engine.load.value import read_value
from schemas.case import Value
from schemas.diagnostic import Diagnostic, Place


class Told(NamedTuple):
    """A value, or BLANK; a cell of which anything is wrong states nothing. The problems have no place yet."""

    value: Value | Blank
    problems: tuple[Diagnostic, ...] = ()


def read_cell(cell: Cell | None, column: Column, library: Library) -> Told:
    """What a cell of a column states."""
    try:
        data = cell_data(cell, column)
    except ValueProblem as problem:
        return Told(BLANK, (problem.at(Place(file="")),))
    return read_data(data, column, library)


def cell_data(cell: Cell | None, column: Column) -> Data:
    """What a profile would say in the place of a cell. Raises ValueProblem."""
    if cell is None or (cell.fault is None and is_blank(cell.value)):
        return None
    return data_of(cell, column)


def read_data(data: Data, column: Column, library: Library) -> Told:
    """What is stated by what a profile says, of the column's fact and year."""
    stated: Data = data if column.year is None else {column.year: data}
    name = column.fact.name
    problems = Problems(Document("", {name: stated}, "", NOWHERE))
    value = read_value(stated, column.fact, library, problems, (name,))
    try:
        problems.raise_any()
    except InputError as error:
        return Told(BLANK, error.diagnostics)
    return Told(value)
