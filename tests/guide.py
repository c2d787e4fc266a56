"""The guide's examples read out of its pages and run: rules and facts in YAML blocks, inputs and outcomes in a table.

A section (`## …`) is a small rule book of its own beside the shipped facts. A YAML block is criteria, unless its first
line says `# facts.yaml`, `# sources.yaml`, `# 规则集` or `# 案卷` (what every row of the next table states).
A table is run if its head has one of `OUTCOMES` or a criterion's id; its other columns are what a profile states, as
it would be written there. A block that begins `# 写错` is refused, and the `text` block below it says how.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from engine.assess import assess
from engine.authoring.words import CAUSES, STATUSES, VERDICTS, names_of, word_for
from engine.compile import compile_program
from engine.errors import InputError
from engine.load.library import SHIPPED, Library, load_library
from engine.load.profile import case_from
from engine.load.yaml_text import parse_document
from schemas.assessment import Assessment, CriterionResult
from schemas.finding import CauseKind, Status, Truth

ROOT = Path(__file__).resolve().parent.parent
OTHERS = ("取得原文之后.md",)
"""Pages whose examples are commands and changes of files, run by tests of their own."""
PAGES = sorted(path for path in (ROOT / "docs" / "rules").glob("*.md") if path.name not in OTHERS)
ON = date(2026, 3, 1)
OUTCOMES = ("判定", "结论", "实际", "差距", "原因", "待补充")
"""The columns that show what came of a row; all but 结论 are of the last criterion written above."""
NOTHING = "—"

_SCHEME = "guide/example"
_HEAD = {"id": _SCHEME, "title": "示例", "kind": "reference", "authority": "示例机关"}
_CODE = re.compile(r"[A-Z][A-Z0-9]*-[0-9]+[a-z]?")
_FILES = ("facts.yaml", "sources.yaml", "规则集", "案卷", "写错")
_TOP = re.compile(r"^(?=[^\s#\-])", re.MULTILINE)


@dataclass
class Section:
    """What has been written in a section so far."""

    title: str
    facts: str = ""
    sources: str = ""
    parts: str = ""
    criteria: str = ""
    others: list[str] = field(default_factory=list)
    profile: dict[str, Any] = field(default_factory=dict)

    def take(self, kind: str, text: str) -> None:
        """Add a YAML block."""
        match kind:
            case "facts.yaml":
                self.facts += text
            case "sources.yaml":
                self.sources += text
            case "案卷":
                self.profile = yaml.load(text, yaml.BaseLoader)  # noqa: S506  # every scalar as it is written
            case "规则集" if re.search(r"^id:", text, re.MULTILINE):
                self.others.append(text)
            case "规则集":
                self.parts += text
            case _:
                self.criteria += text

    @property
    def last(self) -> str:
        """The id of the criterion written last."""
        codes: list[str] = re.findall(rf"\bid: ({_CODE.pattern})", self.criteria or self.parts or self.others[-1])
        return codes[-1]

    def library(self, folder: Path) -> Library:
        """The rule book, from its files."""
        folder.mkdir(parents=True)
        examples = (ROOT / "examples" / "rules").glob("*/sources.yaml")
        sources = "".join(path.read_text(encoding="utf-8") for path in (SHIPPED / "sources.yaml", *examples))
        files = {"facts": _together((SHIPPED / "facts.yaml").read_text(encoding="utf-8"), self.facts)}
        files["sources"] = _together(sources, self.sources)
        if self.parts or self.criteria:
            head = {key: value for key, value in _HEAD.items() if f"\n{key}:" not in f"\n{self.parts}"}
            files["规则"] = "".join(f"{key}: {value}\n" for key, value in head.items()) + self.parts
            files["规则"] += f"criteria:\n{self.criteria}" if self.criteria else ""
        files |= {f"规则-{number}": text for number, text in enumerate(self.others, 1)}
        for name, text in files.items():
            (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
        return load_library([folder])


def _together(shipped: str, own: str) -> str:
    """Both files in one, each entry that an example shows taken from the example."""
    shown = {entry.split(":")[0] for entry in _TOP.split(own)}
    return "\n".join(entry.rstrip("\n") for entry in _TOP.split(shipped) if entry.split(":")[0] not in shown) + (
        f"\n{own}"
    )


@dataclass
class Page:
    """A page performed: what it says, what it should say, and how much of it was run."""

    shown: str
    performed: str
    tables: int = 0
    rows: int = 0
    refusals: int = 0
    unrun: list[str] = field(default_factory=list)
    """The sections that end with a block which no table below it has run."""


def perform(path: Path, folder: Path) -> Page:
    """Run every example of a page; the outcomes stand in `performed` as they are."""
    shown = path.read_text(encoding="utf-8")
    page = Page(shown, "")
    section = Section(path.stem)
    out: list[str] = []
    refused: str | None = None
    waiting = False
    for number, (kind, text) in enumerate([*_pieces(shown), ("heading", "")]):
        if kind == "heading":
            page.unrun += [section.title] if waiting else []
            section, waiting = Section(text.strip()), False
        elif kind == "yaml":
            waiting = True
            what, body = _block(text)
            if what == "写错":
                refused = _refusal(section, body, folder / str(number))
                page.refusals += 1
            else:
                section.take(what, body)
        elif kind == "text" and refused is not None:
            out.append(f"```text\n{refused}```\n")
            refused, waiting = None, False
            continue
        elif kind == "table" and _is_run(text):
            table, rows = _table(section, text, folder / str(number))
            page.tables, page.rows = page.tables + 1, page.rows + rows
            out.append(table)
            waiting = False
            continue
        out.append(text)
    page.performed = "".join(out)
    return page


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """Headings of sections, fenced blocks, tables and the prose between them, in order and whole."""
    pattern = re.compile(r"^```(\w*)[^\n]*\n.*?^```\n|^## [^\n]*\n|(?:^\|[^\n]*\n)+", re.MULTILINE | re.DOTALL)
    at = 0
    for found in pattern.finditer(text):
        yield "prose", text[at : found.start()]
        piece = found[0]
        yield ("heading" if piece.startswith("## ") else "table" if piece.startswith("|") else found[1]), piece
        at = found.end()
    yield "prose", text[at:]


def _block(fenced: str) -> tuple[str, str]:
    """What a YAML block is, and its text without the line that says so."""
    body = "".join(fenced.splitlines(keepends=True)[1:-1])
    first, _, rest = body.partition("\n")
    what = first.removeprefix("# ").split("：")[0].split("（")[0].strip() if first.startswith("# ") else ""
    return (what, rest) if what in _FILES else ("准入条件", body)


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def _is_run(table: str) -> bool:
    return any(cell in OUTCOMES or _CODE.fullmatch(cell) for cell in _cells(table.splitlines()[0]))


def _table(section: Section, table: str, folder: Path) -> tuple[str, int]:
    """The table with the outcomes as they are, and how many rows it has."""
    lines = table.splitlines()
    head, rows = _cells(lines[0]), [_cells(line) for line in lines[2:]]
    library = section.library(folder)
    out = ["| " + " | ".join(_shown(section, library, dict(zip(head, row, strict=True)))) + " |" for row in rows]
    return "".join(f"{line}\n" for line in (*lines[:2], *out)), len(rows)


def _shown(section: Section, library: Library, row: dict[str, str]) -> list[str]:
    """A row with its outcomes."""
    assessment = _assessed(section, library, row)
    of = {one.id: one for one in assessment.criteria}
    return [
        _outcome(name, assessment, of.get(name) or of.get(section.last))
        if name in OUTCOMES or _CODE.fullmatch(name)
        else cell
        for name, cell in row.items()
    ]


def _assessed(section: Section, library: Library, row: dict[str, str]) -> Assessment:
    profile: dict[str, Any] = {"单位名称": "示例公司", **section.profile}
    settings: dict[str, str] = {}
    day = ON
    for name, cell in row.items():
        value = cell.strip("`")
        if name in OUTCOMES or _CODE.fullmatch(name) or value == "":
            continue
        if name == "评估日":
            day = date.fromisoformat(value)
        elif name == "认定":
            profile["认定"] = {section.last: {"结论": value}}
        elif name.startswith("$"):
            settings[name[1:]] = value
        elif "[" in name:
            fact, year = name.removesuffix("]").split("[")
            profile[fact] = {**profile.get(fact, {}), year: value}
        else:
            profile[name] = yaml.load(value, yaml.BaseLoader)  # noqa: S506
    document = parse_document(json.dumps(profile, ensure_ascii=False), "案卷.json")
    case = case_from(document, library)
    result = assess(case, library, on=day, schemes=[_SCHEME], settings=settings, what_if=True)
    return next(iter((*result.assessments, *result.benchmarks)))


def _outcome(column: str, assessment: Assessment, criterion: CriterionResult | None) -> str:
    if column == "结论":
        return word_for(assessment.verdict, VERDICTS)
    if criterion is None or (_CODE.fullmatch(column) and criterion.id != column):
        return NOTHING  # not in force on that day
    match column:
        case "实际":
            return "；".join(leaf.actual for leaf in criterion.conditions if leaf.actual) or NOTHING
        case "差距":
            short = [leaf.says for leaf in criterion.conditions if leaf.status is Truth.UNMET]
            return ("；".join(short) if criterion.status is Status.UNMET else "") or NOTHING
        case "原因":
            return "、".join(word for word, kind in CAUSES.items() if names_of(criterion, kind)) or NOTHING
        case "待补充":
            return "、".join(names_of(criterion, CauseKind.MISSING_FACT)) or NOTHING
        case _:
            return word_for(criterion.status, STATUSES) + ("（经认定接受）" if criterion.accepted else "")


def _refusal(section: Section, text: str, folder: Path) -> str:
    """What the program says to a block that is wrong; the place is left out, for the file is only an excerpt."""
    wrong = Section(section.title, section.facts, section.sources, section.parts, "", list(section.others))
    keys = re.match(r"\s*(- |(\S+): \{id: [a-z])", text)
    kind = "准入条件" if keys and keys[1] == "- " else "facts.yaml" if keys else "规则集"
    wrong.take(kind, text)
    if kind == "facts.yaml":
        derived = text.partition(":")[0]
        wrong.take(
            "准入条件",
            f"- {{id: CW-99, title: 用到它, require: {{{derived}: {{at_least: 0}}}}, basis: {{source: civil-code-1259}}}}\n",
        )
    try:
        compile_program(wrong.library(folder), _SCHEME, ON)
    except InputError as error:
        lines = [(f"{item.code} {item.message}", item.remedy) for item in error.diagnostics]
        return "".join(f"{line}\n" + (f"    建议：{remedy}\n" if remedy else "") for line, remedy in lines)
    return "没有报错\n"
