"""A few facts of every type, and how a test reads one value of theirs."""

import pytest

from engine.errors import InputError
from engine.load.library import Library
from engine.load.problem import Problems
from engine.load.single import Blank
from engine.load.value import read_value
from engine.load.yaml_text import parse_document
from schemas.case import Value
from schemas.fact import Fact


def declared(name: str, key: str, kind: str, **more: object) -> Fact:
    """A fact, as a rules folder would declare it."""
    return Fact.model_validate({"name": name, "id": key, "type": kind, **more})


FACTS = [
    declared("单位名称", "name", "text"),
    declared("统一社会信用代码", "uscc", "uscc"),
    declared("申报类型", "track", "text"),
    declared("联系人", "contact", "text"),
    declared("高企", "high_tech", "yes_no"),
    declared("人数", "staff", "count", count_as="人", min=0),
    declared("占比", "share", "percent", min=0, max=100),
    declared("强度", "intensity", "percent", derive={"ratio": ["研发投入", "销售收入"]}),
    declared("合计", "total", "money", derive={"sum": ["研发投入", "销售收入"]}),
    declared("销售收入", "sales", "money", yearly=True, min=0),
    declared("研发投入", "rd", "money", yearly=True),
    declared("成立日期", "founded", "date"),
    declared("失信记录", "records", "dates"),
    declared("法人类型", "form", "choice", values=("企业法人", "事业单位法人")),
    declared("单位类型", "kinds", "choices", values=("企业", "高等院校", "市（州）人民政府")),
    declared("注册地", "region", "region"),
    declared("行业", "industry", "industry"),
    declared("骨干企业", "firms", "list", of="enterprise", count_as="家"),
]
LIBRARY = Library(facts={fact.name: fact for fact in FACTS}, sources={}, rule_sets={}, documents={}, origins={})
CODE = "914403001922038216"


def read(text: str, name: str, file: str = "案卷.yaml") -> Value | Blank:
    """The value of a fact stated in a one-line document; raises every problem with its place."""
    document = parse_document(f"{name}: {text}" if file.endswith(".yaml") else text, file)
    fact = LIBRARY.facts[name]
    assert isinstance(document.data, dict)
    problems = Problems(document)
    value = read_value(document.data[name], fact, LIBRARY, problems, (name,))
    problems.raise_any()
    return value


def refusals(text: str, name: str) -> list[tuple[str, str, str | None, str]]:
    """The problems of a value, as (code, message, remedy, line:column)."""
    with pytest.raises(InputError) as caught:
        read(text, name)
    return [
        (item.code, item.message, item.remedy, str(item.place).removeprefix("案卷.yaml:"))
        for item in caught.value.diagnostics
    ]
