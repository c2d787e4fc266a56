"""The policies under `examples/rules/`: each loads beside the shipped rules, its scenarios hold, its applicant is checked.

They are written in YAML and Gherkin alone; `tests/test_features.py` runs the shipped schemes' scenarios likewise.
"""

from pathlib import Path

import pytest
from pytest_bdd import scenarios

from engine.authoring.feature_text import read_features
from engine.load.library import SHIPPED, load_library
from tests.command_line import run

EXAMPLES = Path(__file__).resolve().parent.parent / "examples" / "rules"
POLICIES = sorted(folder.name for folder in EXAMPLES.iterdir() if folder.is_dir())
APPLICANTS = {"high-tech-enterprise": (1, "GQ-06"), "incubator": (3, "FZ-04"), "technology-sme": (1, "KX-08")}
"""What `check` says of each example applicant on 2026-03-01: the exit code, and a criterion that the page must name."""

pytest_plugins = ["engine.authoring.steps"]

WRITTEN = read_features(EXAMPLES)
scenarios(str(EXAMPLES))


def test_every_policy_has_an_applicant() -> None:
    assert sorted(APPLICANTS) == POLICIES


def test_a_policy_that_is_not_jilins_is_a_reference_and_its_texts_are_no_originals() -> None:
    for policy in POLICIES:
        library = load_library((SHIPPED, EXAMPLES / policy))
        own = [one for name, one in library.rule_sets.items() if name.startswith("national/")]
        assert own
        assert {one.kind for one in own} == {"reference"}
        read = {criterion.basis.source for one in own for _, criterion in one.all_criteria()}
        assert {library.sources[source].level for source in read} == {"repost"}


@pytest.mark.parametrize("policy", POLICIES)
def test_the_policies_can_be_loaded_without_a_warning(policy: str) -> None:
    assert load_library((SHIPPED, EXAMPLES / policy)).warnings == ()


def test_the_policies_can_stand_side_by_side() -> None:
    library = load_library((SHIPPED, *(EXAMPLES / policy for policy in POLICIES)))
    assert {f"national/{policy}" for policy in POLICIES} <= set(library.rule_sets)


@pytest.mark.parametrize("policy", POLICIES)
def test_every_criterion_has_a_scenario(policy: str) -> None:
    told = "".join(path.read_text(encoding="utf-8") for path in (EXAMPLES / policy).glob("*.feature"))
    library = load_library((SHIPPED, EXAMPLES / policy))
    criteria = {
        criterion.id
        for name, rule_set in library.rule_sets.items()
        if name.startswith("national/") and rule_set.role is None
        for _, criterion in rule_set.all_criteria()
    }
    assert {code for code in criteria if code not in told} == set()


@pytest.mark.parametrize("policy", POLICIES)
def test_check_tells_the_example_applicant_what_is_missing(policy: str) -> None:
    code, criterion = APPLICANTS[policy]
    found = run(
        *("check", EXAMPLES / f"{policy}-applicant.yaml", "--rules", EXAMPLES / policy),
        *("--scheme", f"national/{policy}", "--on", "2026-03-01"),
    )
    assert found.exit_code == code, found.output
    assert criterion in found.stdout
