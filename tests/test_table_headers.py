"""The grammar of headers, on texts alone: fact, year and unit of a column."""

from pathlib import Path

import pytest

from engine.load import Library, load_library
from engine.load.problem import ValueProblem
from engine.load.spreadsheet.header_words import Names, UnknownColumn, is_year, names_something, read_header

FACTS = """\
年销售收入: {id: annual_sales, type: money, yearly: true}
研发投入强度: {id: rd_intensity, type: percent, yearly: true}
场地面积: {id: area, type: area}
全时研发人员数: {id: full_time_staff, type: count, count_as: 人}
有效年数: {id: years, type: number}
专利产出: {id: patents_per_sales, type: number, unit: 件/亿元}
单位类型: {id: kinds, type: choices, values: [企业]}
骨干企业: {id: firms, type: list, of: enterprise}
"""


@pytest.fixture(scope="module", name="names")
def _names(tmp_path_factory: pytest.TempPathFactory) -> Names:
    folder = tmp_path_factory.mktemp("rules")
    (folder / "facts.yaml").write_text(FACTS, encoding="utf-8")
    library: Library = load_library([folder])
    return Names(library)


def column(names: Names, *lines: str) -> tuple[str, str | None, str | None]:
    """The fact's name, the year and the unit."""
    found = read_header(lines, names)
    assert found is not None
    return found.fact.name, found.year, found.unit


@pytest.mark.parametrize(
    ("text", "fact", "year", "unit"),
    [
        ("年销售收入", "年销售收入", None, None),
        ("annual_sales", "年销售收入", None, None),
        ("annual_sales[2025]", "年销售收入", "2025", None),
        ("年销售收入（2025，万元）", "年销售收入", "2025", "万元"),
        ("年销售收入(万元, 2025年)", "年销售收入", "2025", "万元"),
        ("年销售收入[2025年度]（单位：亿元）", "年销售收入", "2025", "亿元"),
        ("年销售收入\n【2025】", "年销售收入", "2025", None),
        ("*年 销售 收入（必填）：", "年销售收入", None, None),
        ("2025年年销售收入（元）", "年销售收入", "2025", "元"),
        ("2025年销售收入", "年销售收入", "2025", None),
        ("2025年度研发投入强度（％）", "研发投入强度", "2025", "%"),
        ("年销售收入_2025年", "年销售收入", "2025", None),
        ("场地面积（㎡）", "场地面积", None, "m2"),
        ("全时研发人员数（名）", "全时研发人员数", None, "名"),
        ("专利产出（件／亿元）", "专利产出", None, "件/亿元"),
        ("单位类型（可选：企业）", "单位类型", None, None),
    ],
)
def test_a_header_in_one_line(names: Names, text: str, fact: str, year: str | None, unit: str | None) -> None:
    assert column(names, text) == (fact, year, unit)


@pytest.mark.parametrize(
    ("lines", "year", "unit"),
    [
        (("年销售收入（万元）", "2025"), "2025", "万元"),
        (("年销售收入", "2025年（万元）"), "2025", "万元"),
        (("2025年", "年销售收入（万元）"), "2025", "万元"),
        (("2025年、万元", "年销售收入"), "2025", "万元"),
        (("经营情况", "年销售收入（万元）", "2025"), "2025", "万元"),
        (("年销售收入", "年销售收入（2025）"), "2025", None),
    ],
)
def test_a_header_over_several_lines(names: Names, lines: tuple[str, ...], year: str, unit: str | None) -> None:
    assert column(names, *lines) == ("年销售收入", year, unit)


@pytest.mark.parametrize("text", ["序号", "备注", " 备 注 "])
def test_columns_for_people_are_not_read(names: Names, text: str) -> None:
    assert read_header([text], names) is None


@pytest.mark.parametrize(
    ("lines", "code", "told"),
    [
        (("年销售收入（吨）",), "E2015", "「吨」既不是年份，也不是它能用的单位"),
        (("场地面积（建筑）",), "E2015", "「建筑」不是它能用的单位"),
        (("有效年数（三）",), "E2015", "「三」不是它能用的单位"),
        (("年销售收入（2024，2025）",), "E2015", "写了「2024」，又写了「2025」"),
        (("年销售收入（元）", "万元"), "E2015", "写了「元」，又写了「万元」"),
        (("场地面积（2025）",), "E2015", "不分年度"),
        (("单位类型[2025]",), "E2015", "不分年度"),
        (("骨干企业", "年销售收入"), "E2016", "列在「骨干企业」之下"),
        (("年销售收入\u200b",), "E2118", "U+200B"),
    ],
)
def test_a_header_that_is_wrong(names: Names, lines: tuple[str, ...], code: str, told: str) -> None:
    with pytest.raises(ValueProblem) as caught:
        read_header(lines, names)
    assert not isinstance(caught.value, UnknownColumn)
    assert caught.value.code == code
    assert told in caught.value.message


def test_what_a_header_may_hold_depends_on_the_fact(names: Names) -> None:
    with pytest.raises(ValueProblem) as caught:
        read_header(["研发投入强度（占比）"], names)
    assert caught.value.remedy == "表头的括号里只写年份（如 2025）和单位（%）；说明另写在备注里"
    with pytest.raises(ValueProblem) as caught:
        read_header(["专利产出（项）"], names)
    assert caught.value.remedy == "表头的括号里只写单位（件/亿元）；说明另写在备注里"


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("年销售收人（2025，万元）", "是否想写 年销售收入？"),
        ("年销售收入（2025", "有英文逗号的表头整格放在英文双引号里"),
        ("万元）", "有英文逗号的表头整格放在英文双引号里"),
        ("近三年均值", "可用的字段见字段表"),
    ],
)
def test_an_unknown_header_is_for_the_caller_to_judge(names: Names, text: str, remedy: str) -> None:
    with pytest.raises(UnknownColumn) as caught:
        read_header([text], names)
    assert caught.value.code == "E2002"
    assert f"「{text}」" in caught.value.message
    assert (caught.value.remedy or "").startswith(remedy)


def test_what_a_line_is(names: Names) -> None:
    assert names_something("序号", names)
    assert names_something("年销售收入（2025）", names)
    assert not names_something("申报汇总表（2025）", names)
    assert is_year("2025年（万元）")
    assert not is_year("长春")
    assert not is_year("（万元）")


def test_the_vocabulary_wins_over_columns_for_people(tmp_path: Path) -> None:
    (tmp_path / "facts.yaml").write_text("备注: {id: remark, type: text}\n", encoding="utf-8")
    assert column(Names(load_library([tmp_path])), "备注") == ("备注", None, None)
