"""One scheme in a letter: every unmet condition at once, every open question by its cause, and all that was compared."""

from collections.abc import Iterator, Sequence

from engine.explain.vocabulary import FORCES, STATUSES
from engine.report.account import (
    account,
    actual,
    awaits_judgement,
    basis_text,
    branches,
    demand,
    excluded,
    grounds_text,
    judgement_text,
)
from engine.report.letter.blocks import Block, Cell, Line, Paragraph, Table, cell
from engine.report.letter.numbering import Numbering, numbered
from engine.report.letter.wording import (
    ACCEPTABLE,
    MEANINGS,
    NONE_UNMET,
    OPEN_MEANINGS,
    OPEN_TITLES,
    UNMET,
    UNMET_ASKED,
)
from engine.report.outline import SCOPE, Outline, Questions, hint
from engine.report.standing import standing_tables
from schemas.assessment import Assessment, CriterionResult
from schemas.finding import CauseKind, Status, Verdict


def scheme_blocks(one: Outline, numbering: Numbering) -> Iterator[Block]:
    """The sections on one scheme: the conclusion, what is unmet, what is open and why, all the rest."""
    assessment = one.assessment
    yield numbering.section("对照结论")
    yield Paragraph(f"对照结论：{one.verdict}。{MEANINGS[assessment.verdict]}", strong=f"{one.verdict}")
    if assessment.verdict is Verdict.NOT_APPLICABLE:
        yield Paragraph(f"{excluded(assessment.when)}。")
        return
    yield Paragraph(f"概要：{one.summary}。")
    for note in one.notes:
        yield Paragraph(f"{note}。")
    yield from _unmet(one, numbering)
    for group in one.questions:
        yield from _open(group, numbering)
    yield from _others(one, numbering)
    yield from _standing(assessment, numbering)
    yield numbering.section("依据的文件")
    yield Table(
        (12, 104, 40),
        numbered((cell(document.name), cell(document.copy)) for document in one.documents),
        ("序号", "文件", "所据文本"),
    )


def _unmet(one: Outline, numbering: Numbering) -> Iterator[Block]:
    if not one.unmet:
        yield numbering.section("不满足的条件：无")
        yield Paragraph(NONE_UNMET)
        return
    asked = one.assessment.open.pending_judgements
    yield numbering.section(f"不满足的条件（{len(one.unmet)} 项）", mend=True)
    yield Paragraph(UNMET + (UNMET_ASKED if any(item.id in asked for item in one.unmet) else ""), leads=True)
    yield Table(
        (12, 48, 56, 40),
        tuple(_unmet_rows(one.unmet, asked)),
        ("序号", "条件和依据", "要求、填报和差距", "整改建议"),
    )


def _unmet_rows(criteria: Sequence[CriterionResult], asked: Sequence[str]) -> Iterator[tuple[Cell, ...]]:
    """A row a criterion; below it, across the table, the branches of its demand and the members of its lists."""
    for number, one in enumerate(criteria, start=1):
        yield cell(str(number)), _clause(one), _shortfall(one, asked=one.id in asked), _remedy(one)
        details = branches(one)
        if details:
            yield cell(""), tuple(Line(detail.text, depth=detail.depth) for detail in details)


def _clause(criterion: CriterionResult) -> Cell:
    return cell(
        Line(f"{criterion.id} {criterion.title}【{FORCES[criterion.force]}】", bold=True),
        Line(grounds_text(criterion), "依据："),
    )


def _shortfall(criterion: CriterionResult, *, asked: bool) -> Cell:
    lines: list[Line] = []
    if criterion.tree is None:
        one = criterion.conditions[0]
        stated = actual(one)
        lines.append(Line(demand(one), "要求："))
        if stated is not None:
            lines.append(Line(stated, "实际："))
        lines.append(Line(one.says, "判定：" if one.actual is None else "差距："))
    else:
        lines.append(Line("由几项要求组成，各项的要求、实际和差距见下一行"))
    if criterion.judgement is not None:
        lines.append(Line(judgement_text(criterion.judgement), "认定："))
    if asked:
        lines.append(Line(ACCEPTABLE, "待定："))
    return tuple(lines)


def _remedy(criterion: CriterionResult) -> Cell:
    lines = [Line(criterion.remedy or "—")]
    if criterion.evidence:
        lines.append(Line("、".join(criterion.evidence), "证明："))
    return tuple(lines)


def _open(group: Questions, numbering: Numbering) -> Iterator[Block]:
    mend = group.kind in (CauseKind.MISSING_FACT, CauseKind.UNDEFINED)
    yield numbering.section(f"{OPEN_TITLES[group.kind]}（{len(group.questions)} 项）", mend=mend)
    yield Paragraph(OPEN_MEANINGS[group.kind], leads=True)
    if group.kind is CauseKind.PENDING_JUDGEMENT:
        yield _to_judge(group)
        return
    yield Table(
        (12, 54, 90),
        numbered((cell(question.name), _held_up(question.holds_up, question.name)) for question in group.questions),
        ("序号", "事项", "涉及的条件和依据"),
    )


def _held_up(criteria: Sequence[CriterionResult], question: str) -> Cell:
    lines: list[Line] = []
    for one in criteria:
        lines.append(Line(f"{one.id} {one.title}{hint(one, question)}"))
        lines.append(Line(basis_text(one.basis), "依据："))
    return tuple(lines) or cell(SCOPE)


def _to_judge(group: Questions) -> Table:
    """A form: what must be judged, and room for the 认定 and who gives it."""
    rows = []
    for question in group.questions:
        own = question.own
        subject = cell(question.name) if own is None else (Line(f"{own.id} {own.title}", bold=True), *_what(own))
        grounds = _held_up(question.holds_up, question.name) if own is None else _grounds(own)
        rows.append((subject, grounds, cell("□ 通过", "□ 不通过"), cell("")))
    return Table((12, 50, 44, 22, 28), numbered(rows), ("序号", "须认定的事项", "依据和证明", "认定", "意见和签名"))


def _what(criterion: CriterionResult) -> Cell:
    if criterion.status is Status.UNMET:
        return cell("条件没有达到（见前），" + ACCEPTABLE.removeprefix("原则上的条件，"))
    texts = [demand(one) for one in criterion.conditions if awaits_judgement(one)]
    return tuple(Line(text) for text in texts if text != criterion.title)


def _grounds(criterion: CriterionResult) -> Cell:
    lines = [Line(basis_text(criterion.basis))]
    if criterion.evidence:
        lines.append(Line("、".join(criterion.evidence), "证明："))
    return tuple(lines)


def _others(one: Outline, numbering: Numbering) -> Iterator[Block]:
    """The criteria that are neither unmet nor open, a row each, so that the paper shows all that was compared."""
    rest = [item for _, criteria in one.rest for item in criteria]
    if not rest:
        return
    yield numbering.section(f"其余的条件（{len(rest)} 项）")
    preferred = {item.id for item in one.preferred}
    yield Table(
        (12, 66, 18, 60),
        numbered(
            (
                (
                    Line(f"{item.id} {item.title}" + ("（优先项，不影响结论）" if item.id in preferred else "")),
                    Line(basis_text(item.basis), "依据："),
                ),
                cell(STATUSES[item.status]),
                _explained(item),
            )
            for item in rest
        ),
        ("序号", "条件和依据", "判定", "说明"),
    )


def _explained(criterion: CriterionResult) -> Cell:
    if criterion.judgement is None:
        return cell(account(criterion))
    return cell(account(criterion), Line(judgement_text(criterion.judgement), "认定："))


def _standing(assessment: Assessment, numbering: Numbering) -> Iterator[Block]:
    for one in standing_tables(assessment):
        yield numbering.section(one.title)
        yield Table(
            (12, 38, 38, 28, 40),
            numbered(tuple(cell(text) for text in row) for row in one.rows),
            ("序号", *one.header),
        )
