"""Files that are no document at all: missing, a folder, forbidden, too large, binary, or in another encoding."""

import os
from pathlib import Path

import pytest

from engine.errors import InputError
from engine.load.text_file import LARGEST
from engine.load.yaml_text import read_document


def refused_file(path: Path) -> tuple[str, str, str | None, str]:
    with pytest.raises(InputError) as error:
        read_document(path)
    (item,) = error.value.diagnostics
    return item.code, item.message, item.remedy, str(item.place)


def test_missing_file(tmp_path: Path) -> None:
    (tmp_path / "示例公司.yaml").write_text("a: 1")
    path = tmp_path / "示例公司.yml"
    assert refused_file(path) == ("E1001", "文件不存在", "是否想写 示例公司.yaml？", str(path))
    path = tmp_path / "无此文件夹" / "x.yaml"
    remedy = "检查路径和文件名；相对路径从当前文件夹算起"
    assert refused_file(path) == ("E1001", "文件不存在", remedy, str(path))
    path = tmp_path / "示例公司.yaml" / "x.yaml"
    assert refused_file(path) == ("E1001", "文件不存在", remedy, str(path))


def test_folder(tmp_path: Path) -> None:
    assert refused_file(tmp_path)[:2] == ("E1002", "这是文件夹，不是文件")


def test_forbidden_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x.yaml"
    path.write_text("a: 1")

    def forbidden(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "open", forbidden)
    assert refused_file(path)[:2] == ("E1003", "没有读取这个文件的权限")


@pytest.mark.parametrize("name", ["长" * 200, "a\0b"])
def test_names_that_no_file_can_have(tmp_path: Path, name: str) -> None:
    assert refused_file(tmp_path / name)[:2] == ("E1003", "文件读不出来")


@pytest.mark.parametrize("size", [LARGEST + 1, 40 * 1024 * 1024])
def test_large_file(tmp_path: Path, size: int) -> None:
    path = tmp_path / "x.yaml"
    path.touch()
    os.truncate(path, size)
    assert refused_file(path)[:2] == ("E1004", "文件超过 8 MB")


@pytest.mark.parametrize(
    ("raw", "code", "message", "place"),
    [
        (b"a: 1\n\0\xff", "E1005", "这是二进制文件，不是文本文件", ""),
        (b"PK\x03\x04\0\0", "E1005", "这是 Office 文档或压缩包，不是文本文件", ""),
        (b"\xd0\xcf\x11\xe0\0", "E1005", "这是 Office 文档或压缩包，不是文本文件", ""),
        ("单位: 甲".encode("utf-16"), "E1006", "文件的编码是 UTF-16，不是 UTF-8", ""),
        ("a: 1\n单位: 甲".encode("gb18030"), "E1006", "文件不是 UTF-8 编码，看起来是 GB18030（GBK）编码", ":2:1"),
        ("单位: ".encode() + b"\xff", "E1006", "文件不是 UTF-8 编码", ":1:5"),
        ("a: 1\n单位: \x07甲".encode(), "E1017", "文件含有看不见的控制字符 U+0007", ":2:5"),
        ("a: 1\ufeff".encode(), "E1017", "文件含有看不见的控制字符 U+FEFF", ":1:5"),
        (b"", "E1007", "文件是空的", ""),
        (b"\xef\xbb\xbf \n", "E1007", "文件是空的", ""),
    ],
)
@pytest.mark.parametrize("suffix", [".yaml", ".json"])
def test_bytes_that_are_no_text(tmp_path: Path, raw: bytes, code: str, message: str, place: str, suffix: str) -> None:
    path = tmp_path / f"x{suffix}"
    path.write_bytes(raw)
    assert refused_file(path)[:2] == (code, message)
    assert refused_file(path)[3] == f"{path}{place}"
