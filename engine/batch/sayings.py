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
        self._criteria: dict[tuple[str, str], tuple[Saying, ...]] = {}
        self._tracks: dict[tuple[str, str | None], tuple[Saying, ...]] = {}
        for program in programs:

            def below(root: int | None, program: Program = program) -> tuple[Saying, ...]:
                leaves = {} if root is None else leaves_below(root, program.nodes)
                return tuple(saying(leaf, program, library) for leaf in leaves.values())

            for node in program.criteria:
                self._criteria[program.rule_set, node.id] = below(node.require)
            for track in program.tracks:
                self._tracks[program.rule_set, track.id] = below(track.applies)

    def of_criterion(self, rule_set: str, criterion: str) -> tuple[Saying, ...]:
        """The conditions of a criterion."""
        return self._criteria[rule_set, criterion]

    def of_track(self, rule_set: str, track: str | None) -> tuple[Saying, ...]:
        """Those of whom a track is for."""
        return self._tracks[rule_set, track]
