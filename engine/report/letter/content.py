"""What a letter says: one applicant's result as headings, paragraphs and tables, in the order of an official paper.

Benchmarks are no part of it. Everything unmet and everything open is told, each once, whatever its length.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from engine.explain.vocabulary import FORCES, MATERIALS, STATUSES
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
from engine.report.letter.blocks import Block, Cell, Line, Paragraph, Style, Table, cell
from engine.report.letter.wording import (
    ACCEPTABLE,
    BLANK_DAY,
    MATERIALS_NOTE,
    MEANINGS,
    NAMELESS,
    NO_CODE,
    NONE_UNMET,
    OPEN_MEANINGS,
    OPEN_TITLES,
    UNMET,
    UNMET_ASKED,
    chinese_day,
    ordinal,
)
from engine.report.outline import SCOPE, Outline, Questions, hint, outline
from engine.report.standing import standing_tables
from schemas.assessment import Assessment, CriterionResult, Result
from schemas.finding import CauseKind, Status, Verdict
from schemas.material import MaterialStatus


class Numbering:
    """Headings numbered 一、二、三; within a scheme of several（一）（二）（三）."""

    def __init__(self, *, nested: bool) -> None:
        self._nested = nested
        self._sections = self._parts = 0
        self.references: list[str] = []

    def part(self, title: str) -> Paragraph:
        """The heading of a scheme, or of what concerns all of them."""
        self._parts += 1
        self._sections = 0
        return Paragraph(f"{ordinal(self._parts)}、{title}", Style.HEADING)

    def leave_schemes(self) -> None:
        """What follows concerns all schemes."""
        self._nested = False

    def section(self, title: str, *, mend: bool = False) -> Paragraph:
        """The heading of a section; `mend` notes that the applicant has to do something about it."""
        if not self._nested:
            if mend:
                self.references.append(ordinal(self._parts + 1))
            return self.part(title)
        self._sections += 1
        if mend:
            self.references.append(f"{ordinal(self._parts)}（{ordinal(self._sections)}）")
        return Paragraph(f"（{ordinal(self._sections)}）{title}", Style.SUBHEADING)


def particulars(result: Result, uscc: str | None) -> Table:
    """Who applies for what, on which day, by which rules."""
    rows: list[tuple[str, Cell]] = [
        ("申报单位", cell(result.case.name or NAMELESS)),
        ("统一社会信用代码", cell(uscc or NO_CODE)),
    ]
    compared = _compared(result)
    for one in map(outline, compared):
        day = chinese_day(one.assessment.reference_date)
        rows.append(("对照方案" if len(compared) > 1 else "申报方案", cell(one.assessment.rule_set.title)))
        if one.track is not None:
            rows.append(("申报类型", cell(f"{one.track.title}（{one.chosen}）")))
        rows.append(("基准日", cell(day + _why(one.assessment, result))))
        rows.append(("规则集及版本", _version(one.assessment)))
    rows += [
        ("评估日", cell(chinese_day(result.assessed_on))),
        ("填报内容", cell(Line(f"sha256 {result.case.sha256}", style=Style.NOTE))),
    ]
    return Table((36, 120), tuple((cell(Line(name, bold=True)), told) for name, told in rows))


def opinion(result: Result, reply_by: date | None) -> Iterator[Block]:
    """Every scheme's conclusion with its reasons, the documents, and what the applicant is asked for."""
    compared = _compared(result)
    numbering = Numbering(nested=len(compared) > 1)
    for assessment in compared:
        if len(compared) > 1:
            yield numbering.part(assessment.rule_set.title)
        yield from _scheme(outline(assessment), numbering)
    numbering.leave_schemes()
    yield from _left_out(result, compared, numbering)
    yield from _materials(result, numbering)
    yield from _mending(numbering, reply_by, result)


def signing() -> Table:
    """Where the person who decides writes the opinion and signs: a form to fill in by hand."""
    day = Line(BLANK_DAY)
    boxes = "　　".join(f"□ {word}" for word in ("符合", "不符合", "须补正", "其他"))
    rows: tuple[tuple[str, Cell, int], ...] = (
        ("审核意见", cell(""), 40),
        ("认定的结论", cell(boxes), 14),
        ("审核人（签名）", cell("", day), 16),
        ("复核人（签名）", cell("", day), 16),
        ("审核单位（盖章）", cell("", "", day), 34),
    )
    return Table(
        (36, 120),
        tuple((cell(Line(name, bold=True)), told) for name, told, _ in rows),
        tall=tuple(height for _, _, height in rows),
    )


def _compared(result: Result) -> Sequence[Assessment]:
    """The assessments that the letter is about: those that apply to the applicant, or all if none does."""
    applicable = [one for one in result.assessments if one.verdict is not Verdict.NOT_APPLICABLE]
    return applicable or result.assessments


def _why(assessment: Assessment, result: Result) -> str:
    """Why the reference date is not the day of assessment."""
    return "" if assessment.reference_date == result.assessed_on else "（申报截止日期，按这一天判定）"


def _version(assessment: Assessment) -> Cell:
    stamp = assessment.rule_set
    days = days_text(assessment.effective) or "生效期不限"
    return cell(
        f"{stamp.id}，{days}，基准年度 {assessment.base_year}", Line(f"sha256 {stamp.sha256}", style=Style.NOTE)
    )


def _left_out(result: Result, compared: Sequence[Assessment], numbering: Numbering) -> Iterator[Block]:
    """The schemes that were not compared: not for this applicant, or not in force."""
    rows = [
        (cell(one.rule_set.title), cell(f"不适用：{excluded(one.when)}"), _version(one))
        for one in result.assessments
        if one not in compared
    ]
    rows += [
        (cell(one.title), cell("基准日不生效"), cell(one.id, Line(f"sha256 {one.sha256}", style=Style.NOTE)))
        for one in result.not_in_force
    ]
    if rows:
        yield numbering.section("没有对照的方案")
        yield Table((12, 40, 44, 60), _numbered(rows), ("序号", "方案", "原因", "规则集及版本"))


def _scheme(one: Outline, numbering: Numbering) -> Iterator[Block]:
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
        _numbered((cell(document.name), cell(document.copy)) for document in one.documents),
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
        _numbered((cell(question.name), _held_up(question.holds_up, question.name)) for question in group.questions),
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
    return Table((12, 50, 44, 22, 28), _numbered(rows), ("序号", "须认定的事项", "依据和证明", "认定", "意见和签名"))


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
        _numbered(
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
            _numbered(tuple(cell(text) for text in row) for row in one.rows),
            ("序号", *one.header),
        )


def _materials(result: Result, numbering: Numbering) -> Iterator[Block]:
    """What the profile says is missing or leaves open; nothing where it does not speak of documents."""
    materials = result.materials
    if not (materials.stated and materials.needed):
        return
    lacking = [one for one in materials.needed if one.status is not MaterialStatus.PRESENT]
    counts = {status: sum(one.status is status for one in materials.needed) for status in MATERIALS}
    told = "，".join(f"{MATERIALS[status]} {count} 种" for status, count in counts.items() if count)
    yield numbering.section("材料齐全性", mend=bool(lacking))
    yield Paragraph(f"所列条件要求的证明材料共 {len(materials.needed)} 种：{told}。", leads=bool(lacking))
    if lacking:
        yield Table(
            (12, 66, 18, 60),
            _numbered(
                (
                    cell(one.name),
                    cell(MATERIALS[one.status]),
                    cell(*(f"{use.criterion} {use.title}" for use in one.needed_by)),
                )
                for one in lacking
            ),
            ("序号", "材料", "情况", "用于"),
        )
    yield Paragraph(MATERIALS_NOTE, Style.NOTE)


def _mending(numbering: Numbering, reply_by: date | None, result: Result) -> Iterator[Block]:
    """What the applicant is asked to do, all at once, and by when: a day that a person named, or room to write it."""
    parts = numbering.references
    if not parts:
        return
    yield numbering.section("补正")
    day = BLANK_DAY if reply_by is None else chinese_day(reply_by)
    waits = any(one.open.unknown_parameters for one in result.assessments)
    yield Paragraph(
        f"可以补正的，请于{day}前，就本件第{'、'.join(parts)}部分所列的事项一次补正，并附证明材料。"
        + ("标准没有公布或条文没有取得的事项，不需要申报单位补正。" if waits else ""),
        strong=day if reply_by else "",
    )
    if reply_by is None:
        yield Paragraph("补正期限由审核人填写。", Style.NOTE)


def _numbered(rows: Iterable[tuple[Cell, ...]]) -> tuple[tuple[Cell, ...], ...]:
    return tuple((cell(str(number)), *row) for number, row in enumerate(rows, start=1))


def placeholder_texts(result: Result, uscc: str | None, reply_by: date | None) -> dict[str, str]:
    """The short texts that a template may ask for by name."""
    outlines = [outline(one) for one in _compared(result)]
    return {
        "单位名称": result.case.name or NAMELESS,
        "统一社会信用代码": uscc or NO_CODE,
        "申报方案": "、".join(one.assessment.rule_set.title for one in outlines),
        "申报类型": "、".join(one.track.title for one in outlines if one.track is not None) or "不分类型",
        "对照结论": "；".join(
            one.verdict if len(outlines) == 1 else f"{one.assessment.rule_set.title}：{one.verdict}" for one in outlines
        ),
        "评估日": chinese_day(result.assessed_on),
        "基准日": "、".join(dict.fromkeys(chinese_day(one.assessment.reference_date) for one in outlines)),
        "补正期限": BLANK_DAY if reply_by is None else chinese_day(reply_by),
        "程序版本": f"{result.engine.name} {result.engine.version}",
    }
