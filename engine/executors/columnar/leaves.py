"""Leaves as columns: truth, what keeps it open, and what the finding tells (the table of docs/adr/0002)."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from typing import TYPE_CHECKING, assert_never

import ibis

from engine.executors.columnar import interval as arithmetic
from engine.executors.columnar.cells import JUDGED
from engine.executors.columnar.interval import (
    WHOLE,
    Expr,
    Interval,
    Opened,
    constant,
    equal,
    unbounded,
    while_holds,
)
from engine.executors.columnar.members import Count, Members, count
from engine.executors.columnar.quantities import read
from engine.executors.columnar.verdict import assess
from schemas.finding import CauseKind
from schemas.program import (
    Accepted,
    DayTest,
    Judgeable,
    Leaf,
    NumberOperator,
    NumberTest,
    Passes,
    StatedTest,
    Tally,
    Unread,
    WordTest,
)
from schemas.quantity import Mention, Threshold

if TYPE_CHECKING:
    from engine.executors.columnar.block import Block

UNKNOWN = ibis.null(bool)
NO_DAY = ibis.null("date")


@dataclass(frozen=True)
class Found:
    """A decided leaf: its truth, its causes where it is open, and the numbers that its finding tells.

    `gap` is over the number beside it. `members` are those that the leaf counts.
    """

    truth: Expr
    opened: tuple[Opened, ...] = ()
    actual: Interval | None = None
    compared: tuple[Interval, ...] = ()
    gap: tuple[Expr, Expr | int] | None = None
    members: Members | None = None


def decide_leaf(index: int, leaf: Leaf, block: "Block") -> Found:
    """Decide one leaf for every record."""
    match leaf:
        case NumberTest():
            return _number(leaf, block)
        case WordTest():
            return _kept(block, *(_word(leaf, block) if leaf.other is None else _beside(leaf, leaf.other, block)))
        case DayTest():
            return _day(leaf, block)
        case StatedTest():
            return _stated(leaf, block)
        case Judgeable():
            return _kept(block, *_judged(leaf.criterion, block, negated=leaf.negated))
        case Accepted():
            return _kept(block, *_judged(leaf.criterion, block))
        case Unread():
            return _kept(block, UNKNOWN, (Opened(CauseKind.UNKNOWN_PARAMETER, leaf.text, ibis.literal(True)),))
        case Passes():
            judged = block.programs[index] = assess(block.members[leaf.rule_set], block)
            return _kept(block, _negated(judged.truth, leaf.negated), judged.opened)
        case Tally():
            return _tally(leaf, block)
        case _:
            assert_never(leaf)


def _kept(
    block: "Block",
    truth: Expr,
    opened: tuple[Opened, ...],
    *,
    actual: Interval | None = None,
    compared: tuple[Interval, ...] = (),
    gap: tuple[Expr, Expr | int] | None = None,
    members: Members | None = None,
) -> Found:
    """The leaf with its truth and its causes worked out; these only where it is open."""
    frame = block.frame
    truth = frame.keep(truth.cast(bool))
    causes = frame.store_opened(while_holds(opened, truth.isnull()))
    if gap is not None:
        gap = (frame.keep(gap[0]), gap[1] if isinstance(gap[1], int) else frame.keep(gap[1]))
    return Found(truth, causes, actual, compared, gap, members)


def _negated(truth: Expr, negated: bool) -> Expr:
    """Under `not`; written as a comparison, for `NOT x IS NULL` asks whether x is not NULL, and Ibis writes no brackets."""
    return equal(truth, ibis.literal(False)) if negated else truth


# --- numbers ----------------------------------------------------------------------------------------------------


def _limit_of(threshold: Threshold, block: "Block") -> Interval:
    """What a number is compared with."""
    if threshold.quantity is not None:
        return read(threshold.quantity, block)
    if threshold.number is not None:
        return constant(threshold.number)
    return unbounded(Opened(CauseKind.UNKNOWN_PARAMETER, threshold.unknown or "", ibis.literal(True)))


def _number(leaf: NumberTest, block: "Block") -> Found:
    value = read(leaf.quantity, block)
    limits = tuple(_limit_of(threshold, block) for threshold in leaf.thresholds)
    told = limits if any(threshold.quantity is not None for threshold in leaf.thresholds) else ()
    truth = _negated(arithmetic.compare(leaf.operator, value, limits), leaf.negated)
    opened = (*(one for limit in limits for one in limit.opened), *value.opened)
    gap = None if leaf.negated else arithmetic.gap(leaf.operator, value, limits)
    return _kept(block, truth, opened, actual=value, compared=told, gap=gap)


def _tally(leaf: Tally, block: "Block") -> Found:
    """The count of members that hold, of dated events in a window, as an interval."""
    every = leaf.operator == "every"
    fixed = {"some": Fraction(1), "every": Fraction(0)}.get(leaf.operator)
    limit = _limit_of(leaf.threshold, block) if fixed is None else constant(fixed)
    told = (limit,) if fixed is None and leaf.threshold.quantity is not None else ()
    operator: NumberOperator = "at_most" if leaf.operator in ("every", "at_most") else "at_least"
    days = block.column(leaf.fact)
    if days is not None:
        inside = ibis.literal(0) if every else _in_window(days, leaf)
        counted = Count(inside, ibis.literal(0), ibis.literal(0))
        blank = days.isnull() & ~block.flag(f"{leaf.fact}@none")
    else:
        counted = count(leaf, block)
        blank = ~(block.flag(f"{leaf.fact}@none") | block.flag(f"{leaf.fact}@stated"))
    sure = counted.unmet if every else counted.met
    unlisted = block.frame.keep(block.flag(f"{leaf.fact}@open") | blank)
    opened = [Opened(CauseKind.MISSING_FACT, leaf.label, unlisted)]
    if counted.members is not None:
        opened.append(counted.members.opens(counted.unknown > 0))
    high = ibis.ifelse(unlisted, ibis.null(WHOLE), (sure + counted.unknown).cast(WHOLE))
    found = block.frame.store(Interval(sure.cast(WHOLE), high, 1))
    truth = _negated(arithmetic.compare(operator, found, [limit]), leaf.negated)
    gap = None if leaf.negated else arithmetic.gap(operator, found, [limit])
    return _kept(block, truth, (*limit.opened, *opened), actual=found, compared=told, gap=gap, members=counted.members)


def _in_window(days: Expr, leaf: Tally) -> Expr:
    """How many of the days lie in the window, both ends included."""
    if leaf.window is not None:
        first, last = leaf.window
        days = days.filter(lambda day: (day >= ibis.literal(first)) & (day <= ibis.literal(last)))
    return ibis.coalesce(days.length(), 0)


# --- words and days ---------------------------------------------------------------------------------------------


def _word(leaf: WordTest, block: "Block") -> tuple[Expr, tuple[Opened, ...]]:
    value, none = block.column(leaf.fact), _none(block, leaf.fact)
    missing = Opened(CauseKind.MISSING_FACT, leaf.label, ibis.literal(True))
    said = UNKNOWN if value is None else _said(value, leaf, block)
    base = block.frame.keep(ibis.ifelse(none, False, said))
    truth = _negated(base, (leaf.operator == "none_of") is not leaf.negated)
    if leaf.criterion is None:
        return truth, (missing,)
    judged, pending = _judged(leaf.criterion, block, negated=leaf.negated)
    asks = ~base.fill_null(True) & ~none
    return ibis.ifelse(asks, judged, truth), (*while_holds((missing,), ~asks), *while_holds(pending, asks))


def _said(value: Expr, leaf: WordTest, block: "Block") -> Expr:
    """Whether what is stated is one of the words, or lies within one of the codes; NULL where nothing is."""
    if leaf.operator == "within":
        return _within(value, [ibis.literal(str(word)) for word in leaf.words])
    if value.type().is_array():
        return _holds(value, [value.contains(str(word)) for word in leaf.words], leaf, block)
    wanted = bool if value.type().is_boolean() else str
    return value.isin([word for word in leaf.words if isinstance(word, wanted)])


def _holds(words: Expr, hits: Sequence[Expr], leaf: WordTest, block: "Block") -> Expr:
    """Whether one of several words holds; a list marked 不全 may hold more."""
    hit = reduce(lambda one, other: one | other, hits)
    return ibis.cases(
        (hit, True), (block.flag(f"{leaf.fact}@open"), UNKNOWN), (words.isnull() | hit.isnull(), UNKNOWN), else_=False
    )


def _none(block: "Block", fact: str) -> Expr:
    """Whether 无 is stated: by itself, or as an empty list; one that is empty and 不全 says no such thing."""
    value, flag = block.column(fact), block.flag(f"{fact}@none")
    if value is None or not value.type().is_array():
        return flag
    return flag | ((value.length() == 0).fill_null(False) & ~block.flag(f"{fact}@open"))


def _within(value: Expr, codes: Sequence[Expr]) -> Expr:
    """By prefix; a code coarser than the rule's leaves it unknown."""
    inside = reduce(lambda one, other: one | other, [value.startswith(code) for code in codes])
    coarser = reduce(lambda one, other: one | other, [code.startswith(value) for code in codes])
    return ibis.cases((inside, True), (coarser, UNKNOWN), (inside.isnull(), UNKNOWN), else_=False)


def _beside(leaf: WordTest, other: Mention, block: "Block") -> tuple[Expr, tuple[Opened, ...]]:
    """A word against what another fact says; where either is 无 they do not agree, whatever the other is."""
    frame, value = block.frame, block.column(leaf.fact)
    against, other_none, label = _mentioned(other, block)
    none = frame.keep(_none(block, leaf.fact) | other_none)
    if value is None or against is None:
        said = UNKNOWN
    elif leaf.operator == "within":
        said = _within(value, [against])
    elif value.type().is_array():
        said = _holds(value, [value.contains(against)], leaf, block)
    else:
        said = equal(value, against)
    not_said = ibis.literal(True) if value is None else value.isnull()
    neither = ibis.literal(True) if against is None else against.isnull()
    own = Opened(CauseKind.MISSING_FACT, leaf.label, not_said | block.flag(f"{leaf.fact}@open") | ~neither)
    theirs = Opened(CauseKind.MISSING_FACT, label, neither)
    return _negated(ibis.ifelse(none, False, said), leaf.negated), (own, theirs)


def _mentioned(mention: Mention, block: "Block") -> tuple[Expr | None, Expr, str]:
    """Another fact: its column, whether it is 无, and its name."""
    owner = block.outside if mention.outer else block
    value, none = owner.column(mention.fact), _none(owner, mention.fact)
    if not mention.outer:
        return value, none, mention.label
    label = mention.label
    if owner.blind:
        return value, none, label
    columns = {"none": none} if value is None else {"value": value, "none": none}
    here = block.frame.outer(columns)
    return here.get("value"), here["none"].fill_null(False), label


def _day(leaf: DayTest, block: "Block") -> Found:
    threshold, value = leaf.threshold, block.column(leaf.fact)
    none, day = block.flag(f"{leaf.fact}@none"), NO_DAY if value is None else value
    missing = Opened(CauseKind.MISSING_FACT, leaf.label, day.isnull())
    opened: tuple[Opened, ...] = (missing,)
    limit = NO_DAY if threshold.day is None else ibis.literal(threshold.day)
    if threshold.other is not None:
        stated, other_none, label = _mentioned(threshold.other, block)
        limit = NO_DAY if stated is None else stated
        none = none | other_none
        opened = (Opened(CauseKind.MISSING_FACT, label, limit.isnull()), missing)
    elif threshold.unknown is not None:
        opened = (Opened(CauseKind.UNKNOWN_PARAMETER, threshold.unknown, ibis.literal(True)), missing)
    first, second = (limit, day) if leaf.operator == "on_or_before" else (day, limit)
    days = block.frame.keep(first.delta(second, unit="day").cast("int64"))
    truth = _negated(ibis.ifelse(none, False, days >= 0), leaf.negated)
    gap = None if leaf.negated else (ibis.ifelse(none, ibis.null("int64"), days), 1)
    return _kept(block, truth, opened, gap=gap)


def _stated(leaf: StatedTest, block: "Block") -> Found:
    there = block.flag(f"{leaf.fact}@none") | block.flag(f"{leaf.fact}@stated")
    if leaf.year is not None:
        there = there | block.frame.number("" if block.blind else leaf.fact, leaf.year, block.base_year)[0].notnull()
    elif (value := block.column(leaf.fact)) is not None:
        there = there | value.notnull()
    truth = ibis.ifelse(there, not leaf.negated, UNKNOWN)
    return _kept(block, truth, (Opened(CauseKind.MISSING_FACT, leaf.label, ibis.literal(True)),))


def _judged(criterion: str, block: "Block", *, negated: bool = False) -> tuple[Expr, tuple[Opened, ...]]:
    """What a person decides: by the criterion's 认定, pending without one."""
    column = block.column(JUDGED + criterion)
    passed = UNKNOWN if column is None else column
    return _negated(passed, negated), (Opened(CauseKind.PENDING_JUDGEMENT, criterion, passed.isnull()),)
