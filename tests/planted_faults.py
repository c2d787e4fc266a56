"""Faults planted in the engine, one at a time: each must make a quick suite of tests fail.

`python tests/planted_faults.py` plants them all and prints which were killed, and by which test. Each is made in a
copy of the tree; tests/fault_list.py and fault_list_pipeline.py say what they are.
"""

import importlib.util
import os
import queue
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.fault_list import Fault

ROOT = Path(__file__).resolve().parent.parent
COPIED = ("engine", "schemas", "rules")
SUPPORT = ("making.py", "kleene.py", "rulebook.py", "compiling.py")
SUITE = (
    "test_leaves.py",
    "test_quantities.py",
    "test_derived_numbers.py",
    "test_beside.py",
    "test_tally.py",
    "test_circuit.py",
    "test_open_questions.py",
    "test_compile.py",
    "test_compile_language.py",
    "test_compile_derivations.py",
    "test_verdict.py",
    "test_bind.py",
)
"""The kill-suite, the quickest files first: it stops at the first failure."""

WORKERS = 2
LONGEST = 120
"""Seconds after which a run counts as killed: a fault may make the engine loop."""


@dataclass(frozen=True)
class Outcome:
    """What became of a fault: killed or not, by which test, in how many seconds."""

    fault: "Fault | None"
    killed: bool
    told: str
    seconds: float


class Misplaced(Exception):
    """A fault whose text does not stand exactly once in its file."""


def copy(target: Path) -> None:
    """The part of the tree that the suite needs, with a configuration that loads no plugins."""
    for room in COPIED:
        shutil.copytree(ROOT / room, target / room, ignore=shutil.ignore_patterns("__pycache__"))
    (target / "tests").mkdir()
    for name in (*SUPPORT, *SUITE):
        shutil.copy(ROOT / "tests" / name, target / "tests" / name)
    (target / "pytest.ini").write_text(
        "[pytest]\npythonpath = .\naddopts = --import-mode=importlib\n", encoding="utf-8"
    )


@contextmanager
def planted(tree: Path, fault: "Fault") -> Iterator[None]:
    """The tree with the fault in it. Raises Misplaced if its text does not stand exactly once."""
    path = tree / fault.file
    sound = path.read_text(encoding="utf-8")
    times = sound.count(fault.old)
    if times != 1:
        raise Misplaced(f"{fault.name}: the text stands {times} times in {fault.file}")
    # compiled files are told apart by second and size only
    compiled = Path(importlib.util.cache_from_source(str(path)))
    path.write_text(sound.replace(fault.old, fault.new), encoding="utf-8")
    compiled.unlink(missing_ok=True)
    try:
        yield
    finally:
        path.write_text(sound, encoding="utf-8")
        compiled.unlink(missing_ok=True)


def run_suite(tree: Path, fault: "Fault | None" = None) -> Outcome:
    """Run the suite in a tree; the first failing test is told."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("COV", "PYTEST", "PYTHON"))}
    suite = [f"tests/{name}" for name in SUITE]
    started = time.monotonic()
    try:
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "--no-header", "--tb=no", *suite],
            cwd=tree,
            env={**kept, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONUTF8": "1"},
            capture_output=True,
            text=True,
            timeout=LONGEST,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Outcome(fault, True, "no end", time.monotonic() - started)
    seconds = time.monotonic() - started
    failed = re.search(r"^(?:FAILED|ERROR) (\S+)", done.stdout, re.MULTILINE)
    told = failed[1].removeprefix("tests/") if failed else done.stdout.strip().splitlines()[-1]
    return Outcome(fault, done.returncode == 1, told, seconds)


def run_all(faults: Sequence["Fault"]) -> tuple[Outcome, list[Outcome]]:
    """The outcome on the sound tree, then those of the faults in order; each worker has a tree of its own."""
    with TemporaryDirectory() as folder:
        trees: queue.SimpleQueue[Path] = queue.SimpleQueue()
        for number in range(WORKERS):
            tree = Path(folder, str(number))
            tree.mkdir()
            copy(tree)
            trees.put(tree)

        def attempt(fault: "Fault | None") -> Outcome:
            tree = trees.get()
            try:
                if fault is None:
                    return run_suite(tree)
                with planted(tree, fault):
                    return run_suite(tree, fault)
            finally:
                trees.put(tree)

        with ThreadPoolExecutor(WORKERS) as pool:
            sound, *others = pool.map(attempt, (None, *faults))
    return sound, others


def main() -> int:
    """Print what became of every fault; 1 if one survived."""
    sys.path.insert(0, str(ROOT))  # the script may be run by its path
    from tests.fault_list_pipeline import FAULTS

    sound, outcomes = run_all(FAULTS)
    for outcome in (sound, *outcomes):
        name = outcome.fault.name if outcome.fault else "(the sound tree)"
        state = "killed" if outcome.killed else "passed"
        print(f"{state}  {outcome.seconds:5.1f} s  {name:<56}  {outcome.told}")  # noqa: T201 - the script's table
    survived = sum(not outcome.killed for outcome in outcomes)
    print(f"{len(outcomes)} faults, {survived} survived")  # noqa: T201
    return int(sound.killed or survived > 0)


if __name__ == "__main__":
    sys.exit(main())
