"""The verdict on a rule set as columns: what engine.verdict says of one case, for all of them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import ibis

from engine.executors.columnar.interval import Expr, Opened, any_of, while_holds
from engine.verdict import FINAL, RANK
from schemas.finding import CauseKind, Verdict
from schemas.program import CriterionNode, Program, TrackNode
from schemas.rule_set import Force

if TYPE_CHECKING:
    from engine.executors.columnar.block import Block

_FINAL = [RANK[verdict] for verdict in FINAL]


@dataclass(frozen=True)
class Judged:
    """The verdict that members get under a rule set: as a leaf's truth, whether it does not apply, and its causes."""

    program: Program
    block: "Block"
    truth: Expr
    excluded: Expr
    opened: tuple[Opened, ...]


@dataclass(frozen=True)
class CriterionColumns:
    """A criterion: not applicable, met, unmet (else it is unknown); whether a person is asked; its open causes."""

    not_applicable: Expr
    met: Expr
    unmet: Expr
    asks: Expr
    opened: tuple[Opened, ...]


@dataclass(frozen=True)
class TrackColumns:
    """A track: the rank of its verdict, the best 0, and what keeps it open."""

    rank: Expr
    opened: tuple[Opened, ...]


def assess(program: Program, around: "Block") -> Judged:
    """Assess every record of a block by another program."""
    frame, block = around.frame, around.under(program).run()
    criteria = {node.id: criterion_columns(node, block) for node in program.criteria}
    tracks = [track_columns(program, track, block, criteria) for track in program.tracks]
    opened = [one for track in tracks for one in while_holds(track.opened, ~track.rank.isin(_FINAL))]
    best = frame.keep(best_of(tracks))
    truth = frame.keep(
        ibis.cases(
            (best == RANK[Verdict.ELIGIBLE], True), (best == RANK[Verdict.INELIGIBLE], False), else_=ibis.null(bool)
        )
    )
    excluded = frame.keep(best == RANK[Verdict.NOT_APPLICABLE])
    return Judged(program, block, truth, excluded, frame.store_opened(while_holds(opened, truth.isnull())))


def best_of(tracks: list[TrackColumns]) -> Expr:
    """The rank of the best track."""
    return tracks[0].rank if len(tracks) == 1 else ibis.least(*(track.rank for track in tracks))


def criterion_columns(node: CriterionNode, block: "Block") -> CriterionColumns:
    """The status of a criterion of a block's program."""
    frame = block.frame
    gate, settled = block.truths[node.gate], block.truths[node.settled]
    excluded = ibis.literal(False) if node.when is None else ~block.truths[node.when].fill_null(True)
    met = frame.keep(~excluded & settled.fill_null(False))
    unmet = frame.keep(~excluded & ~settled.fill_null(False) & ~gate.fill_null(True))
    asks = unmet & settled.isnull() if node.force is Force.IN_PRINCIPLE else ibis.literal(False)
    open_ = frame.keep(~excluded & ~settled.fill_null(False) & gate.isnull())
    opened = frame.store_opened(while_holds(block.opened(node.gate), open_))
    return CriterionColumns(frame.keep(excluded), met, unmet, frame.keep(asks), opened)


def track_columns(
    program: Program, track: TrackNode, block: "Block", criteria: dict[str, CriterionColumns]
) -> TrackColumns:
    """The verdict of a track."""
    frame, causes = block.frame, []
    for node in program.criteria:
        if node.id in track.criteria and node.force is not Force.PREFERRED:
            found = criteria[node.id]
            causes += [*found.opened, Opened(CauseKind.PENDING_JUDGEMENT, node.id, found.asks)]
    applies = ibis.literal(True)
    if track.applies is not None:
        applies = block.truths[track.applies]
        causes += block.opened(track.applies)
    opened = frame.store_opened(while_holds(causes, applies.fill_null(True)))
    passes = block.truths[track.passes]
    rank = ibis.cases(
        (~applies, RANK[Verdict.NOT_APPLICABLE]),
        (applies & ~passes, RANK[Verdict.INELIGIBLE]),
        (applies & passes, RANK[Verdict.ELIGIBLE]),
        (any_of(one.of_kind(CauseKind.MISSING_FACT) for one in opened), RANK[Verdict.INCOMPLETE]),
        (any_of(one.of_kind(CauseKind.UNKNOWN_PARAMETER) for one in opened), RANK[Verdict.THRESHOLD_UNKNOWN]),
        else_=RANK[Verdict.NEEDS_JUDGEMENT],
    )
    return TrackColumns(frame.keep(rank), opened)
