"""What may be written for a fact: its operators in a rule, its value in a profile."""

from typing import Any

from engine.authoring import schema_words
from engine.compile.leaves import OPERATORS
from engine.explain.vocabulary import FACT_TYPES
from engine.load.units import units_of
from schemas.fact import Fact, FactType

Schema = dict[str, Any]

_TRUE: Schema = {"const": True}
_TEXT: Schema = {"type": "string", "minLength": 1}
_NOTHING: Schema = {"const": "无"}
_NUMBER: Schema = {"type": ["string", "number"]}
_YES_NO = ["是", "否", "有", "无", "√", "×", True, False]
_YEAR = "^[0-9]{4}年?$"


def describe(fact: Fact) -> str:
    """What an editor shows beside a fact's name."""
    units = list(dict.fromkeys(unit.name for unit in units_of(fact).values() if unit.name)) if _is_number(fact) else []
    parts = [FACT_TYPES[fact.type] + ("，按年度填报" if fact.yearly else "")]
    if units:
        parts.append(f"单位：{'、'.join(units)}")
    parts += [text for text in (fact.question, fact.note) if text]
    return "。".join(part.rstrip("。") for part in parts)


def form_name(fact: Fact) -> str:
    """What facts of the same form share; one with words of its own has a form of its own."""
    return fact.id if fact.values else f"{fact.type}.yearly" if fact.yearly else str(fact.type)


def tests_of(fact: Fact) -> Schema:
    """The operators that make sense for a fact, with their operands."""
    operand = _operand(fact)
    several = {"type": "array", "items": operand, "minItems": 1}
    forms: dict[str, Schema] = {
        "is": {"enum": [True, False, "是", "否"]},
        "one_of": several,
        "none_of": several,
        "includes_any": several,
        "between": {"type": "array", "items": operand, "minItems": 2, "maxItems": 2},
        "within": {"anyOf": [_TEXT, {"type": "array", "items": _TEXT, "minItems": 1}]},
        "valid": _TRUE,
        "stated": _TRUE,
        "open": {"type": "boolean"},
    }
    allowed = {*OPERATORS[fact.type], "stated"}
    if allowed & {"one_of", "includes_any"}:
        allowed.add("open")
    return {
        "type": "object",
        "minProperties": 1,
        "additionalProperties": False,
        "properties": {
            name: {**forms.get(name, operand), "description": text}
            for name, text in schema_words.OPERATORS.items()
            if name in allowed
        },
    }


def value_of(fact: Fact, member: str) -> Schema:
    """What a profile may say of a fact; `member` is the reference to the form of a list's members."""
    single = _single(fact, member)
    match fact.type:
        case FactType.CHOICES | FactType.DATES | FactType.LIST:
            items = {"anyOf": [single, {"const": "不全"}]}
            forms = [single, {"enum": ["无", "不全"]}, {"type": "array", "items": items}]
        case FactType.TEXT | FactType.DATE | FactType.CHOICE:
            forms = [single, _NOTHING]
        case _ if fact.yearly:
            blank = {"anyOf": [single, {"type": "null"}]}
            years = {"type": "object", "additionalProperties": False, "patternProperties": {_YEAR: blank}}
            forms = [years, single]
        case _:
            forms = [single]
    return {"anyOf": [*forms, {"type": "null"}]}


def _is_number(fact: Fact) -> bool:
    return fact.type.is_numeric


def _operand(fact: Fact) -> Schema:
    """What stands after an operator: a literal, a `$parameter` or another `@fact`."""
    if fact.values:
        return {"enum": list(fact.values)}
    return _NUMBER if _is_number(fact) else _TEXT


def _single(fact: Fact, member: str) -> Schema:
    """One value of the fact."""
    match fact.type:
        case FactType.YES_NO:
            return {"enum": _YES_NO}
        case FactType.CHOICE | FactType.CHOICES:
            return {"enum": list(fact.values)}
        case FactType.MONEY | FactType.AREA | FactType.PERCENT:
            return {"anyOf": [_TEXT, {"const": 0}]}
        case FactType.COUNT | FactType.NUMBER | FactType.TEXT:
            return _NUMBER
        case FactType.LIST:
            return {"$ref": member}
        case _:
            return _TEXT
