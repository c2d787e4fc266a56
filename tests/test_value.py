"""Values of every type: what is read, what is blank, and what is none."""

from datetime import date
from decimal import Decimal

import pytest

from engine.load.single import BLANK, read_yes_no
from engine.load.text import as_text
from schemas.case import NOTHING, Dates, Member, Members, Value, Words, Yearly
from schemas.fact import FactType
from tests.value_reading import CODE, FACTS, LIBRARY, read


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("长春（示例）公司 ", "联系人", "长春(示例)公司"),
        ("13800000000", "联系人", "13800000000"),
        ("1.10", "联系人", "1.10"),
        ("2026-01-13", "联系人", "2026-01-13"),
        ("无", "联系人", NOTHING),
        ("是", "高企", True),
        ("有", "高企", True),
        ("√", "高企", True),
        ("✓", "高企", True),
        ("true", "高企", True),
        ('"true"', "高企", True),
        ("否", "高企", False),
        ("无", "高企", False),
        ("×", "高企", False),
        ("✗", "高企", False),
        ("false", "高企", False),
        ("20 人", "人数", Decimal(20)),
        ("0", "人数", Decimal(0)),
        ("100%", "占比", Decimal(100)),
        ("2020年5月6日", "成立日期", date(2020, 5, 6)),
        ("2020-05-06", "成立日期", date(2020, 5, 6)),
        ("无", "成立日期", NOTHING),
        ("企业法人", "法人类型", "企业法人"),
        ("无", "法人类型", NOTHING),
        ('"220100"', "注册地", "2201"),
        ('"220000"', "注册地", "22"),
        ('"２２０１"', "注册地", "2201"),
        ('"220104"', "注册地", "220104"),
        ('"22"', "注册地", "22"),
        ('"C3911"', "行业", "3911"),
        ('"c39"', "行业", "39"),
        ('"0111"', "行业", "0111"),
        (f" {CODE}", "统一社会信用代码", CODE),
        ('"９１４４０３００１９２２０３８２１６"', "统一社会信用代码", CODE),
        # choices
        ("企业", "单位类型", Words(words=frozenset({"企业"}))),
        ("[企业, 市(州)人民政府]", "单位类型", Words(words=frozenset({"企业", "市（州）人民政府"}))),
        ("[企业, 不全]", "单位类型", Words(words=frozenset({"企业"}), complete=False)),
        ("不全", "单位类型", Words(words=frozenset(), complete=False)),
        ("无", "单位类型", Words(words=frozenset())),
        ("[无]", "单位类型", Words(words=frozenset())),
        ("[]", "单位类型", Words(words=frozenset())),
        # dates
        ("无", "失信记录", Dates(dates=())),
        ("2024年5月6日", "失信记录", Dates(dates=(date(2024, 5, 6),))),
        (
            "[2024-05-06, 2023/1/2, 2024-05-06, 不全]",
            "失信记录",
            Dates(dates=(date(2023, 1, 2), date(2024, 5, 6), date(2024, 5, 6)), complete=False),
        ),
        # by year
        ("500万元", "销售收入", Yearly(values={None: Decimal(5000000)})),
        (
            "{2024年: 0.05亿元, ２０２３: 400 万元, 2025: , 2022年度: 0}",
            "销售收入",
            Yearly(values={2022: Decimal(0), 2023: Decimal(4000000), 2024: Decimal(5000000)}),
        ),
        # members
        ("无", "骨干企业", Members(members=())),
        ("[]", "骨干企业", Members(members=())),
        ("不全", "骨干企业", Members(members=(), complete=False)),
    ],
)
def test_a_value_is_read(text: str, name: str, value: Value) -> None:
    assert read(text, name) == value


@pytest.mark.parametrize("name", [fact.name for fact in FACTS])
@pytest.mark.parametrize("text", ["", "~", '""', '" 　"', "未填", '"\\t"'])
def test_blank_is_no_value_of_any_type(text: str, name: str) -> None:
    assert read(text, name) is BLANK


@pytest.mark.parametrize("text", ["{}", "{2024: , 2023: 未填}"])
def test_years_that_are_all_blank_are_no_value(text: str) -> None:
    assert read(text, "销售收入") is BLANK


def test_years_are_kept_in_order() -> None:
    value = read("{2024: 1元, 2022: 2元, 2023: 3元}", "销售收入")
    assert isinstance(value, Yearly)
    assert list(value.values) == [2022, 2023, 2024]


def test_a_derived_fact_keeps_the_digits_it_is_stated_with() -> None:
    assert repr(read("3.00%", "强度")) == "Decimal('3.00')"
    assert repr(read("500 万元", "合计")) == "Decimal('5.00E+6')"
    assert repr(read("3.00%", "占比")) == "Decimal('3')"
    assert read("500.00 万元", "合计") == read("5000000 元", "合计")


def test_the_members_of_a_list() -> None:
    text = f"[{{单位名称: 示例（甲）公司, 统一社会信用代码: {CODE}, sales: {{2024: 1 万元}}, 人数: }}, {{name: 示例乙公司}}, {{高企: 是}}, 不全]"
    value = read(text, "骨干企业")
    assert isinstance(value, Members)
    first, second, third = value.members
    assert (first.key, first.name) == (CODE, "示例（甲）公司")
    assert first.facts == {"name": "示例(甲)公司", "uscc": CODE, "sales": Yearly(values={2024: Decimal(10000)})}
    assert {name: str(place) for name, place in first.places.items()} == {
        "name": "案卷.yaml:1:15",
        "uscc": "案卷.yaml:1:34",
        "sales": "案卷.yaml:1:61",
    }
    assert second == Member(key="示例乙公司", name="示例乙公司", facts={"name": "示例乙公司"}, places=second.places)
    assert (third.key, third.name, third.facts) == ("#3", None, {"high_tech": True})
    assert not value.complete


def test_a_single_member_needs_no_list() -> None:
    value = read("{单位名称: 示例公司}", "骨干企业")
    assert isinstance(value, Members)
    assert [member.key for member in value.members] == ["示例公司"]


def test_json_reads_like_yaml() -> None:
    text = '{"销售收入": {"2024": "500 万元"}}'
    assert read(text, "销售收入", "案卷.json") == read("{2024: 5000000 元}", "销售收入")


def test_yes_and_no_may_be_used_as_operands() -> None:
    assert read_yes_no(True, LIBRARY.facts["高企"]) is True
    assert read_yes_no("否", LIBRARY.facts["高企"]) is False


def test_what_was_left_out_shows_as_nothing() -> None:
    assert as_text(None) == ""


def test_every_type_has_a_fact_here() -> None:
    assert {fact.type for fact in FACTS} >= set(FactType) - {FactType.NUMBER, FactType.AREA}
