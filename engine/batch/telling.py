"""What holds across applicants, told where it belongs: duplicates beside each of them, the rest once."""

from collections.abc import Iterator

from engine.batch.lines import ProblemLine, problem_line
from schemas.batch import BatchReport, BatchRow
from schemas.diagnostic import Diagnostic, Severity


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
        return [f"与序号 {'、'.join(others)} 重复"] if (others := self._others(row)) else []

    def of(self, row: BatchRow) -> Iterator[ProblemLine]:
        """The problem lines of an applicant because of others."""
        if others := self._others(row):
            who = row.applicant
            what = f"统一社会信用代码 {who.uscc} " if who.uscc else "没有写统一社会信用代码，而单位名称"
            told = Diagnostic(
                code="W6004",
                message=f"{what}与序号 {'、'.join(others)} 相同",
                remedy="确认是不是重复申报；各行都已分别评审",
                severity=Severity.WARNING,
            )
            line = problem_line(told, "各行分别评审", who.number, who.name or "")
            yield line._replace(place=who.place)

    def _others(self, row: BatchRow) -> list[str]:
        own = row.applicant.number
        twins = self._twins.get(own)
        return [] if twins is None else [str(number) for number in twins.numbers if number != own]
