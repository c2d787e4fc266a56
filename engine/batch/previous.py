"""What an earlier run said, and how this one differs: whose verdict changed, and by which condition."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from engine.batch.codes_cell import codes_in
from engine.batch.columns import (
    CODE_COLUMN,
    ID,
    MISSING_COLUMN,
    NAME_COLUMN,
    PENDING_COLUMN,
    SCHEME,
    SUMMARY_SHEET,
    UNKNOWN_COLUMN,
    UNMET_COLUMN,
    VERDICT_COLUMN,
)
from engine.batch.filled_sheet import Cell, read_filled
from engine.batch.lines import SEPARATOR, ChangeLine, SummaryLine, summary_lines
from engine.errors import InputError
from engine.load.text_file import read_bytes
from schemas.batch import BatchRow
from schemas.diagnostic import Place

_NEEDED = (NAME_COLUMN, SCHEME, VERDICT_COLUMN, UNMET_COLUMN, ID)


class Earlier(NamedTuple):
    """One row of the earlier summary."""

    name: str
    uscc: str
    scheme: str
    verdict: str
    unmet: frozenset[str]
    opened: frozenset[str]


class Comparison:
    """The earlier rows, each struck out when this run comes to it."""

    def __init__(self, earlier: dict[tuple[str, str], Earlier]) -> None:
        self._left: dict[str, dict[str, Earlier]] = {}
        for (who, scheme), one in earlier.items():
            self._left.setdefault(who, {})[scheme] = one

    def change(self, line: SummaryLine) -> ChangeLine | None:
        """How one row differs; None if it does not."""
        mine = self._left.get(line.id, {})
        # an applicant that could not be assessed, then or now, stands under no rule set
        key = next((name for name in (line.scheme, "", *(mine if not line.scheme else ())) if name in mine), None)
        before = None if key is None else mine.pop(key)
        if before is None:
            return ChangeLine(line.number, line.name, line.uscc, line.scheme, "上次没有", "", line.verdict)
        unmet, opened = frozenset(line.unmet), frozenset(line.opened)
        if (before.verdict, before.unmet, before.opened) == (line.verdict, unmet, opened):
            return None
        return ChangeLine(
            line.number,
            line.name,
            line.uscc,
            line.scheme,
            "结论不变" if before.verdict == line.verdict else "结论变了",
            before.verdict,
            line.verdict,
            tuple(sorted(unmet - before.unmet)),
            tuple(sorted(before.unmet - unmet)),
            tuple(sorted(opened - before.opened)),
            tuple(sorted(before.opened - opened)),
        )

    def gone(self) -> Iterator[ChangeLine]:
        """The earlier rows that this run has nothing of."""
        for before in (one for mine in self._left.values() for one in mine.values()):
            yield ChangeLine(None, before.name, before.uscc, before.scheme, "本次没有", before.verdict, "")


def read_previous(path: Path) -> dict[tuple[str, str], Earlier]:
    """The summary of an earlier run, by applicant and rule set. Raises InputError if it is none."""
    if path.suffix.lower() == ".jsonl":
        return dict(_of_lines(path))
    return dict(map(_of_row, read_filled(path, SUMMARY_SHEET, _NEEDED, "E6011").rows))


def _of_row(row: dict[str, Cell]) -> tuple[tuple[str, str], Earlier]:
    def text(name: str) -> str:
        return str(row[name].value).strip() if name in row else ""

    def listed(name: str) -> list[str]:
        return [part for part in text(name).split(SEPARATOR) if part]

    opened = [*listed(MISSING_COLUMN), *codes_in(listed(PENDING_COLUMN)), *listed(UNKNOWN_COLUMN)]
    earlier = Earlier(
        text(NAME_COLUMN),
        text(CODE_COLUMN),
        text(SCHEME),
        text(VERDICT_COLUMN),
        frozenset(codes_in(listed(UNMET_COLUMN))),
        frozenset(opened),
    )
    return (text(ID), earlier.scheme), earlier


def _of_lines(path: Path) -> Iterator[tuple[tuple[str, str], Earlier]]:
    if not path.is_file():
        read_bytes(path)  # tells why not
    with path.open("rb") as file:
        for number, text in enumerate(file, 1):
            try:
                row = BatchRow.model_validate_json(text)
            except ValueError:
                raise InputError.one(
                    "E6011",
                    "这一行不是批量评审写出的结果",
                    place=Place(file=str(path), line=number),
                    remedy="--previous 用上一次批量评审写出的文件，原样不改",
                ) from None
            for line in summary_lines(row):
                earlier = Earlier(
                    line.name, line.uscc, line.scheme, line.verdict, frozenset(line.unmet), frozenset(line.opened)
                )
                yield (line.id, line.scheme), earlier
