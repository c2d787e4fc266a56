"""Whose facts are judged, on which date, under which rule set and which assumptions; and who stands around them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from schemas.fact import Fact
from schemas.finding import CauseKind
from schemas.rule_set import RuleSet
from tests.oracle.mentions import PER_YEAR, parts
from tests.oracle.reading import is_blank, plain, split

Causes = frozenset[tuple[CauseKind, str]]
NO_CAUSES: Causes = frozenset()
OUTER = "上级."


def cause(kind: CauseKind, name: str) -> Causes:
    """One cause, as a set."""
    return frozenset({(kind, name)})


def of_the_outer(causes: Causes) -> Causes:
    """What is not known of the enclosing case, as a member tells it."""
    return frozenset((kind, OUTER + name) for kind, name in causes)


def of_a_member(causes: Causes, fact: Fact, key: str) -> Causes:
    """What a member of a list does not know, as the case tells it that has the list."""
    return frozenset(
        (kind, name.removeprefix(OUTER) if name.startswith(OUTER) else f"{fact.name}[{key}]/{name}")
        for kind, name in causes
    )


@dataclass(frozen=True)
class World:
    """The vocabulary and the rule sets."""

    facts: Mapping[str, Fact]
    rule_sets: Mapping[str, RuleSet]

    def fact(self, word: str) -> Fact:
        """A fact by its Chinese name or its id."""
        return next(fact for fact in self.facts.values() if word in (fact.name, fact.id))

    def is_yearly(self, fact: Fact) -> bool:
        """A fact computed from yearly facts is yearly too, unless its law makes one value of many."""
        if fact.yearly or fact.derive is None or fact.derive.law not in PER_YEAR:
            return fact.yearly
        return any(year is None and self.is_yearly(self.fact(name)) for name, year in map(split, parts(fact.derive)))


@dataclass(frozen=True)
class Scene:
    """One applicant (or one member of a list) under one rule set on one reference date.

    `prefix` is how the enclosing lists name this member, and opens its 认定 keys; `outer` is the case that has the list.
    `year` is the one that `years` has come to. `single_year` is the one that a number without a year was stated for,
    where that is not the base year of the rule set that reads it. `part` says which condition of a criterion is read.
    """

    world: World
    rule_set: RuleSet
    values: Mapping[Any, Any]
    reference_date: date
    settings: Mapping[str, str] = field(default_factory=dict)
    judgements: Mapping[str, bool] = field(default_factory=dict)
    criterion: str = ""
    prefix: str = ""
    outer: "Scene | None" = None
    year: int | None = None
    single_year: int | None = None
    part: str = "require"

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

    def member(self, fact: Fact, item: Mapping[str, Any], number: int) -> tuple[str, "Scene"]:
        """A member of a list: its name (its 统一社会信用代码, else its 单位名称, else its place) and its scene."""
        own = replace(self, values=item, outer=self)
        for name in ("统一社会信用代码", "单位名称"):
            if name in self.world.facts and not is_blank(raw := own.raw(self.world.facts[name])):
                key = plain(raw)
                break
        else:
            key = f"#{number}"
        return key, replace(own, prefix=f"{self.prefix}{fact.name}[{key}]/")

    def above(self) -> "Scene":
        """The enclosing case as a member reads it: by the member's rule set, date and year; blank if there is none.

        A number without a year stays that of the year for which the enclosing case stated it, its members' too.
        """
        if self.outer is None:
            return replace(self, values={}, year=self.year)
        stated_for = self.outer.single_year or self.outer.base_year
        return replace(
            self.outer,
            rule_set=self.rule_set,
            reference_date=self.reference_date,
            year=self.year,
            single_year=stated_for,
        )
