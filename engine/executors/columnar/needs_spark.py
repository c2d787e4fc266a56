"""What Spark needs on a machine; nothing of it is imported, or started, to find out."""

import os
import re
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

from engine.errors import ExecutorUnavailable
from schemas.diagnostic import Diagnostic

JAVA = 17
"""The oldest Java that Spark 4 runs on."""
_NEEDS = ("pyspark", "pandas")


def missing() -> str | None:
    """What Spark lacks here, in words; None if nothing."""
    absent = [name for name in _NEEDS if find_spec(name) is None]
    if absent:
        return f"没有装 {'、'.join(absent)}"
    found = _java()
    if found is None:
        return "没有找到 Java"
    return None if found >= JAVA else f"Java 是 {found}，太旧"


def refuse_missing() -> None:
    """Raise ExecutorUnavailable where Spark lacks something."""
    if (why := missing()) is not None:
        raise ExecutorUnavailable(
            Diagnostic(
                code="E6093",
                message=f"Spark 不能用：{why}",
                remedy=f"安装 Java {JAVA} 和 zhunru[spark]，或去掉 --backend spark",
            )
        )


def _java() -> int | None:
    """The major version of the Java that Spark would take; None if there is none."""
    home = os.environ.get("JAVA_HOME")
    command = str(Path(home, "bin", "java")) if home else shutil.which("java")
    if command is None:
        return None
    try:
        told = subprocess.run([command, "-version"], capture_output=True, text=True, check=True).stderr  # noqa: S603  # as Spark starts it
    except (OSError, subprocess.CalledProcessError):
        return None
    version = re.search(r'version "(\d+)(?:\.(\d+))?', told)
    if version is None:
        return None
    major, minor = version.groups()
    return int(minor or 0) if major == "1" else int(major)
