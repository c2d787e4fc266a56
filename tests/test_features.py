"""The acceptance suite: every scenario of `features/`, each of its rows a test."""

from collections import Counter
from pathlib import Path

import pytest
from pytest_bdd import scenarios
from pytest_bdd.scenario import scenario_wrapper_template_registry

from engine.authoring.feature_text import read_features

FEATURES = Path(__file__).resolve().parent.parent / "features"

pytest_plugins = ["engine.authoring.steps"]

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
