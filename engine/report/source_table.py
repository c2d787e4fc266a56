"""`zhunru sources`: the documents, what was seen of each, and what rests on it."""

import json
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from engine.explain.vocabulary import IN_FORCE, KINDS, LEVELS
from engine.load.library import Library
from engine.load.vocabulary import derived_facts
from engine.load.walk import criteria_of
from engine.report.markdown_text import bullet, escape, table
from engine.report.page import Column, Page
from engine.report.rule_table import source_text
from schemas.rule_set import Basis, RuleSet
from schemas.source import Source

_LABEL = 8
_NOTHING = "没有规则集以它为依据"


class Resting(NamedTuple):
    """One thing that rests on a document: a criterion, a parameter, a limit, a derived fact, or the rule set as a whole."""

    kind: str
    name: str
    title: str
    clause: str | None


class Entry(NamedTuple):
    """A document, and what rests on it by rule set."""

    source: Source
    resting: tuple[tuple[RuleSet, tuple[Resting, ...]], ...]


def sources_in(library: Library, one: str | None, output_format: str, width: int) -> Page | str:
    """All documents, or one of them, as `json`, `md` or a page."""
    entries = [entry for entry in source_entries(library) if one in (None, entry.source.id)]
    match output_format:
        case "json":
            return sources_json(entries)
        case "md":
            return sources_markdown(entries, alone=one is not None)
        case _:
            return sources_page(entries, width, alone=one is not None)


def source_entries(library: Library) -> list[Entry]:
    """Every document by id, those that nothing rests on included."""
    return [
        Entry(
            source,
            tuple(
                (rule_set, found)
                for _, rule_set in sorted(library.rule_sets.items())
                if (
                    found := tuple(
                        dict.fromkeys(one for basis, one in _resting(rule_set, library) if basis.source == name)
                    )
                )
            ),
        )
        for name, source in sorted(library.sources.items())
    ]


def _resting(rule_set: RuleSet, library: Library) -> Iterator[tuple[Basis, Resting]]:
    if rule_set.basis is not None:
        yield rule_set.basis, Resting("rule_set", rule_set.id, "规则集全文", rule_set.basis.clause)
    for name, parameter in rule_set.parameters.items():
        # a parameter's values may follow each other in one clause
        for basis in dict.fromkeys(value.basis for value in parameter.values):
            yield basis, Resting("parameter", name, f"参数“{name}”", basis.clause)
    for _, criterion, _ in criteria_of(rule_set):
        yield criterion.basis, Resting("criterion", criterion.id, criterion.title, criterion.basis.clause)
    for limit in rule_set.limits:
        yield limit.basis, Resting("limit", limit.id, limit.title or "限额", limit.basis.clause)
    for fact in derived_facts(rule_set, library.facts.get):
        if fact.basis is not None:
            yield fact.basis, Resting("fact", fact.name, f"派生字段“{fact.name}”", fact.basis.clause)


def sources_page(entries: Sequence[Entry], width: int, *, alone: bool) -> Page:
    """The documents one after the other, ids of criteria only; or one alone with titles and clauses."""
    page = Page(width)
    for entry in entries:
        page.blank()
        page.text(source_text(entry.source), "bold", hang=2)
        for label, text in _facts(entry.source):
            page.field(label, text, indent=2, label_width=_LABEL)
        if not entry.resting:
            page.field("所据条件", _NOTHING, "dim", indent=2, label_width=_LABEL)
        elif not alone:
            for rule_set, found in entry.resting:
                page.field("所据条件", f"{_titled(rule_set)}：{_listed(found)}", indent=2, label_width=_LABEL)
        for rule_set, found in entry.resting if alone else ():
            page.blank()
            page.text(f"■ {_titled(rule_set)}", "bold", hang=2)
            page.table([Column("编号"), Column("条件", flexible=True), Column("条款", flexible=True)], _rows(found), 2)
    return page


def sources_markdown(entries: Sequence[Entry], *, alone: bool) -> str:
    """The documents as a table; or one alone with titles and clauses."""
    if not alone:
        titles = ["编号", "文件", "发布机关", "日期", "所据文本", "效力", "实际见到的", "所据条件"]
        rows = [
            (
                entry.source.id,
                source_text(entry.source),
                *(text for _, text in list(_facts(entry.source))[1:]),
                _cell(entry),
            )
            for entry in entries
        ]
        return table(titles, rows)
    (entry,) = entries
    parts = [
        f"# {escape(source_text(entry.source))}\n",
        "".join(bullet(f"{label}：{escape(text)}") for label, text in _facts(entry.source)),
    ]
    if not entry.resting:
        parts.append(f"{_NOTHING}\n")
    for rule_set, found in entry.resting:
        parts += [f"## {escape(_titled(rule_set))}\n", table(["编号", "条件", "条款"], _rows(found))]
    return "\n".join(parts)


def sources_json(entries: Sequence[Entry]) -> str:
    """The documents for programs."""
    told: list[dict[str, Any]] = [
        {
            **entry.source.model_dump(mode="json"),
            "rule_sets": [
                {
                    "id": rule_set.id,
                    "title": rule_set.title,
                    "kind": rule_set.kind.value,
                    "rests": [one._asdict() for one in found],
                }
                for rule_set, found in entry.resting
            ],
        }
        for entry in entries
    ]
    return json.dumps({"sources": told}, ensure_ascii=False, indent=2) + "\n"


def _facts(source: Source) -> Iterator[tuple[str, str]]:
    yield "编号", source.id
    yield "发布机关", source.issuer
    yield "日期", source.dated or "未知"
    yield "所据文本", LEVELS[source.level]
    yield "效力", IN_FORCE[source.in_force]
    yield "实际见到", source.where or "没有写明"


def _titled(rule_set: RuleSet) -> str:
    return f"{rule_set.title}（{rule_set.id}，{KINDS[rule_set.kind]}）"


def _listed(found: Sequence[Resting]) -> str:
    return "、".join(dict.fromkeys(one.title if one.kind != "criterion" else one.name for one in found))


def _rows(found: Sequence[Resting]) -> list[tuple[str, str, str]]:
    return [("" if one.kind in ("parameter", "fact") else one.name, one.title, one.clause or "") for one in found]


def _cell(entry: Entry) -> str:
    return "\n".join(f"{rule_set.id}：{_listed(found)}" for rule_set, found in entry.resting) or "无"
