"""Expressions over truths alone, worked out by Arrow: it takes 64 records at a time, where a database takes one.

Most of a program is of this kind: once its leaves are decided, criteria, tracks and reasons rest on nothing but truths,
and on a few small numbers, such as the place of a track. The same expressions, and Kleene's logic in both.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import partial
from typing import Any, NamedTuple

import ibis.expr.operations as ops
import pyarrow as pa
import pyarrow.compute as pc

from engine.executors.columnar.board import reference
from engine.executors.columnar.frame import Frame
from engine.executors.columnar.interval import Expr

_SMALL = pa.int32()
"""For ranks, places and counts: Arrow's sums stay in the type of what is added."""
_TWO = 2
_FALSE = pa.scalar(False)


def _if_else(condition: Any, then: Any, otherwise: Any) -> Any:
    return pc.if_else(_first_known(condition, _FALSE), then, otherwise)


def _cases(*parts: Any) -> Any:
    """Conditions, as many results, and what holds of the rest."""
    count, found = len(parts) // 2, parts[-1]
    for place in reversed(range(count)):
        found = _if_else(parts[place], parts[count + place], found)
    return found


def _remainder(left: Any, right: Any) -> Any:
    return pc.subtract(left, pc.multiply(pc.divide(left, right), right))


def _is_one_of(value: Any, *options: Any) -> Any:
    found = pc.equal(value, options[0])
    for option in options[1:]:
        found = pc.or_kleene(found, pc.equal(value, option))
    return found


def _same(value: Any) -> Any:
    return value


def _first_known(*values: Any) -> Any:
    """The first that is not NULL; of two truths by logic, which is far faster than looking for it."""
    known, otherwise = values[0], values[-1]
    if isinstance(known, pa.Array) and not known.null_count:
        return known
    if len(values) == _TWO and isinstance(otherwise, pa.BooleanScalar) and otherwise.is_valid:
        if otherwise.as_py():
            return pc.or_kleene(known, pc.is_null(known))
        return pc.and_kleene(known, pc.is_valid(known))
    return pc.coalesce(*values)


_KERNELS: Mapping[type[Any], Callable[..., Any]] = {
    ops.And: pc.and_kleene,
    ops.Or: pc.or_kleene,
    ops.Not: pc.invert,
    ops.IsNull: pc.is_null,
    ops.Coalesce: _first_known,
    ops.IfElse: _if_else,
    ops.SearchedCase: _cases,
    ops.InValues: _is_one_of,
    ops.Equals: pc.equal,
    ops.NotEquals: pc.not_equal,
    ops.Less: pc.less,
    ops.GreaterEqual: pc.greater_equal,
    ops.Add: pc.add,
    ops.Multiply: pc.multiply,
    ops.Modulus: _remainder,
    ops.Least: pc.min_element_wise,
    ops.Cast: _same,
}


class _Step(NamedTuple):
    """What is done with the results of steps before it, or with the table; those nobody takes after it are let go."""

    kernel: Callable[..., Any]
    takes: tuple[int, ...]
    last: tuple[int, ...] = ()


class Truths:
    """Columns of a frame that rest on truths, and on the `few` of small numbers that count as such.

    `needed` are the columns below them that must be worked out elsewhere.
    """

    def __init__(self, frame: Frame, columns: Mapping[str, Expr], few: Collection[str] = ()) -> None:
        self.needed: dict[str, Expr] = {}
        self._few = few
        self._kept: dict[str, int] = {}
        self._places: dict[object, int] = {}
        self._steps: list[_Step] = []
        for name, made in frame.below(columns.values()).items():
            if self._does(made):
                self._kept[name] = self._compiled(made)
        self._results = {
            name: (self._compiled(one), pa.type_for_alias(str(one.type()))) for name, one in columns.items()
        }
        self._let_go()

    def of(self, table: pa.Table) -> dict[str, Any]:
        """The columns, from a table of those that are needed."""
        found: list[Any] = []
        for kernel, takes, last in self._steps:
            found.append(kernel(*(found[place] for place in takes)) if takes else kernel(table))
            for place in last:
                found[place] = None
        return {name: _spread(found[place], kind, len(table)) for name, (place, kind) in self._results.items()}

    def _does(self, expression: Expr) -> bool:
        """Whether an expression is of the kind that is worked out here."""
        return all(map(self._takes, expression.op().find(ops.Value)))

    def _takes(self, node: Any) -> bool:
        if isinstance(node, ops.Field):
            return node.name in self._kept or node.name in self._few or bool(node.dtype.is_boolean())
        if isinstance(node, ops.Literal | ops.Cast):
            return bool(node.dtype.is_boolean() or node.dtype.is_integer())
        return type(node) in _KERNELS

    def _compiled(self, expression: Expr) -> int:
        """The step that gives an expression."""

        def place(node: Any, _: object, **taken: Any) -> int | None:
            if isinstance(node, ops.Relation):
                return None
            if node not in self._places:
                self._places[node] = self._made(node, tuple(_flat(taken.values())))
            return self._places[node]

        return int(expression.op().map(place)[expression.op()])

    def _made(self, node: Any, taken: tuple[int, ...]) -> int:
        if isinstance(node, ops.Literal):
            value = pa.scalar(node.value, pa.bool_() if node.dtype.is_boolean() else _SMALL)
            return self._step(partial(_constant, value), ())
        if not isinstance(node, ops.Field):
            return self._step(_KERNELS[type(node)], taken)
        if node.name not in self._kept:
            self.needed[node.name] = reference(node.name, node.dtype)
            self._kept[node.name] = self._step(partial(_column, node.name), ())
        return self._kept[node.name]

    def _step(self, kernel: Callable[..., Any], takes: tuple[int, ...]) -> int:
        self._steps.append(_Step(kernel, takes))
        return len(self._steps) - 1

    def _let_go(self) -> None:
        """Note of every step which results nobody takes after it."""
        later = {place for place, _ in self._results.values()}
        for at in reversed(range(len(self._steps))):
            takes = set(self._steps[at].takes) - later
            self._steps[at] = self._steps[at]._replace(last=tuple(takes))
            later |= takes


def _flat(taken: Iterable[Any]) -> Iterator[int]:
    for one in taken:
        if isinstance(one, tuple):
            yield from one
        elif isinstance(one, int):
            yield one


def _constant(value: Any, table: pa.Table) -> Any:
    del table  # every step without others below it is given it
    return value


def _column(name: str, table: pa.Table) -> Any:
    column = table[name].combine_chunks()
    return column.cast(_SMALL) if pa.types.is_integer(column.type) else column


def _spread(found: Any, kind: Any, rows: int) -> Any:
    """A column of a type; what is the same for all is told of each."""
    return pa.repeat(found.cast(kind), rows) if isinstance(found, pa.Scalar) else found.cast(kind)
