"""Profiles: what a case holds, that restating changes nothing, and every problem at its place."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import InputError
from engine.load.library import Library
from engine.load.profile import load_case
from schemas.case import Case, Dates, Judgement, Member, Members, Outcome, Value, Words, Yearly
from tests.small_library import CODE, FORM, case, refusals, small_library


@pytest.fixture(scope="module", name="library")
def _library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return small_library(tmp_path_factory.mktemp("rules"))


PROFILE = f"""\
单位名称: 长春（示例）材料有限公司
申报类型: 联合
单位类型: 企业
年销售收入: {{2023: 4200万元, 2024: 5100万元, 2025: }}
研发投入强度: {{2023: 3.00%}}
研发人员数: 19 人
失信记录: 无
骨干企业:
  - {{统一社会信用代码: {CODE}, 单位名称: 示例甲公司, 高新技术企业: 是}}
  - {{单位名称: 示例乙公司}}
  - 不全
认定:
  KT-02: {{结论: 通过, 意见: 属实, 认定人: 张三, 日期: 2026-03-02}}
  KT-03: {{结论: 不通过, 意见: , 日期: 2026年3月2日}}
  KT-04: {{结论: , 意见: }}
  KT-11:
  骨干企业[{CODE}]/KF-01: {{结论: 通过}}
  firms[示例乙公司]/KT-06: {{结论: 不通过}}
"""


def test_a_profile_becomes_a_case(library: Library) -> None:
    actual = case(PROFILE, library)
    places = {name: str(place).removeprefix("案卷.yaml:") for name, place in actual.places.items()}
    firms = actual.facts["firms"]
    assert isinstance(firms, Members)
    assert actual == Case(
        name="长春（示例）材料有限公司",
        sha256=hashlib.sha256(PROFILE.encode()).hexdigest(),
        track="联合",
        facts={
            "name": "长春(示例)材料有限公司",
            "track": "联合",
            "kinds": Words(words=frozenset({"企业"})),
            "sales": Yearly(values={2023: Decimal(42000000), 2024: Decimal(51000000)}),
            "intensity": Yearly(values={2023: Decimal(3)}),
            "staff": Decimal(19),
            "records": Dates(dates=()),
            "firms": Members(
                members=(
                    Member(
                        key=CODE,
                        name="示例甲公司",
                        facts={"uscc": CODE, "name": "示例甲公司", "high_tech": True},
                        places=firms.members[0].places,
                    ),
                    Member(
                        key="示例乙公司",
                        name="示例乙公司",
                        facts={"name": "示例乙公司"},
                        places=firms.members[1].places,
                    ),
                ),
                complete=False,
            ),
        },
        judgements={
            "KT-02": Judgement(outcome=Outcome.PASS, opinion="属实", by="张三", on=date(2026, 3, 2)),
            "KT-03": Judgement(outcome=Outcome.FAIL, on=date(2026, 3, 2)),
            f"骨干企业[{CODE}]/KF-01": Judgement(outcome=Outcome.PASS),
            "骨干企业[示例乙公司]/KT-06": Judgement(outcome=Outcome.FAIL),
        },
        places=actual.places,
    )
    assert places == {
        "name": "1:7",
        "track": "2:7",
        "kinds": "3:7",
        "sales": "4:8",
        "intensity": "5:9",
        "staff": "6:8",
        "records": "7:7",
        "firms": "9:3",
    }


def test_blank_and_none_name_no_track(library: Library) -> None:
    assert case("{申报类型: 无, 单位名称: }", library) == case("{申报类型: 无}", library).model_copy(
        update={"sha256": hashlib.sha256("{申报类型: 无, 单位名称: }".encode()).hexdigest()}
    )
    assert case("申报类型: 无", library).track is None
    assert case("单位名称: 无", library).name is None
    assert case("{单位名称: 示例, 认定: }", library).judgements == {}


def test_a_library_without_the_usual_facts_names_nothing() -> None:
    bare = Library(facts={}, sources={}, rule_sets={}, documents={}, origins={})
    assert case("认定: {}", bare) == Case(sha256=hashlib.sha256("认定: {}".encode()).hexdigest())


def test_a_profile_is_read_from_its_file(library: Library, tmp_path: Path) -> None:
    for name in ("a.yaml", "b.YML"):
        (tmp_path / name).write_text(PROFILE, encoding="utf-8")
        actual = load_case(tmp_path / name, library)
        assert actual == case(PROFILE, library, str(tmp_path / name))
    (tmp_path / "c.json").write_text('{"研发人员数": "19 人"}', encoding="utf-8")
    assert load_case(tmp_path / "c.json", library).facts == {"staff": Decimal(19)}


@pytest.mark.parametrize(("name", "shown"), [("案卷.docx", ".docx"), ("案卷", "案卷")])
def test_other_formats_are_refused(library: Library, tmp_path: Path, name: str, shown: str) -> None:
    (tmp_path / name).write_text(PROFILE, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_case(tmp_path / name, library)
    (item,) = caught.value.diagnostics
    assert (item.code, item.message) == ("E2004", f"不认识的案卷格式「{shown}」")
    assert str(item.place) == str(tmp_path / name)


@pytest.mark.parametrize(("name", "code"), [("没有这个文件", "E1001"), ("", "E1002")])
def test_what_is_no_file_has_no_format(library: Library, tmp_path: Path, name: str, code: str) -> None:
    with pytest.raises(InputError) as caught:
        load_case(tmp_path / name, library)
    assert [item.code for item in caught.value.diagnostics] == [code]


# --- restating ----------------------------------------------------------------------------------------------------

NAMES = {"单位名称": "name", "年销售收入": "sales", "研发人员数": "staff", "骨干企业": "firms", "单位类型": "kinds"}


def renamed(entries: dict[str, object]) -> dict[str, object]:
    """The same profile by fact ids."""
    return {
        NAMES.get(key, key): [renamed(item) for item in value]
        if key == "骨干企业" and isinstance(value, list)
        else value
        for key, value in entries.items()
    }


@given(st.integers(0, 10**10), st.integers(0, 10**6), st.permutations(sorted(NAMES)))
def test_restating_a_profile_changes_no_fact(library: Library, fen: int, staff: int, order: list[str]) -> None:
    sales = Decimal(fen) / 100
    entries: dict[str, object] = {
        "单位名称": "示例公司",
        "单位类型": ["企业", "高等院校"],
        "研发人员数": f"{staff} 人",
        "年销售收入": {"2024": f"{sales} 元"},
        "骨干企业": [{"单位名称": "示例甲公司", "年销售收入": f"{sales} 元"}],
    }
    restated: dict[str, object] = {
        "单位名称": "　示例公司",
        "单位类型": ["高等院校", "企业", "企业"],
        "研发人员数": staff,
        "年销售收入": {"2024年": f"{sales / 10**8:f}亿元"},
        "骨干企业": {"单位名称": "示例甲公司", "年销售收入": f"{sales / 10**4:,f} 万元"},
    }
    expected = case(json.dumps(entries), library, "a.json").facts
    shuffled = {key: restated[key] for key in order}
    for again in (restated, shuffled, renamed(restated), renamed(entries)):
        for file in ("b.json", "b.yaml"):
            actual = case(json.dumps(again, ensure_ascii=False), library, file).facts
            assert without_places(actual) == without_places(expected)
    firms = expected["firms"]
    assert isinstance(firms, Members)
    assert firms.members[0].facts["sales"] == Yearly(values={None: sales})


def without_places(facts: Mapping[str, Value]) -> dict[str, object]:
    """Facts as plain data, with the numbers as they print, but without the places of members."""
    dumped = Case.model_validate({"sha256": "", "facts": facts}).model_dump(mode="json")["facts"]
    for member in dumped["firms"]["members"]:
        del member["places"]
    dumped["kinds"]["words"].sort()
    return dict(sorted(dumped.items()))


# --- problems -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("~", "案卷里没有任何内容"),
        ("{}", "案卷里没有任何内容"),
        ("[]", "案卷里没有任何内容"),
        ("[1, 2]", "案卷的最外层不是「字段: 值」的形式"),
        ("一段文字", "案卷的最外层不是「字段: 值」的形式"),
        ("0", "案卷的最外层不是「字段: 值」的形式"),
    ],
)
def test_a_profile_is_a_mapping(library: Library, text: str, message: str) -> None:
    remedy = "逐行写「字段: 值」，如「单位名称: 示例公司」"
    assert refusals(text, library) == [("1:1", "E2001", message, remedy)]


def test_every_problem_is_told_at_once(library: Library) -> None:
    text = """\
    单位名称: true
    年销售收入: 3000
    sales: 3000 万元
    年销售收人: 3000 万元
    单位类型: [企业, 大学]
    天气: 晴
    骨干企业: [{认定: {}}]
    2024: 3 元
    "研发\\u200b投入": 1 元
    认定: 通过
    """
    assert refusals(text, library) == [
        ("1:7", "E2114", "单位名称须是文字，却写了是非「true」", '若确是文字，请加引号：「"true"」'),
        (
            "2:8",
            "E2103",
            "年销售收入「3000」没有写单位，可读作 3000 元，也可读作 3000 万元",
            "写上单位，如「3000 元」或「3000 万元」",
        ),
        ("3:1", "E2003", "字段「年销售收入」写了两处：第 2 行的「年销售收入」和这里的「sales」", "只留一处"),
        ("4:1", "E2002", "没有字段「年销售收人」", "是否想写 年销售收入？"),
        ("5:12", "E2109", "单位类型「大学」不在可选的词之内", "可选的词：企业、高等院校"),
        ("6:1", "E2002", "没有字段「天气」", "可用的字段见字段表 facts.yaml；不需要的内容请删去"),
        (
            "7:9",
            "E2002",
            "列表的成员里不写「认定」",
            "写在案卷最外层的「认定」里，键如「骨干企业[统一社会信用代码]/KB-03」",
        ),
        ("8:1", "E2002", "没有字段「2024」", "可用的字段见字段表 facts.yaml；不需要的内容请删去"),
        (
            "9:1",
            "E2118",
            "「研发 投入」里有看不见的字符 U+200B，它会使看起来相同的内容被当作不同",
            "删去该字符，或手工重新输入这一项",
        ),
        ("10:5", "E2201", "「认定」之下须按条件编号逐条写", FORM),
    ]


def test_invisible_characters_are_told_wherever_they_stand(library: Library) -> None:
    text = r"""
    单位名称: "示例\u200b公司"
    单位类型: ["\u200b"]
    年销售收入: {"2024\u200b": 1 元}
    失信记录: "\u200b"
    研发人员数: "20 人\u200d"
    认定: "\u200b"
    """
    places = ["2:7", "3:8", "4:9", "5:7", "6:8", "7:5"]
    actual = refusals(text, library)
    assert [(place, code) for place, code, _, _ in actual] == [
        *((place, "E2118") for place in places[:-1]),
        ("7:5", "E2201"),
    ]
