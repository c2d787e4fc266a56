"""The same board on Spark: the same expressions as Spark SQL, for records that no one machine holds.

Spark computes as DuckDB does only under settings of its own (`SETTINGS`): what does not fit into 38 digits is told, where
Spark would else go on with NULL, which is unknown here.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

import pyarrow as pa

from engine.errors import Beyond
from engine.executors.columnar.board import Board, Branch, Columns, type_of

SETTINGS = {
    # what does not fit is an error, not NULL
    "spark.sql.ansi.enabled": "true",
    # the quotient of whole numbers keeps 32 digits before its point, not none
    "spark.sql.decimalOperations.allowPrecisionLoss": "true",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.execution.arrow.maxRecordsPerBatch": "50000",
    # planning: hundreds of columns in twenty layers, each of which would be told of all others
    "spark.sql.constraintPropagation.enabled": "false",
    # small tables are not worked out while planning, by one thread and without compiling
    "spark.sql.optimizer.excludedRules": "org.apache.spark.sql.catalyst.optimizer.ConvertToLocalRelation",
}


_TOO_LARGE = ("NUMERIC_VALUE_OUT_OF_RANGE", "ARITHMETIC_OVERFLOW", "CAST_OVERFLOW")


class Spread(NamedTuple):
    """A table that is spread over machines: its name, and its columns as an Arrow schema has them."""

    name: str
    schema: pa.Schema


@contextmanager
def fitting() -> Iterator[None]:
    """Numbers that come to more than 38 digits are told, wherever the machine was that met them."""
    from pyspark.errors import PySparkException

    try:
        yield
    except PySparkException as error:
        if not any(name in str(error) for name in _TOO_LARGE):
            raise
        raise Beyond.because(str(error)) from error


class SparkBoard(Board):
    """A Spark session as a board. Tables are views; what is kept is cached, and worked out when it is first read."""

    def __init__(self, session: Any) -> None:
        """`session` is a SparkSession; it takes on `SETTINGS`, and stays open."""
        self._session = session
        self._cached: dict[str, Any] = {}
        super().__init__()

    def _open(self) -> Any:
        from ibis.backends.sql.compilers.pyspark import PySparkCompiler

        for name, value in SETTINGS.items():
            self._session.conf.set(name, value)
        compiler = PySparkCompiler()
        self.dialect = compiler.dialect
        return compiler

    def quoted(self, name: str) -> str:
        """The name of a column or a table, as queries have it."""
        return f"`{name}`"

    def text(self, text: str) -> str:
        """A text, as queries have it."""
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"

    def long(self, number: str) -> str:
        """A number as wide as there are, to be worked with."""
        return f"CAST({number} AS DECIMAL(38, 0))"

    def quotient(self, above: str, below: str) -> str:
        """A whole number divided by a positive one; what is left over falls away before, so that nothing is rounded."""
        return f"CAST(({above} - {above} % {below}) / {below} AS DECIMAL(38, 0))"

    def branches(self, source: str, record: str, key: str, branches: Sequence[Branch]) -> str:
        """The query of some rows of every record of `source`, which calls it so, beside its key; it is read once."""
        structs = []
        for one in branches:
            listed = ", ".join(f"{self.text(name)}, {sql}" for name, sql in one.columns.items())
            structs.append(f"IF({one.where}, named_struct({listed}), NULL)")
        rows = f"filter(array({', '.join(structs)}), one -> one IS NOT NULL)"
        names = ", ".join(map(self.quoted, branches[0].columns))
        told = ", ".join(f"told.{self.quoted(name)}" for name in branches[0].columns)
        return (
            f"SELECT {record}.{self.quoted(key)}, {told} FROM {source} "  # noqa: S608  # our own names
            f"LATERAL VIEW inline({rows}) told AS {names}"
        )

    def view(self, name: str, query: str) -> None:
        """A query under a name, in the place of one that had it; it runs whenever it is read."""
        with fitting():
            self._session.sql(query).createOrReplaceTempView(name)

    def put(self, name: str, data: Any) -> None:
        """An Arrow table, or a DataFrame, under a name of its own, in the place of one that had it."""
        frame = self._session.createDataFrame(data) if isinstance(data, pa.Table) else data
        frame.createOrReplaceTempView(name)

    def place(self, data: Any) -> Columns:
        """An Arrow table as a table of the database, or what `Spread` says of one that is there."""
        if isinstance(data, Spread):
            return Columns(data.name, {one.name: type_of(one.type) for one in data.schema})
        return super().place(data)

    def fetch(self, query: str) -> pa.Table:
        """What a query gives."""
        with fitting():
            return self._session.sql(query).toArrow()

    def frame(self, query: str) -> Any:
        """A query as a DataFrame."""
        with fitting():
            return self._session.sql(query)

    def _make(self, name: str, query: str) -> None:
        if name in self._cached:
            self._cached.pop(name).unpersist()
        self._cached[name] = frame = self.frame(query).persist()
        frame.createOrReplaceTempView(name)

    def close(self) -> None:
        """Let go of what is cached; the session stays."""
        for frame in self._cached.values():
            frame.unpersist()
        self._cached.clear()
