"""Going through conditions as authors wrote them, each with its place in the document."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any, NamedTuple

from schemas.condition import (
    AllOf,
    Among,
    AnyOf,
    AtLeastOf,
    Condition,
    FactCondition,
    Meets,
    Not,
    Scalar,
    TableRow,
)
from schemas.rule_set import Criterion, RuleSet, Track

Path = tuple[str | int, ...]


def walk(condition: Condition, path: Path) -> Iterator[tuple[Condition, Path]]:
    """The condition and all below it, in reading order, with the paths of what was written.

    A fact's path ends with the fact as written: `(…, '年销售收入[2024]')`; its operators stand below that.
    """
    waiting = [(condition, path)]
    while waiting:
        node, at = waiting.pop()
        yield node, (*at, node.fact) if isinstance(node, FactCondition) else at
        waiting.extend(reversed(_children(node, at)))


def _children(node: Condition, path: Path) -> list[tuple[Condition, Path]]:
    match node:
        case AllOf():
            return [(child, (*path, "all", index)) for index, child in enumerate(node.children)]
        case AnyOf():
            return [(child, (*path, "any", index)) for index, child in enumerate(node.children)]
        case Not():
            return [(node.child, (*path, "not"))]
        case AtLeastOf():
            return [(child, (*path, "at_least_of", "of", index)) for index, child in enumerate(node.quorum.of)]
        case Among():
            parts = {"some": node.body.some, "every": node.body.every, "where": node.body.where}
            return [(part, (*path, "among", name)) for name, part in parts.items() if part is not None]
        case _:
            return []


class Role(StrEnum):
    """What a condition is for."""

    WHEN = "when"
    REQUIRE = "require"


class Rooted(NamedTuple):
    """A whole condition, where it stands and what it is for."""

    condition: Condition
    path: Path
    role: Role


class Operand(NamedTuple):
    """One value that a test compares with, and where it stands."""

    operator: str
    value: Scalar
    path: Path


def criteria_of(rule_set: RuleSet) -> Iterator[tuple[Track | None, Criterion, Path]]:
    """Every criterion with its track and its path."""
    for index, criterion in enumerate(rule_set.criteria):
        yield None, criterion, ("criteria", index)
    for number, track in enumerate(rule_set.tracks):
        for index, criterion in enumerate(track.criteria):
            yield track, criterion, ("tracks", number, "criteria", index)


def conditions_of(rule_set: RuleSet) -> Iterator[Rooted]:
    """Every whole condition of a rule set: whom it is for, what it requires, and the rows of its tables."""
    if rule_set.when is not None:
        yield Rooted(rule_set.when, ("when",), Role.WHEN)
    for name, parameter in rule_set.parameters.items():
        for index, value in enumerate(parameter.values):
            yield from rows_of(value.table or (), ("parameters", name, "values", index, "table"))
    for number, track in enumerate(rule_set.tracks):
        if track.when is not None:
            yield Rooted(track.when, ("tracks", number, "when"), Role.WHEN)
    for _, criterion, path in criteria_of(rule_set):
        if criterion.when is not None:
            yield Rooted(criterion.when, (*path, "when"), Role.WHEN)
        yield Rooted(criterion.require, (*path, "require"), Role.REQUIRE)


def rows_of(rows: tuple[TableRow, ...], path: Path) -> Iterator[Rooted]:
    """The conditions of a table's rows."""
    for index, row in enumerate(rows):
        if row.when is not None:
            yield Rooted(row.when, (*path, index, "when"), Role.WHEN)


def operands_of(condition: Condition, path: Path) -> Iterator[Operand]:
    """The values that one node compares with; `path` as `walk` gives it."""
    written: Mapping[str, Any] = {}
    if isinstance(condition, FactCondition):
        written = condition.operators.written
    elif isinstance(condition, Among):
        path = (*path, "among")
        body = condition.body
        written = {"within": body.within, "at_least": body.at_least, "at_most": body.at_most}
    for operator, value in written.items():
        if isinstance(value, tuple):
            for index, item in enumerate(value):
                yield Operand(operator, item, (*path, operator, index))
        elif value is not None:
            yield Operand(operator, value, (*path, operator))


def rule_sets_met(condition: Condition, path: Path) -> Iterator[tuple[str, Path]]:
    """The rule set that one node says a member must pass, if it does."""
    if isinstance(condition, Meets):
        yield condition.rule_set, (*path, "meets")
    elif isinstance(condition, FactCondition) and condition.operators.meets is not None:
        yield condition.operators.meets, (*path, "meets")
