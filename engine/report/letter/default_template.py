"""The template that is used unless an office brings its own, made by code so that its every sentence can be reviewed.

It goes through the same door as an office's template: an office may take it, change what it likes, and use that.
"""

from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm

from engine.report.letter.blocks import Style
from engine.report.letter.styles import style_ids

TITLE = "形式审查意见书"
_BODY = (
    (TITLE, Style.TITLE),
    ("（草稿，须经审核人认定并签署）", Style.SUBTITLE),
    ("{{基本情况}}", Style.BODY),
    ("{{单位名称}}：", Style.FLUSH),
    ("对你单位填报的内容，已对照{{申报方案}}的准入条件逐条核对，结果一次告知如下。", Style.BODY),
    ("{{草稿说明}}", Style.BODY),
    ("{{审查意见}}", Style.BODY),
    ("审核人的认定和签署", Style.HEADING),
    ("{{认定与签署}}", Style.BODY),
)
_KEPT = frozenset({"Normal", "Default Paragraph Font", "Normal Table", "No List"})
_PACKAGE_PARTS = ("/docProps/thumbnail", "/customXml")


def default_template() -> bytes:
    """The default template as the bytes of a .docx file."""
    document = Document()
    _strip(document)
    ids = style_ids(document)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.header_distance, section.footer_distance = Mm(20), Mm(28)
    document.settings.odd_and_even_pages_header_footer = True
    for header in (section.header, section.even_page_header):
        _fill(header.paragraphs[0], "{{单位名称}}　形式审查意见书（草稿）", ids[Style.HEADER])
    for footer, side in (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
        (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
    ):
        paragraph = footer.paragraphs[0]
        _fill(paragraph, "— ", ids[Style.PAGE])
        paragraph._p.append(parse_xml(_PAGE_NUMBER))
        _fill(paragraph, " —", ids[Style.PAGE])
        paragraph.alignment = side
        paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Mm(5)
    for text, style in _BODY:
        _fill(document.add_paragraph(), text, ids[style])
    saved = BytesIO()
    document.save(saved)
    return saved.getvalue()


_PAGE_NUMBER = f'<w:fldSimple {nsdecls("w")} w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'


def _fill(paragraph: Any, text: str, style: str) -> None:
    paragraph._p.get_or_add_pPr().get_or_add_pStyle().val = style
    paragraph.add_run(text)


def _strip(document: Any) -> None:
    """Leave out what python-docx's own blank document brings and a letter does not need."""
    styles = document.styles.element
    for one in list(styles.style_lst):
        if one.name_val not in _KEPT:
            styles.remove(one)
    latent = styles.find(qn("w:latentStyles"))
    styles.remove(latent)
    languages = styles.iter(qn("w:lang"))
    for language in languages:
        language.set(qn("w:eastAsia"), "zh-CN")
    for paragraphs in styles.iter(qn("w:pPrDefault")):
        paragraphs.clear()
        paragraphs.append(OxmlElement("w:pPr"))
    package = document.part.package
    for holder in (package.rels, document.part.rels):
        for key, relation in list(holder.items()):
            if str(relation.target_part.partname).startswith(_PACKAGE_PARTS):
                del holder[key]
