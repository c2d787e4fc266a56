"""Columns of everything but numbers: texts, codes, truths, days, choices, and lists that are said to be 无 or 不全."""

from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from engine.batch.columns_in.distinct import Distinct, Reader
from engine.batch.columns_in.faults import Faults
from engine.batch.columns_in.fields import Field
from engine.batch.columns_in.texts import themselves
from schemas.case import Dates, Members, Nothing, Words
from schemas.fact import FactType

NONE, OPEN, STATED = "@none", "@open", "@stated"
_CAN_BE_NONE = frozenset({FactType.TEXT, FactType.DATE, FactType.CHOICE})


def read_words(values: Any, field: Field, reader: Reader, faults: Faults) -> dict[str, Any]:
    """The columns that a plain array comes to, by name."""
    fact, kind = field.column.fact, values.type
    taken = None
    if pa.types.is_string(kind):
        taken = themselves(values, fact.type)
    elif (fact.type is FactType.YES_NO and pa.types.is_boolean(kind)) or (
        fact.type is FactType.DATE and pa.types.is_date32(kind) and _likely_days(values)
    ):
        return {field.name: values}
    rest = values if taken is None else pc.if_else(pc.is_null(taken), values, None)
    found = reader.distinct(rest, field)
    faults.add(field.header, found.which, found.wrong)
    columns = _columns(found, field)
    if taken is not None:
        columns[field.name] = pc.coalesce(taken, columns[field.name])
    return columns


def _likely_days(values: Any) -> bool:
    """Whether all days are of this age, so that the readers would take each."""
    ends = pc.min_max(values).as_py()
    return ends["min"] is None or (ends["min"].year >= 1900 and ends["max"].year < 2200)


def _columns(found: Distinct, field: Field) -> dict[str, Any]:
    """What each different value comes to, column by column."""
    fact, values = field.column.fact, [told.value for told in found.told]
    match fact.type:
        case FactType.LIST | FactType.CHOICES | FactType.DATES:
            plural = [value if isinstance(value, Words | Dates | Members) else None for value in values]
            opened = {field.name + OPEN: [None if one is None else not one.complete for one in plural]}
            if fact.type is FactType.LIST:
                flags = {field.name + STATED: [None if one is None else True for one in plural], **opened}
                return {name: found.spread(column, pa.bool_()) for name, column in flags.items()}
            items: list[Any] = [
                sorted(one.words) if isinstance(one, Words) else list(one.dates) if isinstance(one, Dates) else None
                for one in plural
            ]
            kind = pa.date32() if fact.type is FactType.DATES else pa.string()
            return {
                field.name: found.spread(items, pa.list_(kind)),
                **{name: found.spread(column, pa.bool_()) for name, column in opened.items()},
            }
        case FactType.YES_NO:
            return {field.name: found.spread([one if isinstance(one, bool) else None for one in values], pa.bool_())}
        case FactType.DATE:
            days = [one if isinstance(one, date) else None for one in values]
            column = {field.name: found.spread(days, pa.date32())}
        case _:
            column = {field.name: found.spread([one if isinstance(one, str) else None for one in values], pa.string())}
    if fact.type in _CAN_BE_NONE:
        nothing = [True if isinstance(one, Nothing) else None for one in values]
        column[field.name + NONE] = found.spread(nothing, pa.bool_())
    return column
