"""A sheet named after a list fact → the members of the list, one a row, that belong to the case.

The first column holds the applicant's 统一社会信用代码, so that one sheet can serve many applicants. A table of one case
may do without: all members are then its own.
"""

from engine.load.document import Data, ItemSpots, Spots
from engine.load.spreadsheet.grid import Sheet
from engine.load.spreadsheet.header_words import Names
from engine.load.spreadsheet.headers import Headers, data_rows, read_headers
from engine.load.spreadsheet.rows import Entries, Notes, filled_cell, read_row
from engine.load.text import NOTHING_WORD, PARTIAL_WORD, quoted, tidy
from engine.load.value import CODE
from schemas.fact import Fact

LINKS = ("申报单位统一社会信用代码", "申报单位信用代码", "申报单位代码")
"""What the first column of a list's sheet is called: whose members these are."""


def read_members(sheet: Sheet, fact: Fact, case: Entries, names: Names) -> Notes:
    """Add a sheet's members to the case; what is wrong with them is noted."""
    headers = read_headers(sheet, names, LINKS)
    notes = Notes(sheet, headers.noted())
    _link_by_code(sheet, headers, case)
    items: list[Data] = []
    spots: list[Spots] = []
    for row in data_rows(sheet, headers):
        if not belongs(row, headers, case, notes):
            continue
        before = len(notes.found)
        member = read_row(row, headers, notes)
        if member.data:
            items.append(member.data)
            spots.append(member.spots)
        elif len(notes.found) == before:
            notes.say(
                sheet.spot(row, 0), "E2025", f"这一行只有申报单位，没有{fact.name}的内容", "填上成员，或删去这一行"
            )
    if items:
        _put(fact, case, items, spots, notes)
    return notes


def belongs(row: int, headers: Headers, case: Entries, notes: Notes) -> bool:
    """Whether a row is the applicant's; where that cannot be told, it is noted."""
    link = next((name for name in LINKS if name in headers.special), None)
    if link is None:
        return True
    mine = code_of(case)
    at = headers.special[link]
    cell = filled_cell(row, at, headers, notes)
    mark = notes.sheet.spot(row, at)
    if mine is None:
        notes.say(
            mark,
            "E2025",
            f"第一张表没有写{CODE}，这一行写的申报单位无法对上",
            f"在第一张表里填上{CODE}，或删去这里的{quoted(link)}一列",
        )
    elif cell is None:
        notes.say(mark, "E2025", "这一行没有写是哪个申报单位的", f"填上申报单位的{CODE}")
    elif tidy(cell.text).upper() != mine:
        notes.say(
            mark,
            "E2025",
            f"这一行属于{quoted(cell.text)}，不是第一张表里的申报单位（{mine}）",
            "核对代码；一个文件只放一个申报单位",
        )
    else:
        return True
    return False


def code_of(case: Entries) -> str | None:
    """The applicant's code, as it is compared."""
    code = case.data.get(CODE)
    return tidy(code).upper() if isinstance(code, str) else None


def _link_by_code(sheet: Sheet, headers: Headers, case: Entries) -> None:
    """A first column called 统一社会信用代码 is the applicant's where all of it is the applicant's code."""
    first = min(headers.columns, default=None)
    if first is None or headers.special or headers.columns[first].fact.name != CODE:
        return
    codes = {tidy(cell.text).upper() for row in data_rows(sheet, headers) if (cell := sheet.cell(row, first))}
    if codes == {code_of(case)}:
        del headers.columns[first]
        headers.special[LINKS[0]] = first


def _put(fact: Fact, case: Entries, items: list[Data], spots: list[Spots], notes: Notes) -> None:
    """The list, joined with what the case's own row says of it: 无, 不全 or nothing."""
    said = case.data.get(fact.name)
    if said is not None:
        items.append(said)
        spots.append(case.marks[fact.name])
        if not isinstance(said, str) or tidy(said) != PARTIAL_WORD:
            notes.say(
                notes.sheet.spot(0, 0),
                "E2027",
                f"工作表{quoted(notes.sheet.name or '')}列了 {len(items) - 1} 个成员，第一张表的{fact.name}一列"
                f"却写了{quoted(str(said))}",
                f"有成员的，第一张表里这一列留空（不全的写「{PARTIAL_WORD}」）；确实没有的写「{NOTHING_WORD}」，"
                "并清空那张工作表",
            )
            return
    first = notes.sheet.spot(0, 0)
    case.put(fact.name, items, ItemSpots(first, spots), first, first)
