"""What an executor finds and what follows from it: statuses, numbers and codes, no sentences.

Named tuples: our own code alone makes them, thousands in a batch, and nothing in them is for pydantic to check.
"""

from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from schemas.case import Judgement

OUTER = "上级."
"""What stands before a fact of the enclosing case: in rules after the `@`, in causes that a member tells."""
NONE_HELD = "无"
"""How 无 is told where a word or a day could stand."""


class Truth(StrEnum):
    """Strong Kleene truth."""

    MET = "met"
    UNMET = "unmet"
    UNKNOWN = "unknown"


class Status(StrEnum):
    """A criterion's 判定."""

    MET = "met"
    UNMET = "unmet"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"


class Verdict(StrEnum):
    """结论 of a track or a rule set, the best first."""

    ELIGIBLE = "eligible"
    NEEDS_JUDGEMENT = "needs_judgement"
    THRESHOLD_UNKNOWN = "threshold_unknown"
    INCOMPLETE = "incomplete"
    INELIGIBLE = "ineligible"
    NOT_APPLICABLE = "not_applicable"


class CauseKind(StrEnum):
    """Why something is unknown (待定原因)."""

    MISSING_FACT = "missing_fact"
    UNKNOWN_PARAMETER = "unknown_parameter"
    PENDING_JUDGEMENT = "pending_judgement"
    UNDEFINED = "undefined"


class Cause(NamedTuple):
    """One input that is not known, under the name that users would look for.

    `name` is a fact's label (`年销售收入[2025]`), a parameter's name, the text of a `not_obtained`, the criterion id that a
    认定 would settle, or the label of a quantity that cannot be computed; inside a list prefixed by the member:
    `骨干企业[91220101…]/研发投入[2025]`.
    """

    kind: CauseKind
    name: str


class Span(NamedTuple):
    """An interval of canonical units; an absent end is unbounded. A point when both ends are equal."""

    low: Fraction | None = None
    high: Fraction | None = None

    @property
    def point(self) -> Fraction | None:
        """The value, if it is known exactly."""
        return self.low if self.low is not None and self.low == self.high else None


Actual = Span | bool | date | str | tuple[str, ...] | None
"""What was stated: a number's interval, a word, words, 无 as the text `无`; None when nothing is known."""


class LeafFinding(NamedTuple):
    """What was found at one leaf. `gap` is signed and in canonical units (days for dates), None unless exact.

    `compared` is what each threshold came to, where it is another fact or a table; empty otherwise.
    """

    node: int
    truth: Truth
    actual: Actual = None
    compared: tuple[Actual, ...] = ()
    gap: Fraction | None = None
    causes: tuple[Cause, ...] = ()
    members: tuple["MemberFinding", ...] = ()


class MemberFinding(NamedTuple):
    """One member inside `among`: whether the formula holds for it, and why.

    `truth` is None for a member left out because the rule set it should meet does not apply to it.
    `assessment` is the (worst) verdict on the rule set that it should meet.
    """

    key: str
    name: str | None
    truth: Truth | None
    leaves: tuple[LeafFinding, ...] = ()
    causes: tuple[Cause, ...] = ()
    assessment: "RuleSetFinding | None" = None


class Step(NamedTuple):
    """One firing of a law: premises and what they led to; nodes are the executor's own numbers."""

    law: str
    premises: tuple[tuple[int, Truth], ...]
    node: int
    truth: Truth


class Trace(NamedTuple):
    """A derivation: the truths that were given, the firings in order, and which number stands for which node.

    `given` and `steps` alone suffice to derive every truth again. `gates` are `(output, law, left, right)`.
    """

    given: tuple[tuple[int, Truth], ...]
    gates: tuple[tuple[int, str, int, int], ...]
    steps: tuple[Step, ...]
    nodes: dict[int, int]


class Findings(NamedTuple):
    """What an executor found for one case: a truth for each node, a finding for each leaf."""

    truths: tuple[Truth, ...]
    leaves: dict[int, LeafFinding]
    judgements: dict[str, Judgement] = {}
    trace: Trace | None = None


class CriterionFinding(NamedTuple):
    """A criterion's status and its open questions.

    `accepted` says that a person accepted an in-principle criterion that is not met.
    `rejects` says that it rejects the applicant, `asks` that a person must decide an unmet in-principle criterion.
    """

    id: str
    status: Status
    accepted: bool = False
    rejects: bool = False
    asks: bool = False
    causes: tuple[Cause, ...] = ()


class TrackFinding(NamedTuple):
    """A track's verdict with the ids of its unmet criteria and its open questions."""

    id: str | None
    title: str | None
    verdict: Verdict
    unmet: tuple[str, ...] = ()
    causes: tuple[Cause, ...] = ()


class RuleSetFinding(NamedTuple):
    """The verdict on one rule set; `track` is the one that gave it, `asked` says the applicant chose it."""

    rule_set: str
    verdict: Verdict
    track: str | None
    asked: bool
    tracks: tuple[TrackFinding, ...]
    criteria: tuple[CriterionFinding, ...]
    findings: Findings
