"""The names somebody may have meant: suggestions beside every misspelling."""

from collections.abc import Iterable
from difflib import SequenceMatcher
from unicodedata import normalize

LONGEST = 60
"""Longer words are no misspelt names; comparing them would only cost time."""


def nearest(word: str, known: Iterable[str], limit: int = 5) -> list[str]:
    """The known names most like `word`, the best first, at most `limit`.

    Short Chinese names differ by a character or carry one more, so a name that contains the word, or the other
    way round, counts as near whatever its length.
    """
    asked = normalize("NFKC", word).strip().casefold()
    if not asked or len(asked) > LONGEST:
        return []
    cutoff = 0.6 if asked.isascii() else 0.5  # one of two Chinese characters is a whole word's worth
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(asked)
    scored = []
    for name in dict.fromkeys(known):
        folded = name.casefold()
        matcher.set_seq1(folded)
        score = matcher.ratio()
        if score >= cutoff or (len(asked) > 1 and (asked in folded or folded in asked)):
            scored.append((-score, name))
    return [name for _, name in sorted(scored)[:limit]]


def suggestion(word: str, known: Iterable[str]) -> str | None:
    """The remedy `是否想写 …？`, or None when nothing is near."""
    names = nearest(word, known)
    return f"是否想写 {'、'.join(names)}？" if names else None
