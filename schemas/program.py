"""The compiled form: flat, topologically ordered, a closed union of node kinds.

Sugar, parameters, dates and `not` are resolved. A node refers to others by their index, always a smaller one.
An executor decides the truth of every node.

Named tuples rather than models: only the compiler makes them, typed as they are, and pydantic would take longer to
get ready for checking them than everything else of a run. `kind` keeps equal contents of two kinds apart.
"""

from datetime import date
from typing import Literal, NamedTuple

from schemas.quantity import Mention, Quantity, Threshold, Unit
from schemas.rule_set import Criterion, Effective, Force, Kind, ParameterValue
from schemas.source import InForce, Level

NumberOperator = Literal["at_least", "at_most", "more_than", "less_than", "equals", "between"]
WordOperator = Literal["is", "equals", "one_of", "none_of", "includes", "includes_any", "within"]
DayOperator = Literal["on_or_after", "on_or_before", "valid"]
CountOperator = Literal["at_least", "at_most", "some", "every"]

# --- leaves -----------------------------------------------------------------------------------------------------


class NumberTest(NamedTuple):
    """A number against one threshold, or two for `between`."""

    fact: str
    label: str
    quantity: Quantity
    operator: NumberOperator
    thresholds: tuple[Threshold, ...]
    unit: Unit
    kind: Literal["number"] = "number"
    negated: bool = False

    @property
    def divided(self) -> bool:
        """Whether the number comes from a division, and so seldom has a short decimal."""
        return self.quantity.kind in ("ratio", "elapsed", "product")


class WordTest(NamedTuple):
    """A text, choice, choices, yes_no or code against words, or against what another fact (`other`) says.

    `open` makes what lies outside a pending judgement, which the 认定 of `criterion` settles.
    """

    fact: str
    label: str
    operator: WordOperator
    kind: Literal["word"] = "word"
    criterion: str | None = None
    negated: bool = False
    words: tuple[str | bool, ...] = ()
    other: Mention | None = None
    open: bool = False


class DayTest(NamedTuple):
    """A date against a day; `valid` is `on_or_after` the reference date."""

    fact: str
    label: str
    operator: DayOperator
    threshold: Threshold
    kind: Literal["day"] = "day"
    negated: bool = False


class StatedTest(NamedTuple):
    """A value, or 无, is stated."""

    fact: str
    label: str
    kind: Literal["stated"] = "stated"
    negated: bool = False
    year: int | None = None


class Judgeable(NamedTuple):
    """What only a person can decide."""

    criterion: str
    text: str
    kind: Literal["judged"] = "judged"
    negated: bool = False


class Unread(NamedTuple):
    """A clause whose text was not obtained: unknown for ever, counted as an unknown parameter."""

    text: str
    kind: Literal["not_obtained"] = "not_obtained"
    negated: bool = False


class Passes(NamedTuple):
    """The member passes another rule set, whose program is in `Program.members`."""

    rule_set: str
    kind: Literal["meets"] = "meets"
    negated: bool = False


class Tally(NamedTuple):
    """How many members of a list, or dated events in a window, satisfy a formula.

    The operator compares the count of members that hold; `every` holds when no member fails.
    """

    fact: str
    label: str
    operator: CountOperator
    threshold: Threshold
    unit: Unit
    kind: Literal["among"] = "among"
    negated: bool = False
    window: tuple[date, date] | None = None
    where: "Formula | None" = None


class Accepted(NamedTuple):
    """A person accepts an in-principle criterion that is not met (认定 of the criterion itself)."""

    criterion: str
    kind: Literal["accepted"] = "accepted"


Leaf = NumberTest | WordTest | DayTest | StatedTest | Judgeable | Unread | Passes | Tally | Accepted

# --- gates ------------------------------------------------------------------------------------------------------


class All(NamedTuple):
    """Strong Kleene conjunction; with no inputs it is met."""

    inputs: tuple[int, ...]
    kind: Literal["all"] = "all"


class Any(NamedTuple):
    """Strong Kleene disjunction."""

    inputs: tuple[int, ...]
    kind: Literal["any"] = "any"


class AtLeast(NamedTuple):
    """At least `n` of the inputs."""

    n: int
    inputs: tuple[int, ...]
    kind: Literal["at_least_of"] = "at_least_of"


Gate = All | Any | AtLeast
Node = Leaf | Gate


class Formula(NamedTuple):
    """Nodes over a member's facts, and the one whose truth is asked for."""

    nodes: tuple[Node, ...]
    root: int


# --- the whole --------------------------------------------------------------------------------------------------


class Ground(NamedTuple):
    """A criterion's basis with what is known of its source."""

    source: str
    title: str
    level: Level
    in_force: InForce
    number: str | None = None
    clause: str | None = None


class CriterionNode(NamedTuple):
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


class TrackNode(NamedTuple):
    """A track's place: whom it is for, and the conjunction whose truth is its verdict."""

    id: str | None
    title: str | None
    applies: int | None
    passes: int
    criteria: tuple[str, ...]


class ParameterNode(NamedTuple):
    """The value of a parameter that was applied, with the days it is in force."""

    name: str
    unit: str | None
    text: ParameterValue
    ground: Ground


class LimitNode(NamedTuple):
    """A cap on how many of a group may pass: told for one case, decided in batch."""

    id: str
    title: str | None
    per: str
    label: str
    at_most: Threshold
    unit: Unit
    ground: Ground


class Program(NamedTuple):
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
