"""What a user wrote, read once more: numbers with units, days, periods, words, 无 and 不全."""

import calendar
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from schemas.fact import Fact, FactType

MONEY: Final = {"元": 1, "千元": 10**3, "万元": 10**4, "百万元": 10**6, "亿元": 10**8}
AREA: Final = {"㎡": 1, "m2": 1, "m²": 1, "平方米": 1, "万平方米": 10**4}
NUMBER: Final = re.compile(r"([+-]?[0-9]+(?:\.([0-9]+))?)(.*)")
DAY: Final = re.compile(r"([0-9]{4})(?:年|-|/|\.)([0-9]{1,2})(?:月|-|/|\.)([0-9]{1,2})日?")
PERIOD: Final = re.compile(r"([0-9]+)(年|个月|月|日|天)")


class Contradiction(Exception):
    """A profile states something twice, and not the same."""


@dataclass(frozen=True)
class Stated:
    """A number as stated: its value in canonical units, how much one stated unit is worth, the decimals written."""

    value: Fraction
    worth: Fraction
    places: int

    def agrees_with(self, exact: Fraction) -> bool:
        """Whether the exact value, rounded 四舍五入 to the decimals that were written, is what was stated."""
        step = Fraction(1, 10**self.places) * self.worth
        halves = abs(exact) / step * 2
        steps = (halves.numerator // halves.denominator + 1) // 2
        return abs(self.value) == steps * step and (self.value == 0 or (self.value > 0) == (exact > 0))


def plain(text: object) -> str:
    """NFKC, trimmed."""
    return unicodedata.normalize("NFKC", str(text)).strip()


def is_blank(raw: object) -> bool:
    """Nothing was written."""
    return raw is None or (isinstance(raw, str) and not plain(raw))


def is_none_held(raw: object) -> bool:
    """无 was written, or an empty list."""
    return raw == [] or (isinstance(raw, str) and plain(raw) == "无")


def units(fact: Fact) -> dict[str, int]:
    """The units a number of this fact may carry, and what each is worth."""
    if fact.type is FactType.MONEY:
        return MONEY
    if fact.type is FactType.AREA:
        return {plain(name): worth for name, worth in AREA.items()}
    if fact.type is FactType.PERCENT:
        return {"%": 1}
    named = fact.unit or fact.count_as
    return {"": 1, plain(named): 1} if named else {"": 1}


def read_number(raw: object, fact: Fact, unit: str = "") -> Stated:
    """An exact number in canonical units; `unit` is the one written elsewhere, as a parameter's is."""
    text = re.sub(r"[\s,]", "", plain(raw))
    match = NUMBER.fullmatch(text)
    if match is None:
        raise ValueError(f"the oracle cannot read {raw!r} as a number")
    digits, decimals, own = match.groups()
    named = own or plain(unit)
    worth = Fraction(1 if not named and not Fraction(digits) else units(fact)[named])
    return Stated(Fraction(digits) * worth, worth, len(decimals or ""))


def read_bare(raw: object) -> bool:
    """Whether a number was written without any unit."""
    return isinstance(raw, (int, Decimal, float)) or NUMBER.fullmatch(plain(raw)) is not None


def read_day(raw: object) -> date:
    """A calendar day."""
    if isinstance(raw, date):
        return raw
    match = DAY.fullmatch(plain(raw))
    if match is None:
        raise ValueError(f"the oracle cannot read {raw!r} as a day")
    year, month, day = match.groups()
    return date(int(year), int(month), int(day))


def read_yes_no(raw: object) -> bool:
    """是 or 否, in any of the ways people write it."""
    if isinstance(raw, bool):
        return raw
    return {"是": True, "有": True, "√": True, "否": False, "无": False, "×": False}[plain(raw)]


def as_list(raw: object) -> list[Any]:
    """A single value is accepted where a list of one is meant."""
    return list(raw) if isinstance(raw, list) else [raw]


def read_collection(raw: object) -> tuple[list[Any], bool]:
    """The items, and whether they are all there are."""
    if is_none_held(raw):
        return [], True
    items = as_list(raw)
    rest = [item for item in items if not (isinstance(item, str) and plain(item) == "不全")]
    return rest, len(rest) == len(items)


def back(day: date, period: str) -> date:
    """The day a period earlier; a day that a month does not have falls back to its last one."""
    match = PERIOD.fullmatch(re.sub(r"\s", "", plain(period)))
    if match is None:
        raise ValueError(f"the oracle cannot read {period!r} as a period")
    number, unit = int(match.group(1)), match.group(2)
    if unit in ("日", "天"):
        return day - timedelta(days=number)
    months = day.year * 12 + day.month - 1 - number * (12 if unit == "年" else 1)
    year, month = months // 12, months % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def split(reference: str) -> tuple[str, int | None]:
    """`年销售收入[2024]` → the fact and the year."""
    match = re.fullmatch(r"(.+)\[([0-9]{4})\]", plain(reference))
    return (match.group(1), int(match.group(2))) if match else (plain(reference), None)


def years_of(written: str, base_year: int) -> range:
    """`近3年`, `2022..2024` or `2024`, in their order."""
    text = re.sub(r"\s", "", plain(written))
    if match := re.fullmatch(r"近([0-9]+)年", text):
        return range(base_year - int(match.group(1)) + 1, base_year + 1)
    first, _, last = text.partition("..")
    return range(int(first), int(last or first) + 1)


def read_whole(raw: object) -> int:
    """How many years: `2` or `2 年`."""
    match = re.fullmatch(r"([0-9]+)(?:年|个)?", re.sub(r"\s", "", plain(raw)))
    if match is None:
        raise ValueError(f"the oracle cannot read {raw!r} as a number of years")
    return int(match.group(1))


def anniversary(day: date, years: int) -> date:
    """The same day so many years later; 29 February falls back to the 28th."""
    last = calendar.monthrange(day.year + years, day.month)[1]
    return date(day.year + years, day.month, min(day.day, last))


def years_between(day: date, reference: date) -> Fraction:
    """Full years, plus the days since the last anniversary over those of the year that it opens."""
    full = reference.year - day.year
    if anniversary(day, full) > reference:
        full -= 1
    last, following = anniversary(day, full), anniversary(day, full + 1)
    return full + Fraction((reference - last).days, (following - last).days)


def words(raw: Iterable[object]) -> frozenset[str]:
    """Words, compared exactly after NFKC and trimming."""
    return frozenset(plain(word) for word in raw)
