"""A page of styled lines: headings, fields with hanging indents, borderless tables, all laid out to a width.

The page is text first; `shown` is the same text with colours where a terminal wants them, so that nothing is told by
colour alone and a pipe gets the very same lines.
"""

from collections.abc import Sequence
from typing import NamedTuple, TextIO

from engine.report.wrapping import padded, visible, width_of, wrap

GAP = 2
NARROWEST = 40


class Span(NamedTuple):
    """A piece of a line and how it is styled."""

    text: str
    style: str = ""


class Column(NamedTuple):
    """A table column: at most `widest` cells wide; `flexible` ones share what the others leave."""

    title: str
    widest: int = 0
    flexible: bool = False


class Page:
    """Collects lines; nothing is printed before it is asked for."""

    def __init__(self, width: int) -> None:
        self.width = max(width, NARROWEST)
        self._lines: list[tuple[Span, ...]] = []

    def blank(self) -> None:
        """An empty line, never two in a row."""
        if self._lines and self._lines[-1]:
            self._lines.append(())

    def line(self, *spans: Span) -> None:
        """One line as it is, cut to nothing."""
        self._lines.append(spans)

    def rule(self, character: str = "─") -> None:
        """A line across the page."""
        self.line(Span(character * self.width, "dim"))

    def text(self, text: str, style: str = "", indent: int = 0, hang: int = 0) -> None:
        """A paragraph; its further lines are indented by `hang` more."""
        self._hanging("", Span(""), Span(text, style), indent, hang)

    def labelled(self, label: Span, text: str, style: str = "", indent: int = 0, hang: int = 0) -> None:
        """A paragraph behind a label; its further lines stand `hang` cells after the label's start."""
        name = visible(label.text)
        self._hanging(padded(name, max(hang, width_of(name) + GAP)), label, Span(text, style), indent, hang)

    def _hanging(self, head: str, label: Span, body: Span, indent: int, hang: int) -> None:
        room = self.width - indent
        first, *rest = wrap(body.text, room - hang, room - width_of(head))
        margin = [Span(" " * indent)] if indent else []
        self.line(*margin, *([Span(head, label.style)] if head else []), Span(first, body.style))
        for line in rest:
            self.line(Span(" " * (indent + hang)), Span(line, body.style))

    def field(self, label: str, text: str, style: str = "", indent: int = 0, label_width: int = 4) -> None:
        """A label and a text that hangs beside it."""
        self.labelled(Span(label, "dim"), text, style, indent, label_width + GAP)

    def table(
        self,
        columns: Sequence[Column],
        rows: Sequence[Sequence[str | Span]],
        indent: int = 0,
        *,
        spaced: bool = False,
    ) -> None:
        """Rows under a header, cells wrapped; no borders, so that narrow terminals and copies stay readable."""
        cells = [[cell if isinstance(cell, Span) else Span(cell) for cell in row] for row in rows]
        widths = self._widths(columns, cells, indent)
        self._row([Span(column.title, "dim") for column in columns], widths, indent)
        self._row([Span("─" * width, "dim") for width in widths], widths, indent)
        for number, row in enumerate(cells):
            if spaced and number:
                self.blank()
            self._row(row, widths, indent)

    def _widths(self, columns: Sequence[Column], rows: Sequence[Sequence[Span]], indent: int) -> list[int]:
        natural = [
            max(width_of(column.title), *(width_of(part) for row in rows for part in _parts(row[place].text)), 1)
            for place, column in enumerate(columns)
        ]
        widths = [
            width if column.flexible or not column.widest else min(width, column.widest)
            for width, column in zip(natural, columns, strict=True)
        ]
        room = self.width - indent - GAP * (len(columns) - 1)
        flexible = [place for place, column in enumerate(columns) if column.flexible]
        left = room - sum(width for place, width in enumerate(widths) if place not in flexible)
        for count, place in enumerate(sorted(flexible, key=lambda place: natural[place])):
            widths[place] = max(min(natural[place], left // (len(flexible) - count)), 8)
            left -= widths[place]
        return widths

    def _row(self, cells: Sequence[Span], widths: Sequence[int], indent: int) -> None:
        wrapped = [
            [line for part in _parts(cell.text) for line in wrap(part, width)]
            for cell, width in zip(cells, widths, strict=True)
        ]
        for place in range(max(len(lines) for lines in wrapped)):
            spans = [Span(" " * indent)] if indent else []
            for cell, lines, width in zip(cells, wrapped, widths, strict=True):
                text = lines[place] if place < len(lines) else ""
                spans.append(Span(padded(text, width + GAP), cell.style if text else ""))
            self.line(*_trimmed(spans))

    def quote(self, other: "Page", bar: Span) -> None:
        """The lines of another page, each behind a bar."""
        for line in other._lines:
            self.line(bar, *line)

    def plain(self) -> str:
        """The page as plain text."""
        return "".join("".join(span.text for span in line).rstrip() + "\n" for line in self._lines)

    def print_to(self, file: TextIO) -> None:
        """Write the page; a terminal gets it with colours, anything else plain."""
        if not file.isatty():
            file.write(self.plain())
            return
        from rich.console import Console
        from rich.text import Text

        console = Console(file=file, width=self.width, highlight=False, soft_wrap=True)
        for line in self._lines:
            console.print(Text.assemble(*((span.text, span.style) for span in line)))


def _parts(text: str) -> list[str]:
    """The paragraphs of a cell."""
    return [visible(part) for part in text.split("\n")]


def _trimmed(spans: list[Span]) -> list[Span]:
    """Spans without the spaces that would end the line."""
    while spans and not spans[-1].text.strip():
        spans.pop()
    if spans:
        spans[-1] = Span(spans[-1].text.rstrip(), spans[-1].style)
    return spans
