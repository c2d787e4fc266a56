"""Names and codes that can only mean themselves, as many of them at once as there are.

Millions of applicants have as many names and codes: read one by one they would cost more than everything else. Which
ones are left to the readers is decided generously; what is taken here, they would take as it is.
"""

from typing import Any

import pyarrow.compute as pc

from engine.batch.columns_in.codes import right_codes
from schemas.fact import FactType

_SAMPLE = 4096
_CHINESE = "\\x{4e00}-\\x{9fa5}"
_ITSELF = f"[!-~{_CHINESE}（）·、]"
"""Characters that the normaliser leaves alone, and the brackets of Chinese names, which it makes half as wide."""
_LONG = f"^{_ITSELF}{{7}}[ !-~{_CHINESE}（）·、]*{_ITSELF}$"
"""Longer than every word that means nothing, not known, or not all."""


def themselves(values: Any, kind: FactType) -> Any:
    """The texts that mean themselves, NULL elsewhere; None where reading each different one is as cheap."""
    if kind not in (FactType.TEXT, FactType.USCC):
        return None
    sample = values.slice(0, _SAMPLE)
    if pc.count_distinct(sample).as_py() * 2 < len(sample) or len(sample) < _SAMPLE:
        return None
    return right_codes(values) if kind is FactType.USCC else _texts(values)


def _texts(values: Any) -> Any:
    taken = pc.if_else(pc.fill_null(pc.match_substring_regex(values, _LONG), False), values, None)
    if not pc.any(pc.match_substring_regex(taken, "[（）]")).as_py():
        return taken
    return pc.replace_substring(pc.replace_substring(taken, "（", "("), "）", ")")
