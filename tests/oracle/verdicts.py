"""Criteria, tracks and rule sets: from truths and open causes to statuses and verdicts."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from schemas.condition import Condition
from schemas.finding import CauseKind, Status, Truth, Verdict
from schemas.rule_set import Criterion, Force
from tests.oracle.leaves import MET, UNKNOWN, UNMET
from tests.oracle.scene import NO_CAUSES, Causes, Scene, cause
from tests.oracle.trees import Leaf, Tree, Walk, conjunction, disjunction, negation

BEST_FIRST = (
    Verdict.ELIGIBLE,
    Verdict.NEEDS_JUDGEMENT,
    Verdict.THRESHOLD_UNKNOWN,
    Verdict.INCOMPLETE,
    Verdict.INELIGIBLE,
    Verdict.NOT_APPLICABLE,
)


@dataclass(frozen=True)
class CriterionResult:
    """One criterion's status, why it is open, and the leaves below `when` and `require`."""

    id: str
    force: Force
    status: Status
    accepted: bool
    rejects: bool
    asks: bool
    causes: Causes
    when: tuple[Leaf, ...]
    require: tuple[Leaf, ...]


@dataclass(frozen=True)
class TrackResult:
    """One track's verdict, what is unmet and what is open."""

    id: str | None
    verdict: Verdict
    unmet: tuple[str, ...]
    causes: Causes


@dataclass(frozen=True)
class RuleSetResult:
    """The verdict, with everything below it. `causes` are those of every track that is still open."""

    verdict: Verdict
    track: str | None
    asked: bool
    tracks: tuple[TrackResult, ...]
    criteria: tuple[CriterionResult, ...]
    when: tuple[Leaf, ...]
    causes: Causes


def judge(scene: Scene, track: str | None = None) -> RuleSetResult:
    """One applicant under one rule set; `track` is the one applied for."""
    rule_set = scene.rule_set
    whom, when = condition(rule_set.when, replace(scene, part="when"))
    common = [criterion(one, scene) for one in in_force(rule_set.criteria, scene)]
    results, own, found = list(common), list(when), []
    for variant in rule_set.tracks:
        applies, leaves = condition(variant.when, replace(scene, part="when"))
        own += leaves
        criteria = [criterion(one, scene) for one in in_force(variant.criteria, scene)]
        results += criteria
        found.append(verdict(variant.id, conjunction([whom, applies]), [*common, *criteria]))
    if not rule_set.tracks:
        found.append(verdict(None, whom, common))
    asked = [one for one in found if one.id == track and track is not None]
    best = asked[0] if asked else min(found, key=lambda one: BEST_FIRST.index(one.verdict))
    return RuleSetResult(
        best.verdict,
        best.id,
        bool(asked),
        tuple(found),
        tuple(sorted(results, key=lambda one: one.id)),
        tuple(own),
        NO_CAUSES.union(*(one.causes for one in found if one.verdict in BEST_FIRST[1:4])),
    )


def in_force(criteria: Sequence[Criterion], scene: Scene) -> list[Criterion]:
    """The criteria in force on the reference date."""
    return [one for one in criteria if one.effective.covers(scene.reference_date)]


def condition(written: Condition | None, scene: Scene) -> tuple[Tree, tuple[Leaf, ...]]:
    """A condition with its leaves; an absent one is met."""
    if written is None:
        return Tree(MET), ()
    walk = Walk(scene, judge)
    return walk.tree(written), tuple(walk.leaves)


def criterion(one: Criterion, scene: Scene) -> CriterionResult:
    """One criterion under its gate, `any: [not when, require]`."""
    own = scene.about(one.id)
    when, when_leaves = condition(one.when, replace(own, part="when"))
    require, require_leaves = condition(one.require, own)
    gate = disjunction([negation(when), require])
    said = own.judged() if one.force is Force.IN_PRINCIPLE and gate.truth is UNMET else None
    status = status_of(when.truth, gate.truth, accepted=said is True)
    return CriterionResult(
        id=one.id,
        force=one.force,
        status=status,
        accepted=said is True,
        rejects=status is Status.UNMET and (one.force is Force.REQUIRED or said is False),
        asks=status is Status.UNMET and one.force is Force.IN_PRINCIPLE and said is None,
        causes=gate.causes if gate.truth is UNKNOWN else NO_CAUSES,
        when=when_leaves,
        require=require_leaves,
    )


def status_of(when: Truth, gate: Truth, *, accepted: bool) -> Status:
    """不适用, 满足, 不满足 or 待定."""
    if when is UNMET:
        return Status.NOT_APPLICABLE
    if gate is MET or accepted:
        return Status.MET
    return Status.UNMET if gate is UNMET else Status.UNKNOWN


def verdict(name: str | None, applies: Tree, criteria: Sequence[CriterionResult]) -> TrackResult:
    """A track's verdict: the first that holds. One that is not for this applicant has nothing unmet and nothing open."""
    if applies.truth is UNMET:
        return TrackResult(name, Verdict.NOT_APPLICABLE, (), NO_CAUSES)
    binding = [one for one in criteria if one.force is not Force.PREFERRED]
    causes = NO_CAUSES.union(*(one.causes for one in binding if one.status is Status.UNKNOWN))
    for one in binding:
        if one.asks:
            causes |= cause(CauseKind.PENDING_JUDGEMENT, one.id)
    if applies.truth is UNKNOWN:
        causes |= applies.causes
    unmet = tuple(sorted(one.id for one in binding if one.status is Status.UNMET))
    return TrackResult(name, conclude(applies.truth, binding, causes), unmet, causes)


def conclude(applies: Truth, binding: Sequence[CriterionResult], causes: Causes) -> Verdict:
    """The verdict from whom the track is for, what rejects, and what is open."""
    if applies is MET and any(one.rejects for one in binding):
        return Verdict.INELIGIBLE
    kinds = {kind for kind, _ in causes}
    if CauseKind.MISSING_FACT in kinds:
        return Verdict.INCOMPLETE
    if CauseKind.UNKNOWN_PARAMETER in kinds:
        return Verdict.THRESHOLD_UNKNOWN
    return Verdict.NEEDS_JUDGEMENT if kinds else Verdict.ELIGIBLE
