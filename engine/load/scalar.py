"""What an unquoted scalar means: a closed, small reading of YAML without the surprises of version 1.1."""

import re
from datetime import date
from decimal import Decimal

from engine.load.problem import ValueProblem

MOST_DIGITS = 40
"""Digits of a number; the largest sum of money has fifteen, and more would only make arithmetic slow."""

_SHAPES = re.compile(
    r"(?P<integer>-?(?:0|[1-9][0-9]*))"
    r"|(?P<decimal>-?(?:0|[1-9][0-9]*)\.[0-9]+)"
    r"|(?P<padded>-?0[0-9]+)"
    r"|(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})"
)
_WORDS: dict[str, bool | None] = {"": None, "~": None, "null": None, "true": True, "false": False}
_STARTERS = frozenset("-0123456789")


def plain_value(text: str) -> str | int | Decimal | bool | date | None:
    """The value of an unquoted scalar.

    `true`, `false`, nothing, `null`, `~`, integers, decimals and days are read as such; all else stays text:
    `yes`, `1:30`, `1e5`, `.inf`, `3000 万元`.
    """
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _STARTERS:
        return text
    shape = _SHAPES.fullmatch(text)
    if shape is None:
        return text
    match shape.lastgroup:
        case "integer":
            return int(_bounded(text))
        case "decimal":
            return Decimal(_bounded(text))
        case "day":
            return _day(text)
        case _:
            raise ValueProblem(
                "E1014", f"「{text}」以 0 开头，分不清是代码还是数", f'代码须加引号，写成 "{text}"；数不写开头的 0'
            )


def _bounded(text: str) -> str:
    if len(text) > MOST_DIGITS:
        raise ValueProblem("E1018", f"数太长，超过 {MOST_DIGITS} 位", "代码和编号须加引号；数请检查是否多写了")
    return text


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueProblem(
            "E1015", f"没有「{text}」这一天", "改成真实的日期，写作 2026-01-13；若不是日期，请加引号"
        ) from None
