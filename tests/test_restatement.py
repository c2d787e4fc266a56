"""The same facts said otherwise give the same bytes, and so do another clock, language and hash seed."""

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from engine.assess import assess
from engine.load.library import SHIPPED, Library, load_library
from engine.load.profile import load_case
from engine.report.json_text import render
from tests import restating
from tests.rulebook import FACTS, HEAD, MEMBER_HEAD, demand, library

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = sorted(path for path in (ROOT / "examples").iterdir() if path.suffix in (".yaml", ".json"))
FOUR = ROOT / "examples" / "base-with-four-backbones.yaml"
ON = date(2026, 3, 2)

RICH = f"""\
{HEAD}when: {{单位类型: {{includes_any: [企业, 科研院所]}}}}
parameters:
  线: {{unit: 万元, values: [{{value: unknown, basis: {{source: rules}}}}]}}
criteria:
""" + "".join(
    demand(require, name=f"A-{number:02}", more=more)
    for number, (require, more) in enumerate(
        [
            ("{年销售收入: {at_least: 3000 万元, less_than: 1 亿元}}", ""),
            ("{研发投入强度: {at_least: 3%}}", "when: {高新技术企业: {is: true}}"),
            ("{any: [{'净利润[2024]': {more_than: 0 元}}, {设备总值: {at_least: $线}}]}", "force: in_principle"),
            ("{among: {in: 骨干企业, every: {meets: test/member}}}", ""),
            (
                "{among: {in: 骨干企业, at_least: 2 家, where: {all: [{研究面积: {at_least: 500 ㎡}}, {judged: 较强}]}}}",
                "",
            ),
            ("{among: {in: 失信记录, within: 3 年, at_most: 0 条}}", "force: preferred"),
            ("{技术领域: {one_of: [新材料, 医药健康], open: true}}", ""),
            ("{设备原值: {between: [10 万元, 20 万元]}}", "force: in_principle"),
        ],
        1,
    )
)
MEMBER_SET = (
    MEMBER_HEAD
    + "criteria:\n"
    + demand("{年销售收入: {more_than: 500 万元}}", name="B-01")
    + demand("{judged: 较强}", name="B-02")
)
PROFILE = """\
单位名称: 示例公司
单位类型: [企业, 高等院校]
高新技术企业: 是
年销售收入: {2024: "2,999.999999 万元", 2025: 0.3亿元}
研发投入: {2025: 90 万元}
净利润: {2024: -12.5 万元, 2025: 3 百万元}
设备原值: 2000 千元
在建设备原值: 3 万元
失信记录: [2023-03-02, 2020-01-01]
技术领域: 光电
骨干企业:
  - {单位名称: 示例甲, 年销售收入: {2025: 500 万元}, 研究面积: 500 ㎡}
  - {单位名称: 示例乙, 年销售收入: 501 万元, 研究面积: 499.99 ㎡}
  - {单位名称: 示例丙}
认定:
  A-07: {结论: 通过, 意见: 属于前沿, 认定人: 张示例, 日期: 2026-03-01}
  骨干企业[示例甲]/A-05: {结论: 通过}
  骨干企业[示例乙]/B-02: {结论: 不通过, 意见: 依据不足}
"""

RESTATEMENTS: dict[str, restating.Restatement] = {
    "元": restating.in_unit("元"),
    "万元": restating.in_unit("万元"),
    "亿元": restating.in_unit("亿元"),
    "ids": restating.with_ids,
    "keys": restating.reversed_keys,
    "sets": restating.reversed_sets,
    "single": restating.single_values,
    "full width": restating.full_width,
}


def without_digests(text: str) -> str:
    """The JSON result without the digests of the files, which tell one statement from another."""
    result = json.loads(text)
    stamps: list[dict[str, Any]] = [result["case"], *(one["rule_set"] for one in result["assessments"])]
    for stamp in (*stamps, *result["not_in_force"]):
        del stamp["sha256"]
    return json.dumps(result, ensure_ascii=False, indent=1)


def finding(path: Path, book: Library, *, trace: bool = True) -> str:
    """What is said of a profile."""
    return without_digests(render(assess(load_case(path, book), book, on=ON, trace=trace)))


@pytest.fixture(scope="module")
def shipped() -> Library:
    """The shipped rules."""
    return load_library()


@pytest.fixture(scope="module")
def rich(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """Rules with amounts, ratios, members and open lists."""
    return library(tmp_path_factory.mktemp("rich"), RICH, MEMBER_SET)


@pytest.fixture(scope="module")
def profile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A profile for the rich rules."""
    path = tmp_path_factory.mktemp("profile") / "profile.yaml"
    path.write_text(PROFILE, encoding="utf-8")
    return path


def restated(folder: Path, path: Path, book: Library, restatement: restating.Restatement, suffix: str) -> Path:
    """The profile said otherwise."""
    data = restatement(restating.read(path), book)
    written = folder / f"restated{suffix}"
    written.write_text(restating.as_json(data) if suffix == ".json" else restating.as_yaml(data), encoding="utf-8")
    return written


# --- profiles ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", [".yaml", ".json"])
@pytest.mark.parametrize("name", RESTATEMENTS)
def test_a_restated_profile_gives_the_same_bytes(
    tmp_path: Path, profile: Path, rich: Library, name: str, suffix: str
) -> None:
    path = restated(tmp_path, profile, rich, RESTATEMENTS[name], suffix)
    assert path.read_text(encoding="utf-8") != profile.read_text(encoding="utf-8")
    assert finding(path, rich) == finding(profile, rich)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_a_restated_example_gives_the_same_bytes(tmp_path: Path, shipped: Library, example: Path) -> None:
    expected = finding(example, shipped)
    for name, restatement in RESTATEMENTS.items():
        for suffix in (".yaml", ".json"):
            path = restated(tmp_path, example, shipped, restatement, suffix)
            assert finding(path, shipped) == expected, (name, suffix)


def test_the_profile_reaches_what_restating_could_break(profile: Path, rich: Library) -> None:
    (assessment,) = json.loads(finding(profile, rich))["assessments"]
    assert [criterion["status"] for criterion in assessment["criteria"]] == [
        "met",
        "met",
        "unknown",
        "unmet",
        "unknown",
        "unmet",
        "met",
        "unmet",
    ]
    assert assessment["verdict"] == "ineligible"


# --- rules ------------------------------------------------------------------------------------------------------


def test_reordered_rules_give_the_same_bytes(tmp_path: Path, profile: Path, rich: Library) -> None:
    facts = restating.as_yaml(restating.reversed_keys(yaml.safe_load(FACTS), rich))
    sets = [
        restating.as_yaml(restating.reversed_keys(restating.reversed_criteria(yaml.safe_load(text)), rich))
        for text in (MEMBER_SET, RICH)
    ]
    book = library(tmp_path / "rules", *sets, facts=facts)
    assert list(book.facts) == list(rich.facts)[::-1]
    assert finding(profile, book, trace=False) == finding(profile, rich, trace=False)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_reordered_shipped_rules_give_the_same_bytes(tmp_path: Path, shipped: Library, example: Path) -> None:
    for path in SHIPPED.rglob("*.yaml"):
        data = restating.reversed_keys(restating.reversed_criteria(restating.read(path)), shipped)
        target = tmp_path / path.relative_to(SHIPPED)
        target.parent.mkdir(exist_ok=True)
        target.write_text(restating.as_yaml(data), encoding="utf-8")
    book = load_library([tmp_path])
    assert finding(example, book, trace=False) == finding(example, shipped, trace=False)


# --- the machine ------------------------------------------------------------------------------------------------

ELSEWHERE = {
    "far east": {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "1"},
    "far west": {"TZ": "Etc/GMT+12", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "2"},
    "turkish": {"TZ": "Europe/Istanbul", "LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8", "PYTHONHASHSEED": "3"},
    "no utf-8": {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONHASHSEED": "4"},
    "optimised": {"PYTHONOPTIMIZE": "2", "PYTHONHASHSEED": "5", "TERM": "dumb", "COLUMNS": "40"},
}


def checked(profile: Path, folder: Path, environment: dict[str, str]) -> bytes:
    """What the command prints, run from another folder in another environment."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "PYTHON", "TZ"))}
    told = subprocess.run(
        [sys.executable, "-m", "zhunru", "check", str(profile), "--on", "2026-03-02", "--format", "json", "--trace"],
        env={**kept, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", **environment},
        cwd=folder,
        capture_output=True,
        check=False,
    )
    assert told.stderr == b""
    return told.stdout


@pytest.fixture(scope="module")
def at_home() -> bytes:
    """What the command prints here."""
    return checked(FOUR, ROOT, {"PYTHONHASHSEED": "0"})


@pytest.mark.parametrize("name", ELSEWHERE)
def test_another_clock_language_and_hash_seed_give_the_same_bytes(tmp_path: Path, name: str, at_home: bytes) -> None:
    assert json.loads(at_home)["assessments"]
    assert checked(FOUR, tmp_path, ELSEWHERE[name]) == at_home
