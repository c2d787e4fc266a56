"""Where the output goes: checked before the work, written beside, and put in place only once the whole is written."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from engine.errors import InputError
from engine.report.diagnostic_text import why_not_written
from schemas.diagnostic import Place

FORMATS = (".xlsx", ".csv", ".jsonl", ".parquet")


def output_format(output: Path) -> str:
    """The format that the name asks for. Raises InputError if it is none."""
    suffix = output.suffix.lower()
    if suffix not in FORMATS:
        raise InputError.one(
            "E6001",
            f"不认识的输出格式「{output.suffix or output.name}」",
            place=Place(file=str(output)),
            remedy=f"输出文件的后缀写成 {'、'.join(FORMATS)} 之一",
        )
    return suffix


PARTS = ("明细", "问题")
"""What the further tables of a Parquet output are called: `结果.明细.parquet`, `结果.问题.parquet`."""


@contextmanager
def workspace(output: Path) -> Iterator[Path]:
    """A folder beside the output for everything unfinished; it goes, however the work ends.

    Raises InputError if the output could not be put in place.
    """
    for path in (output, *parts(output)):
        _replaceable(path)
    try:
        folder = TemporaryDirectory(prefix=f".{output.name[:40]}.", suffix=".part", dir=output.parent)
    except OSError as error:
        raise InputError.one(
            "E6002",
            f"输出的文件夹不能用：{why_not_written(error)}",
            place=Place(file=str(output.parent)),
            remedy="先建好文件夹，或换一个可以写入的位置",
        ) from None
    with folder as name:
        try:
            yield Path(name)
        except OSError as error:
            raise _unwritable(output, why_not_written(error)) from None


def parts(output: Path) -> tuple[Path, ...]:
    """The files that belong to an output and stand beside it: a Parquet file holds one table only."""
    return (
        tuple(output.with_suffix(f".{name}.parquet") for name in PARTS) if output.suffix.lower() == ".parquet" else ()
    )


def put_in_place(written: Path, output: Path) -> None:
    """Put a finished output where it belongs, its parts first: where the output itself is, the whole of it is."""
    for part, place in zip(parts(written), parts(output), strict=True):
        part.replace(place)
    written.replace(output)


def _replaceable(output: Path) -> None:
    """Refuse an output that another program holds, or that cannot be replaced."""
    locks = (output.with_name(f"~${output.name}"), output.with_name(f".~lock.{output.name}#"))
    lock = next((lock for lock in locks if lock.exists()), None)
    if lock is not None:
        raise _unwritable(output, f"正在别的程序里打开着（有锁文件 {lock.name}）")
    if output.exists():
        try:
            output.open("r+b").close()
        except OSError as error:
            raise _unwritable(output, why_not_written(error)) from None


def _unwritable(output: Path, why: str) -> InputError:
    return InputError.one(
        "E6003", f"写不了输出文件：{why}", place=Place(file=str(output)), remedy="关闭打开着它的程序，或换一个文件名"
    )
