"""Why a text is not a number that can be used: one reason each, with what to write instead."""

import re
from typing import NamedTuple

from engine.load.problem import ValueProblem
from engine.load.text import quoted


class _Reason(NamedTuple):
    pattern: re.Pattern[str]
    code: str
    why: str
    remedy: str


def _reason(pattern: str, code: str, why: str, remedy: str) -> _Reason:
    return _Reason(re.compile(pattern), code, why, remedy)


_REASONS = (
    _reason(
        r"[0-9.][eE][+\-−]?[0-9]|[0-9]\s*[×xX*]\s*10",
        "E2101",
        "是科学记数法",
        "写出全部数字，如{example}",
    ),
    _reason(
        r"[0-9][^0-9]{0,4}[-−~–—―至到][^0-9]{0,2}[0-9]",
        "E2102",
        "是一个区间，不是一个数",
        "只写一个准确的数",
    ),
    _reason(
        r"约|左右|上下|以上|以下|以内|以外|超过|超|不足|不到|不满|不低于|不高于|不少于|不多于|至少|至多|近|余|多|几|[><≥≤≧≦±]",
        "E2102",
        "是约数或范围，不是一个准确的数",
        "只写准确的数，去掉「约」「以上」「余」之类的字样；数不确知的请留空",
    ),
    _reason(
        r"美元|美金|欧元|港元|港币|澳门元|台币|日元|日圆|英镑|韩元|澳元|加元|卢布|外币|[$€£]|USD|EUR|HKD|JPY|GBP",
        "E2104",
        "用了外币",
        "自行折算成人民币，以元或万元为单位",
    ),
    _reason(r"[¥]|人民币|RMB|CNY", "E2104", "带了币种记号", "金额一律是人民币，去掉币种，如「500 万元」"),
    _reason(
        r"[0-9],|,[0-9]",
        "E2101",
        "的分节逗号不对，千分位须每三位一节",
        "写作「5,000,000」，或不写逗号",
    ),
    _reason(r"[0-9]\s+[0-9]", "E2101", "的数字之间有空格，无法确定是一个数还是两个数", "去掉数字之间的空格"),
    _reason(r"[0-9]\s*[千万亿元人家][^0-9/]*[0-9]", "E2101", "用了不止一个单位", "一个数只写一个单位，如{example}"),
    _reason(r"[0-9]\s*[/⁄]\s*[0-9]", "E2101", "是分数", "写成小数或百分比"),
    _reason(r"(?:^|[^0-9])\.[0-9]|[0-9]\.(?![0-9])", "E2101", "的小数点前后缺少数字", "写全，如「0.5」"),
    _reason(
        r"^[^0-9]*[〇零一二三四五六七八九十百两壹贰叁肆伍陆柒捌玖拾佰仟半]",
        "E2101",
        "用了中文数字",
        "改用阿拉伯数字，如{example}",
    ),
)


def misreading(text: str, name: str, example: str, otherwise: ValueProblem | None = None) -> ValueProblem:
    """The likeliest reason why the text is no number of the fact called `name`, else `otherwise`."""
    for reason in _REASONS:
        if reason.pattern.search(text):
            remedy = reason.remedy.replace("{example}", example)
            return ValueProblem(reason.code, f"{name}{quoted(text)}{reason.why}", remedy)
    return otherwise or ValueProblem("E2101", f"{name}{quoted(text)}不是数", f"用阿拉伯数字，如{example}")
