"""Compiles rule sets of one criterion, and facts of one derivation, for tests of what they become."""

from fractions import Fraction
from pathlib import Path

from engine.compile import compile_program
from schemas.program import Node, NumberTest, Program
from schemas.quantity import (
    Given,
    Quantity,
)
from tests.rulebook import FACTS, HEAD, ON, demanding, library

SOLD = "{年销售收入: {more_than: 0 元}}"
MORE = """\
立项日期: {id: approved_on, type: date}
项目: {id: projects, type: list, of: project, count_as: 项, dated_by: 立项日期}
成立日期: {id: founded_on, type: date}
主导产业: {id: leading_industry, type: industry}
"""


def compiled(folder: Path, require: str, *, more: str = "", facts: str = "", head: str = HEAD) -> Program:
    """A rule set of one criterion."""
    book = library(folder, demanding(require, more=more, head=head), facts=FACTS + MORE + facts)
    return compile_program(book, next(iter(book.rule_sets)), ON)


def required(program: Program) -> Node:
    """What the criterion requires."""
    (criterion,) = program.criteria
    return program.nodes[criterion.require]


def leaf(folder: Path, require: str, *, more: str = "", facts: str = "") -> NumberTest:
    """A criterion that is one comparison of a number."""
    found = required(compiled(folder, require, more=more, facts=facts))
    assert isinstance(found, NumberTest)
    return found


def numbers(folder: Path, declared: str) -> Quantity:
    """The quantity of the fact 其他, declared thus, with a comparison that its type allows."""
    return leaf(folder, "{其他: {at_least: 0}}", facts=f"其他: {declared}\n").quantity


def in_year(name: str, fact: str, year: int) -> Given:
    """A stated number of one year, never negative."""
    return Given(fact=fact, label=f"{name}[{year}]", year=year, low=Fraction(0))
