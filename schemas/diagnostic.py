"""What is wrong with an input, where, why, and what would mend it."""

from enum import StrEnum

from schemas.frozen import Frozen


class Severity(StrEnum):
    """Whether a diagnostic stops the work."""

    ERROR = "error"
    WARNING = "warning"


class Place(Frozen):
    """A position in an input file; line and column count from 1."""

    file: str
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        parts = [self.file, *(str(number) for number in (self.line, self.column) if number is not None)]
        return ":".join(parts)


class Diagnostic(Frozen):
    """One problem of an input: a stable code, a Chinese sentence, its place and its remedy."""

    code: str
    message: str
    place: Place | None = None
    remedy: str | None = None
    severity: Severity = Severity.ERROR

    @property
    def order(self) -> tuple[str, int, int, str, str]:
        """Sort key: by file, line, column, code, message."""
        place = self.place
        if place is None:
            return ("", 0, 0, self.code, self.message)
        return (place.file, place.line or 0, place.column or 0, self.code, self.message)
