"""Applicants that share a name, and what is told of each of them."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from schemas.batch import Duplicate
from schemas.diagnostic import Diagnostic, Severity

_SHOWN = 20
"""Others that are told by their numbers; a name that was left as it was in a form may stand in thousands of rows."""


class Twin(NamedTuple):
    """One of several that share `id`: its code, or the name that stands for it, and where it is."""

    number: int
    id: str
    uscc: str | None
    place: str


def duplicates_among(named: Iterable[tuple[str, int]]) -> tuple[Duplicate, ...]:
    """The groups of those who share a name, in the order of the first of each; names and numbers come in the order of these."""
    numbers: dict[str, list[int]] = {}
    for name, number in named:
        numbers.setdefault(name, []).append(number)
    return tuple(Duplicate(id=name, numbers=tuple(same)) for name, same in numbers.items() if len(same) > 1)


def others_of(number: int, numbers: Sequence[int]) -> str:
    """The numbers of the others, in words that a verb follows."""
    others = [str(one) for one in numbers[: _SHOWN + 1] if one != number][:_SHOWN]
    more = len(numbers) - 1 - len(others)
    return f"序号 {'、'.join(others)} " + (f"等 {more + len(others)} 份" if more else "")


def twin_problem(number: int, uscc: str | None, numbers: Sequence[int]) -> Diagnostic:
    """What is told of one of several."""
    what = f"统一社会信用代码 {uscc} " if uscc else "没有写统一社会信用代码，而单位名称"
    return Diagnostic(
        code="W6004",
        message=f"{what}与{others_of(number, numbers)}相同",
        remedy="确认是不是重复申报；各行都已分别评审",
        severity=Severity.WARNING,
    )


def twin_rows(twins: Iterable[Twin], duplicates: Iterable[Duplicate]) -> Iterator[tuple[object, ...]]:
    """The same as rows of the table of problems, in the order of the twins."""
    numbers = {one.id: one.numbers for one in duplicates}
    for one in twins:
        told = twin_problem(one.number, one.uscc, numbers[one.id])
        yield one.number, one.place, told.severity.value, told.code, told.message, told.remedy
