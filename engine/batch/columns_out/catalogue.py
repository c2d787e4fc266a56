"""Codes of reasons ↔ what they say: the words stand once for a program, and rows refer to them as dictionaries do."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from engine.batch.sayings import saying
from engine.load.library import Library
from schemas.finding import CauseKind, Status
from schemas.program import Leaf, Program
from schemas.reason import CAUSE, CODE, GAP, HIGH, LOW, TEXT, Reason

_METADATA = b"reasons"
_STATED = {"number": "number", "actual": TEXT, LOW: LOW, HIGH: HIGH, GAP: GAP}
"""The columns that say something else in every row, by where they come from."""


def with_catalogue(table: Any, reasons: Sequence[Reason]) -> Any:
    """A table of reasons that says itself what its codes stand for."""
    return table.replace_schema_metadata({_METADATA: json.dumps(reasons).encode()})


def catalogue_of(table: Any) -> list[Reason]:
    """What the codes of a table stand for."""
    return [
        Reason(criterion, track, Status(status), leaf, None if kind is None else CauseKind(kind), cause)
        for criterion, track, status, leaf, kind, cause in json.loads(table.schema.metadata[_METADATA])
    ]


class Words:
    """What the reasons of a program say."""

    def __init__(self, program: Program, library: Library) -> None:
        self._program, self._library = program, library
        self._nulls: dict[Any, Any] = {}
        self._forces = {node.id: node.force.value for node in program.criteria}

    def rows(self, table: Any, schema: Any) -> Any:
        """Reasons as rows of the table that is written."""
        reasons, codes = catalogue_of(table), pc.run_end_encode(table[CODE].combine_chunks())
        said = [self._cells(one) for one in reasons]
        stated, columns = set(table.column_names), []
        for field in schema:
            source = _STATED.get(field.name)
            if source is not None:
                columns.append(table[source] if source in stated else self._nothing(len(table), field.type))
            elif field.name == CAUSE and CAUSE in stated:
                columns.append(table[CAUSE].combine_chunks().dictionary_encode())
            else:
                columns.append(_spread([one.get(field.name) for one in said], codes, field.type))
        return pa.table(columns, schema=schema)

    def _nothing(self, rows: int, kind: Any) -> Any:
        """So many NULLs; the memory of the last ones serves again."""
        known = self._nulls.get(kind)
        if known is None or len(known) < rows:
            known = self._nulls[kind] = pa.nulls(rows, kind)
        return known.slice(0, rows)

    def _cells(self, reason: Reason) -> Mapping[str, str | None]:
        """What is the same in all rows of a reason."""
        cells = {
            "rule_set": self._program.rule_set,
            "track": reason.track,
            "criterion": reason.criterion,
            "force": None if reason.criterion is None else self._forces[reason.criterion],
            "status": reason.status.value,
            "cause_kind": None if reason.kind is None else reason.kind.value,
            "cause": reason.cause,
        }
        if reason.leaf is None:
            return cells
        node: Leaf = self._program.nodes[reason.leaf]  # type: ignore[assignment]  # a reason's node is a leaf
        return {**cells, **saying(node, self._program, self._library)._asdict()}


def _spread(words: Sequence[str | None], codes: Any, kind: Any) -> Any:
    """A word for each code, for each row, as a dictionary of the different words; `codes` are runs of the same one."""
    places = {word: place for place, word in enumerate(dict.fromkeys(word for word in words if word is not None))}
    indices = pa.array([None if word is None else places[word] for word in words], kind.index_type).take(codes.values)
    every = pc.run_end_decode(pa.RunEndEncodedArray.from_arrays(codes.run_ends, indices))
    return pa.DictionaryArray.from_arrays(every, pa.array(list(places), pa.string()), safe=False)
