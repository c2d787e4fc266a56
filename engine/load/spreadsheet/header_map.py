"""A file that says what headers mean which are not the vocabulary's: `销售额（万元）: 年销售收入（万元）`, `传真: 忽略`."""

from dataclasses import dataclass, field
from pathlib import Path

from engine.errors import InputError
from engine.load.library import Library
from engine.load.problem import Problems, ValueProblem
from engine.load.spreadsheet.header_words import IGNORED, Names, read_header
from engine.load.text import quoted, squeezed
from engine.load.yaml_text import read_document
from schemas.diagnostic import Diagnostic, Place, Severity

_FORM = f"一行写一个，左边是表格里的表头，右边是字段（可带年份和单位）或「{IGNORED}」，如「销售额: 年销售收入（万元）」"


@dataclass(frozen=True)
class HeaderMap:
    """What headers mean, by the header without white space, each with its place in the file."""

    file: str
    sha256: str
    meanings: dict[str, str]
    places: dict[str, Place] = field(repr=False)

    def unused(self, used: set[str]) -> list[Diagnostic]:
        """The headers of the file that no table had."""
        return [
            Diagnostic(
                code="W6008",
                message=f"没有一张表有表头{quoted(header)}，对照文件里的这一行没有用上",
                place=self.places[header],
                remedy="照抄表格里的表头（换行和空格不计），或删去这一行",
                severity=Severity.WARNING,
            )
            for header in self.meanings
            if header not in used
        ]


def read_header_map(path: Path, library: Library) -> HeaderMap:
    """Read the file. Raises InputError with all that is wrong with it."""
    document = read_document(path)
    problems = Problems(document)
    if not isinstance(document.data, dict) or not document.data:
        problem = ValueProblem("E6013", "表头对照文件里没有「表头: 字段」的内容", _FORM)
        raise InputError([problem.at(document.place())])
    names = Names(library)
    meanings: dict[str, str] = {}
    places: dict[str, Place] = {}
    for header, meaning in document.data.items():
        with problems.at((header,), key=True):
            key = squeezed(header)
            if key in meanings:
                raise ValueProblem("E6013", f"表头{quoted(header)}写了两处", "只留一处")
            with problems.at((header,)):
                meanings[key] = _meaning(meaning, header, names)
                places[key] = problems.place((header,), key=True)
    problems.raise_any()
    return HeaderMap(str(path), document.sha256, meanings, places)


def _meaning(written: object, header: str, names: Names) -> str:
    """What a header means: a header that the grammar knows, or that its column is not read."""
    if not isinstance(written, str) or not written.strip():
        raise ValueProblem("E6013", f"表头{quoted(header)}之后没有写字段", _FORM)
    text = squeezed(written)
    if text != IGNORED:
        try:
            read_header([text], names)
        except ValueProblem as problem:
            raise ValueProblem(
                "E6013", f"表头{quoted(header)}对照的{quoted(written)}不能用：{problem.message}", problem.remedy
            ) from None
    return text
