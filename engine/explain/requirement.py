"""What a leaf asks for, in words: `不少于 20 人`, `超过 3000 万元`, `不为“高等院校”`."""

from collections.abc import Iterable
from typing import assert_never

from engine.explain.amount import amount, interval, with_unit
from engine.explain.coded import coded
from engine.explain.vocabulary import FactBook
from schemas.fact import FactType
from schemas.finding import Actual, LeafFinding, Span
from schemas.program import (
    Accepted,
    All,
    Any,
    AtLeast,
    DayTest,
    Formula,
    Judgeable,
    Leaf,
    Node,
    NumberTest,
    Passes,
    Program,
    StatedTest,
    Tally,
    Unread,
    WordTest,
)
from schemas.quantity import Threshold, Unit

_COUNTED = frozenset({FactType.COUNT, FactType.LIST, FactType.DATES})
_OPPOSITE = {"at_least": "less_than", "at_most": "more_than"}


def requirement(leaf: Leaf, program: Program, book: FactBook, found: LeafFinding | None = None) -> str:
    """What the leaf demands of its fact, without the fact's name.

    `found` tells what a threshold came to that is another fact or a table.
    """
    told = () if found is None else found.compared
    match leaf:
        case NumberTest():
            return _number(leaf, book, told)
        case WordTest(other=None):
            return _words(leaf, book)
        case WordTest():
            return _beside(leaf, book, told)
        case DayTest():
            return _day(leaf, told)
        case StatedTest():
            return "未填报" if leaf.negated else "已填报（有或无均可）"
        case Judgeable() | Unread():
            return f"并非：{leaf.text}" if leaf.negated else leaf.text
        case Passes():
            return f"{'不' if leaf.negated else ''}符合“{program.members[leaf.rule_set].title}”的准入条件"
        case Tally():
            return _tally(leaf, program, book, told)
        case Accepted():
            return "经认定接受"
        case _:
            assert_never(leaf)


def subject(leaf: Leaf) -> tuple[str, str] | None:
    """What the leaf is about: its fact's label and id, None where only its text says so."""
    match leaf:
        case NumberTest() | WordTest() | DayTest() | StatedTest() | Tally():
            return leaf.label, leaf.fact
        case Judgeable() | Unread() | Passes() | Accepted():
            return None
        case _:
            assert_never(leaf)


def sentence(leaf: Leaf, program: Program, book: FactBook) -> str:
    """The whole demand on one line: `岗位专职研发人员数 不少于 20 人`."""
    about, demand = subject(leaf), requirement(leaf, program, book)
    return demand if about is None else f"{about[0]} {demand}"


def formula_text(formula: Formula, program: Program, book: FactBook) -> str:
    """A formula over a member's facts on one line."""
    return _formula(formula.root, formula.nodes, program, book)


def limit_text(threshold: Threshold, unit: Unit, told: Actual = None) -> str:
    """A threshold: its number, its day, what it is called, or the name of the parameter that nobody has published.

    `told` is what another fact or a table came to for this case.
    """
    if threshold.unknown is not None:
        return f"{threshold.unknown}（标准未知）"
    if threshold.named is not None:
        value = _value(told, unit)
        if threshold.parameter is None:
            return threshold.named + (f"（{value}）" if value else "")
        if isinstance(told, Span) and told.point is not None:
            return f"{value}（{threshold.named}）"
        return f"{threshold.named}（{f'{value}，' if value else ''}分档待定）"
    text = "" if threshold.number is None else amount(threshold.number, unit)
    if threshold.day is not None:
        text = threshold.day.isoformat()
    return f"{text}（按假设）" if threshold.assumed else text


def _value(told: Actual, unit: Unit) -> str | None:
    """What another fact or a table came to; None where that says nothing: at least none, or anything at all."""
    if isinstance(told, Span):
        return None if told.high is None and told.low in (None, 0) else interval(told, unit)
    return None if told is None else str(told)


def limit_texts(thresholds: tuple[Threshold, ...], unit: Unit, told: tuple[Actual, ...]) -> list[str]:
    """Each threshold with what it came to."""
    known: tuple[Actual, ...] = told or (None,) * len(thresholds)
    return [limit_text(threshold, unit, one) for threshold, one in zip(thresholds, known, strict=True)]


def listed(words: Iterable[object]) -> str:
    """Words in a row."""
    return "、".join(str(word) for word in words)


def is_counted(fact: str, book: FactBook) -> bool:
    """Whether people count it (不少于) rather than measure it (不低于)."""
    known = book.fact(fact)
    return known is not None and known.type in _COUNTED


def comparison(operator: str, *, counted: bool) -> str:
    """The word for a comparison with one threshold."""
    return {
        "at_least": "不少于" if counted else "不低于",
        "less_than": "少于" if counted else "低于",
        "at_most": "不超过",
        "more_than": "超过",
        "equals": "等于",
    }[operator]


def _number(leaf: NumberTest, book: FactBook, told: tuple[Actual, ...]) -> str:
    limits = limit_texts(leaf.thresholds, leaf.unit, told)
    if leaf.operator == "between":
        return f"不在 {limits[0]} 至 {limits[1]} 之间" if leaf.negated else f"{limits[0]} 至 {limits[1]}"
    if leaf.negated:
        return f"不等于 {limits[0]}"
    return f"{comparison(leaf.operator, counted=is_counted(leaf.fact, book))} {limits[0]}"


def _beside(leaf: WordTest, book: FactBook, told: tuple[Actual, ...]) -> str:
    """A word test against another fact, with what that one says."""
    name = "" if leaf.other is None else leaf.other.label
    said = next(iter(told), None)
    if isinstance(said, bool):
        said = "是" if said else "否"
    if isinstance(said, str):
        said = coded(said, leaf.fact, book)
    shown = name if said is None else f"{name}（{said}）"
    match leaf.operator:
        case "within":
            return f"{'不' if leaf.negated else ''}属于 {shown}"
        case "includes":
            return f"{'不' if leaf.negated else ''}包含 {shown}"
        case _:
            return f"与 {shown} {'不' if leaf.negated else '相'}同"


def _words(leaf: WordTest, book: FactBook) -> str:
    words = leaf.words
    if isinstance(words[0], bool):
        return f"为“{'是' if words[0] is not leaf.negated else '否'}”"
    several = len(words) > 1
    row = listed(coded(str(word), leaf.fact, book) for word in words)
    known = book.fact(leaf.fact)
    plural = known is not None and known.type.is_plural
    match leaf.operator:
        case "within":
            return f"{'不' if leaf.negated else ''}属于 {row}"
        case "includes" | "includes_any":
            verb = "不包含" if leaf.negated else "包含"
        case "is" | "equals" | "one_of":
            verb = "不为" if leaf.negated else "为"
        case "none_of":
            verb = ("包含" if plural else "为") if leaf.negated else ("不包含" if plural else "不为")
        case _:
            assert_never(leaf.operator)
    if leaf.open:
        return f"{verb} {row} 等"
    if not several:
        return f"{verb} {row}"
    return f"{verb} {row} 中任何一种" if verb.startswith("不") else f"{verb} {row} 之一"


def _day(leaf: DayTest, told: tuple[Actual, ...]) -> str:
    (limit,) = limit_texts((leaf.threshold,), Unit(), told)
    match leaf.operator:
        case "valid":
            return f"在 {limit} 已不再有效" if leaf.negated else f"在 {limit} 仍有效"
        case "on_or_after":
            return f"早于 {limit}" if leaf.negated else f"不早于 {limit}"
        case "on_or_before":
            return f"晚于 {limit}" if leaf.negated else f"不晚于 {limit}"
        case _:
            assert_never(leaf.operator)


def _tally(leaf: Tally, program: Program, book: FactBook, told: tuple[Actual, ...]) -> str:
    where = None if leaf.where is None else formula_text(leaf.where, program, book)
    window = "" if leaf.window is None else f"{leaf.window[0]} 至 {leaf.window[1]} 期间"
    each = f"每{leaf.unit.name}" if leaf.unit.name else "每项"
    if leaf.operator == "every":
        return f"{'并非' if leaf.negated else ''}{window}{each}均须：{where}"
    if leaf.operator == "some":
        limit = with_unit("1", leaf.unit.name)
        text = f"少于 {limit}" if leaf.negated else f"至少 {limit}"
    else:
        operator = _OPPOSITE[leaf.operator] if leaf.negated else leaf.operator
        none_allowed = operator == "at_most" and leaf.threshold.number == 0
        (limit,) = limit_texts((leaf.threshold,), leaf.unit, told)
        text = "没有" if none_allowed else f"{comparison(operator, counted=True)} {limit}"
    if window:
        text = f"{window}{text}"
    return text if where is None else f"{text}（只计 {where} 的）"


def _formula(index: int, nodes: tuple[Node, ...], program: Program, book: FactBook) -> str:
    node = nodes[index]
    if not isinstance(node, All | Any | AtLeast):
        return sentence(node, program, book)
    parts = [_formula(child, nodes, program, book) for child in node.inputs]
    if isinstance(node, AtLeast):
        return f"（{'；'.join(parts)}）中至少 {node.n} 项"
    joined = ("，且" if isinstance(node, All) else "，或").join(parts)
    return joined if len(parts) == 1 else f"（{joined}）"
