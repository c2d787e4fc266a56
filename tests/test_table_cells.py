"""Cells below headers: what each says of its fact, exactly, and what cannot be used."""

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from engine.load import Library, load_library
from schemas.case import NOTHING, Dates, Value, Words, Yearly
from tests.table_making import Formatted, read, told


@pytest.fixture(scope="module", name="library")
def _library() -> Library:
    return load_library()


@pytest.mark.parametrize(
    ("header", "cell", "fact", "value"),
    [
        ("年销售收入（2025，万元）", 6050.5, "annual_sales", Yearly(values={2025: Decimal(60_505_000)})),
        ("年销售收入（2025，万元）", "6050.5", "annual_sales", Yearly(values={2025: Decimal(60_505_000)})),
        ("年销售收入（2025，万元）", "0.6 亿元", "annual_sales", Yearly(values={2025: Decimal(60_000_000)})),
        ("年销售收入（万元）", 1, "annual_sales", Yearly(values={None: Decimal(10_000)})),
        ("年销售收入（2025，元）", 29999999.99, "annual_sales", Yearly(values={2025: Decimal("29999999.99")})),
        ("研发投入强度（2025）", Formatted(0.031, "0.0%"), "rd_intensity", Yearly(values={2025: Decimal("3.1")})),
        ("研发投入强度（2025，%）", Formatted(0.031, "0.0%"), "rd_intensity", Yearly(values={2025: Decimal("3.1")})),
        ("研发投入强度（2025，%）", 3.1, "rd_intensity", Yearly(values={2025: Decimal("3.1")})),
        (
            "研发投入强度（2025）",
            Formatted(2 / 30, "0%"),
            "rd_intensity",
            Yearly(values={2025: Decimal("6.66666666667")}),
        ),
        ("仪器设备原值", Formatted(500, '0"万元"'), "instruments_value", Decimal(5_000_000)),
        ("职工总数", 20.0, "employees", Decimal(20)),
        ("职工总数（人）", "20", "employees", Decimal(20)),
        ("研究实验面积（㎡）", 2600.5, "laboratory_area", Decimal("2600.5")),
        ("成立日期", 43957, "founded_on", date(2020, 5, 6)),
        ("成立日期", datetime(2020, 5, 6), "founded_on", date(2020, 5, 6)),  # noqa: DTZ001
        ("成立日期", "2020年5月6日", "founded_on", date(2020, 5, 6)),
        ("高新技术企业证书有效期至", "无", "high_tech_certificate_expires", NOTHING),
        ("严重违法失信记录", 43957, "serious_dishonesty_records", Dates(dates=(date(2020, 5, 6),))),
        (
            "严重违法失信记录",
            "2024-03-01；2020年5月6日、不全",
            "serious_dishonesty_records",
            Dates(dates=(date(2020, 5, 6), date(2024, 3, 1)), complete=False),
        ),
        ("严重违法失信记录", "无", "serious_dishonesty_records", Dates(dates=())),
        ("高新技术企业", True, "high_tech_enterprise", True),
        ("高新技术企业", "FALSE", "high_tech_enterprise", False),
        ("高新技术企业", "√", "high_tech_enterprise", True),
        ("单位类型", "企业", "applicant_kinds", Words(words=frozenset({"企业"}))),
        (
            "单位类型",
            "企业；科研院所 / 孵化器、",
            "applicant_kinds",
            Words(words=frozenset({"企业", "科研院所", "孵化器"})),
        ),
        ("单位类型", "县（市、区）人民政府", "applicant_kinds", Words(words=frozenset({"县（市、区）人民政府"}))),
        (
            "单位类型",
            "企业、县（市、区）人民政府",
            "applicant_kinds",
            Words(words=frozenset({"企业", "县（市、区）人民政府"})),
        ),
        ("注册地", 220100, "registered_region", "2201"),
        ("注册地", "220100", "registered_region", "2201"),
        ("联系电话", 13800001111, "contact_phone", "13800001111"),
        ("技术领域", 3.50, "technical_field", "3.5"),
    ],
)
def test_a_cell_becomes_a_value(
    library: Library, tmp_path: Path, header: str, cell: Any, fact: str, value: Value
) -> None:
    assert read(tmp_path, library, {"表": [[header], [cell]]}).facts == {fact: value}


@pytest.mark.parametrize(
    ("header", "cell", "code"),
    [
        ("研发投入强度（2025）", 0.031, "E2103"),
        ("研发投入强度（2025）", "3", "E2103"),
        ("仪器设备原值", 500, "E2103"),
        ("仪器设备原值（万元）", Formatted(500, "[$€-407]0"), "E2104"),
        ("仪器设备原值（万元）", Formatted(5, "0%"), "E2104"),
        ("仪器设备原值（万元）", Formatted(123456, '0!.0,"万"'), "E2023"),
        ("仪器设备原值（万元）", "约500", "E2102"),
        ("仪器设备原值（万元）", 0.1234567, "E2105"),
        ("仪器设备原值（万元）", True, "E2101"),
        ("仪器设备原值（万元）", date(2020, 5, 6), "E2101"),
        ("仪器设备原值（万元）", -5, "E2106"),
        ("职工总数", 20.5, "E2105"),
        ("职工总数", "#REF!", "E2020"),
        ("职工总数", "=1+1", "E2021"),
        ("成立日期", 2020, "E2107"),
        ("成立日期", 20200506, "E2107"),
        ("单位类型", "/", "E2111"),
        ("单位类型", "企业、公司", "E2109"),
        ("统一社会信用代码", 912201001234567890, "E2022"),
        ("骨干企业", "甲、乙", "E2114"),
        ("年销售收人（万元）", 5, "E2019"),
        ("年销售收入（吨）", 5, "E2015"),
    ],
)
def test_a_cell_that_cannot_be_used(library: Library, tmp_path: Path, header: str, cell: Any, code: str) -> None:
    ((_, found),) = told(tmp_path, library, {"表": [[header], [cell]]})
    assert found == code


def test_codes_typed_as_numbers(tmp_path: Path) -> None:
    (tmp_path / "facts.yaml").write_text("所属行业: {id: industry, type: industry}\n", encoding="utf-8")
    library = load_library([tmp_path])
    assert read(tmp_path, library, {"表": [["所属行业"], [3911]]}).facts == {"industry": "3911"}
    assert read(tmp_path, library, {"表": [["所属行业"], [Formatted(111, "0000")]]}).facts == {"industry": "0111"}
    assert told(tmp_path, library, {"表": [["所属行业"], [111]]}) == [("表!A2", "E2022")]
