"""`python -m bench.by_hand IN.parquet OUT.parquet`: the hand-written SQL, run in this process.

It writes the verdicts and the reasons that `zhunru batch IN.parquet -o OUT.parquet --scheme jilin/innovation-center` writes,
row for row, for applicants whose data are sound; the names of regions are looked up beforehand, each once.
"""

import argparse
import csv
from pathlib import Path
from tempfile import NamedTemporaryFile

from engine.batch.destination import parts
from engine.load.library import load_library

SQL = Path(__file__).with_name("innovation_center.sql")
RULE_SET = "jilin/innovation-center"


def run(applicants: Path, output: Path, *, threads: int = 2) -> None:
    """Write verdicts and reasons."""
    import duckdb

    with (
        duckdb.connect(config={"threads": threads}) as connection,
        NamedTemporaryFile("w", suffix=".csv", encoding="utf-8", newline="") as file,
    ):
        codes = connection.read_parquet(str(applicants)).project('"注册地"').distinct().fetchall()
        tables = load_library().tables
        rows = csv.writer(file)
        rows.writerow(("code", "text"))
        rows.writerows((code, tables.regions.text(code)) for (code,) in codes if code is not None)
        file.flush()
        connection.execute(_statements(applicants, output, parts(output)[0], Path(file.name)))


def _statements(applicants: Path, verdicts: Path, reasons: Path, regions: Path) -> str:
    """The SQL with its files filled in."""
    text = SQL.read_text(encoding="utf-8")
    files = {"$applicants": applicants, "$place": applicants, "$verdicts": verdicts, "$reasons": reasons}
    for name, path in {**files, "$regions": regions}.items():
        quoted = str(path).replace("'", "''")
        text = text.replace(name, f"'{quoted}'")
    return text


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m bench.by_hand", description=__doc__)
    parser.add_argument("applicants", type=Path)
    parser.add_argument("output", type=Path)
    asked = parser.parse_args()
    run(asked.applicants, asked.output)


if __name__ == "__main__":
    main()
