"""What was stated in words, as columns of text: as findings carry it, and as people read it in a row."""

from typing import TYPE_CHECKING

import ibis

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
