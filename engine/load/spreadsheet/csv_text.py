"""CSV → one sheet of text cells: the encoding and the delimiter are found out, every cell keeps its place.

A file with a byte order mark is what the mark says, else UTF-8 if it can be, else GB18030 (which GBK and GB2312 are
parts of). Chinese text in GB18030 is practically never valid UTF-8. The delimiter is a tab if the header row has one, else a comma
or a semicolon, whichever stands there more often outside of brackets and quotation marks.
"""

import csv
import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator
from functools import partial
from io import StringIO

from engine.errors import InputError
from engine.load.document import FileSpot, Spot
from engine.load.problem import ValueProblem
from engine.load.spreadsheet.grid import ONE_CASE, Cell, Limits, Rows, Sheet
from engine.load.text import is_blank
from engine.load.text_file import refuse_unprintable
from schemas.diagnostic import Place

_ASIDE = re.compile(r'"[^"]*"?|[(（\[［【〔][^)）\]］】〕\n]*[)）\]］】〕]')
_AFTER_LINE = "\x1f"
"""Between the number of a row's first line and the row: no file that is read holds such a character."""
_FORMULA_TEXT = re.compile(r'="([^"]*)"')


def read_csv(data: bytes, file: str, limits: Limits = ONE_CASE) -> Sheet:
    """The table of a CSV file. Raises InputError with the one problem that keeps it from being read."""
    text = _decoded(data, file)
    refuse_unprintable(text, file)
    delimiter = delimiter_of(text)
    rows = Rows(partial(_cells, file=file, delimiter=delimiter))
    room = limits.cells
    for number, (line, raw, values) in enumerate(_records(text, delimiter, file)):
        columns = tuple(column for column, value in enumerate(values) if not is_blank(_unwrapped(value)))
        if columns:
            rows.add(number, columns, f"{line}{_AFTER_LINE}{raw}")
        room -= len(columns)
        if room < 0:
            raise _problem("E2012", f"表格里填了超过 {limits.cells} 格", limits.advice, file)
    return Sheet(file, rows)


def delimiter_of(text: str) -> str:
    """What separates the cells, by the first line that is not empty."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    bare = _ASIDE.sub("", first)
    if "\t" in bare:
        return "\t"
    return ";" if bare.count(";") > bare.count(",") else ","


def _decoded(data: bytes, file: str) -> str:
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        encodings = ["utf-16"]
    elif b"\0" in data:
        workbook = data.startswith((b"PK", b"\xd0\xcf\x11\xe0"))
        raise _problem(
            "E2010",
            "文件名是 .csv，内容却是工作簿" if workbook else "文件名是 .csv，内容却不是文本",
            "把文件名改成 .xlsx" if workbook else "在表格软件里另存为「CSV UTF-8」",
            file,
        )
    else:
        encodings = ["utf-8", "gb18030"]
        data = data.removeprefix(BOM_UTF8)
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    if encodings == ["utf-16"]:
        raise _problem("E2013", "文件标明是 UTF-16 编码，内容却不是", "在表格软件里另存为「CSV UTF-8」", file)
    raise _problem("E2013", "文件既不是 UTF-8 编码，也不是 GB18030（GBK）编码", "在表格软件里另存为「CSV UTF-8」", file)


def _records(text: str, delimiter: str, file: str) -> Iterator[tuple[int, str, list[str]]]:
    """The rows: the line where each begins, as written, and its values.

    A row may go over several lines where a cell in quotation marks holds a line break.
    """
    taken: list[str] = []

    def lines() -> Iterator[str]:
        for line in StringIO(text, newline=""):  # splitlines() would break at U+2028 and its like, too
            taken.append(line)
            yield line

    reader = csv.reader(lines(), delimiter=delimiter, strict=True)
    line = 0
    try:
        for record in reader:
            yield line, "".join(taken), record
            taken.clear()
            line = reader.line_num
    except csv.Error:
        raise InputError.one(
            "E2014",
            "这一行的引号不成对，或引号之外还有内容，分不清有几格",
            place=Place(file=file, line=line + 1),
            remedy="含逗号、引号或换行的内容整格放在英文双引号里，其中的引号写两遍；或用表格软件另存",
        ) from None


def _cells(_row: int, packed: str, _only: int | None, file: str, delimiter: str) -> dict[int, Cell]:
    """The filled cells of a row as it was written."""
    number, _, raw = packed.partition(_AFTER_LINE)
    (record,) = csv.reader(StringIO(raw, newline=""), delimiter=delimiter, strict=True)
    cells = {}
    for column, (written, spot) in enumerate(zip(record, _starts(raw, int(number), delimiter), strict=False)):
        value = _unwrapped(written)
        if not is_blank(value):
            cells[column] = Cell(value, FileSpot(*spot, file))
    return cells


def _starts(record: str, line: int, delimiter: str) -> list[Spot]:
    """Where the cells of a record begin."""
    spots = [Spot(line, 0)]
    column = 0
    if '"' not in record:
        for cell in record.split(delimiter):
            column += len(cell) + 1
            spots.append(Spot(line, column))
        return spots
    inside, before = False, delimiter
    for character in record:
        column += 1
        if character == '"' and (inside or before in (delimiter, '"')):
            inside = not inside
        elif character == "\n":
            line, column = line + 1, 0
        elif character == delimiter and not inside:
            spots.append(Spot(line, column))
        before = character
    return spots


def _unwrapped(value: str) -> str:
    """`="0111"` is how some programs keep a spreadsheet from taking text for a number."""
    match = _FORMULA_TEXT.fullmatch(value.strip())
    return match[1] if match else value


def _problem(code: str, message: str, remedy: str, file: str) -> InputError:
    return InputError([ValueProblem(code, message, remedy).at(Place(file=file))])
