"""The published result (`--format json`): findings with their words, stable and described by a JSON Schema."""

from datetime import date

from schemas.case import Assurance
from schemas.finding import Status, Truth, Verdict
from schemas.frozen import Frozen
from schemas.material import MaterialList
from schemas.rule_set import Force, Kind
from schemas.source import InForce, Level

DECIMAL_PLACES = 12
"""Places of a number that is given to programs; one that needs more is rounded half up, its status is the exact one's."""


class EngineStamp(Frozen):
    """Which engine decided."""

    name: str = "zhunru"
    version: str
    executor: str


class CaseStamp(Frozen):
    """Whose facts, and the digest of the file they came from."""

    name: str | None
    sha256: str


class RuleSetStamp(Frozen):
    """Which rule set, and the digest of its file."""

    id: str
    title: str
    kind: Kind
    sha256: str


class OpenQuestions(Frozen):
    """What is not known, by cause; each list sorted. `pending_judgements` are criterion ids."""

    missing_facts: tuple[str, ...] = ()
    unknown_parameters: tuple[str, ...] = ()
    pending_judgements: tuple[str, ...] = ()
    undefined: tuple[str, ...] = ()


class BasisResult(Frozen):
    """The clause, and what is known of its document."""

    source: str
    title: str
    number: str | None = None
    clause: str | None = None
    level: Level
    in_force: InForce


class DaysResult(Frozen):
    """The days on which something is in force, both included; None where there is no end."""

    since: date | None = None
    until: date | None = None


class ParameterResult(Frozen):
    """The value of a parameter that was applied, in words; `assumed` says that `--set` gave it."""

    name: str
    value: str
    assumed: bool = False
    effective: DaysResult
    basis: BasisResult
    note: str | None = None


class LimitResult(Frozen):
    """A cap across applicants: `group` is what this one states of `fact`. Told here, decided in batch."""

    id: str
    title: str | None = None
    fact: str
    group: str | None
    says: str
    basis: BasisResult


class MemberResult(Frozen):
    """One member of a list: whether it counts, and why. `status` is None for a member left out as not applicable."""

    key: str
    name: str | None
    status: Truth | None
    verdict: Verdict | None = None
    says: str
    unmet: tuple[str, ...] = ()
    open: OpenQuestions = OpenQuestions()
    conditions: tuple["ConditionResult", ...] = ()
    criteria: tuple["CriterionResult", ...] = ()


class ConditionResult(Frozen):
    """One leaf in words. `gap` is a signed decimal in `unit`, negative when short; None unless exactly known.

    `low` and `high` are what `actual` says where it is a number: its ends in the fact's display unit, the same for a
    known one, None for an end that is not known. `assurance` says how well the stated value is backed, if the profile marks it.
    """

    fact: str | None
    id: str | None
    operator: str
    required: str
    actual: str | None
    low: str | None = None
    high: str | None = None
    status: Truth
    gap: str | None
    unit: str | None
    says: str
    assumed: bool = False
    assurance: Assurance | None = None
    members: tuple[MemberResult, ...] = ()


class TreeNode(Frozen):
    """The status by node of a composite; a leaf points into `conditions`."""

    kind: str
    status: Truth
    n: int | None = None
    condition: int | None = None
    children: tuple["TreeNode", ...] = ()


class JudgementResult(Frozen):
    """A 认定 that was taken into account."""

    outcome: str
    opinion: str | None = None
    by: str | None = None
    on: date | None = None


class CriterionResult(OpenQuestions):
    """One criterion: status, basis, leaves in words; `when` explains whom it applies to."""

    id: str
    title: str
    track: str | None
    force: Force
    status: Status
    accepted: bool = False
    basis: BasisResult
    effective: DaysResult = DaysResult()
    conditions: tuple[ConditionResult, ...]
    tree: TreeNode | None = None
    when: tuple[ConditionResult, ...] = ()
    judgement: JudgementResult | None = None
    evidence: tuple[str, ...] = ()
    remedy: str | None = None


class TrackResult(Frozen):
    """A track's verdict, the ids of its unmet criteria, its open questions."""

    id: str
    title: str
    verdict: Verdict
    unmet: tuple[str, ...] = ()
    open: OpenQuestions = OpenQuestions()


class DerivationStep(Frozen):
    """One firing in words: which truths led to which conclusion by which law."""

    law: str
    premises: tuple[str, ...]
    conclusion: str


class Assessment(Frozen):
    """The verdict on one rule set with every reason."""

    rule_set: RuleSetStamp
    reference_date: date
    base_year: int
    effective: DaysResult = DaysResult()
    parameters: tuple[ParameterResult, ...] = ()
    limits: tuple[LimitResult, ...] = ()
    verdict: Verdict
    track: str | None
    asked: bool = False
    tracks: tuple[TrackResult, ...] = ()
    when: tuple[ConditionResult, ...] = ()
    unmet: tuple[str, ...]
    open: OpenQuestions
    criteria: tuple[CriterionResult, ...]
    trace: tuple[DerivationStep, ...] | None = None


class BenchmarkMember(Frozen):
    """The member of a list whom a benchmark was assessed for."""

    fact: str
    key: str
    name: str | None


class Benchmark(Assessment):
    """How the case compares with a comparable scheme's rule set: its verdict says nothing about the schemes.

    `schemes` are the rule sets that name it: a scheme's, or that of a role of its members; `member` is None where it
    is about the applicant itself.
    """

    schemes: tuple[RuleSetStamp, ...]
    member: BenchmarkMember | None = None


class Result(Frozen):
    """Everything `check` says, for programs.

    `not_in_force` lists the schemes left out because of the date, `benchmarks_not_in_force` the benchmarks.
    """

    engine: EngineStamp
    case: CaseStamp
    assessed_on: date
    assumptions: dict[str, str] = {}
    assessments: tuple[Assessment, ...]
    benchmarks: tuple[Benchmark, ...] = ()
    not_in_force: tuple[RuleSetStamp, ...] = ()
    materials: MaterialList = MaterialList()
    benchmarks_not_in_force: tuple[RuleSetStamp, ...] = ()
