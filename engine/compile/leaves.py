"""A fact with its operators, as leaves: which operators a type has, and what each is compiled to."""

from collections.abc import Sequence
from typing import Any, cast, get_args

from engine.compile.context import Context, as_rule, label
from engine.compile.quantities import quantity
from engine.compile.thresholds import day, mention, number
from engine.load.problem import ValueProblem
from engine.load.single import read_single
from schemas.condition import Operators, Scalar
from schemas.fact import Fact, FactType
from schemas.program import (
    DayOperator,
    DayTest,
    NumberOperator,
    NumberTest,
    StatedTest,
    WordOperator,
    WordTest,
)
from schemas.quantity import Threshold

FactLeaf = NumberTest | WordTest | DayTest | StatedTest
"""A leaf that one operator on one fact comes to."""

_NUMERIC = frozenset(get_args(NumberOperator))
_ONE_WORD = frozenset({"equals", "one_of", "none_of"})
_CODE = frozenset({"within", "equals", "one_of", "none_of"})

_OPENED = ("one_of", "includes_any")
"""The operators that `open` is about; others on the same fact stay computed."""

OPERATORS: dict[FactType, frozenset[str]] = {
    FactType.TEXT: _ONE_WORD,
    FactType.YES_NO: frozenset({"is"}),
    FactType.COUNT: _NUMERIC,
    FactType.NUMBER: _NUMERIC,
    FactType.PERCENT: _NUMERIC,
    FactType.MONEY: _NUMERIC,
    FactType.AREA: _NUMERIC,
    FactType.DATE: frozenset(get_args(DayOperator)),
    FactType.DATES: frozenset(),
    FactType.CHOICE: _ONE_WORD,
    FactType.CHOICES: frozenset({"includes", "includes_any", "none_of"}),
    FactType.REGION: _CODE,
    FactType.INDUSTRY: _CODE,
    FactType.USCC: _ONE_WORD,
    FactType.LIST: frozenset(),
}
"""The operators of each type; every type has `stated` besides."""

_OPPOSITE: dict[str, NumberOperator] = {
    "at_least": "less_than",
    "less_than": "at_least",
    "at_most": "more_than",
    "more_than": "at_most",
}


def leaves(
    context: Context, name: str, operators: Operators, criterion: str | None, *, negated: bool
) -> list[tuple[str, FactLeaf | ValueProblem]]:
    """One leaf for each operator written, or what is wrong with it, with the operator's name."""
    fact, year = context.fact(name)
    made: list[tuple[str, FactLeaf | ValueProblem]] = []
    for operator, operand in operators.written.items():
        try:
            leaf = _leaf(
                context, fact, year, operator, operand, criterion if operators.open and operator in _OPENED else None
            )
        except ValueProblem as problem:
            made.append((operator, problem))
        else:
            made.append((operator, _negation(leaf) if negated else leaf))
    return made


def _leaf(
    context: Context, fact: Fact, year: int | None, operator: str, operand: Any, opens_for: str | None
) -> FactLeaf:
    shown = label(fact, year)
    if operator == "stated":
        return StatedTest(fact=fact.id, label=shown, year=year)
    if operator not in OPERATORS[fact.type]:
        raise _wrong_operator(fact, operator)
    if fact.type.is_numeric:
        operands = operand if operator == "between" else (operand,)
        pairs = [number(context, item, fact) for item in operands]
        thresholds = tuple(threshold for threshold, _ in pairs)
        _ordered(thresholds)
        return NumberTest(
            fact=fact.id,
            label=shown,
            quantity=quantity(context, fact, year),
            operator=cast(NumberOperator, operator),
            thresholds=thresholds,
            unit=pairs[0][1],
        )
    if fact.type is FactType.DATE:
        threshold = Threshold(day=context.reference_date) if operator == "valid" else day(context, operand)
        return DayTest(fact=fact.id, label=shown, operator=cast(DayOperator, operator), threshold=threshold)
    if isinstance(operand, str) and operand.startswith("@"):
        return _beside(context, fact, operator, operand)
    given = operand if isinstance(operand, Sequence) and not isinstance(operand, str) else (operand,)
    return WordTest(
        criterion=opens_for,
        fact=fact.id,
        label=shown,
        operator=cast(WordOperator, operator),
        words=tuple(_word(context, fact, item) for item in given),
        open=opens_for is not None,
    )


def _beside(context: Context, fact: Fact, operator: str, operand: str) -> WordTest:
    """A word test against another fact."""
    types = (FactType.CHOICE,) if operator == "includes" else (fact.type,)
    other = mention(context, operand, types)
    return WordTest(fact=fact.id, label=fact.name, operator=cast(WordOperator, operator), other=other)


def _negation(leaf: FactLeaf) -> FactLeaf:
    """The leaf under `not`: an opposite operator where there is one, else the flag."""
    if isinstance(leaf, NumberTest) and leaf.operator in _OPPOSITE:
        return leaf._replace(operator=_OPPOSITE[leaf.operator])
    return leaf._replace(negated=True)


def _wrong_operator(fact: Fact, operator: str) -> ValueProblem:
    if operator == "meets":
        return ValueProblem("E1206", "meets 不写在字段之下", "写作 among: {in: 列表字段, every: {meets: 规则集}}")
    usable = sorted(OPERATORS[fact.type])
    remedy = f"可用 {'、'.join([*usable, 'stated'])}"
    if fact.type in (FactType.LIST, FactType.DATES):
        remedy = f"列表和日期列表用 among: {{in: {fact.name}, …}} 计数，或用 stated"
    return ValueProblem("E1202", f"字段「{fact.name}」的类型不能用 {operator}", remedy)


def _ordered(thresholds: tuple[Threshold, ...]) -> None:
    numbers = [threshold.number for threshold in thresholds if threshold.number is not None]
    if numbers != sorted(numbers):
        raise ValueProblem("E1203", "between 的下限大于上限", "先写下限，后写上限")


def _word(context: Context, fact: Fact, raw: Scalar) -> str | bool:
    """A word to compare with, read as a profile's is."""
    if isinstance(raw, str) and raw.startswith("@"):
        raise ValueProblem(
            "E1209",
            f"列出的词里不能有另一字段（{raw}）",
            f"与另一字段比较只写一个，如 {{within: '{raw}'}}、{{equals: '{raw}'}}",
        )
    if isinstance(raw, str) and raw.startswith("$"):
        raise ValueProblem(
            "E1203", f"字段「{fact.name}」的运算符后须直接写值，不能写 {raw}", "写出具体的值，几个词写成列表"
        )
    with as_rule():
        word = read_single(raw, fact, context.library.tables)
    if not isinstance(word, str | bool):
        raise ValueProblem("E1203", f"字段「{fact.name}」不能与空白或「无」比较", "判断有没有填写用 stated")
    return word
