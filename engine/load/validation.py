"""A schema's complaints about a document, in Chinese and at their places.

Pydantic says where by field names and union tags, and why in English. Neither is an author's language: the location
is walked again through what was written, and each kind of complaint has a sentence of ours.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from engine.load.document import Data, Document, Path
from engine.load.names import suggestion
from engine.load.schema_keys import keys_at
from engine.load.yaml_syntax import full_width_colon
from schemas.condition import COMPOSITIONS
from schemas.diagnostic import Diagnostic

Model = TypeVar("Model", bound=BaseModel)

_EXPECTED = {
    "string": "文字",
    "bool": " true/false",
    "int": "整数",
    "decimal": "数",
    "date": "日期",
    "tuple": "列表",
    "model": "映射（键: 值）",
}
"""What was expected, by the first word of pydantic's error type."""

PATTERNS = {
    r"^[A-Z][A-Z0-9]*-[0-9]+[a-z]?$": "大写字母、连字符和数字，如 KC-01",
    r"^[a-z][a-z0-9-]*$": "小写字母、数字和连字符，以字母开头，如 cross-regional",
    r"^[a-z0-9-]+(/[a-z0-9-]+)*$": "小写字母、数字、连字符，用 / 分段，如 jilin/pilot-center",
    r"^[a-z][a-z0-9_]*$": "小写字母、数字和下划线，以字母开头，如 annual_sales",
    r"^[1-8][0-9](?:(?:[0-9][1-9]|[1-9]0)){0,2}$": '加引号的行政区划代码，写到最短，如 "22"、"2201"、"220102"',
    r"^[A-T](?:[0-9]{2,4})?$": "门类字母加数字，如 C、C39、C3911",
}
"""The patterns of the schemas in words."""


def not_a_mapping(document: Document) -> Diagnostic:
    """The complaint about a document whose top is text, a number or a list."""
    data = document.data
    missing_colon = isinstance(data, str) and full_width_colon([data])
    return Diagnostic(
        code="E1108",
        message="文件的最外层须是“键: 值”",
        place=document.place(),
        remedy="键后面是全角冒号“：”，改为半角冒号加空格“: ”" if missing_colon else "每一项写成“键: 值”，顶格书写",
    )


def validate(
    model: type[Model],
    data: Data,
    document: Document,
    problems: list[Diagnostic],
    base: Path = (),
    given: Mapping[str, Data] = MappingProxyType({}),
) -> Model | None:
    """`data`, which stands at `base` in the document, as `model`; or None, with its problems noted.

    `given` are fields that the place of the part says, such as the name of a fact: they are not written in it.
    """
    blanks = {path: _blank(document, path) for path in _blank_paths(data, tuple(base))} if _has_blanks(data) else {}
    found = list(blanks.values())
    if isinstance(data, dict):
        found.extend(_given(document, (*base, key)) for key in given if key in data)
        data = {**data, **given}
    valid: Model | None = None
    try:
        valid = model.model_validate(data, by_alias=True, by_name=False)
    except ValidationError as error:
        complaints = [_located(details, data, tuple(base)) for details in error.errors(include_url=False)]
        found.extend(_told(model, [item for item in complaints if item.path not in blanks], document, given))
    problems.extend(found)
    return None if found else valid


class _Complaint(NamedTuple):
    """One of pydantic's errors: its kind, where in the document it is, and what was written there."""

    kind: str
    path: tuple[str | int, ...]
    details: ErrorDetails
    written: Data


def _located(details: ErrorDetails, data: Data, base: tuple[str | int, ...]) -> _Complaint:
    """Walk pydantic's location through what was written; steps that nobody wrote are union tags and field names."""
    path = base
    node = data
    skipped: str | int = ""
    for step in details["loc"]:
        if isinstance(node, dict) and step in node:
            path, node = (*path, step), node[str(step)]
        elif isinstance(node, list) and isinstance(step, int) and step < len(node):
            path, node = (*path, step), node[step]
        elif isinstance(node, dict) and (skipped, step) == ("fact", "operators"):
            ((key, node),) = node.items()
            path = (*path, key)
        else:
            skipped = step
    of_key = details["loc"][-1:] == ("[key]",)
    return _Complaint(details["type"], path, details, path[-1] if of_key else node)


def _told(
    model: type[BaseModel], complaints: Sequence[_Complaint], document: Document, given: Mapping[str, Data]
) -> Iterator[Diagnostic]:
    """Each complaint in words, those of a union's alternatives as one, mere consequences of others left out."""
    above = {item.path[:length] for item in complaints for length in range(len(item.path))}
    wrong_types: dict[tuple[str | int, ...], list[_Complaint]] = {}
    for item in complaints:
        if item.path in above and (item.kind == "too_short" or _expected(item)):
            continue  # the list is short only because its items failed, or another alternative came further
        if _expected(item):
            wrong_types.setdefault(item.path, []).append(item)
        else:
            yield _sentence(model, item, document, given if len(item.details["loc"]) == 1 else {})
    for path, items in wrong_types.items():
        yield _wrong_type(model, path, items, document)


def _expected(item: _Complaint) -> str | None:
    """What type was expected, if the complaint is about a type."""
    name, _, rest = item.kind.partition("_")
    return _EXPECTED.get(name) if rest.endswith(("type", "parsing", "inexact", "from_float")) else None


def _wrong_type(
    model: type[BaseModel], path: tuple[str | int, ...], items: Sequence[_Complaint], document: Document
) -> Diagnostic:
    """The diagnostic of a value of a type that no alternative takes."""
    expected = list(dict.fromkeys(_expected(item) or "" for item in reversed(items)))
    wanted = "单个值" if len(expected) > 2 else "或".join(expected)
    return Diagnostic(
        code="E1103",
        message=f"{_label(path)}须是{wanted}，写的是{_shown(items[0].written)}",
        place=document.place(path),
        remedy=_type_remedy(model, items[0], expected),
    )


def _type_remedy(model: type[BaseModel], item: _Complaint, expected: Sequence[str]) -> str | None:
    """How a value of the right type is written."""
    if "文字" in expected and not isinstance(item.written, dict | list):
        return "给值加上引号"
    location = item.details["loc"]
    match expected:
        case ["日期"]:
            return "写作 2026-01-13，不加引号"
        case ["列表"]:
            return "写成 [甲, 乙]，或每项另起一行以“- ”开头"
        case ["映射（键: 值）"] if location[-1:] == ("operators",):
            near = suggestion(str(item.path[-1]), COMPOSITIONS)
            return near or "字段之下写运算符，如 {年销售收入: {at_least: 3000 万元}}"
        case ["映射（键: 值）"]:
            return f"其下的键：{'、'.join(keys_at(model, location))}"
        case _:
            return None


def _sentence(model: type[BaseModel], item: _Complaint, document: Document, given: Mapping[str, Data]) -> Diagnostic:
    """The diagnostic of a complaint that is not about a type."""
    path, context = item.path, item.details.get("ctx", {})
    last = item.details["loc"][-1] if item.details["loc"] else ""
    code, key, remedy = "E1107", False, None
    label = _label(path)
    match item.kind:
        case "extra_forbidden":
            known = [name for name in keys_at(model, item.details["loc"][:-1]) if name not in given]
            code, key = "E1101", True
            message = f"没有「{last}」这个键"
            remedy = suggestion(str(last), known) or f"可用的键：{'、'.join(known)}"
        case "missing" if isinstance(last, str):
            code, path, key = "E1102", (*path, last), True
            message, remedy = f"缺少必需的键「{last}」", f"补上 {last}: …"
        case "enum" | "literal_error":
            allowed = re.findall(r"'([^']*)'", context["expected"]) or [context["expected"].lower()]
            code, message = "E1104", f"{label}不能是{_shown(item.written)}"
            remedy = suggestion(str(item.written), allowed) or ""
            remedy = f"{remedy}可用的值：{'、'.join(allowed)}"
        case "string_pattern_mismatch":
            code, key, message = "E1105", last == "[key]", f"{label}的写法不对：{_shown(item.written)}"
            remedy = f"须是{PATTERNS[context['pattern']]}"
        case "string_too_short" | "too_short":
            message, remedy = f"{label}不能是空的", "写上内容"
        case "missing" | "too_long":
            message, remedy = f"{label}须恰好写两个值", "写成 [甲, 乙]"
        case "greater_than_equal" | "less_than_equal":
            bound = context.get("ge", context.get("le"))
            message = f"{label}须{'不小于' if 'ge' in context else '不大于'} {bound}，写的是{_shown(item.written)}"
        case "value_error":
            code, message = "E1106", str(context["error"])
        case _:
            code, message = "E1103", f"{label}的写法不对：{_shown(item.written)}"
    return Diagnostic(code=code, message=message, place=document.place(path, key=key), remedy=remedy)


def _has_blanks(data: Data) -> bool:
    """Whether nothing was written anywhere; looked at first, for paths cost more than a glance."""
    waiting: list[Data] = [data]
    for node in waiting:
        if isinstance(node, dict):
            waiting.extend(node.values())
        elif isinstance(node, list):
            waiting.extend(node)
    return None in waiting


def _blank_paths(data: Data, base: tuple[str | int, ...]) -> Iterator[tuple[str | int, ...]]:
    """Where nothing was written after a key: taken for absence it would drop a condition without a word."""
    waiting: list[tuple[Data, tuple[str | int, ...]]] = [(data, base)]
    while waiting:
        node, path = waiting.pop()
        if node is None:
            yield path
        elif isinstance(node, dict):
            waiting.extend((value, (*path, key)) for key, value in node.items())
        elif isinstance(node, list):
            waiting.extend((value, (*path, index)) for index, value in enumerate(node))


def _blank(document: Document, path: tuple[str | int, ...]) -> Diagnostic:
    return Diagnostic(
        code="E1109",
        message=f"{_label(path)}没有写值",
        place=document.place(path, key=True),
        remedy="写上值，或把这个键删去",
    )


def _given(document: Document, path: tuple[str | int, ...]) -> Diagnostic:
    return Diagnostic(
        code="E1101",
        message=f"不必写「{path[-1]}」，上一级的键就是它",
        place=document.place(path, key=True),
        remedy="删去这个键",
    )


def _label(path: tuple[str | int, ...]) -> str:
    """The innermost key of a path, with the number of the item in it."""
    names = [f"「{step}」" if isinstance(step, str) else f"第 {step + 1} 项" for step in path[-2:]]
    if len(names) == 2 and isinstance(path[-1], str):
        names = names[1:]
    return "的".join(names) or "文件"


def _shown(written: Data) -> str:
    """What was written, as short as a message can bear."""
    if isinstance(written, dict):
        return "映射"
    if isinstance(written, list):
        return "列表"
    text = str(written).lower() if isinstance(written, bool) else str(written)
    return f"「{text}」" if len(text) <= 30 else f"「{text[:30]}…」"
