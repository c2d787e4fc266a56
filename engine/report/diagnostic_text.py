"""Diagnostics as lines for standard error: place, code and sentence, then what would mend it."""

import errno
from collections.abc import Iterable

from engine.report.wrapping import visible
from schemas.diagnostic import Diagnostic

PROGRAM = "zhunru"


def diagnostic_text(diagnostic: Diagnostic) -> str:
    """One diagnostic; without a place it is the command line's own."""
    place = PROGRAM if diagnostic.place is None else str(diagnostic.place)
    lines = [f"{visible(place)}: {diagnostic.code} {visible(diagnostic.message)}"]
    if diagnostic.remedy:
        lines.append(f"    建议：{visible(diagnostic.remedy)}")
    return "\n".join(lines)


def diagnostics_text(diagnostics: Iterable[Diagnostic]) -> str:
    """Several, in the order given."""
    return "\n".join(diagnostic_text(one) for one in diagnostics)


_REASONS = {
    errno.ENOENT: "文件夹不存在",
    errno.ENOTDIR: "上级路径不是文件夹",
    errno.EISDIR: "这是一个文件夹",
    errno.EACCES: "没有写入的权限",
    errno.EPERM: "没有写入的权限",
    errno.EROFS: "磁盘是只读的",
    errno.ENOSPC: "磁盘已满",
    errno.ENAMETOOLONG: "文件名太长",
}


def why_not_written(error: OSError) -> str:
    """Why the system refused to write a file."""
    return _REASONS.get(error.errno or 0, f"系统拒绝写入（{error.errno}）")
