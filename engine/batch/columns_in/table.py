"""All columns of some records → one table with its lists, as an executor on columns takes them.

| column | of | holds |
|---|---|---|
| `@key` | every row | its number within the table, from 0 |
| `@owner`, `@member`, `@name` | members of a list | the row that the list is of, what names the member, its name as written |
| `fact`, `fact@2025`, `fact@` | numbers; yearly ones by year, without a year | whole numbers of a grain, see `Records.grains` |
| …`@last` | a derived number | the power of ten of the last digit that was stated |
| `fact` | texts and codes; truths; days; choices; dates | string; bool; date32; list of string, of date32 |
| `fact@none` | text, choice, date | true: it is 无 |
| `fact@open` | choices, dates, lists | whether it is marked 不全 |
| `fact@stated` | lists | true: there is a list at all |

What is blank, or could not be used, is NULL. Which columns there are follows from the file's columns, not from the rows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from engine.batch.columns_in.amounts import read_amounts
from engine.batch.columns_in.cells import plain
from engine.batch.columns_in.distinct import Reader
from engine.batch.columns_in.faults import Faults
from engine.batch.columns_in.fields import Field
from engine.batch.columns_in.words import OPEN, STATED, read_words
from engine.load.library import Library
from engine.load.problem import ValueProblem
from engine.load.value import CODE, NAME

KEY, OWNER, MEMBER, CALLED = "@key", "@owner", "@member", "@name"
LAST = "@last"


@dataclass(frozen=True)
class Records:
    """A table; how many units of each number column make one canonical unit; and the members of its lists, by fact id."""

    data: Any
    grains: Mapping[str, int]
    lists: Mapping[str, "Records"]

    def within(self, fact: str, label: str) -> "Records | None":
        """The members of a list, None if there are none; `label` is its name, which its fact says already."""
        del label  # executors ask for lists by both
        found = self.lists.get(fact)
        return found if found is not None and len(found.data) else None


def read_records(
    arrays: Mapping[int, Any], fields: Sequence[Field], reader: Reader, faults: Faults, *, rows: int
) -> Records:
    """The records whose values stand in these arrays, by their fields' places; `rows` of them."""
    columns: dict[str, Any] = {KEY: pa.arange(0, rows)}
    grains: dict[str, int] = {}
    lists: dict[str, Records] = {}
    for field in fields:
        values = plain(arrays[field.at])
        if field.members is not None:
            stated, lists[field.name] = read_members(values, field, reader, faults)
            columns[field.name + STATED] = stated
            columns[field.name + OPEN] = pc.if_else(stated, False, None)
        elif field.column.fact.type.is_numeric:
            found = read_amounts(values, field, reader, faults)
            columns[field.name], grains[field.name] = found.whole, 10**found.places
            if found.last is not None:
                columns[field.name + LAST] = found.last
        else:
            columns |= read_words(values, field, reader, faults)
    return Records(pa.table(columns), grains, lists)


def read_members(lists: Any, field: Field, reader: Reader, faults: Faults) -> tuple[Any, Records]:
    """Whether there is a list, and its members. A list with an empty place, or one member twice, is not used."""
    rows = pa.arange(0, len(lists))
    empty = _owners(lists).filter(pc.is_null(lists.flatten()))
    if len(empty):
        bad = pc.is_in(rows, value_set=empty)
        faults.one(field.header, bad, empty_member(field))
        lists = pc.if_else(bad, pa.scalar(None, lists.type), lists)
    records = _members(lists, field, reader, faults)
    pairs = records.data.select([OWNER, MEMBER])
    counted = pairs.group_by([OWNER, MEMBER]).aggregate([([], "count_all")])
    if len(counted) < len(pairs):
        bad = pc.is_in(rows, value_set=counted.filter(pc.greater(counted["count_all"], 1))[OWNER].combine_chunks())
        faults.one(field.header, bad, repeated_member(field))
        lists = pc.if_else(bad, pa.scalar(None, lists.type), lists)
        records = _members(lists, field, reader, faults.unheard())
    return pc.if_else(pc.is_valid(lists), True, None), records


def empty_member(field: Field) -> ValueProblem:
    """Why a list with an empty place is not used."""
    return ValueProblem("E2114", f"{field.column.fact.name}里有一项是空的", "补上内容，或删去这一项")


def repeated_member(field: Field) -> ValueProblem:
    """Why a list that names a member twice is not used."""
    return ValueProblem("E2117", f"{field.column.fact.name}里有成员写了两次", "只留一处，或核对名称和代码")


def called(arrays: Mapping[int, Any], fields: Sequence[Field], records: Records, library: Library) -> Any:
    """What the records are called, as it is written; NULL where no name can be used."""
    fact = library.fact(NAME)
    field = None if fact is None else next((one for one in fields if one.name == fact.id), None)
    if field is None:
        return pa.nulls(len(records.data), pa.string())
    values, known = plain(arrays[field.at]), records.data[field.name].combine_chunks()
    if not pa.types.is_string(values.type):
        return known
    return pc.if_else(pc.is_valid(known), pc.utf8_trim_whitespace(values), None)


def _owners(lists: Any) -> Any:
    """The row of its list, for each member."""
    return pc.cast(pc.list_parent_indices(lists), pa.int64())


def _members(lists: Any, field: Field, reader: Reader, faults: Faults) -> Records:
    """The members of all lists, one after another; each is named by its code, else its name, else its place."""
    owners, arrays = _owners(lists), dict(enumerate(lists.flatten().flatten()))
    within = [one._replace(header=f"{field.header}.{one.header}") for one in field.members or ()]
    records = read_records(arrays, within, reader, faults.of(owners), rows=len(owners))
    lengths = pc.fill_null(pc.list_value_length(lists), 0)
    before = pc.subtract(pc.cumulative_sum(lengths), lengths)
    place = pc.add(pc.subtract(pa.arange(0, len(owners)), before.take(owners)), 1)
    names = [fact.id for name in (CODE, NAME) if (fact := reader.library.fact(name)) is not None]
    stated = [records.data[name].combine_chunks() for name in names if name in records.data.column_names]
    key = pc.coalesce(*stated, pc.binary_join_element_wise("#", pc.cast(place, pa.string()), ""))
    named = {OWNER: owners, MEMBER: key, CALLED: called(arrays, within, records, reader.library)}
    table = records.data
    for name, column in named.items():
        table = table.append_column(name, column)
    return Records(table, records.grains, records.lists)
