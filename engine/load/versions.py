"""Dated versions: of a criterion, of a parameter. They neither overlap nor leave a day out on which they are read."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise

from engine.load.document import Document
from engine.load.ledger import Ledger
from engine.load.vocabulary import parameter_in_operand
from engine.load.walk import Path, conditions_of, criteria_of, operands_of, walk
from schemas.rule_set import Effective, Parameter, RuleSet

Version = tuple[Effective, Path]
"""The days of one version, and where it is written."""

_DAY = timedelta(days=1)


def check_versions(rule_sets: Mapping[str, RuleSet], documents: Mapping[str, Document], ledger: Ledger) -> None:
    """Check the days of every parameter's values and of every criterion that has several versions."""
    for name, rule_set in rule_sets.items():
        document = documents[name]
        _check_criteria(rule_set, document, ledger)
        for parameter, declared in rule_set.parameters.items():
            _check_overlaps(parameter, declared, document, ledger)
        _check_gaps(rule_set, document, ledger)


def _check_criteria(rule_set: RuleSet, document: Document, ledger: Ledger) -> None:
    versions: dict[str, list[Version]] = {}
    for _, criterion, path in criteria_of(rule_set):
        versions.setdefault(criterion.id, []).append((criterion.effective, path))
    for code, found in versions.items():
        for (one, _), (other, path) in _neighbours(found):
            if (both := _common(one, other)) is not None:
                ledger.error(
                    "E1113",
                    f"准入条件的编号「{code}」重复，{_days(both.from_, both.to)}两处都生效",
                    document,
                    (*path, "id"),
                    "编号是原因代码，各不相同；若是同一条的前后两个版本，用 effective 的 from 和 to 把日期分开",
                )
            elif one.to is not None and other.from_ is not None and other.from_ != one.to + _DAY:
                ledger.error(
                    "E1115",
                    f"准入条件「{code}」的两个版本之间，{_days(one.to + _DAY, other.from_ - _DAY)}没有版本",
                    document,
                    (*path, "effective"),
                    "让后一个版本的 from 紧接前一个版本的 to；中间确无此条的，改用新的编号",
                )


def _check_overlaps(name: str, parameter: Parameter, document: Document, ledger: Ledger) -> None:
    found: list[Version] = [
        (value, ("parameters", name, "values", index)) for index, value in enumerate(parameter.values)
    ]
    for (one, _), (other, path) in _neighbours(found):
        if (both := _common(one, other)) is not None:
            ledger.error(
                "E1205",
                f"参数「{name}」{_days(both.from_, both.to)}有不止一个取值",
                document,
                path,
                "用 from 和 to 把各取值的日期分开",
            )


def _check_gaps(rule_set: RuleSet, document: Document, ledger: Ledger) -> None:
    """A parameter has a value on every day on which something that reads it is in force; told once a parameter."""
    told: set[str] = set()
    for name, needed in _readings(rule_set):
        parameter = rule_set.parameters.get(name)
        missing = None if parameter is None else _uncovered(parameter.values, needed)
        if missing is not None and name not in told:
            told.add(name)
            ledger.error(
                "E1204",
                f"参数「{name}」{_days(*missing)}没有取值，而那时有条件用到它",
                document,
                ("parameters", name),
                "补上这些日子的取值，数额未知就写 unknown；或给用到它的条件写上 effective",
                key=True,
            )


def _readings(rule_set: RuleSet) -> Iterator[tuple[str, Effective]]:
    """Each reading of a parameter, and the days on which it can happen."""
    whole = rule_set.effective
    if rule_set.deadline is not None:
        whole = Effective(from_=rule_set.deadline, to=rule_set.deadline)
    parts: list[tuple[Path, Effective]] = [(path, criterion.effective) for _, criterion, path in criteria_of(rule_set)]
    for name, parameter in rule_set.parameters.items():
        parts += [(("parameters", name, "values", index), value) for index, value in enumerate(parameter.values)]
    for condition, path, _ in conditions_of(rule_set):
        own = next((days for part, days in parts if path[: len(part)] == part), whole)
        days = _common(whole, own)
        for node, at in walk(condition, path):
            for operand in operands_of(node, at):
                name = parameter_in_operand(operand.value) or ""
                if days is not None and name:
                    yield name, days
    for limit in rule_set.limits:
        if name := parameter_in_operand(limit.at_most) or "":
            yield name, whole


def _neighbours(found: Sequence[Version]) -> Iterator[tuple[Version, Version]]:
    """Each version with the next, by their first days; those that begin together in the order written."""
    ordered = sorted(found, key=lambda version: version[0].from_ or date.min)
    return pairwise(ordered)


def _common(one: Effective, other: Effective) -> Effective | None:
    """The days on which both hold."""
    first = max((day for day in (one.from_, other.from_) if day is not None), default=None)
    last = min((day for day in (one.to, other.to) if day is not None), default=None)
    return None if first is not None and last is not None and first > last else Effective(from_=first, to=last)


def _uncovered(values: Sequence[Effective], needed: Effective) -> tuple[date | None, date | None] | None:
    """The first stretch of needed days that no value covers; None if there is none."""
    day = needed.from_ or date.min
    last = needed.to or date.max
    for value in sorted(values, key=lambda value: value.from_ or date.min):
        start, end = value.from_ or date.min, value.to or date.max
        if start > day:
            return (needed.from_ if day == date.min else day), min(start - _DAY, last)
        if end >= day:
            if end >= last:
                return None
            day = end + _DAY
    return (needed.from_ if day == date.min else day), needed.to


def _days(first: date | None, last: date | None) -> str:
    """Some days in words, as what is said of them follows."""
    if first is None:
        return "在任何一天都" if last is None else f"在 {last} 及以前"
    if first == last:
        return f"在 {first} 这一天"
    return f"自 {first} 起" if last is None else f"在 {first} 至 {last} "
