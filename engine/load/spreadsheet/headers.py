"""The header rows of a sheet → its columns, each read once, whatever lies below: titles above, lines below, merges."""

from collections.abc import Collection
from dataclasses import dataclass, field
from itertools import islice

from engine.load.problem import ValueProblem
from engine.load.spreadsheet.grid import Cell, Merge, Sheet
from engine.load.spreadsheet.header_words import Column, Names, UnknownColumn, is_year, names_something, read_header
from engine.load.text import quoted
from schemas.diagnostic import Diagnostic, cell_name

_MOST_TITLES = 5
_MOST_LINES = 4


@dataclass
class Headers:
    """The columns of a sheet, by position, the data below them starting in row `first`.

    `special` are columns by the names that the sheet's reader asked for; `marks` the header cells; `spans` leads from
    the further columns below a merged header to its first. `problems` keep their columns from being read; `unknown`
    are the columns that name no fact, which the caller may take as errors or as warnings; `foreign` says that no
    column at all is known.
    """

    first: int
    columns: dict[int, Column] = field(default_factory=dict)
    special: dict[str, int] = field(default_factory=dict)
    marks: dict[int, Cell] = field(default_factory=dict)
    spans: dict[int, int] = field(default_factory=dict)
    problems: list[Diagnostic] = field(default_factory=list)
    unknown: dict[int, Diagnostic] = field(default_factory=dict)
    stray: list[Diagnostic] = field(default_factory=list)
    foreign: Diagnostic | None = None

    def noted(self) -> list[Diagnostic]:
        """All that is wrong, for a caller that takes an unknown column as an error; one thing where nothing is known."""
        return [self.foreign] if self.foreign else [*self.problems, *self.unknown.values(), *self.stray]


def read_headers(sheet: Sheet, names: Names, special: Collection[str] = ()) -> Headers:
    """The columns of a sheet that is not empty. A header among `special` is no fact here, but one of these."""
    top = _top(sheet, names, special)
    depth = _depth(sheet, top, names)
    headers = Headers(first=top + depth)
    stacks = {column: cells for column in sheet.rows.all_columns() if (cells := _lines(sheet, top, depth, column))}
    seen: dict[tuple[str, str | None], int] = {}
    for column, cells in stacks.items():
        lines = [cell.text for cell in cells]
        if column - 1 in stacks and _same(stacks[column - 1], cells):
            headers.spans[column] = headers.spans.get(column - 1, column - 1)
            continue
        headers.marks[column] = cells[-1]
        if lines[-1].strip() in special and lines[-1].strip() not in headers.special:
            headers.special[lines[-1].strip()] = column
            continue
        try:
            found = read_header(lines, names)
            if found is None:
                continue
            _refuse_second(found, column, seen, headers, sheet)
        except UnknownColumn as problem:
            headers.unknown[column] = sheet.complain(problem, cells[-1].mark)
        except ValueProblem as problem:
            headers.problems.append(sheet.complain(problem, cells[-1].mark))
        else:
            headers.columns[column] = found
    _refuse_mixed_years(headers, sheet)
    _refuse_nameless(headers, sheet, stacks)
    if headers.unknown and not (headers.columns or headers.special or headers.problems or headers.stray):
        headers.foreign = _foreign(headers, sheet)
    return headers


def data_rows(sheet: Sheet, headers: Headers) -> list[int]:
    """The rows below the header that say something in a column that is read."""
    read = {*headers.columns, *headers.special.values()}
    return sheet.rows.filled_within(read, headers.first)


def _top(sheet: Sheet, names: Names, special: Collection[str]) -> int:
    """The first header row: titles above it fill one cell, and name nothing."""
    rows = list(islice(sheet.rows, _MOST_TITLES + 1))
    for row in rows:
        cells = [cell for _, cell in sheet.filled(row)]
        if len(cells) > 1 or any(cell.text.strip() in special or _names(cell, names) for cell in cells):
            return row
    return rows[0]


def _names(cell: Cell, names: Names) -> bool:
    try:
        return names_something(cell.text, names)
    except ValueProblem:  # an invisible character, told when the header is read
        return True


def _depth(sheet: Sheet, top: int, names: Names) -> int:
    """How many rows the header has: as many as its merged cells say, or two where years stand below blanks."""
    bottom = top
    row = top
    while row <= bottom < top + _MOST_LINES:
        for merge in sheet.merges:
            if merge.top == row:
                parts = merge.right > merge.left and _has_parts(sheet, merge, names)
                bottom = max(bottom, min(merge.bottom + parts, top + _MOST_LINES))
        row += 1
    return 2 if bottom == top and _is_line_of_years(sheet, top) else bottom - top + 1


def _has_parts(sheet: Sheet, merge: Merge, names: Names) -> bool:
    """Whether columns of their own stand below a header that goes over several, rather than data."""
    return any(
        merge.left <= column <= merge.right and (is_year(cell.text) or _names(cell, names))
        for column, cell in sheet.filled(merge.bottom + 1)
    )


def _is_line_of_years(sheet: Sheet, top: int) -> bool:
    """A second header row of years alone, some of them below blanks: what a merged header is in a text file."""
    filled = list(sheet.filled(top + 1))
    above = {column for column, _ in sheet.filled(top)}
    return (
        bool(filled)
        and any(column not in above for column, _ in filled)
        and all(is_year(cell.text) for _, cell in filled)
    )


def _lines(sheet: Sheet, top: int, depth: int, column: int) -> list[Cell]:
    """The header cells of a column from the top, each once; a blank beside a header over years belongs to it."""
    lines: list[Cell] = []
    for row in range(top, top + depth):
        cell = sheet.cell(row, column)
        if cell is None and row == top and depth > 1 and sheet.cell(top + 1, column) is not None:
            left = [at for at, _ in sheet.filled(top) if at < column]
            unmerged = left and sheet.merge_at(top, left[-1]) is None
            cell = sheet.cell(top, left[-1]) if unmerged else None
        if cell is not None and (not lines or lines[-1] is not cell):
            lines.append(cell)
    return lines


def _same(one: list[Cell], other: list[Cell]) -> bool:
    """Whether two columns have one merged header."""
    return len(one) == len(other) and all(a is b for a, b in zip(one, other, strict=True))


def _refuse_second(
    found: Column, at: int, seen: dict[tuple[str, str | None], int], headers: Headers, sheet: Sheet
) -> None:
    first = seen.setdefault((found.fact.id, found.year), at)
    if first != at:
        what = f"{found.fact.name}{f'（{found.year}）' if found.year else ''}"
        mark = headers.marks[first].mark
        where = (
            f"第 {mark.column + 1} 个字起" if sheet.name is None else f" {cell_name(mark.line + 1, mark.column + 1)}"
        )
        raise ValueProblem("E2017", f"有两列都是{quoted(what)}，另一列在{where}", "只留一列")


def _foreign(headers: Headers, sheet: Sheet) -> Diagnostic:
    """One problem instead of one a column: another table, or another encoding."""
    first = headers.marks[min(headers.marks)]
    near = next(iter(headers.unknown.values())).remedy or ""
    advice = "第一行写字段的中文名，下一行写值；确认没有选错文件、工作表或编码"
    problem = ValueProblem(
        "E2019",
        f"表头里没有一个认得的字段，第一列是{quoted(first.text)}",
        near + advice if near.startswith("是否") else advice,
    )
    return sheet.complain(problem, first.mark)


def _refuse_mixed_years(headers: Headers, sheet: Sheet) -> None:
    """A column without a year is the base year's, which one of the other columns may be as well."""
    dated = {column.fact.id for column in headers.columns.values() if column.year is not None}
    for at, column in list(headers.columns.items()):
        if column.year is None and column.fact.id in dated:
            problem = ValueProblem(
                "E2017",
                f"{column.fact.name}有的列写了年份，这一列没有，分不清是哪一年",
                f"给这一列写上年份，如「{column.fact.name}（2025）」",
            )
            headers.problems.append(sheet.complain(problem, headers.marks[at].mark))
            del headers.columns[at]


def _refuse_nameless(headers: Headers, sheet: Sheet, stacks: Collection[int]) -> None:
    """A value in a column without a header, or in a further column below a merged one."""
    known = set(stacks) - set(headers.spans)
    for column in sheet.rows.all_columns():
        rows = [] if column in known else sheet.rows.filled_within([column], headers.first)
        if not rows:
            continue
        cell = sheet.rows[rows[0]][column]
        first = headers.spans.get(column)
        if first is None:
            problem = ValueProblem("E2016", f"{quoted(cell.text)}所在的列没有表头", "补上表头，或删去这一列")
            headers.stray.append(sheet.complain(problem, cell.mark))
        else:
            header = quoted(headers.marks[first].text)
            problem = ValueProblem(
                "E2017", f"表头{header}横跨几列，这里是第二个值", "取消合并，每一列写上自己的表头（如年份）"
            )
            headers.problems.append(sheet.complain(problem, cell.mark))
