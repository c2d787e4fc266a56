"""The run on Spark: files surveyed, read, assessed and written by whatever machines there are; this one only says what to do."""

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa

from engine.batch.columns_in import ColumnFile, open_columns
from engine.batch.columns_in.table import KEY
from engine.batch.columns_out.asking import Tracks
from engine.batch.columns_out.chunk import Desk
from engine.batch.columns_out.pieces import PROGRAM
from engine.batch.columns_out.run import refuse_any
from engine.batch.columns_out.way import ColumnsWay, columns_way
from engine.batch.columns_spark.normal import PROBLEMS, UNKNOWN, WHO, asked, meant
from engine.batch.columns_spark.parts import PART, Part, digest_of, parquet_files, parts_of, survey_file, total_of
from engine.batch.columns_spark.placing import drafts
from engine.batch.columns_spark.spark_sheets import spread_records
from engine.batch.columns_spark.working import (
    JUDGED,
    REPEATED,
    STANDING,
    Working,
    judging,
    naming,
    plain,
    reading,
    wording,
)
from engine.batch.destination import parts as parts_beside
from engine.batch.finding import nothing_in
from engine.batch.intake import Intake
from engine.batch.parquet_out import problem_cells
from engine.batch.statistics import Statistics
from engine.batch.twins import Twin, duplicates_among, twin_rows
from engine.errors import Beyond, ExecutorUnavailable, InputError
from engine.executors.columnar.kept import Kept
from engine.executors.columnar.spark_board import SparkBoard, fitting
from engine.executors.columnar.spark_session import session
from engine.load.library import Library
from schemas.batch import Duplicate
from schemas.batch_tables import PROBLEMS as PROBLEM_COLUMNS
from schemas.batch_tables import REASONS, VERDICTS
from schemas.diagnostic import Diagnostic, Place
from schemas.program import Program
from schemas.reason import VERDICT

_SHOWN = 50
_LOOK = "看 Spark 的日志；确认各台机器装着同样的 zhunru，读得到输入，写得了输出"


class Ran(NamedTuple):
    """What the run read, counted, and who is told twice."""

    intake: Intake
    statistics: Statistics
    duplicates: tuple[Duplicate, ...]


def run_spark(
    inputs: Sequence[str],
    programs: Sequence[Program],
    tracks: Tracks,
    library: Library,
    *,
    output: Path,
    strict: bool,
) -> Ran:
    """Write the three directories of `output`. Raises InputError, and ExecutorUnavailable for what Spark cannot do."""
    way = columns_way([open_columns(path, library) for path in parquet_files(inputs)], programs, library)
    if way is None:
        raise InputError.one(
            "E6094",
            "--backend spark 评不了：规则集有限额，或表里既有推算字段，又有它据以推算的字段",
            remedy="去掉 --backend spark，会自动逐个评审",
        )
    files = _alike(way.files)
    paths = [one.path for one in files]
    warnings = tuple(dict.fromkeys(one for file in files for one in file.warnings))
    spark = session()
    with drafts(output, paths) as written, _telling(), closing(_Run(way, tracks, spark)) as run:
        surveyed = run.survey(paths)
        if not (total := total_of(surveyed)):
            nothing_in("、".join(inputs))
        run.read(list(parts_of(paths, surveyed)), files[0])
        if strict:
            run.refuse_any(warnings)
        run.assess()
        intake = Intake(tuple(paths), total, digest_of(surveyed), warnings)
        return Ran(intake, *run.write(written, warnings))


@contextmanager
def _telling() -> Iterator[None]:
    """What Spark says is wrong, in our words."""
    from pyspark.errors import PySparkException

    try:
        with fitting():
            yield
    except Beyond as error:
        raise _failed("有的数连同算式超过 38 位，Spark 装不下", "去掉 --backend spark，会自动逐个评审") from error
    except PySparkException as error:
        raise _failed(f"Spark 没有做完（{error.getCondition() or type(error).__name__}）", _LOOK) from error


def _failed(message: str, remedy: str) -> ExecutorUnavailable:
    return ExecutorUnavailable(Diagnostic(code="E6095", message=message, remedy=remedy))


def _alike(files: Sequence[ColumnFile]) -> Sequence[ColumnFile]:
    """The files, if all have the same columns: one table is made of them."""
    first = files[0]
    for one in files[1:]:
        if one.fields.read != first.fields.read or not _schema(one).equals(_schema(first)):
            raise InputError.one(
                "E6094",
                f"各文件的列不同：与 {first.path.name} 不一样",
                place=Place(file=str(one.path)),
                remedy="写成同样的列和类型，或分几次评审",
            )
    return files


def _schema(file: ColumnFile) -> Any:
    return file.nobody().records.data.schema


class _Run:
    """A run under way: what is read, and then what it comes to, are tables of Spark's."""

    def __init__(self, way: ColumnsWay, tracks: Tracks, session: Any) -> None:
        self._way, self._tracks, self._session = way, tracks, session
        self._desk = Desk(way.programs, tracks, way.library)
        self._board = SparkBoard(session)
        self._kept: list[Any] = []
        self._ready: list[Kept] = []
        self._rows, self._judged = self._board.name(), self._board.name()
        self._twice = f"SELECT id FROM {self._judged} GROUP BY id HAVING COUNT(DISTINCT number) > 1"  # noqa: S608

    def close(self) -> None:
        """Let go of what Spark holds for us."""
        self._board.close()
        for one in self._kept:
            one.unpersist()

    def survey(self, files: Sequence[Path]) -> list[Any]:
        """What is in the files."""
        names = [str(path.resolve()) for path in files]
        return list(self._session.sparkContext.parallelize(names, len(names)).map(survey_file).collect())

    def read(self, parts: Sequence[Part], file: ColumnFile) -> None:
        """The applicants of all parts, as rows."""
        nobody = file.nobody()
        schema, read = reading(file, self._desk, self._tracks)
        tasks = self._session.sparkContext.parallelize([tuple(one) for one in parts], len(parts))
        self._keep(self._rows, tasks.toDF(PART), read, schema)
        self._records = spread_records(self._board, self._rows, nobody.records, len(self._way.programs))

    def refuse_any(self, warnings: Sequence[Diagnostic]) -> None:
        """Raise InputError if anything is wrong with the data."""
        refuse_any(self._board.fetch(f"{self._problems()} ORDER BY number LIMIT {_SHOWN}"), warnings)

    def assess(self) -> None:
        """Everybody's verdicts, from the standings under all programs."""
        for at, program in enumerate(self._way.programs):
            several = len(program.tracks) > 1
            self._ready.append(Kept(self._board, program, self._records, asked(at) if several else None))
        quoted, joins, columns = (
            self._board.quoted,
            [],
            [f"r.{self._board.quoted(WHO)}.*", f"r.{self._board.quoted(UNKNOWN)}"],
        )
        for at, one in enumerate(self._ready):
            columns += [f"r.{quoted(asked(at))}", f"r.{quoted(meant(at))}"]
            columns += [f"s{at}.{quoted(name)} AS {quoted(f'{name}{at}')}" for name in STANDING]
            joins.append(f"JOIN ({one.standing}) s{at} ON s{at}.{quoted(KEY)} = r.{quoted(KEY)}")
        frame = self._board.frame(f"SELECT {', '.join(columns)} FROM {quoted(self._rows)} r {' '.join(joins)}")  # noqa: S608
        self._keep(self._judged, frame, judging(self._desk, len(self._ready)), JUDGED)

    def write(self, path: Path, warnings: Sequence[Diagnostic]) -> tuple[Statistics, tuple[Duplicate, ...]]:
        """The three directories; what was counted, and who is told twice."""
        reasons_at, problems_at = parts_beside(path)
        self._write(self._reasons(), reasons_at)
        twins = self._twins()
        duplicates = duplicates_among((one.id, one.number) for one in twins)
        problems = self._board.frame(self._problems())
        if rows := [*(problem_cells(one, None) for one in warnings), *twin_rows(twins, duplicates)]:
            problems = problems.union(self._session.createDataFrame(_table(rows)))
        self._write(problems, problems_at)
        self._write(self._verdicts(), path)
        return self._counted(), duplicates

    # --- what is written --------------------------------------------------------------------------------------------

    def _reasons(self) -> Any:
        """The reasons of those who are told of a rule set, as they are written."""
        found, quoted = None, self._board.quoted
        for at, one in enumerate(self._ready):
            chosen = self._board.name()
            keys = f"SELECT number - 1 AS {quoted(KEY)} FROM {quoted(self._judged)} WHERE {quoted(PROGRAM)} = {at}"  # noqa: S608
            self._board.view(chosen, keys)
            words = wording(self._desk, self._way.programs[at], self._way.library, one.reasons, at)
            for query in one.telling(chosen):
                told = self._mapped(self._board.frame(query), words, plain(REASONS))
                found = told if found is None else found.union(told)
        return found if found is not None else self._session.createDataFrame(plain(REASONS).empty_table())

    def _verdicts(self) -> Any:
        """The verdicts, those of duplicates under names of their own."""
        query = f"SELECT j.*, d.id IS NOT NULL AS {REPEATED} FROM {self._judged} j LEFT JOIN ({self._twice}) d ON j.id = d.id"  # noqa: S608
        return self._mapped(self._board.frame(query), naming(self._way.programs), plain(VERDICTS))

    def _problems(self) -> str:
        """The query of what is wrong with the data."""
        quoted = self._board.quoted
        rows = f"SELECT {quoted(WHO)}.number AS number, explode({quoted(PROBLEMS)}) AS one FROM {quoted(self._rows)}"  # noqa: S608
        return f"SELECT number, one.* FROM ({rows})"  # noqa: S608

    def _counted(self) -> Statistics:
        found = Statistics()
        query = f"SELECT {self._board.quoted(VERDICT)}, COUNT(*) FROM {self._judged} GROUP BY 1"  # noqa: S608
        ranks, counts = self._board.fetch(query).columns
        for rank, count in zip(ranks.to_pylist(), counts.to_pylist(), strict=True):
            found.add_outcomes(rank, count)
        return found

    def _twins(self) -> list[Twin]:
        """Applicants that share a name, in the order of their numbers."""
        columns = ", ".join(Twin._fields)
        query = f"SELECT DISTINCT {columns} FROM {self._judged} WHERE id IN ({self._twice}) ORDER BY number"  # noqa: S608
        return [Twin(*(row[name] for name in Twin._fields)) for row in self._board.fetch(query).to_pylist()]

    # --- Spark's ----------------------------------------------------------------------------------------------------

    def _keep(self, name: str, frame: Any, mapping: Working, schema: Any) -> None:
        made = self._mapped(frame, mapping, schema).persist()
        self._kept.append(made)
        made.createOrReplaceTempView(name)

    def _mapped(self, frame: Any, mapping: Working, schema: Any) -> Any:
        from pyspark.sql.pandas.types import from_arrow_schema

        return frame.mapInArrow(mapping, from_arrow_schema(schema))

    def _write(self, frame: Any, path: Path) -> None:
        frame.write.mode("overwrite").option("compression", "zstd").parquet(f"file://{path}")


def _table(rows: Sequence[Sequence[object]]) -> Any:
    """Problems of no applicant of its own."""
    schema = plain(PROBLEM_COLUMNS)
    columns = zip(*rows, strict=True)
    return pa.table([pa.array(cells, one.type) for cells, one in zip(columns, schema, strict=True)], schema=schema)
