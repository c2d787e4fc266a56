"""Rules as authors wrote them, in words: conditions, operands, parameters; for `rules show`."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple, assert_never

from engine.explain.coded import as_written
from engine.explain.requirement import comparison, is_counted, listed
from engine.explain.vocabulary import FactBook
from schemas.condition import (
    AllOf,
    Among,
    AmongBody,
    AnyOf,
    AtLeastOf,
    Condition,
    FactCondition,
    Judged,
    Meets,
    Not,
    NotObtained,
    TableRow,
)
from schemas.fact import Fact, FactType
from schemas.rule_set import UNKNOWN, ParameterValue


class RuleLine(NamedTuple):
    """One line of a condition, indented by its depth in the composition."""

    depth: int
    text: str


def rule_lines(condition: Condition, book: FactBook, depth: int = 0) -> Iterator[RuleLine]:
    """The condition line by line: compositions as headings, leaves below them."""
    match condition:
        case AllOf(children=children):
            yield from _composition("以下各项须全部满足：", children, book, depth)
        case AnyOf(children=children):
            yield from _composition("以下任一项满足即可：", children, book, depth)
        case AtLeastOf(quorum=quorum):
            yield from _composition(f"以下各项中须至少满足 {quorum.n} 项：", quorum.of, book, depth)
        case Not(child=child):
            yield from _composition("以下不得成立：", (child,), book, depth)
        case Among(body=body):
            yield RuleLine(depth, _among(body, book))
            if body.member is not None:
                yield from rule_lines(body.member, book, depth + 1)
        case Judged(text=text):
            yield RuleLine(depth, f"{text}（由审核人认定）")
        case NotObtained(text=text):
            yield RuleLine(depth, f"{text}（无法核对）")
        case Meets(rule_set=rule_set):
            yield RuleLine(depth, f"符合规则集 {rule_set}")
        case FactCondition(fact=name, operators=operators):
            fact = book.fact(name.partition("[")[0])
            tests = [_test(fact, operator, operand, book) for operator, operand in operators.written.items()]
            yield RuleLine(depth, f"{name} {'，且'.join(tests)}{'（所列之外由审核人认定）' if operators.open else ''}")
        case _:
            assert_never(condition)


def rule_sentence(condition: Condition, book: FactBook) -> str:
    """The condition on one line: `A，且（B，或 C）`."""
    match condition:
        case AllOf(children=children):
            return "，且".join(_part(child, book) for child in children)
        case AnyOf(children=children):
            return "，或".join(_part(child, book) for child in children)
        case _:
            first, *rest = rule_lines(condition, book)
            return first.text + "；".join(line.text for line in rest)


def _part(condition: Condition, book: FactBook) -> str:
    """A branch of a composition; composite ones stand in brackets."""
    text = rule_sentence(condition, book)
    return f"（{text}）" if isinstance(condition, AllOf | AnyOf) else text


def operand_text(operand: Any) -> str:
    """An operand as written, parameters and other facts by their name."""
    text = str(operand)
    if text.startswith("$"):
        return f"参数“{text[1:]}”"
    return f"“{text[1:]}”" if text.startswith("@") else text


def value_text(value: ParameterValue, unit: str | None, book: FactBook) -> str:
    """A parameter's value over some days: a number with its unit, 标准未知, or a table row by row."""
    if value.table is None:
        return _unknown(unit) if value.value == UNKNOWN else _with_unit(value.value, unit)
    return "\n".join(table_lines(value.table, unit, book))


def table_lines(rows: Sequence[TableRow], unit: str | None, book: FactBook) -> Iterator[str]:
    """A table row by row: `高新技术企业 为“是”：3000 万元`, and last `其余：5000 万元`."""
    for row in rows:
        value = row.value if row.otherwise is None else row.otherwise
        shown = _unknown(unit) if value == UNKNOWN else _with_unit(value, unit)
        yield f"{'其余' if row.when is None else rule_sentence(row.when, book)}：{shown}"


def _with_unit(value: Any, unit: str | None) -> str:
    text = operand_text(value)
    bare = text.replace(".", "").isdigit()
    return f"{text} {unit}" if unit and bare else text


def _unknown(unit: str | None) -> str:
    return "标准未知" + (f"（{unit}）" if unit else "")


def _composition(heading: str, children: tuple[Condition, ...], book: FactBook, depth: int) -> Iterator[RuleLine]:
    yield RuleLine(depth, heading)
    for child in children:
        yield from rule_lines(child, book, depth + 1)


_PLAIN = {
    "includes": "包含 {}",
    "on_or_after": "不早于 {}",
    "on_or_before": "不晚于 {}",
    "valid": "在基准日仍有效",
    "stated": "已填报（有或无均可）",
    "meets": "符合规则集 {}",
}


def _test(fact: Fact | None, operator: str, operand: Any, book: FactBook) -> str:
    """One operator with its operand."""
    kind = FactType.TEXT if fact is None else fact.type
    if isinstance(operand, str):
        operand = as_written(operand, fact, book)
    elif isinstance(operand, tuple):
        operand = tuple(as_written(word, fact, book) if isinstance(word, str) else word for word in operand)
    match operator:
        case "at_least" | "at_most" | "more_than" | "less_than":
            counted = fact is not None and is_counted(fact.id, book)
            return f"{comparison(operator, counted=counted)} {operand_text(operand)}"
        case "between":
            return f"{operand_text(operand[0])} 至 {operand_text(operand[1])}"
        case "is" if isinstance(operand, bool):
            return f"为“{'是' if operand else '否'}”"
        case "is" | "equals" if str(operand).startswith("@") and not kind.is_numeric:
            return f"与 {operand_text(operand)} 相同"
        case "is" | "equals":
            return f"{'等于' if kind.is_numeric else '为'} {operand_text(operand)}"
        case "one_of" | "includes_any":
            verb = "为" if operator == "one_of" else "包含"
            return f"{verb} {_row(operand)}" + (" 之一" if len(operand) > 1 else "")
        case "none_of":
            return f"{'不包含' if kind.is_plural else '不为'} {_row(operand)}"
        case "within":
            return f"属于 {_row(operand if isinstance(operand, tuple) else (operand,))}"
        case _:
            return _PLAIN[operator].format(operand_text(operand))


def _row(operands: tuple[Any, ...]) -> str:
    return listed(operand_text(operand) for operand in operands)


def _among(body: AmongBody, book: FactBook) -> str:
    """The head of a quantifier; its condition on a member follows on the lines below."""
    domain = body.in_ or body.years or ""
    fact = book.fact(domain)
    unit = (fact.count_as if fact is not None else None) or ("年" if body.years else "项")
    inside = f"{domain}（{body.within}以内）" if body.within is not None else domain
    if body.every is not None:
        return f"{inside} 每{unit}均须："
    if body.some is not None:
        return f"{inside} 至少 1 {unit}："
    operator, limit = ("at_least", body.at_least) if body.at_least is not None else ("at_most", body.at_most)
    text = f"{inside} {comparison(operator, counted=True)} {operand_text(limit)}"
    return f"{text}，每{unit}须：" if body.where is not None else text
