"""What kind of file claims to be a workbook, whether opening it is safe, and which of its parts is what.

A workbook is a ZIP archive of XML parts. The sizes in its directory are checked before anything is unpacked; the
`zipfile` module never unpacks more of a part than its directory entry says.
"""

import zlib
from io import BytesIO
from pathlib import PurePosixPath
from typing import NamedTuple
from xml.etree import ElementTree
from xml.parsers.expat import ExpatError
from zipfile import BadZipFile, ZipFile

from engine.load.problem import ValueProblem
from engine.load.spreadsheet.grid import Limits

MOST_PARTS = 2_000

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"

BROKEN = (
    BadZipFile,
    zlib.error,
    ElementTree.ParseError,
    ExpatError,
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
"""What reading a damaged workbook raises, in `zipfile` and in the XML parsers."""


def check_container(data: bytes, limits: Limits) -> None:
    """Refuse what is no workbook, an old or locked one, and one that would unpack to more than can be read."""
    if data.startswith(_OLE):
        raise _old_or_locked(data)
    if not data.startswith(_ZIP):
        if not data:
            raise ValueProblem("E2010", "文件是空的，不是工作簿", "确认没有选错文件；传输中断的，重新取一份")
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
    if unpacked > limits.unpacked or len(parts) > MOST_PARTS:
        raise ValueProblem(
            "E2012",
            f"工作簿展开后有 {unpacked // 1024 // 1024} MB、{len(parts)} 个部分，"
            f"超过 {limits.unpacked // 1024 // 1024} MB 或 {MOST_PARTS} 个的限度",
            limits.advice,
        )


def damaged() -> ValueProblem:
    """The problem of a workbook that cannot be read, or not to its end."""
    return ValueProblem(
        "E2010", "工作簿已损坏，或含有读不懂的内容", "在表格软件里打开，另存为「Excel 工作簿（.xlsx）」后再试"
    )


def _old_or_locked(data: bytes) -> ValueProblem:
    """Names of streams in an OLE container stand in UTF-16: an encrypted package, or a workbook of before 2007."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return ValueProblem(
            "E2011", "工作簿设有打开密码，读不出来", "在表格软件里打开，取消密码（文件—信息—保护工作簿）后另存"
        )
    return ValueProblem(
        "E2011", "这是旧版（.xls、.et）的工作簿，不是 .xlsx", "在表格软件里打开，另存为「Excel 工作簿（.xlsx）」"
    )


class Parts(NamedTuple):
    """Where in the archive things are; sheets in their order, those that are charts left out."""

    sheets: tuple["SheetPart", ...]
    strings: str | None
    styles: str | None
    from_1904: bool


class SheetPart(NamedTuple):
    """A worksheet: its name, whether it is hidden, and the part that holds it."""

    name: str
    hidden: bool
    part: str


def find_parts(archive: ZipFile) -> Parts:
    """The parts of a workbook; raises one of BROKEN on a damaged one."""
    start = _relations(archive, PurePosixPath("_rels/.rels"), PurePosixPath(""))
    book = next((part for kind, part in start.values() if kind.endswith("/officeDocument")), "")
    path = PurePosixPath(book)
    relations = _relations(archive, path.parent / "_rels" / f"{path.name}.rels", path.parent)
    sheets = []
    from_1904 = False
    for element in ElementTree.fromstring(archive.read(book)).iter():  # noqa: S314  # expat bounds entities itself
        if _local(element.tag) == "sheet":
            kind, part = relations[_attribute(element, "id")]
            if kind.endswith("/worksheet"):
                hidden = element.attrib.get("state", "visible") != "visible"
                sheets.append(SheetPart(element.attrib["name"], hidden, part))
        elif _local(element.tag) == "workbookPr":
            from_1904 = element.attrib.get("date1904") in ("1", "true")
    if not sheets:
        raise LookupError(book)
    others = {kind.rpartition("/")[2]: part for kind, part in relations.values()}
    return Parts(tuple(sheets), others.get("sharedStrings"), others.get("styles"), from_1904)


def number_formats(archive: ZipFile, part: str) -> list[tuple[int, str | None]]:
    """The number formats of cell styles in their order: the number, and the text if the workbook has its own."""
    root = ElementTree.fromstring(archive.read(part))  # noqa: S314
    own = {
        int(element.attrib["numFmtId"]): element.attrib["formatCode"]
        for element in root.iter()
        if _local(element.tag) == "numFmt"
    }
    styles = next((element for element in root if _local(element.tag) == "cellXfs"), ())
    numbers = [int(element.attrib.get("numFmtId", "0")) for element in styles]
    return [(number, own.get(number)) for number in numbers]


def _attribute(element: ElementTree.Element, name: str) -> str:
    """An attribute of the namespace of relations, of which there are two: the transitional and the strict one."""
    return next(value for key, value in element.attrib.items() if key.endswith(f"relationships}}{name}"))


def _relations(archive: ZipFile, part: PurePosixPath, folder: PurePosixPath) -> dict[str, tuple[str, str]]:
    """Relations by id: their type, and the part that they lead to."""
    root = ElementTree.fromstring(archive.read(str(part)))  # noqa: S314
    found = {}
    for element in root:
        target = element.attrib["Target"]
        whole = target.lstrip("/") if target.startswith("/") else str(folder / target)
        found[element.attrib["Id"]] = (element.attrib["Type"], whole)
    return found


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
