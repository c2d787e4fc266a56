"""Parquet files of the batch's tables: one schema, groups of as many rows each, the same rows the same bytes."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pyarrow as pa
import pyarrow.parquet as pq

from schemas.batch_tables import DECIMAL_PLACES, TableColumn

GROUP = 50_000
"""Rows of a group: what is held in memory, and what a reader can pass over."""
_KINDS = {
    "text": pa.string(),
    "texts": pa.list_(pa.string()),
    "integer": pa.int64(),
    "decimal": pa.decimal128(38, DECIMAL_PLACES),
}
_STEP = Decimal(1).scaleb(-DECIMAL_PLACES)
_LIMIT = Decimal(10) ** (38 - DECIMAL_PLACES)


def schema_of(columns: Sequence[TableColumn]) -> Any:
    """The Arrow schema of a table."""
    return pa.schema([(column.name, _KINDS[column.kind]) for column in columns])


def decimal_cell(text: str | None) -> Decimal | None:
    """A plain decimal as a cell: rounded where it has too many places, None where no cell is wide enough."""
    if text is None or abs(number := Decimal(text)) >= _LIMIT:
        return None
    return number.quantize(_STEP, ROUND_HALF_UP) if number.as_tuple().exponent != 0 else number


class TableWriter:
    """Writes a table, row by row or many rows at once; groups are as large either way."""

    def __init__(self, path: Path, columns: Sequence[TableColumn]) -> None:
        self._schema = schema_of(columns)
        self._names = [column.name for column in columns]
        self._file = pq.ParquetWriter(path, self._schema, compression="zstd")
        self._rows: list[Sequence[object]] = []
        self._tables: list[Any] = []
        self._held = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._gather()
            if self._held:
                self._write(self._held)
        self._file.close()

    def add(self, row: Sequence[object]) -> None:
        """Add a row, its cells in the order of the columns."""
        self._rows.append(row)
        if self._held + len(self._rows) >= GROUP:
            self._gather()
            self._write(GROUP)

    def add_table(self, table: Any) -> None:
        """Add an Arrow table of the schema."""
        self._gather()
        self._tables.append(table.select(self._names).cast(self._schema))
        self._held += len(table)
        while self._held >= GROUP:
            self._write(GROUP)

    def _gather(self) -> None:
        if self._rows:
            columns = zip(*self._rows, strict=True)
            arrays = [pa.array(cells, field.type) for cells, field in zip(columns, self._schema, strict=True)]
            self._tables.append(pa.table(arrays, schema=self._schema))
            self._held += len(self._rows)
            self._rows = []

    def _write(self, rows: int) -> None:
        """Write a group of what is held."""
        held = pa.concat_tables(self._tables)
        self._file.write_table(held.slice(0, rows).combine_chunks(), row_group_size=rows)
        self._tables, self._held = [held.slice(rows)], self._held - rows
