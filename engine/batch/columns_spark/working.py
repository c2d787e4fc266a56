"""What runs on the workers: batches of Arrow in, batches of Arrow out; each function is sent with all that it needs."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa

from engine.batch.columns_in import ColumnFile, open_columns
from engine.batch.columns_out.asking import Tracks
from engine.batch.columns_out.assembly import Verdicts
from engine.batch.columns_out.catalogue import Words, with_catalogue
from engine.batch.columns_out.chunk import NUMBER, Desk
from engine.batch.columns_out.pieces import PROGRAM
from engine.batch.columns_spark.normal import asking_in, rows_of
from engine.batch.columns_spark.parts import Part
from engine.batch.parquet_tables import schema_of
from engine.load.library import Library
from schemas.batch_tables import REASONS, VERDICTS, TableColumn
from schemas.program import Program
from schemas.reason import OPEN, TRACK, UNMET, VERDICT, Reason

Working = Callable[[Iterator[Any]], Iterator[Any]]
"""Record batches to record batches."""

STANDING = (TRACK, VERDICT, UNMET, OPEN)
REPEATED = "repeated"
_WHO = (NUMBER, "id", "place", "name", "uscc", "recommender", "problems")
_TEXT = pa.string()
JUDGED = pa.schema(
    [
        (NUMBER, pa.int64()),
        *((name, _TEXT) for name in _WHO[1:-1]),
        (_WHO[-1], pa.int64()),
        (PROGRAM, pa.int8()),
        (TRACK, pa.int16()),
        (VERDICT, pa.int16()),
        (UNMET, pa.int32()),
        (OPEN, pa.int32()),
    ]
)
"""The verdicts before they are in words: `columns_out.pieces` has them so, too."""


def plain(columns: Sequence[TableColumn]) -> Any:
    """The schema of a table that is written, words as plain texts."""
    kinds = ((one.name, one.type) for one in schema_of(columns))
    return pa.schema([(name, _TEXT if pa.types.is_dictionary(kind) else kind) for name, kind in kinds])


def reading(file: ColumnFile, desk: Desk, tracks: Tracks) -> tuple[Any, Working]:
    """Parts of files with the columns of `file` to their applicants, as rows; and the schema of these."""
    library, needed = file.library, {one.column.fact.id for one in file.fields.read}
    schema = rows_of(file, desk, tracks, file.nobody(), 1).schema

    def read(batches: Iterator[Any]) -> Iterator[Any]:
        for part in _parts(batches):
            opened = open_columns(Path(part.file), library).only(needed)
            called, first = replace(opened, path=Path(part.called)), part.first
            for chunk in opened.chunks(group=part.group, row=part.row):
                yield from rows_of(called, desk, tracks, chunk, first).cast(schema).to_batches()
                first += len(chunk.who)

    return schema, read


def judging(desk: Desk, programs: int) -> Working:
    """Applicants beside their standings under all programs, to their verdicts."""

    def judge(batches: Iterator[Any]) -> Iterator[Any]:
        for table in _tables(batches):
            who = table.select(_WHO)
            standings = [table.select([f"{name}{at}" for name in STANDING]) for at in range(programs)]
            named = [one.rename_columns(list(STANDING)) for one in standings]
            chosen = desk.told(named, asking_in(table, programs), len(table))
            yield from desk.verdicts(who, named, chosen).select(JUDGED.names).cast(JUDGED).to_batches()

    return judge


def wording(desk: Desk, program: Program, library: Library, reasons: Sequence[Reason], at: int) -> Working:
    """Reasons of a program to the rows that are written."""
    words, schema = Words(program, library), plain(REASONS)

    def word(batches: Iterator[Any]) -> Iterator[Any]:
        for table in _tables(batches):
            said = with_catalogue(desk.with_words(table, reasons, at, 1), reasons)
            yield from words.rows(said, schema_of(REASONS)).cast(schema).to_batches()

    return word


def naming(programs: Sequence[Program]) -> Working:
    """Verdicts, each saying whether its applicant's id is another's, too, to the rows that are written."""
    verdicts, schema = Verdicts(programs), plain(VERDICTS)

    def name(batches: Iterator[Any]) -> Iterator[Any]:
        for table in _tables(batches):
            repeated = table["id"].filter(table[REPEATED]).combine_chunks()
            yield from verdicts.rows(table.drop_columns([REPEATED]), repeated).cast(schema).to_batches()

    return name


def _parts(batches: Iterator[Any]) -> Iterator[Part]:
    for batch in batches:
        yield from (Part(**one) for one in batch.to_pylist())


def _tables(batches: Iterator[Any]) -> Iterator[Any]:
    """Batches as tables; Spark sends empty ones, too."""
    for batch in batches:
        if len(batch):
            yield pa.Table.from_batches([batch])
