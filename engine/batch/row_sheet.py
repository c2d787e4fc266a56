"""A worksheet that takes whole rows of texts and whole numbers, each written in one go.

XlsxWriter makes an object of every cell, and writes its XML attribute by attribute: two thirds of the time that a
workbook takes. This stands on how it keeps and writes rows in constant memory, which is nobody's promise: a test compares
both, byte for byte, so that another version that does it otherwise is found out.
"""

import re
from collections.abc import Sequence
from typing import Any

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

_UNSAFE = re.compile("[&<>_\x00-\x08\x0b-\x1f\ufffe\uffff]")
"""What XML cannot hold as it is, and the underscore that begins what Excel takes for such a character."""


class RowSheet(Worksheet):  # type: ignore[misc]  # ships no types
    """A worksheet of a workbook in constant memory."""

    def __init__(self) -> None:
        super().__init__()
        self.previous_row: int = 0
        self._held: tuple[float, Sequence[str | int], Sequence[Any]] | None = None
        self._letters: list[str] = []
        self._indices: dict[Any, int] = {}

    def put_row(self, row: int, height: float, cells: Sequence[str | int], styles: Sequence[Any]) -> None:
        """Write the row after the last one; empty texts are blank cells, and no text is ever a formula or a link."""
        self._check_dimensions(row, len(cells) - 1)
        self._write_single_row(row)
        self._held = height, cells, styles

    def _write_single_row(self, current_row_num: int = 0) -> None:
        """Write the row that is held back, as the base does: the numbers of styles are given out in that order."""
        if self._held is None:
            super()._write_single_row(current_row_num)
            return
        (height, cells, styles), self._held = self._held, None
        number, self.previous_row = self.previous_row + 1, current_row_num
        pixels = int(height * 4.0 / 3.0 + 0.5)
        parts = [f'<row r="{number}" ht="{pixels * 0.75:.16g}" customHeight="1">']
        while len(self._letters) < len(cells):
            self._letters.append(xl_col_to_name(len(self._letters)))
        for letter, cell, style in zip(self._letters, cells, styles, strict=False):
            index = self._indices.get(style)
            if index is None:
                index = self._indices[style] = style._get_xf_index()
            if cell == "":
                parts.append(f'<c r="{letter}{number}" s="{index}"/>')
            elif isinstance(cell, int):
                parts.append(f'<c r="{letter}{number}" s="{index}"><v>{cell}</v></c>')
            else:
                kept = ' xml:space="preserve"' if cell[0].isspace() or cell[-1].isspace() else ""
                text = self._escaped(cell) if _UNSAFE.search(cell) else cell
                parts.append(f'<c r="{letter}{number}" s="{index}" t="inlineStr"><is><t{kept}>{text}</t></is></c>')
        parts.append("</row>")
        self.fh.write("".join(parts))

    def _xml_rich_inline_string(self, string: str, attributes: Sequence[tuple[str, object]] = ()) -> None:
        """A text that begins and ends like XML of the library's own: here only a user can have written it."""
        self._xml_inline_string(string, False, attributes)

    def _escaped(self, text: str) -> str:
        return str(self._escape_data(self._escape_control_characters(text)))
