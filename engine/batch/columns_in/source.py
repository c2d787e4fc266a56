"""A Parquet or CSV file → its applicants as columns, some at a time, whatever the size of the file."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from engine.batch.columns_in import parquet_file
from engine.batch.columns_in.cells import plain
from engine.batch.columns_in.distinct import Reader
from engine.batch.columns_in.faults import Faults
from engine.batch.columns_in.fields import Fields, fields_of
from engine.batch.columns_in.table import KEY, Records, called, read_records
from engine.load.library import Library
from engine.load.problem import ValueProblem
from engine.load.value import CODE, TRACK
from schemas.diagnostic import Diagnostic

CHUNK = 250_000
"""Applicants at a time: enough that the work for a batch is small beside that for its rows."""
RECOMMENDER, KINDS = "推荐单位", "单位类型"
ROW = "row"


@dataclass(frozen=True)
class Chunk:
    """Some applicants: their facts, who they are, and the cells that cannot be used.

    `who` has `name`, `uscc`, `recommender`, `track` and `kinds` by `@key`, and the `row` of the file, from 1. `faults`
    is the table of `faults.Faults`, with the same rows.
    """

    records: Records
    who: Any
    faults: Any


@dataclass(frozen=True)
class ColumnFile:
    """A table whose columns are known: `warnings` tell of those that are not read."""

    path: Path
    fields: Fields
    library: Library

    @property
    def warnings(self) -> tuple[Diagnostic, ...]:
        """What is to be told of the columns."""
        return self.fields.warnings

    def chunks(self, size: int = CHUNK) -> Iterator[Chunk]:
        """The applicants one batch after another; rows in which nothing stands are passed over."""
        reader = Reader(self.library)
        row = 1
        for batch in parquet_file.batches(self.path, size):
            rows = pa.arange(row, row + len(batch))
            row += len(batch)
            mask = said(batch, range(batch.num_columns))
            kept = batch if mask is None else batch.filter(mask)
            if len(kept):
                yield self._chunk(kept, rows if mask is None else rows.filter(mask), reader)

    def _chunk(self, batch: Any, rows: Any, reader: Reader) -> Chunk:
        faults = Faults(pa.arange(0, len(batch)))
        records = read_records(batch.columns, self.fields.read, reader, faults)
        self._nameless(batch, faults)
        wrong = faults.table()
        wrong = wrong.append_column(ROW, rows.take(wrong[KEY].combine_chunks()))
        return Chunk(records, self._who(batch, records, rows), wrong)

    def _who(self, batch: Any, records: Records, rows: Any) -> Any:
        def stated(name: str, kind: Any) -> Any:
            fact = self.library.fact(name)
            known = fact is not None and fact.id in records.table.column_names
            return records.table[fact.id] if fact is not None and known else pa.nulls(len(batch), kind)

        text = pa.string()
        return pa.table(
            {
                KEY: records.table[KEY],
                ROW: rows,
                "name": called(batch.columns, self.fields.read, records, self.library),
                "uscc": stated(CODE, text),
                "recommender": stated(RECOMMENDER, text),
                "track": stated(TRACK, text),
                "kinds": stated(KINDS, pa.list_(text)),
            }
        )

    def _nameless(self, batch: Any, faults: Faults) -> None:
        """Tell of values in columns without a header."""
        for at in self.fields.nameless:
            mask = filled(batch.column(at))
            if pc.any(mask).as_py():
                faults.one("", mask, ValueProblem("E2016", "这一格所在的列没有表头", "补上表头，或删去这一列"))


def open_columns(path: Path, library: Library) -> ColumnFile:
    """The columns of a table. Raises InputError if it cannot be read, or with all that is wrong with its headers."""
    return ColumnFile(path, fields_of(parquet_file.schema_of(path), library, str(path)), library)


def said(batch: Any, columns: Iterable[int]) -> Any:
    """The rows that say something in one of these columns; None if all do."""
    found = None
    for at in columns:
        mask = filled(batch.column(at))
        found = mask if found is None else pc.or_(found, mask)
        if pc.all(found).as_py():
            return None
    return found


def filled(values: Any) -> Any:
    """Where something stands, be it of no use."""
    known = plain(values) if not pa.types.is_nested(values.type) else values
    if not pa.types.is_string(known.type):
        return pc.is_valid(known)
    text = pc.utf8_trim_whitespace(known)
    return pc.fill_null(pc.and_(pc.not_equal(text, ""), pc.not_equal(text, "未填")), False)
