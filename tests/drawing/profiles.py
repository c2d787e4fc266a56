"""Profiles as users write them: YAML or JSON, names or ids, odd spellings, gaps, 无, 不全, 认定."""

import json
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import Any

from schemas.fact import Fact, FactType
from tests.drawing.pen import Pen
from tests.drawing.texts import as_yaml
from tests.drawing.vocabulary import CODES, DAYS, POOLS, VOCABULARY, WORDS, YEARS, decimal_text, shapes
from tests.oracle.quantity import derived
from tests.oracle.scene import Scene

FULL_WIDTH = str.maketrans("0123456789.%,ABC", "０１２３４５６７８９．％，ＡＢＣ")
DIGITS = "0123456789ABCDEFGHJKLMNPQRTUWXY"

ROUNDED = {
    FactType.PERCENT: (("%", 1, 2), ("%", 1, 1), ("%", 1, 0)),
    FactType.MONEY: (("元", 1, 2), (" 万元", 10**4, 0), (" 万元", 10**4, 2), (" 亿元", 10**8, 3)),
    FactType.COUNT: (("", 1, 0),),
}
"""The units and decimals that derived facts are stated with."""


def roundings(fact: Fact) -> tuple[tuple[str, int, int], ...]:
    """How a derived fact may be stated: unit, worth of the unit, decimals."""
    unit = f" {fact.unit}" if fact.unit else ""
    return ROUNDED.get(fact.type, ((unit, 1, 0), (unit, 1, 2)))


def uscc(n: int) -> str:
    """A valid 统一社会信用代码, the n-th of ours."""
    organisation = f"{n:08d}"
    weights = (3, 7, 9, 10, 5, 8, 4, 2)
    check = -sum(int(digit) * weight for digit, weight in zip(organisation, weights, strict=True)) % 11
    body = "91220101" + organisation + ("X" if check == 10 else str(check))
    last = -sum(DIGITS.index(sign) * pow(3, place, 31) for place, sign in enumerate(body)) % 31
    return body + DIGITS[last]


@dataclass
class Applicant:
    """Fills in one profile, or one member; the scene tells what a derived fact comes to so far.

    `levels` are the facts that matter for the applicant, for the members of its list, and for theirs.
    """

    pen: Pen
    scene: Scene
    levels: tuple[list[str], ...]
    complete: bool = False
    values: dict[str, Any] = field(default_factory=dict)

    def fill(self) -> dict[str, Any]:
        """Each fact stated or left blank; derived ones last, so that they can agree with their parts."""
        if len(self.levels) == 3:
            self.values["单位名称"] = "示例单位"
        for name in sorted(self.levels[0], key=VOCABULARY.depth):
            derived = VOCABULARY.is_derived(name)
            if self.pen.often(30 if derived else 100 if self.complete else 65):
                value = self.derived(name) if derived else self.value(name)
            else:
                value = self.pen.pick(("absent", "absent", None, ""))
            if value != "absent":
                self.values[self.key(name)] = value
        return self.values

    def key(self, name: str) -> str:
        """A fact's name, now and then its id."""
        return VOCABULARY.facts[name].id if self.pen.often(12) else name

    def value(self, name: str) -> Any:
        """A value of the fact's type."""
        fact, pen = VOCABULARY.facts[name], self.pen
        if fact.yearly:
            return self.years(name)
        match fact.type:
            case FactType.TEXT | FactType.CHOICE:
                return self.word(name)
            case FactType.CHOICES:
                return self.none_held() or self.open_ended([self.spell(w) for w in pen.some(WORDS[name], 1, 2)])
            case FactType.YES_NO:
                return pen.pick(("是", "否", True, False, "有", "无", "√", "×"))
            case FactType.REGION | FactType.INDUSTRY:
                return self.spell(pen.pick(CODES[name][1]))
            case FactType.DATE:
                return self.none_held() or self.day()
            case FactType.DATES:
                return self.none_held() or self.open_ended([self.day() for _ in range(1 + pen.number(3))])
            case FactType.LIST:
                return self.members()
            case _:
                return self.amount(name, Fraction(pen.pick(POOLS[name])))

    def amount(self, name: str, number: Fraction) -> str | int:
        """A number in one of its spellings."""
        written = self.pen.pick(shapes(VOCABULARY.facts[name], number))
        return int(written) if written.isdigit() else self.spell(written)

    def spell(self, text: str) -> str:
        """The text, now and then in full-width signs and with blanks around it."""
        return f" {text.translate(FULL_WIDTH)} " if self.pen.often(10) else text

    def word(self, name: str) -> str:
        """One word."""
        if VOCABULARY.facts[name].type is FactType.TEXT and self.pen.often(10):
            return "无"
        return self.spell(self.pen.pick(WORDS[name]))

    def none_held(self) -> Any:
        """无 in one case of eight, else nothing."""
        return "无" if self.pen.often(12) else None

    def open_ended(self, items: list[Any]) -> Any:
        """The items; some marked 不全, a single one now and then without the list around it."""
        if not self.complete and self.pen.often(30):
            return [*items, "不全"]
        return items[0] if len(items) == 1 and self.pen.often(30) else items

    def day(self) -> Any:
        """A date, as YAML knows it or as people write it."""
        day = date.fromisoformat(self.pen.pick(DAYS))
        return self.pen.pick((day, day.isoformat(), f"{day.year}年{day.month}月{day.day}日"))

    def years(self, name: str) -> Any:
        """Numbers by year, or one for the base year."""
        if self.pen.often(25):
            return self.amount(name, Fraction(self.pen.pick(POOLS[name])))
        known = YEARS if self.complete else [year for year in YEARS if self.pen.often(70)]
        return {year: self.amount(name, Fraction(self.pen.pick(POOLS[name]))) for year in known} or "absent"

    def derived(self, name: str) -> Any:
        """A derived fact stated directly: as its parts have it, rounded, or at will where they leave it open."""
        if not VOCABULARY.is_yearly(name):
            return self.agreeing(name, None)
        return {year: self.agreeing(name, year) for year in YEARS if self.pen.often(50)} or "absent"

    def agreeing(self, name: str, year: int | None) -> str:
        """A value that does not contradict the parts; once in a while one that does."""
        fact, exact = VOCABULARY.facts[name], self.computed(name, year)
        if exact is None or self.pen.often(8):
            return str(self.amount(name, Fraction(self.pen.pick(POOLS[name]))))
        unit, worth, places = self.pen.pick(roundings(fact))
        halves = abs(exact) / worth * 10**places * 2
        rounded = Fraction((halves.numerator // halves.denominator + 1) // 2, 10**places) * (-1 if exact < 0 else 1)
        whole, _, decimals = decimal_text(rounded).partition(".")
        return whole + ("." + decimals.ljust(places, "0") if places else "") + unit

    def members(self) -> Any:
        """The members of the list, some of them without a name."""
        if self.pen.often(8) or len(self.levels) == 1:
            return self.pen.pick(("无", []))
        found = []
        for n in range(1, 2 + self.pen.number(3)):
            member = Applicant(self.pen, self.scene, self.levels[1:], self.complete).fill()
            found.append(self.identity(n) | member)
        return self.open_ended(found)

    def computed(self, name: str, year: int | None) -> Fraction | None:
        """What the parts stated so far come to, as the oracle has it."""
        return derived(VOCABULARY.facts[name], year, replace(self.scene, values=self.values)).point

    def identity(self, n: int) -> dict[str, str]:
        """A member's code, its name, or neither."""
        name, code = {"单位名称": f"示例{n}"}, {"统一社会信用代码": uscc(n)}
        return self.pen.pick((name, code, name | code, {}))


def as_text(values: dict[str, Any], *, as_json: bool) -> str:
    """The profile's text."""
    if as_json:
        return json.dumps(values, ensure_ascii=False, default=date.isoformat)
    return as_yaml(values)
