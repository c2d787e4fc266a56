"""What kind of file claims to be a workbook, whether opening it is safe, and what openpyxl leaves out.

A workbook is a ZIP archive of XML parts. The sizes in its directory are checked before anything is unpacked; the
`zipfile` module never unpacks more of a part than its directory entry says.
"""

import re
import zlib
from io import BytesIO
from pathlib import PurePosixPath
from typing import NamedTuple
from xml.etree import ElementTree
from zipfile import BadZipFile, ZipFile

from engine.load.problem import ValueProblem
from engine.load.spreadsheet.grid import Merge

LARGEST_UNPACKED = 32 * 1024 * 1024
"""Bytes of all parts together, as the directory of the archive states them."""
MOST_PARTS = 2_000
MOST_MERGES = 1_000

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")

BROKEN = (
    BadZipFile,
    zlib.error,
    ElementTree.ParseError,
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
)
"""What reading a damaged workbook raises, in `zipfile`, in the XML parser and in openpyxl."""


class Untold(NamedTuple):
    """What openpyxl's read-only mode does not tell of a sheet: merged ranges, formulas without a stored result."""

    merges: tuple[Merge, ...]
    uncounted: frozenset[tuple[int, int]]


def check_container(data: bytes) -> None:
    """Refuse what is no workbook, an old or locked one, and one that would unpack to more than can be read."""
    if data.startswith(_OLE):
        raise _old_or_locked(data)
    if not data.startswith(_ZIP):
        text = b"\0" not in data[:4096]
        raise ValueProblem(
            "E2010",
            "文件名是工作簿的，内容却是文本" if text else "文件名是工作簿的，内容却不是工作簿",
            "内容是 CSV 的，把文件名改成 .csv；否则在表格软件里另存为「Excel 工作簿（.xlsx）」",
        )
    try:
        with ZipFile(BytesIO(data)) as archive:
            parts = archive.infolist()
    except BROKEN:
        raise damaged() from None
    unpacked = sum(part.file_size for part in parts)
    if unpacked > LARGEST_UNPACKED or len(parts) > MOST_PARTS:
        raise ValueProblem(
            "E2012",
            f"工作簿展开后有 {unpacked // 1024 // 1024} MB、{len(parts)} 个部分，"
            f"超过 {LARGEST_UNPACKED // 1024 // 1024} MB 或 {MOST_PARTS} 个的限度",
            "只留要核对的这一个申报单位的内容，删去图片和多余的工作表后再试",
        )


def damaged() -> ValueProblem:
    """The problem of a workbook that cannot be read, or not to its end."""
    return ValueProblem(
        "E2010", "工作簿已损坏，或含有读不懂的内容", "在表格软件里打开，另存为「Excel 工作簿（.xlsx）」后再试"
    )


def untold(data: bytes) -> dict[str, Untold]:
    """By the name of each sheet; raises one of BROKEN on a damaged workbook."""
    with ZipFile(BytesIO(data)) as archive:
        return {name: _untold_of(archive.read(part)) for name, part in _sheet_parts(archive).items()}


def _old_or_locked(data: bytes) -> ValueProblem:
    """Names of streams in an OLE container stand in UTF-16: an encrypted package, or a workbook of before 2007."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return ValueProblem(
            "E2011", "工作簿设有打开密码，读不出来", "在表格软件里打开，取消密码（文件—信息—保护工作簿）后另存"
        )
    return ValueProblem(
        "E2011", "这是旧版（.xls、.et）的工作簿，不是 .xlsx", "在表格软件里打开，另存为「Excel 工作簿（.xlsx）」"
    )


def _sheet_parts(archive: ZipFile) -> dict[str, str]:
    """The part of the archive that holds each sheet."""
    start = _relations(archive, PurePosixPath("_rels/.rels"), PurePosixPath(""))
    book = next((part for kind, part in start.values() if kind.endswith("/officeDocument")), "")
    path = PurePosixPath(book)
    relations = _relations(archive, path.parent / "_rels" / f"{path.name}.rels", path.parent)
    found = {}
    for element in ElementTree.fromstring(archive.read(book)).iter():  # noqa: S314  # expat bounds entities itself
        if _local(element.tag) == "sheet":
            kind, part = relations[element.attrib[_RELATION]]
            if kind.endswith("/worksheet"):
                found[element.attrib["name"]] = part
    return found


def _relations(archive: ZipFile, part: PurePosixPath, folder: PurePosixPath) -> dict[str, tuple[str, str]]:
    """Relations by id: their type, and the part that they lead to."""
    root = ElementTree.fromstring(archive.read(str(part)))  # noqa: S314
    found = {}
    for element in root:
        target = element.attrib["Target"]
        whole = target.lstrip("/") if target.startswith("/") else str(folder / target)
        found[element.attrib["Id"]] = (element.attrib["Type"], whole)
    return found


def _untold_of(xml: bytes) -> Untold:
    merges: list[Merge] = []
    uncounted = set()
    # Most sheets have neither; looking for the words costs nothing.
    if b"mergeCell" in xml or b"<f" in xml or b":f" in xml:
        for _, element in ElementTree.iterparse(BytesIO(xml)):  # noqa: S314
            match _local(element.tag):
                case "mergeCell":
                    merges.append(_merge(element.attrib["ref"]))
                    if len(merges) > MOST_MERGES:
                        raise ValueProblem(
                            "E2012", f"一张工作表里有超过 {MOST_MERGES} 处合并单元格", "取消数据区里的合并单元格"
                        )
                case "c":
                    inside = {_local(child.tag): child.text for child in element}
                    if "f" in inside and inside.get("v") is None and "is" not in inside and "r" in element.attrib:
                        uncounted.add(_position(element.attrib["r"]))
                case "row":
                    element.clear()
    return Untold(tuple(merges), frozenset(uncounted))


def _merge(reference: str) -> Merge:
    first, _, last = reference.partition(":")
    (top, left), (bottom, right) = _position(first), _position(last or first)
    return Merge(top, left, bottom, right)


def _position(reference: str) -> tuple[int, int]:
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        raise ValueError(reference)
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]) - 1, column - 1


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
