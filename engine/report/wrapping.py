"""Breaking mixed Chinese and Latin text into lines by the width of its cells.

A line may end after any Chinese character, but none starts with closing punctuation or ends with opening punctuation,
and a number stays with its unit. Terminals count cells, so widths are Rich's.
"""

from functools import lru_cache

from rich.cells import cell_len

_OPENING = frozenset("（【《〈“‘「『〔([{")
_CLOSING = frozenset("，。；：、！？）】》〉”’」』〕…,.;:!?)]}%")
_UNIT = frozenset("万亿千百元平方米个分点")
_INVISIBLE = dict.fromkeys((*range(32), *range(127, 160), 8206, 8207, *range(8234, 8239), *range(8294, 8298)), "�")
"""Control and direction characters: nobody's name may steer the terminal."""


def visible(text: str) -> str:
    """The text on one line, without characters that would steer a terminal."""
    return " ".join(text.split()).translate(_INVISIBLE)


def prose(text: str) -> str:
    """The text without the spaces that YAML's folding leaves between Chinese characters."""
    words = visible(text).split(" ")
    joined = words[0]
    for word in words[1:]:
        tight = bool(joined) and _is_wide(joined[-1]) and _is_wide(word[0])
        joined += word if tight else f" {word}"
    return joined


def width_of(text: str) -> int:
    """How many cells the text takes."""
    return cell_len(text)


def wrap(text: str, width: int, first: int | None = None) -> list[str]:
    """The text in lines of at most `width` cells, the first one of at most `first`; at least one line."""
    text = visible(text)
    room = width if first is None else first
    if cell_len(text) <= room:
        return [text]
    lines: list[str] = []
    start = taken = 0
    for place, character in enumerate(text):
        taken += _cells(character)
        if taken > room and character != " ":
            start = _cut(text, start, place, forced=room >= width, lines=lines)
            taken = cell_len(text[start : place + 1])
            room = width
    return [*lines, text[start:].rstrip()]


def _cut(text: str, start: int, place: int, *, forced: bool, lines: list[str]) -> int:
    """End the line that began at `start` at the last break up to `place`; where the next one begins.

    Without a break a full line is cut where it overflows; a shorter first line is left empty instead.
    """
    end = next((at for at in range(place, start, -1) if _may_break(text, at)), place if forced else start)
    lines.append(text[start:end].rstrip())
    return end


def padded(text: str, width: int) -> str:
    """The text with spaces up to the width."""
    return text + " " * max(0, width - cell_len(text))


def _may_break(text: str, place: int) -> bool:
    """Whether a line may end before the character at `place`."""
    before, after = text[place - 1], text[place]
    if after == " " or before in _OPENING or after in _CLOSING or (before in _UNIT and after in _UNIT):
        return False
    if before == " ":
        return not (text[place - 2].isdigit() and _is_wide(after))
    return _is_wide(before) or _is_wide(after) or before in "”’" or after in "“‘"


def _is_wide(character: str) -> bool:
    return _cells(character) > 1


@lru_cache(maxsize=4096)
def _cells(character: str) -> int:
    return cell_len(character)
