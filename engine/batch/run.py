"""One batch from the files to the output: everything that can be checked is checked before the work begins."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from engine.assess import Assessor
from engine.batch.assessing import Assessed, Brief, Plan, assess_all
from engine.batch.backends import DUCKDB, SPARK, refuse_beside_spark
from engine.batch.destination import output_format, parts, put_in_place, was_marked, workspace
from engine.batch.final import Final
from engine.batch.finding import COLUMNS
from engine.batch.flat_files import write_csv, write_jsonl
from engine.batch.intake import Intake, survey
from engine.batch.judgements import Decisions, name_in, read_decisions
from engine.batch.letters import PLACED, LetterOrder, Written, place_letters, refuse_letters, size_of_one, write_letters
from engine.batch.limits import decide_limits
from engine.batch.order_stamp import order_stamp
from engine.batch.previous import Comparison, Earlier, read_previous
from engine.batch.progress import Tell, Watch, untold
from engine.batch.room import require_room
from engine.batch.sayings import Sayings
from engine.batch.spool import SERIES, Spool, changed
from engine.batch.statistics import OUTCOMES, Statistics
from engine.batch.telling import Telling
from engine.batch.twins import duplicates_among
from engine.batch.unfinished import Workspace
from engine.batch.workbook import refuse_too_many, write_workbook
from engine.errors import Beyond, InputError
from engine.executors import installed
from engine.explain.standing import days_result
from engine.load.library import Library
from engine.load.spreadsheet import HeaderMap, read_header_map
from engine.version import __version__
from schemas.assessment import EngineStamp, RuleSetStamp
from schemas.batch import BatchReport, BatchRow, LimitFinding, RuleSetRun, RunInformation
from schemas.diagnostic import Diagnostic, Place, Severity
from schemas.program import Program

if TYPE_CHECKING:
    from engine.batch.columns_out import ColumnsWay

COLUMNAR = "columnar"
_OUTPUT = {".xlsx": 0.7, ".csv": 0.05, ".jsonl": 1.1, ".parquet": 0.7}
"""What the output takes while it is written, of what the rows put by for it take: measured 0.55, 0.01, 0.97, and Parquet
no more than a workbook."""
_SAMPLE, _LETTERS = 20, 3
"""Rows, and letters, by which the room is reckoned that all of them will take."""


class Order(NamedTuple):
    """What is asked for: the command line's options. `folders` are the rules that the library was read from.

    `engine_asked` says that the executor was named: another is not taken then, where that would be faster.
    """

    inputs: tuple[str, ...]
    output: Path
    folders: tuple[Path, ...]
    on: date
    schemes: tuple[str, ...] = ()
    track: str | None = None
    strict: bool = False
    workers: int = 1
    judgements: Path | None = None
    previous: Path | None = None
    executor: str = "inference"
    engine_asked: bool = False
    mapping: Path | None = None
    letters: LetterOrder | None = None
    resume: bool | None = None
    backend: str = DUCKDB


class Done(NamedTuple):
    """What a batch came to."""

    report: BatchReport
    statistics: Statistics
    letters: int | None = None


def run_batch(order: Order, library: Library, watch: Watch, tell: Tell = untold) -> Done:
    """Assess every applicant and write the output, and the letters. Raises InputError for what a person wrote wrong.

    A profile that cannot be read does not stop the work unless `strict`: its row says so. `tell` is told what a person
    should know while it goes on.
    """
    suffix = output_format(order.output)
    if order.workers < 1:
        raise InputError.one("E6007", f"进程数须是正整数，写的是 {order.workers}", remedy="去掉 --workers，按处理器数")
    if order.previous is not None and suffix != ".xlsx":
        raise InputError.one("E6012", "--previous 只用于 .xlsx 输出", remedy="输出写成 .xlsx，或去掉 --previous")
    if order.backend == SPARK:
        asked = {
            "--engine inference": order.engine_asked and order.executor != COLUMNAR,
            "--judgements": order.judgements is not None,
            "--letters": order.letters is not None,
            "--map": order.mapping is not None,
            "--resume": order.resume is not None,
        }
        refuse_beside_spark(order.output, asked)
        order = order._replace(executor=COLUMNAR)
    assessor = Assessor(library, on=order.on, schemes=order.schemes, executor=order.executor)
    programs = [assessor.program(one.id) for one in assessor.rule_sets]
    if order.track is not None:
        assessor.check_track(order.track)
    if order.backend == SPARK:
        return _by_spark(order, assessor, programs, library)
    mapping = None if order.mapping is None else read_header_map(order.mapping, library)
    intake = survey(order.inputs, library, mapping)
    if suffix == ".xlsx":
        criteria = sum(len(program.criteria) + len(program.limits) for program in programs)
        refuse_too_many(intake.total, len(programs), criteria)
    _refuse_overwriting(order, intake)
    caps = [limit.id for program in programs for limit in program.limits]
    decisions = None if order.judgements is None else read_decisions(order.judgements, library, caps)
    earlier = None if order.previous is None else read_previous(order.previous)
    if order.letters is not None:
        placed = order.resume is True and was_marked(order.output, PLACED)
        refuse_letters(order.letters, order.output, assessor.rule_sets, placed=placed)
    way = _columns_way(order, intake, programs, library)
    stamp = order_stamp(order, intake, decisions)
    with workspace(order.output, stamp, resume=order.resume, tell=tell) as work:
        if way is not None:
            try:
                return _by_columns(order, way, assessor, intake, work, watch)
            except Beyond:
                tell("有的数列式执行器装不下，改为逐个评审，结果相同，较慢")
        spool = Spool(work.parts(SERIES), intake.total)
        _assess(order, library, intake, decisions, spool=spool, work=work, watch=watch, tell=tell)
        if order.strict:
            _refuse_any(spool.rows(), intake)
        briefs = spool.briefs()
        limits = decide_limits(briefs, programs, {} if decisions is None else decisions.caps)
        duplicates = duplicates_among((brief.id, brief.number) for brief in briefs)
        repeated = {number for one in duplicates for number in one.numbers}
        final = Final(spool, limits, repeated)
        letters = _lettered(order, work, briefs, final.rows(), watch)
        report = BatchReport(
            run=_information(order, programs, intake, decisions, mapping),
            duplicates=duplicates,
            problems=(*intake.warnings, *_unused(decisions, briefs, limits), *letters.problems()),
        )
        written = work.drafts / f"out{suffix}"
        statistics = _written(final, report, earlier, Sayings(programs, library), written)
        put_in_place(written, order.output)
        if order.letters is not None:
            place_letters(order.letters, order.output, work)
    return Done(report, statistics, None if order.letters is None else letters.letters)


def _columns_way(order: Order, intake: Intake, programs: Sequence[Program], library: Library) -> "ColumnsWay | None":
    """The way by columns, where the order allows it: from Parquet to Parquet, with nothing that people filled in."""
    files = {path.suffix.lower() for path in (order.output, *intake.files)}
    executor = order.executor if order.engine_asked else COLUMNAR
    if files != {COLUMNS} or executor != COLUMNAR or not installed(executor):
        return None
    if order.judgements is not None or order.letters is not None:
        return None
    from engine.batch.columns_out import columns_way

    return columns_way([intake.columns[path] for path in intake.files], programs, library)


def _by_spark(order: Order, assessor: Assessor, programs: Sequence[Program], library: Library) -> Done:
    """The whole run on Spark."""
    from engine.batch.columns_out import Tracks
    from engine.batch.columns_spark import run_spark

    tracks = Tracks(programs, assessor.rule_sets, library, order.track, chosen=bool(order.schemes))
    ran = run_spark(order.inputs, programs, tracks, library, output=order.output, strict=order.strict)
    run = _information(order, programs, ran.intake, None, None)
    return Done(BatchReport(run=run, duplicates=ran.duplicates, problems=ran.intake.warnings), ran.statistics)


def _by_columns(
    order: Order, way: "ColumnsWay", assessor: Assessor, intake: Intake, work: Workspace, watch: Watch
) -> Done:
    """The whole run by columns."""
    from engine.batch.columns_out import Tracks, run_columns

    tracks = Tracks(way.programs, assessor.rule_sets, way.library, order.track, chosen=bool(order.schemes))
    written = work.drafts / f"out{COLUMNS}"
    statistics, duplicates = run_columns(way, tracks, work, intake, path=written, strict=order.strict, watch=watch)
    run = _information(order._replace(executor=COLUMNAR), way.programs, intake, None, None)
    put_in_place(written, order.output)
    return Done(BatchReport(run=run, duplicates=duplicates, problems=intake.warnings), statistics)


def _refuse_overwriting(order: Order, intake: Intake) -> None:
    """Refuse an output that would replace what people wrote: a profile, or the decisions they filled in."""
    written = [*intake.files, *(one for one in (order.judgements, order.mapping) if one is not None)]
    outputs = {path.resolve() for path in (order.output, *parts(order.output))}
    if outputs.intersection(path.resolve() for path in written):
        raise InputError.one(
            "E6003",
            "输出文件就是要读的输入或认定表，写了会把它覆盖",
            place=Place(file=str(order.output)),
            remedy="输出换一个文件名",
        )


def told(done: Done, output: Path) -> str:
    """What a person is told when it is done."""
    counts = "，".join(f"{outcome} {count}" for outcome in OUTCOMES if (count := done.statistics.outcomes[outcome]))
    twins = f"；重复申报 {len(done.report.duplicates)} 组" if done.report.duplicates else ""
    read = "".join(f"读取了 {one}\n" for one in done.report.run.tables)
    letters = "" if done.letters is None else f"；意见书 {done.letters} 份"
    return f"{read}已写入 {output}：{done.report.run.applicants} 份案卷；{counts}{twins}{letters}"


def _assess(
    order: Order,
    library: Library,
    intake: Intake,
    decisions: Decisions | None,
    *,
    spool: Spool,
    work: Workspace,
    watch: Watch,
    tell: Tell,
) -> None:
    """Put by a row for every applicant that has none yet."""
    missing = spool.missing
    if missing < intake.total:
        tell(f"接着上次没有做完的评审：已有 {intake.total - missing} 份，还有 {missing} 份")
    plan = Plan(
        order.folders,
        order.on,
        order.schemes,
        order.track,
        order.executor,
        {} if decisions is None else decisions.criteria,
    )
    assessed = assess_all(spool.wanted(intake.entries()), plan, library, order.workers, missing)
    sample: list[Assessed] = []
    with watch(missing) as advance, closing(assessed):
        for one in assessed:
            if len(sample) < _SAMPLE:
                sample.append(one)
                if len(sample) == min(_SAMPLE, missing):
                    _require_room(order, sample, missing, intake.total, work.folder)
            spool.add(one)
            advance()
    if spool.missing:
        raise changed()


def _require_room(order: Order, sample: Sequence[Assessed], missing: int, total: int, folder: Path) -> None:
    """Refuse what the disk has no room for, by the first rows: seconds into the work, not hours."""
    each = sum(len(one.row) for one in sample) // len(sample)
    beside_each = sum(len(one.lines) for one in sample) // len(sample)
    needed = (each + beside_each) * missing + int(each * total * _OUTPUT[order.output.suffix.lower()])
    if order.letters is None:
        require_room(folder, "结果", needed, total)
        return
    beside = order.letters.folder.resolve().parent
    letters = (
        max(size_of_one(BatchRow.model_validate_json(one.row), order.letters) for one in sample[:_LETTERS]) * total
    )
    if beside.stat().st_dev == folder.stat().st_dev:
        require_room(folder, "结果和意见书", needed + letters, total)
    else:
        require_room(folder, "结果", needed, total)
        require_room(beside, "意见书", letters, total)


def _lettered(
    order: Order, work: Workspace, briefs: Sequence[Brief], rows: Iterator[BatchRow], watch: Watch
) -> Written:
    if order.letters is None:
        return Written(0, ())
    count = sum(bool(brief.standings) for brief in briefs)
    with watch(count, "正在写意见书") as advance:
        return write_letters(
            rows, order.letters, order.output, work, total=len(briefs), workers=order.workers, advance=advance
        )


def _refuse_any(rows: Iterable[BatchRow], intake: Intake) -> None:
    every = (*intake.warnings, *(one for row in rows for one in row.problems))
    wrong = [one for one in every if one.severity is Severity.ERROR]
    if wrong:
        raise InputError(wrong)


def _unused(
    decisions: Decisions | None, briefs: Sequence[Brief], limits: dict[int, tuple[LimitFinding, ...]]
) -> Iterator[Diagnostic]:
    """Decisions that nobody was found for, or that decided nothing, for the cap was not exceeded."""
    if decisions is None:
        return
    met = {name_in(decisions.places, brief.id, brief.place): brief.number for brief in briefs}
    for who, place in decisions.places.items():
        if who not in met:
            yield _unused_one(f"认定表里的「{who}」不在这次的申报单位之中，它的认定没有用上", place)
            continue
        used = {one.id for one in limits.get(met[who], ()) if one.judgement is not None}
        for cap in sorted(decisions.caps.get(who, {})):
            if cap not in used:
                yield _unused_one(f"「{who}」所在的组没有超过限额 {cap}，这条认定没有用上", place)


def _unused_one(message: str, place: object) -> Diagnostic:
    return Diagnostic.model_validate(
        {
            "code": "W6002",
            "message": message,
            "place": place,
            "remedy": "核对申报单位的代码和名称，或删去这一行",
            "severity": Severity.WARNING,
        }
    )


def _information(
    order: Order, programs: Sequence[Program], intake: Intake, decisions: Decisions | None, mapping: HeaderMap | None
) -> RunInformation:
    return RunInformation(
        engine=EngineStamp(version=__version__, executor=order.executor),
        assessed_on=order.on,
        rule_sets=tuple(
            RuleSetRun(
                stamp=RuleSetStamp(id=one.rule_set, title=one.title, kind=one.kind, sha256=one.sha256),
                effective=days_result(one.effective),
                reference_date=one.reference_date,
            )
            for one in programs
        ),
        inputs=order.inputs,
        input_sha256=intake.sha256,
        applicants=intake.total,
        track=order.track,
        judgements=None if order.judgements is None else order.judgements.name,
        judgements_sha256=None if decisions is None else decisions.sha256,
        previous=None if order.previous is None else order.previous.name,
        tables=intake.read,
        mapping=None if order.mapping is None else order.mapping.name,
        mapping_sha256=None if mapping is None else mapping.sha256,
    )


def _written(
    final: Final,
    report: BatchReport,
    earlier: dict[tuple[str, str], Earlier] | None,
    sayings: Sayings,
    path: Path,
) -> Statistics:
    telling = Telling(report)
    match path.suffix:
        case ".xlsx":
            comparison = None if earlier is None else Comparison(earlier)
            return write_workbook(final.lines(telling), report, telling, comparison, path)
        case ".csv":
            return write_csv(final.lines(telling), path)
        case ".parquet":
            from engine.batch.parquet_out import write_parquet

            return write_parquet(final.rows(), report, sayings, path)
        case _:
            return write_jsonl(final.rows(), path)
