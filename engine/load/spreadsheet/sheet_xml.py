"""The XML of worksheets → rows kept as texts, one pass over each part as it is unpacked.

Why not a library: openpyxl takes 3 s for 3,000 rows of 40 columns; python-calamine a tenth of that, but tells no number
formats, so 3.1 % formatted `0.0%` arrives as 0.031, and returns an error cell (`#REF!`) as an empty one; and both, given
a cell in the last corner of a sheet, go through or even set up all the empty ones before it. Expat passes over what is not
wanted, and everything about a cell stands in one place. Source: ECMA-376 part 1, 18.3.1 (worksheets), 18.4 (strings).
"""

import re
from collections.abc import Callable, Sequence
from typing import IO, Any
from xml.parsers.expat import ParserCreate

from engine.load.problem import ValueProblem
from engine.load.spreadsheet.grid import Limits, Merge, Rows
from engine.load.text import is_blank

BETWEEN = "\x1f"
"""Between the four parts of each cell in a packed row: column, kind, style, text. No XML can hold this character."""
NUMBER, SHARED, TEXT, TRUTH, ERROR, DAY, UNCOUNTED = "n", "s", "t", "b", "e", "d", "u"
"""Kinds of cells; the last is a formula whose result was not stored."""

_KINDS = {"n": NUMBER, "s": SHARED, "inlineStr": TEXT, "str": TEXT, "b": TRUTH, "e": ERROR, "d": DAY}
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_ESCAPED = re.compile(r"_x(0009|000A|000D|005F)_")
_CHUNK = 256 * 1024


class Budget:
    """How many filled cells a workbook may still have."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._left = limits.cells

    def spend(self, cells: int) -> None:
        """Count cells; raises ValueProblem when there are too many."""
        self._left -= cells
        if self._left < 0:
            raise ValueProblem("E2012", f"表格里填了超过 {self.limits.cells} 格", self.limits.advice)


def read_strings(stream: IO[bytes]) -> list[str]:
    """The shared strings; phonetic guides, which stand beside the text they belong to, are left out."""
    strings: list[str] = []
    parts: list[str] = []
    within: list[str] = []

    def start(name: str, _attributes: Any) -> None:
        if name in ("si", "rPh", "t"):
            within.append(name)

    def end(name: str) -> None:
        if name in ("si", "rPh", "t"):
            within.pop()
        if name == "si":
            strings.append(unescaped("".join(parts)))
            parts.clear()

    def text(data: str) -> None:
        if within and within[-1] == "t" and "rPh" not in within:
            parts.append(data)

    _parse(stream, start, end, text)
    return strings


def read_rows(stream: IO[bytes], rows: Rows, strings: Sequence[str], budget: Budget) -> tuple[Merge, ...]:
    """Add the filled cells of a worksheet to `rows`; its merged ranges. Raises one of BROKEN, or ValueProblem."""
    scan = _Scan(rows, frozenset(at for at, text in enumerate(strings) if is_blank(text)), len(strings), budget)
    _parse(stream, scan.start, scan.end, scan.text)
    return tuple(scan.merges)


class _Scan:
    """What expat calls on the way through a worksheet."""

    def __init__(self, rows: Rows, blanks: frozenset[int], strings: int, budget: Budget) -> None:
        self.merges: list[Merge] = []
        self._rows, self._blanks, self._strings, self._budget = rows, blanks, strings, budget
        self._row = -1
        self._column = -1
        self._cells: dict[int, tuple[str, str, str]] = {}
        self._attributes: dict[str, str] = {}
        self._formula = self._stated = False
        self._parts: list[str] | None = None
        self._found: list[str] = []
        self._phonetic = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            reference = attributes.get("r")
            self._column = self._column + 1 if reference is None else column_of(reference.rstrip("0123456789"))
            self._attributes = attributes
            self._formula = self._stated = False
            if self._found:
                self._found = []
        elif name == "v" or (name == "t" and not self._phonetic):
            self._stated = True
            self._parts = self._found
        elif name == "row":
            number = attributes.get("r")
            self._row = self._row + 1 if number is None else int(number) - 1
            self._column = -1
        elif name == "f":
            self._formula = True
        elif name == "rPh":
            self._phonetic = True
        elif name == "mergeCell":
            self.merges.append(_merge(attributes["ref"]))
            if len(self.merges) > self._budget.limits.merges:
                most = self._budget.limits.merges
                raise ValueProblem("E2012", f"一张工作表里有超过 {most} 处合并单元格", "取消数据区里的合并单元格")

    def text(self, data: str) -> None:
        if self._parts is not None:
            self._parts.append(data)

    def end(self, name: str) -> None:
        if name in ("v", "t"):
            self._parts = None
        elif name == "c":
            if self._found or self._formula:
                self._close()
        elif name == "row":
            if self._cells:
                self._budget.spend(len(self._cells))
                columns = sorted(self._cells)
                packed = (part for at in columns for part in (str(at), *self._cells[at]))
                self._rows.add(self._row, tuple(columns), BETWEEN.join(packed))
                self._cells.clear()
        elif name == "rPh":
            self._phonetic = False

    def _close(self) -> None:
        """The end of a cell: it is kept if it says something."""
        value = "".join(self._found)
        written = self._attributes.get("t", "n")
        if not value:
            # The result of a formula may be the empty text, which says nothing.
            if self._formula and not (self._stated and written == "str"):
                self._cells[self._column] = (UNCOUNTED, "", "")
            return
        kind = _KINDS[written]
        if kind == NUMBER:
            float(value)  # what is no number is damage
        elif kind == SHARED:
            at = int(value)
            if not 0 <= at < self._strings:
                raise IndexError(at)
            if at in self._blanks:
                return
        elif kind == TEXT:
            value = unescaped(value)
            if is_blank(value):
                return
        self._cells[self._column] = (kind, self._attributes.get("s", "0"), value)


def unescaped(text: str) -> str:
    """White space that XML would lose is written `_x000A_`, and an underscore that could be mistaken, `_x005F_`."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


_columns: dict[str, int] = {}
"""Columns by their letters, as they were met: a sheet has few."""


def column_of(letters: str) -> int:
    """The column, counted from 0, of its letters."""
    known = _columns.get(letters)
    return _columns.setdefault(letters, _position(f"{letters}1")[1]) if known is None else known


def _parse(
    stream: IO[bytes],
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None],
    text: Callable[[str], None],
) -> None:
    """Run expat. A namespace's prefix, which few writers use, is taken off; a document type, which none has, is refused."""
    parser = ParserCreate()
    parser.buffer_text = True

    def refuse(*_: Any) -> None:
        raise ValueError("DOCTYPE")

    def begin(name: str, _attributes: dict[str, str]) -> None:
        if ":" in name:
            parser.StartElementHandler = lambda name, attributes: start(name.rpartition(":")[2], attributes)
            parser.EndElementHandler = lambda name: end(name.rpartition(":")[2])
        else:
            parser.StartElementHandler = start
            parser.EndElementHandler = end

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = begin
    parser.CharacterDataHandler = text
    while chunk := stream.read(_CHUNK):
        parser.Parse(chunk, False)
    parser.Parse(b"", True)


def _merge(reference: str) -> Merge:
    first, _, last = reference.partition(":")
    (top, left), (bottom, right) = _position(first), _position(last or first)
    return Merge(top, left, bottom, right)


def _position(reference: str) -> tuple[int, int]:
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        raise ValueError(reference)
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]) - 1, column - 1
