"""What a run of drawn examples covered: how often each operator on each type came to each outcome."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from schemas.fact import FactType
from schemas.finding import CauseKind, Status, Truth, Verdict
from tests.comparison import leaves_below, operator_of
from tests.drawing.vocabulary import VOCABULARY
from tests.oracle import RuleSetResult
from tests.oracle.trees import Leaf

OUTCOMES = (Truth.MET, Truth.UNMET, Truth.UNKNOWN)
NUMBERS = (FactType.COUNT, FactType.NUMBER, FactType.PERCENT, FactType.MONEY, FactType.AREA)
CODES = (FactType.REGION, FactType.INDUSTRY)
COUNTED = ("among at_least", "among at_most")

Cell = tuple[str, str, Truth]


def tests() -> Iterator[tuple[str, str]]:
    """Every operator with every type that it tests."""
    for operator in ("at_least", "at_most", "more_than", "less_than", "between", "equals"):
        yield from ((operator, kind) for kind in NUMBERS)
    for operator in ("equals", "one_of", "none_of"):
        yield from ((operator, kind) for kind in (FactType.TEXT, FactType.CHOICE, *CODES))
    yield from ((operator, FactType.CHOICES) for operator in ("includes", "includes_any", "none_of"))
    yield from (("is", FactType.YES_NO), *(("within", kind) for kind in CODES))
    yield from ((operator, FactType.DATE) for operator in ("on_or_after", "on_or_before", "valid"))
    yield from ((operator, FactType.LIST) for operator in ("among some", "among every", *COUNTED))
    yield from ((operator, FactType.DATES) for operator in COUNTED)
    yield from ((operator, "") for operator in ("judged", "meets", "not_obtained"))
    yield from (("stated", kind) for kind in FactType if kind is not FactType.USCC)


def outcomes(operator: str) -> tuple[Truth, ...]:
    """What an operator can come to."""
    never = {"stated": {Truth.UNMET}, "not_obtained": {Truth.MET, Truth.UNMET}}.get(operator, set())
    return tuple(outcome for outcome in OUTCOMES if outcome not in never)


@dataclass
class Distribution:
    """Counts over a run."""

    profiles: int = 0
    left_out: int = 0
    leaves: Counter[Cell] = field(default_factory=Counter)
    statuses: Counter[Status] = field(default_factory=Counter)
    verdicts: Counter[Verdict] = field(default_factory=Counter)
    causes: Counter[CauseKind] = field(default_factory=Counter)

    def count(self, result: RuleSetResult) -> None:
        """Take one result into account, with everything below it."""
        self.profiles += 1
        self.verdicts[result.verdict] += 1
        self.statuses.update(criterion.status for criterion in result.criteria)
        self.causes.update(kind for kind, _ in result.causes)
        for leaf in leaves_below(result):
            self.leaves[cell(leaf)] += 1
            self.left_out += sum(member.truth is None for member in leaf.members)

    def empty(self) -> list[object]:
        """What is possible and never happened: an operator's outcome, an operator on a type, a status and so on."""
        happened = {(operator, outcome) for operator, _, outcome in self.leaves}
        never: list[object] = [
            (operator, outcome)
            for operator in dict.fromkeys(operator for operator, _ in tests())
            for outcome in outcomes(operator)
            if (operator, outcome) not in happened
        ]
        never += [one for one in tests() if not any(self.leaves[*one, outcome] for outcome in OUTCOMES)]
        never += [name for name in Status if not self.statuses[name]]
        never += [name for name in Verdict if not self.verdicts[name]]
        never += [name for name in CauseKind if not self.causes[name]]
        return never if self.left_out else [*never, "members left out"]

    def __str__(self) -> str:
        rows = sorted({(operator, kind) for operator, kind, _ in self.leaves})
        table = [
            f"{operator:22}{kind:12}" + "".join(f"{self.leaves[operator, kind, outcome]:9}" for outcome in OUTCOMES)
            for operator, kind in rows
        ]
        head = f"{self.profiles} profiles, {self.left_out} members left out\n{'operator':22}{'type':12}" + "".join(
            f"{name:>9}" for name in OUTCOMES
        )
        tails = [
            ", ".join(f"{name} {number}" for name, number in counter.most_common())
            for counter in (self.statuses, self.verdicts, self.causes)
        ]
        return "\n".join((head, *table, *tails))


def cell(leaf: Leaf) -> Cell:
    """Where a leaf is counted."""
    fact = VOCABULARY.facts.get(leaf.what.split("[")[0])
    return (operator_of(leaf), "" if fact is None else fact.type.value, leaf.outcome.truth)
