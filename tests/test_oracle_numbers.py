"""The oracle on derived facts (ADR 5), against values worked out by hand from its words."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from tests.oracle.intervals import Interval
from tests.oracle.quantity import quantity
from tests.oracle.reading import years_between
from tests.oracle.scene import NO_CAUSES as NO
from tests.oracle_examples import ON, VOCABULARY, missing, scene, undefined


def number(name: str, stated: str, year: int | None = None, on: date = ON) -> tuple[Any, Any, Any]:
    """What a fact comes to."""
    found: Interval = quantity(VOCABULARY[name], year, scene(stated, on=on))
    return found.low, found.high, found.causes


THREE = "成员: [{单位名称: A, 高新: 是, 收入: 2 元}, {单位名称: B, 收入: 3 元}, {单位名称: C, 高新: 否, 收入: 5 元}]"


@pytest.mark.parametrize(
    ("name", "stated", "low", "high", "causes"),
    [
        ("净额", "{收入: 5 元, 利润: 7 元}", -2, -2, NO),
        ("净额", "{利润: 7 元}", -7, None, missing("收入[2025]")),
        ("净额", "{收入: 7 元}", None, None, missing("利润[2025]")),
        ("份额", "{收入: 200 元, 比例: 3%}", 6, 6, NO),
        ("份额", "{收入: 200 元}", 0, 200, missing("比例")),
        ("份额", "{比例: 0%}", 0, 0, NO),
        ("份额", "{比例: 1%}", 0, None, missing("收入[2025]")),
        ("占比", "{比例: 50%}", 25, 25, NO),
        ("积", "{系数: -3}", 9, 9, NO),
        ("积", "{}", None, None, missing("系数")),
        ("较大", "{人数: 12}", 12, 12, NO),
        ("较大", "{人数: 3}", 3, 10, missing("研发人数")),
        ("较大", "{研发人数: 3}", 3, None, missing("人数")),
        ("较小", "{人数: 12}", 0, 10, missing("研发人数")),
        ("较小", "{人数: 0}", 0, 0, NO),
        ("人均", "{收入: 30 万元, 人数: 4}", Fraction(15, 2), Fraction(15, 2), NO),
        ("人均", "{收入: 30 万元, 人数: 0}", None, None, undefined("人均[2025]")),
        ("人均", "{}", None, None, missing("收入[2025]", "人数")),
        ("亿元专利", "{专利: 3, 收入: 5000 万元}", 6, 6, NO),
        ("平均", "{收入: {2023: 1 元, 2024: 2 元, 2025: 4 元}}", Fraction(7, 3), Fraction(7, 3), NO),
        ("平均", "{收入: {2023: 1 元, 2025: 4 元}}", Fraction(5, 3), None, missing("收入[2024]")),
        ("增长", "{收入: {2024: 4 元, 2025: 5 元}}", 25, 25, NO),
        ("增长", "{收入: {2024: 4 元}}", -100, None, missing("收入[2025]")),
        ("增长", "{收入: {2024: 0 元, 2025: 5 元}}", None, None, undefined("增长")),
        ("增长", "{收入: {2025: 5 元}}", None, None, missing("收入[2024]")),
        ("利润增长", "{利润: {2023: -4 元}}", None, None, undefined("利润增长")),
        ("利润增长", "{利润: {2023: 4 元, 2025: -4 元}}", -200, -200, NO),
        ("年限", "{成立: 2024-03-01}", 2, 2, NO),
        ("年限", "{成立: 2024-03-02}", 1 + Fraction(364, 365), 1 + Fraction(364, 365), NO),
        ("年限", "{成立: 无}", None, None, undefined("年限")),
        ("年限", "{}", None, None, missing("成立")),
        ("高新数", THREE, 1, 2, missing("成员[B]/高新")),
        ("高新数", "成员: [{单位名称: A, 高新: 是}, 不全]", 1, None, missing("成员")),
        ("高新数", "成员: 无", 0, 0, NO),
        ("高新数", "{}", 0, None, missing("成员")),
        ("更大数", "{人数: 5, 成员: [{单位名称: A, 人数: 6}, {单位名称: B, 人数: 5}]}", 1, 1, NO),
        ("更大数", "{成员: [{单位名称: A, 人数: 6}]}", 0, 1, missing("人数")),
        ("记录数", "记录: [2026-01-01, 1999-01-01, 不全]", 2, None, missing("记录")),
        ("成员收入", THREE, 2, 5, missing("成员[B]/高新")),
        ("成员收入", "成员: [{单位名称: A, 高新: 是}]", 0, None, missing("成员[A]/收入[2025]")),
        ("成员收入", "成员: [{单位名称: A, 收入: 0 元}]", 0, 0, NO),
        ("成员收入", "成员: [{单位名称: A, 高新: 是, 收入: 2 元}, 不全]", 2, None, missing("成员")),
        ("成员利润", "成员: [{单位名称: A, 利润: -2 元}]", -2, 0, missing("成员[A]/高新")),
        ("成员利润", "成员: [{单位名称: A, 高新: 是, 利润: 2 元}, 不全]", None, None, missing("成员")),
        ("成员利润", "成员: [{单位名称: A}]", None, None, missing("成员[A]/高新", "成员[A]/利润[2025]")),
        ("高新占比", THREE, Fraction(100, 3), Fraction(200, 3), missing("成员[B]/高新")),
        ("高新占比", "成员: 无", None, None, undefined("高新占比")),
        ("高新占比", "成员: [{单位名称: A, 高新: 是}, 不全]", None, None, missing("成员")),
        ("收入占比", THREE, 20, 50, missing("成员[B]/高新")),
        ("收入占比", "成员: [{单位名称: A, 高新: 是, 收入: 0 元}]", None, None, undefined("收入占比")),
        ("收入占比", "成员: [{单位名称: A, 高新: 否}]", None, None, missing("成员[A]/收入[2025]")),
        ("人数分", "{人数: 99}", 10, 10, NO),
        ("人数分", "{}", 0, 20, missing("人数")),
        ("总分", "{人数: 9}", 5, 30, missing("收入[2025]")),
        ("额度", "{收入: 7 元}", 0, 7, missing("高新")),
        ("额度", "{高新: 是}", 0, None, missing("收入[2025]")),
        ("额度", "{收入: 0 元}", 0, 0, NO),
        ("额度", "{额度: 3 元}", 3, 3, NO),
    ],
)
def test_what_a_derived_fact_comes_to(name: str, stated: str, low: Any, high: Any, causes: Any) -> None:
    assert number(name, stated) == (low, high, causes)


def test_parts_are_of_the_year_of_the_whole_and_single_values_of_the_base_year() -> None:
    stated = "{收入: {2023: 1 元, 2024: 20000 万元}, 利润: {2024: 3 元}, 人数: 5}"
    assert number("净额", stated, 2024)[0] == 2 * 10**8 - 3
    assert number("收入分", stated, 2024)[0] == 30
    assert number("总分", stated, 2023)[0] == 5
    assert number("平均", stated)[2] == missing("收入[2025]")


@pytest.mark.parametrize(
    ("day", "reference", "years"),
    [
        ("2024-02-29", "2025-02-28", Fraction(1)),
        ("2024-02-29", "2025-02-27", Fraction(364, 365)),
        ("2024-02-29", "2028-02-29", Fraction(4)),
        ("2024-02-29", "2028-02-28", 3 + Fraction(365, 366)),
        ("2026-03-11", "2026-03-01", Fraction(-10, 365)),
        ("2026-03-01", "2026-03-01", Fraction(0)),
    ],
)
def test_years_since_a_day(day: str, reference: str, years: Fraction) -> None:
    assert years_between(date.fromisoformat(day), date.fromisoformat(reference)) == years
