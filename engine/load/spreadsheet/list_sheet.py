"""A sheet named after a list fact → the members of the list, one a row, that belong to the case.

The first column holds the applicant's 统一社会信用代码, so that one sheet can serve many applicants. A table of one case
may do without: all members are then its own.
"""

from engine.load.document import Data, ItemSpots, Spots
from engine.load.spreadsheet.further_sheet import Taken
from engine.load.spreadsheet.rows import Entries, Notes, read_row
from engine.load.text import NOTHING_WORD, PARTIAL_WORD, quoted, tidy
from schemas.fact import Fact


def add_members(fact: Fact, taken: Taken, case: Entries) -> None:
    """Add the members to the case; what is wrong with them is noted."""
    headers, notes = taken.headers, taken.notes
    items: list[Data] = []
    spots: list[Spots] = []
    for row in taken.rows:
        if not taken.belongs(row):
            continue
        before = len(notes.found)
        member = read_row(row, headers, notes)
        if member.data:
            items.append(member.data)
            spots.append(member.spots)
            continue
        mark = notes.sheet.spot(row, 0)
        # Somebody is there of whom nothing is known: the list is not complete.
        items.append(PARTIAL_WORD)
        spots.append(mark)
        if len(notes.found) == before:
            notes.say(mark, "E2025", f"这一行只有申报单位，没有{fact.name}的内容", "填上成员，或删去这一行")
    if items:
        _put(fact, case, items, spots, notes)


def _put(fact: Fact, case: Entries, items: list[Data], spots: list[Spots], notes: Notes) -> None:
    """The list, joined with what the case's own row says of it: 无, 不全 or nothing."""
    first = notes.sheet.spot(0, 0)
    said = case.data.get(fact.name)
    if said is not None:
        items.append(said)
        spots.append(case.marks[fact.name])
        if not isinstance(said, str) or tidy(said) != PARTIAL_WORD:
            notes.say(
                first,
                "E2027",
                f"工作表{quoted(notes.sheet.title)}列了 {len(items) - 1} 个成员，第一张表的{fact.name}一列"
                f"却写了{quoted(str(said))}",
                f"有成员的，第一张表里这一列留空（不全的写「{PARTIAL_WORD}」）；确实没有的写「{NOTHING_WORD}」，"
                "并清空那张工作表",
            )
            case.drop(fact.name)
            return
    case.put(fact.name, items, ItemSpots(first, spots), first, first)
