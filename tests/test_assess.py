"""One case through the whole pipeline: which schemes, which track, which settings, and what the result carries."""

import sys
import threading
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from engine.errors import ExecutorUnavailable, InputError
from engine.version import __version__
from schemas.diagnostic import Diagnostic
from schemas.finding import Status, Verdict
from tests.rulebook import HEAD, MEMBER_HEAD, ON, Desk, demand, desk

HIGH_TECH = "{高新技术企业: {is: true}}"
LINES = """\
parameters:
  线: {unit: 万元, values: [{value: unknown, basis: {source: rules}}]}
  旧线: {unit: 万元, values: [{value: 3000, basis: {source: rules}}]}
"""
FIRST = (
    f"{HEAD}{LINES}criteria:\n"
    + demand(HIGH_TECH)
    + demand("{设备原值: {at_least: $线}}", name="A-02", more="force: preferred")
    + demand("{设备原值: {at_least: $旧线}}", name="A-03", more="force: preferred")
)
SECOND = (
    f"{HEAD.replace('scheme', 'another').replace('试验', '另一')}effective: {{from: 2026-01-13, to: 2026-12-31}}\n"
    "tracks:\n"
    f"  - {{id: wide, title: 综合性, criteria: [{{id: C-01, title: 丙, require: {HIGH_TECH}, basis: {{source: rules}}}}]}}\n"
    "  - {id: narrow, title: 专业性（甲）, criteria: [{id: C-02, title: 丁, require: {职工总数: {at_least: 5 人}}, "
    "basis: {source: rules}}]}\n"
)
ROLE = (
    f"{MEMBER_HEAD}parameters: {{成员线: {{unit: 万元, values: [{{value: unknown, basis: {{source: rules}}}}]}}}}\n"
    "criteria:\n" + demand("{设备原值: {at_least: $成员线}}", name="B-01")
)
REFERENCE = (
    HEAD.replace("scheme", "reference").replace("official", "reference")
    + "criteria:\n"
    + demand(HIGH_TECH, name="D-01")
)
CLOSED = f"{HEAD.replace('scheme', 'closed')}deadline: 2025-06-30\ncriteria:\n" + demand(HIGH_TECH, name="E-01")
PROFILE = {"单位名称": "示例公司", "高新技术企业": "是", "设备原值": "100 万元"}


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Two schemes, a role, a reference and a scheme with a deadline."""
    return desk(tmp_path_factory.mktemp("room"), FIRST, SECOND, ROLE, REFERENCE, CLOSED)


def refusal(room: Desk, profile: dict[str, Any] | None = None, **options: Any) -> Diagnostic:
    """The one problem of an assessment."""
    with pytest.raises(InputError) as error:
        room.result(profile or PROFILE, **options)
    (diagnostic,) = error.value.diagnostics
    assert diagnostic.remedy
    return diagnostic


# --- which schemes ----------------------------------------------------------------------------------------------


def test_without_a_choice_every_official_scheme_in_force_is_assessed(room: Desk) -> None:
    result = room.result(PROFILE)
    assert [one.rule_set.id for one in result.assessments] == ["test/another", "test/closed", "test/scheme"]
    assert [one.rule_set.title for one in result.assessments] == ["另一方案", "试验方案", "试验方案"]
    assert result.not_in_force == ()
    assert result.benchmarks == ()


@pytest.mark.parametrize(
    ("on", "left_out"),
    [
        (date(2026, 1, 12), ["test/another"]),
        (date(2026, 1, 13), []),
        (date(2026, 12, 31), []),
        (date(2027, 1, 1), ["test/another"]),
    ],
)
def test_what_is_not_in_force_is_left_out_and_told(room: Desk, on: date, left_out: list[str]) -> None:
    result = room.result(PROFILE, on=on)
    assert [stamp.id for stamp in result.not_in_force] == left_out
    assert [stamp.sha256 for stamp in result.not_in_force] == [room.book.documents[name].sha256 for name in left_out]
    assert not {one.rule_set.id for one in result.assessments} & set(left_out)


def test_a_deadline_says_which_day_counts(tmp_path: Path) -> None:
    text = CLOSED.replace("deadline", "effective: {from: 2025-01-01, to: 2025-12-31}\ndeadline")
    room = desk(tmp_path, text)
    for on in (date(2024, 1, 1), ON):
        (one,) = room.result(PROFILE, on=on).assessments
        assert (one.reference_date, one.base_year) == (date(2025, 6, 30), 2024)


def test_schemes_that_are_asked_for_are_assessed_once_each_in_that_order(room: Desk) -> None:
    schemes = ["test/scheme", "test/reference", "test/scheme", "test/member"]
    result = room.result(PROFILE, schemes=schemes)
    assert [one.rule_set.id for one in result.assessments] == ["test/scheme", "test/reference", "test/member"]
    assert result.not_in_force == ()


def test_a_scheme_that_is_asked_for_and_not_in_force_is_a_problem(room: Desk) -> None:
    found = refusal(room, schemes=["test/another"], on=date(2025, 1, 1))
    assert found.code == "E1220"


@pytest.mark.parametrize(("name", "near"), [("test/shceme", "test/scheme"), ("jilin/x", "rules list")])
def test_an_unknown_scheme(room: Desk, name: str, near: str) -> None:
    found = refusal(room, schemes=["test/scheme", name])
    assert found.code == "E3003"
    assert name in found.message
    assert near in str(found.remedy)


def test_no_scheme_in_force_at_all(tmp_path: Path) -> None:
    room = desk(tmp_path, SECOND, ROLE, REFERENCE)
    found = refusal(room, on=date(2025, 1, 1))
    assert found.code == "E3009"
    assert "2025-01-01" in found.message


# --- which track ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["narrow", "专业性（甲）", " 专业性(甲) ", "专业性（甲)"])
def test_a_track_by_its_id_or_title(room: Desk, name: str) -> None:
    stated = room.result(PROFILE | {"申报类型": name}, schemes=["test/another"]).assessments[0]
    asked = room.result(PROFILE, track=name, schemes=["test/another"]).assessments[0]
    assert (stated.track, stated.asked, stated.verdict) == ("narrow", True, Verdict.INCOMPLETE)
    assert stated.tracks == asked.tracks
    assert asked.track == "narrow"


def test_the_option_goes_before_the_profile(room: Desk) -> None:
    (one,) = room.result(PROFILE | {"申报类型": "专业性（甲）"}, track="综合性", schemes=["test/another"]).assessments
    assert (one.track, one.asked) == ("wide", True)


def test_without_a_track_the_best_is_told(room: Desk) -> None:
    (one,) = room.result(PROFILE, schemes=["test/another"]).assessments
    assert (one.track, one.asked, one.verdict) == ("wide", False, Verdict.ELIGIBLE)


def test_a_track_that_some_scheme_has_serves_where_it_fits(room: Desk) -> None:
    by_id = {one.rule_set.id: one for one in room.result(PROFILE, track="综合性").assessments}
    assert (by_id["test/another"].track, by_id["test/another"].asked) == ("wide", True)
    assert (by_id["test/scheme"].track, by_id["test/scheme"].asked) == (None, False)


@pytest.mark.parametrize(
    ("options", "profile", "code"),
    [
        ({"track": "综合"}, {}, "E3005"),
        ({}, {"申报类型": "综合"}, "E2205"),
        ({"track": "甲乙丙"}, {}, "E3005"),
        ({}, {"申报类型": "甲乙丙"}, "E2205"),
        ({"track": "综合性", "schemes": ["test/scheme"]}, {}, "E3005"),
    ],
)
def test_a_track_that_no_scheme_at_hand_has(
    room: Desk, options: dict[str, Any], profile: dict[str, str], code: str
) -> None:
    assert refusal(room, PROFILE | profile, **options).code == code


def test_a_wrong_track_is_met_with_the_nearest_or_with_all(room: Desk) -> None:
    assert refusal(room, track="综合").remedy == "是否想写 综合性？"
    assert "综合性、专业性（甲）" in str(refusal(room, track="甲乙丙").remedy)
    assert "不分申报类型" in str(refusal(room, track="甲乙丙", schemes=["test/scheme"]).remedy)


def test_a_wrong_track_is_told_where_it_is_stated(room: Desk) -> None:
    place = refusal(room, PROFILE | {"申报类型": "综合"}).place
    assert place is not None
    assert (place.line, place.column) == (4, 7)
    assert refusal(room, track="综合").place is None


def test_a_stated_track_does_no_harm_where_schemes_have_none(room: Desk) -> None:
    (one,) = room.result(PROFILE | {"申报类型": "综合性"}, schemes=["test/scheme"]).assessments
    assert (one.track, one.asked) == (None, False)


# --- settings ---------------------------------------------------------------------------------------------------


def test_a_setting_decides_what_nobody_has_published(room: Desk) -> None:
    blank = room.result(PROFILE, schemes=["test/scheme"])
    result = room.result(PROFILE, schemes=["test/scheme"], settings={"线": "0.01亿元"})
    assert blank.assessments[0].criteria[1].status is Status.UNKNOWN
    assert blank.assessments[0].criteria[1].unknown_parameters == ("线",)
    assert blank.assumptions == {}
    assert result.assessments[0].criteria[1].status is Status.MET
    assert result.assumptions == {"线": "0.01 亿元"}


def test_a_setting_that_is_no_parameter_of_the_schemes_at_hand(room: Desk) -> None:
    near = refusal(room, schemes=["test/scheme"], settings={"旧": "3 元"})
    assert near.code == "E3006"
    assert "旧线" in str(near.remedy)
    far = refusal(room, schemes=["test/scheme"], settings={"门槛": "3 元"})
    assert "旧线、线" in str(far.remedy)
    none = refusal(room, schemes=["test/another"], settings={"门槛": "3 元"})
    assert "无" in str(none.remedy)
    assert refusal(room, schemes=["test/another"], settings={"线": "3 元"}).code == "E3006"


def test_replacing_a_published_value_needs_what_if(room: Desk) -> None:
    assert refusal(room, settings={"旧线": "3 元"}).code == "E3007"
    result = room.result(PROFILE, schemes=["test/scheme"], settings={"旧线": "3 元"}, what_if=True)
    assert result.assumptions == {"旧线": "3 元"}
    assert result.assessments[0].criteria[2].status is Status.MET


def test_a_setting_that_cannot_be_read(room: Desk) -> None:
    assert refusal(room, settings={"线": "3 人"}).code == "E3008"


# --- the case ---------------------------------------------------------------------------------------------------


def test_a_case_that_contradicts_itself_is_told_with_its_place(room: Desk) -> None:
    profile = {"设备原值": "1 元", "在建设备原值": "1 元", "设备总值": "3 元"}
    found = refusal(room, profile)
    assert found.code == "E2121"
    assert found.place is not None
    assert found.place.line == 3


def test_the_result_says_who_when_and_by_what(room: Desk) -> None:
    result = room.result(PROFILE, schemes=["test/scheme"])
    assert (result.engine.name, result.engine.version, result.engine.executor) == ("zhunru", __version__, "inference")
    assert result.case.name == "示例公司"
    assert len(result.case.sha256) == 64
    assert result.assessed_on == ON
    assert result.assessments[0].rule_set.sha256 == room.book.documents["test/scheme"].sha256


@pytest.mark.parametrize("trace", [True, False])
def test_a_trace_is_told_only_if_it_is_asked_for(room: Desk, trace: bool) -> None:
    (one,) = room.result(PROFILE, schemes=["test/another"], trace=trace).assessments
    assert (one.trace is not None) is trace


# --- the executor -----------------------------------------------------------------------------------------------


def test_an_executor_that_cannot_run_here_is_told_and_nothing_is_decided(
    room: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "durable.engine", None)
    told: list[str] = []

    def work() -> None:
        with pytest.raises(ExecutorUnavailable) as refused:
            room.result(PROFILE)
        told.append(refused.value.diagnostic.code)

    thread = threading.Thread(target=work)  # a thread of its own has no engine yet
    thread.start()
    thread.join()
    assert told == ["E4001"]
