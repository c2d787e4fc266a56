"""The board on Spark finds what DuckDB finds, cell by cell, and tells what does not fit."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from bench import applicants
from engine.batch.columns_in import Chunk, ColumnFile, open_columns
from engine.batch.columns_in.fields import Fields
from engine.batch.columns_out import Tracks
from engine.batch.columns_out.catalogue import catalogue_of
from engine.batch.columns_out.chunk import Desk
from engine.batch.columns_out.pieces import Piece
from engine.compile import compile_program
from engine.executors.columnar.board import Board
from engine.executors.columnar.spark_board import SparkBoard
from engine.load.library import Library, load_library
from schemas.program import Program
from schemas.rule_set import Kind
from tests.batch_making import ON
from tests.drawing import thrown
from tests.engine_door import desk
from tests.test_columnar import heard
from tests.test_tabulate import chunk_of

APPLICANTS = 2000
WORLDS = (0, 1, 2)


@pytest.fixture(scope="module")
def shipped() -> Library:
    return load_library()


@pytest.fixture(scope="module")
def file(shipped: Library, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("申报") / "申报.parquet"
    applicants.write(shipped, APPLICANTS, 7, path)
    return path


def assessed(
    board: Callable[[], Board], programs: Sequence[Program], chunk: Chunk, file: ColumnFile, library: Library
) -> Piece:
    """What the programs come to over a chunk, on a board."""
    tracks = Tracks(programs, [library.rule_sets[one.rule_set] for one in programs], library, None, chosen=False)
    table = Desk(programs, tracks, library, chosen=False, board=board)
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


def test_shipped_rule_sets_on_thousands(spark: Any, shipped: Library, file: Path) -> None:
    programs = [
        compile_program(shipped, name, ON)
        for name, one in sorted(shipped.rule_sets.items())
        if one.kind is Kind.OFFICIAL
    ]
    opened = open_columns(file, shipped)
    (chunk,) = opened.chunks()
    assert compare(spark, programs, chunk, opened, shipped) > 10 * APPLICANTS


def test_drawn_worlds(spark: Any) -> None:
    """On worlds of the whole language, thrown by dice."""
    compared = 0
    with desk() as table:
        for seed in WORLDS:
            for program, cases in heard(table, thrown(seed, profiles=6)):
                library = table.library(thrown(seed, profiles=6).rule_sets)
                nobody = ColumnFile(Path("申报.parquet"), Fields(()), library)
                try:
                    compared += compare(spark, [program], chunk_of(cases), nobody, library)
                except (Exception, AssertionError) as error:
                    error.add_note(f"thrown({seed}, profiles=6), {program.rule_set}")
                    raise
    assert compared > 20 * len(WORLDS)
