"""Parquet files of the batch's tables: one schema, groups of as many rows each, the same rows the same bytes."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pyarrow as pa
import pyarrow.parquet as pq

from schemas.batch_tables import DECIMAL_PLACES, TableColumn

GROUP, LARGEST = 50_000, 1 << 20
"""Rows of a group that are gathered one by one: what is held in memory; and the most of a group that comes as a table."""
_KINDS = {
    "text": pa.string(),
    "word": pa.dictionary(pa.int16(), pa.string()),
    "name": pa.dictionary(pa.int32(), pa.string()),
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
    """Writes a table, row by row or many rows at once. Files have plain texts, however these were held."""

    def __init__(self, path: Path, columns: Sequence[TableColumn]) -> None:
        self._schema = schema_of(columns)
        self._names = [column.name for column in columns]
        counted = [column.name for column in columns if column.kind == "integer"]
        self._file = pq.ParquetWriter(
            path,
            self._schema,
            compression="zstd",
            store_schema=False,
            use_dictionary=[column.name for column in columns if column.kind in ("word", "name")],
            column_encoding=dict.fromkeys(counted, "DELTA_BINARY_PACKED"),
            write_statistics=counted,  # those of a word in every group say nothing, and take as long as all the rest
        )
        self._rows: list[Sequence[object]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._flush()
        self._file.close()

    def add(self, row: Sequence[object]) -> None:
        """Add a row, its cells in the order of the columns."""
        self._rows.append(row)
        if len(self._rows) == GROUP:
            self._flush()

    def add_table(self, table: Any) -> None:
        """Add an Arrow table with these columns, in groups of its own."""
        self._flush()
        if len(table):
            self._file.write_table(table.select(self._names).cast(self._schema), row_group_size=LARGEST)

    def _flush(self) -> None:
        """Write the rows that are held."""
        if self._rows:
            columns = zip(*self._rows, strict=True)
            arrays = [pa.array(cells, field.type) for cells, field in zip(columns, self._schema, strict=True)]
            self._file.write_table(pa.table(arrays, schema=self._schema))
            self._rows = []
