"""Strong Kleene logic, naively: what the rule base, its circuits and its traces are compared with.

A truth is True (met), False (unmet) or None (unknown). Nothing here is shared with `engine/`.
"""

from collections.abc import Iterable, Mapping, Sequence

from schemas.finding import Truth
from schemas.program import All, Any, AtLeast, Node

Kleene = bool | None
WORDS: dict[Kleene, Truth] = {True: Truth.MET, False: Truth.UNMET, None: Truth.UNKNOWN}
"""How findings call the three truths."""


def conjunction(truths: Iterable[Kleene]) -> Kleene:
    """Unmet if one is, else unknown if one is, else met."""
    values = list(truths)
    if False in values:
        return False
    return None if None in values else True


def disjunction(truths: Iterable[Kleene]) -> Kleene:
    """Met if one is, else unknown if one is, else unmet."""
    values = list(truths)
    if True in values:
        return True
    return None if None in values else False


def quorum(n: int, truths: Iterable[Kleene]) -> Kleene:
    """Met when n are, unmet when fewer than n still could be."""
    values = list(truths)
    if values.count(True) >= n:
        return True
    return None if values.count(True) + values.count(None) >= n else False


def gate(law: str, left: Kleene, right: Kleene) -> Kleene:
    """A gate of two inputs; `law` is `all` or `any`."""
    return conjunction((left, right)) if law == "all" else disjunction((left, right))


def settled(gates: Iterable[tuple[int, str, int, int]], given: Mapping[int, bool]) -> dict[int, bool]:
    """The truths that follow from the given ones; gates are `(output, law, left, right)`, inputs before outputs."""
    truths: dict[int, Kleene] = dict(given)
    for output, law, left, right in gates:
        truths[output] = gate(law, truths.get(left), truths.get(right))
    return {signal: truth for signal, truth in truths.items() if truth is not None}


def evaluated(nodes: Sequence[Node], leaves: Mapping[int, Kleene]) -> list[Kleene]:
    """The truth of every node of a program, from those of its leaves."""
    truths: list[Kleene] = []
    for index, node in enumerate(nodes):
        match node:
            case All(inputs=inputs):
                truths.append(conjunction(truths[i] for i in inputs))
            case Any(inputs=inputs):
                truths.append(disjunction(truths[i] for i in inputs))
            case AtLeast(n=n, inputs=inputs):
                truths.append(quorum(n, [truths[i] for i in inputs]))
            case _:
                truths.append(leaves[index])
    return truths
