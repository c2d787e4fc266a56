"""Tables made for tests: workbooks from plain rows, and the table that says what a YAML profile says."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from engine.errors import InputError
from engine.load import Library
from engine.load.document import Data
from engine.load.profile import load_case
from engine.load.spreadsheet.pair_sheet import PAIRS
from engine.load.text import as_text
from schemas.case import Case, Member, Members, Value
from schemas.fact import FactType

LINK = "申报单位统一社会信用代码"
Rows = Sequence[Sequence[Any]]


class Formatted:
    """A cell with a number format."""

    def __init__(self, value: Any, number_format: str) -> None:
        self.value, self.number_format = value, number_format


def workbook(sheets: Mapping[str, Rows], *, merges: Mapping[str, Iterable[str]] | None = None) -> Workbook:
    """A workbook of these sheets; a cell may be `Formatted`, and None is blank."""
    book = Workbook()
    del book["Sheet"]
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for line, row in enumerate(rows, start=1):
            for column, value in enumerate(row, start=1):
                cell = sheet.cell(line, column)
                if isinstance(value, Formatted):
                    cell.value, cell.number_format = value.value, value.number_format
                else:
                    cell.value = value
        for reference in (merges or {}).get(name, ()):
            sheet.merge_cells(reference)
    return book


def saved(book: Workbook, path: Path) -> Path:
    """The workbook, written to a file."""
    path.write_bytes(bytes_of(book))
    return path


def bytes_of(book: Workbook) -> bytes:
    """The workbook as the bytes of its file."""
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def tables_of(profile: Mapping[str, Data], library: Library) -> dict[str, Rows]:
    """The sheets that state what a profile states: numbers as numbers with their units in headers, lists as sheets."""
    link = profile.get("统一社会信用代码")
    facts = {key: raw for key, raw in profile.items() if key not in ("认定", *PAIRS)}
    lists = {key: raw for key, raw in facts.items() if _type(key, library) is FactType.LIST and isinstance(raw, list)}
    sheets: dict[str, Rows] = {"申报": _sheet([{k: v for k, v in facts.items() if k not in lists}], library)}
    for name, members in lists.items():
        rows = _sheet([member for member in members if isinstance(member, dict)], library)
        sheets[name] = [[LINK, *rows[0]], *([link, *row] for row in rows[1:])] if link else rows
    for name, columns in PAIRS.items():
        if isinstance(said := profile.get(name), dict):
            sheets[name] = [
                columns,
                *(
                    [key if year is None else f"{key}[{year}]", word]
                    for key, raw in said.items()
                    for year, word in _years(raw)
                ),
            ]
    judgements = profile.get("认定")
    if isinstance(judgements, dict):
        parts = ["结论", "意见", "认定人", "日期"]
        told = [[key, *(one.get(part) for part in parts)] for key, one in judgements.items() if isinstance(one, dict)]
        sheets["认定"] = [["条件编号", *parts], *told]
    return sheets


def _type(name: str, library: Library) -> FactType | None:
    fact = library.fact(name)
    return None if fact is None else fact.type


def _sheet(records: Sequence[Mapping[str, Data]], library: Library) -> list[list[Any]]:
    """A header over a row for each record."""
    units: dict[tuple[str, str | None], str] = {}
    rows = [
        dict(_cell(name, year, item, library, units) for name, raw in record.items() for year, item in _years(raw))
        for record in records
    ]
    headers = list(dict.fromkeys(header for row in rows for header in row))
    return [headers, *([row.get(header) for header in headers] for row in rows)]


def _years(raw: Data) -> list[tuple[str | None, Data]]:
    return list(raw.items()) if isinstance(raw, dict) else [(None, raw)]


def _cell(
    name: str, year: str | None, raw: Data, library: Library, units: dict[tuple[str, str | None], str]
) -> tuple[str, Any]:
    """The header and the cell that state a value; the first unit of a column is its header's, others stay in cells."""
    if isinstance(raw, list):
        return name, "、".join(as_text(item) for item in raw)
    kind = _type(name, library)
    match = re.fullmatch(r"(-?[0-9.]+) ?([^0-9]*)", as_text(raw)) if kind is not None and kind.is_numeric else None
    if match is None:
        text = raw if isinstance(raw, date | bool) else as_text(raw)
        return name if year is None else f"{name}（{year}）", text
    number = Decimal(match[1])
    if kind is FactType.PERCENT:
        return name if year is None else f"{name}[{year}]", Formatted(float(number / 100), "0.0%")
    unit = units.setdefault((name, year), match[2])
    within = [part for part in (year, unit) if part]
    return name + (f"（{'，'.join(within)}）" if within else ""), float(number) if unit == match[2] else as_text(raw)


def read(
    folder: Path, library: Library, sheets: Mapping[str, Rows], merges: Mapping[str, Iterable[str]] | None = None
) -> Case:
    """The case that a workbook of these sheets states."""
    return load_case(saved(workbook(sheets, merges=merges), folder / "案卷.xlsx"), library)


def told(
    folder: Path, library: Library, sheets: Mapping[str, Rows], merges: Mapping[str, Iterable[str]] | None = None
) -> list[tuple[str, str]]:
    """What is wrong with a workbook: places without the file, and codes."""
    with pytest.raises(InputError) as caught:
        read(folder, library, sheets, merges)
    return [(str(item.place).removeprefix(f"{folder / '案卷.xlsx'}:"), item.code) for item in caught.value.diagnostics]


def stated(value: Value) -> Any:
    """A value without the places of members."""
    if isinstance(value, Members):
        return [(member.key, member.name, facts(member)) for member in value.members], value.complete
    return value


def facts(record: Case | Member) -> dict[str, Any]:
    """The facts of a record without their places."""
    return {name: stated(value) for name, value in record.facts.items()}


def written(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    """A CSV file."""
    path = folder / "案卷.csv"
    path.write_text(text, encoding=encoding)
    return path
