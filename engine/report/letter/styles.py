"""How a letter looks unless an office says otherwise: the habits of GB/T 9704-2012 for official papers.

A4 with its margins, titles 二号 方正小标宋, headings 黑体 and 楷体, text 三号 仿宋 on lines of 28 磅; tables 五号.
Fonts are named, not shipped: where one is missing, the office program takes its own instead.
"""

from typing import Any, NamedTuple

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from engine.report.letter.blocks import Style

SIMSUN = "宋体"
FANGSONG = "仿宋"
LATIN = "Times New Roman"


class Look(NamedTuple):
    """A paragraph style: East Asian font, size and line height in half points and twentieths, and so on."""

    font: str
    size: float
    line: float
    """Points between lines; 0 for single spacing."""
    align: str = "both"
    first_line: int = 0
    """Hundredths of a character."""
    before: float = 0
    after: float = 0
    bold: bool = False
    outline: int | None = None
    keep_next: bool = False


LOOKS = {
    Style.TITLE: Look("方正小标宋简体", 22, 36, "center", after=6, keep_next=True),
    Style.SUBTITLE: Look("楷体", 16, 28, "center", after=14),
    Style.HEADING: Look("黑体", 16, 28, first_line=200, before=6, after=4, outline=0, keep_next=True),
    Style.SUBHEADING: Look("楷体", 16, 28, first_line=200, before=3, after=4, outline=1, keep_next=True),
    Style.BODY: Look(FANGSONG, 16, 28, first_line=200),
    Style.FLUSH: Look(FANGSONG, 16, 28, before=6),
    Style.CELL: Look(FANGSONG, 10.5, 0, "left"),
    Style.CELL_HEAD: Look("黑体", 10.5, 0, "center", keep_next=True),
    Style.NOTE: Look(FANGSONG, 9, 0, "left", before=2, after=2),
    Style.HEADER: Look(SIMSUN, 9, 0, "center"),
    Style.PAGE: Look(SIMSUN, 14, 0),
}
_IDS = {style: f"Letter{style.name.title().replace('_', '')}" for style in Style}


def style_element(style: Style) -> Any:
    """The style as Word keeps it, resting on no other style."""
    look = LOOKS[style]
    spacing = f'w:before="{_twentieths(look.before)}" w:after="{_twentieths(look.after)}" '
    spacing += (
        f'w:line="{_twentieths(look.line)}" w:lineRule="exact"' if look.line else 'w:line="240" w:lineRule="auto"'
    )
    size = round(look.size * 2)
    return parse_xml(
        f'<w:style {nsdecls("w")} w:type="paragraph" w:customStyle="1" w:styleId="{_IDS[style]}">'
        f'<w:name w:val="{style.value}"/><w:qFormat/><w:pPr>'
        + ("<w:keepNext/>" if look.keep_next else "")
        + f"<w:widowControl/><w:spacing {spacing}/>"
        + f'<w:ind w:firstLineChars="{look.first_line}" w:firstLine="{round(look.first_line * look.size / 5)}"/>'
        + f'<w:jc w:val="{look.align}"/>'
        + ("" if look.outline is None else f'<w:outlineLvl w:val="{look.outline}"/>')
        + f'</w:pPr><w:rPr><w:rFonts w:ascii="{LATIN}" w:hAnsi="{LATIN}" w:cs="{LATIN}" w:eastAsia="{look.font}"/>'
        + ("<w:b/>" if look.bold else "")
        + f'<w:color w:val="000000"/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
        + '<w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:style>'
    )


def style_ids(document: Any) -> dict[Style, str]:
    """The id of each style in a document; a style that it does not have is added first."""
    styles = document.styles.element
    found = {one.name_val: one.styleId for one in styles.style_lst if one.name_val}
    for style in Style:
        if style.value not in found:
            styles.append(style_element(style))
            found[style.value] = _IDS[style]
    return {style: found[style.value] for style in Style}


def _twentieths(points: float) -> int:
    return round(points * 20)
