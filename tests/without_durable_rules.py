"""A machine without durable-rules: command lines run one after the other where nobody can import it.

Run as a program: command lines come in as JSON on standard input, exit codes and both streams go out.
"""

import json
import subprocess
import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent


class Told(NamedTuple):
    """What a command came to."""

    exit_code: int
    stdout: str
    stderr: str


def run_without(commands: Sequence[Sequence[str]]) -> list[Told]:
    """Run command lines at the root of the repository, in a process of their own."""
    done = subprocess.run(
        [sys.executable, "-c", "from tests.without_durable_rules import main; main()"],
        cwd=ROOT,
        input=json.dumps(commands),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=900,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [Told(*one) for one in json.loads(done.stdout)]


class Blocker:
    """Says of durable-rules what Python says of what is not installed."""

    def find_spec(self, name: str, *_: object) -> ModuleSpec | None:
        """Refuse durable-rules, know nothing of the rest."""
        if name.partition(".")[0] in ("durable", "durable_rules_engine"):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return None


def stand_in() -> ModuleType:
    """Something in the columnar executor's place that needs no library: inference, gate after gate."""
    from engine.executors import inference
    from engine.executors.inference.circuit import in_turn
    from engine.executors.inference.scope import Scope

    module = ModuleType("engine.executors.columnar")
    decider = inference._Executor(in_turn)
    module.run = lambda program, cases, *, trace=False: (  # type: ignore[attr-defined]
        decider.findings(program, Scope.of_case(case, program), trace=trace) for case in cases
    )
    return module


def main() -> None:
    """Read command lines, run them, write what came of them."""
    sys.meta_path.insert(0, Blocker())
    from engine import executors

    if not executors.installed("columnar"):
        executors._NEEDS["columnar"] = ()
        sys.modules["engine.executors.columnar"] = stand_in()
    from tests.command_line import run

    results = [run(*words) for words in json.load(sys.stdin)]
    sys.stdout.write(json.dumps([(one.exit_code, one.stdout, one.stderr) for one in results]))
