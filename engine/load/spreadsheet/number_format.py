"""What a cell's number format says about its number: a percentage, a unit in quotes, a currency, leading zeros.

Source: ECMA-376 part 1, 18.8.31 (numFmts). Date formats never come here; the reader of the workbook turns them into dates.
"""

import operator
import re
from functools import lru_cache
from typing import NamedTuple

_PARTS = re.compile(
    r'"(?P<quoted>[^"]*)"'
    r"|[\\!](?P<escaped>.)"
    r"|\[\$(?P<currency>[^\]-]*)[^\]]*\]"
    r"|(?P<condition>\[(?P<comparison>[<>=]{1,2})(?P<bound>-?[0-9.]+)\])"
    r"|\[[^\]]*\]"
    r"|[_*]."
    r"|(?P<digit>[0#?])"
    r"|(?P<scientific>E[+-])"
    r"|(?P<other>.)",
    re.DOTALL | re.IGNORECASE,
)
_GENERAL = re.compile("general|@", re.IGNORECASE)
_DECORATION = re.compile(r"[\s()（）+\-:：¥￥]")
_SCALING = re.compile(r"0,+(?![0,])")

_HOLDS = {
    "<": operator.lt,
    "<=": operator.le,
    "=": operator.eq,
    "<>": operator.ne,
    ">=": operator.ge,
    ">": operator.gt,
}


class Shown(NamedTuple):
    """How a format shows a number.

    `percent` is a `%` that multiplies by 100. `distorted`: the digits shown are not the number's (`0!.0,"万"` shows
    123456 as 12.3万), so nobody can tell which of the two was meant.
    """

    percent: bool = False
    prefix: str = ""
    suffix: str = ""
    width: int = 0
    distorted: bool = False


def shown_by(number_format: str, value: float) -> Shown:
    """What the format says of this number: of its sections, the one that the number falls under."""
    sections = _sections(number_format)
    for shown, condition in sections:
        if condition is not None and _HOLDS[condition[0]](value, condition[1]):
            return shown
    plain = [shown for shown, condition in sections if condition is None]
    if not plain:
        return Shown(distorted=True)
    return plain[1] if value < 0 and len(plain) > 1 and len(plain) == len(sections) else plain[0]


@lru_cache(maxsize=1024)
def _sections(number_format: str) -> list[tuple[Shown, tuple[str, float] | None]]:
    return [_section(section) for section in re.split(r';(?=(?:[^"]*"[^"]*")*[^"]*$)', number_format)]


def _section(text: str) -> tuple[Shown, tuple[str, float] | None]:
    """One section of a format, and the condition on which it holds."""
    text = _GENERAL.sub("0", text)
    before, after, skeleton = "", "", ""
    percent = split = False
    condition: tuple[str, float] | None = None
    for part in _PARTS.finditer(text):
        literal = part["quoted"] or part["escaped"] or part["currency"] or ""
        other = part["other"] or ""
        if part["condition"]:
            condition = (part["comparison"], float(part["bound"]))
        elif part["digit"]:
            split = split or bool(after)
            skeleton += "0"
        elif other == "%":
            percent = True
        elif other and other in ".,/":
            skeleton += other
        else:
            literal = _DECORATION.sub("", literal + other)
            if "0" in skeleton:
                after += literal
            else:
                before += literal
    if "0" not in skeleton:  # General, or a text in place of the number
        return Shown(distorted=bool(before)), condition
    width = len(skeleton) if set(skeleton) == {"0"} and re.fullmatch(r"0+", text) else 0
    distorted = split or _SCALING.search(skeleton) is not None
    return Shown(percent, before, after, width, distorted), condition
