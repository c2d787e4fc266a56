"""Nodes as binary gates: wide gates as trees, `at_least_of` as a totaliser, and whole programs against naive logic."""

import itertools
from collections.abc import Mapping

import pytest

from engine.executors.inference.circuit import circuit
from engine.executors.inference.rule_base import ALL, RuleBase
from schemas.program import All, Any, AtLeast, Node
from tests import kleene
from tests.making import dice, drawn_nodes, judged_leaves


@pytest.fixture(scope="module")
def base() -> RuleBase:
    """One engine for all circuits."""
    return RuleBase()


def derived(base: RuleBase, nodes: tuple[Node, ...], leaves: Mapping[int, kleene.Kleene]) -> list[kleene.Kleene]:
    """The truth of every node as the rule base derives it."""
    wiring = circuit(nodes)
    given = {index: truth for index, truth in leaves.items() if truth is not None}
    truths = base.derive(wiring.gates, given | dict.fromkeys(wiring.met, True)).truths
    return [truths.get(signal) for signal in wiring.signals]


@pytest.mark.parametrize(("n", "width"), [(n, width) for width in range(1, 5) for n in range(1, width + 1)])
def test_the_totaliser_counts_as_kleene_does(base: RuleBase, n: int, width: int) -> None:
    nodes = (*judged_leaves(width), AtLeast(n=n, inputs=tuple(range(width))))
    for truths in itertools.product((True, False, None), repeat=width):
        expected = kleene.quorum(n, truths)
        assert derived(base, nodes, dict(enumerate(truths)))[-1] is expected, truths


@pytest.mark.parametrize(
    ("met", "unknown", "n", "expected"),
    [(11, 2, 12, None), (11, 2, 11, True), (11, 2, 10, True), (11, 2, 13, None), (10, 2, 13, False)],
)
def test_the_totaliser_over_thirteen(base: RuleBase, met: int, unknown: int, n: int, expected: kleene.Kleene) -> None:
    truths: list[kleene.Kleene] = [True] * met + [None] * unknown + [False] * (13 - met - unknown)
    dice(n).shuffle(truths)
    nodes = (*judged_leaves(13), AtLeast(n=n, inputs=tuple(range(13))))
    assert derived(base, nodes, dict(enumerate(truths)))[-1] is expected


@pytest.mark.parametrize(("truth", "expected"), [(True, True), (False, False), (None, None)])
def test_an_input_counts_as_often_as_it_is_named(base: RuleBase, truth: kleene.Kleene, expected: kleene.Kleene) -> None:
    nodes = (*judged_leaves(2), AtLeast(n=2, inputs=(0, 0, 1)))
    assert derived(base, nodes, {0: truth, 1: False})[-1] is expected


@pytest.mark.parametrize("width", [2, 3, 16, 17, 64, 100])
def test_wide_gates_are_balanced_trees(base: RuleBase, width: int) -> None:
    nodes = (*judged_leaves(width), All(inputs=tuple(range(width))), Any(inputs=tuple(range(width))))
    assert len(circuit(nodes).gates) == 2 * (width - 1)
    leaves: dict[int, kleene.Kleene] = dict.fromkeys(range(width), True)
    assert derived(base, nodes, leaves)[-2:] == [True, True]
    assert derived(base, nodes, leaves | {width - 1: None})[-2:] == [None, True]
    assert derived(base, nodes, leaves | {width // 2: False})[-2:] == [False, True]
    assert derived(base, nodes, dict.fromkeys(range(width), False))[-2:] == [False, False]


def test_equal_gates_are_shared_and_equal_inputs_need_none() -> None:
    nodes = (*judged_leaves(2), All(inputs=(0, 1)), All(inputs=(1, 0)), Any(inputs=(0, 0)))
    wiring = circuit(nodes)
    assert [(gate.law, gate.left, gate.right) for gate in wiring.gates] == [(ALL, 0, 1)]
    assert wiring.signals == (0, 1, 5, 5, 0)


def test_nothing_to_demand_is_met(base: RuleBase) -> None:
    assert derived(base, (All(inputs=()),), {}) == [True]
    assert derived(base, (*judged_leaves(1), All(inputs=()), All(inputs=(0, 1)), Any(inputs=(0, 1))), {0: False}) == [
        False,
        True,
        False,
        True,
    ]


def test_random_programs_have_kleenes_truths(base: RuleBase) -> None:
    chance = dice(1)
    for _ in range(150):
        nodes = drawn_nodes(chance)
        leaves: dict[int, kleene.Kleene] = {index: chance.choice((True, False, None)) for index in range(5)}
        assert derived(base, nodes, leaves) == kleene.evaluated(nodes, leaves), (nodes, leaves)


def test_telling_more_never_takes_a_truth_back(base: RuleBase) -> None:
    chance = dice(2)
    for _ in range(60):
        nodes = drawn_nodes(chance)
        leaves: dict[int, kleene.Kleene] = {index: chance.choice((True, False, None)) for index in range(5)}
        before = derived(base, nodes, leaves)
        told = {index: chance.choice((True, False)) if truth is None else truth for index, truth in leaves.items()}
        after = derived(base, nodes, told)
        assert [new for old, new in zip(before, after, strict=True) if old is not None] == [
            old for old in before if old is not None
        ]
