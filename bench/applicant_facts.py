"""Drawing applicants a block at a time: every fact of the vocabulary as one typed Arrow column, about a quarter blank.

What concerns an applicant depends on what it is: an enterprise has sales, a government a base (园区) with 骨干企业, who
applies for a 中试中心 has pilot equipment. What does not concern it is left blank; of the rest, `GAPS` is.
"""

import re
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from bench.applicant_columns import LIST, Title, arrow_type, schema, titles
from bench.applicant_habits import (
    FORMS,
    GAPS,
    MOST_MEMBERS,
    NONE,
    PART_OF,
    PARTNERS,
    PILOT_TRACKS,
    SERVICES,
    TRACK_WEIGHTS,
    TRACKS,
    TYPICAL,
    WORDS,
    YES,
)
from bench.applicant_names import codes, companies, indices, institutions, joined, people, phones, picked
from engine.load.library import Library
from schemas.fact import Fact, FactType


class Block:
    """So many applicants, numbered from `first`; the same seed and numbers give the same applicants."""

    def __init__(self, library: Library, seed: int, first: int, size: int) -> None:
        self._library = library
        self._seed, self._first, self._size = seed, first, size
        self._draw = np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, first])))
        self._form = indices(self._draw, len(FORMS), size, [form[-1] for form in FORMS])
        self._track = indices(self._draw, len(TRACKS), size, TRACK_WEIGHTS)
        self._is_government = self._formed(3) == "government"
        self._is_company = self._formed(3) == "company"
        # most others than enterprises know that 综合性 and 厅地共建 are not for them
        strayed = ~self._is_company & np.isin(self._track, (0, 3)) & (self._draw.random(size) < 0.85)
        self._track[strayed] = 1
        self._is_pilot = np.isin(self._track, [TRACKS.index(name) for name in PILOT_TRACKS])
        self._scale = self._draw.normal(0, 0.6, size)
        self._last: dict[str, Any] = {}

    def table(self) -> Any:
        """The block as an Arrow table of `schema`."""
        wanted = titles(self._library)
        columns = [self._column(title).cast(arrow_type(title, self._library)) for title in wanted]
        return pa.Table.from_arrays(columns, schema=schema(self._library))

    def _formed(self, part: int) -> Any:
        return np.array([form[part] for form in FORMS], dtype=object)[self._form]

    # --- who it is ------------------------------------------------------------------------------------------------

    @cached_property
    def _regions(self) -> Any:
        """注册地 as codes: counties of Jilin, some cities or only the province, some of other provinces."""
        known = self._library.tables.regions.names
        counties = sorted(code for code in known if code.startswith("22") and len(code) == 6)
        others = ("2201", "2202", "22", "110105", "210102", "230103", "310104", "440305")
        weights = [92 / len(counties)] * len(counties) + [1.5, 1, 0.5, 1, 1.5, 1, 0.75, 0.75]
        return picked(self._draw, [*counties, *others], self._size, weights)

    @cached_property
    def _names(self) -> Any:
        places = self._places(short=True)
        endings = pa.array(self._formed(3))
        made = pc.if_else(
            pa.array(self._is_company),
            companies(self._draw, places),
            institutions(self._draw, places, endings),
        )
        county = pc.if_else(pa.array(self._form == len(FORMS) - 1), "县", "市")
        return pc.if_else(pa.array(self._is_government), joined(places, county, "人民政府"), made)

    def _places(self, *, short: bool) -> Any:
        """The city of every applicant, by its 注册地: 长春市, or 长春 as in the names of units."""
        coded = self._regions.dictionary_encode()
        known = self._library.tables.regions.names
        names = [known.get(code[:4]) or known[code[:2]] for code in coded.dictionary.to_pylist()]
        return pa.array([re.sub("(市|省|朝鲜族自治州)$", "", name) if short else name for name in names]).take(
            coded.indices
        )

    @cached_property
    def _codes(self) -> Any:
        regions = pc.utf8_rpad(self._regions, 6, "0")
        return codes(np.arange(self._size) + self._first, pa.array(self._formed(2)), regions, self._seed)

    # --- columns --------------------------------------------------------------------------------------------------

    def _column(self, title: Title) -> Any:
        fixed = self._fixed(title.fact)
        if fixed is not None:
            return fixed
        drawn = self._drawn(title)
        blank = self._draw.random(self._size) < GAPS
        return pc.if_else(pa.array(blank | ~self._concerned(title.fact)), pa.scalar(None, drawn.type), drawn)

    def _fixed(self, fact: Fact) -> Any:
        """The columns that are never, or seldom, blank, and that hang together."""
        count = self._size
        match fact.name:
            case "单位名称":
                return self._names
            case "统一社会信用代码":
                return self._codes
            case "单位类型":
                return self._sometimes(pa.array([list(form[0]) for form in FORMS]).take(pa.array(self._form)), 0.04)
            case "法人类型":
                return self._sometimes(pa.array(self._formed(1)), 0.1)
            case "注册地":
                return self._sometimes(self._regions, 0.08)
            case "推荐单位":
                above = {"大学": "吉林省教育厅", "医院": "吉林省卫生健康委员会"}
                over = pa.array([above.get(form[3]) for form in FORMS], pa.string()).take(pa.array(self._form))
                return self._sometimes(pc.coalesce(over, joined(self._places(short=False), "科学技术局")), 0.04)
            case "申报类型":
                track = pa.array(TRACKS).take(pa.array(self._track))
                return pc.if_else(pa.array(self._is_government), pa.scalar(None, pa.string()), track)
            case "拟建平台名称" | "基地名称":
                what = "科技创新中心" if fact.name == "拟建平台名称" else "高新技术特色产业基地"
                name = joined(self._places(short=True), picked(self._draw, WORDS["技术领域"][0][:9], count), what)
                mine = self._is_government == (fact.name == "基地名称")
                return pc.if_else(pa.array(mine), name, pa.scalar(None, pa.string()))
            case "法定代表人" | "联系人":
                return self._sometimes(people(self._draw, count), 0.1)
            case "联系电话":
                return self._sometimes(phones(self._draw, count), 0.1)
            case _:
                return None

    def _sometimes(self, column: Any, blank: float) -> Any:
        return pc.if_else(pa.array(self._draw.random(self._size) < blank), pa.scalar(None, column.type), column)

    def _concerned(self, fact: Fact) -> Any:
        if fact.name in _of_bases(self._library):
            return self._is_government
        if fact.name in _of_pilots(self._library):
            return self._is_pilot & ~self._is_government
        if fact.name in (
            "年销售收入",
            "高新技术企业证书有效期至",
            "大型骨干龙头企业",
            "地方企业",
            "政府重点扶持的大中型骨干企业",
        ):
            return self._is_company
        return ~self._is_government

    def _drawn(self, title: Title) -> Any:
        fact, count, draw = title.fact, self._size, self._draw
        match fact.type:
            case FactType.YES_NO:
                return pa.array(draw.random(count) < YES.get(fact.name, 0.66))
            case FactType.COUNT:
                return pa.array(np.floor(self._amount(title)).astype(np.int32))
            case FactType.MONEY | FactType.AREA | FactType.PERCENT | FactType.NUMBER:
                return _decimals(np.rint(self._amount(title) * 100).astype(np.int64))
            case FactType.DATE if fact.name == "成立日期":
                return self._days("1985-01-01", "2025-12-31")
            case FactType.DATE:
                until = self._days("2025-06-01", "2029-03-01").cast(pa.string())
                return pc.if_else(pa.array(draw.random(count) < 0.4), NONE, until)
            case FactType.DATES:
                number = draw.choice([0, 1, 2], count, p=[0.93, 0.06, 0.01])
                return _lists(number, self._days("2016-01-01", "2026-02-20", int(number.sum())))
            case FactType.CHOICES:
                return picked(
                    draw, [list(one) for one in (PARTNERS if fact.name == "联合单位类型" else SERVICES)], count
                )
            case FactType.LIST:
                return self._members()
            case _:
                return picked(draw, *_spread(fact, count))

    def _amount(self, title: Title) -> Any:
        """Lognormal about what is typical, larger for larger applicants; a year follows the one before."""
        median, spread = TYPICAL.get(title.fact.name, (8, 0.9))
        before = self._last.get(title.fact.name) if title.fact.yearly else None
        noise = self._draw.normal(0, 1, self._size)
        first = median * np.exp(self._scale + noise * spread * 0.7)
        amount = first if before is None else before * np.exp(0.06 + 0.2 * noise)
        if title.fact.max is not None:
            amount = np.minimum(amount, float(title.fact.max))
        if title.fact.name in PART_OF:
            amount = np.minimum(amount, self._last[PART_OF[title.fact.name]])
        self._last[title.fact.name] = amount
        return amount

    def _days(self, first: str, last: str, count: int | None = None) -> Any:
        low, high = (np.datetime64(day).astype(int) for day in (first, last))
        drawn = self._draw.integers(low, high, self._size if count is None else count)
        return pa.array(drawn.astype(np.int32)).cast(pa.date32())

    def _members(self) -> Any:
        """骨干企业 of every government; a few have none."""
        number = self._draw.integers(2, MOST_MEMBERS + 1, self._size) * self._is_government
        number[self._draw.random(self._size) < 0.02] = 0
        count = int(number.sum())
        owners = np.repeat(np.arange(self._size), number)
        places = np.arange(count) - np.repeat(np.cumsum(number) - number, number)
        regions = pc.utf8_rpad(self._regions.take(pa.array(owners)), 6, "0")
        # beyond all applicants' numbers, which stay below 31^6 / 16
        numbers = (owners + self._first) * MOST_MEMBERS + places + 10**8
        kinds = picked(self._draw, [["企业"], ["企业", "科研院所"], ["科研院所"]], count, (93, 4, 3))
        heads = pa.array(["91"] * count)
        sales = _decimals(np.rint(6000 * np.exp(self._draw.normal(0, 1, count)) * 100).astype(np.int64))
        columns = [
            companies(self._draw, self._places(short=True).take(pa.array(owners))),
            codes(numbers, heads, regions, self._seed),
            self._gappy(kinds, 0.05),
            *(self._gappy(pa.array(self._draw.random(count) < yes), GAPS) for yes in (0.93, 0.9, 0.6)),
            self._gappy(sales, GAPS),
        ]
        fields = list(arrow_type(Title(self._library.facts[LIST]), self._library).value_type)
        cast = [column.cast(field.type) for column, field in zip(columns, fields, strict=True)]
        return _lists(number, pa.StructArray.from_arrays(cast, fields=fields))

    def _gappy(self, column: Any, blank: float) -> Any:
        return pc.if_else(pa.array(self._draw.random(len(column)) < blank), pa.scalar(None, column.type), column)


def _spread(fact: Fact, count: int) -> tuple[tuple[str, ...], int, tuple[float, ...] | None]:
    words, weights = WORDS.get(fact.name, (fact.values or ("示例",), None))
    return words, count, weights


def _of_bases(library: Library) -> frozenset[str]:
    """What concerns a base: from 基地名称 to the end of the vocabulary."""
    names = list(library.facts)
    return frozenset(names[names.index("基地名称") :])


def _of_pilots(library: Library) -> frozenset[str]:
    """What concerns a 中试中心: from 承担公共性与公益性服务 to 已批准在建."""
    names = list(library.facts)
    return frozenset(names[names.index("承担公共性与公益性服务") : names.index("已批准在建") + 1])


def _decimals(hundredths: Any) -> Any:
    """Whole hundredths as exact decimals: their 16 bytes are written as they are."""
    words = np.empty((len(hundredths), 2), dtype=np.int64)
    words[:, 0], words[:, 1] = hundredths, hundredths >> 63
    return pa.Array.from_buffers(pa.decimal128(18, 2), len(hundredths), [None, pa.py_buffer(words)])


def _lists(lengths: Any, values: Any) -> Any:
    """Lists of these lengths, one after another from the values."""
    offsets = np.concatenate(([0], np.cumsum(lengths))).astype(np.int32)
    return pa.ListArray.from_arrays(pa.array(offsets), values)
