"""The words of scenarios ↔ the codes of results (判定, 结论, 原因), their lists and their tables."""

import re
from collections.abc import Mapping, Sequence
from typing import TypeVar

from engine.errors import InputError
from schemas.assessment import OpenQuestions
from schemas.case import Assurance, Outcome
from schemas.finding import CauseKind, Status, Truth, Verdict
from schemas.material import MaterialStatus

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
OUTCOMES = {"通过": Outcome.PASS, "不通过": Outcome.FAIL}
MATERIALS = {"缺": MaterialStatus.ABSENT, "未说明": MaterialStatus.UNSTATED, "有": MaterialStatus.PRESENT}
ASSURANCES: dict[str, Assurance | None] = {
    "自报": Assurance.SELF_REPORTED,
    "已核实": Assurance.VERIFIED,
    "无": None,
}
NONE = "无"

_BETWEEN = re.compile(r"、(?![^（(]*[）)])")

Meaning = TypeVar("Meaning")
Table = Sequence[Sequence[str]]
"""A table below a step, as pytest-bdd hands it over; the first row has the names of the columns."""


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


def rows_of(table: Table | None, head: tuple[str, ...] | None = None) -> list[dict[str, str]]:
    """The rows of a table by the names in its first row, which must be `head` if that is given."""
    if table is None or len(table) < 2:
        raise misuse("这一步之下须有表格，至少一行列名、一行内容", "每行写成 | … | … |")
    first, *rest = table
    if head is not None and tuple(first) != head:
        raise misuse(f"表格的第一行须是 {' | '.join(head)}，而不是 {' | '.join(first)}", "在表格之上补一行列名")
    if len(set(first)) < len(first):
        raise misuse(f"表格的列名有重复：{'、'.join(first)}", "每一列写一个不同的字段")
    return [dict(zip(first, row, strict=True)) for row in rest]


def names_of(questions: OpenQuestions, kind: CauseKind) -> tuple[str, ...]:
    """The open questions of one kind."""
    return {
        CauseKind.MISSING_FACT: questions.missing_facts,
        CauseKind.UNKNOWN_PARAMETER: questions.unknown_parameters,
        CauseKind.PENDING_JUDGEMENT: questions.pending_judgements,
        CauseKind.UNDEFINED: questions.undefined,
    }[kind]
