"""Which facts a derivation reads: only so is it known whether what it makes is yearly."""

from collections.abc import Iterator

from schemas.condition import FactCondition
from schemas.fact import Derivation, OverMembers, OverYears
from schemas.frozen import Frozen

PER_YEAR = ("ratio", "sum", "difference", "product", "max", "min", "table")
"""The laws that make one value a year of that year's parts; the others make one value."""


def parts(derive: Derivation) -> tuple[str, ...]:
    """The facts that a derivation reads, as written: `年销售收入`, `年销售收入[2024]`; of tables all that they name."""
    operand = derive.operand
    if isinstance(operand, OverYears):
        return (operand.of,)
    if isinstance(operand, OverMembers):
        return (operand.in_, *([operand.of] if operand.of else []), *mentioned(operand.where))
    if isinstance(operand, str):
        return (operand,)
    return tuple(mentioned(operand)) if derive.law == "table" else tuple(operand)


def mentioned(written: object) -> Iterator[str]:
    """Every fact that a condition or a table names, at any depth, `@` and `上级.` taken off."""
    if isinstance(written, str):
        if written.startswith("@"):
            yield written[1:].removeprefix("上级.")
    elif isinstance(written, tuple):
        for item in written:
            yield from mentioned(item)
    elif isinstance(written, Frozen):
        if isinstance(written, FactCondition):
            yield written.fact
        if (domain := getattr(written, "in_", None)) is not None:
            yield domain
        for name in type(written).model_fields:
            yield from mentioned(getattr(written, name))
