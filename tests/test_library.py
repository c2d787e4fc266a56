"""Loading rules: the shipped library, every code of a broken one, and what the loader adds to what was written."""

import json
import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from pydantic import BaseModel, Field

from engine.compile import compile_program
from engine.errors import InputError
from engine.load.cycles import cycles
from engine.load.library import SHIPPED, Library, load_library
from engine.load.schema_keys import keys_at
from engine.load.validation import PATTERNS, validate
from engine.load.vocabulary import facts_read
from engine.load.walk import Role, conditions_of, operands_of, walk
from engine.load.yaml_text import parse_document
from schemas.code_table import IndustryTable, RegionTable
from schemas.condition import FactCondition
from schemas.diagnostic import Diagnostic, Severity
from schemas.fact import Fact
from schemas.rule_set import RuleSet
from schemas.source import Source
from tests.golden import BAD, compare, written

GROUND = BAD / "ground"
RULES = BAD / "rules"
ROOT = BAD.parents[1]


def test_shipped_rules_load_without_a_warning() -> None:
    library = load_library()
    assert {"jilin/pilot-center", "jilin/innovation-center", "jilin/characteristic-base"} <= set(library.rule_sets)
    assert library.warnings == ()
    assert SHIPPED == ROOT / "rules"
    assert library.documents.keys() == library.rule_sets.keys()
    assert library.origins.keys() == library.facts.keys()
    for name, fact in library.facts.items():
        assert library.fact(name) is library.fact(fact.id) is fact
    assert library.fact("没有") is None


@pytest.mark.parametrize("folder", sorted(RULES.iterdir()), ids=lambda path: path.name)
def test_bad_rules(folder: Path, rewrite: bool) -> None:
    """What the loader tells of each folder, and what compiling tells where the loader lets it through."""
    found: tuple[Diagnostic, ...]
    try:
        library = load_library((GROUND, folder))
        severity = Severity.ERROR
        found = tuple(dict.fromkeys(problem for name in library.rule_sets for problem in uncompiled(library, name)))
        if not found:
            severity, found = Severity.WARNING, library.warnings
    except InputError as error:
        severity, found = Severity.ERROR, error.diagnostics
    compare(written(found, BAD).replace(f"rules/{folder.name}/", ""), folder / "expected.txt", rewrite)
    assert {item.severity for item in found} == {severity}
    code = folder.name.partition("-")[0]
    assert code == "many" or {item.code for item in found} == {code}


def uncompiled(library: Library, name: str) -> tuple[Diagnostic, ...]:
    """What keeps a rule set from being compiled."""
    try:
        compile_program(library, name, date(2026, 3, 1))
    except InputError as error:
        return error.diagnostics
    return ()


def test_no_english_of_pydantic_comes_through() -> None:
    for path in RULES.glob("*/expected.txt"):
        assert not re.search(r"Input|should|Field|Tuple|valid (?!:)|operators", path.read_text()), path


def test_ground_is_sound() -> None:
    assert load_library((GROUND,)).warnings == ()


# --- what the loader adds to what was written -------------------------------------------------------------------


def library_of(folder: Path, **files: str) -> Library:
    for name, text in files.items():
        folder.joinpath(f"{name}.yaml").write_text(text, encoding="utf-8")
    return load_library((folder,))


def test_facts_derived_from_yearly_facts_are_yearly(tmp_path: Path) -> None:
    library = library_of(
        tmp_path,
        facts="""
收入: {id: a, type: money, yearly: true}
投入: {id: b, type: money, yearly: true}
人数: {id: c, type: count}
强度: {id: d, type: percent, derive: {ratio: [投入, 收入]}}
强度之和: {id: e, type: number, derive: {sum: [强度, 人数]}}
人数之和: {id: f, type: count, derive: {sum: [人数]}}
平均: {id: g, type: money, derive: {average: {of: 收入, years: 3}}}
平均之差: {id: h, type: money, derive: {difference: [平均, 平均]}}
分档: {id: i, type: number, derive: {table: [{when: {收入: {at_least: 1 元}}, value: 1}, {otherwise: '@人数'}]}}
定年: {id: j, type: number, derive: {table: [{when: {'收入[2024]': {at_least: '@人数'}}, value: 1}, {otherwise: 2}]}}
按年: {id: k, type: number, derive: {table: [{when: {人数: {at_least: '@上级.收入'}}, value: 1}, {otherwise: 2}]}}
家数: {id: l, type: count, derive: {count: {in: 企业, where: {收入: {at_least: 1 元}}}}}
企业: {id: m, type: list, of: enterprise, dated_by: 日期}
日期: {id: n, type: date}
""",
    )
    yearly = {name for name, fact in library.facts.items() if fact.yearly}
    assert yearly == {"收入", "投入", "强度", "强度之和", "分档", "按年"}


def test_a_folder_needs_no_facts_of_its_own_and_counts_once(tmp_path: Path) -> None:
    hidden = tmp_path / ".hidden"
    hidden.mkdir()
    (hidden / "x.yaml").write_text("[")
    (tmp_path / ".x.yaml").write_text("[")
    (tmp_path / "rule-set.schema.json").write_text("[")
    deep = tmp_path / "甲" / "乙"
    deep.mkdir(parents=True)
    # only at the top of a folder are these names special
    (deep / "facts.yaml").write_text(GROUND.joinpath("member.yaml").read_text().replace("ground/member", "deep/facts"))
    facts = {name: GROUND.joinpath(f"{name}.yaml").read_text() for name in ("facts", "sources")}
    for name, text in facts.items():
        (tmp_path / f"{name}.yaml").write_text(text)
    library = load_library((tmp_path, tmp_path / "甲" / ".."))
    assert list(library.rule_sets) == ["deep/facts"]
    assert library.documents["deep/facts"].file == str(deep / "facts.yaml")


def refused(*folders: Path) -> list[str]:
    with pytest.raises(InputError) as error:
        load_library(folders)
    return [f"{item.place} {item.code} {item.message}" for item in error.value.diagnostics]


def test_folders_that_are_none(tmp_path: Path) -> None:
    missing, file, empty = tmp_path / "无", tmp_path / "文件", tmp_path / "空"
    file.touch()
    empty.mkdir()
    assert refused(missing, file, empty) == [
        f"{file} E1110 这不是文件夹",
        f"{missing} E1110 规则文件夹不存在",
        f"{empty} E1110 规则文件夹里没有 YAML 文件",
    ]


def test_a_folder_within_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scan = os.scandir

    def forbidden(path: str) -> object:
        if path.endswith("锁"):
            raise PermissionError(13, "denied", path)
        return scan(path)

    (tmp_path / "锁").mkdir()
    monkeypatch.setattr(os, "scandir", forbidden)
    assert refused(tmp_path) == [
        f"{tmp_path} E1110 规则文件夹里没有 YAML 文件",
        f"{tmp_path}/锁 E1003 没有读取这个文件夹的权限",
    ]


def test_the_same_folders_give_the_same_words_in_any_process() -> None:
    script = (
        "from engine.load import load_library\nfrom engine.errors import InputError\nfrom pathlib import Path\n"
        "try: load_library((Path('tests/bad/ground'), Path('tests/bad/rules/E1120-unknown-fact')))\n"
        "except InputError as error: print(error)\n"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", script],
            capture_output=True,
            check=True,
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
        ).stdout
        for seed in ("1", "2")
    }
    assert len(said) == 1


# --- conditions with their places -------------------------------------------------------------------------------

EVERYTHING = """\
id: x/y
title: 示例
kind: reference
authority: 科技厅
when: {单位类型: {includes: 企业}}
parameters: {下限: {values: [{table: [{when: {甲: {is: true}}, value: 1}, {otherwise: 2}], basis: {source: a}}]}}
criteria:
  - id: X-01
    title: 条件
    when: {any: [{甲: {is: true}}, {not: {乙: {stated: true}}}]}
    require:
      all:
        - at_least_of: {n: 1, of: [{丙: {between: [1, $下限]}}, {judged: 好}]}
        - among: {in: 企业, within: 3 年, at_least: 5 家, where: {meets: x/z}}
        - among: {in: 企业, some: {丁: {meets: x/z}}}
        - among: {years: 近3年, every: {not_obtained: 原文}}
    basis: {source: a}
tracks:
  - {id: t, title: 甲, when: {甲: {is: true}}, criteria: [{id: X-02, title: 条件, require: {判: {is: true}}, basis: {source: a}}]}
"""


def test_every_condition_is_walked_with_the_path_of_what_was_written() -> None:
    document = parse_document(EVERYTHING, "x.yaml")
    rule_set = RuleSet.model_validate(document.data)
    places = []
    for root in conditions_of(rule_set):
        for node, path in walk(root.condition, root.path):
            at = document.place(path, key=True)
            what = node.fact if isinstance(node, FactCondition) else type(node).__name__
            values = [str(operand.value) for operand in operands_of(node, path)]
            places.append((root.role.value, what, at.line, at.column, *values))
            for operand in operands_of(node, path):
                value: object = document.data
                for step in operand.path:
                    value = value[step]  # type: ignore[index]
                assert value == operand.value
    when, require = Role.WHEN.value, Role.REQUIRE.value
    assert places == [
        (when, "单位类型", 5, 8, "企业"),
        (when, "甲", 6, 45, "True"),
        (when, "甲", 19, 30, "True"),
        (when, "AnyOf", 10, 5),
        (when, "甲", 10, 19, "True"),
        (when, "Not", 10, 35),
        (when, "乙", 10, 42, "True"),
        (require, "AllOf", 11, 5),
        (require, "AtLeastOf", 13, 11),
        (require, "丙", 13, 37, "1", "$下限"),
        (require, "Judged", 13, 62),
        (require, "Among", 14, 11, "3 年", "5 家"),
        (require, "Meets", 14, 55),
        (require, "Among", 15, 11),
        (require, "丁", 15, 34, "x/z"),
        (require, "Among", 16, 11),
        (require, "NotObtained", 16, 31),
        (require, "判", 19, 89, "True"),
    ]
    (condition,) = [root.condition for root in conditions_of(rule_set) if root.role is Role.REQUIRE][:1]
    assert list(facts_read(condition)) == ["丙", "企业", "企业", "丁"]


def test_cycles() -> None:
    assert cycles({}) == []
    assert cycles({"a": ["b", "b"], "b": ["c", "z"], "d": ["b", "a"]}) == []
    assert cycles({"b": ["c"], "c": ["a"], "a": ["b", "a"]}) == [("a", "b", "c"), ("a",)]
    long = {str(n): [str(n + 1)] for n in range(5000)}
    assert cycles(long) == []
    assert len(cycles({**long, "5000": ["0"]})[0]) == 5001


# --- a schema's complaints --------------------------------------------------------------------------------------


def test_every_pattern_of_a_schema_has_words() -> None:
    models = (RuleSet, Fact, Source, RegionTable, IndustryTable)
    schemas = (json.dumps(model.model_json_schema()) for model in models)
    patterns = re.compile(r'"pattern(?:Properties": \{|": )"([^"]*)"')
    assert {json.loads(f'"{found}"') for text in schemas for found in patterns.findall(text)} == set(PATTERNS)


def test_keys_at_a_place_of_a_schema() -> None:
    assert keys_at(Source, ()) == list(Source.model_fields)
    assert keys_at(RuleSet, ("effective",)) == ["from", "to"]
    assert keys_at(RuleSet, ("parameters", "甲", "values", 0, "table", 0)) == ["when", "value", "otherwise"]
    condition = ("criteria", 0, "when", "all", "all", 3, "among", "among", "some", "fact", "operators")
    assert keys_at(RuleSet, condition)[:2] == ["is", "equals"]
    assert keys_at(RuleSet, ("title",)) == []
    assert keys_at(RuleSet, ("no", "such", 0)) == []


class _Odd(BaseModel):
    """A schema with complaints that ours do not make."""

    low: int = Field(le=3, default=0)
    code: bytes = Field(max_length=1, default=b"")


def test_complaints_that_our_schemas_do_not_make_are_chinese_too() -> None:
    document = parse_document("{low: 4, code: 长得多}", "x.yaml")
    problems: list[Diagnostic] = []
    assert validate(_Odd, document.data, document, problems) is None
    assert [item.message for item in problems] == [
        "「low」须不大于 3，写的是「4」",
        "「code」的写法不对：「长得多」",
    ]


def test_long_values_are_shown_in_part() -> None:
    document = parse_document(f"low: {'长' * 31}", "x.yaml")
    problems: list[Diagnostic] = []
    assert validate(_Odd, document.data, document, problems) is None
    assert problems[0].message == f"「low」须是整数，写的是「{'长' * 30}…」"
