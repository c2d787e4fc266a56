"""Names and codes that can only mean themselves, as many of them at once as there are.

Millions of applicants have as many names and codes: read one by one they would cost more than everything else. Which
ones are left to the readers is decided generously; what is taken here, they would take as it is.
"""

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from schemas.fact import FactType

_SAMPLE = 4096
_CHINESE = "\\x{4e00}-\\x{9fa5}"
_ITSELF = f"[!-~{_CHINESE}（）·、]"
"""Characters that the normaliser leaves alone, and the brackets of Chinese names, which it makes half as wide."""
_LONG = f"^{_ITSELF}{{7}}[ !-~{_CHINESE}（）·、]*{_ITSELF}$"
"""Longer than every word that means nothing, not known, or not all."""
_CODE = "^[1-9ANY][0-9]{7}[0-9A-HJ-NPQRTUWXY]{8}[0-9X][0-9A-HJ-NPQRTUWXY]$"
_LENGTH = 18
_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_OUTER_WEIGHTS = (*(pow(3, place, 31) for place in range(_LENGTH - 1)), 1)
"""With the check character itself, of weight one, the sum is a multiple of 31."""
_INNER_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def themselves(values: Any, kind: FactType) -> Any:
    """The texts that mean themselves, NULL elsewhere; None where reading each different one is as cheap."""
    if kind not in (FactType.TEXT, FactType.USCC):
        return None
    sample = values.slice(0, _SAMPLE)
    if pc.count_distinct(sample).as_py() * 2 < len(sample) or len(sample) < _SAMPLE:
        return None
    return _codes(values) if kind is FactType.USCC else _texts(values)


def _texts(values: Any) -> Any:
    taken = pc.if_else(pc.fill_null(pc.match_substring_regex(values, _LONG), False), values, None)
    if not pc.any(pc.match_substring_regex(taken, "[（）]")).as_py():
        return taken
    return pc.replace_substring(pc.replace_substring(taken, "（", "("), "）", ")")


def _codes(values: Any) -> Any:
    """Codes of GB 32100 whose two check characters are right (`engine.load.uscc`)."""
    taken = pc.if_else(pc.fill_null(pc.match_substring_regex(values, _CODE), False), values, None)
    rows = pc.drop_null(taken)
    if not len(rows):
        return taken
    bytes_ = pa.Array.from_buffers(
        pa.uint8(), _LENGTH * len(rows), [None, pc.cast(rows, pa.binary(_LENGTH)).buffers()[1]]
    )
    letters = pa.FixedSizeListArray.from_arrays(bytes_, _LENGTH)
    outer = pa.array([_ALPHABET.find(chr(code)) for code in range(128)], pa.int32())
    inner = pa.array([int(chr(code), 36) if chr(code) in _ALPHABET else 0 for code in range(128)], pa.int32())
    total = inner_total = pa.repeat(pa.scalar(0, pa.int32()), len(rows))
    columns = [pc.list_element(letters, place) for place in range(_LENGTH)]
    for weight, column in zip(_OUTER_WEIGHTS, columns, strict=True):
        total = pc.add(total, pc.multiply(outer.take(column), pa.scalar(weight, pa.int32())))
    for weight, column in zip(_INNER_WEIGHTS, columns[8:16], strict=True):
        inner_total = pc.add(inner_total, pc.multiply(inner.take(column), pa.scalar(weight, pa.int32())))
    right = pc.equal(_remainder(total, 31), 0)
    check = pa.array([ord(letter) for letter in "0X987654321"], pa.uint8()).take(_remainder(inner_total, 11))
    right = pc.and_(right, pc.equal(check, columns[16]))
    return pc.replace_with_mask(taken, pc.is_valid(taken), pc.if_else(right, rows, None))


def _remainder(numbers: Any, divisor: int) -> Any:
    return pc.subtract(numbers, pc.multiply(pc.divide(numbers, divisor), divisor))
