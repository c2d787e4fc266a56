"""The guide to the rule language: every example in it is run, and what it shows is what happens."""

import re
from pathlib import Path

import pytest

from engine.compile.leaves import OPERATORS
from schemas.condition import COMPOSITIONS
from schemas.fact import Derivation, FactType
from tests.guide import OTHERS, PAGES, ROOT, perform

GUIDE = ROOT / "docs" / "rules"
TEXT = "".join(path.read_text(encoding="utf-8") for path in PAGES)
MOST_LINES = 200


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_every_example_does_what_the_page_says(path: Path, tmp_path: Path, rewrite: bool) -> None:
    page = perform(path, tmp_path)
    if rewrite:
        path.write_text(page.performed, encoding="utf-8")
    else:
        assert page.performed == page.shown
        assert page.unrun == []


def test_the_guide_is_full_of_examples(tmp_path: Path) -> None:
    pages = [perform(path, tmp_path / path.stem) for path in PAGES]
    assert sum(page.tables for page in pages) >= 40
    assert sum(page.rows for page in pages) >= 150
    assert sum(page.refusals for page in pages) >= 10


def test_every_construct_has_an_example() -> None:
    written = "".join(re.findall(r"^```yaml\n.*?^```", TEXT, re.MULTILINE | re.DOTALL))
    operators = {operator for known in OPERATORS.values() for operator in known}
    words = {*operators, *COMPOSITIONS, *Derivation.model_fields, *FactType, "stated", "open"}
    words |= {"when", "force", "in_principle", "preferred", "effective", "parameters", "unknown", "table", "otherwise"}
    words |= {"among", "some", "every", "at_least", "at_most", "where", "within", "years", "dated_by", "count_as"}
    words |= {"tracks", "limits", "role", "deadline", "base_year", "complete", "evidence", "remedy", "benchmarks"}
    assert {word for word in words if not re.search(rf"\b{word.removesuffix('_')}\b", written)} == set()
    assert {sign for sign in ("$", "@", "@上级.") if f'"{sign}' not in written and f" {sign}" not in written} == set()


def test_pages_are_short_and_linked_from_the_index() -> None:
    index = (GUIDE / "README.md").read_text(encoding="utf-8")
    for path in PAGES:
        assert len(path.read_text(encoding="utf-8").splitlines()) <= MOST_LINES, path.name
        assert path.name == "README.md" or f"({path.name})" in index


def test_links_between_pages_lead_somewhere() -> None:
    for path in PAGES:
        for link in re.findall(r"\]\(([^)#]+\.md)", path.read_text(encoding="utf-8")):
            found = (path.parent / link).exists()
            assert found or link in OTHERS, f"{path.name}: {link}"
