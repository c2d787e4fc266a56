"""The command line, called in this process, with rules and profiles of its own."""

from pathlib import Path

from typer.testing import CliRunner, Result

import cli

RULES = """\
id: test/cli
title: 命令行试验
kind: reference
authority: 试验机关
parameters:
  人数线: {unit: 人, values: [{value: unknown, basis: {source: jilin-2023-78}}]}
  面积线: {unit: ㎡, values: [{value: 500, basis: {source: jilin-2023-78}}]}
criteria:
  - {id: XA-01, title: 人数, require: {职工总数: {at_least: 20 人}}, basis: {source: jilin-2023-78}}
  - {id: XA-02, title: 优先, force: preferred, require: {职工总数: {at_least: $人数线}}, basis: {source: jilin-2023-78}}
  - {id: XA-03, title: 面积, force: preferred, require: {研究实验面积: {at_least: $面积线}}, basis: {source: jilin-2023-78}}
"""
CASES = {"enough": "职工总数: 20 人\n", "short": "职工总数: 19 人\n", "blank": "联系人: 王示例\n"}


def furnished(folder: Path) -> Path:
    """The folder, with rules and profiles in it."""
    (folder / "rules").mkdir()
    (folder / "rules" / "cli.yaml").write_text(RULES, encoding="utf-8")
    for name, text in CASES.items():
        (folder / f"{name}.yaml").write_text(f"单位名称: 示例公司\n{text}", encoding="utf-8")
    return folder


def run(*words: str | Path) -> Result:
    """Run a command line in this process."""
    return CliRunner().invoke(cli.app, [str(word) for word in words], prog_name="zhunru")


def check(folder: Path, name: str, *options: str | Path) -> Result:
    """Check one of the profiles against the test rules."""
    return run("check", folder / f"{name}.yaml", "--rules", folder / "rules", "--scheme", "test/cli", *options)


def refused(result: Result, code: str, *told: str) -> None:
    """The command wrote nothing, told why in Chinese, and ended with 2."""
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    assert f" {code} " in result.stderr
    for text in told:
        assert text in result.stderr
    assert "Traceback" not in result.output
