"""Which units a fact's numbers may be written in, and how many canonical units each is worth."""

from decimal import Decimal
from functools import cache
from typing import NamedTuple

from engine.load.problem import ValueProblem
from engine.load.text import quoted, squeezed
from schemas.fact import Fact, FactType


class Unit(NamedTuple):
    """A unit as it is shown, and its worth in canonical units of the fact."""

    name: str
    worth: Decimal


_MULTIPLIERS = {"": Decimal(1), "万": Decimal(10**4), "亿": Decimal(10**8)}
_MONEY = {"元": 0, "千元": 3, "万元": 4, "百万元": 6, "千万元": 7, "亿元": 8}
_SAME = (("人", "名", "位"), ("家", "户"))

LABELS = {
    FactType.COUNT: "个数",
    FactType.NUMBER: "数值",
    FactType.PERCENT: "百分比",
    FactType.MONEY: "金额",
    FactType.AREA: "面积",
}
"""What the numeric types are called in messages."""


def units_of(fact: Fact) -> dict[str, Unit]:
    """Every spelling accepted for the fact, the canonical unit first; `""` is among them if a bare number is clear."""
    return _units(fact.type, fact.unit, fact.count_as)


@cache
def _units(kind: FactType, unit: str | None, count_as: str | None) -> dict[str, Unit]:
    """The units of a kind of fact: the same for every cell of a column, so found out once."""
    match kind:
        case FactType.MONEY:
            money = {name: Unit(name, Decimal(10**power)) for name, power in _MONEY.items()}
            return money | {"万": money["万元"], "亿": money["亿元"]}
        case FactType.AREA:
            spellings = {"㎡": "m2", "平方米": "平方米"}
            return {
                prefix + spelling: Unit(prefix + shown, worth)
                for prefix, worth in (("", Decimal(1)), ("万", Decimal(10**4)))
                for shown, spelling in spellings.items()
            }
        case FactType.PERCENT:
            return {"%": Unit("%", Decimal(1))}
        case FactType.NUMBER:
            return _declared(unit)
        case _:
            return _counted(count_as)


def _declared(unit: str | None) -> dict[str, Unit]:
    """The declared unit of a number and, unless it is a compound one, its 万 and 亿 fold."""
    if unit is None:
        return {prefix: Unit(prefix, worth) for prefix, worth in _MULTIPLIERS.items()}
    spelling = squeezed(unit)
    known = {spelling: Unit(unit, Decimal(1))}
    if "/" in spelling:
        return known
    own = spelling[:1] if spelling[:1] in _MULTIPLIERS and len(spelling) > 1 else ""
    noun = spelling[len(own) :]
    for prefix, worth in _MULTIPLIERS.items():
        known.setdefault(prefix + noun, Unit(prefix + noun, worth / _MULTIPLIERS[own]))
    return known


def _counted(count_as: str | None) -> dict[str, Unit]:
    """The measure word of a count with its synonyms, and no unit at all."""
    shown = count_as or ""
    spelling = squeezed(shown)
    spellings = next((group for group in _SAME if spelling in group), (spelling,))
    return {
        prefix + word: Unit(prefix + shown, worth)
        for prefix, worth in _MULTIPLIERS.items()
        for word in (spelling, *spellings, "")
    }


def canonical_unit(fact: Fact) -> Unit:
    """The unit that canonical values of the fact are in: 元, ㎡, %, or the declared one."""
    return next(iter(units_of(fact).values()))


def likely_units(fact: Fact) -> list[Unit]:
    """The two units somebody who wrote none is likeliest to have meant (one, if there is only one)."""
    by_worth = {unit.worth: unit for unit in reversed(units_of(fact).values())}
    other = by_worth.get(Decimal("0.0001"), by_worth.get(Decimal(10**4)))
    return [unit for unit in (canonical_unit(fact), other) if unit is not None]


def read_unit(text: str, fact: Fact) -> Unit:
    """A unit by its spelling; one that the fact cannot be written in is a problem."""
    unit = units_of(fact).get(squeezed(text))
    if unit is None:
        raise wrong_unit(text, fact)
    return unit


def wrong_unit(text: str, fact: Fact) -> ValueProblem:
    """The problem of a unit that does not fit the fact."""
    label = LABELS.get(fact.type, "个数")
    names = list(dict.fromkeys(unit.name for unit in units_of(fact).values() if unit.name not in _MULTIPLIERS))
    if not names:
        return ValueProblem("E2104", f"{fact.name}是不带单位的{label}，写了单位{quoted(text)}", "只写数，不写单位")
    return ValueProblem(
        "E2104",
        f"{fact.name}是{label}，单位{quoted(text)}与它不符",
        f"改用{'、'.join(names)}；其他单位请先自行换算",
    )
