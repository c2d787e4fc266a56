"""An author's own rules at the command line: beside the shipped ones or in their place, a copy to change, completion."""

import os
from pathlib import Path

import pytest
from typer.testing import CliRunner

import cli
from engine.load.library import SHIPPED, load_library
from tests.command_line import furnished, refused, run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with rules and profiles."""
    return furnished(tmp_path)


def test_a_copy_is_the_shipped_rules_and_can_stand_in_their_place(tmp_path: Path) -> None:
    target = tmp_path / "我的规则"
    result = run("rules", "copy", target)
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", f"已把自带的规则复制到 {target}\n")
    own = load_library([target])
    assert own.rule_sets == load_library().rule_sets
    listed = run("rules", "list", "--rules", target, "--no-shipped")
    assert listed.stdout == run("rules", "list").stdout
    # beside the shipped ones everything would be declared twice
    refused(run("rules", "list", "--rules", target), "E1111")


def test_a_copy_is_never_laid_over_something(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert run("rules", "copy", tmp_path / "empty").exit_code == 0
    (tmp_path / "empty" / "facts.yaml").write_text("改过\n", encoding="utf-8")
    refused(run("rules", "copy", tmp_path / "empty"), "E3021", "文件夹里已有内容")
    assert (tmp_path / "empty" / "facts.yaml").read_text(encoding="utf-8") == "改过\n"
    refused(run("rules", "copy", tmp_path / "empty" / "facts.yaml"), "E3015")
    refused(run("rules", "copy", "/proc/nowhere"), "E3015")
    refused(run("rules", "copy"), "E3001", "缺少参数「文件夹」")


def test_a_copy_is_the_authors_to_write(tmp_path: Path) -> None:
    run("rules", "copy", tmp_path / "own")
    files = [path for path in (tmp_path / "own").rglob("*") if path.is_file()]
    assert {path.relative_to(tmp_path / "own") for path in files} == {
        path.relative_to(SHIPPED) for path in SHIPPED.rglob("*") if path.is_file()
    }
    assert all(os.access(path, os.W_OK) for path in files)


@pytest.mark.parametrize(
    "words",
    [["check", "x.yaml"], ["rules", "list"], ["rules", "show", "x"], ["sources"], ["test", "x"], ["schema", "facts"]],
)
def test_every_command_takes_the_authors_rules(folder: Path, words: list[str]) -> None:
    refused(run(*words, "--no-shipped"), "E3020", "用 --rules 给出规则文件夹")
    refused(run(*words, "--rules", folder / "nowhere"), "E1110", "规则文件夹不存在")


def completed(words: str) -> list[str]:
    """What bash would be offered after these words."""
    environment = {"_ZHUNRU_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": str(len(words.split()) - 1)}
    if words.endswith(" "):
        environment["COMP_CWORD"] = str(len(words.split()))
    result = CliRunner().invoke(cli.app, [], prog_name="zhunru", env=environment)
    assert result.stderr == ""
    return result.stdout.split()


def test_completion_knows_the_rules_given_so_far(folder: Path) -> None:
    own = f"--rules {folder / 'rules'}"
    assert completed("zhunru rules show jilin/i") == ["jilin/innovation-center"]
    assert completed("zhunru rules show test/") == []
    assert completed(f"zhunru rules show {own} test/") == ["test/cli"]
    assert completed(f"zhunru check {own} --scheme test/") == ["test/cli"]
    assert completed("zhunru sources jilin-20") == ["jilin-2018-call", "jilin-2023-78", "jilin-2027-call"]
    assert completed("zhunru check --track 跨") == ["跨区域合作"]


def test_completion_may_leave_the_shipped_rules_out(folder: Path) -> None:
    run("rules", "copy", folder / "own")
    only = f"--rules {folder / 'own'} --no-shipped"
    (folder / "own" / "jilin" / "pilot-center.yaml").unlink()
    assert completed(f"zhunru rules show {only} jilin/p") == []
    assert completed("zhunru rules show --no-shipped jilin/p") == ["jilin/pilot-center"]


def test_completion_says_nothing_of_broken_rules(folder: Path) -> None:
    (folder / "rules" / "cli.yaml").write_text("id: [\n", encoding="utf-8")
    assert completed(f"zhunru rules show --rules {folder / 'rules'} jilin/p") == ["jilin/pilot-center"]
