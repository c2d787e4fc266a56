"""What a tabulation tells, as Arrow tables: what rests on truths alone is worked out here, the rest by the board."""

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from engine.executors.columnar.board import Board, reference
from engine.executors.columnar.cells import KEY, Records
from engine.executors.columnar.tabulate import Tabulation
from engine.executors.columnar.truths import Truths
from engine.executors.columnar.words import stated_texts
from schemas.program import Program
from schemas.reason import CODE, OPEN, TEXT, TRACK, UNMET, VERDICT


def in_order(found: pa.Table) -> pa.Table:
    """Records by their keys, which are 0, 1, 2 and so on; one thread of the database keeps that order, several need not."""
    return found if pc.all(pc.equal(found[KEY], pa.arange(0, len(found)))).as_py() else found.sort_by(KEY)


_LOOKED_UP = ("", TEXT)
"""The kinds of reasons that are read off the records as they are; the others are asked of the board."""


class Told:
    """A program over many records, on a board; `reasons` is what the codes stand for. `asked` as `Tabulation` has it. Raises Beyond."""

    def __init__(self, board: Board, program: Program, records: Records, asked: str | None = None) -> None:
        self._board, self._nodes, self._records = board, program.nodes, records
        self._tabulation = made = Tabulation(board, program, records, asked)
        self._truths = Truths(made.frame, made.truths, () if asked is None else (asked,))
        columns = {KEY: reference(KEY, "int64"), **made.own, **self._truths.needed}
        self._query = made.frame.query(columns)
        self.reasons = made.reasons
        self._kinds, self._source = made.kinds, board.name()
        others = [kind for kind in self._kinds if kind not in _LOOKED_UP]
        self._queries = made.telling(self._source, others)
        self._own = (KEY, *made.own)
        self._stated = tuple(made.stated) if any(TEXT in kind for kind in others) else ()
        self._flags = {made.flags[code] for kind in others for code in self._kinds[kind]}
        self._look()

    def over(self, records: Records) -> bool:
        """Turn to other records, if they have the same columns as those before; say whether they have."""
        if not self._tabulation.over(records):
            return False
        self._records = records
        self._look()
        return True

    def _look(self) -> None:
        """Work out what the records that are on the board come to."""
        self._found = in_order(self._board.fetch(self._query).combine_chunks())
        self._true = self._truths.of(self._found)

    def standings(self) -> pa.Table:
        """By `@key`: the place of the track that gave the verdict, the verdict's rank, how many criteria are unmet, how many open."""
        return pa.table({KEY: self._found[KEY], **{name: self._true[name] for name in (TRACK, VERDICT, UNMET, OPEN)}})

    def told(self, chosen: Any = None) -> list[pa.Table]:
        """The reasons, those of one code after those of another, in a table for each kind (`Tabulation.telling`).

        `chosen` is a mask of those whose reasons are wanted.
        """
        tables = [self._looked_up(kind, chosen) for kind in _LOOKED_UP if kind in self._kinds]
        if self._queries:
            own = {name: self._found[name] for name in self._own}
            stated = {name: self._records.data[name] for name in self._stated}
            flags = {name: self._holds(name, chosen) for name in self._flags}
            self._board.put(self._source, pa.table({**own, **stated, **flags}))
            tables += [self._board.fetch(query) for query in self._queries]
        return tables

    def _looked_up(self, kind: str, chosen: Any) -> pa.Table:
        """The reasons of a kind that says nothing but words."""
        keys, columns = self._found[KEY].combine_chunks(), dict[str, list[Any]]()
        for code in self._kinds[kind]:
            mask = self._holds(self._tabulation.flags[code], chosen)
            here = keys.filter(mask)
            columns.setdefault(KEY, []).append(here)
            columns.setdefault(CODE, []).append(pa.repeat(pa.scalar(code, pa.int16()), len(here)))
            if kind == TEXT:
                leaf: Any = self._nodes[self.reasons[code].leaf or 0]
                columns.setdefault(TEXT, []).append(stated_texts(leaf.fact, self._records.data, mask))
        return pa.table({name: pa.chunked_array(parts) for name, parts in columns.items()})

    def _holds(self, flag: str, chosen: Any) -> Any:
        """Of which records a flag holds."""
        return self._true[flag] if chosen is None else pc.and_(self._true[flag], chosen)
