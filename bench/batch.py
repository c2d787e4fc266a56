"""`python -m bench.batch`: a batch against the largest shipped rule set, with reasons, four ways; ratios within one run.

Ours from Parquet to Parquet, hand-written DuckDB SQL on the same file, zen-engine's graph on two processes, and the
inference executor on two processes on a smaller sample. Each in a process of its own.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from bench import applicants
from bench.by_hand import RULE_SET
from bench.measuring import ROOT
from engine.batch.destination import parts
from engine.load.library import load_library

SIZES = (10_000, 100_000, 1_000_000)
MOST_FOR_ZEN = 1_000_000
"""More would take zen-engine the better part of an hour."""
SAMPLE = 3_000
"""Applicants for the inference executor, and those on which answers are compared."""
ON = "2026-03-01"
ROUNDS = 3
OURS, BY_HAND, ZEN, INFERENCE = "zhunru, columnar", "DuckDB SQL by hand", "zen-engine graph", "zhunru, inference"


class Cost(NamedTuple):
    """What one run took: seconds by the clock and of processors, and the most memory of all its processes, in MB."""

    clock: float
    processors: float
    memory: float


def ours(applicants_file: Path, output: Path) -> list[str]:
    """The command that a reviewer types; from Parquet to Parquet it goes by columns."""
    return _zhunru(applicants_file, output)


def by_hand(applicants_file: Path, output: Path) -> list[str]:
    """The SQL, which writes the same rows."""
    return [sys.executable, "-m", "bench.by_hand", str(applicants_file), str(output)]


def zen_graph(applicants_file: Path, output: Path) -> list[str]:
    """zen-engine, on two processes."""
    return [sys.executable, "-m", "bench.zen_batch", str(applicants_file), str(output)]


def inference(applicants_file: Path, output: Path) -> list[str]:
    """The inference executor, on two processes; it reads the applicants as lines of JSON."""
    return _zhunru(applicants_file, output, "--workers", "2")


def _zhunru(applicants_file: Path, output: Path, *more: str) -> list[str]:
    options = ("--scheme", RULE_SET, "--on", ON, *more)
    return [sys.executable, "-m", "zhunru", "batch", str(applicants_file), "-o", str(output), *options]


Command = Callable[[Path, Path], list[str]]
ROUTES: dict[str, tuple[Command, str, str]] = {
    OURS: (ours, ".parquet", ".parquet"),
    BY_HAND: (by_hand, ".parquet", ".parquet"),
    ZEN: (zen_graph, ".parquet", ".jsonl"),
    INFERENCE: (inference, ".jsonl", ".jsonl"),
}
"""The command, and the ends of the names of what it reads and writes."""


# --- measuring ------------------------------------------------------------------------------------------------------


def measured(command: Sequence[str]) -> Cost:
    """Run a command to its end. Stops the bench if it fails."""
    started = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, env=_environment(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    watch = _Memory(process.pid)
    watch.start()
    told = b"" if process.stderr is None else process.stderr.read()
    _, code, used = os.wait4(process.pid, 0)
    clock = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(code)
    watch.stop()
    if process.returncode:
        raise SystemExit(f"{' '.join(command)}\n{told.decode()}")
    # not ru_maxrss: it counts what this process had when it started the other
    return Cost(clock, used.ru_utime + used.ru_stime, watch.most)


class _Memory(threading.Thread):
    """Looks at a process and its descendants now and then; `most` is the sum of the most that each had, in MB."""

    def __init__(self, root: int) -> None:
        super().__init__(daemon=True)
        self.most = 0.0
        self._root = root
        self._done = threading.Event()

    def run(self) -> None:
        """Look until told to stop."""
        while not self._done.wait(0.02):
            self.most = max(self.most, sum(map(_high_water, _family(self._root))))

    def stop(self) -> None:
        """End the watch."""
        self._done.set()
        self.join()


def _family(root: int) -> list[int]:
    found = [root]
    for parent in found:
        try:
            listed = Path(f"/proc/{parent}/task/{parent}/children").read_text(encoding="ascii")
        except OSError:
            continue
        found += [int(child) for child in listed.split()]
    return found


def _high_water(process: int) -> float:
    try:
        lines = Path(f"/proc/{process}/status").read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM:")), 0.0)


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT)}


# --- what is compared -----------------------------------------------------------------------------------------------


class Desk:
    """A folder with the applicants, and what each route made of them."""

    def __init__(self, folder: Path, seed: int) -> None:
        self._folder, self._seed = folder, seed
        self._library = load_library()

    def applicants(self, number: int, end: str) -> Path:
        """So many applicants in a file of that kind, made once."""
        path = self._folder / f"applicants-{number}{end}"
        if not path.exists():
            applicants.write(self._library, number, self._seed, path)
        return path

    def output(self, route: str) -> Path:
        """Where a route writes."""
        return self._folder / f"{list(ROUTES).index(route)}{ROUTES[route][2]}"

    def run(self, route: str, number: int) -> Cost:
        """One run of a route."""
        command, end, _ = ROUTES[route]
        source = self.applicants(number, end)
        self.output(route).unlink(missing_ok=True)
        return measured(command(source, self.output(route)))

    def compare(self) -> None:
        """Stop unless ours and the SQL write the same rows, and zen-engine comes to the statuses of the inference executor."""
        for route in ROUTES:
            self.run(route, SAMPLE)
        for at, part in enumerate(("verdicts", "reasons")):
            mine, other = (self._rows(route, at) for route in (OURS, BY_HAND))
            if mine != other:
                raise SystemExit(f"{BY_HAND} differs from {OURS} in its {part}")
        pairs = zip(self._zen(), self._inference(), strict=True)
        differing = [place for place, (one, other) in enumerate(pairs, 1) if one != other]
        if differing:
            raise SystemExit(f"{ZEN} differs from the inference executor, first on applicant {differing[0]}")

    def _rows(self, route: str, part: int) -> list[tuple[object, ...]]:
        import duckdb

        path = [self.output(route), parts(self.output(route))[0]][part]
        return duckdb.read_parquet(str(path)).order("ALL").fetchall()

    def _zen(self) -> list[dict[str, str]]:
        return [json.loads(line) for line in self.output(ZEN).read_text(encoding="utf-8").splitlines()]

    def _inference(self) -> list[dict[str, str]]:
        found = []
        with self.output(INFERENCE).open(encoding="utf-8") as file:
            for line in file:
                (one,) = json.loads(line)["result"]["assessments"]
                statuses = {criterion["id"]: criterion["status"] for criterion in one["criteria"]}
                found.append({"verdict": one["verdict"], "track": one["track"], **statuses})
        return found

    def counted(self) -> int:
        """How many reasons were told last."""
        import duckdb

        reasons = duckdb.read_parquet(str(parts(self.output(OURS))[0]))
        (count,) = reasons.count("*").fetchone() or (0,)
        return int(count)


def main() -> None:
    """The command: compare answers, then measure, and print a table a size."""
    parser = argparse.ArgumentParser(prog="python -m bench.batch", description=__doc__)
    parser.add_argument("sizes", type=int, nargs="*", default=SIZES, help="how many applicants (10⁴ 10⁵ 10⁶)")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--seed", type=int, default=applicants.SEED)
    asked = parser.parse_args()
    with TemporaryDirectory(prefix="zhunru-bench-") as name:
        desk = Desk(Path(name), asked.seed)
        desk.compare()
        print(f"## A batch against {RULE_SET} ({asked.rounds} rounds, the medians)\n")
        print(f"The routes agree on {SAMPLE} applicants: ours and the SQL row for row, the others in every status.\n")
        print(
            "| applicants | route | clock | processors | a row, clock | most memory | clock to SQL's | processors to SQL's |"
        )
        print("|---|---|---|---|---|---|---|---|")
        for place, number in enumerate(asked.sizes):
            slow = {} if place else {INFERENCE: min(SAMPLE, number)}
            routes = (BY_HAND, OURS, ZEN) if number <= MOST_FOR_ZEN else (BY_HAND, OURS)
            _table(desk, number, dict.fromkeys(routes, number) | slow, asked.rounds)
        print("\nRatios are of times a row; the inference executor's sample is smaller, so its start weighs more.\n")


def _table(desk: Desk, number: int, sizes: dict[str, int], rounds: int) -> None:
    costs: dict[str, list[Cost]] = {route: [] for route in sizes}
    for _ in range(rounds):
        for route, size in sizes.items():
            costs[route].append(desk.run(route, size))
    for route, size in sizes.items():
        clock, processors, memory = (statistics.median(part) for part in zip(*costs[route], strict=True))
        to_clock, to_processors = (
            statistics.median(
                one[part] / size / (bar[part] / number) for one, bar in zip(costs[route], costs[BY_HAND], strict=True)
            )
            for part in (0, 1)
        )
        print(
            f"| {size:,} | {route} | {clock:.2f} s | {processors:.2f} s | {clock / size * 1e6:.1f} µs | {memory:.0f} MB "
            f"| {to_clock:.1f} | {to_processors:.1f} |",
            flush=True,
        )
    print(f"| | they told {desk.counted():,} reasons | | | | | | |", flush=True)


if __name__ == "__main__":
    main()
