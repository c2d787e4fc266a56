"""How the workbook looks: fonts of official papers, borders, and verdicts told apart without colour as well."""

from typing import Any

BODY_FONT, HEAD_FONT = "仿宋", "宋体"
_CELL: dict[str, Any] = {
    "font_name": BODY_FONT,
    "font_size": 10,
    "border": 1,
    "border_color": "#7F7F7F",
    "valign": "top",
    "text_wrap": True,
}
# A verdict is a word first. Bold, underline and fills of different darkness tell it apart on a black-and-white print.
_VERDICTS: dict[str, dict[str, Any]] = {
    "符合": {"bold": True, "bg_color": "#E2EFDA"},
    "不符合": {"bold": True, "bg_color": "#E6A8A0", "underline": 1},
    "待人工认定": {"bg_color": "#FFF2CC"},
    "标准待核": {"bg_color": "#FFF2CC"},
    "待补充": {"bg_color": "#FFF2CC"},
    "不适用": {"font_color": "#595959"},
    "数据有误，未评估": {"bold": True, "bg_color": "#D9D9D9", "underline": 1},
    "错误": {"bold": True},
}


class Styles:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Any] = {}

    def _format(self, **more: Any) -> Any:
        key = tuple(sorted(more.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format({**_CELL, **more})
        return self._made[key]

    @property
    def header(self) -> Any:
        """A column's header."""
        return self._format(
            font_name=HEAD_FONT, bold=True, bg_color="#D9D9D9", align="center", valign="vcenter", bottom=2
        )

    @property
    def entry_header(self) -> Any:
        """The header of a column that people fill in."""
        return self._format(
            font_name=HEAD_FONT, bold=True, bg_color="#BFBFBF", align="center", valign="vcenter", bottom=2, top=2
        )

    @property
    def title(self) -> Any:
        """A heading within a sheet."""
        return self._format(font_name=HEAD_FONT, bold=True, font_size=12, border=0, text_wrap=False)

    @property
    def number(self) -> Any:
        """A whole number."""
        return self._format(align="center")

    @property
    def share(self) -> Any:
        """A part of a whole."""
        return self._format(align="center", num_format="0.0%")

    @property
    def text(self) -> Any:
        """Anything else."""
        return self._format(num_format="@")

    @property
    def entry(self) -> Any:
        """A cell to fill in."""
        return self._format(num_format="@", border=2, border_color="#404040")

    @property
    def day(self) -> Any:
        """A date to fill in."""
        return self._format(num_format="yyyy-mm-dd", border=2, border_color="#404040", align="center")

    def verdict(self, text: str) -> Any:
        """A verdict."""
        return self._format(align="center", **_VERDICTS.get(text, {}))
