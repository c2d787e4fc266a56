"""Realistic applicants for the shipped rule sets: `python -m bench.applicants N -o FILE [--seed S]`.

The end of the name of FILE says what is made: `.parquet` (typed columns, headers by the grammar of tables, 骨干企业
as a nested list), `.jsonl`, `.xlsx` (a sheet more for 骨干企业), or a folder of YAML profiles. The same N, seed and
versions of numpy and pyarrow give the same bytes; the first rows of a larger set are those of a smaller one.
"""

import argparse
import json
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import Any

import yaml

from bench.applicant_columns import LIST, Title, member_titles, schema, titles
from bench.applicant_facts import Block
from bench.applicant_habits import NONE
from engine.load.library import Library, load_library
from schemas.fact import FactType

SEED = 20260301
BLOCK = 50_000
"""Applicants that are drawn at once, and rows of a group of a Parquet file."""
LINK = "申报单位统一社会信用代码"
"""The first column of the sheet of a list: whose members these are."""


def blocks(library: Library, number: int, seed: int) -> Iterator[Any]:
    """The applicants as Arrow tables. Blocks are drawn whole, so that more applicants leave the first ones as they are."""
    for first in range(0, number, BLOCK):
        yield Block(library, seed, first, BLOCK).table().slice(0, number - first)


def write_parquet(library: Library, number: int, seed: int, path: Path) -> None:
    """Write a Parquet file, a group of rows a block."""
    import pyarrow.parquet as pq

    with pq.ParquetWriter(path, schema(library), compression="zstd") as writer:
        for block in blocks(library, number, seed):
            writer.write_table(block, row_group_size=BLOCK)


def profiles(library: Library, number: int, seed: int) -> Iterator[dict[str, Any]]:
    """The same applicants as profiles, in the words that people write."""
    wanted, of_members = titles(library), member_titles(library)
    for block in blocks(library, number, seed):
        for row in block.to_pylist():
            yield _profile(row, wanted, of_members)


def write_lines(library: Library, number: int, seed: int, path: Path) -> None:
    """Write one profile a line."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for profile in profiles(library, number, seed):
            file.write(json.dumps(profile, ensure_ascii=False) + "\n")


def write_folder(library: Library, number: int, seed: int, path: Path) -> None:
    """Write one YAML profile an applicant, named by its number."""
    path.mkdir(parents=True, exist_ok=True)
    width = len(str(number))
    for place, profile in enumerate(profiles(library, number, seed), 1):
        text = yaml.safe_dump(profile, allow_unicode=True, sort_keys=False, width=200)
        (path / f"{place:0{width}d}.yaml").write_text(text, encoding="utf-8", newline="\n")


def write_workbook(library: Library, number: int, seed: int, path: Path) -> None:
    """Write a 汇总表 as a reviewer gets it: one row an applicant, 骨干企业 on a sheet of their own."""
    import xlsxwriter

    book = xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"})
    book.set_properties({"created": datetime(2026, 3, 1)})  # noqa: DTZ001  # a spreadsheet's times have no zone
    main, members = book.add_worksheet("汇总表"), book.add_worksheet(LIST)
    wanted, of_members = [one for one in titles(library) if one.fact.name != LIST], member_titles(library)
    main.write_row(0, 0, [one.header for one in wanted])
    members.write_row(0, 0, [LINK, *(one.header for one in of_members)])
    line = count(1)
    rows = (row for block in blocks(library, number, seed) for row in block.to_pylist())
    for place, row in enumerate(rows, 1):
        for column, title in enumerate(wanted):
            _put(main, place, column, row[title.header])
        listed = row[LIST]
        if listed == []:
            # no such column on the first sheet: who has none is left out, as in most offices' tables
            continue
        for member in listed or ():
            at = next(line)
            _put(members, at, 0, row["统一社会信用代码"])
            for column, title in enumerate(of_members, 1):
                _put(members, at, column, member[title.header])
    book.close()


def _put(sheet: Any, row: int, column: int, value: Any) -> None:
    match value:
        case None:
            pass
        case bool():
            sheet.write_string(row, column, "是" if value else "否")
        case int():
            sheet.write_number(row, column, value)
        case Decimal():
            sheet.write_number(row, column, float(value))
        case date():
            sheet.write_datetime(row, column, value)
        case list():
            sheet.write_string(row, column, "、".join(map(str, value)) or NONE)
        case _:
            sheet.write_string(row, column, value)


def _profile(row: dict[str, Any], wanted: list[Title], of_members: list[Title]) -> dict[str, Any]:
    """A row as a profile: blanks left out, years together, units written."""
    profile: dict[str, Any] = {}
    for title in wanted:
        value = row[title.header]
        if value is None:
            continue
        if title.fact.type is FactType.LIST:
            profile[title.fact.name] = [_profile(member, of_members, []) for member in value] or NONE
        elif title.year is not None:
            profile.setdefault(title.fact.name, {})[str(title.year)] = _written(value, title)
        else:
            profile[title.fact.name] = _written(value, title)
    return profile


def _written(value: Any, title: Title) -> Any:
    match value:
        case bool():
            return "是" if value else "否"
        case Decimal():
            return f"{value} {title.unit}" if title.unit != "%" else f"{value}%"
        case date():
            return value.isoformat()
        case list():
            return [_written(item, title) for item in value] or NONE
        case _:
            return value


def write(library: Library, number: int, seed: int, path: Path) -> None:
    """Write what the end of the name says."""
    makers = {".parquet": write_parquet, ".jsonl": write_lines, ".xlsx": write_workbook, "": write_folder}
    if path.suffix not in makers:
        raise SystemExit(f"{path}: write .parquet, .jsonl, .xlsx, or a folder of YAML profiles (a name without an end)")
    makers[path.suffix](library, number, seed, path)


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m bench.applicants", description=__doc__)
    parser.add_argument("number", type=int, help="how many applicants")
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=SEED)
    asked = parser.parse_args()
    write(load_library(), asked.number, asked.seed, asked.output)


if __name__ == "__main__":
    main()
