"""What a report tells of one assessment, in the order it tells it: the same for every format."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from engine.explain.vocabulary import CAUSES, IN_FORCE, LEVELS, OUTCOMES, VERDICTS
from schemas.assessment import (
    Assessment,
    BasisResult,
    ConditionResult,
    CriterionResult,
    JudgementResult,
    OpenQuestions,
    Result,
    TrackResult,
)
from schemas.finding import CauseKind, Status, Truth, Verdict
from schemas.rule_set import Force, Kind
from schemas.source import Level

SCOPE = "适用范围"


@dataclass(frozen=True)
class Question:
    """One thing that is not known, and the criteria that it holds up (none: the scope of the rule set)."""

    name: str
    holds_up: tuple[CriterionResult, ...]


@dataclass(frozen=True)
class Questions:
    """The open questions of one cause."""

    kind: CauseKind
    title: str
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Outline:
    """One assessment, sorted for reading. Only the criteria of the track that gave the verdict are in it."""

    assessment: Assessment
    verdict: str
    assumed: bool
    track: TrackResult | None
    unmet: tuple[CriterionResult, ...]
    questions: tuple[Questions, ...]
    preferred: tuple[CriterionResult, ...]
    met: tuple[CriterionResult, ...]
    not_applicable: tuple[CriterionResult, ...]
    others: tuple[TrackResult, ...]
    notes: tuple[str, ...]

    @property
    def open_count(self) -> int:
        """How many open questions there are."""
        return sum(len(group.questions) for group in self.questions)

    @property
    def summary(self) -> str:
        """The verdict's reasons in numbers."""
        parts = [f"{len(self.unmet)} 项条件不满足"] if self.unmet else []
        parts += [f"{group.title} {len(group.questions)} 项" for group in self.questions]
        return "，".join(parts) or "各项条件均已满足"


def outline(assessment: Assessment) -> Outline:
    """Sort one assessment for reading."""
    own = [one for one in assessment.criteria if one.track in (None, assessment.track)]
    binding = [one for one in own if one.force is not Force.PREFERRED]
    assumed = any(_is_assumed(one) for one in [*assessment.when, *_conditions(own)])
    return Outline(
        assessment=assessment,
        verdict=VERDICTS[assessment.verdict] + ("（按假设）" if assumed else ""),
        assumed=assumed,
        track=next((track for track in assessment.tracks if track.id == assessment.track), None),
        unmet=tuple(one for one in binding if one.status is Status.UNMET),
        questions=tuple(_questions(assessment.open, binding)),
        preferred=tuple(one for one in own if one.force is Force.PREFERRED),
        met=tuple(one for one in binding if one.status is Status.MET),
        not_applicable=tuple(one for one in binding if one.status is Status.NOT_APPLICABLE),
        others=tuple(track for track in assessment.tracks if track.id != assessment.track),
        notes=tuple(_notes(assessment, binding)),
    )


def reason_not_applicable(assessment: Assessment) -> str:
    """Why the rule set is not for this applicant."""
    unmet = [one for one in assessment.when if one.status is Truth.UNMET]
    return "；".join(f"须{one.fact or ''} {one.required}" + (f"，实际 {one.actual}" if one.actual else "") for one in unmet)


def asks_a_person(criterion: CriterionResult, assessment: Assessment) -> bool:
    """Whether an in-principle criterion that is not met still waits for a person."""
    return criterion.status is Status.UNMET and criterion.id in assessment.open.pending_judgements


def basis_text(basis: BasisResult) -> str:
    """The clause, its document, and how good the copy is."""
    number = f"（{basis.number}）" if basis.number else ""
    clause = f" {basis.clause}" if basis.clause else ""
    return f"《{basis.title}》{number}{clause}；{LEVELS[basis.level]}，{IN_FORCE[basis.in_force]}"


def judgement_text(judgement: JudgementResult) -> str:
    """Who decided what, when, and why."""
    signed = "，".join(str(part) for part in (judgement.by, judgement.on) if part is not None)
    return (
        OUTCOMES[judgement.outcome]
        + (f"（{signed}）" if signed else "")
        + (f"：{judgement.opinion}" if judgement.opinion else "")
    )


def asked_of(criterion: CriterionResult, question: str) -> str | None:
    """What a criterion demands of the fact that is missing, where one of its conditions names that very fact."""
    return next((one.required for one in criterion.conditions if one.fact == question), None)


def names_of(open_questions: OpenQuestions, kind: CauseKind) -> tuple[str, ...]:
    """The open questions of one cause."""
    return {
        CauseKind.MISSING_FACT: open_questions.missing_facts,
        CauseKind.UNKNOWN_PARAMETER: open_questions.unknown_parameters,
        CauseKind.PENDING_JUDGEMENT: open_questions.pending_judgements,
        CauseKind.UNDEFINED: open_questions.undefined,
    }[kind]


def result_notes(result: Result) -> list[str]:
    """What holds for the whole result."""
    notes = [
        f"按假设：{name} = {value}。这不是公布的标准，由 --set 给定，只供试算。"
        for name, value in result.assumptions.items()
    ]
    notes += [f"{left.title}（{left.id}）在基准日不生效，未作对照。" for left in result.not_in_force]
    return notes


def _questions(opened: OpenQuestions, criteria: Sequence[CriterionResult]) -> Iterator[Questions]:
    for kind in CauseKind:
        names = names_of(opened, kind)
        if names:
            found = (
                Question(name, tuple(one for one in criteria if name in names_of(one, kind) or _asked(one, name, kind)))
                for name in names
            )
            yield Questions(kind, CAUSES[kind], tuple(found))


def _asked(criterion: CriterionResult, name: str, kind: CauseKind) -> bool:
    """An in-principle criterion that is not met asks for a 认定 under its own id."""
    return kind is CauseKind.PENDING_JUDGEMENT and criterion.id == name


def _conditions(criteria: Iterable[CriterionResult]) -> Iterator[ConditionResult]:
    for criterion in criteria:
        yield from criterion.conditions
        yield from criterion.when


def _is_assumed(condition: ConditionResult) -> bool:
    return condition.assumed or any(
        _is_assumed(inner)
        for member in condition.members
        for inner in (*member.conditions, *_conditions(member.criteria))
    )


def _notes(assessment: Assessment, binding: Sequence[CriterionResult]) -> Iterator[str]:
    unread = [one for one in binding if any(condition.operator == "not_obtained" for condition in one.conditions)]
    if assessment.rule_set.kind is Kind.REFERENCE:
        yield "对标参考：依据是同类规定，不是本方案的正式标准，不影响正式结论。"
    elif unread and assessment.verdict is not Verdict.NOT_APPLICABLE:
        ids = "、".join(one.id for one in unread)
        yield f"本规则集有条文尚未取得（{ids}），因此无论填报什么都不会得出“符合”；请以主管部门的正式文本为准。"
    if any(one.basis.level in (Level.REPLY, Level.REPOST) for one in binding):
        yield "部分依据只见于官方答复的转述或转载件，申报前请核对原文。"
