"""JSON Schemas: shipped files pass, typical mistakes do not, editors get Chinese names and words, the stored ones are current."""

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from engine.authoring.json_schema import SCHEMAS, json_schema, schema_text
from engine.load.library import SHIPPED, Library, load_library
from engine.load.yaml_text import parse_document, read_document
from engine.report import json_text
from tests.fair import PROFILE, fair
from tests.golden import compare

EXAMPLES = sorted(path for path in (SHIPPED.parent / "examples").iterdir() if path.suffix in (".yaml", ".json"))
RULE_SETS = sorted(path for path in SHIPPED.rglob("*.yaml") if path.parent != SHIPPED)
STORED = ("rule-set", "profile", "result", "batch-row")


@pytest.fixture(scope="module")
def library() -> Library:
    """The shipped rules."""
    return load_library()


def plain(value: Any) -> Any:
    """A document's data as an editor sees it."""
    match value:
        case dict():
            return {key: plain(item) for key, item in value.items()}
        case list():
            return [plain(item) for item in value]
        case date():
            return value.isoformat()
        case Decimal():
            return float(value)
        case _:
            return value


def problems(name: str, data: Any, library: Library) -> list[str]:
    found = jsonschema.Draft202012Validator(json_schema(name, library)).iter_errors(plain(data))
    return [f"{list(error.absolute_path)}: {error.message[:200]}" for error in found]


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_schema_is_one(name: str, library: Library) -> None:
    schema = json.loads(schema_text(name, library))
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["title"].startswith("zhunru")


@pytest.mark.parametrize("name", STORED)
def test_the_stored_schemas_are_current(name: str, library: Library, rewrite: bool) -> None:
    compare(schema_text(name, library), SHIPPED / f"{name}.schema.json", rewrite)


@pytest.mark.parametrize("path", RULE_SETS, ids=lambda path: path.stem)
def test_shipped_rule_sets_pass(path: Path, library: Library) -> None:
    assert problems("rule-set", read_document(path).data, library) == []


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_shipped_profiles_pass(path: Path, library: Library) -> None:
    assert problems("profile", read_document(path).data, library) == []


@pytest.mark.parametrize("name", ["facts", "sources"])
def test_shipped_vocabulary_passes(name: str, library: Library) -> None:
    assert problems(name, read_document(SHIPPED / f"{name}.yaml").data, library) == []


def test_results_pass(tmp_path: Path, library: Library) -> None:
    result = fair(tmp_path).result(PROFILE, trace=True, settings={"销售下限": "2000 万元"})
    assert problems("result", json.loads(json_text.render(result)), library) == []


def words(schema: Any) -> Iterator[str]:
    """Every description in a schema."""
    if isinstance(schema, dict):
        if isinstance(schema.get("description"), str):
            yield schema["description"]
        for item in schema.values():
            yield from words(item)
    elif isinstance(schema, list):
        for item in schema:
            yield from words(item)


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_description_is_chinese(name: str, library: Library) -> None:
    found = list(words(json_schema(name, library)))
    assert len(found) >= 4
    assert [text for text in found if not any("\u4e00" <= character <= "\u9fff" for character in text)] == []


CRITERION = "{id: A-01, title: 甲, require: %s, basis: {source: jilin-2023-78}}"
RULE_SET = "id: a/b\ntitle: 甲\nkind: reference\nauthority: 乙\ncriteria: [" + CRITERION + "]\n"


@pytest.mark.parametrize(
    ("require", "passes"),
    [
        ("{年销售收入: {at_least: 3000 万元}}", True),
        ("{年销售收入: {at_least: $下限, less_than: 3000}}", True),
        ('{"年销售收入[2024]": {at_least: 3000 万元}}', True),
        ("{annual_sales: {more_than: 3000 万元}}", True),
        ("{年销售收人: {at_least: 3000 万元}}", False),
        ("{年销售收入: {includes: 企业}}", False),  # no operator of money
        ("{年销售收入: {}}", False),
        ('{"职工总数[2024]": {at_least: 3 人}}', False),  # not a yearly fact
        ("{高新技术企业: {is: true}}", True),
        ("{高新技术企业: {is: 也许}}", False),
        ("{单位类型: {includes_any: [企业, 高等院校]}}", True),
        ("{单位类型: {includes_any: [公司]}}", False),  # no word of the fact
        ("{单位类型: {includes_any: 企业}}", False),
        ("{技术领域: {one_of: [新材料], open: true}}", True),
        ("{注册地: {within: '22'}}", True),
        ("{骨干企业: {stated: true}}", True),
        ("{骨干企业: {at_least: 3}}", False),
        ("{all: [{judged: 甲}, {not: {any: [{not_obtained: 乙}]}}]}", True),
        ("{all: []}", False),
        ("{all: [{judged: 甲}], any: [{judged: 甲}]}", False),
        ("{at_least_of: {n: 1, of: [{judged: 甲}]}}", True),
        ("{among: {in: 骨干企业, every: {meets: jilin/characteristic-base-backbone}}}", True),
        ("{among: {in: 骨干企业, every: {没有的字段: {is: true}}}}", False),
    ],
)
def test_a_condition_takes_known_facts_and_their_own_operators(require: str, passes: bool, library: Library) -> None:
    data = parse_document(RULE_SET % require, "rules.yaml").data
    assert (problems("rule-set", data, library) == []) is passes


@pytest.mark.parametrize(
    ("profile", "passes"),
    [
        ("{单位名称: 示例公司, 单位类型: 企业}", True),
        ("{applicant_name: 示例公司}", True),
        ("{单位名: 示例公司}", False),
        ("{单位类型: [企业, 不全]}", True),
        ("{单位类型: 无}", True),
        ("{单位类型: 公司}", False),
        ("{年销售收入: {2025: 3000 万元, 2024年: }}", True),
        ("{年销售收入: 3000 万元}", True),
        ("{年销售收入: {上年: 3000 万元}}", False),
        ("{年销售收入: 3000}", False),  # no unit
        ("{年销售收入: 0}", True),
        ("{研发投入强度: 3%}", True),
        ("{研发投入强度: 0.03}", False),
        ("{职工总数: 20}", True),
        ("{高新技术企业: 是}", True),
        ("{高新技术企业: 大概}", False),
        ("{高新技术企业: }", True),
        ("{高新技术企业证书有效期至: 2027-10-15}", True),
        ("{严重违法失信记录: 无}", True),
        ("{严重违法失信记录: [2024-01-01, 不全]}", True),
        ("{骨干企业: [{单位名称: 甲, 高新技术企业: 是}]}", True),
        ("{骨干企业: {单位名称: 甲}}", True),
        ("{骨干企业: [{申报类型: 综合性}]}", False),
        ("{骨干企业: [{申报单位: 甲}]}", False),
        ("{认定: {KC-32: {结论: 通过, 意见: 甲, 认定人: 乙, 日期: 2026-03-02}}}", True),
        ("{认定: {KC-32: {结论: 也许}}}", False),
        ("{认定: {KC-99: {结论: 通过}}}", False),
        ('{认定: {"骨干企业[甲]/KB-03": {结论: 不通过}, KC-32: }}', True),
    ],
)
def test_a_profile_takes_known_facts_and_their_own_values(profile: str, passes: bool, library: Library) -> None:
    data = parse_document(profile, "profile.yaml").data
    assert (problems("profile", data, library) == []) is passes


def test_a_fact_shows_its_type_its_units_and_its_question(library: Library) -> None:
    properties = json_schema("profile", library)["properties"]
    assert properties["年销售收入"]["description"].startswith("金额，按年度填报。单位：元、")
    assert "单位类型" in list(properties)[:5]


def test_operators_are_explained(library: Library) -> None:
    tests = json_schema("rule-set", library)["$defs"]["test.money.yearly"]["properties"]
    assert tests["more_than"]["description"] == "超过（不含本数）"
    assert list(tests) == ["equals", "at_least", "at_most", "more_than", "less_than", "between", "stated"]


def test_facts_of_a_further_folder_are_in_the_schema(tmp_path: Path) -> None:
    book = fair(tmp_path).book
    assert problems("rule-set", parse_document(RULE_SET % "{年产能: {at_least: 1 吨}}", "x").data, book) == []
