"""Timing that a busy machine disturbs little: variants take turns in one run, and medians are compared."""

import statistics
import time
from collections.abc import Callable, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

Work = Callable[[], object]


def in_turns(variants: Mapping[str, Work], rounds: int) -> dict[str, list[float]]:
    """Seconds of each variant in each round; all take their turn in every round, after one that is not counted."""
    seconds: dict[str, list[float]] = {name: [] for name in variants}
    for number in range(rounds + 1):
        for name, work in variants.items():
            started = time.perf_counter()
            work()
            took = time.perf_counter() - started
            if number > 0:
                seconds[name].append(took)
    return seconds


def medians(seconds: Mapping[str, list[float]]) -> dict[str, float]:
    """The middle of each variant's times."""
    return {name: statistics.median(times) for name, times in seconds.items()}


def ratio(seconds: Mapping[str, list[float]], of: str, to: str) -> float:
    """The median of the ratios within each round: what disturbs a round disturbs both."""
    return statistics.median(a / b for a, b in zip(seconds[of], seconds[to], strict=True))
