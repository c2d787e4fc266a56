"""A row's result with the caps across applicants told among its criteria, for a letter to show them like any other."""

from engine.explain.vocabulary import OUTCOMES
from schemas.assessment import Assessment, ConditionResult, CriterionResult, Result
from schemas.batch import BatchRow, LimitFinding
from schemas.finding import Status, Truth
from schemas.rule_set import Force

_STATUSES = {Truth.MET: Status.MET, Truth.UNMET: Status.UNMET, Truth.UNKNOWN: Status.UNKNOWN}


def capped_result(row: BatchRow) -> Result | None:
    """The result; None where the applicant could not be assessed."""
    if row.result is None or not row.limits:
        return row.result
    assessments = tuple(_with_caps(one, row.limits) for one in row.result.assessments)
    return row.result.model_copy(update={"assessments": assessments})


def _with_caps(assessment: Assessment, limits: tuple[LimitFinding, ...]) -> Assessment:
    caps = tuple(_criterion(one) for one in limits if one.rule_set == assessment.rule_set.id)
    decided = {one.id for one in caps}
    # a cap that is decided is no longer one that only a batch could check
    left = tuple(one for one in assessment.limits if one.id not in decided)
    return assessment.model_copy(update={"criteria": (*assessment.criteria, *caps), "limits": left})


def _criterion(limit: LimitFinding) -> CriterionResult:
    """A cap as the criterion that it is."""
    stated = None if limit.group is None else f"{limit.fact} {limit.group}，连同本单位共 {limit.count} 个未被否决"
    asked = limit.status is Truth.UNKNOWN and limit.group is not None
    told = ConditionResult(
        fact=None,
        id=None,
        operator="limit",
        required=f"{limit.says}；{stated}" if asked else limit.says,
        actual=stated,
        status=limit.status,
        gap=None,
        unit=None,
        says=_says(limit),
    )
    return CriterionResult(
        id=limit.id,
        title=limit.title or "限额",
        track=None,
        force=Force.REQUIRED,
        status=_STATUSES[limit.status],
        basis=limit.basis,
        conditions=(told,),
        judgement=limit.judgement,
        missing_facts=() if limit.group is not None else (limit.fact,),
        pending_judgements=(limit.id,) if asked else (),
    )


def _says(limit: LimitFinding) -> str:
    if limit.group is None:
        return f"未填 {limit.fact}"
    if limit.judgement is not None:
        return f"超过限额，经认定{OUTCOMES[limit.judgement.outcome]}"
    return "没有超过限额" if limit.status is Truth.MET else "超过限额，准予哪几家，待认定"
