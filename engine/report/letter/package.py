"""A finished document as bytes: the same letter is the same file, whenever and wherever it is made."""

from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from engine.report.letter.drawing import plain
from schemas.assessment import Result

_EARLIEST_YEAR = 1980
"""Zip files know no year before it."""
_LONGEST_TITLE = 200
"""Word keeps 255 characters of a property."""


def packed(document: Any, result: Result, title: str) -> bytes:
    """The document, its properties and its zip entries dated by the day of assessment."""
    on = result.assessed_on
    moment = datetime(on.year, on.month, on.day, tzinfo=UTC)
    properties = document.core_properties
    properties.title = plain(title)[:_LONGEST_TITLE]
    properties.author = properties.last_modified_by = f"{result.engine.name} {result.engine.version}"
    properties.created = properties.modified = moment
    properties.comments = "程序生成的草稿，须经审核人认定并签署"
    properties.subject = properties.keywords = properties.category = ""
    properties.language = "zh-CN"
    properties.revision = 1
    saved = BytesIO()
    document.save(saved)
    return _redated(saved.getvalue(), max(on.year, _EARLIEST_YEAR), on.month, on.day)


def _redated(content: bytes, year: int, month: int, day: int) -> bytes:
    """The same zip with one date and one origin on every entry."""
    out = BytesIO()
    with ZipFile(BytesIO(content)) as given, ZipFile(out, "w") as archive:
        for name in given.namelist():
            entry = ZipInfo(name, (year, month, day, 0, 0, 0))
            entry.compress_type = ZIP_DEFLATED
            entry.create_system = 0
            archive.writestr(entry, given.read(name))
    return out.getvalue()
