"""What is not known in a rule set, and how each point is closed: `rules show --open`, counted by `rules list --open`."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from engine.load.references import bases_of
from engine.load.vocabulary import parameter_in_operand
from engine.load.walk import criteria_of, operands_of, walk
from engine.report.rule_table import days, source_state, source_text
from engine.report.wrapping import prose
from schemas.condition import Condition, FactCondition, Judged, NotObtained
from schemas.rule_set import UNKNOWN, Basis, Criterion, ParameterValue, RuleSet
from schemas.source import InForce, Level, Source


class Point(NamedTuple):
    """One thing that is not known: its name, what is known about it, and what hangs on it."""

    name: str
    about: str
    holds_up: str


class Points(NamedTuple):
    """The points of one kind, and the way to close them."""

    title: str
    columns: tuple[str, str, str]
    closing: str
    points: tuple[Point, ...]


class OpenPoints(NamedTuple):
    """All of a rule set. What is judged stands apart: no text that is found would close it."""

    parameters: Points
    texts: Points
    sources: Points
    judged: Points


def open_points(rule_set: RuleSet, sources: Mapping[str, Source]) -> OpenPoints:
    """Gather what a rule set does not know."""
    return OpenPoints(
        parameters=Points(
            "未公布或未看到的标准",
            ("参数", "已知的情况", "影响的条件"),
            "取得原文后：在来源文件里登记它，把 unknown 换成公布的数额，写明从哪一天起",
            tuple(_parameters(rule_set, sources)),
        ),
        texts=Points(
            "没有取得的条文",
            ("没有取得的内容", "应在哪里", "条件"),
            "取得原文后：登记来源，把 not_obtained 换成条文里的要求；全部读过之后才写 complete: true",
            tuple(_texts(rule_set, sources)),
        ),
        sources=Points(
            "还不牢靠的来源",
            ("来源文件", "现有的文本", "以它为依据的"),
            "取得发文机关的原文并核实效力后：改 level、in_force 和 where",
            tuple(_sources(rule_set, sources)),
        ),
        judged=Points(
            "由人认定的条件（不是缺失：条文本来只能由人判断）",
            ("编号", "要认定的内容", "依据"),
            "不必补齐；审核人在案卷的“认定”里写明结论",
            tuple(_judged(rule_set, sources)),
        ),
    )


def criteria_reading(rule_set: RuleSet, parameter: str) -> list[str]:
    """The ids of the criteria that compare with a parameter, those in whose 适用 it stands included."""
    return [
        criterion.id
        for _, criterion, _ in criteria_of(rule_set)
        if any(
            parameter_in_operand(operand.value) == parameter
            for node in _nodes(criterion)
            for operand in operands_of(node, ())
        )
    ]


def _parameters(rule_set: RuleSet, sources: Mapping[str, Source]) -> Iterator[Point]:
    for name, parameter in rule_set.parameters.items():
        for value in parameter.values:
            if _is_unknown(value):
                unit = f"（{parameter.unit}）" if parameter.unit else ""
                about = [days(value), _clause(value.basis, sources)] + ([prose(value.note)] if value.note else [])
                yield Point(f"{name}{unit}", "\n".join(about), "、".join(criteria_reading(rule_set, name)) or "无")


def _is_unknown(value: ParameterValue) -> bool:
    """Whether a value, or a row of its table, is not known."""
    rows = [told for row in value.table or () for told in (row.value, row.otherwise)]
    return UNKNOWN in (value.value, *rows)


def _texts(rule_set: RuleSet, sources: Mapping[str, Source]) -> Iterator[Point]:
    held: dict[tuple[str, str], list[str]] = {}
    for _, criterion, _ in criteria_of(rule_set):
        for node in _nodes(criterion):
            if isinstance(node, NotObtained):
                ids = held.setdefault((node.text, _clause(criterion.basis, sources)), [])
                ids += [] if criterion.id in ids else [criterion.id]
    for (text, clause), ids in held.items():
        yield Point(text, clause, "、".join(ids))


def _sources(rule_set: RuleSet, sources: Mapping[str, Source]) -> Iterator[Point]:
    resting: dict[str, int] = {}
    for basis, _ in bases_of(rule_set):
        resting[basis.source] = resting.get(basis.source, 0) + 1
    for name, count in resting.items():
        source = sources[name]
        if source.level is not Level.OFFICIAL or source.in_force is not InForce.YES:
            _, copy, in_force = source_state(source)
            yield Point(f"{source_text(source)}\n{name}", f"{copy}\n{in_force}", f"{count} 处")


def _judged(rule_set: RuleSet, sources: Mapping[str, Source]) -> Iterator[Point]:
    for _, criterion, _ in criteria_of(rule_set):
        told = [text for node in _nodes(criterion) if (text := _left_to_a_person(node))]
        if told:
            yield Point(criterion.id, "\n".join(told), _clause(criterion.basis, sources))


def _left_to_a_person(node: Condition) -> str | None:
    match node:
        case Judged(text=text):
            return text
        case FactCondition(fact=fact, operators=operators) if operators.open:
            return f"{fact}：所列之外的是否算在内"
        case _:
            return None


def _nodes(criterion: Criterion) -> Sequence[Condition]:
    """Every node of a criterion, of whom it is for first."""
    return [node for whole in (criterion.when, criterion.require) if whole is not None for node, _ in walk(whole, ())]


def _clause(basis: Basis, sources: Mapping[str, Source]) -> str:
    return source_text(sources[basis.source]) + (basis.clause or "")
