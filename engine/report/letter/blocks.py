"""What a letter is made of before it is a document: headings, paragraphs and tables of plain text."""

from enum import StrEnum
from typing import NamedTuple


class Style(StrEnum):
    """The paragraph styles that a template may define anew; the values are their names in Word."""

    TITLE = "意见书标题"
    SUBTITLE = "意见书副题"
    HEADING = "意见书一级标题"
    SUBHEADING = "意见书二级标题"
    BODY = "意见书正文"
    FLUSH = "意见书顶格"
    CELL = "意见书表格"
    CELL_HEAD = "意见书表头"
    NOTE = "意见书附注"
    HEADER = "意见书页眉"
    PAGE = "意见书页码"


class Line(NamedTuple):
    """A paragraph of a cell: `label` stands bold before the text; `depth` indents it."""

    text: str
    label: str = ""
    depth: int = 0
    bold: bool = False
    style: Style = Style.CELL


class Paragraph(NamedTuple):
    """A paragraph; `strong` is the part of the text, if any, that is printed bold; `leads` keeps it with what follows."""

    text: str
    style: Style = Style.BODY
    strong: str = ""
    leads: bool = False


Cell = tuple[Line, ...]


class Table(NamedTuple):
    """Rows under a header that is repeated on every page; `widths` in millimetres, one a column.

    The last cell of a row that has fewer cells than columns takes the rest. Without a header, the first column names
    what stands in the second. `tall` is the least height of each row in millimetres, for a form that people fill in by
    hand and that stays on one page.
    """

    widths: tuple[int, ...]
    rows: tuple[tuple[Cell, ...], ...]
    header: tuple[str, ...] = ()
    tall: tuple[int, ...] = ()


Block = Paragraph | Table


def cell(*lines: str | Line) -> Cell:
    """A cell of these lines."""
    return tuple(Line(line) if isinstance(line, str) else line for line in lines)
