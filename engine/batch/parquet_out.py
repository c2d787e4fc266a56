"""The batch as Parquet for machines: verdicts, and beside them the reasons and what is wrong with the data.

The three files belong together: `结果.parquet`, `结果.明细.parquet`, `结果.问题.parquet` (`destination.parts`).
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from engine.batch.destination import parts
from engine.batch.lines import summary_lines, unmet_lines
from engine.batch.parquet_tables import TableWriter, decimal_cell
from engine.batch.sayings import Saying, Sayings
from engine.batch.statistics import Statistics
from engine.batch.twins import Twin, twin_rows
from schemas.assessment import Assessment, ConditionResult, CriterionResult, OpenQuestions
from schemas.batch import BatchReport, BatchRow, LimitFinding
from schemas.batch_tables import PROBLEMS, REASONS, VERDICTS
from schemas.diagnostic import Diagnostic, Severity
from schemas.finding import CauseKind, Status, Truth, Verdict
from schemas.rule_set import Force

Cells = tuple[object, ...]


def write_parquet(rows: Iterable[BatchRow], report: BatchReport, sayings: Sayings, path: Path) -> Statistics:
    """Write the three tables, row by row; what was counted on the way."""
    found, twins = Statistics(), list[Twin]()
    shared = {number: one.id for one in report.duplicates for number in one.numbers}
    reasons_at, problems_at = parts(path)
    with (
        TableWriter(path, VERDICTS) as verdicts,
        TableWriter(reasons_at, REASONS) as reasons,
        TableWriter(problems_at, PROBLEMS) as problems,
    ):
        for problem in report.problems:
            problems.add(problem_cells(problem, None))
        for row in rows:
            for cells in verdict_cells(row):
                verdicts.add(cells)
            for cells in reason_cells(row, sayings):
                reasons.add(cells)
            for problem in row.problems:
                problems.add(problem_cells(problem, row.applicant.number))
            for line in summary_lines(row):
                found.add_summary(line)
            for reason in unmet_lines(row):
                found.add_unmet(reason)
            if (who := row.applicant).number in shared:
                twins.append(Twin(who.number, shared[who.number], who.uscc, who.place))
        for cells in twin_rows(twins, report.duplicates):
            problems.add(cells)
    return found


def verdict_cells(row: BatchRow) -> Iterator[Cells]:
    """A row a rule set; one, without a verdict, for an applicant that could not be assessed."""
    who = row.applicant
    first = (who.number, who.id, who.place, who.name, who.uscc, who.recommender)
    wrong = sum(problem.severity is Severity.ERROR for problem in row.problems)
    if row.result is None:
        yield (*first, None, None, None, None, None, wrong)
        return
    for one in row.result.assessments:
        opened = sum(_is_open(criterion, one) for criterion in _binding(one))
        opened += sum(limit.status is Truth.UNKNOWN for limit in row.limits if limit.rule_set == one.rule_set.id)
        applies = one.verdict is not Verdict.NOT_APPLICABLE
        yield (*first, one.rule_set.id, one.track, one.verdict.value, len(one.unmet), opened * applies, wrong)


def reason_cells(row: BatchRow, sayings: Sayings) -> Iterator[Cells]:
    """A row for each condition that is not met and each cause of what is open, of the track that gave the verdict.

    What keeps open whether the rule set applies at all belongs to no criterion, and comes last. Where it does not
    apply, the conditions of its applying that are not met, and nothing else.
    """
    for one in () if row.result is None else row.result.assessments:
        first, said = (row.applicant.number, one.rule_set.id), sayings.of_track(one.rule_set.id, one.track)
        if one.verdict is Verdict.NOT_APPLICABLE:
            head = (*first, one.track, None, None, Status.NOT_APPLICABLE.value)
            yield from ((*head, *cells, None, None) for cells in _failing(one.when, said))
            continue
        told: set[object] = set()
        for criterion in _criteria(one):
            told.add((CauseKind.PENDING_JUDGEMENT.value, criterion.id))
            for cells in _criterion(criterion, sayings.of_criterion(one.rule_set.id, criterion.id)):
                told.add(cells[-2:])
                yield (*first, *cells)
        for limit in row.limits:
            if limit.rule_set == one.rule_set.id and limit.status is not Truth.MET:
                cells = _limit(limit)
                told.add(cells[-2:])
                yield (*first, *cells)
        for cause in _causes(one.open):
            if cause not in told:
                yield (*first, one.track, None, None, Status.UNKNOWN.value, *[None] * 8, *cause)


def problem_cells(problem: Diagnostic, number: int | None) -> Cells:
    """One diagnostic."""
    place = None if problem.place is None else str(problem.place)
    return (number, place, problem.severity.value, problem.code, problem.message, problem.remedy)


def _criteria(one: Assessment) -> Iterator[CriterionResult]:
    """The criteria of the track that gave the verdict, and those of all tracks."""
    return (criterion for criterion in one.criteria if criterion.track in (None, one.track))


def _binding(one: Assessment) -> Iterator[CriterionResult]:
    return (criterion for criterion in _criteria(one) if criterion.force is not Force.PREFERRED)


def _is_open(criterion: CriterionResult, one: Assessment) -> bool:
    """Whether a criterion is undecided, or a person is asked to accept that it is not met."""
    asks = criterion.status is Status.UNMET and criterion.id in one.open.pending_judgements
    return criterion.status is Status.UNKNOWN or asks


def _criterion(criterion: CriterionResult, said: Sequence[Saying]) -> Iterator[Cells]:
    first = (criterion.track, criterion.id, criterion.force.value, criterion.status.value)
    if criterion.status is Status.UNMET:
        yield from ((*first, *cells, None, None) for cells in _failing(criterion.conditions, said))
    elif criterion.status is Status.UNKNOWN:
        for cause in _causes(criterion):
            yield (*first, *[None] * 8, *cause)


def _failing(conditions: Sequence[ConditionResult], said: Sequence[Saying]) -> Iterator[Cells]:
    """The conditions that are not met, with what they say to everybody."""
    for condition, saying in zip(conditions, said, strict=True):
        if condition.status is Truth.UNMET:
            counted = condition.low is not None or condition.high is not None
            stated = (None if counted else condition.actual, condition.low, condition.high, condition.gap)
            actual, *numbers = stated
            yield (saying.fact, saying.operator, saying.required, actual, *map(decimal_cell, numbers), saying.unit)


def _causes(opened: OpenQuestions) -> Iterator[tuple[str, str]]:
    """What is open, by kind and name."""
    for kind, names in (
        (CauseKind.MISSING_FACT, opened.missing_facts),
        (CauseKind.UNKNOWN_PARAMETER, opened.unknown_parameters),
        (CauseKind.PENDING_JUDGEMENT, opened.pending_judgements),
        (CauseKind.UNDEFINED, opened.undefined),
    ):
        for name in names:
            yield kind.value, name


def _limit(limit: LimitFinding) -> Cells:
    """A cap that somebody refused, that is exceeded, or of which the applicant's group is not stated."""
    first = (None, limit.id, "limit", limit.status.value)
    told = (limit.fact, "limit", limit.says, limit.group, None, None, None, None)
    if limit.status is Truth.UNMET:
        return (*first, *told, None, None)
    kind = CauseKind.MISSING_FACT if limit.group is None else CauseKind.PENDING_JUDGEMENT
    return (*first, *told, kind.value, limit.fact if limit.group is None else limit.id)
