"""XLSX → sheets of typed cells, with openpyxl in its read-only mode.

Why openpyxl: python-calamine 0.9.1 is twenty times as fast (0.2 s against 3 s for 3,000 rows of 60 columns), but tells no
number formats, so 3.1 % formatted `0.0%` arrives as 0.031 and a unit in the format is lost, and it returns an error cell
(`#REF!`) as an empty one, which would turn an error into "not filled in". A profile has one row, so speed is no
matter here. The read-only mode reads neither charts nor validations, nor does it unfold merged ranges, of which one can
cover 17 billion cells; what it leaves out, `archive` reads.

How a binary double becomes exact: rounded to 15 significant digits, the shortest such decimal. That is all that a
spreadsheet shows and keeps of what is typed: 0.1+0.2, stored as 0.30000000000000004, is 0.3 here as it is there. A whole number of more
digits (an 18-digit code typed as a number) has lost its last ones, and is refused.
"""

import math
import warnings
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

from engine.errors import InputError
from engine.load.document import CellSpot
from engine.load.problem import ValueProblem
from engine.load.quantity import canonical
from engine.load.spreadsheet.archive import BROKEN, check_container, damaged, untold
from engine.load.spreadsheet.grid import Cell, Sheet
from engine.load.spreadsheet.number_format import Shown, shown_by
from engine.load.text import quoted
from schemas.diagnostic import Place

MOST_CELLS = 200_000
"""Filled cells of a workbook: as many as a document has values."""
MOST_ROWS = 100_000
"""Rows of a sheet, empty ones included: a million empty rows with formats would take half a minute."""

_LARGEST_WHOLE = 10**15
# 1950-01-01 to 2099-12-31 as day numbers: no year and no yyyymmdd lies in between.
_EARLIEST_DAY, _LATEST_DAY = 18_264, 73_050


def read_workbook(data: bytes, file: str) -> list[Sheet]:
    """The worksheets in their order, hidden ones too. Raises InputError if the file is no sound workbook."""
    try:
        check_container(data)
        try:
            return _sheets(data, file)
        except BROKEN:
            raise damaged() from None
    except ValueProblem as problem:
        raise InputError([problem.at(Place(file=file))]) from None


def _sheets(data: bytes, file: str) -> list[Sheet]:
    from openpyxl import load_workbook

    extra = untold(data)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about parts that openpyxl skips and we do not need
        book = load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
        try:
            room = MOST_CELLS
            found = []
            for tab, sheet in enumerate(book.worksheets, start=1):
                name = sheet.title
                sheet.reset_dimensions()
                more = extra[name]
                rows = _rows(sheet, tab, more.uncounted, room, book.epoch)
                room -= sum(len(cells) for cells in rows.values())
                found.append(Sheet(file, rows, name, tab, more.merges, hidden=sheet.sheet_state != "visible"))
            return found
        finally:
            book.close()


def _rows(
    sheet: Any, tab: int, uncounted: frozenset[tuple[int, int]], room: int, epoch: datetime
) -> dict[int, dict[int, Cell]]:
    """The filled cells of a sheet."""
    rows: dict[int, dict[int, Cell]] = {}
    for number, cells in enumerate(sheet.iter_rows()):
        if number == MOST_ROWS:
            raise ValueProblem(
                "E2012",
                f"工作表{quoted(sheet.title)}超过 {MOST_ROWS} 行（空行也算）",
                "选中数据以下的空行，删除整行后保存；确认没有选错文件",
            )
        for raw in cells:
            position = (raw.row - 1, raw.column - 1) if hasattr(raw, "row") else None
            if position is None or (raw.value is None and position not in uncounted):
                continue
            mark = CellSpot(*position, sheet.title, tab)
            rows.setdefault(position[0], {})[position[1]] = _cell(raw, mark, position in uncounted, epoch)
            room -= 1
            if room < 0:
                raise ValueProblem(
                    "E2012",
                    f"工作簿里填了超过 {MOST_CELLS} 个单元格",
                    "确认没有选错文件；一个文件只放一个申报单位",
                )
    return rows


def _cell(raw: Any, mark: CellSpot, uncounted: bool, epoch: datetime) -> Cell:
    value = raw.value
    if uncounted:
        why = ValueProblem(
            "E2021", "单元格是公式，文件里没有存下它的结果", "在表格软件里打开并保存一次，或把公式换成数值"
        )
        return Cell("", mark, fault=why)
    if raw.data_type == "e":
        why = ValueProblem(
            "E2020", f"单元格是错误值{quoted(str(value))}，没有算出结果", "改正这个公式，或直接填写数值；不明的留空"
        )
        return Cell(str(value), mark, fault=why)
    match value:
        case bool() | str():
            return Cell(value, mark)
        case datetime():
            return Cell(value.date(), mark)
        case int() | float():
            return _number(value, mark, shown_by(raw.number_format, value), epoch)
        case _:  # a time of day, a length of time
            return Cell(str(value), mark)


def _number(value: int | float, mark: CellSpot, shown: Shown, epoch: datetime) -> Cell:
    from openpyxl.utils.datetime import from_excel

    if not math.isfinite(value) or (abs(value) >= _LARGEST_WHOLE and value == int(value)):
        why = ValueProblem(
            "E2022",
            "单元格里的数超过 15 位，表格软件只保留前 15 位，后面的已经丢失",
            "代码和编号先把单元格设为「文本」格式，再重新输入；数请核对位数",
        )
        return Cell(str(value), mark, fault=why)
    number = exact(value)
    if shown.distorted:
        why = ValueProblem(
            "E2023",
            f"单元格里是 {number:f}，但数字格式使它显示成另一个数，分不清以哪个为准",
            "把单元格改为「常规」格式，写上单位",
        )
        return Cell(number, mark, fault=why)
    if shown.percent:
        number = canonical(number * 100)
    if len(f"{number:f}") < shown.width and number >= 0:  # 0000 shows 111 as 0111: a code
        return Cell(f"{number:f}".zfill(shown.width), mark)
    plain = not (shown.percent or shown.prefix or shown.suffix)
    day = from_excel(int(value), epoch) if plain and _EARLIEST_DAY <= value <= _LATEST_DAY else None
    return Cell(
        number,
        mark,
        prefix=shown.prefix,
        suffix=("%" if shown.percent else "") + shown.suffix,
        day=day.date() if isinstance(day, datetime) and value == int(value) else None,
    )


def exact(value: int | float) -> Decimal:
    """The decimal that a spreadsheet shows for a double: 15 significant digits at most, no trailing zeros."""
    return canonical(Decimal(value) if isinstance(value, int) else Decimal(f"{value:.15g}"))
