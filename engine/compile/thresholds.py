"""Operands as thresholds: literals with units, and parameters at their value of the day."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction

from engine.compile.context import Context, as_rule, not_yet
from engine.errors import InputError
from engine.load.day import read_date
from engine.load.problem import ValueProblem
from engine.load.quantity import read_number
from engine.load.units import canonical_unit, read_unit
from schemas.condition import Scalar
from schemas.fact import Fact
from schemas.program import Threshold, Unit
from schemas.rule_set import UNKNOWN, Parameter, ParameterValue

Literal = Callable[[Scalar, str | None], tuple[Threshold, Unit, str]]
"""Reads a literal, bare ones in the given unit: the threshold, its display unit, and the text to show."""


def number(context: Context, operand: Scalar, fact: Fact) -> tuple[Threshold, Unit]:
    """A number to compare the fact with."""

    def literal(raw: Scalar, unit: str | None) -> tuple[Threshold, Unit, str]:
        reading = read_number(raw, fact, unit=unit)
        shown = Unit(name=reading.unit, worth=Fraction(reading.worth))
        value = Fraction(reading.value)
        return Threshold(number=value), shown, f"{_plain(value / shown.worth)} {shown.name}".strip()

    def fallback(parameter: Parameter) -> Unit:
        with as_rule():
            unit = canonical_unit(fact) if parameter.unit is None else read_unit(parameter.unit, fact)
        return Unit(name=unit.name, worth=Fraction(unit.worth))

    return _resolve(context, operand, literal, fallback)


def day(context: Context, operand: Scalar) -> Threshold:
    """A day to compare a date with."""

    def literal(raw: Scalar, _unit: str | None) -> tuple[Threshold, Unit, str]:
        value = read_date(raw)
        return Threshold(day=value), Unit(), value.isoformat()

    return _resolve(context, operand, literal, lambda _: Unit())[0]


def _resolve(
    context: Context, operand: Scalar, literal: Literal, fallback: Callable[[Parameter], Unit]
) -> tuple[Threshold, Unit]:
    if not isinstance(operand, str) or operand[:1] not in ("$", "@"):
        threshold, unit, _ = _in_rules(literal, operand, None)
        return threshold, unit
    if operand.startswith("@"):
        raise not_yet("以另一字段作比较（@）")
    name = operand[1:]
    parameter = context.rule_set.parameters[name]
    current = in_force(name, parameter, context.reference_date)
    if current.table is not None:
        raise not_yet("分档的参数（table）")
    setting = context.settings.get(name)
    if setting is not None:
        return _assumed(context, name, current, literal, setting)
    if current.value is None or current.value == UNKNOWN:
        return Threshold(unknown=name, parameter=name), fallback(parameter)
    threshold, unit, _ = _in_rules(literal, current.value, parameter.unit)
    return threshold.model_copy(update={"parameter": name}), unit


def _assumed(
    context: Context, name: str, current: ParameterValue, literal: Literal, setting: str
) -> tuple[Threshold, Unit]:
    """The value that `--set` gives; its problems are the command line's and end the compilation."""
    if current.value != UNKNOWN and not context.what_if:
        raise InputError.one(
            "E3007",
            f"参数「{name}」已有公布的取值 {current.value}，--set 只用于标准未知的参数",
            remedy="若确要试算另一取值，请加 --what-if",
        )
    try:
        threshold, unit, shown = literal(setting, None)
    except ValueProblem as problem:
        raise InputError.one(
            "E3008", f"--set {name}={setting} 读不出来：{problem.message}", remedy=problem.remedy
        ) from None
    context.assumptions[name] = shown
    return threshold.model_copy(update={"parameter": name, "assumed": True}), unit


def in_force(name: str, parameter: Parameter, on: date) -> ParameterValue:
    """The parameter's value on a day; a gap or an overlap is a problem."""
    current = [value for value in parameter.values if value.covers(on)]
    if not current:
        raise ValueProblem("E1204", f"参数「{name}」在 {on} 没有取值", "补上这一天有效的取值；数额未知就写 unknown")
    if len(current) > 1:
        raise ValueProblem("E1205", f"参数「{name}」在 {on} 有不止一个取值", "用 from 和 to 把各取值的日期分开")
    return current[0]


def _in_rules(literal: Literal, raw: Scalar, unit: str | None) -> tuple[Threshold, Unit, str]:
    with as_rule():
        return literal(raw, unit)


def _plain(value: Fraction) -> str:
    """An exact decimal without trailing zeros; values here come from decimals, so the expansion ends."""
    scaled, places = value, 0
    while scaled.denominator != 1:
        scaled, places = scaled * 10, places + 1
    digits = str(abs(scaled.numerator)).rjust(places + 1, "0")
    sign = "-" if scaled < 0 else ""
    return f"{sign}{digits[:-places]}.{digits[-places:]}" if places else f"{sign}{digits}"
