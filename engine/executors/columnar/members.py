"""The members of a list, in a frame of their own: decided there, added up for the records that hold the list."""

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

import ibis

from engine.errors import Beyond
from engine.executors.columnar.board import read_by, reference
from engine.executors.columnar.cells import KEY, OWNER
from engine.executors.columnar.frame import Frame
from engine.executors.columnar.interval import (
    WHOLE,
    Expr,
    Interval,
    Opened,
    any_of,
    constant,
    equal,
    while_holds,
    whole,
)
from schemas.finding import CauseKind
from schemas.program import Formula, Tally
from schemas.quantity import Gathered

if TYPE_CHECKING:
    from engine.executors.columnar.block import Block


@dataclass
class Members:
    """A list's members: the formula about them, if any, and the causes that each of them tells its owner.

    `kinds` says, beside each owner, whether one of its members has a cause of that kind. `table` is where the members
    are kept with their causes, once these are told.
    """

    frame: Frame
    label: str
    truth: Expr
    block: "Block | None" = None
    opened: tuple[Opened, ...] = ()
    left_out: Expr = field(default_factory=lambda: ibis.literal(False))
    kinds: dict[CauseKind, Expr] = field(default_factory=dict)
    table: str | None = None

    def opens(self, holds: Expr) -> Opened:
        """What keeps them open as a cause of the record that holds the list."""
        return Opened(CauseKind.MISSING_FACT, self.label, holds, self, self.kinds)


@dataclass(frozen=True)
class Count:
    """How many members hold, may hold, and do not; beside their owners."""

    met: Expr
    unknown: Expr
    unmet: Expr
    members: Members | None = None


def count(leaf: Tally, block: "Block") -> Count:
    """Count the members of a list that satisfy a formula; those left out count nowhere."""
    members = _members(leaf.fact, leaf.label, leaf.where, block)
    if members is None:
        return Count(*(ibis.literal(0) for _ in range(3)))
    if members.block is not None:
        members.left_out = members.frame.keep(members.block.left_out(members.truth, members.opened))
    truth = members.truth
    holds = (truth.fill_null(False), truth.isnull() & ~members.left_out, ~truth.fill_null(True))
    counts = [ibis.ifelse(one, 1, 0) for one in holds]
    met, unknown, unmet = _beside(members, block, counts, lambda column: column.sum().cast("int64"), ibis.literal(0))
    return Count(met, unknown, unmet, members)


def gather(gathered: Gathered, block: "Block") -> Interval:
    """What the members that hold add up to, from the least to the most."""
    from engine.executors.columnar.quantities import read

    members = _members(gathered.fact, gathered.label, gathered.where, block)
    if members is None:
        return Interval(whole(0), whole(0), 1)
    frame, truth = members.frame, members.truth
    inner = members.block or block.within(frame, ())
    number = constant(Fraction(1)) if gathered.of is None else read(gathered.of, inner)
    if not isinstance(number.below, int):
        raise Beyond.because("a total of numbers over different denominators")
    may, nothing = truth.isnull(), ibis.null(WHOLE)
    least = ibis.ifelse(number.low.isnull(), nothing, ibis.least(number.low, whole(0)))
    most = ibis.ifelse(number.high.isnull(), nothing, ibis.greatest(number.high, whole(0)))
    low = frame.keep(ibis.cases((may, least), (truth, number.low), else_=whole(0)))
    high = frame.keep(ibis.cases((may, most), (truth, number.high), else_=whole(0)))
    open_ = ~equal(low, high).fill_null(False)
    own, formula = truth.fill_null(True) & open_, may & open_
    members.opened = frame.store_opened((*while_holds(members.opened, formula), *while_holds(number.opened, own)))
    added_low, added_high = _beside(members, block, [low, high], _total, whole(0))
    return Interval(added_low, added_high, number.below, (members.opens(ibis.literal(True)),))


def _members(fact: str, label: str, where: Formula | None, block: "Block") -> Members | None:
    """The members, each with the truth of a formula about it; None if nobody has any."""
    frame = None if block.blind else block.frame.within(fact, label)
    if frame is None:
        return None
    if where is None:
        return Members(frame, label, ibis.literal(True))
    if (fact, label, where) not in block.lists:
        block.lists[fact, label, where] = block.within(frame, where.nodes).run()
    inner = block.lists[fact, label, where]
    return Members(frame, label, inner.truths[where.root], inner, inner.opened(where.root))


def _beside(
    members: Members, block: "Block", columns: list[Expr], law: Callable[[Expr], Expr], nothing: Expr
) -> list[Expr]:
    """Columns of members added up beside their owners, and which kinds of causes they have; nothing where none is."""
    frame = members.frame
    owner = reference(OWNER, "int64")

    names = {f"c{place}": law(_as_column(one, frame)) for place, one in enumerate(columns)}
    kinds = {kind: frame.keep(any_of(one.of_kind(kind) for one in members.opened)) for kind in CauseKind}
    told = {
        kind.value: _as_column(one, frame).any() for kind, one in kinds.items() if not one.equals(ibis.literal(False))
    }
    table = frame.summed({**names, **told})
    joined = block.frame.beside(table, KEY, OWNER, {OWNER: owner, **names, **told})
    members.kinds = {
        kind: block.frame.keep(joined[kind.value].fill_null(False)) if kind.value in told else ibis.literal(False)
        for kind in CauseKind
    }
    return [block.frame.keep(ibis.ifelse(joined[OWNER].isnull(), nothing, joined[name])) for name in names]


def any_member(members: Members, holds: list[Expr], frame: Frame) -> list[Expr]:
    """Whether one of the members that belong to a record of `frame` holds, for several conditions."""
    if not holds:
        return []
    names = {f"a{place}": _as_column(one, members.frame).any() for place, one in enumerate(holds)}
    joined = frame.beside(members.frame.summed(names), KEY, OWNER, names)
    return [frame.keep(joined[name].fill_null(False)) for name in names]


def _as_column(expression: Expr, frame: Frame) -> Expr:
    """What is the same for all records as a column all the same, for only columns are added up."""
    kept, owner = frame.keep(expression), reference(OWNER, "int64")
    return kept if read_by(kept) else frame.keep(ibis.ifelse(owner.notnull(), kept, kept))


def _total(column: Expr) -> Expr:
    """The sum, NULL as soon as one of the numbers is lacking: SQL's own sum passes them over."""
    return ibis.ifelse(column.isnull().any(), ibis.null(WHOLE), column.sum().cast(WHOLE))
