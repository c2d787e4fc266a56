"""Hypothesis draws worlds: rule-set texts over a fixed vocabulary, and profile texts to judge by them.

language    the facts that only the rest of the rule language needs, and the switch for it
vocabulary  the facts, and the few values that rules and profiles share
pen         small choices
operands    numbers and days to compare with
rules       rule-set texts
profiles    profile texts
worlds      all of it together
"""

from tests.drawing.texts import load_yaml
from tests.drawing.worlds import World, thrown, worlds

__all__ = ["World", "load_yaml", "thrown", "worlds"]
