"""Columns that are taken whole, headers that are wrong for every row, and files that are no Parquet."""

import subprocess
import sys
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from engine.batch.columns_in import open_columns
from engine.batch.columns_in.texts import themselves
from engine.errors import InputError
from engine.load.library import Library
from engine.load.text import tidy
from engine.load.uscc import uscc_problem
from schemas.fact import FactType
from tests.rulebook import library

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return library(tmp_path_factory.mktemp("rules"))


def told(folder: Path, columns: dict[str, Any] | pa.Table, known: Library) -> list[tuple[str, str]]:
    """What is wrong with the headers: where, and the code."""
    path = folder / "申报.parquet"
    pq.write_table(columns if isinstance(columns, pa.Table) else pa.table(columns), path)
    with pytest.raises(InputError) as caught:
        open_columns(path, known)
    return [(str(one.place).removeprefix(f"{path}:"), one.code) for one in caught.value.diagnostics]


def code(number: int) -> str:
    """A right 统一社会信用代码."""
    body = f"{number:08d}"
    inner = "0X987654321"[sum(w * int(c) for w, c in zip((3, 7, 9, 10, 5, 8, 4, 2), body, strict=True)) % 11]
    start = f"91220101{body}{inner}"
    return start + _ALPHABET[-sum(pow(3, at, 31) * _ALPHABET.index(c) for at, c in enumerate(start)) % 31]


def test_codes_are_checked_all_at_once_as_one_by_one() -> None:
    codes: list[str | None] = [code(number) for number in range(5000)]
    for at in range(0, 5000, 7):  # a digit more in the body, a letter more at the end
        right = codes[at] or ""
        codes[at] = right[:12] + str((int(right[12]) + 1) % 10) + right[13:]
        codes[at + 1] = right[:17] + ("0" if right[17] != "0" else "1")
    codes[3:6] = ["91220101", None, codes[3].lower() if codes[3] else None]
    taken = themselves(pa.array(codes), FactType.USCC).to_pylist()
    assert taken == [one if one is not None and uscc_problem(one) is None else None for one in codes]
    assert 3000 < sum(one is not None for one in taken) < 4500


def test_a_character_is_refused_where_it_may_not_stand() -> None:
    """At every place all that a byte can be, and texts of as many bytes: right by their sums or not, as one by one."""
    right = code(1)
    letters = [chr(one) for one in range(128)]
    codes = [right[:at] + letter + right[at + 1 :] for at in range(18) for letter in letters]
    codes += ["吉林省吉林市", "é" * 9, right[:15] + "吉", *codes]
    taken = themselves(pa.array([*codes, *(code(number) for number in range(5000))]), FactType.USCC).to_pylist()
    assert taken[: len(codes)] == [one if uscc_problem(one) is None else None for one in codes]
    assert taken[len(codes) :] == [code(number) for number in range(5000)]


def test_no_code_is_right_among_names() -> None:
    names = pa.array([f"某某某某某某公司{number}" for number in range(5000)])
    assert themselves(names, FactType.USCC).null_count == 5000


def test_names_mean_themselves_as_the_normaliser_has_them() -> None:
    names = [f"长春市示例（第{number}号）有限公司" for number in range(5000)] + [
        "不详",
        "……………………",
        "ＡＢＣＤＥＦＧＨＩ",
        None,
    ]
    taken = themselves(pa.array(names), FactType.TEXT).to_pylist()
    assert taken[:5000] == [tidy(name) for name in names[:5000] if name]
    assert taken[5000:] == [None] * 4
    phones = [f"139{number:08d}" for number in range(5000)]
    assert themselves(pa.array(phones), FactType.TEXT).to_pylist() == phones


@pytest.mark.parametrize(
    ("values", "kind"),
    [(["企业法人"] * 5000, FactType.TEXT), (["a", "b"], FactType.TEXT), ([str(n) for n in range(5000)], FactType.DATE)],
)
def test_columns_of_few_words_are_read_word_by_word(values: list[str], kind: FactType) -> None:
    assert themselves(pa.array(values), kind) is None


def test_many_names_are_read_like_few(tmp_path: Path, known: Library) -> None:
    names = [f"长春市示例（第{number}号）有限公司" for number in range(5000)]
    names[17], names[18] = "不详", "无"
    path = tmp_path / "申报.parquet"
    pq.write_table(pa.table({"单位名称": names, "统一社会信用代码": [code(number) for number in range(5000)]}), path)
    (chunk,) = open_columns(path, known).chunks()
    read = chunk.records.data["name"].to_pylist()
    assert read[16:20] == ["长春市示例(第16号)有限公司", None, None, "长春市示例(第19号)有限公司"]
    assert chunk.records.data["name@none"].to_pylist()[17:19] == [None, True]
    assert [one["code"] for one in chunk.faults.to_pylist()] == ["E2111"]
    assert chunk.records.data["uscc"].null_count == 0


def test_what_would_be_wrong_in_every_row_is_told_before(tmp_path: Path, known: Library) -> None:
    moment = datetime(2026, 3, 1, tzinfo=UTC)
    columns = {
        "设备原值": [3],
        "研发投入强度（2025）": [1.5],
        "证书有效期至": pa.array([moment], pa.timestamp("s", "UTC")),
        "法人类型": [b"x"],
        "失信记录": [[time(1)]],
        "单位类型": [[{"单位名称": "甲"}]],
        "净利润（1900，元）": [3],
        "职工总数（2025）": [3],
        "骨干企业": [[{"申报类型": "甲", "设备原值": 3}]],
    }
    assert sorted(told(tmp_path, columns, known)) == [
        ("表头!A1", "E6070"), ("表头!B1", "E6070"), ("表头!C1", "E6071"), ("表头!D1", "E6071"), ("表头!E1", "E6071"),
        ("表头!F1", "E6071"), ("表头!G1", "E2113"), ("表头!H1", "E2015"),
        ("骨干企业!A1", "E2002"), ("骨干企业!B1", "E6070"),
    ]  # fmt: skip


@pytest.mark.parametrize("part", [pa.struct([]), pa.struct([("", pa.string())])])
def test_members_without_a_named_column_are_told(tmp_path: Path, known: Library, part: pa.DataType) -> None:
    table = pa.table({"骨干企业": pa.array([None], pa.list_(part)), "单位名称": ["甲"]})
    if part.num_fields:  # an empty struct cannot be written to Parquet
        assert told(tmp_path, table, known) == [("表头!A1", "E6071")]


def test_a_table_of_something_else_is_told_once(tmp_path: Path, known: Library) -> None:
    assert told(tmp_path, {"a": [1], "b": [2]}, known) == [("表头!A1", "E2019")]
    assert told(tmp_path, {"单位名称": ["甲"], "骨干企业": [[{"a": 1}]]}, known) == [("骨干企业!A1", "E2019")]


def test_columns_that_mean_nothing_are_told_and_passed_over(tmp_path: Path, known: Library) -> None:
    table = pa.table(
        [pa.array(["甲"]), pa.array([3]), pa.array([[{"单位名称": "乙", "x": 1}]]), pa.array(["!"]), pa.array([" "])],
        names=["单位名称", "职工人数x", "骨干企业", "", " "],
    )
    path = tmp_path / "申报.parquet"
    pq.write_table(table, path)
    file = open_columns(path, known)
    assert [(one.code, str(one.place).removeprefix(f"{path}:")) for one in file.warnings] == [
        ("W6030", "表头!B1"),
        ("W6030", "骨干企业!B1"),
    ]
    (chunk,) = file.chunks()
    assert [(one["row"], one["code"]) for one in chunk.faults.to_pylist()] == [(1, "E2016")]


def test_only_columns_without_a_name_state_nothing(tmp_path: Path, known: Library) -> None:
    path = tmp_path / "申报.parquet"
    pq.write_table(pa.table([pa.array(["甲"])], names=[""]), path)
    (chunk,) = open_columns(path, known).chunks()
    assert (chunk.records.data.column_names, len(chunk.faults)) == (["@key"], 1)


@pytest.mark.parametrize(("name", "code"), [("没有.parquet", "E1001"), ("坏.parquet", "E6074")])
def test_a_file_that_is_no_parquet_is_told(tmp_path: Path, known: Library, name: str, code: str) -> None:
    (tmp_path / "坏.parquet").write_bytes(b"PAR1 and more")
    with pytest.raises(InputError, match=code):
        open_columns(tmp_path / name, known)


def test_a_file_that_ends_too_soon_is_told(tmp_path: Path, known: Library) -> None:
    path = tmp_path / "申报.parquet"
    pq.write_table(
        pa.table({"单位名称": [f"甲{n}" for n in range(10_000)]}), path, compression="none", use_dictionary=False
    )
    data = path.read_bytes()
    file = open_columns(path, known)
    path.write_bytes(data[:4] + b"\xff" * 2000 + data[2004:])
    with pytest.raises(InputError, match="E6074"):
        list(file.chunks())


def test_nothing_of_it_is_loaded_before_it_is_needed() -> None:
    text = "import sys, cli, engine.batch; sys.exit('pyarrow' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", text], check=False).returncode == 0
