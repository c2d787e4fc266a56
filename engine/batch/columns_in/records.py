"""A Parquet file row by row, for an executor that takes one case at a time: the same readings, the same refusals."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow.compute as pc

from engine.batch.columns_in.cells import plain
from engine.batch.columns_in.distinct import Reader
from engine.batch.columns_in.fields import Field
from engine.batch.columns_in.parquet_file import batches, count
from engine.batch.columns_in.source import ColumnFile, stated_rows
from engine.batch.columns_in.table import empty_member, repeated_member
from engine.load.library import Library
from engine.load.problem import ValueProblem
from engine.load.single import Blank
from engine.load.value import CODE, NAME, TRACK
from schemas.case import Case, Member, Members, Value, Yearly
from schemas.diagnostic import Diagnostic, Place

_ROWS = 1_000


class Row(NamedTuple):
    """An applicant of the file: its row, from 1, what it states, and what is wrong with its cells."""

    number: int
    case: Case
    problems: tuple[Diagnostic, ...]


class _Record(NamedTuple):
    """What a row, or a member, states; a cell of which anything is wrong states nothing."""

    name: str | None
    facts: Mapping[str, Value]
    places: Mapping[str, Place]
    problems: list[Diagnostic]


def count_rows(path: Path) -> int:
    """How many rows say anything at all, in whatever column."""
    stated = stated_rows(path)
    return count(path) if stated is None else int(pc.sum(stated).as_py())


def read_rows(file: ColumnFile) -> Iterator[Row]:
    """The applicants. Raises InputError if the file cannot be read."""
    path, library = file.path, file.library
    first, reader, stated = 1, Reader(library), stated_rows(path)
    track = library.fact(TRACK)
    for batch in batches(path, _ROWS):
        rows = batch.to_pylist()
        places = [Place(file=str(path), line=first + at) for at in range(len(batch))]
        records = _records(batch.columns, file.fields.read, reader, places, library)
        for at, record in enumerate(records):
            if stated is not None and not stated[first + at - 1].as_py():
                continue
            text = json.dumps(rows[at], ensure_ascii=False, default=str)
            applied = None if track is None else record.facts.get(track.id)
            case = Case(
                name=record.name,
                sha256=hashlib.sha256(text.encode()).hexdigest(),
                facts=dict(record.facts),
                track=applied if isinstance(applied, str) else None,
                places=dict(record.places),
            )
            yield Row(first + at, case, tuple(record.problems))
        first += len(batch)


def _records(
    arrays: Sequence[Any], fields: Sequence[Field], reader: Reader, places: Sequence[Place], library: Library
) -> list[_Record]:
    """What the rows of some arrays state."""
    records = [_Record(None, {}, {}, []) for _ in places]
    name = library.fact(NAME)
    for field in fields:
        # what members state stands in the column of their list
        here = [one if one.column else one.model_copy(update={"column": field.at + 1}) for one in places]
        values = plain(arrays[field.at])
        column = (
            _singles(values, field, reader) if field.members is None else _lists(values, field, reader, here, library)
        )
        for at, (text, value, problems) in enumerate(column):
            record = records[at]
            record.problems.extend(one.model_copy(update={"place": here[at]}) for one in problems)
            if value is None:
                continue
            facts, fact = {**record.facts}, field.column.fact
            facts[fact.id] = _joined(facts.get(fact.id), value)
            called = text.strip() if name is not None and fact is name and isinstance(value, str) else record.name
            records[at] = _Record(called, facts, {**record.places, fact.id: here[at]}, record.problems)
    return records


_Column = Iterator[tuple[str, Value | None, Sequence[Diagnostic]]]


def _singles(values: Any, field: Field, reader: Reader) -> _Column:
    """Each cell of a column: its text, its value, what is wrong with it."""
    found = reader.distinct(values, field)
    for which in found.which.to_pylist():
        told = None if which is None else found.told[which]
        if which is None or told is None or isinstance(told.value, Blank):
            yield "", None, () if told is None else told.problems
        else:
            yield found.texts[which], told.value, ()


def _lists(values: Any, field: Field, reader: Reader, places: Sequence[Place], library: Library) -> _Column:
    """Each list of members, as `table` reads them."""
    owners = [at for at, one in enumerate(values.to_pylist()) for _ in one or ()]
    flat = values.flatten()
    within = field.members or ()
    every = _records(flat.flatten(), within, reader, [places[at] for at in owners], library) if len(flat) else []
    exists = iter(flat.is_valid().to_pylist())
    members = iter(every)
    for items in values:
        if not items.is_valid:
            yield "", None, ()
            continue
        records = [(next(members), next(exists)) for _ in range(len(items))]
        problems = [problem for record, _ in records for problem in record.problems]
        made = [_member(record, at, library) for at, (record, _) in enumerate(records, 1)]
        wrong = [problem.at(places[0]) for problem in _refused(made, [is_there for _, is_there in records], field)]
        yield "", None if wrong else Members(members=tuple(made)), [*problems, *wrong]


def _member(record: _Record, number: int, library: Library) -> Member:
    facts = [library.fact(name) for name in (CODE, NAME)]
    stated = [record.facts.get(fact.id) for fact in facts if fact is not None]
    key = next((one for one in stated if isinstance(one, str)), f"#{number}")
    return Member(key=key, name=record.name, facts=dict(record.facts), places=dict(record.places))


def _refused(members: Sequence[Member], exists: Sequence[bool], field: Field) -> Iterator[ValueProblem]:
    """Why a list is not used as a whole."""
    if not all(exists):
        yield empty_member(field)
    elif any(count > 1 for count in Counter(member.key for member in members).values()):
        yield repeated_member(field)


def _joined(known: Value | None, value: Value) -> Value:
    """The numbers of several years as one value."""
    if isinstance(known, Yearly) and isinstance(value, Yearly):
        return Yearly(values=dict(sorted({**known.values, **value.values}.items(), key=lambda one: one[0] or 0)))
    return value
