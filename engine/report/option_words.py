"""What is written after the options of several commands: a day, `参数=值` pairs, folders of rules, one word of several."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING

from engine.report.command_line import complain, nearest_of, refuse

if TYPE_CHECKING:
    from engine.load.library import Library
    from schemas.diagnostic import Diagnostic

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


def engine_of(asked: str | None, *, trace: bool = False) -> str:
    """The executor after `--engine`; where none is written the standard one, and one that stands in is told.

    Raises ExecutorUnavailable before any work is done, where it is not installed.
    """
    from engine.executors import EXECUTORS, refuse_missing, standard

    if asked is not None:
        choose("--engine", asked, EXECUTORS, "E3013")
    name = asked or standard()
    refuse_missing(name)
    if trace and name != EXECUTORS[0]:
        refuse(
            "E6091", f"--trace 要由推理执行器推导，执行器 {name} 没有推导过程", "去掉 --trace，或用 --engine inference"
        )
    if asked is None and name != EXECUTORS[0]:
        complain([_standing_in(name)])
    return name


def _standing_in(name: str) -> "Diagnostic":
    from schemas.diagnostic import Diagnostic, Severity

    return Diagnostic(
        code="W6040",
        message=f"本机没有装 durable-rules，改用列式执行器（{name}），结果相同",
        remedy=f"写上 --engine {name} 就不再提醒；要用推理执行器，请安装 durable-rules（需要 C 编译器）",
        severity=Severity.WARNING,
    )


def choose(what: str, word: str, known: Sequence[str], code: str) -> None:
    """Refuse a word that is not among the known ones."""
    if word not in known:
        refuse(code, f"{what}「{word}」不在可用的值之内", nearest_of(word, known) or f"可用的值：{'、'.join(known)}")
