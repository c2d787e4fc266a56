"""The sheet 认定 → a reviewer's decisions, one a row, by criterion, as the part of a profile of that name."""

from engine.load.document import Data
from engine.load.spreadsheet.grid import Cell, Sheet
from engine.load.spreadsheet.header_words import Names
from engine.load.spreadsheet.headers import data_rows, read_headers
from engine.load.spreadsheet.list_sheet import LINKS, belongs
from engine.load.spreadsheet.rows import Entries, Notes, filled_cell
from engine.load.text import quoted
from engine.load.value import JUDGEMENTS

CRITERION = "条件编号"
"""The column that says which criterion was decided, for a member `骨干企业[代码]/KB-03`."""
DECISION = ("结论", "意见", "认定人", "日期")
"""The other columns, as a profile has them."""


def read_judgement_sheet(sheet: Sheet, case: Entries, names: Names) -> Notes:
    """Add the decisions of the sheet to the case; rows without any are forms not filled in yet."""
    headers = read_headers(sheet, names, (*LINKS, CRITERION, *DECISION))
    notes = Notes(sheet, headers.noted())
    corner = sheet.spot(0, 0)
    if CRITERION not in headers.special:
        columns = "、".join((CRITERION, *DECISION))
        notes.say(corner, "E2019", f"工作表「{JUDGEMENTS}」没有「{CRITERION}」一列", f"各列写：{columns}")
        return notes
    found = Entries(corner)
    for row in data_rows(sheet, headers):
        cells = {name: cell for name, at in headers.special.items() if (cell := filled_cell(row, at, headers, notes))}
        decision = {name: cell for name, cell in cells.items() if name in DECISION}
        if not decision or not belongs(row, headers, case, notes):
            continue
        named = cells.get(CRITERION)
        if named is None or named.text.strip() in found.data:
            what = "没有写条件编号" if named is None else f"与上面的一行写了同一条{quoted(named.text)}"
            mark = sheet.spot(row, headers.special[CRITERION])
            notes.say(mark, "E2003", f"这一行认定{what}", "一条条件写一行，写明编号")
            continue
        one = Entries(named.mark)
        for name, cell in decision.items():
            header = headers.marks[headers.special[name]].mark
            one.put(name, _data(name, cell, notes), cell.mark, cell.mark, header)
        found.put(named.text.strip(), one.data, one.spots, named.mark, named.mark)
    if found.data:
        case.put(JUDGEMENTS, found.data, found.spots, corner, corner)
    return notes


def _data(name: str, cell: Cell, notes: Notes) -> Data:
    if cell.fault is not None:
        notes.add(cell.mark, cell.fault)
        return None
    if name == DECISION[-1]:
        return cell.day or (cell.text if cell.prefix or cell.suffix else cell.value)
    return cell.text
