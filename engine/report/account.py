"""Pieces of text that every format shares: a clause, a leaf, a composite with its branches, a member, one line each."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from engine.explain.vocabulary import ASSURANCES, IN_FORCE, LEVELS, OUTCOMES, TRUTHS, VERDICTS
from schemas.assessment import (
    BasisResult,
    ConditionResult,
    CriterionResult,
    DaysResult,
    JudgementResult,
    MemberResult,
    TreeNode,
)
from schemas.finding import Status, Truth
from schemas.rule_set import Force


class Detail(NamedTuple):
    """A line below a criterion; `status` is None for a heading."""

    depth: int
    text: str
    status: Truth | None = None


def document_text(basis: BasisResult) -> str:
    """The document with its number."""
    return f"《{basis.title}》" + (f"（{basis.number}）" if basis.number else "")


def basis_text(basis: BasisResult) -> str:
    """The document and the clause."""
    return document_text(basis) + (basis.clause or "")


def days_text(days: DaysResult) -> str:
    """The days on which something is in force; nothing where they are not limited."""
    if days.since is None and days.until is None:
        return ""
    return f"{days.since or '…'} 起" if days.until is None else f"{days.since or '…'} 至 {days.until}"


def grounds_text(criterion: CriterionResult) -> str:
    """The document and the clause, and the days of this version where it has its own."""
    days = days_text(criterion.effective)
    return basis_text(criterion.basis) + (f"（{days}施行）" if days else "")


def copy_text(basis: BasisResult) -> str:
    """How close the copy at hand stands to the issuer's own text, and whether the document is in force."""
    return f"{LEVELS[basis.level]}，{IN_FORCE[basis.in_force]}"


def judgement_text(judgement: JudgementResult) -> str:
    """What was decided, by whom, when, and why."""
    signed = "，".join(str(part) for part in (judgement.by, judgement.on) if part is not None)
    opinion = f"：{judgement.opinion}" if judgement.opinion else ""
    return OUTCOMES[judgement.outcome] + (f"（{signed}）" if signed else "") + opinion


def demand(condition: ConditionResult) -> str:
    """What a leaf asks for, with its fact."""
    return f"{condition.fact} {condition.required}" if condition.fact else condition.required


def actual(condition: ConditionResult) -> str | None:
    """What was stated, with 自报 or 已核实 where the profile says so; None when nothing is known."""
    if condition.actual is None or condition.assurance is None:
        return condition.actual
    return f"{condition.actual}〔{ASSURANCES[condition.assurance]}〕"


def awaits_judgement(condition: ConditionResult) -> bool:
    """Whether only a person can decide the leaf, and nobody has."""
    return condition.status is Truth.UNKNOWN and condition.says.endswith("待认定") and not condition.members


def account(criterion: CriterionResult) -> str:
    """Why a criterion stands as it does, on one line."""
    match criterion.status:
        case Status.NOT_APPLICABLE:
            return excluded(criterion.when)
        case Status.UNKNOWN:
            return "；".join(why_open(criterion))
        case Status.MET if criterion.accepted:
            return "原则上的条件没有达到，经认定接受" + _signed(criterion)
        case _ if criterion.tree is None:
            return _outcome(criterion.conditions[0]) + _signed(criterion)
        case _:
            decisive = [one for one in criterion.conditions if one.status.value == criterion.status.value]
            return "；".join(f"{one.fact or one.required}：{_outcome(one)}" for one in decisive)


def excluded(when: Sequence[ConditionResult]) -> str:
    """Why something is not for this applicant."""
    unmet = [one for one in when if one.status is Truth.UNMET]
    if len(unmet) == 1:
        return f"只适用于 {demand(unmet[0])}{_stated(unmet[0])}"
    facts = dict.fromkeys(f"{one.fact} {actual(one)}" if one.actual else one.fact or one.required for one in unmet)
    return f"不在适用范围之内（{'，'.join(facts)}）"


def why_open(criterion: CriterionResult) -> Iterator[str]:
    """What keeps a criterion open."""
    if criterion.missing_facts:
        yield f"未填 {'、'.join(criterion.missing_facts)}"
    if criterion.unknown_parameters:
        yield f"标准未知：{'、'.join(criterion.unknown_parameters)}"
    if criterion.pending_judgements:
        yield "待认定"
    if criterion.undefined:
        yield f"无法计算：{'、'.join(criterion.undefined)}"


def _outcome(condition: ConditionResult) -> str:
    """What was stated and how it compares, without saying twice that it is met or not."""
    said = condition.says.removeprefix("满足，")
    told = [] if said in ("满足", "不满足") and condition.actual else [said]
    stated = [f"实际 {actual(condition)}"] if condition.actual else []
    return "，".join([*stated, *told]) + ("（按假设）" if condition.assumed else "")


def _signed(criterion: CriterionResult) -> str:
    by = criterion.judgement
    if by is None:
        return ""
    signed = "，".join(str(part) for part in (by.by, by.on) if part is not None)
    return f"（{signed}）" if signed else ""


def _stated(condition: ConditionResult) -> str:
    return f"（实际 {actual(condition)}）" if condition.actual else ""


def branches(criterion: CriterionResult) -> list[Detail]:
    """The requirement of a criterion line by line: its composites, its leaves, the members of its lists."""
    if criterion.tree is None:
        return list(members(criterion.conditions[0], 0))
    return list(_branches(criterion.tree, criterion.conditions, 0))


def _branches(node: TreeNode, conditions: Sequence[ConditionResult], depth: int) -> Iterator[Detail]:
    if node.condition is not None:
        one = conditions[node.condition]
        stated = f"；实际 {actual(one)}" if one.actual else ""
        yield Detail(depth, f"［{TRUTHS[one.status]}］{demand(one)}{stated}；{one.says}", one.status)
        yield from members(one, depth + 1)
        return
    heading = {"all": "以下各项须全部满足：", "any": "以下任一项满足即可："}
    yield Detail(depth, heading.get(node.kind, f"以下各项中须至少满足 {node.n} 项："))
    for child in node.children:
        yield from _branches(child, conditions, depth + 1)


def members(condition: ConditionResult, depth: int) -> Iterator[Detail]:
    """The members of a list that are the trouble, each with its own reasons, then how many others there are.

    Of a floor they are those that do not count, of a cap those that do.
    """
    capped = condition.operator in _CAPS
    quiet = Truth.UNMET if capped else Truth.MET
    others = 0
    for member in sorted(condition.members, key=lambda member: member.status in (Truth.UNKNOWN, None)):
        if member.status is quiet:
            others += 1
            continue
        yield Detail(
            depth, f"［{'计入' if member.status is Truth.MET else _mark(member)}］{_called(member)}", member.status
        )
        if member.status is not None:
            yield from _member_reasons(member, depth + 1)
    if others:
        mark = "不计入" if capped else "符合"
        yield Detail(depth, f"［{mark}］{'其余 ' if others < len(condition.members) else ''}{others} 个成员", quiet)


_CAPS = ("at_most", "not_at_least", "not_some")
"""Counts of members that must not be exceeded: there it is the members that count which are the trouble."""


def _mark(member: MemberResult) -> str:
    match member.status:
        case None:
            return "不适用，不计入"
        case Truth.UNKNOWN if member.verdict is not None:
            return VERDICTS[member.verdict]
        case status:
            return {Truth.MET: "符合", Truth.UNMET: "不符合", Truth.UNKNOWN: "待定"}[status]


def _called(member: MemberResult) -> str:
    return member.key if member.name in (None, member.key) else f"{member.name}（{member.key}）"


def _member_reasons(member: MemberResult, depth: int) -> Iterator[Detail]:
    failing = [one for one in member.criteria if one.id in member.unmet]
    for criterion in failing:
        yield Detail(depth, f"{criterion.id} {criterion.title}：{account(criterion)}", Truth.UNMET)
        yield Detail(depth + 1, f"依据：{basis_text(criterion.basis)}")
        if criterion.remedy:
            yield Detail(depth + 1, f"整改：{criterion.remedy}")
    for one in member.conditions:
        if one.status is not Truth.MET and one.operator != "meets":
            yield Detail(depth, f"{demand(one)}{_stated(one)}：{one.says}", one.status)
    for criterion in member.criteria:
        if criterion.status is Status.UNKNOWN and criterion.force is not Force.PREFERRED:
            yield Detail(depth, f"{criterion.id} {criterion.title}：{account(criterion)}", Truth.UNKNOWN)
