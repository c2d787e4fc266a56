"""What a letter says: one applicant's result as headings, paragraphs and tables, in the order of an official paper.

Benchmarks are no part of it. Everything unmet and everything open is told, each once, whatever its length.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from engine.explain.vocabulary import MATERIALS
from engine.report.account import (
    days_text,
    excluded,
)
from engine.report.letter.blocks import Block, Cell, Line, Paragraph, Style, Table, cell
from engine.report.letter.numbering import Numbering, numbered
from engine.report.letter.scheme import scheme_blocks
from engine.report.letter.wording import (
    BLANK_DAY,
    MATERIALS_NOTE,
    NAMELESS,
    NO_CODE,
    UNREAD,
    chinese_day,
)
from engine.report.outline import outline
from schemas.assessment import Assessment, Result
from schemas.diagnostic import Diagnostic
from schemas.finding import Verdict
from schemas.material import MaterialStatus


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


def opinion(result: Result, reply_by: date | None, unread: Sequence[Diagnostic] = ()) -> Iterator[Block]:
    """Every scheme's conclusion with its reasons, the documents, and what the applicant is asked for."""
    compared = _compared(result)
    numbering = Numbering(nested=len(compared) > 1)
    for assessment in compared:
        if len(compared) > 1:
            yield numbering.part(assessment.rule_set.title)
        yield from scheme_blocks(outline(assessment), numbering)
    numbering.leave_schemes()
    yield from _unread(unread, numbering)
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
        yield Table((12, 40, 44, 60), numbered(rows), ("序号", "方案", "原因", "规则集及版本"))


def _unread(unread: Sequence[Diagnostic], numbering: Numbering) -> Iterator[Block]:
    """What the applicant did state, but nobody can read: it stands above as not stated."""
    if unread:
        yield numbering.section(f"填报中读不出来的内容（{len(unread)} 处）", mend=True)
        yield Paragraph(UNREAD, leads=True)
        yield Table(
            (12, 46, 54, 44),
            numbered((cell(str(one.place or "—")), cell(one.message), cell(one.remedy or "—")) for one in unread),
            ("序号", "位置", "问题", "处理"),
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
            numbered(
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
