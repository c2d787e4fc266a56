"""How the text of a step is matched: a phrase with quoted blanks, in either kind of quotation marks."""

import re
from collections.abc import Iterable

from pytest_bdd import parsers

from engine.load.names import nearest

_BLANK = re.compile(r'"\{(\w+)\}"')
_QUOTED = re.compile(r'["“][^"“”]*["”]')


class Phrase(parsers.re):
    """A step such as `条件"{criterion}"为"{status}"`; a blank may stay empty, a colon may follow."""

    def __init__(self, phrase: str) -> None:
        pattern, end = "", 0
        for blank in _BLANK.finditer(phrase):
            pattern += re.escape(phrase[end : blank.start()]) + rf'["“](?P<{blank[1]}>[^"“”]*)["”]'
            end = blank.end()
        super().__init__(pattern + re.escape(phrase[end:]) + "[:：]?")
        self.shown = _BLANK.sub('"…"', phrase)
        # pytest-bdd names a step's fixture after this
        self.name = phrase


def meant(text: str, known: Iterable[str]) -> list[str]:
    """The phrases that somebody may have meant who wrote a step that none matches."""
    return nearest(_QUOTED.sub('"…"', text)[:60], known, limit=3)
