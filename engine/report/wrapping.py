"""Breaking mixed Chinese and Latin text into lines by the width of its cells.

A line may end after any Chinese character, but none starts with closing punctuation or ends with opening punctuation,
and a number stays with its unit. Terminals count cells, so widths are Rich's.
"""

from collections.abc import Iterator

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
    lines: list[str] = []
    line, taken = "", width - (width if first is None else first)
    for chunk in _chunks(visible(text)):
        if taken + cell_len(chunk.rstrip()) > width and (line or taken):
            lines.append(line.rstrip())
            line, taken = "", 0
        if cell_len(chunk.rstrip()) > width:
            *full, line = _pieces(chunk, width)
            lines.extend(full)
            taken = cell_len(line)
        else:
            line += chunk
            taken += cell_len(chunk)
    return [*lines, line.rstrip()]


def padded(text: str, width: int) -> str:
    """The text with spaces up to the width."""
    return text + " " * max(0, width - cell_len(text))


def _chunks(text: str) -> Iterator[str]:
    """Pieces that no line break may fall into, each with the space that follows it."""
    start = 0
    for place in range(1, len(text)):
        if _may_break(text, place):
            yield text[start:place]
            start = place
    yield text[start:]


def _may_break(text: str, place: int) -> bool:
    """Whether a line may end before the character at `place`."""
    before, after = text[place - 1], text[place]
    if after == " " or before in _OPENING or after in _CLOSING or (before in _UNIT and after in _UNIT):
        return False
    if before == " ":
        return not (text[place - 2].isdigit() and _is_wide(after))
    return _is_wide(before) or _is_wide(after) or before in "”’" or after in "“‘"


def _is_wide(character: str) -> bool:
    return cell_len(character) > 1


def _pieces(chunk: str, width: int) -> list[str]:
    """A chunk cut where it must be, for it is longer than a line."""
    pieces, taken = [""], 0
    for character in chunk:
        if pieces[-1] and taken + cell_len(character) > width and character != " ":
            pieces.append("")
            taken = 0
        pieces[-1] += character
        taken += cell_len(character)
    return pieces
