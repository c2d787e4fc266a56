"""A file's bytes as text: whatever is no readable UTF-8 text is refused here, with its place."""

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from pathlib import Path

from engine.errors import InputError
from engine.load.names import suggestion
from schemas.diagnostic import Place

LARGEST = 8 * 1024 * 1024
"""Bytes; the largest rule file is a hundredth of this."""

# Named by what is refused: the class of all that is allowed takes a tenth of the start-up time to compile.
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")


def read_bytes(
    path: Path, largest: int | None = None, advice: str = "确认没有选错文件；案卷和规则只写文字，不嵌附件"
) -> bytes:
    """The file's bytes, refusing what is missing, no file, forbidden or too large (never read to the end)."""
    place = Place(file=str(path))
    largest = LARGEST if largest is None else largest
    try:
        with path.open("rb") as file:
            data = file.read(largest + 1)
    except (FileNotFoundError, NotADirectoryError):
        remedy = _similar(path) or "检查路径和文件名；相对路径从当前文件夹算起"
        raise InputError.one("E1001", "文件不存在", place=place, remedy=remedy) from None
    except IsADirectoryError:
        raise InputError.one("E1002", "这是文件夹，不是文件", place=place, remedy="写出文件夹里的那个文件") from None
    except PermissionError:
        raise InputError.one("E1003", "没有读取这个文件的权限", place=place, remedy="修改文件权限后再试") from None
    except (OSError, ValueError):
        raise InputError.one(
            "E1003", "文件读不出来", place=place, remedy="检查路径写法、磁盘和网络盘是否正常"
        ) from None
    if len(data) > largest:
        raise InputError.one(
            "E1004",
            f"文件超过 {largest // 1024 // 1024} MB",
            place=place,
            remedy=advice,
        )
    return data


def decode(data: bytes, file: str) -> str:
    """The text of `data`, without a byte order mark; only UTF-8 text is accepted."""
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        raise InputError.one(
            "E1006", "文件的编码是 UTF-16，不是 UTF-8", place=Place(file=file), remedy="用编辑器另存为 UTF-8 编码"
        )
    if b"\0" in data:
        workbook = data.startswith((b"PK", b"\xd0\xcf\x11\xe0"))
        raise InputError.one(
            "E1005",
            "这是 Office 文档或压缩包，不是文本文件" if workbook else "这是二进制文件，不是文本文件",
            place=Place(file=file),
            remedy="把内容写成 YAML 或 JSON 文本，存为 UTF-8 编码",
        )
    data = data.removeprefix(BOM_UTF8)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError.one(
            "E1006",
            f"文件不是 UTF-8 编码{_guess(data)}",
            place=_place_after(data[: error.start].decode("utf-8"), file),
            remedy="用编辑器另存为 UTF-8 编码",
        ) from None
    refuse_unprintable(text, file)
    return text


def refuse_unprintable(text: str, file: str) -> None:
    """Refuse control characters: they are invisible, and neither YAML nor a reader knows what they mean."""
    if found := UNPRINTABLE.search(text):
        raise InputError.one(
            "E1017",
            f"文件含有看不见的控制字符 U+{ord(found[0]):04X}",
            place=_place_after(text[: found.start()], file),
            remedy="删去这个字符；从其他软件复制来的内容先粘贴成纯文本",
        )


def _similar(path: Path) -> str | None:
    """The files beside a missing one whose names are near."""
    try:
        return suggestion(path.name, sorted(entry.name for entry in path.parent.iterdir()))
    except OSError:
        return None


def _guess(data: bytes) -> str:
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return ""
    return "，看起来是 GB18030（GBK）编码"


def _place_after(text: str, file: str) -> Place:
    return Place(file=file, line=text.count("\n") + 1, column=len(text) - text.rfind("\n"))
