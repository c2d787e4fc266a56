"""What the shell offers while a command is being typed: names out of the rules that the command line gives so far."""

from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from engine.load.library import Library


def rule_set_ids(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Rule sets that start so, with their titles."""
    found = sorted(_library(ctx).rule_sets.items())
    return [(name, one.title) for name, one in found if name.startswith(incomplete)]


def source_ids(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Documents that start so, with their titles."""
    found = sorted(_library(ctx).sources.items())
    return [(name, one.title) for name, one in found if name.startswith(incomplete)]


def track_titles(ctx: typer.Context, incomplete: str) -> list[str]:
    """Tracks of the rule sets that start so."""
    titles = {track.title for one in _library(ctx).rule_sets.values() for track in one.tracks}
    return sorted(title for title in titles if title.startswith(incomplete))


def _library(ctx: typer.Context) -> "Library":
    """The rules of `--rules` beside the shipped ones; where they cannot be read, the shipped ones alone.

    Nothing is told: what is wrong with the rules is the command's to say.
    """
    from engine.errors import InputError
    from engine.load.library import SHIPPED, load_library

    folders = [Path(folder) for folder in ctx.params.get("rules") or ()]
    try:
        return load_library(folders if folders and ctx.params.get("bare") else (SHIPPED, *folders))
    except InputError:
        return load_library()
