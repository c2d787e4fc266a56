"""What the conditions of a rule set say, whoever is measured by them: the constant cells of the reasons."""

from collections.abc import Sequence
from typing import NamedTuple

from engine.explain.amount import gap_unit
from engine.explain.criterion import leaves_below
from engine.explain.leaf import operator_of, unit_of
from engine.explain.requirement import requirement, subject
from engine.load.library import Library
from schemas.program import Leaf, Program


class Saying(NamedTuple):
    """A condition: the field that it is about, how it compares, what it asks for, what its gap is counted in."""

    fact: str | None
    operator: str
    required: str
    unit: str | None


def saying(leaf: Leaf, program: Program, library: Library) -> Saying:
    """What one leaf says, before anybody is measured by it."""
    about, unit = subject(leaf), unit_of(leaf)
    return Saying(
        None if about is None else about[0],
        operator_of(leaf),
        requirement(leaf, program, library),
        None if unit is None else gap_unit(unit) or None,
    )


class Sayings:
    """The conditions of criteria, and those of the tracks' applying, in the order of results."""

    def __init__(self, programs: Sequence[Program], library: Library) -> None:
        self._library = library
        self._programs = {program.rule_set: program for program in programs}
        self._known: dict[tuple[str, int | None], tuple[Saying, ...]] = {}

    def of_criterion(self, rule_set: str, criterion: str) -> tuple[Saying, ...]:
        """The conditions of a criterion."""
        return self._below(rule_set, next(n.require for n in self._programs[rule_set].criteria if n.id == criterion))

    def of_track(self, rule_set: str, track: str | None) -> tuple[Saying, ...]:
        """Those of whom a track is for."""
        return self._below(rule_set, next(n.applies for n in self._programs[rule_set].tracks if n.id == track))

    def _below(self, rule_set: str, root: int | None) -> tuple[Saying, ...]:
        if (rule_set, root) not in self._known:
            program = self._programs[rule_set]
            leaves = {} if root is None else leaves_below(root, program.nodes)
            said = tuple(saying(leaf, program, self._library) for leaf in leaves.values())
            self._known[rule_set, root] = said
        return self._known[rule_set, root]
