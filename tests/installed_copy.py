"""The program as people install it: a wheel in an empty environment, run from anywhere; made once for all tests."""

import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def run(*command: str | Path, cwd: Path, expect: tuple[int, ...] = (0,)) -> str:
    """Run a command outside the repository's reach and give back what it printed."""
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "COV_", "COVERAGE"))
    }
    done = subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        env={**environment, "PYTHONUTF8": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode in expect, f"{command}: {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built without a network by the hatchling of this environment."""
    folder = tmp_path_factory.mktemp("wheel")
    run(
        *(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-index", "--no-build-isolation"),
        *("--wheel-dir", folder, ROOT),
        cwd=folder,
    )
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="session")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty environment with the wheel in it; a path file lends it the dependencies of this one."""
    home = tmp_path_factory.mktemp("installed")
    run(sys.executable, "-m", "venv", "--without-pip", home, cwd=home)
    run(
        *(sys.executable, "-m", "pip", "--python", home / "bin" / "python", "install", "--quiet"),
        *("--no-deps", "--no-index", wheel),
        cwd=home,
    )
    # a plain path line: path files inside the folder, such as this repository's editable one, are not followed
    lent = "\n".join(sorted({sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}))
    (site_packages(home) / "lent.pth").write_text(lent + "\n", encoding="utf-8")
    return home


def site_packages(home: Path) -> Path:
    """Where an environment keeps its packages."""
    (folder,) = (home / "lib").glob("python3.*/site-packages")
    return folder
