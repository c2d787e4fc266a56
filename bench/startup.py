"""`zhunru check` as a whole process, against a process that only imports the libraries it stands on."""

import os
import subprocess
import sys
from tempfile import TemporaryDirectory

from bench.measuring import ROOT, Work, in_turns, medians, ratio

EXAMPLE = ROOT / "examples" / "cross-regional-enterprise.yaml"
ROUNDS = 15
CHECK, IMPORTS, NOTHING = "zhunru check", "import typer, pydantic, yaml", "python -c pass"


def process(compiled: str, *arguments: str) -> Work:
    """Run Python with these arguments and throw away what it prints.

    Every module is compiled once, in the round that is not counted, as it is in an installed copy: where Python is told
    to write no byte code, the libraries had theirs from their installation, and ours alone would be compiled every time.
    """
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": compiled}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)

    def run() -> None:
        done = subprocess.run([sys.executable, *arguments], env=environment, capture_output=True, check=False)
        if done.returncode not in (0, 1, 3):
            raise SystemExit(done.stderr.decode())

    return run


def main(rounds: int = ROUNDS) -> None:
    """Print the times and the ratio."""
    with TemporaryDirectory() as compiled:
        seconds = in_turns(
            {
                CHECK: process(compiled, "-m", "zhunru", "check", str(EXAMPLE), "--on", "2026-03-01"),
                IMPORTS: process(compiled, "-c", "import typer, pydantic, yaml"),
                NOTHING: process(compiled, "-c", "pass"),
            },
            rounds,
        )
    print(f"## Start of a whole process ({rounds} rounds)\n")
    print("| process | median |\n|---|---|")
    for name, time in medians(seconds).items():
        print(f"| `{name}` | {time * 1000:.0f} ms |")
    print(f"\n`{CHECK}` takes {ratio(seconds, CHECK, IMPORTS):.2f} × `{IMPORTS}` (aim: at most 2.0).\n")


if __name__ == "__main__":
    main()
