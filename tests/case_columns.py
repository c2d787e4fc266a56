"""Cases as columns: one wide table, and one for each list of members, keyed by the case or member that holds them.

| column | of | holds |
|---|---|---|
| `fact`, `fact@2025`, `fact@` | numbers; yearly ones by year, without a year | whole numbers of a grain, see `Sheet.grains` |
| `fact` | text, codes, choice; yes_no; date; choices; dates | text; boolean; date; lists of text, of dates |
| `fact@none` | text, choice, date | that it is 无 |
| `fact@open` | choices, dates, lists | that it is marked 不全 |
| `fact@stated` | lists | that there is a list at all |
| `认定@KC-32` | 认定 | passed or not |

What is blank is NULL, or has no column.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa

from schemas.case import Case, Dates, Judgement, Member, Members, Nothing, Outcome, Value, Words, Yearly

KEY, OWNER = "@key", "@owner"
JUDGED = "认定@"
_WHOLE = pa.decimal128(38, 0)


@dataclass
class Sheet:
    """Some records as columns; `grains` says how many units of a number column make one canonical unit."""

    records: Sequence[Mapping[str, Value]]
    judgements: Sequence[Mapping[str, Judgement]]
    owners: Sequence[int] = ()
    members: Sequence[Member] = ()
    grains: dict[str, int] = field(default_factory=dict)

    def arrow(self) -> pa.Table:
        """The columns as an Arrow table, numbers as whole numbers of their grain."""
        columns: dict[str, list[Any]] = {}
        for row, (facts, decided) in enumerate(zip(self.records, self.judgements, strict=True)):
            cells = {JUDGED + name: one.outcome is Outcome.PASS for name, one in decided.items()}
            for fact, value in facts.items():
                cells.update(_cells(fact, value))
            for name, cell in cells.items():
                columns.setdefault(name, [None] * len(self.records))[row] = cell
        made = {name: self._array(name, values) for name, values in columns.items()}
        if self.owners:
            made[OWNER] = pa.array(self.owners, pa.int64())
        return pa.table({KEY: pa.array(range(len(self.records)), pa.int64()), **made})

    def within(self, fact: str, label: str) -> "Sheet":
        """The members of one list of all records, each with the row that owns it and what was decided about it."""
        held = [
            (row, member)
            for row, facts in enumerate(self.records)
            if isinstance(value := facts.get(fact), Members)
            for member in value.members
        ]
        return Sheet(
            [member.facts for _, member in held],
            [_decided(self.judgements[row], f"{label}[{member.key}]/") for row, member in held],
            [row for row, _ in held],
            [member for _, member in held],
        )

    def _array(self, name: str, values: list[Any]) -> pa.Array:
        known = next((value for value in values if value is not None), None)
        if isinstance(known, Decimal):
            places = max(0, -min(int(value.as_tuple().exponent) for value in values if value is not None))
            self.grains[name] = 10**places
            return pa.array([None if value is None else value.scaleb(places) for value in values], _WHOLE)
        if isinstance(known, list):
            days = any(isinstance(item, date) for value in values for item in value or ())
            return pa.array(values, pa.list_(pa.date32() if days else pa.string()))
        return pa.array(values)


def sheet_of(cases: Sequence[Case]) -> Sheet:
    """Cases as columns."""
    return Sheet([case.facts for case in cases], [case.judgements for case in cases])


def _cells(fact: str, value: Value) -> dict[str, Any]:
    """One stated value, column by column."""
    match value:
        case Nothing():
            return {f"{fact}@none": True}
        case Yearly(values=years):
            return {f"{fact}@{'' if year is None else year}": number for year, number in years.items()}
        case Words(words=words):
            return {fact: sorted(words), f"{fact}@open": not value.complete}
        case Dates(dates=dates):
            return {fact: list(dates), f"{fact}@open": not value.complete}
        case Members():
            return {f"{fact}@stated": True, f"{fact}@open": not value.complete}
        case _:
            return {fact: value}


def _decided(judgements: Mapping[str, Judgement], path: str) -> dict[str, Judgement]:
    """What was decided about one member."""
    return {name.removeprefix(path): one for name, one in judgements.items() if name.startswith(path)}
