"""A rule set's finding as the published assessment: the verdict with every reason in words."""

from engine.explain.cause import open_questions
from engine.explain.criterion import conditions_below, criterion_results
from engine.explain.derivation import derivation
from engine.explain.known import Known
from engine.explain.standing import days_result, limit_results, parameter_results
from engine.explain.vocabulary import FactBook
from schemas.assessment import Assessment, RuleSetStamp, TrackResult
from schemas.case import Case
from schemas.finding import RuleSetFinding
from schemas.program import Program


def explain(
    program: Program,
    finding: RuleSetFinding,
    library: FactBook,
    *,
    case: Case | None = None,
    trace: bool = False,
    known: Known | None = None,
) -> Assessment:
    """Turn numbers and codes into words.

    The track that gave the verdict also gives the lists of unmet criteria and open questions; the others are summed
    up beside it. `case` tells which group of a cap across applicants this one belongs to; `trace` adds the derivation, if the findings carry one. `known`
    remembers from case to case what was put into words.
    """
    words = Known() if known is None else known
    giver = next(track for track in finding.tracks if track.id == finding.track)
    node = next(track for track in program.tracks if track.id == finding.track)
    return Assessment(
        rule_set=RuleSetStamp(id=program.rule_set, title=program.title, kind=program.kind, sha256=program.sha256),
        reference_date=program.reference_date,
        base_year=program.base_year,
        effective=days_result(program.effective),
        parameters=parameter_results(program, library),
        limits=limit_results(program, case),
        verdict=finding.verdict,
        track=finding.track,
        asked=finding.asked,
        tracks=tuple(
            TrackResult(
                id=track.id,
                title=track.title or track.id,
                verdict=track.verdict,
                unmet=track.unmet,
                open=open_questions(track.causes),
            )
            for track in finding.tracks
            if track.id is not None
        ),
        when=conditions_below(node.applies, program, finding.findings.leaves, library, words),
        unmet=giver.unmet,
        open=open_questions(giver.causes),
        criteria=criterion_results(program, finding, library, words),
        trace=derivation(program, finding, library) if trace else None,
    )
