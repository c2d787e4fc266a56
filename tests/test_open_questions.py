"""What keeps a node open: sound, no more than its unknown children, each once and in order."""

import pytest

from engine.open_questions import in_order, open_causes
from schemas.finding import LeafFinding, Truth
from schemas.program import All, Any, AtLeast, Judgeable, Node
from tests import kleene
from tests.making import causes

LEAVES: tuple[Node, ...] = tuple(Judgeable(criterion=f"A-{index}", text="须认定") for index in range(4))


def opened(gate: Node, *truths: kleene.Kleene) -> tuple[str, ...]:
    """The names of the open causes of a gate over four leaves."""
    nodes = (*LEAVES, gate)
    findings = {
        index: LeafFinding(
            node=index,
            truth=kleene.WORDS[truth],
            causes=causes(f"missing 字段{index}") if truth is None else (),
        )
        for index, truth in enumerate(truths)
    }
    values = [kleene.WORDS[truth] for truth in kleene.evaluated(nodes, dict(enumerate(truths)))]
    return tuple(cause.name for cause in open_causes(4, nodes, values, findings))


@pytest.mark.parametrize(
    ("gate", "truths", "names"),
    [
        (All(inputs=(0, 1)), (True, True, None, None), ()),
        (All(inputs=(0, 1)), (None, False, None, None), ()),
        (All(inputs=(0, 1, 2)), (True, None, None, None), ("字段1", "字段2")),
        (Any(inputs=(0, 1)), (None, True, None, None), ()),
        (Any(inputs=(0, 1, 2)), (False, None, None, None), ("字段1", "字段2")),
        (AtLeast(n=2, inputs=(0, 1, 2)), (True, True, None, None), ()),
        (AtLeast(n=2, inputs=(0, 1, 2)), (True, False, None, None), ("字段2",)),
        (AtLeast(n=2, inputs=(0, 1, 2)), (None, False, None, None), ("字段0", "字段2")),
    ],
)
def test_a_gate_is_open_for_its_unknown_inputs(
    gate: Node, truths: tuple[kleene.Kleene, ...], names: tuple[str, ...]
) -> None:
    assert opened(gate, *truths) == names


def test_what_lies_below_a_decided_node_is_not_asked() -> None:
    nodes: tuple[Node, ...] = (*LEAVES, Any(inputs=(0, 1)), Any(inputs=(2, 3)), All(inputs=(4, 5)))
    leaves: dict[int, kleene.Kleene] = {0: True, 1: None, 2: False, 3: None}
    findings = {
        index: LeafFinding(node=index, truth=kleene.WORDS[truth], causes=causes(f"missing 字段{index}"))
        for index, truth in leaves.items()
    }
    truths = [kleene.WORDS[truth] for truth in kleene.evaluated(nodes, leaves)]
    assert truths[6] is Truth.UNKNOWN
    assert open_causes(6, nodes, truths, findings) == causes("missing 字段3")


def test_a_cause_that_is_met_twice_is_told_once() -> None:
    nodes: tuple[Node, ...] = (*LEAVES[:2], All(inputs=(0, 1)), Any(inputs=(0, 2)))
    finding = LeafFinding(node=0, truth=Truth.UNKNOWN, causes=causes("missing 甲", "missing 乙"))
    assert open_causes(3, nodes, [Truth.UNKNOWN] * 4, {0: finding, 1: finding}) == causes("missing 乙", "missing 甲")


def test_causes_are_sorted_by_kind_and_then_by_name() -> None:
    mixed = causes(
        "undefined 乙", "pending A-2", "missing 二", "parameter 下限", "missing 一", "pending A-1", "missing 二"
    )
    assert in_order(mixed) == causes(
        "missing 一", "missing 二", "parameter 下限", "pending A-1", "pending A-2", "undefined 乙"
    )
