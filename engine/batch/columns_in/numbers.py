"""Columns of numbers, exact: whole numbers of a grain, as many of them at once as are plainly right.

A number is taken whole where it is typed, or text of plain digits, and where the readers would accept it: fine enough
for its unit, within the fact's bounds, of few digits. What is not, or might not be, is `left` to the readers.
"""

import math
from decimal import Decimal
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from engine.load.spreadsheet.header_words import Column
from engine.load.units import Unit, canonical_unit, read_unit, units_of
from schemas.fact import Fact, FactType

DIGITS = 38
"""Digits of a decimal in a column."""
_PLAIN_DIGITS = 29
"""The readers accept 30, a zero before the point included."""
_NOISY_DIGITS = 14
"""A derived number of more digits may be the noise of a computation (`cell_values`)."""
_EXACT_DOUBLE = 1e15
"""Below it, no two decimals of a given number of places are the same double."""
_GRAINS = {FactType.MONEY: 2, FactType.COUNT: 0}
_TEXT_PLACES = (4, 9)
_DOUBLE_PLACES = 6


class Exact(NamedTuple):
    """Whole numbers of 10^-places canonical units, NULL where nothing is stated or it is `left` to the readers.

    `last` is, for a derived fact, the power of ten of the last digit that was written: it is compared to no more.
    """

    whole: Any
    places: int
    left: Any
    last: Any = None


class _Raw(NamedTuple):
    """Numbers as they are written, as whole numbers of 10^-scale, and what is left."""

    whole: Any
    scale: int
    left: Any


def exact(values: Any, column: Column) -> Exact:
    """The numbers of a plain array under a header."""
    fact = column.fact
    power = _unit(column).worth.adjusted()
    raw = _raw(values, column, power)
    last = None
    if fact.derive is not None:
        raw = _without(raw, _beyond(raw.whole, 10**_NOISY_DIGITS))
        last = _last_digit(raw, power)
    moved = _moved(raw, power)
    fine = _to_grain(moved, _GRAINS.get(fact.type))
    found = _without(fine, _out_of_bounds(fine, fact))
    return Exact(found.whole, found.scale, found.left, last)


def rescaled(whole: Any, power: int) -> Any:
    """Whole numbers of a grain 10^power times as fine; the caller knows that they fit."""
    return whole if power == 0 else _as(pc.cast(whole, pa.decimal128(DIGITS, power)), 0)


def whole_type() -> Any:
    """The type of whole numbers of a grain."""
    return pa.decimal128(DIGITS, 0)


def _unit(column: Column) -> Unit:
    return canonical_unit(column.fact) if column.unit is None else read_unit(column.unit, column.fact)


def _raw(values: Any, column: Column, power: int) -> _Raw:
    """Numbers as they are written, so far as they are plain."""
    kind = values.type
    places = None if (grain := _GRAINS.get(column.fact.type)) is None else max(0, grain + power)
    if pa.types.is_integer(kind):
        return _integers(values, power)
    if pa.types.is_decimal128(kind) and 0 <= kind.scale <= _PLAIN_DIGITS:
        raw = _Raw(_as(values, 0), kind.scale, _none(values))
        return raw if kind.precision <= _PLAIN_DIGITS else _without(raw, _beyond(raw.whole, 10**_PLAIN_DIGITS))
    if pa.types.is_float64(kind):
        return _doubles(values, places, exactly=column.fact.derive is not None)
    bare = column.unit is not None or "" in units_of(column.fact)
    if pa.types.is_string(kind) and bare and column.fact.derive is None:
        return _texts(values, places)
    if pa.types.is_floating(kind):
        return _texts(pc.cast(values, pa.string()), places)
    return _Raw(pa.nulls(len(values), whole_type()), 0, pc.is_valid(values))


def _integers(values: Any, power: int) -> _Raw:
    """Whole numbers, in canonical units at once where they are no larger than machine numbers then."""
    if power > 0 and values.type != pa.uint64():
        try:
            larger = pc.multiply_checked(pc.cast(values, pa.int64()), 10**power)
            return _Raw(_as(pc.cast(larger, pa.decimal128(19, 0)), 0), power, _none(values))
        except pa.ArrowInvalid:  # one is too large
            pass
    return _Raw(_as(pc.cast(values, pa.decimal128(20, 0)), 0), 0, _none(values))


def _doubles(values: Any, places: int | None, *, exactly: bool) -> _Raw:
    """Doubles by their shortest decimals: those of a few places by arithmetic, the rest, unless `exactly`, by their text."""
    scale = _DOUBLE_PLACES if places is None else places
    step = float(10**scale)
    count = pc.round(pc.multiply(values, step))
    # the division is rounded to the nearest double: if that is the value, `count` steps are its shortest decimal
    same = pc.and_(pc.equal(pc.divide(count, step), values), pc.less(pc.abs(count), _EXACT_DOUBLE))
    same = pc.fill_null(same, False)
    first = pc.cast(pc.if_else(same, count, None), pa.int64())
    found = _Raw(_as(pc.cast(first, pa.decimal128(20, 0)), 0), scale, pc.and_(pc.is_valid(values), pc.invert(same)))
    if exactly or not pc.any(found.left).as_py():
        return found
    rest = _texts(pc.if_else(found.left, pc.cast(values, pa.string()), None), places, _PLAIN_DIGITS - 9)
    finer = max(found.scale, rest.scale)
    found = _without(found, _beyond(found.whole, 10 ** (DIGITS - finer + found.scale)))
    rest = _without(rest, _beyond(rest.whole, 10 ** (DIGITS - finer + rest.scale)))
    merged = pc.coalesce(rescaled(found.whole, finer - found.scale), rescaled(rest.whole, finer - rest.scale))
    return _Raw(merged, finer, pc.and_(pc.is_valid(values), pc.is_null(merged)))


def _texts(values: Any, places: int | None, most: int | None = None) -> _Raw:
    """Text of plain digits, in as few places as it has."""
    finest = places if places is not None else most or _TEXT_PLACES[-1]
    fraction = rf"(\.[0-9]{{1,{finest}}})?" if finest else ""
    is_plain = pc.fill_null(pc.match_substring_regex(values, rf"^-?[0-9]{{1,9}}{fraction}$"), False)
    numbers = pc.if_else(is_plain, values, None)
    left = pc.and_(pc.is_valid(values), pc.invert(is_plain))
    for scale in _TEXT_PLACES if places is None else ():
        try:
            return _Raw(_as(pc.cast(numbers, pa.decimal128(DIGITS, scale)), 0), scale, left)
        except pa.ArrowInvalid:  # some have more places
            continue
    return _Raw(_as(pc.cast(numbers, pa.decimal128(DIGITS, finest)), 0), finest, left)


def _last_digit(raw: _Raw, power: int) -> Any:
    """The power of ten of the last digit written, canonical units: zeros behind the point are not written."""
    written = pc.cast(raw.whole, pa.int64())  # of few digits: the rest is left
    last = pc.if_else(pc.is_valid(written), pa.scalar(power - raw.scale, pa.int8()), None)
    for places in range(raw.scale - 1, -1, -1):
        step = 10 ** (raw.scale - places)
        shorter = pc.equal(pc.multiply(pc.divide(written, step), step), written)
        last = pc.if_else(shorter, pa.scalar(power - places, pa.int8()), last)
    return last


def _moved(raw: _Raw, power: int) -> _Raw:
    """In canonical units, of which one as written is worth 10^power."""
    scale = raw.scale - power
    if scale >= 0:
        return _Raw(raw.whole, scale, raw.left)
    fitting = _without(raw, _beyond(raw.whole, 10 ** (DIGITS + scale)))
    return _Raw(rescaled(fitting.whole, -scale), 0, fitting.left)


def _to_grain(raw: _Raw, grain: int | None) -> _Raw:
    """No finer than the type allows; finer numbers are left."""
    if grain is None or raw.scale <= grain:
        return raw
    numbers, coarse = _as(raw.whole, raw.scale), pa.decimal128(DIGITS, grain)
    try:
        return _Raw(_as(pc.cast(numbers, coarse), 0), grain, raw.left)
    except pa.ArrowInvalid:
        finer = pc.not_equal(pc.round(numbers, ndigits=grain), numbers)
        rest = _without(raw, finer)
        return _Raw(_as(pc.cast(_as(rest.whole, raw.scale), coarse), 0), grain, rest.left)


def _out_of_bounds(raw: _Raw, fact: Fact) -> Any:
    """Which numbers the fact's declared bounds exclude; None if none."""
    ends = pc.min_max(raw.whole).as_py()
    step = 10**raw.scale
    masks = []
    if fact.min is not None and ends["min"] is not None and ends["min"] < (low := math.ceil(fact.min * step)):
        masks.append(pc.less(raw.whole, pa.scalar(Decimal(low), whole_type())))
    if fact.max is not None and ends["max"] is not None and ends["max"] > (high := math.floor(fact.max * step)):
        masks.append(pc.greater(raw.whole, pa.scalar(Decimal(high), whole_type())))
    return None if not masks else masks[0] if len(masks) == 1 else pc.or_(*masks)


def _beyond(whole: Any, limit: int) -> Any:
    """Which numbers are as large as a limit, whatever their sign; None if none is."""
    ends = pc.min_max(whole).as_py()
    if ends["min"] is None or -limit < ends["min"] <= ends["max"] < limit:
        return None
    return pc.greater_equal(pc.abs(whole), pa.scalar(Decimal(limit), whole_type()))


def _without(raw: _Raw, mask: Any) -> _Raw:
    """Leave some more numbers to the readers."""
    if mask is None:
        return raw
    more = pc.fill_null(mask, False)
    kept = pc.if_else(more, pa.scalar(None, raw.whole.type), raw.whole)
    return _Raw(kept, raw.scale, pc.or_(raw.left, more))


def _as(numbers: Any, scale: int) -> Any:
    """The same digits with the point elsewhere: nothing is computed."""
    kind = pa.decimal128(DIGITS, scale)
    return pa.Array.from_buffers(kind, len(numbers), numbers.buffers(), numbers.null_count, numbers.offset)


def _none(values: Any) -> Any:
    """A mask of nothing."""
    return pa.repeat(pa.scalar(False), len(values))
