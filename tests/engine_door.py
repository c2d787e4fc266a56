"""From drawn texts to the engine's findings, through the same doors that the command line uses."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from engine.bind import bind
from engine.executors.inference import run
from engine.load.library import Library, load_library
from engine.load.profile import load_case
from engine.verdict import decide
from schemas.finding import RuleSetFinding
from schemas.program import Program
from tests.drawing.vocabulary import FACTS, SOURCES


@dataclass(frozen=True)
class Desk:
    """A folder with the test vocabulary, into which rule sets and profiles are laid."""

    folder: Path

    def library(self, rule_sets: Mapping[str, str]) -> Library:
        """The library of the vocabulary and some rule-set texts."""
        for old in self.folder.glob("rules/set-*.yaml"):
            old.unlink()
        for number, text in enumerate(rule_sets.values()):
            (self.folder / f"rules/set-{number}.yaml").write_text(text, encoding="utf-8")
        return load_library([self.folder / "rules"])

    def judge(
        self, library: Library, program: Program, text: str, *, is_json: bool = False, track: str | None = None
    ) -> RuleSetFinding:
        """The engine's finding on a profile's text."""
        path = self.folder / ("profile.json" if is_json else "profile.yaml")
        path.write_text(text, encoding="utf-8")
        case = bind(load_case(path, library), library, program.base_year, program.reference_date)
        (findings,) = run(program, [case])
        return decide(program, findings, track)


@contextmanager
def desk() -> Iterator[Desk]:
    """A desk that is cleared away afterwards."""
    with TemporaryDirectory() as folder:
        rules = Path(folder, "rules")
        rules.mkdir()
        (rules / "facts.yaml").write_text(FACTS, encoding="utf-8")
        (rules / "sources.yaml").write_text(SOURCES, encoding="utf-8")
        yield Desk(Path(folder))
