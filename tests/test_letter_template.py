"""An office's own template: what it may change, and what is refused with everything that is wrong with it."""

import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.enum.section import WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt

from engine.errors import InputError
from engine.report.letter import letter, letter_file_name, letter_template
from engine.report.letter.template import BLOCKS, TEXTS
from engine.report.letter.wording import ordinal
from schemas.assessment import Result
from tests.letter_text import lines, opened
from tests.rulebook import demanding, desk

BLOCK_LINES = tuple(f"{{{{{name}}}}}" for name in BLOCKS)


@pytest.fixture
def result(tmp_path: Path) -> Result:
    """A result with one unmet criterion."""
    return desk(tmp_path, demanding("{职工总数: {at_least: 20 人}}")).result({"单位名称": "甲公司", "职工总数": "1 人"})


def written(path: Path, *paragraphs: str, change: Callable[[Any], object] = lambda _document: None) -> Path:
    """A template of these paragraphs, made from nothing as an office would."""
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    change(document)
    document.save(str(path))
    return path


def refusals(path: Path) -> list[str]:
    """What is wrong with a template."""
    with pytest.raises(InputError) as caught:
        letter_template(path)
    assert all(one.remedy and one.place for one in caught.value.diagnostics)
    return [f"{one.code} {one.message}" for one in caught.value.diagnostics]


def test_the_default_template_is_a_template_like_any_other(result: Result, tmp_path: Path) -> None:
    path = tmp_path / "模板.docx"
    path.write_bytes(letter_template().content)
    assert letter(result, template=letter_template(path)) == letter(result)


def test_an_office_changes_sentences_headers_and_styles(result: Result, tmp_path: Path) -> None:
    def change(document: Any) -> None:
        document.styles.add_style("意见书正文", WD_STYLE_TYPE.PARAGRAPH).font.size = Pt(11)
        document.sections[0].header.paragraphs[0].text = "某厅〔{{评估日}}〕"

    path = written(tmp_path / "t.docx", *BLOCK_LINES, "共一份：{{ 单位名称 }}，｛｛对照结论｝｝", change=change)
    document = opened(letter(result, template=letter_template(path)))
    assert document.sections[0].header.paragraphs[0].text == "某厅〔2026年3月1日〕"
    assert document.paragraphs[-1].text == "共一份：甲公司，不符合"
    body = next(one for one in document.paragraphs if one.text.startswith("对照结论："))
    assert body.style.name == "意见书正文"
    assert body.style.font.size == Pt(11)
    heading = next(one for one in document.paragraphs if one.text.startswith("一、"))
    assert heading.style.name == "意见书一级标题", "a style that the template lacks is the default's"


def test_every_text_placeholder_has_a_value(result: Result, tmp_path: Path) -> None:
    path = written(tmp_path / "t.docx", *BLOCK_LINES, *(f"{name}={{{{{name}}}}}" for name in TEXTS))
    told = lines(letter(result, template=letter_template(path), uscc="X1"))[-len(TEXTS) :]
    assert told == [
        "单位名称=甲公司",
        "统一社会信用代码=X1",
        "申报方案=试验方案",
        "申报类型=不分类型",
        "对照结论=不符合",
        "评估日=2026年3月1日",
        "基准日=2026年3月1日",
        "补正期限=　　　　年　　月　　日",
        f"程序版本={result.engine.name} {result.engine.version}",
    ]


def test_a_placeholder_may_be_cut_into_runs(result: Result, tmp_path: Path) -> None:
    def change(document: Any) -> None:
        paragraph = document.add_paragraph()
        for piece in ("前{", "{单位", "", "名称}", "}中{{评估日}}", "后"):
            paragraph.add_run(piece)

    path = written(tmp_path / "t.docx", *BLOCK_LINES, change=change)
    assert lines(letter(result, template=letter_template(path)))[-1] == "前甲公司中2026年3月1日后"


def test_blocks_may_stand_in_a_table_and_at_the_end_of_a_section(result: Result, tmp_path: Path) -> None:
    def change(document: Any) -> None:
        document.add_table(1, 1).cell(0, 0).paragraphs[0].text = "{{认定与签署}}"
        document.add_paragraph("{{基本情况}}")
        document.add_section(WD_SECTION.NEW_PAGE)

    path = written(tmp_path / "t.docx", "{{草稿说明}}", "{{审查意见}}", change=change)
    document = opened(letter(result, template=letter_template(path)))
    assert len(document.sections) == 2
    assert document.tables[-2].cell(0, 0).tables[0].cell(0, 0).text == "审核意见"
    assert document.tables[-1].cell(0, 1).text == "甲公司"


def test_tables_stay_apart_and_none_ends_the_text(result: Result, tmp_path: Path) -> None:
    path = written(tmp_path / "t.docx", "{{草稿说明}}", "{{审查意见}}", "{{基本情况}}", "{{认定与签署}}")
    tags = [one.tag.rpartition("}")[2] for one in opened(letter(result, template=letter_template(path))).element.body]
    assert tags[-5:] == ["tbl", "p", "tbl", "p", "sectPr"]


def test_everything_wrong_with_a_template_is_told_at_once(tmp_path: Path) -> None:
    def change(document: Any) -> None:
        document.sections[0].footer.paragraphs[0].text = "{{认定与签署}}"

    told = refusals(
        written(
            tmp_path / "t.docx",
            *("{{单位名}}", "{{猫}}", "前{{草稿说明}}", "{{评估日}", "{{基本情况}}", "{{基本情况}}"),
            change=change,
        )
    )
    assert told == [
        "E6045 模板里有不认识的占位符「{{单位名}}」",
        "E6045 模板里有不认识的占位符「{{猫}}」",
        "E6045 模板里有没有写完的占位符：「{{评估日}」",
        "E6046 模板里的占位符「{{基本情况}}」须至多有一处，现有 2 处",
        "E6046 模板里的占位符「{{审查意见}}」须恰好有一处，现有 0 处",
        "E6047 模板里的占位符「{{草稿说明}}」放错了地方",
        "E6047 模板里的占位符「{{认定与签署}}」放错了地方",
    ]


def test_a_text_box_may_hold_texts_but_no_blocks(result: Result, tmp_path: Path) -> None:
    def boxed(text: str) -> Callable[[Any], None]:
        box = (
            f'<w:p {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml"><w:r><w:t>框外</w:t><w:pict><v:textbox>'
            f"<w:txbxContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:txbxContent></v:textbox></w:pict></w:r></w:p>"
        )
        return lambda document: document.element.body.insert(0, parse_xml(box))

    fine = written(tmp_path / "t.docx", *BLOCK_LINES, change=boxed("{{单位名称}}"))
    assert lines(letter(result, template=letter_template(fine)))[:2] == ["框外甲公司", "甲公司"]
    wrong = written(tmp_path / "t.docx", *BLOCK_LINES[1:], change=boxed("{{基本情况}}"))
    assert refusals(wrong) == ["E6047 模板里的占位符「{{基本情况}}」放错了地方"]


def test_a_file_that_is_no_template_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "t.docx"
    assert refusals(path) == ["E6044 意见书的模板「t.docx」用不了：没有这个文件"]
    path.mkdir()
    assert refusals(path) == ["E6044 意见书的模板「t.docx」用不了：它是文件夹，或没有读取的权限"]
    path = tmp_path / "u.docx"
    for content, why in (
        (b"", "它不是 Word 文档（.docx）"),
        (bytes.fromhex("d0cf11e0a1b11ae1"), "它是旧的 .doc 格式，或设有密码"),
        (_zip({"a.txt": b"x"}), "它不是完整的 Word 文档（.docx）"),
    ):
        path.write_bytes(content)
        assert refusals(path) == [f"E6044 意见书的模板「u.docx」用不了：{why}"]
    path.write_bytes(letter_template().content)
    monkeypatch.setattr("engine.report.letter.template._UNPACKED", 10)
    assert refusals(path) == ["E6044 意见书的模板「u.docx」用不了：它解开之后超过 200 MB"]
    monkeypatch.setattr("engine.report.letter.template._LARGEST", 10)
    assert refusals(path) == ["E6044 意见书的模板「u.docx」用不了：它超过 20 MB"]


def _zip(files: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("number", "name", "uscc", "expected"),
    [
        (7, "长春示例材料有限公司", "91220101MA0000000X", "0007-长春示例材料有限公司-91220101MA0000000X.docx"),
        (12345, None, None, "12345-未填单位名称.docx"),
        (1, ' a<b>:"/\\|?*\x00\u202ec. . ', None, "0001-a_b________c.docx"),
        (1, "..\\..\\..", "../x", "0001-_.._-_x.docx"),
        (2, "CON", None, "0002-CON.docx"),
        (3, "e\u0301\ud800\n甲", None, "0003-é 甲.docx"),
    ],
)
def test_file_names_are_safe(number: int, name: str | None, uscc: str | None, expected: str) -> None:
    assert letter_file_name(number, name, uscc) == expected


def test_file_names_are_unique_and_short_enough() -> None:
    names = {letter_file_name(number, "很长的名字" * 100, "9" * 18).casefold() for number in range(1, 100)}
    assert len(names) == 99
    assert max(len(name.encode()) for name in names) < 200
    assert letter_file_name(1, "甲", digits=2) == "01-甲.docx"


def test_headings_are_numbered_in_chinese() -> None:
    assert [ordinal(number) for number in (1, 10, 11, 20, 21, 99)] == ["一", "十", "十一", "二十", "二十一", "九十九"]
