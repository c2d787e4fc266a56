"""The run by columns: reading, assessing and writing at the same time, piece by piece, resumed where it stopped."""

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from engine.batch.columns_in import Chunk, ColumnFile
from engine.batch.columns_in.faults import CODE, MESSAGE, REMEDY
from engine.batch.columns_out.asking import Tracks
from engine.batch.columns_out.assembly import Assembly
from engine.batch.columns_out.pieces import SERIES, Piece, Pieces
from engine.batch.columns_out.way import ColumnsWay
from engine.batch.intake import Intake
from engine.batch.progress import Watch
from engine.batch.room import require_room
from engine.batch.spool import changed
from engine.batch.statistics import Statistics
from engine.batch.unfinished import Workspace
from engine.errors import InputError
from schemas.batch import Duplicate
from schemas.diagnostic import Diagnostic, Place, Severity

if TYPE_CHECKING:
    from engine.batch.columns_out.chunk import Desk

_OUTPUT = 1.5
"""What the files take of what the pieces take, at the most: measured 0.9."""

_NUMBERS = 2
"""Those of a place: the row, and the column unless it has no header."""
_SHOWN = 50
"""Bad cells that are told where they stop everything; a file that is wrong throughout has millions."""

_AHEAD = 2
"""Chunks that are read while one is assessed: a program takes as long to get ready as two of them to be read."""

Item = TypeVar("Item")


class Numbered(NamedTuple):
    """A chunk by its number among all; its first applicant's number; the chunk, None where its piece is there already."""

    number: int
    first: int
    applicants: int
    file: ColumnFile
    chunk: Chunk | None


def run_columns(
    way: ColumnsWay, tracks: Tracks, work: Workspace, intake: Intake, *, path: Path, strict: bool, watch: Watch
) -> tuple[Statistics, tuple[Duplicate, ...]]:
    """Write the three files of `path`. Raises Beyond for what does not fit into columns, InputError for bad data if `strict`."""
    total = intake.total
    pieces = Pieces(work.parts(SERIES, work.folder / SERIES))
    with (
        Assembly(pieces, way.programs, way.library, path) as assembly,
        # within the assembly: its files must not be closed while one is written to
        ThreadPoolExecutor(1) as reader,
        ThreadPoolExecutor(1) as writer,
        watch(total) as advance,
        ExitStack() as stack,
    ):
        coming = _ahead(_numbered(way, pieces), reader)
        desk = stack.enter_context(closing(_desk(way, tracks)))
        writing = writer.submit(assembly.note, intake.warnings)
        done = 0

        def store(one: Numbered, piece: Piece | None, *, first: bool) -> None:
            if piece is not None:
                size = pieces.put(one.number, piece, one.applicants)
                if first:
                    require_room(work.folder, "结果", int(size / one.applicants * (total * (1 + _OUTPUT))), total)
            assembly.add(one.number, piece)

        for one in coming:
            piece = None if one.chunk is None else desk.piece(one.chunk, one.file, one.first)
            if strict and piece is not None:
                refuse_any(piece.problems, intake.warnings)
            writing.result()
            writing = writer.submit(store, one, piece, first=not done)
            done += one.applicants
            advance(one.applicants)
        writing.result()
        if done != total:
            raise changed()
        return assembly.finish()


def refuse_any(problems: Any, warnings: Sequence[Diagnostic]) -> None:
    """Raise InputError for the errors there are: of the files' columns, and a table of problems."""
    wrong = [one for one in warnings if one.severity is Severity.ERROR]
    wrong += [
        Diagnostic(code=row[CODE], message=row[MESSAGE], place=_place(row["place"]), remedy=row[REMEDY])
        for row in problems.slice(0, _SHOWN).to_pylist()
    ]
    if wrong:
        raise InputError(wrong)


def _place(text: str) -> Place:
    """A place that was written down: `申报.parquet:3:6`."""
    file, numbers = text, list[int]()
    while len(numbers) < _NUMBERS and (cut := file.rpartition(":"))[2].isdigit():
        file, numbers = cut[0], [int(cut[2]), *numbers]
    line, column, *_ = [*numbers, None, None]
    return Place(file=file, line=line, column=column)


def _numbered(way: ColumnsWay, pieces: Pieces) -> Iterator[Numbered]:
    number, first = 0, 1
    for file in way.files:
        for batch in file.batches():
            chunk = None if number in pieces else batch.read()
            yield Numbered(number, first, batch.applicants, file, chunk)
            number, first = number + 1, first + batch.applicants


def _ahead(items: Iterator[Item], pool: ThreadPoolExecutor) -> Iterator[Item]:
    """The items; the first ones are being made from now on, the next ones while one is used."""
    coming = deque(pool.submit(next, items, None) for _ in range(_AHEAD))

    def made() -> Iterator[Item]:
        while (item := coming.popleft().result()) is not None:
            coming.append(pool.submit(next, items, None))
            yield item

    return made()


def _desk(way: ColumnsWay, tracks: Tracks) -> "Desk":
    """Where chunks are assessed; it takes a while to be imported, in which the first of them are read."""
    from engine.batch.columns_out.chunk import Desk

    return Desk(way.programs, tracks, way.library)
