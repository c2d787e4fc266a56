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
    same, a date) or `hidden` (only the way back reads it).
    """

    title: str
    width: int
    kind: str = "text"


SUMMARY = (
    Column(NUMBER, 6, "number"),
    Column(NAME_COLUMN, 28),
    Column(CODE_COLUMN, 21),
    Column(RECOMMENDER_COLUMN, 18),
    Column("单位类型", 14),
    Column(SCHEME, 18),
    Column("申报类型", 14),
    Column(VERDICT_COLUMN, 12, "verdict"),
    Column(UNMET_COLUMN, 18),
    Column(MISSING_COLUMN, 24),
    Column(PENDING_COLUMN, 16),
    Column(UNKNOWN_COLUMN, 24),
    Column("备注", 24),
    Column(ID, 20, "hidden"),
    Column("规则集编号", 20, "hidden"),
    Column(SHA256, 20, "hidden"),
)
UNMET = (
    Column(NUMBER, 6, "number"),
    Column(NAME_COLUMN, 24),
    Column(RECOMMENDER_COLUMN, 14),
    Column(SCHEME, 16),
    Column(CLAUSE, 8),
    Column("条件", 26),
    Column("约束力", 8),
    Column("依据", 30),
    Column("要求", 28),
    Column("实际", 20),
    Column("差距", 18),
    Column("说明", 28),
    Column("整改建议", 26),
)
MISSING = (
    Column(NUMBER, 6, "number"),
    Column(NAME_COLUMN, 26),
    Column(RECOMMENDER_COLUMN, 16),
    Column(SCHEME, 18),
    Column("当前结论", 12, "verdict"),
    Column("待补充事项", 30),
    Column("性质", 10),
    Column("涉及条款", 18),
    Column("要求", 34),
    Column("证明材料", 28),
)
PENDING = (
    Column(NUMBER, 6, "number"),
    Column(NAME_COLUMN, 24),
    Column(CODE_COLUMN, 21),
    Column(RECOMMENDER_COLUMN, 14),
    Column(SCHEME, 16),
    Column("当前结论", 12, "verdict"),
    Column(CLAUSE, 14),
    Column("认定事项", 32),
    Column("依据", 26),
    Column("现有情况", 26),
    Column(VERDICT_COLUMN, 9, "entry"),
    Column("意见", 24, "entry"),
    Column("认定人", 10, "entry"),
    Column("日期", 12, "day"),
    Column(ID, 20, "hidden"),
    Column(SHA256, 20, "hidden"),
)
PROBLEMS = (
    Column(NUMBER, 6, "number"),
    Column(NAME_COLUMN, 26),
    Column("位置", 34),
    Column("轻重", 8, "verdict"),
    Column("问题", 50),
    Column("处理", 40),
    Column("对评审的影响", 22),
    Column("代码", 9),
)
CHANGES = (
    Column(NUMBER, 6, "number"),
    Column(NAME_COLUMN, 28),
    Column(CODE_COLUMN, 21),
    Column(SCHEME, 20),
    Column("变化", 14),
    Column("上次结论", 12, "verdict"),
    Column("本次结论", 12, "verdict"),
    Column("新增不满足", 22),
    Column("不再不满足", 22),
    Column("新增待定", 28),
    Column("不再待定", 28),
)
RUN = (Column("项目", 26), Column("内容", 100))
