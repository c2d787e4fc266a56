"""The tables that a batch writes for machines: their columns, the same whichever executor decided and ever after."""

from typing import Literal, NamedTuple

from schemas.assessment import DECIMAL_PLACES

__all__ = ["DECIMAL_PLACES", "PROBLEMS", "REASONS", "VERDICTS", "TableColumn"]


class TableColumn(NamedTuple):
    """A column: its name, what its cells are, and what they say (Chinese, for the documents).

    A `word` is one of few different texts, a `name` one of many that come again and again.
    """

    name: str
    kind: Literal["text", "word", "name", "integer", "decimal"]
    says: str


VERDICTS = (
    TableColumn("number", "integer", "序号，按输入的顺序从 1 起"),
    TableColumn("id", "text", "申报单位的标识：统一社会信用代码，否则名称，否则位置；重复的带 @位置"),
    TableColumn("place", "text", "在输入里的位置"),
    TableColumn("name", "text", "单位名称"),
    TableColumn("uscc", "text", "统一社会信用代码"),
    TableColumn("recommender", "text", "推荐单位"),
    TableColumn("rule_set", "word", "规则集编号；数据有误、未评估的为空"),
    TableColumn("track", "word", "得出结论的申报类型编号"),
    TableColumn("verdict", "word", "结论：eligible、ineligible、incomplete、needs_judgement、threshold_unknown、not_applicable；未评估的为空"),
    TableColumn("unmet", "integer", "不满足的条款数，不计优先项；是哪几条，见明细"),
    TableColumn("open", "integer", "待定的条款数，不计优先项"),
    TableColumn("problems", "integer", "数据问题的个数"),
)  # fmt: skip
"""A row an applicant and rule set."""

REASONS = (
    TableColumn("number", "integer", "序号，与结论表相同"),
    TableColumn("rule_set", "word", "规则集编号"),
    TableColumn("track", "word", "条款所属的申报类型，各类型共有的为空"),
    TableColumn("criterion", "word", "条款编号，即原因代码；不属于条款、而是规则集是否适用的为空"),
    TableColumn("force", "word", "约束力：required、in_principle、preferred；限额为 limit"),
    TableColumn("status", "word", "unmet 不满足，unknown 待定，not_applicable 因此不适用"),
    TableColumn("fact", "word", "条件所说的字段"),
    TableColumn("operator", "word", "比较方式"),
    TableColumn("required", "word", "要求，如规则所写"),
    TableColumn("actual", "text", "填的词、日期；是数的见后两列"),
    TableColumn("low", "decimal", "填的或算得的数；不能确切知道的，是它的下限"),
    TableColumn("high", "decimal", "同一个数；不能确切知道的，是它的上限"),
    TableColumn("gap", "decimal", "差距，负数为不足"),
    TableColumn("unit", "word", "差距的单位，也是前面的数的单位（百分比之差为个百分点）"),
    TableColumn("cause_kind", "word", "待定的原因：missing_fact、unknown_parameter、pending_judgement、undefined"),
    TableColumn("cause", "name", "待定的字段、参数、条款"),
)
"""A row a condition that is not met, and a row a cause why a criterion is not decided, of the track that gave the verdict.

Where the rule set does not apply, the conditions of its applying that are not met, and nothing else.
"""

PROBLEMS = (
    TableColumn("number", "integer", "序号；与某个申报单位无关的为空"),
    TableColumn("place", "text", "位置"),
    TableColumn("severity", "word", "error 错误，warning 提醒"),
    TableColumn("code", "text", "代码，见 errors.md"),
    TableColumn("message", "text", "问题"),
    TableColumn("remedy", "text", "处理"),
)
"""A row a thing wrong with the data."""
