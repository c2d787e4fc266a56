"""核实: which of the stated values were verified, and which the applicant only reports (自报)."""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from engine.load.document import Data, Path
from engine.load.library import Library
from engine.load.names import suggestion
from engine.load.problem import Problems, ValueProblem
from engine.load.text import as_text, is_blank, quoted, tidy
from engine.load.value import ASSURANCES
from schemas.case import Assurance, Value, Yearly
from schemas.fact import Fact

_WORDS = {"自报": Assurance.SELF_REPORTED, "已核实": Assurance.VERIFIED}
_FORM = f"写成「{ASSURANCES}: {{年销售收入: 已核实, 职工总数: 自报}}」，某一年的写「年销售收入: {{2025: 已核实}}」"
_OF_YEAR = re.compile(r"([^\[\]]+)\[\s*([0-9]{4})\s*年?\s*\]")
_YEAR = re.compile(r"([0-9]{4})\s*年?度?")


class _Mark(NamedTuple):
    """One value that is spoken of, with what is said of it; the year None means every stated year."""

    fact: Fact
    year: int | None
    path: Path
    raw: Data

    @property
    def label(self) -> str:
        return self.fact.name if self.year is None else f"{self.fact.name}[{self.year}]"


def read_assurances(
    raw: Data, facts: Mapping[str, Value], library: Library, problems: Problems, path: Path
) -> dict[str, Assurance]:
    """How well each stated value is backed, by fact id, a year of it as `annual_sales[2025]`.

    A mark on a whole yearly fact holds for its years that have none of their own. What is not stated or is derived
    from other facts has nothing to mark: that is warned of and left out.
    """
    if is_blank(raw):
        return {}
    if not isinstance(raw, dict):
        problems.add(ValueProblem("E2212", f"「{ASSURANCES}」之下须逐个字段写", _FORM), path)
        return {}
    found: dict[tuple[str, int | None], Assurance] = {}
    written: dict[tuple[str, int | None], Path] = {}
    for mark in _marks(raw, library, problems, path):
        with problems.at(mark.path, key=True):
            subject = (mark.fact.id, mark.year)
            if subject in written:
                line = problems.place(written[subject], key=True).line
                raise ValueProblem("E2003", f"核实{quoted(mark.label)}写了两处，第 {line} 行已写过", "只留一处")
            written[subject] = mark.path
            with problems.at(mark.path):
                assurance = _assurance(mark)
                if assurance is not None and _can_be_marked(mark, facts, problems):
                    found[subject] = assurance
    return dict(_by_value(found, facts))


def _marks(raw: dict[str, Data], library: Library, problems: Problems, path: Path) -> Iterator[_Mark]:
    """Every mark with the fact and the year that it names."""
    for key, value in raw.items():
        where = (*path, key)
        with problems.at(where, key=True):
            fact, year = _subject(tidy(key), library)
            if not isinstance(value, dict):
                yield _Mark(fact, year, where, value)
                continue
            if not fact.yearly or year is not None:
                raise ValueProblem("E2212", f"核实{quoted(key)}之下不能再分项", "直接写「自报」或「已核实」")
            for inner, word in value.items():
                match = _YEAR.fullmatch(tidy(inner))
                if match is None:
                    problem = f"核实{quoted(key)}之下的{quoted(inner)}不是年份"
                    problems.add(ValueProblem("E2212", problem, _FORM), (*where, inner), key=True)
                else:
                    yield _Mark(fact, int(match[1]), (*where, inner), word)


def _subject(name: str, library: Library) -> tuple[Fact, int | None]:
    """The fact that a key names, and its year if it names one."""
    match = _OF_YEAR.fullmatch(name)
    bare, year = (match[1].strip(), int(match[2])) if match else (name, None)
    if "/" in bare or (match is None and "[" in bare):
        raise ValueProblem(
            "E2214", f"核实{quoted(name)}不是一个字段", "写申报单位自己的字段名，年度写在方括号里；列表的成员不逐个标注"
        )
    fact = library.fact(bare)
    if fact is None:
        remedy = suggestion(bare, [*library.facts, *(one.id for one in library.facts.values())])
        raise ValueProblem("E2214", f"没有字段{quoted(bare)}，不能标注核实", remedy or "照抄上面填写的字段名")
    if year is not None and not fact.yearly:
        raise ValueProblem("E2214", f"{fact.name}不按年度填报，不能标注 {year} 年的", f"写「{fact.name}」，去掉年度")
    return fact, year


def _assurance(mark: _Mark) -> Assurance | None:
    """What is said of the value; None where the form was left blank."""
    if is_blank(mark.raw):
        return None
    if isinstance(mark.raw, list):
        raise ValueProblem("E2213", f"核实{quoted(mark.label)}写成了列表", "只写「自报」或「已核实」")
    text = tidy(as_text(mark.raw))
    if text not in _WORDS:
        raise ValueProblem(
            "E2213",
            f"核实{quoted(mark.label)}写的{quoted(text)}不是「自报」也不是「已核实」",
            "写「自报」或「已核实」；没有说明的留空",
        )
    return _WORDS[text]


def _can_be_marked(mark: _Mark, facts: Mapping[str, Value], problems: Problems) -> bool:
    """Whether a value was stated that the mark can stand beside."""
    if mark.fact.derive is not None:
        why = ValueProblem(
            "W2212", f"{quoted(mark.fact.name)}由其他字段算出，不单独标注核实", "标注算出它的各个字段；这一项可以删去"
        )
    elif _is_stated(mark, facts):
        return True
    else:
        why = ValueProblem("W2211", f"{quoted(mark.label)}没有填报，标注核实没有作用", "补填这个字段，或删去这一项")
    problems.warn(why, mark.path, key=True)
    return False


def _is_stated(mark: _Mark, facts: Mapping[str, Value]) -> bool:
    value = facts.get(mark.fact.id)
    if mark.year is None or not isinstance(value, Yearly):
        return value is not None
    # A number without a year is the base year's, whichever that will be.
    return mark.year in value.values or None in value.values


def _by_value(
    found: Mapping[tuple[str, int | None], Assurance], facts: Mapping[str, Value]
) -> Iterator[tuple[str, Assurance]]:
    """The marks by what was stated: a mark on a whole yearly fact spread over its years, their own going before it."""
    for (name, year), assurance in sorted(found.items(), key=lambda entry: (entry[0][0], entry[0][1] or 0)):
        value = facts[name]
        if year is not None:
            yield f"{name}[{year}]", assurance
        elif isinstance(value, Yearly):
            yield from ((name if one is None else f"{name}[{one}]", assurance) for one in value.values)
        else:
            yield name, assurance
