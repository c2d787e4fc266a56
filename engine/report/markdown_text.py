"""Markdown building blocks: text that cannot break what stands around it, tables, lists."""

import re
from collections.abc import Iterable, Sequence

from engine.report.wrapping import visible

_SPECIAL = re.compile(r"([\\`*_~<>|\[\]!#&])")
_ORDERED = re.compile(r"^(\d+)([.)])")
_BULLET = re.compile(r"^([-+=])")


def escape(text: str) -> str:
    """The text on one line, shown as it is: nothing in it is markup, at the start of a line neither."""
    escaped = _SPECIAL.sub(r"\\\1", visible(text))
    return _BULLET.sub(r"\\\1", _ORDERED.sub(r"\1\\\2", escaped))


def table(titles: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; cells are escaped, the paragraphs of a cell become line breaks."""
    lines = [_row(titles), "|" + " --- |" * len(titles)]
    return "\n".join([*lines, *(_row([cell(part) for part in row]) for row in rows)]) + "\n"


def cell(text: str) -> str:
    """The content of a table cell."""
    return "<br>".join(escape(part) for part in text.split("\n"))


def bullet(text: str, depth: int = 0) -> str:
    """A list item; `text` is markup already."""
    return f"{'  ' * depth}- {text}\n"


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
