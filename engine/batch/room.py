"""Whether the disk has room for what is still to be written, told while little time is lost: once a part is measured."""

import errno
import shutil
from pathlib import Path

_UNITS = ("字节", "KB", "MB", "GB", "TB")


class NotEnoughRoom(OSError):
    """The disk would be full before the end; `folder` is on it."""

    def __init__(self, folder: Path, message: str) -> None:
        super().__init__(errno.ENOSPC, message)
        self.folder = folder
        self._message = message

    def __str__(self) -> str:
        return self._message


def require_room(folder: Path, what: str, needed: int, applicants: int) -> None:
    """Refuse what would not fit: so many bytes, for so many applicants. Raises NotEnoughRoom."""
    free = shutil.disk_usage(folder).free
    if needed > free:
        told = f"磁盘空间不够：{applicants} 份案卷的{what}还要写约 {readable(needed)}，只剩 {readable(free)}"
        raise NotEnoughRoom(folder, told)


def readable(size: int) -> str:
    """A size in bytes, to three digits or so."""
    amount, unit = size, 0
    while amount >= 10_000 and unit < len(_UNITS) - 1:
        amount, unit = (amount + 512) // 1024, unit + 1
    return f"{amount} {_UNITS[unit]}"
