"""Derivations: what each law is compiled to."""

from fractions import Fraction
from pathlib import Path

import pytest

from engine.compile import derived_quantity
from engine.load.library import Library
from schemas.fact import Fact
from schemas.quantity import (
    Difference,
    Elapsed,
    Extreme,
    Gathered,
    Given,
    Known,
    Product,
    Ratio,
    Sum,
    Table,
)
from tests.compiling import MORE, SOLD, in_year, leaf, numbers
from tests.rulebook import FACTS, ON, demanding, library

# --- derivations ------------------------------------------------------------------------------------------------


def test_laws_of_numbers(tmp_path: Path) -> None:
    difference = numbers(
        tmp_path / "1", "{id: o, type: count, count_as: 人, derive: {difference: [职工总数, 研发人员数]}}"
    )
    assert isinstance(difference, Difference)
    assert isinstance(difference.minuend, Given)
    assert difference.minuend.fact == "staff"
    largest = numbers(tmp_path / "2", "{id: o, type: count, count_as: 人, derive: {max: [职工总数, 研发人员数]}}")
    assert isinstance(largest, Extreme)
    assert largest.largest
    least = numbers(tmp_path / "3", "{id: o, type: count, count_as: 人, derive: {min: [职工总数, 研发人员数]}}")
    assert isinstance(least, Extreme)
    assert not least.largest


@pytest.mark.parametrize(
    ("declared", "scale"),
    [
        ("{id: o, type: count, count_as: 人, derive: {product: [职工总数, 研发人员占比]}}", Fraction(1, 100)),
        ("{id: o, type: percent, derive: {product: [研发人员占比, 研发人员占比]}}", Fraction(1, 100)),
        ("{id: o, type: number, derive: {product: [研发人员占比, 倍数]}}", Fraction(1, 100)),
        ("{id: o, type: percent, derive: {product: [倍数, 倍数]}}", Fraction(100)),
        ("{id: o, type: number, derive: {product: [倍数, 倍数]}}", Fraction(1)),
    ],
)
def test_percentages_in_a_product(tmp_path: Path, declared: str, scale: Fraction) -> None:
    product = numbers(tmp_path, f"{declared}\n倍数: {{id: times, type: number}}")
    assert isinstance(product, Product)
    assert product.scale == scale


def test_a_ratio_with_a_compound_unit(tmp_path: Path) -> None:
    facts = "其他: {id: o, type: number, unit: 人/亿元, derive: {ratio: [研发人员数, 设备原值]}}\n"
    found = leaf(tmp_path, "{其他: {at_least: 2 人/亿元}}", facts=facts)
    assert isinstance(found.quantity, Ratio)
    assert found.quantity.scale == 10**8
    assert found.thresholds[0].number == 2


def test_laws_over_years(tmp_path: Path) -> None:
    average = numbers(tmp_path / "1", "{id: o, type: money, derive: {average: {of: 年销售收入, years: 3}}}")
    assert isinstance(average, Ratio)
    assert isinstance(average.numerator, Sum)
    assert average.numerator.parts == tuple(in_year("年销售收入", "sales", year) for year in (2023, 2024, 2025))
    assert average.denominator == Known(number=Fraction(3))
    growth = numbers(tmp_path / "2", "{id: o, type: percent, derive: {growth: {of: 年销售收入, years: 2}}}")
    assert isinstance(growth, Ratio)
    assert growth.denominator == in_year("年销售收入", "sales", 2024)
    assert isinstance(growth.numerator, Difference)
    assert growth.numerator.minuend == in_year("年销售收入", "sales", 2025)
    assert growth.scale == 100


def test_years_since(tmp_path: Path) -> None:
    facts = "其他: {id: o, type: number, unit: 年, derive: {years_since: 成立日期}}\n"
    found = leaf(tmp_path, "{其他: {at_least: 2 年}}", facts=facts).quantity
    assert isinstance(found, Elapsed)
    assert (found.fact, found.label, found.name, found.reference) == ("founded_on", "成立日期", "其他", ON)


def test_laws_over_members(tmp_path: Path) -> None:
    count = numbers(
        tmp_path / "1", "{id: o, type: count, derive: {count: {in: 骨干企业, where: {高新技术企业: {is: true}}}}}"
    )
    assert isinstance(count, Gathered)
    assert count.where is not None
    assert count.of is None
    total = numbers(tmp_path / "2", "{id: o, type: money, derive: {total: {in: 骨干企业, of: 年销售收入}}}")
    assert isinstance(total, Gathered)
    assert total.where is None
    assert total.of == in_year("年销售收入", "sales", 2025)
    share = numbers(
        tmp_path / "3",
        "{id: o, type: percent, derive: {share: {in: 骨干企业, of: 职工总数, where: {高新技术企业: {is: true}}}}}",
    )
    assert isinstance(share, Ratio)
    assert isinstance(share.numerator, Gathered)
    assert isinstance(share.denominator, Gathered)
    assert (share.numerator.where is None, share.denominator.where) == (False, None)
    events = numbers(tmp_path / "4", "{id: o, type: count, derive: {count: {in: 失信记录}}}")
    assert isinstance(events, Gathered)


def test_a_table_that_is_a_fact(tmp_path: Path) -> None:
    table = numbers(
        tmp_path,
        "{id: o, type: number, unit: 分, derive: {table: [{when: {年销售收入: {at_least: 1 亿元}}, value: 10 分},"
        " {when: {年销售收入: {at_least: 1 元}}, value: 5}, {otherwise: 0}]}}",
    )
    assert isinstance(table, Table)
    assert [row.value for row in table.rows] == [Known(number=Fraction(value)) for value in (10, 5, 0)]
    assert table.stated is not None
    assert table.stated.year == 2025


def derived(folder: Path, declared: str) -> tuple[Library, Fact]:
    """A library with the fact 其他."""
    book = library(folder, demanding(SOLD), facts=f"{FACTS}{MORE}其他: {declared}\n")
    return book, book.facts["其他"]


def test_a_derived_fact_by_itself(tmp_path: Path) -> None:
    book, fact = derived(tmp_path / "1", "{id: o, type: money, derive: {sum: [设备原值]}}")
    assert isinstance(derived_quantity(book, fact, None, 2025, ON), Sum)
    book, fact = derived(tmp_path / "2", "{id: o, type: money, derive: {sum: [职工总数]}}")
    assert derived_quantity(book, fact, None, 2025, ON) is None
