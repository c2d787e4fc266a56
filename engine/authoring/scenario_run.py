"""Running an author's scenarios with pytest-bdd in this process, out of reach of any configuration but our own.

pytest is given one empty file in a folder of its own; `scenario_session` turns that into the author's scenarios. So no
`conftest.py`, `pytest.ini` or package beside the feature files is read, nothing is written there, and no plugin but
ours has a say. What happens is read off the hooks; pytest itself prints nothing.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from pytest_bdd.feature import features as parsed_features

from engine.authoring import steps
from engine.authoring.feature_text import ScenarioText
from engine.authoring.scenario_result import ScenarioRun
from engine.authoring.scenario_session import Session
from engine.authoring.world import forget_rules
from engine.executors import standard
from engine.load.library import SHIPPED

_OPTIONS = (
    *("--capture=no", "--assert=plain", "--noconftest", "-W", "ignore"),
    *("-p", "no:terminal", "-p", "no:cacheprovider", "-p", "no:faulthandler", "-p", "pytest_bdd.plugin"),
)


def run_scenarios(
    scenarios: Sequence[ScenarioText],
    rules: Sequence[Path] = (SHIPPED,),
    *,
    executors: Sequence[str] | None = None,
    tick: Callable[[], None] = lambda: None,
) -> ScenarioRun:
    """Carry the scenarios out on each executor, against the rules of these folders; `tick` is called after each.

    Without executors, the one that check would use.     Raises InternalFault for whatever is neither a mismatch nor a person's mistake.
    """
    forget_rules()
    parsed_features.clear()
    session = Session(scenarios, rules, executors or (standard(),), tick)
    with TemporaryDirectory(prefix="zhunru-test-") as name, _apart() as printed:
        start, settings = Path(name, "scenarios.start"), Path(name, "pytest.ini")
        start.touch()
        settings.write_text("[pytest]\n", encoding="utf-8")
        code = pytest.main(
            [str(start), "--config-file", str(settings), "--rootdir", name, *_OPTIONS], plugins=[steps, session]
        )
    if code == pytest.ExitCode.INTERRUPTED:
        raise KeyboardInterrupt
    return session.outcome(f"pytest ended with {code!r}: {printed.getvalue()[-2000:]}")


def how_many(scenarios: Sequence[ScenarioText]) -> int:
    """How often `tick` will be called on one executor: outlines count by their rows."""
    return sum(text.tests for text in scenarios)


@contextmanager
def _apart() -> Iterator[StringIO]:
    """Keep the user's pytest settings out, and what pytest prints in."""
    kept = {name: value for name, value in os.environ.items() if name.startswith("PYTEST_")}
    printed = StringIO()
    for name in kept:
        del os.environ[name]
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    try:
        with redirect_stdout(printed), redirect_stderr(printed):
            yield printed
    finally:
        for name in [name for name in os.environ if name.startswith("PYTEST_")]:
            del os.environ[name]
        os.environ.update(kept)
