"""The different values of a column, each read once by the readers that profiles have."""

from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from engine.batch.columns_in.cells import cells_of
from engine.batch.columns_in.faults import Wrong
from engine.batch.columns_in.fields import Field
from engine.batch.columns_in.reading import Told, read_cell, read_data
from engine.load.document import Data
from engine.load.library import Library
from engine.load.spreadsheet.grid import Cell

_MOST_KEPT = 100_000
_BETWEEN, _INSTEAD = "\x1f", "\x1e"
"""Between the items of a list, and what stands for it within one: either is refused wherever it stands."""


class Distinct(NamedTuple):
    """The different values of a column as they were read, and for each row which one it is, NULL where nothing stands."""

    texts: list[str]
    told: list[Told]
    which: Any

    @property
    def wrong(self) -> list[Wrong]:
        """The values with what is wrong with them."""
        return [Wrong(text, told.problems) for text, told in zip(self.texts, self.told, strict=True)]

    def spread(self, values: list[Any], kind: Any) -> Any:
        """What each different value comes to, as a column."""
        return pa.array(values, kind).take(self.which)


class Reader:
    """Reads cells and remembers what it read: the next batch of rows has the same words again."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self._known: dict[tuple[object, ...], Told] = {}

    def distinct(self, values: Any, field: Field) -> Distinct:
        """The different values of a plain array."""
        if pa.types.is_list(values.type):
            return self._lists(values, field)
        encoded = values.dictionary_encode()
        cells = [cell for cell in cells_of(encoded.dictionary) if cell is not None]
        told = [self._cell(cell, field) for cell in cells]
        return Distinct([cell.text for cell in cells], told, encoded.indices)

    def _cell(self, cell: Cell, field: Field) -> Told:
        key = (*_what(field), type(cell.value), cell.value)
        told = self._known.get(key)
        if told is None or cell.fault is not None:
            told = self._kept(key, read_cell(cell, field.column, self.library))
        return told

    def _lists(self, values: Any, field: Field) -> Distinct:
        items = pc.fill_null(pc.cast(values.flatten(), pa.string()), "")  # a blank item, to the readers
        items = pc.replace_substring(items, _BETWEEN, _INSTEAD)
        lengths = pc.list_value_length(values)
        ends = pc.cast(pc.cumulative_sum(pc.fill_null(lengths, 0)), pa.int32())
        offsets = pa.concat_arrays([pa.array([0], pa.int32()), ends])
        joined = pc.binary_join(pa.ListArray.from_arrays(offsets, items), _BETWEEN)
        encoded = pc.binary_join_element_wise(pc.cast(lengths, pa.string()), joined, _BETWEEN).dictionary_encode()
        texts, found = [], []
        for key in encoded.dictionary.to_pylist():
            count, _, rest = key.partition(_BETWEEN)
            parts: list[Data] = list(rest.split(_BETWEEN)) if int(count) else []
            texts.append("、".join(str(part) for part in parts))
            told = self._known.get((*_what(field), list, key))
            if told is None:
                told = self._kept((*_what(field), list, key), read_data(parts, field.column, self.library))
            found.append(told)
        return Distinct(texts, found, encoded.indices)

    def _kept(self, key: tuple[object, ...], told: Told) -> Told:
        if len(self._known) >= _MOST_KEPT:
            self._known.clear()
        self._known[key] = told
        return told


def _what(field: Field) -> tuple[str | None, ...]:
    """What a header says: one fact may stand in another unit among the members of a list."""
    return field.column.fact.id, field.column.year, field.column.unit
