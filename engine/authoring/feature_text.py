"""Feature files before anything runs them: which scenarios they hold, and what Gherkin would lose without a word.

In Chinese Gherkin keywords take no space, so `当前…` is read as 当 and 前…; what it does not know it takes for a
description; of two scenarios with one name pytest-bdd keeps the last; a table without rows yields no test.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pytest_bdd.exceptions import GherkinParseError
from pytest_bdd.gherkin_parser import Background, Feature, GherkinDocument, Rule, Scenario, Step, get_gherkin_document

from engine.errors import InputError
from engine.load.names import nearest
from engine.load.text_file import read_bytes
from schemas.diagnostic import Diagnostic, Place

HEADS = ("功能", "规则", "背景", "场景大纲", "剧本大纲", "场景", "剧本", "例子")
"""Keywords that a half-width colon follows."""
STEPS = ("假如", "假设", "假定", "当", "那么", "而且", "并且", "同时", "但是")
"""Keywords that a step follows, after a space."""

_LANGUAGE = re.compile(r"\s*#\s*language\s*:\s*zh-CN\s*$")
_HEAD_WITH_WIDE_COLON = re.compile(rf"\s*({'|'.join(HEADS)})\s*：")
_HEAD_LIKE = re.compile(r"\s*([^\s:：，。；、]{1,6})\s*[:：]")
_STEP_LIKE = re.compile(rf"\s*({'|'.join(STEPS)}|\||\*\s)")
_PLACEHOLDER = re.compile(r"<(.+?)>")


@dataclass(frozen=True, slots=True)
class ScenarioText:
    """A scenario as written: where it starts, and how many tests it must yield."""

    file: Path
    line: int
    name: str
    tests: int


def read_features(folder: Path) -> tuple[ScenarioText, ...]:
    """Every scenario below the folder (or of the one file); raises InputError with every trap in every file."""
    files = (
        [folder] if folder.is_file() else [path for path in sorted(folder.rglob("*.feature")) if _shown(path, folder)]
    )
    if not files:
        raise InputError.one(
            "E5001",
            "没有找到场景文件",
            place=Place(file=str(folder)),
            remedy="场景文件的扩展名是 .feature，放在此文件夹之下",
        )
    found: list[ScenarioText] = []
    problems: list[Diagnostic] = []
    for file in files:
        try:
            found += _read(file)
        except InputError as error:
            problems += error.diagnostics
    if problems:
        raise InputError(problems)
    return tuple(found)


def _shown(path: Path, folder: Path) -> bool:
    """Whether a path below the folder is no folder itself and leads through nothing hidden, such as `.git`."""
    return not path.is_dir() and not any(part.startswith(".") for part in path.relative_to(folder).parts)


def _read(file: Path) -> list[ScenarioText]:
    try:
        lines = read_bytes(file).decode("utf-8").splitlines()
    except UnicodeDecodeError:
        raise InputError([_problem(file, 1, "E5001", "文件不是 UTF-8 编码", "另存为 UTF-8 编码")]) from None
    if lines and lines[0].startswith("\ufeff"):
        raise InputError([_problem(file, 1, "E5001", "文件开头有 BOM 标记", "另存为不带 BOM 的 UTF-8 编码")])
    if problems := list(_misspelt(file, lines)):
        raise InputError(problems)
    feature = _parse(file, lines).feature
    if problems := list(_traps(file, lines, feature)):
        raise InputError(problems)
    return [
        ScenarioText(file=file, line=scenario.location.line, name=scenario.name, tests=_tests(scenario))
        for scenario in _scenarios(feature)
    ]


def _problem(file: Path, line: int, code: str, message: str, remedy: str) -> Diagnostic:
    return Diagnostic(code=code, message=message, place=Place(file=str(file), line=line), remedy=remedy)


# --- before parsing ---------------------------------------------------------------------------------------------


def _misspelt(file: Path, lines: Sequence[str]) -> Iterator[Diagnostic]:
    """What the parser would answer in English, or not at all."""
    written = [line for line in lines if line.strip() and not line.lstrip().startswith("#")]
    if not written:
        yield _problem(file, 1, "E5001", "场景文件是空的", "写入 # language: zh-CN、功能: 和场景:")
        return
    if not _LANGUAGE.match(lines[0]):
        yield _problem(
            file, 1, "E5002", "第一行不是 # language: zh-CN，中文关键字不会被识别", "把 # language: zh-CN 写在第一行"
        )
    for number, line in enumerate(lines, start=1):
        if wide := _HEAD_WITH_WIDE_COLON.match(line):
            yield _problem(
                file, number, "E5002", f"关键字“{wide[1]}”之后是全角冒号，这一行不会被识别", f"改为半角冒号：{wide[1]}:"
            )


def _parse(file: Path, lines: Sequence[str]) -> GherkinDocument:
    try:
        return get_gherkin_document(str(file))
    except GherkinParseError as error:
        line = min(error.line, len(lines))
        said = f"{error} {error.__cause__}"
        if "inconsistent cell count" in said:
            message, remedy = "表格各行的格数不同", "补齐缺少的 |；空格子写成 | |"
        elif "unexpected end of file" in said:
            message, remedy = "文件没有写完", '多行文字须以 """ 结束'
        else:
            message = f"看不懂这一行：{lines[line - 1].strip()}"
            remedy = f"每行以 {'、'.join(f'{head}:' for head in HEADS)}、{'、'.join(STEPS)} 或 | 开头"
        raise InputError([_problem(file, line, "E5001", message, remedy)]) from error


# --- after parsing ----------------------------------------------------------------------------------------------


def _rules(feature: Feature) -> list[Rule]:
    return [child.rule for child in feature.children if child.rule]


def _scenarios(feature: Feature) -> list[Scenario]:
    children = [*feature.children, *(child for rule in _rules(feature) for child in rule.children)]
    found = [child.scenario for child in children if child.scenario]
    return sorted(found, key=lambda scenario: scenario.location.line)


def _tests(scenario: Scenario) -> int:
    """A plain scenario is one test, an outline one a row."""
    if not scenario.examples:
        return 1
    return sum(len(table.table_body or ()) for table in scenario.examples)


def _traps(file: Path, lines: Sequence[str], feature: Feature) -> Iterator[Diagnostic]:
    scenarios = _scenarios(feature)
    yield from _swallowed(file, lines, feature)
    yield from _unspaced(file, lines, feature)
    parts: list[Feature | Rule] = [feature, *_rules(feature)]
    for part in parts:
        if not any(child.scenario or child.rule for child in part.children):
            yield _problem(
                file, part.location.line, "E5003", f"“{part.name}”之下没有场景", "写出至少一个场景: 或场景大纲:"
            )
    names = Counter(scenario.name for scenario in scenarios)
    shared = _placeholders(step for background in _backgrounds(feature) for step in background.steps)
    for scenario in scenarios:
        line = scenario.location.line
        if names[scenario.name] > 1:
            yield _problem(
                file,
                line,
                "E5004",
                f"一个文件里有几个场景叫“{scenario.name}”，只有最后一个会运行",
                "给它们取不同的名称",
            )
        if scenario.steps and scenario.steps[0].keyword_type == "Conjunction":
            first = scenario.steps[0]
            message = f"场景的第一步不能以“{first.keyword}”开头"
            yield _problem(file, first.location.line, "E5002", message, "第一步以 假如、当 或 那么 开头")
        if not any(step.keyword_type == "Outcome" for step in scenario.steps):
            yield _problem(file, line, "E5003", f"场景“{scenario.name}”没有“那么”，什么也不检查", "写出期望的结果")
        yield from _outline(file, scenario, shared)


def _swallowed(file: Path, lines: Sequence[str], feature: Feature) -> Iterator[Diagnostic]:
    """Lines that look like keywords but were taken for a description."""
    described: list[Feature | Rule | Scenario] = [feature, *_rules(feature)]
    for part in described:
        yield from _keyword_like(file, lines, part.location.line, part.description)
    for scenario in _scenarios(feature):
        for number in _description_lines(lines, scenario.location.line, scenario.description):
            yield _problem(
                file,
                number,
                "E5002",
                f"这一行没有以关键字开头，会被当作说明略过：{lines[number - 1].strip()}",
                f"步骤以 {'、'.join(STEPS)} 开头；说明写在功能或规则之下，或写成 # 注释",
            )


def _keyword_like(file: Path, lines: Sequence[str], start: int, description: str) -> Iterator[Diagnostic]:
    for number in _description_lines(lines, start, description):
        line = lines[number - 1]
        head = _HEAD_LIKE.match(line)
        if (head and nearest(head[1], HEADS)) or _STEP_LIKE.match(line):
            yield _problem(
                file,
                number,
                "E5002",
                f"这一行像是关键字，却会被当作说明略过：{line.strip()}",
                "场景写 场景: 或 场景大纲:；例子: 只用于场景大纲之下；步骤写在场景之下",
            )


def _description_lines(lines: Sequence[str], start: int, description: str) -> Iterator[int]:
    """The numbers of a description's lines; they follow the head that they describe."""
    number = start
    for text in filter(str.strip, description.split("\n")):
        number = next(later for later in range(number + 1, len(lines) + 1) if lines[later - 1].strip() == text.strip())
        yield number


def _unspaced(file: Path, lines: Sequence[str], feature: Feature) -> Iterator[Diagnostic]:
    """Steps whose keyword runs into what follows: 当前…, 同时期…."""
    for step in _steps(feature):
        keyword = step.keyword.strip()
        line = lines[step.location.line - 1].strip()
        if not line.removeprefix(keyword).startswith((" ", "\t", "\u3000")):
            yield _problem(
                file,
                step.location.line,
                "E5002",
                f"“{line}”会被读作“{keyword}”加“{step.text}”",
                f"若本意如此，在“{keyword}”之后空一格；否则换一种说法",
            )


def _backgrounds(feature: Feature) -> list[Background]:
    children = [*feature.children, *(child for rule in _rules(feature) for child in rule.children)]
    return [child.background for child in children if child.background]


def _steps(feature: Feature) -> list[Step]:
    parts: list[Background | Scenario] = [*_backgrounds(feature), *_scenarios(feature)]
    return [step for part in parts for step in part.steps]


def _outline(file: Path, scenario: Scenario, shared: set[str]) -> Iterator[Diagnostic]:
    """An outline without rows, or whose placeholders and columns do not fit; `shared` are those of backgrounds."""
    line = scenario.location.line
    if not scenario.examples:
        if "大纲" in scenario.keyword:
            yield _problem(file, line, "E5003", f"场景大纲“{scenario.name}”没有例子", "在它之下写 例子: 和表格")
        return
    used = _placeholders(scenario.steps) | set(_PLACEHOLDER.findall(scenario.name))
    for table in scenario.examples:
        line = table.location.line
        if not table.table_header or not table.table_body:
            message = "例子的表格没有数据行，不会产生任何测试"
            yield _problem(file, line, "E5003", message, "第一行是列名，以下每行一个例子")
            continue
        columns = {cell.value for cell in table.table_header.cells}
        for name in sorted(used - columns):
            yield _problem(file, line, "E5005", f"表格缺少“{name}”一列", f"加上这一列，或删去 <{name}>")
        for name in sorted(columns - used - shared):
            yield _problem(file, line, "E5005", f"“{name}”一列没有用到", f"在步骤里写 <{name}>，或删去这一列")


def _placeholders(steps: Iterable[Step]) -> set[str]:
    found: set[str] = set()
    for step in steps:
        cells = [cell.value for row in step.datatable.rows for cell in row.cells] if step.datatable else []
        for text in (step.text, step.docstring.content if step.docstring else "", *cells):
            found.update(_PLACEHOLDER.findall(text))
    return found
