"""Tables by columns say what rows say that are made case by case from what inference found, cell by cell."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
from hypothesis import settings

from engine.batch.columns_in import Chunk, ColumnFile
from engine.batch.columns_in.faults import Faults
from engine.batch.columns_in.fields import Fields
from engine.batch.columns_in.source import ROW
from engine.batch.columns_in.table import KEY, Records
from engine.batch.columns_out.asking import Tracks
from engine.batch.columns_out.assembly import Verdicts
from engine.batch.columns_out.catalogue import Words
from engine.batch.columns_out.chunk import Desk
from engine.batch.columns_out.pieces import Piece
from engine.batch.parquet_out import reason_cells, verdict_cells
from engine.batch.parquet_tables import schema_of
from engine.batch.sayings import Sayings
from engine.errors import Beyond
from engine.executors.columnar.cells import Sheet, sheet_of
from engine.executors.inference import run as inference
from engine.explain import explain
from engine.load.library import Library
from engine.verdict import decide
from schemas.assessment import CaseStamp, EngineStamp, Result
from schemas.batch import ApplicantStamp, BatchRow
from schemas.batch_tables import REASONS
from schemas.case import Case, Members
from schemas.program import Program
from tests.drawing import thrown
from tests.engine_door import desk
from tests.test_columnar import SEEDS, heard

FILE = Path("申报.parquet")
Rows = list[tuple[Any, ...]]


def records_of(sheet: Sheet) -> Records:
    """Cases in columns, as a file's reader hands them over."""
    lists: dict[str, Records] = {}
    for record in sheet.records:
        for fact, value in record.items():
            if isinstance(value, Members) and fact not in lists and (within := sheet.within(fact, fact)) is not None:
                lists[fact] = records_of(within)
    return Records(sheet.data, sheet.grains, lists)


def chunk_of(cases: Sequence[Case], track: str | None = None) -> Chunk:
    sheet, count = sheet_of(cases), len(cases)
    who = {
        KEY: pa.arange(0, count),
        ROW: pa.arange(1, count + 1),
        "name": pa.array([f"第{number}" for number in range(1, count + 1)]),
        **{name: pa.nulls(count, pa.string()) for name in ("uscc", "recommender")},
        "track": pa.array([track] * count, pa.string()),
    }
    faults = Faults(pa.arange(0, count)).table().append_column(ROW, pa.array([], pa.int64()))
    return Chunk(records_of(sheet), pa.table(who), faults)


def by_columns(
    program: Program, cases: Sequence[Case], library: Library, track: str | None = None
) -> tuple[Rows, Rows]:
    """The verdicts and the reasons, as rows. Raises Beyond."""
    tracks = Tracks([program], [library.rule_sets[program.rule_set]], library, None, chosen=True)
    table = Desk([program], tracks, library, chosen=True)
    try:
        piece: Piece = table.piece(chunk_of(cases, track), ColumnFile(FILE, Fields(()), library), 1)
    finally:
        table.close()
    words, verdicts = Words(program, library), Verdicts([program])
    reasons = [words.rows(one, schema_of(REASONS)) for one in piece.reasons]
    return rows([verdicts.rows(piece.verdicts)]), rows(reasons)


def case_by_case(
    program: Program, cases: Sequence[Case], library: Library, track: str | None = None
) -> tuple[Rows, Rows]:
    """The same from what inference finds, in words, row by row."""
    sayings, verdicts, reasons = Sayings([program], library), [], []
    for number, (case, found) in enumerate(zip(cases, inference(program, cases), strict=True), 1):
        assessment = explain(program, decide(program, found, track), library, case=case)
        result = Result(
            engine=EngineStamp(version="", executor=""),
            case=CaseStamp(name=None, sha256=""),
            assessed_on=date(2026, 3, 1),
            assessments=(assessment,),
        )
        who = ApplicantStamp(number=number, place=f"{FILE}:{number}", id=f"第{number}", name=f"第{number}")
        row = BatchRow(applicant=who, result=result)
        verdicts += [tuple(cells) for cells in verdict_cells(row)]
        reasons += [tuple(cells) for cells in reason_cells(row, sayings)]
    return verdicts, reasons


def rows(tables: Sequence[Any]) -> Rows:
    return [tuple(row.values()) for table in tables for row in table.to_pylist()]


def in_order(found: Rows) -> Rows:
    def plain(cell: Any) -> str:
        return "" if cell is None else f"{cell.normalize():f}" if isinstance(cell, Decimal) else str(cell)

    return sorted(found, key=lambda row: [plain(cell) for cell in row])


def compare(program: Program, cases: Sequence[Case], library: Library) -> int:
    """How many rows were compared, over every track that can be applied for, and none."""
    compared = 0
    for track in (None, *(track.id for track in program.tracks if track.id is not None)):
        actual, expected = by_columns(program, cases, library, track), case_by_case(program, cases, library, track)
        for one, other in zip(actual, expected, strict=True):
            assert in_order(one) == in_order(other)
            compared += len(one)
    return compared


def test_tables_say_what_rows_say() -> None:
    """On worlds of the whole language, thrown by dice."""
    profile = settings.get_profile(settings.get_current_profile_name())
    seeds = SEEDS if profile.derandomize else range(100, 130)
    compared, beyond = 0, 0
    with desk() as table:
        for seed in seeds:
            for program, cases in heard(table, thrown(seed, profiles=6)):
                try:
                    compared += compare(program, cases, table.library(thrown(seed, profiles=6).rule_sets))
                except Beyond:
                    beyond += 1
                except (Exception, AssertionError) as error:
                    error.add_note(f"thrown({seed}, profiles=6), {program.rule_set}")
                    raise
    assert compared > 20 * len(seeds)
    assert beyond < len(seeds)
