"""What holds across applicants, told where it belongs: duplicates beside each of them, the rest once."""

from collections.abc import Iterator

from engine.batch.lines import ProblemLine, problem_line
from engine.batch.twins import others_of, twin_problem
from schemas.batch import BatchReport, BatchRow
from schemas.diagnostic import Severity


class Telling:
    """Notes and problem lines that follow from the whole batch."""

    def __init__(self, report: BatchReport) -> None:
        self._report = report
        self._twins = {number: one for one in report.duplicates for number in one.numbers}

    def general(self) -> Iterator[ProblemLine]:
        """The problems of no applicant of its own."""
        for problem in self._report.problems:
            yield problem_line(problem, "没有采用" if problem.severity is Severity.ERROR else "不影响评审")

    def notes(self, row: BatchRow) -> list[str]:
        """What the summary must say of an applicant because of others."""
        number = row.applicant.number
        twins = self._twins.get(number)
        return [] if twins is None else [f"与{others_of(number, twins.numbers)}重复"]

    def of(self, row: BatchRow) -> Iterator[ProblemLine]:
        """The problem lines of an applicant because of others."""
        who = row.applicant
        if twins := self._twins.get(who.number):
            told = twin_problem(who.number, who.uscc, twins.numbers)
            yield problem_line(told, "各行分别评审", who.number, who.name or "")._replace(place=who.place)
