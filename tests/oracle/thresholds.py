"""What a leaf compares with: a literal, a `$parameter`, another fact; and what another fact says in words or days."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from schemas.condition import Scalar
from schemas.fact import Fact
from schemas.finding import CauseKind
from schemas.rule_set import UNKNOWN, ParameterValue
from tests.oracle.intervals import Interval, exactly
from tests.oracle.quantity import other, table
from tests.oracle.reading import is_none_held, read_day, read_number, split
from tests.oracle.scene import NO_CAUSES, OUTER, Causes, Scene, cause


@dataclass(frozen=True)
class Said:
    """What stands on one side of a test: the raw value, None when unknown for those causes; 无 is a value."""

    raw: Any
    causes: Causes = NO_CAUSES

    @property
    def is_none(self) -> bool:
        """无."""
        return self.raw is not None and not self.causes and is_none_held(self.raw)


def is_fact(operand: object) -> bool:
    """`@fact` or `@上级.fact`."""
    return isinstance(operand, str) and operand.startswith("@")


def is_parameter(operand: object) -> bool:
    """`$parameter`."""
    return isinstance(operand, str) and operand.startswith("$")


def parameter(name: str, scene: Scene) -> ParameterValue:
    """A parameter's value on the reference date."""
    (value,) = (v for v in scene.rule_set.parameters[name].values if v.covers(scene.reference_date))
    return value


def unpublished(name: str) -> Interval:
    """A number that nobody knows."""
    return Interval(None, None, cause(CauseKind.UNKNOWN_PARAMETER, name))


def limit(operand: Any, fact: Fact, scene: Scene) -> Interval:
    """The number that a leaf on a fact compares with. A table is read for the case that the leaf is about."""
    if is_fact(operand):
        return other(operand, scene)
    if not is_parameter(operand):
        return exactly(read_number(operand, fact).value)
    name = operand[1:]
    value, unit = parameter(name, scene), scene.rule_set.parameters[name].unit or ""

    def read(written: Scalar | None) -> Interval:
        if written == UNKNOWN:
            return unpublished(name)
        if is_fact(written):
            return other(str(written), scene)
        assert not isinstance(written, float | Decimal) or unit, "a bare number needs the parameter's unit"
        return exactly(read_number(written, fact, unit).value)

    if name in scene.settings and (value.table is not None or value.value == UNKNOWN):
        return exactly(read_number(scene.settings[name], fact).value)
    return read(value.value) if value.table is None else table(value.table, read, scene)


def day_limit(operand: Any, scene: Scene) -> Said:
    """The day that a leaf on a date compares with."""
    if is_fact(operand):
        return said(operand, scene)
    if not is_parameter(operand):
        return Said(read_day(operand))
    name = operand[1:]
    written: object = parameter(name, scene).value
    if written == UNKNOWN:
        if name not in scene.settings:
            return Said(None, cause(CauseKind.UNKNOWN_PARAMETER, name))
        written = scene.settings[name]
    return Said(read_day(written))


def said(operand: str, scene: Scene) -> Said:
    """What another fact says, in words or as a day."""
    outer = operand.startswith("@" + OUTER)
    fact = scene.world.fact(split(operand[1:].removeprefix(OUTER))[0])
    raw = (scene.above() if outer else scene).raw(fact)
    return (
        Said(raw)
        if raw is not None
        else Said(None, cause(CauseKind.MISSING_FACT, (OUTER if outer else "") + fact.name))
    )


def day_of(side: Said) -> date:
    """The day that is stated."""
    return read_day(side.raw)
