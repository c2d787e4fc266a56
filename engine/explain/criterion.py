"""One criterion in words: its leaves, the tree above them, the members of its lists, its open questions."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from engine.explain.cause import open_questions, why_unknown
from engine.explain.known import Known
from engine.explain.leaf import condition
from engine.explain.standing import basis_result, days_result
from engine.explain.vocabulary import VERDICTS, FactBook
from schemas.assessment import (
    ConditionResult,
    CriterionResult,
    JudgementResult,
    MemberResult,
    OpenQuestions,
    TreeNode,
)
from schemas.case import Judgement
from schemas.finding import CriterionFinding, Findings, LeafFinding, MemberFinding, RuleSetFinding, Truth, Verdict
from schemas.program import All, Any, AtLeast, CriterionNode, Formula, Leaf, Node, Program, Tally


def criterion_results(
    program: Program, finding: RuleSetFinding, book: FactBook, known: Known
) -> tuple[CriterionResult, ...]:
    """Every criterion of the rule set in words, sorted by id."""
    found = {item.id: item for item in finding.criteria}
    findings = finding.findings
    return tuple(
        known.result(
            program,
            found[node.id],
            findings,
            leaves,
            partial(_in_words, node, found[node.id], program, findings, book, known),
        )
        for node, leaves in known.reads(program, lambda: tuple(_reads(program)))
    )


def _reads(program: Program) -> Iterator[tuple[CriterionNode, tuple[int, ...]]]:
    """The criteria by id, each with the leaves below its demand and below what it is for."""
    for node in sorted(program.criteria, key=lambda node: node.id):
        when = {} if node.when is None else leaves_below(node.when, program.nodes)
        yield node, (*leaves_below(node.require, program.nodes), *when)


def conditions_below(
    root: int | None, program: Program, leaves: Mapping[int, LeafFinding], book: FactBook, known: Known
) -> tuple[ConditionResult, ...]:
    """The leaves below a node, each once, in the order written."""
    if root is None:
        return ()
    below = leaves_below(root, program.nodes)
    return tuple(_condition(node, leaves[index], program, book, known) for index, node in below.items())


def leaves_below(root: int, nodes: Sequence[Node]) -> dict[int, Leaf]:
    """The leaves below a node by their index, in the order written."""
    node = nodes[root]
    if not isinstance(node, All | Any | AtLeast):
        return {root: node}
    return {index: leaf for child in node.inputs for index, leaf in leaves_below(child, nodes).items()}


def _in_words(
    node: CriterionNode, found: CriterionFinding, program: Program, findings: Findings, book: FactBook, known: Known
) -> CriterionResult:
    text = node.text
    places = {index: place for place, index in enumerate(leaves_below(node.require, program.nodes))}
    tree = _tree(node.require, program.nodes, findings.truths, places)
    judgement = findings.judgements.get(node.id)
    opened = open_questions(found.causes)
    return CriterionResult(
        id=node.id,
        title=text.title,
        track=node.track,
        force=node.force,
        status=found.status,
        accepted=found.accepted,
        basis=basis_result(node.ground),
        effective=days_result(text.effective),
        conditions=conditions_below(node.require, program, findings.leaves, book, known),
        tree=tree if tree.children else None,
        when=conditions_below(node.when, program, findings.leaves, book, known),
        judgement=None if judgement is None else _judgement(judgement),
        evidence=text.evidence,
        remedy=text.remedy,
        missing_facts=opened.missing_facts,
        unknown_parameters=opened.unknown_parameters,
        pending_judgements=opened.pending_judgements,
        undefined=opened.undefined,
    )


def _judgement(judgement: Judgement) -> JudgementResult:
    return JudgementResult(outcome=judgement.outcome, opinion=judgement.opinion, by=judgement.by, on=judgement.on)


def _tree(index: int, nodes: Sequence[Node], truths: Sequence[Truth], places: Mapping[int, int]) -> TreeNode:
    node = nodes[index]
    if not isinstance(node, All | Any | AtLeast):
        return TreeNode(kind="leaf", status=truths[index], condition=places[index])
    return TreeNode(
        kind=node.kind,
        status=truths[index],
        n=node.n if isinstance(node, AtLeast) else None,
        children=tuple(_tree(child, nodes, truths, places) for child in node.inputs),
    )


def _condition(node: Leaf, finding: LeafFinding, program: Program, book: FactBook, known: Known) -> ConditionResult:
    members: tuple[MemberResult, ...] = ()
    if isinstance(node, Tally) and node.where is not None:
        where = node.where
        members = tuple(_member(member, where, program, book, known) for member in finding.members)
    return condition(node, finding, program, book, members=members)


def _member(finding: MemberFinding, where: Formula, program: Program, book: FactBook, known: Known) -> MemberResult:
    leaves = {leaf.node: leaf for leaf in finding.leaves}
    below = leaves_below(where.root, where.nodes)
    conditions = tuple(_condition(node, leaves[index], program, book, known) for index, node in below.items())
    assessment = finding.assessment
    criteria: tuple[CriterionResult, ...] = ()
    unmet: tuple[str, ...] = ()
    if assessment is not None:
        own = program.members[assessment.rule_set]
        criteria = criterion_results(own, assessment, book, known)
        unmet = next(track.unmet for track in assessment.tracks if track.id == assessment.track)
    return MemberResult(
        key=finding.key,
        name=finding.name,
        status=finding.truth,
        verdict=None if assessment is None else assessment.verdict,
        says=_says(finding, conditions, unmet),
        unmet=unmet,
        open=open_questions(finding.causes) if finding.causes else OpenQuestions(),
        conditions=conditions,
        criteria=criteria,
    )


def _says(finding: MemberFinding, conditions: tuple[ConditionResult, ...], unmet: tuple[str, ...]) -> str:
    match finding.truth:
        case None:
            return f"{VERDICTS[Verdict.NOT_APPLICABLE]}，不计入"
        case Truth.MET:
            return "符合"
        case Truth.UNKNOWN:
            return f"待定：{why_unknown(finding.causes)}"
        case Truth.UNMET if unmet:
            return f"不符合：{'、'.join(unmet)}"
        case _:
            failing = [one for one in conditions if one.status is Truth.UNMET]
            return "不符合：" + "；".join(f"{one.fact or one.required}{_detail(one)}" for one in failing)


def _detail(one: ConditionResult) -> str:
    return f" {one.required}（{one.says}）" if one.fact else f"（{one.says}）"
