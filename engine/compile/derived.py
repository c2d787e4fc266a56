"""A derived fact by itself, outside of any rule set: what its parts come to."""

from datetime import date

from engine.compile.conditions import formula
from engine.compile.context import Context
from engine.compile.quantities import quantity
from engine.load.library import Library
from engine.load.problem import Problems
from schemas.fact import Fact
from schemas.quantity import Quantity


def derived_quantity(library: Library, fact: Fact, year: int | None, base_year: int, on: date) -> Quantity | None:
    """The number that a derived fact stands for in one year; None if its derivation cannot be compiled.

    Whoever compiles a rule set that reads the fact is told why.
    """
    context = Context(
        library=library,
        base_year=base_year,
        reference_date=on,
        formula=formula,
        problems=Problems(library.origins[fact.name]),
    )
    found = quantity(context, fact, year)
    return None if context.problems else found
