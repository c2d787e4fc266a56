"""From final truths and causes to the verdict on each criterion, each track and the rule set: one pure function."""

from collections.abc import Sequence

from engine.open_questions import in_order, open_causes
from schemas.finding import (
    Cause,
    CauseKind,
    CriterionFinding,
    Findings,
    RuleSetFinding,
    Status,
    TrackFinding,
    Truth,
    Verdict,
)
from schemas.program import CriterionNode, Program, TrackNode
from schemas.rule_set import Force

RANK = {verdict: position for position, verdict in enumerate(Verdict)}
"""How good a verdict is, the best first: the order of `Verdict`."""
FINAL = (Verdict.ELIGIBLE, Verdict.INELIGIBLE, Verdict.NOT_APPLICABLE)
"""The verdicts that no further fact changes."""


def decide(program: Program, findings: Findings, track: str | None = None) -> RuleSetFinding:
    """Give the verdicts that follow from an executor's findings.

    `track` is the id of the track applied for; without one the best track gives the rule set's verdict.
    """
    criteria = {node.id: _criterion(program, node, findings) for node in program.criteria}
    tracks = [_track(program, node, findings, criteria) for node in program.tracks]
    asked = next((finding for finding in tracks if track is not None and finding.id == track), None)
    giver = asked or min(tracks, key=lambda finding: RANK[finding.verdict])
    return RuleSetFinding(
        rule_set=program.rule_set,
        verdict=giver.verdict,
        track=giver.id,
        asked=asked is not None,
        tracks=tuple(tracks),
        criteria=tuple(criteria[node.id] for node in program.criteria),
        findings=findings,
    )


def _criterion(program: Program, node: CriterionNode, findings: Findings) -> CriterionFinding:
    truths = findings.truths
    gate, settled = truths[node.gate], truths[node.settled]
    accepted = gate is Truth.UNMET and settled is Truth.MET
    in_principle = node.force is Force.IN_PRINCIPLE
    if node.when is not None and truths[node.when] is Truth.UNMET:
        return CriterionFinding(id=node.id, status=Status.NOT_APPLICABLE)
    if settled is Truth.MET:
        return CriterionFinding(id=node.id, status=Status.MET, accepted=accepted)
    if gate is Truth.UNMET:
        return CriterionFinding(
            id=node.id,
            status=Status.UNMET,
            rejects=settled is Truth.UNMET and node.force is not Force.PREFERRED,
            asks=in_principle and settled is Truth.UNKNOWN,
        )
    causes = open_causes(node.gate, program.nodes, truths, findings.leaves)
    return CriterionFinding(id=node.id, status=Status.UNKNOWN, causes=causes)


def _track(
    program: Program, node: TrackNode, findings: Findings, criteria: dict[str, CriterionFinding]
) -> TrackFinding:
    binding = [
        criteria[criterion.id]
        for criterion in program.criteria
        if criterion.id in node.criteria and criterion.force is not Force.PREFERRED
    ]
    applies = Truth.MET if node.applies is None else findings.truths[node.applies]
    if applies is Truth.UNMET:
        return TrackFinding(id=node.id, title=node.title, verdict=Verdict.NOT_APPLICABLE)
    causes: set[Cause] = set()
    if applies is Truth.UNKNOWN and node.applies is not None:
        causes.update(open_causes(node.applies, program.nodes, findings.truths, findings.leaves))
    for criterion in binding:
        causes.update(criterion.causes)
        if criterion.asks:
            causes.add(Cause(kind=CauseKind.PENDING_JUDGEMENT, name=criterion.id))
    return TrackFinding(
        id=node.id,
        title=node.title,
        verdict=_verdict(applies, findings.truths[node.passes], causes),
        unmet=tuple(criterion.id for criterion in binding if criterion.status is Status.UNMET),
        causes=in_order(causes),
    )


def _verdict(applies: Truth, passes: Truth, causes: set[Cause]) -> Verdict:
    """The first that holds; while it is open whether the track applies, nothing final is said."""
    if applies is Truth.MET and passes is Truth.UNMET:
        return Verdict.INELIGIBLE
    if applies is Truth.MET and passes is Truth.MET:
        return Verdict.ELIGIBLE
    kinds = {cause.kind for cause in causes}
    if CauseKind.MISSING_FACT in kinds:
        return Verdict.INCOMPLETE
    if CauseKind.UNKNOWN_PARAMETER in kinds:
        return Verdict.THRESHOLD_UNKNOWN
    return Verdict.NEEDS_JUDGEMENT


def best(verdicts: Sequence[Verdict]) -> Verdict:
    """The best of several verdicts."""
    return min(verdicts, key=lambda verdict: RANK[verdict])
