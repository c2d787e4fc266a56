"""Criteria on a page: an unmet one with all about it, an open question with what it holds up, the rest in a table."""

from collections.abc import Sequence

from engine.explain.vocabulary import FORCES, STATUSES
from engine.report.account import (
    account,
    actual,
    awaits_judgement,
    basis_text,
    branches,
    demand,
    grounds_text,
    judgement_text,
)
from engine.report.outline import SCOPE, Document, Questions, hint
from engine.report.page import Column, Page, Span
from schemas.assessment import Assessment, CriterionResult
from schemas.finding import Status, Truth

STATUS_STYLES = {
    Status.MET: "green",
    Status.UNMET: "red",
    Status.UNKNOWN: "yellow",
    Status.NOT_APPLICABLE: "dim",
}
_STYLES = {Truth.MET: "green", Truth.UNMET: "red", Truth.UNKNOWN: "yellow"}
_INDENT = 4


def unmet_block(page: Page, criterion: CriterionResult, assessment: Assessment) -> None:
    """One criterion that is not met: what was asked, what is there, how far apart, by which clause, what to do."""
    _title(page, criterion)
    details = branches(criterion)
    if criterion.tree is None:
        one = criterion.conditions[0]
        page.field("要求", demand(one), indent=_INDENT)
        stated = actual(one)
        if stated is not None:
            page.field("实际", stated, indent=_INDENT)
        page.field("判定" if one.actual is None else "差距", one.says, "red", indent=_INDENT)
    else:
        page.field("要求", details.pop(0).text, indent=_INDENT)
    for detail in details:
        style = "" if detail.status is None else _STYLES[detail.status]
        page.text(detail.text, style, indent=_INDENT + 2 * detail.depth + 6, hang=2)
    _grounds(page, criterion)
    if criterion.id in assessment.open.pending_judgements:
        page.field("认定", "尚无。原则上的条件没有达到时，由审核人认定是否接受", indent=_INDENT)


def open_block(page: Page, group: Questions) -> None:
    """The open questions of one cause, each with the criteria it holds up."""
    rows = [
        (
            question.name,
            "\n".join(
                f"{one.id} {one.title}{hint(one, question.name)}\n依据：{basis_text(one.basis)}"
                for one in question.holds_up
            )
            or SCOPE,
        )
        for question in group.questions
        if question.own is None
    ]
    if rows:
        page.table([Column("事项", flexible=True), Column("影响的条件", flexible=True)], rows, indent=2)
    for question in group.questions:
        if question.own is not None:
            _judged_block(page, question.own)


def _judged_block(page: Page, criterion: CriterionResult) -> None:
    _title(page, criterion)
    if criterion.status is Status.UNMET:
        page.field("待定", "条件没有达到（见上），由审核人认定是否接受", indent=_INDENT)
        return
    for condition in criterion.conditions:
        if awaits_judgement(condition) and demand(condition) != criterion.title:
            page.field("待定", demand(condition), indent=_INDENT)
    _grounds(page, criterion)


def documents_table(page: Page, documents: Sequence[Document]) -> None:
    """The documents behind the criteria, and how good the copies are."""
    page.table(
        [Column("文件", flexible=True), Column("所据文本")],
        [(document.name, document.copy) for document in documents],
        indent=2,
    )


def compact_table(page: Page, criteria: Sequence[CriterionResult]) -> None:
    """Criteria of which a line each is enough."""
    rows = [
        (
            criterion.id,
            criterion.title,
            Span(STATUSES[criterion.status], STATUS_STYLES[criterion.status]),
            account(criterion),
        )
        for criterion in criteria
    ]
    page.table(
        [Column("编号"), Column("条件", flexible=True), Column("判定"), Column("说明", flexible=True)], rows, indent=2
    )


def _title(page: Page, criterion: CriterionResult) -> None:
    page.blank()
    text = f"{criterion.title}【{FORCES[criterion.force]}】"
    page.labelled(Span(criterion.id, "bold"), text, "bold", indent=2, hang=len(criterion.id) + 2)


def _grounds(page: Page, criterion: CriterionResult) -> None:
    page.field("依据", grounds_text(criterion), indent=_INDENT)
    if criterion.judgement is not None:
        page.field("认定", judgement_text(criterion.judgement), indent=_INDENT)
    if criterion.evidence:
        page.field("证明", "、".join(criterion.evidence), indent=_INDENT)
    if criterion.remedy:
        page.field("整改", criterion.remedy, indent=_INDENT)
