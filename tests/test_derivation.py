"""The trace as a derivation: laws by name, conditions and tracks in Chinese, no node numbers, the verdict at its end."""

import re
from pathlib import Path

import pytest

from engine.compile import compile_program
from engine.explain.derivation import VERDICT_LAWS, derivation
from schemas.assessment import DerivationStep
from schemas.finding import Verdict
from tests.fair import PROFILE, fair
from tests.rulebook import HEAD, ON, SCHEME, Desk, demand, demanding, desk

YES = [f"{{{name}: {{stated: true}}}}" for name in ("技术领域", "注册地", "所属行业", "法人类型", "设备原值")]


def steps(desk: Desk, profile: dict[str, str]) -> tuple[DerivationStep, ...]:
    """The derivation on a profile."""
    return desk.assessment({"单位名称": "示例公司", **profile}, trace=True).trace or ()


def told(found: tuple[DerivationStep, ...]) -> str:
    return "\n".join(f"{step.law} | {'、'.join(step.premises)} | {step.conclusion}" for step in found)


def test_nobody_asks_and_nothing_is_traced(tmp_path: Path) -> None:
    book = desk(tmp_path, demanding(YES[0]))
    assert book.assessment({"技术领域": "新材料"}).trace is None


def test_findings_without_a_trace_have_no_derivation(tmp_path: Path) -> None:
    from engine.executors.inference import run
    from engine.verdict import decide
    from tests.rulebook import case_of

    book = desk(tmp_path, demanding(YES[0])).book
    program = compile_program(book, SCHEME, ON)
    (findings,) = run(program, [case_of(tmp_path, book, {"技术领域": "新材料"})])
    assert derivation(program, decide(program, findings), book) is None


def test_a_wide_condition_is_one_step_without_its_halves(tmp_path: Path) -> None:
    book = desk(tmp_path, demanding(f"{{all: [{', '.join(YES)}]}}", more="when: {职工总数: {at_least: 1 人}}\n"))
    filled = {
        "技术领域": "甲",
        "注册地": "22",
        "所属行业": "39",
        "法人类型": "企业法人",
        "设备原值": "0",
        "职工总数": "1",
    }
    first, last = steps(book, filled)
    assert first.law == "全部须满足律：各项都满足，则满足"
    assert first.conclusion == "规则集的全部必备条件和原则上条件：满足"
    assert len(first.premises) == 5
    assert last == DerivationStep(
        law=VERDICT_LAWS[Verdict.ELIGIBLE],
        premises=("规则集的全部必备条件和原则上条件：满足",),
        conclusion="规则集：符合",
    )


def test_a_quorum_is_told_as_one_step(tmp_path: Path) -> None:
    require = "{at_least_of: {n: 2, of: [{高新技术企业: {is: true}}, {技术领域: {equals: 甲}}, {职工总数: {at_least: 9 人}}]}}"
    book = desk(tmp_path, f"{HEAD}criteria:\n" + demand(require) + demand("{judged: 较强}", name="A-02"))
    found = steps(book, {"高新技术企业": "是", "技术领域": "乙", "职工总数": "9 人"})
    assert found[0].law == "至少若干项律：满足的项数已够，则满足"
    assert found[0].conclusion == "A-01：满足"
    assert set(found[0].premises) == {
        "“高新技术企业 为“是””（实际 是）：满足",
        "“职工总数 不少于 9 人”（实际 9 人）：满足",
    }
    assert found[-1].conclusion == "规则集：待人工认定"


@pytest.mark.parametrize(
    ("profile", "law", "premises"),
    [
        ({"职工总数": "1 人"}, Verdict.INELIGIBLE, ("A-01（必备）：不满足",)),
        ({}, Verdict.INCOMPLETE, ("未填 职工总数；标准未知：未取得",)),
        ({"职工总数": "20 人"}, Verdict.THRESHOLD_UNKNOWN, ("标准未知：未取得",)),
        ({"职工总数": "20 人", "高新技术企业": "否"}, Verdict.NOT_APPLICABLE, ("规则集的适用范围：不满足",)),
    ],
)
def test_the_last_step_is_the_verdict(
    tmp_path: Path, profile: dict[str, str], law: Verdict, premises: tuple[str, ...]
) -> None:
    text = f"{HEAD}when: {{高新技术企业: {{is: true}}}}\ncriteria:\n"
    text += demand("{职工总数: {at_least: 20 人}}") + demand("{not_obtained: 未取得}", name="A-02")
    last = steps(desk(tmp_path, text), {"高新技术企业": "是", **profile})[-1]
    assert (last.law, last.premises) == (VERDICT_LAWS[law], premises)


def test_criteria_scopes_and_tracks_go_by_their_names(tmp_path: Path) -> None:
    found = told(fair(tmp_path).assessment(PROFILE, trace=True).trace or ())
    for name in (
        "规则集的适用范围：满足",
        "申报类型“专业性”的适用范围：不满足",
        "申报类型“跨区域合作”的全部必备条件和原则上条件：不满足",
        "SY-02 “职工总数 不少于 20 人”（实际 19 人）：不满足",
        "SY-05（计入认定）：满足",
        "SY-05 经认定接受：满足",
        "SY-12（不适用，或要求满足）：满足",
        "（若干项）：不满足",
    ):
        assert name in found
    assert not re.search(r"\bnode|\b[nt]\d", found)


def test_the_conditions_of_a_criterion_with_a_scope_are_named(tmp_path: Path) -> None:
    two = "{all: [{高新技术企业: {is: true}}, {职工总数: {at_least: 1 人}}]}"
    text = f"{HEAD}criteria:\n" + demand(two, more=f"when: {{any: [{YES[0]}, {YES[1]}]}}") + demand(YES[2], name="A-02")
    found = told(steps(desk(tmp_path, text), {"技术领域": "甲", "高新技术企业": "是", "职工总数": "1 人"}))
    assert "A-01 的适用条件：满足" in found
    assert "A-01 的要求：满足" in found
    assert "A-01（不适用，或要求满足）：满足" in found
