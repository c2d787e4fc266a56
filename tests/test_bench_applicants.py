"""The bench's applicants: readable, valid, gappy, the same for the same seed."""

import json
from collections import Counter
from pathlib import Path

import pytest

from bench import applicants
from bench.applicant_columns import schema, titles
from bench.applicant_facts import Block
from engine.load.library import Library, load_library
from engine.load.profile import load_case
from engine.load.uscc import uscc_problem
from engine.load.yaml_text import parse_document
from schemas.fact import FactType
from schemas.rule_set import Kind


@pytest.fixture(scope="module")
def library() -> Library:
    """The shipped rules."""
    return load_library()


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw few at once: blocks are drawn whole."""
    monkeypatch.setattr(applicants, "BLOCK", 20)


@pytest.mark.parametrize("end", [".parquet", ".jsonl", ".xlsx"])
def test_the_same_seed_gives_the_same_bytes(end: str, library: Library, tmp_path: Path) -> None:
    one, two, other = (tmp_path / f"{name}{end}" for name in ("one", "two", "other"))
    for path, seed in ((one, 1), (two, 1), (other, 2)):
        applicants.write(library, 30, seed, path)
    assert one.read_bytes() == two.read_bytes()
    assert one.read_bytes() != other.read_bytes()


def test_more_applicants_leave_the_first_as_they_are(library: Library) -> None:
    few, more = (list(applicants.profiles(library, number, 1)) for number in (10, 25))
    assert more[:10] == few


def test_every_profile_is_read_without_a_word(library: Library, tmp_path: Path) -> None:
    applicants.write(library, 60, 3, tmp_path / "folder")
    files = sorted((tmp_path / "folder").iterdir())
    cases = [load_case(path, library) for path in files]
    assert [path.name for path in files][:2] == ["01.yaml", "02.yaml"]
    assert len(cases) == 60
    assert not any(case.warnings for case in cases)


def test_lines_say_what_the_folder_says(library: Library, tmp_path: Path) -> None:
    applicants.write(library, 5, 3, tmp_path / "lines.jsonl")
    applicants.write(library, 5, 3, tmp_path / "folder")
    lines = [json.loads(line) for line in (tmp_path / "lines.jsonl").read_text(encoding="utf-8").splitlines()]
    read = [parse_document(path.read_text("utf-8"), "x.yaml").data for path in sorted((tmp_path / "folder").iterdir())]
    assert lines == read


def test_codes_are_valid_and_nobody_shares_one(library: Library) -> None:
    rows = Block(library, 7, 0, 3000).table().to_pylist()
    members = [member for row in rows for member in row["骨干企业"] or ()]
    codes = [row["统一社会信用代码"] for row in (*rows, *members)]
    assert len(members) > 500
    assert [uscc_problem(code) for code in codes if uscc_problem(code) is not None] == []
    assert len(set(codes)) == len(codes)


def test_every_fact_every_track_and_a_quarter_of_gaps(library: Library) -> None:
    table = Block(library, 7, 0, 3000).table()
    companies = [row for row in table.to_pylist() if row["单位类型"] == ["企业"]]
    blank = sum(row["发明专利数"] is None for row in companies) / len(companies)
    tracks = {
        track.title
        for rule_set in library.rule_sets.values()
        if rule_set.kind is Kind.OFFICIAL
        for track in rule_set.tracks
    }
    asked = Counter(table["申报类型"].to_pylist())
    assert 0.2 <= blank <= 0.3
    assert tracks <= set(asked)
    assert min(asked.values()) > 100
    assert all(table[name].null_count < table.num_rows for name in table.column_names)
    assert {"年销售收入（2025，万元）", "研究实验面积（㎡）", "产品销售额占国内同类比重（%）"} <= set(
        schema(library).names
    )


def test_none_is_stated_in_the_facts_that_may_say_so(library: Library) -> None:
    rows = Block(library, 7, 0, 3000).table().to_pylist()
    for title in titles(library):
        if title.fact.type in (FactType.CHOICES, FactType.DATES) and title.fact.name != "单位类型":
            assert [] in [row[title.header] for row in rows], title.header
    assert "无" in {row["高新技术企业证书有效期至"] for row in rows}


def test_other_ends_are_refused(library: Library, tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="parquet"):
        applicants.write(library, 1, 1, tmp_path / "a.csv")
