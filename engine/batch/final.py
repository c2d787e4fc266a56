"""What was put by, with what holds across rows: caps, and names of their own for those that share one."""

from collections.abc import Collection, Iterator, Mapping

from engine.batch.judgements import exact_id
from engine.batch.limits import with_limits
from engine.batch.row_lines import RowLines, row_lines
from engine.batch.spool import Spool
from engine.batch.telling import Telling
from schemas.batch import BatchRow, LimitFinding


class Final:
    """The rows of a batch, or their lines, as often as they are wanted."""

    def __init__(self, spool: Spool, limits: Mapping[int, tuple[LimitFinding, ...]], repeated: Collection[int]) -> None:
        """`limits` are what caps come to, `repeated` who shares a name, all by number."""
        self._spool = spool
        self._limits = limits
        self._repeated = repeated

    def rows(self) -> Iterator[BatchRow]:
        """The rows, in their order."""
        return map(self._final, self._spool.rows())

    def lines(self, telling: Telling) -> Iterator[RowLines]:
        """Their lines, made anew where other rows bear upon them."""
        for number, one in enumerate(self._spool.stored(), 1):
            if number in self._limits or number in self._repeated:
                row = self._final(one.row())
                yield row_lines(row, telling.notes(row), telling.of(row))
            else:
                yield one.lines()

    def _final(self, row: BatchRow) -> BatchRow:
        who = row.applicant
        if who.number in self._repeated:
            row = row.model_copy(update={"applicant": who.model_copy(update={"id": exact_id(who.id, who.place)})})
        return with_limits(row, self._limits.get(who.number, ()))
