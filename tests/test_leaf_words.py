"""Each kind of leaf in words: what is asked, what was stated, how far apart, or what keeps it open.

The table in `good/leaf-words.md` holds conditions and profiles, and beside them what is said. A 认定 there is of A-1.
"""

from pathlib import Path
from typing import NamedTuple

from tests.golden import compare
from tests.rulebook import HEAD, MEMBER_HEAD, Desk, demand, desk

TABLE = Path(__file__).resolve().parent / "good" / "leaf-words.md"
LINES = """\
parameters:
  下限: {unit: 万元, values: [{value: unknown, basis: {source: rules}}]}
  家数: {unit: 家, values: [{value: unknown, basis: {source: rules}}]}
  期限: {values: [{value: unknown, basis: {source: rules}}]}
"""
MEMBERS = MEMBER_HEAD + "criteria:\n" + demand("{职工总数: {at_least: 20 人}}", name="B-01")


class Row(NamedTuple):
    """A line of the table: the condition and the profile; `number` is that of its rule set and criterion."""

    number: int
    require: str
    profile: str

    @property
    def rule_set(self) -> str:
        """A rule set that demands just this."""
        head = HEAD.replace("test/scheme", f"test/n{self.number}")
        return f"{head}{LINES}criteria:\n{demand(self.require, name=f'A-{self.number}')}"

    def told(self, desk: Desk) -> str:
        """The line as the program writes it."""
        profile = self.profile.replace("A-1", f"A-{self.number}")
        result = desk.result(profile, schemes=[f"test/n{self.number}"])
        (found,) = result.assessments[0].criteria[0].conditions
        gap = "" if found.gap is None else f"{found.gap} {found.unit or ''}".rstrip()
        cells = [self.require, self.profile, found.required, found.actual or "", found.says, gap]
        return f"| {' | '.join(cells)} |"


def test_every_leaf_of_the_table(tmp_path: Path, rewrite: bool) -> None:
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    cells = {number: [cell.strip() for cell in line.split("|")] for number, line in enumerate(lines)}
    rows = {number: Row(number, *found[1:3]) for number, found in cells.items() if found[1:] and found[1][:1] == "{"}
    room = desk(tmp_path, *(row.rule_set for row in rows.values()), MEMBERS)
    said = [rows[number].told(room) if number in rows else line for number, line in enumerate(lines)]
    compare("\n".join(said) + "\n", TABLE, rewrite)
