"""Cycles in a graph of names."""

from collections.abc import Iterable, Iterator, Mapping


def cycles(graph: Mapping[str, Iterable[str]]) -> list[tuple[str, ...]]:
    """A cycle for every edge that closes one, found depth first in the order given; each starts with its least name.

    Names outside the graph lead nowhere. Without recursion: a chain of facts may be as long as its author likes.
    """
    done: set[str] = set()
    found: dict[tuple[str, ...], None] = {}
    for root in graph:
        if root in done:
            continue
        trail: dict[str, Iterator[str]] = {root: iter(graph[root])}
        while trail:
            name = next(reversed(trail))
            following = next(trail[name], None)
            if following is None:
                done.add(name)
                del trail[name]
            elif following in trail:
                names = list(trail)
                loop = names[names.index(following) :]
                first = loop.index(min(loop))
                found[(*loop[first:], *loop[:first])] = None
            elif following in graph and following not in done:
                trail[following] = iter(graph[following])
    return list(found)
