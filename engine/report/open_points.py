"""What is not known in a rule set, and how each point is closed: `rules show --open`, counted by `rules list --open`."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from engine.load.references import bases_of
from engine.load.vocabulary import parameter_in_operand
from engine.load.walk import criteria_of, operands_of, walk
from engine.report.rule_table import days, source_state, source_text
from engine.report.wrapping import prose
from schemas.condition import Condition, FactCondition, Judged, NotObtained
from schemas.rule_set import UNKNOWN, Basis, ParameterValue, RuleSet
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


def readers_of(rule_set: RuleSet, parameter: str) -> list[str]:
    """What hangs on a parameter: ids of criteria and limits, 适用范围; also by way of another parameter's table."""
    found = [holder for holder, _, whole in _wholes(rule_set) if parameter in _parameters_in(whole)]
    found += [limit.id for limit in rule_set.limits if parameter_in_operand(limit.at_most) == parameter]
    for name, other in rule_set.parameters.items():
        rows = [row.when for value in other.values for row in value.table or () if row.when is not None]
        if any(parameter in _parameters_in(when) for when in rows):
            found += readers_of(rule_set, name)
    return list(dict.fromkeys(found))


def _parameters_in(whole: Condition) -> set[str | None]:
    return {
        parameter_in_operand(operand.value) for node, path in walk(whole, ()) for operand in operands_of(node, path)
    }


def _wholes(rule_set: RuleSet) -> Iterator[tuple[str, Basis | None, Condition]]:
    """Every whole condition but those of tables: who would ask for it, on which clause."""
    if rule_set.when is not None:
        yield "规则集的适用范围", rule_set.basis, rule_set.when
    for track in rule_set.tracks:
        if track.when is not None:
            yield f"“{track.title}”的适用范围", rule_set.basis, track.when
    for _, criterion, _ in criteria_of(rule_set):
        for whole in (criterion.when, criterion.require):
            if whole is not None:
                yield criterion.id, criterion.basis, whole


def _parameters(rule_set: RuleSet, sources: Mapping[str, Source]) -> Iterator[Point]:
    for name, parameter in rule_set.parameters.items():
        for value in parameter.values:
            if _is_unknown(value):
                unit = f"（{parameter.unit}）" if parameter.unit else ""
                about = [days(value), _clause(value.basis, sources)] + ([prose(value.note)] if value.note else [])
                yield Point(f"{name}{unit}", "\n".join(about), "、".join(readers_of(rule_set, name)) or "无")


def _is_unknown(value: ParameterValue) -> bool:
    """Whether a value, or a row of its table, is not known."""
    rows = [told for row in value.table or () for told in (row.value, row.otherwise)]
    return UNKNOWN in (value.value, *rows)


def _texts(rule_set: RuleSet, sources: Mapping[str, Source]) -> Iterator[Point]:
    held: dict[tuple[str, str], dict[str, None]] = {}
    for holder, basis, whole in _wholes(rule_set):
        for node, _ in walk(whole, ()):
            if isinstance(node, NotObtained):
                held.setdefault((node.text, _clause(basis, sources)), {})[holder] = None
    for (text, clause), holders in held.items():
        yield Point(text, clause, "、".join(holders))


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
    """A criterion's dated versions may ask a person the same: that is told once."""
    found = (
        Point(criterion.id, "\n".join(told), _clause(criterion.basis, sources))
        for _, criterion, _ in criteria_of(rule_set)
        if (told := [text for node, _ in walk(criterion.require, ()) if (text := _left_to_a_person(node))])
    )
    yield from dict.fromkeys(found)


def _left_to_a_person(node: Condition) -> str | None:
    match node:
        case Judged(text=text):
            return text
        case FactCondition(fact=fact, operators=operators) if operators.open:
            return f"{fact}：所列之外的是否算在内"
        case _:
            return None


def _clause(basis: Basis | None, sources: Mapping[str, Source]) -> str:
    return "" if basis is None else source_text(sources[basis.source]) + (basis.clause or "")
