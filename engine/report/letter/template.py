"""Templates: reading one, telling everything that is wrong with it, and putting a letter into it.

A placeholder is a name in double braces, such as `{{单位名称}}`, anywhere in the text, the tables, the headers and the
footers; the four in `BLOCKS` stand alone in a paragraph of the text, which gives way to what they stand for.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from engine.errors import InputError
from engine.load.names import suggestion
from engine.report.letter.blocks import Block
from engine.report.letter.default_template import default_template
from engine.report.letter.drawing import element, plain
from engine.report.letter.styles import style_ids
from schemas.diagnostic import Diagnostic, Place

BLOCKS = ("基本情况", "草稿说明", "审查意见", "认定与签署")
TEXTS = (
    "单位名称",
    "统一社会信用代码",
    "申报方案",
    "申报类型",
    "对照结论",
    "评估日",
    "基准日",
    "补正期限",
    "程序版本",
)
REQUIRED = ("草稿说明", "审查意见", "认定与签署")
"""Without these a letter would lose a reason, the room to decide, or the statement that it is a draft."""

_PLACEHOLDER = re.compile(r"[{｛]{2}([^{}｛｝]*)[}｝]{2}")
_STRAY = re.compile(r"[{｛]{2}|[}｝]{2}")
_LARGEST, _UNPACKED = 20 * 2**20, 200 * 2**20
_FLAT = {"before": "0", "after": "0", "line": "20", "lineRule": "exact"}
_START = "用 zhunru letter-template -o 模板.docx 得到默认的模板，在它上面改"


@dataclass(frozen=True)
class Template:
    """A template that was read and found to be in order."""

    content: bytes

    def filled(self, texts: Mapping[str, str], blocks: Mapping[str, Sequence[Block]]) -> Any:
        """A document with every placeholder replaced."""
        document = Document(BytesIO(self.content))
        ids = style_ids(document)
        for _, root in _stories(document):
            for paragraph in list(root.iter(qn("w:p"))):
                name = _alone(paragraph)
                if name in BLOCKS:
                    _give_way(paragraph, [element(block, ids) for block in blocks[name]])
                else:
                    _substitute(paragraph, texts)
        return document


@cache
def default() -> Template:
    """The template that is used unless an office brings its own."""
    return Template(default_template())


def read_template(path: Path) -> Template:
    """Read an office's template; everything that is wrong with it is told at once (InputError)."""
    content = _content(path)
    try:
        document = Document(BytesIO(content))
    except Exception as error:  # python-docx raises whatever the broken part leads to
        raise _broken(path, "它不是完整的 Word 文档（.docx）") from error
    problems = list(_problems(document, Place(file=str(path))))
    if problems:
        raise InputError(problems)
    return Template(content)


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > _LARGEST:
            raise _broken(path, "它超过 20 MB")
        content = path.read_bytes()
    except OSError as error:
        reason = "没有这个文件" if isinstance(error, FileNotFoundError) else "它是文件夹，或没有读取的权限"
        raise _broken(path, reason) from error
    if content.startswith(bytes.fromhex("d0cf11e0")):
        raise _broken(path, "它是旧的 .doc 格式，或设有密码")
    try:
        with ZipFile(BytesIO(content)) as archive:
            unpacked = sum(one.file_size for one in archive.infolist())
    except BadZipFile as error:
        raise _broken(path, "它不是 Word 文档（.docx）") from error
    if unpacked > _UNPACKED:
        raise _broken(path, "它解开之后超过 200 MB")
    return content


def _broken(path: Path, reason: str) -> InputError:
    message = f"意见书的模板「{path.name}」用不了：{reason}"
    return InputError.one("E6044", message, place=Place(file=str(path)), remedy=_START)


def _stories(document: Any) -> Iterator[tuple[bool, Any]]:
    """The text, then each header and footer that the document has of its own; whether it is the text."""
    yield True, document.element.body
    seen = set()
    for section in document.sections:
        for story in (
            *(section.header, section.even_page_header, section.first_page_header),
            *(section.footer, section.even_page_footer, section.first_page_footer),
        ):
            if not story.is_linked_to_previous and story.part.partname not in seen:
                seen.add(story.part.partname)
                yield False, story._element


def _problems(document: Any, place: Place) -> Iterator[Diagnostic]:
    known = (*BLOCKS, *TEXTS)
    used: Counter[str] = Counter()
    for is_text, root in _stories(document):
        for paragraph in root.iter(qn("w:p")):
            text = _text(paragraph)
            for name in _names(text):
                if name not in known:
                    remedy = suggestion(name, known) or f"可用的占位符：{'、'.join(known)}"
                    yield Diagnostic(
                        code="E6045", message=f"模板里有不认识的占位符「{{{{{name}}}}}」", place=place, remedy=remedy
                    )
                elif name in BLOCKS:
                    used[name] += 1
                    if not (is_text and _alone(paragraph) == name and _in_flow(paragraph)):
                        yield Diagnostic(
                            code="E6047",
                            message=f"模板里的占位符「{{{{{name}}}}}」放错了地方",
                            place=place,
                            remedy="让它在正文里独占一段，不要放进页眉、页脚、文本框或一句话中间",
                        )
            if _STRAY.search(_PLACEHOLDER.sub("", text)):
                yield Diagnostic(
                    code="E6045",
                    message=f"模板里有没有写完的占位符：「{plain(text)[:40]}」",
                    place=place,
                    remedy="占位符写作「{{单位名称}}」，两边各两个花括号",
                )
    for name in BLOCKS:
        if used[name] > 1 or (name in REQUIRED and not used[name]):
            yield Diagnostic(
                code="E6046",
                message=f"模板里的占位符「{{{{{name}}}}}」须{'恰好' if name in REQUIRED else '至多'}有一处，现有 {used[name]} 处",
                place=place,
                remedy="让它独占一段；少了它，意见书就会缺少理由、签署之处或草稿的说明"
                if not used[name]
                else "只留一处",
            )


def _names(text: str) -> list[str]:
    return [match[1].strip() for match in _PLACEHOLDER.finditer(text)]


def _pieces(paragraph: Any) -> list[Any]:
    """The text elements of a paragraph itself, not those of a text box inside it."""
    return [piece for piece in paragraph.iter(qn("w:t")) if next(piece.iterancestors(qn("w:p"))) is paragraph]


def _text(paragraph: Any) -> str:
    return "".join(piece.text or "" for piece in _pieces(paragraph))


def _alone(paragraph: Any) -> str | None:
    """The name of the placeholder that is all the text of a paragraph."""
    match = _PLACEHOLDER.fullmatch(_text(paragraph).strip())
    return None if match is None else match[1].strip()


def _in_flow(paragraph: Any) -> bool:
    """Whether a paragraph stands in the text or a cell of it, not in a text box or a content control."""
    return paragraph.getparent().tag in (qn("w:body"), qn("w:tc")) and not any(
        True for _ in paragraph.iterancestors(qn("w:txbxContent"))
    )


def _give_way(paragraph: Any, elements: Sequence[Any]) -> None:
    """Put the elements in the paragraph's place.

    The paragraph itself stays, empty and flat, where Word needs one: after a table that ends a cell, a section or the text. Two
    tables in a row get one between them, else they would be shown as one.
    """
    before, after = paragraph.getprevious(), paragraph.getnext()
    if before is not None and before.tag == elements[0].tag == qn("w:tbl"):
        paragraph.addprevious(OxmlElement("w:p"))
    for one in elements:
        paragraph.addprevious(one)
    ends_section = any(True for _ in paragraph.iter(qn("w:sectPr")))
    if after is None or after.tag != qn("w:p") or ends_section:
        for piece in _pieces(paragraph):
            piece.text = ""
        spacing = paragraph.get_or_add_pPr().get_or_add_spacing()
        for name, value in _FLAT.items():
            spacing.set(qn(f"w:{name}"), value)
    else:
        paragraph.getparent().remove(paragraph)


def _substitute(paragraph: Any, texts: Mapping[str, str]) -> None:
    """Replace the placeholders of a paragraph, however Word cut them into runs; the first run gives the look."""
    pieces = _pieces(paragraph)
    for match in reversed(list(_PLACEHOLDER.finditer(_text(paragraph)))):
        start, end, value = match.start(), match.end(), plain(texts[match[1].strip()])
        at = 0
        for piece in pieces:
            text = piece.text or ""
            low, high = max(start - at, 0), min(end - at, len(text))
            at += len(text)
            if low < high:
                piece.text = text[:low] + value + text[high:]
                piece.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
                value = ""
