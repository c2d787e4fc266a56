"""What the documents show is what happens: their commands are run, their error codes are the code's.

In a ```` ```console ```` block every `$ zhunru …` is run at the repository's root, and what follows must be what it
prints, on both streams; `$ echo $?` shows its exit code. `make golden` writes the outputs anew.

A block whose first line names a file, as in ```` ```yaml 我的规则/sources.yaml ````, is laid into that file; a
```` ```diff 我的规则/sources.yaml ```` changes it. A document with such blocks is worked through, from the first block
to the last, in a folder of its own.
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
BLOCK = re.compile(r"^(```(\w+)(?: (\S+))?\n)(.*?)^(```)$", re.MULTILINE | re.DOTALL)
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


def performed(block: str, shell: dict[str, str], folder: Path) -> str:
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
            cwd=folder,
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
def test_a_document_shows_what_its_commands_print(
    document: Path, shell: dict[str, str], rewrite: bool, tmp_path: Path
) -> None:
    shown = document.read_text(encoding="utf-8")
    folder = tmp_path if any(block[3] for block in BLOCK.finditer(shown)) else ROOT

    def worked(block: re.Match[str]) -> str:
        head, kind, name, body, tail = block.groups()
        if name:
            lay(folder / name, kind, body)
        return head + (performed(body, shell, folder) if kind == "console" else body) + tail

    printed = BLOCK.sub(worked, shown)
    if rewrite:
        document.write_text(printed, encoding="utf-8")
    else:
        assert printed == shown


def lay(path: Path, kind: str, body: str) -> None:
    """Write a file that a document shows; a diff replaces one place of it, its lines without sign stay."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if kind != "diff":
        path.write_text(body, encoding="utf-8")
        return
    lines = body.splitlines()
    assert all(line[:1] in ("+", "-", " ") for line in lines), body
    old = "".join(f"{line[1:]}\n" for line in lines if line[0] != "+")
    new = "".join(f"{line[1:]}\n" for line in lines if line[0] != "-")
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{path.name} has {text.count(old)} such places:\n{old}"
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_commands_are_shown() -> None:
    assert {path.name for path in DOCUMENTS if "\n```console\n$ " in path.read_text(encoding="utf-8")} >= {
        "README.md",
        "README.en.md",
        "取得原文之后.md",
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
