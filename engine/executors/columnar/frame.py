"""Records in the database with the columns that are made of them, in layers: a column stands one above those it reads."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import count
from typing import NamedTuple, Optional, cast

import ibis
import pyarrow as pa

from engine.executors.columnar.board import Board, read_by, reference
from engine.executors.columnar.cells import KEY, OWNER, Records
from engine.executors.columnar.interval import WHOLE, Expr, Interval, Opened, whole


class _Joined(NamedTuple):
    """Columns of a kept table that stand beside ours; our `key` is its `other`."""

    table: str
    key: str
    other: str
    columns: Mapping[str, str]


class Frame:
    """Some records: their facts as columns, and whatever was worked out from them.

    Nothing runs until a query is asked for: then every layer is one SELECT, and the database leaves out what nobody
    reads. A reference to a column is good for ever, so expressions can be passed around.
    """

    def __init__(self, board: Board, sheet: Records, parent: Optional["Frame"] = None) -> None:
        self.board = board
        self.sheet = sheet
        self.parent = parent
        self._table = board.place(sheet.data)
        self._names = count()
        self._layers: list[dict[str, Expr]] = []
        self._level: dict[str, int] = dict.fromkeys(self._table.types, 0)
        self._kept: dict[object, Expr] = {}
        self._made: dict[str, Expr] = {}
        self._reads: dict[str, set[str]] = {}
        self._joined: dict[str, _Joined] = {}
        self._within: dict[int, Frame] = {}

    # --- what is stated -------------------------------------------------------------------------------------------

    def column(self, name: str) -> Expr | None:
        """A column of facts, None where nobody states any."""
        return self._table.get(name)

    def number(self, fact: str, year: int | None, base_year: int | None) -> tuple[Expr, int]:
        """A stated number in units of its grain, NULL where it is not stated; one without a year is the base year's."""
        names = [fact] if year is None else [f"{fact}@{year}", *([f"{fact}@"] if year == base_year else [])]
        found = [(name, column) for name in names if (column := self.column(name)) is not None]
        if not found:
            return ibis.null(WHOLE), 1
        grains = self.sheet.grains
        grain = max(grains.get(name, 1) for name, _ in found)
        same = [
            column * whole(grain // grains.get(name, 1)) if grains.get(name, 1) < grain else column
            for name, column in found
        ]
        return (same[0] if len(same) == 1 else ibis.coalesce(*same)), grain

    def flag(self, name: str) -> Expr:
        """A yes or no about a fact, no where there is no such column."""
        column = self.column(name)
        return ibis.literal(False) if column is None else column.fill_null(False)

    def within(self, fact: str, label: str) -> Optional["Frame"]:
        """The members of a list, None if nobody has any; one frame, however many conditions count them."""
        sheet = self.sheet.within(fact, label)
        if sheet is None:
            return None
        if id(sheet) not in self._within:
            self._within[id(sheet)] = Frame(self.board, sheet, self)
        return self._within[id(sheet)]

    # --- what is worked out ---------------------------------------------------------------------------------------

    def keep(self, expression: Expr) -> Expr:
        """Work an expression out once, for whoever reads it; a reference to it, or a literal."""
        node = expression.op()
        if isinstance(node, ibis.expr.operations.Field):
            return expression
        if node not in self._kept:
            fields = read_by(expression)
            if not fields:
                return self.board.constant(expression)
            level = max(self._level[name] for name in fields)
            if level == len(self._layers):
                self._layers.append({})
            name = f"#{next(self._names)}"
            self._layers[level][name] = self._made[name] = expression
            self._level[name] = level + 1
            self._reads[name] = fields
            self._kept[node] = reference(name, expression.type())
        return self._kept[node]

    def below(self, columns: Iterable[Expr]) -> dict[str, Expr]:
        """The columns worked out that these rest on, and from what; each after those that it rests on itself."""
        reached, waiting = set[str](), {name for one in columns for name in read_by(one)}
        while waiting:
            reached |= waiting
            waiting = {name for one in waiting for name in self._reads.get(one, ())} - reached
        return {name: one for name, one in self._made.items() if name in reached}

    def store(self, interval: Interval) -> Interval:
        """An interval with its ends and its causes worked out once."""
        below = interval.below if isinstance(interval.below, int) else self.keep(interval.below)
        return Interval(self.keep(interval.low), self.keep(interval.high), below, self.store_opened(interval.opened))

    def store_opened(self, opened: tuple[Opened, ...]) -> tuple[Opened, ...]:
        """Causes worked out once, those that are the same joined."""
        joined: dict[object, Opened] = {}
        for one in opened:
            known = joined.get(one.what)
            joined[one.what] = one if known is None else replace(one, holds=known.holds | one.holds)
        return tuple(replace(one, holds=self.keep(one.holds.fill_null(False))) for one in joined.values())

    def beside(self, table: str, key: str, other: str, columns: Mapping[str, Expr]) -> dict[str, Expr]:
        """Columns of a kept table beside ours, by its column that names our records; NULL where it has none."""
        taken = {f"#{next(self._names)}": name for name in columns}
        self._joined[f"j{len(self._joined)}"] = _Joined(table, key, other, taken)
        self._level.update(dict.fromkeys(taken, 0))
        return {name: reference(new, columns[name].type()) for new, name in taken.items()}

    def outer(self, expressions: Mapping[str, Expr]) -> dict[str, Expr]:
        """Columns of the enclosing record beside each of ours."""
        used = {name: one for name, one in expressions.items() if read_by(one)}
        found = {name: one for name, one in expressions.items() if name not in used}
        if used:
            table = self.board.keep(cast(Frame, self.parent).query({KEY: reference(KEY, "int64"), **used}))
            found.update(self.beside(table, OWNER, KEY, used))
        return found

    # --- asking ---------------------------------------------------------------------------------------------------

    def query(self, columns: Mapping[str, Expr], *, by: str | None = None) -> str:
        """The query of some columns, or of aggregates of them for each value of a column; with what they rest on alone."""
        read = {name for column in columns.values() for name in read_by(column)}
        layers: list[dict[str, Expr]] = []
        for layer in reversed(self._layers):
            layers.append({name: one for name, one in layer.items() if name in read})
            read.update(*(self._reads[name] for name in layers[-1]))
        quoted = self.board.quoted
        below = quoted(self._table.name)
        if joined := {side: one for side, one in self._joined.items() if not read.isdisjoint(one.columns)}:
            sides = [
                f"{side}.{quoted(old)} AS {quoted(new)}"
                for side, one in joined.items()
                for new, old in one.columns.items()
            ]
            joins = [
                f"LEFT JOIN {quoted(one.table)} {side} ON a.{quoted(one.key)} = {side}.{quoted(one.other)}"
                for side, one in joined.items()
            ]
            # ours alone: names of columns of the vocabulary, numbers of tables
            below = f"(SELECT a.*, {', '.join(sides)} FROM {below} a {' '.join(joins)})"  # noqa: S608  # nothing of a user's stands in it
        for layer in filter(None, reversed(layers)):
            below = f"({self.board.select(below, layer, everything=True)})"
        return self.board.select(below, columns, by=by)

    def summed(self, columns: Mapping[str, Expr]) -> str:
        """Aggregates for each owner, kept."""
        return self.board.keep(self.query(columns, by=OWNER))

    def rows(self, columns: Mapping[str, Expr]) -> pa.Table:
        """Some columns of every record, in the order of the records."""
        query = self.query({**columns, KEY: reference(KEY, "int64")})
        return self.board.fetch(f"SELECT * FROM ({query}) ORDER BY {self.board.quoted(KEY)}")  # noqa: S608  # nothing of a user's stands in it
