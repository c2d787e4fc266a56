"""One table of the workbook: headers, rows one after another, further sheets when one is full, ready to print."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from engine.batch.codes_cell import side_by_side
from engine.batch.columns import Column
from engine.batch.styles import Styles
from engine.errors import InputError
from engine.report.wrapping import width_of

ROWS = 1_048_576
"""Rows of a sheet, the header's among them."""
MOST_SHEETS = 5
"""Sheets of one table: beyond these a workbook is no form in which anybody reads."""
_LONGEST = 32_767
"""Characters of a cell, those beyond U+FFFF counted twice."""
_CUT = "…（太长，余下的见 .jsonl 输出）"
_A4 = 9
_LINE, _PADDING, _HIGHEST = 14.5, 5.0, 409.0
"""Points: of a line of text of size 10, around all of them, and of the highest row there can be."""


class Sheet:
    """A table that grows downwards; everything is written as text, never as a formula or a link."""

    def __init__(self, book: Any, name: str, columns: Sequence[Column], title: str, styles: Styles) -> None:
        self._book = book
        self._name = name
        self._columns = columns
        self._kinds = [column.kind for column in columns]
        self._widths = [column.width for column in columns if column.kind != "hidden"]
        self._title = title
        self._styles = styles
        self._sheets: list[Any] = []
        self._row = 0
        self._begin()

    def add(self, cells: Sequence[object]) -> None:
        """Write a row; several things in a cell stand on lines of their own, but for codes."""
        if self._row == ROWS:
            self._finish()
            self._begin()
        texts = [
            shown(side_by_side(value, column.width) if column.kind == "codes" and isinstance(value, tuple) else value)
            for column, value in zip(self._columns, cells, strict=True)
        ]
        styles = self._styles
        self._sheets[-1].put_row(
            self._row,
            height_of(texts, self._widths),
            [value if isinstance(value, int) else text for value, text in zip(cells, texts, strict=True)],
            [
                styles.verdict(text) if kind == "verdict" else styles.of(kind)
                for kind, text in zip(self._kinds, texts, strict=True)
            ],
        )
        self._row += 1

    def close(self) -> None:
        """No more rows."""
        self._finish()

    def _begin(self) -> None:
        """A further sheet with the headers."""
        if len(self._sheets) == MOST_SHEETS:
            raise too_many(self._name)
        from engine.batch.row_sheet import RowSheet

        name = self._name if not self._sheets else f"{self._name}({len(self._sheets) + 1})"
        sheet = self._book.add_worksheet(name, RowSheet)
        self._sheets.append(sheet)
        print_set_up(sheet, f"{self._title}　{name}")
        sheet.repeat_rows(0)
        sheet.freeze_panes(1, 2 if len(self._columns) > 2 else 0)
        sheet.set_row(0, 30)
        for at, column in enumerate(self._columns):
            hidden = {"hidden": True} if column.kind == "hidden" else {}
            sheet.set_column(at, at, column.width, None, hidden)
            filled_in = column.kind in ("entry", "day")
            style = self._styles.entry_header if filled_in else self._styles.header
            sheet.write_string(0, at, column.title, style)
        self._row = 1

    def _finish(self) -> None:
        """What needs the last row: the filter, and the choices of the cells to fill in."""
        sheet, last = self._sheets[-1], max(self._row - 1, 0)
        sheet.autofilter(0, 0, last, len(self._columns) - 1)
        for at, column in enumerate(self._columns):
            if last and column.kind == "entry" and column.title == "结论":
                choices = {
                    "validate": "list",
                    "source": ["通过", "不通过"],
                    "error_title": "结论",
                    "error_message": "只填「通过」或「不通过」；尚未认定的留空",
                }
                sheet.data_validation(1, at, last, at, choices)


def print_set_up(sheet: Any, title: str) -> None:
    """A4, landscape, as wide as a page, with the title above and the page number below."""
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.8, bottom=0.6)
    sheet.set_header(f'&C&"{"宋体"},Bold"&14{title[:100].replace("&", "&&")}')
    sheet.set_footer('&L&"宋体"&9准入 zhunru&C&"宋体"&9第 &P 页，共 &N 页')


def height_of(texts: Sequence[str], widths: Sequence[int]) -> float:
    """How high a row must be for its texts to be seen whole: not every program works that out by itself."""
    lines = 1
    for text, width in zip(texts, widths, strict=False):
        # no character takes more than two
        if 2 * len(text) >= width or "\n" in text:
            lines = max(lines, _lines(text, width))
    return min(_LINE * lines + _PADDING, _HIGHEST)


@lru_cache(maxsize=4096)
def _lines(text: str, width: int) -> int:
    """The lines of a text; what the rules say stands in row after row."""
    return sum(-(-max(width_of(part), 1) // (width - 1)) for part in text.split("\n"))


def shown(value: object) -> str:
    """What stands in a cell, as far as it can hold it; several things stand on lines of their own."""
    text = "\n".join(value) if isinstance(value, tuple) else "" if value is None else str(value)
    if 2 * len(text) <= _LONGEST or len(units := text.encode("utf-16-le")) <= 2 * _LONGEST:
        return text
    return units[: 2 * (_LONGEST - len(_CUT))].decode("utf-16-le", errors="ignore") + _CUT


def too_many(name: str) -> InputError:
    """The refusal of what no workbook can hold."""
    most = MOST_SHEETS * (ROWS - 1)
    return InputError.one(
        "E6006",
        f"「{name}」可能超过 {most:,} 行，一个工作簿装不下",
        remedy="输出改用 .csv 或 .jsonl（-o 结果.csv），或按推荐单位、规则集分几次评审",
    )
