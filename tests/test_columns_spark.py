"""Parquet directories on Spark: every cell as on one machine, whatever the files; refused beforehand where it cannot be."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from bench import applicants
from engine.batch import Order, run_batch
from engine.batch.judgements import read_decisions
from engine.batch.run import Done
from engine.errors import ExecutorUnavailable, InputError
from engine.load.library import SHIPPED, Library, load_library
from tests.batch_making import ON, unwatched
from tests.test_columns_out import TABLES, plain

APPLICANTS, FILES, GROUP = 3000, 3, 400
SCHEME = "jilin/innovation-center"


@pytest.fixture(scope="module")
def shipped() -> Library:
    return load_library()


@pytest.fixture(scope="module")
def folder(shipped: Library, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory of files in groups of rows, with cells that cannot be used, blank rows, duplicates across files."""
    folder = tmp_path_factory.mktemp("申报")
    whole = folder.parent / "申报.parquet"
    applicants.write(shipped, APPLICANTS, 7, whole)
    read = pq.read_table(whole)
    table = read.to_pydict()
    for column in table.values():
        column[17] = column[1090] = None
        column[2600:] = [None] * 400
    table["统一社会信用代码"][5] = table["统一社会信用代码"][2006]
    table["统一社会信用代码"][8] = "91220101MA0Y12340X"
    table["申报类型"][11], table["申报类型"][1012] = "综合", "厅地共建"
    table["发明专利数"][20], table["年销售收入（2025，万元）"][2021] = -3, Decimal("-0.5")
    table["注册地"][22] = "不存在的地方"
    table["不认识的列"] = [None if row in (17, 1090) or row >= 2600 else "甲" for row in range(APPLICANTS)]
    made, each = pa.table(table), APPLICANTS // FILES
    (folder / "_SUCCESS").touch()
    for at in range(FILES):
        pq.write_table(made.slice(at * each, each), folder / f"part-{at}.parquet", row_group_size=GROUP)
    return folder


def review(inputs: tuple[str, ...], output: Path, library: Library, **more: Any) -> Done:
    return run_batch(Order(inputs, output, (SHIPPED,), ON, **more), library, unwatched)


def rows(folder: Path) -> list[list[tuple[str, ...]]]:
    """The three tables, be they files or directories, in one order."""
    tables = [pq.read_table(folder / f"结果{name}.parquet").to_pylist() for name in TABLES]
    return [sorted(tuple(f"{key} {plain(cell)}" for key, cell in row.items()) for row in table) for table in tables]


@pytest.mark.parametrize("more", [{}, {"schemes": (SCHEME,), "track": "综合性"}], ids=["every scheme", "a track"])
def test_on_spark_as_on_one_machine(
    spark: Any, folder: Path, shipped: Library, tmp_path: Path, more: dict[str, Any]
) -> None:
    one, many = tmp_path / "一", tmp_path / "多"
    one.mkdir()
    many.mkdir()
    files = tuple(str(path) for path in sorted(folder.glob("*.parquet")))
    expected = review(files, one / "结果.parquet", shipped, **more)
    found = review((str(folder),), many / "结果.parquet", shipped, backend="spark", **more)
    for ours, theirs in zip(rows(many), rows(one), strict=True):
        assert ours == theirs
    assert found.statistics == expected.statistics
    assert found.report.duplicates == expected.report.duplicates
    assert len(found.report.duplicates) == 1
    assert found.report.problems == expected.report.problems
    assert found.report.run.input_sha256 == expected.report.run.input_sha256
    assert found.report.run.applicants == expected.report.run.applicants == 2598
    assert [path.name for path in many.iterdir()] == [path.name for path in many.iterdir() if path.is_dir()]
