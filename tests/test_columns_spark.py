"""Parquet directories on Spark: every cell as on one machine, whatever the files; refused beforehand where it cannot be."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from bench import applicants
from engine.batch import Order, run_batch
from engine.batch.columns_spark import spark_sheets
from engine.batch.columns_spark.normal import Places
from engine.batch.run import Done
from engine.errors import ExecutorUnavailable, InputError
from engine.executors.columnar.spark_board import SparkBoard
from engine.load.library import SHIPPED, Library, load_library
from tests.batch_making import ON, Office, unwatched
from tests.rulebook import HEAD, demand
from tests.test_columns_out import TABLES, plain

APPLICANTS, FILES, GROUP = 3000, 3, 400
SCHEME = "jilin/innovation-center"


@pytest.fixture(scope="module")
def shipped() -> Library:
    return load_library()


@pytest.fixture(scope="module")
def folder(shipped: Library, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory of files in groups of rows, with cells that cannot be used, blank rows, duplicates across files."""
    folder = tmp_path_factory.mktemp("申报")
    whole = folder.parent / "申报.parquet"
    applicants.write(shipped, APPLICANTS, 7, whole)
    read = pq.read_table(whole)
    table = read.to_pydict()
    for column in table.values():
        column[17] = column[1090] = None
        column[2600:] = [None] * 400
    table["统一社会信用代码"][5] = table["统一社会信用代码"][2006]
    table["统一社会信用代码"][8] = "91220101MA0Y12340X"
    table["申报类型"][11], table["申报类型"][1012] = "综合", "厅地共建"
    table["发明专利数"][20], table["年销售收入（2025，万元）"][2021] = -3, Decimal("-0.5")
    table["注册地"][22] = "不存在的地方"
    table["不认识的列"] = [None if row in (17, 1090) or row >= 2600 else "甲" for row in range(APPLICANTS)]
    made, each = pa.table(table), APPLICANTS // FILES
    (folder / "_SUCCESS").touch()
    for at in range(FILES):
        pq.write_table(made.slice(at * each, each), folder / f"part-{at}.parquet", row_group_size=GROUP)
    return folder


def review(inputs: tuple[str, ...], output: Path, library: Library, **more: Any) -> Done:
    return run_batch(Order(inputs, output, (SHIPPED,), ON, **more), library, unwatched)


def rows(folder: Path) -> list[list[tuple[str, ...]]]:
    """The three tables, be they files or directories, in one order."""
    tables = [pq.read_table(folder / f"结果{name}.parquet").to_pylist() for name in TABLES]
    return [sorted(tuple(f"{key} {plain(cell)}" for key, cell in row.items()) for row in table) for table in tables]


def same(ours: Path, theirs: Path) -> None:
    for one, other in zip(rows(ours), rows(theirs), strict=True):
        assert one == other


@pytest.mark.usefixtures("spark")
def test_on_spark_as_on_one_machine(folder: Path, shipped: Library, tmp_path: Path) -> None:
    """Every rule set that is shipped, on thousands of applicants."""
    one, many = tmp_path / "一", tmp_path / "多"
    one.mkdir()
    many.mkdir()
    files = tuple(str(path) for path in sorted(folder.glob("*.parquet")))
    expected = review(files, one / "结果.parquet", shipped)
    found = review((str(folder),), many / "结果.parquet", shipped, backend="spark")
    same(many, one)
    assert found.statistics == expected.statistics
    assert found.report.duplicates == expected.report.duplicates
    assert len(found.report.duplicates) == 1
    assert found.report.problems == expected.report.problems
    assert found.report.run.input_sha256 == expected.report.run.input_sha256
    assert found.report.run.applicants == expected.report.run.applicants == 2598
    assert all(path.is_dir() for path in many.iterdir())


# --- by hand ----------------------------------------------------------------------------------------------------

WITHIN = "{among: {in: 骨干企业, at_least: 1 家, where: {年产能: {at_least: 2.5 吨}}}}"
RULES = (
    f"{HEAD}criteria:\n"
    + demand("{年产能: {at_least: 10.5 吨}}")
    + demand("{among: {in: 骨干企业, at_least: 2 家, where: {年产能: {at_least: 1.25 吨}}}}", name="A-02")
    + demand(f"{{among: {{in: 骨干企业, at_least: 1 家, where: {WITHIN}}}}}", name="A-03")
)
OWN: dict[str, Any] = {"schemes": ("test/scheme",)}


@pytest.fixture
def office(tmp_path: Path) -> Office:
    office = Office(tmp_path)
    (office.rules / "scheme.yaml").write_text(RULES, encoding="utf-8")
    office.library = load_library([office.rules])
    return office


def made(folder: Path) -> list[Path]:
    """Files whose numbers have few places here and many there; members and members of members likewise."""
    folder.mkdir()
    paths = []
    inner = pa.struct([("单位名称", pa.string()), ("年产能", pa.string())])
    member = pa.struct([("单位名称", pa.string()), ("年产能", pa.string()), ("骨干企业", pa.list_(inner))])
    for at, numbers in enumerate((("10", "11"), ("10.5", "10.4999"), (None, "10.500001"))):
        lists = [
            None
            if number is None
            else [
                {"单位名称": f"{number}甲", "年产能": number, "骨干企业": [{"单位名称": "子", "年产能": number}]},
                {"单位名称": "乙", "年产能": "1.2500", "骨干企业": []},
                {"单位名称": "丙", "年产能": None, "骨干企业": None},
            ]
            for number in numbers
        ]
        table = {
            "单位名称": [f"第{at}{number}" for number in numbers],
            "年产能（吨）": pa.array(numbers, pa.string()),
            "骨干企业": pa.array(lists, pa.list_(member)),
        }
        paths.append(folder / f"{at}.parquet")
        pq.write_table(pa.table(table), paths[-1])
    return paths


@pytest.mark.usefixtures("spark")
def test_numbers_of_different_places_and_members_of_members(office: Office) -> None:
    files, one, many = made(office.folder / "申报"), office.folder / "一", office.folder / "多"
    one.mkdir()
    many.mkdir()
    review(tuple(map(str, files)), one / "结果.parquet", office.library, **OWN)
    review((str(files[0].parent),), many / "结果.parquet", office.library, backend="spark", **OWN)
    same(many, one)
    assert len(rows(many)[1]) > 10


@pytest.mark.usefixtures("spark")
def test_strict_refuses_bad_cells_and_writes_nothing(folder: Path, shipped: Library, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"part-0\.parquet:21:43 E2106"):
        review((str(folder),), tmp_path / "结果.parquet", shipped, schemes=(SCHEME,), strict=True, backend="spark")
    assert not list(tmp_path.iterdir())


@pytest.mark.usefixtures("spark")
@pytest.mark.parametrize(("beyond", "why"), [(True, "38 位"), (False, "没有做完")])
def test_what_spark_cannot_do_is_told(office: Office, monkeypatch: pytest.MonkeyPatch, beyond: bool, why: str) -> None:
    """Numbers beyond 38 digits are never a verdict; a job that fails says so."""
    files = made(office.folder / "申报")
    if beyond:

        def huge(board: SparkBoard, one: Places, *_: int) -> str:
            return f"{board.quoted(one.column)} * CAST('{10**37}' AS DECIMAL(38, 0))"

        monkeypatch.setattr(spark_sheets, "_in_one_grain", huge)
    else:
        monkeypatch.setattr(SparkBoard, "branches", lambda *_: "SELECT nonsense")
    with pytest.raises(ExecutorUnavailable, match=f"E6095 .*{why}"):
        review((str(files[0].parent),), office.folder / "结果.parquet", office.library, backend="spark", **OWN)
    assert not list(office.folder.glob("*结果*"))


@pytest.mark.usefixtures("spark")
def test_nobody_is_refused(office: Office) -> None:
    path = office.folder / "申报.parquet"
    pq.write_table(pa.table({"单位名称": pa.array([None, None], pa.string())}), path)
    with pytest.raises(InputError, match="E6004"):
        review((str(path),), office.folder / "结果.parquet", office.library, backend="spark", **OWN)


@pytest.mark.usefixtures("spark")
def test_applicants_without_a_number(office: Office) -> None:
    path, one, many = office.folder / "申报.parquet", office.folder / "一", office.folder / "多"
    pq.write_table(pa.table({"单位名称": ["甲", "乙"]}), path)
    one.mkdir()
    many.mkdir()
    review((str(path),), one / "结果.parquet", office.library, **OWN)
    review((str(path),), many / "结果.parquet", office.library, backend="spark", **OWN)
    same(many, one)
    assert len(rows(many)[1]) == 6
