"""认定: a reviewer's decisions, each on a criterion that leaves something to a person."""

import re
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from engine.load.day import read_date
from engine.load.document import Data, Path
from engine.load.library import Library
from engine.load.names import suggestion
from engine.load.problem import Problems, ValueProblem
from engine.load.single import scalar_of
from engine.load.text import as_text, is_blank, quoted, tidy
from engine.load.value import JUDGEMENTS
from schemas.case import Judgement, Members, Outcome, Value
from schemas.condition import AllOf, Among, AnyOf, AtLeastOf, Condition, FactCondition, Judged, Not
from schemas.fact import FactType
from schemas.rule_set import Force

_OUTCOMES = {"通过": Outcome.PASS, "不通过": Outcome.FAIL}
_OUTCOME, _OPINION, _BY, _ON = "结论", "意见", "认定人", "日期"
_FIELDS = {_OUTCOME: "outcome", _OPINION: "opinion", _BY: "by", _ON: "on"}
_OF_MEMBER = re.compile(r"([^\[\]/]+)\[(.+)\]/([^\[\]/]+)", re.DOTALL)
_SHAPE = "键写条件编号，如「KC-32」；列表成员写「骨干企业[统一社会信用代码]/KB-03」"
_FORM = f"写成「KC-32: {{{_OUTCOME}: 通过, {_OPINION}: …, {_BY}: …, {_ON}: 2026-03-02}}」"


class Judgeable(NamedTuple):
    """Criterion ids: all there are, those that leave something to a person, those that do so for list members."""

    known: frozenset[str]
    own: frozenset[str]
    members: frozenset[str]


def judgeable(library: Library) -> Judgeable:
    """Which criteria a 认定 can decide: those with a judged leaf or an open list, and in-principle ones."""
    criteria = [criterion for rules in library.rule_sets.values() for _, criterion in rules.all_criteria()]
    own = frozenset(
        criterion.id
        for criterion in criteria
        if criterion.force is Force.IN_PRINCIPLE or _asks(criterion.require, within_list=False)
    )
    inside = frozenset(criterion.id for criterion in criteria if _asks(criterion.require, within_list=True))
    # A member may have to meet a rule set: whatever that one leaves to a person is asked about the member.
    return Judgeable(frozenset(criterion.id for criterion in criteria), own, own | inside)


def _asks(condition: Condition, *, within_list: bool) -> bool:
    """Whether a leaf is left to a person, outside lists or within one."""
    match condition:
        case Judged():
            return not within_list
        case FactCondition(operators=operators):
            return operators.open and not within_list
        case AllOf(children=children) | AnyOf(children=children):
            return any(_asks(child, within_list=within_list) for child in children)
        case AtLeastOf(quorum=quorum):
            return any(_asks(child, within_list=within_list) for child in quorum.of)
        case Not(child=child):
            return _asks(child, within_list=within_list)
        case Among(body=body):
            return within_list and body.member is not None and _asks(body.member, within_list=False)
        case _:
            return False


def read_judgements(
    raw: Data, facts: Mapping[str, Value], library: Library, problems: Problems, path: Path
) -> dict[str, Judgement]:
    """The reviewer's decisions by criterion id, for members by `骨干企业[key]/KB-03`."""
    if is_blank(raw):
        return {}
    if not isinstance(raw, dict):
        problems.add(ValueProblem("E2201", f"「{JUDGEMENTS}」之下须按条件编号逐条写", _FORM), path)
        return {}
    # A list that could not be read in full says nothing about who its members are.
    naming = _Naming(library, None if problems else facts)
    found: dict[str, Judgement] = {}
    written: dict[str, str] = {}
    for key, parts in raw.items():
        where = (*path, key)
        with problems.at(where, key=True):
            name = naming.name(tidy(key))
            if name in written:
                raise ValueProblem("E2003", f"认定{quoted(key)}与{quoted(written[name])}是同一条", "只留一处")
            written[name] = key
            with problems.at(where):
                judgement = _judgement(parts, problems, where)
                if judgement is not None:
                    found[name] = judgement
    return found


class _Naming:
    """What the keys of 认定 refer to."""

    def __init__(self, library: Library, facts: Mapping[str, Value] | None) -> None:
        self._library = library
        self._facts = facts
        self._judgeable = judgeable(library)

    def name(self, key: str) -> str:
        """The key in its one form, or a problem if there is nothing of that name to judge."""
        member = _OF_MEMBER.fullmatch(key)
        if member is None:
            self._check(key, self._judgeable.own)
            return key
        list_name, member_key, criterion = (part.strip() for part in member.groups())
        fact = self._library.fact(list_name)
        if fact is None or fact.type is not FactType.LIST:
            lists = [fact.name for fact in self._library.facts.values() if fact.type is FactType.LIST]
            raise ValueProblem("E2202", f"{quoted(list_name)}不是列表字段", suggestion(list_name, lists) or _SHAPE)
        self._check(criterion, self._judgeable.members)
        if self._facts is not None:
            members = self._facts.get(fact.id)
            keys = [entry.key for entry in members.members] if isinstance(members, Members) else []
            # A code is kept in capitals, however it was typed.
            known = next((spelling for spelling in (member_key, member_key.upper()) if spelling in keys), None)
            if known is None:
                listed = f"已列的成员：{'、'.join(keys[:5])}" if keys else f"先在「{fact.name}」里列出该成员"
                raise ValueProblem(
                    "E2202", f"{fact.name}里没有成员{quoted(member_key)}", suggestion(member_key, keys) or listed
                )
            member_key = known
        return f"{fact.name}[{member_key}]/{criterion}"

    def _check(self, criterion: str, among: frozenset[str]) -> None:
        if criterion in among:
            return
        if criterion in self._judgeable.known:
            raise ValueProblem(
                "E2202",
                f"条件{quoted(criterion)}由填报的内容算出，没有要人认定的部分",
                "删去这条认定；若算出的结果不对，请更正有关的字段",
            )
        raise ValueProblem(
            "E2202", f"没有编号为{quoted(criterion)}的条件", suggestion(criterion, sorted(among)) or _SHAPE
        )


def _judgement(raw: Data, problems: Problems, path: Path) -> Judgement | None:
    """One decision; None where the form was left blank."""
    if is_blank(raw):
        return None
    if not isinstance(raw, dict):
        raise ValueProblem("E2201", "一条认定须写明结论", _FORM)
    parts: dict[str, tuple[Path, Data]] = {}
    for key, value in raw.items():
        where = (*path, key)
        with problems.at(where, key=True):
            part = tidy(key)
            if part not in _FIELDS:
                meant = suggestion(part, _FIELDS)
                raise ValueProblem(
                    "E2201", f"认定里没有{quoted(key)}这一项", meant or f"可写的项：{'、'.join(_FIELDS)}"
                )
            if part in parts:
                raise ValueProblem("E2201", f"认定里的{quoted(part)}写了两处", "只留一处")
            if not is_blank(value):
                parts[part] = (where, value)
    if not parts:
        return None
    if _OUTCOME not in parts:
        raise ValueProblem(
            "E2201", "这条认定没有结论", f"补上「{_OUTCOME}: 通过」或「{_OUTCOME}: 不通过」；尚未认定的整条留空"
        )
    found: dict[str, Outcome | str | date] = {}
    for part, (at, value) in parts.items():
        with problems.at(at):
            scalar = scalar_of(value, part)
            text = tidy(as_text(scalar))
            found[part] = _outcome(text) if part == _OUTCOME else read_date(scalar) if part == _ON else text
    return (
        Judgement.model_validate({_FIELDS[part]: value for part, value in found.items()}) if _OUTCOME in found else None
    )


def _outcome(text: str) -> Outcome:
    if text not in _OUTCOMES:
        raise ValueProblem("E2201", f"认定的结论{quoted(text)}不是「通过」也不是「不通过」", "写「通过」或「不通过」")
    return _OUTCOMES[text]
