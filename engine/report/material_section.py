"""材料齐全性 in a report: which documents are needed, whether they are there, and for which criteria.

Told once for all rule sets, after them, because it changes no verdict. Who wrote no 材料 gets the names alone.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from engine.explain.vocabulary import MATERIALS
from engine.report.markdown_text import bullet, escape, table
from engine.report.page import Column, Page, Span
from schemas.assessment import Result
from schemas.finding import Verdict
from schemas.material import MaterialList, MaterialResult, MaterialStatus, UnaskedMaterial
from schemas.rule_set import Force, Kind

_STYLES = {MaterialStatus.PRESENT: "green", MaterialStatus.ABSENT: "red", MaterialStatus.UNSTATED: "yellow"}
_COLUMNS = ("材料", "情况", "用于")
_WHOSE_LIST = "以上按规则集所列；申报时要交哪些材料，以主管部门的通知为准。"
_REFERENCE_LIST = "以上是对标参考的规则集所列，不是吉林省的要求。"


class Section(NamedTuple):
    """What is told of documents: a heading, then a row each, or sentences."""

    heading: str
    rows: tuple[tuple[str, MaterialStatus, str], ...]
    sentences: tuple[str, ...]


def material_section(result: Result) -> Section | None:
    """The section on documents; None where no document is needed and none was named."""
    materials = result.materials
    reference = all(one.rule_set.kind is Kind.REFERENCE for one in result.assessments)
    whose = _REFERENCE_LIST if reference else _WHOSE_LIST
    if not materials.stated:
        return _hint(materials.needed, whose) if materials.needed else None
    titles = _titles(result)
    return Section(
        heading=f"材料齐全性（不影响结论）：{_counted(materials) or '没有条件要求证明材料'}",
        rows=tuple((one.name, one.status, _uses(one, titles)) for one in materials.needed),
        sentences=(*(_unasked(one) for one in materials.unasked), *([whose] if materials.needed else [])),
    )


def material_page(page: Page, result: Result) -> None:
    """The section at the terminal."""
    section = material_section(result)
    if section is None:
        return
    page.blank()
    page.rule("═")
    page.text(section.heading, "bold")
    page.rule("═")
    if section.rows:
        page.table(
            [Column(_COLUMNS[0], flexible=True), Column(_COLUMNS[1]), Column(_COLUMNS[2], flexible=True)],
            [(name, Span(MATERIALS[status], _STYLES[status]), uses) for name, status, uses in section.rows],
        )
    if section.rows and section.sentences:
        page.blank()
    for sentence in section.sentences:
        page.text(sentence)


def material_markdown(result: Result) -> Iterator[str]:
    """The section in a document."""
    section = material_section(result)
    if section is None:
        return
    yield f"## {escape(section.heading)}\n"
    if section.rows:
        yield table(_COLUMNS, [(name, MATERIALS[status], uses) for name, status, uses in section.rows])
    if section.sentences:
        yield "".join(bullet(escape(sentence)) for sentence in section.sentences)


def _hint(needed: tuple[MaterialResult, ...], whose: str) -> Section:
    names = [one.name for one in needed]
    example = ", ".join(f"{name}: {word}" for name, word in zip(names, ("有", "缺"), strict=False))
    return Section(
        heading=f"需要的证明材料（{len(names)} 种）",
        rows=(),
        sentences=(
            "；".join(names) + "。",
            whose,
            f"在案卷里写上“材料: {{{example}}}”一类的内容，就逐种核对是否齐全，并列出各用于哪些条件。",
        ),
    )


def _counted(materials: MaterialList) -> str:
    counts = {status: sum(one.status is status for one in materials.needed) for status in MATERIALS}
    return "，".join(f"{MATERIALS[status]} {count} 种" for status, count in counts.items() if count)


def _titles(result: Result) -> Mapping[str, str]:
    """What to call the rule sets; nothing where there is one alone, and the applicant applies for it."""
    stamps = [one.rule_set for one in result.assessments if one.verdict is not Verdict.NOT_APPLICABLE]
    if len(stamps) == 1 and stamps[0].kind is Kind.OFFICIAL:
        return {}
    return {one.id: one.title + ("（对标参考）" if one.kind is Kind.REFERENCE else "") for one in stamps}


def _uses(material: MaterialResult, titles: Mapping[str, str]) -> str:
    """The criteria that ask for a document, a line for each rule set."""
    by_rule_set: dict[str, list[str]] = {}
    for use in material.needed_by:
        optional = "（优先项）" if use.force is Force.PREFERRED else ""
        by_rule_set.setdefault(use.rule_set, []).append(use.criterion + optional)
    return "\n".join(
        (f"{titles[rule_set]}：" if rule_set in titles else "") + "、".join(criteria)
        for rule_set, criteria in by_rule_set.items()
    )


def _unasked(material: UnaskedMaterial) -> str:
    meant = f"，是否想写 {'、'.join(material.near)}？" if material.near else ""
    return f"没有条件要求“{material.name}”{meant or '。'}"
