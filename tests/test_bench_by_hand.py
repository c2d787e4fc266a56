"""The hand-written SQL that the bench measures against says, row for row, what the inference executor says."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pyarrow.parquet as pq

from bench import applicants
from bench.by_hand import RULE_SET, run
from engine.batch import Order, run_batch
from engine.batch.destination import parts
from engine.load.library import SHIPPED, load_library
from tests.batch_making import unwatched

NUMBER = 600


def rows(path: Path) -> list[tuple[str, ...]]:
    def plain(cell: object) -> str:
        return f"{cell.normalize():f}" if isinstance(cell, Decimal) else str(cell)

    return sorted(tuple(plain(cell) for cell in row.values()) for row in pq.read_table(path).to_pylist())


def test_the_same_rows(tmp_path: Path) -> None:
    library, stated = load_library(), tmp_path / "申报.parquet"
    applicants.write(library, NUMBER, 11, stated)
    by_hand, ours = tmp_path / "手写.parquet", tmp_path / "结果.parquet"
    run(stated, by_hand)
    order = Order(
        (str(stated),), ours, (SHIPPED,), date(2026, 3, 1), schemes=(RULE_SET,), executor="inference", engine_asked=True
    )
    run_batch(order, library, unwatched)
    found, told = rows(by_hand), rows(parts(by_hand)[0])
    assert found == rows(ours)
    assert told == rows(parts(ours)[0])
    assert len({row[8] for row in found}) == 4
    assert len(told) > 10 * NUMBER
