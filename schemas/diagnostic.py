"""What is wrong with an input, where, why, and what would mend it."""

from enum import StrEnum

from schemas.frozen import Frozen


class Severity(StrEnum):
    """Whether a diagnostic stops the work."""

    ERROR = "error"
    WARNING = "warning"


class Place(Frozen):
    """A position in an input file; line and column count from 1.

    In a workbook `sheet` names the sheet and `tab` is its position, which keeps problems in the workbook's order;
    line and column are then a cell's, shown as `案卷.xlsx:骨干企业!B2`.
    """

    file: str
    line: int | None = None
    column: int | None = None
    sheet: str | None = None
    tab: int | None = None

    def __str__(self) -> str:
        numbers = [number for number in (self.line, self.column) if number is not None]
        if self.sheet is None:
            return ":".join([self.file, *(str(number) for number in numbers)])
        cell = f"!{cell_name(*numbers)}" if len(numbers) == 2 else ""
        return f"{self.file}:{self.sheet}{cell}"


def cell_name(line: int, column: int) -> str:
    """What a spreadsheet calls a cell, counted from 1: `AB12`."""
    letters = ""
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"{letters}{line}"


class Diagnostic(Frozen):
    """One problem of an input: a stable code, a Chinese sentence, its place and its remedy."""

    code: str
    message: str
    place: Place | None = None
    remedy: str | None = None
    severity: Severity = Severity.ERROR

    @property
    def order(self) -> tuple[str, int, int, int, str, str]:
        """Sort key: by file, sheet, line, column, code, message."""
        place = self.place
        if place is None:
            return ("", 0, 0, 0, self.code, self.message)
        return (place.file, place.tab or 0, place.line or 0, place.column or 0, self.code, self.message)
