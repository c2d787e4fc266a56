"""The tables that a batch writes for machines: their columns, the same whichever executor decided and ever after."""

from typing import Literal, NamedTuple


class TableColumn(NamedTuple):
    """A column: its name, what its cells are, and what they say (Chinese, for the documents)."""

    name: str
    kind: Literal["text", "texts", "integer", "decimal"]
    says: str


DECIMAL_PLACES = 12
"""Places of a decimal; one that needs more is rounded half up, and its status is still the exact one's."""

VERDICTS = (
    TableColumn("number", "integer", "序号，按输入的顺序从 1 起"),
    TableColumn("id", "text", "申报单位的标识：统一社会信用代码，否则名称，否则位置；重复的带 @位置"),
    TableColumn("place", "text", "在输入里的位置"),
    TableColumn("name", "text", "单位名称"),
    TableColumn("uscc", "text", "统一社会信用代码"),
    TableColumn("recommender", "text", "推荐单位"),
    TableColumn("rule_set", "text", "规则集编号；数据有误、未评估的为空"),
    TableColumn("track", "text", "得出结论的申报类型编号"),
    TableColumn("verdict", "text", "结论：eligible、ineligible、incomplete、needs_judgement、threshold_unknown、not_applicable；未评估的为空"),
    TableColumn("unmet", "texts", "不满足的条款"),
    TableColumn("missing_facts", "texts", "未填的字段"),
    TableColumn("unknown_parameters", "texts", "标准未知的参数，或没有取得的条文"),
    TableColumn("pending_judgements", "texts", "待人工认定的条款"),
    TableColumn("undefined", "texts", "无法计算的字段"),
    TableColumn("problems", "integer", "数据问题的个数"),
)  # fmt: skip
"""A row an applicant and rule set."""

REASONS = (
    TableColumn("number", "integer", "序号，与结论表相同"),
    TableColumn("id", "text", "申报单位的标识"),
    TableColumn("rule_set", "text", "规则集编号"),
    TableColumn("track", "text", "条款所属的申报类型，各类型共有的为空"),
    TableColumn("criterion", "text", "条款编号，即原因代码；是否适用整个规则集尚未确定的为空"),
    TableColumn("force", "text", "约束力：required、in_principle、preferred；限额为 limit"),
    TableColumn("status", "text", "unmet 不满足，unknown 待定"),
    TableColumn("fact", "text", "不满足的条件所说的字段"),
    TableColumn("operator", "text", "比较方式"),
    TableColumn("required", "text", "要求"),
    TableColumn("actual", "text", "实际"),
    TableColumn("gap", "decimal", "差距，负数为不足；单位见下一列"),
    TableColumn("unit", "text", "差距的单位"),
    TableColumn("cause_kind", "text", "待定的原因：missing_fact、unknown_parameter、pending_judgement、undefined"),
    TableColumn("cause", "text", "待定的字段、参数、条款"),
)
"""A row a condition that is not met, and a row a cause why a criterion is not decided."""

PROBLEMS = (
    TableColumn("number", "integer", "序号；与某个申报单位无关的为空"),
    TableColumn("place", "text", "位置"),
    TableColumn("severity", "text", "error 错误，warning 提醒"),
    TableColumn("code", "text", "代码，见 errors.md"),
    TableColumn("message", "text", "问题"),
    TableColumn("remedy", "text", "处理"),
)
"""A row a thing wrong with the data."""
