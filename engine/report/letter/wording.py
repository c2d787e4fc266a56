"""The sentences of a letter that hang on what was found: what a verdict means, and what it does not.

An open question is never put as the applicant's fault, and nothing here claims to be a decision of the authority.
"""

from datetime import date

from schemas.finding import CauseKind, Verdict

DRAFT = (
    "本件由程序（{engine}）依据申报单位填报的内容对照准入条件自动生成，是供审核人使用的草稿，"
    "不是主管部门的决定。所填内容是否属实由审核人核实；结论由审核人认定并签署，未经签署不具有效力。"
)

NAMELESS = "（未填单位名称）"
NO_CODE = "（未填报）"
NO_TRACK = "（未填报，也未按类型区分）"
BLANK_DAY = "　　　　年　　月　　日"

MEANINGS = {
    Verdict.ELIGIBLE: "按所填报的内容，各项条件均已满足。",
    Verdict.INELIGIBLE: "有条件确定不满足，全部列在下面。",
    Verdict.INCOMPLETE: "现有的填报内容不足以得出结论：有内容没有填报，补充之后才能判定。没有填报不等于不满足。",
    Verdict.THRESHOLD_UNKNOWN: (
        "有标准没有公布或条文没有取得，因此既不能说符合，也不能说不符合。这不是申报单位的原因。"
    ),
    Verdict.NEEDS_JUDGEMENT: "有事项程序不能判定，须由审核人认定之后才能得出结论。",
    Verdict.NOT_APPLICABLE: "申报单位不在这一方案的适用范围之内，没有逐条对照。",
}

UNMET = "以下是对照所列条件查出的全部不满足的条件，一次性告知。"
UNMET_ASKED = "其中标明“由审核人认定是否接受”的，是原则上的条件，没有达到不当然导致不符合。"
NONE_UNMET = "在能够判定的条件中，没有查出不满足的。"

OPEN_TITLES = {
    CauseKind.MISSING_FACT: "请申报单位补充的内容",
    CauseKind.UNKNOWN_PARAMETER: "标准没有公布或条文没有取得的事项",
    CauseKind.PENDING_JUDGEMENT: "须由审核人认定的事项",
    CauseKind.UNDEFINED: "按所填内容无法计算的事项",
}
OPEN_MEANINGS = {
    CauseKind.MISSING_FACT: "以下内容没有填报，所涉及的条件因此待定，不作为不满足处理。",
    CauseKind.UNKNOWN_PARAMETER: "以下事项待定的原因不在申报单位，不需要申报单位就此补正，由审核单位查明标准后判定。",
    CauseKind.PENDING_JUDGEMENT: "以下事项没有可以计算的标准，由审核人认定。",
    CauseKind.UNDEFINED: "以下数值按所填内容算不出来（分母不大于零，或日期为无）；请申报单位核对所填的数，由审核人认定。",
}

UNREAD = "以下内容填了，但读不出来，所涉及的事项在前面按没有填报处理；请改正后重新填报。"
ACCEPTABLE = "原则上的条件，由审核人认定是否接受"
MATERIALS_NOTE = "以上按规则集所列；须提交的材料以主管部门的通知为准。材料是否齐全不影响前述结论。"

_DIGITS = "零一二三四五六七八九"


def chinese_day(day: date) -> str:
    """A date as it is written in a letter."""
    return f"{day.year}年{day.month}月{day.day}日"


def ordinal(number: int) -> str:
    """1 to 99 in Chinese, as headings are numbered."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else ("" if tens == 1 else _DIGITS[tens]) + "十"
    return head + (_DIGITS[ones] if ones else "")
