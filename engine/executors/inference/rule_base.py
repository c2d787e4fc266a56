"""The door to durable-rules: one fixed rule base, the program as facts.

Only small integers of our own go in. A gate is a fact `{k, l, r, o}` (law, left, right, output), a truth is a fact
`{n, t}` (signal, 1 met or 0 unmet). Six rules state the laws of conjunction and disjunction; nothing negative is ever
concluded, so firing order cannot change the outcome, and what stays without a truth is unknown.

Nothing else in the project imports `durable`. Why this door and no other: docs/adr/0003.
"""

import json
import threading
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from engine.errors import ExecutorUnavailable, InternalFault
from schemas.diagnostic import Diagnostic

ALL: Final = 1
ANY: Final = 2

_NAME = "kleene"
_STATE = "s"


class BinaryGate(NamedTuple):
    """One gate: the law, its two inputs and its output, all signal numbers; the inputs differ."""

    law: int
    left: int
    right: int
    output: int


class Firing(NamedTuple):
    """One firing of a rule: its name, its gate, and the truth it gave the gate's output."""

    rule: str
    gate: BinaryGate
    met: bool


class Derivation(NamedTuple):
    """The truths that hold when the engine has come to rest, and the firings in order."""

    truths: dict[int, bool]
    firings: list[Firing]


def _gate(law: int) -> dict[str, Any]:
    return {"g": {"k": law}}


def _truth(name: str, side: str, met: int) -> dict[str, Any]:
    return {name: {"$and": [{"t": met}, {"n": {"g": side}}]}}


LAWS: Final[dict[str, tuple[list[dict[str, Any]], bool]]] = {
    "all_left_unmet": ([_gate(ALL), _truth("x", "l", 0)], False),
    "all_right_unmet": ([_gate(ALL), _truth("x", "r", 0)], False),
    "all_both_met": ([_gate(ALL), _truth("x", "l", 1), _truth("y", "r", 1)], True),
    "any_left_met": ([_gate(ANY), _truth("x", "l", 1)], True),
    "any_right_met": ([_gate(ANY), _truth("x", "r", 1)], True),
    "any_both_unmet": ([_gate(ANY), _truth("x", "l", 0), _truth("y", "r", 0)], False),
}
"""The six rules: what must hold, and the truth that the gate's output then has."""


class RuleBase:
    """A durable-rules engine that holds the six laws and, between cases, the gates of one circuit."""

    def __init__(self) -> None:
        self._library, self._handle = _fresh_engine()
        self._gates: Sequence[BinaryGate] = ()
        self._poisoned = False

    def derive(self, gates: Sequence[BinaryGate], given: Mapping[int, bool]) -> Derivation:
        """Let the laws run to rest on the given truths.

        Raises InternalFault when the engine misbehaves; it is thrown away then and built anew for the next case.
        """
        if self._poisoned:
            self.__init__()  # type: ignore[misc]  # the same as a new one, under the name that callers hold
        try:
            self._load(gates)
            derivation = self._run(given)
            for signal, met in derivation.truths.items():
                self._retract(_truth_fact(signal, met))
        except BaseException as fault:
            self._poisoned = True
            if isinstance(fault, InternalFault) or not isinstance(fault, Exception):
                raise
            raise InternalFault(f"durable-rules: {fault}") from fault
        return derivation

    def _load(self, gates: Sequence[BinaryGate]) -> None:
        """Keep the gates resident from case to case; exchange them when the circuit changes."""
        if gates is self._gates:
            return
        for gate in self._gates:
            self._retract(_gate_fact(gate))
        self._gates = ()
        for gate in gates:
            self._assert(_gate_fact(gate))
        self._gates = gates

    def _run(self, given: Mapping[int, bool]) -> Derivation:
        truths = dict(given)
        firings: list[Firing] = []
        for signal, met in given.items():
            state = self._assert(_truth_fact(signal, met))
            started = self._library.start_action_for_state(self._handle, state)
            message = started[1] if started else None
            while message:
                self._conclude(message, truths, firings)
                message = self._library.complete_and_start_action(self._handle, state)
        return Derivation(truths, firings)

    def _conclude(self, message: str, truths: dict[int, bool], firings: list[Firing]) -> None:
        ((rule, matched),) = json.loads(message).items()
        fact = matched["g"]
        gate = BinaryGate(fact["k"], fact["l"], fact["r"], fact["o"])
        met = LAWS[rule][1]
        if gate.output in truths:  # an `any` with two true branches fires twice
            if truths[gate.output] is not met:
                raise InternalFault(f"signal {gate.output} was concluded both met and unmet")
            return
        truths[gate.output] = met
        firings.append(Firing(rule, gate, met))
        self._assert(_truth_fact(gate.output, met))

    def _assert(self, fact: str) -> int:
        code, state = self._library.assert_fact(self._handle, fact)
        if code != 0:
            raise InternalFault(f"durable-rules refused {fact} with {code}")
        return int(state)

    def _retract(self, fact: str) -> None:
        self._library.retract_fact(self._handle, fact)


def _gate_fact(gate: BinaryGate) -> str:
    return (
        f'{{"id":"g{gate.output}","sid":"{_STATE}","k":{gate.law},"l":{gate.left},"r":{gate.right},"o":{gate.output}}}'
    )


def _truth_fact(signal: int, met: bool) -> str:
    return f'{{"id":"t{signal}","sid":"{_STATE}","n":{signal},"t":{int(met)}}}'


def _fresh_engine() -> tuple[Any, Any]:
    """Build the rule base; its agenda is drained by us, on our thread, so the library's polling threads never start."""
    try:
        import durable_rules_engine as library
        from durable.engine import Host
    except ImportError as missing:
        raise ExecutorUnavailable(
            Diagnostic(
                code="E4001",
                message=f"推理执行器不可用：本机没有可用的 durable-rules（{missing.name or missing}）",
                remedy="换用 --engine columnar（结果相同）；或在 Python 3.11、3.12 上安装 durable-rules，需要 C 编译器",
            )
        ) from missing

    class QuietHost(Host):  # type: ignore[misc]  # the library has no stubs
        def _run(self) -> None:
            """Start no threads."""

    host = QuietHost()
    host.register_rulesets({_NAME: {law: {"all": list(body), "run": _ignored} for law, (body, _) in LAWS.items()}})
    return library, host.get_ruleset(_NAME)._handle


def _ignored(_context: object) -> None:
    """Actions are ours, taken from the agenda; the library never runs one."""


_own = threading.local()


def rule_base() -> RuleBase:
    """This thread's rule base, built at its first use: engines must not be shared between threads."""
    base: RuleBase | None = getattr(_own, "base", None)
    if base is None:
        base = _own.base = RuleBase()
    return base
