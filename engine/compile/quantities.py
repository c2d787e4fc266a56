"""A numeric fact as a quantity: given, or derived from others by one of the laws, the year carried down to its parts."""

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

from engine.compile.context import Context, as_rule, label
from engine.load.problem import ValueProblem
from engine.load.quantity import read_number
from engine.load.units import canonical_unit, read_unit
from engine.load.vocabulary import fact_in_operand
from schemas.condition import Condition, Scalar, TableRow
from schemas.fact import Derivation, Fact, FactType, OverMembers, OverYears
from schemas.finding import OUTER
from schemas.program import Formula
from schemas.quantity import (
    Derived,
    Difference,
    Elapsed,
    Extreme,
    Gathered,
    Given,
    Known,
    Outer,
    Product,
    Quantity,
    Ratio,
    Row,
    Stateable,
    Sum,
    Table,
)
from schemas.rule_set import UNKNOWN

_PERCENT = Fraction(100)


def quantity(context: Context, fact: Fact, year: int | None) -> Stateable:
    """The number that a fact stands for in one year (None for a fact that is not yearly)."""
    given = Given(
        fact=fact.id,
        label=label(fact, year),
        year=year if fact.yearly else None,
        low=None if fact.min is None else Fraction(fact.min),
        high=None if fact.max is None else Fraction(fact.max),
    )
    if fact.derive is None:
        return given
    inner = replace(context.of_fact(fact), year=year)
    derived: Stateable = given
    with inner.problems.at((fact.name, "derive", fact.derive.law)):
        derived = _Law(inner, fact, fact.derive).apply()._replace(stated=given)
    context.problems.include(inner.problems)
    return derived


def other(context: Context, fact: Fact, operand: str) -> tuple[Quantity, str]:
    """The number that `@fact` or `@上级.fact` stands for beside one of `fact`, and what it is called."""
    reference = fact_in_operand(operand) or ""
    outside = operand.startswith(f"@{OUTER}")
    if outside and not context.has_outer:
        raise no_outer(operand)
    named, year = context.fact(reference)
    _same_dimension(fact, named)
    found = quantity(context, named, year)
    name = label(named, year)
    return (Outer(quantity=found), f"{OUTER}{name}") if outside else (found, name)


def no_outer(operand: str) -> ValueProblem:
    """The problem of `@上级` where nothing encloses the case."""
    return ValueProblem(
        "E1211",
        f"这里没有上级，不能写 {operand}",
        "@上级 只用于列表的成员：写在 among 里，或写在有 role 的规则集里",
    )


class _Law:
    """One derivation, compiled where a bare name means the year of the whole."""

    def __init__(self, context: Context, fact: Fact, derive: Derivation) -> None:
        self._context = context
        self._fact = fact
        self._derive = derive

    def apply(self) -> Derived:
        fact, operand = self._fact, self._derive.operand
        match self._derive.law:
            case "ratio":
                return self._ratio(*operand)
            case "sum":
                return Sum(parts=self._alike(operand))
            case "difference":
                minuend, subtrahend = self._alike(operand)
                return Difference(minuend=minuend, subtrahend=subtrahend)
            case "product":
                return self._product(operand)
            case "max" | "min" as which:
                return Extreme(largest=which == "max", parts=self._alike(operand))
            case "average":
                return self._average(operand)
            case "growth":
                return self._growth(operand)
            case "years_since":
                return self._elapsed(operand)
            case "count":
                self._wants(fact.type is FactType.COUNT, "count", "count（个数）")
                return self._gathered(operand, operand.where)
            case "total":
                return self._gathered(operand, operand.where)
            case "share":
                self._wants(fact.type is FactType.PERCENT, "share", "percent（百分比）")
                part, whole = self._gathered(operand, operand.where), self._gathered(operand, None)
                return Ratio(label=self._label, numerator=part, denominator=whole, scale=_PERCENT)
            case _:
                return Table(rows=tuple(self._row(index, row) for index, row in enumerate(operand)))

    @property
    def _label(self) -> str:
        return label(self._fact, self._context.year if self._fact.yearly else None)

    def _wants(self, fits: bool, law: str, kind: str) -> None:
        if not fits:
            raise ValueProblem("E1207", f"{self._fact.name}由 {law} 得出，类型须是 {kind}", f"把 type 改为 {kind}")

    # --- of numbers -----------------------------------------------------------------------------------------------

    def _part(self, name: str) -> tuple[Fact, int | None]:
        """A part with the year that it is read for: its own in brackets, else the whole's."""
        fact, year = self._context.fact(name)
        if fact.yearly and "[" not in name and not self._fact.yearly:
            raise ValueProblem(
                "E1207", f"{fact.name}按年度填报，由它派生的字段也须按年度", "在派生字段上写 yearly: true"
            )
        return fact, year

    def _alike(self, names: Iterable[str]) -> tuple[Quantity, ...]:
        """Parts that are of the whole's own type and unit."""
        parts = [self._part(name) for name in names]
        for part, _ in parts:
            _same_dimension(self._fact, part)
        return tuple(quantity(self._context, part, year) for part, year in parts)

    def _ratio(self, above: str, below: str) -> Ratio:
        (top, top_year), (bottom, bottom_year) = self._part(above), self._part(below)
        return Ratio(
            label=self._label,
            numerator=quantity(self._context, top, top_year),
            denominator=quantity(self._context, bottom, bottom_year),
            scale=_scale(self._fact, top, bottom),
        )

    def _product(self, names: Iterable[str]) -> Product:
        """At most one part has a unit, and it is the whole's; percentages count as hundredths."""
        parts = [self._part(name) for name in names]
        percentages = sum(part.type is FactType.PERCENT for part, _ in parts)
        measured = [part for part, _ in parts if not _is_bare(part)]
        whole = self._fact
        if len(measured) > 1:
            listed = "、".join(part.name for part in measured)
            raise ValueProblem("E1207", f"{listed}都带单位，不能相乘", "相乘的字段里至多一个带单位")
        if measured:
            _same_dimension(whole, measured[0])
        elif not _is_bare(whole):
            raise ValueProblem("E1207", f"{whole.name}带单位，相乘的各个字段却都不带", "改正派生字段的类型或单位")
        scale = Fraction(1, 100) ** percentages * (100 if whole.type is FactType.PERCENT else 1)
        return Product(parts=tuple(quantity(self._context, part, year) for part, year in parts), scale=scale)

    # --- over years and time --------------------------------------------------------------------------------------

    def _year_by_year(self, over: OverYears) -> tuple[Stateable, ...]:
        """The number in each of the last years, the base year's last."""
        fact, _ = self._context.fact(over.of)
        base = self._context.base_year
        return tuple(quantity(self._context, fact, year) for year in range(base - over.years + 1, base + 1))

    def _average(self, over: OverYears) -> Ratio:
        fact, _ = self._context.fact(over.of)
        _same_dimension(self._fact, fact)
        total = Sum(parts=self._year_by_year(over))
        return Ratio(label=self._fact.name, numerator=total, denominator=Known(number=Fraction(over.years)))

    def _growth(self, over: OverYears) -> Ratio:
        self._wants(self._fact.type is FactType.PERCENT, "growth", "percent（百分比）")
        first, *_, last = self._year_by_year(over)
        gained = Difference(minuend=last, subtrahend=first)
        return Ratio(label=self._fact.name, numerator=gained, denominator=first, scale=_PERCENT)

    def _elapsed(self, name: str) -> Elapsed:
        fact, _ = self._context.fact(name)
        self._wants(canonical_unit(self._fact).name == "年", "years_since", "number，并写 unit: 年")
        return Elapsed(fact=fact.id, label=fact.name, name=self._fact.name, reference=self._context.reference_date)

    # --- over members ---------------------------------------------------------------------------------------------

    def _gathered(self, over: OverMembers, where: Condition | None) -> Gathered:
        members, _ = self._context.fact(over.in_)
        of = None
        if over.of is not None:
            fact, year = replace(self._context, year=None).fact(over.of)
            if self._fact.type is not FactType.PERCENT:
                _same_dimension(self._fact, fact)
            of = quantity(self._context, fact, year)
        formula = None
        if where is not None:
            if members.type is FactType.DATES:
                raise ValueProblem(
                    "E1208", f"「{members.name}」是日期列表，它的成员没有字段可写条件", "去掉 where，或改用列表"
                )
            formula = self._formula(where, ("where",), of_member=True)
        return Gathered(fact=members.id, label=members.name, of=of, where=formula)

    # --- tables ---------------------------------------------------------------------------------------------------

    def _row(self, index: int, row: TableRow) -> Row:
        when = None if row.when is None else self._formula(row.when, (index, "when"))
        key, raw = row.result
        value: Quantity = Known(number=Fraction(0))
        with self._context.problems.at((self._fact.name, "derive", "table", index, key)):
            value = self._row_value(raw)
        return Row(when=when, value=value)

    def _row_value(self, raw: Scalar) -> Quantity:
        if isinstance(raw, str) and raw.startswith("@"):
            return other(self._context, self._fact, raw)[0]
        if raw == UNKNOWN:
            raise ValueProblem(
                "E1203", f"派生字段「{self._fact.name}」的表里不能写 {UNKNOWN}", "数额未公布的，写成规则集的参数"
            )
        unit = self._fact.unit if self._fact.type is FactType.NUMBER else None
        with as_rule():
            return Known(number=Fraction(read_number(raw, self._fact, unit=unit).value))

    def _formula(self, condition: Condition, below: tuple[str | int, ...], *, of_member: bool = False) -> Formula:
        context = self._context.of_member() if of_member else self._context
        return context.formula(context, condition, (self._fact.name, "derive", self._derive.law, *below))


def _is_bare(fact: Fact) -> bool:
    """Whether a number has no unit: a plain number, or a percentage, which is a number of hundredths."""
    return fact.type is FactType.PERCENT or (fact.type is FactType.NUMBER and fact.unit is None)


def _scale(ratio: Fact, top: Fact, bottom: Fact) -> Fraction:
    """What numerator / denominator is multiplied by, so that the result is in the ratio's canonical unit."""
    if ratio.type is FactType.PERCENT:
        _same_dimension(top, bottom)
        return _PERCENT
    if ratio.unit is None:
        _same_dimension(top, bottom)
        return Fraction(1)
    above, slash, below = ratio.unit.partition("/")
    if not slash:
        raise ValueProblem(
            "E1207", f"{ratio.name}是比值，单位「{ratio.unit}」却不是两个单位之比", "写成「件/亿元」的形式"
        )
    try:
        return Fraction(read_unit(below, bottom).worth) / Fraction(read_unit(above, top).worth)
    except ValueProblem as problem:
        raise ValueProblem(
            "E1207",
            f"{ratio.name}的单位「{ratio.unit}」与它的两个字段不合：{problem.message}",
            f"「/」之前写{top.name}的单位，之后写{bottom.name}的单位",
        ) from None


def _same_dimension(fact: Fact, other: Fact) -> None:
    ours, theirs = (fact.type, canonical_unit(fact)), (other.type, canonical_unit(other))
    if ours != theirs:
        raise ValueProblem(
            "E1207",
            f"{fact.name}与{other.name}的类型或单位不同，不能相加、相减或相比",
            "让两个字段用同一类型和同一单位",
        )
