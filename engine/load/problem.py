"""What is wrong with one value, before its place is known, and the collector that adds the place."""

from collections.abc import Iterator
from contextlib import contextmanager

from engine.errors import InputError
from engine.load.document import Document, Path
from schemas.diagnostic import Diagnostic, Place, Severity


class ValueProblem(Exception):
    """A value that cannot be used; whoever knows where it stands turns it into a diagnostic."""

    def __init__(self, code: str, message: str, remedy: str | None) -> None:
        self.code = code
        self.message = message
        self.remedy = remedy
        super().__init__(f"{code} {message}")

    def at(self, place: Place) -> Diagnostic:
        """The problem with its place."""
        return Diagnostic(code=self.code, message=self.message, place=place, remedy=self.remedy)


class Problems:
    """Collects every problem of one document, so that all are told at once."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._found: list[Diagnostic] = list(document.noted)
        self._warnings: list[Diagnostic] = []

    def __len__(self) -> int:
        return len(self._found)

    def add(self, problem: ValueProblem, path: Path, *, key: bool = False) -> None:
        """Note a problem of the value (or the key) at the path."""
        self._found.append(problem.at(self._document.place(path, key=key)))

    def include(self, others: "Problems") -> None:
        """Note the problems that were found in another document, too."""
        self._found.extend(others._found)

    def warn(self, problem: ValueProblem, path: Path, *, key: bool = False) -> None:
        """Note what stops nothing, but is hardly what was meant."""
        told = problem.at(self._document.place(path, key=key))
        self._warnings.append(told.model_copy(update={"severity": Severity.WARNING}))

    @property
    def found(self) -> tuple[Diagnostic, ...]:
        """What is wrong, in the order of the document, each once."""
        return tuple(sorted(set(self._found), key=lambda problem: problem.order))

    @property
    def warnings(self) -> tuple[Diagnostic, ...]:
        """What was noted and stops nothing, in the order of the document."""
        return tuple(sorted(self._warnings, key=lambda warning: warning.order))

    @contextmanager
    def at(self, path: Path, *, key: bool = False) -> Iterator[None]:
        """Note what goes wrong within, and carry on after it."""
        try:
            yield
        except ValueProblem as problem:
            self.add(problem, path, key=key)

    def place(self, path: Path, *, key: bool = False) -> Place:
        """Where the value at the path, or its key, stands."""
        return self._document.place(path, key=key)

    def raise_any(self) -> None:
        """Stop here if anything was noted."""
        if self._found:
            raise InputError(self._found)
