"""Nodes over the records of a frame: the truth of each node as a column, and what keeps each leaf open."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from typing import NamedTuple, Optional, assert_never

import ibis

from engine.executors.columnar.frame import Frame
from engine.executors.columnar.interval import Expr, Interval, Opened, any_of, while_holds
from engine.executors.columnar.leaves import Found, decide_leaf
from engine.executors.columnar.verdict import Judged
from schemas.program import All, Any, AtLeast, Formula, Node, Program
from schemas.quantity import Given, Quantity


class Decided(NamedTuple):
    """A formula's truth, and its open causes."""

    truth: Expr
    opened: tuple[Opened, ...]


@dataclass
class Block:
    """Nodes over a frame, under the base year and the members' programs of one rule set.

    `around` is the block of the enclosing records. A `blind` block knows nothing of its records: it stands for the
    enclosing ones where there are none.
    """

    frame: Frame
    nodes: Sequence[Node]
    members: Mapping[str, Program]
    base_year: int | None
    around: Optional["Block"] = None
    blind: bool = False
    truths: list[Expr] = field(default_factory=list)
    found: dict[int, Found] = field(default_factory=dict)
    programs: dict[int, Judged] = field(default_factory=dict)
    readings: dict[Quantity, Interval] = field(default_factory=dict)
    lists: dict[tuple[str, str, Formula], "Block"] = field(default_factory=dict)
    nothing: Optional["Block"] = None

    def run(self) -> "Block":
        """Decide every node, leaves as they come, gates from what is below them."""
        for index, node in enumerate(self.nodes):
            match node:
                case All() | Any() | AtLeast():
                    self.truths.append(self.frame.keep(self._gate(node)))
                case _:
                    self.found[index] = decide_leaf(index, node, self)
                    self.truths.append(self.found[index].truth)
        return self

    # --- further blocks -------------------------------------------------------------------------------------------

    def formula(self, formula: Formula) -> Decided:
        """Decide a formula over the same records."""
        inner = replace(self, nodes=formula.nodes, truths=[], found={}, programs={}).run()
        return Decided(inner.truths[formula.root], inner.opened(formula.root))

    def under(self, program: Program) -> "Block":
        """The same records under the program of a rule set that they must pass."""
        return Block(self.frame, program.nodes, program.members, program.base_year, self.around, self.blind)

    def within(self, frame: Frame, nodes: Sequence[Node]) -> "Block":
        """The members of a list of these records."""
        return Block(frame, nodes, self.members, self.base_year, self)

    @property
    def outside(self) -> "Block":
        """The enclosing records; some of which nothing is known where there are none."""
        if self.around is not None:
            return self.around
        if self.nothing is None:
            self.nothing = Block(self.frame, (), {}, None, blind=True)
        return self.nothing

    # --- what is stated -------------------------------------------------------------------------------------------

    def column(self, name: str) -> Expr | None:
        """A column of facts, None where nobody states any."""
        return None if self.blind else self.frame.column(name)

    def flag(self, name: str) -> Expr:
        """A yes or no about a fact."""
        return ibis.literal(False) if self.blind else self.frame.flag(name)

    def number(self, given: Given) -> tuple[Expr, int]:
        """A number as stated, and how many of its units make one."""
        year = self.base_year
        return self.frame.number("" if self.blind else given.fact, given.year, year)

    # --- truths and causes ----------------------------------------------------------------------------------------

    def opened(self, root: int) -> tuple[Opened, ...]:
        """The open causes of a node where it is unknown: the union over its unknown children, down to the leaves."""
        frame = self.frame
        reached: dict[int, Expr] = {root: self.truths[root].isnull()}
        causes: list[Opened] = []
        for index in range(root, -1, -1):
            if index not in reached:
                continue
            node, here = self.nodes[index], frame.keep(reached[index])
            if isinstance(node, All | Any | AtLeast):
                for child in dict.fromkeys(node.inputs):
                    further = here & self.truths[child].isnull()
                    reached[child] = reached[child] | further if child in reached else further
            else:
                causes += while_holds(self.found[index].opened, here)
        return frame.store_opened(tuple(causes))

    def left_out(self, truth: Expr, opened: tuple[Opened, ...]) -> Expr:
        """Whether only a rule set that does not apply keeps a record from being decided."""
        excluded = [judged.excluded for judged in self.programs.values()]
        if not excluded:
            return ibis.literal(False)
        return any_of(excluded) & truth.isnull() & ~any_of(one.holds for one in opened)

    def _gate(self, node: All | Any | AtLeast) -> Expr:
        inputs = [self.truths[child] for child in dict.fromkeys(node.inputs)]
        match node:
            case All():
                return reduce(lambda one, other: one & other, inputs) if inputs else ibis.literal(True)
            case Any():
                return reduce(lambda one, other: one | other, inputs)
            case AtLeast(n=n):
                inputs = [self.truths[child] for child in node.inputs]
                met = reduce(lambda one, other: one + other, [_one(one.fill_null(False)) for one in inputs])
                possible = reduce(lambda one, other: one + other, [_one(one.fill_null(True)) for one in inputs])
                return ibis.cases((met >= n, True), (possible < n, False), else_=ibis.null(bool))
            case _:
                assert_never(node)


def _one(holds: Expr) -> Expr:
    return ibis.ifelse(holds, 1, 0)
