"""CSV files: encoding and delimiter are found out, cells keep their places, what cannot be read is told."""

import codecs

import pytest

from engine.errors import InputError
from engine.load.spreadsheet.csv_text import delimiter_of, read_csv
from engine.load.spreadsheet.grid import ONE_CASE, Sheet


def texts(sheet: Sheet) -> list[list[str]]:
    """What the filled cells show, row by row."""
    return [[cell.text for _, cell in sheet.filled(row)] for row in sorted(sheet.rows)]


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [("utf-8", b""), ("utf-8", codecs.BOM_UTF8), ("gb18030", b""), ("gbk", b""), ("utf-16", b"")],
)
def test_the_encoding_is_found_out(encoding: str, mark: bytes) -> None:
    data = mark + "单位名称,职工总数\r\n长春示例,20\r\n".encode(encoding)
    assert texts(read_csv(data, "a.csv")) == [["单位名称", "职工总数"], ["长春示例", "20"]]


@pytest.mark.parametrize(
    ("line", "delimiter"),
    [
        ("甲,乙", ","),
        ("甲", ","),
        ("", ","),
        ("甲;乙", ";"),
        ("甲\t乙", "\t"),
        ("年销售收入(2025,万元)\t乙", "\t"),
        ("年销售收入(2025,万元,x);乙", ";"),
        ('"甲;丙;丁",乙', ","),
        ("\n\n甲;乙\n丙,丁,戊", ";"),
    ],
)
def test_the_delimiter_is_found_out(line: str, delimiter: str) -> None:
    assert delimiter_of(line) == delimiter


def test_cells_keep_line_and_column() -> None:
    sheet = read_csv('名,"乙 ""丙"", 丁",戊\n\n"一\r\n二",="011"\n'.encode(), "a.csv")
    found = {cell.text: (cell.mark.line, cell.mark.column) for row in sheet.rows for _, cell in sheet.filled(row)}
    assert found == {
        "名": (0, 0),
        '乙 "丙", 丁': (0, 2),
        "戊": (0, 15),
        "一\r\n二": (2, 0),
        "011": (3, 3),
    }


@pytest.mark.parametrize(
    ("data", "code", "place", "told"),
    [
        ('甲,乙\n1,"2\n'.encode(), "E2014", "a.csv:2", "引号"),
        ('甲,乙\n"1"x,2\n'.encode(), "E2014", "a.csv:2", "引号"),
        (b"\x81\x30\xff\xff", "E2013", "a.csv", "编码"),
        (b"\xff\xfe\x00", "E2013", "a.csv", "UTF-16"),
        (b"PK\x03\x04\0", "E2010", "a.csv", "工作簿"),
        (b"\x7fELF\0", "E2010", "a.csv", "不是文本"),
        ("甲\x07".encode(), "E1017", "a.csv:1:2", "控制字符"),
    ],
)
def test_what_cannot_be_read(data: bytes, code: str, place: str, told: str) -> None:
    with pytest.raises(InputError) as caught:
        read_csv(data, "a.csv")
    (item,) = caught.value.diagnostics
    assert (item.code, str(item.place)) == (code, place)
    assert told in item.message


def test_a_file_is_bounded() -> None:
    small = ONE_CASE._replace(cells=3)
    assert len(read_csv("甲,乙\n,丙\n".encode(), "a.csv", small).rows) == 2
    with pytest.raises(InputError, match="E2012"):
        read_csv("甲,乙\n丁,丙\n".encode(), "a.csv", small)
