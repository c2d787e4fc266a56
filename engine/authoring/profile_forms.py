"""What may stand in a profile beside the facts: 材料 and 核实, with the names that editors complete."""

from engine.authoring.fact_forms import Schema
from engine.load.library import Library
from engine.load.material import documents_known

_THERE: Schema = {"enum": ["有", "缺", "是", "否", "无", "√", "×", True, False, None]}
_WORD: Schema = {"enum": ["自报", "已核实", None]}


def materials_form(library: Library) -> Schema:
    """材料: 有 or 缺 by document, or the list of what is there; other documents may be named too."""
    names = sorted(documents_known(library).values())
    name: Schema = {"type": "string", "minLength": 1}
    return {
        "description": "有哪些证明材料：逐种写有或缺，或者列出有的；一样都没有的写“无”",
        "anyOf": [
            {"type": "object", "properties": dict.fromkeys(names, _THERE), "additionalProperties": _THERE},
            {"type": "array", "items": {"anyOf": [{"enum": [*names, "不全"]}, name]}},
            name,
            {"type": "null"},
        ],
    }


def assurances_form(library: Library) -> Schema:
    """核实: 自报 or 已核实 by stated fact, for yearly ones also by year."""
    years: Schema = {
        "type": "object",
        "additionalProperties": False,
        "patternProperties": {"^[0-9]{4}年?$": _WORD},
    }
    facts = [fact for fact in library.facts.values() if fact.derive is None]
    patterns: dict[str, Schema] = {}
    for fact in facts:
        patterns[f"^{fact.id}$"] = {"anyOf": [_WORD, years]} if fact.yearly else _WORD
        if fact.yearly:
            patterns[rf"^({fact.name}|{fact.id})\[[0-9]{{4}}年?\]$"] = _WORD
    return {
        "description": "填报的内容是自报的还是已核实的；不影响结论，显示在填报的内容旁边",
        "type": ["object", "null"],
        "additionalProperties": False,
        "properties": {fact.name: {"anyOf": [_WORD, years]} if fact.yearly else _WORD for fact in facts},
        "patternProperties": patterns,
    }
