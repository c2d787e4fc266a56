"""Parquet files: what columns they have, and the rows a batch at a time."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from engine.errors import InputError
from engine.load.text_file import read_bytes
from schemas.diagnostic import Place


def schema_of(path: Path) -> list[Any]:
    """The columns, with their types. Raises InputError if there is no such file, or it is no Parquet."""
    with opened(path) as file:
        return list(file.schema_arrow)


def batches(path: Path, size: int, columns: Sequence[str] | None = None, group: int | None = None) -> Iterator[Any]:
    """The rows, at most `size` at a time; of all columns, or of these, in the order of the file; or of one group alone."""
    with opened(path) as file:
        groups = None if group is None else [group]
        yield from file.iter_batches(batch_size=size, columns=columns, row_groups=groups)


def groups(path: Path) -> list[int]:
    """How many rows each group of rows has."""
    with opened(path) as file:
        return [file.metadata.row_group(at).num_rows for at in range(file.metadata.num_row_groups)]


def count(path: Path) -> int:
    """How many rows there are."""
    with opened(path) as file:
        return int(file.metadata.num_rows)


@contextmanager
def opened(path: Path) -> Iterator[Any]:
    """The file. Raises InputError for what is wrong with it, at its opening or later on."""
    if not path.is_file():
        read_bytes(path)  # tells what is missing, a folder, forbidden
    try:
        with pq.ParquetFile(path) as file:
            yield file
    except (pa.ArrowException, OSError) as error:
        raise InputError.one(
            "E6074",
            f"不是 Parquet 文件，或已损坏（{type(error).__name__}）",
            place=Place(file=str(path)),
            remedy="重新导出；确认文件已传完整，没有改过后缀",
        ) from None
