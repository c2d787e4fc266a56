"""How far a batch has come: a bar with rate and time left, on a terminal only."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol

Tell = Callable[[str], None]
"""Tells a person something while the work goes on."""


class Advance(Protocol):
    """Told of the applicants that are done."""

    def __call__(self, more: int = 1) -> None:
        """So many more."""


def silent(more: int = 1) -> None:
    """Nobody watches."""
    del more


def untold(_text: str) -> None:
    """Nobody listens."""


class Watch(Protocol):
    """Opens something that shows how far the work has come, told of the total first, and of what is being done."""

    def __call__(self, total: int, doing: str = ...) -> AbstractContextManager[Advance]:
        """Begin."""


@contextmanager
def progress_bar(total: int, doing: str = "正在评审") -> Iterator[Advance]:
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
    columns = (TextColumn(doing), BarColumn(), MofNCompleteColumn(), Rate(), TextColumn("剩余"))
    with Progress(
        *columns, TimeRemainingColumn(), console=console, transient=True, disable=not console.is_terminal
    ) as bar:
        task = bar.add_task("", total=total)
        yield lambda more=1: bar.advance(task, more)
