"""Why something is not known, in words, and sorted into the four lists of open questions."""

from collections.abc import Iterable

from schemas.assessment import OpenQuestions
from schemas.finding import Cause, CauseKind

_NOTHING = OpenQuestions()


def open_questions(causes: Iterable[Cause]) -> OpenQuestions:
    """The causes by kind, each list sorted and without repeats."""
    if causes == ():  # most criteria, and most tracks, are decided
        return _NOTHING
    names = _by_kind(causes)
    return OpenQuestions(
        missing_facts=names[CauseKind.MISSING_FACT],
        unknown_parameters=names[CauseKind.UNKNOWN_PARAMETER],
        pending_judgements=names[CauseKind.PENDING_JUDGEMENT],
        undefined=names[CauseKind.UNDEFINED],
    )


def why_unknown(causes: Iterable[Cause]) -> str:
    """What is missing and why, on one line."""
    names = _by_kind(causes)
    parts = []
    if missing := names[CauseKind.MISSING_FACT]:
        parts.append(f"未填 {'、'.join(missing)}")
    if unknown := names[CauseKind.UNKNOWN_PARAMETER]:
        parts.append(f"标准未知：{'、'.join(unknown)}")
    if names[CauseKind.PENDING_JUDGEMENT]:
        parts.append("待认定")
    if undefined := names[CauseKind.UNDEFINED]:
        parts.append(f"无法计算：{'、'.join(undefined)}，分母不大于零或日期为无")
    return "；".join(parts)


def _by_kind(causes: Iterable[Cause]) -> dict[CauseKind, tuple[str, ...]]:
    names: dict[CauseKind, set[str]] = {kind: set() for kind in CauseKind}
    for cause in causes:
        names[cause.kind].add(cause.name)
    return {kind: tuple(sorted(found)) for kind, found in names.items()}
