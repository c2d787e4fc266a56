"""Lines of mixed Chinese and Latin text, tables and Markdown: widths that hold, breaks that read well, text that stays text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from rich.cells import cell_len

from engine.report.markdown_text import cell, escape, table
from engine.report.page import Column, Page, Span
from engine.report.wrapping import padded, prose, visible, wrap

TEXT = st.text(alphabet=st.sampled_from("中文，。（）“”、 abc 123.5%元万-～—…《》[|*_`<&#>]\n\\x"), max_size=60)


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 10, [""]),
        ("短", 10, ["短"]),
        ("一二三四五六", 8, ["一二三四", "五六"]),
        ("一二三，四五", 6, ["一二", "三，四", "五"]),  # no line starts with a comma
        ("一二（三四）", 6, ["一二", "（三", "四）"]),  # none ends with an opening bracket
        ("一二“三四”五", 6, ["一二", "“三四”", "五"]),
        ("差 20 人 了", 6, ["差", "20 人", "了"]),  # a number stays with its unit
        ("共3000万元整", 8, ["共3000", "万元整"]),
        ("abc def", 4, ["abc", "def"]),
        ("abcdefgh", 4, ["abcd", "efgh"]),
        ("  两端  空格 ", 20, ["两端 空格"]),
    ],
)
def test_lines_break_where_one_reads_on(text: str, width: int, lines: list[str]) -> None:
    assert wrap(text, width) == lines


def test_a_first_line_may_be_shorter_or_left_empty() -> None:
    assert wrap("一二三四五", 6, first=4) == ["一二", "三四五"]
    assert wrap("abcdef", 6, first=4) == ["", "abcdef"]


@given(TEXT, st.integers(min_value=2, max_value=40))
def test_no_line_is_too_wide_and_nothing_is_lost(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert all(cell_len(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == visible(text).replace(" ", "")


def test_folding_leaves_no_space_between_chinese_characters() -> None:
    assert prose("第一行。\n第二行 abc 第三") == "第一行。第二行 abc 第三"
    assert prose("") == ""


def test_padding_counts_cells() -> None:
    assert padded("中文", 6) == "中文  "
    assert padded("中文", 2) == "中文"


@given(st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=4), st.integers(min_value=40, max_value=100))
def test_a_table_stays_within_the_page(rows: list[tuple[str, str]], width: int) -> None:
    page = Page(width)
    page.table([Column("编号", widest=10), Column("条件", flexible=True)], rows, indent=2, spaced=True)
    assert all(cell_len(line) <= width for line in page.plain().splitlines())


def test_cells_line_up_and_paragraphs_stand_below_each_other() -> None:
    page = Page(40)
    page.table([Column("甲"), Column("乙", flexible=True)], [("A", "一\n二"), (Span("B", "bold"), "三")])
    assert page.plain() == "甲  乙\n──  ────────\nA   一\n    二\nB   三\n"


def test_blank_lines_never_double_and_none_stands_first() -> None:
    page = Page(40)
    page.blank()
    page.text("一")
    page.blank()
    page.blank()
    page.text("二")
    assert page.plain() == "一\n\n二\n"


@given(st.text(max_size=40))
def test_markdown_shows_any_text_as_it_is(text: str) -> None:
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(f"- 甲：{escape(text)}")
    inline = next(token for token in tokens if token.type == "inline")
    assert [child.type for child in inline.children or ()] in (["text"], [])
    assert inline.children is not None
    assert "".join(child.content for child in inline.children) == f"甲：{visible(text)}".rstrip()


@given(st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=4))
def test_no_text_breaks_a_table(rows: list[tuple[str, str]]) -> None:
    tokens = MarkdownIt("commonmark").enable("table").parse(table(["甲", "乙"], rows))
    assert tokens[-1].type == "table_close"
    assert sum(token.type == "td_open" for token in tokens) == 2 * len(rows)
    assert not any(child.type == "code_inline" for token in tokens for child in token.children or ())


@pytest.mark.parametrize(
    ("text", "markup"),
    [
        ("1. 甲", r"1\. 甲"),
        ("- 甲", r"\- 甲"),
        ("# 甲", r"\# 甲"),
        ("a|b", r"a\|b"),
        ("<b>", r"\<b\>"),
        ("&lt;", r"\&lt;"),
    ],
)
def test_what_would_be_markup_is_escaped(text: str, markup: str) -> None:
    assert escape(text) == markup


def test_a_cell_keeps_its_paragraphs() -> None:
    assert cell("甲|\n乙") == r"甲\|<br>乙"
