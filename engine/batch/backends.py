"""What works columns out: the database within this process, or Spark; and what Spark is not asked for."""

from collections.abc import Mapping
from pathlib import Path

from engine.batch.finding import COLUMNS
from engine.errors import InputError
from schemas.diagnostic import Place

DUCKDB, SPARK = "duckdb", "spark"
BACKENDS = (DUCKDB, SPARK)


def refuse_beside_spark(output: Path, asked: Mapping[str, bool]) -> None:
    """Refuse what only one machine does: other outputs, and those options of which it is said that they are `asked` for."""
    if output.suffix.lower() != COLUMNS:
        raise InputError.one(
            "E6094",
            "--backend spark 只写 Parquet",
            place=Place(file=str(output)),
            remedy="输出写成 .parquet，或去掉 --backend spark",
        )
    if beside := [name for name, is_asked in asked.items() if is_asked]:
        raise InputError.one(
            "E6094", f"--backend spark 不能与 {'、'.join(beside)} 同用", remedy="去掉其中一个，见 docs/scale.md"
        )
