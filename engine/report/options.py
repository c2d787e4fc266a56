"""Options that several commands have: how they are written, what they mean, what completes them."""

from pathlib import Path
from typing import Annotated

import typer

from engine.report.completion import rule_set_ids, track_titles

FORMATS = ("text", "json", "md", "docx")
RULE_FORMATS = ("text", "md")


def _formats(incomplete: str) -> list[str]:
    return [name for name in FORMATS if name.startswith(incomplete)]


def _rule_formats(incomplete: str) -> list[str]:
    return [name for name in RULE_FORMATS if name.startswith(incomplete)]


Rules = Annotated[
    list[Path],
    typer.Option(
        "--rules", metavar="文件夹", help="在自带的规则之外，再加入这个文件夹里的规则集、字段和来源文件；可重复"
    ),
]
Bare = Annotated[bool, typer.Option("--no-shipped", help="不用自带的规则，只用 --rules 给出的文件夹")]
Format = Annotated[
    str,
    typer.Option(
        "--format",
        metavar="格式",
        autocompletion=_formats,
        help="text（默认）、json、md 或 docx（审查意见书，须写 -o）",
    ),
]
RuleFormat = Annotated[
    str, typer.Option("--format", metavar="格式", autocompletion=_rule_formats, help="text（默认）或 md")
]
Schemes = Annotated[
    list[str],
    typer.Option(
        "--scheme",
        metavar="规则集",
        autocompletion=rule_set_ids,
        help="只对照这个规则集；可重复。不写则对照全部正式方案",
    ),
]
Track = Annotated[
    str | None,
    typer.Option(
        "--track", metavar="申报类型", autocompletion=track_titles, help="按这一申报类型给出结论，优先于案卷里写的"
    ),
]
Day = Annotated[
    str | None, typer.Option("--on", metavar="日期", help="按这一天评估，如 2026-03-01；不写则为今天（北京时间）")
]
Engine = Annotated[
    str | None,
    typer.Option(
        "--engine",
        metavar="执行器",
        help="inference（推理，默认）或 columnar（列式），结果相同；没有装推理的、从 Parquet 到 Parquet 的，不写则用列式",
    ),
]
Output = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="文件", help="写入这个文件，不在屏幕上显示；写完才替换原有的文件"),
]

ReplyBy = Annotated[
    str | None,
    typer.Option("--reply-by", metavar="日期", help="意见书里的补正期限，如 2026-04-01；不写则留空，由审核人填写"),
]
LetterTemplate = Annotated[
    Path | None,
    typer.Option("--template", metavar="文件", help="意见书用这个 Word 模板，见 zhunru letter-template"),
]
HeaderMapping = Annotated[
    Path | None,
    typer.Option(
        "--map",
        metavar="文件",
        help="表头对照文件（YAML），一行一个「表头: 字段」，如「销售额: 年销售收入（万元）」；不读的列写「忽略」",
    ),
]

# --- of check ---------------------------------------------------------------------------------------------------

Profile = Annotated[
    Path, typer.Argument(metavar="案卷", help="申报单位填报的内容：YAML、JSON 文件，或一行的表格（CSV、XLSX）")
]
Settings = Annotated[
    list[str],
    typer.Option("--set", metavar="参数=值", help="给标准未知的参数一个假设的值，结论注明按假设；可重复"),
]
WhatIf = Annotated[bool, typer.Option("--what-if", help="允许 --set 替换已公布的标准，用于试算")]
NoBenchmarks = Annotated[bool, typer.Option("--no-benchmarks", help="不列对标参考（其他方案的标准，不影响结论）")]
Trace = Annotated[bool, typer.Option("--trace", help="附上推导过程：由哪些判定、依哪一条律、得出什么")]

# --- of batch ---------------------------------------------------------------------------------------------------

BatchInputs = Annotated[
    list[str],
    typer.Argument(
        metavar="输入...",
        help="汇总表（.xlsx、.csv、.parquet，一行一个申报单位）、案卷文件夹、案卷文件、通配符，或 .jsonl 文件；可以有几个",
    ),
]
BatchOutput = Annotated[
    Path,
    typer.Option(
        "--output",
        "-o",
        metavar="文件",
        help="写到哪里：.xlsx（工作簿）、.csv（汇总）、.jsonl 或 .parquet（供程序用）",
    ),
]
Strict = Annotated[bool, typer.Option("--strict", help="只要有一份案卷或一格有误就停下，不写结果")]
Workers = Annotated[
    int | None, typer.Option("--workers", metavar="个数", help="同时用几个进程；不写则与处理器数相同。结果与此无关")
]
Judgements = Annotated[
    Path | None, typer.Option("--judgements", metavar="文件", help="读回填好的「待人工认定」表（.xlsx 或 .csv）")
]
Previous = Annotated[
    Path | None, typer.Option("--previous", metavar="文件", help="上一次写出的结果，另出一张「与上次相比」")
]
Letters = Annotated[
    Path | None,
    typer.Option("--letters", metavar="文件夹", help="另为每份案卷写一份审查意见书（.docx），放进这个新的文件夹"),
]
Resume = Annotated[
    bool | None,
    typer.Option(
        "--resume/--no-resume",
        help="上次没有做完的，接着做，结果与一次做完相同；--no-resume 则丢弃做完的部分，从头开始",
    ),
]

Backend = Annotated[
    str,
    typer.Option(
        "--backend",
        metavar="后端",
        help="Parquet 由什么计算：duckdb（默认，本机）或 spark（多台机器，读写文件夹，见 docs/scale.md）；结果相同",
    ),
]

# --- of rules ---------------------------------------------------------------------------------------------------

RuleSetName = Annotated[
    str, typer.Argument(metavar="规则集", autocompletion=rule_set_ids, help="规则集的编号，见 zhunru rules list")
]
OpenOnly = Annotated[
    bool, typer.Option("--open", help="只列出还不知道的：标准、条文、来源，以及由人认定的条件，和怎样了结")
]

# --- of schema --------------------------------------------------------------------------------------------------

SchemaName = Annotated[
    str,
    typer.Argument(metavar="名称", help="rule-set、profile、result、batch-row、facts、sources、regions 或 industries"),
]
