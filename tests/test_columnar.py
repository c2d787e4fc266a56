"""The columnar executor finds what inference finds, cell by cell, on drawn rule sets and profiles."""

from collections.abc import Iterator
from random import randrange

from hypothesis import settings

from engine.bind import bind
from engine.compile import compile_program
from engine.errors import InputError
from engine.load.profile import load_case
from schemas.case import Case
from schemas.program import Program
from tests.both_executors import assert_both_find_the_same
from tests.drawing import World, thrown
from tests.engine_door import Desk, desk
from tests.test_agreement import trials

WORLDS = 6


def heard(table: Desk, world: World) -> Iterator[tuple[Program, list[Case]]]:
    """The programs of a world with the cases that each of them hears; one that contradicts itself is not heard."""
    library = table.library(world.rule_sets)
    programs: dict[str, tuple[Program, list[Case]]] = {}
    for name, hearing in trials(world):
        terms = f"{name} {hearing.assessed_on} {hearing.settings}"
        if terms not in programs:
            compiled = compile_program(
                library, name, hearing.assessed_on, settings=hearing.settings, what_if=hearing.what_if
            )
            programs[terms] = (compiled, [])
        program, cases = programs[terms]
        path = table.folder / ("profile.json" if hearing.is_json else "profile.yaml")
        path.write_text(hearing.text, encoding="utf-8")
        try:
            cases.append(bind(load_case(path, library), library, program.base_year, program.reference_date))
        except InputError:
            continue
    yield from programs.values()


def test_both_executors_find_the_same() -> None:
    """On worlds of the whole language, thrown by dice; many profiles in one run are one another's neighbours."""
    profile = settings.get_profile(settings.get_current_profile_name())
    first = 0 if profile.derandomize else randrange(10**9)  # noqa: S311 - no secret
    compared = 0
    with desk() as table:
        for seed in range(first, first + WORLDS * profile.max_examples // 100):
            try:
                for program, cases in heard(table, thrown(seed, profiles=6)):
                    compared += assert_both_find_the_same(program, cases)
            except (Exception, AssertionError) as error:
                error.add_note(f"thrown({seed}, profiles=6)")
                raise
    assert compared > 5 * WORLDS
