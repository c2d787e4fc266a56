"""Industries by code and by Chinese name (GB/T 4754-2017): sections, divisions, and the classes that rules use."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from unicodedata import normalize


@dataclass(frozen=True, slots=True)
class Industries:
    """Sections by letter, divisions and classes by digits; every division is listed, not every class."""

    sections: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    section_of: Mapping[str, str] = field(default_factory=dict)

    def text(self, code: str) -> str:
        """The name with the code: `计算机整机制造（C3911）`, or `汽车制造业内（C3669）` for a class that is not listed."""
        shown = f"{self.section_of.get(code[:2], '')}{code}"
        known = next((code[:length] for length in (4, 3, 2) if code[:length] in self.names), None)
        if known is None:
            return shown
        return f"{self.names[known]}{'' if known == code else '内'}（{shown}）"

    def called(self, name: str) -> list[str]:
        """The codes of that name; of a group and its only class, which share one, the class."""
        text = _squeezed(name)
        found = [code for code, title in self.names.items() if _squeezed(title) == text]
        return [code for code in found if not any(other != code and other.startswith(code) for other in found)]

    def section_called(self, name: str) -> str | None:
        """The letter of the section of that letter or name."""
        text = _squeezed(name)
        return next(
            (letter for letter, title in self.sections.items() if text in (letter, letter.lower(), _squeezed(title))),
            None,
        )

    def divisions(self, letter: str) -> list[str]:
        """The divisions of a section."""
        return [division for division, section in self.section_of.items() if section == letter]

    def spellings(self) -> Iterator[str]:
        """Every name: what a misspelt one may have been meant for."""
        yield from self.names.values()


def _squeezed(name: str) -> str:
    return "".join(normalize("NFKC", name).split())
