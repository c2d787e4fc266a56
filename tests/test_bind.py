"""A case under a base year: years made definite, and what is stated twice must agree."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from engine.bind import bind
from engine.errors import InputError
from engine.load.library import Library
from schemas.case import NOTHING, Case, Members, Value, Yearly
from schemas.diagnostic import Diagnostic
from tests.rulebook import FACTS, Spot, case_of, library, unmarked

HALF = "研发人员数: 1 人\n职工总数: 2 人\n"
THIRD = "研发人员数: 1 人\n职工总数: 3 人\n"
DAY = date(2026, 3, 1)
EIGHTH = "研发人员数: 1 人\n职工总数: 8 人\n"


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """The facts of the tests, and no rule set."""
    return library(tmp_path_factory.mktemp("rules"))


def bound(folder: Path, book: Library, profile: str, base_year: int = 2025) -> Case:
    """The case of a profile under a base year."""
    return bind(case_of(folder, book, profile), book, base_year, DAY)


def refused(folder: Path, book: Library, profile: str) -> tuple[tuple[Diagnostic, ...], list[Spot]]:
    """The problems that binding tells, and the places that the profile marks."""
    clean, spots = unmarked(profile)
    with pytest.raises(InputError) as error:
        bound(folder, book, clean)
    return error.value.diagnostics, spots


def yearly(**values: int) -> Yearly:
    """Numbers by year, `y2025=…`."""
    return Yearly(values={int(year[1:]): Decimal(number) for year, number in values.items()})


# --- years ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("profile", "base_year", "value"),
    [
        ("年销售收入: 5 元", 2025, yearly(y2025=5)),
        ("年销售收入: 5 元", 2022, yearly(y2022=5)),
        ("年销售收入: {2025: 5 元}", 2025, yearly(y2025=5)),
        ("年销售收入: {2023: 3 元, 2024: 4 元}", 2025, yearly(y2023=3, y2024=4)),
        ("年销售收入: {2026: 6 元}", 2025, yearly(y2026=6)),
    ],
)
def test_a_number_without_a_year_is_the_base_years(
    tmp_path: Path, book: Library, profile: str, base_year: int, value: Value
) -> None:
    assert bound(tmp_path, book, profile, base_year).facts == {"sales": value}


def test_a_members_number_without_a_year_waits_for_the_rule_set_that_reads_it(tmp_path: Path, book: Library) -> None:
    case = bound(tmp_path, book, "骨干企业: [{单位名称: 甲, 年销售收入: 5 元}, {单位名称: 乙}]")
    listed = case.facts["backbone"]
    assert isinstance(listed, Members)
    assert [member.facts.get("sales") for member in listed.members] == [Yearly(values={None: Decimal(5)}), None]
    assert listed.members[0].key == "甲"


def test_everything_else_stays_as_it_is(tmp_path: Path, book: Library) -> None:
    profile = "单位名称: 示例\n单位类型: [企业, 不全]\n失信记录: 无\n职工总数: 5 人\n证书有效期至: 无\n申报类型: 甲类"
    case = case_of(tmp_path, book, profile)
    assert bind(case, book, 2025, DAY) == case


def both(without: int, of_base_year: int) -> Case:
    """A case that states a number without a year and one for 2025, as a table may."""
    values: dict[int | None, Decimal] = {None: Decimal(without), 2025: Decimal(of_base_year), 2024: Decimal(1)}
    return Case(sha256="", facts={"sales": Yearly(values=values)})


def test_a_number_may_be_stated_with_and_without_the_year_if_it_is_the_same(book: Library) -> None:
    assert bind(both(5, 5), book, 2025, DAY).facts == {"sales": yearly(y2025=5, y2024=1)}
    assert bind(both(5, 7), book, 2023, DAY).facts == {"sales": yearly(y2023=5, y2024=1, y2025=7)}


def test_two_numbers_for_the_base_year_are_a_problem(book: Library) -> None:
    with pytest.raises(InputError) as error:
        bind(both(5, 7), book, 2025, DAY)
    (diagnostic,) = error.value.diagnostics
    assert diagnostic.code == "E2120"
    assert "年销售收入" in diagnostic.message
    assert "2025" in diagnostic.message
    assert diagnostic.remedy


# --- derived facts that are stated ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "profile",
    [
        f"{HALF}研发人员占比: 50%",
        f"{HALF}研发人员占比: 50.000%",
        f"{THIRD}研发人员占比: 33%",
        f"{THIRD}研发人员占比: 33.3%",
        f"{THIRD}研发人员占比: 33.3333%",
        f"{EIGHTH}研发人员占比: 12.5%",
        f"{EIGHTH}研发人员占比: 13%",
        "净利润: -1 元\n年销售收入: 8 元\n利润率: -12.5%",
        "净利润: -1 元\n年销售收入: 8 元\n利润率: -13%",
        "研发投入: 5 元\n净利润: -2 元\n研发利润比: 77",
        "研发人员占比: 99%\n职工总数: 3 人",
        "研发人员占比: 99%",
        "研发人员占比: 99%\n研发人员数: 1 人\n职工总数: 0 人",
        "年销售收入: 100 元\n研发投入: 3 元\n研发投入强度: {2025: 3%, 2024: 77%}",
        "设备原值: 50.4 万元\n在建设备原值: 49.7 万元\n设备总值: 100.1 万元",
    ],
)
def test_a_stated_value_may_be_rounded_to_the_digits_it_is_stated_with(
    tmp_path: Path, book: Library, profile: str
) -> None:
    case = case_of(tmp_path, book, profile)
    stated = {name: value for name, value in case.facts.items() if not isinstance(value, Yearly)}
    assert {name: bind(case, book, 2025, DAY).facts[name] for name in stated} == stated


def test_a_value_rounded_to_whole_units_of_ten_thousand_agrees(tmp_path: Path, book: Library) -> None:
    profile = "设备原值: 50.4 万元\n在建设备原值: 49.7 万元\n设备总值: 100 万元"
    assert bound(tmp_path, book, profile).facts["all_equipment"] == Decimal(1_000_000)


@pytest.mark.parametrize(
    ("profile", "words"),
    [
        (f"{HALF}研发人员占比: «51%", "研发人员占比"),
        (f"{THIRD}研发人员占比: «33.4%", "33.3"),
        (f"{THIRD}研发人员占比: «33.34%", "33.3333"),
        (f"{EIGHTH}研发人员占比: «12%", "12.5"),
        (f"{EIGHTH}研发人员占比: «12.50001%", "12.5"),
        (f"{THIRD}研发人员占比: «33.0%", "33.3333"),
        ("净利润: -1 元\n年销售收入: 8 元\n利润率: «-12%", "-12.5"),
        ("设备原值: 1 元\n在建设备原值: 1 元\n设备总值: «3 元", "元"),
        ("年销售收入: 100 元\n研发投入: 3 元\n研发投入强度: «{2024: 77%, 2025: 4%}", "研发投入强度[2025]"),
        ("年销售收入: 100 元\n研发投入: 3 元\n研发投入强度: «4%", "研发投入强度[2025]"),
        ("骨干企业:\n  - 职工总数: 2 人\n    研发人员数: 1 人\n    研发人员占比: «51%", "研发人员占比"),
    ],
)
def test_a_stated_value_that_its_parts_contradict_is_a_problem_at_its_place(
    tmp_path: Path, book: Library, profile: str, words: str
) -> None:
    (diagnostic,), (spot,) = refused(tmp_path, book, profile)
    assert diagnostic.code == "E2121"
    assert words in diagnostic.message
    assert diagnostic.place is not None
    assert (diagnostic.place.line, diagnostic.place.column) == spot
    assert diagnostic.remedy


def test_every_contradiction_is_told_at_once(tmp_path: Path, book: Library) -> None:
    found, spots = refused(
        tmp_path,
        book,
        "设备原值: 1 元\n在建设备原值: 1 元\n设备总值: «3 元\n骨干企业:\n"
        "  - 职工总数: 2 人\n    研发人员数: 1 人\n    研发人员占比: «51%\n"
        "研发投入: 5 元\n净利润: 2 元\n研发利润比: «2.4\n",
    )
    assert [diagnostic.code for diagnostic in found] == ["E2121"] * 3
    assert [
        (diagnostic.place.line, diagnostic.place.column) for diagnostic in found if diagnostic.place is not None
    ] == spots


def test_what_cannot_be_computed_yet_is_not_compared(tmp_path: Path) -> None:
    facts = FACTS + "净设备: {id: net, type: money, derive: {difference: [设备原值, 职工总数]}}\n"
    book = library(tmp_path / "rules", facts=facts)
    case = bound(tmp_path, book, "设备原值: 5 元\n在建设备原值: 3 元\n净设备: 1 元")
    assert case.facts["net"] == Decimal(1)


def test_what_is_no_number_is_not_compared(book: Library) -> None:
    facts: dict[str, Value] = {"all_equipment": NOTHING, "equipment": Decimal(1), "coming": Decimal(1)}
    case = Case(sha256="", facts=facts)
    assert bind(case, book, 2025, DAY) == case


def test_a_case_may_hold_what_the_library_does_not_know(book: Library) -> None:
    values: dict[int | None, Decimal] = {None: Decimal(1), 2025: Decimal(2)}
    case = Case(sha256="", facts={"elsewhere": Yearly(values=values), "other": Decimal(1)})
    with pytest.raises(InputError, match="elsewhere"):
        bind(case, book, 2025, DAY)
