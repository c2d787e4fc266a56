"""A Parquet file as applicants one by one, for an executor that takes one case at a time."""

import hashlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from engine.batch.columns_in import ColumnFile
from engine.batch.columns_in.records import count_rows, read_rows
from engine.batch.intake import Entry, stamp_of
from schemas.batch import Applicant


def parquet_size(path: Path) -> tuple[int, str]:
    """How many applicants a file holds, and the digest of its bytes."""
    with ThreadPoolExecutor(1) as beside:
        digest = beside.submit(_digest, path)
        return count_rows(path), digest.result()


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def parquet_entries(file: ColumnFile) -> Iterator[Entry]:
    """The applicants, read; a bad cell is left out and told."""
    for row in read_rows(file):
        stamp = stamp_of(row.case, 0, f"{file.path}:{row.number}", file.library)
        yield Entry(0, str(file.path), applicant=Applicant(stamp=stamp, case=row.case, problems=row.problems))
