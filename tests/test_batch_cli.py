"""`zhunru batch` as people type it: in this process, and as a command of its own with workers and an interruption."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.batch_making import good, lines, rules, sheet_rows
from tests.command_line import refused, run

ROOT = Path(__file__).resolve().parent.parent


def test_a_folder_into_a_workbook(tmp_path: Path) -> None:
    output = tmp_path / "结果.xlsx"
    inputs = (ROOT / "examples" / "*.yaml", ROOT / "examples" / "pilot-enterprise.json")
    done = run("batch", *inputs, "-o", output, "--on", "2026-03-01", "--workers", "1")
    assert (done.exit_code, done.stdout) == (0, "")
    assert f"已写入 {output}：10 份案卷；" in done.stderr
    assert "重复申报 1 组" in done.stderr
    rows = sheet_rows(output, "汇总")
    assert {row["规则集编号"] for row in rows} > {"jilin/innovation-center", "jilin/pilot-center"}
    assert not any(row["规则集编号"].startswith("reference/") for row in rows)


def test_what_is_wrong_is_told(tmp_path: Path) -> None:
    source = lines(tmp_path / "申报.jsonl", [{"单位名称": "甲", "职工总数": "几个"}])
    output = tmp_path / "结果.csv"
    refused(run("batch", source, "-o", output, "--strict"), "E2102", "申报.jsonl:1:")
    refused(run("batch", source), "E3001", "--output")
    refused(run("batch", source, "-o", output, "--workers", "0"), "E6007")
    refused(run("batch", tmp_path / "没有", "-o", output), "E1001")
    refused(run("batch", source, "-o", output, "--on", "昨天"), "E3004")
    (tmp_path / "a.docx").write_text("x", encoding="utf-8")
    done = run("batch", tmp_path, "-o", output)
    assert done.exit_code == 0
    assert " W6001 " in done.stderr
    assert "数据有误，未评估 1" in done.stderr


def test_the_help_has_examples() -> None:
    done = run("batch", "--help")
    assert done.exit_code == 0
    for word in ("--judgements", "--previous", "--strict", "示例", "退出码", "原因统计"):
        assert word in done.stdout


def test_workers_and_an_interruption_of_a_command_of_its_own(tmp_path: Path) -> None:
    """Ctrl-C half way leaves what was there before, and nothing else; undisturbed it comes to the same as one process."""
    book = rules(tmp_path / "rules")
    source = lines(tmp_path / "申报.jsonl", [good(number, 技术领域="其他") for number in range(1, 1500)])
    output = tmp_path / "结果.csv"
    output.write_text("before", encoding="utf-8")
    words = [
        "batch",
        source,
        "-o",
        output,
        "--rules",
        book,
        "--no-shipped",
        "--scheme",
        "test/scheme",
        "--workers",
        "2",
    ]
    started = subprocess.Popen(
        [sys.executable, "-m", "zhunru", *map(str, words)],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        start_new_session=True,
        env={**os.environ, "PYTHONUTF8": "1"},
    )
    deadline = time.monotonic() + 60
    while len(list(tmp_path.glob(".结果.csv.part/parts/*.rows"))) < 2:  # the second is written when the first counts
        assert started.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.05)
    os.killpg(started.pid, signal.SIGINT)
    _, told = started.communicate(timeout=60)
    assert started.returncode == 130, told
    assert "Traceback" not in told
    assert "--resume" in told
    assert sorted(path.name for path in tmp_path.iterdir()) == [".结果.csv.part", "rules", "申报.jsonl", "结果.csv"]
    assert output.read_text(encoding="utf-8") == "before"
