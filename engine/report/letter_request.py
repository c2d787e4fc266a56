"""What the command line asks of a letter, checked before any work; Word's library is loaded only if one is asked for."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from engine.errors import InputError
from engine.load.day import read_date
from engine.load.problem import ValueProblem
from schemas.assessment import Result
from schemas.case import Case

if TYPE_CHECKING:
    from engine.report.letter import Template

_USCC = "uscc"
"""The id of the fact 统一社会信用代码."""


class LetterRequest(NamedTuple):
    """A letter that was asked for: its template, the day set for 补正, and the file it goes to."""

    template: "Template"
    reply_by: date | None
    output: Path

    def written(self, result: Result, case: Case) -> bytes:
        """The letter."""
        from engine.report.letter import letter

        code = case.facts.get(_USCC)
        return letter(
            result, template=self.template, uscc=code if isinstance(code, str) else None, reply_by=self.reply_by
        )


def letter_request(
    *, wanted: bool, output: Path | None, template: Path | None, reply_by: str | None, on: date
) -> LetterRequest | None:
    """Read the options of a letter, if one is `wanted`; raises InputError for what cannot be meant."""
    if not wanted:
        no_letter(template, reply_by, "--format docx -o 意见书.docx")
        return None
    if output is None:
        raise InputError.one(
            "E6040", "意见书是 Word 文件，不能显示在屏幕上", remedy="用 -o 写明文件，如 -o 意见书.docx"
        )
    deadline = None if reply_by is None else deadline_of(reply_by, on)
    from engine.report.letter import letter_template

    return LetterRequest(letter_template(template), deadline, output)


def default_template_for(output: Path | None) -> tuple[bytes, Path]:
    """The default template and the file it goes to."""
    if output is None:
        raise InputError.one("E6040", "模板是 Word 文件，不能显示在屏幕上", remedy="用 -o 写明文件，如 -o 模板.docx")
    from engine.report.letter import letter_template

    return letter_template().content, output


def no_letter(template: Path | None, reply_by: str | None, wanting: str) -> None:
    """Refuse the options of a letter where none is written; `wanting` are those that would have one written."""
    if template is not None or reply_by is not None:
        raise InputError.one(
            "E6041",
            "--reply-by 和 --template 只用于意见书",
            remedy=f"加上 {wanting}，或去掉这两个选项",
        )


def deadline_of(text: str, on: date) -> date:
    """The day after `--reply-by`; raises InputError if it is none, or past already."""
    try:
        day = read_date(text)
    except ValueProblem as problem:
        raise InputError.one("E6042", f"--reply-by 的日期读不出来：{problem.message}", remedy=problem.remedy) from None
    if day < on:
        raise InputError.one("E6043", f"补正期限 {day} 早于评估日 {on}", remedy="换一个评估日当天或之后的日期")
    return day
