"""Many cases in one process: resident memory must stay flat, for the engine keeps nothing of a case."""

import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from bench.measuring import ROOT
from engine.compile import compile_program
from engine.executors.inference import run
from engine.load.library import load_library
from engine.load.profile import load_case
from engine.verdict import decide
from schemas.case import Case, Yearly

CASES = 100_000
SAMPLES = 10
ON = date(2026, 3, 1)
EXAMPLES = ("cross-regional-enterprise", "university", "pilot-enterprise", "base-with-four-backbones")
RULE_SETS = ("jilin/innovation-center", "jilin/pilot-center", "jilin/characteristic-base")
"""Assessed in turn: the engine's gates are exchanged, and for a base's members many times within a case."""


def resident() -> float:
    """Resident memory of this process in MB."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise SystemExit("this measures on Linux only: /proc/self/status says nothing of VmRSS")


def varied(cases: list[Case], count: int) -> Iterator[Case]:
    """So many cases, no two neighbours alike: the examples in turn, their facts blanked in turn."""
    for number in range(count):
        case = cases[number % len(cases)]
        names = sorted(case.facts)
        blank = names[number // len(cases) % len(names)]
        facts = {name: value for name, value in case.facts.items() if name != blank or isinstance(value, Yearly)}
        yield case.model_copy(update={"facts": facts})


def main(count: int = CASES) -> None:
    """Decide them all against three rule sets in turn; print memory on the way, and how much it grew."""
    library = load_library()
    cases = [load_case(ROOT / "examples" / f"{name}.yaml", library) for name in EXAMPLES]
    programs = [compile_program(library, name, ON) for name in RULE_SETS]
    print(f"## Memory over {count} cases\n\n| cases | resident |\n|---|---|")
    started = time.perf_counter()
    block = count // SAMPLES
    sizes = []
    for sample in range(SAMPLES):
        for program in programs:
            for findings in run(program, varied(cases, block // len(programs))):
                decide(program, findings)
        sizes.append(resident())
        print(f"| {(sample + 1) * block} | {sizes[-1]:.1f} MB |", flush=True)
    growth = sizes[-1] - sizes[0]
    print(f"\nFrom the first tenth to the last it grew by {growth:.1f} MB; {time.perf_counter() - started:.0f} s.\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else CASES)
