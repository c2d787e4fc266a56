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
_UNWRITABLE = dict.fromkeys((*range(55296, 57344), 65534, 65535), "�")
_EDGES = ("top", "left", "bottom", "right", "insideH", "insideV")

Ids = Mapping[Style, str]


def plain(text: str) -> str:
    """The text as XML can carry it: on one line, without control, direction and half characters.

    Ideographic spaces stay: they are the room in which people write a date.
    """
    return "\u3000".join(visible(part.translate(_UNWRITABLE)) for part in text.split("\u3000"))


def element(block: Block, ids: Ids) -> Any:
    """The element of a block."""
    if isinstance(block, Table):
        return parse_xml(_table(block, ids))
    before, strong, after = _parted(block)
    return parse_xml(
        _paragraph(
            ids[block.style],
            _run(before) + _run(strong, bold=True) + _run(after),
            keep=block.leads,
            after=80 if block.leads else 0,
            spaces=f" {nsdecls('w')}",
        )
    )


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
        keep = bool(tall) and number + 1 < len(table.rows)
        rows.append(_row(cells, table.widths, ids, properties, middle=bool(tall), keep=keep))
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


def _row(cells: Cells, widths: tuple[int, ...], ids: Ids, properties: str, *, middle: bool, keep: bool = False) -> str:
    align = '<w:vAlign w:val="center"/>' if middle else ""
    taken = len(cells) - 1
    spans = [*((width, "") for width in widths[:taken]), (sum(widths[taken:]), _span(len(widths) - taken))]
    parts = [
        f'<w:tc><w:tcPr><w:tcW w:w="{_twips(width)}" w:type="dxa"/>{span}{align}</w:tcPr>'
        + "".join(_line(line, ids, keep=keep) for line in cell)
        + "</w:tc>"
        for cell, (width, span) in zip(cells, spans, strict=True)
    ]
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(parts)}</w:tr>"


def _span(columns: int) -> str:
    return f'<w:gridSpan w:val="{columns}"/>' if columns > 1 else ""


def _line(line: Line, ids: Ids, *, keep: bool) -> str:
    runs = _run(line.label, bold=True) + _run(line.text, bold=line.bold)
    return _paragraph(ids[line.style], runs, depth=line.depth, keep=keep)


def _paragraph(style: str, runs: str, *, depth: int = 0, keep: bool = False, after: int = 0, spaces: str = "") -> str:
    indent = f'<w:ind w:leftChars="{depth * 100}" w:left="{depth * 210}"/>' if depth else ""
    kept = "<w:keepNext/>" if keep else ""
    room = f'<w:spacing w:after="{after}"/>' if after else ""
    return f'<w:p{spaces}><w:pPr><w:pStyle w:val="{style}"/>{kept}{room}{indent}</w:pPr>{runs}</w:p>'


def _run(text: str, *, bold: bool = False) -> str:
    if not text:
        return ""
    properties = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(plain(text))}</w:t></w:r>'


def _twips(millimetres: int) -> int:
    return round(millimetres * 1440 / 25.4)
