"""The one normaliser of what people type, what counts as blank, and how text is quoted back."""

import re
import unicodedata
from datetime import date
from decimal import Decimal
from functools import lru_cache

from engine.load.document import Data
from engine.load.problem import ValueProblem

NOTHING_WORD = "无"
"""None held: a value, as opposed to blank."""
PARTIAL_WORD = "不全"
"""In a list: there are more than those listed."""
_BLANK_WORDS = frozenset({"", "未填"})
_UNCLEAR = frozenset(
    {"/", "\\", "-", "--", "—", "——", "–", "−", "*", "?", "??", "???", "N/A", "NA", "NULL", "NONE", "NIL", "TBD"}
    | {"...", "......", "…", "……", "暂无", "暂缺", "没有", "无数据", "不适用", "略", "空"}
    | {"不详", "未知", "不明", "不清楚", "不知道", "待定", "待补", "待补充", "待核实"}
)
_LONGEST_QUOTE = 40
_WORD = 200
"""Characters of a text that may come again; longer ones are somebody's own, and not remembered."""
_LAYOUT = frozenset("\t\n\r")


def tidy(text: str) -> str:
    """NFKC (full width to half width), then trimmed; characters that nobody can see are refused."""
    if text.isascii() and text.isprintable():
        return text.strip()
    return _tidied(text) if len(text) <= _WORD else _tidied.__wrapped__(text)


@lru_cache(maxsize=4096)
def _tidied(text: str) -> str:
    """The same headers, names of facts and words come with every applicant."""
    for character in "" if text.isprintable() else text:
        if unicodedata.category(character) in ("Cc", "Cf") and character not in _LAYOUT:
            raise ValueProblem(
                "E2118",
                f"{quoted(text)}里有看不见的字符 U+{ord(character):04X}，它会使看起来相同的内容被当作不同",
                "删去该字符，或手工重新输入这一项",
            )
    return unicodedata.normalize("NFKC", text).strip()


def squeezed(text: str) -> str:
    """Tidied text without any white space: how units are compared."""
    return re.sub(r"\s+", "", tidy(text))


def quoted(text: str) -> str:
    """What was written, in quotation marks, on one line and not too long."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    shown = line if len(line) <= _LONGEST_QUOTE else line[: _LONGEST_QUOTE - 1] + "…"
    return f"「{shown}」"


def as_text(raw: Data) -> str:
    """A scalar as the text that it shows."""
    match raw:
        case bool():
            return "true" if raw else "false"
        case Decimal() if raw.is_finite() and int(raw.as_tuple().exponent) <= 0:
            # str() would turn 0.0000001 into 1E-7, which nobody wrote.
            return format(raw, "f")
        case date():
            return raw.isoformat()
        case None:
            return ""
        case _:
            return str(raw)


def is_blank(raw: Data) -> bool:
    """Whether nothing was filled in: absent, empty, white space, or the word 未填."""
    return raw is None or (isinstance(raw, str) and unicodedata.normalize("NFKC", raw).strip() in _BLANK_WORDS)


def refuse_unclear(text: str, name: str) -> None:
    """Refuse what some write for none and others for not known: the two lead to different verdicts."""
    if text.upper() in _UNCLEAR:
        raise ValueProblem(
            "E2111",
            f"{name}写了{quoted(text)}，分不清是确实没有，还是情况不明",
            "确实没有的写「无」（数值写 0，是非写「否」），情况不明的留空",
        )
