"""Operands as thresholds: literals with units, parameters at their value of the day, tables, and other facts."""

from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction

from engine.compile.context import Context, as_rule
from engine.compile.quantities import no_outer, other
from engine.errors import InputError
from engine.load.day import read_date
from engine.load.problem import ValueProblem
from engine.load.quantity import read_number
from engine.load.units import canonical_unit, read_unit
from engine.load.vocabulary import fact_in_operand
from schemas.condition import Scalar, TableRow
from schemas.fact import Fact, FactType
from schemas.finding import OUTER
from schemas.quantity import Known, Mention, Quantity, Row, Table, Threshold, Unit, Unpublished
from schemas.rule_set import UNKNOWN, Parameter, ParameterValue

Literal = Callable[[Scalar, str | None], tuple[Threshold, Unit, str]]
"""Reads a literal, bare ones in the given unit: the threshold, its display unit, and the text to show."""

Tiers = Callable[[str, Parameter, Sequence[TableRow]], tuple[Threshold, Unit]]
"""Compiles a table that a parameter has instead of one value."""


def number(context: Context, operand: Scalar, fact: Fact) -> tuple[Threshold, Unit]:
    """A number to compare the fact with."""
    if isinstance(operand, str) and operand.startswith("@"):
        found, name = other(context, fact, operand)
        return Threshold(quantity=found, named=name), _display(fact)

    def literal(raw: Scalar, unit: str | None) -> tuple[Threshold, Unit, str]:
        reading = read_number(raw, fact, unit=unit)
        shown = Unit(name=reading.unit, worth=Fraction(reading.worth))
        value = Fraction(reading.value)
        return (
            Threshold(number=value),
            shown,
            f"{_plain(value / shown.worth)}{'' if shown.name in ('', '%') else ' '}{shown.name}",
        )

    def fallback(parameter: Parameter) -> Unit:
        if parameter.unit is None:
            return _display(fact)
        with as_rule():
            unit = read_unit(parameter.unit, fact)
        return Unit(name=unit.name, worth=Fraction(unit.worth))

    def tiers(name: str, parameter: Parameter, rows: Sequence[TableRow]) -> tuple[Threshold, Unit]:
        made = [_row(context, name, parameter, rows, index, fact) for index in range(len(rows))]
        shown = next((unit for _, unit in made if unit is not None), fallback(parameter))
        return Threshold(quantity=Table(rows=tuple(row for row, _ in made)), named=name, parameter=name), shown

    return _resolve(context, operand, literal, fallback, tiers)


def day(context: Context, operand: Scalar) -> Threshold:
    """A day to compare a date with."""
    if isinstance(operand, str) and operand.startswith("@"):
        mentioned = mention(context, operand, (FactType.DATE,))
        return Threshold(other=mentioned, named=mentioned.label)

    def literal(raw: Scalar, _unit: str | None) -> tuple[Threshold, Unit, str]:
        value = read_date(raw)
        return Threshold(day=value), Unit(), value.isoformat()

    def tiers(name: str, _parameter: Parameter, _rows: Sequence[TableRow]) -> tuple[Threshold, Unit]:
        raise ValueProblem("E1209", f"参数「{name}」分档，不能与日期比较", "日期的标准写成确定的日期，或写 unknown")

    return _resolve(context, operand, literal, lambda _: Unit(), tiers)[0]


def mention(context: Context, operand: str, types: Sequence[FactType]) -> Mention:
    """Another fact of one of these types, which is no number, beside the one that is tested."""
    reference = fact_in_operand(operand) or ""
    outside = operand.startswith(f"@{OUTER}")
    if outside and not context.has_outer:
        raise no_outer(operand)
    fact, _ = context.fact(reference)
    if fact.type not in types:
        raise ValueProblem(
            "E1209",
            f"不能与「{fact.name}」比较：它的类型是 {fact.type}，这里须是 {'、'.join(types)}",
            "换成同一类型的字段",
        )
    return Mention(fact=fact.id, label=f"{OUTER if outside else ''}{fact.name}", outer=outside)


def _row(
    context: Context, name: str, parameter: Parameter, rows: Sequence[TableRow], index: int, fact: Fact
) -> tuple[Row, Unit | None]:
    """A row of a parameter's table, and the unit that its value is written in."""
    written = rows[index]
    path = ("parameters", name, "values", parameter.values.index(context.applied[name]), "table", index)
    when = None if written.when is None else context.formula(context, written.when, (*path, "when"))
    value: Quantity = Unpublished(parameter=name)
    shown = None
    key, raw = written.result
    with context.problems.at((*path, key)):
        if isinstance(raw, str) and raw.startswith("@"):
            value = other(context, fact, raw)[0]
        elif isinstance(raw, str) and raw.startswith("$"):
            raise ValueProblem("E1203", f"参数「{name}」的表里不能再引用参数 {raw}", "写出数，或写 unknown")
        elif raw != UNKNOWN:
            with as_rule():
                reading = read_number(raw, fact, unit=parameter.unit)
            value = Known(number=Fraction(reading.value))
            shown = Unit(name=reading.unit, worth=Fraction(reading.worth))
    return Row(when=when, value=value), shown


def _display(fact: Fact) -> Unit:
    """The unit in which to print a number that no rule writes: 万元 rather than 元."""
    unit = read_unit("万元", fact) if fact.type is FactType.MONEY else canonical_unit(fact)
    return Unit(name=unit.name, worth=Fraction(unit.worth))


def _resolve(
    context: Context, operand: Scalar, literal: Literal, fallback: Callable[[Parameter], Unit], tiers: Tiers
) -> tuple[Threshold, Unit]:
    if not isinstance(operand, str) or not operand.startswith("$"):
        threshold, unit, _ = _in_rules(literal, operand, None)
        return threshold, unit
    name = operand[1:]
    parameter = context.parameters[name]
    current = in_force(parameter, context.reference_date)
    context.applied[name] = current
    setting = context.settings.get(name)
    if setting is not None:
        return _assumed(context, name, current, literal, setting)
    if current.table is not None:
        return tiers(name, parameter, current.table)
    if current.value is None or current.value == UNKNOWN:
        return Threshold(unknown=name, parameter=name), fallback(parameter)
    threshold, unit, _ = _in_rules(literal, current.value, parameter.unit)
    return threshold._replace(parameter=name), unit


def _assumed(
    context: Context, name: str, current: ParameterValue, literal: Literal, setting: str
) -> tuple[Threshold, Unit]:
    """The value that `--set` gives; its problems are the command line's and end the compilation."""
    if current.value != UNKNOWN and not context.what_if:
        known = "是一张分档表" if current.table is not None else f"已有公布的取值 {current.value}"
        raise InputError.one(
            "E3007",
            f"参数「{name}」{known}，--set 只用于标准未知的参数",
            remedy="若确要试算另一取值，请加 --what-if",
        )
    try:
        threshold, unit, shown = literal(setting, None)
    except ValueProblem as problem:
        raise InputError.one(
            "E3008", f"--set {name}={setting} 读不出来：{problem.message}", remedy=problem.remedy
        ) from None
    context.assumptions[name] = shown
    return threshold._replace(parameter=name, assumed=True), unit


def in_force(parameter: Parameter, on: date) -> ParameterValue:
    """The parameter's value on a day: the loader has seen to it that there is one, and only one."""
    (current,) = [value for value in parameter.values if value.covers(on)]
    return current


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
