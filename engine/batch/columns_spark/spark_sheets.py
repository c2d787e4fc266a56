"""Applicants as rows, wherever Spark has them → the tables that an executor on columns reads, as views."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from engine.batch.columns_in.table import KEY, Records
from engine.batch.columns_spark.normal import Places, asked, places_of
from engine.executors.columnar.spark_board import SparkBoard, Spread


@dataclass(frozen=True)
class SpreadRecords:
    """Records in a view: `data` is its name and columns; `grains` and lists as other records have them."""

    data: Any
    grains: Mapping[str, int]
    lists: Mapping[str, "SpreadRecords"] = field(default_factory=dict)

    def within(self, fact: str, label: str) -> "SpreadRecords | None":
        """The members of a list, None if nobody's are read; `label` is its name, which its fact says already."""
        del label  # executors ask for lists by both
        return self.lists.get(fact)


def spread_records(board: SparkBoard, normal: str, nobody: Records, programs: int) -> SpreadRecords:
    """The views over the rows of `normal`; `nobody` has the columns, and no record."""
    every = [one for one, _ in places_of(nobody)]
    return _records(board, normal, nobody, (), _places(board, normal, every), [asked(at) for at in range(programs)])


def _places(board: SparkBoard, normal: str, every: list[Places]) -> dict[Places, tuple[int, int]]:
    """The fewest and the most places that a group has of each column."""
    if not every:
        return {}
    quoted = [board.quoted(one.name) for one in every]
    ends = ", ".join(f"MIN({one}), MAX({one})" for one in quoted)
    told = board.fetch(f"SELECT {ends} FROM {board.quoted(normal)}")  # noqa: S608  # our own names
    values = [column[0].as_py() or 0 for column in told.columns]
    return {one: (values[2 * at], values[2 * at + 1]) for at, one in enumerate(every)}


def _records(
    board: SparkBoard,
    source: str,
    nobody: Records,
    path: tuple[str, ...],
    places: Mapping[Places, tuple[int, int]],
    more: list[str],
) -> SpreadRecords:
    quoted = board.quoted
    grains, listed = {}, [quoted(KEY)]
    for name in nobody.data.column_names:
        if name in nobody.grains:
            one = Places(path, name)
            grains[name] = 10 ** places[one][1]
            listed.append(f"{_in_one_grain(board, one, *places[one])} AS {quoted(name)}")
        elif name != KEY:
            listed.append(quoted(name))
    view = board.name()
    board.view(view, f"SELECT {', '.join([*listed, *map(quoted, more)])} FROM {quoted(source)}")  # noqa: S608
    lists = {}
    kept = ", ".join(quoted(one.name) for one in places)
    for fact, members in nobody.lists.items():
        below = board.name()
        beside = f"{kept}, " if kept else ""
        board.view(
            below,
            f"SELECT {beside}member.* FROM (SELECT {beside}explode({quoted(fact + '@members')}) AS member FROM {quoted(source)})",  # noqa: S608
        )
        lists[fact] = _records(board, below, members, (*path, fact), places, [])
    schema = nobody.data.schema
    for name in more:
        schema = schema.append(pa.field(name, pa.int64()))
    return SpreadRecords(Spread(view, schema), grains, lists)


def _in_one_grain(board: SparkBoard, one: Places, fewest: int, most: int) -> str:
    """A column of numbers in the finest grain that a group has of it."""
    column = board.quoted(one.column)
    if fewest == most:
        return column
    cases = [
        f"WHEN {power} THEN {column} * CAST('{10 ** (most - power)}' AS DECIMAL(38, 0))"
        for power in range(fewest, most)
    ]
    return f"CASE {board.quoted(one.name)} {' '.join(cases)} ELSE {column} END"
