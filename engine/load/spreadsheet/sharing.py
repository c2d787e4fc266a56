"""The rows of a further sheet, shared out among many applicants by their 统一社会信用代码."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from engine.load.problem import ValueProblem
from engine.load.spreadsheet.further_sheet import LINKS, FurtherSheet, comparable
from engine.load.spreadsheet.rows import Entries, Notes
from engine.load.text import quoted
from schemas.diagnostic import Diagnostic, Severity, cell_name

_MOST_TOLD = 20
"""Codes of a sheet that nobody has which are told one by one."""
_MOST_CELLS = 5


@dataclass(frozen=True)
class Shares:
    """A further sheet with its rows by the code of the applicant; `all_rows` where there is one applicant only."""

    further: FurtherSheet
    by_code: dict[str, list[int]]
    all_rows: tuple[int, ...] = ()

    def add(self, case: Entries, code: str | None) -> list[Diagnostic]:
        """Add an applicant's rows to its case; what is wrong with them."""
        rows = self.all_rows or (() if code is None else self.by_code.get(code, ()))
        if not rows:
            return []
        notes = Notes(self.further.sheet)
        self.further.add(case, rows, notes, lambda _row: True)
        return notes.found


def refused(further: FurtherSheet, alone: bool) -> list[Diagnostic]:
    """What keeps the sheet from being understood: its header, or that it does not say whose its rows are."""
    headers, sheet = further.headers, further.sheet
    if headers.foreign is not None:
        return [headers.foreign]
    found = [*headers.problems, *further.problems]
    if further.link is None and not alone and further.rows():
        notes = Notes(sheet)
        notes.say(
            sheet.spot(max(headers.first - 1, 0), 0),
            "E6014",
            f"{quoted(sheet.title)}没有写明各行是哪个申报单位的",
            f"第一列写「{LINKS[0]}」",
        )
        found += notes.found
    return found


def share_out(further: FurtherSheet, codes: Collection[str], alone: bool) -> tuple[Shares, list[Diagnostic]]:
    """The rows by applicant, and the rows of nobody, which are told."""
    rows = further.rows()
    link = further.link
    if link is None:
        return Shares(further, {}, tuple(rows) if alone else ()), []
    by_code: dict[str, list[int]] = {}
    nameless: list[int] = []
    for row in rows:
        cell = further.sheet.only(row, link)
        if cell is None or cell.fault is not None:
            nameless.append(row)
        else:
            by_code.setdefault(comparable(cell.text), []).append(row)
    strangers = {code: by_code.pop(code) for code in list(by_code) if code not in codes}
    return Shares(further, by_code), [*_nameless(further, link, nameless), *_strangers(further, link, strangers)]


def _nameless(further: FurtherSheet, link: int, rows: Sequence[int]) -> list[Diagnostic]:
    """Rows that do not say whose they are: of those that say anything, the sheet knows no other owner."""
    if not rows:
        return []
    notes = Notes(further.sheet)
    notes.say(
        further.sheet.spot(rows[0], link),
        "E6015",
        f"{quoted(further.sheet.title)}有 {len(rows)} 行没有写是哪个申报单位的（{_cells(further, link, rows)}），没有采用",
        "填上申报单位的统一社会信用代码；纵向合并的单元格可以保留",
    )
    return notes.found


def _strangers(further: FurtherSheet, link: int, strangers: dict[str, list[int]]) -> list[Diagnostic]:
    """Codes that no applicant has."""
    found = []
    title = quoted(further.sheet.title)
    for code, rows in list(strangers.items())[:_MOST_TOLD]:
        message = f"{title}里的申报单位{quoted(code)}不在申报单位之中，它的 {len(rows)} 行没有采用"
        found.append(_warning(further, link, rows, message))
    rest = list(strangers.values())[_MOST_TOLD:]
    if rest:
        lines = [row for rows in rest for row in rows]
        message = (
            f"{title}里另有 {len(rest)} 个代码不在申报单位之中，{len(lines)} 行没有采用：{_cells(further, link, lines)}"
        )
        found.append(_warning(further, link, lines, message))
    return found


def _warning(further: FurtherSheet, link: int, rows: Sequence[int], message: str) -> Diagnostic:
    sheet = further.sheet
    problem = ValueProblem("W6007", message, "核对代码；确实不在这一批的，可以删去这几行")
    return sheet.complain(problem, sheet.spot(rows[0], link)).model_copy(update={"severity": Severity.WARNING})


def _cells(further: FurtherSheet, link: int, rows: Sequence[int]) -> str:
    """The cells of these rows, the first few."""
    sheet = further.sheet
    names = [
        f"第 {sheet.spot(row, link).line + 1} 行" if sheet.name is None else cell_name(row + 1, link + 1)
        for row in rows[:_MOST_CELLS]
    ]
    return "、".join(names) + (" 等" if len(rows) > _MOST_CELLS else "")
