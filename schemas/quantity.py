"""What a leaf compares: numbers as they are stated or computed, and what they are compared with."""

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from schemas.program import Formula


class Unit(NamedTuple):
    """How numbers of a leaf are printed: a display unit and how many canonical units it is worth (万元: 10000)."""

    name: str = ""
    worth: Fraction = Fraction(1)


class Given(NamedTuple):
    """A stated number; `year` is None for a fact that is not yearly. Bounds are the fact's declared ones."""

    fact: str
    label: str
    kind: Literal["given"] = "given"
    year: int | None = None
    low: Fraction | None = None
    high: Fraction | None = None


class Known(NamedTuple):
    """A number that a rule states."""

    number: Fraction
    kind: Literal["known"] = "known"


class Unpublished(NamedTuple):
    """A number that nobody has published: the value `unknown` of a parameter."""

    parameter: str
    kind: Literal["unpublished"] = "unpublished"


class Ratio(NamedTuple):
    """numerator / denominator × scale, unless `stated` says it; undefined when the denominator is not positive."""

    label: str
    numerator: "Quantity"
    denominator: "Quantity"
    kind: Literal["ratio"] = "ratio"
    stated: Given | None = None
    scale: Fraction = Fraction(1)


class Sum(NamedTuple):
    """The sum of its parts, unless `stated` says it."""

    parts: tuple["Quantity", ...]
    kind: Literal["sum"] = "sum"
    stated: Given | None = None


class Difference(NamedTuple):
    """One number less another, unless `stated` says it."""

    minuend: "Quantity"
    subtrahend: "Quantity"
    kind: Literal["difference"] = "difference"
    stated: Given | None = None


class Product(NamedTuple):
    """The product of its parts × scale, unless `stated` says it; `scale` makes percentages hundredths."""

    parts: tuple["Quantity", ...]
    kind: Literal["product"] = "product"
    stated: Given | None = None
    scale: Fraction = Fraction(1)


class Extreme(NamedTuple):
    """The largest or the smallest of its parts, unless `stated` says it."""

    largest: bool
    parts: tuple["Quantity", ...]
    kind: Literal["extreme"] = "extreme"
    stated: Given | None = None


class Elapsed(NamedTuple):
    """Years from a date to the reference date, whole ones and the part of the next, unless `stated` says it.

    `label` is the date's, `name` the whole's; undefined where the date is 无.
    """

    fact: str
    label: str
    name: str
    reference: date
    kind: Literal["elapsed"] = "elapsed"
    stated: Given | None = None


class Gathered(NamedTuple):
    """Over the members of a list (or dated events) that satisfy `where`: how many, or the total of `of`."""

    fact: str
    label: str
    kind: Literal["gathered"] = "gathered"
    stated: Given | None = None
    of: "Stateable | None" = None
    where: "Formula | None" = None

    @property
    def never_negative(self) -> bool:
        """Whether what further members would add is at least nothing: a count, or a number declared so."""
        declared = self.of if self.of is None or isinstance(self.of, Given) else self.of.stated
        return self.of is None or (declared is not None and declared.low is not None and declared.low >= 0)


class Row(NamedTuple):
    """A row of a table; without `when` it is the last one, `otherwise`."""

    value: "Quantity"
    when: "Formula | None" = None


class Table(NamedTuple):
    """The value of the first row whose `when` is met, unless `stated` says it: the hull of those that can be it."""

    rows: tuple[Row, ...]
    kind: Literal["table"] = "table"
    stated: Given | None = None


class Outer(NamedTuple):
    """A number of the enclosing case, for a member of one of its lists."""

    quantity: "Quantity"
    kind: Literal["outer"] = "outer"


Derived = Ratio | Sum | Difference | Product | Extreme | Elapsed | Gathered | Table
"""A number that is computed from others."""

Stateable = Given | Derived
"""The number that a fact stands for: given, or derived."""

Quantity = Given | Known | Unpublished | Outer | Derived
"""A number that a leaf compares."""


class Mention(NamedTuple):
    """Another fact that a leaf compares with (`@fact`); `outer` says that it is the enclosing case's."""

    fact: str
    label: str
    outer: bool = False


class Threshold(NamedTuple):
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
