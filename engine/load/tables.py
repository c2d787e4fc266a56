"""Tables must always have a first row that holds: `otherwise` stands last, unless the rows provably cover."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from engine.load.document import Document
from engine.load.ledger import Ledger
from engine.load.problem import ValueProblem
from engine.load.quantity import read_number
from engine.load.vocabulary import split_year
from engine.load.walk import Path
from schemas.condition import Condition, FactCondition, Operators, TableRow
from schemas.fact import Fact, FactType

_FORM = "最后一行写 {otherwise: …}，写明其余情形的取值"


def check_table(
    rows: Sequence[TableRow], facts: Mapping[str, Fact], document: Document, path: Path, ledger: Ledger
) -> None:
    """Note what keeps a table from having a value in every case."""
    for index, row in enumerate(rows[:-1]):
        if row.otherwise is not None:
            ledger.error("E1149", "otherwise 之后还有别的行，永远轮不到", document, (*path, index), "移到最后一行")
    if rows[-1].otherwise is None and not _cover([row.when for row in rows], facts):
        ledger.error(
            "E1149", "这张表没有 otherwise，各行又不能证明包括了所有情形", document, (*path, len(rows) - 1), _FORM
        )


class _Bounds(NamedTuple):
    """Numbers from `low` to `high`, None where there is no end; whether the ends are included."""

    low: Decimal | None
    with_low: bool
    high: Decimal | None
    with_high: bool


def _cover(conditions: Sequence[Condition | None], facts: Mapping[str, Fact]) -> bool:
    """Whether some row holds whatever the one fact is that all rows are about."""
    tests = [one for one in conditions if isinstance(one, FactCondition)]
    references = {test.fact for test in tests}
    fact = facts.get(split_year(next(iter(references), ""))[0])
    if fact is None or len(references) > 1 or len(tests) < len(conditions):
        return False
    if fact.type is FactType.YES_NO:
        return {test.operators.is_ for test in tests if list(test.operators.written) == ["is"]} >= {True, False}
    if not fact.type.is_numeric:
        return False
    bounds = [_bounds(test.operators, fact) for test in tests]
    return _no_gap([one for one in bounds if one is not None], fact)


def _bounds(operators: Operators, fact: Fact) -> _Bounds | None:
    """The numbers that satisfy a row; None where they cannot be told, or where several operators are mixed."""
    written = operators.written
    low = [name for name in ("at_least", "more_than") if name in written]
    high = [name for name in ("at_most", "less_than") if name in written]
    if len(low) > 1 or len(high) > 1 or len(low) + len(high) != len(written):
        return None
    try:
        numbers = {name: read_number(operand, fact).value for name, operand in written.items()}
    except ValueProblem:
        return None
    return _Bounds(
        numbers[low[0]] if low else None, low == ["at_least"], numbers[high[0]] if high else None, high == ["at_most"]
    )


def _no_gap(bounds: Sequence[_Bounds], fact: Fact) -> bool:
    """Whether the rows leave out no number that the fact can be: swept from the lowest up."""
    lowest, highest = (fact.min, fact.max) if fact.derive is None else (None, None)  # only what is stated keeps them
    reached, included = lowest, False  # everything below is covered, and `reached` itself if included
    started = reached is not None
    for one in sorted(bounds, key=lambda bound: (bound.low is not None, bound.low or 0, not bound.with_low)):
        if one.low is not None:
            if not started or reached is None or one.low > reached:
                return False
            if one.low == reached and not (included or one.with_low):
                return False
        if one.high is None:
            return True
        if reached is None or one.high > reached:
            reached, included = one.high, one.with_high
        elif one.high == reached:
            included = included or one.with_high
        started = True
    return highest is not None and reached is not None and (reached, included) >= (highest, True)
