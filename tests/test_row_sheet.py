"""Rows written in one go: what XlsxWriter itself would have written, byte for byte, but for what it takes for markup."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import xlsxwriter
from python_calamine import CalamineWorkbook
from xlsxwriter.worksheet import Worksheet

from engine.batch.row_sheet import RowSheet
from engine.batch.sheet import shown

TEXTS = (
    *("甲", "", " 首尾 ", "两\n行", "a&b<c>d\"e'", "_x000A_", "_", "\x07\x1f\t", "\ufffe\uffff", "=1+1", "http://a.cn"),
    *("<r>", "x</r>", "长" * 32_767, "\u3000", "１２"),
)
HEIGHTS = (19.5, 14.5 * 3 + 5.0, 409.0)

Put = Callable[[Any, int, float, list[str | int], list[Any]], None]


def in_one_go(sheet: Any, row: int, height: float, cells: list[str | int], styles: list[Any]) -> None:
    """A row as ours is written."""
    sheet.put_row(row, height, cells, styles)


def cell_by_cell(sheet: Any, row: int, height: float, cells: list[str | int], styles: list[Any]) -> None:
    """A row as the library documents it."""
    sheet.set_row(row, height)
    for at, (cell, style) in enumerate(zip(cells, styles, strict=True)):
        if cell == "":
            sheet.write_blank(row, at, None, style)
        elif isinstance(cell, int):
            sheet.write_number(row, at, cell, style)
        else:
            sheet.write_string(row, at, cell, style)


def workbook(put: Put, texts: tuple[str, ...] = TEXTS, kind: type = RowSheet) -> bytes:
    """Two sheets in turn, with headers written the usual way, and styles that are equal to others."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"constant_memory": True})
    kinds = [book.add_format({"bold": True}), book.add_format({"italic": True}), book.add_format({"bold": True})]
    sheets = [book.add_worksheet(name, kind) for name in "甲乙"]
    for sheet in sheets:
        sheet.set_row(0, 30)
        sheet.write_row(0, 0, ["序号", "一", "二"], kinds[1])
    for place, text in enumerate(texts):
        cells: list[str | int] = [place, text, text]
        put(sheets[place % 2], place // 2 + 1, HEIGHTS[place % len(HEIGHTS)], cells, kinds)
    for sheet in sheets:
        sheet.autofilter(0, 0, len(texts) // 2, 2)
    book.close()
    return stream.getvalue()


def parts(data: bytes) -> dict[str, bytes]:
    """What a workbook is made of, but for when."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist() if name != "docProps/core.xml"}


def test_the_same_bytes() -> None:
    assert parts(workbook(in_one_go)) == parts(workbook(cell_by_cell, kind=Worksheet))


def test_no_text_is_ever_markup() -> None:
    """XlsxWriter passes a text through that begins and ends like a rich one: anybody could write XML so."""
    texts = ("<r>甲</r>", '<r><t>乙</t></r>" s="1"><f>1+1</f></r>')
    for put in (in_one_go, cell_by_cell):
        book = CalamineWorkbook.from_filelike(io.BytesIO(workbook(put, texts)))
        assert [book.get_sheet_by_name(name).to_python()[1][1] for name in "甲乙"] == list(texts)


def test_a_cell_counts_as_spreadsheets_do() -> None:
    assert shown("😀" * 16_383 + "x") == "😀" * 16_383 + "x"
    cut = shown("😀" * 16_384)
    assert cut.endswith("…（太长，余下的见 .jsonl 输出）")
    assert len(cut.encode("utf-16-le")) // 2 in (32_766, 32_767)
