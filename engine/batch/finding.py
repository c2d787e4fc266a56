"""Files, folders and patterns → the files that may hold applicants, in an order that no file system decides."""

from collections.abc import Collection, Iterator, Sequence
from glob import glob, has_magic
from pathlib import Path
from typing import NoReturn

from engine.errors import InputError
from engine.load.own_results import OWN
from engine.load.spreadsheet.applicant_sheets import FOREIGN

PROFILES = (".yaml", ".yml", ".json")
LINES = (".jsonl", ".ndjson")
SHEETS = (".xlsx", ".xlsm", ".csv", ".tsv")
OLD = (".xls", ".et")
COLUMNS = ".parquet"
_SHOWN = 5


class Found:
    """The files that were found, in order; those in folders that are none of ours are passed over, and told.

    `foreign` says of a file that nobody named which codes set it aside: in a folder may lie anything, among what a
    pattern finds what a batch has written before.
    """

    def __init__(self) -> None:
        self.files: dict[Path, None] = {}
        self.passed_over: list[Path] = []
        self.foreign: dict[Path, Collection[str]] = {}

    def look(self, written: str) -> None:
        """Look for what a person wrote. Raises InputError if there is nothing."""
        path = Path(written)
        if path.is_dir():
            found = list(self._within(path))
            self.foreign.update(dict.fromkeys(found, FOREIGN))
        elif has_magic(written) and not path.exists():
            names = sorted(glob(written, recursive=True))  # noqa: PTH207  # a Path takes no absolute pattern
            found = [one for one in map(Path, names) if one.is_file()]
            self.foreign.update(dict.fromkeys(found, (OWN,)))
        else:
            found = [path]
        if not found:
            nothing_in(written)
        self.files.update(dict.fromkeys(found))

    def set_aside(self, path: Path, error: InputError) -> None:
        """Pass over a file that nobody named and that turned out to be none of ours. Raises the error if it is not that."""
        if not all(one.code in self.foreign.get(path, ()) for one in error.diagnostics):
            raise error
        self.pass_over(path)

    def pass_over(self, path: Path) -> None:
        """Read no applicants from a file."""
        del self.files[path]
        self.passed_over.append(path)

    def _within(self, folder: Path) -> Iterator[Path]:
        for path in sorted(folder.rglob("*")):
            if not path.is_file() or any(part.startswith(".") for part in path.relative_to(folder).parts):
                continue
            if path.name.startswith("~$"):  # what Excel keeps beside a file that is open
                continue
            if path.suffix.lower() in (*PROFILES, *LINES, *SHEETS, COLUMNS):
                yield path
            else:
                self.passed_over.append(path)


def nothing_in(written: str, passed_over: Sequence[Path] = ()) -> NoReturn:
    """Refuse an input in which there is nobody."""
    raise InputError.one(
        "E6004",
        f"「{written}」里没有案卷{f'；{not_profiles(passed_over)}' if passed_over else ''}",
        remedy="放入 .yaml、.yml、.json 案卷、.jsonl 文件或汇总表（.xlsx、.csv、.parquet）；通配符须与文件名相符",
    )


def not_profiles(passed_over: Sequence[Path]) -> str:
    """Which files were passed over, in words."""
    names = "、".join(path.name for path in passed_over[:_SHOWN])
    more = " 等" if len(passed_over) > _SHOWN else ""
    return f"有 {len(passed_over)} 个文件不是案卷，没有读取：{names}{more}"
