"""What a batch has written is told by its form: read as applicants, it would lose what they stated."""

from collections.abc import Collection
from pathlib import Path

from engine.errors import InputError
from schemas.batch_tables import PROBLEMS, REASONS, VERDICTS
from schemas.diagnostic import Place

OWN = "E6016"
OWN_SHEETS = frozenset({"汇总", "不满足明细", "运行信息"})
"""Among the sheets of a workbook that a batch has written."""
OWN_SUMMARY = frozenset({"序号", "申报单位", "结论", "规则集编号", "案卷摘要"})
"""Among the headers of its summary as a text file."""
OWN_TABLES = tuple(frozenset(column.name for column in table) for table in (VERDICTS, REASONS, PROBLEMS))
"""The columns of its tables as Parquet, each."""
OWN_LINE = frozenset({"applicant", "result", "limits", "problems"})
"""Among the keys of its rows as lines of JSON."""


def refuse_own(path: Path, names: Collection[str | None], *marks: frozenset[str]) -> None:
    """Raise InputError if the names of what is in a file are such as a batch writes: all of one of the `marks` among them."""
    if any(mark.issubset(names) for mark in marks):
        raise InputError.one(
            OWN,
            "这是批量评审写出的结果，不是申报单位的表",
            place=Place(file=str(path)),
            remedy="输入写原来的汇总表；要读回认定用 --judgements，要比较用 --previous",
        )
