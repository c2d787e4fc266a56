"""Applicants → rows, in this process or in several, always in the order of the input and never all at once."""

import gc
from collections.abc import Generator, Iterable, Mapping, Sequence
from contextlib import closing
from datetime import date
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from pydantic import TypeAdapter

from engine.assess import Assessor, tracks_called
from engine.batch.intake import Entry, read_applicant
from engine.batch.judgements import Decision, judged, not_applied
from engine.batch.row_lines import folded, row_lines
from engine.batch.workers import in_order
from engine.errors import InputError, InternalFault, ZhunruError
from engine.executors import AT_ONCE
from engine.load.library import Library, load_library
from schemas.assessment import Result
from schemas.batch import ApplicantStamp, BatchRow
from schemas.case import Case, Judgement
from schemas.diagnostic import Diagnostic
from schemas.finding import Verdict
from schemas.program import Program

CHUNK = 16
"""Applicants that a worker takes at a time: enough to make the passing of messages cheap, few enough to stop soon."""
TOGETHER = 200
"""The same, where an executor takes as long for many as for one."""
ALONE = 400
"""Up to so many applicants, starting workers would take longer than the work."""


class Plan(NamedTuple):
    """What every worker must know: the rules, the day, the schemes, the decisions that people have taken."""

    folders: tuple[Path, ...]
    on: date
    schemes: tuple[str, ...] = ()
    track: str | None = None
    executor: str = "inference"
    decisions: Mapping[str, tuple[Decision, ...]] = {}


class Standing(NamedTuple):
    """What must be remembered of a row for what holds across rows: its groups by limit, per assessment."""

    rule_set: str
    verdict: Verdict
    groups: tuple[tuple[str, str | None], ...]


class Brief(NamedTuple):
    """The little of a row that stays in memory; the rest goes to the spool."""

    number: int
    id: str
    place: str
    standings: tuple[Standing, ...]


class Assessed(NamedTuple):
    """A row and its lines, as JSON, with what must be remembered of it."""

    brief: Brief
    row: bytes
    lines: bytes


class _Read(NamedTuple):
    """An applicant as read, with the decisions that people have taken about it."""

    stamp: ApplicantStamp
    case: Case | None
    problems: list[Diagnostic]
    taken: dict[str, Judgement]


class Clerk:
    """Reads and assesses applicants; a program is compiled once, for all of them."""

    def __init__(self, plan: Plan, library: Library) -> None:
        self._plan = plan
        self._library = library
        self._assessors: dict[tuple[str, ...], Assessor] = {}
        self._rows = TypeAdapter(BatchRow)

    def rows(self, entries: Sequence[Entry]) -> list[Assessed]:
        """The rows of some applicants; whatever a person wrote wrong is told in them."""
        read = [self._read(entry) for entry in entries]
        if self._plan.executor in AT_ONCE:
            alike: dict[tuple[str, ...], list[Case]] = {}
            for one in read:
                if one.case is not None:
                    alike.setdefault(self._asked(one.case), []).append(one.case)
            for schemes, cases in alike.items():
                self._assessor(schemes).foresee(cases)
        return [self._row(one) for one in read]

    def _read(self, entry: Entry) -> _Read:
        applicant = read_applicant(entry, self._library)
        stamp, case, problems = applicant.stamp, applicant.case, list(applicant.problems)
        if case is None:
            return _Read(stamp, None, [*problems, *not_applied(stamp, self._plan.decisions)], {})
        case, taken, wrong = judged(case, stamp, self._plan.decisions, self._library)
        return _Read(stamp, case, [*problems, *wrong], taken)

    def _row(self, read: _Read) -> Assessed:
        result: Result | None = None
        problems = read.problems
        try:
            result = None if read.case is None else self._result(read.case)
        except InputError as error:
            problems = [*problems, *error.diagnostics]
        except ZhunruError:
            raise
        except Exception as error:
            raise InternalFault(f"{read.stamp.place}: {type(error).__name__}: {error}") from error
        row = BatchRow(applicant=read.stamp, result=result, problems=tuple(problems), judgements=read.taken)
        return Assessed(_brief(row), self._rows.dump_json(row), folded(row_lines(row)))

    def programs(self) -> list[Program]:
        """The compiled schemes of the plan."""
        every = self._assessor(self._plan.schemes)
        return [every.program(one.id) for one in every.rule_sets]

    def _result(self, case: Case) -> Result:
        """The assessments that a reviewer wants to see.

        Those of the schemes asked for; else of the scheme whose 申报类型 the applicant states; else of every scheme
        that applies, and if none does, of all of them, to say why.
        """
        plan = self._plan
        result = self._assessor(self._asked(case)).result(case, track=plan.track)
        apply = tuple(one for one in result.assessments if one.verdict is not Verdict.NOT_APPLICABLE)
        if plan.schemes or not apply:
            return result
        return result.model_copy(update={"assessments": apply})

    def _asked(self, case: Case) -> tuple[str, ...]:
        """The schemes to try a case by: those asked for, else those whose 申报类型 it states, else none in particular."""
        plan = self._plan
        every = self._assessor(plan.schemes)
        return plan.schemes or tuple(tracks_called(plan.track or case.track or "", every.rule_sets))

    def _assessor(self, schemes: tuple[str, ...]) -> Assessor:
        made = self._assessors.get(schemes)
        if made is None:
            plan = self._plan
            made = Assessor(self._library, on=plan.on, schemes=schemes, executor=plan.executor)
            self._assessors[schemes] = made
        return made


def assess_all(
    entries: Iterable[Entry], plan: Plan, library: Library, workers: int, total: int
) -> Generator[Assessed, None, None]:
    """Every row in the order of the entries; the same rows whatever the number of workers.

    Closing the iterator ends the workers.
    """
    alone, rest = workers == 1 or total <= ALONE, iter(entries)
    size = TOGETHER if plan.executor in AT_ONCE else 1 if alone else CHUNK
    chunks = iter(lambda: list(islice(rest, size)), [])
    if alone:
        clerk = Clerk(plan, library)
        for chunk in chunks:
            yield from clerk.rows(chunk)
        return
    with closing(in_order(_work, chunks, workers, _start, plan)) as made:
        for rows in made:
            yield from rows


_clerks: list[Clerk] = []
"""A worker process's one clerk."""


def _start(plan: Plan) -> None:
    """Make a worker ready. Rules and program stay, and what an applicant leaves refers to nothing in circles."""
    gc.set_threshold(100_000)
    _clerks.append(Clerk(plan, load_library(plan.folders)))


def _work(entries: list[Entry]) -> list[Assessed]:
    return _clerks[0].rows(entries)


def _brief(row: BatchRow) -> Brief:
    found = () if row.result is None else row.result.assessments
    standings = tuple(
        Standing(one.rule_set.id, one.verdict, tuple((limit.id, limit.group) for limit in one.limits)) for one in found
    )
    stamp = row.applicant
    return Brief(stamp.number, stamp.id, stamp.place, standings)
