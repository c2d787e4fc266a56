"""What a leaf may read: one case's or member's facts, its 认定, the enclosing case, and the programs of members."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Optional

from schemas.case import Case, Judgement, Member, Value, Yearly
from schemas.finding import OUTER, Cause
from schemas.program import Program


@dataclass(frozen=True)
class Scope:
    """Facts by fact id; judgements by criterion id, for members by `列表名[key]/criterion`.

    `path` is what stands before the inputs of this member when they are told from outside: `列表名[key]/`.
    """

    facts: Mapping[str, Value]
    judgements: Mapping[str, Judgement] = field(default_factory=dict)
    members: Mapping[str, Program] = field(default_factory=dict)
    base_year: int | None = None
    enclosing: Optional["Scope"] = None
    path: str = ""

    @classmethod
    def of_case(cls, case: Case, program: Program) -> "Scope":
        """The scope of a whole case under a program."""
        return cls(case.facts, case.judgements, program.members, program.base_year)

    @property
    def outer(self) -> "Scope":
        """The enclosing case; one of which nothing is known where there is none."""
        return self.enclosing or Scope({})

    def under(self, program: Program) -> "Scope":
        """The same facts under the program of a rule set that a member must pass."""
        return replace(self, base_year=program.base_year, members=program.members)

    def of_year(self, value: Yearly, year: int | None) -> Decimal | None:
        """A year's number; one stated without a year is that of the base year."""
        number = value.values.get(year)
        return value.values.get(None) if number is None and year == self.base_year else number

    def inside(self, label: str, member: Member) -> "Scope":
        """The scope of one member of the list with that label."""
        path = f"{label}[{member.key}]/"
        judgements = {key.removeprefix(path): value for key, value in self.judgements.items() if key.startswith(path)}
        return Scope(member.facts, judgements, self.members, self.base_year, self, path)

    def told_outside(self, causes: tuple[Cause, ...]) -> tuple[Cause, ...]:
        """A member's causes under the names that the whole case knows them by."""
        return tuple(Cause(kind=cause.kind, name=self._outside(cause.name)) for cause in causes)

    def _outside(self, name: str) -> str:
        return name.removeprefix(OUTER) if name.startswith(OUTER) else self.path + name


def told_inside(causes: tuple[Cause, ...]) -> tuple[Cause, ...]:
    """The enclosing case's causes as a member tells them."""
    return tuple(Cause(kind=cause.kind, name=OUTER + cause.name) for cause in causes)
