"""Where the checks of a library write down what they find, so that all of it is told at once."""

from engine.errors import InputError
from engine.load.document import Document, Path
from schemas.diagnostic import Diagnostic, Severity


class Ledger:
    """Errors and warnings in the order found."""

    def __init__(self) -> None:
        self.errors: list[Diagnostic] = []
        self.warnings: list[Diagnostic] = []

    def error(
        self, code: str, message: str, document: Document, path: Path, remedy: str | None = None, *, key: bool = False
    ) -> None:
        """Note what makes the library unusable."""
        place = document.place(path, key=key)
        self.errors.append(Diagnostic(code=code, message=message, place=place, remedy=remedy))

    def warning(
        self, code: str, message: str, document: Document, path: Path, remedy: str | None = None, *, key: bool = False
    ) -> None:
        """Note what is likely a slip, and harmless."""
        place = document.place(path, key=key)
        self.warnings.append(
            Diagnostic(code=code, message=message, place=place, remedy=remedy, severity=Severity.WARNING)
        )

    def settle(self) -> None:
        """Raise every error noted so far."""
        if self.errors:
            raise InputError(self.errors)
