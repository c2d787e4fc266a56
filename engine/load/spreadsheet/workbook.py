"""XLSX → sheets of typed cells: `archive` finds the parts, `sheet_xml` goes through them, here cells get their meaning.

How a binary double becomes exact: rounded to 15 significant digits, the shortest such decimal. That is all that a
spreadsheet shows and keeps of what is typed: 0.1+0.2, stored as 0.30000000000000004, is 0.3 here as it is there. A whole number of more
digits (an 18-digit code typed as a number) has lost its last ones, and is refused.
"""

import math
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

from engine.errors import InputError
from engine.load.document import CellSpot
from engine.load.problem import ValueProblem
from engine.load.quantity import canonical
from engine.load.spreadsheet import sheet_xml
from engine.load.spreadsheet.archive import BROKEN, check_container, damaged, find_parts, number_formats
from engine.load.spreadsheet.grid import ONE_CASE, Cell, Limits, Rows, Sheet
from engine.load.spreadsheet.moments import BUILT_IN, moment_of, shows_moment
from engine.load.spreadsheet.number_format import Shown, shown_by
from engine.load.spreadsheet.sheet_xml import BETWEEN, Budget, read_rows, read_strings
from engine.load.text import quoted
from schemas.diagnostic import Place

_LARGEST_WHOLE = 10**15
# 1950-01-01 to 2099-12-31 as day numbers: no year and no yyyymmdd lies in between.
_EARLIEST_DAY, _LATEST_DAY = 18_264, 73_050
_MOST_NUMBERS = 20_000
_CHINESE_DATES = frozenset({*range(27, 32), 36, *range(50, 55), 57, 58})
_CHINESE_TIMES = frozenset({*range(32, 36), 55, 56})
"""Built-in formats of Chinese editions, which workbooks number without a text (ECMA-376 part 1, 18.8.30)."""


class _Format:
    """What a number format says: of a number, or that the number is a day or a time."""

    def __init__(self, number: int, own: str | None) -> None:
        self.text = own if own is not None else BUILT_IN.get(number, "General")
        chinese = own is None and number in _CHINESE_DATES | _CHINESE_TIMES
        self.is_moment = chinese or shows_moment(self.text)
        self.is_general = self.text == "General"


def read_workbook(data: bytes, file: str, limits: Limits = ONE_CASE) -> list[Sheet]:
    """The worksheets in their order, hidden ones too. Raises InputError if the file is no sound workbook."""
    try:
        check_container(data, limits)
        try:
            return _sheets(data, file, Budget(limits))
        except BROKEN:
            raise damaged() from None
    except ValueProblem as problem:
        raise InputError([problem.at(Place(file=file))]) from None


def _sheets(data: bytes, file: str, budget: Budget) -> list[Sheet]:
    with ZipFile(BytesIO(data)) as archive:
        parts = find_parts(archive)
        strings: list[str] = []
        if parts.strings is not None:
            with archive.open(parts.strings) as stream:
                strings = read_strings(stream)
        formats = [] if parts.styles is None else [_Format(*one) for one in number_formats(archive, parts.styles)]
        found = []
        for tab, part in enumerate(parts.sheets, start=1):
            rows = Rows(_unpacker(part.name, tab, strings, formats, parts.from_1904))
            with archive.open(part.part) as stream:
                merges = read_rows(stream, rows, strings, budget)
            found.append(Sheet(file, rows, part.name, tab, merges, part.hidden))
        return found


def _unpacker(
    name: str, tab: int, strings: list[str], formats: list[_Format], from_1904: bool
) -> Callable[[int, str, int | None], dict[int, Cell]]:
    """What turns the packed rows of a sheet into cells."""
    general = _Format(0, None)
    # numbers by their text and style: a column has few of them, or all different
    known: dict[tuple[str, str], Cell] = {}

    def number(text: str, style: str, mark: CellSpot) -> Cell:
        cell = known.get((text, style))
        if cell is None:
            if len(known) >= _MOST_NUMBERS:
                known.clear()
            at = int(style)
            shown = formats[at] if at < len(formats) else general
            cell = known[text, style] = _number(text, mark, shown, from_1904)
        return cell._replace(mark=mark)

    def unpack(row: int, packed: str, only: int | None) -> dict[int, Cell]:
        fields = iter(packed.split(BETWEEN))
        cells: dict[int, Cell] = {}
        for position, kind, style, text in zip(fields, fields, fields, fields, strict=True):
            column = int(position)
            if only is not None and column != only:
                continue
            mark = CellSpot(row, column, name, tab)
            match kind:
                case sheet_xml.SHARED:
                    cells[column] = Cell(strings[int(text)], mark)
                case sheet_xml.NUMBER:
                    cells[column] = number(text, style, mark)
                case sheet_xml.TEXT:
                    cells[column] = Cell(text, mark)
                case sheet_xml.TRUTH:
                    cells[column] = Cell(text in ("1", "true"), mark)
                case sheet_xml.DAY:
                    cells[column] = _iso_day(text, mark)
                case _:
                    cells[column] = Cell(text, mark, fault=_without_value(kind, text))
        return cells

    return unpack


def _without_value(kind: str, text: str) -> ValueProblem:
    if kind == sheet_xml.UNCOUNTED:
        return ValueProblem(
            "E2021", "单元格是公式，文件里没有存下它的结果", "在表格软件里打开并保存一次，或把公式换成数值"
        )
    return ValueProblem(
        "E2020", f"单元格是错误值{quoted(text)}，没有算出结果", "改正这个公式，或直接填写数值；不明的留空"
    )


def _iso_day(text: str, mark: CellSpot) -> Cell:
    """A day that is written out, as strict workbooks have them; whatever else it is stays a text."""
    try:
        return Cell(datetime.fromisoformat(text).date(), mark)
    except ValueError:
        return Cell(text, mark)


def _number(text: str, mark: CellSpot, form: _Format, from_1904: bool) -> Cell:
    value = _double(text)
    if form.is_moment:
        return _moment(value, mark, from_1904)
    if not math.isfinite(value) or (abs(value) >= _LARGEST_WHOLE and value == int(value)):
        why = ValueProblem(
            "E2022",
            "单元格里的数超过 15 位，表格软件只保留前 15 位，后面的已经丢失",
            "代码和编号先把单元格设为「文本」格式，再重新输入；数请核对位数",
        )
        return Cell(str(value), mark, fault=why)
    number = exact(value)
    if form.is_general:
        return Cell(number, mark, day=_bare_day(value, from_1904))
    shown = shown_by(form.text, value)
    if shown.distorted:
        why = ValueProblem(
            "E2023",
            f"单元格里是 {number:f}，但数字格式使它显示成另一个数，分不清以哪个为准",
            "把单元格改为「常规」格式，写上单位",
        )
        return Cell(number, mark, fault=why)
    return _shown(number, value, mark, shown, from_1904)


def _shown(number: Decimal, value: int | float, mark: CellSpot, shown: Shown, from_1904: bool) -> Cell:
    """A number as its format shows it."""
    if shown.percent:
        number = canonical(number * 100)
    if len(f"{number:f}") < shown.width and number >= 0:  # 0000 shows 111 as 0111: a code
        return Cell(f"{number:f}".zfill(shown.width), mark)
    plain = not (shown.percent or shown.prefix or shown.suffix)
    return Cell(
        number,
        mark,
        prefix=shown.prefix,
        suffix=("%" if shown.percent else "") + shown.suffix,
        day=_bare_day(value, from_1904) if plain else None,
    )


def _bare_day(value: int | float, from_1904: bool) -> date | None:
    """The day that a number without a format would be, if it is likely to be one."""
    if not (_EARLIEST_DAY <= value <= _LATEST_DAY and value == int(value)):
        return None
    return (date(1904, 1, 1) if from_1904 else date(1899, 12, 30)) + timedelta(days=int(value))


def _moment(value: int | float, mark: CellSpot, from_1904: bool) -> Cell:
    """A number that is shown as a day or a time; one that is neither shows as `####`."""
    try:
        moment = moment_of(value, from_1904=from_1904)
    except (OverflowError, ValueError):
        return Cell("", mark, fault=_without_value(sheet_xml.ERROR, "####"))
    return Cell(moment.date() if isinstance(moment, datetime) else str(moment), mark)


def _double(text: str) -> int | float:
    """A number as a spreadsheet stores it; a whole one is kept whole."""
    return int(text) if text.isdecimal() and text.isascii() else float(text)


def exact(value: int | float) -> Decimal:
    """The decimal that a spreadsheet shows for a double: 15 significant digits at most, no trailing zeros."""
    return canonical(Decimal(value) if isinstance(value, int) else Decimal(f"{value:.15g}"))
