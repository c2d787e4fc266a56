"""Why a result is what it is, in a few lines: what a failing scenario shows beside expected and got."""

from collections.abc import Iterator, Sequence

from engine.authoring.words import CAUSES, MEMBERS, OUTCOMES, STATUSES, VERDICTS, names_of, word_for
from engine.explain.vocabulary import FORCES
from engine.report.account import basis_text, copy_text
from schemas.assessment import Assessment, ConditionResult, CriterionResult, OpenQuestions, TreeNode
from schemas.case import Outcome
from schemas.finding import Status, Truth
from schemas.rule_set import Force


class Mismatch(Exception):
    """The result is not what the scenario expects."""

    def __init__(self, what: str, expected: str, got: str, why: str) -> None:
        super().__init__(f"{what}：期望“{expected}”，实际“{got}”\n{why}")
        self.what, self.expected, self.got, self.why = what, expected, got, why


def why_criterion(criterion: CriterionResult) -> str:
    """A criterion's status with its leaves and its open questions."""
    return "\n".join(_criterion(criterion, ""))


def why_assessment(assessment: Assessment, track: str | None = None) -> str:
    """A verdict with its date, its tracks, and what keeps the track in question (or the giving one) from passing."""
    return "\n".join(_assessment(assessment, track or assessment.track))


def _assessment(assessment: Assessment, told: str | None) -> Iterator[str]:
    stamp = assessment.rule_set
    yield f"{stamp.title}（{stamp.id}，基准日 {assessment.reference_date}）：{word_for(assessment.verdict, VERDICTS)}"
    for track in assessment.tracks:
        chosen = "，结论由它给出" if track.id == assessment.track else ""
        yield f"  申报类型“{track.title}”：{word_for(track.verdict, VERDICTS)}{chosen}"
    for leaf in assessment.when:
        yield f"  适用范围：{_leaf(leaf)}"
    yield from _questions(assessment.open, "  ")
    for criterion in assessment.criteria:
        if criterion.track not in (None, told) or criterion.force is Force.PREFERRED:
            continue
        if criterion.status in (Status.UNMET, Status.UNKNOWN):
            yield from _criterion(criterion, "  ")


def _criterion(criterion: CriterionResult, indent: str) -> Iterator[str]:
    """What was asked, what was stated, how far apart, why it is open, and which clause says so."""
    accepted = "，经认定接受" if criterion.accepted else ""
    force = FORCES[criterion.force]
    yield f"{indent}{criterion.id} {criterion.title}【{force}】：{word_for(criterion.status, STATUSES)}{accepted}"
    for leaf in criterion.when:
        yield f"{indent}  适用条件：{_leaf(leaf)}"
    if criterion.tree is None:
        yield from _leaf_lines(criterion.conditions[0], f"{indent}  ")
    else:
        yield from _tree(criterion.tree, criterion.conditions, f"{indent}  ")
    if criterion.judgement is not None:
        yield f"{indent}  认定：{word_for(Outcome(criterion.judgement.outcome), OUTCOMES)}"
    yield from _questions(criterion, f"{indent}  ")
    yield f"{indent}  依据：{basis_text(criterion.basis)}（{copy_text(criterion.basis)}）"


def _tree(node: TreeNode, leaves: Sequence[ConditionResult], indent: str) -> Iterator[str]:
    """A composition with its truth, its parts below it."""
    if node.condition is not None:
        yield from _leaf_lines(leaves[node.condition], indent)
        return
    heading = {"all": "全部满足", "any": "任一项满足"}.get(node.kind, f"至少 {node.n} 项满足")
    yield f"{indent}［{heading}］：{_truth(node.status)}"
    for child in node.children:
        yield from _tree(child, leaves, f"{indent}  ")


def _leaf_lines(leaf: ConditionResult, indent: str) -> Iterator[str]:
    yield f"{indent}{_leaf(leaf)}"
    for member in leaf.members:
        yield f"{indent}  {member.name or member.key}：{_truth(member.status)}，{member.says}"


def _leaf(leaf: ConditionResult) -> str:
    actual = "" if leaf.actual is None else f"，实际 {leaf.actual}"
    truth = _truth(leaf.status)
    says = "" if leaf.says == truth else f"（{leaf.says}）"
    return f"{leaf.fact or ''} {leaf.required}{actual}：{truth}{says}".strip()


def _truth(status: Truth | None) -> str:
    return word_for(status, MEMBERS)


def _questions(questions: OpenQuestions, indent: str) -> Iterator[str]:
    for word, kind in CAUSES.items():
        if names := names_of(questions, kind):
            yield f"{indent}{word}：{'、'.join(names)}"
