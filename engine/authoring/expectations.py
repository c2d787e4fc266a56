"""What a scenario may expect of a result; a failure says what was expected, what was got, and why."""

from pytest_bdd import step

from engine.authoring.lookup import criterion_of, member_of, track_of
from engine.authoring.phrases import Phrase
from engine.authoring.reasons import Mismatch, why_assessment, why_criterion
from engine.authoring.words import (
    CAUSES,
    MEMBERS,
    NONE,
    STATUSES,
    VERDICTS,
    Table,
    items,
    meaning,
    misuse,
    names_of,
    rows_of,
    word_for,
)
from engine.authoring.world import World
from schemas.assessment import CriterionResult, LimitResult
from schemas.finding import CauseKind, Status, Truth

# --- one criterion ----------------------------------------------------------------------------------------------


def _named(world: World, key: str) -> CriterionResult:
    world.last_criterion = key
    return criterion_of(world.assessment, key)


@step(Phrase('条件"{key}"为"{status}"'))
def _status(zhunru_world: World, key: str, status: str) -> None:
    expected = meaning(status, STATUSES, "判定")
    criterion = _named(zhunru_world, key)
    if criterion.status is not expected:
        raise Mismatch(f"条件 {key} 的判定", status, word_for(criterion.status, STATUSES), why_criterion(criterion))


@step(Phrase('条件"{key}"的差距为"{gap}"'))
def _gap(zhunru_world: World, key: str, gap: str) -> None:
    """The shortfalls of the leaves that are not met; a criterion that is met has none."""
    criterion = _named(zhunru_world, key)
    short = [leaf.says for leaf in criterion.conditions if leaf.status is Truth.UNMET and leaf.gap is not None]
    if criterion.status in (Status.MET, Status.NOT_APPLICABLE):
        short = []
    got = "；".join(short) or NONE
    if got != (gap.strip() or NONE):
        raise Mismatch(f"条件 {key} 的差距", gap, got, why_criterion(criterion))


@step(Phrase('条件"{key}"的差值为"{gap}"'))
def _signed_gap(zhunru_world: World, key: str, gap: str) -> None:
    """The signed distances of all leaves to their thresholds, short of it negative."""
    criterion = _named(zhunru_world, key)
    found = [f"{leaf.gap} {leaf.unit or ''}".strip() for leaf in criterion.conditions if leaf.gap is not None]
    got = "；".join(found) or NONE
    if got != (gap.strip() or NONE):
        raise Mismatch(f"条件 {key} 的差值", gap, got, why_criterion(criterion))


@step(Phrase('条件"{key}"的原因为"{causes}"'))
def _causes_of(zhunru_world: World, key: str, causes: str) -> None:
    criterion = _named(zhunru_world, key)
    expected = {meaning(word, CAUSES, "原因") for word in items(causes)}
    got = {kind for kind in CauseKind if names_of(criterion, kind)}
    if got != expected:
        told = "、".join(word for word, kind in CAUSES.items() if kind in got) or NONE
        raise Mismatch(f"条件 {key} 的原因", causes, told, why_criterion(criterion))


@step(Phrase('原因为"{causes}"'))
def _causes(zhunru_world: World, causes: str) -> None:
    if zhunru_world.last_criterion is None:
        raise misuse("不知道是哪一个条件的原因", '先写：条件"…"为"…"，或写：条件"…"的原因为"…"')
    _causes_of(zhunru_world, zhunru_world.last_criterion, causes)


@step(Phrase('条件"{key}"待补充"{facts}"'))
def _missing_of(zhunru_world: World, key: str, facts: str) -> None:
    criterion = _named(zhunru_world, key)
    got = names_of(criterion, CauseKind.MISSING_FACT)
    _exactly(f"条件 {key} 待补充的字段", facts, got, why_criterion(criterion))


@step(Phrase('条件"{key}"经认定接受'))
def _accepted(zhunru_world: World, key: str) -> None:
    criterion = _named(zhunru_world, key)
    if not criterion.accepted:
        got = word_for(criterion.status, STATUSES)
        raise Mismatch(f"条件 {key}", "经认定接受", got, why_criterion(criterion))


@step(Phrase('不含条件"{key}"'))
def _absent(zhunru_world: World, key: str) -> None:
    assessment = zhunru_world.assessment
    listed = [criterion.id for criterion in assessment.criteria]
    if key in listed:
        raise Mismatch("条件的清单", f"不含 {key}", "、".join(listed), why_criterion(criterion_of(assessment, key)))


# --- verdicts ---------------------------------------------------------------------------------------------------


@step(Phrase('结论为"{verdict}"'))
def _verdict(zhunru_world: World, verdict: str) -> None:
    expected = meaning(verdict, VERDICTS, "结论")
    assessment = zhunru_world.assessment
    if assessment.verdict is not expected:
        raise Mismatch("结论", verdict, word_for(assessment.verdict, VERDICTS), why_assessment(assessment))


@step(Phrase('申报类型"{track}"的结论为"{verdict}"'))
def _track_verdict(zhunru_world: World, track: str, verdict: str) -> None:
    expected = meaning(verdict, VERDICTS, "结论")
    assessment = zhunru_world.assessment
    found = track_of(assessment, track)
    if found.verdict is not expected:
        why = why_assessment(assessment, found.id)
        raise Mismatch(f"申报类型“{track}”的结论", verdict, word_for(found.verdict, VERDICTS), why)


@step(Phrase('结论由申报类型"{track}"给出'))
def _chosen(zhunru_world: World, track: str) -> None:
    assessment = zhunru_world.assessment
    if track_of(assessment, track).id != assessment.track:
        given = next((found.title for found in assessment.tracks if found.id == assessment.track), NONE)
        raise Mismatch("给出结论的申报类型", track, given, why_assessment(assessment))


@step(Phrase("未满足的条件为"))
def _unmet_table(zhunru_world: World, datatable: Table | None = None) -> None:
    _unmet(zhunru_world, "、".join(row["条件"] for row in rows_of(datatable, ("条件",))))


@step(Phrase('未满足的条件为"{criteria}"'))
def _unmet(zhunru_world: World, criteria: str) -> None:
    assessment = zhunru_world.assessment
    if set(assessment.unmet) != set(items(criteria)):
        got = "、".join(assessment.unmet) or NONE
        raise Mismatch("未满足的条件", criteria or NONE, got, why_assessment(assessment))


@step(Phrase("没有未满足的条件"))
def _none_unmet(zhunru_world: World) -> None:
    _unmet(zhunru_world, NONE)


# --- what is open -----------------------------------------------------------------------------------------------


def _exactly(what: str, expected: str, got: tuple[str, ...], why: str) -> None:
    """These names and no others, in any order."""
    if "、".join(got) != expected and set(got) != set(items(expected)):
        raise Mismatch(what, expected or NONE, "、".join(got) or NONE, why)


def _open(world: World, what: str, kind: CauseKind, expected: str) -> None:
    assessment = world.assessment
    _exactly(what, expected, names_of(assessment.open, kind), why_assessment(assessment))


def _among(world: World, what: str, kind: CauseKind, name: str) -> None:
    assessment = world.assessment
    got = names_of(assessment.open, kind)
    if name not in got:
        raise Mismatch(what, name, "、".join(got) or NONE, why_assessment(assessment))


@step(Phrase('待补充"{fact}"'))
def _missing(zhunru_world: World, fact: str) -> None:
    _among(zhunru_world, "待补充的字段", CauseKind.MISSING_FACT, fact)


@step(Phrase('待补充的字段为"{facts}"'))
def _all_missing(zhunru_world: World, facts: str) -> None:
    _open(zhunru_world, "待补充的字段", CauseKind.MISSING_FACT, facts)


@step(Phrase('待人工认定"{key}"'))
def _pending(zhunru_world: World, key: str) -> None:
    _among(zhunru_world, "待人工认定的条件", CauseKind.PENDING_JUDGEMENT, key)


@step(Phrase('待人工认定的条件为"{keys}"'))
def _all_pending(zhunru_world: World, keys: str) -> None:
    _open(zhunru_world, "待人工认定的条件", CauseKind.PENDING_JUDGEMENT, keys)


@step(Phrase('标准待核"{name}"'))
def _unpublished(zhunru_world: World, name: str) -> None:
    _among(zhunru_world, "待核的标准", CauseKind.UNKNOWN_PARAMETER, name)


@step(Phrase('待核的标准为"{names}"'))
def _all_unpublished(zhunru_world: World, names: str) -> None:
    _open(zhunru_world, "待核的标准", CauseKind.UNKNOWN_PARAMETER, names)


@step(Phrase('无法计算"{label}"'))
def _undefined(zhunru_world: World, label: str) -> None:
    _among(zhunru_world, "无法计算的数", CauseKind.UNDEFINED, label)


# --- members of a list ------------------------------------------------------------------------------------------


@step(Phrase('"{fact}"中"{member}"为"{status}"'))
def _member(zhunru_world: World, fact: str, member: str, status: str) -> None:
    expected = meaning(status, MEMBERS, "成员的判定")
    found = member_of(zhunru_world.assessment, fact, member)
    if found.status is not expected:
        got = word_for(found.status, MEMBERS)
        raise Mismatch(f"{fact}中“{member}”的判定", status, got, why_assessment(zhunru_world.assessment))


@step(Phrase('"{fact}"中"{member}"的结论为"{verdict}"'))
def _member_verdict(zhunru_world: World, fact: str, member: str, verdict: str) -> None:
    expected = meaning(verdict, VERDICTS, "结论")
    found = member_of(zhunru_world.assessment, fact, member)
    if found.verdict is not expected:
        got = NONE if found.verdict is None else word_for(found.verdict, VERDICTS)
        raise Mismatch(f"{fact}中“{member}”的结论", verdict, got, why_assessment(zhunru_world.assessment))


# --- the circumstances ------------------------------------------------------------------------------------------


@step(Phrase('基准日为"{day}"'))
def _reference_date(zhunru_world: World, day: str) -> None:
    assessment = zhunru_world.assessment
    if str(assessment.reference_date) != day:
        raise Mismatch("基准日", day, str(assessment.reference_date), why_assessment(assessment))


@step(Phrase('结果注明假设"{name}"'))
def _assumed(zhunru_world: World, name: str) -> None:
    assumptions = zhunru_world.result.assumptions
    if name not in assumptions:
        raise Mismatch("注明的假设", name, "、".join(assumptions) or NONE, why_assessment(zhunru_world.assessment))


@step(Phrase('评估报错"{code}"'))
def _refused(zhunru_world: World, code: str) -> None:
    _refused_with(zhunru_world, code, "")


@step(Phrase('评估报错"{code}"，提到"{words}"'))
def _refused_with(zhunru_world: World, code: str, words: str) -> None:
    error = zhunru_world.error
    if error is None:
        got = word_for(zhunru_world.assessment.verdict, VERDICTS)
        raise Mismatch("评估", f"报错 {code}", got, why_assessment(zhunru_world.assessment))
    told = [(item.code, f"{item.message} {item.remedy or ''}") for item in error.diagnostics]
    if not any(found == code and words in text for found, text in told):
        got = "、".join(found for found, _ in told)
        raise Mismatch("报错", f"{code} {words}".strip(), got, "\n".join(text for _, text in told))


# --- limits across applicants -----------------------------------------------------------------------------------


def _limit(world: World, key: str) -> LimitResult:
    """A cap of the assessment, by its number."""
    limits = {limit.id: limit for limit in world.assessment.limits}
    if key not in limits:
        raise Mismatch("限额", key, "、".join(limits) or NONE, why_assessment(world.assessment))
    return limits[key]


@step(Phrase('限额"{key}"为"{says}"'))
def _limit_says(zhunru_world: World, key: str, says: str) -> None:
    found = _limit(zhunru_world, key)
    if found.says != says:
        raise Mismatch(f"限额 {key}", says, found.says, why_assessment(zhunru_world.assessment))


@step(Phrase('限额"{key}"中属于"{group}"'))
def _limit_group(zhunru_world: World, key: str, group: str) -> None:
    found = _limit(zhunru_world, key)
    got = found.group or NONE
    if got != group:
        raise Mismatch(f"限额 {key} 的分组", group, got, why_assessment(zhunru_world.assessment))
