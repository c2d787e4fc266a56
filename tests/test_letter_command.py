"""审查意见书 from the command line: `check --format docx`, `letter-template`, and what they refuse."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.command_line import furnished, refused, run
from tests.letter_text import lines

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "examples" / "cross-regional-enterprise.yaml"
LETTER = ("check", EXAMPLE, "--scheme", "jilin/innovation-center", "--on", "2026-03-01", "--format", "docx")


def test_a_letter_is_written_and_the_exit_code_is_the_verdicts(tmp_path: Path) -> None:
    first, second = tmp_path / "意见书.docx", tmp_path / "again.docx"
    done = run(*LETTER, "-o", first, "--reply-by", "2026年4月1日")
    assert done.exit_code == 1
    assert done.stdout == ""
    assert done.stderr == f"已写入 {first}\n"
    told = lines(first.read_bytes())
    assert "91210100EXAMPLE11F" in told
    assert any(line.startswith("可以补正的，请于2026年4月1日前") for line in told)
    run(*LETTER, "-o", second, "--reply-by", "2026-04-01")
    assert first.read_bytes() == second.read_bytes()


def test_a_template_is_written_changed_and_used(tmp_path: Path) -> None:
    frame, out = tmp_path / "模板.docx", tmp_path / "out.docx"
    assert run("letter-template", "-o", frame).exit_code == 0
    assert "{{审查意见}}" in lines(frame.read_bytes())
    assert run(*LETTER, "-o", out, "--template", frame).exit_code == 1
    assert "沈阳示例新材料有限公司：" in lines(out.read_bytes())


def test_what_cannot_be_a_letter_is_refused_before_any_work(tmp_path: Path) -> None:
    out = tmp_path / "out.docx"
    refused(run(*LETTER), "E6040", "用 -o 写明文件")
    refused(run("letter-template"), "E6040", "用 -o 写明文件")
    refused(run("check", EXAMPLE, "--reply-by", "2026-04-01"), "E6041", "--format docx")
    refused(run("check", EXAMPLE, "--template", out), "E6041", "--format docx")
    refused(run(*LETTER, "-o", out, "--reply-by", "明天"), "E6042", "--reply-by 的日期读不出来")
    refused(run(*LETTER, "-o", out, "--reply-by", "2026-02-28"), "E6043", "早于评估日 2026-03-01")
    refused(run(*LETTER, "-o", out, "--template", EXAMPLE), "E6044", "不是 Word 文档", "zhunru letter-template")
    refused(run(*LETTER, "-o", out, "--set", "年销售收入下限=2000万元"), "E6048", "去掉 --set")
    refused(run(*LETTER, "-o", tmp_path), "E3015", "这是一个文件夹")
    assert not out.exists()


def test_a_reference_set_gives_no_letter(tmp_path: Path) -> None:
    folder = furnished(tmp_path)
    words = ("check", folder / "short.yaml", "--rules", folder / "rules", "--scheme", "test/cli", "--format", "docx")
    refused(run(*words, "-o", folder / "out.docx"), "E6049", "对标参考")


@pytest.mark.parametrize("words", [("--help",), ("check", str(EXAMPLE), "--on", "2026-03-01", "-o", "x.txt")])
def test_who_writes_no_letter_does_not_wait_for_word(words: tuple[str, ...], tmp_path: Path) -> None:
    script = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r}); sys.argv = ['zhunru', *{words!r}]\n"
        "import zhunru\ntry: zhunru.main()\nexcept SystemExit: pass\nsys.exit('docx' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr.decode()
