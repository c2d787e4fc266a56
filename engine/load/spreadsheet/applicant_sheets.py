"""Which sheets of a file have the applicants, one a row, and which others belong to them.

Of the visible sheets that are no list, 认定, 材料, 核实 or 说明, the one with most known columns has the applicants, and so has
any other that names them and shares half of these columns: a sheet a city, a sheet a 申报类型. What keeps a header from
being understood stops the work, for it is wrong for everybody; a column that is not known is told, and not read.
"""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from engine.errors import InputError
from engine.load.own_results import OWN, OWN_SHEETS, OWN_SUMMARY, refuse_own
from engine.load.problem import ValueProblem
from engine.load.spreadsheet.csv_text import read_csv
from engine.load.spreadsheet.further_sheet import SheetKind, comparable
from engine.load.spreadsheet.grid import MANY_CASES, Sheet
from engine.load.spreadsheet.header_words import Names
from engine.load.spreadsheet.headers import Headers, read_headers
from engine.load.spreadsheet.profile_table import TEXTS, nothing
from engine.load.spreadsheet.sheet_kinds import SheetKinds
from engine.load.spreadsheet.workbook import read_workbook
from engine.load.text import quoted, squeezed
from engine.load.text_file import read_bytes
from engine.load.value import CODE, NAME
from schemas.diagnostic import Diagnostic, Place, Severity

FOREIGN = frozenset({"E2001", "E2019", OWN})
"""The codes of a file that is no table of applicants at all, or an empty one."""

_TOTALS = frozenset({"合计", "总计", "小计", "共计"})


@dataclass(frozen=True)
class Main:
    """A sheet with applicants: its header, and the rows that say something."""

    sheet: Sheet
    headers: Headers
    rows: tuple[int, ...]

    def code(self, row: int) -> str | None:
        """The applicant's code as it is compared, however wrong it may be."""
        at = _column(self.headers, CODE)
        cell = None if at is None else self.sheet.only(row, at)
        return None if cell is None or cell.fault is not None else comparable(cell.text)

    def place(self, row: int) -> str:
        """What the row is called: `汇总表.xlsx:汇总!5`, or the line of a text file."""
        if self.sheet.name is not None:
            return f"{self.sheet.file}:{self.sheet.name}!{row + 1}"
        return f"{self.sheet.file}:{self.sheet.spot(row, 0).line + 1}"


@dataclass
class ApplicantFile:
    """A file as it was opened; a text file named after a list has no applicants of its own."""

    path: Path
    sha256: str
    mains: list[Main] = field(default_factory=list)
    further: list[tuple[Sheet, SheetKind]] = field(default_factory=list)
    noted: list[Diagnostic] = field(default_factory=list)

    def says(self) -> str:
        """What was read of it."""
        parts = [
            f"{'' if main.sheet.name is None else quoted(main.sheet.name)}第 {main.headers.first + 1} 行起"
            f" {len(main.rows)} 个申报单位"
            for main in self.mains
        ]
        parts += [f"列表{quoted(kind.title)}" for _, kind in self.further]
        return f"{self.path.name}：{'，'.join(parts)}"


def open_file(path: Path, kinds: SheetKinds, names: Names) -> ApplicantFile:
    """Open a table. Raises InputError with all that keeps it from being understood."""
    raw = read_bytes(path, MANY_CASES.stored, MANY_CASES.advice)
    opened = ApplicantFile(path, hashlib.sha256(raw).hexdigest())
    if path.suffix.lower() in TEXTS:
        sheet = read_csv(raw, str(path), MANY_CASES)
        refuse_own(path, {cell.text for cell in sheet.rows.get(0, {}).values()}, OWN_SUMMARY)
        kind = kinds.kind(sheet)
        if kind is not None:
            opened.further.append((sheet, kind))
            return opened
        candidates = [sheet] if sheet.rows else []
    else:
        sheets = [sheet for sheet in read_workbook(raw, str(path), MANY_CASES) if sheet.rows]
        refuse_own(path, {sheet.name for sheet in sheets}, OWN_SHEETS)
        opened.further += [(sheet, kind) for sheet in sheets if (kind := kinds.kind(sheet)) is not None]
        candidates = [sheet for sheet in sheets if kinds.may_be_applicants(sheet)]
    _choose(opened, candidates, names)
    return opened


def told(headers: Headers) -> list[Diagnostic]:
    """What a header has that is not read, as warnings."""
    unknown = [
        _warning(one, "W6006", "；这一列没有读取", f"{_near(one)}用 --map 的对照文件写明它是哪个字段，或写「忽略」")
        for one in headers.unknown.values()
    ]
    return [
        *unknown,
        *(_warning(one, "W6009", "，没有读取", "补上表头；不是申报内容的，可以不理") for one in headers.stray),
    ]


def _choose(opened: ApplicantFile, candidates: Sequence[Sheet], names: Names) -> None:
    """Find the sheets with applicants, and tell of the others."""
    read = [(sheet, read_headers(sheet, names)) for sheet in candidates]
    best = max((len(headers.columns) for _, headers in read), default=0)
    if not best:
        raise InputError([one for _, headers in read for one in headers.noted()] or [nothing(_place(opened))])
    columns = next(_facts(headers) for _, headers in read if len(headers.columns) == best)
    wrong: list[Diagnostic] = []
    for sheet, headers in read:
        if not _has_applicants(headers, columns):
            opened.noted.append(_unread(sheet, headers))
            continue
        wrong += headers.problems
        rows = sheet.rows.filled_within({*headers.columns, *headers.unknown}, headers.first)
        totals = _totals(sheet, headers, rows)
        opened.mains.append(Main(sheet, headers, tuple(row for row in rows if row not in totals)))
        opened.noted += told(headers) + [_total(sheet, row) for row in totals]
    if wrong:
        raise InputError(wrong)
    if not any(main.rows for main in opened.mains):
        raise InputError([nothing(_place(opened))])


def _has_applicants(headers: Headers, columns: Collection[str]) -> bool:
    facts = _facts(headers)
    same = facts == columns
    return same or (bool(facts & {NAME, CODE}) and 2 * len(facts & frozenset(columns)) >= len(columns))


def _facts(headers: Headers) -> frozenset[str]:
    return frozenset(column.fact.name for column in headers.columns.values())


def _column(headers: Headers, name: str) -> int | None:
    return next((at for at, column in headers.columns.items() if column.fact.name == name), None)


def _totals(sheet: Sheet, headers: Headers, rows: Sequence[int]) -> list[int]:
    """Rows of sums: they name nobody, and their first cell says what they are."""
    named = {at for name in (NAME, CODE) if (at := _column(headers, name)) is not None}
    found = []
    for row in rows:
        filled = sheet.rows.columns(row)
        if filled[0] in named or named.isdisjoint(filled):
            cell = sheet.only(row, filled[0])
            if cell is not None and squeezed(cell.text).strip(":") in _TOTALS:
                found.append(row)
    return found


def _total(sheet: Sheet, row: int) -> Diagnostic:
    problem = ValueProblem("W6010", "这一行是合计，没有当作申报单位", "确是申报单位的，写上单位名称")
    mark = sheet.spot(row, sheet.rows.columns(row)[0])
    return sheet.complain(problem, mark).model_copy(update={"severity": Severity.WARNING})


def _unread(sheet: Sheet, headers: Headers) -> Diagnostic:
    why = "与申报单位的表列不相同" if headers.columns else "里面没有认得的表头"
    return Diagnostic(
        code="W6005",
        message=f"工作表{quoted(sheet.title)}没有读取：{why}",
        place=Place(file=sheet.file, sheet=sheet.name, tab=sheet.tab),
        remedy="其中有申报单位的，把表头改得和申报单位的表一样；是列表的，以列表字段命名；只供人看的不必理会",
        severity=Severity.WARNING,
    )


def _near(one: Diagnostic) -> str:
    return one.remedy if one.remedy is not None and one.remedy.startswith("是否") else ""


def _warning(one: Diagnostic, code: str, more: str, remedy: str) -> Diagnostic:
    return one.model_copy(
        update={"code": code, "message": one.message + more, "remedy": remedy, "severity": Severity.WARNING}
    )


def _place(opened: ApplicantFile) -> Place:
    return Place(file=str(opened.path))
