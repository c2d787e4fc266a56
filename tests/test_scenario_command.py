"""`zhunru test` as an author meets it: Chinese from the first line to the last, and an exit code to rely on."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from engine.authoring import scenario_session
from tests.command_line import RULES, refused, run
from tests.test_scenario_run import FAILS, HOLDS, MISSPELT, OUTLINE, feature

ROOT = Path(__file__).resolve().parent.parent
CHECKED = """\
    假如 申报单位的"职工总数"为"<人数>"
    当 对照"test/cli"评估
    那么 条件"XA-01"为"<判定>"
    例子:
      | 人数  | 判定   |
      | 19 人 | 不满足 |
      | 20 人 | 满足   |
"""


def test_all_passed_is_0(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "cli.yaml").write_text(RULES, encoding="utf-8")
    path = feature(tmp_path, "a.feature", more=f"  场景大纲: 边界\n{CHECKED}")
    result = run("test", path, "--rules", tmp_path / "rules")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.splitlines()[-1] == "共 2 个场景：通过 2（场景大纲的每行例子算一个）"


def test_one_failed_is_1_and_told_with_its_reasons(tmp_path: Path) -> None:
    path = feature(tmp_path, "a.feature", ("成立", HOLDS), ("不成立", FAILS), more=OUTLINE)
    result = run("test", path)
    assert (result.exit_code, result.stderr) == (1, "")
    for told in (
        "[1] 不通过  不成立\n",
        f"    位置  {path}:15\n",
        '    步骤  那么 条件"LJ-02"为"不满足"',
        "    期望  不满足",
        "    实际  满足",
        "      LJ-02 甲或乙【必备】：满足",
        "甲 为“是”，实际 是：满足",
        "依据：《",
        "    例子  甲＝（空），判定＝满足",
        "共 4 个场景：通过 2，不通过 2",
    ):
        assert told in result.stdout, told
    for english in ("Traceback", "assert", "passed", "FAILED", "Error", ".py"):
        assert english not in result.output


def test_a_scenario_that_cannot_be_carried_out_is_2(tmp_path: Path) -> None:
    result = run("test", feature(tmp_path, "a.feature", ("错字", MISSPELT), ("不成立", FAILS)))
    assert result.exit_code == 2
    assert "[1] 无法运行" in result.stdout
    assert "问题  E2002 没有字段「假」" in result.stdout
    assert "共 2 个场景：不通过 1，无法运行 1" in result.stdout


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["nowhere"], "E5020"),
        (["rules"], "E5001"),
        (["rules/cli.yaml"], "E5021"),
        (["broken.feature"], "E5002"),
        (["a.feature", "-k", "没有的"], "E5022"),
        (["a.feature", "--rules", "nowhere"], "E1110"),
        (["a.feature", "--no-shipped"], "E3020"),
        ([], "E3001"),
        (["a.feature", "--junit", "nowhere/x.xml"], "E3015"),
    ],
)
def test_broken_input_is_2(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], code: str) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "cli.yaml").write_text(RULES, encoding="utf-8")
    feature(tmp_path, "a.feature", ("成立", HOLDS))
    (tmp_path / "broken.feature").write_text("# language: zh-CN\n功能：试验\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    refused(run("test", *words), code)


def test_broken_rules_are_told_before_anything_runs(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "cli.yaml").write_text(RULES.replace("职工总数", "职工总量"), encoding="utf-8")
    path = feature(tmp_path, "a.feature", ("成立", HOLDS))
    refused(run("test", path, "--rules", tmp_path / "rules"), "E1120", "是否想写 职工总数")


def test_warnings_of_the_rules_are_told_once(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "cli.yaml").write_text(RULES.replace("$人数线", "3 人"), encoding="utf-8")
    result = run("test", feature(tmp_path, "a.feature", ("成立", HOLDS)), "--rules", tmp_path / "rules")
    assert result.exit_code == 0
    assert result.stderr.count("W1101") == 1


def test_junit_is_written_whether_or_not_all_passed(tmp_path: Path) -> None:
    path, target = feature(tmp_path, "a.feature", ("成立", HOLDS), ("不成立", FAILS)), tmp_path / "结果.xml"
    result = run("test", path, "--junit", target)
    assert result.exit_code == 1
    assert f"已写入 {target}" in result.stderr
    assert target.read_text(encoding="utf-8").startswith('<?xml version="1.0" encoding="UTF-8"?>\n<testsuites ')


def test_an_internal_fault_is_70(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr(scenario_session, "_written", lambda _: 1 / 0)
    result = run("test", feature(tmp_path, "a.feature", ("不成立", FAILS)))
    assert (result.exit_code, result.stdout) == (70, "")
    assert "E9001 程序内部错误" in result.stderr
    (report,) = tmp_path.glob("zhunru-*.txt")
    assert "ZeroDivisionError" in report.read_text(encoding="utf-8")


def test_a_terminal_sees_progress_and_colours(tmp_path: Path) -> None:
    path = feature(tmp_path, "a.feature", ("成立", HOLDS), ("不成立", FAILS))
    ours, theirs = pty.openpty()
    command = [sys.executable, "-c", "import zhunru; zhunru.main()", "test", str(path)]
    environment = {**os.environ, "TERM": "xterm-256color", "PYTHONPATH": str(ROOT)}
    environment.pop("NO_COLOR", None)
    with subprocess.Popen(command, stdout=theirs, stderr=theirs, cwd=ROOT, env=environment) as process:
        os.close(theirs)
        seen = b""
        while True:
            try:
                seen += os.read(ours, 65536)
            except OSError:  # how a pseudo-terminal says that the other side has gone
                break
    os.close(ours)
    assert process.returncode == 1
    text = seen.decode()
    assert "运行场景" in text
    assert "2/2" in text
    assert "\x1b[31m" in text
    assert text.index("2/2") < text.index("共 2 个场景")
