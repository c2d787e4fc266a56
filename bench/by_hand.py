"""`python -m bench.by_hand IN.parquet VERDICTS.parquet REASONS.parquet`: the hand-written SQL, run in this process.

Reasons are those of the track that gives the verdict, without 优先项; `--every` tells those of all criteria, as a
whole result does.
"""

import argparse
from pathlib import Path

SQL = Path(__file__).with_name("innovation_center.sql")
RULE_SET = "jilin/innovation-center"
_DECISIVE = "(binding AND ours IS DISTINCT FROM false AND (place IS NULL OR place = giver))"
_EVERY = "true"


def statements(applicants: Path, verdicts: Path, reasons: Path, *, every: bool = False) -> str:
    """The SQL with its files and its scope filled in."""
    text = SQL.read_text(encoding="utf-8").replace("$scope", _EVERY if every else _DECISIVE)
    for name, path in (("$applicants", applicants), ("$verdicts", verdicts), ("$reasons", reasons)):
        quoted = str(path).replace("'", "''")
        text = text.replace(name, f"'{quoted}'")
    return text


def run(applicants: Path, verdicts: Path, reasons: Path, *, every: bool = False, threads: int = 2) -> None:
    """Write verdicts and reasons."""
    import duckdb

    with duckdb.connect(config={"threads": threads}) as connection:
        connection.execute(statements(applicants, verdicts, reasons, every=every))


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m bench.by_hand", description=__doc__)
    parser.add_argument("applicants", type=Path)
    parser.add_argument("verdicts", type=Path)
    parser.add_argument("reasons", type=Path)
    parser.add_argument("--every", action="store_true")
    asked = parser.parse_args()
    run(asked.applicants, asked.verdicts, asked.reasons, every=asked.every)


if __name__ == "__main__":
    main()
