"""Many applicants at once: who they are, what was found about each, and what holds across them."""

from datetime import date

from schemas.assessment import BasisResult, DaysResult, EngineStamp, JudgementResult, Result, RuleSetStamp
from schemas.case import Case, Judgement
from schemas.diagnostic import Diagnostic
from schemas.finding import Truth
from schemas.frozen import Frozen


class ApplicantStamp(Frozen):
    """Who an applicant is, as far as the input says, and where it stands there (`汇总表.xlsx:汇总!5`, a file, a line).

    `number` counts from 1 in the order of the input. `id` names the applicant from one run to the next: its
    统一社会信用代码, else its name, else its place; where several share it, with the place behind an `@`. `sha256` is None where nothing could be read.
    """

    number: int
    place: str
    id: str
    name: str | None = None
    uscc: str | None = None
    recommender: str | None = None
    kinds: tuple[str, ...] = ()
    track: str | None = None
    sha256: str | None = None


class Applicant(Frozen):
    """An applicant as read: its case, None if that cannot be used; `problems` are those of its cells or its file.

    A table's reader leaves a bad cell out of the case, so that its fact is unknown, and names it here.
    """

    stamp: ApplicantStamp
    case: Case | None = None
    problems: tuple[Diagnostic, ...] = ()


class LimitFinding(Frozen):
    """What a cap across applicants comes to for one of them.

    `count` is how many of the group are not rejected otherwise. `status` is met within the cap or once a person
    accepted, unmet once a person refused, unknown where the group is over-full or the applicant's own is not stated.
    """

    rule_set: str
    id: str
    title: str | None
    says: str
    fact: str
    group: str | None
    count: int
    status: Truth
    basis: BasisResult
    judgement: JudgementResult | None = None


class BatchRow(Frozen):
    """One applicant of a batch; `result` is None where its data are too wrong to assess.

    Verdicts in `result` have the limits taken into account: the open or refused ones stand among the pending
    judgements or the unmet of their assessment by the limit's id. `judgements` are those that a filled-in sheet gave.
    """

    applicant: ApplicantStamp
    result: Result | None = None
    problems: tuple[Diagnostic, ...] = ()
    limits: tuple[LimitFinding, ...] = ()
    judgements: dict[str, Judgement] = {}


class Duplicate(Frozen):
    """Applicants (by number) that state one 统一社会信用代码, or without a code one name."""

    id: str
    numbers: tuple[int, ...]


class RuleSetRun(Frozen):
    """A rule set that was applied: which version, and for which day."""

    stamp: RuleSetStamp
    effective: DaysResult
    reference_date: date


class RunInformation(Frozen):
    """What a batch was made from; the same of all these gives the same rows.

    `tables` says what was read of each table, `mapping` which file said what their headers mean.
    """

    engine: EngineStamp
    assessed_on: date
    rule_sets: tuple[RuleSetRun, ...]
    inputs: tuple[str, ...]
    input_sha256: str
    applicants: int
    track: str | None = None
    judgements: str | None = None
    judgements_sha256: str | None = None
    previous: str | None = None
    tables: tuple[str, ...] = ()
    mapping: str | None = None
    mapping_sha256: str | None = None


class BatchReport(Frozen):
    """What holds for a batch as a whole; its rows are streamed beside it, for there may be millions.

    `problems` are those of no applicant of its own: files passed over, judgements that found nobody.
    """

    run: RunInformation
    duplicates: tuple[Duplicate, ...] = ()
    problems: tuple[Diagnostic, ...] = ()
