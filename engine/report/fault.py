"""An internal fault: what is told, and the file that goes to whoever mends it. No traceback reaches the screen."""

import platform
import sys
import tempfile
import traceback
from collections.abc import Sequence
from pathlib import Path

from engine.errors import InternalFault
from engine.report.diagnostic_text import why_not_written
from engine.report.wrapping import visible
from engine.version import __version__
from schemas.diagnostic import Diagnostic

_ADVICE = "请把它连同出错的经过发给维护者；其中有版本、命令和出错的位置，发送前请看一看有无不便外传的内容"


def fault_diagnostic(fault: BaseException, arguments: Sequence[str]) -> Diagnostic:
    """The one-line cause, and where the report was written."""
    cause = visible(f"{type(fault).__name__}: {fault}" if str(fault) else type(fault).__name__)
    try:
        remedy = f"详细情况已写入 {_report(fault, arguments)}，{_ADVICE}"
    except OSError as error:
        remedy = f"详细情况没能写入临时文件夹（{why_not_written(error)}）；请把命令和上面这一行发给维护者"
    return Diagnostic(code=InternalFault.code, message=f"程序内部错误，没有得出任何结论：{cause[:200]}", remedy=remedy)


def _report(fault: BaseException, arguments: Sequence[str]) -> Path:
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", prefix="zhunru-", suffix=".txt", delete=False) as file:
        file.write(f"zhunru {__version__}\n")
        file.write(f"Python {sys.version.split()[0]}, {platform.platform()}\n")
        file.write(f"command: {' '.join(arguments)}\n\n")
        file.writelines(traceback.format_exception(fault))
    return Path(file.name)
