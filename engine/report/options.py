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
        "--engine", metavar="执行器", help="inference（推理，默认）或 columnar（列式）；结果相同，没有装推理的用列式"
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

# --- of batch ---------------------------------------------------------------------------------------------------

BatchOutput = Annotated[
    Path,
    typer.Option(
        "--output",
        "-o",
        metavar="文件",
        help="写到哪里：.xlsx（工作簿）、.csv（汇总）、.jsonl 或 .parquet（供程序用）",
    ),
]
