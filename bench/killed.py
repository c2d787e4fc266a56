"""`python -m bench.killed [applicants] [kills]`: kill -9 at random moments of a batch, gone on with, then the same bytes."""

import hashlib
import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.measuring import ROOT

APPLICANTS, KILLS = 5_000, 10
SEED = 20260301
SCHEME = ("--scheme", "jilin/innovation-center", "--on", "2026-03-01")


def profiles(count: int) -> Iterator[dict[str, object]]:
    """Applicants of several sorts, the same every time; one in a hundred cannot be read."""
    chance = random.Random(SEED)  # noqa: S311  # no secret hangs on it
    for number in range(1, count + 1):
        drawn: dict[str, object] = {
            "单位名称": f"示例{number}公司",
            "单位类型": chance.choice([["企业"], ["高等院校"], ["科研院所"]]),
            "申报类型": chance.choice(["跨区域合作", "综合性", "专业性"]),
            "年销售收入": {"2025": f"{chance.randint(100, 9999)} 万元"},
            "职工总数": f"{chance.randint(5, 90)} 人" if number % 100 else "几个",
            "推荐单位": chance.choice(["长春市科技局", "吉林市科技局"]),
        }
        yield {name: value for name, value in drawn.items() if name == "单位名称" or chance.random() > 0.1}


def batch(source: Path, output: Path, *more: str) -> list[str]:
    """The command."""
    return [sys.executable, "-m", "zhunru", "batch", str(source), "-o", str(output), *SCHEME, *more]


def digest(path: Path) -> str:
    """What the bytes of a file come to."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def main(count: int = APPLICANTS, kills: int = KILLS) -> None:
    """Time a run that nobody disturbs; kill another at random moments of that time; compare."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / "申报.jsonl"
        with source.open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(one, ensure_ascii=False) + "\n" for one in profiles(count))
        environment = {**os.environ, "PYTHONUTF8": "1"}
        whole, output = folder / "全部.jsonl", folder / "结果.jsonl"
        started = time.monotonic()
        subprocess.run(batch(source, whole), cwd=ROOT, env=environment, check=True)
        took = time.monotonic() - started
        print(f"## {count} applicants, {kills} × kill -9\n\nundisturbed {took:.1f} s\n", flush=True)
        chance = random.Random(SEED)  # noqa: S311
        begun = time.monotonic()
        for number in range(1, kills + 1):
            running = subprocess.Popen(
                batch(source, output, "--resume", "--workers", str(1 + number % 2)), cwd=ROOT, env=environment
            )
            moment = chance.uniform(0, took * 2 / kills)
            time.sleep(moment)
            running.kill()
            ended = running.wait()
            parts = len(list(folder.glob(".结果.jsonl.part/parts/*.briefs")))
            print(f"kill {number} after {moment:.1f} s (exit {ended}): {parts} parts", flush=True)
        subprocess.run(batch(source, output, "--resume"), cwd=ROOT, env=environment, check=True)
        print(f"\nkilled and gone on with, {time.monotonic() - begun:.1f} s in all")
        if digest(whole) != digest(output):
            raise SystemExit("the bytes differ")
        print(f"the same bytes: {whole.stat().st_size} of them, sha256 {digest(output)}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
