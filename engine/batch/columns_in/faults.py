"""The cells that cannot be used: each with its row, its header, what stands there and why, as a table of columns."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from engine.load.problem import ValueProblem
from schemas.diagnostic import Diagnostic, Place

KEY, HEADER, VALUE, CODE, MESSAGE, REMEDY = "@key", "header", "value", "code", "message", "remedy"
_PARTS = (CODE, MESSAGE, REMEDY)
NOWHERE = Place(file="")
"""The place of a problem whose rows stand beside it."""


class Wrong(NamedTuple):
    """What stands in a cell, and everything that is wrong with it."""

    text: str
    problems: Sequence[Diagnostic]


class Faults:
    """Collects the cells of some records that cannot be used; `keys` are the rows by which the records are told."""

    def __init__(self, keys: Any, pieces: list[Any] | None = None) -> None:
        self._keys = keys
        self._pieces: list[Any] = [] if pieces is None else pieces

    def of(self, rows: Any) -> "Faults":
        """The same collection, for other records, which belong to these rows."""
        return Faults(self._keys.take(rows), self._pieces)

    def unheard(self) -> "Faults":
        """A collection for what has been told before."""
        return Faults(self._keys)

    def add(self, header: str, which: Any, wrong: Sequence[Wrong]) -> None:
        """Note cells below a header: for each record which of some different cells it has, NULL if none."""
        if not any(one.problems for one in wrong):
            return
        told = [
            [{CODE: it.code, MESSAGE: it.message, REMEDY: it.remedy or ""} for it in one.problems] or None
            for one in wrong
        ]
        kind = pa.struct([(name, pa.string()) for name in _PARTS])
        here = pa.array(told, pa.list_(kind)).take(which)
        rows = pc.list_parent_indices(here)
        parts = pc.list_flatten(here)
        columns = {
            KEY: self._keys.take(rows),
            HEADER: pa.repeat(pa.scalar(header), len(rows)),
            VALUE: pa.array([one.text for one in wrong], pa.string()).take(which.take(rows)),
            **{name: pc.struct_field(parts, name) for name in _PARTS},
        }
        self._pieces.append(pa.table(columns))

    def one(self, header: str, mask: Any, problem: ValueProblem) -> None:
        """Note one and the same problem wherever a mask holds."""
        which = pc.if_else(mask, pa.scalar(0, pa.int32()), None)
        self.add(header, which, [Wrong("", [problem.at(NOWHERE)])])

    def table(self) -> Any:
        """All of them, by row, then in the order of the columns."""
        if self._pieces:
            return pa.concat_tables(self._pieces).sort_by(KEY)
        texts = [(name, pa.string()) for name in (HEADER, VALUE, *_PARTS)]
        return pa.schema([(KEY, pa.int64()), *texts]).empty_table()
