"""`python -m bench.killed [N] [KILLS] [--kind .parquet]`: kill -9 at random moments of a batch, gone on with, the same bytes.

Each run is killed at a moment drawn from the time that an undisturbed one takes, and the next goes on with what it left;
one that ends before its moment is compared, and the next begins anew. `.parquet` goes by columns, `.jsonl` case by case.
"""

import argparse
import hashlib
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import applicants
from bench.by_hand import RULE_SET
from bench.measuring import ROOT
from engine.batch.destination import folder_beside, parts
from engine.load.library import load_library

APPLICANTS, KILLS = 1_000_000, 10
SEED = 20260301
SCHEME = ("--scheme", RULE_SET, "--on", "2026-03-01")


class Victim:
    """A batch that is run again and again, and the digest of what an undisturbed run of it writes."""

    def __init__(self, folder: Path, count: int, kind: str) -> None:
        self._source, self.output = folder / f"申报{kind}", folder / f"结果{kind}"
        applicants.write(load_library(), count, SEED, self._source)
        started = time.monotonic()
        self.start().wait()
        self.seconds = time.monotonic() - started
        self.whole = self.digest()

    def start(self, *more: str) -> "subprocess.Popen[bytes]":
        """Run it."""
        command = [sys.executable, "-m", "zhunru", "batch", str(self._source), "-o", str(self.output), *SCHEME, *more]
        return subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, "PYTHONUTF8": "1"}, stderr=subprocess.DEVNULL, start_new_session=True
        )

    def digest(self) -> str:
        """What the bytes of its files come to; the files go."""
        found = hashlib.sha256()
        for path in (self.output, *parts(self.output)):
            with path.open("rb") as file:
                found.update(hashlib.file_digest(file, "sha256").digest())
            path.unlink()
        return found.hexdigest()

    def unfinished(self) -> int:
        """How many files of finished parts the last run left."""
        return sum(path.is_file() for path in folder_beside(self.output).rglob("*"))

    def compare(self) -> None:
        """Stop unless it wrote what an undisturbed run writes."""
        if self.digest() != self.whole:
            raise SystemExit("the bytes differ")


def main() -> None:
    """Time a run that nobody disturbs; kill others at random moments of that time; compare."""
    parser = argparse.ArgumentParser(prog="python -m bench.killed", description=__doc__)
    parser.add_argument("applicants", type=int, nargs="?", default=APPLICANTS)
    parser.add_argument("kills", type=int, nargs="?", default=KILLS)
    parser.add_argument("--kind", default=".parquet", choices=(".parquet", ".jsonl"))
    asked = parser.parse_args()
    chance = random.Random(SEED)  # noqa: S311  # no secret hangs on it
    with TemporaryDirectory() as name:
        victim = Victim(Path(name), asked.applicants, asked.kind)
        print(f"## {asked.applicants} applicants ({asked.kind}), {asked.kills} × kill -9\n")
        print(f"undisturbed {victim.seconds:.1f} s, sha256 {victim.whole}\n", flush=True)
        killed = 0
        while killed < asked.kills:
            running, moment = victim.start("--resume"), chance.uniform(0, victim.seconds)
            try:
                running.wait(moment)
                print(f"ended before {moment:.1f} s: the same bytes", flush=True)
                victim.compare()
            except subprocess.TimeoutExpired:
                os.killpg(running.pid, signal.SIGKILL)
                killed += 1
                ended = running.wait()
                print(
                    f"kill {killed} after {moment:.1f} s (exit {ended}), leaving {victim.unfinished()} files",
                    flush=True,
                )
        if victim.start("--resume").wait():
            raise SystemExit("what was left could not be gone on with")
        victim.compare()
        print("\ngone on with to the end: the same bytes")


if __name__ == "__main__":
    main()
