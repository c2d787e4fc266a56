"""The table of nodes under construction: equal nodes are one, and every input comes before its gate."""

from collections.abc import Iterable

from schemas.program import All, Any, AtLeast, Node


class Nodes:
    """Collects nodes; each `add` gives the index of the node, new or known."""

    def __init__(self) -> None:
        self._nodes: list[Node] = []
        self._known: dict[Node, int] = {}

    def add(self, node: Node) -> int:
        """The index of this node."""
        index = self._known.get(node)
        if index is None:
            index = self._known[node] = len(self._nodes)
            self._nodes.append(node)
        return index

    def all(self, inputs: Iterable[int]) -> int:
        """A conjunction; of one input it is that input."""
        distinct = tuple(dict.fromkeys(inputs))
        return distinct[0] if len(distinct) == 1 else self.add(All(inputs=distinct))

    def any(self, inputs: Iterable[int]) -> int:
        """A disjunction of one or more inputs; of one it is that input."""
        distinct = tuple(dict.fromkeys(inputs))
        return distinct[0] if len(distinct) == 1 else self.add(Any(inputs=distinct))

    def at_least(self, n: int, inputs: Iterable[int]) -> int:
        """At least n of the inputs; equal inputs count each."""
        return self.add(AtLeast(n=n, inputs=tuple(inputs)))

    def done(self) -> tuple[Node, ...]:
        """The nodes in topological order."""
        return tuple(self._nodes)
