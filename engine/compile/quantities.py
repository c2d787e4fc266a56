"""A numeric fact as a quantity: given, or derived from others, the year carried down to its parts."""

from fractions import Fraction

from engine.compile.context import Vocabulary, label, not_yet
from engine.load.problem import ValueProblem
from engine.load.units import canonical_unit
from schemas.fact import Fact, FactType
from schemas.program import Given, Quantity, Ratio, Sum

_PERCENT = Fraction(100)


def quantity(vocabulary: Vocabulary, fact: Fact, year: int | None) -> Quantity:
    """The number that a fact stands for in one year (None for a fact that is not yearly)."""
    given = Given(
        fact=fact.id,
        label=label(fact, year),
        year=year if fact.yearly else None,
        low=None if fact.min is None else Fraction(fact.min),
        high=None if fact.max is None else Fraction(fact.max),
    )
    derivation = fact.derive
    if derivation is None:
        return given
    inner = vocabulary if year is None else Vocabulary(vocabulary.library, year)
    if derivation.ratio is not None:
        (top, above), (bottom, below) = (_part(inner, fact, name) for name in derivation.ratio)
        return Ratio(
            stated=given,
            numerator=quantity(inner, top, above),
            denominator=quantity(inner, bottom, below),
            scale=_scale(fact, top, bottom),
        )
    if derivation.sum is not None:
        parts = [_part(inner, fact, name) for name in derivation.sum]
        for part, _ in parts:
            _same_dimension(fact, part)
        return Sum(stated=given, parts=tuple(quantity(inner, part, own_year) for part, own_year in parts))
    raise not_yet(f"派生算法 {derivation.law}")


def _part(vocabulary: Vocabulary, whole: Fact, name: str) -> tuple[Fact, int | None]:
    """A part with the year that it is read for: its own in brackets, else the whole's."""
    fact, year = vocabulary.fact(name)
    if fact.yearly and "[" not in name and not whole.yearly:
        raise ValueProblem("E1207", f"{fact.name}按年度填报，由它派生的字段也须按年度", "在派生字段上写 yearly: true")
    return fact, year


def _scale(ratio: Fact, top: Fact, bottom: Fact) -> Fraction:
    """What numerator / denominator is multiplied by, so that the result is in the ratio's canonical unit."""
    if ratio.type is FactType.PERCENT:
        _same_dimension(top, bottom)
        return _PERCENT
    if ratio.unit is not None:
        raise not_yet("带复合单位的比值")
    _same_dimension(top, bottom)
    return Fraction(1)


def _same_dimension(fact: Fact, other: Fact) -> None:
    ours, theirs = (fact.type, canonical_unit(fact)), (other.type, canonical_unit(other))
    if ours != theirs:
        raise ValueProblem(
            "E1207",
            f"{fact.name}与{other.name}的类型或单位不同，不能相加或相比",
            "让两个字段用同一类型和同一单位",
        )
