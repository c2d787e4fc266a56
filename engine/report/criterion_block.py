"""Criteria on a page: an unmet one with all about it, an open question with what it holds up, the rest in a table."""

from collections.abc import Sequence

from engine.explain.vocabulary import FORCES, STATUSES, TRUTHS
from engine.report.account import account, basis_text, demand, judgement_text, leaf_account
from engine.report.outline import SCOPE, Question, Questions, asked_of
from engine.report.page import Column, Page, Span
from schemas.assessment import Assessment, ConditionResult, CriterionResult, MemberResult, TreeNode
from schemas.finding import CauseKind, Status, Truth

_STYLES = {Truth.MET: "green", Truth.UNMET: "red", Truth.UNKNOWN: "yellow"}
_STATUS_STYLES = {
    Status.MET: "green",
    Status.UNMET: "red",
    Status.UNKNOWN: "yellow",
    Status.NOT_APPLICABLE: "dim",
}
_INDENT = 4
_STEP = 2


def unmet_block(page: Page, criterion: CriterionResult, assessment: Assessment) -> None:
    """One criterion that is not met: what was asked, what is there, how far apart, by which clause, what to do."""
    page.blank()
    _title(page, criterion)
    if criterion.tree is None:
        _single(page, criterion.conditions[0])
    else:
        page.field("要求", composite(criterion.tree), indent=_INDENT)
        _branches(page, criterion.tree, criterion.conditions, _INDENT + 6)
    _grounds(page, criterion)
    if criterion.id in assessment.open.pending_judgements:
        page.field("认定", "尚无。原则上的条件未达到时，由审核人认定是否接受", indent=_INDENT)


def open_block(page: Page, group: Questions) -> None:
    """The open questions of one cause, each with the criteria it holds up."""
    judged = [question for question in group.questions if _own_judgement(group, question) is not None]
    rest = [question for question in group.questions if question not in judged]
    if rest:
        page.table([Column("事项", flexible=True), Column("影响的条件", flexible=True)], _rows(rest), indent=2)
    for question in judged:
        criterion = _own_judgement(group, question)
        if criterion is not None:
            page.blank()
            _title(page, criterion)
            for condition in criterion.conditions:
                if criterion.id in _pending(condition, criterion):
                    page.field("认定", demand(condition), indent=_INDENT)
            _grounds(page, criterion)


def grounds_table(page: Page, criteria: Sequence[CriterionResult]) -> None:
    """The clauses behind criteria that were not told one by one."""
    page.table(
        [Column("编号"), Column("依据", flexible=True)],
        [(criterion.id, basis_text(criterion.basis)) for criterion in criteria],
        indent=2,
    )


def compact_table(page: Page, criteria: Sequence[CriterionResult]) -> None:
    """Criteria of which one line each is enough."""
    page.table(
        [Column("编号"), Column("条件", flexible=True), Column("判定"), Column("说明", flexible=True)],
        [
            (
                criterion.id,
                criterion.title,
                Span(STATUSES[criterion.status], _STATUS_STYLES[criterion.status]),
                account(criterion),
            )
            for criterion in criteria
        ],
        indent=2,
    )
