"""认定: what it may decide, in which form, and what is refused."""

import pytest

from engine.load.library import Library
from tests.small_library import CODE, FORM, LETTERED, case, refusals, small_library


@pytest.fixture(scope="module", name="library")
def _library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return small_library(tmp_path_factory.mktemp("rules"))


SHAPE = "键写条件编号，如「KC-32」；列表成员写「骨干企业[统一社会信用代码]/KB-03」"
COMPUTED = "删去这条认定；若算出的结果不对，请更正有关的字段"


@pytest.mark.parametrize(
    ("key", "message", "remedy"),
    [
        ("KT-01", "条件「KT-01」由填报的内容算出，没有要人认定的部分", COMPUTED),
        ("KT-05", "条件「KT-05」由填报的内容算出，没有要人认定的部分", COMPUTED),
        ("KT-06", "条件「KT-06」由填报的内容算出，没有要人认定的部分", COMPUTED),
        ("KT-07", "条件「KT-07」由填报的内容算出，没有要人认定的部分", COMPUTED),
        ("KT-08", "条件「KT-08」由填报的内容算出，没有要人认定的部分", COMPUTED),
        ("KT-09", "条件「KT-09」由填报的内容算出，没有要人认定的部分", COMPUTED),
        ("KF-02", "条件「KF-02」由填报的内容算出，没有要人认定的部分", COMPUTED),
        ("KT-92", "没有编号为「KT-92」的条件", "是否想写 KT-02、KT-03、KT-04、KT-11？"),
        ("水平", "没有编号为「水平」的条件", SHAPE),
        ("骨干[示例甲公司]/KF-01", "「骨干」不是列表字段", "是否想写 骨干企业？"),
        ("研发投入[示例甲公司]/KF-01", "「研发投入」不是列表字段", SHAPE),
        ("骨干企业[示例甲公司]/KF-02", "条件「KF-02」由填报的内容算出，没有要人认定的部分", COMPUTED),
        ("骨干企业[示例丙公司]/KF-01", "骨干企业里没有成员「示例丙公司」", "是否想写 示例甲公司？"),
        ("骨干企业[X]/KF-01", "骨干企业里没有成员「X」", f"已列的成员：{CODE}、示例甲公司"),
    ],
)
def test_a_judgement_names_something_to_judge(library: Library, key: str, message: str, remedy: str) -> None:
    text = f"骨干企业: [{{统一社会信用代码: {CODE}}}, {{单位名称: 示例甲公司}}]\n认定: {{'{key}': {{结论: 通过}}}}"
    assert refusals(text, library) == [("2:6", "E2202", message, remedy)]


def test_a_judgement_on_a_member_needs_the_list(library: Library) -> None:
    assert refusals("认定: {'骨干企业[示例甲公司]/KF-01': {结论: 通过}}", library) == [
        ("1:6", "E2202", "骨干企业里没有成员「示例甲公司」", "先在「骨干企业」里列出该成员")
    ]


def test_a_judgement_on_a_member_of_a_member(library: Library) -> None:
    text = """\
    骨干企业: [{单位名称: 示例甲公司, 骨干企业: [{单位名称: 示例乙公司}]}]
    认定:
      骨干企业[示例甲公司]/firms[示例乙公司]/KF-01: {结论: 通过}
    """
    assert list(case(text, library).judgements) == ["骨干企业[示例甲公司]/骨干企业[示例乙公司]/KF-01"]
    assert refusals(text.replace("firms[示例乙", "firms[示例丙"), library) == [
        ("3:3", "E2202", "骨干企业里没有成员「示例丙公司」", "是否想写 示例乙公司？")
    ]


def test_a_list_with_problems_accuses_no_judgement(library: Library) -> None:
    text = f"""\
    骨干企业: [{{统一社会信用代码: {CODE[:-1]}7}}]
    认定: {{'骨干企业[{CODE}]/KF-01': {{结论: 通过}}, KT-99: {{结论: 通过}}}}
    """
    assert [code for _, code, _, _ in refusals(text, library)] == ["E2115", "E2202"]


def test_a_code_in_a_judgement_may_be_in_small_letters(library: Library) -> None:
    text = f"""\
    骨干企业: [{{统一社会信用代码: {LETTERED.lower()}}}]
    认定: {{'骨干企业[ {LETTERED.lower()} ] / KF-01': {{结论: 通过}}}}
    """
    assert list(case(text, library).judgements) == [f"骨干企业[{LETTERED}]/KF-01"]


def test_a_judgement_says_what_was_decided(library: Library) -> None:
    text = """\
    骨干企业: [{单位名称: 示例甲公司}]
    认定:
      KT-02: 通过
      KT-03: {结论: 同意, 意见: [好], 日期: 2026年}
      KT-04: {意见: 属实}
      KT-11: {结论: 通过, 结果: 好, 结 论: 通过, 评语: 好, "结论 ": 不通过}
      骨干企业[示例甲公司]/KF-01: {结论: 通过}
      firms[示例甲公司]/KF-01: {结论: 不通过}
    """
    parts = "可写的项：结论、意见、认定人、日期"
    assert refusals(text, library) == [
        ("3:10", "E2201", "一条认定须写明结论", FORM),
        ("4:15", "E2201", "认定的结论「同意」不是「通过」也不是「不通过」", "写「通过」或「不通过」"),
        ("4:23", "E2114", "意见只能有一个值，却写成了列表", "去掉方括号或短横，只写一个值"),
        (
            "4:32",
            "E2107",
            "日期「2026年」不完整，缺少月或日",
            "写全年月日，写作「2020-05-06」或「2020年5月6日」",
        ),
        ("5:10", "E2201", "这条认定没有结论", "补上「结论: 通过」或「结论: 不通过」；尚未认定的整条留空"),
        ("6:19", "E2201", "认定里没有「结果」这一项", "是否想写 结论？"),
        ("6:26", "E2201", "认定里没有「结 论」这一项", "是否想写 结论？"),
        ("6:35", "E2201", "认定里没有「评语」这一项", parts),
        ("6:42", "E2201", "认定里的「结论」写了两处", "只留一处"),
        ("8:3", "E2003", "认定「firms[示例甲公司]/KF-01」与「骨干企业[示例甲公司]/KF-01」是同一条", "只留一处"),
    ]
