"""Each kind of leaf in words: what is asked, what was stated, how far apart, or what keeps it open.

The table in `good/leaf-words.md` holds conditions and profiles, and beside them what is said. A 认定 there is of A-1.
"""

from pathlib import Path
from typing import NamedTuple

from tests.golden import compare
from tests.rulebook import FACTS, HEAD, MEMBER_HEAD, Desk, demand, desk

TABLE = Path(__file__).resolve().parent / "good" / "leaf-words.md"
LINES = """\
parameters:
  下限: {unit: 万元, values: [{value: unknown, basis: {source: rules}}]}
  家数: {unit: 家, values: [{value: unknown, basis: {source: rules}}]}
  期限: {values: [{value: unknown, basis: {source: rules}}]}
"""
TIERS = """\
  分档: {unit: 万元, values: [{table: [{when: {高新技术企业: {is: true}}, value: 3000}, {otherwise: 5000}], basis: {source: rules}}]}
  半档: {unit: 万元, values: [{table: [{when: {高新技术企业: {is: true}}, value: 3000}, {otherwise: unknown}], basis: {source: rules}}]}
  家数档: {unit: 家, values: [{table: [{when: {高新技术企业: {is: true}}, value: 1}, {otherwise: 3}], basis: {source: rules}}]}
"""
MORE = """\
合作地: {id: partner_region, type: region}
成立日期: {id: founded_on, type: date}
立项日期: {id: approved_on, type: date}
项目: {id: projects, type: list, of: project, count_as: 项, dated_by: 立项日期}
负责人类型: {id: lead_kind, type: choice, values: [企业, 高等院校]}
外省高企: {id: other_high_tech, type: yes_no}
净设备: {id: net_equipment, type: money, derive: {difference: [设备原值, 在建设备原值]}}
较少人数: {id: fewer, type: count, count_as: 人, derive: {min: [职工总数, 研发人员数]}}
三年平均销售收入: {id: average_sales, type: money, derive: {average: {of: 年销售收入, years: 3}}}
销售增长率: {id: sales_growth, type: percent, derive: {growth: {of: 年销售收入, years: 2}}}
成立年限: {id: age, type: number, unit: 年, derive: {years_since: 成立日期}}
高企数: {id: high_tech_firms, type: count, count_as: 家, derive: {count: {in: 骨干企业, where: {高新技术企业: {is: true}}}}}
高企占比: {id: high_tech_share, type: percent, derive: {share: {in: 骨干企业, where: {高新技术企业: {is: true}}}}}
人数得分: {id: staff_points, type: number, unit: 分, derive: {table: [{when: {职工总数: {at_least: 20 人}}, value: 10}, {otherwise: 5}]}}
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
        return f"{head}{LINES}{TIERS}criteria:\n{demand(self.require, name=f'A-{self.number}')}"

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
    room = desk(tmp_path, *(row.rule_set for row in rows.values()), MEMBERS, facts=FACTS + MORE)
    said = [rows[number].told(room) if number in rows else line for number, line in enumerate(lines)]
    compare("\n".join(said) + "\n", TABLE, rewrite)
