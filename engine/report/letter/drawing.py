"""Blocks as the elements of a Word document: paragraphs, and tables that go on over pages with their header."""

from collections.abc import Mapping
from typing import Any
from xml.sax.saxutils import escape

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from engine.report.letter.blocks import Block, Cell, Line, Paragraph, Style, Table
from engine.report.wrapping import visible

_LONG = 300
"""Characters in a row beyond which it may be broken over two pages; shorter rows stay whole."""
_UNWRITABLE = {code: "�" for code in (*range(0xD800, 0xE000), 0xFFFE, 0xFFFF)}
_EDGES = ("top", "left", "bottom", "right", "insideH", "insideV")

Ids = Mapping[Style, str]


def plain(text: str) -> str:
    """The text as XML can carry it: on one line, without control, direction and half characters.

    Ideographic spaces stay: they are the room in which people write a date.
    """
    return "\u3000".join(visible(part.translate(_UNWRITABLE)) for part in text.split("\u3000"))


def element(block: Block, ids: Ids) -> Any:
    """The element of a block."""
    match block:
        case Paragraph():
            before, strong, after = _parted(block)
            return parse_xml(
                _paragraph(ids[block.style], _run(before) + _run(strong, bold=True) + _run(after), top=True)
            )
        case Table():
            return parse_xml(_table(block, ids))


def _parted(block: Paragraph) -> tuple[str, str, str]:
    return block.text.partition(block.strong) if block.strong else (block.text, "", "")


def _table(table: Table, ids: Ids) -> str:
    borders = "".join(f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for edge in _EDGES)
    grid = "".join(f'<w:gridCol w:w="{_twips(width)}"/>' for width in table.widths)
    rows = []
    if table.header:
        titles: Cells = tuple((Line(title, style=Style.CELL_HEAD),) for title in table.header)
        rows.append(_row(titles, table.widths, ids, "<w:cantSplit/><w:tblHeader/>", middle=True))
    for number, cells in enumerate(table.rows):
        tall = table.tall[number] if table.tall else 0
        properties = "" if _length(cells) > _LONG else "<w:cantSplit/>"
        if tall:
            properties += f'<w:trHeight w:val="{_twips(tall)}" w:hRule="atLeast"/>'
        rows.append(_row(cells, table.widths, ids, properties, middle=bool(tall)))
    return (
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{_twips(sum(table.widths))}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>'
        '<w:top w:w="40" w:type="dxa"/><w:left w:w="80" w:type="dxa"/>'
        '<w:bottom w:w="40" w:type="dxa"/><w:right w:w="80" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


Cells = tuple[Cell, ...]


def _length(cells: Cells) -> int:
    return max(sum(len(line.label) + len(line.text) for line in cell) for cell in cells)


def _row(cells: Cells, widths: tuple[int, ...], ids: Ids, properties: str, *, middle: bool) -> str:
    align = '<w:vAlign w:val="center"/>' if middle else ""
    parts = [
        f'<w:tc><w:tcPr><w:tcW w:w="{_twips(width)}" w:type="dxa"/>{align}</w:tcPr>'
        + "".join(_line(line, ids) for line in cell)
        + "</w:tc>"
        for cell, width in zip(cells, widths, strict=True)
    ]
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(parts)}</w:tr>"


def _line(line: Line, ids: Ids) -> str:
    runs = _run(line.label, bold=True) + _run(line.text, bold=line.bold)
    return _paragraph(ids[line.style], runs, depth=line.depth)


def _paragraph(style: str, runs: str, *, depth: int = 0, top: bool = False) -> str:
    indent = f'<w:ind w:leftChars="{depth * 100}" w:left="{depth * 210}"/>' if depth else ""
    spaces = f" {nsdecls('w')}" if top else ""
    return f'<w:p{spaces}><w:pPr><w:pStyle w:val="{style}"/>{indent}</w:pPr>{runs}</w:p>'


def _run(text: str, *, bold: bool = False) -> str:
    if not text:
        return ""
    properties = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(plain(text))}</w:t></w:r>'


def _twips(millimetres: int) -> int:
    return round(millimetres * 1440 / 25.4)
