"""The pytest plugin: Chinese steps on pytest-bdd, through the same doors as `zhunru check`.

Load it with `-p engine.authoring.steps` or `pytest_plugins = ["engine.authoring.steps"]`. What may be stated is
here, what may be expected in `expectations`. A step works after any keyword: 假如, 当 and 那么 are for the reader.

PYTEST_DONT_REWRITE: there is no assertion here, and the module may have been imported before pytest hears of it.
"""

from pathlib import Path
from typing import NoReturn

import pytest
from pytest_bdd import step
from pytest_bdd.parser import Feature, Scenario, Step
from pytest_bdd.steps import step_function_context_registry

from engine.authoring import batch_steps, benchmark_expectations, expectations, material_expectations
from engine.authoring.phrases import Phrase, meant
from engine.authoring.reasons import Mismatch
from engine.authoring.words import Table, rows_of
from engine.authoring.world import World
from engine.errors import InputError
from engine.load.library import SHIPPED
from schemas.diagnostic import Diagnostic


def pytest_configure(config: pytest.Config) -> None:
    """Add what may be expected; a plugin of its own, for its steps are fixtures."""
    config.pluginmanager.register(expectations)
    config.pluginmanager.register(material_expectations)
    config.pluginmanager.register(benchmark_expectations)
    config.pluginmanager.register(batch_steps)


RULES = pytest.StashKey[tuple[Path, ...]]()
"""The rule folders that a session's scenarios start from; without them the shipped rules."""


@pytest.fixture
def zhunru_world(request: pytest.FixtureRequest) -> World:
    """What the scenario has said so far; an indirect parameter names the executor that decides."""
    folders: tuple[Path, ...] = request.config.stash.get(RULES, (SHIPPED,))
    return World(folders, getattr(request, "param", None))


# --- what is told when a step fails -----------------------------------------------------------------------------


def pytest_bdd_before_step(request: pytest.FixtureRequest, feature: Feature) -> None:
    """Name rule folders from the feature file."""
    world: World = request.getfixturevalue("zhunru_world")
    world.here = Path(feature.filename).parent


@pytest.hookimpl(trylast=True)
def pytest_bdd_step_error(
    request: pytest.FixtureRequest, feature: Feature, step: Step, exception: BaseException
) -> None:
    """Tell what went wrong with its place and its step, and without a traceback."""
    if isinstance(exception, Mismatch):
        _fail(request, feature, step, str(exception))
    if isinstance(exception, InputError):
        _fail(request, feature, step, "\n".join(_told(diagnostic) for diagnostic in exception.diagnostics))


@pytest.hookimpl(trylast=True)
def pytest_bdd_step_func_lookup_error(
    request: pytest.FixtureRequest, feature: Feature, scenario: Scenario, step: Step
) -> None:
    """Tell in Chinese that there is no such step, with the nearest ones."""
    _fail(request, feature, step, _told(no_such_step(scenario.name, step.name)))


def no_such_step(scenario: str, text: str) -> Diagnostic:
    """The problem of a step that nothing matches."""
    parsers = (context.parser for context in step_function_context_registry.values())
    known = sorted({parser.shown for parser in parsers if isinstance(parser, Phrase)})
    remedy = f"是否想写：{'　'.join(meant(text, known) or known)}"
    return Diagnostic(code="E5010", message=f"场景“{scenario}”里没有这样的步骤：{text}", remedy=remedy)


def _fail(request: pytest.FixtureRequest, feature: Feature, step: Step, why: str) -> NoReturn:
    file, root = Path(feature.filename), request.config.rootpath
    shown = file.relative_to(root) if file.is_relative_to(root) else file
    message = f"{shown.as_posix()}:{step.line_number} {step.keyword} {step.name}\n{why}"
    # the error that led here has been told in full
    raise pytest.fail.Exception(message, pytrace=False) from None


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
def _facts(zhunru_world: World, datatable: Table | None = None) -> None:
    for row in rows_of(datatable, ("字段", "值")):
        zhunru_world.state(row["字段"], row["值"])


@step(Phrase('申报单位的"{fact}"如下'))
def _members(zhunru_world: World, fact: str, datatable: Table | None = None) -> None:
    zhunru_world.state_members(fact, rows_of(datatable), complete=True)


@step(Phrase('申报单位的"{fact}"如下，名单不全'))
def _some_members(zhunru_world: World, fact: str, datatable: Table | None = None) -> None:
    zhunru_world.state_members(fact, rows_of(datatable), complete=False)


@step(Phrase('申报类型为"{track}"'))
def _track(zhunru_world: World, track: str) -> None:
    zhunru_world.apply_for(track)


@step(Phrase('认定"{key}"为"{outcome}"'))
def _judgement(zhunru_world: World, key: str, outcome: str) -> None:
    zhunru_world.judge(key, outcome)


@step(Phrase('认定"{key}"为"{outcome}"，意见为"{opinion}"'))
def _judgement_with_opinion(zhunru_world: World, key: str, outcome: str, opinion: str) -> None:
    zhunru_world.judge(key, outcome, opinion)


@step(Phrase('材料"{material}"为"{there}"'))
def _material(zhunru_world: World, material: str, there: str) -> None:
    zhunru_world.have(material, there)


@step(Phrase('有材料"{materials}"'))
def _materials(zhunru_world: World, materials: str) -> None:
    zhunru_world.have_only(materials)


@step(Phrase('核实"{fact}"为"{word}"'))
def _assurance(zhunru_world: World, fact: str, word: str) -> None:
    zhunru_world.verify(fact, word)


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
