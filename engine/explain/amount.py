"""Exact numbers as text: plain decimals in a display unit, rounded 四舍五入 only where a ratio has no short decimal."""

from collections.abc import Iterable
from fractions import Fraction

from schemas.assessment import DECIMAL_PLACES
from schemas.finding import Span
from schemas.quantity import Unit

RATIO_DIGITS = 2
"""Decimals of a ratio, unless so few would hide on which side of a threshold it lies."""

PERCENT, POINTS = "%", "个百分点"


def amount(value: Fraction, unit: Unit, *, ratio: bool = False, against: Iterable[Fraction] = ()) -> str:
    """A number of canonical units in its display unit: `3000 万元`, `2.9999%`."""
    scaled = [threshold / unit.worth for threshold in against]
    return with_unit(plain(value / unit.worth, ratio=ratio, against=scaled), unit.name)


def interval(span: Span, unit: Unit, *, ratio: bool = False) -> str | None:
    """An interval in its display unit: a point, `11～13 家`, `至少 11 家`; None if it says nothing."""
    if span.point is not None:
        return amount(span.point, unit, ratio=ratio)
    low, high = (None if end is None else plain(end / unit.worth, ratio=ratio) for end in (span.low, span.high))
    if low is not None and high is not None:
        return with_unit(f"{low}～{high}", unit.name)
    if low is not None:
        return f"至少 {with_unit(low, unit.name)}"
    return None if high is None else f"至多 {with_unit(high, unit.name)}"


def ends(span: Span, unit: Unit) -> tuple[str | None, str | None]:
    """Both ends of an interval as plain decimals of the display unit, for programs; None where there is no end."""
    low, high = (None if end is None else _exact(end / unit.worth) for end in (span.low, span.high))
    return low, high


def gap_text(gap: Fraction, unit: Unit, *, ratio: bool = False) -> str:
    """A gap as a signed plain decimal of the display unit; only an exact zero reads 0."""
    return plain(gap / unit.worth, ratio=ratio, against=(Fraction(0),))


def gap_unit(unit: Unit) -> str:
    """What gaps are counted in: percentages differ by 个百分点."""
    return POINTS if unit.name == PERCENT else unit.name


def with_unit(number: str, unit: str) -> str:
    """A number before its unit; a percent sign stands close."""
    return f"{number}{unit}" if unit in ("", PERCENT) else f"{number} {unit}"


def plain(value: Fraction, *, ratio: bool = False, against: Iterable[Fraction] = ()) -> str:
    """A number as a plain decimal.

    A ratio, or what has no decimal of some places, is rounded; digits are added until the rounded number lies on the same side
    of every number in `against` as the exact one.
    """
    places = _finite_places(value)
    places = None if places is None or places > DECIMAL_PLACES else places
    if places is not None and (not ratio or places <= RATIO_DIGITS):
        return _decimal(value, places)
    digits = RATIO_DIGITS
    # what no finite decimal writes cannot be shown as equal to itself either
    thresholds = [threshold for threshold in against if places is not None or threshold != value]
    while any(_side(_rounded(value, digits), t) != _side(value, t) for t in thresholds):
        digits += 1
    return _decimal(_rounded(value, digits), digits)


def _exact(value: Fraction) -> str:
    """As many decimals as the number has, at most those that a program is given."""
    rounded = _rounded(value, DECIMAL_PLACES)
    return _decimal(rounded, _finite_places(rounded) or 0)


def _side(value: Fraction, threshold: Fraction) -> int:
    return (value > threshold) - (value < threshold)


def _finite_places(value: Fraction) -> int | None:
    """How many decimals write the number exactly; None if no finite number does."""
    rest, twos, fives = value.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    return max(twos, fives) if rest == 1 else None


def _rounded(value: Fraction, digits: int) -> Fraction:
    """四舍五入: half away from zero."""
    scale = 10**digits
    magnitude = (abs(value) * scale + Fraction(1, 2)) // 1
    return Fraction(magnitude if value >= 0 else -magnitude, scale)


def _decimal(value: Fraction, places: int) -> str:
    """A number that has at most so many decimals, with exactly so many."""
    digits = str(abs(value) * 10**places // 1).rjust(places + 1, "0")
    whole, fraction = (digits[:-places], digits[-places:]) if places else (digits, "")
    sign = "-" if value < 0 else ""
    return f"{sign}{whole}.{fraction}" if fraction else f"{sign}{whole}"
