"""The three directories of an output: written beside it, and put in place once all of them are whole."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from engine.batch.destination import parts, unusable
from engine.errors import InputError
from schemas.diagnostic import Place


@contextmanager
def drafts(output: Path, files: Sequence[Path]) -> Iterator[Path]:
    """The directory to write to, as `output` itself; its parts stand beside it.

    They take the places of earlier directories of their names when all is done. Raises InputError before that where they
    must not: where something else stands there, or one of the `files` that are read.
    """
    for path in (output, *parts(output)):
        _refuse_other(path, files)
    folder = output.with_name(f".{output.name}.spark")
    try:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
    except OSError as error:
        raise unusable(output, error) from None
    try:
        written = folder.resolve() / "out.parquet"
        yield written
        for draft, place in zip((*parts(written), written), (*parts(output), output), strict=True):
            if place.is_dir():
                shutil.rmtree(place)
            draft.rename(place)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _refuse_other(path: Path, files: Sequence[Path]) -> None:
    """Only what an earlier run wrote is replaced: a directory of Parquet files."""
    if any(path.resolve() in (one.resolve(), *one.resolve().parents) for one in files):
        raise _unwritable(path, "要读的输入就在里面，写了会把它覆盖")
    if not path.exists():
        return
    if not path.is_dir():
        raise _unwritable(path, "已有同名的文件，而 --backend spark 写的是文件夹")
    if any(one.suffix not in (".parquet", ".crc") and one.name != "_SUCCESS" for one in path.iterdir()):
        raise _unwritable(path, "已有同名的文件夹，里面还有别的文件")


def _unwritable(path: Path, why: str) -> InputError:
    return InputError.one("E6003", f"写不了输出：{why}", place=Place(file=str(path)), remedy="换一个名字，或先移走它")
