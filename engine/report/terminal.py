"""The result as a page for people at a terminal: the verdict first, then every reason."""

from collections.abc import Sequence
from datetime import date

from engine.explain.vocabulary import VERDICTS
from engine.report.account import days_text, excluded
from engine.report.benchmark_page import benchmark_section
from engine.report.comparison import digest
from engine.report.criterion_block import compact_table, documents_table, open_block, unmet_block
from engine.report.material_section import material_page
from engine.report.outline import Outline, items, open_total, outline, result_notes, stamps
from engine.report.page import Column, Page, Span
from engine.report.standing import standing_tables
from schemas.assessment import DerivationStep, Result
from schemas.finding import Verdict
from schemas.rule_set import Kind

STYLES = {
    Verdict.ELIGIBLE: "bold green",
    Verdict.NEEDS_JUDGEMENT: "bold yellow",
    Verdict.THRESHOLD_UNKNOWN: "bold yellow",
    Verdict.INCOMPLETE: "bold yellow",
    Verdict.INELIGIBLE: "bold red",
    Verdict.NOT_APPLICABLE: "dim",
}
_LABEL = 8


def render(result: Result, width: int) -> Page:
    """Lay the result out to a width."""
    page = Page(width)
    outlines = [outline(one) for one in result.assessments]
    _header(page, result, outlines)
    for one in outlines:
        if one.assessment.verdict is not Verdict.NOT_APPLICABLE:
            _scheme(page, one, result.assessed_on)
    _not_applicable(page, outlines)
    material_page(page, result)
    compared = digest(result)
    if compared is not None:
        benchmark_section(page, compared)
    _footer(page, result)
    return page


def _header(page: Page, result: Result, outlines: Sequence[Outline]) -> None:
    page.field("申报单位", result.case.name or "（未填单位名称）", "bold", label_width=_LABEL)
    page.field("评估日", str(result.assessed_on), label_width=_LABEL)
    for note in result_notes(result):
        page.field("注意", note, label_width=_LABEL)
    if len(outlines) > 1 or outlines[0].assessment.verdict is Verdict.NOT_APPLICABLE:
        page.blank()
        page.table(
            [Column("规则集", flexible=True), Column("结论"), Column("不满足"), Column("待定")],
            [
                (
                    one.assessment.rule_set.title,
                    Span(one.verdict, STYLES[one.assessment.verdict]),
                    items(len(one.unmet)),
                    items(one.open_count),
                )
                for one in outlines
            ],
        )


def _scheme(page: Page, one: Outline, assessed_on: date) -> None:
    assessment = one.assessment
    page.blank()
    page.rule("═")
    kind = "（对标参考）" if assessment.rule_set.kind is Kind.REFERENCE else ""
    page.text(f"{assessment.rule_set.title}{kind}", "bold")
    page.rule("═")
    page.field("结论", one.verdict, STYLES[assessment.verdict], label_width=_LABEL)
    page.field("概要", one.summary, label_width=_LABEL)
    page.field("基准日", one.reference(assessed_on), label_width=_LABEL)
    if one.track is not None:
        page.field("申报类型", f"{one.track.title}（{one.chosen}）", label_width=_LABEL)
    for note in one.notes:
        page.field("注意", note, label_width=_LABEL)
    if one.unmet:
        _heading(page, f"不满足的条件（{len(one.unmet)} 项）")
        for criterion in one.unmet:
            unmet_block(page, criterion, assessment)
    for group in one.questions:
        _heading(page, f"{group.title}（{len(group.questions)} 项）：{group.meaning}")
        open_block(page, group)
    for title, criteria in one.rest:
        _heading(page, title)
        compact_table(page, criteria)
    for table in standing_tables(assessment):
        _heading(page, table.title)
        page.table([Column(name, flexible=name != "编号") for name in table.header], table.rows, indent=2)
    _other_tracks(page, one)
    _heading(page, "依据的文件（转载、转述、报道的，申报前请核对原文）")
    documents_table(page, one.documents)
    _derivation(page, assessment.trace or ())


def _heading(page: Page, title: str) -> None:
    page.blank()
    page.text(f"■ {title}", "bold", hang=2)


def _other_tracks(page: Page, one: Outline) -> None:
    if not one.others:
        return
    _heading(page, "也可考虑的申报类型")
    others = [other for other in one.others if other.verdict is not Verdict.NOT_APPLICABLE]
    if others:
        page.table(
            [Column("申报类型"), Column("结论"), Column("待定"), Column("不满足", flexible=True)],
            [
                (
                    other.title,
                    Span(VERDICTS[other.verdict], STYLES[other.verdict]),
                    items(open_total(other.open)),
                    "、".join(other.unmet) or "无",
                )
                for other in others
            ],
            indent=2,
        )
    left_out = [other.title for other in one.others if other.verdict is Verdict.NOT_APPLICABLE]
    if left_out:
        page.text(f"不适用：{'、'.join(left_out)}", indent=2, hang=2)


def _derivation(page: Page, steps: Sequence[DerivationStep]) -> None:
    if not steps:
        return
    _heading(page, "推导过程")
    for number, step in enumerate(steps, start=1):
        page.labelled(Span(f"{number}."), step.law, indent=2, hang=5)
        for premise in step.premises:
            page.labelled(Span("因"), premise, indent=7, hang=4)
        page.labelled(Span("故"), step.conclusion, "bold", indent=7, hang=4)


def _not_applicable(page: Page, outlines: Sequence[Outline]) -> None:
    left_out = [one.assessment for one in outlines if one.assessment.verdict is Verdict.NOT_APPLICABLE]
    if not left_out:
        return
    page.blank()
    page.text("■ 不适用的规则集", "bold")
    for assessment in left_out:
        page.text(f"{assessment.rule_set.title}：{excluded(assessment.when)}", indent=2, hang=2)


def _footer(page: Page, result: Result) -> None:
    page.blank()
    page.rule()
    page.table(
        [Column("规则集", flexible=True), Column("生效期"), Column("sha256"), Column("基准日"), Column("基准年度")],
        [
            (
                name,
                days_text(assessment.effective) or "不限",
                assessment.rule_set.sha256[:12],
                str(assessment.reference_date),
                str(assessment.base_year),
            )
            for name, assessment in stamps(result)
        ],
    )
    case, engine = result.case, result.engine
    page.text(
        f"案卷 sha256 {case.sha256[:12]}，评估日 {result.assessed_on}，"
        f"{engine.name} {engine.version}（{engine.executor}）"
    )
