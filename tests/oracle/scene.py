"""Whose facts are judged, on which date, under which rule set and which assumptions."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from schemas.fact import Fact, FactType
from schemas.finding import CauseKind
from schemas.rule_set import UNKNOWN, RuleSet
from tests.oracle.reading import is_blank, plain, read_day, read_number

Causes = frozenset[tuple[CauseKind, str]]
NO_CAUSES: Causes = frozenset()


def cause(kind: CauseKind, name: str) -> Causes:
    """One cause, as a set."""
    return frozenset({(kind, name)})


@dataclass(frozen=True)
class Unpublished:
    """A threshold that nobody knows."""

    parameter: str


@dataclass(frozen=True)
class World:
    """The vocabulary and the rule sets."""

    facts: Mapping[str, Fact]
    rule_sets: Mapping[str, RuleSet]

    def fact(self, word: str) -> Fact:
        """A fact by its Chinese name or its id."""
        return next(fact for fact in self.facts.values() if word in (fact.name, fact.id))

    def is_yearly(self, fact: Fact) -> bool:
        """A fact computed from yearly facts is yearly too (no law read here aggregates)."""
        return fact.yearly or (fact.derive is not None and any(self.is_yearly(self.fact(p)) for p in parts(fact)))


def parts(fact: Fact) -> tuple[str, ...]:
    """The facts that a ratio or a sum is computed from."""
    if fact.derive is None:
        return ()
    assert fact.derive.law in ("ratio", "sum"), f"the oracle does not know {fact.derive.law}"
    return tuple(fact.derive.operand)


@dataclass(frozen=True)
class Scene:
    """One applicant (or one member of a list) under one rule set on one reference date.

    `prefix` is how the enclosing lists name this member, and opens its 认定 keys.
    """

    world: World
    rule_set: RuleSet
    values: Mapping[Any, Any]
    reference_date: date
    settings: Mapping[str, str] = field(default_factory=dict)
    judgements: Mapping[str, bool] = field(default_factory=dict)
    criterion: str = ""
    prefix: str = ""

    @property
    def base_year(self) -> int:
        """The rule set's, else the calendar year before the reference date's."""
        return self.rule_set.base_year or self.reference_date.year - 1

    def raw(self, fact: Fact) -> Any:
        """What the user wrote for a fact, under its name or its id; None when blank."""
        for key, value in self.values.items():
            if plain(key) in (fact.name, fact.id) and not is_blank(value):
                return value
        return None

    def about(self, criterion: str) -> "Scene":
        """The same, for one criterion."""
        return replace(self, criterion=criterion)

    def judged(self) -> bool | None:
        """The 认定 of this criterion: passed, failed, or None when nobody has judged."""
        return self.judgements.get(self.prefix + self.criterion)

    def parameter(self, name: str, fact: Fact) -> Fraction | date | Unpublished:
        """A parameter's value on the reference date, an assumption standing in for an unknown one."""
        parameter = self.rule_set.parameters[name]
        (value,) = (v for v in parameter.values if v.covers(self.reference_date))
        written: object = value.value
        if written == UNKNOWN:
            if name not in self.settings:
                return Unpublished(name)
            written = self.settings[name]
        if fact.type is FactType.DATE:
            return read_day(written)
        unit = parameter.unit or ""
        assert not isinstance(written, float | Decimal) or unit, "a bare number needs the parameter's unit"
        return read_number(written, fact, unit).value

    def threshold(self, operand: object, fact: Fact) -> Fraction | date | Unpublished:
        """What a leaf compares with: a literal or a `$parameter`."""
        if isinstance(operand, str) and operand.startswith("$"):
            return self.parameter(operand[1:], fact)
        return read_day(operand) if fact.type is FactType.DATE else read_number(operand, fact).value
