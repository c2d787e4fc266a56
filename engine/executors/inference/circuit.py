"""Nodes as a circuit of binary gates, the only form that the rule base knows.

Wide gates become balanced trees, `at_least_of` a totaliser: `c[i][j]`, "at least j of the first i inputs", is
`any(c[i-1][j], all(c[i-1][j-1], x_i))`. All of it is monotone, so Kleene truth is exact.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from engine.executors.inference.rule_base import ALL, ANY, BinaryGate, Derivation
from schemas.program import All, Any, AtLeast, Node


@dataclass(frozen=True)
class Circuit:
    """The gates, in order; `signals[i]` carries node i's truth; `met` are signals that hold without premises."""

    gates: tuple[BinaryGate, ...]
    signals: tuple[int, ...]
    met: tuple[int, ...]


@dataclass
class _Builder:
    next_signal: int
    gates: list[BinaryGate] = field(default_factory=list)
    known: dict[tuple[int, int, int], int] = field(default_factory=dict)
    met: list[int] = field(default_factory=list)

    def join(self, law: int, left: int, right: int) -> int:
        """One gate; equal inputs need none, and an equal gate is shared."""
        if left == right:
            return left
        key = (law, min(left, right), max(left, right))
        if key not in self.known:
            self.gates.append(BinaryGate(law, left, right, self.next_signal))
            self.known[key] = self.next_signal
            self.next_signal += 1
        return self.known[key]

    def tree(self, law: int, inputs: Sequence[int]) -> int:
        """A balanced tree of gates over one or more inputs."""
        level = list(dict.fromkeys(inputs))
        while len(level) > 1:
            pairs = zip(level[::2], level[1::2], strict=False)
            rest = level[-1:] if len(level) % 2 else []
            level = [self.join(law, left, right) for left, right in pairs] + rest
        return level[0]

    def totaliser(self, n: int, inputs: Sequence[int]) -> int:
        """At least n of the inputs; `row[j]` is c[i][j + 1]."""
        row: list[int] = []
        for signal in inputs:
            longer = [self.join(ALL, row[-1], signal)] if row else [signal]
            higher = [
                self.join(ANY, row[j], signal if j == 0 else self.join(ALL, row[j - 1], signal))
                for j in range(len(row))
            ]
            row = (higher + longer)[:n]
        return row[n - 1]

    def constant(self) -> int:
        """A signal that is met without premises."""
        self.met.append(self.next_signal)
        self.next_signal += 1
        return self.met[-1]


def circuit(nodes: Sequence[Node]) -> Circuit:
    """Build the circuit of nodes in topological order; leaves keep their index as signal."""
    builder = _Builder(next_signal=len(nodes))
    signals: list[int] = []
    for index, node in enumerate(nodes):
        match node:
            case All(inputs=()):
                signals.append(builder.constant())
            case All(inputs=inputs):
                signals.append(builder.tree(ALL, [signals[i] for i in inputs]))
            case Any(inputs=inputs):
                signals.append(builder.tree(ANY, [signals[i] for i in inputs]))
            case AtLeast(n=n, inputs=inputs):
                signals.append(builder.totaliser(n, [signals[i] for i in inputs]))
            case _:
                signals.append(index)
    return Circuit(tuple(builder.gates), tuple(signals), tuple(builder.met))


def in_turn(gates: Sequence[BinaryGate], given: Mapping[int, bool]) -> Derivation:
    """What the rule base would derive, gate after gate: for numbers that are read before any program runs.

    Gates stand in topological order and are monotone, so one pass is all it takes; nothing fires. Only `read_quantity`
    uses it, and verdicts never rest on it (docs/adr/0007).
    """
    truths = dict(given)
    for gate in gates:
        sides = (truths.get(gate.left), truths.get(gate.right))
        decisive = gate.law == ANY
        if decisive in sides:
            truths[gate.output] = decisive
        elif None not in sides:
            truths[gate.output] = not decisive
    return Derivation(truths, [])
