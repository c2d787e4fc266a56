"""Codes of clauses in a cell: several in a line, for a page to hold more applicants; and read again.

A member's clause has a line of its own: its path (`骨干企业[甲 公司]/B-01`) may hold spaces.
"""

from collections.abc import Iterable, Iterator, Sequence

_PATH = "["


def side_by_side(codes: Sequence[str], width: int) -> tuple[str, ...]:
    """The codes as the lines of a cell so many characters wide: a code that were broken at its hyphen could not be read."""
    lines: list[str] = []
    for code in sorted(codes, key=lambda one: _PATH in one):
        beside = bool(lines) and _PATH not in code and len(lines[-1]) + 1 + len(code) < width
        lines[len(lines) - beside :] = [f"{lines[-1]} {code}" if beside else code]
    return tuple(lines)


def codes_in(lines: Iterable[str]) -> Iterator[str]:
    """The codes of a cell, by its lines; each on its own, or side by side."""
    for line in lines:
        yield from (line,) if _PATH in line else line.split()
