"""What is written after the options of several commands: a day, and `参数=值` pairs."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, timezone

from engine.report.command_line import refuse

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
