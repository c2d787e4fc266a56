"""The columns of every sheet: their Chinese headers are what machines read too, so none is ever renamed."""

from typing import NamedTuple

SUMMARY_SHEET = "汇总"
UNMET_SHEET = "不满足明细"
MISSING_SHEET = "待补充清单"
PENDING_SHEET = "待人工认定"
STATISTICS_SHEET = "原因统计"
PROBLEM_SHEET = "数据问题"
CHANGES_SHEET = "与上次相比"
RUN_SHEET = "运行信息"

NUMBER = "序号"
NAME_COLUMN = "申报单位"
CODE_COLUMN = "统一社会信用代码"
RECOMMENDER_COLUMN = "推荐单位"
SCHEME = "规则集"
CLAUSE = "条款"
VERDICT_COLUMN = "结论"
UNMET_COLUMN = "不满足条款"
MISSING_COLUMN = "待补充"
PENDING_COLUMN = "待人工认定"
UNKNOWN_COLUMN = "标准待核"
ID = "标识"
SHA256 = "案卷摘要"


class Column(NamedTuple):
    """A column: its header, its width in characters (a Chinese one counts two), and what it is for.

    `kind` is `text`, `number`, `verdict` (told apart by more than colour), `entry` (people fill it in), `day` (the
    same, a date), `codes` (clauses, several in a line) or `hidden` (only the way back reads it).
    """

    title: str
    width: int
    kind: str = "text"


SUMMARY = (
    Column(NUMBER, 5, "number"),
    Column(NAME_COLUMN, 22),
    Column(CODE_COLUMN, 20),
    Column(RECOMMENDER_COLUMN, 14),
    Column("单位类型", 10),
    Column(SCHEME, 14),
    Column("申报类型", 11),
    Column(VERDICT_COLUMN, 11, "verdict"),
    Column(UNMET_COLUMN, 14, "codes"),
    Column(MISSING_COLUMN, 20),
    Column(PENDING_COLUMN, 20, "codes"),
    Column(UNKNOWN_COLUMN, 20),
    Column("备注", 18),
    Column(ID, 20, "hidden"),
    Column("规则集编号", 20, "hidden"),
    Column(SHA256, 20, "hidden"),
)
UNMET = (
    Column(NUMBER, 5, "number"),
    Column(NAME_COLUMN, 18),
    Column(RECOMMENDER_COLUMN, 11),
    Column(SCHEME, 12),
    Column(CLAUSE, 7),
    Column("条件", 18),
    Column("约束力", 7),
    Column("依据", 20),
    Column("要求", 20),
    Column("实际", 14),
    Column("差距", 13),
    Column("说明", 22),
    Column("整改建议", 16),
)
MISSING = (
    Column(NUMBER, 5, "number"),
    Column(NAME_COLUMN, 22),
    Column(RECOMMENDER_COLUMN, 14),
    Column(SCHEME, 14),
    Column("当前结论", 11, "verdict"),
    Column("待补充事项", 22),
    Column("性质", 8),
    Column("涉及条款", 12),
    Column("要求", 28),
    Column("证明材料", 22),
)
PENDING = (
    Column(NUMBER, 5, "number"),
    Column(NAME_COLUMN, 16),
    Column(CODE_COLUMN, 20),
    Column(RECOMMENDER_COLUMN, 10),
    Column(SCHEME, 11),
    Column("当前结论", 11, "verdict"),
    Column(CLAUSE, 11),
    Column("认定事项", 24),
    Column("依据", 18),
    Column("现有情况", 18),
    Column(VERDICT_COLUMN, 8, "entry"),
    Column("意见", 16, "entry"),
    Column("认定人", 8, "entry"),
    Column("日期", 11, "day"),
    Column(ID, 20, "hidden"),
    Column(SHA256, 20, "hidden"),
)
PROBLEMS = (
    Column(NUMBER, 5, "number"),
    Column(NAME_COLUMN, 20),
    Column("位置", 26),
    Column("轻重", 6, "verdict"),
    Column("问题", 36),
    Column("处理", 30),
    Column("对评审的影响", 14),
    Column("代码", 8),
)
CHANGES = (
    Column(NUMBER, 5, "number"),
    Column(NAME_COLUMN, 22),
    Column(CODE_COLUMN, 20),
    Column(SCHEME, 14),
    Column("变化", 10),
    Column("上次结论", 11, "verdict"),
    Column("本次结论", 11, "verdict"),
    Column("新增不满足", 14),
    Column("不再不满足", 14),
    Column("新增待定", 22),
    Column("不再待定", 22),
)
RUN = (Column("项目", 26), Column("内容", 100))
