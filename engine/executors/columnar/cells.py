"""Cases as columns: one wide table, and one for each list of members, keyed by the case or member that holds them.

| column | of | holds |
|---|---|---|
| `@key`, `@owner` | records; those of a list | a number; that of the record that holds the list |
| `@member` | those of a list | what names the member within its list |
| `fact`, `fact@2025`, `fact@` | numbers; yearly ones by year, without a year | whole numbers of a grain, see `Sheet.grains` |
| `fact` | text, codes, choice; yes_no; date; choices; dates | text; boolean; date; lists of text, of dates |
| `fact@none` | all | that it is 无 |
| `fact@open` | choices, dates, lists | that it is marked 不全 |
| `fact@stated` | lists | that there is a list at all |
| `认定@KC-32` | 认定 | passed or not |

What is blank is NULL, or has no column.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Optional, Protocol

import pyarrow as pa

from engine.errors import Beyond
from schemas.case import Case, Dates, Judgement, Member, Members, Nothing, Outcome, Value, Words, Yearly

KEY, OWNER, MEMBER = "@key", "@owner", "@member"
JUDGED = "认定@"
_WHOLE = pa.decimal128(38, 0)


class Records(Protocol):
    """Records as columns, wherever they come from."""

    @property
    def data(self) -> pa.Table:
        """The columns."""

    @property
    def grains(self) -> Mapping[str, int]:
        """How many units of a number column make one canonical unit; 1 where it is silent."""

    def within(self, fact: str, label: str) -> Optional["Records"]:
        """The members of a list, None if nobody has any."""


class Sheet:
    """Cases, or members of them, as columns, with what they were made from.

    `grains` says how many units of a number column make one canonical unit (1 if it is silent).
    """

    def __init__(
        self,
        records: Sequence[Mapping[str, Value]],
        judgements: Sequence[Mapping[str, Judgement]],
        owners: Sequence[int] = (),
        members: Sequence[Member] = (),
    ) -> None:
        self.records = records
        self.judgements = judgements
        self.owners = owners
        self.members = members
        self._lists: dict[tuple[str, str], Sheet | None] = {}
        self.grains: dict[str, int] = {}
        self.data = self._arrow()

    def within(self, fact: str, label: str) -> Optional["Sheet"]:
        """The members of a list, None if nobody has any; each with the row that owns it and what was decided about it."""
        if (fact, label) not in self._lists:
            held = [
                (row, member)
                for row, facts in enumerate(self.records)
                if isinstance(value := facts.get(fact), Members)
                for member in value.members
            ]
            decided = [_decided(self.judgements[row], f"{label}[{member.key}]/") for row, member in held]
            rows, members = [row for row, _ in held], [member for _, member in held]
            made = Sheet([member.facts for member in members], decided, rows, members) if held else None
            self._lists[fact, label] = made
        return self._lists[fact, label]

    def _arrow(self) -> pa.Table:
        columns: dict[str, list[Any]] = {}
        dated = {fact for facts in self.records for fact, value in facts.items() if isinstance(value, Dates)}
        for row, (facts, decided) in enumerate(zip(self.records, self.judgements, strict=True)):
            cells = {JUDGED + name: one.outcome is Outcome.PASS for name, one in decided.items()}
            for fact, value in facts.items():
                cells.update(_cells(fact, value))
            for name, cell in cells.items():
                columns.setdefault(name, [None] * len(self.records))[row] = cell
        made = {name: self._array(name, values, name in dated) for name, values in columns.items()}
        if self.owners:
            made[OWNER] = pa.array(self.owners, pa.int64())
            made[MEMBER] = pa.array([member.key for member in self.members], pa.string())
        return pa.table({KEY: pa.array(range(len(self.records)), pa.int64()), **made})

    def _array(self, name: str, values: list[Any], dated: bool) -> pa.Array:
        known = next(value for value in values if value is not None)
        if isinstance(known, list):
            return pa.array(values, pa.list_(pa.date32() if dated else pa.string()))
        if not isinstance(known, Decimal):
            return pa.array(values)
        places = max(0, -min(int(value.as_tuple().exponent) for value in values if value is not None))
        self.grains[name] = 10**places
        try:
            return pa.array([None if value is None else _whole(value, places) for value in values], _WHOLE)
        except pa.ArrowInvalid as error:
            raise Beyond.because(f"{name} has more than 38 digits") from error


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


def _whole(number: Decimal, places: int) -> Decimal:
    """The number in units of its last place; not `scaleb`, which rounds to the context's digits."""
    sign, digits, exponent = number.as_tuple()
    return Decimal((sign, digits, int(exponent) + places))


def _decided(judgements: Mapping[str, Judgement], path: str) -> dict[str, Judgement]:
    """What was decided about one member."""
    return {name.removeprefix(path): one for name, one in judgements.items() if name.startswith(path)}
