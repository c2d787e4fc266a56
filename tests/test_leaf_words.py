"""Each kind of leaf in words: what is asked, what was stated, how far apart, or what keeps it open.

The table in `good/leaf-words.md` holds conditions and profiles, and beside them what is said.
"""

from pathlib import Path
from typing import Any

import pytest
import yaml

from engine.explain.leaf import condition
from engine.load.library import Library
from schemas.assessment import ConditionResult
from schemas.finding import LeafFinding, Truth
from schemas.program import Accepted, Judgeable, Program, StatedTest, Unread
from tests.rulebook import HEAD, MEMBER_HEAD, Desk, demand, demanding, desk, library

TABLE = Path(__file__).resolve().parent / "good" / "leaf-words.md"
LINES = """\
parameters:
  下限: {unit: 万元, values: [{value: unknown, basis: {source: rules}}]}
  期限: {values: [{value: unknown, basis: {source: rules}}]}
"""
MEMBERS = MEMBER_HEAD + "criteria:\n" + demand("{职工总数: {at_least: 20 人}}", name="B-01")


def told(folder: Path, require: str, profile: dict[str, Any], **options: Any) -> ConditionResult:
    """The only condition of a rule set that demands just this."""
    (found,) = desk(folder, demanding(require, more=LINES), MEMBERS).criterion(profile, **options).conditions
    return found


def row(require: str, profile: str, found: ConditionResult) -> str:
    gap = "" if found.gap is None else f"{found.gap} {found.unit or ''}".rstrip()
    cells = [require, profile, found.required, found.actual or "", found.says, gap]
    return "| " + " | ".join(cells) + " |"


def test_every_leaf_of_the_table(tmp_path: Path, rewrite: bool) -> None:
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    said = []
    for number, line in enumerate(lines):
        cells = [cell.strip() for cell in line.split("|")[1:-1]]
        if cells and cells[0].startswith("{"):
            found = told(tmp_path / str(number), cells[0], yaml.safe_load(cells[1]))
            said.append(row(cells[0], cells[1], found))
        else:
            said.append(line)
    if rewrite:
        TABLE.write_text("\n".join(said) + "\n", encoding="utf-8")
    assert said == lines
