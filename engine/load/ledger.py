"""Where the checks of a library write down what they find, so that all of it is told at once."""

from enum import StrEnum

from engine.errors import InputError
from engine.load.document import Document, Path
from schemas.diagnostic import Diagnostic, Severity


class Named(StrEnum):
    """What a folder of rules declares by name."""

    FACT = "字段"
    SOURCE = "来源文件"
    RULE_SET = "规则集"


class Ledger:
    """Errors and warnings in the order found, and the names that broken declarations may have meant to declare."""

    def __init__(self) -> None:
        self.errors: list[Diagnostic] = []
        self.warnings: list[Diagnostic] = []
        self._doubts: set[tuple[Named, str | None]] = set()

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

    def doubt(self, kind: Named, name: str | None) -> None:
        """Note that a name was declared, but not well; None stands for all the names of a file that cannot be read."""
        self._doubts.add((kind, name))

    def doubts(self, kind: Named, name: str) -> bool:
        """Whether a name that nobody declared may stand in a broken declaration: it is then not called unknown."""
        return (kind, name) in self._doubts or (kind, None) in self._doubts

    def settle(self) -> None:
        """Raise every error noted so far."""
        if self.errors:
            raise InputError(self.errors)
