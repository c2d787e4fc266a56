"""What decides truth: `run(program, cases, trace=…) -> findings`, one executor a room.

They find the same (docs/adr/0002); which of them ran is told with every result. Where durable-rules is not installed
(it has no wheels, and Windows offices have no compiler) the columnar one stands in: docs/adr/0007.
"""

from collections.abc import Iterable, Iterator
from importlib import import_module
from importlib.util import find_spec
from typing import Final, Protocol

from engine.errors import Beyond, ExecutorUnavailable
from schemas.case import Case
from schemas.diagnostic import Diagnostic
from schemas.finding import Findings
from schemas.program import Program

EXECUTORS: Final = ("inference", "columnar")
"""The executors that this version has, the one that is preferred first."""

AT_ONCE: Final = frozenset({"columnar"})
"""The executors that take about as long for hundreds of cases as for one."""

_NEEDS: Final[dict[str, tuple[str, ...]]] = {
    "inference": ("durable", "durable_rules_engine"),
    "columnar": ("ibis", "duckdb"),
}
_MISSING: Final = {
    "inference": Diagnostic(
        code="E4001",
        message="推理执行器不可用：本机没有装 durable-rules",
        remedy="换用 --engine columnar（结果相同）；或在 Python 3.11、3.12 上安装 durable-rules，需要 C 编译器",
    ),
    "columnar": Diagnostic(
        code="E6090",
        message="列式执行器不可用：本机没有装好 ibis-framework 和 duckdb",
        remedy="重新安装 zhunru，或用 --engine inference",
    ),
}


class Run(Protocol):
    """The one method that every executor has."""

    def __call__(self, program: Program, cases: Iterable[Case], *, trace: bool = False) -> Iterator[Findings]:
        """Decide every node of the program for each case."""


def installed(name: str) -> bool:
    """Whether the libraries that an executor stands on are here; none of them is imported."""
    return all(_found(library) for library in _NEEDS[name])


def standard() -> str:
    """The executor where none is asked for: the first that is installed, else the one to complain about."""
    return next((name for name in EXECUTORS if installed(name)), EXECUTORS[0])


def executor(name: str) -> Run:
    """The executor of that name, imported only now: one that is not asked for costs nothing.

    Raises ExecutorUnavailable where it is not installed.
    """
    refuse_missing(name)
    run: Run = import_module(f"{__name__}.{name}").run
    return _with_second_way(run) if name == "columnar" else run


def _with_second_way(run: Run) -> Run:
    """What does not fit into columns of whole numbers is decided by inference, which finds the same."""

    def either(program: Program, cases: Iterable[Case], *, trace: bool = False) -> Iterator[Findings]:
        held = list(cases)
        try:
            found = list(run(program, held, trace=trace))
        except Beyond:
            if not installed("inference"):
                raise
            found = list(executor("inference")(program, held, trace=trace))
        yield from found

    return either


def refuse_missing(name: str) -> None:
    """Raise ExecutorUnavailable, with what to do, unless the executor is installed."""
    if name not in EXECUTORS:
        raise ValueError(f"no executor {name}: the command line offers {EXECUTORS}")
    if not installed(name):
        raise ExecutorUnavailable(_MISSING[name])


def _found(library: str) -> bool:
    try:
        return find_spec(library) is not None
    except ImportError:  # something on the way in refuses it
        return False
