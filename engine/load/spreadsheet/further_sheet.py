"""A sheet beside the one with the applicants: its header read once, and which of its rows are whose.

What it adds to a case is for `list_sheet`, `judgement_sheet` and `pair_sheet` to say; `sheet_kinds` knows which is which.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from engine.load.spreadsheet.grid import Sheet
from engine.load.spreadsheet.header_words import Names
from engine.load.spreadsheet.headers import Headers, data_rows, read_headers
from engine.load.spreadsheet.rows import Entries, Notes, filled_cell
from engine.load.text import quoted, tidy
from engine.load.value import CODE
from schemas.diagnostic import Diagnostic

LINKS = ("申报单位统一社会信用代码", "申报单位信用代码", "申报单位代码")
"""What the first column of such a sheet is called: whose rows these are."""


@dataclass(frozen=True)
class Taken:
    """The rows of a sheet that may be an applicant's; `belongs` says of each whether it is, and notes if that is unclear."""

    headers: Headers
    rows: Sequence[int]
    notes: Notes
    belongs: Callable[[int], bool]


class SheetKind(NamedTuple):
    """What a further sheet is called and has: the columns of its own, those that it cannot do without, what it adds."""

    title: str
    special: tuple[str, ...]
    needed: tuple[str, ...]
    add: Callable[[Taken, Entries], None]


@dataclass(frozen=True)
class FurtherSheet:
    """A sheet of a known kind with its header; `problems` are those of the header as a whole."""

    kind: SheetKind
    sheet: Sheet
    headers: Headers
    problems: tuple[Diagnostic, ...] = ()

    @property
    def link(self) -> int | None:
        """The column that says whose a row is."""
        return next((self.headers.special[name] for name in LINKS if name in self.headers.special), None)

    def rows(self) -> list[int]:
        """The rows below the header."""
        return data_rows(self.sheet, self.headers)

    def add(self, case: Entries, rows: Sequence[int], notes: Notes, belongs: Callable[[int], bool]) -> None:
        """Add rows to a case, if the sheet has what it cannot do without."""
        if not self.problems:
            self.kind.add(Taken(self.headers, rows, notes, belongs), case)


def read_further(sheet: Sheet, kind: SheetKind, names: Names, is_link: Callable[[set[str]], bool]) -> FurtherSheet:
    """The header of a further sheet; `is_link` says whether a first column called 统一社会信用代码 is the applicants'."""
    headers = read_headers(sheet, names, (*LINKS, *kind.special))
    _link_by_code(sheet, headers, is_link)
    notes = Notes(sheet)
    missing = [name for name in kind.needed if name not in headers.special]
    if missing:
        columns = "、".join(name for name in kind.special)
        notes.say(
            sheet.spot(0, 0),
            "E2019",
            f"工作表「{kind.title}」没有「{missing[0]}」一列",
            f"各列写：{columns}；一行写一项",
        )
    return FurtherSheet(kind, sheet, headers, tuple(notes.found))


def add_own(further: FurtherSheet, case: Entries) -> list[Diagnostic]:
    """Add what the sheet says to the only case there is; a row that names another applicant is noted."""
    notes = Notes(further.sheet, further.headers.noted())
    notes.found += further.problems

    def belongs(row: int) -> bool:
        return further.link is None or _is_mine(row, further.link, further.headers, case, notes)

    further.add(case, further.rows(), notes, belongs)
    return notes.found


def code_of(case: Entries) -> str | None:
    """The applicant's code, as it is compared."""
    code = case.data.get(CODE)
    return comparable(code) if isinstance(code, str) else None


def comparable(code: str) -> str:
    """A code as it is compared, whatever its width and case."""
    return tidy(code).upper()


def _is_mine(row: int, at: int, headers: Headers, case: Entries, notes: Notes) -> bool:
    mine = code_of(case)
    cell = filled_cell(row, at, headers, notes)
    mark = notes.sheet.spot(row, at)
    if mine is None:
        link = quoted(headers.marks[at].text)
        notes.say(
            mark,
            "E2025",
            f"第一张表没有写{CODE}，这一行写的申报单位无法对上",
            f"在第一张表里填上{CODE}，或删去这里的{link}一列",
        )
    elif cell is None:
        notes.say(mark, "E2025", "这一行没有写是哪个申报单位的", f"填上申报单位的{CODE}")
    elif comparable(cell.text) != mine:
        notes.say(
            mark,
            "E2025",
            f"这一行属于{quoted(cell.text)}，不是第一张表里的申报单位（{mine}）",
            "核对代码；一个文件只放一个申报单位",
        )
    else:
        return True
    return False


def _link_by_code(sheet: Sheet, headers: Headers, is_link: Callable[[set[str]], bool]) -> None:
    """A first column called 统一社会信用代码 may be the applicants'."""
    first = min(headers.columns, default=None)
    if first is None or headers.special or headers.columns[first].fact.name != CODE:
        return
    cells = (sheet.cell(row, first) for row in data_rows(sheet, headers))
    if is_link({comparable(cell.text) for cell in cells if cell is not None}):
        del headers.columns[first]
        headers.special[LINKS[0]] = first
