"""What a piece of work is the work of, in words and digests: rows made from the same of these are the same rows.

What only the end of the work reads (--previous, --strict) or nothing depends on (--workers) is no part of it.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from engine.batch.destination import APPLICANTS
from engine.batch.intake import Intake
from engine.batch.judgements import Decisions
from engine.batch.letters import LetterOrder
from engine.load.library import SHIPPED
from engine.version import __version__

if TYPE_CHECKING:
    from engine.batch.run import Order

SEPARATOR = "、"


def order_stamp(order: "Order", intake: Intake, decisions: Decisions | None) -> dict[str, str]:
    """The stamp of an order; labels as a person knows them."""
    stamp = {
        "程序版本": __version__,
        "执行器": order.executor,
        "评估日": order.on.isoformat(),
        "规则集（--scheme）": SEPARATOR.join(order.schemes),
        "申报类型（--track）": order.track or "",
        "输入": SEPARATOR.join(order.inputs),
        "输入的文件": _digest(SEPARATOR.join(map(str, intake.files)).encode()),
        "输入的内容": intake.sha256,
        APPLICANTS: str(intake.total),
    }
    stamp.update((f"规则文件 {name}", _digest(path.read_bytes())) for name, path in _rule_files(order.folders))
    if order.judgements is not None and decisions is not None:
        stamp["认定表"] = order.judgements.name
        stamp["认定表的内容"] = decisions.sha256
    if order.mapping is not None:
        stamp["表头对照（--map）"] = _digest(order.mapping.read_bytes())
    if order.letters is not None:
        stamp.update(_letters(order.letters))
    return stamp


def _letters(letters: LetterOrder) -> dict[str, str]:
    return {
        "意见书的文件夹": str(letters.folder),
        "意见书的模板": _digest(letters.template.content),
        "补正期限": "" if letters.reply_by is None else letters.reply_by.isoformat(),
    }


def _rule_files(folders: tuple[Path, ...]) -> Iterator[tuple[str, Path]]:
    for folder in folders:
        called = "自带的规则" if folder == SHIPPED else str(folder)
        for path in sorted(folder.rglob("*")):
            own = path.relative_to(folder)
            if path.suffix.lower() in (".yaml", ".yml") and not any(part.startswith(".") for part in own.parts):
                yield f"{called}/{own.as_posix()}", path


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
