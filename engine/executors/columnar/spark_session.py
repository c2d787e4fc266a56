"""The Spark session that a run is carried out in."""

import logging
import os
import sys
from pathlib import Path
from typing import Any

from engine.executors.columnar.needs_spark import refuse_missing


def session() -> Any:
    """The session that whoever submitted us set up, else one of this machine. Raises ExecutorUnavailable where there can be none.

    Where it runs, and on how much, is Spark's own affair: `spark-defaults.conf`, or `PYSPARK_SUBMIT_ARGS`.
    """
    refuse_missing()
    from pyspark.sql import SparkSession

    # the workers are of this Python, and find our rooms where we found them
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    rooms = str(Path(__file__).resolve().parents[3])
    logging.getLogger("SQLQueryContextLogger").disabled = True  # what it logs is raised, too
    made = (
        SparkSession.builder.appName("zhunru")
        .config("spark.executorEnv.PYTHONPATH", rooms)
        .config("spark.ui.showConsoleProgress", "false")
        .getOrCreate()
    )
    made.sparkContext.setLogLevel("OFF")
    return made
