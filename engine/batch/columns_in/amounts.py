"""A column of numbers: what is plain as columns, the rest read once for each different value, in one grain."""

from decimal import Decimal
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from engine.batch.columns_in.distinct import Distinct, Reader
from engine.batch.columns_in.faults import NOWHERE, Faults, Wrong
from engine.batch.columns_in.fields import Field
from engine.batch.columns_in.numbers import DIGITS, Exact, exact, rescaled, whole_type
from engine.load.problem import ValueProblem
from engine.load.quantity import canonical
from schemas.case import Yearly
from schemas.diagnostic import Diagnostic


class Amounts(NamedTuple):
    """Whole numbers of 10^-places; for a derived fact the power of ten of the last digit that was stated."""

    whole: Any
    places: int
    last: Any = None


def read_amounts(values: Any, field: Field, reader: Reader, faults: Faults) -> Amounts:
    """The numbers of a plain array."""
    fast = exact(values, field.column) if not pa.types.is_list(values.type) else _nothing(values)
    if not pc.any(fast.left).as_py():
        return Amounts(fast.whole, fast.places, fast.last)
    left = pc.if_else(fast.left, values, pa.scalar(None, values.type))
    found = reader.distinct(left, field)
    stated = [_number(told.value) for told in found.told]
    places = _places(fast, stated)
    wrong = found.wrong
    fitting: list[Decimal | None] = []
    for at, number in enumerate(stated):
        scaled = None if number is None else canonical(number).scaleb(places)
        if scaled is not None and (scaled != int(scaled) or abs(scaled) >= 10**DIGITS):
            wrong[at] = Wrong(found.texts[at], [_too_long(found.texts[at])])
            scaled = None
        fitting.append(None if scaled is None else Decimal(int(scaled)))
    faults.add(field.header, found.which, wrong)
    whole = pc.coalesce(rescaled(fast.whole, places - fast.places), found.spread(fitting, whole_type()))
    return Amounts(whole, places, _last(fast, found, stated))


def _nothing(values: Any) -> Exact:
    return Exact(pa.nulls(len(values), whole_type()), 0, pc.is_valid(values))


def _number(value: object) -> Decimal | None:
    """The one number of a cell, be it a year's."""
    if isinstance(value, Yearly):
        return next(iter(value.values.values()))
    return value if isinstance(value, Decimal) else None


def _places(fast: Exact, stated: list[Decimal | None]) -> int:
    """Places enough for all numbers, as far as the largest of them leaves room; never fewer than are there."""
    ends = pc.min_max(fast.whole).as_py()
    digits = max((len(str(abs(int(end)))) - fast.places for end in ends.values() if end is not None), default=0)
    numbers = [canonical(number) for number in stated if number is not None]
    digits = max([digits, *(number.adjusted() + 1 for number in numbers)])
    wanted = max((-int(number.as_tuple().exponent) for number in numbers), default=0)
    return max(fast.places, min(wanted, DIGITS - digits))


def _last(fast: Exact, found: Distinct, stated: list[Decimal | None]) -> Any:
    if fast.last is None:
        return None
    exponents = [None if number is None else int(number.as_tuple().exponent) for number in stated]
    return pc.coalesce(fast.last, found.spread(exponents, pa.int8()))


def _too_long(text: str) -> Diagnostic:
    problem = ValueProblem(
        "E6073", f"「{text}」的小数位太多，和这一列其他的数放在一起超过 {DIGITS} 位", "核对单位，或减少小数位数"
    )
    return problem.at(NOWHERE)
