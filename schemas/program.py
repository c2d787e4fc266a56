"""The compiled form: flat, topologically ordered, a closed union of node kinds.

Sugar, parameters, dates and `not` are resolved. A node refers to others by their index, always a smaller one.
An executor decides the truth of every node.
"""

from datetime import date
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Field

from schemas.frozen import Frozen
from schemas.rule_set import Criterion, Force, Kind
from schemas.source import InForce, Level

# --- what a leaf reads ------------------------------------------------------------------------------------------


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


class Ratio(Frozen):
    """numerator / denominator × scale, unless `stated` says it; undefined when the denominator is not positive."""

    kind: Literal["ratio"] = "ratio"
    stated: Given
    numerator: "Quantity"
    denominator: "Quantity"
    scale: Fraction


class Sum(Frozen):
    """The sum of its parts, unless `stated` says it."""

    kind: Literal["sum"] = "sum"
    stated: Given
    parts: tuple["Quantity", ...]


Quantity = Annotated[Given | Ratio | Sum, Field(discriminator="kind")]
"""A number that a leaf compares."""


class Threshold(Frozen):
    """A number or a date to compare with; `unknown` names the parameter nobody has published.

    `parameter` names the parameter it came from, `assumed` says that `--set` gave its value.
    """

    number: Fraction | None = None
    day: date | None = None
    unknown: str | None = None
    parameter: str | None = None
    assumed: bool = False


# --- leaves -----------------------------------------------------------------------------------------------------


class NumberTest(Frozen):
    """A number against one threshold, or two for `between`."""

    kind: Literal["number"] = "number"
    negated: bool = False
    quantity: Quantity
    operator: Literal["at_least", "at_most", "more_than", "less_than", "equals", "between"]
    thresholds: tuple[Threshold, ...]
    unit: Unit


class WordTest(Frozen):
    """A text, choice, choices, yes_no or code against words.

    `open` makes what lies outside a pending judgement, which the 认定 of `criterion` settles.
    """

    kind: Literal["word"] = "word"
    criterion: str | None = None
    negated: bool = False
    fact: str
    label: str
    operator: Literal["is", "equals", "one_of", "none_of", "includes", "includes_any", "within"]
    words: tuple[str | bool, ...]
    open: bool = False


class DayTest(Frozen):
    """A date against a day; `valid` is `on_or_after` the reference date."""

    kind: Literal["day"] = "day"
    negated: bool = False
    fact: str
    label: str
    operator: Literal["on_or_after", "on_or_before", "valid"]
    threshold: Threshold


class StatedTest(Frozen):
    """A value, or 无, is stated."""

    kind: Literal["stated"] = "stated"
    negated: bool = False
    fact: str
    label: str
    year: int | None = None


class Judgeable(Frozen):
    """What only a person can decide."""

    kind: Literal["judged"] = "judged"
    negated: bool = False
    criterion: str
    text: str


class Unread(Frozen):
    """A clause whose text was not obtained: unknown for ever, counted as an unknown parameter."""

    kind: Literal["not_obtained"] = "not_obtained"
    negated: bool = False
    text: str


class Passes(Frozen):
    """The member passes another rule set, whose program is in `Program.members`."""

    kind: Literal["meets"] = "meets"
    negated: bool = False
    rule_set: str


class Tally(Frozen):
    """How many members of a list, or dated events in a window, satisfy a formula.

    The operator compares the count of members that hold; `every` holds when no member fails.
    """

    kind: Literal["among"] = "among"
    negated: bool = False
    fact: str
    label: str
    window: tuple[date, date] | None = None
    operator: Literal["at_least", "at_most", "some", "every"]
    threshold: Threshold
    unit: Unit
    where: "Formula | None" = None


class Accepted(Frozen):
    """A person accepts an in-principle criterion that is not met (认定 of the criterion itself)."""

    kind: Literal["accepted"] = "accepted"
    criterion: str


Leaf = NumberTest | WordTest | DayTest | StatedTest | Judgeable | Unread | Passes | Tally | Accepted

# --- gates ------------------------------------------------------------------------------------------------------


class All(Frozen):
    """Strong Kleene conjunction; with no inputs it is met."""

    kind: Literal["all"] = "all"
    inputs: tuple[int, ...]


class Any(Frozen):
    """Strong Kleene disjunction."""

    kind: Literal["any"] = "any"
    inputs: tuple[int, ...]


class AtLeast(Frozen):
    """At least `n` of the inputs."""

    kind: Literal["at_least_of"] = "at_least_of"
    n: int
    inputs: tuple[int, ...]


Gate = All | Any | AtLeast
Node = Annotated[Leaf | Gate, Field(discriminator="kind")]


class Formula(Frozen):
    """Nodes over a member's facts, and the one whose truth is asked for."""

    nodes: tuple[Node, ...]
    root: int


# --- the whole --------------------------------------------------------------------------------------------------


class Ground(Frozen):
    """A criterion's basis with what is known of its source."""

    source: str
    title: str
    number: str | None = None
    clause: str | None = None
    level: Level
    in_force: InForce


class CriterionNode(Frozen):
    """A criterion's place among the nodes.

    `gate` is `any: [not when, require]`; `settled` is the gate or an accepted exception to it, and differs from
    the gate only for in-principle criteria.
    """

    id: str
    force: Force
    track: str | None
    when: int | None
    require: int
    gate: int
    settled: int
    ground: Ground
    text: Criterion


class TrackNode(Frozen):
    """A track's place: whom it is for, and the conjunction whose truth is its verdict."""

    id: str | None
    title: str | None
    applies: int | None
    passes: int
    criteria: tuple[str, ...]


class Program(Frozen):
    """One rule set on one reference date."""

    rule_set: str
    title: str
    kind: Kind
    sha256: str
    reference_date: date
    base_year: int
    nodes: tuple[Node, ...]
    criteria: tuple[CriterionNode, ...]
    tracks: tuple[TrackNode, ...]
    members: dict[str, "Program"] = {}
    assumptions: dict[str, str] = {}


for _model in (Ratio, Sum, NumberTest, Tally, Formula, Program):
    _model.model_rebuild()
