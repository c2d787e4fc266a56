"""Tables of one case: the same facts as in YAML give the same case, and every problem is told at its cell."""

import hashlib
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from engine.errors import InputError
from engine.load import Library, load_library, read_document
from engine.load.profile import case_from, load_case
from engine.load.spreadsheet import read_table
from schemas.case import Words, Yearly
from schemas.diagnostic import Diagnostic, Place, cell_name
from tests.table_making import Rows, facts, read, tables_of, told, written

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module", name="library")
def _library() -> Library:
    return load_library()


@pytest.mark.parametrize("path", sorted((ROOT / "examples").glob("*.yaml")), ids=lambda path: path.stem)
def test_a_workbook_gives_the_case_that_yaml_gives(path: Path, library: Library, tmp_path: Path) -> None:
    document = read_document(path)
    assert isinstance(document.data, dict)
    expected = case_from(document, library)
    actual = read(tmp_path, library, tables_of(document.data, library))
    assert facts(actual) == facts(expected)
    assert (actual.name, actual.track, actual.judgements) == (expected.name, expected.track, expected.judgements)
    assert (actual.materials, actual.assurances) == (expected.materials, expected.assurances)


def test_the_shipped_table_gives_the_case_of_its_yaml(library: Library) -> None:
    table = load_case(ROOT / "examples" / "cross-regional-enterprise.csv", library)
    profile = load_case(ROOT / "examples" / "cross-regional-enterprise.yaml", library)
    assert facts(table) == facts(profile)
    assert (table.name, table.track) == (profile.name, profile.track)


def test_the_digest_is_that_of_the_file(library: Library, tmp_path: Path) -> None:
    path = written(tmp_path, "单位名称,职工总数\n甲,20\n", "gb18030")
    case = load_case(path, library)
    assert case.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert case.places["employees"] == Place(file=str(path), line=2, column=3)


@pytest.mark.parametrize("suffix", [".csv", ".CSV", ".tsv"])
def test_text_tables(library: Library, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_text(
        "单位名称\t单位类型\t年销售收入(2025,万元)\t高新技术企业\n甲\t企业、科研院所\t6,050\tTRUE\n", encoding="utf-8"
    )
    assert load_case(path, library).facts == {
        "applicant_name": "甲",
        "applicant_kinds": Words(words=frozenset({"企业", "科研院所"})),
        "annual_sales": Yearly(values={2025: Decimal(60_500_000)}),
        "high_tech_enterprise": True,
    }


SALES = Yearly(values={2023: Decimal(42_000_000), 2024: Decimal(51_000_000), 2025: Decimal(60_500_000)})


def test_titles_merges_and_several_lines(library: Library, tmp_path: Path) -> None:
    rows: Rows = [
        ["2026年度申报汇总表"],
        ["（金额单位：万元）"],
        ["序号", "单位名称", "经营情况", None, None, None, "备注"],
        [None, None, "年销售收入（万元）", None, None, "职工总数"],
        [None, None, 2023, "2024年", "2025（万元）"],
        [1, "甲", 4200.0, 5100, "6,050", 20, "此处的文字不读"],
        [2],
        [None, "  "],
    ]
    merges = {"表": ["A1:G1", "A3:A5", "B3:B5", "C3:F3", "C4:E4", "F4:F5"]}
    assert read(tmp_path, library, {"表": rows}, merges).facts == {
        "applicant_name": "甲",
        "annual_sales": SALES,
        "employees": Decimal(20),
    }


@pytest.mark.parametrize(
    "text",
    [
        "单位名称,年销售收入（万元）,,\n,2023,2024年,2025\n甲,4200,5100,6050\n",
        "年销售收入（万元）,,,单位名称\n2023,2024,2025,\n4200,5100,6050,甲\n",
        "汇总表\n\n单位名称,年销售收入（万元）,,\n,2023,2024,2025\n甲,4200,5100,6050\n",
    ],
)
def test_what_a_merged_header_is_in_a_text_file(library: Library, tmp_path: Path, text: str) -> None:
    assert load_case(written(tmp_path, text), library).facts == {"applicant_name": "甲", "annual_sales": SALES}


def test_a_row_of_numbers_is_no_header(library: Library, tmp_path: Path) -> None:
    case = load_case(written(tmp_path, "职工总数,研发人员数\n2023,\n"), library)
    assert case.facts == {"employees": Decimal(2023)}


@pytest.mark.parametrize("merges", [["B1:C1"], ["B1:C1", "B2:C2"]])
def test_a_wide_header_may_stand_over_one_value(library: Library, tmp_path: Path, merges: list[str]) -> None:
    rows: Rows = [["单位名称", "联系人", None, "职工总数"], ["甲", "王", None, 5]]
    found = read(tmp_path, library, {"表": rows}, {"表": merges}).facts
    assert found == {"applicant_name": "甲", "contact_person": "王", "employees": Decimal(5)}


def test_a_wide_header_over_two_values_is_refused(library: Library, tmp_path: Path) -> None:
    rows: Rows = [["单位名称", "联系人", None], ["甲", "王", "李"]]
    assert told(tmp_path, library, {"表": rows}, {"表": ["B1:C1"]}) == [("表!C2", "E2017")]
    merged: Rows = [["单位名称", "联系人", None, "职工总数"], ["甲", "王", None, None]]
    assert told(tmp_path, library, {"表": merged}, {"表": ["B1:C1", "B2:D2"]}) == [("表!B2", "E2024")]


@pytest.mark.parametrize(
    ("rows", "problems"),
    [
        ([["单位名称", "年销售收人"], ["甲", 5]], [("表!B1", "E2002")]),
        ([["单位名称", None], ["甲", "乙"]], [("表!B2", "E2016")]),
        ([["单位名称", None], ["甲", True]], [("表!B2", "E2016")]),
        ([["单位名称", "applicant_name"], ["甲", "乙"]], [("表!B1", "E2017")]),
        ([["年销售收入（万元）", "年销售收入（2024，万元）"], [1, 2]], [("表!A1", "E2017")]),
        ([["年销售收入（2024，万元）", "2024年年销售收入"], [1, 2]], [("表!B1", "E2017")]),
        ([["单位名称", "职工\u200b总数"], ["甲", 1]], [("表!B1", "E2118")]),
        ([["职工\u200b总数"], [1]], [("表!A1", "E2118")]),
        ([["姓名", "电话"], ["甲", "1"]], [("表!A1", "E2019")]),
        ([["单位名称称", "电话"], ["甲", "1"]], [("表!A1", "E2019")]),
        ([["单位名称"]], [("案卷.xlsx", "E2001")]),
        ([["单位名称"], ["未填"]], [("案卷.xlsx", "E2001")]),
        ([["单位名称", "职工总数"], ["甲", 1], ["乙", 2]], [("表!A3", "E2018")]),
    ],
)
def test_headers_and_rows_that_are_wrong(
    library: Library, tmp_path: Path, rows: Rows, problems: list[tuple[str, str]]
) -> None:
    found = [(place.rpartition("/")[2], code) for place, code in told(tmp_path, library, {"表": rows})]
    assert found == problems


def test_all_problems_of_a_table_are_told_at_once(library: Library, tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "单位名称,年销售收人（万元）,研发投入强度,成立日期,成立日期,年销售收入(2025,万元)\n"
        "甲,100,0.03,2023年2月29日,x,4,5,6\n乙,\n丙,\n丁,\n",
    )
    with pytest.raises(InputError) as caught:
        load_case(path, library)
    found = [(str(item.place).removeprefix(f"{path}:"), item.code) for item in caught.value.diagnostics]
    assert found == [
        ("1:6", "E2002"),
        ("1:28", "E2017"),
        ("1:33", "E2002"),
        ("1:44", "E2002"),
        ("2:7", "E2103"),
        ("2:12", "E2107"),
        ("2:29", "E2016"),
        ("3:1", "E2018"),
    ]
    messages = [item.message for item in caught.value.diagnostics]
    assert messages[1] == "有两列都是「成立日期」，另一列在第 23 个字起"
    assert messages[-1] == "表里有 4 行数据（第 2、3、4… 行），而 check 一次只核对一个申报单位"


def test_a_second_row_is_found_where_it_begins(library: Library, tmp_path: Path) -> None:
    path = written(tmp_path, '单位名称,职工总数\n"甲\n公司",\n,20\n')
    with pytest.raises(InputError) as caught:
        load_case(path, library)
    assert [(str(item.place).removeprefix(f"{path}:"), item.code) for item in caught.value.diagnostics] == [
        ("4:2", "E2018")
    ]


def test_cells_merged_over_columns_are_told_once(library: Library, tmp_path: Path) -> None:
    rows: Rows = [["单位名称", "职工总数", "研发人员数"], ["甲", 5, None]]
    assert told(tmp_path, library, {"表": rows}, {"表": ["B2:C2"]}) == [("表!B2", "E2024")]


def test_a_foreign_table_gets_the_nearest_name(library: Library, tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read(tmp_path, library, {"表": [["单位名称称"], ["甲"]]})
    assert (caught.value.diagnostics[0].remedy or "").startswith("是否想写 单位名称？")


def test_a_missing_or_old_file(library: Library, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="E1001"):
        load_case(tmp_path / "无.xlsx", library)
    (tmp_path / "旧.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99))
    with pytest.raises(InputError, match="E2011"):
        load_case(tmp_path / "旧.xls", library)


def test_an_empty_text_file(library: Library, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="E2001"):
        read_table(written(tmp_path, "\n  \n"), library)


def test_places_of_cells() -> None:
    assert [cell_name(1, column) for column in (1, 26, 27, 702, 703, 16384)] == [
        "A1",
        "Z1",
        "AA1",
        "ZZ1",
        "AAA1",
        "XFD1",
    ]
    places = [
        Place(file="a.xlsx", sheet="乙", tab=1, line=10, column=2),
        Place(file="a.xlsx", sheet="甲", tab=2, line=9, column=1),
        Place(file="a.xlsx", sheet="甲", tab=2, line=9, column=2),
    ]
    assert str(places[0]) == "a.xlsx:乙!B10"
    found = [Diagnostic(code="E", message="", place=place) for place in reversed(places)]
    assert [one.place for one in sorted(found, key=lambda one: one.order)] == places


def test_a_profile_that_is_no_table_does_not_load_the_reader_of_tables() -> None:
    code = (
        "import sys; from pathlib import Path; from engine.load import load_library; "
        "from engine.load.profile import load_case; "
        "load_case(Path('examples/university.yaml'), load_library()); "
        "print([name for name in sys.modules if name.startswith(('openpyxl', 'engine.load.spreadsheet'))])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
