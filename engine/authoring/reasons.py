"""Why a result is what it is, in a few lines: what a failing scenario shows beside expected and got."""

from collections.abc import Iterator

from engine.authoring.words import CAUSES, MEMBERS, OUTCOMES, STATUSES, VERDICTS, names_of, word_for
from schemas.assessment import Assessment, ConditionResult, CriterionResult, OpenQuestions
from schemas.case import Outcome
from schemas.finding import Truth


class Mismatch(Exception):
    """The result is not what the scenario expects."""

    def __init__(self, what: str, expected: str, got: str, why: str) -> None:
        super().__init__(f"{what}：期望“{expected}”，实际“{got}”\n{why}")


def why_criterion(criterion: CriterionResult) -> str:
    """A criterion's status with its leaves and its open questions."""
    return "\n".join(_criterion(criterion, ""))


def why_assessment(assessment: Assessment) -> str:
    """A verdict with its date, its tracks and every criterion that is not met."""
    return "\n".join(_assessment(assessment))


def _assessment(assessment: Assessment) -> Iterator[str]:
    stamp = assessment.rule_set
    yield f"{stamp.title}（{stamp.id}，基准日 {assessment.reference_date}）：{word_for(assessment.verdict, VERDICTS)}"
    for track in assessment.tracks:
        chosen = "，结论由它给出" if track.id == assessment.track else ""
        yield f"  申报类型“{track.title}”：{word_for(track.verdict, VERDICTS)}{chosen}"
    for leaf in assessment.when:
        yield f"  适用范围：{_leaf(leaf)}"
    yield from _questions(assessment.open, "  ")
    for criterion in assessment.criteria:
        if word_for(criterion.status, STATUSES) not in ("满足", "不适用"):
            yield from _criterion(criterion, "  ")


def _criterion(criterion: CriterionResult, indent: str) -> Iterator[str]:
    accepted = "，经认定接受" if criterion.accepted else ""
    yield f"{indent}{criterion.id} {criterion.title}：{word_for(criterion.status, STATUSES)}{accepted}"
    for leaf in criterion.when:
        yield f"{indent}  适用条件：{_leaf(leaf)}"
    for leaf in criterion.conditions:
        yield f"{indent}  {_leaf(leaf)}"
        for member in leaf.members:
            yield f"{indent}    {member.name or member.key}：{_truth(member.status)}，{member.says}"
    if criterion.judgement is not None:
        yield f"{indent}  认定：{word_for(Outcome(criterion.judgement.outcome), OUTCOMES)}"
    yield from _questions(criterion, f"{indent}  ")


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
