"""How far a batch has come: a bar with rate and time left, on a terminal only."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol


class Advance(Protocol):
    """Told of every applicant that is done."""

    def __call__(self) -> None:
        """One more."""


def silent() -> None:
    """Nobody watches."""


@contextmanager
def progress_bar(total: int) -> Iterator[Advance]:
    """A bar on standard error; nothing is written where that is no terminal."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        ProgressColumn,
        Task,
        TextColumn,
        TimeRemainingColumn,
    )
    from rich.text import Text

    class Rate(ProgressColumn):
        """Applicants a second."""

        def render(self, task: Task) -> Text:
            speed = task.finished_speed or task.speed
            return Text("" if speed is None else f"每秒 {speed:.0f} 个")

    console = Console(stderr=True)
    columns = (TextColumn("正在评审"), BarColumn(), MofNCompleteColumn(), Rate(), TextColumn("剩余"))
    with Progress(
        *columns, TimeRemainingColumn(), console=console, transient=True, disable=not console.is_terminal
    ) as bar:
        task = bar.add_task("", total=total)
        yield lambda: bar.advance(task)
