"""What a batch finds where nobody named a file: results of its own are none of the applicants; and headers of any name."""

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from engine.batch import run_batch
from engine.batch.intake import survey
from engine.batch.run import Done
from engine.errors import InputError
from engine.load.spreadsheet import read_header_map
from tests.batch_making import Office, good, lines, unwatched

ENDS = (".xlsx", ".csv", ".jsonl", ".parquet")


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """A folder with rules."""
    return Office(tmp_path)


def batch(office: Office, *inputs: str | Path, output: str) -> Done:
    return run_batch(office.order(*inputs, output=output), office.library, unwatched)


@pytest.mark.parametrize("end", ENDS)
def test_what_a_batch_wrote_is_no_input(office: Office, end: str) -> None:
    """Refused where it is named; among what a pattern or a folder finds it is passed over, and told."""
    desk = office.folder / "案头"
    desk.mkdir()
    source = lines(office.folder / "申报.jsonl", [good(1), good(2)])
    batch(office, source, output=f"案头/结果{end}")
    with pytest.raises(InputError, match="E6016"):
        survey([str(desk / f"结果{end}")], office.library)
    for found in (desk / f"*{end}", desk):
        with pytest.raises(InputError, match=r"E6004.*个文件不是案卷，没有读取：结果"):
            survey([str(found)], office.library)
    (desk / "新.jsonl").write_bytes(source.read_bytes())
    for found in (desk / "*", desk):
        intake = survey([str(found)], office.library)
        assert (intake.total, [one.code for one in intake.warnings]) == (2, ["W6001"])
        assert [path.name for path in intake.files] == ["新.jsonl"]


def test_a_broken_first_line_is_told_with_its_row(office: Office) -> None:
    path = office.folder / "申报.jsonl"
    path.write_text('{"单位名称": \n{"单位名称": "甲"}\n', encoding="utf-8")
    assert survey([str(path)], office.library).total == 2


def columns(path: Path, table: dict[str, list[object]]) -> Path:
    import pyarrow as pa

    pq.write_table(pa.table(table), path)
    return path


def test_the_same_command_twice_does_the_same(office: Office) -> None:
    columns(office.folder / "甲.parquet", {"单位名称": ["甲"], "职工总数": [30]})
    columns(office.folder / "乙.parquet", {"单位名称": ["乙"], "职工总数": [20], "设备总值（万元）": [3]})
    pattern = str(office.folder / "*.parquet")
    batch(office, pattern, output="合.parquet")
    first = (office.folder / "合.parquet").read_bytes()
    done = batch(office, pattern, output="合.parquet")
    assert (office.folder / "合.parquet").read_bytes() == first
    assert [one.code for one in done.report.problems] == ["W6001"]


def test_parquet_tells_of_duplicates_too(office: Office) -> None:
    """Beside each of them, after everything else; a name in many rows by the first of them."""
    names: list[object] = ["甲", "乙", "甲", *["填单位全称"] * 23]
    path = columns(office.folder / "申报.parquet", {"单位名称": names, "职工总数": [30] * 26})
    batch(office, path, output="结果.parquet")
    told = [row for row in pq.read_table(office.folder / "结果.问题.parquet").to_pylist() if row["code"] == "W6004"]
    assert [row["number"] for row in told] == [1, 3, *range(4, 27)]
    assert told[0]["place"] == f"{path}:1"
    assert told[0]["message"] == "没有写统一社会信用代码，而单位名称与序号 3 相同"
    assert told[2]["message"].endswith("、23、24 等 22 份相同")


def test_a_folder_may_hold_parquet(office: Office) -> None:
    desk = office.folder / "案头"
    desk.mkdir()
    columns(desk / "甲.parquet", {"单位名称": ["甲"], "职工总数": [30]})
    columns(desk / "价目.parquet", {"品名": ["纸"], "价": [3]})
    intake = survey([str(desk)], office.library)
    assert (intake.total, [path.name for path in intake.files]) == (1, ["甲.parquet"])
    assert "价目.parquet" in intake.warnings[0].message
    with pytest.raises(InputError, match="E2019"):
        survey([str(desk / "*.parquet")], office.library)


@pytest.mark.parametrize("end", [".parquet", ".jsonl"])
def test_headers_of_other_names_mean_what_the_map_says(office: Office, end: str) -> None:
    """By columns, and one by one; what no column has is told."""
    path = columns(office.folder / "外.parquet", {"企业": ["甲"], "员工": [30], "传真": ["1"]})
    mapping = office.folder / "对照.yaml"
    mapping.write_text("企业: 单位名称\n员工: 职工总数\n传真: 忽略\n电话: 忽略\n", encoding="utf-8")
    intake = survey([str(path)], office.library, read_header_map(mapping, office.library))
    assert [(one.code, one.place and one.place.line) for one in intake.warnings] == [("W6008", 4)]
    order = office.order(path, output=f"结果{end}")._replace(mapping=mapping, schemes=("test/other",))
    done = run_batch(order, office.library, unwatched)
    assert done.report.run.engine.executor == ("columnar" if end == ".parquet" else "inference")
    if end == ".parquet":
        assert pq.read_table(office.folder / "结果.parquet")["name"].to_pylist() == ["甲"]
    else:
        assert '"name":"甲"' in (office.folder / "结果.jsonl").read_text(encoding="utf-8")
