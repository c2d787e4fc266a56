"""Parquet in and out: three tables that belong together, the same bytes for the same input, nothing lost."""

from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from engine.batch import parquet_tables
from engine.batch.parquet_tables import TableWriter, decimal_cell
from engine.errors import InputError
from schemas.batch_tables import PROBLEMS, REASONS, VERDICTS, TableColumn
from tests.batch_making import CODES, Office, good, lines

DOCUMENT = Path(__file__).resolve().parent.parent / "docs/parquet.md"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def rows(path: Path) -> list[dict[str, Any]]:
    return list(pq.read_table(path).to_pylist())


def some(rows: Iterable[dict[str, Any]], *names: str) -> list[tuple[Any, ...]]:
    return [tuple(row[name] for name in names) for row in rows]


def sound(number: int, **more: Any) -> dict[str, Any]:
    """A profile of which everything is known."""
    return good(number, **{"技术领域": "其他", **more})


def profiles() -> list[dict[str, Any]]:
    return [
        sound(1, 职工总数="18 人", 统一社会信用代码=CODES[0]),
        sound(2, 职工总数=None, 单位类型=["企业", "科研院所"]),
        sound(3, 单位类型=["高等院校"], 设备原值="50 万元"),
        sound(4, 职工总数="二十人"),
        *(sound(number, 推荐单位="一局") for number in (5, 6, 7)),
        sound(8, 推荐单位=None),
    ]


def test_verdicts_reasons_and_problems(office: Office) -> None:
    office.review(profiles(), output="结果.parquet")
    verdicts = rows(office.folder / "结果.parquet")
    assert some(verdicts, "number", "uscc", "verdict", "unmet", "open", "problems") == [
        (1, CODES[0], "ineligible", 1, 0, 0),
        (2, None, "incomplete", 0, 2, 0),
        (3, None, "needs_judgement", 1, 2, 0),
        (4, None, None, None, None, 1),
        (5, None, "needs_judgement", 0, 1, 0),
        (6, None, "needs_judgement", 0, 1, 0),
        (7, None, "needs_judgement", 0, 1, 0),
        (8, None, "incomplete", 0, 1, 0),
    ]
    reasons = rows(office.folder / "结果.明细.parquet")
    names = ("number", "criterion", "force", "status", "fact", "gap", "unit", "cause_kind", "cause")
    assert some(reasons, "low", "high", "actual", "required")[0] == (Decimal(18), Decimal(18), None, "不少于 20 人")
    assert some(reasons, *names) == [
        (1, "A-01", "required", "unmet", "职工总数", Decimal(-2), "人", None, None),
        (2, "A-01", "required", "unknown", None, None, None, "missing_fact", "职工总数"),
        (2, "A-05", "required", "unknown", None, None, None, "missing_fact", "净利润[2025]"),
        (2, "A-05", "required", "unknown", None, None, None, "missing_fact", "研发投入[2025]"),
        (3, "A-03", "required", "unknown", None, None, None, "pending_judgement", "A-03"),
        (3, "A-04", "in_principle", "unmet", "设备原值", Decimal(-50), "万元", None, None),
        *(
            (number, "L-01", "limit", "unknown", "推荐单位", None, None, "pending_judgement", "L-01")
            for number in (5, 6, 7)
        ),
        (8, "L-01", "limit", "unknown", "推荐单位", None, None, "missing_fact", "推荐单位"),
    ]
    assert some(rows(office.folder / "结果.问题.parquet"), "number", "severity", "code") == [(4, "error", "E2101")]


def test_what_concerns_no_applicant_is_told_too(office: Office) -> None:
    folder = office.folder / "申报"
    folder.mkdir()
    lines(folder / "一.jsonl", [sound(1)])
    (folder / "说明.txt").write_text("x", encoding="utf-8")
    office.review(folder, output="结果.parquet")
    assert some(rows(office.folder / "结果.问题.parquet"), "number", "severity", "code") == [(None, "warning", "W6001")]


def test_what_holds_up_a_rule_set_as_a_whole_belongs_to_no_criterion(office: Office) -> None:
    office.review([sound(1, 单位类型=None)], output="结果.parquet", schemes=("test/other",))
    reasons = rows(office.folder / "结果.明细.parquet")
    assert ("unknown", None, "missing_fact", "单位类型") in some(reasons, "status", "criterion", "cause_kind", "cause")


def test_a_refused_cap_is_a_reason(office: Office) -> None:
    people = [sound(number, 推荐单位="一局") for number in (1, 2, 3)]
    office.review(people)
    (office.folder / "认定.csv").write_text(
        "申报单位,统一社会信用代码,规则集,条款,结论,意见,认定人,日期,标识,案卷摘要\n示例001公司,,,L-01,不通过,超额,王,2026-03-02,示例001公司,\n",
        encoding="utf-8",
    )
    office.review(people, output="结果.parquet", judgements=office.folder / "认定.csv")
    reasons = rows(office.folder / "结果.明细.parquet")
    assert some(reasons, "number", "criterion", "status", "cause_kind")[0] == (1, "L-01", "unmet", None)


def test_the_same_input_gives_the_same_bytes_and_equal_rows_from_parquet(office: Office) -> None:
    columns = {
        "单位名称": ["甲公司", None, "乙公司"],
        "单位类型": [["企业"], None, ["企业"]],
        "职工总数": [30, None, 18],
        "高新技术企业": [True, None, True],
        "技术领域": ["其他", None, "其他"],
        "设备原值（万元）": [Decimal("200.0"), None, Decimal(-1)],
        "推荐单位": ["一局", None, "二局"],
        "不认识": [1, None, 2],
    }
    path = office.folder / "申报.parquet"
    pq.write_table(pa.table(columns), path)
    done = office.review(path, output="结果.parquet")
    assert done.report.run.applicants == 2
    names = ("结果.parquet", "结果.明细.parquet", "结果.问题.parquet")
    first = [(office.folder / name).read_bytes() for name in names]
    office.review(path, output="结果.parquet")
    assert [(office.folder / name).read_bytes() for name in names] == first
    verdicts = rows(office.folder / "结果.parquet")
    assert some(verdicts, "number", "name", "place", "verdict", "problems") == [
        (1, "甲公司", f"{path}:1", "eligible", 0),
        (2, "乙公司", f"{path}:3", "ineligible", 1),
    ]
    told = rows(office.folder / "结果.问题.parquet")
    assert some(told, "number", "place", "code") == [
        (None, f"{path}:表头!H1", "W6030"),
        (2, f"{path}:3:6", "E2106"),
    ]


def test_a_part_that_is_the_input_is_not_overwritten(office: Office) -> None:
    path = office.folder / "结果.明细.parquet"
    pq.write_table(pa.table({"单位名称": ["甲"]}), path)
    with pytest.raises(InputError, match="E6003"):
        office.review(path, output="结果.parquet")


def test_a_part_that_cannot_be_replaced_is_told_before_the_work(office: Office) -> None:
    (office.folder / "结果.明细.parquet").mkdir()
    with pytest.raises(InputError, match="E6003"):
        office.review([sound(1)], output="结果.parquet")
    assert not (office.folder / "结果.parquet").exists()


def test_rows_are_written_in_groups_and_tables_as_they_come(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet_tables, "GROUP", 4)
    columns = (TableColumn("n", "integer", ""), TableColumn("t", "word", ""))
    told = [(number, f"第{number % 3}") for number in range(11)]
    with TableWriter(tmp_path / "a.parquet", columns) as writer:
        for line in told[:6]:
            writer.add(line)
        words = pa.array([line[1] for line in told[6:]]).dictionary_encode()
        table = pa.table({"t": words, "n": pa.array([line[0] for line in told[6:]], pa.int32())})
        writer.add_table(table)
        writer.add_table(table.slice(0, 0))
    assert [tuple(row.values()) for row in rows(tmp_path / "a.parquet")] == told
    with pq.ParquetFile(tmp_path / "a.parquet") as file:
        assert [file.metadata.row_group(at).num_rows for at in range(file.num_row_groups)] == [4, 2, 5]
        assert file.schema_arrow.types == [pa.int64(), pa.string()]
    with TableWriter(tmp_path / "c.parquet", columns):
        pass
    assert rows(tmp_path / "c.parquet") == []
    with pytest.raises(AttributeError), TableWriter(tmp_path / "d.parquet", columns) as writer:
        writer.add_table(table.column("n"))
    assert rows(tmp_path / "d.parquet") == []


@pytest.mark.parametrize(
    ("text", "cell"),
    [(None, None), ("-2", "-2"), ("0.1234567890125", "0.123456789013"), ("1" + "0" * 26, None), ("-0.5", "-0.5")],
)
def test_gaps_are_exact_as_far_as_a_cell_goes(text: str | None, cell: str | None) -> None:
    assert decimal_cell(text) == (None if cell is None else Decimal(cell))


def test_the_document_names_every_column() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    kinds = {"text": "文字", "word": "文字", "name": "文字", "integer": "整数", "decimal": "小数"}
    for title, columns in (("结论", VERDICTS), ("明细", REASONS), ("问题", PROBLEMS)):
        part = text.partition(f"### {title}\n")[2].partition("\n### ")[0]
        listed = [line for line in part.splitlines() if line.startswith("| `")]
        assert listed == [f"| `{one.name}` | {kinds[one.kind]} | {one.says} |" for one in columns]
