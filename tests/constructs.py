"""The constructs of the rest of the rule language (ADR 5), and what a run of drawn examples has shown of each."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from schemas.fact import FactType
from schemas.finding import CauseKind, Status, Truth
from tests.drawing.vocabulary import VOCABULARY
from tests.oracle import RuleSetResult
from tests.oracle.leaves import OPPOSITE
from tests.oracle.trees import Leaf

LAWS = ("ratio", "sum", "difference", "product", "max", "min", "average", "growth", "years_since", "count", "total")
CONSTRUCTS = (
    *(f"derive {law}" for law in (*LAWS, "share", "table")),
    *("derive ratio /", "years some", "years every", "years at_least", "years at_most"),
    *("within some", "within every", "within at_least", "within at_most"),
    *("@ number", "@ day", "@ word", "@ code", "@ count", "@上级 number", "@上级 day", "@上级 word", "@上级 code"),
    *("table number", "table count"),
)
"""Each comes to every outcome."""

BECAUSE = (
    *((f"derive {law}", CauseKind.UNDEFINED) for law in ("ratio", "growth", "years_since", "share")),
    *((f"table {kind}", CauseKind.MISSING_FACT) for kind in ("number", "count")),
    *((f"table {kind}", CauseKind.UNKNOWN_PARAMETER) for kind in ("number", "count")),
)
"""Each is open for this reason; a table for want of a fact, and of a value."""

EVERYWHERE = ("when", "not", "role", "years")
PLACES = (
    *((family, place) for family in ("derive", "@", "table") for place in (*EVERYWHERE, "member")),
    *(("@上级", place) for place in ("when", "not", "role", "years", "member")),
    *(("within", place) for place in EVERYWHERE),
    *(("years", place) for place in ("when", "not", "role", "member")),
    ("yearly", "members, year by year"),
)
"""Each stands here; what follows `among … meets` is told as of its role."""


def constructs(leaf: Leaf) -> Iterator[str]:
    """What a leaf uses of the language."""
    fact = VOCABULARY.facts.get(leaf.what.split("[")[0])
    if leaf.whole:
        yield leaf.operator
    if fact is None:
        return
    if fact.derive is not None and leaf.operator != "stated":
        yield f"derive {fact.derive.law}"
        if fact.unit is not None and "/" in fact.unit:
            yield "derive ratio /"
    for compared in leaf.compared:
        if compared != "within":
            yield f"{compared} {kind(leaf, fact.type)}"
        elif fact.type is FactType.LIST:
            yield f"within {leaf.operator.removeprefix('among ')}"


def kind(leaf: Leaf, of: FactType) -> str:
    """What is compared."""
    if of.is_numeric:
        return "number"
    if of is FactType.DATE:
        return "day"
    if of in (FactType.LIST, FactType.DATES):
        return "count"
    return "code" if leaf.operator == "within" else "word"


@dataclass
class Shown:
    """Counts over a run; outcomes are those of the construct itself, before any `not` around it."""

    outcomes: Counter[tuple[str, Truth]] = field(default_factory=Counter)
    reasons: Counter[tuple[str, CauseKind]] = field(default_factory=Counter)
    places: Counter[tuple[str, str]] = field(default_factory=Counter)
    versions: Counter[Status] = field(default_factory=Counter)

    def count(self, leaf: Leaf) -> None:
        """Take one leaf into account."""
        truth = OPPOSITE[leaf.outcome.truth] if leaf.flipped else leaf.outcome.truth
        where = leaf.place | ({"not"} if leaf.flipped else set())
        if where >= {"years", "member"} and "[" in leaf.what:
            self.places["yearly", "members, year by year"] += 1
        for construct in constructs(leaf):
            self.outcomes[construct, truth] += 1
            self.reasons.update((construct, cause) for cause, _ in leaf.outcome.causes)
            self.places.update((construct.split()[0], place) for place in where)

    def count_versions(self, result: RuleSetResult, repeated: set[str]) -> None:
        """Take the criteria into account that are written several times."""
        self.versions.update(one.status for one in result.criteria if one.id in repeated)

    def empty(self) -> list[object]:
        """What never happened."""
        never: list[object] = [
            (name, truth) for name in CONSTRUCTS for truth in Truth if not self.outcomes[name, truth]
        ]
        never += [pair for pair in BECAUSE if not self.reasons[pair]]
        never += [pair for pair in PLACES if not self.places[pair]]
        return never + [f"versions {status}" for status in Status if not self.versions[status]]

    def __str__(self) -> str:
        names = sorted({name for name, _ in self.outcomes})
        rows = [f"{name:34}" + "".join(f"{self.outcomes[name, truth]:9}" for truth in Truth) for name in names]
        rows += [
            "open because: " + ", ".join(f"{name} {cause} {self.reasons[name, cause]}" for name, cause in BECAUSE),
            "places: " + ", ".join(f"{family} in {place} {self.places[family, place]}" for family, place in PLACES),
            "versions: " + ", ".join(f"{status} {self.versions[status]}" for status in Status),
        ]
        return "\n".join(rows)
