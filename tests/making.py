"""Makes leaves, facts and causes by hand, for tests of what decides them."""

import random
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import cast

from schemas.case import Dates, Judgement, Member, Members, Outcome, Words
from schemas.finding import Cause, CauseKind, Truth
from schemas.program import (
    All,
    Any,
    AtLeast,
    CountOperator,
    DayOperator,
    DayTest,
    Formula,
    Judgeable,
    Node,
    NumberOperator,
    NumberTest,
    Tally,
    WordOperator,
    WordTest,
)
from schemas.quantity import Given, Quantity, Threshold, Unit


def dice(seed: int) -> random.Random:
    """Chance that falls the same way every time."""
    return random.Random(seed)  # noqa: S311 - nothing secret hangs on it


def no_formula(_formula: Formula, _scope: object) -> tuple[Truth, tuple[Cause, ...]]:
    """Stands where the executor decides the formulas of tables and totals, for leaves that hold none."""
    raise AssertionError("this leaf holds no formula")


PASSED = Judgement(outcome=Outcome.PASS)
FAILED = Judgement(outcome=Outcome.FAIL)


def given(fact: str = "x", *, low: int | None = None, high: int | None = None, year: int | None = None) -> Given:
    """A stated number, called by its fact's name."""
    return Given(
        fact=fact,
        label=fact if year is None else f"{fact}[{year}]",
        year=year,
        low=None if low is None else Fraction(low),
        high=None if high is None else Fraction(high),
    )


def limit(value: str | int | date) -> Threshold:
    """A threshold: a number, a day, or `?name` for a parameter that nobody has published."""
    if isinstance(value, date):
        return Threshold(day=value)
    if isinstance(value, str) and value.startswith("?"):
        return Threshold(unknown=value[1:], parameter=value[1:])
    return Threshold(number=Fraction(value))


def number(operator: str, *limits: str | int, of: Quantity | None = None, negated: bool = False) -> NumberTest:
    """A number against thresholds."""
    return NumberTest(
        fact="x",
        label="x",
        quantity=of or given(),
        operator=cast(NumberOperator, operator),
        thresholds=tuple(limit(value) for value in limits),
        unit=Unit(),
        negated=negated,
    )


def word(operator: str, *words: str | bool, opens_for: str | None = None, negated: bool = False) -> WordTest:
    """Words; `opens_for` is the criterion whose 认定 settles what lies outside."""
    return WordTest(
        criterion=opens_for,
        negated=negated,
        fact="x",
        label="x",
        operator=cast(WordOperator, operator),
        words=words,
        open=opens_for is not None,
    )


def day(operator: str, value: date | str, *, negated: bool = False) -> DayTest:
    """A date against a day."""
    return DayTest(negated=negated, fact="x", label="x", operator=cast(DayOperator, operator), threshold=limit(value))


def tally(
    operator: str,
    value: str | int = 0,
    where: Node | None = None,
    *,
    window: tuple[date, date] | None = None,
    negated: bool = False,
) -> Tally:
    """A count of the members of the list 企业 that satisfy one leaf."""
    return Tally(
        negated=negated,
        fact="members",
        label="企业",
        window=window,
        operator=cast(CountOperator, operator),
        threshold=limit(value),
        unit=Unit(name="家"),
        where=None if where is None else Formula(nodes=(where,), root=0),
    )


def words(*chosen: str, complete: bool = True) -> Words:
    """Choices that hold."""
    return Words(words=frozenset(chosen), complete=complete)


def dates(*days: str, complete: bool = True) -> Dates:
    """Dated events."""
    return Dates(dates=tuple(date.fromisoformat(text) for text in sorted(days)), complete=complete)


def members(*values: int | None, complete: bool = True) -> Members:
    """Members A, B, … with their number x, None if it is blank."""
    listed = (
        Member(key=key, facts={} if value is None else {"x": Decimal(value)})
        for key, value in zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", values, strict=False)
    )
    return Members(members=tuple(listed), complete=complete)


def causes(*told: str) -> tuple[Cause, ...]:
    """Causes in short: `missing x`, `parameter 下限`, `pending A-01`, `undefined x`."""
    kinds = {
        "missing": CauseKind.MISSING_FACT,
        "parameter": CauseKind.UNKNOWN_PARAMETER,
        "pending": CauseKind.PENDING_JUDGEMENT,
        "undefined": CauseKind.UNDEFINED,
    }
    return tuple(Cause(kind=kinds[kind], name=name) for kind, _, name in (text.partition(" ") for text in told))


def told(found: Iterable[Cause]) -> set[str]:
    """Causes in short, in no order; a repeated one fails."""
    short = {
        CauseKind.MISSING_FACT: "missing",
        CauseKind.UNKNOWN_PARAMETER: "parameter",
        CauseKind.PENDING_JUDGEMENT: "pending",
        CauseKind.UNDEFINED: "undefined",
    }
    listed = [f"{short[cause.kind]} {cause.name}" for cause in found]
    if len(set(listed)) < len(listed):
        raise AssertionError(f"a cause is told twice: {listed}")
    return set(listed)


def judged_leaves(count: int) -> tuple[Node, ...]:
    """So many leaves, all different."""
    return tuple(Judgeable(criterion=f"A-{index}", text="须认定") for index in range(count))


def drawn_nodes(chance: random.Random) -> tuple[Node, ...]:
    """Random gates over five leaves, in topological order."""
    nodes = list(judged_leaves(5))
    for _ in range(chance.randint(1, 12)):
        chosen = tuple(chance.sample(range(len(nodes)), chance.randint(1, min(5, len(nodes)))))
        kind = chance.choice(("all", "any", "quorum"))
        if kind == "quorum":
            nodes.append(AtLeast(n=chance.randint(1, len(chosen)), inputs=chosen))
        else:
            nodes.append(All(inputs=chosen) if kind == "all" else Any(inputs=chosen))
    return tuple(nodes)
