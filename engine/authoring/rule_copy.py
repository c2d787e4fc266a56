"""A copy of the shipped rules for an author to change and try: `zhunru rules copy`."""

import shutil
from pathlib import Path

from engine.errors import InputError
from engine.load.library import SHIPPED
from engine.report.diagnostic_text import why_not_written
from schemas.diagnostic import Place


def copy_rules(target: Path) -> None:
    """Copy the shipped facts, sources, rule sets and their schemas into a folder that is new or empty."""
    place = Place(file=str(target))
    try:
        if target.is_dir() and any(target.iterdir()):
            raise InputError.one(
                "E3021", "文件夹里已有内容，没有复制", place=place, remedy="换一个新的或空的文件夹，以免覆盖改过的规则"
            )
        shutil.copytree(SHIPPED, target, dirs_exist_ok=True, copy_function=shutil.copyfile)
    except OSError as error:
        raise InputError.one(
            "E3015", f"写不了这个文件夹：{why_not_written(error)}", place=place, remedy="换一个位置，或检查文件夹和权限"
        ) from None
