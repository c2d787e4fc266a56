"""Facts with several values: numbers by year, the words that hold, dated events."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from engine.load.code_tables import CodeTables
from engine.load.document import Data, Path
from engine.load.problem import Problems, ValueProblem
from engine.load.single import BLANK, Blank, read_single
from engine.load.text import NOTHING_WORD, PARTIAL_WORD, as_text, is_blank, quoted, tidy
from schemas.case import Dates, Value, Words, Yearly
from schemas.fact import Fact

_EARLIEST_YEAR, _LATEST_YEAR = 1949, 2999


@dataclass(frozen=True)
class Items:
    """The items of a plural value with their paths; not `complete` where 不全 says that there are more."""

    items: tuple[tuple[tuple[str | int, ...], Data], ...]
    complete: bool


def read_items(raw: Data, fact: Fact, problems: Problems, path: Path) -> Items | Blank:
    """What a plural fact lists: nothing for 无 and `[]`, and a single value is a list of one."""
    if is_blank(raw):
        return BLANK
    listed: list[Data] = raw if isinstance(raw, list) else [raw]
    items = []
    complete = True
    before = len(problems)
    for index, item in enumerate(listed):
        where = (*path, index) if isinstance(raw, list) else tuple(path)
        with problems.at(where):
            word = tidy(item) if isinstance(item, str) else None
            if word == PARTIAL_WORD:
                complete = False
            elif is_blank(item):
                raise ValueProblem("E2114", f"{fact.name}第 {index + 1} 项是空的", "补上内容，或删去这一项")
            elif word != NOTHING_WORD:
                items.append((where, item))
            elif len(listed) > 1:
                raise ValueProblem("E2112", f"{fact.name}写了「无」，又列出了别的内容", "确实没有的只写「无」")
    return Items(tuple(items), complete and len(problems) == before)


def read_words(raw: Data, fact: Fact, tables: CodeTables, problems: Problems, path: Path) -> Words | Blank:
    """The choices that hold."""
    before = len(problems)
    found = read_items(raw, fact, problems, path)
    if isinstance(found, Blank):
        return BLANK
    words = frozenset(word for word in _each(found, fact, tables, problems) if isinstance(word, str))
    if len(problems) > before:  # the words that could be read are not all of them
        return BLANK
    return Words(words=words, complete=found.complete)


def read_dates(raw: Data, fact: Fact, tables: CodeTables, problems: Problems, path: Path) -> Dates | Blank:
    """Dated events, ascending; two on one day are two events."""
    before = len(problems)
    found = read_items(raw, fact, problems, path)
    if isinstance(found, Blank):
        return BLANK
    days = sorted(day for day in _each(found, fact, tables, problems) if isinstance(day, date))
    if len(problems) > before:
        return BLANK
    return Dates(dates=tuple(days), complete=found.complete)


def _each(found: Items, fact: Fact, tables: CodeTables, problems: Problems) -> list[Value | Blank]:
    """The values of the items that can be read."""
    values = []
    for where, item in found.items:
        with problems.at(where):
            values.append(read_single(item, fact, tables))
    return values


def read_years(raw: Data, fact: Fact, tables: CodeTables, problems: Problems, path: Path) -> Yearly | Blank:
    """Numbers by year; a number alone is the base year's. Blank years are left out."""
    values: dict[int | None, Decimal] = {}
    written: dict[int, str] = {}
    if not isinstance(raw, dict):
        with problems.at(path):
            _refuse_list(raw, fact)
            _add(values, None, raw, fact, tables)
        return Yearly(values=values) if values else BLANK
    for key, item in raw.items():
        where = (*path, key)
        with problems.at(where, key=True):
            year = _read_year(key, fact)
            if year in written:
                raise ValueProblem(
                    "E2113", f"{fact.name}的 {year} 年写了两处：{quoted(written[year])}和{quoted(key)}", "只留一处"
                )
            written[year] = key
            with problems.at(where):
                _add(values, year, item, fact, tables)
    return Yearly(values=dict(sorted(values.items(), key=lambda entry: entry[0] or 0))) if values else BLANK


def _refuse_list(raw: Data, fact: Fact) -> None:
    if isinstance(raw, list):
        raise ValueProblem("E2114", f"{fact.name}按年度填报，列表看不出各是哪一年", "写成「{2024: …, 2025: …}」的形式")


def _add(values: dict[int | None, Decimal], year: int | None, raw: Data, fact: Fact, tables: CodeTables) -> None:
    value = read_single(raw, fact, tables)
    if isinstance(value, Decimal):
        values[year] = value


def _read_year(key: str, fact: Fact) -> int:
    text = tidy(as_text(key))
    match = re.fullmatch(r"([0-9]{4})\s*年?度?", text)
    if match is None:
        raise ValueProblem("E2113", f"{fact.name}下的{quoted(text)}不是年份", "键写四位年份，如「2024」或「2024年」")
    year = int(match[1])
    if not _EARLIEST_YEAR <= year <= _LATEST_YEAR:
        raise ValueProblem("E2113", f"{fact.name}的年份 {year} 不在 {_EARLIEST_YEAR}–{_LATEST_YEAR} 之内", "核对年份")
    return year
