"""All the lines of a row together: a worker, which has the row at hand, makes them, and they are put by beside it.

Making them anew from the row's JSON costs as much as writing them; that is left for rows that other rows bear upon.
"""

import json
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from engine.batch.lines import (
    MissingLine,
    PendingLine,
    ProblemLine,
    SummaryLine,
    UnmetLine,
    missing_lines,
    pending_lines,
    problem_lines,
    summary_lines,
    unmet_lines,
)
from schemas.batch import BatchRow


class RowLines(NamedTuple):
    """The lines of one applicant, by sheet."""

    summary: tuple[SummaryLine, ...]
    unmet: tuple[UnmetLine, ...]
    missing: tuple[MissingLine, ...]
    pending: tuple[PendingLine, ...]
    problems: tuple[ProblemLine, ...]


def row_lines(row: BatchRow, notes: Sequence[str] = (), problems: Iterable[ProblemLine] = ()) -> RowLines:
    """The lines of a row, with what must be said of the applicant because of others."""
    return RowLines(
        tuple(summary_lines(row, notes)),
        tuple(unmet_lines(row)),
        tuple(missing_lines(row)),
        tuple(pending_lines(row)),
        (*problem_lines(row), *problems),
    )


def folded(lines: RowLines) -> bytes:
    """The lines as one line of text."""
    return json.dumps(lines, ensure_ascii=False).encode()


def unfolded(text: bytes) -> RowLines:
    """The lines again."""
    summary, unmet, missing, pending, problems = json.loads(text)
    return RowLines(
        tuple(SummaryLine(*map(_cell, line)) for line in summary),
        tuple(UnmetLine(*line) for line in unmet),
        tuple(MissingLine(*map(_cell, line)) for line in missing),
        tuple(PendingLine(*line) for line in pending),
        tuple(ProblemLine(*line) for line in problems),
    )


def _cell(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
