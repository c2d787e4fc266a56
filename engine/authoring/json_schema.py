"""JSON Schemas for what people write and programs read, so that editors complete Chinese fact names and operators.

The keys come from the pydantic models, the conditions and the profile from the facts of a library: a library with more
facts (`--rules`) has its own schemas.
"""

import json
from collections.abc import Callable
from typing import Any, Final

from pydantic import BaseModel

from engine.authoring import schema_words
from engine.authoring.fact_forms import Schema, describe, form_name, tests_of, value_of
from engine.authoring.profile_forms import assurances_form, materials_form
from engine.load.library import Library
from schemas.assessment import Result
from schemas.batch import BatchRow
from schemas.code_table import IndustryTable, RegionTable
from schemas.fact import Fact
from schemas.rule_set import RuleSet
from schemas.source import Source

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_CONDITION = "#/$defs/condition"
_MEMBER = "#/$defs/member"
_NOT_CONDITIONS = frozenset({"AllOf", "AnyOf", "Not", "AtLeastOf", "Among", "Judged", "NotObtained", "Meets"})
_REPLACED = _NOT_CONDITIONS | {"FactCondition", "Operators"}


def json_schema(name: str, library: Library) -> Schema:
    """The schema of one kind of document; `name` is one of SCHEMAS."""
    body = SCHEMAS[name](library)
    return {"$schema": _DIALECT, "title": schema_words.TITLES[name], **body}


def schema_text(name: str, library: Library) -> str:
    """The schema as the text of a file."""
    return json.dumps(json_schema(name, library), ensure_ascii=False, indent=2) + "\n"


def _rule_set(library: Library) -> Schema:
    schema = _of_model(RuleSet, "validation")
    definitions = schema["$defs"]
    definitions |= _conditions(library)
    return schema


def _facts(library: Library) -> Schema:
    schema = _of_model(Fact, "validation")
    definitions = schema.pop("$defs")
    definitions |= _conditions(library)
    del schema["properties"]["name"]
    schema["required"].remove("name")
    return {"type": "object", "additionalProperties": schema, "$defs": definitions}


def _sources(_library: Library) -> Schema:
    schema = _of_model(Source, "validation")
    definitions = schema.pop("$defs")
    del schema["properties"]["id"]
    schema["required"].remove("id")
    return {"type": "object", "additionalProperties": schema, "$defs": definitions}


def _regions(_library: Library) -> Schema:
    return _of_model(RegionTable, "validation")


def _industries(_library: Library) -> Schema:
    return _of_model(IndustryTable, "validation")


def _result(_library: Library) -> Schema:
    return _of_model(Result, "serialization")


def _batch_row(_library: Library) -> Schema:
    return _of_model(BatchRow, "serialization")


def _profile(library: Library) -> Schema:
    facts = library.facts.values()
    definitions = {f"value.{form_name(fact)}": value_of(fact, _MEMBER) for fact in facts}
    references = {fact.id: {"$ref": f"#/$defs/value.{form_name(fact)}"} for fact in facts}
    forms = {fact.name: {**references[fact.id], "description": describe(fact)} for fact in facts}
    ids = {f"^{fact.id}$": references[fact.id] for fact in facts}
    definitions["member"] = {
        "type": "object",
        "additionalProperties": False,
        "properties": {name: form for name, form in forms.items() if name != "申报类型"},
        "patternProperties": ids,
    }
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            **forms,
            "认定": _judgements(library),
            "材料": materials_form(library),
            "核实": assurances_form(library),
        },
        "patternProperties": ids,
        "$defs": definitions,
    }


SCHEMAS: Final[dict[str, Callable[[Library], Schema]]] = {
    "rule-set": _rule_set,
    "profile": _profile,
    "result": _result,
    "batch-row": _batch_row,
    "facts": _facts,
    "sources": _sources,
    "regions": _regions,
    "industries": _industries,
}
"""The documents that have a schema."""


def _judgements(library: Library) -> Schema:
    """认定 by criterion; those of members are named by list and key."""
    titles = {
        criterion.id: criterion.title
        for rule_set in library.rule_sets.values()
        for _, criterion in rule_set.all_criteria()
    }
    parts: dict[str, Schema] = {
        "结论": {"enum": ["通过", "不通过"], "description": "认定的结论"},
        "意见": {"type": ["string", "null"], "description": "理由"},
        "认定人": {"type": ["string", "null"], "description": "谁作的认定"},
        "日期": {"type": ["string", "null"], "description": "哪一天，如 2026-03-02"},
    }
    one = {"anyOf": [{"type": "object", "additionalProperties": False, "properties": parts}, {"type": "null"}]}
    return {
        "description": "审核人的认定，按条件编号；列表成员的写作 骨干企业[统一社会信用代码]/KB-03",
        "type": ["object", "null"],
        "additionalProperties": False,
        "properties": {name: {**one, "description": title} for name, title in sorted(titles.items())},
        "patternProperties": {r"^.+\[.+\]\s*/.+$": one},
    }


def _conditions(library: Library) -> dict[str, Schema]:
    """The definitions of a condition: one key, a composition or a fact, with exactly what may stand below it."""
    conditions = {"type": "array", "minItems": 1, "items": {"$ref": _CONDITION}}
    forms: dict[str, Schema] = {
        "all": conditions,
        "any": conditions,
        "not": {"$ref": _CONDITION},
        "at_least_of": {"$ref": "#/$defs/Quorum"},
        "among": {"$ref": "#/$defs/AmongBody"},
        "judged": {"type": "string", "minLength": 1},
        "not_obtained": {"type": "string", "minLength": 1},
        "meets": {"type": "string", "examples": sorted(library.rule_sets)},
    }
    properties = {name: {**forms[name], "description": text} for name, text in schema_words.COMPOSITIONS.items()}
    patterns: dict[str, Schema] = {}
    for fact in library.facts.values():
        tests = {"$ref": f"#/$defs/test.{form_name(fact)}"}
        properties[fact.name] = {**tests, "description": describe(fact)}
        patterns[f"^{fact.id}$"] = tests
        if fact.yearly:
            patterns[rf"^({fact.name}|{fact.id})\[[0-9]{{4}}\]$"] = tests
    condition = {
        "description": "条件：只有一个键的映射，组合词或字段",
        "type": "object",
        "minProperties": 1,
        "maxProperties": 1,
        "additionalProperties": False,
        "properties": properties,
        "patternProperties": patterns,
    }
    return {
        "condition": condition,
        **{f"test.{form_name(fact)}": tests_of(fact) for fact in library.facts.values()},
    }


def _of_model(model: type[BaseModel], mode: str) -> Schema:
    """Pydantic's schema of a model, with Chinese descriptions and our own conditions."""
    raw = model.model_json_schema(mode="serialization" if mode == "serialization" else "validation")
    definitions = {
        name: _described(name, definition)
        for name, definition in raw.pop("$defs", {}).items()
        if mode == "serialization" or name not in _REPLACED
    }
    schema: Schema = _described(model.__name__, raw)
    schema["$defs"] = definitions
    return schema


def _described(name: str, schema: Schema) -> Schema:
    """One definition: Chinese descriptions for its keys, no titles made of English names."""
    tidy: Schema = _tidied(schema)
    tidy.pop("description", None)
    words = schema_words.MODELS.get(name, {})
    for key, form in tidy.get("properties", {}).items():
        form["description"] = words[key]
    return tidy


def _tidied(value: Any) -> Any:
    """Without titles, without the null that stands for an absent key, and with conditions by reference."""
    if isinstance(value, list):
        return [_tidied(item) for item in value]
    if not isinstance(value, dict):
        return value
    if _is_condition(value):
        return {"$ref": _CONDITION}
    return {
        key: _tidied(item)
        for key, item in value.items()
        if not (key == "title" and isinstance(item, str)) and not (key == "default" and item in (None, [], {}))
    }


def _is_condition(schema: Schema) -> bool:
    references = {option.get("$ref", "") for option in schema.get("oneOf", []) if isinstance(option, dict)}
    return "#/$defs/FactCondition" in references
