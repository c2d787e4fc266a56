"""A table of one case → the document of its profile: one sheet has its row, further sheets are its lists.

Which sheet is what: the case stands on the first visible sheet that is neither named after a list nor 认定 nor called
说明 in some way; a sheet named after a list fact (骨干企业) holds its members; those named 认定, 材料 and 核实 hold
what a profile has under these keys.
Hidden sheets of other names (drop-down words) and empty ones are passed over; any other is unknown, and an error.
"""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from engine.errors import InputError
from engine.load.document import Document
from engine.load.library import Library
from engine.load.problem import ValueProblem
from engine.load.spreadsheet.csv_text import read_csv
from engine.load.spreadsheet.further_sheet import add_own, code_of, read_further
from engine.load.spreadsheet.grid import Sheet
from engine.load.spreadsheet.header_words import Names
from engine.load.spreadsheet.headers import data_rows, read_headers
from engine.load.spreadsheet.rows import Entries, Notes, read_row
from engine.load.spreadsheet.sheet_kinds import SheetKinds
from engine.load.spreadsheet.workbook import read_workbook
from engine.load.text_file import read_bytes
from schemas.diagnostic import Diagnostic, Place

TEXTS = (".csv", ".tsv")
"""Tables that are text; all others are workbooks."""


def read_table(path: Path, library: Library) -> Document:
    """The profile in a CSV or XLSX file. Raises InputError where no row can be read.

    What is wrong with columns and cells is `noted` in the document, to be told with all that is wrong with values.
    """
    raw = read_bytes(path)
    file = str(path)
    sheets = [read_csv(raw, file)] if path.suffix.lower() in TEXTS else read_workbook(raw, file)
    case, noted = _read(sheets, Place(file=file), library)
    if not case.data:
        raise InputError(noted or [nothing(Place(file=file))])
    return Document(file, case.data, hashlib.sha256(raw).hexdigest(), case.spots, tuple(noted))


def nothing(file: Place) -> Diagnostic:
    """The problem of a table without rows."""
    return ValueProblem(
        "E2001", "表格里没有一行数据", "第一行写字段的中文名，下一行写值；说明、列表写在另外的工作表里"
    ).at(file)


def _read(sheets: Sequence[Sheet], file: Place, library: Library) -> tuple[Entries, list[Diagnostic]]:
    """The case of a workbook, and all that is wrong with its tables."""
    names, kinds = Names(library), SheetKinds(library)
    filled = [sheet for sheet in sheets if sheet.rows]
    main = next((sheet for sheet in filled if sheet.name is None or kinds.may_be_applicants(sheet)), None)
    if main is None:
        raise InputError([nothing(file)])
    case, noted = _case(main, names)
    for sheet in filled:
        if sheet is main:
            continue
        if (kind := kinds.kind(sheet)) is not None:
            further = read_further(sheet, kind, names, lambda codes: codes == {code_of(case)})
            noted += add_own(further, case)
        elif kinds.may_be_applicants(sheet):
            noted.append(kinds.unknown(sheet))
    return case, noted


def _case(sheet: Sheet, names: Names) -> tuple[Entries, list[Diagnostic]]:
    """The one row of the case's own sheet."""
    headers = read_headers(sheet, names)
    notes = Notes(sheet, headers.noted())
    rows = data_rows(sheet, headers)
    if len(rows) > 1:
        lines = [sheet.spot(row, 0).line + 1 for row in rows]
        which = "、".join(str(line) for line in lines[:3]) + ("…" if len(lines) > 3 else "")
        notes.say(
            sheet.spot(rows[1], min(headers.columns, default=0)),
            "E2018",
            f"表里有 {len(rows)} 行数据（第 {which} 行），而 check 一次只核对一个申报单位",
            "只留一行，其他单位各存一个文件；列表的成员写在另一张工作表里；合计和附注请删去",
        )
    if not rows:
        return Entries(sheet.spot(headers.first, 0)), notes.found
    return read_row(rows[0], headers, notes), notes.found
