"""The command line as a user meets it: exit codes, Chinese messages with codes, files written whole."""

import errno
import io
import json
import os
import re
import sys
import tempfile
import time
from pathlib import Path

import pytest
import typer

import cli
from engine.errors import ExecutorUnavailable, InputError, InternalFault
from engine.report.diagnostic_text import why_not_written
from engine.version import __version__
from schemas.diagnostic import Diagnostic
from tests.command_line import RULES, check, furnished, refused, run
from tests.table_making import saved, workbook


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with rules and profiles."""
    return furnished(tmp_path)


@pytest.mark.parametrize(
    ("name", "code", "verdict"), [("enough", 0, "符合"), ("short", 1, "不符合"), ("blank", 3, "待补充")]
)
def test_exit_codes_follow_the_verdict(folder: Path, name: str, code: int, verdict: str) -> None:
    result = check(folder, name)
    assert result.exit_code == code
    assert f"结论      {verdict}\n" in result.stdout
    assert result.stderr == ""


def test_of_several_schemes_the_best_counts(folder: Path) -> None:
    result = check(folder, "enough", "--scheme", "jilin/pilot-center")
    assert result.exit_code == 0
    assert check(folder, "short", "--scheme", "jilin/pilot-center").exit_code == 3


def test_not_applicable_is_1(folder: Path) -> None:
    (folder / "office.yaml").write_text("单位类型: 孵化器\n", encoding="utf-8")
    result = run("check", folder / "office.yaml", "--scheme", "jilin/characteristic-base")
    assert result.exit_code == 1
    assert "不适用" in result.stdout


def test_without_options_every_official_scheme_is_checked(folder: Path) -> None:
    result = run("check", folder / "enough.yaml", "--format", "json", "--on", "2026年3月1日")
    ids = [one["rule_set"]["id"] for one in json.loads(result.stdout)["assessments"]]
    assert ids == ["jilin/characteristic-base", "jilin/innovation-center", "jilin/pilot-center"]
    assert json.loads(result.stdout)["assessed_on"] == "2026-03-01"


def test_the_day_is_beijings(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    days = set()
    for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago"):
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        days.add(json.loads(check(folder, "enough", "--format", "json").stdout)["assessed_on"])
    monkeypatch.undo()
    time.tzset()
    assert len(days) == 1


def test_formats(folder: Path) -> None:
    assert json.loads(check(folder, "short", "--format", "json").stdout)["engine"]["version"] == __version__
    assert check(folder, "short", "--format", "md").stdout.startswith("# 准入条件对照结果\n")
    assert "推导过程" in check(folder, "short", "--trace").stdout


def test_settings(folder: Path) -> None:
    result = check(folder, "enough", "--set", "人数线=30 人", "--set", "人数线=30 人")
    assert "按假设：人数线 = 30 人" in result.stdout
    assert "面积线 = 9 ㎡" in check(folder, "enough", "--set", "面积线＝9㎡", "--what-if").stdout


def test_an_output_file_is_written_whole_or_not_at_all(folder: Path) -> None:
    target = folder / "结果.md"
    target.write_text("旧", encoding="utf-8")
    result = check(folder, "enough", "--format", "md", "-o", target)
    assert (result.exit_code, result.stdout) == (0, "")
    assert f"已写入 {target}" in result.stderr
    assert target.read_text(encoding="utf-8").startswith("# 准入条件对照结果\n")
    check(folder, "enough", "--output", target)
    assert target.read_text(encoding="utf-8").startswith("申报单位  示例公司\n")
    (folder / "gone").mkdir()
    refused(check(folder, "enough", "-o", folder / "gone"), "E3015", "这是一个文件夹")
    refused(check(folder, "enough", "-o", folder / "nowhere" / "x.md"), "E3015", "文件夹不存在")
    assert sorted(path.name for path in folder.iterdir()) == sorted(
        ["blank.yaml", "enough.yaml", "gone", "rules", "short.yaml", "结果.md"]
    )


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["check"], "E3001", ["缺少参数「案卷」", "zhunru check --help"]),
        (["check", "a", "b", "c"], "E3001", ["多出了参数「b」、「c」"]),
        (["check", "a", "--on"], "E3001", ["选项「--on」后面缺少取值"]),
        (["check", "a", "--what-if=1"], "E3001", ["选项「--what-if」不带取值"]),
        (["check", "a", "--formt", "json"], "E3002", ["没有选项「--formt」", "是否想写 --format"]),
        (["check", "a", "-x"], "E3002", ["没有选项「-x」"]),
        (["--versoin"], "E3002", ["没有选项「--versoin」", "--version"]),
        (["chekc"], "E3002", ["没有命令「chekc」", "是否想写 check"]),
        (["rules", "甲乙丙"], "E3002", ["可用的命令：list、show"]),
        (["check", "a", "--on", "2026-02-30"], "E3004", ["--on", "这一天不存在"]),
        (["check", "a", "--on", "昨天"], "E3004", ["不是日期"]),
        (["check", "a", "--set", "人数线"], "E3011", ["参数=值"]),
        (["check", "a", "--set", "=3"], "E3011", []),
        (["check", "a", "--set", "人数线="], "E3011", []),
        (["check", "a", "--set", "人数线=3", "--set", "人数线=4"], "E3012", ["人数线", "3 和 4"]),
        (["check", "a", "--format", "jsn"], "E3010", ["--format「jsn」", "是否想写 json"]),
        (["check", "a", "--format", "三"], "E3010", ["可用的值：text、json、md"]),
        (["check", "a", "--engine", "fast"], "E3013", ["可用的值：inference、columnar"]),
        (["rules", "list", "--format", "json"], "E3010", ["text、md"]),
        (["rules", "show", "jilin/inovation-center"], "E3003", ["是否想写 jilin/innovation-center"]),
        (["schema", "ruleset"], "E3014", ["是否想写 rule-set"]),
        (["check", "no-such.yaml"], "E1001", ["no-such.yaml"]),
        (["rules", "list", "--rules", "no-such-folder"], "E1110", []),
    ],
)
def test_what_is_written_wrong_is_told_in_chinese(words: list[str], code: str, told: list[str]) -> None:
    result = run(*words)
    refused(result, code, *told)
    for english in ("Usage", "Error", "Missing", "Invalid", "No such", "Try"):
        assert english not in result.stderr


@pytest.mark.parametrize(
    ("options", "code", "told"),
    [
        (["--scheme", "jilin/pilot-centre"], "E3003", ["是否想写 jilin/pilot-center"]),
        (["--scheme", "jilin/innovation-center", "--track", "综合类"], "E3005", ["是否想写 综合性"]),
        (["--set", "人数=3"], "E3006", ["是否想写 人数线"]),
        (["--set", "面积线=3㎡"], "E3007", ["--what-if"]),
        (["--set", "人数线=三十"], "E3008", []),
        (["--on", "2020-01-01", "--scheme", "jilin/innovation-center"], "E1220", []),
    ],
)
def test_what_the_engine_refuses_comes_with_its_code(
    folder: Path, options: list[str], code: str, told: list[str]
) -> None:
    refused(check(folder, "enough", *options), code, *told)


def test_all_problems_of_a_profile_stand_at_their_place(folder: Path) -> None:
    path = folder / "bad.yaml"
    path.write_text("单位名称: 示例公司\n职工总数: 二十\n年销售收人: 3 元\n", encoding="utf-8")
    result = run("check", path)
    lines = result.stderr.splitlines()
    assert result.exit_code == 2
    assert lines[0].startswith(f"{path}:2:7: E21")
    assert lines[1].startswith("    建议：")
    assert f"{path}:3:1: E2002 没有字段「年销售收人」" in lines
    assert "是否想写 年销售收入" in result.stderr


def test_warnings_of_the_rules_are_told_and_do_not_stop(folder: Path) -> None:
    path = folder / "rules" / "cli.yaml"
    path.write_text(RULES.replace("$人数线", "3 人"), encoding="utf-8")
    result = check(folder, "enough")
    assert result.exit_code == 0
    assert "cli.yaml:6:3: W1101 " in result.stderr


@pytest.mark.parametrize("fault", [InternalFault("signal 3"), ZeroDivisionError(), RecursionError("deep")])
def test_an_internal_fault_is_70_and_says_how_to_report_it(
    folder: Path, fault: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*_: object, **__: object) -> None:
        raise fault

    monkeypatch.setattr("engine.assess.assess", failing)
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    result = check(folder, "enough")
    (report,) = folder.glob("zhunru-*.txt")
    assert (result.exit_code, result.stdout) == (70, "")
    assert "E9001 程序内部错误，没有得出任何结论" in result.stderr
    assert str(report) in result.stderr
    assert "Traceback" not in result.stderr
    text = report.read_text(encoding="utf-8")
    for told in (f"zhunru {__version__}", "command: zhunru check", "Traceback", type(fault).__name__):
        assert told in text


def test_a_fault_is_told_even_where_no_report_can_be_written(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.assess.assess", lambda *_, **__: 1 / 0)
    monkeypatch.setattr(tempfile, "tempdir", str(folder / "nowhere"))
    result = check(folder, "enough")
    assert result.exit_code == 70
    assert "没能写入临时文件夹" in result.stderr


def test_an_executor_that_cannot_run_is_2_with_its_own_code(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def unavailable(*_: object, **__: object) -> None:
        raise ExecutorUnavailable(Diagnostic(code="E4001", message="执行器不可用"))

    monkeypatch.setattr("engine.assess.assess", unavailable)
    refused(check(folder, "enough"), "E4001", "执行器不可用")


def test_whatever_else_typer_refuses_is_told_too(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refusing(*_: object, **__: object) -> None:
        raise typer.BadParameter("不合适")

    monkeypatch.setattr("engine.assess.assess", refusing)
    refused(check(folder, "enough"), "E3001", "命令写得不对：不合适")


def test_called_from_python_it_returns_and_raises(folder: Path) -> None:
    words = ["check", str(folder / "enough.yaml"), "-o", str(folder / "x.txt")]
    assert cli.app(words, prog_name="zhunru", standalone_mode=False) == 3
    with pytest.raises(InputError):
        cli.app(["check", "no-such.yaml"], prog_name="zhunru", standalone_mode=False)


def test_a_stream_of_any_kind_will_do(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stdout", stream)
    with pytest.raises(SystemExit) as ended:
        cli.app(["--version"], prog_name="zhunru")
    assert ended.value.code == 0
    assert stream.getvalue() == f"zhunru {__version__}\n"


def test_rules_are_listed_and_shown(folder: Path) -> None:
    listed = run("rules", "list", "--rules", folder / "rules")
    assert listed.exit_code == 0
    assert "test/cli" in listed.stdout
    assert "jilin/innovation-center" in listed.stdout
    assert run("rules", "list", "--format", "md").stdout.startswith("| 规则集 |")
    shown = run("rules", "show", "jilin/innovation-center")
    assert shown.exit_code == 0
    for told in ("KC-02", "参数“年销售收入下限”", "吉科发国〔2021〕50号", "转载件"):
        assert told in shown.stdout
    assert run("rules", "show", "test/cli", "--rules", folder / "rules", "--format", "md").stdout.startswith(
        "# 命令行试验\n"
    )


@pytest.mark.parametrize("name", ["rule-set", "profile", "result", "facts", "sources"])
def test_schemas_are_printed(name: str) -> None:
    result = run("schema", name)
    assert result.exit_code == 0
    assert json.loads(result.stdout)["title"].startswith("zhunru")


def test_version() -> None:
    assert run("--version").stdout == f"zhunru {__version__}\n"


@pytest.mark.parametrize("code", [errno.EACCES, errno.ENOSPC, errno.EXDEV])
def test_why_a_file_cannot_be_written_is_told_in_chinese(code: int) -> None:
    assert not why_not_written(OSError(code, os.strerror(code))).isascii()


def test_a_table_is_checked_as_its_yaml_is(tmp_path: Path) -> None:
    folder = furnished(tmp_path)
    saved(workbook({"申报": [["单位名称", "职工总数（人）"], ["示例公司", 19.0]]}), folder / "short.xlsx")
    (folder / "short.csv").write_text("单位名称,职工总数（人）\n示例公司,19\n", encoding="gb18030")
    options = ("--rules", folder / "rules", "--scheme", "test/cli", "--on", "2026-03-01")
    yaml, csv, xlsx = (run("check", folder / f"short{ending}", *options) for ending in (".yaml", ".csv", ".xlsx"))
    assert (yaml.exit_code, csv.exit_code, xlsx.exit_code) == (1, 1, 1)
    assert "还差 1 人" in yaml.stdout
    pages = [re.sub(r"sha256 [0-9a-f]+", "sha256 …", each.stdout) for each in (yaml, csv, xlsx)]
    assert pages == [pages[0]] * 3


def test_what_is_wrong_with_a_workbook_is_told_at_its_cells(tmp_path: Path) -> None:
    path = saved(
        workbook(
            {"申报": [["单位名称", "职工总术"], ["甲", 1]], "骨干企业": [["单位名称", "职工总数"], ["乙", "#REF!"]]}
        ),
        tmp_path / "案卷.xlsx",
    )
    result = run("check", path)
    refused(result, "E2002", f"{path}:申报!B1: E2002 没有字段「职工总术」", "是否想写 职工总数")
    refused(result, "E2020", f"{path}:骨干企业!B2: E2020 ")
