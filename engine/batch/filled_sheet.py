"""A sheet that people filled in, .xlsx or .csv, as rows by header: what a cell says, and where it stands."""

import csv
import hashlib
import io
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from engine.errors import InputError
from engine.load.text_file import LARGEST, read_bytes
from schemas.condition import Scalar
from schemas.diagnostic import Place

LARGEST_WORKBOOK = 256 * 1024 * 1024
"""Bytes of a workbook that is read back: our own at their fullest are smaller."""
_CSV = (".csv",)
_XLSX = (".xlsx", ".xlsm")


class Cell(NamedTuple):
    """What stands in a cell, and where."""

    value: Scalar
    place: Place


class FilledSheet(NamedTuple):
    """The rows below the header, each by its headers; blank cells are left out."""

    sha256: str
    rows: list[dict[str, Cell]]


def read_filled(path: Path, sheet: str, needed: Sequence[str], code: str) -> FilledSheet:
    """The rows of the sheets whose names start so, or of a .csv. Raises InputError under `code` if it is no such form."""
    suffix = path.suffix.lower()
    if suffix not in (*_CSV, *_XLSX):
        raise _not_read(
            path, code, f"不认识的格式「{path.suffix or path.name}」", "用批量评审写出的 .xlsx 或 .csv 文件"
        )
    data = _bytes(path)
    grids = _csv(data, path, code) if suffix in _CSV else _workbook(data, path, sheet, code)
    rows: list[dict[str, Cell]] = []
    for top, grid in grids:
        rows.extend(_rows(top, grid, needed, code))
    return FilledSheet(hashlib.sha256(data).hexdigest(), rows)


def _rows(top: Place, grid: Iterator[Sequence[Scalar]], needed: Sequence[str], code: str) -> Iterator[dict[str, Cell]]:
    headers: list[str] = []
    for number, row in enumerate(grid, 1):
        if not headers:
            texts = [str(value).strip() for value in row]
            if not any(texts):
                continue
            missing = [name for name in needed if name not in texts]
            if missing:
                raise InputError.one(
                    code,
                    f"表头里没有「{'」「'.join(missing)}」",
                    place=top.model_copy(update={"line": number, "column": 1}),
                    remedy="保留写出时的表头和隐藏的列，只填写空着的单元格",
                )
            headers = texts
            continue
        cells = {
            name: Cell(value, top.model_copy(update={"line": number, "column": column}))
            for column, (name, value) in enumerate(zip(headers, row, strict=False), 1)
            if name and str(value).strip()
        }
        if cells:
            yield cells


def _workbook(data: bytes, path: Path, sheet: str, code: str) -> Iterator[tuple[Place, Iterator[Sequence[Scalar]]]]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        names = [name for name in book.sheet_names if name.partition("(")[0].strip() == sheet]
        grids = [(name, book.get_sheet_by_name(name).to_python(skip_empty_area=False)) for name in names]
    except CalamineError:
        raise _not_read(
            path, code, "这不是能读的 .xlsx 工作簿，或加了密码", "去掉密码，用 Excel 或 WPS 另存为 .xlsx"
        ) from None
    if not grids:
        raise _not_read(path, code, f"工作簿里没有「{sheet}」这张表", f"用批量评审写出的工作簿，表名「{sheet}」不要改")
    for tab, (name, grid) in enumerate(grids):
        yield Place(file=str(path), sheet=name, tab=tab), ([_scalar(value) for value in row] for row in grid)


def _scalar(value: object) -> Scalar:
    """A cell as a profile would say it: no clock, no floats."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, bool | str | date):
        return value
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _csv(data: bytes, path: Path, code: str) -> Iterator[tuple[Place, Iterator[Sequence[Scalar]]]]:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        yield Place(file=str(path)), iter(csv.reader(io.StringIO(text, newline="")))
        return
    raise _not_read(path, code, "文字的编码不是 UTF-8，也不是 GB18030", "用编辑器另存为 UTF-8 编码")


def _bytes(path: Path) -> bytes:
    """The file's bytes; a workbook may be larger than what people write by hand."""
    try:
        return read_bytes(path)
    except InputError:
        if path.is_file() and LARGEST < path.stat().st_size <= LARGEST_WORKBOOK:
            return path.read_bytes()
        raise


def _not_read(path: Path, code: str, message: str, remedy: str) -> InputError:
    return InputError.one(code, message, place=Place(file=str(path)), remedy=remedy)
