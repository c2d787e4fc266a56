"""The batch for machines: the summary as .csv, whole rows as .jsonl; columns and keys stay as they are."""

import csv
from collections.abc import Iterable
from pathlib import Path

from engine.batch.columns import SUMMARY
from engine.batch.lines import SEPARATOR, summary_lines, unmet_lines
from engine.batch.row_lines import RowLines
from engine.batch.statistics import Statistics
from schemas.batch import BatchRow

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet takes a text that starts so for a formula; an apostrophe before it says that it is none."""


def write_csv(rows: Iterable[RowLines], path: Path) -> Statistics:
    """Write the summary, one line an applicant and rule set; with a byte order mark, which spreadsheets look for."""
    found = Statistics()
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([column.title for column in SUMMARY])
        for row in rows:
            for line in row.summary:
                writer.writerow([_plain(value) for value in line])
                found.add_summary(line)
            for reason in row.unmet:
                found.add_unmet(reason)
    return found


def write_jsonl(rows: Iterable[BatchRow], path: Path) -> Statistics:
    """Write every row whole, one a line, as `schemas.batch.BatchRow` has it."""
    found = Statistics()
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for row in rows:
            file.write(row.model_dump_json() + "\n")
            for line in summary_lines(row):
                found.add_summary(line)
            for reason in unmet_lines(row):
                found.add_unmet(reason)
    return found


def _plain(value: object) -> str:
    text = SEPARATOR.join(value) if isinstance(value, tuple) else str(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
