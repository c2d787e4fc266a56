"""A rule set as authors write it: one scheme's (or role's) criteria with their sources."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, Strict, StrictBool, StrictInt, model_validator

from schemas.condition import Condition, Scalar, TableRow
from schemas.frozen import Frozen

StrictDay = Annotated[date, Strict()]
"""A day as the loader reads it: a number is no day."""

UNKNOWN = "unknown"
"""A parameter's value that nobody has published."""


class Kind(StrEnum):
    """Whether a rule set is the scheme's own or a comparable scheme's."""

    OFFICIAL = "official"
    REFERENCE = "reference"


class Force(StrEnum):
    """A criterion's normative force (必备, 原则上, 优先)."""

    REQUIRED = "required"
    IN_PRINCIPLE = "in_principle"
    PREFERRED = "preferred"


class Basis(Frozen):
    """Which clause of which document says so."""

    source: str
    clause: str | None = None


class Effective(Frozen):
    """The days on which something is in force, both included; an absent end is open."""

    from_: StrictDay | None = Field(default=None, alias="from")
    to: StrictDay | None = None

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.from_ is not None and self.to is not None and self.from_ > self.to:
            raise ValueError("生效起日晚于止日")
        return self

    def covers(self, day: date) -> bool:
        """Tell whether the day lies within."""
        return (self.from_ is None or self.from_ <= day) and (self.to is None or day <= self.to)


class ParameterValue(Effective):
    """A threshold's value over some days: `value` (which may be `unknown`) or a `table`."""

    value: Scalar | None = None
    table: tuple[TableRow, ...] | None = Field(default=None, min_length=1)
    basis: Basis
    note: str | None = None

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        if (self.value is None) == (self.table is None):
            raise ValueError("参数的一个取值须写 value 或 table 之一")
        return self


class Parameter(Frozen):
    """A threshold with dated values."""

    unit: str | None = None
    values: tuple[ParameterValue, ...] = Field(min_length=1)


class Criterion(Frozen):
    """One clause's demand; its id never changes and is the reason code."""

    id: str = Field(pattern=r"^[A-Z][A-Z0-9]*-[0-9]+[a-z]?$")
    title: str = Field(min_length=1)
    force: Force = Force.REQUIRED
    effective: Effective = Effective()
    when: Condition | None = None
    require: Condition
    basis: Basis
    evidence: tuple[str, ...] = ()
    remedy: str | None = None
    note: str | None = None


class Track(Frozen):
    """A variant of a scheme (申报类型) with criteria of its own."""

    id: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    title: str = Field(min_length=1)
    when: Condition | None = None
    criteria: tuple[Criterion, ...] = ()
    note: str | None = None


class Limit(Frozen):
    """A cap across cases, decided in batch only."""

    id: str = Field(pattern=r"^[A-Z][A-Z0-9]*-[0-9]+[a-z]?$")
    title: str | None = None
    per: str
    at_most: Scalar
    basis: Basis


class RuleSet(Frozen):
    """One scheme's criteria. `role` names the member role it is for, such as 骨干企业: it is then no scheme to apply for.

    `complete: true` says that the whole official text was read; `basis` then names it.
    """

    id: str = Field(pattern=r"^[a-z0-9-]+(/[a-z0-9-]+)*$")
    title: str = Field(min_length=1)
    kind: Kind
    authority: str
    role: str | None = None
    effective: Effective = Effective()
    deadline: StrictDay | None = None
    base_year: StrictInt | None = Field(default=None, ge=1949, le=2999)
    complete: StrictBool = False
    basis: Basis | None = None
    when: Condition | None = None
    parameters: dict[str, Parameter] = {}
    criteria: tuple[Criterion, ...] = ()
    tracks: tuple[Track, ...] = ()
    limits: tuple[Limit, ...] = ()
    benchmarks: tuple[str, ...] = ()
    note: str | None = None

    @model_validator(mode="after")
    def _complete_names_its_text(self) -> Self:
        if self.complete and self.basis is None:
            raise ValueError("complete: true 须同时用 basis 写明所依据的文件")
        return self

    def all_criteria(self) -> tuple[tuple[Track | None, Criterion], ...]:
        """Every criterion with its track, None for those of every track, in the order written."""
        common = [(None, criterion) for criterion in self.criteria]
        own = [(track, criterion) for track in self.tracks for criterion in track.criteria]
        return (*common, *own)
