"""Reads letters back, with python-docx alone: every line of the text, every row of the tables."""

from io import BytesIO
from typing import Any

from docx import Document
from docx.oxml.ns import qn


def opened(content: bytes) -> Any:
    """The document."""
    return Document(BytesIO(content))


def lines(content: bytes) -> list[str]:
    """Every paragraph of the text and of its tables, in order."""
    body = opened(content).element.body
    return ["".join(piece.text or "" for piece in one.iter(qn("w:t"))) for one in body.iter(qn("w:p"))]


def text(content: bytes) -> str:
    """The whole text, a line a paragraph."""
    return "\n".join(lines(content))


def rows(content: bytes, first: str) -> list[list[str]]:
    """The rows of the table whose header has this title in its second column."""
    for table in opened(content).tables:
        cells = [[cell.text for cell in row.cells] for row in table.rows]
        if cells[0][1] == first:
            return cells[1:]
    raise AssertionError(f"no table of {first}")
