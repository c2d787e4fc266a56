"""What a leaf may read: one case's or member's facts, its 认定, and the programs that members must pass."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from schemas.case import Case, Judgement, Member, Value, Yearly
from schemas.program import Program


@dataclass(frozen=True)
class Scope:
    """Facts by fact id; judgements by criterion id, for members by `列表名[key]/criterion`."""

    facts: Mapping[str, Value]
    judgements: Mapping[str, Judgement] = field(default_factory=dict)
    members: Mapping[str, Program] = field(default_factory=dict)
    base_year: int | None = None

    @classmethod
    def of_case(cls, case: Case, program: Program) -> "Scope":
        """The scope of a whole case under a program."""
        return cls(case.facts, case.judgements, program.members, program.base_year)

    def under(self, program: Program) -> "Scope":
        """The same facts under the program of a rule set that a member must pass."""
        return replace(self, base_year=program.base_year, members=program.members)

    def of_year(self, value: Yearly, year: int | None) -> Decimal | None:
        """A year's number; one stated without a year is that of the base year."""
        number = value.values.get(year)
        return value.values.get(None) if number is None and year == self.base_year else number

    def inside(self, path: str, member: Member) -> "Scope":
        """The scope of one member; `path` is `列表名[key]/`, which its 认定 carry in front."""
        judgements = {key.removeprefix(path): value for key, value in self.judgements.items() if key.startswith(path)}
        return Scope(member.facts, judgements, self.members, self.base_year)
