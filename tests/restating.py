"""Saying the same thing otherwise: profiles and rule sets as plain data, restated without a change of meaning."""

import json
import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from engine.load.library import Library
from engine.load.yaml_text import read_document

Data = Any
Restatement = Callable[[Data, Library], Data]

_MONEY = re.compile(r"(-?[0-9,]+(?:\.[0-9]+)?)\s*(亿元|百万元|万元|千元|元)")
_WORTH = {"元": 0, "千元": 3, "万元": 4, "百万元": 6, "亿元": 8}


class _Dumper(yaml.SafeDumper):
    """Writes everything out: no aliases, which a profile may not have many of."""

    def ignore_aliases(self, _data: object) -> bool:
        return True


def as_yaml(data: Data) -> str:
    """YAML text, keys in the order given."""
    return yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False)


def as_json(data: Data) -> str:
    """JSON text, keys in the order given; days as text."""
    return json.dumps(data, ensure_ascii=False, default=date.isoformat)


def read(path: Path) -> Data:
    """A YAML or JSON file as plain data, in which only true and false are truths and a year is text."""
    return read_document(path).data


def in_unit(unit: str) -> Restatement:
    """Every amount of money in another unit, exactly."""

    def restated(text: str) -> str:
        match = _MONEY.fullmatch(text.strip())
        if match is None:
            return text
        yuan = Decimal(match[1].replace(",", "")).scaleb(_WORTH[match[2]])
        return f"{yuan.scaleb(-_WORTH[unit]):f} {unit}"

    return lambda data, _: _each(data, restated)


def full_width(data: Data, _: Library) -> Data:
    """Numbers with units in full-width digits, as input methods type them."""
    table = str.maketrans("0123456789.,%", "０１２３４５６７８９．，％")
    number = re.compile(r"[0-9.,]+\s*(?:[^\W0-9]+|%|㎡)")
    return _each(data, lambda text: text.translate(table) if number.fullmatch(text) else text)


def with_ids(data: Data, library: Library) -> Data:
    """Facts by their English ids, also within lists and in the keys of 认定."""
    if isinstance(data, list):
        return [with_ids(item, library) for item in data]
    if not isinstance(data, dict):
        return data
    renamed = {}
    for key, value in data.items():
        if key == "认定":
            renamed[key] = {_judged_under_id(name, library): decision for name, decision in value.items()}
            continue
        fact = library.facts.get(str(key))
        renamed[key if fact is None else fact.id] = with_ids(value, library)
    return renamed


def _judged_under_id(name: str, library: Library) -> str:
    listed, bracket, rest = name.partition("[")
    fact = library.facts.get(listed)
    return name if fact is None or not bracket else f"{fact.id}[{rest}"


def reversed_keys(data: Data, _: Library) -> Data:
    """Every mapping from its last key to its first; the order of lists means something and stays."""
    if isinstance(data, dict):
        return {key: reversed_keys(value, _) for key, value in reversed(data.items())}
    return [reversed_keys(item, _) for item in data] if isinstance(data, list) else data


def reversed_sets(data: Data, _: Library) -> Data:
    """Lists of plain words or days from last to first: they are sets."""
    if isinstance(data, dict):
        return {key: reversed_sets(value, _) for key, value in data.items()}
    if not isinstance(data, list):
        return data
    if any(isinstance(item, dict) for item in data):
        return [reversed_sets(item, _) for item in data]
    return data[::-1]


def single_values(data: Data, _: Library) -> Data:
    """A list of one as its only value."""
    if isinstance(data, dict):
        return {key: single_values(value, _) for key, value in data.items()}
    if isinstance(data, list):
        return single_values(data[0], _) if len(data) == 1 else [single_values(item, _) for item in data]
    return data


def reversed_criteria(rule_set: Data) -> Data:
    """A rule set with its criteria from last to first, in its tracks too; the order of tracks decides ties and stays."""
    changed = dict(rule_set)
    if "criteria" in changed:
        changed["criteria"] = changed["criteria"][::-1]
    if "tracks" in changed:
        changed["tracks"] = [track | {"criteria": track.get("criteria", [])[::-1]} for track in changed["tracks"]]
    return changed


def _each(data: Data, change: Callable[[str], str]) -> Data:
    """The same structure with every text changed; keys stay."""
    if isinstance(data, dict):
        return {key: _each(value, change) for key, value in data.items()}
    if isinstance(data, list):
        return [_each(item, change) for item in data]
    return change(data) if isinstance(data, str) else data
