"""One 审查意见书 an applicant, all of them in a folder that appears whole or not at all.

They are written once every row is final, for a cap across applicants may change a verdict: no letter says 符合 where
the workbook does not. Parts of them are finished one by one in a hidden folder beside, which is renamed at the end.
"""

from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

from engine.batch.capped_result import capped_result
from engine.batch.progress import Advance
from engine.batch.unfinished import Parts, Workspace
from engine.batch.workers import in_order
from engine.errors import InputError, InternalFault
from engine.report.diagnostic_text import why_not_written
from engine.report.letter_request import deadline_of, no_letter
from schemas.assessment import Result
from schemas.batch import BatchRow
from schemas.diagnostic import Diagnostic, Place, Severity
from schemas.rule_set import Kind, RuleSet

if TYPE_CHECKING:
    from engine.report.letter import Template

PART = 50
"""Applicants in a part: a second or two of work."""
ALONE = 60
"""Up to so many letters, starting workers would take longer than the work."""
PLACED = "letters placed"
"""The mark that the folder is being put in place: what stands there from then on is this work's own."""

_SERIES = "letters"
_SHOWN = 10


class LetterOrder(NamedTuple):
    """Letters that were asked for: the folder they go to, the template, the day set for 补正."""

    folder: Path
    template: "Template"
    reply_by: date | None = None


class _Sheaf(NamedTuple):
    """The letters of a part to write: the number of the part, the folder, and the rows as JSON."""

    number: int
    folder: Path
    digits: int
    rows: tuple[bytes, ...]


class Written(NamedTuple):
    """What became of the letters: how many there are, and who got none."""

    letters: int
    without: tuple[int, ...]

    def problems(self) -> Iterator[Diagnostic]:
        """That somebody got none."""
        if self.without:
            named = "、".join(map(str, self.without[:_SHOWN])) + (" 等" if len(self.without) > _SHOWN else "")
            yield Diagnostic(
                code="W6020",
                message=f"{len(self.without)} 份案卷没有评估，没有意见书：序号 {named}",
                remedy="改正数据之后再评审；是哪里有误，见「数据问题」",
                severity=Severity.WARNING,
            )


def letter_order(folder: Path | None, *, template: Path | None, reply_by: str | None, on: date) -> LetterOrder | None:
    """Read the options of letters, if a folder is given for them; raises InputError for what cannot be meant."""
    if folder is None:
        no_letter(template, reply_by, "--letters 文件夹")
        return None
    from engine.report.letter import letter_template

    deadline = None if reply_by is None else deadline_of(reply_by, on)
    return LetterOrder(folder, letter_template(template), deadline)


def refuse_letters(order: LetterOrder, output: Path, rule_sets: Sequence[RuleSet], *, placed: bool) -> None:
    """Refuse before the work a folder that letters cannot go to, and rule sets that no letter may rest on.

    `placed` says that the run to go on with had begun to put the folder in place: then it may stand there. Raises
    InputError.
    """
    wrong = [
        Diagnostic(
            code="E6049",
            message=f"「{one.title}」是对标参考的规则集，不能据以出意见书",
            remedy="用 --scheme 指定正式的规则集",
        )
        for one in rule_sets
        if one.kind is Kind.REFERENCE
    ]
    if wrong:
        raise InputError(wrong)
    folder = order.folder
    if folder.resolve() in (output.resolve(), *output.resolve().parents):
        raise _refused(folder, "-o 的输出文件就是它，或在它里面")
    if folder.exists() and not folder.is_dir():
        raise _refused(folder, "这是一个文件")
    try:
        if folder.is_dir() and any(folder.iterdir()) and not placed:
            raise _refused(folder, "里面已有文件；意见书整个写进一个新的或空的文件夹，不与别的混在一起")
        beside = _beside(order, output)
        beside.mkdir(exist_ok=True)
        if not any(beside.iterdir()):
            beside.rmdir()
    except OSError as error:
        raise _refused(folder, why_not_written(error)) from None


def write_letters(
    rows: Iterable[BatchRow],
    order: LetterOrder,
    output: Path,
    work: Workspace,
    *,
    total: int,
    workers: int,
    advance: Advance,
) -> Written:
    """Write the letters that are not written yet, beside the folder; in worker processes where they are many."""
    without: list[int] = []
    beside = _beside(order, output)
    if work.journal.marked(PLACED) and not beside.exists():
        without += [row.applicant.number for row in rows if row.result is None]
        return Written(total - len(without), tuple(without))
    parts = work.parts(_SERIES, beside)
    sheaves = _missing(rows, parts, len(str(total)), without)
    if workers == 1 or total <= ALONE:
        made: Generator[tuple[int, list[str]], None, None] = (_with(order, sheaf) for sheaf in sheaves)
    else:
        made = in_order(_write, sheaves, workers, _start, order)
    with closing(made):
        for number, names in made:
            parts.finish(number, len(names), [beside / name for name in names])
            for _ in names:
                advance()
    return Written(total - len(without), tuple(without))


def place_letters(order: LetterOrder, output: Path, work: Workspace) -> None:
    """Put the whole folder in place."""
    beside = _beside(order, output)
    if not beside.exists():
        return
    work.journal.mark(PLACED)
    folder = order.folder.resolve()
    if folder.exists():
        folder.rmdir()
    beside.rename(folder)


def size_of_one(row: BatchRow, order: LetterOrder) -> int:
    """How many bytes a letter takes: this applicant's."""
    result = capped_result(row)
    return 0 if result is None else len(_letter(row, result, order))


# --- pieces -----------------------------------------------------------------------------------------------------


def _beside(order: LetterOrder, output: Path) -> Path:
    """The hidden folder: of this output's run alone."""
    folder = order.folder.resolve()
    return folder.with_name(f".{folder.name[:40]}.{crc32(output.name.encode()):08x}.part")


def _missing(rows: Iterable[BatchRow], parts: Parts, digits: int, without: list[int]) -> Iterator[_Sheaf]:
    """The parts that are not written yet; on the way, everybody who gets no letter."""
    waiting: list[bytes] = []
    number = 0
    count = 0
    for row in rows:
        if row.result is None:
            without.append(row.applicant.number)
        elif number not in parts:
            waiting.append(row.model_dump_json().encode())
        count += 1
        if count == PART:
            if waiting:
                yield _Sheaf(number, parts.folder, digits, tuple(waiting))
            waiting, count, number = [], 0, number + 1
    if waiting:
        yield _Sheaf(number, parts.folder, digits, tuple(waiting))


_orders: list[LetterOrder] = []
"""A worker process's one order."""


def _start(order: LetterOrder) -> None:
    """Make a worker ready."""
    _orders.append(order)


def _write(sheaf: _Sheaf) -> tuple[int, list[str]]:
    return _with(_orders[0], sheaf)


def _with(order: LetterOrder, sheaf: _Sheaf) -> tuple[int, list[str]]:
    """Write the letters of a part; their names."""
    from engine.report.letter import letter_file_name

    names = []
    for text in sheaf.rows:
        row = BatchRow.model_validate_json(text)
        result, who = capped_result(row), row.applicant
        if result is not None:
            name = letter_file_name(who.number, who.name, who.uscc, digits=max(4, sheaf.digits))
            (sheaf.folder / name).write_bytes(_letter(row, result, order))
            names.append(name)
    return sheaf.number, names


def _letter(row: BatchRow, result: Result, order: LetterOrder) -> bytes:
    from engine.report.letter import letter

    try:
        return letter(
            result,
            template=order.template,
            uscc=row.applicant.uscc,
            reply_by=order.reply_by,
            unread=[one for one in row.problems if one.severity is Severity.ERROR],
        )
    except Exception as error:
        raise InternalFault(f"{row.applicant.place}: {type(error).__name__}: {error}") from error


def _refused(folder: Path, why: str) -> InputError:
    return InputError.one(
        "E6054", f"意见书的文件夹不能用：{why}", place=Place(file=str(folder)), remedy="换一个新的或空的文件夹"
    )
