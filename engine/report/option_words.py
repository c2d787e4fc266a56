"""What is written after the options of several commands: a day, `参数=值` pairs, folders of rules, one word of several."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING

from engine.report.command_line import complain, nearest_of, refuse

if TYPE_CHECKING:
    from engine.load.library import Library

BEIJING = timezone(timedelta(hours=8))
"""Where a scheme's days begin and end, wherever the command runs."""


def day_of(text: str | None) -> date:
    """The day after `--on`; today in Beijing where none is written."""
    if text is None:
        return datetime.now(UTC).astimezone(BEIJING).date()
    from engine.load.day import read_date
    from engine.load.problem import ValueProblem

    try:
        return read_date(text)
    except ValueProblem as problem:
        refuse("E3004", f"--on 的日期读不出来：{problem.message}", problem.remedy)


def settings_of(written: Iterable[str]) -> dict[str, str]:
    """`参数=值` pairs; the same parameter twice must have one value."""
    found: dict[str, str] = {}
    for pair in written:
        name, equals, value = (part.strip() for part in pair.replace("＝", "=").partition("="))
        if not (name and equals and value):
            refuse("E3011", f"--set「{pair}」不是「参数=值」的形式", "例如 --set 年销售收入下限=2000万元")
        if found.setdefault(name, value) != value:
            refuse("E3012", f"--set 给参数「{name}」写了两个不同的值：{found[name]} 和 {value}", "只留一个")
    return found


def folders_of(folders: Sequence[Path], bare: bool) -> tuple[Path, ...]:
    """The folders of rules that a command reads: those given, beside the shipped ones unless `bare`."""
    from engine.load.library import SHIPPED

    if bare and not folders:
        refuse(
            "E3020", "--no-shipped 去掉了自带的规则，又没有给出别的", "用 --rules 给出规则文件夹，或去掉 --no-shipped"
        )
    return tuple(folders) if bare else (SHIPPED, *folders)


def library_of(folders: Sequence[Path], bare: bool) -> "Library":
    """The rules that a command reads; warnings about them are told."""
    from engine.load.library import load_library

    library = load_library(folders_of(folders, bare))
    if library.warnings:
        complain(library.warnings)
    return library


def choose(what: str, word: str, known: Sequence[str], code: str) -> None:
    """Refuse a word that is not among the known ones."""
    if word not in known:
        refuse(code, f"{what}「{word}」不在可用的值之内", nearest_of(word, known) or f"可用的值：{'、'.join(known)}")
