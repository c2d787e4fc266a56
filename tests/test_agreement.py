"""The inference executor and the oracle agree, on drawn rule sets and profiles: truth, gaps, causes, verdicts."""

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from random import randrange

from hypothesis import HealthCheck, given, settings

from engine.compile import compile_program
from engine.errors import InputError
from engine.load.library import Library
from schemas.finding import RuleSetFinding
from schemas.program import Program
from schemas.rule_set import RuleSet
from tests.comparison import differences, engine_tells, oracle_tells
from tests.distribution import Distribution
from tests.drawing import World, thrown, worlds
from tests.drawing.rules import MAIN, MEMBER
from tests.drawing.worlds import Hearing, model_of
from tests.engine_door import Desk, desk
from tests.oracle import Contradiction, RuleSetResult, Scene, judge
from tests.oracle.quantity import consistent
from tests.oracle.scene import World as Model


def oracle_judges(model: Model, hearing: Hearing, name: str = MAIN) -> RuleSetResult | None:
    """The oracle's result, None for a profile that contradicts itself."""
    raw, rule_set = hearing.raw, model.rule_sets[name]
    judgements = {key: body["结论"] == "通过" for key, body in raw.pop("认定", {}).items()}
    scene = Scene(model, rule_set, raw, rule_set.deadline or hearing.assessed_on, hearing.settings, judgements)
    try:
        consistent(scene)
    except Contradiction:
        return None
    return judge(scene, hearing.track)


def engine_judges(table: Desk, library: Library, program: Program, hearing: Hearing) -> RuleSetFinding | None:
    """The engine's finding, None for a profile that contradicts itself."""
    try:
        return table.judge(library, program, hearing.text, is_json=hearing.is_json, track=hearing.track)
    except InputError as error:
        if {one.code for one in error.diagnostics} == {"E2121"}:
            return None
        raise


def trials(world: World) -> Iterator[tuple[str, Hearing]]:
    """Every hearing under the main rule set; the first also under the members' one, with nobody around it."""
    yield from ((MAIN, hearing) for hearing in world.hearings)
    if MEMBER in world.rule_sets:
        yield MEMBER, replace(world.hearings[0], settings={}, what_if=False, track=None)


def agree(table: Desk, world: World, distribution: Distribution) -> None:
    """Both judge every profile of a world, and say the same."""
    library, model = table.library(world.rule_sets), model_of(world.rule_sets)
    programs: dict[str, Program] = {}
    for name, hearing in trials(world):
        terms = f"{name} {hearing.assessed_on} {hearing.settings}"
        if terms not in programs:
            programs[terms] = compile_program(
                library, name, hearing.assessed_on, settings=hearing.settings, what_if=hearing.what_if
            )
        program = programs[terms]
        found, expected = engine_judges(table, library, program, hearing), oracle_judges(model, hearing, name)
        if found is None or expected is None:
            both = found is None and expected is None
            assert both, "only one of the two takes the profile to contradict itself"
            distribution.contradictory += 1
        else:
            assert not differences(engine_tells(program, found), oracle_tells(expected))
            distribution.count(expected, repeated(model.rule_sets[name]))


def repeated(rule_set: RuleSet) -> set[str]:
    """The criteria that are written in several versions."""
    times = Counter(one.id for _, one in rule_set.all_criteria())
    return {name for name in times if times[name] > 1}


def test_inference_agrees_with_the_oracle() -> None:
    """On at least 2,000 profiles, of which together nothing that is possible is left out; see `-s` for the counts.

    Hypothesis finds small examples of a disagreement, but draws clumps: the dice see to it that everything comes up.
    """
    distribution = Distribution()
    profile = settings.get_profile(settings.get_current_profile_name())
    first = 0 if profile.derandomize else randrange(10**9)  # noqa: S311 - no secret
    with desk() as table:

        @settings(max_examples=5 * profile.max_examples // 2, suppress_health_check=[*HealthCheck])
        @given(worlds(profiles=3))
        def examine(world: World) -> None:
            agree(table, world, distribution)

        examine()
        for seed in range(first, first + 3 * profile.max_examples // 2):
            try:
                agree(table, thrown(seed, profiles=3), distribution)
            except Exception as error:
                error.add_note(f"thrown({seed}, profiles=3)")
                raise
    sys.stdout.write(f"{distribution}\n")
    assert distribution.profiles >= 2000
    assert not distribution.empty()
