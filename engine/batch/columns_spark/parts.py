"""Which files there are, and their groups of rows: each is read by one task, which knows the number of its first applicant."""

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import pyarrow.compute as pc

from engine.batch.columns_in import parquet_file
from engine.batch.columns_in.source import stated_rows
from engine.batch.finding import COLUMNS, nothing_in
from engine.batch.intake import one_digest
from engine.errors import InputError
from schemas.diagnostic import Place


class Group(NamedTuple):
    """A group of rows of a file: its place there, its first row, and how many applicants it holds."""

    at: int
    row: int
    applicants: int


class Surveyed(NamedTuple):
    """A file: its digest, and its groups."""

    sha256: str
    groups: tuple[Group, ...]


class Part(NamedTuple):
    """A group to read: the file and what it is called, the group's place and first row, the number of its first applicant."""

    file: str
    called: str
    group: int
    row: int
    first: int


PART = "file string, called string, group int, row long, first long"
"""`Part` as Spark declares it."""


def parquet_files(inputs: Sequence[str]) -> list[Path]:
    """The Parquet files and those within directories, in the order of their names. Raises InputError for anything else."""
    found: dict[Path, None] = {}
    for written in inputs:
        path = Path(written)
        if path.is_dir():
            inside = [one for one in sorted(path.rglob(f"*{COLUMNS}")) if not _is_hidden(one.relative_to(path))]
            if not inside:
                nothing_in(written)
            found.update(dict.fromkeys(one for one in inside if one.is_file()))
        elif path.suffix.lower() == COLUMNS:
            found[path] = None
        else:
            raise InputError.one(
                "E6094",
                "--backend spark 只读 Parquet：一个文件，或一个文件夹里的全部 .parquet 文件",
                place=Place(file=written),
                remedy="先转成 Parquet，或去掉 --backend spark",
            )
    return list(found)


def survey_file(path: str) -> Surveyed:
    """The groups of a file and its digest; wherever the file can be read."""
    groups, row = [], 1
    for at, rows in enumerate(parquet_file.groups(Path(path))):
        stated = stated_rows(Path(path), at)
        count = rows if stated is None else int(pc.sum(stated).as_py() or 0)
        groups.append(Group(at, row, count))
        row += rows
    with Path(path).open("rb") as file:
        return Surveyed(hashlib.file_digest(file, "sha256").hexdigest(), tuple(groups))


def parts_of(files: Sequence[Path], surveyed: Sequence[Surveyed]) -> Iterator[Part]:
    """The groups in which there is anybody, with the numbers of their first applicants."""
    first = 1
    for path, one in zip(files, surveyed, strict=True):
        for group in one.groups:
            if group.applicants:
                yield Part(str(path.resolve()), str(path), group.at, group.row, first)
            first += group.applicants


def total_of(surveyed: Sequence[Surveyed]) -> int:
    """How many applicants there are."""
    return sum(group.applicants for one in surveyed for group in one.groups)


def digest_of(surveyed: Sequence[Surveyed]) -> str:
    """The digest of all files, as a batch of one machine has it."""
    return one_digest([one.sha256 for one in surveyed])


def _is_hidden(path: Path) -> bool:
    """Whether a file is not data: what Spark and others leave beside it."""
    return any(part.startswith((".", "_")) for part in path.parts)
