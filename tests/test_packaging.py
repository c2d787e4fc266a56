"""The wheel, really built, really installed into an empty environment, really run from a foreign folder."""

import json
import zipfile
from pathlib import Path

import pytest

from engine.version import __version__
from tests.installed_copy import ROOT, run, site_packages

ROOMS = ("zhunru", "engine", "schemas", "rules")


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
