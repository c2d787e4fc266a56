"""What a tabulation tells, left on the board of Spark: one table of all columns, and queries of it."""

from engine.executors.columnar.board import reference
from engine.executors.columnar.cells import KEY, Records
from engine.executors.columnar.spark_board import SparkBoard
from engine.executors.columnar.tabulate import Tabulation
from schemas.program import Program
from schemas.reason import OPEN, TRACK, UNMET, VERDICT, Reason


class SparkTold:
    """A program over many records. `asked` as `Tabulation` has it. Raises Beyond."""

    def __init__(self, board: SparkBoard, program: Program, records: Records, asked: str | None = None) -> None:
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
        quoted, among = self._board.quoted, self._board.name()
        query = f"SELECT * FROM {quoted(self._found)} LEFT SEMI JOIN {quoted(chosen)} USING ({quoted(KEY)})"  # noqa: S608
        self._board.keep_once(among, query)
        return self._tabulation.telling(among, self._tabulation.kinds)
