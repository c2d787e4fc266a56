"""Whether an order can be carried out by columns, and which facts of the file it needs."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from engine.batch.columns_in import ColumnFile
from engine.batch.intake import RECOMMENDER
from engine.compile import derived_quantity
from engine.load.library import Library
from engine.load.value import CODE, NAME, TRACK
from schemas.program import Program

_SAID = (NAME, CODE, RECOMMENDER, TRACK)


class ColumnsWay(NamedTuple):
    """Files to read by columns, of each what is needed; and the programs to try their applicants by."""

    files: tuple[ColumnFile, ...]
    programs: tuple[Program, ...]
    library: Library


def columns_way(opened: Sequence[ColumnFile], programs: Sequence[Program], library: Library) -> ColumnsWay | None:
    """The way by columns; None where something must be looked at case by case.

    That is: a cap across applicants, and a derived number that is stated beside what it is derived from, for the two
    must agree.
    """
    if any(program.limits for program in programs):
        return None
    if any(_stated_twice(one, programs, library) for one in opened):
        return None
    said = (library.fact(name) for name in _SAID)
    needed = {fact.id for fact in said if fact is not None}.union(*(facts_read(program) for program in programs))
    return ColumnsWay(tuple(one.only(needed) for one in opened), tuple(programs), library)


def facts_read(part: object) -> Iterator[str]:
    """The ids of the facts that a program reads, or a part of one; what its members' programs read is below them."""
    if isinstance(part, dict):
        for one in part.values():
            yield from facts_read(one)
    elif isinstance(part, tuple):
        fact = getattr(part, "fact", None)
        if isinstance(fact, str):
            yield fact
        for one in part:
            yield from facts_read(one)


def _stated_twice(file: ColumnFile, programs: Sequence[Program], library: Library) -> bool:
    """Whether a derived number has a column, and so has a number that it is derived from."""
    columns = [one.column for field in file.fields.read for one in (field, *(field.members or ()))]
    stated = {column.fact.id for column in columns}
    for column in columns:
        for program in programs if column.fact.derive is not None else ():
            year = int(column.year) if column.year else program.base_year if column.fact.yearly else None
            quantity = derived_quantity(library, column.fact, year, program.base_year, program.reference_date)
            if stated.intersection(facts_read(quantity)) - {column.fact.id}:
                return True
    return False
