"""A group of rows, read: an Arrow row an applicant, with its members, its problems, and whom it asks; no Spark here.

The row has the columns of `columns_in.table`; its lists hold their members as structs. Each group has its numbers in a
grain of its own, told beside them (`Places`): nobody knows beforehand how many places all groups together need.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from engine.batch.columns_in import Chunk, ColumnFile
from engine.batch.columns_in.table import KEY, MEMBER, OWNER, Records
from engine.batch.columns_out.asking import Asking, Tracks
from engine.batch.columns_out.chunk import NUMBER, Desk

WHO, PROBLEMS, UNKNOWN = "@who", "@problems", "@unknown"
_SHIFT = 28
"""Members have keys of their own: the number of the first applicant beside them, and their place after it, below 2^28."""


class Places(NamedTuple):
    """A column of numbers, of the records or of a list below them; `name` is the column that tells how many places they have."""

    path: tuple[str, ...]
    column: str

    @property
    def name(self) -> str:
        """The column's own."""
        return "@places/" + "/".join((*self.path, self.column))


def asked(at: int) -> str:
    """The column of the track of a program that is applied for."""
    return f"@asked{at}"


def meant(at: int) -> str:
    """The column that says whether a program is meant."""
    return f"@meant{at}"


def rows_of(file: ColumnFile, desk: Desk, tracks: Tracks, chunk: Chunk, first: int) -> pa.Table:
    """The applicants of a chunk, of whom the first has the number `first`."""
    asking = tracks.asked(chunk.who["track"])
    problems = desk.problems(chunk, file, asking, first)
    who = desk.who(chunk, file, problems, first)
    count = len(who)
    columns: dict[str, Any] = {KEY: pc.subtract(who[NUMBER], 1), **_facts(chunk.records, first)}
    columns |= {one.name: pa.repeat(pa.scalar(power, pa.int8()), count) for one, power in places_of(chunk.records)}
    columns[WHO] = _struct({name: who[name] for name in who.column_names})
    numbers = who[NUMBER].combine_chunks()
    columns[PROBLEMS] = _lists(problems[NUMBER], numbers, problems.drop_columns([NUMBER]))
    columns |= dict(_asking(asking, count))
    return pa.table(columns)


def places_of(records: Records, path: tuple[str, ...] = ()) -> Iterator[tuple[Places, int]]:
    """The columns of numbers, with how many places theirs have."""
    for name, grain in records.grains.items():
        yield Places(path, name), len(str(grain)) - 1
    for fact, members in records.lists.items():
        yield from places_of(members, (*path, fact))


def asking_in(table: Any, programs: int) -> Asking:
    """Whom applicants ask, as `rows_of` put it into columns."""
    unknown = table[UNKNOWN].combine_chunks()
    return Asking(
        tuple(table[asked(at)].combine_chunks() for at in range(programs)),
        tuple(table[meant(at)].combine_chunks() for at in range(programs)),
        unknown,
    )


def _facts(records: Records, first: int) -> dict[str, Any]:
    """The columns of facts, and those of lists with their members in them."""
    rows = records.data[KEY].combine_chunks()
    columns = {name: records.data[name] for name in records.data.column_names if name != KEY}
    for fact, members in records.lists.items():
        own = _facts(members, first)
        above = first << _SHIFT if OWNER in columns else first - 1
        keys, owner = pc.add(members.data[KEY], first << _SHIFT), pc.add(own.pop(OWNER), above)
        within = {KEY: keys, OWNER: owner, MEMBER: own.pop(MEMBER), **own}
        columns[fact + "@members"] = _lists(members.data[OWNER], rows, pa.table(within))
    return columns


def _lists(owners: Any, rows: Any, members: Any) -> Any:
    """The members of each row as a list of structs; they stand in the order of the rows."""
    counted = pa.table({"owner": owners}).group_by("owner").aggregate([([], "count_all")])
    at = pc.index_in(rows, value_set=counted["owner"].combine_chunks())
    counts = pc.fill_null(counted["count_all"].combine_chunks().take(at), 0)
    offsets = pa.concat_arrays([pa.array([0], pa.int64()), pc.cumulative_sum(counts)])
    structs = _struct({name: members[name] for name in members.column_names})
    return pa.ListArray.from_arrays(offsets.cast(pa.int32()), structs)


def _struct(columns: Mapping[str, Any]) -> Any:
    arrays = [one.combine_chunks() if isinstance(one, pa.ChunkedArray) else one for one in columns.values()]
    return pa.StructArray.from_arrays(arrays, list(columns))


def _asking(asking: Asking, count: int) -> Iterator[tuple[str, Any]]:
    """Whom they ask, nobody's silence left out."""
    for at, (place, mask) in enumerate(zip(asking.places, asking.meant, strict=True)):
        yield asked(at), pa.nulls(count, pa.int64()) if place is None else place
        yield meant(at), pa.repeat(pa.scalar(True), count) if mask is None else mask
    yield UNKNOWN, pa.repeat(pa.scalar(False), count) if asking.unknown is None else asking.unknown
