"""What a report tells of the benchmarks, the same for every format: where the case stands, never a verdict.

Each benchmark is a block with a row for the applicant, for each track that applies to it, or for each member.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from engine.explain.vocabulary import FORCES, LEVELS
from engine.report.account import account, copy_text, demand, document_text, excluded
from engine.report.outline import names_of
from schemas.assessment import Benchmark, ConditionResult, CriterionResult, OpenQuestions, Result
from schemas.finding import CauseKind, Status, Truth, Verdict
from schemas.rule_set import Force

HEADING = "对标参考：别的方案的标准，不改变上面的任何结论"
MEANING = (
    "以下是其他省、其他部门或国家其他计划的标准，不是上面所对照方案的标准。"
    "达到了，不等于达到上面方案的要求；没有达到，也不影响上面的结论。只供了解差距。"
)
COUNTS = ("满足", "不满足", "待定", "不适用")
COLUMNS = ("参考的标准", "来源级别", *COUNTS)

_OPEN = {
    CauseKind.MISSING_FACT: "未填",
    CauseKind.UNKNOWN_PARAMETER: "标准未知",
    CauseKind.PENDING_JUDGEMENT: "待认定",
    CauseKind.UNDEFINED: "无法计算",
}
"""Why something is open; none of the words is a verdict's."""


class Row(NamedTuple):
    """Where one subject stands: how many criteria by status, the unmet ones and what is open, a line each.

    `name` is the track or the member, None where the benchmark has neither.
    """

    name: str | None
    counts: tuple[int, int, int, int]
    gaps: tuple[str, ...]
    open: tuple[str, ...]

    @property
    def is_reached(self) -> bool:
        """Whether nothing is short and nothing open."""
        return not self.gaps and not self.open


class Block(NamedTuple):
    """One benchmark: its title, the levels of its documents, the documents, the schemes it is for, its rows."""

    title: str
    levels: str
    documents: tuple[str, ...]
    schemes: str
    rows: tuple[Row, ...]


class Digest(NamedTuple):
    """All benchmarks; `left_out` tells, a line each, which were not compared and why."""

    blocks: tuple[Block, ...]
    left_out: tuple[str, ...]

    @property
    def table(self) -> list[tuple[str, ...]]:
        """A row for each subject of each block, under `COLUMNS`."""
        return [
            (f"{block.title}\n· {row.name}" if row.name else block.title, block.levels, *map(str, row.counts))
            for block in self.blocks
            for row in block.rows
        ]


def digest(result: Result) -> Digest | None:
    """Sort the benchmarks for reading; None if there are none and none was left out."""
    if not result.benchmarks and not result.benchmarks_not_in_force:
        return None
    blocks: list[Block] = []
    left_out: list[str] = []
    for _, group in groupby(result.benchmarks, key=lambda one: one.rule_set.id):
        benchmarks = list(group)
        compared = [one for one in benchmarks if one.verdict is not Verdict.NOT_APPLICABLE]
        left_out += [_not_for(one) for one in benchmarks if one not in compared]
        if compared:
            blocks.append(_block(compared))
    left_out += [f"{one.title}（{one.id}）在评估日不生效，没有对照" for one in result.benchmarks_not_in_force]
    return Digest(tuple(blocks), tuple(left_out))


def _block(benchmarks: Sequence[Benchmark]) -> Block:
    first = benchmarks[0]
    schemes = dict.fromkeys(scheme.title for one in benchmarks for scheme in one.schemes)
    levels = dict.fromkeys(LEVELS[one.basis.level] for one in first.criteria)
    return Block(
        title=first.rule_set.title,
        levels="、".join(levels),
        documents=tuple(_documents(first.criteria)),
        schemes="、".join(schemes),
        rows=tuple(row for one in benchmarks for row in _rows(one)),
    )


def _documents(criteria: Sequence[CriterionResult]) -> Iterator[str]:
    """Each document with its level; of several, all but the first say which criteria rest on them."""
    sources = list(dict.fromkeys(one.basis.source for one in criteria))
    for place, source in enumerate(sources):
        citing = [one for one in criteria if one.basis.source == source]
        only = f"（仅 {'、'.join(one.id for one in citing)}）" if place else ""
        yield f"{document_text(citing[0].basis)}，{copy_text(citing[0].basis)}{only}"


def _rows(benchmark: Benchmark) -> Iterator[Row]:
    about = None if benchmark.member is None else benchmark.member.name or benchmark.member.key
    if not benchmark.tracks:
        yield _row(about, benchmark.criteria, benchmark.open, brief=about is not None)
    for track in benchmark.tracks:
        if track.verdict is not Verdict.NOT_APPLICABLE:
            own = [one for one in benchmark.criteria if one.track in (None, track.id)]
            yield _row("，".join(filter(None, (about, track.title))), own, track.open, brief=about is not None)


def _row(name: str | None, criteria: Sequence[CriterionResult], opened: OpenQuestions, *, brief: bool) -> Row:
    def count(status: Status) -> int:
        return sum(one.status is status for one in criteria)

    return Row(
        name=name,
        counts=(count(Status.MET), count(Status.UNMET), count(Status.UNKNOWN), count(Status.NOT_APPLICABLE)),
        gaps=tuple(_gap(one) for one in criteria if one.status is Status.UNMET),
        open=tuple(_open(criteria, opened, brief=brief)),
    )


def _gap(criterion: CriterionResult) -> str:
    force = "" if criterion.force is Force.REQUIRED else f"【{FORCES[criterion.force]}】"
    short = account(criterion)
    if criterion.tree is not None:  # one fact may be asked for several amounts
        short = "；".join(_branch(leaf) for leaf in criterion.conditions if leaf.status is Truth.UNMET)
    return f"{criterion.id} {criterion.title}{force}：{short}"


def _branch(leaf: ConditionResult) -> str:
    stated = f"，实际 {leaf.actual}" if leaf.actual else ""
    return f"{demand(leaf)}{stated}" + ("" if stated and leaf.says == "不满足" else f"，{leaf.says}")


def _open(criteria: Sequence[CriterionResult], opened: OpenQuestions, *, brief: bool) -> Iterator[str]:
    """What is open by cause: the questions of whom it is for, too, and of criteria that bind nobody."""
    titles = {} if brief else {one.id: f"{one.id} {one.title}" for one in criteria}
    unknown = [one for one in criteria if one.status is Status.UNKNOWN]
    asked = {one.id for one in criteria if one.status is Status.UNMET}
    for kind in CauseKind:
        names = dict.fromkeys(name for one in (opened, *unknown) for name in names_of(one, kind))
        listed = [titles.get(name, name) for name in names if name not in asked]
        if listed:
            yield f"{_OPEN[kind]}：{'、'.join(listed)}"


def _not_for(benchmark: Benchmark) -> str:
    about = "" if benchmark.member is None else f"，{benchmark.member.name or benchmark.member.key}"
    return f"{benchmark.rule_set.title}{about}：{excluded(benchmark.when)}，没有对照"
