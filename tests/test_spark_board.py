"""The board on Spark finds what DuckDB finds, cell by cell, and tells what does not fit."""

# ruff: noqa: S608  # queries of our own

from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from engine.batch.columns_in import Chunk, ColumnFile
from engine.batch.columns_in.fields import Fields
from engine.batch.columns_out import Tracks
from engine.batch.columns_out.catalogue import catalogue_of
from engine.batch.columns_out.chunk import Desk
from engine.batch.columns_out.pieces import Piece
from engine.errors import Beyond
from engine.executors.columnar.board import Board
from engine.executors.columnar.exact import Number, decimals, gap_decimals
from engine.executors.columnar.spark_board import SparkBoard
from engine.load.library import Library
from schemas.program import Program
from tests.drawing import thrown
from tests.engine_door import desk
from tests.test_columnar import heard
from tests.test_tabulate import chunk_of

SEED, PROGRAMS = 2, 3


def assessed(
    board: Callable[[], Board], programs: Sequence[Program], chunk: Chunk, file: ColumnFile, library: Library
) -> Piece:
    """What the programs come to over a chunk, on a board."""
    tracks = Tracks(programs, [library.rule_sets[one.rule_set] for one in programs], library, None, chosen=False)
    table = Desk(programs, tracks, library, board=board)
    try:
        return table.piece(chunk, file, 1)
    finally:
        table.close()


def cells(tables: Sequence[Any]) -> list[tuple[str, ...]]:
    return sorted(tuple(map(str, row.items())) for table in tables for row in table.to_pylist())


def compare(spark: Any, *given: Any) -> int:
    """How many rows were the same."""
    ours, theirs = assessed(Board, *given), assessed(lambda: SparkBoard(spark), *given)
    assert cells([ours.verdicts]) == cells([theirs.verdicts])
    assert [catalogue_of(one) for one in ours.reasons] == [catalogue_of(one) for one in theirs.reasons]
    assert cells(ours.reasons) == cells(theirs.reasons)
    return sum(map(len, ours.reasons))


def test_drawn_worlds(spark: Any) -> None:
    """On programs of the whole language, thrown by dice; those that are shipped are run from file to file."""
    compared = 0
    with desk() as table:
        library = table.library(thrown(SEED, profiles=6).rule_sets)
        nobody = ColumnFile(Path("申报.parquet"), Fields(()), library)
        for program, cases in islice(heard(table, thrown(SEED, profiles=6)), PROGRAMS):
            compared += compare(spark, [program], chunk_of(cases), nobody, library)
    assert compared > 3 * PROGRAMS


def test_texts_are_quoted(spark: Any) -> None:
    board = SparkBoard(spark)
    for text in ("a'b", "a\\b", "\\'", "\\\\n", "准入\n"):
        assert board.fetch(f"SELECT {board.text(text)} AS t")["t"].to_pylist() == [text]


def test_decimals_as_on_one_machine(spark: Any) -> None:
    """Rounded half away from zero, in as many places; what does not fit is told."""
    numbers = [Decimal(one) for one in (0, 1, -1, 2, -7, 3 * 10**9, -(10**14) - 1, 123456789012345)]
    table = pa.table(
        {"n": pa.array(numbers, pa.decimal128(38, 0)), "d": pa.array([7, 3, 9, 6, 2, 8, 7, 11], pa.int64())}
    )
    found = []
    for board in (Board(), SparkBoard(spark)):
        board.put("numbers", table)
        n, d = board.quoted("n"), board.quoted("d")
        asked = [decimals(Number(n, below, worth), board) for below in (1, 7, d) for worth in (None, Fraction(100))]
        asked += [gap_decimals(Number(n, below, worth), board, divided=divided)
                  for below in (1, 7, d) for worth in (None, Fraction(3)) for divided in (True, False)]  # fmt: skip
        columns = ", ".join(f"{one} AS c{at}" for at, one in enumerate(asked))
        found.append(board.fetch(f"SELECT {columns} FROM numbers").to_pylist())
        board.put("numbers", pa.table({"n": pa.array([Decimal(10**37)], pa.decimal128(38, 0)), "d": [1]}))
        with pytest.raises(Beyond):
            board.fetch(f"SELECT {asked[0]} AS c FROM numbers")
        board.close()
    assert found[0] == found[1]


def test_what_is_put_in_the_place_of_other_records(spark: Any) -> None:
    """A program that is ready once is run on further records; what went wrong otherwise is nobody's number."""
    from pyspark.errors import PySparkException

    board = SparkBoard(spark)
    one, other = pa.table({"@key": [1]}), pa.table({"@key": [2]})
    columns = board.place(one)
    kept = board.keep(f"SELECT {board.quoted('@key')} + 1 AS n FROM {board.quoted(columns.name)}")
    assert board.fetch(f"SELECT n FROM {board.quoted(kept)}")["n"].to_pylist() == [2]
    board.replace([(one, other)])
    assert board.fetch(f"SELECT n FROM {board.quoted(kept)}")["n"].to_pylist() == [3]
    board.close()
    with pytest.raises(PySparkException):
        board.fetch("SELECT nothing FROM nowhere")
