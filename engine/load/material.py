"""材料: which documents an applicant has, by the names that criteria and facts ask for.

A mapping says 有 or 缺 of each; a list names what is there, and is complete unless 不全 marks it open.
"""

import re
from collections.abc import Iterator, Mapping
from unicodedata import normalize

from engine.load.document import Data, Path
from engine.load.library import Library
from engine.load.names import suggestion
from engine.load.problem import Problems, ValueProblem
from engine.load.text import NOTHING_WORD, PARTIAL_WORD, as_text, is_blank, quoted, refuse_unclear, tidy
from engine.load.value import MATERIALS
from schemas.case import Materials

_THERE = ("有", "是", "√", "✓", "✔", "true")
_NOT_THERE = ("缺", "否", NOTHING_WORD, "×", "✗", "✘", "false")
_FORM = f"写成「{MATERIALS}: {{审计报告: 有, 营业执照: 缺}}」；一样都没有的写「{MATERIALS}: {NOTHING_WORD}」"


def document_key(name: str) -> str:
    """What two spellings of one document's name have in common: full or half width, with or without outer spaces."""
    return normalize("NFKC", name).strip()


def documents_known(library: Library) -> dict[str, str]:
    """Every document that a criterion or a fact asks for, as it is written there, by its key."""
    named = [
        *(name for rules in library.rule_sets.values() for _, one in rules.all_criteria() for name in one.evidence),
        *(name for fact in library.facts.values() for name in fact.evidence),
    ]
    return {document_key(name): name for name in named}


def read_materials(raw: Data, library: Library, problems: Problems, path: Path) -> Materials | None:
    """Which documents are there, None where nothing is said; a name that nothing asks for is only warned of."""
    if is_blank(raw):
        return None
    reading = _Reading(documents_known(library), problems)
    return reading.mapping(raw, path) if isinstance(raw, dict) else reading.listing(raw, path)


class _Reading:
    def __init__(self, known: Mapping[str, str], problems: Problems) -> None:
        self._known = known
        self._problems = problems

    def mapping(self, raw: dict[str, Data], path: Path) -> Materials:
        """有 or 缺 by name; a blank one is not stated, and neither is what is not named."""
        present: dict[str, bool] = {}
        written: dict[str, str] = {}
        for key, value in raw.items():
            where = (*path, key)
            with self._problems.at(where, key=True):
                name = self._name(key, where, key=True)
                if name in written:
                    raise ValueProblem("E2003", f"材料{quoted(key)}与{quoted(written[name])}是同一种", "只留一处")
                written[name] = key
                with self._problems.at(where):
                    if not is_blank(value):
                        present[name] = _is_there(value, name)
        return Materials(present=present)

    def listing(self, raw: Data, path: Path) -> Materials:
        """What is there; a single name is a list of one, 无 an empty list."""
        present: dict[str, bool] = {}
        complete = True
        for where, item in _items(raw, path):
            with self._problems.at(where):
                text = _text(item)
                if text == PARTIAL_WORD:
                    complete = False
                elif text != NOTHING_WORD:
                    present[self._name(text, where)] = True
                elif isinstance(raw, list) and len(raw) > 1:
                    raise ValueProblem("E2210", "材料写了「无」，又列出了别的内容", "一样都没有的只写「无」")
        return Materials(present=present, complete=complete)

    def _name(self, written: str, where: Path, *, key: bool = False) -> str:
        """The name of one document; several in one text are refused, an unknown one is warned of."""
        name = tidy(written)
        if name in self._known:
            return name
        parts = [part for part in re.split(r"[、,;/\s]+", name) if part]
        if len(parts) > 1 and any(part in self._known for part in parts):
            raise ValueProblem("E2210", f"材料{quoted(name)}把几种写在了一起", f"分开写：[{', '.join(parts)}]")
        remedy = suggestion(name, self._known.values()) or "确有此材料的可以留着，不影响核对；名称以规则里的为准"
        self._problems.warn(ValueProblem("W2210", f"规则里没有名为{quoted(name)}的证明材料", remedy), where, key=key)
        return name


def _items(raw: Data, path: Path) -> Iterator[tuple[Path, Data]]:
    if isinstance(raw, list):
        yield from (((*path, index), item) for index, item in enumerate(raw))
    else:
        yield path, raw


def _text(item: Data) -> str:
    """The name that an item of a list is."""
    if isinstance(item, dict | list) or is_blank(item):
        what = "是空的" if is_blank(item) else "不是材料的名称"
        raise ValueProblem("E2210", f"材料的列表里有一项{what}", f"列表里只写有的材料，要写有无的，{_FORM}")
    text = tidy(as_text(item))
    refuse_unclear(text, MATERIALS)
    if text in (*_THERE, *_NOT_THERE[:2], *_NOT_THERE[3:], "齐", "全", "齐全", "全部", "已备齐"):
        raise ValueProblem("E2210", f"材料写了{quoted(text)}，没有说是哪些材料", _FORM)
    return text


def _is_there(raw: Data, name: str) -> bool:
    if not isinstance(raw, dict | list):
        text = tidy(as_text(raw))
        if text in _THERE or text in _NOT_THERE:
            return text in _THERE
        written = f"的情况{quoted(text)}不是「有」也不是「缺」"
    else:
        written = "之下不能再分项"
    raise ValueProblem(
        "E2211", f"材料{quoted(name)}{written}", "写「有」或「缺」（是、否、√、× 也可）；没有核对过的留空"
    )
