"""审查意见书: everything unmet and open is in it, it stays whole with odd and long input, and it decides nothing."""

import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx.oxml.ns import qn

from engine.errors import InputError
from engine.report.letter import letter
from schemas.assessment import Result
from tests.fair import PROFILE, REFERENCE, fair
from tests.letter_text import lines, opened, rows, text
from tests.rulebook import HEAD, SCHEME, Desk, demand, demanding, desk

ALL: dict[str, Any] = {"schemes": [SCHEME, "test/other"], "benchmarks": True}
NOT_IN_IT = "对标"
KNOWN = {"高新技术企业": "是"}


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The rule book with one of everything."""
    return fair(tmp_path_factory.mktemp("fair"))


@pytest.fixture(scope="module")
def result(room: Desk) -> Result:
    """A result with every kind of unmet and open criterion, and with benchmarks."""
    return room.result(PROFILE, **ALL)


def enough(folder: Path, require: str = "{职工总数: {at_least: 20 人}}", **options: Any) -> Desk:
    """A rule book that can say 符合."""
    return desk(folder, demanding(require, **options))


def test_every_unmet_criterion_is_told_with_clause_requirement_value_and_gap(result: Result) -> None:
    told = rows(letter(result), "条件和依据")
    assessment = result.assessments[0]
    for criterion in (one for one in assessment.criteria if one.id in assessment.unmet):
        at = next(place for place, row in enumerate(told) if row[1].startswith(criterion.id))
        row = told[at]
        assert criterion.title in row[1]
        assert f"《{criterion.basis.title}》" in row[1]
        assert (criterion.basis.clause or "") in row[1]
        assert (criterion.remedy or "—") in row[3]
        assert "、".join(criterion.evidence) in row[3]
        details = row[2] if criterion.tree is None else told[at + 1][1]
        for condition in criterion.conditions:
            assert condition.required in details
            assert condition.says in details
            assert (condition.actual or "") in details
    numbers = [row[0] for row in told if row[0]]
    assert numbers == [str(number) for number in range(1, len(assessment.unmet) + 1)]
    assert f"二、不满足的条件（{len(assessment.unmet)} 项）" in lines(letter(result))


def test_members_of_lists_are_told_with_their_own_clauses(result: Result) -> None:
    told = text(letter(result))
    for piece in ("［不符合］乙公司", "CY-01", "整改：迁入本省", "实际 辽宁省"):
        assert piece in told


def test_open_questions_are_told_by_cause_and_nobody_is_blamed(result: Result) -> None:
    content = letter(result)
    opened_ = result.assessments[0].open
    assert opened_.missing_facts
    assert opened_.unknown_parameters
    told = lines(content)
    for name in (*opened_.missing_facts, *opened_.unknown_parameters):
        assert name in told
    to_judge = rows(content, "须认定的事项")
    assert len(to_judge) == len(opened_.pending_judgements)
    for name, row in zip(opened_.pending_judgements, to_judge, strict=True):
        assert row[1].startswith(name)
        assert row[3] == "□ 通过\n□ 不通过"
        assert row[4] == ""
    assert any(line.startswith("以下事项待定的原因不在申报单位") for line in told)
    assert any("不作为不满足处理" in line for line in told)


def test_judgements_that_were_given_are_shown(result: Result) -> None:
    told = text(letter(result))
    assert "认定：通过（钱示例，2026-02-27）：场地紧凑" in told
    assert "认定：不通过：制度没有执行记录" in told
    assert "原则上的条件，由审核人认定是否接受" in told
    assert "其中标明“由审核人认定是否接受”的" in told


def test_all_criteria_of_the_track_are_in_it_and_no_others(result: Result) -> None:
    told = text(letter(result))
    for criterion in result.assessments[0].criteria:
        assert (criterion.title in told) is (criterion.track in (None, "joint")), criterion.id


def test_benchmarks_are_no_part_of_it(result: Result) -> None:
    assert result.benchmarks
    content = letter(result)
    assert NOT_IN_IT not in text(content)
    assert content == letter(result.model_copy(update={"benchmarks": ()}))


def test_it_says_who_and_by_which_rules_and_that_it_is_a_draft(result: Result) -> None:
    content = letter(result, uscc="91220101MA0000000X", reply_by=date(2026, 4, 1))
    document, told = opened(content), text(content)
    stamp = result.assessments[0].rule_set
    for piece in ("91220101MA0000000X", stamp.id, stamp.sha256, result.case.sha256, "跨区域合作（申报单位选定）"):
        assert piece in told
    assert "不是主管部门的决定" in told
    assert "请于2026年4月1日前，就本件第二、" in told
    assert "没有对照的方案" in told
    section = document.sections[0]
    for header in (section.header, section.even_page_header):
        assert header.paragraphs[0].text == "示例[bold]公司|甲*乙*　形式审查意见书（草稿）"
    assert document.core_properties.title == "形式审查意见书（草稿）：示例[bold]公司|甲*乙*"
    assert document.core_properties.created.date() == result.assessed_on


def test_no_deadline_is_invented(result: Result) -> None:
    told = lines(letter(result))
    assert any(line.startswith("可以补正的，请于　　　　年　　月　　日前，") for line in told)
    assert "补正期限由审核人填写。" in told
    assert "（未填报）" in told


def test_an_eligible_applicant_is_asked_for_nothing(tmp_path: Path) -> None:
    told = lines(letter(enough(tmp_path).result({"职工总数": "20 人"})))
    assert "对照结论：符合。按所填报的内容，各项条件均已满足。" in told
    assert "二、不满足的条件：无" in told
    assert not any("补正" in line and "□" not in line for line in told)
    assert "（未填单位名称）：" in told


@pytest.mark.parametrize(
    ("require", "profile", "verdict", "told"),
    [
        ("{职工总数: {at_least: 20 人}}", KNOWN, "待补充", "没有填报不等于不满足"),
        ("{judged: 实力较强}", KNOWN, "待人工认定", "须由审核人认定之后"),
        ("{not_obtained: 附件没有取得}", KNOWN, "标准待核", "这不是申报单位的原因"),
        ("{职工总数: {at_least: 20 人}}", {"职工总数": "1 人"}, "不符合", "有条件确定不满足"),
    ],
)
def test_each_verdict_has_its_honest_meaning(
    tmp_path: Path, require: str, profile: dict[str, str], verdict: str, told: str
) -> None:
    found = lines(letter(enough(tmp_path, require).result(profile)))
    line = next(line for line in found if line.startswith("对照结论："))
    assert line.startswith(f"对照结论：{verdict}。")
    assert told in line
    note = any("无论怎样填报都不会得出“符合”" in line for line in found)
    assert note is ("not_obtained" in require)


def test_an_applicant_outside_the_scope_is_told_why(tmp_path: Path) -> None:
    room = enough(tmp_path, more="when: {高新技术企业: {is: true}}\n")
    told = lines(letter(room.result({"高新技术企业": "否"})))
    assert any(line.startswith("对照结论：不适用。") for line in told)
    assert "只适用于 高新技术企业 为“是”（实际 否）。" in told
    assert "一、对照结论" in told
    assert not any(line.startswith("二、") for line in told)


def test_an_open_scope_and_an_undefined_value_are_told(tmp_path: Path) -> None:
    room = enough(tmp_path, "{利润率: {at_least: 2%}}", more="when: {高新技术企业: {is: true}}\n")
    told = lines(letter(room.result({"净利润": "1 元", "年销售收入": "0 元"})))
    assert "是否适用本规则集" in told
    assert any("按所填内容无法计算的事项（1 项）" in line for line in told)
    assert any("就本件第三、四部分所列的事项一次补正" in line for line in told)


def test_several_schemes_have_a_part_each(tmp_path: Path) -> None:
    other = HEAD.replace("test/scheme", "test/other").replace("试验方案", "试验基地")
    texts = (
        demanding("{职工总数: {at_least: 20 人}}"),
        f"{other}criteria:\n" + demand("{年产能: {at_least: 1 吨}}", name="B-01"),
    )
    result = desk(tmp_path, *texts).result({"职工总数": "1 人"}, schemes=[SCHEME, "test/other"])
    told = lines(letter(result.model_copy(update={"not_in_force": (result.assessments[0].rule_set,)})))
    for heading in ("一、试验方案", "（二）不满足的条件（1 项）", "二、试验基地", "三、没有对照的方案", "四、补正"):
        assert heading in told
    assert "基准日不生效" in told
    assert any("就本件第一（二）、二（三）部分" in line for line in told)


@pytest.mark.parametrize(
    ("written", "told"), [("{花名册: 有}", "有 1 种"), ("{花名册: 缺}", "缺 1 种"), ("{}", "未说明 1 种")]
)
def test_documents_are_counted_and_those_that_lack_are_listed(tmp_path: Path, written: str, told: str) -> None:
    texts = f"{HEAD}criteria:\n" + demand("{职工总数: {at_least: 1 人}}", more="evidence: [花名册]")
    content = letter(desk(tmp_path, texts).result(f"职工总数: 2 人\n材料: {written}\n"))
    assert f"所列条件要求的证明材料共 1 种：{told}。" in lines(content)
    lacks = "有" not in told
    if lacks:
        assert rows(content, "材料") == [["1", "花名册", told[:-4], "A-01 条件 A-01"]]
    assert any("第三部分" in line for line in lines(content)) is False
    assert any(line.endswith("、补正") for line in lines(content)) is lacks


def test_a_deadline_that_is_the_reference_date_is_explained(tmp_path: Path) -> None:
    told = lines(letter(enough(tmp_path, more="deadline: 2026-04-30\n").result({"职工总数": "20 人"})))
    assert "2026年4月30日（申报截止日期，按这一天判定）" in told


def test_nothing_of_200_conditions_and_long_texts_is_lost(tmp_path: Path) -> None:
    remedy = "整改" * 1000
    criteria = "".join(
        demand(f"{{职工总数: {{at_least: {number} 人}}}}", name=f"A-{number:03}", more=f"remedy: {remedy}")
        for number in range(1, 201)
    )
    content = letter(desk(tmp_path, f"{HEAD}criteria:\n{criteria}").result({"职工总数": "0 人"}))
    told = rows(content, "条件和依据")
    assert [row[1][:5] for row in told] == [f"A-{number:03}" for number in range(1, 201)]
    assert all(row[3] == remedy for row in told)
    table = next(one for one in opened(content).tables if len(one.rows) == 201)
    header, first = table.rows[0]._tr, table.rows[1]._tr
    assert header.find(f".//{qn('w:tblHeader')}") is not None
    assert first.find(f".//{qn('w:cantSplit')}") is None, "a long row may be broken over pages"


NAMES = {
    "控制\x00\x1b字符\ufffe\ud800": "控制��字符��",
    "😀公司 𠮷": "😀公司 𠮷",
    '<甲>&"乙"]]>{{结论}}': '<甲>&"乙"]]>{{结论}}',
    "甲\n\t乙　丙": "甲 乙　丙",
    "甲\u202e乙": "甲�乙",
    "很长的名字" * 400: "很长的名字" * 400,
}


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_odd_names_do_not_break_the_file(tmp_path: Path, name: str) -> None:
    result = enough(tmp_path).result({"职工总数": "20 人"})
    odd = result.model_copy(update={"case": result.case.model_copy(update={"name": name})})
    assert f"{NAMES[name]}：" in lines(letter(odd))


def test_the_same_input_gives_the_same_bytes(result: Result, monkeypatch: pytest.MonkeyPatch) -> None:
    first = letter(result)
    monkeypatch.setattr("time.time", lambda: 1_000_000_000.0)
    assert letter(result) == first
    with zipfile.ZipFile(BytesIO(first)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(2026, 3, 1, 0, 0, 0)}
        assert not {name for name in archive.namelist() if "thumbnail" in name or "customXml" in name}


def test_a_day_before_zip_files_is_no_obstacle(tmp_path: Path) -> None:
    result = enough(tmp_path).result({"职工总数": "20 人"}, on=date(1970, 1, 1))
    assert "1970年1月1日" in lines(letter(result))


def test_no_letter_rests_on_an_assumption_or_on_another_schemes_rules(room: Desk) -> None:
    assumed = room.result(PROFILE, schemes=[SCHEME], settings={"销售下限": "2000 万元"})
    with pytest.raises(InputError, match="E6048 按假设试算的结果不能出意见书：销售下限"):
        letter(assumed)
    with pytest.raises(InputError, match="E6049 「邻省试验中心」是对标参考"):
        letter(room.result(PROFILE, schemes=[REFERENCE]))
