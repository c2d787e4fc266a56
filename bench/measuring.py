"""Timing that a busy machine disturbs little: processor time, variants taking turns in one run, medians compared."""

import resource
import statistics
from collections.abc import Callable, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

Work = Callable[[], object]


def in_turns(variants: Mapping[str, Work], rounds: int) -> dict[str, list[float]]:
    """Processor seconds of each variant in each round, its threads and finished child processes included.

    All take their turn in every round, after one that is not counted. On a quiet machine it is what the clock says.
    """
    seconds: dict[str, list[float]] = {name: [] for name in variants}
    for number in range(rounds + 1):
        for name, work in variants.items():
            started = _spent()
            work()
            took = _spent() - started
            if number > 0:
                seconds[name].append(took)
    return seconds


def _spent() -> float:
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


def medians(seconds: Mapping[str, list[float]]) -> dict[str, float]:
    """The middle of each variant's times."""
    return {name: statistics.median(times) for name, times in seconds.items()}


def ratio(seconds: Mapping[str, list[float]], of: str, to: str) -> float:
    """The median of the ratios within each round: what disturbs a round disturbs both."""
    return statistics.median(a / b for a, b in zip(seconds[of], seconds[to], strict=True))
