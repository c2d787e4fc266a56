"""Help and completion in Chinese, and the command line as a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

import cli
from tests.command_line import furnished, refused, run

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with rules and profiles."""
    return furnished(tmp_path)


@pytest.mark.parametrize("words", [[], ["check"], ["rules"], ["rules", "list"], ["rules", "show"], ["schema"]])
def test_help_is_chinese_with_an_example(words: list[str]) -> None:
    result = run(*words, "--help")
    assert result.exit_code == 0
    path = " ".join(["zhunru", *words])
    assert result.stdout.startswith(f"用法：{path} [选项]")
    assert f"示例\n  {path}" in result.stdout
    assert "显示这一页" in result.stdout
    for english in ("Usage", "Options", "Arguments", "Commands", "Show this", "default", "required"):
        assert english not in result.stdout
    assert run(*words, "-h").stdout == result.stdout


@pytest.mark.parametrize("words", [[], ["rules"]])
def test_a_group_alone_shows_its_help_and_is_2(words: list[str]) -> None:
    result = run(*words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("用法：zhunru")


# --- completion -------------------------------------------------------------------------------------------------


def completed(*words: str) -> list[str]:
    """What bash would offer for the last word."""
    line = ["zhunru", *words]
    env = {"_ZHUNRU_COMPLETE": "complete_bash", "COMP_WORDS": " ".join(line), "COMP_CWORD": str(len(line) - 1)}
    return CliRunner().invoke(cli.app, [], prog_name="zhunru", env=env).stdout.split()


def test_completion_knows_commands_options_rule_sets_tracks_and_formats() -> None:
    assert completed("ch") == ["check"]
    assert "--scheme" in completed("check", "--")
    assert completed("check", "a", "--scheme", "jilin/p") == ["jilin/pilot-center"]
    assert completed("rules", "show", "jilin/i") == ["jilin/innovation-center"]
    assert completed("check", "a", "--track", "跨") == ["跨区域合作"]
    assert completed("check", "a", "--format", "m") == ["md"]
    assert completed("rules", "list", "--format", "t") == ["text"]
    assert completed("sch", "x") == []


def fake_shell(monkeypatch: pytest.MonkeyPatch, home: Path, name: str | None) -> None:
    monkeypatch.setattr("typer._completion_shared._get_shell_name", lambda: name)
    monkeypatch.setattr("typer.completion._get_shell_name", lambda: name)
    monkeypatch.setenv("HOME", str(home))


def test_completion_is_shown_and_installed_with_chinese_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_shell(monkeypatch, tmp_path, "bash")
    shown = run("--show-completion")
    assert shown.exit_code == 0
    assert "_zhunru_completion" in shown.stdout
    installed = run("--install-completion")
    assert installed.exit_code == 0
    assert installed.stdout.startswith(f"已安装自动补全：{tmp_path}")
    assert list(tmp_path.rglob("zhunru.sh"))


@pytest.mark.parametrize("option", ["--show-completion", "--install-completion"])
def test_an_unknown_shell_is_refused(option: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_shell(monkeypatch, tmp_path, None)
    refused(run(option), "E3016", "bash、zsh、fish")


# --- as a process of its own ------------------------------------------------------------------------------------


def start(*words: str | Path, **extra: str) -> "subprocess.Popen[bytes]":
    """Start `python -m zhunru` from another folder."""
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "", "COLUMNS": "80", **extra}
    command = [sys.executable, "-m", "zhunru", *map(str, words)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env, cwd="/")


def test_a_process_ends_with_the_verdicts_code(folder: Path) -> None:
    process = start("check", folder / "short.yaml", "--rules", folder / "rules", "--scheme", "test/cli")
    out, err = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "结论      不符合" in out.decode()
    assert err == b""


@pytest.mark.parametrize("encoding", ["latin-1", "gb18030"])
def test_chinese_comes_out_in_any_locale(folder: Path, encoding: str) -> None:
    process = start("check", folder / "none.yaml", PYTHONIOENCODING=encoding)
    _, err = process.communicate(timeout=60)
    assert "E1001" in err.decode("utf-8" if encoding == "latin-1" else encoding)


def test_a_closed_pipe_ends_quietly() -> None:
    with start("rules", "show", "jilin/innovation-center") as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 141


def test_an_interrupt_ends_with_130_and_a_line(folder: Path) -> None:
    script = "import os, signal, cli, engine.assess\n"
    script += "engine.assess.assess = lambda *_, **__: os.kill(os.getpid(), signal.SIGINT)\n"
    script += f"cli.app(['check', {str(folder / 'enough.yaml')!r}], prog_name='zhunru')\n"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, cwd=ROOT, check=False, timeout=60)
    assert done.returncode == 130
    assert done.stderr.decode() == "zhunru: 已中断，没有得出结论\n"
