"""What of the way over Spark needs no Spark: what it lacks, what it refuses, and what its workers do with batches."""

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from bench import applicants
from engine.batch import columns_spark as rooms
from engine.batch.columns_in import open_columns
from engine.batch.columns_in.table import KEY
from engine.batch.columns_out import Tracks
from engine.batch.columns_out.assembly import Verdicts
from engine.batch.columns_out.catalogue import Words
from engine.batch.columns_out.chunk import Desk
from engine.batch.columns_out.way import columns_way
from engine.batch.columns_spark import working
from engine.batch.columns_spark.normal import PROBLEMS, WHO, asked, meant
from engine.batch.columns_spark.parts import digest_of, parquet_files, parts_of, survey_file, total_of
from engine.batch.columns_spark.placing import drafts
from engine.batch.columns_spark.spark_run import Ran
from engine.batch.intake import Intake
from engine.batch.letters import letter_order
from engine.batch.parquet_tables import schema_of
from engine.batch.statistics import Statistics
from engine.compile import compile_program
from engine.errors import ExecutorUnavailable, InputError
from engine.executors.columnar import needs_spark
from engine.executors.columnar.told import Told
from engine.load.library import load_library
from schemas.batch_tables import REASONS
from schemas.reason import VERDICT
from tests.batch_making import ON, Office
from tests.command_line import refused, run

SCHEME = "jilin/innovation-center"


# --- what it needs ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("script", "why"),
    [
        ("echo 'openjdk version \"17.0.15\" 2025-04-15' >&2", None),
        ("echo 'java version \"25\" 2025-09-16' >&2", None),
        ("echo 'java version \"1.8.0_452\"' >&2", "Java 是 8，太旧"),
        ("echo 'a kettle' >&2", "没有找到 Java"),
        ("exit 1", "没有找到 Java"),
    ],
)
def test_which_java_will_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, why: str | None) -> None:
    java = tmp_path / "bin" / "java"
    java.parent.mkdir()
    java.write_text(f"#!/bin/sh\n{script}\n")
    java.chmod(0o755)
    monkeypatch.setattr(needs_spark, "_NEEDS", ())
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    assert needs_spark.missing() == why
    monkeypatch.delenv("JAVA_HOME")
    monkeypatch.setenv("PATH", f"{java.parent}{os.pathsep}{os.environ['PATH']}")
    assert needs_spark.missing() == why


def test_what_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(needs_spark, "_NEEDS", ("sys", "no_such_library"))
    with pytest.raises(ExecutorUnavailable, match=r"E6093 .*没有装 no_such_library"):
        needs_spark.refuse_missing()
    monkeypatch.setattr(needs_spark, "_NEEDS", ("sys",))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(ExecutorUnavailable, match=r"E6093 .*没有找到 Java"):
        needs_spark.refuse_missing()
    monkeypatch.setattr(needs_spark, "missing", lambda: None)
    needs_spark.refuse_missing()


# --- what it refuses --------------------------------------------------------------------------------------------


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def parquet(path: Path, **columns: list[Any]) -> Path:
    pq.write_table(pa.table({"单位名称": ["甲"], **columns}), path)
    return path


def test_what_only_one_machine_does(office: Office, tmp_path: Path) -> None:
    path = parquet(tmp_path / "申报.parquet")
    more: list[dict[str, Any]] = [
        {"output": "结果.xlsx"},
        {"output": "结果.parquet", "engine_asked": True},
        {"output": "结果.parquet", "judgements": path},
        {"output": "结果.parquet", "mapping": path},
        {"output": "结果.parquet", "resume": True},
        {"output": "结果.parquet", "letters": letter_order(tmp_path / "意见书", template=None, reply_by=None, on=ON)},
    ]
    for one in more:
        with pytest.raises(InputError, match="E6094"):
            office.review(path, schemes=("test/other",), backend="spark", **one)


def test_a_rule_set_with_a_cap(office: Office, tmp_path: Path) -> None:
    path = parquet(tmp_path / "申报.parquet")
    with pytest.raises(InputError, match=r"E6094 .*限额"):
        office.review(path, output="结果.parquet", backend="spark")


def test_files_of_different_columns(office: Office, tmp_path: Path) -> None:
    folder = tmp_path / "申报"
    folder.mkdir()
    parquet(folder / "a.parquet", 职工总数=[3])
    parquet(folder / "b.parquet", 单位类型=[["企业"]])
    with pytest.raises(InputError, match=r"b\.parquet.* E6094"):
        office.review(folder, output="结果.parquet", schemes=("test/other",), backend="spark")


def test_only_parquet_is_read(tmp_path: Path) -> None:
    (tmp_path / "空").mkdir()
    with pytest.raises(InputError, match="E6004"):
        parquet_files([str(tmp_path / "空")])
    with pytest.raises(InputError, match="E6094"):
        parquet_files([str(tmp_path / "申报.csv")])
    hidden = tmp_path / "申报" / "_temporary"
    hidden.mkdir(parents=True)
    parquet(hidden / "a.parquet")
    one = parquet(tmp_path / "申报" / "b.parquet")
    assert parquet_files([str(tmp_path / "申报"), str(one)]) == [one]


def test_a_backend_that_there_is_not(tmp_path: Path) -> None:
    refused(run("batch", "a.parquet", "-o", tmp_path / "b.parquet", "--backend", "spork"), "E3013", "spark")


# --- where it writes --------------------------------------------------------------------------------------------


def written(output: Path, files: list[Path], word: str = "new") -> None:
    with drafts(output, files) as draft:
        for name in ("out.parquet", "out.明细.parquet", "out.问题.parquet"):
            (draft.parent / name).mkdir()
            (draft.parent / name / f"{word}.parquet").touch()


def test_three_directories_take_their_places(tmp_path: Path) -> None:
    output = tmp_path / "结果.parquet"
    for word in ("old", "new"):
        written(output, [], word)
        assert sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*")) == sorted(
            f"结果{name}.parquet{file}" for name in ("", ".明细", ".问题") for file in ("", f"/{word}.parquet")
        )


def test_what_is_not_replaced(tmp_path: Path) -> None:
    output = tmp_path / "结果.parquet"
    output.touch()
    with pytest.raises(InputError, match=r"E6003 .*同名的文件，"):
        written(output, [])
    output.unlink()
    output.mkdir()
    (output / "论文.docx").touch()
    with pytest.raises(InputError, match=r"E6003 .*别的文件"):
        written(output, [])
    (output / "论文.docx").unlink()
    with pytest.raises(InputError, match=r"E6003 .*输入"):
        written(output, [output / "a.parquet"])
    with pytest.raises(InputError, match="E6002"):
        written(tmp_path / "没有" / "结果.parquet", [])
    assert [path.name for path in tmp_path.iterdir()] == ["结果.parquet"]


def test_a_report_of_what_ran(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = parquet(tmp_path / "申报.parquet")
    ran = Ran(Intake((path,), 7, "abc"), Statistics(), ())
    monkeypatch.setattr(rooms, "run_spark", lambda *_given, **_more: ran)
    done = office.review(path, output="结果.parquet", schemes=("test/other",), backend="spark")
    assert (done.report.run.applicants, done.report.run.input_sha256) == (7, "abc")
    assert (done.report.run.engine.executor, done.statistics) == ("columnar", ran.statistics)


# --- what its workers do ----------------------------------------------------------------------------------------


def test_workers_say_what_one_machine_says(tmp_path: Path) -> None:
    """The functions that Spark sends away, given the batches that it would give them."""
    library = load_library()
    path = tmp_path / "申报.parquet"
    applicants.write(library, 120, 7, path)
    table = pq.read_table(path).to_pydict()
    for column in table.values():
        column[3] = None
        column[100:] = [None] * 20
    table["发明专利数"][20], table["申报类型"][11] = -3, "综合"
    pq.write_table(pa.table(table), path, row_group_size=50)
    programs = [compile_program(library, SCHEME, ON)]
    way = columns_way([open_columns(path, library)], programs, library)
    assert way is not None
    (file,) = way.files
    tracks = Tracks(programs, [library.rule_sets[SCHEME]], library, None, chosen=True)
    desk = Desk(programs, tracks, library)

    surveyed = [survey_file(str(path))]
    parts = list(parts_of([path], surveyed))
    assert [(one.group, one.row, one.first) for one in parts] == [(0, 1, 1), (1, 51, 50)]
    assert (total_of(surveyed), digest_of(surveyed)) == (99, surveyed[0].sha256)
    assert digest_of(surveyed * 2) != digest_of(surveyed)
    schema, read = working.reading(file, desk, tracks)
    tasks = pa.RecordBatch.from_pylist([one._asdict() for one in parts])
    applied = pa.Table.from_batches(read(iter([tasks])), schema)

    (chunk,) = file.chunks()
    piece = desk.piece(chunk, file, 1)
    who = pa.table(
        dict(
            zip(
                (one.name for one in applied.schema.field(WHO).type),
                applied[WHO].combine_chunks().flatten(),
                strict=True,
            )
        )
    )
    assert who["number"].to_pylist() == list(range(1, 100))
    assert sum(map(len, applied[PROBLEMS].to_pylist())) == len(piece.problems) > 0

    records = replace(chunk.records, data=chunk.records.data.append_column(asked(0), applied[asked(0)]))
    assessed = Told(desk._board, programs[0], records, asked(0))
    names = [*(f"{name}0" for name in working.STANDING)]
    standing = assessed.standings().drop_columns([KEY]).rename_columns(names)
    beside = {name: applied[name] for name in (asked(0), meant(0), "@unknown")}
    given = pa.table(
        {**{name: who[name] for name in who.column_names}, **beside, **{one: standing[one] for one in names}}
    )
    judged = pa.Table.from_batches(working.judging(desk, 1)(batches(given)), working.JUDGED)
    assert judged.to_pylist() == piece.verdicts.select(working.JUDGED.names).to_pylist()

    flagged = judged.append_column(working.REPEATED, pa.array([at < 2 for at in range(len(judged))]))
    named = pa.Table.from_batches(working.naming(programs)(batches(flagged)))
    repeated = judged["id"].slice(0, 2).combine_chunks()
    assert named.to_pylist() == Verdicts(programs).rows(judged, repeated).to_pylist()
    assert named["id"].to_pylist()[0].endswith("@" + who["place"].to_pylist()[0])

    word = working.wording(desk, programs[0], library, assessed.reasons, 0)
    decided = judged.filter(pc.is_valid(judged[VERDICT]))
    chosen = pc.is_in(applied[KEY], value_set=pc.subtract(decided["number"], 1).combine_chunks()).combine_chunks()
    told = [row for one in assessed.told(chosen) for row in pa.Table.from_batches(word(batches(one))).to_pylist()]
    words = Words(programs[0], library)
    plainly = [
        row for one in desk.piece(chunk, file, 1).reasons for row in words.rows(one, schema_of(REASONS)).to_pylist()
    ]
    assert sorted(map(str, told)) == sorted(map(str, plainly))
    desk.close()


def batches(table: Any) -> Iterator[Any]:
    """Batches as Spark sends them, an empty one among them."""
    yield pa.RecordBatch.from_pylist([], table.schema)
    yield from table.to_batches(max_chunksize=40)
