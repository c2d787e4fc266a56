"""The sheet 认定 → a reviewer's decisions, one a row, by criterion, as the part of a profile of that name."""

from engine.load.document import Data
from engine.load.spreadsheet.further_sheet import Taken
from engine.load.spreadsheet.grid import Cell
from engine.load.spreadsheet.rows import Entries, Notes, filled_cell
from engine.load.text import quoted
from engine.load.value import JUDGEMENTS

CRITERION = "条件编号"
"""The column that says which criterion was decided, for a member `骨干企业[代码]/KB-03`."""
DECISION = ("结论", "意见", "认定人", "日期")
"""The other columns, as a profile has them."""


def add_judgements(taken: Taken, case: Entries) -> None:
    """Add the decisions to the case; rows without any are forms not filled in yet."""
    headers, notes = taken.headers, taken.notes
    corner = notes.sheet.spot(0, 0)
    found = Entries(corner)
    for row in taken.rows:
        cells = {name: cell for name, at in headers.special.items() if (cell := filled_cell(row, at, headers, notes))}
        decision = {name: cell for name, cell in cells.items() if name in DECISION}
        if not decision or not taken.belongs(row):
            continue
        named = cells.get(CRITERION)
        if named is None or named.text.strip() in found.data:
            what = "没有写条件编号" if named is None else f"与上面的一行写了同一条{quoted(named.text)}"
            mark = notes.sheet.spot(row, headers.special[CRITERION])
            notes.say(mark, "E2003", f"这一行认定{what}", "一条条件写一行，写明编号")
            continue
        one = Entries(named.mark)
        for name, cell in decision.items():
            header = headers.marks[headers.special[name]].mark
            one.put(name, _data(name, cell, notes), cell.mark, cell.mark, header)
        found.put(named.text.strip(), one.data, one.spots, named.mark, named.mark)
    if found.data:
        case.put(JUDGEMENTS, found.data, found.spots, corner, corner)


def _data(name: str, cell: Cell, notes: Notes) -> Data:
    if cell.fault is not None:
        notes.add(cell.mark, cell.fault)
        return None
    if name == DECISION[-1]:
        return cell.day or (cell.text if cell.prefix or cell.suffix else cell.value)
    return cell.text
