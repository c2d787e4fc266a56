"""Workbooks: what a cell holds and shows, exactly; and files that are no sound workbook."""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import pytest
import xlsxwriter
from openpyxl.chart import BarChart, Reference
from openpyxl.styles import Protection

from engine.errors import InputError
from engine.load.spreadsheet import archive
from engine.load.spreadsheet.grid import ONE_CASE, Cell, Merge, Sheet
from engine.load.spreadsheet.number_format import shown_by
from engine.load.spreadsheet.workbook import exact, read_workbook
from tests.table_making import Formatted, bytes_of
from tests.table_making import workbook as made

SHEET = "xl/worksheets/sheet1.xml"


def only(value: Any, number_format: str = "General") -> Cell:
    """The cell that a workbook with this one cell has."""
    (sheet,) = read_workbook(bytes_of(made({"表": [[Formatted(value, number_format)]]})), "a.xlsx")
    return sheet.rows[0][0]


def _prefixed(match: re.Match[str]) -> str:
    return f"<{match[1]}x:" if match[0] else ":x"


def altered(part: str, pattern: str, text: str | Callable[[re.Match[str]], str], **sheets: Any) -> bytes:
    """A small workbook in which a part was changed."""
    return replaced(bytes_of(made(sheets or {"表": [["甲", 5]]})), part, pattern, text)


def replaced(data: bytes, part: str, pattern: str, text: str | Callable[[re.Match[str]], str]) -> bytes:
    """A workbook in which a part was changed."""
    source = zipfile.ZipFile(io.BytesIO(data))
    stream = io.BytesIO()
    with source, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            content = source.read(entry).decode()
            target.writestr(entry.filename, re.sub(pattern, text, content) if entry.filename == part else content)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (0.1 + 0.2, "0.3"),
        (20.0, "20"),
        (20, "20"),
        (-0.0, "0"),
        (6050.55, "6050.55"),
        (1e-7, "0.0000001"),
        (123456789012.34, "123456789012.34"),
        (999999999999999, "999999999999999"),
        (1e14, "100000000000000"),
        (4.35 * 100, "435"),
        (1 / 3, "0.333333333333333"),
    ],
)
def test_a_double_becomes_the_decimal_that_is_shown(value: float, number: str) -> None:
    assert f"{exact(value):f}" == number


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (0.031, "0.0%", "3.1%"),
        (0.07, "0%", "7%"),
        (0.175, "0.00%;[Red]-0.00%", "17.5%"),
        (-0.05, "0.00%;[Red]-0.00%", "-5%"),
        (3.1, '0.0"%"', "3.1%"),
        (6050, '#,##0.00"万元"', "6050万元"),
        (6050, r"0\万\元", "6050万元"),
        (6050, 'General"万元"', "6050万元"),
        (20, "#,##0_ ;[Red]-#,##0", "20"),
        (500, '"¥"#,##0.00', "500"),
        (500, "[$￥-804]#,##0.00", "500"),
        (500, "[$$-409]#,##0.00", "$500"),
        (500, '"US$"0', "US$500"),
        (111, "0000", "0111"),
        (11111, "0000", "11111"),
        (0.5, "# ?/?", "0.5"),
        (12345, "0.00E+00", "12345"),
        (5, "* 0", "5"),
        (5, "@", "5"),
        (20, '[>=10000]0!.0,"万";0', "20"),
    ],
)
def test_a_format_is_part_of_what_a_number_says(value: float, number_format: str, text: str) -> None:
    cell = only(value, number_format)
    assert (cell.text, cell.fault) == (text, None)


@pytest.mark.parametrize(
    ("value", "number_format"),
    [
        (123456, '0!.0,"万元"'),
        (123456, '0!.0000"万元"'),
        (123456, "#,##0,"),
        (123456, "0.0,"),
        (20000, '[>=10000]0!.0,"万";0'),
        (5, '"若干"'),
        (5, '[>10]0;[<0]"负"'),
    ],
)
def test_a_format_that_shows_another_number_is_refused(value: float, number_format: str) -> None:
    cell = only(value, number_format)
    assert cell.fault is not None
    assert cell.fault.code == "E2023"


def test_negative_numbers_have_their_own_section() -> None:
    assert shown_by('0"元";0"万元"', 5).suffix == "元"
    assert shown_by('0"元";0"万元"', -5).suffix == "万元"
    assert shown_by('[<0]0"元";0"万元"', -5).suffix == "元"


@pytest.mark.parametrize(
    ("value", "number_format", "read"),
    [
        (date(2020, 5, 6), "yyyy-mm-dd", date(2020, 5, 6)),
        (datetime(2020, 5, 6, 13, 4), "yyyy-mm-dd hh:mm", date(2020, 5, 6)),  # noqa: DTZ001
        (43957, 'yyyy"年"m"月"d"日"', date(2020, 5, 6)),
        (time(3, 4), "h:mm:ss", "03:04:00"),
        (True, "General", True),
        ("甲", "General", "甲"),
        ("6,050", "@", "6,050"),
    ],
)
def test_other_values_stay_what_they_are(value: Any, number_format: str, read: Any) -> None:
    assert only(value, number_format).value == read


def test_a_bare_number_may_be_a_day() -> None:
    assert only(43957).day == date(2020, 5, 6)
    assert only(43957.0).day == date(2020, 5, 6)
    assert [only(value).day for value in (43957.5, 2020, 20200506)] == [None, None, None]
    assert only(43957, '0"元"').day is None


@pytest.mark.parametrize(
    ("value", "code"),
    [("#REF!", "E2020"), ("#N/A", "E2020"), ("=A1+1", "E2021"), (912201001234567890, "E2022"), (-1e15, "E2022")],
)
def test_a_cell_without_a_usable_value(value: Any, code: str) -> None:
    fault = only(value).fault
    assert fault is not None
    assert fault.code == code


def test_stored_results_of_formulas_are_read() -> None:
    data = altered(SHEET, r"<v ?/>|<v></v>", "<v>7</v>", 表=[["=1+6"]])
    (sheet,) = read_workbook(data, "a.xlsx")
    assert sheet.rows[0][0].text == "7"


def test_sheets_keep_name_order_merges_and_whether_they_are_hidden() -> None:
    book = made({"甲": [["x", None, "y"]], "乙": [["z"]]}, merges={"甲": ["A1:B1"]})
    book["乙"].sheet_state = "hidden"
    one, other = read_workbook(bytes_of(book), "a.xlsx")
    assert (one.name, one.tab, one.merges, one.hidden) == ("甲", 1, (Merge(0, 0, 0, 1),), False)
    assert (other.name, other.tab, other.merges, other.hidden) == ("乙", 2, (), True)
    assert one.cell(0, 1) is one.rows[0][0]
    assert one.cell(5, 5) is None


def test_a_chart_sheet_is_no_table() -> None:
    book = made({"甲": [["x"]]})
    chart = BarChart()
    chart.add_data(Reference(book["甲"], min_col=1, min_row=1))
    book.create_chartsheet("图").add_chart(chart)
    assert [sheet.name for sheet in read_workbook(bytes_of(book), "a.xlsx")] == ["甲"]


def test_formats_and_warnings_of_openpyxl_do_not_matter() -> None:
    book = made({"甲": [["x"]]})
    book["甲"]["A1"].protection = Protection(locked=False)
    no_default_style = altered("xl/styles.xml", "<cellStyles>.*</cellStyles>", "", 甲=[["x"]])
    assert read_workbook(bytes_of(book), "a.xlsx")[0].rows[0][0].text == "x"
    assert read_workbook(no_default_style, "a.xlsx")[0].rows[0][0].text == "x"


def test_cells_may_leave_their_place_out_and_the_sheet_its_size() -> None:
    bare = altered(SHEET, r' r="[A-Z0-9]+"', "")
    small = altered(SHEET, 'ref="A1:B1"', 'ref="A1:A1"')
    far = altered(SHEET, "</sheetData>", '<row r="90000"><c r="XFD90000"><v>1</v></c></row></sheetData>')
    for data in (bare, small, far):
        (sheet,) = read_workbook(data, "a.xlsx")
        assert [cell.text for cell in sheet.rows[0].values()] == ["甲", "5"]
    assert sheet.rows[89_999][16_383].text == "1"


def test_a_sheet_may_be_named_by_an_absolute_path() -> None:
    data = altered("xl/_rels/workbook.xml.rels", 'Target="/?(xl/)?worksheets', 'Target="/xl/worksheets')
    relative = altered("xl/_rels/workbook.xml.rels", 'Target="/?(xl/)?worksheets', 'Target="worksheets')
    assert [len(read_workbook(each, "a.xlsx")) for each in (data, relative)] == [1, 1]


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY a{i} "{("&a" + (str(i - 1) if i else "") + ";") * 50}">' for i in range(9))
    + "]><worksheet"
)


@pytest.mark.parametrize(
    ("data", "code", "told"),
    [
        ("单位名称,x".encode(), "E2010", "内容却是文本"),
        (b"\x7fELF\0", "E2010", "却不是工作簿"),
        (b"", "E2010", "空的"),
        (b"PK\x03\x04 and nothing else", "E2010", "已损坏"),
        (OLE + bytes(64), "E2011", "旧版"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "E2011", "密码"),
        (altered(SHEET, "<v>5</v>", "<v>abc</v>"), "E2010", "已损坏"),
        (altered(SHEET, "<worksheet(.*)<v>5</v>", LAUGHS + r"\1<v>&a8;</v>"), "E2010", "已损坏"),
        (altered(SHEET, "(?s).*", "<worksheet>"), "E2010", "已损坏"),
        (altered("xl/workbook.xml", "(?s).*", "<workbook/>"), "E2010", "已损坏"),
        (altered("xl/workbook.xml", "(?s)<sheets>.*</sheets>", "<sheets/>"), "E2010", "已损坏"),
        (altered("_rels/.rels", 'officeDocument"', 'else"'), "E2010", "已损坏"),
        (
            altered(SHEET, "</sheetData>", '</sheetData><mergeCells><mergeCell ref="!"/></mergeCells>'),
            "E2010",
            "已损坏",
        ),
    ],
    ids=str.split("text binary empty cut old locked number laughs xml book sheets relations merge"),
)
def test_what_is_no_sound_workbook(data: bytes, code: str, told: str) -> None:
    with pytest.raises(InputError) as caught:
        read_workbook(data, "a.xlsx")
    (item,) = caught.value.diagnostics
    assert (item.code, str(item.place)) == (code, "a.xlsx")
    assert told in item.message


def test_a_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr(SHEET, bytes(ONE_CASE.unpacked + 1))
    assert len(stream.getvalue()) < 100_000
    monkeypatch.setattr(zipfile.ZipFile, "read", None)
    with pytest.raises(InputError, match="E2012"):
        read_workbook(stream.getvalue(), "a.xlsx")


@pytest.mark.parametrize(("bound", "most"), [("cells", 3), ("merges", 1), ("unpacked", 99)])
def test_a_workbook_is_bounded(bound: str, most: int) -> None:
    data = bytes_of(made({"表": [["甲", "乙"], [1], [2]]}, merges={"表": ["D1:E1", "D2:E2"]}))
    assert len(read_workbook(data, "a.xlsx")) == 1
    limits = ONE_CASE._replace(**{bound: most})  # type: ignore[arg-type]  # every bound is a number
    with pytest.raises(InputError, match="E2012"):
        read_workbook(data, "a.xlsx", limits)


def test_a_workbook_has_few_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_PARTS", 5)
    with pytest.raises(InputError, match="E2012"):
        read_workbook(bytes_of(made({"表": [["甲"]]})), "a.xlsx")


def test_a_prefix_of_the_namespace_is_taken_off() -> None:
    (sheet,) = read_workbook(altered(SHEET, "<(/?)(?=[a-z])|(?<=xmlns)(?==)", _prefixed), "a.xlsx")
    assert [cell.text for cell in sheet.rows[0].values()] == ["甲", "5"]


def sheet_of(cells: str) -> Sheet:
    """A sheet with these cells written out as XML."""
    row = f'<sheetData><row r="1">{cells}</row></sheetData>'
    (sheet,) = read_workbook(altered(SHEET, "(?s)<sheetData>.*</sheetData>", row), "a.xlsx")
    return sheet


def test_cells_as_other_programs_write_them() -> None:
    sheet = sheet_of(
        '<c r="A1" t="inlineStr"><is><r><t>甲</t></r><r><t>_x000A_乙_x005F_</t></r><rPh sb="0" eb="1"><t>jia</t></rPh></is></c>'
        '<c r="B1" t="str"><f>"丙"</f><v>丙</v></c>'
        '<c r="C1" t="d"><v>2020-05-06T00:00:00</v></c>'
        '<c r="D1" t="d"><v>何时</v></c>'
        '<c r="E1" t="b"><v>1</v></c>'
        '<c r="F1" t="str"><f>""</f><v></v></c>'
        '<c r="G1" t="str"><f>"  "</f><v>  </v></c>'
        '<c r="H1" s="99"><v>7</v></c>'
        '<c r="I1" t="e"><v>#N/A</v></c>'
    )
    found = [cell.value for cell in sheet.rows[0].values()]
    assert found == ["甲\n乙_", "丙", date(2020, 5, 6), "何时", True, Decimal(7), "#N/A"]
    assert sheet.rows.columns(0) == (0, 1, 2, 3, 4, 7, 8)
    assert sheet.rows.columns(5) == ()
    assert (sheet.rows.only(0, 1), sheet.rows.only(0, 5)) == (sheet.rows[0][1], None)
    assert len(sheet.rows) == 1


@pytest.mark.parametrize(
    "cells",
    [
        '<c r="A1" t="s"><v>99</v></c>',
        '<c r="A1" t="x"><v>1</v></c>',
        '</row><row r="1"><c r="A1"><v>1</v></c></row><row r="1"><c><v>2</v></c>',
    ],
)
def test_cells_that_are_damage(cells: str) -> None:
    with pytest.raises(InputError, match="E2010"):
        sheet_of(cells)


def test_strings_have_runs_and_phonetic_guides() -> None:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    book.add_worksheet().write_row(0, 0, ["甲", "   ", "丙"])
    book.close()
    strings = "<si><r><t>甲</t></r><r><t>乙</t></r><rPh sb='0' eb='1'><t>jia</t></rPh></si>"
    data = replaced(stream.getvalue(), "xl/sharedStrings.xml", "<si><t>甲</t></si>", strings)
    assert [cell.text for cell in read_workbook(data, "a.xlsx")[0].rows[0].values()] == ["甲乙", "丙"]


@pytest.mark.parametrize(("number", "value"), [(31, date(2020, 5, 6)), (57, date(2020, 5, 6)), (14, date(2020, 5, 6))])
def test_days_in_formats_of_chinese_editions(number: int, value: date) -> None:
    data = altered("xl/styles.xml", '<xf numFmtId="0"', f'<xf numFmtId="{number}"', 表=[[43957]])
    assert read_workbook(data, "a.xlsx")[0].rows[0][0].value == value


def test_a_day_that_no_calendar_has() -> None:
    fault = only(1e10, "yyyy-mm-dd").fault
    assert fault is not None
    assert fault.code == "E2020"


def test_days_counted_from_1904() -> None:
    data = altered("xl/workbook.xml", "<workbookPr(?= |/)", '<workbookPr date1904="1"', 表=[[42495]])
    assert read_workbook(data, "a.xlsx")[0].rows[0][0].day == date(2020, 5, 6)


def test_many_numbers_are_not_remembered_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.load.spreadsheet.workbook._MOST_NUMBERS", 2)
    (sheet,) = read_workbook(bytes_of(made({"表": [[1, 2, 1, 3, 1]]})), "a.xlsx")
    assert [cell.text for cell in sheet.rows[0].values()] == ["1", "2", "1", "3", "1"]
    assert [cell.mark.column for cell in sheet.rows[0].values()] == [0, 1, 2, 3, 4]


def test_a_merge_of_one_cell_is_one() -> None:
    data = altered(SHEET, "</sheetData>", '</sheetData><mergeCells><mergeCell ref="$B$1"/></mergeCells>')
    assert read_workbook(data, "a.xlsx")[0].merges == (Merge(0, 1, 0, 1),)


def test_a_merge_of_everything_costs_nothing() -> None:
    data = altered(SHEET, "</sheetData>", '</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>')
    assert read_workbook(data, "a.xlsx")[0].cell(500_000, 500) is not None


def test_money_is_exact_to_the_last_digit() -> None:
    assert only(29999999.99).value == Decimal("29999999.99")
