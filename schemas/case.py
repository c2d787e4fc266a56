"""One applicant's facts, normalised, exact, and bound to no rule set yet."""

from datetime import date
from decimal import Decimal
from enum import StrEnum

from pydantic import Field

from schemas.diagnostic import Diagnostic, Place
from schemas.frozen import Frozen


class Nothing(Frozen):
    """无: none held, as opposed to blank, which is unknown and absent from the case."""


NOTHING = Nothing()


class Yearly(Frozen):
    """Numbers by year; the year None is the base year, which only a rule set and a date can name."""

    values: dict[int | None, Decimal]


class Words(Frozen):
    """The choices that hold; not `complete` when 不全 marks the list open."""

    words: frozenset[str]
    complete: bool = True


class Dates(Frozen):
    """Dated events, ascending."""

    dates: tuple[date, ...]
    complete: bool = True


class Members(Frozen):
    """The members of a list, each a small case of its own."""

    members: tuple["Member", ...]
    complete: bool = True


Value = Nothing | Yearly | Words | Dates | Members | bool | Decimal | date | str
"""A stated value. Canonical units: money in 元, area in ㎡, percent in percentage points, the rest as declared.

`text`, `choice`, `region`, `industry`, `uscc` are str; a list that is 无 is `Members(members=())`,
and likewise for dates and choices.
"""


class Outcome(StrEnum):
    """A reviewer's 认定."""

    PASS = "pass"
    FAIL = "fail"


class Judgement(Frozen):
    """A reviewer's decision on what only a person can judge."""

    outcome: Outcome
    opinion: str | None = None
    by: str | None = None
    on: date | None = None


class Assurance(StrEnum):
    """How well a stated fact is backed (自报 / 已核实)."""

    SELF_REPORTED = "self_reported"
    VERIFIED = "verified"


class Materials(Frozen):
    """Which documents (材料) are there, by name. One that is not named is absent if `complete`, else not stated."""

    present: dict[str, bool] = {}
    complete: bool = False


class Member(Frozen):
    """A member of a list. `key` names it in labels and 认定: its 统一社会信用代码, else its name, else `#n`."""

    key: str
    name: str | None = None
    facts: dict[str, Value] = {}
    places: dict[str, Place] = Field(default={}, repr=False)


class Case(Frozen):
    """One applicant. `facts` go by fact id; what is absent is unknown.

    `judgements` go by criterion id, for members by `骨干企业[key]/KB-03`. `track` is 申报类型 as written.
    `materials` is None where the profile says nothing of documents. `assurances` go by what was stated: a fact's id, a
    year of it as `annual_sales[2025]`. `warnings` tell what was read but will have no effect.
    """

    name: str | None = None
    sha256: str
    facts: dict[str, Value] = {}
    judgements: dict[str, Judgement] = {}
    track: str | None = None
    places: dict[str, Place] = Field(default={}, repr=False)
    materials: Materials | None = None
    assurances: dict[str, Assurance] = {}
    warnings: tuple[Diagnostic, ...] = Field(default=(), repr=False)
