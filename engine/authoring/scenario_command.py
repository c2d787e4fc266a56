"""`zhunru test`: choose the scenarios, run them with their progress shown to whoever watches, sum up."""

import sys
from collections.abc import Sequence
from pathlib import Path

from engine.authoring.junit import junit_text
from engine.authoring.scenario_choice import choose_scenarios
from engine.authoring.scenario_page import summary_page
from engine.authoring.scenario_result import ScenarioRun
from engine.authoring.scenario_run import how_many, run_scenarios

__all__ = ["junit_text", "summary_page", "try_scenarios"]


def try_scenarios(paths: Sequence[Path], only: str | None, rules: Sequence[Path], executor: str) -> ScenarioRun:
    """Run the scenarios below these paths; a terminal gets a progress bar on standard error, anything else none."""
    scenarios = choose_scenarios(paths, only)
    if not sys.stderr.isatty():
        return run_scenarios(scenarios, rules, executors=(executor,))
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    # the console keeps the stream of now: pytest's own output is caught meanwhile
    console = Console(file=sys.stderr)
    with Progress(
        TextColumn("运行场景"),
        BarColumn(),
        MofNCompleteColumn(),
        console=console,
        transient=True,
        redirect_stdout=False,
        redirect_stderr=False,
    ) as progress:
        task = progress.add_task("", total=how_many(scenarios))
        return run_scenarios(scenarios, rules, executors=(executor,), tick=lambda: progress.advance(task))
