"""Pieces → the three files, as soon as they are there; verdicts again at the end where applicants turn out to share a name."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pyarrow as pa
import pyarrow.compute as pc

from engine.batch.columns_out.catalogue import Words
from engine.batch.columns_out.pieces import PROGRAM, Piece, Pieces
from engine.batch.destination import parts
from engine.batch.parquet_out import problem_cells
from engine.batch.parquet_tables import TableWriter, schema_of
from engine.batch.statistics import Statistics
from engine.batch.twins import Twin, duplicates_among, twin_rows
from engine.load.library import Library
from schemas.batch import Duplicate
from schemas.batch_tables import PROBLEMS, REASONS, VERDICTS
from schemas.diagnostic import Diagnostic
from schemas.finding import Verdict
from schemas.program import Program
from schemas.reason import OPEN, TRACK, UNMET, VERDICT

_TWINS = 10_000
_REASONS, _VERDICTS = schema_of(REASONS), schema_of(VERDICTS)


class Assembly:
    """The files of a run under way; pieces are added in their order."""

    def __init__(self, pieces: Pieces, programs: Sequence[Program], library: Library, path: Path) -> None:
        self._pieces, self._programs, self._path = pieces, programs, path
        self._words = [Words(program, library) for program in programs]
        self._files = ExitStack()
        reasons_at, problems_at = parts(path)
        self._reasons = self._files.enter_context(TableWriter(reasons_at, REASONS))
        self._problems = self._files.enter_context(TableWriter(problems_at, PROBLEMS))
        self._first = self._files.enter_context(TableWriter(path, VERDICTS))
        self._names, self._found = Verdicts(programs), Statistics()
        self._count = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._files.__exit__(kind, error, trace)

    def note(self, problems: Sequence[Diagnostic]) -> None:
        """Begin with the problems of no applicant of its own."""
        for problem in problems:
            self._problems.add(problem_cells(problem, None))

    def add(self, number: int, piece: Piece | None) -> None:
        """Write a piece; it is read again if it is not at hand."""
        for table in self._pieces.reasons(number) if piece is None else piece.reasons:
            if len(table):
                self._reasons.add_table(self._words[table[PROGRAM][0].as_py()].rows(table, _REASONS))
        self._problems.add_table(self._pieces.problems(number) if piece is None else piece.problems)
        verdicts = self._pieces.verdicts(number) if piece is None else piece.verdicts
        self._first.add_table(self._names.rows(verdicts))
        for rank, count in _counts(verdicts[VERDICT]).items():
            self._found.add_outcomes(rank, count)
        self._count = number + 1

    def finish(self) -> tuple[Statistics, tuple[Duplicate, ...]]:
        """What was counted, and who is told twice: where somebody is, verdicts are written anew, under names of their own."""
        twins = self._twins()
        duplicates = duplicates_among((one.id, one.number) for one in _each(twins))
        for row in twin_rows(_each(twins), duplicates):
            self._problems.add(row)
        if duplicates:
            repeated = pa.array([one.id for one in duplicates], pa.string())
            self._files.close()
            with TableWriter(self._path, VERDICTS) as verdicts:
                for number in range(self._count):
                    verdicts.add_table(self._names.rows(self._pieces.verdicts(number), repeated))
        return self._found, duplicates

    def _twins(self) -> Any:
        """Applicants that share a name, in the order of their numbers."""
        # two threads would make two tables of names, and then a third of both
        counted = self._applicants("id").group_by("id", use_threads=False).aggregate([([], "count_all")])
        shared = counted.filter(pc.greater(counted["count_all"], 1))["id"].combine_chunks()
        if not len(shared):
            return pa.table({name: [] for name in Twin._fields})
        found = self._applicants(*Twin._fields)
        return found.filter(pc.is_in(found["id"], value_set=shared))

    def _applicants(self, *columns: str) -> Any:
        """Some columns of all applicants, each applicant once however many rule sets it is told of."""
        every = []
        for number in range(self._count):
            table = self._pieces.verdicts(number, sorted({*columns, "number"}))
            numbers = table["number"].combine_chunks()
            again = pc.equal(numbers[1:], numbers[:-1])
            if pc.any(again).as_py():
                table = table.filter(pc.invert(pa.concat_arrays([pa.array([False]), again])))
            every.append(table.select(columns))
        return pa.concat_tables(every)


class Verdicts:
    """What the codes of verdicts stand for."""

    def __init__(self, programs: Sequence[Program]) -> None:
        self._programs = programs
        every = [track.id for one in programs for track in one.tracks]
        words = list(dict.fromkeys(name for name in every if name is not None))
        self._words = pa.array(words, pa.string())
        self._tracks = pa.array([None if name is None else words.index(name) for name in every], pa.int16())
        counts = [len(one.tracks) for one in programs]
        self._first = pa.array([sum(counts[:at]) for at in range(len(counts))], pa.int16())

    def rows(self, table: Any, repeated: Any = None) -> Any:
        """Verdicts as rows of the table that is written; those whose ids are `repeated` under exact ones."""
        columns: dict[str, Any] = {name: table[name] for name in table.column_names}
        if repeated is not None and len(repeated):
            exact = pc.binary_join_element_wise(table["id"], table["place"], "@")
            columns["id"] = pc.if_else(pc.is_in(table["id"], value_set=repeated), exact, table["id"])
        program, verdict = table[PROGRAM].combine_chunks(), table[VERDICT].combine_chunks()
        columns["rule_set"] = _named(program.cast(pa.int16()), [one.rule_set for one in self._programs])
        columns["verdict"] = _named(verdict, [one.value for one in Verdict])
        track = pc.add(self._first.take(program), table[TRACK].combine_chunks())
        columns["track"] = pa.DictionaryArray.from_arrays(self._tracks.take(track), self._words)
        columns["unmet"], columns["open"] = table[UNMET], table[OPEN]
        return pa.table({name: columns[name] for name in _VERDICTS.names})


def _each(twins: Any) -> Iterator[Twin]:
    """Some at a time: a form that was left as it was may be in millions of rows."""
    for batch in twins.select(Twin._fields).to_batches(max_chunksize=_TWINS):
        yield from (Twin(*row) for row in zip(*(column.to_pylist() for column in batch.columns), strict=True))


def _named(codes: Any, words: Sequence[str]) -> Any:
    return pa.DictionaryArray.from_arrays(codes, pa.array(words, pa.string()))


def _counts(column: Any) -> dict[int | None, int]:
    return {one["values"].as_py(): one["counts"].as_py() for one in pc.value_counts(column.combine_chunks())}
