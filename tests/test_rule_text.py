"""Rules as authors wrote them, in words, and the sheets of `rules list` and `rules show`."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter
from rich.cells import cell_len

from engine.explain.rule_text import rule_lines, rule_sentence
from engine.report import rule_table
from engine.report.rule_table import RuleSheet, rule_sheet
from schemas.condition import Condition
from schemas.rule_set import Effective, RuleSet
from schemas.source import InForce, Level, Source
from tests.fair import fair
from tests.golden import compare
from tests.rulebook import SCHEME, Desk

GOOD = Path(__file__).resolve().parent / "good"

CONDITIONS: list[tuple[dict[str, Any], str]] = [
    ({"职工总数": {"at_least": "20 人"}}, "职工总数 不少于 20 人"),
    ({"设备原值": {"at_least": "$下限", "less_than": "9 元"}}, "设备原值 不低于 参数“下限”，且低于 9 元"),
    ({"设备原值": {"more_than": "@设备总值"}}, "设备原值 超过 “设备总值”"),
    ({"职工总数": {"at_most": "20 人"}}, "职工总数 不超过 20 人"),
    ({"职工总数": {"equals": "20 人"}}, "职工总数 等于 20 人"),
    ({"年销售收入[2024]": {"between": ["1 元", "2 元"]}}, "年销售收入[2024] 1 元 至 2 元"),
    ({"高新技术企业": {"is": True}}, "高新技术企业 为“是”"),
    ({"高新技术企业": {"is": False}}, "高新技术企业 为“否”"),
    ({"高新技术企业": {"is": "是"}}, "高新技术企业 为 是"),
    ({"法人类型": {"equals": "企业法人"}}, "法人类型 为 企业法人"),
    ({"技术领域": {"one_of": ["甲", "乙"], "open": True}}, "技术领域 为 甲、乙 之一（所列之外由审核人认定）"),
    ({"技术领域": {"one_of": ["甲"]}}, "技术领域 为 甲"),
    ({"技术领域": {"none_of": ["甲", "乙"]}}, "技术领域 不为 甲、乙"),
    ({"单位类型": {"none_of": ["企业"]}}, "单位类型 不包含 企业"),
    ({"单位类型": {"includes": "企业"}}, "单位类型 包含 企业"),
    ({"单位类型": {"includes_any": ["企业", "科研院所"]}}, "单位类型 包含 企业、科研院所 之一"),
    ({"注册地": {"within": "22"}}, "注册地 属于 吉林省（22）"),
    ({"注册地": {"within": ["2201", "四平市"]}}, "注册地 属于 吉林省长春市（2201）、吉林省四平市（2203）"),
    ({"注册地": {"within": "@设备总值"}}, "注册地 属于 “设备总值”"),
    ({"所属行业": {"within": ["36", "C3911"]}}, "所属行业 属于 汽车制造业（C36）、计算机整机制造（C3911）"),
    ({"证书有效期至": {"valid": True}}, "证书有效期至 在基准日仍有效"),
    ({"证书有效期至": {"on_or_after": "2026-01-01"}}, "证书有效期至 不早于 2026-01-01"),
    ({"证书有效期至": {"on_or_before": "2026-01-01"}}, "证书有效期至 不晚于 2026-01-01"),
    ({"技术领域": {"stated": True}}, "技术领域 已填报（有或无均可）"),
    ({"骨干企业": {"meets": "test/member"}}, "骨干企业 符合规则集 test/member"),
    ({"没有的字段": {"at_least": 3}}, "没有的字段 不低于 3"),
    ({"judged": "较强"}, "较强（由审核人认定）"),
    ({"not_obtained": "条件未取得"}, "条件未取得（无法核对）"),
    ({"meets": "test/member"}, "符合规则集 test/member"),
    (
        {"all": [{"judged": "甲"}, {"any": [{"judged": "乙"}, {"all": [{"judged": "丙"}, {"judged": "丁"}]}]}]},
        "甲（由审核人认定），且（乙（由审核人认定），或（丙（由审核人认定），且丁（由审核人认定）））",
    ),
    ({"not": {"judged": "甲"}}, "以下不得成立：甲（由审核人认定）"),
    (
        {"at_least_of": {"n": 1, "of": [{"judged": "甲"}, {"judged": "乙"}]}},
        "以下各项中须至少满足 1 项：甲（由审核人认定）；乙（由审核人认定）",
    ),
    (
        {"among": {"in": "骨干企业", "at_least": "5 家", "where": {"judged": "甲"}}},
        "骨干企业 不少于 5 家，每家须：甲（由审核人认定）",
    ),
    ({"among": {"in": "骨干企业", "at_least": "5 家"}}, "骨干企业 不少于 5 家"),
    ({"among": {"in": "失信记录", "within": "3 年", "at_most": "0 条"}}, "失信记录（3 年以内） 不超过 0 条"),
    ({"among": {"in": "骨干企业", "every": {"judged": "甲"}}}, "骨干企业 每家均须：甲（由审核人认定）"),
    ({"among": {"years": "近3年", "some": {"judged": "甲"}}}, "近3年 至少 1 年：甲（由审核人认定）"),
    ({"among": {"in": "没有的列表", "some": {"judged": "甲"}}}, "没有的列表 至少 1 项：甲（由审核人认定）"),
]


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The rule book with one of everything."""
    return fair(tmp_path_factory.mktemp("fair"))


@pytest.mark.parametrize(("written", "text"), CONDITIONS)
def test_a_condition_as_written_in_words(written: dict[str, Any], text: str, room: Desk) -> None:
    condition: Condition = TypeAdapter(Condition).validate_python(written)
    assert rule_sentence(condition, room.book) == text


def test_compositions_are_headings_with_their_parts_below(room: Desk) -> None:
    condition: Condition = TypeAdapter(Condition).validate_python(
        {"all": [{"judged": "甲"}, {"any": [{"judged": "乙"}, {"judged": "丙"}]}]}
    )
    assert [(line.depth, line.text[:9]) for line in rule_lines(condition, room.book)] == [
        (0, "以下各项须全部满足"),
        (1, "甲（由审核人认定）"),
        (1, "以下任一项满足即可"),
        (2, "乙（由审核人认定）"),
        (2, "丙（由审核人认定）"),
    ]


def sheet(room: Desk, name: str) -> RuleSheet:
    book = room.book
    return rule_sheet(book.rule_sets[name], book, book.sources, book.documents[name].sha256)


@pytest.mark.parametrize("width", [80, 120])
def test_a_rule_set_reads_well(room: Desk, width: int, rewrite: bool) -> None:
    page = rule_table.sheet_page(sheet(room, SCHEME), width).plain()
    assert max(cell_len(line) for line in page.splitlines()) <= width
    compare(page, GOOD / f"rules-{width}.txt", rewrite)


@pytest.mark.parametrize("name", [SCHEME, "test/member", "test/reference"])
def test_a_rule_set_as_a_document(room: Desk, name: str, rewrite: bool) -> None:
    compare(rule_table.sheet_markdown(sheet(room, name)), GOOD / f"rules-{name.split('/')[1]}.md", rewrite)


def test_every_criterion_and_source_is_listed(room: Desk) -> None:
    text = rule_table.sheet_page(sheet(room, SCHEME), 200).plain()
    rule_set = room.book.rule_sets[SCHEME]
    for _, criterion in rule_set.all_criteria():
        assert f"{criterion.id}  " in text
    for name in ("rules", "plan", "call", "reply"):
        assert room.book.sources[name].title in text


def test_the_list_names_kind_role_size_and_days(room: Desk) -> None:
    found = [(one, "0" * 64) for one in room.book.rule_sets.values()]
    page, document = rule_table.list_page(found, 80).plain(), rule_table.list_markdown(found)
    for told in ("test/member", "成员方案", "正式（骨干企业）", "对标参考", "2021-05-06 起", "19 条"):
        assert told in page
        assert told.removesuffix(" 条") in document
    assert max(cell_len(line) for line in page.splitlines()) <= 80


FIRST, LAST = date(2025, 1, 1), date(2026, 1, 1)


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        (None, None, "不限"),
        (FIRST, None, "2025-01-01 起"),
        (None, LAST, "… 至 2026-01-01"),
        (FIRST, LAST, "2025-01-01 至 2026-01-01"),
    ],
)
def test_days_in_force(start: date | None, end: date | None, text: str) -> None:
    assert rule_table.days(Effective(from_=start, to=end)) == text


def test_tables_and_unknown_values_of_parameters_are_shown(room: Desk) -> None:
    rule_set = RuleSet.model_validate(
        {
            "id": "test/table",
            "title": "分档",
            "kind": "reference",
            "authority": "甲",
            "parameters": {
                "线": {
                    "values": [
                        {"table": [{"otherwise": 3}], "basis": {"source": "rules"}},
                        {"value": "unknown", "basis": {"source": "rules"}},
                    ]
                }
            },
        }
    )
    text = rule_table.sheet_page(rule_sheet(rule_set, room.book, room.book.sources, ""), 80).plain()
    assert "其余：3   不限" in text
    assert "标准未知  不限" in text
    assert "准入条件" not in text


def test_a_source_says_what_was_seen_of_it_once(room: Desk) -> None:
    seen = Source(id="x", title="甲", issuer="乙", level=Level.REPOST, in_force=InForce.YES, where="转载件，不全")
    rule_set = room.book.rule_sets["test/other"]
    text = rule_table.sheet_page(rule_sheet(rule_set, room.book, {"rules": seen}, ""), 80).plain()
    assert "；日期未知；转载件，不全；有效" in text
