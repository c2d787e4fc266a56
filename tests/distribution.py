"""What a run of drawn examples covered: how often each operator on each type came to each outcome."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from schemas.fact import FactType
from schemas.finding import CauseKind, Status, Truth, Verdict
from tests.comparison import leaves_below, operator_of
from tests.constructs import Shown
from tests.drawing.language import LANGUAGE
from tests.drawing.vocabulary import VOCABULARY
from tests.oracle import RuleSetResult
from tests.oracle.trees import Leaf

OUTCOMES = (Truth.MET, Truth.UNMET, Truth.UNKNOWN)

OPERATORS = (
    *("is", "equals", "one_of", "none_of", "includes", "includes_any", "within", "stated"),
    *("at_least", "at_most", "more_than", "less_than", "between", "on_or_after", "on_or_before", "valid"),
    *("judged", "not_obtained", "meets", "among some", "among every", "among at_least", "among at_most"),
)
NEVER = {("stated", Truth.UNMET), ("not_obtained", Truth.MET), ("not_obtained", Truth.UNMET)}
TYPES = [kind for kind in FactType if kind is not FactType.USCC]


def possible() -> Iterator[tuple[str, Truth]]:
    """Every outcome that an operator, or a test on a type, can have."""
    yield from (
        (what, outcome) for what in (*OPERATORS, *TYPES) for outcome in OUTCOMES if (what, outcome) not in NEVER
    )


Cell = tuple[str, str, Truth]


@dataclass
class Distribution:
    """Counts over a run."""

    profiles: int = 0
    contradictory: int = 0
    left_out: int = 0
    leaves: Counter[Cell] = field(default_factory=Counter)
    statuses: Counter[Status] = field(default_factory=Counter)
    verdicts: Counter[Verdict] = field(default_factory=Counter)
    causes: Counter[CauseKind] = field(default_factory=Counter)
    language: Shown = field(default_factory=Shown)

    def count(self, result: RuleSetResult, repeated: set[str]) -> None:
        """Take one result into account, with everything below it; `repeated` are the criteria of several versions."""
        self.profiles += 1
        self.language.count_versions(result, repeated)
        self.verdicts[result.verdict] += 1
        self.statuses.update(criterion.status for criterion in result.criteria)
        self.causes.update(kind for kind, _ in result.causes)
        for leaf in leaves_below(result):
            self.language.count(leaf)
            if leaf.whole:
                continue
            self.leaves[cell(leaf)] += 1
            self.left_out += sum(member.truth is None for member in leaf.members)

    def empty(self) -> list[object]:
        """What is possible and never happened: an outcome of an operator or on a type, a status, a verdict, a cause."""
        happened = {(what, outcome) for operator, kind, outcome in self.leaves for what in (operator, kind)}
        never: list[object] = [one for one in possible() if one not in happened]
        never += [name for name in Status if not self.statuses[name]]
        never += [name for name in Verdict if not self.verdicts[name]]
        never += [name for name in CauseKind if not self.causes[name]]
        never += self.language.empty() if LANGUAGE else []
        return never if self.left_out else [*never, "members left out"]

    def __str__(self) -> str:
        rows = sorted({(operator, kind) for operator, kind, _ in self.leaves})
        table = [
            f"{operator:22}{kind:12}" + "".join(f"{self.leaves[operator, kind, outcome]:9}" for outcome in OUTCOMES)
            for operator, kind in rows
        ]
        head = (
            f"{self.profiles} profiles, {self.contradictory} contradictory ones, {self.left_out} members left out\n{'operator':22}{'type':12}"
            + "".join(f"{name:>9}" for name in OUTCOMES)
        )
        tails = [
            ", ".join(f"{name} {number}" for name, number in counter.most_common())
            for counter in (self.statuses, self.verdicts, self.causes)
        ]
        return "\n".join((head, *table, *tails, str(self.language)))


def cell(leaf: Leaf) -> Cell:
    """Where a leaf is counted."""
    fact = VOCABULARY.facts.get(leaf.what.split("[")[0])
    return (operator_of(leaf), "" if fact is None else fact.type.value, leaf.outcome.truth)
