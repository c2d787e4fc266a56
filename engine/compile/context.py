"""What every part of compilation knows: the library, the dates, the parameters, and where to note problems."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Protocol

from engine.errors import InternalFault
from engine.load.library import Library
from engine.load.problem import Problems, ValueProblem
from engine.load.vocabulary import split_year
from schemas.condition import Condition
from schemas.fact import Fact
from schemas.program import Formula
from schemas.rule_set import Parameter, ParameterValue

Path = tuple[str | int, ...]
"""Where something stands in the file, in the author's own keys."""


class FormulaOf(Protocol):
    """Compiles a condition into a formula of its own: conditions are made of leaves, and leaves may hold conditions."""

    def __call__(self, context: "Context", condition: Condition, path: Path, criterion: str = "") -> Formula:
        """The formula; problems are noted in the context, at their place below `path`."""


@dataclass
class Context:
    """One compilation.

    `year` is what a bare yearly fact means where that is not the base year; `inside` says that the condition is about
    a member of a list, `has_outer` that there is, or may be, an enclosing case. `assumptions` fills with the settings
    that were used, `applied` with the values of parameters, `meets` with the rule sets that members must pass.
    """

    library: Library
    base_year: int
    reference_date: date
    formula: FormulaOf
    problems: Problems
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    settings: Mapping[str, str] = field(default_factory=dict)
    what_if: bool = False
    year: int | None = None
    inside: bool = False
    has_outer: bool = False
    assumptions: dict[str, str] = field(default_factory=dict)
    applied: dict[str, ParameterValue] = field(default_factory=dict)
    meets: dict[str, None] = field(default_factory=dict)

    def fact(self, reference: str) -> tuple[Fact, int | None]:
        """The fact that a reference names, with its year: the one in brackets, else the unnamed one if it is yearly."""
        name, year = split_year(reference)
        fact = self.library.fact(name)
        if fact is None:
            raise InternalFault(f"the library let an unknown fact through: {name}")
        if year is not None:
            return fact, year
        return fact, (self.year or self.base_year) if fact.yearly else None

    def in_year(self, year: int | None) -> "Context":
        """The same, where a bare yearly fact means that year's; nothing changes without a year."""
        return self if year is None else replace(self, year=year)

    def of_member(self) -> "Context":
        """The same for what is said of a member: its own facts, of the same year, and an enclosing case."""
        return replace(self, inside=True, has_outer=True)

    def of_fact(self, fact: Fact) -> "Context":
        """The same for what the declaration of a fact says: there are no parameters, and problems stand in its file."""
        return replace(self, problems=Problems(self.library.origins[fact.name]), parameters={})


def label(fact: Fact, year: int | None) -> str:
    """What users call a fact's value: `年销售收入[2025]` for one year's."""
    return fact.name if year is None else f"{fact.name}[{year}]"


@contextmanager
def as_rule() -> Iterator[None]:
    """What cannot be read within is a rule author's problem, not one of a profile."""
    try:
        yield
    except ValueProblem as problem:
        raise ValueProblem("E1203", problem.message, problem.remedy) from None
