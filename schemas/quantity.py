"""What a leaf compares: numbers as they are stated or computed, and what they are compared with."""

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from schemas.frozen import Frozen

if TYPE_CHECKING:
    from schemas.program import Formula


class Unit(Frozen):
    """How numbers of a leaf are printed: a display unit and how many canonical units it is worth (万元: 10000)."""

    name: str = ""
    worth: Fraction = Fraction(1)


class Given(Frozen):
    """A stated number; `year` is None for a fact that is not yearly. Bounds are the fact's declared ones."""

    kind: Literal["given"] = "given"
    fact: str
    label: str
    year: int | None = None
    low: Fraction | None = None
    high: Fraction | None = None


class Known(Frozen):
    """A number that a rule states."""

    kind: Literal["known"] = "known"
    number: Fraction


class Unpublished(Frozen):
    """A number that nobody has published: the value `unknown` of a parameter."""

    kind: Literal["unpublished"] = "unpublished"
    parameter: str


class Ratio(Frozen):
    """numerator / denominator × scale, unless `stated` says it; undefined when the denominator is not positive."""

    kind: Literal["ratio"] = "ratio"
    stated: Given | None = None
    label: str
    numerator: "Quantity"
    denominator: "Quantity"
    scale: Fraction = Fraction(1)


class Sum(Frozen):
    """The sum of its parts, unless `stated` says it."""

    kind: Literal["sum"] = "sum"
    stated: Given | None = None
    parts: tuple["Quantity", ...]


class Difference(Frozen):
    """One number less another, unless `stated` says it."""

    kind: Literal["difference"] = "difference"
    stated: Given | None = None
    minuend: "Quantity"
    subtrahend: "Quantity"


class Product(Frozen):
    """The product of its parts × scale, unless `stated` says it; `scale` makes percentages hundredths."""

    kind: Literal["product"] = "product"
    stated: Given | None = None
    parts: tuple["Quantity", ...]
    scale: Fraction = Fraction(1)


class Extreme(Frozen):
    """The largest or the smallest of its parts, unless `stated` says it."""

    kind: Literal["extreme"] = "extreme"
    stated: Given | None = None
    largest: bool
    parts: tuple["Quantity", ...]


class Elapsed(Frozen):
    """Years from a date to the reference date, whole ones and the part of the next, unless `stated` says it.

    `label` is the date's, `name` the whole's; undefined where the date is 无.
    """

    kind: Literal["elapsed"] = "elapsed"
    stated: Given | None = None
    fact: str
    label: str
    name: str
    reference: date


class Gathered(Frozen):
    """Over the members of a list (or dated events) that satisfy `where`: how many, or the total of `of`."""

    kind: Literal["gathered"] = "gathered"
    stated: Given | None = None
    fact: str
    label: str
    of: "Stateable | None" = None
    where: "Formula | None" = None


class Row(Frozen):
    """A row of a table; without `when` it is the last one, `otherwise`."""

    when: "Formula | None" = None
    value: "Quantity"


class Table(Frozen):
    """The value of the first row whose `when` is met, unless `stated` says it: the hull of those that can be it."""

    kind: Literal["table"] = "table"
    stated: Given | None = None
    rows: tuple[Row, ...]


class Outer(Frozen):
    """A number of the enclosing case, for a member of one of its lists."""

    kind: Literal["outer"] = "outer"
    quantity: "Quantity"


Derived = Ratio | Sum | Difference | Product | Extreme | Elapsed | Gathered | Table
"""A number that is computed from others."""

Stateable = Annotated[Given | Derived, Field(discriminator="kind")]
"""The number that a fact stands for: given, or derived."""

Quantity = Annotated[Given | Known | Unpublished | Outer | Derived, Field(discriminator="kind")]
"""A number that a leaf compares."""


class Mention(Frozen):
    """Another fact that a leaf compares with (`@fact`); `outer` says that it is the enclosing case's."""

    fact: str
    label: str
    outer: bool = False


class Threshold(Frozen):
    """What a number or a date is compared with.

    A `number` or a `day` as written; a `quantity` read for each case (another fact, or a table), or another date;
    `unknown` names the parameter nobody has published. `named` is what the quantity or other date is called,
    `parameter` names the parameter it came from, `assumed` says that `--set` gave its value.
    """

    number: Fraction | None = None
    day: date | None = None
    quantity: Quantity | None = None
    other: Mention | None = None
    unknown: str | None = None
    named: str | None = None
    parameter: str | None = None
    assumed: bool = False
