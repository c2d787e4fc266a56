"""Codes stand side by side in a cell, and are read as they were; a member's path, which may hold spaces, stands alone."""

from hypothesis import given
from hypothesis import strategies as st

from engine.batch.codes_cell import codes_in, side_by_side

CODES = st.from_regex(r"[A-Z]{1,3}-[0-9]{1,2}", fullmatch=True)
PATHS = st.builds(lambda name, code: f"骨干企业[{name}]/{code}", st.text("甲 乙[]、", min_size=1, max_size=6), CODES)


def test_as_it_looks() -> None:
    assert side_by_side((), 20) == ()
    assert side_by_side(("KC-03", "KC-04", "KC-05", "KC-06"), 20) == ("KC-03 KC-04 KC-05", "KC-06")
    path = "骨干企业[甲 公司]/B-01"
    assert side_by_side(("KC-03", path, "KC-04", path), 20) == ("KC-03 KC-04", path, path)
    assert list(codes_in(["KC-03", "KC-04"])) == ["KC-03", "KC-04"], "as earlier versions wrote them"


@given(st.lists(CODES | PATHS, max_size=8))
def test_there_and_back(codes: list[str]) -> None:
    assert sorted(codes_in(side_by_side(codes, 14))) == sorted(codes)
