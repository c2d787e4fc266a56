"""What the documents show is what happens: their commands are run, their error codes are the code's.

In a ```` ```console ```` block every `$ zhunru …` is run at the repository's root, and what follows must be what it
prints, on both streams; `$ echo $?` shows its exit code. `make golden` writes the outputs anew.
"""

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = sorted(
    [*ROOT.glob("README*.md"), ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")],
    key=lambda path: path.as_posix(),
)
BLOCK = re.compile(r"^(```console\n)(.*?)^(```)$", re.MULTILINE | re.DOTALL)
COMMANDS = ("zhunru ", "echo $?")
CODE = re.compile(r"[EW]\d{4}")


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment whose `zhunru` is this interpreter's, with a fixed width and no colours."""
    folder = tmp_path_factory.mktemp("bin")
    start = folder / "start" / "zhunru"
    start.parent.mkdir()
    start.write_text(
        f"import sys\n\nsys.path.insert(0, {str(ROOT)!r})\nimport zhunru\n\nif __name__ == '__main__':\n    zhunru.main()\n",
        encoding="utf-8",
    )
    command = folder / "zhunru"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{start}" "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    fixed = {"COLUMNS": "100", "NO_COLOR": "1", "TERM": "dumb", "PYTHONUTF8": "1", "LC_ALL": "C.UTF-8"}
    return {**os.environ, **fixed, "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"}


def performed(block: str, shell: dict[str, str]) -> str:
    """A block with each command followed by what it prints now."""
    lines: list[str] = []
    code = 0
    for line in block.splitlines():
        if not line.startswith("$ "):
            continue
        command = line.removeprefix("$ ")
        assert command.startswith(COMMANDS), f"only zhunru and `echo $?` are run in a console block: {command}"
        done = subprocess.run(
            ["/bin/sh", "-c", f"(exit {code})\n{command}"],
            cwd=ROOT,
            env=shell,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )
        code = done.returncode
        lines += [line, *(printed.rstrip() for printed in done.stdout.splitlines())]
    return "".join(f"{line}\n" for line in lines)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_document_shows_what_its_commands_print(document: Path, shell: dict[str, str], rewrite: bool) -> None:
    shown = document.read_text(encoding="utf-8")
    printed = BLOCK.sub(lambda block: block[1] + performed(block[2], shell) + block[3], shown)
    if rewrite:
        document.write_text(printed, encoding="utf-8")
    else:
        assert printed == shown


def test_commands_are_shown() -> None:
    assert {path.name for path in DOCUMENTS if BLOCK.search(path.read_text(encoding="utf-8"))} >= {
        "README.md",
        "README.en.md",
    }


def codes_used() -> set[str]:
    """Every diagnostic code that stands alone as a string in the program."""
    files = [
        ROOT / "cli.py",
        *(path for room in ("zhunru", "engine", "schemas") for path in (ROOT / room).rglob("*.py")),
    ]
    return {
        node.value
        for path in files
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and CODE.fullmatch(node.value)
    }


def codes_explained() -> list[str]:
    """The codes that docs/errors.md has a heading for."""
    text = (ROOT / "docs" / "errors.md").read_text(encoding="utf-8")
    return re.findall(rf"^#+ ({CODE.pattern})\b", text, re.MULTILINE)


def codes_tested() -> Iterator[str]:
    """The codes that tests and features speak of."""
    for room in ("tests", "features"):
        for path in (ROOT / room).rglob("*"):
            if path.suffix in (".py", ".feature", ".yaml", ".json", ".txt", ".md"):
                yield from CODE.findall(path.read_text(encoding="utf-8", errors="replace"))


def test_every_code_is_explained_once_and_none_is_invented() -> None:
    explained = codes_explained()
    assert set(explained) ^ codes_used() == set()
    assert len(explained) == len(set(explained))


def test_every_code_is_tested() -> None:
    assert codes_used() - set(codes_tested()) == set()
