"""Words in, text and exit code out: one call a command, no rule logic. Heavy libraries are imported by the commands."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from engine.report.command_line import Command, Group, complain, note, page_width
from engine.report.completion import source_ids
from engine.report.delivery import deliver, write_file
from engine.report.option_words import choose, day_of, engine_of, folders_of, library_of, settings_of
from engine.report.options import (
    FORMATS,
    RULE_FORMATS,
    Backend,
    Bare,
    BatchInputs,
    BatchOutput,
    Day,
    Engine,
    Format,
    HeaderMapping,
    Judgements,
    Letters,
    LetterTemplate,
    NoBenchmarks,
    OpenOnly,
    Output,
    Previous,
    Profile,
    ReplyBy,
    Resume,
    RuleFormat,
    Rules,
    RuleSetName,
    SchemaName,
    Schemes,
    Settings,
    Strict,
    Trace,
    Track,
    WhatIf,
    Workers,
)

if TYPE_CHECKING:
    from schemas.assessment import Result

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
        "  zhunru check 案卷.yaml --format json -o 结果.json\n"
        "  zhunru check 案卷.yaml --scheme jilin/pilot-center --format docx -o 意见书.docx\n\n" + _EXITS
    ),
)
def check(
    profile: Profile,
    *,
    scheme: Schemes = [],  # noqa: B006  # Typer copies it
    track: Track = None,
    on: Day = None,
    settings: Settings = [],  # noqa: B006
    what_if: WhatIf = False,
    rules: Rules = [],  # noqa: B006
    bare: Bare = False,
    engine: Engine = None,
    output_format: Format = "text",
    output: Output = None,
    no_benchmarks: NoBenchmarks = False,
    trace: Trace = False,
    reply_by: ReplyBy = None,
    template: LetterTemplate = None,
) -> None:
    """Check one profile."""
    choose("--format", output_format, FORMATS, "E3010")
    from engine.assess import assess
    from engine.load.profile import load_case
    from engine.report.letter_request import letter_request

    executor = engine_of(engine, trace=trace)
    day, assumed = day_of(on), settings_of(settings)
    is_letter = output_format == "docx"
    letter = letter_request(wanted=is_letter, output=output, template=template, reply_by=reply_by, on=day)
    library = library_of(rules, bare)
    case = load_case(profile, library)
    complain(case.warnings)
    result = assess(
        case,
        library,
        on=day,
        schemes=scheme,
        track=track,
        settings=assumed,
        what_if=what_if,
        executor=executor,
        trace=trace,
        benchmarks=not (no_benchmarks or is_letter),
    )
    if letter is not None:
        write_file(letter.written(result, case), letter.output)
    else:
        from engine.report.formats import result_in

        deliver(result_in(result, output_format, to_file=output is not None), output)
    raise typer.Exit(exit_code(result))


@app.command(
    cls=Command,
    help=(
        "成批评审：读入一张汇总表或许多份案卷，写出一个工作簿：汇总、不满足明细、待补充清单、待人工认定、原因统计、数据问题、运行信息。"
        "读不出来的案卷也占一行，注明没有评估。每份案卷对照它的申报类型所属的方案；没有写申报类型的，对照适用的各个方案。"
    ),
    short_help="成批评审，写出工作簿",
    epilog=(
        "示例\n  zhunru batch 汇总表.xlsx -o 结果.xlsx\n"
        "  zhunru batch 案卷文件夹 -o 结果.xlsx --scheme jilin/innovation-center\n"
        "  zhunru batch '申报/*.yaml' -o 结果.xlsx --on 2026-03-01\n"
        "  zhunru batch 申报.parquet -o 结果.parquet\n"
        "  zhunru batch 申报.jsonl -o 复审.xlsx --judgements 结果.xlsx --previous 结果.xlsx\n"
        "  zhunru batch 案卷文件夹 -o 结果.xlsx --letters 意见书 --reply-by 2026-04-01\n"
        "  zhunru batch 申报.jsonl -o 结果.csv --on 2026-03-01 --resume\n\n"
        "退出码：0 已写出结果（不论结论）；2 用法或输入有误；70 程序内部错误。"
    ),
)
def batch(
    inputs: BatchInputs,
    *,
    output: BatchOutput,
    scheme: Schemes = [],  # noqa: B006
    track: Track = None,
    on: Day = None,
    rules: Rules = [],  # noqa: B006
    bare: Bare = False,
    mapping: HeaderMapping = None,
    engine: Engine = None,
    backend: Backend = "duckdb",
    strict: Strict = False,
    workers: Workers = None,
    judgements: Judgements = None,
    previous: Previous = None,
    letters: Letters = None,
    reply_by: ReplyBy = None,
    template: LetterTemplate = None,
    resume: Resume = None,
) -> None:
    """Assess many applicants."""
    from engine.batch import BACKENDS, Order, run_batch, told
    from engine.batch.letters import letter_order
    from engine.batch.progress import progress_bar

    choose("--backend", backend, BACKENDS, "E3013")
    day = day_of(on)
    order = Order(
        inputs=tuple(inputs),
        output=output,
        folders=folders_of(rules, bare),
        on=day,
        schemes=tuple(scheme),
        track=track,
        strict=strict,
        workers=os.cpu_count() or 1 if workers is None else workers,
        judgements=judgements,
        previous=previous,
        mapping=mapping,
        executor=engine_of(engine),
        engine_asked=engine is not None,
        letters=letter_order(letters, template=template, reply_by=reply_by, on=day),
        resume=resume,
        backend=backend,
    )
    done = run_batch(order, library_of(rules, bare), progress_bar, note)
    complain(done.report.problems)
    typer.echo(told(done, output), err=True)


@rules_app.command("list", cls=Command, help="列出全部规则集。", epilog="示例\n  zhunru rules list")
def rules_list(
    *,
    rules: Rules = [],  # noqa: B006
    bare: Bare = False,
    open_only: Annotated[bool, typer.Option("--open", help="改为统计各规则集还有哪些不知道")] = False,
    output_format: RuleFormat = "text",
    output: Output = None,
) -> None:
    """List the rule sets."""
    choose("--format", output_format, RULE_FORMATS, "E3010")
    from engine.report.open_sheet import counts_in
    from engine.report.rule_table import list_markdown, list_page

    library = library_of(rules, bare)
    if open_only:
        deliver(counts_in(library.rule_sets, library.sources, output_format, page_width()), output)
        return
    found = [(one, library.documents[name].sha256) for name, one in sorted(library.rule_sets.items())]
    deliver(list_markdown(found) if output_format == "md" else list_page(found, page_width()), output)


@rules_app.command(
    "show",
    cls=Command,
    help="列出一个规则集的参数、各项条件和来源文件。",
    epilog="示例\n  zhunru rules show jilin/innovation-center\n  zhunru rules show jilin/pilot-center --format md",
)
def rules_show(
    rule_set: RuleSetName,
    *,
    open_only: OpenOnly = False,
    rules: Rules = [],  # noqa: B006
    bare: Bare = False,
    output_format: RuleFormat = "text",
    output: Output = None,
) -> None:
    """Show one rule set."""
    choose("--format", output_format, RULE_FORMATS, "E3010")
    from engine.report.open_sheet import points_in
    from engine.report.rule_table import rule_sheet, sheet_markdown, sheet_page

    library = library_of(rules, bare)
    choose("规则集", rule_set, sorted(library.rule_sets), "E3003")
    if open_only:
        deliver(points_in(library.rule_sets[rule_set], library.sources, output_format, page_width()), output)
        return
    sheet = rule_sheet(library.rule_sets[rule_set], library, library.sources, library.documents[rule_set].sha256)
    deliver(sheet_markdown(sheet) if output_format == "md" else sheet_page(sheet, page_width()), output)


@rules_app.command(
    "copy",
    cls=Command,
    help="把自带的规则（字段、来源文件、规则集）复制到一个新的文件夹，供修改和试验；用 --rules 文件夹 --no-shipped 运行。",
    short_help="复制自带的规则，供修改和试验",
    epilog="示例\n  zhunru rules copy 我的规则\n  zhunru rules list --rules 我的规则 --no-shipped",
)
def rules_copy(target: Annotated[Path, typer.Argument(metavar="文件夹", help="新的或空的文件夹")]) -> None:
    """Copy the shipped rules."""
    from engine.authoring.rule_copy import copy_rules

    copy_rules(target)
    typer.echo(f"已把自带的规则复制到 {target}", err=True)


@app.command(
    cls=Command,
    help="列出来源文件：发布机关、日期、所据文本、效力、实际见到的是什么，以及以它为依据的条件和参数。",
    short_help="列出来源文件和以它为依据的条件",
    epilog="示例\n  zhunru sources\n  zhunru sources jilin-2027-call\n  zhunru sources --format json",
)
def sources(
    source: Annotated[
        str | None, typer.Argument(metavar="[来源文件]", autocompletion=source_ids, help="编号；不写则列出全部")
    ] = None,
    *,
    rules: Rules = [],  # noqa: B006
    bare: Bare = False,
    output_format: Format = "text",
    output: Output = None,
) -> None:
    """List the documents and what rests on them."""
    choose("--format", output_format, FORMATS, "E3010")
    from engine.report.source_table import sources_in

    library = library_of(rules, bare)
    if source is not None:
        choose("来源文件", source, sorted(library.sources), "E3022")
    deliver(sources_in(library, source, output_format, page_width()), output)


@app.command(
    "test",
    cls=Command,
    help="运行中文场景（.feature 文件）：按规则评估，核对期望的结果；不符的，说明期望、实际和理由。",
    short_help="运行中文场景，核对规则",
    epilog=(
        "示例\n  zhunru test 场景\n  zhunru test 场景/年销售收入.feature --rules 我的规则\n"
        "  zhunru test 场景 --only 边界 --junit 结果.xml\n\n"
        "退出码：0 全部通过；1 有场景不通过；2 场景或规则写得不对，或没有找到场景；70 程序内部错误。"
    ),
)
def run_tests(
    paths: Annotated[list[Path], typer.Argument(metavar="场景…", help=".feature 文件，或放它们的文件夹；可写几个")],
    *,
    only: Annotated[
        str | None, typer.Option("--only", "-k", metavar="文字", help="只运行名称里有这段文字的场景")
    ] = None,
    rules: Rules = [],  # noqa: B006
    bare: Bare = False,
    engine: Engine = None,
    junit: Annotated[Path | None, typer.Option("--junit", metavar="文件", help="另写一份 JUnit XML")] = None,
) -> None:
    """Run scenarios."""
    library_of(rules, bare)  # what is wrong with the rules is told before anything runs
    from engine.authoring.scenario_command import junit_text, summary_page, try_scenarios

    run = try_scenarios(paths, only, folders_of(rules, bare), engine_of(engine))
    if junit is not None:
        deliver(junit_text(run), junit)
    deliver(summary_page(run, page_width()), None)
    raise typer.Exit(run.exit_code)


@app.command(
    cls=Command,
    help="打印 JSON Schema，供编辑器补全中文的字段名和运算符，也供程序核对结果：rule-set、profile、result、batch-row、facts、sources、regions、industries。",
    short_help="打印 JSON Schema，供编辑器补全",
    epilog="示例\n  zhunru schema rule-set\n  zhunru schema profile -o 案卷.schema.json",
)
def schema(
    name: SchemaName,
    rules: Rules = [],  # noqa: B006
    bare: Bare = False,
    output: Output = None,
) -> None:
    """Print a JSON Schema."""
    from engine.authoring.json_schema import SCHEMAS, schema_text

    choose("名称", name, list(SCHEMAS), "E3014")
    deliver(schema_text(name, library_of(rules, bare)), output)


@app.command(
    "letter-template",
    cls=Command,
    help=(
        "写出审查意见书默认的 Word 模板，供修改标题、页眉、样式和固定的语句，再用 --template 指定。"
        "双花括号里的是占位符：{{基本情况}}、{{草稿说明}}、{{审查意见}}、{{认定与签署}}各独占一段；"
        "{{单位名称}}等可以写在任何地方。"
    ),
    short_help="写出审查意见书默认的 Word 模板",
    epilog=(
        "示例\n  zhunru letter-template -o 模板.docx\n"
        "  zhunru check 案卷.yaml --format docx --template 模板.docx -o 意见书.docx"
    ),
)
def letter_template_file(output: Output = None) -> None:
    """Write the default template of a letter."""
    from engine.report.letter_request import default_template_for

    write_file(*default_template_for(output))


# --- what commands are made of ----------------------------------------------------------------------------------


def exit_code(result: "Result") -> int:
    """The exit code of the best verdict: 0 eligible, 1 ineligible or not applicable, 3 open."""
    from engine.verdict import best
    from schemas.finding import Verdict

    verdict = best([one.verdict for one in result.assessments])
    return {Verdict.ELIGIBLE: 0, Verdict.INELIGIBLE: 1, Verdict.NOT_APPLICABLE: 1}.get(verdict, 3)
