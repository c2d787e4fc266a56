"""Records that remember which of their tables were looked at: other records of the same shape can take their place."""

from collections.abc import Mapping
from typing import Optional

import pyarrow as pa

from engine.executors.columnar.cells import Records

Path = tuple[tuple[str, str], ...]
"""The way down to a list: fact and label, list by list."""


class Seen:
    """Records, and in `seen` whatever was asked of them, by the way down to it: None where there was nothing."""

    def __init__(self, records: Records, path: Path = (), seen: dict[Path, Records | None] | None = None) -> None:
        self._records, self._path = records, path
        self.seen: dict[Path, Records | None] = {} if seen is None else seen
        self.seen[path] = records
        self._within: dict[tuple[str, str], Seen | None] = {}

    @property
    def data(self) -> pa.Table:
        """The columns."""
        return self._records.data

    @property
    def grains(self) -> Mapping[str, int]:
        """The grains of the number columns."""
        return self._records.grains

    def within(self, fact: str, label: str) -> Optional["Seen"]:
        """The members of a list; the same, however often they are asked for."""
        if (fact, label) not in self._within:
            found, path = self._records.within(fact, label), (*self._path, (fact, label))
            self.seen[path] = found
            self._within[fact, label] = None if found is None else Seen(found, path, self.seen)
        return self._within[fact, label]

    @staticmethod
    def along(records: Records, paths: Mapping[Path, Records | None]) -> dict[Path, Records | None]:
        """What other records have where these were looked at."""
        found: dict[Path, Records | None] = {}
        for path in paths:
            here: Records | None = records
            for fact, label in path:
                here = None if here is None else here.within(fact, label)
            found[path] = here
        return found


def alike(one: Records | None, other: Records | None) -> bool:
    """Whether one can take the place of the other: the same columns in the same grains, or nothing."""
    if one is None or other is None:
        return one is other
    return one.data.schema.equals(other.data.schema) and dict(one.grains) == dict(other.grains)
