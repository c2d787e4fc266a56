"""Where the output goes: checked before the work, written beside, and put in place only once the whole is written."""

import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from zlib import crc32

from engine.batch.progress import Tell
from engine.batch.room import NotEnoughRoom
from engine.batch.unfinished import UNREADABLE, Journal, Stamp, Workspace
from engine.errors import InputError
from engine.report.diagnostic_text import why_not_written
from schemas.diagnostic import Place

FORMATS = (".xlsx", ".csv", ".jsonl", ".parquet")
APPLICANTS = "份数"
"""The stamp's label for how many applicants there are."""

WORTH = 60
"""Seconds of work that are not thrown away without being asked."""
_LONGEST = 120
"""Bytes of the output's name that the folder beside it takes over."""
_SHOWN = 5
_DIGEST = 64
_GO_ON = "加上 --resume 接着做；要丢弃做完的部分、从头开始，用 --no-resume"


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


def folder_beside(output: Path) -> Path:
    """The folder for everything unfinished of an output: always the same one, so that a later run finds it."""
    name = output.name
    if len(name.encode()) > _LONGEST:
        kept = name.encode()[:_LONGEST].decode(errors="ignore")
        name = f"{kept}.{crc32(output.name.encode()):08x}"
    return output.with_name(f".{name}.part")


def was_marked(output: Path, mark: str) -> bool:
    """Whether a run of this output that stopped had reached a point of no return."""
    path = folder_beside(output) / "progress.sqlite"
    if not path.is_file():
        return False
    try:
        journal = Journal(path)
    except OSError:
        return False  # whoever opens it to work there tells why
    try:
        return journal.marked(mark)
    finally:
        journal.close()


@contextmanager
def workspace(output: Path, stamp: Stamp, *, resume: bool | None = None, tell: Tell) -> Iterator[Workspace]:
    """The folder beside the output for everything unfinished; it goes when the work is done.

    Where the work stops half way, finished parts stay, and `resume` goes on with them if their stamp is this one.
    False throws them away; None does so where they were the work of less than a minute, and otherwise refuses: hours of
    work are never lost without a word. What InputError ends is not kept, for the same work would end so again. Raises
    InputError if the output could not be put in place.
    """
    for path in (output, *parts(output)):
        _replaceable(path)
    work = _opened(output, stamp, resume, tell)
    try:
        yield work
    except NotEnoughRoom as short:
        raise _short(short, work.stop()) from None
    except OSError as error:
        raise _broken_off(output, error, work.stop()) from None
    except InputError:
        work.discard()
        raise
    except BaseException:
        if finished := work.stop():
            tell(f"已做完的 {finished} 份留着，{_GO_ON}")
        raise
    else:
        work.discard()


# --- opening ----------------------------------------------------------------------------------------------------


def _opened(output: Path, stamp: Stamp, resume: bool | None, tell: Tell) -> Workspace:
    folder = folder_beside(output)
    try:
        folder.mkdir(exist_ok=True)
        return _taken_up(output, stamp, resume, tell)
    except OSError as error:
        match error.errno:
            case errno.EBUSY:
                raise InputError.one(
                    "E6053",
                    "另一次评审正在写这个文件",
                    place=Place(file=str(output)),
                    remedy="等它做完，或换一个输出的文件名",
                ) from None
            case code if code == UNREADABLE and resume is not False:
                raise InputError.one(
                    "E6051",
                    "上次没有做完的评审留下的记录读不出来，不能接着做",
                    place=Place(file=str(folder)),
                    remedy="用 --no-resume 从头开始，或换一个输出的文件名",
                ) from None
            case code if code == UNREADABLE:
                shutil.rmtree(folder)
                return _opened(output, stamp, resume, tell)
        raise unusable(output, error) from None


def unusable(output: Path, error: OSError) -> InputError:
    """Nothing can be written where the output belongs."""
    return InputError.one(
        "E6002",
        f"输出的文件夹不能用：{why_not_written(error)}",
        place=Place(file=str(output.parent)),
        remedy="先建好文件夹，或换一个可以写入的位置",
    )


def _taken_up(output: Path, stamp: Stamp, resume: bool | None, tell: Tell) -> Workspace:
    """The folder with what an earlier run finished in it, or with nothing."""
    folder = folder_beside(output)
    journal = Journal(folder / "progress.sqlite")
    try:
        before, finished = journal.stamp(), journal.finished()
        if finished and resume is None:
            if journal.spent() >= WORTH:
                raise _left_over(output, before, finished)
            tell(f"上次的评审没有做完，只做了 {finished} 份，不到一分钟；现在从头做起（要接着做，用 --resume）")
        if finished and resume and before != stamp:
            raise _something_else(output, before, stamp)
        work = Workspace(folder, journal)
    except BaseException:
        journal.close()
        raise
    if finished and resume:
        return work
    if before:
        work.discard()
        folder.mkdir()
        work = Workspace(folder, Journal(folder / "progress.sqlite"))
    work.journal.begin(stamp)
    return work


def _left_over(output: Path, before: Stamp, finished: int) -> InputError:
    return InputError.one(
        "E6050",
        f"上次的评审没有做完，已经评审了 {before[APPLICANTS]} 份中的 {finished} 份",
        place=Place(file=str(output)),
        remedy=_GO_ON,
    )


def _something_else(output: Path, before: Stamp, now: Stamp) -> InputError:
    labels = [label for label in {**before, **now} if before.get(label) != now.get(label)]
    told = [_difference(label, before.get(label), now.get(label)) for label in labels[:_SHOWN]]
    more = f"，等 {len(labels)} 处" if len(labels) > _SHOWN else ""
    return InputError.one(
        "E6051",
        f"不能接着做：这次要做的与上次没有做完的不同（{'；'.join(told)}{more}）",
        place=Place(file=str(output)),
        remedy="把不同的地方改回来再 --resume，或换一个输出的文件名；要丢弃上次做完的部分、从头开始，用 --no-resume",
    )


def _difference(label: str, before: str | None, now: str | None) -> str:
    if before is None or now is None:
        return f"{label}：{'上次没有' if before is None else '这次没有'}"
    if len(before) == _DIGEST:
        return f"{label}：有改动"
    return f"{label}：上次 {before or '未写'}，这次 {now or '未写'}"


# --- refusing ---------------------------------------------------------------------------------------------------


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


def _broken_off(output: Path, error: OSError, finished: int) -> InputError:
    """What the system refused half way, and what is left to go on with."""
    where = f"（{Path(str(error.filename)).name}）" if error.filename else ""
    kept = f"已做完的 {finished} 份留着，" if finished else ""
    return InputError.one(
        "E6055",
        f"评审中途读写文件出了问题：{why_not_written(error)}{where}",
        place=Place(file=str(output)),
        remedy=f"{'腾出空间' if error.errno in _FULL else '排除问题'}之后，{kept}{'加上 --resume 接着做' if finished else '再运行一次'}",
    )


_FULL = (errno.ENOSPC, errno.EDQUOT)


def _short(short: NotEnoughRoom, finished: int) -> InputError:
    kept = f"已做完的 {finished} 份留着，加上 --resume 接着做" if finished else "再运行一次"
    return InputError.one(
        "E6052",
        str(short),
        place=Place(file=str(short.folder)),
        remedy=f"腾出空间之后，{kept}；或者换一个空间足够的位置",
    )
