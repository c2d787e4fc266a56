"""A case under one base year: years made definite, and what is stated twice checked to agree."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction

from engine.compile import derived_quantity
from engine.compile.context import label
from engine.errors import InputError
from engine.executors.inference import read_quantity
from engine.load.library import Library
from schemas.case import Case, Members, Value, Yearly
from schemas.diagnostic import Diagnostic, Place
from schemas.fact import Fact


def bind(case: Case, library: Library, base_year: int, on: date) -> Case:
    """Give yearly facts without a year the base year; those of members wait for the rule set that reads them.

    Raises InputError where a fact is stated both without a year and, differently, for the base year, or where a
    derived fact differs from what its parts give by more than the rounding of the digits it is stated with.
    """
    binding = _Binding(library, base_year, on)
    facts = binding.bound(case.facts, case.places)
    if binding.problems:
        raise InputError(binding.problems)
    return case if facts is case.facts else case.model_copy(update={"facts": facts})


class _Binding:
    def __init__(self, library: Library, base_year: int, on: date) -> None:
        self._library = library
        self._base_year = base_year
        self._on = on
        self.problems: list[Diagnostic] = []

    def bound(self, facts: Mapping[str, Value], places: Mapping[str, Place]) -> dict[str, Value]:
        """The facts of a case or a member with definite years."""
        definite = {name: self._value(name, value, places.get(name)) for name, value in facts.items()}
        for name in definite:
            fact = self._library.fact(name)
            if fact is not None and fact.derive is not None:
                self._agrees(fact, definite, places.get(name))
        return definite

    def _value(self, name: str, value: Value, place: Place | None) -> Value:
        match value:
            case Yearly(values=values) if None in values:
                years: dict[int | None, Decimal] = {year: number for year, number in values.items() if year is not None}
                number = values[None]
                if years.setdefault(self._base_year, number) != number:
                    self._conflict(name, place)
                return Yearly(values=years)
            case Members(members=members):
                for member in members:  # checked, but left as stated: the rule set it must meet has a base year too
                    self.bound(member.facts, member.places)
                return value
            case _:
                return value

    def _conflict(self, name: str, place: Place | None) -> None:
        fact = self._library.fact(name)
        shown = name if fact is None else fact.name
        self.problems.append(
            Diagnostic(
                code="E2120",
                message=f"「{shown}」既写了不带年度的值，又写了 {self._base_year} 年的另一个值",
                place=place,
                remedy=f"不带年度的值就是基准年 {self._base_year} 年的值，只保留一个",
            )
        )

    def _agrees(self, fact: Fact, facts: Mapping[str, Value], place: Place | None) -> None:
        """Compare each stated value of a derived fact with what its parts give, where they are all known."""
        value = facts[fact.id]
        stated = value.values.items() if isinstance(value, Yearly) else [(None, value)]
        others = {name: other for name, other in facts.items() if name != fact.id}
        for year, number in stated:
            if not isinstance(number, Decimal):
                continue
            quantity = derived_quantity(self._library, fact, year, self._base_year, self._on)
            computed = None if quantity is None else read_quantity(quantity, others, self._base_year).point
            if computed is not None and _rounded(computed, number) != number:
                self.problems.append(
                    Diagnostic(
                        code="E2121",
                        message=(
                            f"「{label(fact, year)}」填的值与由其他字段算出的不一致："
                            f"填 {number:f}，算得 {_rounded(computed, Decimal('0.0001')):f}（{_unit(fact)}）"
                        ),
                        place=place,
                        remedy="核对这些数，或删去这一项，由程序计算",
                    )
                )


def _rounded(value: Fraction, like: Decimal) -> Decimal:
    """The value rounded half up to the last digit that `like` was stated with, be it a decimal or a 万."""
    exponent = int(like.as_tuple().exponent)
    steps = abs(value) / Fraction(10) ** exponent
    whole = (2 * steps.numerator + steps.denominator) // (2 * steps.denominator)
    return Decimal(f"{'-' if value < 0 else ''}{whole}e{exponent}")


def _unit(fact: Fact) -> str:
    return {"money": "元", "area": "㎡", "percent": "%"}.get(fact.type, fact.unit or fact.count_as or "无单位")
