"""What reaches the inference executor while scenarios run, remembered so that the columnar one is asked the same.

A scenario alone would cost the columnar executor as much as all cases of a program together. So they are gathered:
one set of queries a program, when the scenarios have run.

PYTEST_DONT_REWRITE: there is no assert here, and the module may have been imported before pytest hears of it.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from pytest_bdd.scenario import scenario_wrapper_template_registry

from engine.executors import Run
from engine.executors import executor as find_executor
from engine.executors.columnar import run as columnar
from schemas.case import Case
from schemas.finding import Findings
from schemas.program import Program
from tests.both_executors import differences

ROOT = Path(__file__).resolve().parent.parent
MOST_TOLD = 20


class Answer(NamedTuple):
    """What inference found for a case, and the scenario that asked."""

    scenario: str
    case: Case
    found: Findings


class Compared(NamedTuple):
    """How much was compared: answers, and the distinct cases and programs among them."""

    answers: int
    cases: int
    programs: int


class Heard:
    """The answers of inference to the scenarios that have run, by program."""

    def __init__(self) -> None:
        self.scenario = ""
        self.scenarios = 0
        self._answers: dict[tuple[object, ...], list[tuple[Program, list[Answer]]]] = {}

    def begin(self, scenario: str) -> None:
        """A scenario begins: what is asked from now on, it asks."""
        self.scenario = scenario
        self.scenarios += 1

    def executor(self, name: str) -> Run:
        """The executor of that name, overheard if it is inference."""
        run = find_executor(name)

        def overheard(program: Program, cases: Iterable[Case], *, trace: bool = False) -> Iterator[Findings]:
            for case in cases:
                (found,) = run(program, [case], trace=trace)
                self._of(program).append(Answer(self.scenario, case, found._replace(trace=None)))
                yield found

        return overheard if name == "inference" else run

    def _of(self, program: Program) -> list[Answer]:
        """The answers under a program; programs have no hash, so that only those that may be equal are compared."""
        alike = self._answers.setdefault((program.rule_set, program.reference_date, program.nodes), [])
        for known, answers in alike:
            if known == program:
                return answers
        alike.append((program, []))
        return alike[-1][1]

    def compare(self) -> Compared:
        """Ask the columnar executor what inference was asked since the last time. Raises AssertionError with every difference."""
        heard = [one for alike in self._answers.values() for one in alike]
        self._answers = {}
        asked, told = 0, list[str]()
        for program, answers in heard:
            cases = list[Case]()
            for answer in answers:
                if answer.case not in cases:
                    cases.append(answer.case)
            asked += len(cases)
            for case, found in zip(cases, columnar(program, cases), strict=True):
                told += [
                    f"{answer.scenario} / {program.rule_set} {program.reference_date} / {one}"
                    for answer in answers
                    if answer.case == case
                    for one in differences(program, answer.found, found)
                ]
        if told:
            raise AssertionError("\n".join(["inference != columnar:", *told[:MOST_TOLD], f"{len(told)} cells in all"]))
        return Compared(sum(len(answers) for _, answers in heard), asked, len(heard))


@pytest.fixture(scope="module")
def heard() -> Iterator[Heard]:
    """The answers to a module's scenarios. What no test has compared by its end is compared then: a selection may leave that test out."""
    answers = Heard()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("engine.assess.find_executor", answers.executor)
        yield answers
    answers.compare()


@pytest.fixture
def overheard(request: pytest.FixtureRequest, heard: Heard) -> None:
    """A scenario whose questions to the executor are remembered under its name and its row of examples."""
    template = scenario_wrapper_template_registry.get(request.function)
    if template is not None:
        file = Path(template.feature.filename).relative_to(ROOT).as_posix()
        row = getattr(request.node, "callspec", None)
        examples = "" if row is None else " ".join(row.params["_pytest_bdd_example"].values())
        heard.begin(f"{file}:{template.line_number} {template.name} {examples}".rstrip())
