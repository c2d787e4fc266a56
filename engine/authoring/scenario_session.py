"""One session of pytest-bdd as a plugin sees it: hands the scenarios over, and notes how each of them ends."""

from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from pytest_bdd import scenario as scenario_of
from pytest_bdd.feature import get_feature
from pytest_bdd.parser import Scenario, Step

from engine.authoring.feature_text import ScenarioText
from engine.authoring.reasons import Mismatch
from engine.authoring.scenario_result import Mismatched, ScenarioResult, ScenarioRun, Trouble
from engine.authoring.steps import RULES, no_such_step
from engine.errors import InputError, InternalFault

_EXAMPLE = "_pytest_bdd_example"
_WORLD = "zhunru_world"


class Session:
    """The plugin of one run of `zhunru test`."""

    def __init__(
        self,
        scenarios: Sequence[ScenarioText],
        rules: Sequence[Path],
        executors: Sequence[str],
        tick: Callable[[], None],
    ) -> None:
        self.scenarios = tuple(scenarios)
        self._rules = tuple(rules)
        self._executors = tuple(executors)
        self._tick = tick
        self._troubles: dict[str, Trouble] = {}
        self._passed: set[str] = set()
        self._results: list[ScenarioResult] = []
        self._planned = -1
        self._fault: BaseException | None = None

    def outcome(self, otherwise: str) -> ScenarioRun:
        """What came of it all. Anything unexpected is a fault, as is a scenario that did not end."""
        if self._fault is not None:
            raise InternalFault(f"{type(self._fault).__name__}: {self._fault}") from self._fault
        expected = len(self._executors) * sum(text.tests for text in self.scenarios)
        if not len(self._results) == self._planned == expected:
            raise InternalFault(otherwise)
        return ScenarioRun(tuple(self._results), self._executors)

    def test_of(self, text: ScenarioText) -> Callable[..., Any]:
        """A scenario as a test function, for each executor."""
        # tags mean something to pytest (`@skip`), but not to us: a scenario that is written is run
        for examples in get_feature("", str(text.file)).scenarios[text.name].examples:
            examples.tags.clear()
        function = scenario_of(str(text.file), text.name, features_base_dir="")(_nothing_more)
        pytest.mark.usefixtures(_WORLD)(function)
        pytest.mark.parametrize(_WORLD, self._executors, indirect=True)(function)
        return function

    # --- what pytest asks -----------------------------------------------------------------------------------

    def pytest_configure(self, config: pytest.Config) -> None:
        """Say which rules the scenarios start from."""
        config.stash[RULES] = self._rules

    def pytest_collect_file(self, file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
        """The one file that pytest was given stands for all scenarios."""
        if file_path.suffix != ".start":
            return None
        collector: _Scenarios = _Scenarios.from_parent(parent, path=file_path)
        collector.plugin = self
        return collector

    @pytest.hookimpl(tryfirst=True)
    def pytest_bdd_apply_tag(self) -> bool:
        """Tags are for the reader."""
        return True

    def pytest_collection_modifyitems(self, items: list[pytest.Function]) -> None:
        """One order in every run: scenarios as given, their rows as written, each on every executor in turn."""
        items.sort(key=lambda item: (item.originalname, *_place(item)))
        self._planned = len(items)

    # --- what pytest tells ----------------------------------------------------------------------------------

    def pytest_bdd_step_error(self, request: pytest.FixtureRequest, step: Step, exception: BaseException) -> None:
        """Note why a step failed; whatever is neither a mismatch nor a mistake is noted as a fault."""
        match exception:
            case Mismatch():
                why = tuple(exception.why.split("\n"))
                told = Mismatched(exception.what, exception.expected, exception.got, why)
                self._stopped(request, Trouble(step.line_number, _written(step), told))
            case InputError():
                self._stopped(request, Trouble(step.line_number, _written(step), None, exception.diagnostics))

    def pytest_bdd_step_func_lookup_error(self, request: pytest.FixtureRequest, scenario: Scenario, step: Step) -> None:
        """Note that there is no such step."""
        problem = no_such_step(scenario.name, step.name)
        self._stopped(request, Trouble(step.line_number, _written(step), None, (problem,)))

    def _stopped(self, request: pytest.FixtureRequest, trouble: Trouble) -> None:
        self._troubles[request.node.nodeid] = trouble

    def pytest_exception_interact(self, node: pytest.Item | pytest.Collector, call: pytest.CallInfo[Any]) -> None:
        """What failed without having been noted is our own fault."""
        if node.nodeid not in self._troubles and call.excinfo is not None:
            self._fault = self._fault or call.excinfo.value

    def pytest_internalerror(self, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
        """A hook of ours failed, or pytest itself."""
        self._fault = self._fault or excinfo.value

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note what passed: that nothing went wrong is not enough."""
        if report.when == "call" and report.passed:
            self._passed.add(report.nodeid)

    def pytest_runtest_teardown(self, item: pytest.Function) -> None:
        """A scenario has ended: it passed, or it is known why it did not."""
        if item.nodeid not in self._passed | self._troubles.keys():
            return
        text = self.scenarios[int(item.originalname.removeprefix("test_"))]
        params: dict[str, Any] = item.callspec.params
        self._results.append(
            ScenarioResult(
                file=text.file,
                line=text.line,
                name=text.name,
                example=tuple(params.get(_EXAMPLE, {}).items()),
                executor=params[_WORLD],
                trouble=self._troubles.get(item.nodeid),
            )
        )
        self._tick()


class _Scenarios(pytest.Module):
    """The scenarios as the functions of a module that no file holds."""

    plugin: Session

    def _getobj(self) -> ModuleType:
        module = ModuleType("scenarios")
        for number, text in enumerate(self.plugin.scenarios):
            setattr(module, f"test_{number:06}", self.plugin.test_of(text))
        return module


def _nothing_more() -> None:
    """A scenario is all steps."""


def _place(item: pytest.Function) -> tuple[int, int]:
    """Which row of an outline's examples, and which executor."""
    indices = item.callspec.indices
    return indices.get(_EXAMPLE, 0), indices[_WORLD]


def _written(step: Step) -> str:
    return f"{step.keyword} {step.name}"
