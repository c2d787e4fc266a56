"""Golden text beside bad input: what the diagnostics say, and where, exactly."""

from collections.abc import Iterable
from pathlib import Path

from schemas.diagnostic import Diagnostic

BAD = Path(__file__).resolve().parent / "bad"


def written(diagnostics: Iterable[Diagnostic], root: Path) -> str:
    """The diagnostics as text, with files named from `root`."""
    lines = []
    for item in diagnostics:
        lines.append(f"{item.place} {item.code} {item.message}")
        if item.remedy is not None:
            lines.append(f"    {item.remedy}")
    return "".join(f"{line}\n" for line in lines).replace(f"{root}/", "")


def compare(text: str, golden: Path, rewrite: bool) -> None:
    """Compare with the golden text, or write it."""
    if rewrite:
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")
