"""统一社会信用代码 by GB 32100-2015, against python-stdnum on the codes that it knows (those that begin with digits)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc as oracle

from engine.load.uscc import uscc_problem

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def inner_check(body: str) -> str:
    """GB 11714, naively."""
    weights = [3, 7, 9, 10, 5, 8, 4, 2]
    check = 11 - sum(weights[i] * "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ".index(body[i]) for i in range(8)) % 11
    return {10: "X", 11: "0"}.get(check, str(check))


def outer_check(body: str) -> str:
    """GB 32100, naively."""
    weight, total = 1, 0
    for character in body:
        total += weight * ALPHABET.index(character)
        weight = weight * 3 % 31
    check = 31 - total % 31
    return ALPHABET[0 if check == 31 else check]


def completed(head: str, body: str) -> str:
    """A code with both check characters."""
    inner = head + body + inner_check(body)
    return inner + outer_check(inner)


HEADS = st.from_regex(r"[1-9ANY][1-9][1-8][0-9]{5}", fullmatch=True)
BODIES = st.text(alphabet=ALPHABET, min_size=8, max_size=8)
CODES = st.builds(completed, HEADS, BODIES)


@given(CODES)
def test_completed_codes_are_right(code: str) -> None:
    assert uscc_problem(code) is None
    if code[0] not in "ANY":
        assert oracle.is_valid(code)


@given(CODES, st.integers(0, 17), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_always_noticed(code: str, position: int, character: str) -> None:
    changed = code[:position] + character + code[position + 1 :]
    assert (uscc_problem(changed) is None) == (changed == code)


@given(st.from_regex(r"[1-9][0-9]{7}", fullmatch=True), st.text(alphabet=ALPHABET, min_size=9, max_size=9))
def test_the_outer_check_agrees_with_the_oracle(head: str, body: str) -> None:
    for last in ALPHABET:
        code = head + body + last
        problem = uscc_problem(code)
        outer_wrong = problem is not None and "第 18 位" in problem
        inner_wrong = problem is not None and "第 9 至 17 位" in problem
        assert inner_wrong or outer_wrong == (not oracle.is_valid(code))


@pytest.mark.parametrize("department", "123456789ANY")
def test_every_department_of_registration_is_known(department: str) -> None:
    assert uscc_problem(completed(department + "1220101", "MA0Y1234")) is None


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        ("914403001922038216", None),
        ("91440300192203821", "有 17 位，应为 18 位"),
        ("", "有 0 位，应为 18 位"),
        ("9144030019220382I6", "含有不允许的字符「I」，只用数字和 I、O、S、V、Z 以外的大写字母"),
        ("914403001922038a16", "含有不允许的字符「a」，只用数字和 I、O、S、V、Z 以外的大写字母"),
        ("B14403001922038216", "的第 1 位「B」不是登记管理部门代码（1–9、A、N、Y）"),
        ("014403001922038216", "的第 1 位「0」不是登记管理部门代码（1–9、A、N、Y）"),
        ("91440A001922038216", "的第 2 至 8 位（机构类别和行政区划）应全是数字"),
        ("914403001922038226", "的第 9 至 17 位（组织机构代码）校验不符，可能抄错了一位"),
        ("914403001922038217", "的第 18 位校验码不符，可能抄错了一位"),
    ],
)
def test_what_is_wrong_is_said(code: str, problem: str | None) -> None:
    assert uscc_problem(code) == problem
