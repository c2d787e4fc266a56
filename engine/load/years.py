"""Which years `among` counts: `近3年`, `2022..2024`, `2024`."""

import re

from engine.load.problem import ValueProblem
from engine.load.text import quoted, tidy

_LAST = re.compile(r"近\s*([0-9]{1,2}|[一二两三四五六七八九十])\s*(?:个)?年度?")
_FIXED = re.compile(r"([0-9]{4})(?:\s*\.\.\s*([0-9]{4}))?")
_NUMERALS = {numeral: value for value, numeral in enumerate("一二三四五六七八九十", start=1)} | {"两": 2}
_MOST = 20


def years_of(text: str, base_year: int) -> tuple[int, ...]:
    """The years, ascending; 近 N 年 are the N years that end with the base year."""
    last, fixed = _LAST.fullmatch(tidy(text)), _FIXED.fullmatch(tidy(text))
    if last is not None:
        count = _NUMERALS.get(last[1]) or int(last[1])
        years = tuple(range(base_year - count + 1, base_year + 1))
    elif fixed is not None:
        first, end = int(fixed[1]), int(fixed[2] or fixed[1])
        if first > end:
            raise ValueProblem("E1143", f"{quoted(text)}先晚后早，没有这样的年度", f"先写早的年度：{end}..{first}")
        years = tuple(range(first, end + 1))
    else:
        raise ValueProblem("E1143", f"{quoted(text)}不是年度的范围", "写作「近3年」「2022..2024」或「2024」")
    if not 1 <= len(years) <= _MOST:
        raise ValueProblem("E1143", f"{quoted(text)}不是 1 至 {_MOST} 年", "写作「近3年」或「2022..2024」")
    return years
