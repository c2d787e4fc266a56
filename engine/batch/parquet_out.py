"""The batch as Parquet for machines: verdicts, and beside them the reasons and what is wrong with the data.

The three files belong together: `结果.parquet`, `结果.明细.parquet`, `结果.问题.parquet` (`destination.parts`).
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from engine.batch.destination import parts
from engine.batch.lines import summary_lines, unmet_lines
from engine.batch.parquet_tables import TableWriter, decimal_cell
from engine.batch.statistics import Statistics
from schemas.assessment import ConditionResult, CriterionResult, OpenQuestions
from schemas.batch import BatchReport, BatchRow, LimitFinding
from schemas.batch_tables import PROBLEMS, REASONS, VERDICTS
from schemas.diagnostic import Diagnostic, Severity
from schemas.finding import CauseKind, Status, Truth

Cells = tuple[object, ...]


def write_parquet(rows: Iterable[BatchRow], report: BatchReport, path: Path) -> Statistics:
    """Write the three tables, row by row; what was counted on the way."""
    found = Statistics()
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
            for cells in reason_cells(row):
                reasons.add(cells)
            for problem in row.problems:
                problems.add(problem_cells(problem, row.applicant.number))
            for line in summary_lines(row):
                found.add_summary(line)
            for reason in unmet_lines(row):
                found.add_unmet(reason)
    return found


def verdict_cells(row: BatchRow) -> Iterator[Cells]:
    """A row a rule set; one, without a verdict, for an applicant that could not be assessed."""
    who = row.applicant
    first = (who.number, who.id, who.place, who.name, who.uscc, who.recommender)
    wrong = sum(problem.severity is Severity.ERROR for problem in row.problems)
    if row.result is None:
        yield (*first, None, None, None, [], [], [], [], [], wrong)
        return
    for one in row.result.assessments:
        opened = (
            one.open.missing_facts,
            one.open.unknown_parameters,
            one.open.pending_judgements,
            one.open.undefined,
        )
        yield (*first, one.rule_set.id, one.track, one.verdict.value, one.unmet, *opened, wrong)


def reason_cells(row: BatchRow) -> Iterator[Cells]:
    """A row for each condition that is not met and each cause of what is open, of the track that gave the verdict.

    What keeps open whether the rule set applies at all belongs to no criterion, and comes last.
    """
    for one in () if row.result is None else row.result.assessments:
        first = (row.applicant.number, row.applicant.id, one.rule_set.id)
        told: set[object] = set()
        for criterion in one.criteria:
            if criterion.track in (None, one.track):
                told.add((CauseKind.PENDING_JUDGEMENT.value, criterion.id))
                for cells in _criterion(criterion):
                    told.add(cells[-2:])
                    yield (*first, *cells)
        for limit in row.limits:
            if limit.rule_set == one.rule_set.id and limit.status is not Truth.MET:
                cells = _limit(limit)
                told.add(cells[-2:])
                yield (*first, *cells)
        for cause in _causes(one.open):
            if cause not in told:
                yield (*first, None, None, None, Status.UNKNOWN.value, *[None] * 6, *cause)


def problem_cells(problem: Diagnostic, number: int | None) -> Cells:
    """One diagnostic."""
    place = None if problem.place is None else str(problem.place)
    return (number, place, problem.severity.value, problem.code, problem.message, problem.remedy)


def _criterion(criterion: CriterionResult) -> Iterator[Cells]:
    first = (criterion.track, criterion.id, criterion.force.value, criterion.status.value)
    if criterion.status is Status.UNMET:
        for condition in _failing(criterion):
            gap = decimal_cell(condition.gap)
            told = (condition.fact, condition.operator, condition.required, condition.actual, gap, condition.unit)
            yield (*first, *told, None, None)
    elif criterion.status is Status.UNKNOWN:
        for cause in _causes(criterion):
            yield (*first, *[None] * 6, *cause)


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


def _failing(criterion: CriterionResult) -> Sequence[ConditionResult]:
    """The conditions that are not met; all of them where each alone could be."""
    return [one for one in criterion.conditions if one.status is Truth.UNMET] or criterion.conditions


def _limit(limit: LimitFinding) -> Cells:
    """A cap that somebody refused, that is exceeded, or of which the applicant's group is not stated."""
    first = (None, limit.id, "limit", limit.status.value)
    told = (limit.fact, "limit", limit.says, limit.group, None, None)
    if limit.status is Truth.UNMET:
        return (*first, *told, None, None)
    kind = CauseKind.MISSING_FACT if limit.group is None else CauseKind.PENDING_JUDGEMENT
    return (*first, *told, kind.value, limit.fact if limit.group is None else limit.id)
