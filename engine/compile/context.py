"""What every part of compilation knows: the library, the rule set, the dates, and where to note problems."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date

from engine.errors import InternalFault
from engine.load.library import Library
from engine.load.problem import Problems, ValueProblem
from schemas.fact import Fact
from schemas.rule_set import RuleSet

Path = tuple[str | int, ...]
"""Where something stands in the rule-set file, in the author's own keys."""

NOT_YET = "E1210"


def not_yet(what: str) -> ValueProblem:
    """The problem of a construct that the format has and this version does not evaluate: refused, never ignored."""
    return ValueProblem(NOT_YET, f"本版本还不能评估{what}", "请改用已支持的写法，或把这一条写成 judged 交人工认定")


@dataclass
class Vocabulary:
    """The facts, with the year that an unnamed year means."""

    library: Library
    base_year: int

    def fact(self, name: str) -> tuple[Fact, int | None]:
        """The fact that a reference names, with its year: the one in brackets, else the base year if it is yearly."""
        name, bracket, rest = name.partition("[")
        fact = self.library.fact(name)
        if fact is None:
            raise InternalFault(f"the library let an unknown fact through: {name}")
        if bracket:
            return fact, int(rest.rstrip("]"))
        return fact, self.base_year if fact.yearly else None


@dataclass
class Context(Vocabulary):
    """One compilation. `assumptions` fills with the settings that were used, `meets` with the rule sets of members."""

    rule_set: RuleSet
    reference_date: date
    settings: Mapping[str, str]
    what_if: bool
    problems: Problems
    assumptions: dict[str, str] = field(default_factory=dict)
    meets: dict[str, None] = field(default_factory=dict)


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
