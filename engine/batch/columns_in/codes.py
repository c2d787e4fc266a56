"""Codes of GB 32100 whose two check characters are right (`engine.load.uscc`), all at once: a table for every place."""

from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from engine.load.uscc import ALPHABET, DEPARTMENTS, INNER_CHECKS, INNER_WEIGHTS, LENGTH

_DIGITS = "0123456789"
_PLACES = (DEPARTMENTS, *[_DIGITS] * 7, *[ALPHABET] * 8, _DIGITS + "X", ALPHABET)
"""The characters that may stand at each place."""
_OUTER_WEIGHTS = (*(pow(3, place, 31) for place in range(LENGTH - 1)), 1)
"""With the check character itself, of weight one, the sum is a multiple of 31."""
_INNER = range(8, 16)
_FOREIGN = 1 << 20
"""More than every sum of a code: what a character counts that may not stand where it stands."""


def right_codes(values: Any) -> Any:
    """The codes of an array of texts that are right, NULL elsewhere."""
    taken = pc.if_else(pc.fill_null(pc.equal(pc.binary_length(values), LENGTH), False), values, None)
    rows = pc.drop_null(taken)
    if not len(rows):
        return taken
    letters = pa.Array.from_buffers(
        pa.uint8(), LENGTH * len(rows), [None, pc.cast(rows, pa.binary(LENGTH)).buffers()[1]]
    )
    columns = [letters.take(pa.arange(place, len(letters), LENGTH)) for place in range(LENGTH)]
    outer, inner, checks = _tables()
    total, inner_total = _sum(outer, columns), _sum(inner, columns[_INNER.start : _INNER.stop])
    right = pc.and_(pc.less(total, _FOREIGN), pc.equal(_remainder(total, 31), 0))
    right = pc.and_(right, pc.equal(checks.take(_remainder(inner_total, 11)), columns[_INNER.stop]))
    return pc.replace_with_mask(taken, pc.is_valid(taken), pc.if_else(right, rows, None))


@lru_cache(maxsize=1)
def _tables() -> tuple[list[Any], list[Any], Any]:
    """What each byte counts, place by place, in the outer sum and in the inner one; which character follows from the latter."""
    outer = [_table(allowed, weight, ALPHABET.find) for allowed, weight in zip(_PLACES, _OUTER_WEIGHTS, strict=True)]
    inner = [_table(ALPHABET, weight, partial(int, base=36)) for weight in INNER_WEIGHTS]
    return outer, inner, pa.array([ord(letter) for letter in INNER_CHECKS], pa.uint8())


def _table(allowed: str, weight: int, worth: Callable[[str], int]) -> Any:
    letters = (chr(byte) for byte in range(256))
    return pa.array([weight * worth(one) if one in allowed else _FOREIGN for one in letters], pa.int32())


def _sum(tables: list[Any], columns: list[Any]) -> Any:
    counts = [table.take(column) for table, column in zip(tables, columns, strict=True)]
    total = counts[0]
    for count in counts[1:]:
        total = pc.add(total, count)
    return total


def _remainder(numbers: Any, divisor: int) -> Any:
    return pc.subtract(numbers, pc.multiply(pc.divide(numbers, divisor), divisor))
