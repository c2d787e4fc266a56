"""The inference executor: leaves in exact arithmetic, everything above them derived by durable-rules.

scope → leaves, tally (quantities, compare) → circuit → rule_base → findings
"""

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from engine.executors.inference.circuit import Circuit, circuit, in_turn
from engine.executors.inference.leaves import decide_leaf, flipped
from engine.executors.inference.quantities import Reader
from engine.executors.inference.rule_base import ALL, ANY, BinaryGate, Derivation, Firing, rule_base
from engine.executors.inference.scope import Scope
from engine.executors.inference.tally import decide_tally
from engine.open_questions import in_order, open_causes
from engine.verdict import FINAL, RANK, decide
from schemas.case import Case, Member, Value
from schemas.finding import (
    Cause,
    Findings,
    LeafFinding,
    MemberFinding,
    RuleSetFinding,
    Span,
    Step,
    Trace,
    Truth,
    Verdict,
)
from schemas.program import All, Any, AtLeast, Formula, Node, Passes, Program, Tally
from schemas.quantity import Quantity

_MOST_CIRCUITS = 64
_MOST_DERIVATIONS = 2_048
"""Some 10 MB. Once there are more, all are forgotten, for those that come again are few."""
_TRUTHS = {True: Truth.MET, False: Truth.UNMET, None: Truth.UNKNOWN}
_LAWS = {ALL: "all", ANY: "any"}


def run(program: Program, cases: Iterable[Case], *, trace: bool = False) -> Iterator[Findings]:
    """Decide every node of the program for each case; `trace` keeps the derivation."""
    executor = _executor()
    for case in cases:
        yield executor.findings(program, Scope.of_case(case, program), trace=trace)


def read_quantity(quantity: Quantity, facts: Mapping[str, Value], base_year: int) -> Span:
    """What a number comes to by itself, among some facts of a case; the rule base is not needed for it."""
    return Reader(Scope(facts, base_year=base_year), _Executor(in_turn).formula).read(quantity).span


_Derive = Callable[[Sequence[BinaryGate], Mapping[int, bool]], Derivation]
"""Gates and given truths → all truths."""


class _Decided(NamedTuple):
    truths: tuple[Truth, ...]
    leaves: dict[int, LeafFinding]
    passed: list[RuleSetFinding]
    circuit: Circuit
    given: dict[int, bool]
    derivation: Derivation


class _Executor:
    """Runs programs and, inside lists, the programs and formulas of their members."""

    def __init__(self, derive: _Derive) -> None:
        self._derive = derive
        self._circuits: dict[int, tuple[Sequence[Node], Circuit]] = {}
        self._derivations: dict[tuple[int, tuple[tuple[int, bool], ...]], tuple[Sequence[BinaryGate], Derivation]] = {}

    def findings(self, program: Program, scope: Scope, *, trace: bool = False) -> Findings:
        """Decide a whole program in one scope."""
        decided = self._decide(program.nodes, scope)
        return Findings(
            truths=decided.truths,
            leaves=decided.leaves,
            judgements=dict(scope.judgements),
            trace=_trace(decided) if trace else None,
        )

    def _decide(self, nodes: Sequence[Node], scope: Scope) -> _Decided:
        leaves: dict[int, LeafFinding] = {}
        passed: list[RuleSetFinding] = []
        for index, node in enumerate(nodes):
            match node:
                case All() | Any() | AtLeast():
                    continue
                case Tally():
                    leaves[index] = decide_tally(index, node, scope, self._weigh, self.formula)
                case Passes():
                    passed.append(self._assess(node, scope))
                    leaves[index] = _passes(index, node, passed[-1])
                case _:
                    leaves[index] = decide_leaf(index, node, scope, self.formula)
        wiring = self._circuit(nodes)
        given = {index: leaf.truth is Truth.MET for index, leaf in leaves.items() if leaf.truth is not Truth.UNKNOWN}
        given.update(dict.fromkeys(wiring.met, True))
        derivation = self._derived(wiring.gates, given)
        truths = tuple(_TRUTHS[derivation.truths.get(signal)] for signal in wiring.signals)
        return _Decided(truths, leaves, passed, wiring, given, derivation)

    def _circuit(self, nodes: Sequence[Node]) -> Circuit:
        """The circuit of these nodes, built once; holding the nodes keeps their identity from being reused."""
        known = self._circuits.get(id(nodes))
        if known is None:
            if len(self._circuits) >= _MOST_CIRCUITS:
                self._circuits.clear()
            known = self._circuits[id(nodes)] = (nodes, circuit(nodes))
        return known[1]

    def _derived(self, gates: Sequence[BinaryGate], given: Mapping[int, bool]) -> Derivation:
        """What follows in a circuit; of many applicants, most bring truths that were given before.

        The order of the given truths counts, for a trace tells the firings in theirs.
        """
        key = id(gates), tuple(given.items())
        known = self._derivations.get(key)
        if known is None:
            if len(self._derivations) >= _MOST_DERIVATIONS:
                self._derivations.clear()
            known = self._derivations[key] = gates, self._derive(gates, given)
        return known[1]

    def _assess(self, leaf: Passes, scope: Scope) -> RuleSetFinding:
        program = scope.members[leaf.rule_set]
        return decide(program, self.findings(program, scope.under(program)))

    def formula(self, formula: Formula, scope: Scope) -> tuple[Truth, tuple[Cause, ...]]:
        """Decide a formula for itself: its truth, and what keeps it open."""
        decided = self._decide(formula.nodes, scope)
        causes = open_causes(formula.root, formula.nodes, decided.truths, decided.leaves)
        return decided.truths[formula.root], causes

    def _weigh(self, formula: Formula, scope: Scope, member: Member) -> MemberFinding:
        """Decide a formula for one member.

        It is left out where only a rule set that does not apply to it keeps the formula from being decided: what the
        rest of the formula decides stands, so that no further fact takes it back.
        """
        decided = self._decide(formula.nodes, scope)
        truth = decided.truths[formula.root]
        causes = open_causes(formula.root, formula.nodes, decided.truths, decided.leaves)
        excluded = any(finding.verdict is Verdict.NOT_APPLICABLE for finding in decided.passed)
        worst = max(decided.passed, key=lambda finding: RANK[finding.verdict], default=None)
        return MemberFinding(
            key=member.key,
            name=member.name,
            truth=None if excluded and truth is Truth.UNKNOWN and not causes else truth,
            leaves=tuple(decided.leaves.values()),
            causes=causes,
            assessment=worst,
        )


_own = threading.local()


def _executor() -> _Executor:
    """This thread's executor, so that a program assessed again keeps its circuit."""
    executor: _Executor | None = getattr(_own, "executor", None)
    if executor is None:
        executor = _own.executor = _Executor(_by_rules)
    return executor


def _by_rules(gates: Sequence[BinaryGate], given: Mapping[int, bool]) -> Derivation:
    return rule_base().derive(gates, given)


def _passes(index: int, leaf: Passes, finding: RuleSetFinding) -> LeafFinding:
    """The member's verdict as a leaf: open with its own causes unless it is final."""
    final = {Verdict.ELIGIBLE: Truth.MET, Verdict.INELIGIBLE: Truth.UNMET}.get(finding.verdict, Truth.UNKNOWN)
    causes: list[Cause] = []
    if final is Truth.UNKNOWN:  # any track that is still open may yet be the one that it passes
        causes = [cause for track in finding.tracks if track.verdict not in FINAL for cause in track.causes]
    return LeafFinding(node=index, truth=flipped(final, leaf.negated), causes=in_order(causes))


def _trace(decided: _Decided) -> Trace:
    def step(firing: Firing) -> Step:
        sides = {"left": firing.gate.left, "right": firing.gate.right}
        which = firing.rule.split("_")[1]
        read = sides.values() if which == "both" else [sides[which]]
        premise = Truth.MET if firing.rule.endswith("_met") else Truth.UNMET
        truth = Truth.MET if firing.met else Truth.UNMET
        return Step(
            law=firing.rule, premises=tuple((signal, premise) for signal in read), node=firing.gate.output, truth=truth
        )

    return Trace(
        given=tuple((signal, _TRUTHS[met]) for signal, met in decided.given.items()),
        gates=tuple((gate.output, _LAWS[gate.law], gate.left, gate.right) for gate in decided.circuit.gates),
        steps=tuple(step(firing) for firing in decided.derivation.firings),
        nodes=dict(enumerate(decided.circuit.signals)),
    )
