"""The sheets 材料 and 核实 → the parts of a profile of those names: two columns, what is spoken of and what is said."""

from engine.load.spreadsheet.further_sheet import Taken
from engine.load.spreadsheet.rows import Entries, filled_cell
from engine.load.text import quoted
from engine.load.value import ASSURANCES, MATERIALS

PAIRS = {MATERIALS: ("材料", "有无"), ASSURANCES: ("字段", "核实")}
"""The two columns of each of these sheets."""


def add_pairs(title: str, taken: Taken, case: Entries) -> None:
    """Add what the sheet says to the case; what is named without a word beside it is a form not filled in yet."""
    subject, word = PAIRS[title]
    headers, notes = taken.headers, taken.notes
    corner = notes.sheet.spot(0, 0)
    found = Entries(corner)
    for row in taken.rows:
        named = filled_cell(row, headers.special[subject], headers, notes)
        said = filled_cell(row, headers.special[word], headers, notes)
        if said is None or not taken.belongs(row):
            continue
        if named is None or named.text.strip() in found.data:
            what = "没有写" + subject if named is None else f"与上面的一行写了同一项{quoted(named.text)}"
            mark = notes.sheet.spot(row, headers.special[subject])
            notes.say(mark, "E2003", f"这一行{what}", "一项写一行，写明名称")
        elif said.fault is not None:
            notes.add(said.mark, said.fault)
        else:
            data = said.value if isinstance(said.value, bool) else said.text
            found.put(named.text.strip(), data, said.mark, said.mark, named.mark)
    if found.data:
        case.put(title, found.data, found.spots, corner, corner)
