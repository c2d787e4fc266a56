"""A chunk of applicants by columns: the verdicts on them, every reason, and what is wrong with their data."""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from engine.batch.columns_in import Chunk, ColumnFile
from engine.batch.columns_in.faults import CODE, HEADER, KEY, MESSAGE, REMEDY
from engine.batch.columns_in.source import ROW
from engine.batch.columns_out.asking import Asking, Tracks
from engine.batch.columns_out.catalogue import with_catalogue
from engine.batch.columns_out.pieces import PROGRAM, Piece
from engine.executors.columnar.board import Board
from engine.executors.columnar.told import Told
from engine.explain.coded import CODED, coded
from engine.load.library import Library
from engine.load.value import TRACK as APPLIED
from engine.verdict import RANK
from schemas.assessment import DECIMAL_PLACES
from schemas.diagnostic import Severity
from schemas.finding import Verdict
from schemas.program import Program
from schemas.reason import CODE as REASON
from schemas.reason import NUMBERS, OPEN, TEXT, TRACK, UNMET, VERDICT, Reason

NUMBER = "number"


class Desk:
    """Where chunks are assessed, one after another: what does not depend on a chunk is made ready once."""

    def __init__(self, programs: Sequence[Program], tracks: Tracks, library: Library) -> None:
        self._programs, self._tracks, self._library = programs, tracks, library
        self._ready: dict[int, Told] = {}

    @cached_property
    def _board(self) -> Board:
        """Opened by what needs it first: words are put to tables without it, on other machines too.

        It leaves processors to those who read and write meanwhile; alone at a query, a thread keeps the order, too.
        """
        return Board(threads=max(1, (os.cpu_count() or 1) // 3))

    def close(self) -> None:
        """Let everything go."""
        if "_board" in self.__dict__:
            self._board.close()

    def piece(self, chunk: Chunk, file: ColumnFile, first: int) -> Piece:
        """A chunk assessed; its first applicant has the number `first`. Raises Beyond for what does not fit into columns."""
        asking = self._tracks.asked(chunk.who["track"])
        ready = [self._tabulated(at, chunk, asking) for at in range(len(self._programs))]
        standings = [one.standings() for one in ready]
        chosen = self.told(standings, asking, len(chunk.who))
        problems = self.problems(chunk, file, asking, first)
        reasons = []
        for at, (one, keys) in enumerate(zip(ready, chosen, strict=True)):
            told = (self.with_words(table, one.reasons, at, first) for table in one.told(keys))
            reasons += [with_catalogue(table, one.reasons) for table in told]
        return Piece(self.verdicts(self.who(chunk, file, problems, first), standings, chosen), reasons, problems)

    # --- assessing --------------------------------------------------------------------------------------------------

    def _tabulated(self, at: int, chunk: Chunk, asking: Asking) -> Told:
        """A program over the records of a chunk."""
        program, records = self._programs[at], chunk.records
        asked = None
        if len(program.tracks) > 1:
            asked, places = f"@asked{at}", asking.places[at]
            column = pa.nulls(len(chunk.who), pa.int64()) if places is None else places
            records = replace(records, data=records.data.append_column(asked, column))
        known = self._ready.get(at)
        if known is None or not known.over(records):
            self._ready[at] = Told(self._board, program, records, asked)
        return self._ready[at]

    def told(self, standings: Sequence[Any], asking: Asking, count: int) -> list[Any]:
        """For each program whose verdict is told: a mask, None for all.

        Those of the rule sets that are meant; unless they were named, of these the ones that apply, and if none does,
        all of them, to say why.
        """
        every = pa.repeat(pa.scalar(True), count)
        sane = every if asking.unknown is None else pc.invert(asking.unknown)
        meant = [sane if one is None else pc.and_(sane, one) for one in asking.meant]
        if not self._tracks.chosen:
            applying = [
                pc.and_(one, pc.not_equal(table[VERDICT].combine_chunks(), RANK[Verdict.NOT_APPLICABLE]))
                for one, table in zip(meant, standings, strict=True)
            ]
            none = every
            for one in applying:
                none = pc.and_not(none, one)
            meant = [pc.or_(one, pc.and_(both, none)) for one, both in zip(applying, meant, strict=True)]
        return [None if pc.all(one).as_py() else one for one in meant]

    # --- what comes out ---------------------------------------------------------------------------------------------

    def verdicts(self, who: Any, standings: Sequence[Any], chosen: Sequence[Any]) -> Any:
        """A row an applicant and rule set; one without a verdict for whom none is told."""
        pieces, told = [], pa.repeat(pa.scalar(False), len(who))
        for at, (standing, mask) in enumerate(zip(standings, chosen, strict=True)):
            here = pa.repeat(pa.scalar(True), len(who)) if mask is None else mask
            columns = {PROGRAM: pa.repeat(pa.scalar(at, pa.int8()), len(who))}
            columns |= {name: standing[name].combine_chunks() for name in (TRACK, VERDICT, UNMET, OPEN)}
            both = pa.table({**{name: who[name] for name in who.column_names}, **columns})
            pieces.append(both if mask is None else both.filter(mask))
            told = pc.or_(told, here)
        if not pc.all(told).as_py():
            rest = who.filter(pc.invert(told))
            kinds = {PROGRAM: pa.int8(), TRACK: pa.int16(), VERDICT: pa.int16(), UNMET: pa.int32(), OPEN: pa.int32()}
            nothing = {name: pa.nulls(len(rest), kind) for name, kind in kinds.items()}
            pieces.append(pa.table({**{name: rest[name] for name in rest.column_names}, **nothing}))
        found = pa.concat_tables(pieces)
        if len(pieces) > 1:
            found = found.sort_by([(NUMBER, "ascending"), (PROGRAM, "ascending")])
        return found.combine_chunks()

    def who(self, chunk: Chunk, file: ColumnFile, problems: Any, first: int) -> Any:
        """The applicants: their numbers, under which names, how many problems they have."""
        who = chunk.who
        place = pc.binary_join_element_wise(pa.scalar(str(file.path)), pc.cast(who[ROW], pa.string()), ":")
        counted = problems.group_by(NUMBER).aggregate([([], "count_all")])
        number = pa.arange(first, first + len(who))
        at = pc.index_in(number, value_set=counted[NUMBER].combine_chunks())
        wrong = pc.fill_null(counted["count_all"].combine_chunks().take(at), 0)
        return pa.table(
            {
                NUMBER: number,
                "id": pc.coalesce(who["uscc"], who["name"], place),
                "place": place,
                **{name: who[name] for name in ("name", "uscc", "recommender")},
                "problems": wrong,
            }
        )

    def with_words(self, table: Any, reasons: Sequence[Reason], at: int, first: int) -> Any:
        """Reasons under their applicants' numbers, codes with their names, numbers with their point."""
        columns = {NUMBER: pc.add(table[KEY], first), PROGRAM: pa.repeat(pa.scalar(at, pa.int8()), len(table))}
        for name in table.column_names:
            if name == KEY:
                continue
            column = table[name]
            if name in NUMBERS:
                column = pa.chunked_array([_pointed(part) for part in column.chunks], _DECIMAL)
            columns[name] = self._named(table[REASON], column, self._coded(reasons, at)) if name == TEXT else column
        # in one piece each, as they come back from the disk: pages of files end where pieces do
        return pa.table(columns).combine_chunks()

    def _named(self, codes: Any, texts: Any, coded_in: Mapping[str, list[int]]) -> Any:
        """Regions and industries with their names, each different one looked up once."""
        for fact, some in coded_in.items():
            mask = pc.is_in(codes, value_set=pa.array(some, codes.type)).combine_chunks()
            encoded = pc.dictionary_encode(texts.combine_chunks().filter(mask))
            names = [coded(word, fact, self._library) for word in encoded.dictionary.to_pylist()]
            texts = pa.chunked_array(
                [pc.replace_with_mask(texts.combine_chunks(), mask, pa.array(names, pa.string()).take(encoded.indices))]
            )
        return texts

    def _coded(self, reasons: Sequence[Reason], at: int) -> dict[str, list[int]]:
        """The codes of reasons that tell a region or an industry, by fact."""
        found: dict[str, list[int]] = {}
        for code, reason in enumerate(reasons):
            node = None if reason.leaf is None else self._programs[at].nodes[reason.leaf]
            fact = self._library.fact(getattr(node, "fact", ""))
            if fact is not None and fact.type in CODED:
                found.setdefault(fact.id, []).append(code)
        return found

    def problems(self, chunk: Chunk, file: ColumnFile, asking: Asking, first: int) -> Any:
        """What is wrong with the data of these applicants, in their order."""
        faults, columns = chunk.faults, dict(_columns(file))
        place = [pa.scalar(str(file.path)), pc.cast(faults[ROW], pa.string())]
        column = pc.index_in(faults[HEADER], value_set=pa.array(list(columns), pa.string()))
        numbers = pa.array([str(one) for one in columns.values()], pa.string()).take(column.combine_chunks())
        told = [
            pa.table(
                {
                    NUMBER: pc.add(faults[KEY], first),
                    "place": pc.binary_join_element_wise(*place, numbers, ":", null_handling="skip"),
                    "severity": pa.repeat(pa.scalar(Severity.ERROR.value), len(faults)),
                    **{name: faults[name] for name in (CODE, MESSAGE)},
                    REMEDY: pc.if_else(pc.equal(faults[REMEDY], ""), None, faults[REMEDY]),
                }
            )
        ]
        if asking.unknown is not None:
            told.append(self._of_unknown_tracks(chunk, file, asking.unknown, first).cast(told[0].schema))
        return pa.concat_tables(told).sort_by(NUMBER)

    def _of_unknown_tracks(self, chunk: Chunk, file: ColumnFile, unknown: Any, first: int) -> Any:
        who = chunk.who.filter(unknown)
        encoded = pc.dictionary_encode(who["track"]).combine_chunks()
        problems = [self._tracks.problem(word) for word in encoded.dictionary.to_pylist()]

        def spread(texts: Iterator[str | None]) -> Any:
            return pa.array(list(texts), pa.string()).take(encoded.indices)

        column = next(str(one.at + 1) for one in file.fields.read if one.column.fact.name == APPLIED)
        row = pc.cast(who[ROW], pa.string())
        return pa.table(
            {
                NUMBER: pc.add(who[KEY], first),
                "place": pc.binary_join_element_wise(pa.scalar(str(file.path)), row, pa.scalar(column), ":"),
                "severity": pa.repeat(pa.scalar(Severity.ERROR.value), len(who)),
                CODE: spread(one.code for one in problems),
                MESSAGE: spread(one.message for one in problems),
                REMEDY: spread(one.remedy for one in problems),
            }
        )


_DECIMAL = pa.decimal128(38, DECIMAL_PLACES)


def _pointed(whole: Any) -> Any:
    """Whole numbers of the last place as decimals: the same digits."""
    return pa.Array.from_buffers(_DECIMAL, len(whole), whole.buffers(), whole.null_count, whole.offset)


def _columns(file: ColumnFile) -> Iterator[tuple[str, int]]:
    """The headers of a file, those within lists too, with the numbers of their columns, from 1."""
    for field in file.fields.read:
        yield field.header, field.at + 1
        for one in field.members or ():
            yield f"{field.header}.{one.header}", field.at + 1
