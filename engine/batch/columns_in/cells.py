"""What stands in a column file → cells as tables have them, so that the readers of tables read both alike.

| in the file | in the cell |
|---|---|
| integer, decimal | the number, without zeros behind it |
| float | its shortest decimal that is read back as the same float; nan and inf are faults |
| bool, date, text | itself |
| timestamp without a zone | its day |
| dictionary | what it stands for |
"""

from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from engine.load.document import Mark, Spot
from engine.load.problem import ValueProblem
from engine.load.quantity import canonical
from engine.load.spreadsheet.grid import Cell

NOWHERE = Spot(0, 0)
"""The place of a cell that stands for all of its value: its rows are told by `faults`."""
_LARGEST, _SMALLEST = 40, -60
"""Powers of ten beyond which no number is written out: the readers refuse far smaller ones."""


def plain(values: Any) -> Any:
    """An array in one of the few types that are read: dictionaries unfolded, large and small kinds made the usual ones."""
    kind = values.type
    if pa.types.is_dictionary(kind):
        return plain(values.dictionary_decode())
    if pa.types.is_null(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
        return pc.cast(values, pa.string())
    if pa.types.is_timestamp(kind) or pa.types.is_date64(kind):
        return pc.cast(values, pa.date32(), safe=False)
    if pa.types.is_decimal32(kind) or pa.types.is_decimal64(kind):
        return pc.cast(values, pa.decimal128(kind.precision, kind.scale))
    if is_list(kind) and not pa.types.is_list(kind):
        return plain(pc.cast(values, pa.list_(kind.value_type)))
    if pa.types.is_list(kind) and not pa.types.is_struct(kind.value_type):
        # a sliced list keeps the items before the slice
        flat = plain(values.flatten())
        lengths = pc.fill_null(pc.list_value_length(values), 0)
        ends = pc.cast(pc.cumulative_sum(lengths), pa.int32())
        offsets = pa.concat_arrays([pa.array([0], pa.int32()), ends])
        return pa.ListArray.from_arrays(offsets, flat, mask=pc.is_null(values))
    return values


def is_list(kind: Any) -> bool:
    """Whether a type holds several items."""
    tests = (pa.types.is_list, pa.types.is_large_list, pa.types.is_fixed_size_list, pa.types.is_list_view)
    return any(test(kind) for test in (*tests, pa.types.is_large_list_view))


def is_read(kind: Any) -> bool:
    """Whether values of a type can be read at all; a moment with a zone has no day of its own."""
    if pa.types.is_dictionary(kind) or is_list(kind):
        return is_read(kind.value_type) and not is_list(kind.value_type)
    if pa.types.is_timestamp(kind):
        return kind.tz is None
    tests = (pa.types.is_null, pa.types.is_boolean, pa.types.is_integer, pa.types.is_floating, pa.types.is_decimal)
    more = (pa.types.is_date, pa.types.is_string, pa.types.is_large_string, pa.types.is_string_view)
    return any(test(kind) for test in (*tests, *more))


def cells_of(values: Any) -> list[Cell | None]:
    """The cells of a plain array that is no list, None where it holds nothing."""
    if pa.types.is_floating(values.type):
        texts = pc.cast(values, pa.string()).to_pylist()
        return [None if text is None else cell_of(Decimal(text)) for text in texts]
    return [None if value is None else cell_of(value) for value in values.to_pylist()]


def cell_of(value: bool | int | Decimal | date | str, mark: Mark = NOWHERE) -> Cell:
    """A value as a cell."""
    if isinstance(value, bool | date | str):
        return Cell(value, mark)
    number = Decimal(value)
    if not number.is_finite():
        why = ValueProblem("E6072", f"这一格是 {number}，不是一个数", "算不出来的留空；确实没有的写 0")
        return Cell(str(number), mark, fault=why)
    if number.adjusted() > _LARGEST or int(number.as_tuple().exponent) < _SMALLEST:
        why = ValueProblem("E6072", f"这一格的数 {number:.3e} 位数过多，不会是真实的数", "核对数字和单位")
        return Cell(str(number), mark, fault=why)
    return Cell(canonical(number), mark)
