"""What came of the scenarios that an author had run: plain data, which the summary and the JUnit file are made of."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from schemas.diagnostic import Diagnostic


class Outcome(StrEnum):
    """How a scenario ended. BROKEN is no judgement on the rules: the scenario itself could not be carried out."""

    PASSED = "passed"
    FAILED = "failed"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Mismatched:
    """An expectation that the result does not meet, and the reasons of the result, a line each."""

    what: str
    expected: str
    got: str
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Trouble:
    """The step at which a scenario stopped, as written, and why: a mismatch, or what is wrong with the step."""

    line: int
    step: str
    mismatch: Mismatched | None = None
    diagnostics: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class ScenarioResult:
    """One scenario, or one example row of an outline, on one executor; `line` is where the scenario starts."""

    file: Path
    line: int
    name: str
    example: tuple[tuple[str, str], ...]
    executor: str
    trouble: Trouble | None = None

    @property
    def outcome(self) -> Outcome:
        """How it ended."""
        if self.trouble is None:
            return Outcome.PASSED
        return Outcome.BROKEN if self.trouble.mismatch is None else Outcome.FAILED


@dataclass(frozen=True, slots=True)
class ScenarioRun:
    """Every scenario in the order of the files and of their lines, an executor after the other."""

    results: tuple[ScenarioResult, ...]
    executors: tuple[str, ...]

    def count(self, outcome: Outcome) -> int:
        """How many scenarios ended so."""
        return sum(result.outcome is outcome for result in self.results)

    def by_file(self) -> Iterator[tuple[Path, tuple[ScenarioResult, ...]]]:
        """The results of each file, in order."""
        for file in dict.fromkeys(result.file for result in self.results):
            yield file, tuple(result for result in self.results if result.file == file)

    @property
    def exit_code(self) -> int:
        """0 all passed, 1 one failed, 2 one could not be carried out."""
        if self.count(Outcome.BROKEN):
            return 2
        return 1 if self.count(Outcome.FAILED) else 0
