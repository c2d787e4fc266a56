"""Regions by code and by Chinese name: what a code is called, and which codes a name may mean."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from unicodedata import normalize

from schemas.code_table import Superseded

_ENDING = re.compile(r"(?<=..)[省市县]$")
_BETWEEN = re.compile(r"[\s/\-·]+")


@dataclass(frozen=True, slots=True)
class Regions:
    """Regions by the shortest digits that name them: `22`, `2201`, `220102`.

    `complete` holds the regions whose parts are all listed, with the day as of which they are.
    """

    names: Mapping[str, str] = field(default_factory=dict)
    aliases: Mapping[str, Sequence[str]] = field(default_factory=dict)
    complete: Mapping[str, date] = field(default_factory=dict)
    superseded: Mapping[str, Superseded] = field(default_factory=dict)
    # names that were asked for: a table of applicants has the same few over and over
    _called: dict[str, list[str]] = field(default_factory=dict, compare=False, repr=False)

    def full_name(self, code: str) -> str:
        """The name of a region that is listed, after those of the regions above it: `吉林省长春市`."""
        return "".join(self.names[step] for step in (*_above(code), code) if step in self.names)

    def text(self, code: str) -> str:
        """The full name with the code: `吉林省长春市（2201）`, or `山东省内（3702）` for a part that is not listed."""
        known = next((step for step in (code, *reversed(_above(code))) if step in self.names), None)
        if known is None:
            return code
        return f"{self.full_name(known)}{'' if known == code else '内'}（{code}）"

    def former_text(self, code: str) -> str:
        """The full name that went with a code that is no longer used."""
        return "".join(self.names.get(step, "") for step in _above(code)) + self.superseded[code].name

    def listed_fully(self, code: str) -> str | None:
        """The region that the code would be part of and whose parts are all listed."""
        return next((step for step in _above(code) if step in self.complete), None)

    def called(self, name: str) -> list[str]:
        """The codes that a name may mean, with or without the names of regions above: `长春`, `吉林省榆树市`."""
        text = _squeezed(name)
        known = self._called.get(text)
        if known is None:
            known = [code for code in self.names if _spells(text, self._chain(code, self._forms(code)))]
            self._called[text] = known
        return known

    def once_called(self, name: str) -> list[str]:
        """The codes no longer used that a name may have meant."""
        text = _squeezed(name)
        return [code for code, was in self.superseded.items() if _spells(text, self._chain(code, _short(was.name)))]

    def begins_with(self, name: str) -> str | None:
        """The region with parts of its own whose name the text begins with: `辽宁省` of `辽宁省大连市`."""
        text = _squeezed(name)
        for length in range(len(text) - 1, 1, -1):
            for code in self.called(text[:length]):
                if len(code) < 6:
                    return code
        return None

    def spellings(self) -> Iterator[str]:
        """Every name and every full name: what a misspelt one may have been meant for."""
        yield from self.names.values()
        yield from (self.full_name(code) for code in self.names)

    def _forms(self, code: str) -> tuple[str, ...]:
        return (*_short(self.names[code]), *self.aliases.get(code, ()))

    def _chain(self, code: str, forms: tuple[str, ...]) -> list[tuple[str, ...]]:
        """The forms of each region on the way down to one whose own are given."""
        return [*(self._forms(step) for step in _above(code) if step in self.names), forms]


def _spells(text: str, chain: Sequence[tuple[str, ...]]) -> bool:
    """Whether the text is a form of the last name of the chain, after forms of any of the others."""
    above = chain[:-1]
    return any(
        text == form
        or (text.endswith(form) and any(_spells(text[: -len(form)], above[: end + 1]) for end in range(len(above))))
        for form in chain[-1]
    )


def _short(name: str) -> tuple[str, ...]:
    """The name, and the name without 省, 市 or 县 where two characters stay; districts have no short form."""
    short = name if name.endswith("自治县") else _ENDING.sub("", name)
    return (name,) if short == name else (name, short)


def _above(code: str) -> tuple[str, ...]:
    return tuple(code[:length] for length in (2, 4) if length < len(code))


def _squeezed(name: str) -> str:
    return _BETWEEN.sub("", normalize("NFKC", name))
