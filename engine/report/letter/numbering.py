"""What is numbered in a letter: its headings, and the rows of its tables."""

from collections.abc import Iterable

from engine.report.letter.blocks import Cell, Paragraph, Style, cell
from engine.report.letter.wording import ordinal


class Numbering:
    """Headings numbered 一、二、三; within a scheme of several（一）（二）（三）."""

    def __init__(self, *, nested: bool) -> None:
        self._nested = nested
        self._sections = self._parts = 0
        self.references: list[str] = []

    def part(self, title: str) -> Paragraph:
        """The heading of a scheme, or of what concerns all of them."""
        self._parts += 1
        self._sections = 0
        return Paragraph(f"{ordinal(self._parts)}、{title}", Style.HEADING)

    def leave_schemes(self) -> None:
        """What follows concerns all schemes."""
        self._nested = False

    def section(self, title: str, *, mend: bool = False) -> Paragraph:
        """The heading of a section; `mend` notes that the applicant has to do something about it."""
        if not self._nested:
            if mend:
                self.references.append(ordinal(self._parts + 1))
            return self.part(title)
        self._sections += 1
        if mend:
            self.references.append(f"{ordinal(self._parts)}（{ordinal(self._sections)}）")
        return Paragraph(f"（{ordinal(self._sections)}）{title}", Style.SUBHEADING)


def numbered(rows: Iterable[tuple[Cell, ...]]) -> tuple[tuple[Cell, ...], ...]:
    """The rows with their numbers, counted from 1."""
    return tuple((cell(str(number)), *row) for number, row in enumerate(rows, start=1))
