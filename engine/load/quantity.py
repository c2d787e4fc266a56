"""Numbers with units, exactly as written: `500万元`, `5,000,000 元` and `０.05 亿元` are one and the same Decimal.

Nothing is rounded and nothing is guessed: what could be read in two ways is a problem that shows both.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from decimal import Context, Decimal, Inexact

from engine.load.misread import misreading
from engine.load.problem import ValueProblem
from engine.load.text import as_text, quoted, tidy
from engine.load.units import LABELS, Unit, canonical_unit, likely_units, read_unit, units_of, wrong_unit
from schemas.condition import Scalar
from schemas.fact import Fact, FactType

EXACT = Context(prec=80, traps=[Inexact])
"""Arithmetic that fails rather than rounds; 30 digits times any unit fit in."""

_MOST_DIGITS = 30
_NUMBER = re.compile(r"([+\-−]?)\s*((?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?)\s*(.*)", re.DOTALL)


@dataclass(frozen=True)
class Reading:
    """A number in canonical units, and how it was written: in which unit, worth how much, with how many decimals."""

    value: Decimal
    unit: str
    worth: Decimal
    places: int

    @property
    def stated(self) -> Decimal:
        """The same value, with the last digit that was written as its exponent: `3.00%` is 3.00, `500万元` 500E+4."""
        step = Decimal(1).scaleb(self.worth.adjusted() - self.places)
        return self.value.quantize(step, context=EXACT)


def read_number(raw: Scalar, fact: Fact, *, unit: str | None = None) -> Reading:
    """Read a number of the fact; a bare one is in `unit` where that was stated elsewhere (a parameter, a header)."""
    text = _digits_kept(_written(raw, fact))
    match = _NUMBER.fullmatch(text)
    if match is None:
        raise misreading(text, fact.name, _example(fact))
    sign, figures, rest = match.groups()
    units = units_of(fact)
    spelling = "".join(rest.split())
    known = read_unit(unit, fact) if unit is not None and not spelling else units.get(spelling)
    number = _exact(sign, figures, text, fact)
    if known is None and not spelling:
        known = _bare(number, text, fact)
    if known is None:
        raise misreading(text, fact.name, _example(fact), otherwise=wrong_unit(rest, fact))
    value = canonical(EXACT.multiply(number, known.worth))
    _check_grain(value, text, fact)
    return Reading(value, known.name, known.worth, -int(number.as_tuple().exponent))


def canonical(value: Decimal) -> Decimal:
    """The one Decimal that stands for a number: no trailing zeros, no 1E+3, no negative zero."""
    short = EXACT.plus(value).normalize(EXACT)
    return short.quantize(Decimal(1), context=EXACT) if int(short.as_tuple().exponent) > 0 else short


def shown(value: Decimal, unit: str) -> str:
    """A number with its unit, spaced as in Chinese print: `3%`, `20 人`."""
    figures = format(value, "f")
    return f"{figures}{unit}" if unit in ("", "%") else f"{figures} {unit}"


def _written(raw: Scalar, fact: Fact) -> str:
    """The text of a scalar that may be a number."""
    if isinstance(raw, bool | date):
        raise ValueProblem(
            "E2101",
            f"{fact.name}须是数，却写了{'日期' if isinstance(raw, date) else '是非'}{quoted(as_text(raw))}",
            f"写作{_example(fact)}",
        )
    return as_text(raw)


def _digits_kept(text: str) -> str:
    """Tidied text; NFKC would turn 10² into 102 and ① into 1, so such digits are refused (㎡ and m² are units)."""
    raised = [c for c in text.replace("m²", "m2") if unicodedata.category(c) == "No"]
    if raised:
        raise ValueProblem(
            "E2101", f"{quoted(text)}里的「{raised[0]}」不是普通数字，无法确定是多少", "改用普通数字 0–9 书写"
        )
    return tidy(text)


def _exact(sign: str, figures: str, text: str, fact: Fact) -> Decimal:
    digits = figures.replace(",", "")
    if len(digits.replace(".", "")) > _MOST_DIGITS:
        raise ValueProblem(
            "E2101", f"{fact.name}{quoted(text)}的位数过多，超过 {_MOST_DIGITS} 位", "核对是否多写了数字"
        )
    return Decimal(f"-{digits}" if sign in ("-", "−") else digits)


def _bare(number: Decimal, text: str, fact: Fact) -> Unit:
    """The unit of a number without one: zero is zero in every unit, anything else has several readings."""
    if number == 0:
        return canonical_unit(fact)
    if fact.type is FactType.PERCENT:
        readings = [shown(number, "%"), shown(canonical(EXACT.multiply(number, Decimal(100))), "%")]
    else:
        readings = [f"{text} {unit.name}" for unit in likely_units(fact)]
    either = f"应为 {readings[0]}" if len(readings) == 1 else f"可读作 {'，也可读作 '.join(readings)}"
    raise ValueProblem(
        "E2103",
        f"{fact.name}{quoted(text)}没有写单位，{either}",
        f"写上单位，如{'或'.join(quoted(reading) for reading in readings)}",
    )


def _check_grain(value: Decimal, text: str, fact: Fact) -> None:
    """Money goes down to 0.01 元 and counts to whole ones; finer digits are refused, never rounded."""
    decimals = -int(value.as_tuple().exponent)
    if fact.type is FactType.MONEY and decimals > 2:
        raise ValueProblem(
            "E2105",
            f"{fact.name}{quoted(text)}合 {format(value, 'f')} 元，细于 0.01 元；金额不四舍五入",
            "写到分为止（以万元计最多六位小数）",
        )
    whole = fact.type is FactType.COUNT or fact.type not in LABELS
    if whole and decimals > 0:
        raise ValueProblem("E2105", f"{fact.name}{quoted(text)}不是整数", "个数须是整数，如「20」")


def _example(fact: Fact) -> str:
    """What a number of the fact looks like."""
    if fact.type is FactType.MONEY:
        return "「500 万元」"
    return f"「{shown(Decimal(20), canonical_unit(fact).name)}」"
