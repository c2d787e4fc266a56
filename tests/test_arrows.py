"""The house keeps its shape: who may import whom, and how files look (read with `ast`, nothing is imported).

The first test holds the tree to the rules; the others plant one breach each, so that the rules are known to bite.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CODE = ("cli.py", "zhunru", "engine", "schemas")

PIPELINE = frozenset(
    {
        "engine.assess",
        "engine.benchmarks",
        "engine.bind",
        "engine.compile",
        "engine.errors",
        "engine.executors",
        "engine.explain",
        "engine.load",
        "engine.open_questions",
        "engine.verdict",
        "engine.version",
    }
)
MAY_IMPORT: dict[str, frozenset[str]] = {
    "zhunru": frozenset({"cli"}),
    "cli": frozenset({"engine", "engine.report", "engine.authoring", "engine.batch", "schemas", *PIPELINE}),
    # rooms of their own: they stand on the pipeline
    "engine.report": frozenset({"schemas", *PIPELINE}),
    "engine.authoring": frozenset({"schemas", "engine.report", "engine.batch", *PIPELINE}),
    "engine.batch": frozenset({"schemas", "engine.report", *PIPELINE}),
    # the pipeline, the last stage first
    "engine.assess": PIPELINE | {"schemas"},
    "engine.benchmarks": frozenset(
        {
            "engine.bind",
            "engine.compile",
            "engine.executors",
            "engine.explain",
            "engine.load",
            "engine.verdict",
            "schemas",
        }
    ),
    "engine.explain": frozenset({"engine.compile", "engine.errors", "engine.load", "engine.open_questions", "schemas"}),
    "engine.verdict": frozenset({"engine.errors", "engine.open_questions", "schemas"}),
    "engine.executors": frozenset({"engine.errors", "engine.open_questions", "engine.verdict", "schemas"}),
    "engine.bind": frozenset({"engine.compile", "engine.errors", "engine.executors", "engine.load", "schemas"}),
    "engine.compile": frozenset({"engine.errors", "engine.load", "schemas"}),
    "engine.load": frozenset({"engine.errors", "schemas"}),
    "engine.open_questions": frozenset({"schemas"}),
    "engine.errors": frozenset({"schemas"}),
    "engine.version": frozenset(),
    "engine": frozenset({"schemas", *PIPELINE}),
    "schemas": frozenset(),
    # the oracle shares no code with what it checks
    "tests.oracle": frozenset({"schemas"}),
}
"""Each room of the code (and the oracle), and the rooms it may import besides itself."""

VISITORS = ("tests", "bench", "features")
"""These may import every room of the code; no room of the code imports them."""

ONLY_IN = {
    "click": None,
    "docx": "engine.report.letter",
    "durable": "engine.executors.inference.rule_base",
    "durable_rules_engine": "engine.executors.inference.rule_base",
    "ibis": "engine.executors.columnar",
    "pyarrow": "engine",
    "openpyxl": None,
    "pyspark": "engine",
    "python_calamine": "engine.batch",
    "pytest": "engine.authoring",
    "pytest_bdd": "engine.authoring",
    "xlsxwriter": "engine.batch",
}
"""Libraries that one module or room alone may know; None means nobody."""

EXECUTORS = ("engine.executors.inference", "engine.executors.columnar")
FORBIDDEN_NAMES = frozenset({"utils", "helpers", "common", "base", "manager"})
LONGEST = 400


def within(module: str, room: str | None) -> bool:
    """Whether a module is the room or lies in it."""
    return room is not None and (module == room or module.startswith(room + "."))


def room_of(module: str) -> str | None:
    """The innermost declared room that a module lies in; `engine` is its `__init__` alone, so that new rooms show."""
    rooms = [room for room in (*MAY_IMPORT, *VISITORS) if within(module, room)]
    innermost = max(rooms, key=len, default=None)
    return None if innermost == "engine" != module else innermost


def python_files(root: Path, rooms: tuple[str, ...]) -> list[Path]:
    """Every Python file of these rooms."""
    files: list[Path] = []
    for room in rooms:
        path = root / room
        files += [path] if path.is_file() else sorted(path.rglob("*.py"))
    return files


def module_name(root: Path, path: Path) -> str:
    """The name by which a file is imported."""
    parts = path.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(root: Path, path: Path, tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Every module that a file imports, at the top or further in, with its line."""
    package = module_name(root, path).split(".")
    if path.name != "__init__.py":
        package = package[:-1]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = package[: len(package) - node.level + 1] if node.level else []
            source = ".".join([*start, *([node.module] if node.module else [])])
            for alias in node.names:
                inner = root.joinpath(*source.split("."), alias.name)
                is_module = inner.is_dir() or inner.with_suffix(".py").is_file()
                yield node.lineno, f"{source}.{alias.name}" if is_module else source


def wrong_arrow(source: str, target: str) -> bool:
    """Whether one of our modules may not import another."""
    one, other = room_of(source), room_of(target)
    if one is None or other is None or other == "features":
        return True
    if one == other:
        return apart(source, target)
    if one in VISITORS:
        # what the bench measures with is tested, too
        return other in VISITORS and (one, other) != ("tests", "bench")
    return other not in MAY_IMPORT[one]


def apart(source: str, target: str) -> bool:
    """Whether two modules belong to different executors."""
    homes = {executor for executor in EXECUTORS for module in (source, target) if within(module, executor)}
    return len(homes) > 1


def arrow_breaches(root: Path) -> Iterator[str]:
    """Imports that point the wrong way, or reach a library past its one door."""
    ours = {Path(room).stem for room in (*CODE, *VISITORS)}
    for path in python_files(root, (*CODE, *VISITORS)):
        source = module_name(root, path)
        is_code = source.split(".", maxsplit=1)[0] not in VISITORS
        for line, target in imports(root, path, ast.parse(path.read_text(encoding="utf-8"))):
            place = f"{path.relative_to(root)}:{line}"
            library = target.split(".", maxsplit=1)[0]
            if library in ours and wrong_arrow(source, target):
                yield f"{place} {source} imports {target}"
            if library in ONLY_IN and (is_code or library == "click") and not within(source, ONLY_IN[library]):
                yield f"{place} {source} imports {library}"


def public_without_docstring(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """The module itself, its public classes and functions, and the classes' public methods."""
    if not ast.get_docstring(tree) and tree.body:
        yield 1, "the module"
    waiting: list[ast.stmt] = list(tree.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith("_"):
            if not ast.get_docstring(node):
                yield node.lineno, node.name
            if isinstance(node, ast.ClassDef):
                waiting += node.body


def shape_breaches(root: Path) -> Iterator[str]:
    """Files that are too long, badly named, in the wrong place, without docstrings, or validate with `assert`."""
    for path in python_files(root, (*CODE, *VISITORS)):
        place, text = path.relative_to(root), path.read_text(encoding="utf-8")
        if (length := len(text.splitlines())) > LONGEST:
            yield f"{place} has {length} lines"
        if named := FORBIDDEN_NAMES.intersection((*place.parts[:-1], place.stem)):
            yield f"{place} is named {', '.join(named)}"
    for path in python_files(root, CODE):
        place, tree = path.relative_to(root), ast.parse(path.read_text(encoding="utf-8"))
        for line, name in public_without_docstring(tree):
            yield f"{place}:{line} {name} has no docstring"
        for node in ast.walk(tree):
            if isinstance(node, ast.Assert):
                yield f"{place}:{node.lineno} assert"
    for folder in sorted({path.parent for path in python_files(root, CODE)} - {root}):
        if not (folder / "__init__.py").is_file():  # a folder of that name elsewhere on the path would be taken for it
            yield f"{folder.relative_to(root)} has no __init__.py"
    for path in (root / "rules").rglob("*.py"):
        yield f"{path.relative_to(root)} is code among rules"


def breaches(root: Path) -> list[str]:
    """Everything that breaks the shape of the house."""
    return [*arrow_breaches(root), *shape_breaches(root)]


def test_the_house_keeps_its_shape() -> None:
    assert breaches(ROOT) == []


def test_every_room_is_read() -> None:
    read = {module_name(ROOT, path).split(".")[0] for path in python_files(ROOT, CODE)}
    assert read == {"cli", "zhunru", "engine", "schemas"}


def planted(root: Path, files: dict[str, str]) -> list[str]:
    """The breaches of a small house with these files in it."""
    house = {
        "cli.py": '"""Words."""\nfrom engine.assess import assess\n',
        "zhunru/__init__.py": '"""Door."""\ndef main():\n    """Start."""\n    from cli import app\n',
        "engine/__init__.py": '"""What happens."""\n',
        "engine/assess.py": '"""All."""\nfrom engine.load import library\nfrom schemas import fact\n',
        "engine/load/__init__.py": "",
        "engine/load/library.py": '"""Read."""\nfrom engine import errors\n',
        "engine/errors.py": '"""Errors."""\nfrom schemas.fact import Fact\n',
        "engine/executors/__init__.py": "",
        "engine/executors/inference/__init__.py": "",
        "engine/executors/inference/rule_base.py": '"""The door."""\nimport durable.lang\n',
        "schemas/__init__.py": "",
        "schemas/fact.py": '"""What a fact is."""\nclass Fact:\n    """A fact."""\n',
        "tests/test_all.py": "from engine.assess import assess\n",
        **files,
    }
    for name, text in house.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return breaches(root)


def test_a_small_house_in_order_has_no_breach(tmp_path: Path) -> None:
    assert planted(tmp_path, {}) == []


@pytest.mark.parametrize(
    ("name", "text", "breach"),
    [
        ("schemas/case.py", "import engine.load", "schemas.case imports engine.load"),
        ("schemas/case.py", "def f():\n    from engine import errors", "schemas.case imports engine.errors"),
        ("engine/load/deep/x.py", "from ...report import text", "engine.load.deep.x imports engine.report"),
        ("engine/load/x.py", "import cli", "engine.load.x imports cli"),
        ("engine/load/x.py", "from engine.compile import compile_program", "engine.load.x imports engine.compile"),
        ("engine/verdict.py", "from engine.executors import inference", "engine.verdict imports engine.executors"),
        ("engine/explain/x.py", "from engine import report", "engine.explain.x imports engine"),
        ("engine/report/x.py", "import engine.authoring.steps", "engine.report.x imports engine.authoring.steps"),
        ("engine/executors/inference/x.py", "from engine.load import names", "imports engine.load"),
        (
            "engine/executors/inference/x.py",
            "import engine.executors.columnar.y",
            "imports engine.executors.columnar.y",
        ),
        ("engine/executors/inference/x.py", "from durable import lang", "engine.executors.inference.x imports durable"),
        ("engine/executors/columnar/x.py", "import engine.executors.inference", "imports engine.executors.inference"),
        ("engine/parlour/x.py", "from schemas.fact import Fact", "engine.parlour.x imports schemas.fact"),
        ("engine/load/x.py", "import tests.test_all", "engine.load.x imports tests.test_all"),
        ("tests/x.py", "import features.steps", "tests.x imports features.steps"),
        ("tests/oracle/x.py", "from engine.errors import InputError", "tests.oracle.x imports engine.errors"),
        ("tests/x.py", "import click", "tests.x imports click"),
        ("cli.py", "import click", "cli imports click"),
        ("zhunru/__init__.py", "from engine import assess", "zhunru imports engine.assess"),
        ("engine/load/x.py", "def read(): pass", "engine/load/x.py:1 the module has no docstring"),
        ("engine/load/x.py", '"""X."""\ndef read(): pass', "engine/load/x.py:2 read has no docstring"),
        ("engine/load/x.py", '"""X."""\nclass X:\n    """X."""\n    def y(self): ...', "x.py:4 y has no docstring"),
        ("engine/load/x.py", '"""X."""\nassert True', "engine/load/x.py:2 assert"),
        ("engine/compile/x.py", '"""X."""', "engine/compile has no __init__.py"),
        ("engine/load/utils.py", '"""X."""', "engine/load/utils.py is named utils"),
        ("tests/helpers/x.py", "", "tests/helpers/x.py is named helpers"),
        ("tests/x.py", "\n" * 400, "tests/x.py has 401 lines"),
        ("rules/jilin/x.py", "", "rules/jilin/x.py is code among rules"),
    ],
)
def test_a_planted_breach_is_found(tmp_path: Path, name: str, text: str, breach: str) -> None:
    found = planted(tmp_path, {name: text + "\n"})
    assert any(breach in line for line in found), found
