"""What a report tells of one assessment, in the order it tells it: the same for every format."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple, assert_never

from engine.explain.vocabulary import CAUSES, IN_FORCE, VERDICTS
from engine.report.account import actual, copy_text, document_text
from schemas.assessment import (
    Assessment,
    ConditionResult,
    CriterionResult,
    OpenQuestions,
    Result,
    TrackResult,
)
from schemas.finding import CauseKind, Status, Truth, Verdict
from schemas.rule_set import Force, Kind

SCOPE = "是否适用本规则集"

_MEANINGS = {
    CauseKind.MISSING_FACT: "填报后才能判定",
    CauseKind.UNKNOWN_PARAMETER: "标准没有公布，或条文没有取得",
    CauseKind.PENDING_JUDGEMENT: "须由审核人认定",
    CauseKind.UNDEFINED: "分母不大于零，或日期为无",
}


class Question(NamedTuple):
    """One thing that is not known, and the criteria that it holds up (none: whom the rule set is for)."""

    name: str
    holds_up: tuple[CriterionResult, ...]

    @property
    def own(self) -> CriterionResult | None:
        """The criterion that the question is named after: one that a 认定 would settle."""
        return next((one for one in self.holds_up if one.id == self.name), None)


class Questions(NamedTuple):
    """The open questions of one cause."""

    kind: CauseKind
    questions: tuple[Question, ...]

    @property
    def title(self) -> str:
        """What the cause is called."""
        return CAUSES[self.kind]

    @property
    def meaning(self) -> str:
        """What would close the questions."""
        return _MEANINGS[self.kind]


class Document(NamedTuple):
    """A document behind the criteria, and how good the copy at hand is."""

    name: str
    copy: str


class Outline(NamedTuple):
    """One assessment, sorted for reading. Only the criteria of the track that gave the verdict are in it."""

    assessment: Assessment
    verdict: str
    track: TrackResult | None
    unmet: tuple[CriterionResult, ...]
    unknown: tuple[CriterionResult, ...]
    questions: tuple[Questions, ...]
    preferred: tuple[CriterionResult, ...]
    met: tuple[CriterionResult, ...]
    not_applicable: tuple[CriterionResult, ...]
    others: tuple[TrackResult, ...]
    documents: tuple[Document, ...]
    notes: tuple[str, ...]

    @property
    def open_count(self) -> int:
        """How many open questions there are."""
        return open_total(self.assessment.open)

    @property
    def chosen(self) -> str:
        """How the track came to give the verdict."""
        return "申报单位选定" if self.assessment.asked else "未指定，按结论最好的一类给出"

    def reference(self, assessed_on: date) -> str:
        """The reference date, and why it is not the day of assessment where it is not."""
        day = self.assessment.reference_date
        return str(day) if day == assessed_on else f"{day}（申报截止日期，按这一天判定）"

    @property
    def rest(self) -> Iterator[tuple[str, tuple[CriterionResult, ...]]]:
        """The criteria of which a line each is enough, under their headings."""
        titled = (
            ("优先项（不影响结论）", self.preferred),
            ("已满足的条件", self.met),
            ("不适用的条件", self.not_applicable),
        )
        return ((title, criteria) for title, criteria in titled if criteria)

    @property
    def summary(self) -> str:
        """The verdict's reasons in numbers."""
        parts = [f"{len(self.unmet)} 项条件不满足"] if self.unmet else []
        parts += [f"{group.title} {len(group.questions)} 项" for group in self.questions]
        return "，".join(parts) or "各项条件均已满足"


def outline(assessment: Assessment) -> Outline:
    """Sort one assessment for reading."""
    own = _own(assessment)
    binding = _binding(own)
    by_status = {status: tuple(one for one in binding if one.status is status) for status in Status}
    assumed = any(_is_assumed(one) for one in [*assessment.when, *_conditions(own)])
    return Outline(
        assessment=assessment,
        verdict=VERDICTS[assessment.verdict] + ("（按假设）" if assumed else ""),
        track=next((track for track in assessment.tracks if track.id == assessment.track), None),
        unmet=by_status[Status.UNMET],
        unknown=by_status[Status.UNKNOWN],
        questions=tuple(questions_of(assessment)),
        preferred=tuple(one for one in own if one.force is Force.PREFERRED),
        met=by_status[Status.MET],
        not_applicable=by_status[Status.NOT_APPLICABLE],
        others=tuple(track for track in assessment.tracks if track.id != assessment.track),
        documents=tuple(_documents(own)),
        notes=tuple(_notes(assessment, binding)),
    )


def questions_of(assessment: Assessment) -> Iterator[Questions]:
    """The open questions of one assessment by their causes, each with the criteria that wait for it."""
    binding = _binding(_own(assessment))
    for kind in CauseKind:
        held: dict[str, list[CriterionResult]] = {name: [] for name in names_of(assessment.open, kind)}
        for criterion in binding if held else ():
            for name in _waits_for(criterion, kind):
                if name in held:
                    held[name].append(criterion)
        if held:
            yield Questions(kind, tuple(Question(name, tuple(found)) for name, found in held.items()))


def hint(criterion: CriterionResult, question: str) -> str:
    """What a criterion demands of the fact that is missing, or what was stated where the threshold is."""
    for one in criterion.conditions:
        if one.fact == question:
            return f"（要求：{one.required}）"
        if one.actual and one.status is Truth.UNKNOWN and question in one.required:
            return f"（{one.fact} {actual(one)}）"
    return ""


def names_of(opened: OpenQuestions, kind: CauseKind) -> tuple[str, ...]:
    """The open questions of one cause."""
    match kind:
        case CauseKind.MISSING_FACT:
            return opened.missing_facts
        case CauseKind.UNKNOWN_PARAMETER:
            return opened.unknown_parameters
        case CauseKind.PENDING_JUDGEMENT:
            return opened.pending_judgements
        case CauseKind.UNDEFINED:
            return opened.undefined
        case _:
            assert_never(kind)


def open_total(opened: OpenQuestions) -> int:
    """How many questions are open."""
    return sum(len(names_of(opened, kind)) for kind in CauseKind)


def items(count: int) -> str:
    """So many items, in words."""
    return f"{count} 项" if count else "无"


def result_notes(result: Result) -> list[str]:
    """What holds for the whole result."""
    notes = [
        f"按假设：{name} = {value}。这不是公布的标准，由 --set 给定，只供试算"
        for name, value in result.assumptions.items()
    ]
    return notes + [f"{left.title}（{left.id}）在基准日不生效，没有对照" for left in result.not_in_force]


def stamps(result: Result) -> list[tuple[str, Assessment]]:
    """What was read, each rule set once and those of benchmarks marked: its name in the list, and an assessment."""
    found: dict[str, Assessment] = {one.rule_set.id: one for one in result.assessments}
    for one in result.benchmarks:
        found.setdefault(f"{one.rule_set.id}（对标参考）", one)
    return list(found.items())


def _own(assessment: Assessment) -> list[CriterionResult]:
    """The criteria of the track that gave the verdict."""
    return [one for one in assessment.criteria if one.track in (None, assessment.track)]


def _binding(criteria: Iterable[CriterionResult]) -> list[CriterionResult]:
    return [one for one in criteria if one.force is not Force.PREFERRED]


def _waits_for(criterion: CriterionResult, kind: CauseKind) -> tuple[str, ...]:
    """A criterion waits for its own open questions; an in-principle one that is not met, for a 认定 under its id."""
    names = names_of(criterion, kind)
    asks = kind is CauseKind.PENDING_JUDGEMENT and criterion.status is Status.UNMET and criterion.id not in names
    return (*names, criterion.id) if asks else names


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


def _documents(criteria: Sequence[CriterionResult]) -> Iterator[Document]:
    """Each document once; a document of which only missing clauses are cited has not been read."""
    for source in dict.fromkeys(one.basis.source for one in criteria):
        citing = [one for one in criteria if one.basis.source == source]
        basis = citing[0].basis
        unread = all(_is_unread(one) for one in citing)
        name = document_text(basis)
        yield Document(name, "所引条文未取得，" + IN_FORCE[basis.in_force] if unread else copy_text(basis))


def _is_unread(criterion: CriterionResult) -> bool:
    return any(leaf.operator == "not_obtained" for leaf in criterion.conditions)


def _notes(assessment: Assessment, binding: Sequence[CriterionResult]) -> Iterator[str]:
    unread = [one.id for one in binding if _is_unread(one)]
    if assessment.rule_set.kind is Kind.REFERENCE:
        yield "对标参考：这是另一个方案的标准，不影响任何正式方案的结论"
    elif unread and assessment.verdict is not Verdict.NOT_APPLICABLE:
        yield (
            f"有条文没有取得（{'、'.join(unread)}），所以无论怎样填报都不会得出“符合”；"
            "完整的条件以主管部门的正式文本为准"
        )
