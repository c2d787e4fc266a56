"""What a cell's number format says about its number: a percentage, a unit in quotes, a currency, leading zeros.

Source: ECMA-376 part 1, 18.8.31 (numFmts). Date formats never come here; the reader of the workbook turns them into dates.
"""

import re
from functools import lru_cache
from typing import NamedTuple

_PARTS = re.compile(
    r'"(?P<quoted>[^"]*)"'
    r"|[\\!](?P<escaped>.)"
    r"|\[\$(?P<currency>[^\]-]*)[^\]]*\]"
    r"|(?P<condition>\[[<>=][^\]]*\])"
    r"|\[[^\]]*\]"
    r"|[_*]."
    r"|(?P<digit>[0#?])"
    r"|(?P<scientific>E[+-])"
    r"|(?P<other>.)",
    re.DOTALL | re.IGNORECASE,
)
_DECORATION = re.compile(r"[\s()（）+\-:：¥￥]")
_SCALING = re.compile(r"0,+(?![0,])")


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


_PLAIN = Shown()


@lru_cache(maxsize=1024)
def shown_by(number_format: str, negative: bool) -> Shown:
    """What the format says; of its sections, the one for numbers of that sign."""
    if number_format in ("General", "@", ""):
        return _PLAIN
    sections = re.split(r';(?=(?:[^"]*"[^"]*")*[^"]*$)', number_format)
    read = [_section(section) for section in sections]
    if any(conditional for _, conditional in read):
        kinds = {shown for shown, _ in read if shown != _PLAIN}
        return read[0][0] if len({shown for shown, _ in read}) == 1 else Shown(distorted=bool(kinds))
    return read[1][0] if negative and len(read) > 1 else read[0][0]


def _section(text: str) -> tuple[Shown, bool]:
    """One section of a format, and whether it holds on a condition."""
    before, after, skeleton = "", "", ""
    percent = conditional = split = False
    for part in _PARTS.finditer(text):
        literal = part["quoted"] or part["escaped"] or part["currency"] or ""
        other = part["other"] or ""
        if part["condition"]:
            conditional = True
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
        return (_PLAIN if before.casefold() == "general" else Shown(distorted=bool(before))), conditional
    width = len(skeleton) if set(skeleton) == {"0"} and re.fullmatch(r"0+", text) else 0
    distorted = split or _SCALING.search(skeleton) is not None
    return Shown(percent, before, after, width, distorted), conditional
