"""One Spark for all tests that want one: in this process, small, and without its pages."""

import os
import signal
from collections.abc import Iterator
from typing import Any

import pytest

from engine.executors.columnar import needs_spark, spark_session

SMALL = {
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    # a program of many rules is much to plan
    "spark.driver.memory": "2g",
    # compiled at once, if not as well: nothing runs long enough here
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1",
    "spark.sql.shuffle.partitions": "2",
    "spark.ui.enabled": "false",
}
REQUIRED = "ZHUNRU_SPARK"
"""Set where the comparison must run: there its being skipped is a failure."""


@pytest.fixture(scope="session")
def spark() -> Iterator[Any]:
    """A session on two threads; without Spark or Java the test is skipped, unless it is required."""
    why = needs_spark.missing()
    if why is not None:
        if os.environ.get(REQUIRED):
            pytest.fail(f"{REQUIRED} is set, but Spark cannot run: {why}")
        pytest.skip(f"Spark cannot run here: {why}（make EXTRAS=dev,spark test）")
    settings = " ".join(f"--conf {name}={value}" for name, value in SMALL.items())
    before = os.environ.get("PYSPARK_SUBMIT_ARGS")
    os.environ["PYSPARK_SUBMIT_ARGS"] = f"--master local[2] {settings} pyspark-shell"
    interrupts = signal.getsignal(signal.SIGINT)
    try:
        made = spark_session.session()
    finally:
        # a session answers interrupts by asking Java to stop: not those of other tests
        signal.signal(signal.SIGINT, interrupts)
        if before is None:
            del os.environ["PYSPARK_SUBMIT_ARGS"]
        else:
            os.environ["PYSPARK_SUBMIT_ARGS"] = before
    yield made
    made.stop()
