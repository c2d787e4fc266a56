"""The acceptance suite: every scenario of `features/`, each of its rows a test, and all that they ask on both executors."""

from collections import Counter
from pathlib import Path

import pytest
from pytest_bdd import scenarios
from pytest_bdd.scenario import scenario_wrapper_template_registry

from engine.authoring.feature_text import read_features
from tests.heard import Heard

FEATURES = Path(__file__).resolve().parent.parent / "features"

pytest_plugins = ["engine.authoring.steps", "tests.heard"]
pytestmark = pytest.mark.usefixtures("overheard")

# Before anything is collected: a scenario that Gherkin would lose is an error here.
WRITTEN = read_features(FEATURES)
scenarios(str(FEATURES))


def test_every_scenario_is_collected_exactly_once(request: pytest.FixtureRequest) -> None:
    module = request.node.getparent(pytest.Module)
    assert module is not None
    collected: Counter[tuple[str, int]] = Counter()
    for item in module.collect():
        if isinstance(item, pytest.Function) and item.obj in scenario_wrapper_template_registry:
            template = scenario_wrapper_template_registry[item.obj]
            collected[template.feature.filename, template.line_number] += 1
    assert collected == {(str(scenario.file), scenario.line): scenario.tests for scenario in WRITTEN}
    assert collected.total() > 500


def test_the_columnar_executor_finds_what_inference_found(heard: Heard) -> None:
    """Cell by cell, for all that the scenarios above have asked; of all of them it is known how much that is at least."""
    assert heard.scenarios, "no scenario ran: select some together with this test"
    compared = heard.compare()
    if heard.scenarios == sum(scenario.tests for scenario in WRITTEN):
        assert compared.answers > 1_200
        assert compared.cases > 1_000
        assert compared.programs > 75
