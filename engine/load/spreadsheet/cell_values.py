"""A cell below a header → what a profile would say in its place, for the readers of values that profiles have.

The unit of the header is written behind a number that has none, several choices in a cell become a list, a bare number
below a date is the day that a spreadsheet means by it. All else, and all that is wrong, is left to the readers.
"""

import re
from decimal import Decimal

from engine.load.document import Data
from engine.load.problem import ValueProblem
from engine.load.quantity import canonical
from engine.load.spreadsheet.grid import Cell
from engine.load.spreadsheet.header_words import Column
from engine.load.text import quoted, tidy
from schemas.fact import Fact, FactType

_BARE = re.compile(r"[+\-−]?\s*[0-9][0-9,]*(?:\.[0-9]+)?")
_TRUTHS = {"TRUE": True, "FALSE": False}
_BETWEEN_DATES = re.compile(r"[、,;\n]")
_OUTSIDE_BRACKETS = re.compile(r"([(（\[【〔][^)）\]】〕]*[)）\]】〕])|[、,，;；/\s]+")
_FULL_DIGITS = 15
_SAFE_DIGITS = 12


def data_of(cell: Cell, column: Column) -> Data:
    """What a cell says of the column's fact; a plural one may say several things."""
    fact = column.fact
    if cell.fault is not None:
        raise cell.fault
    value = cell.value
    if fact.type.is_numeric:
        return _amount(cell, column)
    match fact.type:
        case FactType.DATE | FactType.DATES if cell.day is not None:
            return cell.day
        case FactType.DATES if isinstance(value, str):
            return _several(value, [part.strip() for part in _BETWEEN_DATES.split(tidy(value))])
        case FactType.CHOICES if isinstance(value, str):
            return _choices(value, fact)
        case FactType.YES_NO if isinstance(value, str) and value.strip() in _TRUTHS:
            return _TRUTHS[value.strip()]
        case FactType.INDUSTRY if isinstance(value, Decimal) and len(cell.text) < 4:
            raise ValueProblem(
                "E2022",
                f"{fact.name}{quoted(cell.text)}存成了数，开头的 0 可能已经丢失",
                "先把单元格设为「文本」格式，再输入完整的代码",
            )
        case _:
            return cell.text if isinstance(value, Decimal) else value


def _amount(cell: Cell, column: Column) -> Data:
    if isinstance(cell.value, Decimal):
        text = f"{cell.prefix}{_stated(cell.value, column.fact):f}{cell.suffix}"
        if not (cell.prefix or cell.suffix):
            return text + (column.unit or "")
    elif isinstance(cell.value, str):
        text = cell.value.strip()
    else:
        return cell.value
    return f"{text}{column.unit}" if column.unit and _BARE.fullmatch(tidy(text)) else text


def _stated(number: Decimal, fact: Fact) -> Decimal:
    """A derived fact is compared with its parts to the digits it is stated with (ADR 2).

    A double that needs all of its digits was computed (`=D2/C2`), and its last ones are noise of that computation:
    compared to all fifteen, every few right ones would be refused. Twelve are stated then.
    """
    if fact.derive is None or len(number.as_tuple().digits) < _FULL_DIGITS:
        return number
    return canonical(Decimal(f"{number:.{_SAFE_DIGITS - 1}e}"))


def _choices(text: str, fact: Fact) -> Data:
    """The words of a cell; brackets hold together what a word of the vocabulary has in them (`县（市、区）人民政府`)."""
    if tidy(text) in {tidy(word) for word in fact.values}:
        return text
    return _several(text, _words(text))


def _words(text: str) -> list[str]:
    words: list[str] = []
    at = 0
    for match in _OUTSIDE_BRACKETS.finditer(text):
        if match[1] is None:
            words.append(text[at : match.start()])
            at = match.end()
    return [*words, text[at:]]


def _several(text: str, parts: list[str]) -> Data:
    """Several as a list; one, and a text of separators alone, as it is. Nothing between two separators is nothing."""
    filled: list[Data] = [part for part in parts if part.strip()]
    return filled if len(filled) > 1 else text
