"""`rules show --open` and `rules list --open` as pages and Markdown documents."""

from collections.abc import Mapping

from engine.report.markdown_text import escape, table
from engine.report.open_points import OpenPoints, Points, open_points
from engine.report.page import Column, Page
from schemas.rule_set import RuleSet
from schemas.source import Source

_COUNTS = ("规则集", "标准未知", "条文未取得", "来源待核", "由人认定")
_NOTHING = "没有"


def points_in(rule_set: RuleSet, sources: Mapping[str, Source], output_format: str, width: int) -> Page | str:
    """What one rule set does not know, as `md` or as a page."""
    points = open_points(rule_set, sources)
    return open_markdown(rule_set, points) if output_format == "md" else open_page(rule_set, points, width)


def counts_in(
    rule_sets: Mapping[str, RuleSet], sources: Mapping[str, Source], output_format: str, width: int
) -> Page | str:
    """How much each rule set does not know, as `md` or as a page."""
    rows = [
        (f"{name}\n{rule_set.title}", *(str(len(group.points)) for group in open_points(rule_set, sources)))
        for name, rule_set in sorted(rule_sets.items())
    ]
    if output_format == "md":
        return table(_COUNTS, rows)
    page = Page(width)
    page.table([Column(title, flexible=title == "规则集") for title in _COUNTS], rows, spaced=True)
    return page


def open_page(rule_set: RuleSet, points: OpenPoints, width: int) -> Page:
    """What one rule set does not know, laid out to a width."""
    page = Page(width)
    page.text(f"{rule_set.title}（{rule_set.id}）：还不知道的", "bold")
    page.rule("═")
    for group in points:
        page.blank()
        page.text(f"■ {_title(group)}", "bold", hang=2)
        if group.points:
            page.table([Column(title, flexible=True) for title in group.columns], group.points, indent=2, spaced=True)
            page.blank()
            page.field("怎样了结", group.closing, indent=2, label_width=8)
        else:
            page.text(_NOTHING, indent=2)
    return page


def open_markdown(rule_set: RuleSet, points: OpenPoints) -> str:
    """The same as a document."""
    parts = [f"# {escape(rule_set.title)}（{escape(rule_set.id)}）：还不知道的\n"]
    for group in points:
        parts.append(f"## {escape(_title(group))}\n")
        parts.append(table(group.columns, group.points) if group.points else f"{_NOTHING}\n")
        parts += [f"怎样了结：{escape(group.closing)}\n"] if group.points else []
    return "\n".join(parts)


def _title(group: Points) -> str:
    return f"{group.title}：{len(group.points)} 项" if group.points else group.title
