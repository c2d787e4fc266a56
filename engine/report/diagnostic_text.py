"""Diagnostics as lines for standard error: place, code and sentence, then what would mend it."""

from collections.abc import Iterable

from engine.report.wrapping import visible
from schemas.diagnostic import Diagnostic

PROGRAM = "zhunru"


def diagnostic_text(diagnostic: Diagnostic) -> str:
    """One diagnostic; without a place it is the command line's own."""
    place = PROGRAM if diagnostic.place is None else str(diagnostic.place)
    lines = [f"{visible(place)}: {diagnostic.code} {visible(diagnostic.message)}"]
    if diagnostic.remedy:
        lines.append(f"    建议：{visible(diagnostic.remedy)}")
    return "\n".join(lines)


def diagnostics_text(diagnostics: Iterable[Diagnostic]) -> str:
    """Several, in the order given."""
    return "\n".join(diagnostic_text(one) for one in diagnostics)
