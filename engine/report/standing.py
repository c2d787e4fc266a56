"""What stood on the reference date, as tables that every format prints: the standards applied, the caps to come."""

from collections.abc import Iterator
from typing import NamedTuple

from engine.report.account import basis_text, days_text
from schemas.assessment import Assessment


class PlainTable(NamedTuple):
    """A table with its heading; every cell is text."""

    title: str
    header: tuple[str, ...]
    rows: list[tuple[str, ...]]


def standing_tables(assessment: Assessment) -> Iterator[PlainTable]:
    """The parameters with the days of the value applied, and the caps across applicants; nothing where there are none.

    The caps are told so that nobody is surprised: only a batch can decide them.
    """
    if assessment.parameters:
        yield PlainTable(
            "所用的标准",
            ("标准", "取值", "生效期", "依据"),
            [
                (
                    one.name,
                    one.value + ("（按假设）" if one.assumed else ""),
                    days_text(one.effective) or "不限",
                    basis_text(one.basis) + (f"（{one.note}）" if one.note else ""),
                )
                for one in assessment.parameters
            ],
        )
    if assessment.limits:
        yield PlainTable(
            "限额（跨申报单位，批量评审时核对，不影响以上结论）",
            ("编号", "限额", "本单位", "依据"),
            [
                (
                    one.id,
                    f"{one.title}：{one.says}" if one.title else one.says,
                    f"{one.fact} {one.group}" if one.group else f"未填 {one.fact}",
                    basis_text(one.basis),
                )
                for one in assessment.limits
            ],
        )
