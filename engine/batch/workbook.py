"""The batch as a workbook for people to read, file, print and fill in."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, time
from pathlib import Path
from typing import Any

from engine.batch import columns as col
from engine.batch.previous import Comparison
from engine.batch.row_lines import RowLines
from engine.batch.run_sheet import run_lines
from engine.batch.sheet import MOST_SHEETS, ROWS, Sheet, too_many
from engine.batch.statistics import Statistics
from engine.batch.statistics_sheet import write_statistics
from engine.batch.styles import HEAD_FONT, Styles
from engine.batch.telling import Telling
from schemas.batch import BatchReport

_MANY = 100_000
"""Applicants from which the parts of a workbook may grow past what a plain zip file can hold."""


def refuse_too_many(applicants: int, schemes: int, criteria: int) -> None:
    """Refuse before the work what no workbook could hold: `criteria` are those of all the schemes together."""
    most = MOST_SHEETS * (ROWS - 1)
    if applicants * schemes > most:
        raise too_many(col.SUMMARY_SHEET)
    if applicants * criteria > most:
        raise too_many(col.UNMET_SHEET)


def write_workbook(
    rows: Iterable[RowLines], report: BatchReport, telling: Telling, comparison: Comparison | None, path: Path
) -> Statistics:
    """Write every sheet, row by row; what was counted on the way."""
    import xlsxwriter

    options = {
        "constant_memory": True,
        "tmpdir": str(path.parent),
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "use_zip64": report.run.applicants > _MANY,
        # made anew each time, for it is written to
        "default_format_properties": {"font_name": HEAD_FONT, "font_size": 10},
    }
    with _closed(xlsxwriter.Workbook(str(path), options)) as book:
        return _write(book, rows, report, telling, comparison)


@contextmanager
def _closed(book: Any) -> Iterator[Any]:
    """Close the workbook; where the work did not end well, only the files that it keeps its rows in."""
    from xlsxwriter.exceptions import FileCreateError

    try:
        yield book
        book.close()
    except FileCreateError as error:
        raise error.args[0] from None
    finally:
        if not book.fileclosed:
            for sheet in book.worksheets():
                sheet._opt_close()  # nothing public gives the files back


def _write(
    book: Any, rows: Iterable[RowLines], report: BatchReport, telling: Telling, comparison: Comparison | None
) -> Statistics:
    # the day of assessment rather than the clock: the same input gives the same bytes
    made = datetime.combine(report.run.assessed_on, time())
    title = _title(report)
    book.set_properties({"title": title, "author": "zhunru", "created": made})
    tables = _Tables(book, title, with_changes=comparison is not None)
    for problem in telling.general():
        tables.add(col.PROBLEM_SHEET, problem)
    for row in rows:
        for line in row.summary:
            tables.add(col.SUMMARY_SHEET, line)
            tables.counted.add_summary(line)
            change = None if comparison is None else comparison.change(line)
            if change is not None:
                tables.add(col.CHANGES_SHEET, change)
        for reason in row.unmet:
            tables.add(col.UNMET_SHEET, reason)
            tables.counted.add_unmet(reason)
        for item in row.missing:
            tables.add(col.MISSING_SHEET, item)
        for asked in row.pending:
            tables.add(col.PENDING_SHEET, asked)
        for problem in row.problems:
            tables.add(col.PROBLEM_SHEET, problem)
    for gone in () if comparison is None else comparison.gone():
        tables.add(col.CHANGES_SHEET, gone)
    for told in run_lines(report, tables.counted):
        tables.add(col.RUN_SHEET, told)
    tables.close()
    return tables.counted


def _title(report: BatchReport) -> str:
    """What stands above every printed page."""
    schemes = [one.stamp.title for one in report.run.rule_sets]
    return f"{schemes[0] if len(schemes) == 1 else '科技平台'}形式审查"


class _Tables:
    """The sheets in the order in which people leaf through them, and what is counted on the way."""

    def __init__(self, book: Any, title: str, *, with_changes: bool) -> None:
        from engine.batch.row_sheet import RowSheet

        self.counted = Statistics()
        self._book = book
        self._title = title
        self._styles = Styles(book)
        self._sheets: dict[str, Sheet] = {}
        self._open(col.SUMMARY_SHEET, col.SUMMARY)
        self._open(col.UNMET_SHEET, col.UNMET)
        self._open(col.MISSING_SHEET, col.MISSING)
        self._open(col.PENDING_SHEET, col.PENDING)
        self._statistics = book.add_worksheet(col.STATISTICS_SHEET, RowSheet)
        if with_changes:
            self._open(col.CHANGES_SHEET, col.CHANGES)
        self._open(col.PROBLEM_SHEET, col.PROBLEMS)
        self._open(col.RUN_SHEET, col.RUN)

    def _open(self, name: str, columns: tuple[col.Column, ...]) -> None:
        self._sheets[name] = Sheet(self._book, name, columns, self._title, self._styles)

    def add(self, name: str, line: Sequence[object]) -> None:
        """Add a line to a sheet."""
        self._sheets[name].add(line)

    def close(self) -> None:
        """Write what needs all the lines."""
        write_statistics(self._book, self._statistics, self.counted, self._title, self._styles)
        for sheet in self._sheets.values():
            sheet.close()
