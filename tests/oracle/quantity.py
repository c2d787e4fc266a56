"""Numbers as intervals with causes: stated, missing, or computed from others, law by law."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from schemas.condition import Condition, Scalar, TableRow
from schemas.fact import Fact, FactType, OverMembers
from schemas.finding import CauseKind, Truth
from tests.oracle import intervals
from tests.oracle.intervals import Interval, exactly
from tests.oracle.reading import (
    Contradiction,
    Stated,
    is_blank,
    is_none_held,
    plain,
    read_collection,
    read_day,
    read_number,
    split,
    units,
    years_between,
)
from tests.oracle.scene import NO_CAUSES, OUTER, Scene, cause, of_a_member, of_the_outer

if TYPE_CHECKING:
    from tests.oracle.trees import Tree


def label(fact: Fact, year: int | None) -> str:
    """How causes name a number: a yearly one with its year."""
    return fact.name if year is None else f"{fact.name}[{year}]"


def which_year(fact: Fact, written: int | None, scene: Scene) -> int | None:
    """The year meant by a reference: the one written, that of `years`, the base year; None if the fact is not yearly."""
    if not scene.world.is_yearly(fact):
        return None
    return written or scene.year or scene.base_year


def stated(fact: Fact, year: int | None, scene: Scene) -> Stated | None:
    """What the profile says directly; a yearly fact without a year means the base year."""
    raw = scene.raw(fact)
    if raw is None:
        return None
    if not isinstance(raw, dict):
        return read_number(raw, fact) if year in (None, scene.single_year or scene.base_year) else None
    for key, value in raw.items():
        match = re.fullmatch(r"([0-9]{4})年?", plain(key))
        if match and int(match.group(1)) == year and not is_blank(value):
            return read_number(value, fact)
    return None


def quantity(fact: Fact, written_year: int | None, scene: Scene) -> Interval:
    """The number of a fact in canonical units; one that is computed exactly goes before what is stated."""
    year = which_year(fact, written_year, scene)
    said = stated(fact, year, scene)
    if fact.derive is not None:
        computed = derived(fact, written_year, scene)
        return computed if computed.point is not None or said is None else exactly(said.value)
    if said is not None:
        return exactly(said.value)
    low, high = (None if bound is None else Fraction(bound) for bound in (fact.min, fact.max))
    return intervals.between(low, high, cause(CauseKind.MISSING_FACT, label(fact, year)))


def other(operand: str, scene: Scene) -> Interval:
    """The number of `@fact`, or of the enclosing case's `@上级.fact`."""
    name, year = split(operand[1:].removeprefix(OUTER))
    fact = scene.world.fact(name)
    if not operand.startswith("@" + OUTER):
        return quantity(fact, year, scene)
    value = quantity(fact, year, scene.above())
    return replace(value, causes=of_the_outer(value.causes))


TOGETHER = {"sum": intervals.added, "max": intervals.largest, "min": intervals.smallest}
"""The laws that look at all their parts alike."""

# --- derivations --------------------------------------------------------------------------------------------------


def derived(fact: Fact, written_year: int | None, scene: Scene) -> Interval:
    """What the parts of a fact come to. A year's value is made of that year's parts, a single one of the base year's."""
    assert fact.derive is not None
    law, operand = fact.derive.law, fact.derive.operand
    year = which_year(fact, written_year, scene)
    name, scene = label(fact, year), replace(scene, year=year)
    match law:
        case "ratio":
            return ratio(fact, operand, name, scene)
        case "sum" | "max" | "min":
            return TOGETHER[law]([part(one, scene) for one in operand])
        case "difference":
            return intervals.difference(part(operand[0], scene), part(operand[1], scene))
        case "product":
            return product(fact, operand, scene)
        case "average":
            last = scene.base_year
            each = [quantity(scene.world.fact(operand.of), last - back, scene) for back in range(operand.years)]
            return intervals.scaled(intervals.added(each), Fraction(1, operand.years))
        case "growth":
            grown, last = scene.world.fact(operand.of), scene.base_year
            earlier = quantity(grown, last - operand.years + 1, scene)
            return growth(quantity(grown, last, scene), earlier, name)
        case "years_since":
            return elapsed(scene.world.fact(operand), name, scene)
        case "count" | "total":
            return gathered(operand, operand.where, scene)
        case "share":
            return intervals.ratio(gathered(operand, operand.where, scene), gathered(operand, None, scene), 100, name)
        case "table":
            return table(operand, lambda value: row_value(value, fact, scene), scene)
        case _:
            raise AssertionError(f"the oracle does not know {law}")


def part(reference: str, scene: Scene) -> Interval:
    """A part of a derivation, of the year it is read in or of its own."""
    name, year = split(reference)
    return quantity(scene.world.fact(name), year, scene)


def ratio(fact: Fact, operand: Sequence[str], name: str, scene: Scene) -> Interval:
    """One part through the other: in %, in a unit such as 件/亿元, or a bare number."""
    scale: Fraction | int = 100 if fact.type is FactType.PERCENT else 1
    if fact.unit is not None and "/" in fact.unit:
        worths = [
            units(scene.world.fact(split(one)[0]))[plain(unit)]
            for one, unit in zip(operand, fact.unit.split("/"), strict=True)
        ]
        scale = Fraction(worths[1], worths[0])
    return intervals.ratio(part(operand[0], scene), part(operand[1], scene), scale, name)


def product(fact: Fact, operand: Sequence[str], scene: Scene) -> Interval:
    """The product, a percentage being so many hundredths, as a part and as the whole."""
    percentages = sum(scene.world.fact(split(one)[0]).type is FactType.PERCENT for one in operand)
    scale = Fraction(1, 100**percentages) * (100 if fact.type is FactType.PERCENT else 1)
    return intervals.scaled(intervals.product([part(one, scene) for one in operand]), scale)


def growth(now: Interval, earlier: Interval, name: str) -> Interval:
    """How much more it is now, in % of what it was."""
    change = intervals.ratio(now, earlier, 100, name)
    return change if change.low is change.high is None else intervals.difference(change, exactly(100))


def elapsed(fact: Fact, name: str, scene: Scene) -> Interval:
    """The years from a date to the reference date."""
    raw = scene.raw(fact)
    if raw is None:
        return Interval(None, None, cause(CauseKind.MISSING_FACT, fact.name))
    if is_none_held(raw):
        return Interval(None, None, cause(CauseKind.UNDEFINED, name))
    return exactly(years_between(read_day(raw), scene.reference_date))


def gathered(over: OverMembers, where: Condition | None, scene: Scene) -> Interval:
    """How many members (or dates) hold, or what their numbers add up to."""
    fact, raw = scene.world.fact(over.in_), scene.raw(scene.world.fact(over.in_))
    items, complete = ([], False) if raw is None else read_collection(raw)
    if fact.type is FactType.DATES:
        worths = [exactly(1) for _ in items]
    else:
        members = [scene.member(fact, item, number) for number, item in enumerate(items, 1)]
        worths = [
            replace(worth, causes=of_a_member(worth.causes, fact, key))
            for key, member in members
            for worth in worth_of(over, where, member)
        ]
    whole = intervals.added(worths)
    if complete:
        return whole
    least = None if over.of is None else scene.world.fact(split(over.of)[0]).min
    bounded = over.of is None or (least is not None and least >= 0)
    return Interval(
        whole.low if bounded else None, None, whole.causes | cause(CauseKind.MISSING_FACT, fact.name)
    )  # fmt: skip


def worth_of(over: OverMembers, where: Condition | None, member: Scene) -> list[Interval]:
    """What one member adds: one, or its number; of a member that may hold, anything down or up to nothing."""
    holds = None if where is None else truth_of(where, member)
    worth = exactly(1) if over.of is None else part(over.of, member)
    if holds is None or holds.truth is Truth.MET:
        return [worth]
    if holds.truth is Truth.UNMET:
        return []
    low = None if worth.low is None else min(Fraction(0), worth.low)
    high = None if worth.high is None else max(Fraction(0), worth.high)
    return [intervals.between(low, high, holds.causes | worth.causes)]


def truth_of(condition: Condition, scene: Scene) -> "Tree":
    """A condition within a number: of a table's row, or of whom a count counts."""
    # conditions read numbers and numbers conditions: the two modules need each other
    from tests.oracle.trees import Walk
    from tests.oracle.verdicts import judge

    return Walk(scene, judge).tree(condition)


# --- tables -------------------------------------------------------------------------------------------------------


def table(rows: Sequence[TableRow], read: Callable[[Scalar], Interval], scene: Scene) -> Interval:
    """The hull of the rows that can still be the first whose `when` is met."""
    values, causes = [], NO_CAUSES
    for row in rows:
        if row.when is None:
            assert row.otherwise is not None
            values.append(read(row.otherwise))
            break
        assert row.value is not None
        tree = truth_of(row.when, scene)
        if tree.truth is not Truth.UNMET:
            values.append(read(row.value))
        if tree.truth is Truth.UNKNOWN:
            causes |= tree.causes
        if tree.truth is Truth.MET:
            break
    assert values, "a table without otherwise must cover"
    return intervals.hull(values, causes)


def row_value(value: Scalar, fact: Fact, scene: Scene) -> Interval:
    """A value in a derivation's table: another fact's, or a number of the fact's own."""
    if isinstance(value, str) and value.startswith("@"):
        return other(value, scene)
    return exactly(read_number(value, fact).value)


# --- stated and computed ------------------------------------------------------------------------------------------


def consistent(scene: Scene) -> None:
    """Raise Contradiction if any derived fact is stated otherwise than its parts have it, here or in a member."""
    for fact in scene.world.facts.values():
        raw = scene.raw(fact)
        if raw is None:
            continue
        if fact.type is FactType.LIST:
            for number, member in enumerate(read_collection(raw)[0], 1):
                consistent(scene.member(fact, member, number)[1])
        elif fact.derive is not None:
            for key in raw if isinstance(raw, dict) else [None]:
                agreeing(fact, None if key is None else int(plain(key)[:4]), scene)


def agreeing(fact: Fact, year: int | None, scene: Scene) -> None:
    """Raise Contradiction if what is stated differs from what is computed by more than its own rounding."""
    said, exact = stated(fact, which_year(fact, year, scene), scene), derived(fact, year, scene).point
    if said is not None and exact is not None and not said.agrees_with(exact):
        raise Contradiction(label(fact, which_year(fact, year, scene)))
