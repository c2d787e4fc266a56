"""One scalar → one value of a fact's type, or blank; the words for yes, no and none."""

import re
from decimal import Decimal
from enum import Enum
from typing import Final, cast

from engine.load.code_tables import CodeTables
from engine.load.codes import read_industry, read_region, read_uscc
from engine.load.day import read_date
from engine.load.document import Data
from engine.load.names import nearest
from engine.load.problem import ValueProblem
from engine.load.quantity import read_number, shown
from engine.load.text import NOTHING_WORD, PARTIAL_WORD, as_text, is_blank, quoted, refuse_unclear, tidy
from engine.load.units import canonical_unit
from schemas.case import NOTHING, Value
from schemas.condition import Scalar
from schemas.fact import Fact, FactType


class Blank(Enum):
    """The type of BLANK."""

    BLANK = "blank"


BLANK: Final = Blank.BLANK
"""Nothing was filled in: the fact is unknown and does not enter the case."""

_YES = frozenset({"是", "有", "√", "✓", "✔", "true"})
_NO = frozenset({"否", NOTHING_WORD, "×", "✗", "✘", "false"})
_MOST_READINGS = 20_000
_CAN_BE_NOTHING = frozenset({FactType.TEXT, FactType.DATE, FactType.CHOICE})


def read_single(raw: Data, fact: Fact, tables: CodeTables) -> Value | Blank:
    """The value of a fact that has one: for plural facts, the value of one item.

    Texts are remembered, as the fact itself is (not its equals, which would cost more to tell than to read anew).
    """
    if not isinstance(raw, str):
        return _read(raw, fact, tables)
    readings = cast("dict[tuple[int, str], tuple[Fact, Value | Blank]]", tables.readings)
    known = readings.get((id(fact), raw))
    if known is None:
        if len(readings) >= _MOST_READINGS:
            readings.clear()
        known = readings[id(fact), raw] = fact, _read(raw, fact, tables)
    return known[1]


def _read(raw: Data, fact: Fact, tables: CodeTables) -> Value | Blank:
    scalar = scalar_of(raw, fact.name)
    if is_blank(scalar):
        return BLANK
    text = tidy(as_text(scalar))
    refuse_unclear(text, fact.name)
    if text == PARTIAL_WORD:
        raise ValueProblem(
            "E2112", f"{fact.name}写了「不全」，它只用于可以有多个值的字段", "写出确切的值；情况不明的留空"
        )
    if text == NOTHING_WORD and fact.type is not FactType.YES_NO:
        return _nothing(fact)
    match fact.type:
        case FactType.TEXT:
            return read_text(scalar, fact)
        case FactType.YES_NO:
            return read_yes_no(scalar, fact)
        case FactType.DATE | FactType.DATES:
            return read_date(scalar)
        case FactType.CHOICE | FactType.CHOICES:
            return read_word(scalar, fact)
        case FactType.REGION:
            return read_region(scalar, fact, tables.regions)
        case FactType.INDUSTRY:
            return read_industry(scalar, fact, tables.industries)
        case FactType.USCC:
            return read_uscc(scalar, fact)
        case _:
            return read_amount(scalar, fact)


def read_text(raw: Scalar, fact: Fact) -> str:
    """Text after NFKC and trimming; numbers and days are the text they show."""
    if isinstance(raw, bool):
        raise ValueProblem(
            "E2114", f"{fact.name}须是文字，却写了是非「{as_text(raw)}」", f'若确是文字，请加引号：「"{as_text(raw)}"」'
        )
    return tidy(as_text(raw))


def read_yes_no(raw: Scalar, fact: Fact) -> bool:
    """是, 有, √ or 否, 无, ×."""
    text = tidy(as_text(raw))
    if text in _YES or text in _NO:
        return text in _YES
    raise ValueProblem("E2110", f"{fact.name}{quoted(text)}不是「是」也不是「否」", "写「是」或「否」；情况不明的留空")


def read_word(raw: Scalar, fact: Fact) -> str:
    """One of the words that the fact declares, as it is declared."""
    text = tidy(as_text(raw))
    allowed = {tidy(value): value for value in fact.values}
    if text in allowed:
        return allowed[text]
    listed = "、".join(fact.values)
    parts = [part for part in re.split(r"[、,;/\s]+", text) if part]
    if len(parts) > 1 and all(part in allowed for part in parts):
        remedy = f"写成列表：[{', '.join(parts)}]" if fact.type is FactType.CHOICES else f"只写一个：{listed}"
        raise ValueProblem("E2109", f"{fact.name}{quoted(text)}把几个词写在了一起", remedy)
    near = nearest(text, allowed)
    meant = f"是否想写 {'、'.join(near)}？" if near else ""
    raise ValueProblem("E2109", f"{fact.name}{quoted(text)}不在可选的词之内", f"{meant}可选的词：{listed}")


def read_amount(raw: Scalar, fact: Fact) -> Decimal:
    """A number in canonical units, within the bounds that the fact declares.

    A derived fact is compared with what its parts give, to the digits that it is stated with: its exponent keeps them.
    """
    reading = read_number(raw, fact)
    value = reading.value
    unit = canonical_unit(fact).name
    if fact.min is not None and value < fact.min:
        least = shown(fact.min, unit)
        written = f"{fact.name}{quoted(as_text(raw))}"
        raise ValueProblem("E2106", f"{written}小于可能的最小值 {least}", "核对正负号、数字和单位")
    if fact.max is not None and value > fact.max:
        most = shown(fact.max, unit)
        written = f"{fact.name}{quoted(as_text(raw))}"
        raise ValueProblem("E2106", f"{written}大于可能的最大值 {most}", "核对数字和单位")
    return value if fact.derive is None else reading.stated


def _nothing(fact: Fact) -> Value:
    if fact.type in _CAN_BE_NOTHING:
        return NOTHING
    if fact.type.is_numeric:
        raise ValueProblem("E2112", f"{fact.name}是数，不能写「无」", "确实没有的写 0（带上单位），情况不明的留空")
    raise ValueProblem("E2112", f"{fact.name}是代码，不能写「无」", "没有或不明的请留空")


def scalar_of(raw: Data, name: str) -> Scalar:
    """The scalar that is meant, rather than a list or a mapping."""
    if isinstance(raw, dict):
        yearly = raw and all(re.fullmatch(r"[0-9]{4}年?", key) for key in raw)
        why = "不分年度填报" if yearly else "没有下级内容"
        raise ValueProblem("E2114", f"{name}只有一个值，{why}", "冒号之后直接写值")
    if isinstance(raw, list):
        raise ValueProblem("E2114", f"{name}只能有一个值，却写成了列表", "去掉方括号或短横，只写一个值")
    return "" if raw is None else raw
