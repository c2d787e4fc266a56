"""Whom the applicants of a chunk ask: the track each applies for, and the rule sets whose verdict it is told."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from engine.assess import tracks_called, unknown_track
from engine.load.library import Library
from engine.load.problem import ValueProblem
from schemas.program import Program
from schemas.rule_set import RuleSet


class Asking(NamedTuple):
    """By record: for each program the place of the track applied for, and whether its rule set is meant.

    `places` and `meant` hold None where nobody applies for a track of it, and where all mean it. `unknown` says whose
    申报类型 is that of no rule set; None if nobody's is.
    """

    places: tuple[Any, ...]
    meant: tuple[Any, ...]
    unknown: Any


class Tracks:
    """The tracks that applicants may apply for; `chosen` says that the rule sets were named: each is told, be it applicable or not."""

    def __init__(
        self,
        programs: Sequence[Program],
        rule_sets: Sequence[RuleSet],
        library: Library,
        track: str | None,
        *,
        chosen: bool,
    ) -> None:
        """`rule_sets` are the programs'; `track` is what all apply for."""
        self._programs, self._rule_sets, self._library = programs, rule_sets, library
        self._track, self.chosen = track, chosen

    def asked(self, stated: Any) -> Asking:
        """What follows from the 申报类型 that some records state."""
        words = stated if self._track is None else pa.repeat(pa.scalar(self._track), len(stated))
        encoded = pc.dictionary_encode(words)
        if isinstance(encoded, pa.ChunkedArray):
            encoded = encoded.combine_chunks()
        meant = [tracks_called(name, self._rule_sets) for name in encoded.dictionary.to_pylist()]
        places = tuple(_spread(self._places(program, meant), encoded, pa.int64()) for program in self._programs)
        told = [[self.chosen or not one or program.rule_set in one for one in meant] for program in self._programs]
        known = [self._is_known(name) for name in encoded.dictionary.to_pylist()]
        return Asking(
            tuple(None if place.null_count == len(place) else place for place in places),
            tuple(None if all(one) else pc.fill_null(_spread(one, encoded, pa.bool_()), True) for one in told),
            None if all(known) else pc.invert(pc.fill_null(_spread(known, encoded, pa.bool_()), True)),
        )

    def problem(self, word: str) -> ValueProblem:
        """Why an applicant with an unknown 申报类型 is not assessed."""
        return unknown_track(word, self._rule_sets)

    def _places(self, program: Program, meant: Sequence[dict[str, str]]) -> list[int | None]:
        """The place among a program's tracks that each of the words stands for."""
        places = {track.id: place for place, track in enumerate(program.tracks)}
        return [places.get(one.get(program.rule_set, "")) for one in meant]

    def _is_known(self, name: str) -> bool:
        return self._track is not None or bool(tracks_called(name, self._library.rule_sets.values()))


def _spread(values: Sequence[Any], encoded: Any, kind: Any) -> Any:
    """What each different word comes to, for each record."""
    return pa.array(values, kind).take(encoded.indices)
