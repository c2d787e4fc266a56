"""The database behind the frames: tables put in, queries run; the one place that writes SQL around Ibis.

Ibis turns the expressions of one layer into SQL, each made of columns only. Chained in Ibis, the layers of a program
would be rewritten into one another again and again (half a minute for thirty criteria); chained here, by name, the
whole takes a fraction of a second.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import count
from typing import Any, NamedTuple

import ibis
import ibis.expr.operations as ops
import pyarrow as pa
import sqlglot.expressions as sge

from engine.errors import Beyond
from engine.executors.columnar.interval import WHOLE, Expr

_BATCH = 1 << 15
"""Rows that a thread of the database takes at a time."""
BELOW = "below"
"""What a query is about: brackets, not a named WITH, whose chains DuckDB takes minutes to plan."""


class Branch(NamedTuple):
    """A row of each record for which a column holds: its columns in SQL."""

    where: str
    columns: Mapping[str, str]


class Board:
    """One DuckDB in memory, and names for what is put into it; SQL that is not Ibis's is in its words, too."""

    dialect: Any = "duckdb"

    def __init__(self, threads: int | None = None) -> None:
        """`threads` that work at a query; as many as there are processors unless others have work for them."""
        self._threads = threads
        self._compiler: Any = self._open()
        self._names = count()
        self._placed: dict[int, tuple[pa.Table, str]] = {}
        self._kept: dict[str, str] = {}
        self._constants: dict[Any, Expr] = {}
        self._texts: dict[Any, str] = {}

    # --- what differs from database to database ---------------------------------------------------------------------

    def _open(self) -> Any:
        """Open the database; what turns expressions into its SQL."""
        import duckdb
        from ibis.backends.sql.compilers.duckdb import DuckDBCompiler

        self._connection = duckdb.connect(config={} if self._threads is None else {"threads": self._threads})
        return DuckDBCompiler()

    def quoted(self, name: str) -> str:
        """The name of a column or a table, as queries have it."""
        return f'"{name}"'

    def text(self, text: str) -> str:
        """A text, as queries have it."""
        return "'" + text.replace("'", "''") + "'"

    def long(self, number: str) -> str:
        """A number as wide as there are, to be worked with."""
        return f"CAST({number} AS HUGEINT)"

    def quotient(self, above: str, below: str) -> str:
        """A whole number divided by a positive one; what is left over falls away."""
        return f"({above} // {below})"

    def branches(self, source: str, record: str, key: str, branches: Sequence[Branch]) -> str:
        """The query of some rows of every record of `source`, which calls it so, beside its key."""
        queries = []
        for one in branches:
            listed = ", ".join(f"{sql} AS {self.quoted(name)}" for name, sql in one.columns.items())
            queries.append(f"SELECT {record}.{self.quoted(key)}, {listed} FROM {source} WHERE {one.where}")  # noqa: S608
        return " UNION ALL ".join(queries)

    def put(self, name: str, data: pa.Table) -> None:
        """An Arrow table under a name of its own, in the place of one that had it."""
        # in pieces: each is one thread's work
        pieces = data.combine_chunks().to_batches(max_chunksize=_BATCH)
        self._connection.register(name, pa.Table.from_batches(pieces, data.schema))

    def fetch(self, query: str) -> pa.Table:
        """What a query gives."""
        with _fitting():
            return self._connection.sql(query).to_arrow_table()

    def _make(self, name: str, query: str) -> None:
        """Keep what a query gives under a name, in the place of what had it."""
        with _fitting():
            self._connection.execute(f'CREATE OR REPLACE TEMP TABLE "{name}" AS {query}')

    def close(self) -> None:
        """Let the database go."""
        self._connection.close()

    # --- what does not ----------------------------------------------------------------------------------------------

    def place(self, data: pa.Table) -> "Columns":
        """An Arrow table as a table of the database."""
        name = self.name()
        self.put(name, data)
        self._placed[id(data)] = (data, name)
        return Columns(name, {one.name: type_of(one.type) for one in data.schema})

    def name(self) -> str:
        """A name that nothing has."""
        return f"t{next(self._names)}"

    def keep(self, query: str) -> str:
        """Run a query now, and keep what it gives under a name; it runs again when other tables take the place of those read."""
        name = self.name()
        self._kept[name] = query
        self._make(name, query)
        return name

    def replace(self, tables: Iterable[tuple[pa.Table, pa.Table]]) -> None:
        """Put tables of the same columns in the place of others, and run again whatever was made of those."""
        for old, new in tables:
            _, name = self._placed.pop(id(old))
            self.put(name, new)
            self._placed[id(new)] = (new, name)
        for name, query in self._kept.items():
            self._make(name, query)

    def constant(self, expression: Expr) -> Expr:
        """What an expression that reads no column comes to, as a literal: written into one another they grow without end."""
        node = expression.op()
        if isinstance(node, ops.Literal):
            return expression
        if node not in self._constants:
            query = str(self._compiler.to_sqlglot(expression).sql(dialect=self.dialect, copy=False))
            (value,) = self.fetch(query).column(0).to_pylist()
            self._constants[node] = ibis.literal(value, type=expression.type())
        return self._constants[node]

    def select(
        self, source: str, columns: Mapping[str, Expr], *, everything: bool = False, by: str | None = None
    ) -> str:
        """The query of some expressions over `source`, a table or a query in brackets.

        `everything` puts the table's own columns before them; `by` makes them aggregates for each value of a column.
        """
        written = zip(columns, self._written(list(columns.values()), total=by is not None), strict=True)
        first = [f"{BELOW}.*"] if everything else [] if by is None else [f"{BELOW}.{self.quoted(by)}"]
        listed = ", ".join([*first, *(f"{text} AS {self.quoted(name)}" for name, text in written)])
        grouped = "" if by is None else " GROUP BY 1"
        return f"SELECT {listed} FROM {source} AS {BELOW}{grouped}"  # noqa: S608  # what Ibis wrote, under names of ours

    def written(self, expression: Expr) -> str:
        """An expression as SQL, for `branches`."""
        return self._written([expression], total=False)[0]

    def _written(self, expressions: Sequence[Expr], *, total: bool) -> list[str]:
        """Expressions as SQL, each written by Ibis once, however many queries it stands in; it is shown no more than they read."""
        nodes = [expression.op() for expression in expressions]
        if fresh := [node for node in dict.fromkeys(nodes) if node not in self._texts]:
            fields = {field for node in fresh for field in node.find(ops.Field)}
            narrow = ibis.table({field.name: field.dtype for field in fields} or {"@key": "int64"}, name="narrow")
            place = {field: narrow[field.name].op() for field in fields}
            read = {
                f"!{number}": (node.replace(place) if place else node).to_expr() for number, node in enumerate(fresh)
            }
            query = self._compiler.to_sqlglot(narrow.aggregate(**read) if total else narrow.select(**read))
            for column in query.find_all(sge.Column):
                column.set("table", sge.to_identifier(BELOW))
            for truth in list(query.find_all(sge.Not, sge.Predicate, sge.Connector)):
                if _is_operand(truth):
                    truth.replace(brackets := sge.Paren())
                    brackets.set("this", truth)
            for node, written in zip(fresh, query.expressions, strict=True):
                self._texts[node] = str(written.unalias().sql(dialect=self.dialect, copy=False))
        return [self._texts[node] for node in nodes]


def _is_operand(truth: Any) -> bool:
    """Whether something is asked of a truth that Ibis put no brackets around: SQL takes `NOT x IS NULL` for `NOT (x IS NULL)`."""
    above = truth.parent
    if isinstance(above, sge.Is) and truth.arg_key == "expression":
        return False  # IS NOT NULL
    return isinstance(above, sge.Binary | sge.In) and not isinstance(above, sge.Connector)


@contextmanager
def _fitting() -> Iterator[None]:
    """Numbers that come to more than 38 digits are told; the database never rounds them."""
    import duckdb

    try:
        yield
    except (duckdb.OutOfRangeException, duckdb.ConversionException) as error:
        raise Beyond.because(str(error)) from error


def type_of(type_: pa.DataType) -> str:
    """An Arrow type as Ibis calls it; only those that sheets are made of."""
    if pa.types.is_list(type_):
        return f"array<{type_of(type_.value_type)}>"
    if pa.types.is_decimal(type_):
        return WHOLE
    return {"bool": "boolean", "date32[day]": "date", "int64": "int64", "string": "string"}[str(type_)]


class Columns:
    """A table by the names and types of its columns; a reference to a column holds wherever that column is."""

    def __init__(self, name: str, types: Mapping[str, Any]) -> None:
        self.name = name
        self.types = dict(types)

    def get(self, column: str) -> Expr | None:
        """A column, None if there is none of that name."""
        return self[column] if column in self.types else None

    def __getitem__(self, column: str) -> Expr:
        return reference(column, self.types[column])


def reference(column: str, type_: Any) -> Expr:
    """A column by name, of whatever table it will be read from."""
    return ibis.table({column: type_}, name="any")[column]


def read_by(expression: Expr) -> set[str]:
    """The names of the columns that an expression reads."""
    return {field.name for field in expression.op().find(ops.Field)}


def columns_of(expression: Expr) -> dict[str, Expr]:
    """The columns that an expression reads, by name."""
    return {field.name: field.to_expr() for field in expression.op().find(ops.Field)}


def known_value(expression: Expr, other: object) -> object:
    """What an expression is for every record, if it is a literal; else `other`."""
    node = expression.op()
    return node.value if isinstance(node, ops.Literal) else other
