"""What was stated in words, as columns of text: as findings carry it, and as people read it in a row.

Twice: as an expression, for a database, and as arrays, where those who are asked about are few.
"""

from typing import TYPE_CHECKING, Any

import ibis
import pyarrow as pa
import pyarrow.compute as pc

from engine.executors.columnar.interval import Expr
from schemas.finding import NONE_HELD

if TYPE_CHECKING:
    from engine.executors.columnar.block import Block

YES, NO, BETWEEN = "是", "否", "、"


def stated_text(fact: str, block: "Block") -> Expr:
    """The word, the words, or the day that a record states of a fact; NULL where it states nothing."""
    value, none = block.column(fact), block.flag(f"{fact}@none")
    if value is None:
        return ibis.ifelse(none, NONE_HELD, ibis.null(str))
    kind = value.type()
    if kind.is_array():
        text = ibis.ifelse(value.length() == 0, NONE_HELD, value.join(BETWEEN))
    elif kind.is_boolean():
        text = ibis.cases((value, YES), (value == ibis.literal(False), NO), else_=ibis.null(str))
    else:
        text = value.cast(str)
    return ibis.ifelse(none, NONE_HELD, text)


def stated_texts(fact: str, data: pa.Table, mask: Any) -> Any:
    """The same of the records of a mask."""

    def column(name: str) -> Any:
        return data[name].combine_chunks().filter(mask) if name in data.column_names else None

    value, none = column(fact), column(f"{fact}@none")
    if value is None:
        text = pa.nulls(pc.sum(mask).as_py() or 0, pa.string())
    elif pa.types.is_list(value.type):
        text = pc.if_else(pc.equal(pc.list_value_length(value), 0), NONE_HELD, pc.binary_join(value, BETWEEN))
    elif pa.types.is_boolean(value.type):
        text = pc.if_else(value, YES, NO)
    else:
        text = pc.cast(value, pa.string())
    return text if none is None else pc.if_else(pc.fill_null(none, False), NONE_HELD, text)
