"""Small rule books written to a folder and read back through the loader, and profiles likewise.

In a text, `«` marks a place where a problem is expected; `unmarked` takes the marks out and tells where they were.
"""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from engine.assess import assess
from engine.load.library import Library, load_library
from engine.load.profile import load_case
from schemas.assessment import Assessment, CriterionResult, Result
from schemas.case import Case

FACTS = """\
单位名称: {id: name, type: text}
统一社会信用代码: {id: uscc, type: uscc}
申报类型: {id: application_track, type: text}
技术领域: {id: field, type: text}
单位类型: {id: kinds, type: choices, values: [企业, 高等院校, 科研院所]}
法人类型: {id: legal_form, type: choice, values: [企业法人, 事业单位法人]}
高新技术企业: {id: high_tech, type: yes_no}
注册地: {id: region, type: region}
所属行业: {id: industry, type: industry}
证书有效期至: {id: expires_on, type: date}
失信记录: {id: records, type: dates, count_as: 条}
职工总数: {id: staff, type: count, count_as: 人, min: 0}
研发人员数: {id: rd_staff, type: count, count_as: 人, min: 0}
年产能: {id: capacity, type: number, unit: 吨}
设备原值: {id: equipment, type: money, min: 0}
在建设备原值: {id: coming, type: money, min: 0}
设备总值: {id: all_equipment, type: money, derive: {sum: [设备原值, 在建设备原值]}}
研究面积: {id: area, type: area, min: 0}
年销售收入: {id: sales, type: money, yearly: true, min: 0}
研发投入: {id: rd, type: money, yearly: true, min: 0}
净利润: {id: profit, type: money, yearly: true}
研发投入强度: {id: rd_intensity, type: percent, yearly: true, derive: {ratio: [研发投入, 年销售收入]}}
利润率: {id: margin, type: percent, yearly: true, derive: {ratio: [净利润, 年销售收入]}}
研发人员占比: {id: rd_staff_share, type: percent, derive: {ratio: [研发人员数, 职工总数]}}
研发利润比: {id: rd_to_profit, type: number, yearly: true, derive: {ratio: [研发投入, 净利润]}}
骨干企业: {id: backbone, type: list, of: enterprise, count_as: 家}
"""

SOURCES = "rules: {title: 试验办法, number: 试〔2026〕1号, issuer: 试验机关, level: official, in_force: yes}\n"

ON = date(2026, 3, 1)
"""The day of assessment unless a test says otherwise; the base year is then 2025."""
SCHEME = "test/scheme"
MEMBER = "test/member"
MARK = "«"

HEAD = """\
id: test/scheme
title: 试验方案
kind: official
authority: 试验机关
complete: true
basis: {source: rules, clause: 第一条}
"""
MEMBER_HEAD = HEAD.replace("test/scheme", "test/member").replace("试验方案", "成员方案") + "role: 骨干企业\n"


class Spot(NamedTuple):
    """A line and a column, counted from 1."""

    line: int
    column: int


def unmarked(text: str) -> tuple[str, list[Spot]]:
    """The text without its marks, and the place of what followed each."""
    spots = []
    lines = []
    for number, line in enumerate(text.split("\n"), 1):
        clean, *rest = line.split(MARK)
        for part in rest:
            spots.append(Spot(number, len(clean) + 1))
            clean += part
        lines.append(clean)
    return "\n".join(lines), spots


def demand(require: str, *, name: str = "A-01", more: str = "") -> str:
    """One criterion as an item of a list; `more` are further keys, one a line."""
    lines = [f"  - id: {name}", f"    title: 条件 {name}", *(f"    {line}" for line in more.splitlines())]
    return "\n".join([*lines, f"    require: {require}", "    basis: {source: rules}", ""])


def demanding(require: str, *, more: str = "", head: str = HEAD) -> str:
    """A rule set of one criterion; `more` are further keys of the rule set."""
    return f"{head}{more}criteria:\n{demand(require)}"


def library(folder: Path, *rule_sets: str, facts: str = FACTS, sources: str = SOURCES) -> Library:
    """Write a rule book and read it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "facts.yaml").write_text(facts, encoding="utf-8")
    (folder / "sources.yaml").write_text(sources, encoding="utf-8")
    for number, text in enumerate(rule_sets):
        (folder / f"rules-{number}.yaml").write_text(text, encoding="utf-8")
    return load_library([folder])


def case_of(folder: Path, book: Library, profile: str | Mapping[str, Any]) -> Case:
    """A profile's case; a mapping is written as YAML."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "profile.yaml"
    text = profile if isinstance(profile, str) else yaml.safe_dump(dict(profile), allow_unicode=True, sort_keys=False)
    path.write_text(text, encoding="utf-8")
    return load_case(path, book)


class Desk(NamedTuple):
    """A folder to write in, and the rule book that stands there."""

    folder: Path
    book: Library

    def result(self, profile: str | Mapping[str, Any], *, on: date = ON, **options: Any) -> Result:
        """The whole result on a profile."""
        return assess(case_of(self.folder / "profiles", self.book, profile), self.book, on=on, **options)

    def assessment(self, profile: str | Mapping[str, Any], *, on: date = ON, **options: Any) -> Assessment:
        """The assessment of the test scheme."""
        (found,) = self.result(profile, on=on, schemes=[SCHEME], **options).assessments
        return found

    def criterion(self, profile: str | Mapping[str, Any], *, on: date = ON, **options: Any) -> CriterionResult:
        """The only criterion of the test scheme."""
        (found,) = self.assessment(profile, on=on, **options).criteria
        return found


def desk(folder: Path, *rule_sets: str, facts: str = FACTS) -> Desk:
    """A rule book, ready to be asked."""
    return Desk(folder, library(folder / "rules", *rule_sets, facts=facts))
