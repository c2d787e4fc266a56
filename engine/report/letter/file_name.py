"""File names of letters from applicants' names: safe on every system, Windows too, and never the same twice."""

import unicodedata

_FORBIDDEN = frozenset('<>:"/\\|?*')
_LONGEST = 150
"""Bytes that a name may take in UTF-8: systems end at 255, and folders need some."""


def letter_file_name(number: int, name: str | None, uscc: str | None = None, *, digits: int = 4) -> str:
    """`0007-单位名称-统一社会信用代码.docx`; the number, counted from 1 in the list, keeps names apart."""
    parts = [f"{number:0{digits}}", safe(name or "") or "未填单位名称"]
    code = safe(uscc or "")
    return "-".join([*parts, code] if code else parts) + ".docx"


def safe(text: str) -> str:
    """The text without what a file name cannot hold, and no longer than it may be."""
    folded = unicodedata.normalize("NFC", text)
    kept = "".join("_" if one in _FORBIDDEN else one for one in folded if _is_visible(one))
    short = kept.encode()[:_LONGEST].decode(errors="ignore")
    return " ".join(short.split()).strip(" .")


def _is_visible(character: str) -> bool:
    """Neither a control nor a format character, a half, or one that nobody has assigned; blanks are kept."""
    return character in "\t\n " or unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Cn", "Co"}
