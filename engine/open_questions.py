"""What keeps a node open: the union over its unknown children, down to the inputs that are not known.

Sound: what is not listed cannot change the node. Exact when no input is read twice (docs/adr/0002).
"""

from collections.abc import Iterable, Mapping, Sequence

from schemas.finding import Cause, CauseKind, LeafFinding, Truth
from schemas.program import All, Any, AtLeast, Node

_ORDER = {kind: position for position, kind in enumerate(CauseKind)}


def in_order(causes: Iterable[Cause]) -> tuple[Cause, ...]:
    """Causes, each once, sorted by kind and then by name: the order in which every result lists them."""
    return tuple(sorted(set(causes), key=lambda cause: (_ORDER[cause.kind], cause.name)))


def open_causes(
    root: int, nodes: Sequence[Node], truths: Sequence[Truth], leaves: Mapping[int, LeafFinding]
) -> tuple[Cause, ...]:
    """The inputs that are not known below an unknown node; none below a decided one."""
    found: set[Cause] = set()
    seen: set[int] = set()
    waiting = [root]
    while waiting:
        index = waiting.pop()
        if index in seen or truths[index] is not Truth.UNKNOWN:
            continue
        seen.add(index)
        node = nodes[index]
        if isinstance(node, All | Any | AtLeast):
            waiting.extend(node.inputs)
        else:
            found.update(leaves[index].causes)
    return in_order(found)
