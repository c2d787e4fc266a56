"""Every line that a batch writes for machines is as its published JSON Schema says."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from engine.authoring.json_schema import json_schema
from tests.batch_making import CODES, Office, good

PROFILES = [
    good(1, 统一社会信用代码=CODES[0], 推荐单位="甲局", 职工总数="12 人", 设备原值="5 万元"),
    good(2, 统一社会信用代码=CODES[0], 推荐单位="甲局"),
    good(3, 推荐单位="甲局", 单位类型=["高等院校"]),
    good(4, 推荐单位=None, 高新技术企业=None),
    good(9, 推荐单位="甲局"),
    good(10, 推荐单位="甲局"),
    good(5, 职工总数="三十"),
    good(6, 申报类型="没有这一类"),
    good(7, 单位类型=["科研院所"], 申报类型=None),
    good(8, 技术领域="基地", 骨干企业=[{"单位名称": "甲企业"}, {"单位名称": "乙企业"}]),
]


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """A folder with a scheme that has a cap."""
    return Office(tmp_path)


def validator(office: Office) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(json_schema("batch-row", office.library))


def lines(office: Office, name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (office.folder / name).read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("schemes", [("test/scheme",), ("test/scheme", "test/other")])
def test_every_line_passes(schemes: tuple[str, ...], office: Office) -> None:
    office.review(PROFILES, output="结果.jsonl", schemes=schemes)
    found = lines(office, "结果.jsonl")
    wrong = [
        f"{list(error.absolute_path)}: {error.message[:200]}"
        for row in found
        for error in validator(office).iter_errors(row)
    ]
    assert wrong == []
    assert len(found) == len(PROFILES)
    # the lines are of every kind: unread, with problems, over a cap, of no group, twice the same, with members
    assert None in [row["result"] for row in found]
    assert any(row["problems"] for row in found)
    assert {limit["status"] for row in found for limit in row["limits"]} >= {"met", "unknown"}
    assert None in [limit["group"] for row in found for limit in row["limits"]]
    assert next(row["applicant"]["id"] for row in found).startswith(f"{CODES[0]}@")


def test_judgements_pass(office: Office) -> None:
    office.review(PROFILES, output="结果.xlsx")
    sheet = office.sheet("待人工认定")
    assert "L-01" in [row["条款"] for row in sheet]
    filled = office.folder / "认定.csv"
    header = list(sheet[0])
    text = [",".join(header)]
    for row in sheet:
        one = {
            **row,
            "结论": "不通过" if row["条款"] == "L-01" else "通过",
            "意见": "已核",
            "认定人": "王",
            "日期": "2026-03-02",
        }
        text.append(",".join('"' + one[name].replace('"', '""') + '"' for name in header))
    filled.write_text("\n".join(text) + "\n", encoding="utf-8")
    office.review(office.folder / "申报.jsonl", output="再审.jsonl", judgements=filled)
    found = lines(office, "再审.jsonl")
    assert [error.message for row in found for error in validator(office).iter_errors(row)] == []
    assert any(row["judgements"] for row in found)
    assert "unmet" in [limit["status"] for row in found for limit in row["limits"]]


@pytest.mark.parametrize(
    "change", [{"applicant": None}, {"extra": 1}, {"limits": [{"id": "L-01"}]}, {"problems": "无"}]
)
def test_what_is_no_line_does_not_pass(change: dict[str, Any], office: Office) -> None:
    office.review(PROFILES[:1], output="结果.jsonl")
    (row,) = lines(office, "结果.jsonl")
    assert list(validator(office).iter_errors(row)) == []
    assert list(validator(office).iter_errors({**row, **change}))
