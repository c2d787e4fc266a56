"""What a 认定 may decide: criteria that leave something to a person, and the members of lists they are asked about."""

import re
from collections.abc import Mapping

from engine.load.library import Library
from engine.load.names import suggestion
from engine.load.problem import ValueProblem
from engine.load.text import quoted
from schemas.case import Member, Members, Value
from schemas.condition import AllOf, Among, AnyOf, AtLeastOf, Condition, FactCondition, Judged, Not
from schemas.fact import Fact, FactType
from schemas.rule_set import Criterion, Force

_MEMBER = re.compile(r"([^\[\]/]+)\[(.+?)\]\s*/\s*(.*)", re.DOTALL)
_SHAPE = "键写条件编号，如「KC-32」；列表成员写「骨干企业[统一社会信用代码]/KB-03」"


class Judgeable:
    """Reads the keys of 认定 against a library and one case's facts.

    Where `facts` is None, because some could not be read, nobody is told that a member is missing.
    """

    def __init__(self, library: Library, facts: Mapping[str, Value] | None) -> None:
        criteria = [criterion for rules in library.rule_sets.values() for _, criterion in rules.all_criteria()]
        self._library = library
        self._facts = facts
        self._known = {criterion.id for criterion in criteria}
        self._alone = {criterion.id for criterion in criteria if _asks_alone(criterion)}
        # A member may have to meet a rule set: whatever that one leaves to a person is asked about the member.
        self._of_members = self._alone | {criterion.id for criterion in criteria if _asks(criterion.require, True)}

    def name(self, key: str) -> str:
        """The key in its one form (`KC-32`, `骨干企业[key]/KB-03`), or a problem if it names nothing to judge."""
        path, rest, facts = "", key, self._facts
        while member := _MEMBER.fullmatch(rest):
            list_name, member_key, rest = (part.strip() for part in member.groups())
            fact = self._list(list_name)
            if facts is not None:
                found = _member(fact, member_key, facts)
                member_key, facts = found.key, found.facts
            path += f"{fact.name}[{member_key}]/"
        self._check(rest, self._of_members if path else self._alone)
        return path + rest

    def _list(self, name: str) -> Fact:
        fact = self._library.fact(name)
        if fact is not None and fact.type is FactType.LIST:
            return fact
        lists = [fact.name for fact in self._library.facts.values() if fact.type is FactType.LIST]
        raise ValueProblem("E2202", f"{quoted(name)}不是列表字段", suggestion(name, lists) or _SHAPE)

    def _check(self, criterion: str, among: set[str]) -> None:
        if criterion in among:
            return
        if criterion in self._known:
            raise ValueProblem(
                "E2202",
                f"条件{quoted(criterion)}由填报的内容算出，没有要人认定的部分",
                "删去这条认定；若算出的结果不对，请更正有关的字段",
            )
        raise ValueProblem(
            "E2202", f"没有编号为{quoted(criterion)}的条件", suggestion(criterion, sorted(among)) or _SHAPE
        )


def _member(fact: Fact, key: str, facts: Mapping[str, Value]) -> Member:
    """The member of a list that a key names."""
    listed = facts.get(fact.id)
    members = {member.key: member for member in listed.members} if isinstance(listed, Members) else {}
    # A code is kept in capitals, however it was typed.
    found = members.get(key) or members.get(key.upper())
    if found is None:
        all_keys = f"已列的成员：{'、'.join(list(members)[:5])}" if members else f"先在「{fact.name}」里列出该成员"
        raise ValueProblem("E2202", f"{fact.name}里没有成员{quoted(key)}", suggestion(key, members) or all_keys)
    return found


def _asks_alone(criterion: Criterion) -> bool:
    """Whether the 认定 under the criterion's own id decides anything."""
    return criterion.force is Force.IN_PRINCIPLE or _asks(criterion.require, False)


def _asks(condition: Condition, of_members: bool) -> bool:
    """Whether a leaf is left to a person: about the members of a list, or about the applicant itself."""
    match condition:
        case Judged():
            return not of_members
        case FactCondition(operators=operators):
            return operators.open and not of_members
        case AllOf(children=children) | AnyOf(children=children):
            return any(_asks(child, of_members) for child in children)
        case AtLeastOf(quorum=quorum):
            return any(_asks(child, of_members) for child in quorum.of)
        case Not(child=child):
            return _asks(child, of_members)
        case Among(body=body) if body.years is not None:  # the years are the applicant's own
            return body.member is not None and _asks(body.member, of_members)
        case Among(body=body):
            member = body.member
            return of_members and member is not None and (_asks(member, False) or _asks(member, True))
        case _:
            return False
