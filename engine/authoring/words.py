"""The words of scenarios ↔ the codes of results: 判定, 结论, 原因, 通过 and 不通过."""

import re
from collections.abc import Mapping
from typing import TypeVar

from engine.errors import InputError
from schemas.assessment import OpenQuestions
from schemas.finding import CauseKind, Status, Truth, Verdict

STATUSES = {
    "满足": Status.MET,
    "不满足": Status.UNMET,
    "待定": Status.UNKNOWN,
    "不适用": Status.NOT_APPLICABLE,
}
VERDICTS = {
    "符合": Verdict.ELIGIBLE,
    "待人工认定": Verdict.NEEDS_JUDGEMENT,
    "标准待核": Verdict.THRESHOLD_UNKNOWN,
    "待补充": Verdict.INCOMPLETE,
    "不符合": Verdict.INELIGIBLE,
    "不适用": Verdict.NOT_APPLICABLE,
}
MEMBERS: dict[str, Truth | None] = {
    "满足": Truth.MET,
    "不满足": Truth.UNMET,
    "待定": Truth.UNKNOWN,
    "不计入": None,
}
CAUSES = {
    "未填": CauseKind.MISSING_FACT,
    "标准未知": CauseKind.UNKNOWN_PARAMETER,
    "待认定": CauseKind.PENDING_JUDGEMENT,
    "无法计算": CauseKind.UNDEFINED,
}
NONE = "无"

_BETWEEN = re.compile(r"、(?![^（(]*[）)])")

Meaning = TypeVar("Meaning")


def meaning(word: str, words: Mapping[str, Meaning], what: str) -> Meaning:
    """The code that a word of a scenario stands for; another word is refused with those that there are."""
    if word not in words:
        raise misuse(f"{what}不能是“{word}”", f"可用的词：{'、'.join(words)}")
    return words[word]


def word_for(code: Meaning, words: Mapping[str, Meaning]) -> str:
    """The word of scenarios for a code."""
    return next(word for word, meant in words.items() if meant == code)


def misuse(message: str, remedy: str) -> InputError:
    """The error of a step that was written wrongly."""
    return InputError.one("E5011", message, remedy=remedy)


def items(text: str) -> list[str]:
    """What a list such as `企业、科研院所` names; a 、 within brackets belongs to a name; 无 or nothing is empty."""
    return [] if text.strip() in ("", NONE) else [part.strip() for part in _BETWEEN.split(text)]


def names_of(questions: OpenQuestions, kind: CauseKind) -> tuple[str, ...]:
    """The open questions of one kind."""
    match kind:
        case CauseKind.MISSING_FACT:
            return questions.missing_facts
        case CauseKind.UNKNOWN_PARAMETER:
            return questions.unknown_parameters
        case CauseKind.PENDING_JUDGEMENT:
            return questions.pending_judgements
        case CauseKind.UNDEFINED:
            return questions.undefined
