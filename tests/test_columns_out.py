"""From Parquet to Parquet by columns: the same tables as case by case, resumed to the same bytes, no step of Python a row."""

import shutil
import sys
from collections import Counter
from decimal import Decimal
from pathlib import Path
from types import FrameType
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from bench import applicants
from engine.batch import Order, columns_in, run_batch
from engine.batch.columns_in import source
from engine.batch.columns_out import chunk
from engine.batch.columns_out.pieces import Pieces
from engine.batch.run import Done
from engine.errors import Beyond, InputError
from engine.executors.columnar import board
from engine.executors.columnar.board import Board
from engine.load.library import SHIPPED, Library, load_library
from tests.batch_making import ON, Office, unwatched

SCHEME = "jilin/innovation-center"
TABLES = ("", ".明细", ".问题")


@pytest.fixture(scope="session")
def shipped() -> Library:
    return load_library()


@pytest.fixture(scope="session")
def file(shipped: Library, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Applicants as they come: some cells that cannot be used, blank rows, a 申报类型 of nobody's, duplicates."""
    path = tmp_path_factory.mktemp("申报") / "申报.parquet"
    applicants.write(shipped, 240, 7, path)
    table = pq.read_table(path).to_pydict()
    for column in table.values():
        column[17] = column[90] = None
    table["统一社会信用代码"][5] = table["统一社会信用代码"][6]
    table["统一社会信用代码"][8] = "91220101MA0Y12340X"
    table["申报类型"][11], table["申报类型"][12] = "综合", "厅地共建"
    table["发明专利数"][20], table["年销售收入（2025，万元）"][21] = -3, Decimal("-0.5")
    table["注册地"][22] = "不存在的地方"
    table["不认识的列"] = [None if row in (17, 90) else "甲" for row in range(240)]
    pq.write_table(pa.table(table), path)
    return path


def review(file: Path, folder: Path, library: Library, **more: Any) -> Done:
    """A batch from Parquet to Parquet; `engine` names the executor."""
    engine = more.pop("engine", None)
    given = {"executor": engine or "inference", "engine_asked": engine is not None, **more}
    return run_batch(Order((str(file),), folder / "结果.parquet", (SHIPPED,), ON, **given), library, unwatched)


def tables(folder: Path) -> list[list[tuple[str, ...]]]:
    return [cells(folder / f"结果{name}.parquet") for name in TABLES]


def cells(path: Path) -> list[tuple[str, ...]]:
    rows = pq.read_table(path).to_pylist()
    return sorted(tuple(plain(cell) for cell in row.values()) for row in rows)


def plain(cell: object) -> str:
    return f"{cell.normalize():f}" if isinstance(cell, Decimal) else str(cell)


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"schemes": (SCHEME,)},
        {"schemes": (SCHEME,), "track": "综合性"},
        {"schemes": ("jilin/characteristic-base", SCHEME)},
    ],
    ids=["every scheme", "one", "a track", "two"],
)
def test_by_columns_as_case_by_case(
    file: Path, shipped: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, more: dict[str, Any]
) -> None:
    monkeypatch.setattr(source, "CHUNK", 100)
    sizes(monkeypatch, 100)
    by_columns, by_case = tmp_path / "列", tmp_path / "行"
    by_columns.mkdir()
    by_case.mkdir()
    found = review(file, by_columns, shipped, engine="columnar", **more)
    expected = review(file, by_case, shipped, engine="inference", **more)
    ours, theirs = tables(by_columns), tables(by_case)
    assert ours[:2] == theirs[:2]
    # what no rule set reads is not looked at by columns
    assert set(ours[2]) <= set(theirs[2])
    assert {row[3] for row in ours[2]} >= {"E2106", "W6030"}
    assert found.statistics.outcomes == expected.statistics.outcomes
    assert found.report.duplicates == expected.report.duplicates
    assert len(found.report.duplicates) == 1
    assert (found.report.run.engine.executor, expected.report.run.engine.executor) == ("columnar", "inference")


def sizes(monkeypatch: pytest.MonkeyPatch, rows: int) -> None:
    """So many rows a chunk."""
    for asked in (source.ColumnFile.chunks, source.ColumnFile.batches):
        monkeypatch.setattr(asked, "__defaults__", (rows,))


def bytes_of(folder: Path) -> list[bytes]:
    return [(folder / f"结果{name}.parquet").read_bytes() for name in TABLES]


def test_a_stopped_run_goes_on_to_the_same_bytes(
    file: Path, shipped: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes(monkeypatch, 50)
    monkeypatch.setattr(board, "_BATCH", 4)  # many pieces for the threads of the database, whose order must not show
    review(file, tmp_path, shipped)
    whole = bytes_of(tmp_path)
    (tmp_path / "结果.parquet").unlink()
    assessed: list[int] = []
    piece = chunk.Desk.piece

    def stopping(self: chunk.Desk, one: Any, file: Any, first: int) -> Any:
        assessed.append(first)
        if len(assessed) == 4:
            raise KeyboardInterrupt
        return piece(self, one, file, first)

    monkeypatch.setattr(chunk.Desk, "piece", stopping)
    with pytest.raises(KeyboardInterrupt):
        review(file, tmp_path, shipped)
    assert not (tmp_path / "结果.parquet").exists()
    review(file, tmp_path, shipped, resume=True)
    assert assessed == [1, 50, 99, 149, 149, 199]
    assert bytes_of(tmp_path) == whole


def test_no_step_of_python_for_any_row(
    file: Path, shipped: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As many calls of Python functions for ten times the applicants, and no operator of DuckDB's that calls Python."""
    large = tmp_path / "大.parquet"
    one = pq.read_table(file)
    pq.write_table(pa.concat_tables([one] * 10), large)
    queries: list[str] = []
    fetch = Board.fetch

    def planned(board: Board, query: str) -> Any:
        queries.append(plan(board, query))
        return fetch(board, query)

    monkeypatch.setattr(Board, "fetch", planned)
    counts = []
    for path in (file, file, large):
        calls = Counter[str]()

        def count(frame: FrameType, event: str, _: Any, calls: Counter[str] = calls) -> None:
            if frame.f_code.co_name != "__del__":  # when that is called is the collector's affair
                calls[f"{frame.f_code.co_filename}:{frame.f_code.co_name}"] += event == "call"

        desk = a_desk(shipped)
        source._stated_rows.cache_clear()
        sys.setprofile(count)
        try:
            desk.piece(*chunk_of(path, shipped), 1)
        finally:
            sys.setprofile(None)
            desk.close()
        counts.append(calls)
    assert counts[1].total() > 1000
    # 2,160 more applicants: what is done for each of them would show
    assert max((counts[2] - counts[1]).values(), default=0) < 10
    assert queries
    assert not [query for query in queries if "PYTHON" in query.upper() or "PANDAS" in query.upper() or "UDF" in query]


def plan(board: Board, query: str) -> str:
    """How the database goes about it."""
    (row,) = board._connection.execute(f"EXPLAIN {query}").fetchall()
    return str(row[1])


def a_desk(library: Library) -> chunk.Desk:
    from engine.batch.columns_out import Tracks
    from engine.compile import compile_program

    programs = [compile_program(library, SCHEME, ON)]
    tracks = Tracks(programs, [library.rule_sets[SCHEME]], library, None, chosen=True)
    return chunk.Desk(programs, tracks, library)


def chunk_of(path: Path, library: Library) -> tuple[Any, Any]:
    opened = columns_in.open_columns(path, library)
    return next(opened.chunks()), opened


def test_numbers_beyond_columns_are_assessed_case_by_case(
    shipped: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "申报.parquet"
    applicants.write(shipped, 30, 7, path)
    heard: list[str] = []

    def beyond(*_: Any) -> Any:
        raise Beyond.because("test")

    monkeypatch.setattr(chunk.Desk, "piece", beyond)
    order = Order((str(path),), tmp_path / "结果.parquet", (SHIPPED,), ON, schemes=(SCHEME,))
    done = run_batch(order, shipped, unwatched, heard.append)
    assert heard == ["有的数列式执行器装不下，改为逐个评审，结果相同，较慢"]
    assert done.report.run.applicants == len(cells(tmp_path / "结果.parquet")) == 30


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def test_a_derived_number_beside_its_parts_is_checked_case_by_case(office: Office) -> None:
    columns = {
        "单位名称": ["甲", "乙"],
        "研发利润比": [2, 3],
        "净利润（2025，万元）": [100, 100],
        "研发投入（2025，万元）": [200, 200],
    }
    path = office.folder / "申报.parquet"
    pq.write_table(pa.table(columns), path)
    office.review(path, output="结果.parquet", schemes=("test/other",))
    assert [row[3] for row in cells(office.folder / "结果.问题.parquet")] == ["E2121"]


def test_a_derived_number_by_itself_goes_by_columns(office: Office) -> None:
    path = office.folder / "申报.parquet"
    pq.write_table(pa.table({"单位名称": ["甲", "乙"], "研发利润比": [2, 3], "单位类型": ["科研院所", "企业"]}), path)
    done = office.review(path, output="结果.parquet", schemes=("test/other",), strict=True)
    assert done.report.run.engine.executor == "columnar"
    assert [row[8] for row in cells(office.folder / "结果.parquet")] == ["incomplete", "not_applicable"]


def test_decisions_that_people_took_go_case_by_case(office: Office) -> None:
    path = office.folder / "申报.parquet"
    pq.write_table(pa.table({"单位名称": ["甲"]}), path)
    (office.folder / "认定.csv").write_text(
        "申报单位,统一社会信用代码,规则集,条款,结论,意见,认定人,日期,标识,案卷摘要\n", encoding="utf-8"
    )
    done = office.review(path, output="结果.parquet", schemes=("test/other",), judgements=office.folder / "认定.csv")
    assert done.report.run.engine.executor == "inference"


def test_the_first_rows_come_by_themselves(file: Path, shipped: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "FIRST", 30)
    sizes(monkeypatch, 100)
    opened = columns_in.open_columns(file, shipped)
    assert [len(one.who) for one in opened.chunks()] == [29, 69, 100, 40]


def test_strict_refuses_bad_cells(file: Path, shipped: Library, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"申报\.parquet:21:43 E2106"):
        review(file, tmp_path, shipped, strict=True)
    assert not list(tmp_path.iterdir())


def test_a_file_that_changes_meanwhile_is_told(
    file: Path, shipped: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "申报.parquet"
    shutil.copy(file, path)

    def changing(parts: Any) -> Any:
        pq.write_table(pq.read_table(path).slice(0, 30), path)
        return Pieces(parts)

    monkeypatch.setattr("engine.batch.columns_out.run.Pieces", changing)
    with pytest.raises(InputError, match="E6056"):
        review(path, tmp_path, shipped, schemes=(SCHEME,))


def test_an_executor_that_is_named_is_taken(file: Path, shipped: Library, tmp_path: Path) -> None:
    assert review(file, tmp_path, shipped, schemes=(SCHEME,)).report.run.engine.executor == "columnar"
