"""A Parquet or CSV file → its applicants as columns, some at a time, whatever the size of the file."""

from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from engine.batch.columns_in import parquet_file
from engine.batch.columns_in.cells import plain
from engine.batch.columns_in.distinct import Reader
from engine.batch.columns_in.faults import Faults
from engine.batch.columns_in.fields import Fields, fields_of
from engine.batch.columns_in.table import KEY, Records, called, read_records
from engine.load.library import Library
from engine.load.own_results import OWN_TABLES, refuse_own
from engine.load.problem import ValueProblem
from engine.load.spreadsheet import Names
from engine.load.value import CODE, TRACK
from schemas.diagnostic import Diagnostic

CHUNK = 125000
"""Applicants at a time: enough that the work for a batch is small beside that for its rows."""
FIRST = 10_000
"""Applicants of the first batch."""
RECOMMENDER = "推荐单位"
ROW = "row"


@dataclass(frozen=True)
class Chunk:
    """Some applicants: their facts, who they are, and the cells that cannot be used.

    `who` has `name`, `uscc`, `recommender` and `track` by `@key`, and the `row` of the file, from 1. `faults` is the
    table of `faults.Faults`, with the same rows.
    """

    records: Records
    who: Any
    faults: Any


class Batch(NamedTuple):
    """Applicants that were decoded: how many, and what makes a chunk of them."""

    applicants: int
    read: Callable[[], Chunk]


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

    def only(self, facts: Container[str]) -> "ColumnFile":
        """The same file, of which no facts are read but these."""
        read = tuple(one for one in self.fields.read if one.column.fact.id in facts)
        return replace(self, fields=self.fields._replace(read=read))

    def chunks(self, size: int = CHUNK, *, group: int | None = None, row: int = 1) -> Iterator[Chunk]:
        """The applicants one batch after another; rows in which nothing stands are passed over.

        Of one `group` of rows alone, if it is given; `row` is the number of its first.
        """
        return (one.read() for one in self.batches(size, group=group, row=row))

    def batches(self, size: int = CHUNK, *, group: int | None = None, row: int = 1) -> Iterator[Batch]:
        """The same before anybody has asked what stands in the cells."""
        reader, stated, before = Reader(self.library), stated_rows(self.path, group), row
        read = sorted([*(one.at for one in self.fields.read), *self.fields.nameless]) or [0]
        names = [one.name for one in parquet_file.schema_of(self.path)]
        for batch in _first_short(parquet_file.batches(self.path, size, [names[at] for at in read], group)):
            rows = pa.arange(row, row + len(batch))
            mask = None if stated is None else stated.slice(row - before, len(batch)).combine_chunks()
            row += len(batch)
            arrays = {at: batch.column(names[at]) for at in read}
            if mask is not None:
                arrays, rows = {at: one.filter(mask) for at, one in arrays.items()}, rows.filter(mask)
            if len(rows):
                yield Batch(len(rows), partial(self._chunk, arrays, rows, reader))

    def nobody(self) -> Chunk:
        """No applicant, with all the columns that applicants have."""
        arrays = {at: pa.array([], one.type) for at, one in enumerate(parquet_file.schema_of(self.path))}
        return self._chunk(arrays, pa.array([], pa.int64()), Reader(self.library))

    def _chunk(self, arrays: Mapping[int, Any], rows: Any, reader: Reader) -> Chunk:
        faults = Faults(pa.arange(0, len(rows)))
        records = read_records(arrays, self.fields.read, reader, faults, rows=len(rows))
        self._nameless(arrays, faults)
        wrong = faults.table()
        wrong = wrong.append_column(ROW, rows.take(wrong[KEY].combine_chunks()))
        return Chunk(records, self._who(arrays, records, rows), wrong)

    def _who(self, arrays: Mapping[int, Any], records: Records, rows: Any) -> Any:
        def stated(name: str) -> Any:
            fact = self.library.fact(name)
            known = fact is not None and fact.id in records.data.column_names
            return records.data[fact.id] if fact is not None and known else pa.nulls(len(rows), pa.string())

        return pa.table(
            {
                KEY: records.data[KEY],
                ROW: rows,
                "name": called(arrays, self.fields.read, records, self.library),
                "uscc": stated(CODE),
                "recommender": stated(RECOMMENDER),
                "track": stated(TRACK),
            }
        )

    def _nameless(self, arrays: Mapping[int, Any], faults: Faults) -> None:
        """Tell of values in columns without a header."""
        for at in self.fields.nameless:
            mask = filled(arrays[at])
            if pc.any(mask).as_py():
                faults.one("", mask, ValueProblem("E2016", "这一格所在的列没有表头", "补上表头，或删去这一列"))


def open_columns(path: Path, library: Library, names: Names | None = None) -> ColumnFile:
    """The columns of a table. Raises InputError if it cannot be read, or with all that is wrong with its headers.

    `names` are those that headers may use; the vocabulary's, unless a header map says more.
    """
    schema = parquet_file.schema_of(path)
    refuse_own(path, {one.name for one in schema}, *OWN_TABLES)
    return ColumnFile(path, fields_of(schema, Names(library) if names is None else names, str(path)), library)


def _first_short(batches: Iterator[Any]) -> Iterator[Any]:
    """The batches, a few rows of the first by themselves: a program is made ready over these while the rest is read."""
    for number, batch in enumerate(batches):
        if number or len(batch) < 2 * FIRST:
            yield batch
        else:
            yield batch.slice(0, FIRST)
            yield batch.slice(FIRST)


def stated_rows(path: Path, group: int | None = None) -> Any:
    """The rows that say something, in whatever column; None if all do. Mostly the first column settles it."""
    state = path.stat()
    return _stated_rows(path, group, (state.st_mtime_ns, state.st_size))


@lru_cache(maxsize=8)
def _stated_rows(path: Path, group: int | None, state: tuple[int, int]) -> Any:
    """The same, of a file as it is now: it is asked for when applicants are counted, and when they are read."""
    del state
    found = None
    for name in dict.fromkeys(one.name for one in parquet_file.schema_of(path)):
        masks = [filled(batch.column(name)) for batch in parquet_file.batches(path, CHUNK, [name], group)]
        mask = pa.chunked_array(masks, pa.bool_())
        found = mask if found is None else pc.or_(found, mask)
        if pc.all(found).as_py() is not False:
            return None
    return found


def filled(values: Any) -> Any:
    """Where something stands, be it of no use."""
    known = plain(values) if not pa.types.is_nested(values.type) else values
    if not pa.types.is_string(known.type):
        return pc.is_valid(known)
    text = pc.utf8_trim_whitespace(known)
    return pc.fill_null(pc.and_(pc.not_equal(text, ""), pc.not_equal(text, "未填")), False)
