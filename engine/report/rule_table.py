"""`rules list` and `rules show`: what a rule set asks for, and where each demand comes from."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from engine.explain.formula import formula_text
from engine.explain.rule_text import rule_lines, rule_sentence, value_text
from engine.explain.vocabulary import FORCES, IN_FORCE, KINDS, LEVELS, FactBook
from engine.load.vocabulary import derived_facts
from engine.report.markdown_text import bullet, escape, table
from engine.report.page import Column, Page, Span
from engine.report.wrapping import prose, width_of
from schemas.rule_set import Criterion, Effective, RuleSet
from schemas.source import Source

_LABEL = 8
_BASIS = 16
_CRITERIA = ("编号", "约束力", "条件与要求", "依据")
_PARAMETERS = ("参数", "取值", "生效期", "依据")
_LIMITS = ("编号", "限额", "依据")
LIMITS = "限额（跨申报单位，批量评审时核对）"
DERIVED = "派生字段"
_DERIVED = ("字段", "算法", "依据")
_NOTHING_MORE = "没有另外的条件"
_SOURCES = ("编号", "文件", "发布机关", "日期", "所据文本", "效力")


class RuleSheet(NamedTuple):
    """A rule set with what its words need: the facts, its sources in the order of first citation, its digest."""

    rule_set: RuleSet
    facts: FactBook
    sources: dict[str, Source]
    sha256: str


class Section(NamedTuple):
    """The criteria of every track, or those of one."""

    title: str
    when: str | None
    rows: list[tuple[str, str, str, str]]


def rule_sheet(rule_set: RuleSet, facts: FactBook, sources: Mapping[str, Source], sha256: str) -> RuleSheet:
    """Gather the rule set's sources in the order in which it cites them."""
    cited = [criterion.basis.source for _, criterion in rule_set.all_criteria()]
    cited += [value.basis.source for parameter in rule_set.parameters.values() for value in parameter.values]
    cited += [limit.basis.source for limit in rule_set.limits]
    cited += [fact.basis.source for fact in derived_facts(rule_set, facts.fact) if fact.basis is not None]
    if rule_set.basis is not None:
        cited.insert(0, rule_set.basis.source)
    return RuleSheet(rule_set, facts, {name: sources[name] for name in dict.fromkeys(cited)}, sha256)


def list_page(rule_sets: Sequence[tuple[RuleSet, str]], width: int) -> Page:
    """All rule sets in a table."""
    page = Page(width)
    page.table(
        [Column("规则集", flexible=True), Column("性质"), Column("条件"), Column("生效期")],
        [
            (
                f"{rule_set.id}\n{rule_set.title}",
                kind_text(rule_set),
                f"{len(rule_set.all_criteria())} 条",
                days(rule_set.effective),
            )
            for rule_set, _ in rule_sets
        ],
        spaced=True,
    )
    return page


def list_markdown(rule_sets: Sequence[tuple[RuleSet, str]]) -> str:
    """All rule sets as a Markdown table."""
    rows = [
        (
            rule_set.id,
            rule_set.title,
            kind_text(rule_set),
            str(len(rule_set.all_criteria())),
            days(rule_set.effective),
            sha256,
        )
        for rule_set, sha256 in rule_sets
    ]
    return table(["规则集", "名称", "性质", "条件数", "生效期", "sha256"], rows)


def sheet_page(sheet: RuleSheet, width: int) -> Page:
    """One rule set laid out to a width."""
    page = Page(width)
    page.text(sheet.rule_set.title, "bold")
    page.rule("═")
    for label, text in _facts(sheet):
        page.field(label, text, label_width=_LABEL)
    if sheet.rule_set.parameters:
        _heading(page, "参数")
        wide = ("取值", "依据")
        page.table([Column(title, flexible=title in wide) for title in _PARAMETERS], _parameters(sheet), indent=2)
    if sheet.rule_set.limits:
        _heading(page, LIMITS)
        page.table([Column(title, flexible=title == "限额") for title in _LIMITS], _limits(sheet), indent=2)
    for section in _sections(sheet):
        _heading(page, section.title)
        if section.when is not None:
            page.field("适用于", section.when, indent=2, label_width=6)
        columns = [
            Column(title, flexible=title == "条件与要求", widest=_BASIS if title == "依据" else 0)
            for title in _CRITERIA
        ]
        if section.rows:
            page.table(columns, section.rows, indent=2, spaced=True)
        else:
            page.text(_NOTHING_MORE, indent=2)
    if derived := _derived(sheet):
        _heading(page, DERIVED)
        page.table([Column(title, flexible=title == "算法") for title in _DERIVED], derived, indent=2)
    _heading(page, "来源文件")
    for number, source in enumerate(sheet.sources.values(), start=1):
        text = f"{source.id}：{source_text(source)}；{source.issuer}；{'；'.join(source_state(source))}"
        page.labelled(Span(f"[{number}]"), text, indent=2, hang=5)
    return page


def sheet_markdown(sheet: RuleSheet) -> str:
    """One rule set as a Markdown document."""
    parts = [
        f"# {escape(sheet.rule_set.title)}\n",
        "".join(bullet(f"{name}：{escape(text)}") for name, text in _facts(sheet)),
    ]
    if sheet.rule_set.parameters:
        parts += ["## 参数\n", table(_PARAMETERS, _parameters(sheet))]
    if sheet.rule_set.limits:
        parts += [f"## {LIMITS}\n", table(_LIMITS, _limits(sheet))]
    for section in _sections(sheet):
        parts.append(f"## {escape(section.title)}\n")
        if section.when is not None:
            parts.append(bullet(f"适用于：{escape(section.when)}"))
        parts.append(table(_CRITERIA, section.rows) if section.rows else f"{_NOTHING_MORE}\n")
    if derived := _derived(sheet):
        parts += [f"## {DERIVED}\n", table(_DERIVED, derived)]
    rows = [
        (f"[{number}] {source.id}", source_text(source), source.issuer, *source_state(source))
        for number, source in enumerate(sheet.sources.values(), start=1)
    ]
    return "\n".join([*parts, "## 来源文件\n", table(_SOURCES, rows)])


def kind_text(rule_set: RuleSet) -> str:
    """Official or for reference, and for which role."""
    return KINDS[rule_set.kind] + (f"（{rule_set.role}）" if rule_set.role else "")


def days(effective: Effective) -> str:
    """The days on which something is in force."""
    if effective.from_ is None and effective.to is None:
        return "不限"
    return f"{effective.from_ or '…'} 起" if effective.to is None else f"{effective.from_ or '…'} 至 {effective.to}"


def source_text(source: Source) -> str:
    """A document with its number."""
    return f"《{source.title}》" + (f"（{source.number}）" if source.number else "")


def source_state(source: Source) -> tuple[str, str, str]:
    """Its date, the copy at hand with what was seen of it, and whether it is in force."""
    level, where = LEVELS[source.level], source.where or ""
    copy = where if where.startswith(level) else level + (f"（{where}）" if where else "")
    return source.dated or "日期未知", copy, IN_FORCE[source.in_force]


def _facts(sheet: RuleSheet) -> Iterator[tuple[str, str]]:
    rule_set = sheet.rule_set
    yield "规则集", rule_set.id
    yield "性质", kind_text(rule_set)
    yield "主管部门", rule_set.authority
    yield "生效期", days(rule_set.effective)
    if rule_set.deadline is not None:
        yield "截止日期", f"{rule_set.deadline}（即基准日）"
    if rule_set.when is not None:
        yield "适用于", rule_sentence(rule_set.when, sheet.facts)
    if rule_set.benchmarks:
        yield "对标参考", "、".join(rule_set.benchmarks)
    if rule_set.note:
        yield "说明", prose(rule_set.note)
    yield "sha256", sheet.sha256


def _parameters(sheet: RuleSheet) -> list[tuple[str, str, str, str]]:
    return [
        (
            name,
            value_text(value, parameter.unit, sheet.facts),
            days(value),
            _cited(sheet, value.basis.source, value.basis.clause, value.note),
        )
        for name, parameter in sheet.rule_set.parameters.items()
        for value in parameter.values
    ]


def _derived(sheet: RuleSheet) -> list[tuple[str, str, str]]:
    """The derived facts that the rule set reads, with their formulas and where the numbers in them come from."""
    return [
        (
            fact.name,
            formula_text(fact, fact.derive, sheet.facts),
            "" if fact.basis is None else _cited(sheet, fact.basis.source, fact.basis.clause, None),
        )
        for fact in derived_facts(sheet.rule_set, sheet.facts.fact)
        if fact.derive is not None
    ]


def _limits(sheet: RuleSheet) -> list[tuple[str, str, str]]:
    return [
        (
            limit.id,
            f"{f'{limit.title}：' if limit.title else ''}同一{limit.per}至多 {limit.at_most}",
            _cited(sheet, limit.basis.source, limit.basis.clause, None),
        )
        for limit in sheet.rule_set.limits
    ]


def _sections(sheet: RuleSheet) -> Iterator[Section]:
    rule_set = sheet.rule_set
    if rule_set.criteria:
        title = "各申报类型共同的条件" if rule_set.tracks else "准入条件"
        yield Section(title, None, [_row(sheet, criterion) for criterion in rule_set.criteria])
    for track in rule_set.tracks:
        when = None if track.when is None else rule_sentence(track.when, sheet.facts)
        yield Section(f"申报类型：{track.title}（{track.id}）", when, [_row(sheet, one) for one in track.criteria])


def _row(sheet: RuleSheet, criterion: Criterion) -> tuple[str, str, str, str]:
    lines = [criterion.title]
    if criterion.effective != Effective():
        lines.append(f"生效期：{days(criterion.effective)}")
    if criterion.when is not None:
        lines.append(f"适用于：{rule_sentence(criterion.when, sheet.facts)}")
    require = list(rule_lines(criterion.require, sheet.facts))
    lines.append(f"要求：{require[0].text}")
    lines += [f"{'·' * line.depth} {line.text}" for line in require[1:]]
    if criterion.evidence:
        lines.append(f"证明：{'、'.join(criterion.evidence)}")
    if criterion.remedy:
        lines.append(f"整改：{criterion.remedy}")
    if criterion.note:
        lines.append(f"说明：{prose(criterion.note)}")
    cited = _cited(sheet, criterion.basis.source, criterion.basis.clause, None)
    return criterion.id, FORCES[criterion.force], "\n".join(lines), cited


def _cited(sheet: RuleSheet, source: str, clause: str | None, note: str | None) -> str:
    number = list(sheet.sources).index(source) + 1
    cited = f"[{number}]" + (f" {clause}" if clause else "") + (f"（{note}）" if note else "")
    level, in_force = LEVELS[sheet.sources[source].level], IN_FORCE[sheet.sources[source].in_force]
    # 转载件，有效 fits the column of a page; what does not takes a line each
    return f"{cited}\n{level}{'，' if width_of(level + in_force) < _BASIS - 1 else chr(10)}{in_force}"


def _heading(page: Page, title: str) -> None:
    page.blank()
    page.text(f"■ {title}", "bold", hang=2)
