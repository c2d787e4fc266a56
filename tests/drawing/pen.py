"""Small choices, each one integer of Hypothesis, so that what fails shrinks towards the first alternatives."""

from collections.abc import Callable, Sequence
from functools import cache
from random import Random
from typing import Any, TypeVar

from hypothesis import strategies as st

T = TypeVar("T")
Draw = Callable[[st.SearchStrategy[int]], int]


@cache
def below(bound: int) -> st.SearchStrategy[int]:
    """The integers from 0 to one less than the bound."""
    return st.integers(0, bound - 1)


class Pen:
    """Writes by choosing; the first alternative is always the simplest."""

    def __init__(self, draw: Callable[[Any], Any]) -> None:
        self._draw = draw

    def number(self, bound: int) -> int:
        """One of 0 … bound − 1."""
        return int(self._draw(below(bound))) if bound > 1 else 0

    def pick(self, options: Sequence[T]) -> T:
        """One of the options."""
        return options[self.number(len(options))]

    def often(self, percent: int) -> bool:
        """True in so many cases of a hundred; False is the simpler answer."""
        return self.number(100) >= 100 - percent

    def some(self, options: Sequence[T], least: int = 1, most: int = 3) -> list[T]:
        """A few of the options, in their order."""
        wanted = least + self.number(min(most, len(options)) - least + 1)
        start = self.number(len(options))
        chosen = {(start + step) % len(options) for step in range(wanted)}
        return [option for place, option in enumerate(options) if place in chosen]


class Dice(Pen):
    """Chooses evenly, by a seed: nothing shrinks, but what is rare comes up as often as it should."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)  # noqa: S311 - repeatable, not secret

    def number(self, bound: int) -> int:
        """One of 0 … bound − 1."""
        return self._random.randrange(bound) if bound > 1 else 0
