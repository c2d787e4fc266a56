"""The grammar of headers: `年销售收入（2025，万元）` → the fact, the year and the unit of a column, once a column.

A header is a fact's name or id, then brackets of any kind, full or half width, with a year and a unit in either order
(`年销售收入[2025]`, `研发投入强度（%）`, `场地面积（单位：㎡）`), or the year before or after the name (`2025年研发投入`).
It may be written over several lines (`年销售收入（万元）` over `2023`, `2024`, `2025`): the lowest line that names a
fact counts, the lines below it hold years and units, and so do those above it; one above that is neither is the title
of a group of columns. Everything here works on texts alone, so that a reader of any table can use it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from engine.load.library import Library
from engine.load.names import suggestion
from engine.load.problem import ValueProblem
from engine.load.text import quoted, squeezed
from engine.load.units import units_of
from schemas.fact import Fact

ASIDES = frozenset({"序号", "备注"})
"""Columns that tables have for people: they are not read."""

IGNORED = "忽略"
"""What a header map says of a column that is not to be read."""

_BRACKETS = re.compile(r"[(\[【〔{]([^()\[\]【】〔〕{}]*)[)\]】〕}]$")
_YEAR = re.compile(r"([0-9]{4})(?:年度?)?")
_YEAR_FIRST = re.compile(r"([0-9]{4})(?:年度?)?(.+)")
_YEAR_LAST = re.compile(r"(.+?)[-_]?([0-9]{4})(?:年度?)?")
_SEPARATORS = re.compile(r"[,、;；]")
_REMARKS = frozenset({"必填", "选填", "是/否", "有/无", "可多选", "多选", "单选", "合计", "数字", "数值"})
_UNIT_LABEL = re.compile(r"(?:金额)?单位:?")
_STARS = "*★☆:"


@dataclass(frozen=True, slots=True)
class Column:
    """What the cells below a header are: values of a fact, of a year, in a unit, as far as the header says."""

    fact: Fact
    year: str | None = None
    unit: str | None = None


@dataclass
class Names:
    """The names that headers may use: of facts, Chinese or ids, written with or without white space.

    `meanings` are those of headers that are not the vocabulary's; `used` collects which of them were met.
    """

    library: Library
    meanings: Mapping[str, str] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    _known: dict[str, Fact] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        facts = self.library.facts.values()
        self._known = {fact.id: fact for fact in facts} | {squeezed(fact.name): fact for fact in facts}

    def fact(self, text: str) -> Fact | None:
        """The fact of that name, white space aside."""
        return self._known.get(text)

    def meant(self, text: str) -> str | None:
        """What a header, or a part of one before its brackets, was said to mean."""
        meaning = self.meanings.get(text)
        if meaning is not None:
            self.used.add(text)
        return meaning

    def nearest(self, text: str) -> str | None:
        """The remedy of a misspelt header."""
        return suggestion(text, [fact.name for fact in self.library.facts.values()] + list(self._known))


class UnknownColumn(ValueProblem):
    """A header that names no fact: whether that stops the work is for the caller to say."""


def read_header(lines: Sequence[str], names: Names) -> Column | None:
    """The column under a header of one or more lines; None for those that are not read (序号, 备注).

    Raises UnknownColumn where no line names a fact, ValueProblem for what is wrong with a header that does.
    """
    texts = [_plain(line, names) for line in lines]
    if IGNORED in texts or (texts[-1] in ASIDES and names.fact(texts[-1]) is None):
        return None
    named = [(index, *found) for index, text in enumerate(texts) if (found := _named(text, names)) is not None]
    if not named:
        raise _unknown(lines[-1], texts[-1], names)
    index, fact, pieces = named[-1]
    if len(named) > 1 and named[0][1] is not fact:
        outer = named[0][1].name
        raise ValueProblem(
            "E2016",
            f"{quoted(fact.name)}列在{quoted(outer)}之下，分不清是申报单位自己的，还是{outer}的",
            f"列表的成员写在名为{quoted(outer)}的另一张工作表里，一行一个；不是列表的，改掉上一行的标题",
        )
    for above in texts[:index]:
        parts = _parts(above)
        if all(_YEAR.fullmatch(part) or part in units_of_numeric(fact) for part in parts):
            pieces = [*parts, *pieces]
    pieces = [*pieces, *(part for below in texts[index + 1 :] for part in _parts(below))]
    return _column(fact, pieces)


def names_something(text: str, names: Names) -> bool:
    """Whether a header line names a fact or one of the columns that are not read."""
    plain = _plain(text, names)
    return plain in ASIDES or plain == IGNORED or _named(plain, names) is not None


def is_year(text: str) -> bool:
    """Whether a line below a header is a year, with or without a unit in brackets."""
    return _YEAR.fullmatch(_BRACKETS.sub("", squeezed(text))) is not None


def units_of_numeric(fact: Fact) -> frozenset[str]:
    """The units that the fact's numbers may have, as they are spelt; none for a fact that is no number."""
    return frozenset(unit for unit in units_of(fact) if unit) if fact.type.is_numeric else frozenset()


def _plain(line: str, names: Names) -> str:
    """A line without white space and marks; what it, or the part before its brackets, was said to mean."""
    text = squeezed(line)
    for written in dict.fromkeys((text, text.strip(_STARS))):
        stem = written
        while True:
            meaning = names.meant(stem)
            if meaning is not None:
                return meaning if meaning == IGNORED else meaning + written[len(stem) :]
            match = _BRACKETS.search(stem)
            if match is None:
                break
            stem = stem[: match.start()]
    return text.strip(_STARS)


def _named(text: str, names: Names) -> tuple[Fact, list[str]] | None:
    """The fact that a line names, with what its brackets hold."""
    pieces: list[str] = []
    stem = text
    while True:
        if (fact := names.fact(stem)) is not None:
            return fact, pieces
        if (found := _with_year(stem, names)) is not None:
            return found[0], [found[1], *pieces]
        match = _BRACKETS.search(stem)
        if match is None:
            return None
        pieces = [*_split(match[1]), *pieces]
        stem = stem[: match.start()].strip(_STARS)


def _with_year(stem: str, names: Names) -> tuple[Fact, str] | None:
    """`2025年研发投入`, `研发投入2025`; in `2025年销售收入` the 年 belongs to the name, if it is one's."""
    if (match := _YEAR_FIRST.fullmatch(stem)) is not None:
        for rest in (stem[4:], match[2]):
            if (fact := names.fact(rest)) is not None:
                return fact, match[1]
    if (match := _YEAR_LAST.fullmatch(stem)) is not None and (fact := names.fact(match[1])) is not None:
        return fact, match[2]
    return None


def _split(text: str) -> list[str]:
    return [part for part in _SEPARATORS.split(text) if part]


def _parts(text: str) -> list[str]:
    """The years, units and remarks of a line that names nothing, in brackets or not."""
    inside: list[str] = []
    while (match := _BRACKETS.search(text)) is not None:
        inside = [*_split(match[1]), *inside]
        text = text[: match.start()]
    return [*_split(text), *inside]


def _column(fact: Fact, pieces: Sequence[str]) -> Column:
    """The fact with the year and the unit among the pieces of its header."""
    years: list[str] = []
    units: list[str] = []
    known = units_of_numeric(fact)
    for piece in pieces:
        label = _UNIT_LABEL.match(piece)
        part = piece[label.end() :] if label else piece
        if (match := _YEAR.fullmatch(part)) is not None:
            years.append(match[1])
        elif part in known:
            units.append(part)
        elif fact.type.is_numeric and part not in _REMARKS:
            raise _stray(part, fact, known)
    if years and not fact.yearly:
        raise ValueProblem("E2015", f"{fact.name}不分年度填报，表头却写了年份{quoted(years[0])}", "去掉表头里的年份")
    for found in (years, units):
        if len(set(found)) > 1:
            raise ValueProblem(
                "E2015", f"{fact.name}的表头写了{quoted(found[0])}，又写了{quoted(found[1])}", "只留一个"
            )
    return Column(fact, years[0] if years else None, units[0] if units else None)


def _stray(part: str, fact: Fact, known: frozenset[str]) -> ValueProblem:
    units = "、".join(dict.fromkeys(unit.name for spelling, unit in units_of(fact).items() if spelling in known))
    may = [*(["年份（如 2025）"] if fact.yearly else []), *([f"单位（{units}）"] if units else [])]
    what = f"只写{'和'.join(may)}" if may else "不写别的"
    neither = "既不是年份，也不是它能用的单位" if fact.yearly else "不是它能用的单位"
    return ValueProblem(
        "E2015", f"{fact.name}的表头里，{quoted(part)}{neither}", f"表头的括号里{what}；说明另写在备注里"
    )


def _unknown(written: str, text: str, names: Names) -> UnknownColumn:
    stem = text
    while (match := _BRACKETS.search(stem)) is not None:
        stem = stem[: match.start()]
    if re.search(r"[(\[【〔]", stem) or re.fullmatch(r"[^()\[\]]*[)\]】〕]", text):
        return UnknownColumn(
            "E2002",
            f"没有字段{quoted(written)}：括号不成对，可能是表头里的逗号把一列切成了两列",
            "有英文逗号的表头整格放在英文双引号里，或改用全角逗号「，」",
        )
    remedy = names.nearest(stem) or "可用的字段见字段表 facts.yaml；不需要的列请删去"
    return UnknownColumn("E2002", f"没有字段{quoted(written)}", remedy)
