"""材料: what a profile may say of documents, what is refused, and what the report makes of it."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from engine.load.library import Library
from engine.report import json_text, markdown, terminal
from engine.report.material_section import material_section
from schemas.case import Materials
from schemas.diagnostic import Severity
from schemas.material import MaterialStatus, UnaskedMaterial
from tests.rulebook import FACTS, HEAD, SCHEME, Desk, demand, desk
from tests.small_library import case, refusals

RULES = (
    HEAD
    + "criteria:\n"
    + demand("{职工总数: {at_least: 20 人}}", name="A-01", more="evidence: [花名册, 社保缴纳证明]")
    + demand("{高新技术企业: {is: true}}", name="A-02", more="force: preferred\nevidence: [（高企）证书]")
    + demand("{设备原值: {at_least: 1 元}}", name="A-03")
    + demand("{技术领域: {stated: true}}", name="A-04")
    + demand("{judged: 好}", name="A-05", more="evidence: [花名册]\nwhen: {单位类型: {includes: 企业}}")
    + demand("{judged: 好}", name="A-06", more="evidence: [安全、环保验收文件]\nwhen: {单位类型: {includes: 高等院校}}")
)
WITH_EVIDENCE = FACTS.replace("设备原值: {id: equipment,", "设备原值: {id: equipment, evidence: [设备清单],")
OTHER = HEAD.replace("test/scheme", "test/other").replace("试验方案", "另一方案")
REFERENCE = HEAD.replace("test/scheme", "test/reference").replace("kind: official", "kind: reference")
PROFILE = {"单位类型": "企业", "职工总数": "20 人", "设备原值": "1 万元"}


@pytest.fixture(scope="module", name="room")
def _room(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    other = OTHER + "criteria:\n" + demand("{judged: 好}", name="B-01", more="evidence: [花名册, 建设方案]")
    reference = REFERENCE + "criteria:\n" + demand("{judged: 好}", name="C-01", more="evidence: [建设方案]")
    return desk(tmp_path_factory.mktemp("rules"), RULES, other, reference, facts=WITH_EVIDENCE)


@pytest.fixture(scope="module", name="library")
def _library(room: Desk) -> Library:
    return room.book


# --- what a profile says ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", None),
        ("材料:", None),
        ("材料: 未填", None),
        ("材料: {}", Materials()),
        ("材料: {花名册: }", Materials()),
        (
            "材料: {花名册: 有, 社保缴纳证明: 缺, 设备清单: }",
            Materials(present={"花名册": True, "社保缴纳证明": False}),
        ),
        ("材料: {花名册: 是, 设备清单: 否}", Materials(present={"花名册": True, "设备清单": False})),
        ("材料: {花名册: √, 设备清单: ×}", Materials(present={"花名册": True, "设备清单": False})),
        ("材料: {花名册: true, 设备清单: 无}", Materials(present={"花名册": True, "设备清单": False})),
        ("' 材料 ': {（高企）证书: 有}", Materials(present={"(高企)证书": True})),
        ("材料: 无", Materials(complete=True)),
        ("材料: []", Materials(complete=True)),
        ("材料: [无]", Materials(complete=True)),
        ("材料: 不全", Materials()),
        ("材料: 花名册", Materials(present={"花名册": True}, complete=True)),
        ("材料: 安全、环保验收文件", Materials(present={"安全、环保验收文件": True}, complete=True)),
        ("材料: [花名册, 花名册, 设备清单]", Materials(present={"花名册": True, "设备清单": True}, complete=True)),
        ("材料: [花名册, 不全]", Materials(present={"花名册": True})),
    ],
)
def test_documents_are_read(library: Library, text: str, expected: Materials | None) -> None:
    found = case(f"单位名称: 甲\n{text}", library)
    assert found.materials == expected
    assert found.warnings == ()


FORM = "写成「材料: {审计报告: 有, 营业执照: 缺}」；一样都没有的写「材料: 无」"
IN_LIST = f"列表里只写有的材料，要写有无的，{FORM}"
WORDS = "写「有」或「缺」（是、否、√、× 也可）；没有核对过的留空"


@pytest.mark.parametrize(
    ("text", "place", "code", "message", "remedy"),
    [
        ("材料: 有", "1:5", "E2210", "材料写了「有」，没有说是哪些材料", FORM),
        ("材料: true", "1:5", "E2210", "材料写了「true」，没有说是哪些材料", FORM),
        ("材料: 齐全", "1:5", "E2210", "材料写了「齐全」，没有说是哪些材料", FORM),
        ("材料: [缺]", "1:6", "E2210", "材料写了「缺」，没有说是哪些材料", FORM),
        ("材料: [花名册, 无]", "1:11", "E2210", "材料写了「无」，又列出了别的内容", "一样都没有的只写「无」"),
        ("材料: [花名册, ]\n认定: {}", None, "", "", None),
        ("材料: [花名册, '']", "1:11", "E2210", "材料的列表里有一项是空的", IN_LIST),
        ("材料:\n  - 花名册: 有", "2:5", "E2210", "材料的列表里有一项不是材料的名称", IN_LIST),
        ("材料: [[花名册]]", "1:6", "E2210", "材料的列表里有一项不是材料的名称", IN_LIST),
        (
            "材料: 花名册、设备清单",
            "1:5",
            "E2210",
            "材料「花名册、设备清单」把几种写在了一起",
            "分开写：[花名册, 设备清单]",
        ),
        (
            "材料: {花名册和名单 设备清单: 有}",
            "1:6",
            "E2210",
            "材料「花名册和名单 设备清单」把几种写在了一起",
            "分开写：[花名册和名单, 设备清单]",
        ),
        (
            "材料: 暂无",
            "1:5",
            "E2111",
            "材料写了「暂无」，分不清是确实没有，还是情况不明",
            "确实没有的写「无」（数值写 0，是非写「否」），情况不明的留空",
        ),
        ("材料: {花名册: 在办}", "1:11", "E2211", "材料「花名册」的情况「在办」不是「有」也不是「缺」", WORDS),
        ("材料: {花名册: [有]}", "1:11", "E2211", "材料「花名册」之下不能再分项", WORDS),
        ("材料: {花名册: {状态: 有}}", "1:11", "E2211", "材料「花名册」之下不能再分项", WORDS),
        ("材料: {花名册: 有, ' 花名册': 缺}", "1:14", "E2003", "材料「花名册」与「花名册」是同一种", "只留一处"),
        (
            "骨干企业: [{材料: 无}]",
            "1:9",
            "E2002",
            "列表的成员里不写「材料」",
            "「材料」写在案卷最外层，只说申报单位自己的",
        ),
        (
            "骨干企业: [{核实: }]",
            "1:9",
            "E2002",
            "列表的成员里不写「核实」",
            "「核实」写在案卷最外层，只说申报单位自己的",
        ),
        ("材枓: 无", "1:1", "E2002", "没有字段「材枓」", "是否想写 材料？"),
    ],
)
def test_what_says_nothing_clear_is_refused_at_its_place(
    library: Library, text: str, place: str | None, code: str, message: str, remedy: str | None
) -> None:
    if place is None:
        assert case(text, library).materials is not None
    else:
        assert refusals(text, library) == [(place, code, message, remedy)]


def test_every_problem_is_told_at_once(library: Library) -> None:
    found = refusals("材料: {花名册: 在办, 设备清单: 大概}\n职工总数: 两人", library)
    assert [(place, code) for place, code, *_ in found] == [("1:11", "E2211"), ("1:21", "E2211"), ("2:7", "E2101")]


@pytest.mark.parametrize(
    ("text", "place", "remedy"),
    [
        ("材料: {社保证明: 有}", "1:6", "是否想写 社保缴纳证明？"),
        ("材料: {社保证明: }", "1:6", "是否想写 社保缴纳证明？"),
        ("材料: [花名册, 社保证明]", "1:11", "是否想写 社保缴纳证明？"),
        ("材料: 族谱", "1:5", "确有此材料的可以留着，不影响核对；名称以规则里的为准"),
    ],
)
def test_a_document_that_nothing_asks_for_is_warned_of(library: Library, text: str, place: str, remedy: str) -> None:
    (warning,) = case(text, library).warnings
    assert (warning.code, warning.severity) == ("W2210", Severity.WARNING)
    assert (str(warning.place), warning.remedy) == (f"案卷.yaml:{place}", remedy)


# --- what becomes of it -----------------------------------------------------------------------------------------


def needed(room: Desk, *schemes: str, **more: Any) -> list[tuple[str, str, str]]:
    """Each needed document with its status and the criteria that ask for it."""
    materials = room.result(PROFILE | more, schemes=schemes or [SCHEME]).materials
    return [(one.name, one.status, "、".join(use.criterion for use in one.needed_by)) for one in materials.needed]


def test_needed_documents_are_those_of_criteria_that_apply(room: Desk) -> None:
    assert needed(room) == [
        ("花名册", "unstated", "A-01、A-05"),
        ("社保缴纳证明", "unstated", "A-01"),
        ("（高企）证书", "unstated", "A-02"),
        ("设备清单", "unstated", "A-03"),
    ]
    assert ("安全、环保验收文件", "unstated", "A-06") in needed(room, 单位类型="高等院校")


def test_what_is_missing_comes_first_and_names_match_in_either_width(room: Desk) -> None:
    stated = {"(高企)证书": "有", "社保缴纳证明": "缺"}
    assert needed(room, 材料=stated) == [
        ("社保缴纳证明", "absent", "A-01"),
        ("花名册", "unstated", "A-01、A-05"),
        ("设备清单", "unstated", "A-03"),
        ("（高企）证书", "present", "A-02"),
    ]


def test_a_complete_list_leaves_the_rest_absent(room: Desk) -> None:
    assert {status for _, status, _ in needed(room, 材料="无")} == {"absent"}
    assert [name for name, status, _ in needed(room, 材料=["花名册"]) if status == "present"] == ["花名册"]
    assert {status for _, status, _ in needed(room, 材料=["花名册", "不全"])} == {"present", "unstated"}


def test_several_rule_sets_make_one_list(room: Desk) -> None:
    found = room.result(PROFILE, schemes=[SCHEME, "test/other"]).materials.needed
    uses = {one.name: [(use.rule_set, use.criterion) for use in one.needed_by] for one in found}
    assert uses["花名册"] == [(SCHEME, "A-01"), (SCHEME, "A-05"), ("test/other", "B-01")]
    assert uses["建设方案"] == [("test/other", "B-01")]


def test_a_reference_rule_set_adds_nothing_to_what_an_official_one_asks(room: Desk) -> None:
    assert needed(room, SCHEME, "test/reference") == needed(room, SCHEME)
    assert needed(room, "test/reference") == [("建设方案", "unstated", "C-01")]


def test_a_document_not_asked_for_is_told_with_what_may_have_been_meant(room: Desk) -> None:
    profile = PROFILE | {"材料": {"族谱": "有", "花名": "有", "设备清单": "有", "安全、环保验收文件": "缺"}}
    found = room.result(profile, schemes=[SCHEME]).materials
    assert found.unasked == (
        UnaskedMaterial(name="安全、环保验收文件"),
        UnaskedMaterial(name="族谱"),
        UnaskedMaterial(name="花名", near=("花名册",)),
    )
    spoken_of = room.result(profile | {"材料": ["花名册", "花名"]}, schemes=[SCHEME]).materials
    assert spoken_of.unasked == (UnaskedMaterial(name="花名"),)


def test_documents_change_no_verdict(room: Desk) -> None:
    plain = room.result(PROFILE, schemes=[SCHEME]).assessments
    for stated in ("无", ["花名册"], {"花名册": "缺"}):
        (without,), (with_them,) = plain, room.result(PROFILE | {"材料": stated}, schemes=[SCHEME]).assessments
        assert with_them == without


# --- how it is told ---------------------------------------------------------------------------------------------


def pages(room: Desk, profile: Mapping[str, Any], *schemes: str) -> tuple[str, str]:
    result = room.result(profile, schemes=schemes)
    return terminal.render(result, 100).plain(), markdown.render(result)


def test_who_says_nothing_gets_the_names_in_brief(room: Desk) -> None:
    for text in pages(room, PROFILE, SCHEME):
        assert "需要的证明材料（4 种）" in text
        assert "花名册；社保缴纳证明；（高企）证书；设备清单。" in text
        assert "“材料: {花名册: 有, 社保缴纳证明: 缺}”" in text
        assert "材料齐全性" not in text


def test_every_document_is_told_with_its_criteria(room: Desk) -> None:
    profile = PROFILE | {"材料": {"社保缴纳证明": "缺", "（高企）证书": "有", "花名": "有", "族谱": "有"}}
    page, document = pages(room, profile, SCHEME)
    for text in (page, document):
        assert "材料齐全性（不影响结论）：缺 1 种，未说明 2 种，有 1 种" in text
        assert "没有条件要求“花名”，是否想写 花名册？" in text
        assert "没有条件要求“族谱”。" in text
        assert "以主管部门的通知为准" in text
    assert "社保缴纳证明  缺      A-01" in page
    assert "| （高企）证书 | 有 | A-02（优先项） |" in document
    assert document.index("社保缴纳证明 |") < document.index("花名册 |") < document.index("（高企）证书 |")


def test_rule_sets_are_named_where_there_are_several_or_one_is_a_reference(room: Desk) -> None:
    _, document = pages(room, PROFILE | {"材料": "无"}, SCHEME, "test/other")
    assert "| 花名册 | 缺 | 试验方案：A-01、A-05<br>另一方案：B-01 |" in document
    _, reference = pages(room, PROFILE | {"材料": "无"}, "test/reference")
    assert "| 建设方案 | 缺 | 试验方案（对标参考）：C-01 |" in reference
    for text in (reference, *pages(room, PROFILE, "test/reference")):
        assert "以上是对标参考的规则集所列，不是吉林省的要求。" in text
        assert "以主管部门的通知为准" not in text


def test_nothing_needed_is_nothing_told(tmp_path: Path) -> None:
    room = desk(tmp_path, HEAD + "criteria:\n" + demand("{judged: 好}"))
    assert material_section(room.result({"职工总数": "1 人"})) is None
    for text in pages(room, {"职工总数": "1 人"}):
        assert "材料" not in text
    for text in pages(room, {"材料": {"花名册": "有"}}):
        assert "材料齐全性（不影响结论）：没有条件要求证明材料" in text
        assert "没有条件要求“花名册”。" in text
        assert "以上按规则集所列" not in text
    none_at_all = material_section(room.result({"材料": "无"}))
    assert none_at_all is not None
    assert none_at_all[1:] == ((), ())
    assert "没有条件要求证明材料" in markdown.render(room.result({"材料": "无"}))


def test_a_rule_set_that_does_not_apply_needs_nothing(tmp_path: Path) -> None:
    scope = "when: {单位类型: {includes: 高等院校}}\n"
    room = desk(tmp_path, HEAD + scope + "criteria:\n" + demand("{judged: 好}", more="evidence: [花名册]"))
    assert room.result(PROFILE).materials.needed == ()


def test_json_carries_it(room: Desk) -> None:
    result = room.result(PROFILE | {"材料": {"设备清单": "有"}}, schemes=[SCHEME])
    materials = json.loads(json_text.render(result))["materials"]
    assert materials["stated"] is True
    assert materials["unasked"] == []
    assert materials["needed"][-1] == {
        "name": "设备清单",
        "status": MaterialStatus.PRESENT,
        "needed_by": [{"rule_set": SCHEME, "criterion": "A-03", "title": "条件 A-03", "force": "required"}],
    }
