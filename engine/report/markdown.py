"""The result as a Markdown document: the same content as at the terminal, for sending on and filing."""

from collections.abc import Iterator, Sequence
from datetime import date

from engine.explain.vocabulary import FORCES, STATUSES, VERDICTS
from engine.report.account import (
    account,
    actual,
    awaits_judgement,
    basis_text,
    branches,
    days_text,
    demand,
    excluded,
    grounds_text,
    judgement_text,
)
from engine.report.comparison import COLUMNS, HEADING, MEANING, Digest, digest
from engine.report.markdown_text import bullet, escape, table
from engine.report.material_section import material_markdown
from engine.report.outline import SCOPE, Outline, Questions, hint, items, open_total, outline, result_notes, stamps
from engine.report.standing import standing_tables
from schemas.assessment import Assessment, CriterionResult, Result
from schemas.finding import Status, Verdict
from schemas.rule_set import Kind


def render(result: Result) -> str:
    """The result as a document."""
    outlines = [outline(one) for one in result.assessments]
    applicable = [one for one in outlines if one.assessment.verdict is not Verdict.NOT_APPLICABLE]
    parts = [*_header(result, outlines)]
    for one in applicable:
        parts += _scheme(one, result.assessed_on)
    parts += _not_applicable(outlines)
    parts += material_markdown(result)
    compared = digest(result)
    if compared is not None:
        parts.append(_benchmarks(compared))
    parts += _footer(result)
    return "\n".join(parts)


def _header(result: Result, outlines: Sequence[Outline]) -> Iterator[str]:
    yield "# 准入条件对照结果\n"
    yield (
        bullet(f"申报单位：{escape(result.case.name or '（未填单位名称）')}")
        + bullet(f"评估日：{result.assessed_on}")
        + "".join(bullet(f"注意：{escape(note)}") for note in result_notes(result))
    )
    yield table(
        ["规则集", "结论", "不满足", "待定"],
        [
            (one.assessment.rule_set.title, one.verdict, items(len(one.unmet)), items(one.open_count))
            for one in outlines
        ],
    )


def _scheme(one: Outline, assessed_on: date) -> Iterator[str]:
    assessment = one.assessment
    kind = "（对标参考）" if assessment.rule_set.kind is Kind.REFERENCE else ""
    yield f"## {escape(assessment.rule_set.title)}{kind}\n"
    facts = [f"结论：**{one.verdict}**", f"概要：{escape(one.summary)}", f"基准日：{one.reference(assessed_on)}"]
    if one.track is not None:
        facts.append(f"申报类型：{escape(one.track.title)}（{one.chosen}）")
    facts += [f"注意：{escape(note)}" for note in one.notes]
    yield "".join(bullet(fact) for fact in facts)
    if one.unmet:
        yield f"### 不满足的条件（{len(one.unmet)} 项）\n"
        for criterion in one.unmet:
            yield from _unmet(criterion, assessment)
    for group in one.questions:
        yield f"### {group.title}（{len(group.questions)} 项）：{group.meaning}\n"
        yield from _open(group)
    for title, criteria in one.rest:
        yield f"### {title}\n"
        yield _compact(criteria)
    for standing in standing_tables(assessment):
        yield f"### {standing.title}\n"
        yield table(standing.header, standing.rows)
    if one.others:
        yield "### 也可考虑的申报类型\n"
        yield table(
            ["申报类型", "结论", "待定", "不满足"],
            [
                (other.title, VERDICTS[other.verdict], items(open_total(other.open)), "、".join(other.unmet) or "无")
                for other in one.others
            ],
        )
    yield "### 依据的文件\n"
    yield table(["文件", "所据文本"], [(document.name, document.copy) for document in one.documents])
    if assessment.trace:
        yield "### 推导过程\n"
        yield _derivation(assessment)


def _title(criterion: CriterionResult) -> str:
    return f"#### {criterion.id} {escape(criterion.title)}【{FORCES[criterion.force]}】\n"


def _unmet(criterion: CriterionResult, assessment: Assessment) -> Iterator[str]:
    yield _title(criterion)
    lines = ""
    if criterion.tree is None:
        one = criterion.conditions[0]
        lines += bullet(f"要求：{escape(demand(one))}")
        stated = actual(one)
        if stated is not None:
            lines += bullet(f"实际：{escape(stated)}")
        lines += bullet(f"{'判定' if one.actual is None else '差距'}：**{escape(one.says)}**")
    lines += "".join(bullet(escape(detail.text), detail.depth) for detail in branches(criterion))
    lines += _grounds(criterion)
    if criterion.id in assessment.open.pending_judgements:
        lines += bullet("认定：尚无。原则上的条件没有达到时，由审核人认定是否接受")
    yield lines


def _open(group: Questions) -> Iterator[str]:
    rows = [
        (
            question.name,
            "\n".join(
                f"{one.id} {one.title}{hint(one, question.name)}；依据：{basis_text(one.basis)}"
                for one in question.holds_up
            )
            or SCOPE,
        )
        for question in group.questions
        if question.own is None
    ]
    if rows:
        yield table(["事项", "影响的条件"], rows)
    for question in group.questions:
        if question.own is not None:
            yield from _judged(question.own)


def _judged(criterion: CriterionResult) -> Iterator[str]:
    yield _title(criterion)
    if criterion.status is Status.UNMET:
        yield bullet("待定：条件没有达到（见上），由审核人认定是否接受")
        return
    texts = [demand(one) for one in criterion.conditions if awaits_judgement(one)]
    yield "".join(bullet(f"待定：{escape(text)}") for text in texts if text != criterion.title) + _grounds(criterion)


def _grounds(criterion: CriterionResult) -> str:
    told = [f"依据：{escape(grounds_text(criterion))}"]
    if criterion.judgement is not None:
        told.append(f"认定：{escape(judgement_text(criterion.judgement))}")
    if criterion.evidence:
        told.append(f"证明：{escape('、'.join(criterion.evidence))}")
    if criterion.remedy:
        told.append(f"整改：{escape(criterion.remedy)}")
    return "".join(bullet(text) for text in told)


def _compact(criteria: Sequence[CriterionResult]) -> str:
    return table(
        ["编号", "条件", "判定", "说明", "依据"],
        [(one.id, one.title, STATUSES[one.status], account(one), basis_text(one.basis)) for one in criteria],
    )


def _derivation(assessment: Assessment) -> str:
    lines = ""
    for number, step in enumerate(assessment.trace or (), start=1):
        lines += f"{number}. {escape(step.law)}\n"
        lines += "".join(f"   - 因：{escape(premise)}\n" for premise in step.premises)
        lines += f"   - 故：**{escape(step.conclusion)}**\n"
    return lines


def _not_applicable(outlines: Sequence[Outline]) -> Iterator[str]:
    left_out = [one.assessment for one in outlines if one.assessment.verdict is Verdict.NOT_APPLICABLE]
    if left_out:
        yield "## 不适用的规则集\n"
        yield "".join(bullet(escape(f"{one.rule_set.title}：{excluded(one.when)}")) for one in left_out)


def _benchmarks(compared: Digest) -> str:
    """The benchmarks as one quotation, so that every line of theirs tells where it belongs."""
    parts = [f"## {HEADING}\n", f"{MEANING}\n"]
    if compared.blocks:
        parts.append(table(COLUMNS, compared.table))
    for block in compared.blocks:
        parts.append(f"### {escape(block.title)}（供申报{escape(block.schemes)}参考）\n")
        lines = [bullet(f"出处：{escape(document)}") for document in block.documents]
        for row in block.rows:
            depth = 0
            if row.name is not None:
                lines.append(bullet(escape(row.name)))
                depth = 1
            lines += [bullet(f"差距：{escape(gap)}", depth) for gap in row.gaps]
            lines += [bullet(f"待定：{escape(question)}", depth) for question in row.open]
            if row.is_reached:
                lines.append(bullet("差距：无", depth))
        parts.append("".join(lines))
    if compared.left_out:
        parts.append("".join(bullet(escape(line)) for line in compared.left_out))
    text = "\n".join(parts)
    return "".join(f"> {line}".rstrip() + "\n" for line in text.splitlines())


def _footer(result: Result) -> Iterator[str]:
    yield "---\n"
    yield table(
        ["规则集", "生效期", "sha256", "基准日", "基准年度"],
        [
            (
                name,
                days_text(one.effective) or "不限",
                one.rule_set.sha256,
                str(one.reference_date),
                str(one.base_year),
            )
            for name, one in stamps(result)
        ],
    )
    engine = result.engine
    yield f"案卷 sha256 {result.case.sha256}，{engine.name} {engine.version}（{engine.executor}）\n"
