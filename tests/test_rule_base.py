"""The door to durable-rules: the six laws, what happens when the engine misbehaves, and threads."""

import itertools
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from engine.errors import ExecutorUnavailable, InternalFault
from engine.executors.inference.rule_base import ALL, ANY, BinaryGate, Firing, RuleBase, rule_base
from tests import kleene
from tests.making import dice

ROOT = Path(__file__).resolve().parent.parent
LAW_NAMES = {ALL: "all", ANY: "any"}
CONJUNCTION = BinaryGate(ALL, 0, 1, 2)
DISJUNCTION = BinaryGate(ANY, 0, 1, 2)


@pytest.fixture(scope="module")
def base() -> RuleBase:
    """One engine for the tests that leave it whole."""
    return RuleBase()


def stated(*truths: kleene.Kleene) -> dict[int, bool]:
    """The inputs 0, 1, … that are known."""
    return {index: truth for index, truth in enumerate(truths) if truth is not None}


def drawn(seed: int, inputs: int = 6, size: int = 12) -> tuple[tuple[BinaryGate, ...], dict[int, bool]]:
    """A random circuit in topological order, and truths for about two thirds of its inputs."""
    chance = dice(seed)
    gates: list[BinaryGate] = []
    for output in range(inputs, inputs + size):
        left, right = chance.sample(range(output), 2)
        gates.append(BinaryGate(chance.choice((ALL, ANY)), left, right, output))
    given = stated(*(chance.choice((True, False, None)) for _ in range(inputs)))
    return tuple(gates), given


def naive(gates: tuple[BinaryGate, ...], given: dict[int, bool]) -> dict[int, bool]:
    """What should follow."""
    return kleene.settled([(gate.output, LAW_NAMES[gate.law], gate.left, gate.right) for gate in gates], given)


def check_whole(base: RuleBase) -> None:
    """The engine decides a fresh circuit right."""
    gates, given = drawn(99)
    assert base.derive(gates, given).truths == naive(gates, given)


# --- the six laws -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("gate", "left", "right", "output", "laws"),
    [
        (CONJUNCTION, True, True, True, {"all_both_met"}),
        (CONJUNCTION, True, False, False, {"all_right_unmet"}),
        (CONJUNCTION, True, None, None, set()),
        (CONJUNCTION, False, True, False, {"all_left_unmet"}),
        (CONJUNCTION, False, False, False, {"all_left_unmet", "all_right_unmet"}),
        (CONJUNCTION, False, None, False, {"all_left_unmet"}),
        (CONJUNCTION, None, True, None, set()),
        (CONJUNCTION, None, False, False, {"all_right_unmet"}),
        (CONJUNCTION, None, None, None, set()),
        (DISJUNCTION, True, True, True, {"any_left_met", "any_right_met"}),
        (DISJUNCTION, True, False, True, {"any_left_met"}),
        (DISJUNCTION, True, None, True, {"any_left_met"}),
        (DISJUNCTION, False, True, True, {"any_right_met"}),
        (DISJUNCTION, False, False, False, {"any_both_unmet"}),
        (DISJUNCTION, False, None, None, set()),
        (DISJUNCTION, None, True, True, {"any_right_met"}),
        (DISJUNCTION, None, False, None, set()),
        (DISJUNCTION, None, None, None, set()),
    ],
)
def test_a_gate_has_kleenes_truth_by_one_of_its_laws(
    base: RuleBase, gate: BinaryGate, left: kleene.Kleene, right: kleene.Kleene, output: kleene.Kleene, laws: set[str]
) -> None:
    derivation = base.derive((gate,), stated(left, right))
    assert derivation.truths.get(2) is output
    assert len(derivation.firings) == (0 if output is None else 1)
    assert {firing.rule for firing in derivation.firings} <= laws
    assert all(firing == Firing(firing.rule, gate, output is True) for firing in derivation.firings)


def test_random_circuits_have_kleenes_truths(base: RuleBase) -> None:
    for seed in range(150):
        gates, given = drawn(seed)
        assert base.derive(gates, given).truths == naive(gates, given), seed


def test_the_order_of_truths_and_gates_changes_nothing(base: RuleBase) -> None:
    chance = dice(7)
    for seed in range(40):
        gates, given = drawn(seed)
        shuffled = chance.sample(gates, len(gates)), dict(chance.sample(list(given.items()), len(given)))
        assert base.derive(*shuffled).truths == base.derive(gates, given).truths, seed


def test_firings_come_in_an_order_in_which_their_premises_hold(base: RuleBase) -> None:
    for seed in range(40):
        gates, given = drawn(seed)
        known = dict(given)
        for firing in base.derive(gates, given).firings:
            law, left, right, output = firing.gate
            assert kleene.gate(LAW_NAMES[law], known.get(left), known.get(right)) is firing.met
            known[output] = firing.met


def test_one_circuit_serves_many_cases_and_keeps_none_of_their_truths(base: RuleBase) -> None:
    gates, _ = drawn(3)
    for truths in itertools.product((True, False, None), repeat=4):
        given = stated(*truths)
        assert base.derive(gates, given).truths == naive(gates, given)


def test_equal_numbers_in_another_circuit_are_other_gates(base: RuleBase) -> None:
    assert base.derive((CONJUNCTION,), stated(True, False)).truths[2] is False
    assert base.derive((DISJUNCTION,), stated(True, False)).truths[2] is True
    assert base.derive((), stated(True, False)).truths == {0: True, 1: False}


def test_a_chain_of_a_thousand_gates(base: RuleBase) -> None:
    gates = tuple(BinaryGate(ALL, i if i == 0 else 2000 + i - 1, i + 1, 2000 + i) for i in range(1000))
    given = dict.fromkeys(range(1001), True)
    assert base.derive(gates, given).truths[2999] is True
    assert base.derive(gates, given | {500: False}).truths[2999] is False
    del given[0]
    assert 2999 not in base.derive(gates, given).truths


def test_a_truth_that_three_hundred_gates_share(base: RuleBase) -> None:
    gates = tuple(BinaryGate(ANY, 0, i, 1000 + i) for i in range(1, 301))
    truths = base.derive(gates, {0: True}).truths
    assert [truths[gate.output] for gate in gates] == [True] * 300


# --- when the engine misbehaves ---------------------------------------------------------------------------------


class Flawed:
    """The C module with one flaw: from its n-th `assert_fact` on, `act` is called instead."""

    def __init__(self, library: Any, n: int, act: Callable[[], Any]) -> None:
        self._library, self._left, self._act = library, n, act

    def __getattr__(self, name: str) -> Any:
        return getattr(self._library, name)

    def assert_fact(self, handle: Any, fact: str) -> Any:
        """Pass the fact on, until the flaw shows."""
        self._left -= 1
        return self._library.assert_fact(handle, fact) if self._left > 0 else self._act()


def interrupted() -> tuple[int, int]:
    """Ctrl-C while the engine works."""
    signal.raise_signal(signal.SIGINT)
    return 0, 1


def failing() -> tuple[int, int]:
    """What the C module raises when it cannot go on."""
    raise RuntimeError("Assert fact error, code: 304")


def test_a_contradiction_is_an_internal_fault_and_the_next_case_is_right() -> None:
    base = RuleBase()
    with pytest.raises(InternalFault, match="signal 2 was concluded both met and unmet"):
        base.derive((CONJUNCTION,), {0: True, 1: True, 2: False})
    check_whole(base)


def test_a_fact_that_is_refused_is_an_internal_fault_and_the_next_case_is_right() -> None:
    base = RuleBase()
    base._library = Flawed(base._library, 3, lambda: (1, 1))
    with pytest.raises(InternalFault, match=r"durable-rules refused .* with 1"):
        base.derive((CONJUNCTION,), stated(True, True))
    check_whole(base)


def test_two_gates_with_one_output_are_an_internal_fault() -> None:
    base = RuleBase()
    with pytest.raises(InternalFault):
        base.derive((CONJUNCTION, DISJUNCTION), stated(True, False))
    check_whole(base)


@pytest.mark.parametrize("n", [1, 3, 10, 17])
def test_an_error_inside_the_engine_is_an_internal_fault_and_the_next_case_is_right(n: int) -> None:
    base = RuleBase()
    base._library = Flawed(base._library, n, failing)
    gates, given = drawn(5)
    with pytest.raises(InternalFault, match="durable-rules: Assert fact error, code: 304"):
        base.derive(gates, given)
    check_whole(base)


@pytest.mark.parametrize("n", [1, 3, 10, 17])
def test_an_interrupt_in_the_middle_goes_through_and_the_next_case_is_right(n: int) -> None:
    base = RuleBase()
    base._library = Flawed(base._library, n, interrupted)
    gates, given = drawn(5)
    with pytest.raises(KeyboardInterrupt):
        base.derive(gates, given)
    check_whole(base)


def test_a_poisoned_engine_is_rebuilt_where_it_stands() -> None:
    own = rule_base()
    own._library = Flawed(own._library, 1, failing)
    with pytest.raises(InternalFault):
        own.derive((CONJUNCTION,), stated(True, True))
    assert rule_base() is own
    check_whole(own)


# --- threads ----------------------------------------------------------------------------------------------------


@pytest.fixture
def workers() -> Iterator[Callable[[Callable[[], None]], None]]:
    """Starts threads; the test fails with what any of them raised."""
    threads: list[threading.Thread] = []
    raised: list[BaseException] = []

    def start(work: Callable[[], None]) -> None:
        def caught() -> None:
            try:
                work()
            except BaseException as error:  # noqa: BLE001 - handed to the test's own thread
                raised.append(error)

        threads.append(threading.Thread(target=caught))
        threads[-1].start()

    yield start
    for thread in threads:
        thread.join()
    for error in raised:
        raise error


def test_two_threads_have_engines_of_their_own_and_neither_is_wrong(
    workers: Callable[[Callable[[], None]], None],
) -> None:
    own = [rule_base()]
    ready = threading.Barrier(2)

    def work() -> None:
        base = rule_base()
        assert rule_base() is base
        assert base not in own
        own.append(base)
        ready.wait(timeout=60)
        for seed in range(150):
            gates, given = drawn(seed)
            assert base.derive(gates, given).truths == naive(gates, given), seed

    workers(work)
    workers(work)


def test_no_threads_are_started() -> None:
    before = set(threading.enumerate())
    check_whole(RuleBase())
    assert set(threading.enumerate()) == before


# --- without the library ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("module", ["durable", "durable.engine", "durable_rules_engine"])
def test_without_durable_rules_the_executor_says_so(module: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    monkeypatch.delitem(sys.modules, "durable.engine" if module == "durable" else "", raising=False)
    with pytest.raises(ExecutorUnavailable) as refused:
        RuleBase()
    assert refused.value.diagnostic.code == "E4001"
    assert "durable-rules" in refused.value.diagnostic.message
    assert refused.value.diagnostic.remedy is not None


@pytest.mark.parametrize("module", ["durable", "durable_rules_engine"])
def test_without_durable_rules_the_command_says_so_and_decides_nothing(module: str) -> None:
    program = f"import sys; sys.modules['{module}'] = None; import zhunru; zhunru.main()"
    options = ["check", "examples/university.yaml", "--on", "2026-03-01", "--engine", "inference"]
    told = subprocess.run(
        [sys.executable, "-c", program, *options],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert told.returncode == 2
    assert told.stdout == ""
    assert "E4001" in told.stderr
    assert "Traceback" not in told.stderr


def test_the_engine_is_imported_only_when_something_is_derived() -> None:
    program = "import sys, engine.executors.inference; print('durable' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert told.stdout == "False\n"
