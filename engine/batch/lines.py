"""A row of the batch as the lines of the sheets: plain cells, in the order of `columns`, the same for every format."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from engine.explain.vocabulary import FORCES, OUTCOMES, VERDICTS
from engine.report.account import actual, basis_text, branches, demand, grounds_text
from engine.report.outline import Question, questions_of
from schemas.assessment import Assessment, BasisResult, ConditionResult, CriterionResult, JudgementResult
from schemas.batch import BatchRow, LimitFinding
from schemas.case import Judgement
from schemas.diagnostic import Diagnostic, Severity
from schemas.finding import CauseKind, Status, Truth

UNASSESSED = "数据有误，未评估"
SEPARATOR = "\n"
"""Between several things in one cell: none of them holds a line break."""


_MOST_DETAILS = 20
"""Lines of 说明: more would make a row higher than a page."""


class SummaryLine(NamedTuple):
    """One applicant and rule set."""

    number: int
    name: str
    uscc: str
    recommender: str
    kinds: str
    scheme: str
    track: str
    verdict: str
    unmet: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    pending: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    id: str = ""
    scheme_id: str = ""
    sha256: str = ""

    @property
    def opened(self) -> tuple[str, ...]:
        """Everything that is open."""
        return (*self.missing, *self.pending, *self.unknown)


class UnmetLine(NamedTuple):
    """One condition (准入条件) that is not met."""

    number: int
    name: str
    recommender: str
    scheme: str
    clause: str
    title: str
    force: str
    basis: str
    required: str
    actual: str
    gap: str
    details: str
    remedy: str


class MissingLine(NamedTuple):
    """One thing that the applicant must still state, or state otherwise."""

    number: int
    name: str
    recommender: str
    scheme: str
    verdict: str
    item: str
    nature: str
    clauses: tuple[str, ...]
    required: str
    evidence: tuple[str, ...]


class PendingLine(NamedTuple):
    """One thing that a person must decide, with room for the decision."""

    number: int
    name: str
    uscc: str
    recommender: str
    scheme: str
    verdict: str
    clause: str
    asked: str
    basis: str
    stated: str
    outcome: str = ""
    opinion: str = ""
    by: str = ""
    on: str = ""
    id: str = ""
    sha256: str = ""


class ProblemLine(NamedTuple):
    """One thing wrong with the data."""

    number: int | None
    name: str
    place: str
    severity: str
    message: str
    remedy: str
    effect: str
    code: str


class ChangeLine(NamedTuple):
    """One applicant and rule set that an earlier run saw otherwise."""

    number: int | None
    name: str
    uscc: str
    scheme: str
    change: str
    before: str
    now: str
    newly_unmet: tuple[str, ...] = ()
    no_longer_unmet: tuple[str, ...] = ()
    newly_open: tuple[str, ...] = ()
    no_longer_open: tuple[str, ...] = ()


def summary_lines(row: BatchRow, notes: Sequence[str] = ()) -> Iterator[SummaryLine]:
    """A line a rule set; one line too for an applicant that could not be assessed."""
    who = row.applicant
    kinds, digest = "、".join(who.kinds), who.sha256 or ""
    first = (who.number, _called(row), who.uscc or "", who.recommender or "", kinds)
    told = [*notes, *_notes(row)]
    if row.result is None:
        yield SummaryLine(*first, "", who.track or "", UNASSESSED, notes=tuple(told), id=who.id, sha256=digest)
        return
    for one in row.result.assessments:
        opened = one.open
        yield SummaryLine(
            *first,
            one.rule_set.title,
            _track(one, row),
            VERDICTS[one.verdict],
            one.unmet,
            opened.missing_facts,
            (*opened.pending_judgements, *(f"{name}（无法计算）" for name in opened.undefined)),
            opened.unknown_parameters,
            (*told, *_limit_notes(row, one)),
            who.id,
            one.rule_set.id,
            digest,
        )


def unmet_lines(row: BatchRow) -> Iterator[UnmetLine]:
    """A line for every condition that is not met, by its id; those of a refused cap last."""
    for one in _assessments(row):
        first = (row.applicant.number, _called(row), row.applicant.recommender or "", one.rule_set.title)
        known = {criterion.id: criterion for criterion in one.criteria}
        for name in one.unmet:
            if name in known:
                yield UnmetLine(*first, *_unmet(known[name]))
        for limit in _limits(row, one, Truth.UNMET):
            said = _group(limit)
            why = limit.judgement.opinion or "" if limit.judgement is not None else ""
            yield UnmetLine(
                *first, limit.id, limit.title or "限额", "限额", basis_text(limit.basis), limit.says, said, "认定不通过",
                why, "",
            )  # fmt: skip


def missing_lines(row: BatchRow) -> Iterator[MissingLine]:
    """A line for every fact that is not stated, and for every number that cannot be computed."""
    for one in _assessments(row):
        first = (row.applicant.number, _called(row), row.applicant.recommender or "", one.rule_set.title)
        verdict = VERDICTS[one.verdict]
        for kind, question in _questions(one):
            if kind in (CauseKind.MISSING_FACT, CauseKind.UNDEFINED):
                nature = "未填" if kind is CauseKind.MISSING_FACT else "无法计算"
                clauses = tuple(criterion.id for criterion in question.holds_up)
                clauses += tuple(limit.id for limit in _limits(row, one) if limit.fact == question.name)
                evidence = dict.fromkeys(name for criterion in question.holds_up for name in criterion.evidence)
                yield MissingLine(*first, verdict, question.name, nature, clauses, _wanted(question), tuple(evidence))


def pending_lines(row: BatchRow) -> Iterator[PendingLine]:
    """A line for everything that a person must decide, and for what the last sheet decided: so it is never lost."""
    who = row.applicant
    for one in _assessments(row):
        first = (who.number, _called(row), who.uscc or "", who.recommender or "", one.rule_set.title)
        verdict = VERDICTS[one.verdict]
        last = (who.id, who.sha256 or "")
        limits = {limit.id: limit for limit in _limits(row, one)}
        capped = {name for name, limit in limits.items() if limit.judgement is not None}
        decided = {name for name in row.judgements if _found(name, one.criteria) is not None}
        for name in sorted({*one.open.pending_judgements, *capped, *decided}):
            if name in limits:
                limit = limits[name]
                whether = f"{limit.title or '限额'}：{limit.says}，是否准予"
                what, decision = (whether, basis_text(limit.basis), _group(limit)), _decision(limit.judgement)
            else:
                asked, decision = _found(name, one.criteria), _decision(row.judgements.get(name))
                what = (name, "", "")
                if asked is not None:
                    what = (_question(asked), grounds_text(asked.criterion), _stated(asked.conditions))
            yield PendingLine(*first, verdict, name, *what, *decision, *last)


def _decision(judgement: Judgement | JudgementResult | None) -> tuple[str, str, str, str]:
    """What was decided, as the columns to fill in have it."""
    if judgement is None:
        return ("", "", "", "")
    day = "" if judgement.on is None else judgement.on.isoformat()
    return (OUTCOMES[judgement.outcome], judgement.opinion or "", judgement.by or "", day)


def problem_lines(row: BatchRow) -> Iterator[ProblemLine]:
    """A line for everything wrong with the applicant's data."""
    for problem in row.problems:
        effect = "不影响评审"
        if problem.severity is Severity.ERROR:
            effect = "未评估" if row.result is None else "这一项没有采用，按未填评审"
        yield problem_line(problem, effect, row.applicant.number, _called(row))


def problem_line(problem: Diagnostic, effect: str, number: int | None = None, name: str = "") -> ProblemLine:
    """One diagnostic as a line."""
    severity = "错误" if problem.severity is Severity.ERROR else "提醒"
    place = "" if problem.place is None else str(problem.place)
    return ProblemLine(number, name, place, severity, problem.message, problem.remedy or "", effect, problem.code)


# --- pieces -----------------------------------------------------------------------------------------------------


def _called(row: BatchRow) -> str:
    return row.applicant.name or f"（未写名称：{row.applicant.place}）"


def _assessments(row: BatchRow) -> tuple[Assessment, ...]:
    return () if row.result is None else row.result.assessments


def _track(one: Assessment, row: BatchRow) -> str:
    titles = {track.id: track.title for track in one.tracks}
    title = "" if one.track is None else titles.get(one.track, one.track)
    return title if one.asked or not title else f"{title}（未指定）" if row.applicant.track is None else title


def _notes(row: BatchRow) -> Iterator[str]:
    wrong = sum(problem.severity is Severity.ERROR for problem in row.problems)
    if wrong:
        yield f"数据问题 {wrong} 处" + ("" if row.result is None else "，有关事项按未填评审")


def _limit_notes(row: BatchRow, one: Assessment) -> Iterator[str]:
    for limit in _limits(row, one):
        if limit.status is not Truth.MET or limit.judgement is not None:
            decided = "" if limit.judgement is None else f"，认定{OUTCOMES[limit.judgement.outcome]}"
            yield f"{limit.id} {limit.says}：{_group(limit)}{decided}"


def _limits(row: BatchRow, one: Assessment, status: Truth | None = None) -> list[LimitFinding]:
    return [
        limit
        for limit in row.limits
        if limit.rule_set == one.rule_set.id and (status is None or limit.status is status)
    ]


def _group(limit: LimitFinding) -> str:
    if limit.group is None:
        return f"未填 {limit.fact}"
    return f"{limit.fact} {limit.group} 共 {limit.count} 个未被否决"


def _questions(one: Assessment) -> Iterator[tuple[CauseKind, Question]]:
    for group in questions_of(one):
        for question in group.questions:
            yield group.kind, question


def _unmet(criterion: CriterionResult) -> tuple[str, str, str, str, str, str, str, str, str]:
    failing = [one for one in criterion.conditions if one.status is Truth.UNMET] or list(criterion.conditions)
    return (
        criterion.id,
        criterion.title,
        FORCES[criterion.force],
        _marked(grounds_text(criterion), criterion.basis),
        _numbered([demand(one) for one in failing]),
        _numbered([actual(one) or "—" for one in failing]),
        _numbered([one.says for one in failing]),
        SEPARATOR.join(_details(criterion)),
        criterion.remedy or "",
    )


def _details(criterion: CriterionResult) -> list[str]:
    """Which branches and which members of lists fail, and why; the clauses and remedies of members are left out."""
    lines = [
        "　" * detail.depth + detail.text
        for detail in branches(criterion)
        if detail.status is Truth.UNMET or (detail.status is None and detail.text.endswith("："))
    ]
    rest = len(lines) - _MOST_DETAILS
    return lines if rest <= 0 else [*lines[:_MOST_DETAILS], f"…另有 {rest} 行，见 .jsonl 输出"]


def _marked(text: str, basis: BasisResult) -> str:
    """A clause whose document is another scheme's, or no longer in force, says so where it is cited."""
    return f"{text}（同类规定）" if basis.level == "analogue" else text


def _numbered(texts: Sequence[str]) -> str:
    if len(texts) == 1:
        return texts[0]
    return SEPARATOR.join(f"（{place}）{text}" for place, text in enumerate(texts, 1))


def _wanted(question: Question) -> str:
    """What the criteria demand of it, or of what is computed from it; of some it says whom they are for."""
    wanted: dict[str, None] = {}
    for criterion in question.holds_up:
        when = [one for one in criterion.when if one.fact == question.name]
        own = [one for one in criterion.conditions if one.fact == question.name]
        rest = [one for one in criterion.conditions if one.status is Truth.UNKNOWN and one.fact is not None]
        told = [f"（决定是否适用）{demand(one)}" for one in when] or [demand(one) for one in own or rest]
        wanted.update(dict.fromkeys(f"{criterion.id} {text}" for text in told))
    return SEPARATOR.join(wanted)


class _Asked(NamedTuple):
    """What a 认定 is about: a criterion, the leaves in question, and the member of a list whom it concerns."""

    criterion: CriterionResult
    conditions: Sequence[ConditionResult]
    member: str = ""


def _found(name: str, criteria: Sequence[CriterionResult]) -> _Asked | None:
    """What a name stands for, at whatever depth of lists: `骨干企业[key]/KB-03`."""
    head, _, rest = name.partition("]/")
    if not rest:
        return next((_Asked(one, one.conditions) for one in criteria if one.id == name), None)
    key = head.partition("[")[2]
    for criterion in criteria:
        for member in (member for condition in criterion.conditions for member in condition.members):
            if member.key == key:
                # a judged leaf of the list's own condition belongs to the criterion that counts the list
                own = _Asked(criterion, member.conditions) if criterion.id == rest else None
                found = _found(rest, member.criteria) or own
                if found is not None:
                    return found._replace(member=member.name or member.key)
    return None


def _question(asked: _Asked) -> str:
    """What is to be decided: the words of degree themselves, or whether what was stated is acceptable."""
    criterion, about = asked.criterion, f"{asked.member}：" if asked.member else ""
    judged = [one.required for one in asked.conditions if one.operator == "judged"]
    if judged:
        context = [] if criterion.tree is None else [f"{criterion.title}，其中："]
        return about + SEPARATOR.join([*context, *dict.fromkeys(judged)])
    if criterion.accepted or criterion.status is Status.UNMET:
        return f"{about}{criterion.title}（{FORCES[criterion.force]}），没有达到，是否接受"
    return f"{about}{criterion.title}，所填的不在所列范围之内，是否认可"


def _stated(conditions: Sequence[ConditionResult]) -> str:
    told = [f"{one.fact} {actual(one)}（{one.says}）" for one in conditions if one.fact and one.actual]
    return SEPARATOR.join(told)
