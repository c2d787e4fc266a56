"""The columns of a table of applicants: typed, with headers by the grammar of tables (`年销售收入（2025，万元）`)."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import pyarrow as pa

from engine.load.library import Library
from schemas.fact import Fact, FactType

YEARS = (2023, 2024, 2025)
LIST = "骨干企业"
MEMBER_FACTS = (
    "单位名称",
    "统一社会信用代码",
    "单位类型",
    "属于基地主导产业",
    "位于基地区域内",
    "高新技术企业",
    "年销售收入",
)
_ONLY_MEMBERS = ("属于基地主导产业", "位于基地区域内")


class Title(NamedTuple):
    """A column: the fact, the year, the unit that its numbers are in."""

    fact: Fact
    year: int | None = None
    unit: str | None = None

    @property
    def header(self) -> str:
        """By the grammar of headers: `年销售收入（2025，万元）`."""
        notes = [str(note) for note in (self.year, self.unit) if note is not None]
        return self.fact.name + (f"（{'，'.join(notes)}）" if notes else "")


def titles(library: Library) -> list[Title]:
    """The columns of an applicant, in the order of the vocabulary; what is computed from other facts is left out."""
    facts = (fact for fact in library.facts.values() if fact.derive is None and fact.name not in _ONLY_MEMBERS)
    return [title for fact in facts for title in titles_of(fact)]


def titles_of(fact: Fact) -> Iterator[Title]:
    """The columns of a fact: one a year."""
    units = {FactType.MONEY: "万元", FactType.PERCENT: "%", FactType.AREA: "㎡", FactType.NUMBER: fact.unit}
    for year in YEARS if fact.yearly else (None,):
        yield Title(fact, year, units.get(fact.type))


def arrow_type(title: Title, library: Library) -> Any:
    """The Arrow type of a column. A date that may be 无 is a text; dates and choices that are 无 are empty lists."""
    match title.fact.type:
        case FactType.YES_NO:
            return pa.bool_()
        case FactType.COUNT:
            return pa.int32()
        case FactType.MONEY | FactType.AREA | FactType.PERCENT | FactType.NUMBER:
            return pa.decimal128(18, 2)
        case FactType.DATE if title.fact.name == "成立日期":
            return pa.date32()
        case FactType.DATES:
            return pa.list_(pa.date32())
        case FactType.CHOICES:
            return pa.list_(pa.string())
        case FactType.LIST:
            return pa.list_(pa.struct([(one.header, arrow_type(one, library)) for one in member_titles(library)]))
        case _:
            return pa.string()


def member_titles(library: Library) -> list[Title]:
    """The columns of a member of 骨干企业: of its sales, the last year's."""
    facts = (library.facts[name] for name in MEMBER_FACTS)
    return [list(titles_of(fact))[-1] for fact in facts]


def schema(library: Library) -> Any:
    """The Arrow schema of the applicants."""
    return pa.schema([(title.header, arrow_type(title, library)) for title in titles(library)])
