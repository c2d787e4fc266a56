"""The sheets 材料 and 核实 → the parts of a profile of those names: two columns, what is spoken of and what is said."""

from engine.load.spreadsheet.grid import Sheet
from engine.load.spreadsheet.header_words import Names
from engine.load.spreadsheet.headers import data_rows, read_headers
from engine.load.spreadsheet.list_sheet import LINKS, belongs
from engine.load.spreadsheet.rows import Entries, Notes, filled_cell
from engine.load.text import quoted
from engine.load.value import ASSURANCES, MATERIALS

PAIRS = {MATERIALS: ("材料", "有无"), ASSURANCES: ("字段", "核实")}
"""The two columns of each of these sheets."""


def read_pair_sheet(sheet: Sheet, title: str, case: Entries, names: Names) -> Notes:
    """Add what the sheet says to the case; what is named without a word beside it is a form not filled in yet."""
    subject, word = PAIRS[title]
    headers = read_headers(sheet, names, (*LINKS, subject, word))
    notes = Notes(sheet, headers.noted())
    corner = sheet.spot(0, 0)
    missing = [name for name in (subject, word) if name not in headers.special]
    if missing:
        notes.say(
            corner, "E2019", f"工作表「{title}」没有「{missing[0]}」一列", f"两列写：{subject}、{word}；一行写一项"
        )
        return notes
    found = Entries(corner)
    for row in data_rows(sheet, headers):
        named = filled_cell(row, headers.special[subject], headers, notes)
        said = filled_cell(row, headers.special[word], headers, notes)
        if said is None or not belongs(row, headers, case, notes):
            continue
        if named is None or named.text.strip() in found.data:
            what = "没有写" + subject if named is None else f"与上面的一行写了同一项{quoted(named.text)}"
            notes.say(sheet.spot(row, headers.special[subject]), "E2003", f"这一行{what}", "一项写一行，写明名称")
        elif said.fault is not None:
            notes.add(said.mark, said.fault)
        else:
            data = said.value if isinstance(said.value, bool) else said.text
            found.put(named.text.strip(), data, said.mark, said.mark, named.mark)
    if found.data:
        case.put(title, found.data, found.spots, corner, corner)
    return notes
