"""Numbers of the database as decimals of 12 places: whole-number arithmetic, half away from zero, nothing floats."""

from fractions import Fraction
from typing import NamedTuple, Protocol

from schemas.assessment import DECIMAL_PLACES as PLACES

_ROUNDED_PLACES = 2
"""What explain shows of a number that comes from a division, unless so few would make it nothing."""


class Words(Protocol):
    """How a database writes arithmetic."""

    def long(self, number: str) -> str:
        """A number as wide as there are, to be worked with."""

    def quotient(self, above: str, below: str) -> str:
        """A whole number divided by a positive one; what is left over falls away."""


class Number(NamedTuple):
    """A column, or NULL, over a whole number or another column, in canonical units; `worth` of them are one display unit."""

    above: str
    below: str | int
    worth: Fraction | None = None


def decimals(number: Number, words: Words) -> str:
    """The SQL of a number in units of its last place, as DECIMAL(38, 0)."""
    above, top, bottom, exact = _parts(number, words)
    return _signed(number, exact or _divided(above, top * _UNIT, bottom, words))


def gap_decimals(number: Number, words: Words, *, divided: bool) -> str:
    """The same as explain tells gaps: in two places, or as many as it takes not to be nothing, unless all can be told.

    What comes from a division is told in two places even if more would do.
    """
    above, top, bottom, exact = _parts(number, words)
    if divided or exact is None:
        rounded = _rounded(above, top, bottom, words)
        whole = f"{above} * {top * _UNIT}"
        found = (
            rounded
            if divided
            else f"(CASE WHEN ({whole}) % {bottom} = 0 THEN {words.quotient(f'({whole})', bottom)} ELSE {rounded} END)"
        )
    else:
        found = exact
    return _signed(number, found)


_UNIT = 10**PLACES


def _parts(number: Number, words: Words) -> tuple[str, int, str, str | None]:
    """The size of the column, what it is multiplied and divided by; and the whole, where it can be told exactly."""
    by = 1 / (Fraction(1) if number.worth is None else number.worth)
    above = f"abs({words.long(number.above)})"
    if isinstance(number.below, str):
        bottom = f"({words.long(number.below)} * {by.denominator})"
        return above, by.numerator, bottom, None
    by /= number.below
    exact = f"{above} * {by.numerator * _UNIT // by.denominator}" if _UNIT % by.denominator == 0 else None
    return above, by.numerator, str(by.denominator), exact


def _signed(number: Number, found: str) -> str:
    return f"CAST(CASE WHEN {number.above} < 0 THEN -({found}) ELSE {found} END AS DECIMAL(38, 0))"


def _divided(above: str, factor: int, bottom: str, words: Words) -> str:
    """The quotient, rounded half up."""
    return words.quotient(f"({above} * {2 * factor} + {bottom})", f"(2 * {bottom})")


def _rounded(above: str, top: int, bottom: str, words: Words) -> str:
    """In two places, or as many as it takes not to be nothing."""
    cases = [
        f"WHEN {above} * {2 * top * 10**places} >= {bottom} THEN {_divided(above, top * 10**places, bottom, words)} * {10 ** (PLACES - places)}"
        for places in range(_ROUNDED_PLACES, PLACES)
    ]
    return f"(CASE {' '.join(cases)} ELSE {_divided(above, top * 10**PLACES, bottom, words)} END)"
