"""How the workbook looks: fonts of official papers, borders, and verdicts told apart without colour as well."""

from functools import cached_property
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
        self._verdicts: dict[str, Any] = {}

    def _format(self, **more: Any) -> Any:
        return self._book.add_format({**_CELL, **more})

    @cached_property
    def header(self) -> Any:
        """A column's header."""
        return self._format(
            font_name=HEAD_FONT, bold=True, bg_color="#D9D9D9", align="center", valign="vcenter", bottom=2
        )

    @cached_property
    def entry_header(self) -> Any:
        """The header of a column that people fill in."""
        return self._format(
            font_name=HEAD_FONT, bold=True, bg_color="#BFBFBF", align="center", valign="vcenter", bottom=2, top=2
        )

    @cached_property
    def title(self) -> Any:
        """A heading within a sheet."""
        return self._format(font_name=HEAD_FONT, bold=True, font_size=12, border=0, text_wrap=False)

    @cached_property
    def number(self) -> Any:
        """A whole number."""
        return self._format(align="center")

    @cached_property
    def share(self) -> Any:
        """A part of a whole."""
        return self._format(align="center", num_format="0.0%")

    @cached_property
    def text(self) -> Any:
        """Anything else."""
        return self._format(num_format="@")

    @cached_property
    def entry(self) -> Any:
        """A cell to fill in."""
        return self._format(num_format="@", border=2, border_color="#404040")

    @cached_property
    def day(self) -> Any:
        """A date to fill in."""
        return self._format(num_format="yyyy-mm-dd", border=2, border_color="#404040", align="center")

    @cached_property
    def _kinds(self) -> dict[str, Any]:
        return {"entry": self.entry, "day": self.day, "number": self.number}

    def of(self, kind: str) -> Any:
        """The format of a column of that kind, a verdict's apart."""
        return self._kinds.get(kind, self.text)

    def verdict(self, text: str) -> Any:
        """A verdict."""
        made = self._verdicts.get(text)
        if made is None:
            made = self._verdicts[text] = self._format(align="center", **_VERDICTS.get(text, {}))
        return made
