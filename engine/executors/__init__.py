"""What decides truth: `run(program, cases, trace=…) -> findings`, one executor a room."""

from collections.abc import Iterable, Iterator
from typing import Protocol

from schemas.case import Case
from schemas.finding import Findings
from schemas.program import Program

EXECUTORS = ("inference",)
"""The executors that this version has."""


class Run(Protocol):
    """The one method that every executor has."""

    def __call__(self, program: Program, cases: Iterable[Case], *, trace: bool = False) -> Iterator[Findings]:
        """Decide every node of the program for each case."""


def executor(name: str) -> Run:
    """The executor of that name, imported only now: one that is not asked for costs nothing."""
    from engine.executors.inference import run

    if name != "inference":
        raise ValueError(f"no executor {name}: the command line offers {EXECUTORS}")
    return run
