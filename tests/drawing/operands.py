"""Numbers and days to compare with, as texts, and the facts by what they are compared as."""

from fractions import Fraction

from schemas.fact import FactType
from tests.drawing.pen import Pen
from tests.drawing.vocabulary import DAYS, POOLS, VOCABULARY, shapes

NUMERIC = (FactType.COUNT, FactType.NUMBER, FactType.PERCENT, FactType.MONEY, FactType.AREA)
YEARLY = tuple(name for name in VOCABULARY.named(*NUMERIC) if VOCABULARY.is_yearly(name))
COMPUTED: dict[str, list[str]] = {}
"""The derived facts, by their laws."""
for _name in VOCABULARY.facts:
    if VOCABULARY.is_derived(_name):
        COMPUTED.setdefault(str(VOCABULARY.facts[_name].derive.law), []).append(_name)  # type: ignore[union-attr]


def threshold_text(pen: Pen, name: str) -> str:
    """A number with its unit, or a day, to compare a fact with."""
    if name not in POOLS:
        return pen.pick(DAYS)
    return pen.pick(shapes(VOCABULARY.facts[name], Fraction(pen.pick(POOLS[name]))))


def setting_text(pen: Pen, parameter: str) -> str:
    """A value for a parameter; the ends of `between` keep clear of each other."""
    name, end = measured(parameter), parameter[-2:]
    if end == "标准":
        return threshold_text(pen, name)
    numbers = [Fraction(number) for number in POOLS[name]]
    return pen.pick(shapes(VOCABULARY.facts[name], min(numbers) if end == "下限" else max(numbers)))


def measured(parameter: str) -> str:
    """The fact that a parameter is for."""
    name = parameter[:-2]
    return name if name in VOCABULARY.facts else name.removeprefix("成员")
