"""A Parquet file read as columns says what the same table says as a CSV file read row by row, whatever stands in it."""

import math
import random
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from engine.batch.columns_in import open_columns
from engine.batch.columns_in.faults import CODE, HEADER, VALUE
from engine.batch.columns_in.numbers import exact
from engine.batch.columns_in.reading import read_data
from engine.batch.columns_in.records import count_rows, read_rows
from engine.batch.columns_in.table import CALLED, LAST, MEMBER, OWNER, Records
from engine.errors import InputError
from engine.executors.columnar.cells import KEY, Sheet, sheet_of
from engine.load.library import Library
from engine.load.profile import load_case
from engine.load.spreadsheet.header_words import Column
from schemas.case import Case, Members
from schemas.fact import Fact, FactType
from tests.batch_making import CODES
from tests.rulebook import library
from tests.table_making import facts

HEADERS = {
    "单位名称": ["甲公司", "乙（集团）公司", " 丙 ", "无", "", "未填", "不详", "不全", "a\u200bb", None],
    "统一社会信用代码": [*CODES, CODES[0].lower(), "9144", None],
    "申报类型": ["专业性", "综合性", None],
    "单位类型": ["企业", "企业、科研院所", "企业;不全", "无", "公司", "", None],
    "法人类型": ["企业法人", "无", "别的", None],
    "高新技术企业": ["是", "否", "有", "√", "TRUE", "也许", None],
    "注册地": ["吉林省长春市", "220100", "99", None],
    "所属行业": ["汽车制造业", "C3911", "没有", None],
    "证书有效期至": ["2027-10-15", "2027年1月2日", "2027-02-30", "无", "20270101", None],
    "失信记录": ["2024-01-02、2023-01-02", "无", "2024-01-02；不全", "昨天", None],
    "职工总数": ["20", "20人", "007", "2.5", "-1", "3.0", "两", None],
    "年产能（万吨）": ["1.5", "0.123456789", "0.1234567891", "5吨", None],
    "设备原值（万元）": ["200", "0.000001", "0.0000001", "1,000", "3亿元", "-5", "0", None],
    "在建设备原值": ["200万元", "200", "0", None],
    "设备总值（万元）": ["300", "300.50", "12345678901.2345", None],
    "年销售收入（2025，万元）": ["1.1", "99999999", "900000000000000000", None],
    "年销售收入（2024，元）": ["3", "3.14", "3.141", None],
    "研发投入强度（2025，%）": ["3", "3.00", "3.25%", "0.1", None],
    "净利润（元）": ["-3", "5.5", None],
    "骨干企业": ["无", "不全", "甲", "", None],
}


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return library(tmp_path_factory.mktemp("rules"))


def parquet(folder: Path, columns: Mapping[str, Any], name: str = "申报.parquet") -> Path:
    path = folder / name
    pq.write_table(pa.table(dict(columns)), path)
    return path


def cases(folder: Path, columns: Mapping[str, Sequence[Any]], known: Library) -> list[Case | tuple[str, ...]]:
    """What the row reader makes of each row: the case, or the codes of what is wrong."""
    read: list[Case | tuple[str, ...]] = []
    for row in zip(*columns.values(), strict=True):
        path = folder / "一行.csv"
        cells = ["" if cell is None else as_csv(cell) for cell in row]
        header = ",".join(f'"{name}"' for name in (*columns, "备注"))
        path.write_text(f"{header}\n{','.join(cells)},x\n", encoding="utf-8")
        try:
            read.append(load_case(path, known))
        except InputError as error:
            codes = tuple(sorted(one.code for one in error.diagnostics))
            read.append(Case(sha256="") if codes == ("E2001",) else codes)
    return read


def as_csv(cell: Any) -> str:
    match cell:
        case bool():
            return "是" if cell else "否"
        case float() | Decimal():
            return f"{Decimal(str(cell)):f}"
        case datetime():
            return cell.date().isoformat()
        case list():
            return "、".join(str(item) for item in cell) or "无"
        case _:
            return '"' + str(cell).replace('"', '""') + '"'


def rows_of(records: Records) -> list[dict[str, Any]]:
    """Rows without what is blank, numbers in canonical units."""
    return [
        {
            name: cell / records.grains[name] if name in records.grains else _set(cell)
            for name, cell in row.items()
            if cell is not None and not name.startswith("@") and not name.endswith(LAST)
        }
        for row in records.data.to_pylist()
    ]


def expected_rows(sheet: Sheet) -> list[dict[str, Any]]:
    return [
        {
            name: cell / sheet.grains[name] if name in sheet.grains else _set(cell)
            for name, cell in row.items()
            if cell is not None and name != KEY
        }
        for row in sheet.data.to_pylist()
    ]


def _set(cell: Any) -> Any:
    return sorted(cell) if isinstance(cell, list) else cell


def compare(
    folder: Path, typed: Mapping[str, Any], plain: Mapping[str, Sequence[Any]], known: Library, *, derived: bool = False
) -> int:
    """Compare a Parquet file with its rows as CSV; how many cells were refused. A derived double may be noise."""
    path = parquet(folder, typed)
    wanted = cases(folder, plain, known)
    wrong: dict[int, list[str]] = {}
    found: list[dict[str, Any]] = []
    for chunk in open_columns(path, known).chunks(size=97):
        start = len(found)
        found += rows_of(chunk.records)
        for one in chunk.faults.to_pylist():
            wrong.setdefault(start + one[KEY], []).append(one[CODE])
    by_row = {row.number - 1: row for row in read_rows(open_columns(path, known))}
    assert len(found) == len(wanted) == len(by_row)
    for number, one in enumerate(wanted):
        row = by_row[number]
        told = tuple(sorted(problem.code for problem in row.problems))
        assert expected_rows(sheet_of([row.case])) == [found[number]], number
        assert tuple(sorted(wrong.get(number, ()))) == told
        if isinstance(one, Case):
            assert derived or told == ()
            assert derived or facts(row.case) == facts(one)
            assert (row.case.name, row.case.track) == (one.name, one.track)
        else:
            assert derived or told == one
    return sum(map(len, wrong.values()))


def test_columns_of_text_say_what_the_row_reader_reads(tmp_path: Path, known: Library) -> None:
    draw = random.Random(4)  # noqa: S311  # rows to read, no secrets
    columns: dict[str, list[Any]] = {
        name: [draw.choice([*words, None, None]) for _ in range(200)] for name, words in HEADERS.items()
    }
    typed: dict[str, Any] = {name: pa.array(cells, pa.string()) for name, cells in columns.items()}
    typed["备注"] = ["x"] * 200  # so that no row is blank
    assert compare(tmp_path, typed, columns, known) > 50


def numbers(draw: random.Random, kind: str) -> list[Any]:
    """Numbers of a type: plain ones, and those at and beyond every edge."""
    match kind:
        case "whole":
            return [draw.choice([0, 1, -1, 20, 12345, 10**15, 10**18, None]) for _ in range(100)]
        case "double":
            edge: list[Any] = [0.1, 0.1 + 0.2, -0.0, 1e-7, 123456.789, 1 / 3, 99.99, 1e15, 3.0, 1.2345678, 123456789.12]
            return [
                draw.choice([*edge, draw.uniform(0, 1000), round(draw.uniform(0, 1000), 2), None]) for _ in range(100)
            ]
        case _:
            texts = ["0.01", "0.10", "1.000000", "0.000001", "0.0000001", "-2.5", "12345678901234567890.12", "7", "0.5"]
            return [None if draw.random() < 0.1 else Decimal(draw.choice(texts)) for _ in range(100)]


NUMBERS = {
    "职工总数": "count",
    "设备原值（万元）": "money",
    "设备总值（元）": "derived",
    "年产能（吨）": "number",
    "年产能（万吨）": "number",
    "研究面积（㎡）": "area",
    "年销售收入（2025，亿元）": "yearly",
    "净利润（2024，元）": "may be negative",
    "研发投入强度（2025，%）": "derived percent",
}


@pytest.mark.parametrize("header", NUMBERS)
def test_typed_numbers_are_exact_and_refused_as_texts_are(tmp_path: Path, known: Library, header: str) -> None:
    refused = 0
    for seed, (kind, arrow) in enumerate(
        [
            ("whole", pa.int64()),
            ("double", pa.float64()),
            ("decimal", pa.decimal128(30, 7)),
            ("decimal", pa.decimal128(38, 9)),
            ("decimal", pa.decimal256(50, 8)),
        ]
    ):
        cells = numbers(random.Random(seed), kind)  # noqa: S311
        typed = {header: pa.array(cells, arrow), "备注": ["x"] * 100}
        refused += compare(tmp_path, typed, {header: cells}, known, derived="derived" in NUMBERS[header])
    assert (refused > 0) == (header not in ("年产能（吨）", "年产能（万吨）", "研发投入强度（2025，%）"))


def test_small_types_read_as_their_numbers(tmp_path: Path, known: Library) -> None:
    typed = {
        "职工总数": pa.array([1, 255, None, 0], pa.uint8()),
        "研发人员数": pa.array([1, 2**64 - 1, None, 0], pa.uint64()),
        "年产能（吨）": pa.array([0.1, 2.5, None, 1e-3], pa.float32()),
        "设备原值（万元）": pa.array([1, 2**62, None, 0], pa.uint64()),
        "在建设备原值（元）": pa.array([Decimal("1.50"), Decimal("0.01"), None, Decimal(0)], pa.decimal64(9, 2)),
    }
    plain: dict[str, Sequence[Any]] = {
        "职工总数": [1, 255, None, 0],
        "研发人员数": [1, 2**64 - 1, None, 0],
        "年产能（吨）": ["0.1", "2.5", None, "0.001"],
        "设备原值（万元）": [1, 2**62, None, 0],
        "在建设备原值（元）": ["1.50", "0.01", None, "0"],
    }
    assert compare(tmp_path, {**typed, "备注": ["x"] * 4}, plain, known) == 0


def test_other_types_read_as_what_they_show(tmp_path: Path, known: Library) -> None:
    days = [date(2027, 10, 15), date(1700, 1, 1), None, date(2500, 1, 1), date(2024, 2, 29)]
    moments = [None if day is None else datetime.combine(day, time(17, 30)) for day in days]
    words = ["企业法人", None, "无", "别的", "企业法人"]
    kinds: list[Any] = [["企业"], [], ["企业", "不全"], ["公司"], None]
    records: list[Any] = [[date(2024, 1, 2), date(2023, 1, 2)], [], None, [date(1500, 1, 1)], [date(2024, 1, 2)]]
    plain: dict[str, Sequence[Any]] = {
        "证书有效期至": days,
        "高新技术企业": [True, False, None, True, False],
        "法人类型": words,
        "单位类型": kinds,
        "失信记录": records,
        "单位名称": ["13800000000", "1", None, "2", "3"],
    }
    typed = {
        **plain,
        "证书有效期至": pa.array(moments, pa.timestamp("us")),
        "法人类型": pa.array(words).dictionary_encode(),
        "单位类型": pa.array(kinds, pa.large_list(pa.large_string())),
        "单位名称": pa.array([13800000000, 1, None, 2, 3]),
        "备注": ["x"] * 5,
    }
    assert compare(tmp_path, typed, plain, known) == 4
    typed["证书有效期至"] = pa.array(days)
    typed["单位类型"] = pa.array(kinds)
    assert compare(tmp_path, typed, plain, known) == 4


def test_what_is_no_number_is_a_bad_cell(tmp_path: Path, known: Library) -> None:
    path = parquet(tmp_path, {"年产能（吨）": [math.nan, math.inf, 1.5, 1e300], "单位名称": list("甲乙丙丁")})
    (chunk,) = open_columns(path, known).chunks()
    assert rows_of(chunk.records)[0] == {"name": "甲"}
    assert rows_of(chunk.records)[2] == {"name": "丙", "capacity": Decimal("1.5")}
    assert [(one["row"], one[HEADER], one[CODE]) for one in chunk.faults.to_pylist()] == [
        (1, "年产能（吨）", "E6072"),
        (2, "年产能（吨）", "E6072"),
        (4, "年产能（吨）", "E6072"),
    ]
    assert [[one.code for one in row.problems] for row in read_rows(open_columns(path, known))] == [
        ["E6072"],
        ["E6072"],
        [],
        ["E6072"],
    ]


def test_a_number_too_fine_for_its_column_is_told(tmp_path: Path, known: Library) -> None:
    fine = "0." + "0" * 24 + "1"
    path = parquet(tmp_path, {"年产能（吨）": ["1" + "0" * 20, fine, "5"]})
    (chunk,) = open_columns(path, known).chunks()
    assert [(one[VALUE], one[CODE]) for one in chunk.faults.to_pylist()] == [(fine, "E6073")]
    assert rows_of(chunk.records) == [{"capacity": Decimal(10**20)}, {}, {"capacity": Decimal(5)}]


def test_a_derived_number_is_compared_to_the_digits_that_were_stated(tmp_path: Path, known: Library) -> None:
    last = "rd_intensity@2025" + LAST
    for cells, wanted in (
        (pa.array([Decimal("3.10"), Decimal("3.00"), Decimal("3.25"), None]), [-1, 0, -2, None]),
        (pa.array([3.1, 3.0, 0.1 + 0.2, 1 / 3]), [-1, 0, -1, -12]),
        (pa.array(["3.10", "3", "3.00%", None]), [-2, 0, -2, None]),
    ):
        path = parquet(tmp_path, {"研发投入强度（2025，%）": cells, "单位名称": list("甲乙丙丁")})
        (chunk,) = open_columns(path, known).chunks()
        assert chunk.records.data[last].to_pylist() == wanted
    path = parquet(tmp_path, {"设备总值（万元）": [500, 12]})
    (chunk,) = open_columns(path, known).chunks()
    assert chunk.records.data["all_equipment" + LAST].to_pylist() == [4, 4]


MEMBERS = [
    [
        {"单位名称": "甲（一）", "统一社会信用代码": None, "年销售收入（2025，万元）": 5},
        {"单位名称": None, "统一社会信用代码": CODES[0], "年销售收入（2025，万元）": -5},
        {"单位名称": None, "统一社会信用代码": None, "年销售收入（2025，万元）": None},
    ],
    None,
    [{"单位名称": "甲", "统一社会信用代码": None, "年销售收入（2025，万元）": 1}] * 2,
    [],
    [{"单位名称": "丁", "统一社会信用代码": "9", "年销售收入（2025，万元）": 2}, None],
    [{"单位名称": "戊", "统一社会信用代码": None, "年销售收入（2025，万元）": 7}],
]


def test_members_of_lists_are_a_table_of_their_own(tmp_path: Path, known: Library) -> None:
    path = parquet(tmp_path, {"年销售收入（2025，元）": [1, 2, 3, 4, 5, 6], "骨干企业": pa.array(MEMBERS)})
    (chunk,) = open_columns(path, known).chunks()
    stated = chunk.records.data.select(["backbone@stated", "backbone@open"]).to_pylist()
    assert [tuple(row.values()) for row in stated] == [
        (True, False), (None, None), (None, None), (True, False), (None, None), (True, False),
    ]  # fmt: skip
    members = chunk.records.lists["backbone"]
    assert [(row[OWNER], row[MEMBER], row[CALLED]) for row in members.data.to_pylist()] == [
        (0, "甲(一)", "甲（一）"),
        (0, CODES[0], None),
        (0, "#3", None),
        (5, "戊", "戊"),
    ]
    assert [row.get("sales@2025") for row in rows_of(members)] == [50000, None, None, 70000]
    assert sorted((one["row"], one[HEADER], one[CODE]) for one in chunk.faults.to_pylist()) == [
        (1, "骨干企业.年销售收入（2025，万元）", "E2106"),
        (3, "骨干企业", "E2117"),
        (5, "骨干企业", "E2114"),
    ]
    rows = list(read_rows(open_columns(path, known)))
    assert [tuple(problem.code for problem in row.problems) for row in rows] == [
        ("E2106",), (), ("E2117",), (), ("E2115", "E2114"), (),
    ]  # fmt: skip
    for at in (0, 3, 5):
        value = rows[at].case.facts["backbone"]
        assert isinstance(value, Members)
        assert [(one.key, one.name) for one in value.members] == [
            (row[MEMBER], row[CALLED]) for row in members.data.to_pylist() if row[OWNER] == at
        ]
    assert [row.case.facts.get("backbone") for row in rows[1:3]] == [None, None]


def test_who_the_applicants_are_stands_beside(tmp_path: Path, known: Library) -> None:
    columns = {
        "单位名称": [" 甲（集团） ", None, "丙"],
        "统一社会信用代码": [CODES[0], None, CODES[1]],
        "申报类型": ["专业性", None, None],
        "单位类型": ["企业、科研院所", None, None],
    }
    (chunk,) = open_columns(parquet(tmp_path, columns), known).chunks()
    assert chunk.who.to_pylist() == [
        {"@key": 0, "row": 1, "name": "甲（集团）", "uscc": CODES[0], "recommender": None, "track": "专业性"},
        {"@key": 1, "row": 3, "name": "丙", "uscc": CODES[1], "recommender": None, "track": None},
    ]  # fmt: skip
    assert count_rows(tmp_path / "申报.parquet") == 2
    assert [row.number for row in read_rows(open_columns(tmp_path / "申报.parquet", known))] == [1, 3]


def test_lists_where_one_number_is_meant_are_refused(tmp_path: Path, known: Library) -> None:
    path = parquet(tmp_path, {"职工总数": [[1, 2], None, [3]], "单位名称": list("甲乙丙")})
    (chunk,) = open_columns(path, known).chunks()
    assert [(one["row"], one[VALUE], one[CODE]) for one in chunk.faults.to_pylist()] == [
        (1, "1、2", "E2114"),
        (3, "3", "E2114"),
    ]


def test_words_are_read_once_for_all_batches_until_there_are_too_many(
    tmp_path: Path, known: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[object] = []

    def counted(*given: Any) -> Any:
        read.append(given[0])
        return read_data(*given)

    monkeypatch.setattr("engine.batch.columns_in.distinct.read_data", counted)
    kinds = [["企业"], ["企业", "科研院所"]] * 3
    path = parquet(tmp_path, {"单位类型": kinds})
    rows = [row for chunk in open_columns(path, known).chunks(size=2) for row in rows_of(chunk.records)]
    assert [row["kinds"] for row in rows] == [sorted(one) for one in kinds]
    assert len(read) == 2
    monkeypatch.setattr("engine.batch.columns_in.distinct._MOST_KEPT", 1)
    assert len([chunk for chunk in open_columns(path, known).chunks(size=2) if len(chunk.records.data) == 2]) == 3
    assert len(read) == 2 + 6


def test_batches_of_blank_rows_are_passed_over(tmp_path: Path, known: Library) -> None:
    path = parquet(tmp_path, {"单位名称": [None, " ", "甲", "未填"]})
    assert [chunk.who["row"].to_pylist() for chunk in open_columns(path, known).chunks(size=2)] == [[3]]


def test_declared_bounds_hold_at_both_ends() -> None:
    fact = Fact(name="评分", id="score", type=FactType.NUMBER, min=Decimal("0.5"), max=Decimal("9.5"))
    found = exact(pa.array([Decimal("0.5"), Decimal("0.4"), Decimal("9.5"), Decimal("9.6"), None]), Column(fact))
    assert found.left.to_pylist() == [False, True, False, True, False]
    assert exact(pa.array([0, 1, 9, 10]), Column(fact)).left.to_pylist() == [True, False, False, True]
    assert exact(pa.array([1, 10]), Column(fact)).left.to_pylist() == [False, True]
