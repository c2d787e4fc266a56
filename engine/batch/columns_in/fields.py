"""The columns of a file → facts, years and units, by the grammar that the headers of all tables have."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import pyarrow as pa

from engine.batch.columns_in.cells import cell_of, is_list, is_read
from engine.batch.columns_in.reading import read_cell
from engine.errors import InputError
from engine.load.document import CellSpot
from engine.load.library import Library
from engine.load.problem import ValueProblem
from engine.load.spreadsheet.grid import Cell, Rows, Sheet
from engine.load.spreadsheet.header_words import Column, Names
from engine.load.spreadsheet.headers import read_headers
from engine.load.text import is_blank, quoted
from engine.load.units import units_of
from engine.load.value import TRACK
from schemas.diagnostic import Diagnostic, Severity
from schemas.fact import FactType

HEADER = "表头"
"""What the places of headers are said to be in: a column file has no header line."""


class Field(NamedTuple):
    """A column that is read: its position, its header, what it states; `members` are the columns within that of a list."""

    at: int
    header: str
    column: Column
    members: tuple["Field", ...] | None = None

    @property
    def name(self) -> str:
        """The column of the table that comes out: the fact's id; a yearly one's with its year, or with none."""
        fact, year = self.column.fact, self.column.year
        return f"{fact.id}@{year or ''}" if fact.yearly else fact.id


class Fields(NamedTuple):
    """The columns that are read, and those that are not: without a name, or of a name that means nothing here."""

    read: tuple[Field, ...]
    nameless: tuple[int, ...] = ()
    warnings: tuple[Diagnostic, ...] = ()


def fields_of(schema: Iterable[Any], names: Names, file: str) -> Fields:
    """What the columns of an Arrow schema state. Raises InputError with everything that is wrong with the headers."""
    return _fields(list(schema), names, file, HEADER, inside=False)


def _fields(schema: Sequence[Any], names: Names, file: str, part: str, *, inside: bool) -> Fields:
    marks = [CellSpot(0, at, part, 1) for at in range(len(schema))]
    cells = {at: cell_of(one.name, marks[at]) for at, one in enumerate(schema)}
    blank = tuple(at for at, cell in cells.items() if is_blank(cell.value))
    named = {at: cell for at, cell in cells.items() if at not in blank}
    if not named:
        return Fields((), blank)
    rows = Rows(lambda _row, _packed, _only: named)
    rows.add(0, tuple(named), "")
    sheet = Sheet(file, rows, part, 1)
    headers = read_headers(sheet, names)
    wrong = [headers.foreign] if headers.foreign else list(headers.problems)
    warnings = [] if headers.foreign else [_unread(one) for one in headers.unknown.values()]
    read: list[Field] = []
    for at, column in headers.columns.items():
        try:
            _check(column, schema[at].type, names.library, inside=inside)
        except ValueProblem as problem:
            wrong.append(sheet.complain(problem, marks[at]))
            continue
        members = None
        if _holds_members(schema[at].type):
            try:
                within = _fields(list(schema[at].type.value_type), names, file, schema[at].name, inside=True)
            except InputError as error:
                wrong += error.diagnostics
                continue
            members, warnings = within.read, [*warnings, *within.warnings]
        read.append(Field(at, schema[at].name, column, members))
    if wrong:
        raise InputError(wrong)
    return Fields(tuple(read), blank, tuple(warnings))


def _check(column: Column, kind: Any, library: Library, *, inside: bool) -> None:
    """Refuse a column whose every value would be wrong, before any is read."""
    fact = column.fact
    if inside and fact.name == TRACK:
        raise ValueProblem("E2002", "列表的成员没有申报类型", "删去这一列；申报类型是申报单位的")
    if _holds_members(kind):
        if fact.type is not FactType.LIST:
            raise ValueProblem("E6071", f"{fact.name}不是列表，这一列却是一组一组的成员", "换成单个的值，或改列名")
        if not all(part.name.strip() for part in kind.value_type) or not kind.value_type.num_fields:
            raise ValueProblem("E6071", f"{fact.name}的成员有没有名称的列，或没有一列", "给成员的每一列写上字段名")
        return
    if not is_read(kind):
        raise ValueProblem(
            "E6071", f"{fact.name}这一列的类型 {kind} 读不出来", "换成数、日期（不带时区）、是非或文字再写出"
        )
    numeric = pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind)
    if fact.type.is_numeric and numeric and column.unit is None and "" not in units_of(fact):
        units = "、".join(dict.fromkeys(unit.name for unit in units_of(fact).values()))
        header = f"{fact.name}（{'2025，' if fact.yearly else ''}{next(iter(units_of(fact).values())).name}）"
        raise ValueProblem(
            "E6070", f"{quoted(fact.name)}这一列是数，列名里没有写单位", f"列名写上单位（{units}），如「{header}」"
        )
    if column.year is not None:
        for problem in read_cell(Cell("0", CellSpot(0, 0, HEADER, 1)), column, library).problems:
            raise ValueProblem(problem.code, problem.message, problem.remedy)


def _holds_members(kind: Any) -> bool:
    return is_list(kind) and pa.types.is_struct(kind.value_type)


def _unread(unknown: Diagnostic) -> Diagnostic:
    return unknown.model_copy(
        update={"code": "W6030", "message": f"{unknown.message}，这一列没有读取", "severity": Severity.WARNING}
    )
