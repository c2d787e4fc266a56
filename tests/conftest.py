"""What every test shares: the flag that rewrites expectations, and how much Hypothesis draws."""

import signal

import pytest
from hypothesis import settings

from tests.installed_copy import installed, wheel
from tests.spark_session import spark

__all__ = ["installed", "spark", "wheel"]

# Drawn tests are the same in every run; `--hypothesis-profile=long` draws others, and many more of them.
settings.register_profile("short", max_examples=100, deadline=None, derandomize=True, database=None)
settings.register_profile("long", max_examples=1000, deadline=None, database=None, print_blob=True)
settings.load_profile("short")


# A shell starts what it puts into the background with interrupts ignored, and children inherit that: the tests that send
# one would wait in vain.
signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--rewrite`; `make golden` passes it."""
    parser.addoption(
        "--rewrite",
        action="store_true",
        help="rewrite golden files and the outputs shown in the docs; then read the diff",
    )


@pytest.fixture(scope="session")
def rewrite(request: pytest.FixtureRequest) -> bool:
    """Whether this run rewrites what it would otherwise compare with."""
    return bool(request.config.getoption("--rewrite"))
