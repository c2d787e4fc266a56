"""The names somebody may have meant."""

import pytest

from engine.load.names import nearest, suggestion

NAMES = ["年销售收入", "近三年平均销售收入", "研发投入", "研发投入强度", "职工人数", "at_least", "at_most", "Annual"]


@pytest.mark.parametrize(
    ("word", "near"),
    [
        ("年销收入", ["年销售收入", "近三年平均销售收入"]),
        ("销售收入", ["年销售收入", "近三年平均销售收入"]),
        ("研发投入", ["研发投入", "研发投入强度"]),
        (" at_lest ", ["at_least", "at_most"]),
        ("ａｎｎｕａｌ", ["Annual"]),
        ("人", []),
        ("", []),
        ("长" * 61, []),
        ("毫不相干", []),
    ],
)
def test_nearest(word: str, near: list[str]) -> None:
    assert nearest(word, NAMES) == near


def test_nearest_is_bounded_and_said_as_a_question() -> None:
    assert nearest("字段", [f"字段{n}" for n in range(20)] * 2) == [f"字段{n}" for n in range(5)]
    assert suggestion("研发", NAMES) == "是否想写 研发投入、研发投入强度？"
    assert suggestion("毫不相干", NAMES) is None
