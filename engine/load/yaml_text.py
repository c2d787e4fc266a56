"""YAML and JSON text → plain data with places, straight from the parser's events, in one pass, without recursion.

PyYAML's own loader is not used: it reads `0111` as 73, `1:30` as 90 and `yes` as true, keeps the last of two equal
keys without a word, expands alias bombs and turns decimals into binary floats.
"""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml
from yaml.error import MarkedYAMLError
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from engine.errors import InputError, InternalFault
from engine.load.document import Data, Document, Spots
from engine.load.json_text import build_json
from engine.load.problem import ValueProblem
from engine.load.scalar import plain_value
from engine.load.text_file import decode, read_bytes, refuse_unprintable
from engine.load.tree import Builder
from engine.load.yaml_syntax import syntax_problem
from schemas.diagnostic import Place

__all__ = ["Document", "parse_document", "read_document"]

_Parser: Callable[[str], Any]
try:
    from yaml._yaml import CParser

    _Parser = CParser
except ImportError:  # PyYAML was built without libyaml: slower, otherwise the same
    _Parser = yaml.SafeLoader


def read_document(path: Path) -> Document:
    """Read a YAML file, or a JSON file if its name says so. Raises InputError with every problem found."""
    data = read_bytes(path)
    return _document(decode(data, str(path)), str(path), data)


def parse_document(text: str, file: str) -> Document:
    """Read text as the file of that name would be read."""
    refuse_unprintable(text, file)
    return _document(text, file, text.encode("utf-8"))


def _document(text: str, file: str, raw: bytes) -> Document:
    if not text.strip():
        raise _empty(file)
    build = build_json if file.casefold().endswith(".json") else _build_yaml
    data, spots = build(text, file)
    return Document(file=file, data=data, sha256=hashlib.sha256(raw).hexdigest(), spots=spots)


def _build_yaml(text: str, file: str) -> tuple[Data, Spots]:
    builder = Builder(file)
    try:
        started = _feed(builder, _Parser(text).get_event)
    except MarkedYAMLError as error:
        message, mark, remedy = syntax_problem(error, text)
        builder.fail("E1008", message, mark, remedy)
    if not started:
        raise _empty(file)
    return builder.finish()


def _feed(builder: Builder, next_event: Callable[[], Any]) -> bool:
    """Pass every event on to the builder; False if there was no document."""
    started = False
    while True:
        event = next_event()
        kind = type(event)
        if kind is ScalarEvent:
            _scalar(builder, event)
        elif kind is MappingStartEvent or kind is SequenceStartEvent:
            _open(builder, event)
        elif kind is MappingEndEvent or kind is SequenceEndEvent:
            builder.close()
        elif kind is AliasEvent:
            _refuse_alias(builder, event)
        elif kind is DocumentStartEvent:
            if started:
                builder.fail("E1013", "一个文件里写了几份文档", event.start_mark, "删去 --- 分隔行，或分成几个文件")
            started = True
        elif kind is StreamEndEvent:
            return started
        elif event is None:  # the end went by unrecognised: a second copy of yaml's events in this process
            raise InternalFault("the YAML parser fell silent before the end of its stream")


def _scalar(builder: Builder, event: Any) -> None:
    """A key, which stays text whatever it looks like (`no` and `0111` are names), or a value."""
    text, mark = event.value, event.start_mark
    if event.anchor is not None or event.tag is not None:
        _refuse_decoration(builder, event)
    plain = event.implicit[0]
    if event.style == '"':
        builder.check_text(text, mark)
    if builder.wants_key:
        if plain and text == "<<":
            builder.complain("E1012", "不支持合并键 <<", mark, "把要合并的内容直接写出来")
        elif not text:
            builder.complain("E1016", "冒号之前没有键", mark, "补上键，写成“键: 值”")
        builder.key(text, mark)
        return
    if plain:
        try:
            text = plain_value(text)
        except ValueProblem as problem:
            builder.complain(problem.code, problem.message, mark, problem.remedy)
    builder.value(text, mark)


def _open(builder: Builder, event: Any) -> None:
    """A mapping or a list begins."""
    mark = event.start_mark
    if event.anchor is not None or event.tag is not None:
        _refuse_decoration(builder, event)
    if builder.wants_key:
        builder.fail("E1016", "键须是文字", mark, "键不能是列表或映射；若是 {…} 或 […] 形式的文字，请加引号")
    if type(event) is MappingStartEvent:
        builder.open_mapping(mark)
    else:
        builder.open_list(mark)


def _refuse_alias(builder: Builder, event: Any) -> None:
    """Aliases can blow a small file up beyond all bounds, and no rule or profile needs one."""
    name = f"*{event.anchor}"
    builder.complain("E1012", f"不支持引用 {name}", event.start_mark, "把内容直接写出来；若是文字，请加引号")
    if builder.wants_key:
        builder.key(name, event.start_mark)
    else:
        builder.value(name, event.start_mark)


def _refuse_decoration(builder: Builder, event: Any) -> None:
    """Anchors serve aliases, and tags call for constructors."""
    what = f"锚点 &{event.anchor}" if event.anchor is not None else "以 ! 开头的类型标记"
    builder.complain("E1012", f"不支持{what}", event.start_mark, "把它删去；若是文字的一部分，请加引号")


def _empty(file: str) -> InputError:
    return InputError.one("E1007", "文件是空的", place=Place(file=file), remedy="写入内容后再试")
