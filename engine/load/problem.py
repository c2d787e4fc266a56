"""What is wrong with one value, before its place is known, and the collector that adds the place."""

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

    def at(self, path: Path, *, key: bool = False) -> "_Noting":
        """Note what goes wrong within, and carry on after it."""
        return _Noting(self, path, key)

    def place(self, path: Path, *, key: bool = False) -> Place:
        """Where the value at the path, or its key, stands."""
        return self._document.place(path, key=key)

    def raise_any(self) -> None:
        """Stop here if anything was noted."""
        if self._found:
            raise InputError(self._found)


class _Noting:
    """What `at` opens. A class of its own: every cell of a table passes here, and a generator takes three times as long."""

    __slots__ = ("_key", "_path", "_problems")

    def __init__(self, problems: Problems, path: Path, key: bool) -> None:
        self._problems, self._path, self._key = problems, path, key

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, problem: object, trace: object) -> bool:
        if not isinstance(problem, ValueProblem):
            return False
        self._problems.add(problem, self._path, key=self._key)
        return True
