"""The wheel, really built, really installed into an empty environment, really run from a foreign folder."""

import json
import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from engine.version import __version__

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("zhunru", "engine", "schemas", "rules")


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


@pytest.fixture(scope="module")
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


@pytest.fixture(scope="module")
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


@pytest.fixture
def foreign(tmp_path: Path) -> Path:
    """A folder that is not the repository and holds names that could be mistaken for our rooms."""
    for room in ("engine", "schemas"):
        (tmp_path / room).mkdir()
        (tmp_path / room / "__init__.py").write_text("raise SystemExit('the wrong room')\n", encoding="utf-8")
    return tmp_path


def test_the_wheel_holds_the_rooms_under_one_name_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    expected = {
        f"zhunru/{path.relative_to(ROOT / 'zhunru' if room == 'zhunru' else ROOT).as_posix()}"
        for room in ROOMS
        for path in (ROOT / room).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert names == expected | {"zhunru/cli.py"}


def test_site_packages_gains_only_zhunru(installed: Path) -> None:
    gained = {path.name for path in site_packages(installed).iterdir()}
    assert gained == {"zhunru", f"zhunru-{__version__}.dist-info", "lent.pth"}


def test_the_installed_command_says_its_version(installed: Path, foreign: Path) -> None:
    assert __version__ in run(installed / "bin" / "zhunru", "--version", cwd=foreign)


def test_the_installed_copy_finds_its_rules_from_a_foreign_folder(installed: Path, foreign: Path) -> None:
    profile = foreign / "案卷.yaml"
    profile.write_bytes((ROOT / "examples" / "cross-regional-enterprise.yaml").read_bytes())
    told = run(installed / "bin" / "zhunru", "check", profile.name, "--format", "json", cwd=foreign, expect=(0, 1, 3))
    result = json.loads(told)
    assert result["engine"]["version"] == __version__
    assert {item["rule_set"]["id"] for item in result["assessments"]} >= {"jilin/innovation-center"}


def test_the_installed_copy_runs_its_own_rooms(installed: Path, foreign: Path) -> None:
    script = (
        "import sys, zhunru\n"
        "sys.argv = ['zhunru', '--version']\n"
        "try: zhunru.main()\n"
        "except SystemExit: pass\n"
        "import engine, schemas\n"
        "print(engine.__path__, schemas.__path__)"
    )
    told = run(installed / "bin" / "python", "-c", script, cwd=foreign)
    for room in ("engine", "schemas"):
        assert str(site_packages(installed) / "zhunru" / room) in told
    assert str(ROOT) not in told
