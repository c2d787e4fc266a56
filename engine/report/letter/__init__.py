"""审查意见书: one applicant's result as a Word document in the form of an official paper, for a person to decide and sign.

wording, content   what it says, as plain blocks            styles, drawing   how it looks
template           an office's own frame, or the default    package           the same input, the same bytes
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from engine.errors import InputError
from engine.report.letter.blocks import Block, Paragraph
from engine.report.letter.content import opinion, particulars, placeholder_texts, signing
from engine.report.letter.default_template import TITLE
from engine.report.letter.file_name import letter_file_name
from engine.report.letter.package import packed
from engine.report.letter.template import Template, default, read_template
from engine.report.letter.wording import DRAFT, NAMELESS
from schemas.assessment import Result
from schemas.diagnostic import Diagnostic
from schemas.rule_set import Kind

__all__ = ["Template", "letter", "letter_file_name", "letter_template", "refuse_unfit"]


def letter(
    result: Result,
    *,
    template: Template | None = None,
    uscc: str | None = None,
    reply_by: date | None = None,
    unread: Sequence[Diagnostic] = (),
) -> bytes:
    """One applicant's letter as the bytes of a .docx file.

    `uscc` is its 统一社会信用代码, which the result does not carry; `reply_by` the day that a person set for 补正, else
    there is room to write it; `unread` is what was stated but could not be read, and is not taken for a blank. Benchmarks
    are left out. Raises InputError for a result that no letter may rest on.
    """
    refuse_unfit(result)
    blocks: dict[str, list[Block]] = {
        "基本情况": [particulars(result, uscc)],
        "草稿说明": [Paragraph(DRAFT.format(engine=f"{result.engine.name} {result.engine.version}"))],
        "审查意见": list(opinion(result, reply_by, unread)),
        "认定与签署": [signing()],
    }
    document = (template or default()).filled(placeholder_texts(result, uscc, reply_by), blocks)
    return packed(document, result, f"{TITLE}（草稿）：{result.case.name or NAMELESS}")


def letter_template(path: Path | None = None) -> Template:
    """An office's template, or the default one; raises InputError with everything that is wrong with it."""
    return default() if path is None else read_template(path)


def refuse_unfit(result: Result) -> None:
    """Refuse what no letter may rest on: assumed standards, and other schemes' rule sets."""
    problems = []
    if result.assumptions:
        problems.append(
            Diagnostic(
                code="E6048",
                message=f"按假设试算的结果不能出意见书：{'、'.join(result.assumptions)} 不是公布的标准",
                remedy="去掉 --set；标准公布之后，写进规则集并注明来源",
            )
        )
    problems += [
        Diagnostic(
            code="E6049",
            message=f"「{one.rule_set.title}」是对标参考的规则集，不能据以出意见书",
            remedy="用 --scheme 指定正式的规则集",
        )
        for one in result.assessments
        if one.rule_set.kind is Kind.REFERENCE
    ]
    if problems:
        raise InputError(problems)
