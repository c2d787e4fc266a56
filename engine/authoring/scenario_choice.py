"""Which scenarios an author means: feature files and folders on the command line, and a part of a name."""

from collections.abc import Sequence
from pathlib import Path
from unicodedata import normalize

from engine.authoring.feature_text import ScenarioText, read_features
from engine.errors import InputError
from engine.load.names import suggestion
from schemas.diagnostic import Diagnostic, Place

_ENDING = ".feature"


def choose_scenarios(paths: Sequence[Path], only: str | None = None) -> tuple[ScenarioText, ...]:
    """The scenarios below these files and folders, each once; with `only`, those whose name contains it.

    Raises InputError with every path that leads nowhere and everything that Gherkin would lose.
    """
    problems: list[Diagnostic] = []
    found: dict[Path, tuple[ScenarioText, ...]] = {}
    for path in paths:
        try:
            texts = _below(path)
        except InputError as error:
            problems += error.diagnostics
            continue
        for file in dict.fromkeys(text.file for text in texts):
            found.setdefault(file.resolve(), tuple(text for text in texts if text.file == file))
    if problems:
        raise InputError(problems)
    scenarios = [text for texts in found.values() for text in texts]
    if only is None:
        return tuple(scenarios)
    chosen = tuple(text for text in scenarios if _plain(only) in _plain(text.name))
    if not chosen:
        names = dict.fromkeys(text.name for text in scenarios)
        remedy = suggestion(only, names) or "场景的名称写在 场景: 或 场景大纲: 之后；不写 --only 则全部运行"
        raise InputError.one("E5022", f"没有名称含「{only}」的场景", remedy=remedy)
    return chosen


def _below(path: Path) -> tuple[ScenarioText, ...]:
    if path.is_dir():
        return read_features(path)
    place = Place(file=str(path))
    if path.exists() and path.suffix != _ENDING:
        raise InputError.one(
            "E5021", "这不是场景文件", place=place, remedy="场景文件的扩展名是 .feature；也可以给出它所在的文件夹"
        )
    if not path.exists():
        near = suggestion(path.name, _neighbours(path))
        raise InputError.one(
            "E5020", "没有这个场景文件或文件夹", place=place, remedy=near or "检查路径；相对路径从当前文件夹算起"
        )
    return read_features(path)


def _neighbours(path: Path) -> list[str]:
    """The feature files and folders where the path would lead."""
    if not path.parent.is_dir():
        return []
    return sorted(entry.name for entry in path.parent.iterdir() if entry.suffix == _ENDING or entry.is_dir())


def _plain(text: str) -> str:
    return normalize("NFKC", text).strip().casefold()
