"""Numbers as intervals with causes: stated, missing, or computed from others."""

import re
from dataclasses import dataclass, replace
from fractions import Fraction

from schemas.fact import Fact, FactType
from schemas.finding import CauseKind
from tests.oracle.reading import Contradiction, Stated, is_blank, plain, read_collection, read_number
from tests.oracle.scene import NO_CAUSES, Causes, Scene, cause, parts


@dataclass(frozen=True)
class Interval:
    """Where a number lies, both ends included, None where there is no end; and why it is not known exactly."""

    low: Fraction | None
    high: Fraction | None
    causes: Causes = NO_CAUSES

    @property
    def point(self) -> Fraction | None:
        """The number, when it is known."""
        return self.low if self.low is not None and self.low == self.high else None


def exactly(value: Fraction | int) -> Interval:
    """A known number."""
    return Interval(Fraction(value), Fraction(value))


def label(fact: Fact, year: int | None) -> str:
    """How causes name a number: a yearly one with its year."""
    return fact.name if year is None else f"{fact.name}[{year}]"


def which_year(fact: Fact, written: int | None, scene: Scene) -> int | None:
    """The year meant by a reference: the one written, else the base year; None for a fact that is not yearly."""
    if not scene.world.is_yearly(fact):
        return None
    return scene.base_year if written is None else written


def stated(fact: Fact, year: int | None, scene: Scene) -> Stated | None:
    """What the profile says directly; a yearly fact without a year means the base year."""
    raw = scene.raw(fact)
    if raw is None:
        return None
    if not isinstance(raw, dict):
        return read_number(raw, fact) if year in (None, scene.base_year) else None
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
    return Interval(low, high, cause(CauseKind.MISSING_FACT, label(fact, year)))


def derived(fact: Fact, written_year: int | None, scene: Scene) -> Interval:
    """What the parts of a fact come to."""
    operands = [quantity(scene.world.fact(name), written_year, scene) for name in parts(fact)]
    if fact.derive is not None and fact.derive.law == "sum":
        return total(operands)
    scale = 100 if fact.type is FactType.PERCENT else 1
    return ratio(operands[0], operands[1], scale, label(fact, which_year(fact, written_year, scene)))


def consistent(scene: Scene) -> None:
    """Raise Contradiction if any derived fact is stated otherwise than its parts have it, here or in a member."""
    for fact in scene.world.facts.values():
        raw = scene.raw(fact)
        if raw is None:
            continue
        if fact.type is FactType.LIST:
            for member in read_collection(raw)[0]:
                consistent(replace(scene, values=member))
        elif fact.derive is not None:
            for key in raw if isinstance(raw, dict) else [None]:
                agreeing(fact, None if key is None else int(plain(key)[:4]), scene)


def agreeing(fact: Fact, year: int | None, scene: Scene) -> None:
    """Raise Contradiction if what is stated differs from what is computed by more than its own rounding."""
    said, exact = stated(fact, which_year(fact, year, scene), scene), derived(fact, year, scene).point
    if said is not None and exact is not None and not said.agrees_with(exact):
        raise Contradiction(label(fact, which_year(fact, year, scene)))


def total(operands: list[Interval]) -> Interval:
    """The sum of intervals."""
    lows = [operand.low for operand in operands if operand.low is not None]
    highs = [operand.high for operand in operands if operand.high is not None]
    return Interval(
        sum(lows, Fraction(0)) if len(lows) == len(operands) else None,
        sum(highs, Fraction(0)) if len(highs) == len(operands) else None,
        NO_CAUSES.union(*(operand.causes for operand in operands if operand.point is None)),
    )


def ratio(numerator: Interval, denominator: Interval, scale: int, name: str) -> Interval:
    """One number through another; nothing is known of it unless the denominator is known and positive."""
    below = denominator.point
    if below is None:
        return Interval(None, None, numerator.causes | denominator.causes)
    if below <= 0:
        return Interval(None, None, cause(CauseKind.UNDEFINED, name))
    return Interval(
        None if numerator.low is None else numerator.low * scale / below,
        None if numerator.high is None else numerator.high * scale / below,
        numerator.causes,
    )
