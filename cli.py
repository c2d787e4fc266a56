"""Words in, text and exit code out: one call a command, no rule logic. Heavy libraries are imported by the commands."""

import os
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from engine.report.command_line import Command, Group, complain, nearest_of, page_width, refuse
from engine.report.delivery import deliver as _deliver

if TYPE_CHECKING:
    from engine.load.library import Library
    from schemas.assessment import Result

FORMATS = ("text", "json", "md")
RULE_FORMATS = ("text", "md")
BEIJING = timezone(timedelta(hours=8))
"""Where a scheme's days begin and end, wherever the command runs."""

_EXITS = (
    "退出码：0 符合；1 不符合或不适用；2 用法或填写有误；3 尚有待定；70 程序内部错误。对照几个规则集时，按最好的结论。"
)

app = typer.Typer(
    cls=Group,
    name="zhunru",
    help="准入：对照科技平台的准入条件，逐条列出不满足的条件、差距、待定的原因和依据。",
    epilog="示例\n  zhunru check 案卷.yaml\n  zhunru rules show jilin/innovation-center",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
)
rules_app = typer.Typer(
    cls=Group,
    help="查看规则集：有哪些，各有什么条件，出自哪里。",
    short_help="查看规则集",
    epilog="示例\n  zhunru rules list\n  zhunru rules show jilin/pilot-center --format md -o 中试中心.md",
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.add_typer(rules_app, name="rules")


# --- completion -------------------------------------------------------------------------------------------------


def _rule_set_ids(incomplete: str) -> list[tuple[str, str]]:
    """Rule sets that start so, with their titles."""
    library = _library([])
    return [(name, one.title) for name, one in sorted(library.rule_sets.items()) if name.startswith(incomplete)]


def _track_titles(incomplete: str) -> list[str]:
    """Tracks of the shipped rule sets that start so."""
    titles = {track.title for one in _library([]).rule_sets.values() for track in one.tracks}
    return sorted(title for title in titles if title.startswith(incomplete))


def _formats(incomplete: str) -> list[str]:
    return [name for name in FORMATS if name.startswith(incomplete)]


def _rule_formats(incomplete: str) -> list[str]:
    return [name for name in RULE_FORMATS if name.startswith(incomplete)]


# --- options that several commands have -------------------------------------------------------------------------

Rules = Annotated[
    list[Path],
    typer.Option(
        "--rules", metavar="文件夹", help="在自带的规则之外，再加入这个文件夹里的规则集、字段和来源文件；可重复"
    ),
]
Format = Annotated[
    str,
    typer.Option("--format", metavar="格式", autocompletion=_formats, help="text（默认）、json 或 md"),
]
RuleFormat = Annotated[
    str, typer.Option("--format", metavar="格式", autocompletion=_rule_formats, help="text（默认）或 md")
]
Schemes = Annotated[
    list[str],
    typer.Option(
        "--scheme",
        metavar="规则集",
        autocompletion=_rule_set_ids,
        help="只对照这个规则集；可重复。不写则对照全部正式方案",
    ),
]
Track = Annotated[
    str | None,
    typer.Option(
        "--track", metavar="申报类型", autocompletion=_track_titles, help="按这一申报类型给出结论，优先于案卷里写的"
    ),
]
Day = Annotated[
    str | None, typer.Option("--on", metavar="日期", help="按这一天评估，如 2026-03-01；不写则为今天（北京时间）")
]
Output = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="文件", help="写入这个文件，不在屏幕上显示；写完才替换原有的文件"),
]


# --- commands ---------------------------------------------------------------------------------------------------


@app.callback(invoke_without_command=True)
def _main(
    version: Annotated[bool, typer.Option("--version", help="显示版本")] = False,
) -> None:
    if version:
        from engine.version import __version__

        typer.echo(f"zhunru {__version__}")
        raise typer.Exit


@app.command(
    cls=Command,
    help=(
        "对照规则集核对一份案卷：结论、每一项不满足的条件及其差距和依据、还有哪些待定、为什么待定；"
        "最后是对标参考，即其他方案的标准，不影响结论和退出码。"
    ),
    short_help="对照规则集核对一份案卷",
    epilog=(
        "示例\n  zhunru check 案卷.yaml\n"
        "  zhunru check 案卷.yaml --scheme jilin/innovation-center --track 跨区域合作\n"
        "  zhunru check 案卷.yaml --set 年销售收入下限=2000万元\n"
        "  zhunru check 案卷.yaml --format json -o 结果.json\n\n" + _EXITS
    ),
)
def check(
    profile: Annotated[Path, typer.Argument(metavar="案卷", help="申报单位填报的内容，YAML 或 JSON 文件")],
    *,
    scheme: Schemes = [],  # noqa: B006  # Typer copies it
    track: Track = None,
    on: Day = None,
    settings: Annotated[
        list[str],
        typer.Option("--set", metavar="参数=值", help="给标准未知的参数一个假设的值，结论注明按假设；可重复"),
    ] = [],  # noqa: B006
    what_if: Annotated[bool, typer.Option("--what-if", help="允许 --set 替换已公布的标准，用于试算")] = False,
    rules: Rules = [],  # noqa: B006
    engine: Annotated[str, typer.Option("--engine", metavar="执行器", help="inference（推理，默认）")] = "inference",
    output_format: Format = "text",
    output: Output = None,
    no_benchmarks: Annotated[
        bool, typer.Option("--no-benchmarks", help="不列对标参考（其他方案的标准，不影响结论）")
    ] = False,
    trace: Annotated[bool, typer.Option("--trace", help="附上推导过程：由哪些判定、依哪一条律、得出什么")] = False,
) -> None:
    """Check one profile."""
    _choose("--format", output_format, FORMATS, "E3010")
    from engine.assess import assess
    from engine.executors import EXECUTORS
    from engine.load.profile import load_case

    _choose("--engine", engine, EXECUTORS, "E3013")
    day, assumed = _day(on), _settings(settings)
    library = _library(rules)
    case = load_case(profile, library)
    if case.warnings:
        complain(case.warnings)
    result = assess(
        case,
        library,
        on=day,
        schemes=scheme,
        track=track,
        settings=assumed,
        what_if=what_if,
        executor=engine,
        trace=trace,
        benchmarks=not no_benchmarks,
    )
    match output_format:
        case "json":
            from engine.report.json_text import render as json_of

            _deliver(json_of(result), output)
        case "md":
            from engine.report.markdown import render as markdown_of

            _deliver(markdown_of(result), output)
        case _:
            from engine.report.terminal import render as page_of

            _deliver(page_of(result, 80 if output else page_width(120)), output)
    raise typer.Exit(exit_code(result))


@app.command(
    cls=Command,
    help=(
        "成批评审：读入许多份案卷，写出一个工作簿：汇总、不满足明细、待补充清单、待人工认定、原因统计、数据问题、运行信息。"
        "读不出来的案卷也占一行，注明没有评估。每份案卷对照它的申报类型所属的方案；没有写申报类型的，对照适用的各个方案。"
    ),
    short_help="成批评审，写出工作簿",
    epilog=(
        "示例\n  zhunru batch 案卷文件夹 -o 结果.xlsx --scheme jilin/innovation-center\n"
        "  zhunru batch '申报/*.yaml' -o 结果.xlsx --on 2026-03-01\n"
        "  zhunru batch 申报.jsonl -o 复审.xlsx --judgements 结果.xlsx --previous 结果.xlsx\n\n"
        "退出码：0 已写出结果（不论结论）；2 用法或输入有误；70 程序内部错误。"
    ),
)
def batch(
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="输入...", help="案卷文件夹、案卷文件、通配符，或一行一份案卷的 .jsonl 文件；可以有几个"
        ),
    ],
    *,
    output: Annotated[
        Path,
        typer.Option(
            "--output", "-o", metavar="文件", help="写到哪里：.xlsx（工作簿）、.csv（汇总）或 .jsonl（供程序用）"
        ),
    ],
    scheme: Schemes = [],  # noqa: B006
    track: Track = None,
    on: Day = None,
    rules: Rules = [],  # noqa: B006
    strict: Annotated[bool, typer.Option("--strict", help="只要有一份案卷有误就停下，不写结果")] = False,
    workers: Annotated[
        int | None, typer.Option("--workers", metavar="个数", help="同时用几个进程；不写则与处理器数相同。结果与此无关")
    ] = None,
    judgements: Annotated[
        Path | None,
        typer.Option("--judgements", metavar="文件", help="读回填好的「待人工认定」表（.xlsx 或 .csv）"),
    ] = None,
    previous: Annotated[
        Path | None, typer.Option("--previous", metavar="文件", help="上一次写出的结果，另出一张「与上次相比」")
    ] = None,
) -> None:
    """Assess many applicants."""
    from engine.batch import Order, run_batch, told
    from engine.batch.progress import progress_bar
    from engine.load.library import SHIPPED

    order = Order(
        inputs=tuple(inputs),
        output=output,
        folders=(SHIPPED, *rules),
        on=_day(on),
        schemes=tuple(scheme),
        track=track,
        strict=strict,
        workers=os.cpu_count() or 1 if workers is None else workers,
        judgements=judgements,
        previous=previous,
    )
    done = run_batch(order, _library(rules), progress_bar)
    if done.report.problems:
        complain(done.report.problems)
    typer.echo(told(done, output), err=True)


@rules_app.command("list", cls=Command, help="列出全部规则集。", epilog="示例\n  zhunru rules list")
def rules_list(rules: Rules = [], output_format: RuleFormat = "text", output: Output = None) -> None:  # noqa: B006
    """List the rule sets."""
    _choose("--format", output_format, RULE_FORMATS, "E3010")
    from engine.report.rule_table import list_markdown, list_page

    library = _library(rules)
    found = [(one, library.documents[name].sha256) for name, one in sorted(library.rule_sets.items())]
    _deliver(list_markdown(found) if output_format == "md" else list_page(found, page_width()), output)


@rules_app.command(
    "show",
    cls=Command,
    help="列出一个规则集的参数、各项条件和来源文件。",
    epilog="示例\n  zhunru rules show jilin/innovation-center\n  zhunru rules show jilin/pilot-center --format md",
)
def rules_show(
    rule_set: Annotated[
        str, typer.Argument(metavar="规则集", autocompletion=_rule_set_ids, help="规则集的编号，见 zhunru rules list")
    ],
    rules: Rules = [],  # noqa: B006
    output_format: RuleFormat = "text",
    output: Output = None,
) -> None:
    """Show one rule set."""
    _choose("--format", output_format, RULE_FORMATS, "E3010")
    from engine.report.rule_table import rule_sheet, sheet_markdown, sheet_page

    library = _library(rules)
    _choose("规则集", rule_set, sorted(library.rule_sets), "E3003")
    sheet = rule_sheet(library.rule_sets[rule_set], library, library.sources, library.documents[rule_set].sha256)
    _deliver(sheet_markdown(sheet) if output_format == "md" else sheet_page(sheet, page_width()), output)


@app.command(
    cls=Command,
    help="打印 JSON Schema，供编辑器补全中文的字段名和运算符，也供程序核对结果：rule-set、profile、result、facts、sources、regions、industries。",
    short_help="打印 JSON Schema，供编辑器补全",
    epilog="示例\n  zhunru schema rule-set\n  zhunru schema profile -o 案卷.schema.json",
)
def schema(
    name: Annotated[
        str, typer.Argument(metavar="名称", help="rule-set、profile、result、facts、sources、regions 或 industries")
    ],
    rules: Rules = [],  # noqa: B006
    output: Output = None,
) -> None:
    """Print a JSON Schema."""
    from engine.authoring.json_schema import SCHEMAS, schema_text

    _choose("名称", name, list(SCHEMAS), "E3014")
    _deliver(schema_text(name, _library(rules)), output)


# --- what commands are made of ----------------------------------------------------------------------------------


def _library(folders: list[Path]) -> "Library":
    """The shipped rules and those of further folders; warnings about them are told."""
    from engine.load.library import SHIPPED, load_library

    library = load_library((SHIPPED, *folders))
    if library.warnings:
        complain(library.warnings)
    return library


def _choose(what: str, word: str, known: "tuple[str, ...] | list[str]", code: str) -> None:
    """Refuse a word that is not among the known ones."""
    if word not in known:
        refuse(code, f"{what}「{word}」不在可用的值之内", nearest_of(word, known) or f"可用的值：{'、'.join(known)}")


def _day(text: str | None) -> date:
    if text is None:
        return datetime.now(UTC).astimezone(BEIJING).date()
    from engine.load.day import read_date
    from engine.load.problem import ValueProblem

    try:
        return read_date(text)
    except ValueProblem as problem:
        refuse("E3004", f"--on 的日期读不出来：{problem.message}", problem.remedy)


def _settings(written: list[str]) -> dict[str, str]:
    """`参数=值` pairs; the same parameter twice must have one value."""
    found: dict[str, str] = {}
    for pair in written:
        name, equals, value = (part.strip() for part in pair.replace("＝", "=").partition("="))
        if not (name and equals and value):
            refuse("E3011", f"--set「{pair}」不是「参数=值」的形式", "例如 --set 年销售收入下限=2000万元")
        if found.setdefault(name, value) != value:
            refuse("E3012", f"--set 给参数「{name}」写了两个不同的值：{found[name]} 和 {value}", "只留一个")
    return found


def exit_code(result: "Result") -> int:
    """The exit code of the best verdict: 0 eligible, 1 ineligible or not applicable, 3 open."""
    from engine.verdict import best
    from schemas.finding import Verdict

    verdict = best([one.verdict for one in result.assessments])
    return {Verdict.ELIGIBLE: 0, Verdict.INELIGIBLE: 1, Verdict.NOT_APPLICABLE: 1}.get(verdict, 3)
