"""The pytest plugin: Chinese steps on pytest-bdd, through the same doors as `zhunru check`.

Load it with `-p engine.authoring.steps` or `pytest_plugins = ["engine.authoring.steps"]`. What may be stated is
here, what may be expected in `expectations`. A step works after any keyword: 假如, 当 and 那么 are for the reader.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest
from pytest_bdd import step
from pytest_bdd.parser import Feature, Scenario, Step
from pytest_bdd.steps import step_function_context_registry

from engine.authoring.expectations import Mismatch
from engine.authoring.phrases import Phrase, meant
from engine.authoring.words import misuse
from engine.authoring.world import World
from engine.errors import InputError
from schemas.diagnostic import Diagnostic

pytest_plugins = ["engine.authoring.expectations"]


@pytest.fixture
def zhunru_world() -> World:
    """What the scenario has said so far."""
    return World()


# --- what is told when a step fails -----------------------------------------------------------------------------


def pytest_bdd_before_step(request: pytest.FixtureRequest, feature: Feature) -> None:
    """Name rule folders from the feature file."""
    world: World = request.getfixturevalue("zhunru_world")
    world.here = Path(feature.filename).parent


@pytest.hookimpl(trylast=True)
def pytest_bdd_step_error(feature: Feature, step: Step, exception: BaseException) -> None:
    """Tell what went wrong with its place and its step, and without a traceback."""
    if isinstance(exception, Mismatch):
        pytest.fail(f"{_place(feature, step)}\n{exception}", pytrace=False)
    if isinstance(exception, InputError):
        told = "\n".join(_told(diagnostic) for diagnostic in exception.diagnostics)
        pytest.fail(f"{_place(feature, step)}\n{told}", pytrace=False)


@pytest.hookimpl(trylast=True)
def pytest_bdd_step_func_lookup_error(feature: Feature, scenario: Scenario, step: Step) -> None:
    """Tell in Chinese that there is no such step, with the nearest ones."""
    parsers = (context.parser for context in step_function_context_registry.values())
    near = meant(step.name, sorted({parser.shown for parser in parsers if isinstance(parser, Phrase)}))
    remedy = f"是否想写：{'　'.join(near)}" if near else "可用的步骤见 docs/scenarios.md"
    pytest.fail(
        f"{_place(feature, step)}\nE5010 场景“{scenario.name}”里没有这样的步骤：{step.name}\n处理：{remedy}",
        pytrace=False,
    )


def _place(feature: Feature, step: Step) -> str:
    return f"{feature.rel_filename}:{step.line_number} {step.keyword} {step.name}"


def _told(diagnostic: Diagnostic) -> str:
    place = f"{diagnostic.place} " if diagnostic.place else ""
    remedy = f"\n处理：{diagnostic.remedy}" if diagnostic.remedy else ""
    return f"{place}{diagnostic.code} {diagnostic.message}{remedy}"


# --- rules ------------------------------------------------------------------------------------------------------


@step(Phrase('规则取自"{folder}"'))
def _rules_from(zhunru_world: World, folder: str) -> None:
    zhunru_world.take_rules_from(folder, shipped=False)


@step(Phrase('另加规则"{folder}"'))
def _rules_added_from(zhunru_world: World, folder: str) -> None:
    zhunru_world.take_rules_from(folder, shipped=True)


# --- the applicant ----------------------------------------------------------------------------------------------


@step(Phrase('申报单位的"{fact}"为"{value}"'))
def _fact(zhunru_world: World, fact: str, value: str) -> None:
    zhunru_world.state(fact, value)


@step(Phrase("申报单位的情况如下"))
def _facts(zhunru_world: World, datatable: Sequence[Sequence[str]]) -> None:
    for row in _rows(datatable, ("字段", "值")):
        zhunru_world.state(row["字段"], row["值"])


@step(Phrase('申报单位的"{fact}"如下'))
def _members(zhunru_world: World, fact: str, datatable: Sequence[Sequence[str]]) -> None:
    zhunru_world.state_members(fact, list(_rows(datatable)), complete=True)


@step(Phrase('申报单位的"{fact}"如下，名单不全'))
def _some_members(zhunru_world: World, fact: str, datatable: Sequence[Sequence[str]]) -> None:
    zhunru_world.state_members(fact, list(_rows(datatable)), complete=False)


@step(Phrase('申报类型为"{track}"'))
def _track(zhunru_world: World, track: str) -> None:
    zhunru_world.apply_for(track)


@step(Phrase('认定"{key}"为"{outcome}"'))
def _judgement(zhunru_world: World, key: str, outcome: str) -> None:
    zhunru_world.judge(key, outcome)


@step(Phrase('认定"{key}"为"{outcome}"，意见为"{opinion}"'))
def _judgement_with_opinion(zhunru_world: World, key: str, outcome: str, opinion: str) -> None:
    zhunru_world.judge(key, outcome, opinion)


def _rows(datatable: Sequence[Sequence[str]], head: tuple[str, ...] | None = None) -> Iterator[Mapping[str, str]]:
    """The rows of a table by the names in its first row."""
    first, *rest = datatable
    if head is not None and tuple(first) != head:
        raise misuse(f"表格的第一行须是 {' | '.join(head)}，而不是 {' | '.join(first)}", "在表格之上补一行列名")
    if len(set(first)) < len(first):
        raise misuse(f"表格的列名有重复：{'、'.join(first)}", "每一列写一个不同的字段")
    for row in rest:
        yield dict(zip(first, row, strict=True))


# --- the assessment ---------------------------------------------------------------------------------------------


@step(Phrase('参数"{name}"设为"{value}"'))
def _parameter(zhunru_world: World, name: str, value: str) -> None:
    zhunru_world.set_parameter(name, value, what_if=False)


@step(Phrase('参数"{name}"改为"{value}"'))
def _parameter_what_if(zhunru_world: World, name: str, value: str) -> None:
    zhunru_world.set_parameter(name, value, what_if=True)


@step(Phrase('按"{day}"评估'))
def _day(zhunru_world: World, day: str) -> None:
    zhunru_world.assess_on(day)


@step(Phrase('对照"{rule_set}"评估'))
def _assess(zhunru_world: World, rule_set: str) -> None:
    zhunru_world.assess_against(rule_set)


@step(Phrase('对照"{rule_set}"按"{day}"评估'))
def _assess_on(zhunru_world: World, rule_set: str, day: str) -> None:
    zhunru_world.assess_on(day)
    zhunru_world.assess_against(rule_set)
