"""The board on Spark finds what DuckDB finds, cell by cell, and tells what does not fit."""

# ruff: noqa: S608  # queries of our own

from decimal import Decimal
from fractions import Fraction
from itertools import islice
from typing import Any

import pyarrow as pa
import pytest

from engine.errors import Beyond
from engine.executors.columnar.board import Board
from engine.executors.columnar.exact import Number, decimals, gap_decimals
from engine.executors.columnar.spark_board import SparkBoard
from tests.drawing import thrown
from tests.engine_door import desk
from tests.test_columnar import heard
from tests.test_tabulate import kept_compared

SEED, PROGRAMS = 1, 3


def test_drawn_worlds(spark: Any) -> None:
    """On programs of the whole language, thrown by dice; those that are shipped are run from file to file."""
    compared, kinds = 0, set[str]()
    with desk() as table:
        for program, cases in islice(heard(table, thrown(SEED, profiles=6)), PROGRAMS):
            compared += kept_compared(program, cases, kinds, SparkBoard(spark))
    assert compared > 3 * PROGRAMS
    assert len(kinds) > 2


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
