"""The Chinese labels of every code that users meet: one term, one identifier, one label (design: words)."""

from typing import Protocol

from engine.load.code_tables import CodeTables
from schemas.case import Assurance
from schemas.fact import Changeable, Fact, FactType
from schemas.finding import CauseKind, Status, Truth, Verdict
from schemas.material import MaterialStatus
from schemas.rule_set import Force, Kind
from schemas.source import InForce, Level

VERDICTS = {
    Verdict.ELIGIBLE: "符合",
    Verdict.NEEDS_JUDGEMENT: "待人工认定",
    Verdict.THRESHOLD_UNKNOWN: "标准待核",
    Verdict.INCOMPLETE: "待补充",
    Verdict.INELIGIBLE: "不符合",
    Verdict.NOT_APPLICABLE: "不适用",
}

STATUSES = {
    Status.MET: "满足",
    Status.UNMET: "不满足",
    Status.UNKNOWN: "待定",
    Status.NOT_APPLICABLE: "不适用",
}

TRUTHS = {Truth.MET: "满足", Truth.UNMET: "不满足", Truth.UNKNOWN: "待定"}

FORCES = {Force.REQUIRED: "必备", Force.IN_PRINCIPLE: "原则上", Force.PREFERRED: "优先"}

KINDS = {Kind.OFFICIAL: "正式", Kind.REFERENCE: "对标参考"}

CAUSES = {
    CauseKind.MISSING_FACT: "待补充",
    CauseKind.UNKNOWN_PARAMETER: "标准待核",
    CauseKind.PENDING_JUDGEMENT: "待人工认定",
    CauseKind.UNDEFINED: "无法计算",
}

LEVELS = {
    Level.OFFICIAL: "正式文本",
    Level.REPLY: "官方答复转述",
    Level.REPOST: "转载件",
    Level.THIRD_PARTY: "第三方报道",
    Level.ANALOGUE: "同类规定",
}

IN_FORCE = {InForce.YES: "有效", InForce.NO: "已失效", InForce.UNKNOWN: "效力未核实"}

OUTCOMES = {"pass": "通过", "fail": "不通过"}

ASSURANCES = {Assurance.SELF_REPORTED: "自报", Assurance.VERIFIED: "已核实"}

MATERIALS = {MaterialStatus.ABSENT: "缺", MaterialStatus.UNSTATED: "未说明", MaterialStatus.PRESENT: "有"}

FACT_TYPES = {
    FactType.TEXT: "文字",
    FactType.YES_NO: "是否",
    FactType.COUNT: "数量",
    FactType.NUMBER: "数值",
    FactType.PERCENT: "百分比",
    FactType.MONEY: "金额",
    FactType.AREA: "面积",
    FactType.DATE: "日期",
    FactType.DATES: "多个日期",
    FactType.CHOICE: "单选",
    FactType.CHOICES: "多选",
    FactType.REGION: "行政区划（名称或代码）",
    FactType.INDUSTRY: "行业（名称或代码）",
    FactType.USCC: "统一社会信用代码",
    FactType.LIST: "列表",
}

CHANGEABLE = {Changeable.YES: "可改变", Changeable.NO: "不可改变", Changeable.BY_TIME: "随时间改变"}


class FactBook(Protocol):
    """Where the words look a fact up, by its Chinese name or its id, and a code's name: the library, or alike."""

    @property
    def tables(self) -> CodeTables:
        """The names of regions and industries."""
        ...

    def fact(self, name_or_id: str, /) -> Fact | None:
        """The fact, None if there is none of that name."""
        ...
