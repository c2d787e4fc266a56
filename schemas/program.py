"""The compiled form: flat, topologically ordered, a closed union of node kinds.

Sugar, parameters, dates and `not` are resolved. A node refers to others by their index, always a smaller one.
An executor decides the truth of every node.
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from schemas.frozen import Frozen
from schemas.quantity import (
    Difference,
    Extreme,
    Gathered,
    Mention,
    Outer,
    Product,
    Quantity,
    Ratio,
    Row,
    Sum,
    Table,
    Threshold,
    Unit,
)
from schemas.rule_set import Criterion, Effective, Force, Kind, ParameterValue
from schemas.source import InForce, Level

# --- leaves -----------------------------------------------------------------------------------------------------


class NumberTest(Frozen):
    """A number against one threshold, or two for `between`."""

    kind: Literal["number"] = "number"
    negated: bool = False
    fact: str
    label: str
    quantity: Quantity
    operator: Literal["at_least", "at_most", "more_than", "less_than", "equals", "between"]
    thresholds: tuple[Threshold, ...]
    unit: Unit


class WordTest(Frozen):
    """A text, choice, choices, yes_no or code against words, or against what another fact (`other`) says.

    `open` makes what lies outside a pending judgement, which the 认定 of `criterion` settles.
    """

    kind: Literal["word"] = "word"
    criterion: str | None = None
    negated: bool = False
    fact: str
    label: str
    operator: Literal["is", "equals", "one_of", "none_of", "includes", "includes_any", "within"]
    words: tuple[str | bool, ...] = ()
    other: Mention | None = None
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


class ParameterNode(Frozen):
    """The value of a parameter that was applied, with the days it is in force."""

    name: str
    unit: str | None
    text: ParameterValue
    ground: Ground


class LimitNode(Frozen):
    """A cap on how many of a group may pass: told for one case, decided in batch."""

    id: str
    title: str | None
    per: str
    label: str
    at_most: Threshold
    unit: Unit
    ground: Ground


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
    effective: Effective = Effective()
    parameters: tuple[ParameterNode, ...] = ()
    limits: tuple[LimitNode, ...] = ()
    members: dict[str, "Program"] = {}
    assumptions: dict[str, str] = {}


# quantities hold formulas, and formulas quantities: only here is everything known that they name
_NAMES = {"Formula": Formula}
for _model in (Row, Gathered, Ratio, Sum, Difference, Product, Extreme, Table, Outer, Threshold):
    _model.model_rebuild(_types_namespace=_NAMES)
for _leaf in (NumberTest, DayTest, Tally, Formula, LimitNode, Program):
    _leaf.model_rebuild()
