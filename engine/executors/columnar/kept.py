"""What a tabulation tells, left in the database: one table of all columns, and queries of it, for a database on many machines."""

from engine.executors.columnar.board import Board, reference
from engine.executors.columnar.cells import KEY, Records
from engine.executors.columnar.tabulate import Tabulation
from schemas.program import Program
from schemas.reason import OPEN, TRACK, UNMET, VERDICT, Reason


class Kept:
    """A program over many records. `asked` as `Tabulation` has it. Raises Beyond."""

    def __init__(self, board: Board, program: Program, records: Records, asked: str | None = None) -> None:
        self._board, self._tabulation = board, Tabulation(board, program, records, asked)
        made = self._tabulation
        columns = {**made.stated, KEY: reference(KEY, "int64"), **made.truths, **made.own}
        self._found = board.keep(made.frame.query(columns))

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """What the codes stand for."""
        return self._tabulation.reasons

    @property
    def standing(self) -> str:
        """The query of the standings by `@key`: track, verdict, how many criteria are unmet, how many open."""
        columns = ", ".join(map(self._board.quoted, (KEY, TRACK, VERDICT, UNMET, OPEN)))
        return f"SELECT {columns} FROM {self._board.quoted(self._found)}"  # noqa: S608  # our own names

    def telling(self, chosen: str) -> list[str]:
        """The queries of the reasons (`Tabulation.telling`) of those whose keys are in the table `chosen`."""
        key, found, keys = map(self._board.quoted, (KEY, self._found, chosen))
        query = f"SELECT * FROM {found} WHERE {key} IN (SELECT {key} FROM {keys})"  # noqa: S608  # our own names
        return self._tabulation.telling(self._board.keep(query), self._tabulation.kinds)
