"""Handing a finished text over: to the screen, or to a file that is replaced only once the whole of it is written."""

import os
import sys
from contextlib import suppress
from pathlib import Path

import typer

from engine.report.command_line import refuse
from engine.report.page import Page

BROKEN_PIPE = 141


def deliver(content: str | Page, output: Path | None) -> None:
    """Write to the file, or to the screen where there is none."""
    if output is None:
        try:
            if isinstance(content, str):
                sys.stdout.write(content)
            else:
                content.print_to(sys.stdout)
            sys.stdout.flush()
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(BROKEN_PIPE) from None
        return
    beside = output.with_name(f".{output.name}.{os.getpid()}.part")
    try:
        beside.write_text(content if isinstance(content, str) else content.plain(), encoding="utf-8")
        beside.replace(output)
    except OSError as error:
        from engine.report.diagnostic_text import why_not_written

        with suppress(OSError):
            beside.unlink()
        refuse("E3015", f"写不了文件「{output}」：{why_not_written(error)}", "换一个位置，或检查文件夹和权限")
    typer.echo(f"已写入 {output}", err=True)
