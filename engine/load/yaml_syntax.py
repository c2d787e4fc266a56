"""What the YAML parser complains of, in words a rule author or an applicant can act on."""

import re
from collections.abc import Sequence

from yaml.error import MarkedYAMLError

from engine.load.document import Mark, Spot

_FULL_WIDTH_COLON = re.compile(r"\s*(?:- )*[^\s:'\"#{\[][^:'\"#{\[]*：")
"""A line that starts with `键：`."""


_QUOTE = "给整个值加引号"
_ALIGN = "检查缩进是否与同级的键对齐"
_WORDINGS: Sequence[tuple[str, str, str]] = (
    ("could not find expected ':'", "这里应是“键: 值”，却没有冒号", "写成“键: 值”，半角冒号后空一格"),
    ("unexpected ':'", "冒号后面没有空格", "写成“键: 值”，半角冒号后空一格；若是文字的一部分，给整个值加引号"),
    ("mapping values are not", "这里不能再出现“键: 值”", f"值里含有“: ”时{_QUOTE}；否则{_ALIGN}"),
    ("mapping keys are not", "这里不能写“? 键”", "写成“键: 值”"),
    ("sequence entries are not", "这里不能写“- ”列表项", "列表另起一行写，或写成 [甲, 乙]"),
    ("',' or ']'", "方括号 [ ] 里的列表没有写完整", "项之间用半角逗号，末尾补上 ]；键或值里含有 , [ ] { } 时加引号"),
    ("',' or '}'", "花括号 { } 里的映射没有写完整", "项之间用半角逗号，末尾补上 }；键或值里含有 , [ ] { } 时加引号"),
    ("tab character", "缩进用了制表符（Tab）", "改用空格缩进，一级两个空格"),
    ("end of stream", "引号没有配对，直到文件末尾也没有收尾", "补上结尾的引号"),
    ("found unexpected document", "引号里出现了单独一行的 --- 或 ...", "检查引号是否配对"),
    ("URI", "以 ! 开头的值须加引号", _QUOTE),
    ("escape", "双引号里的反斜杠 \\ 写法不对", "改用单引号，或把 \\ 写成 \\\\"),
    ("decimal number", "双引号里的 \\x、\\u 之后须是十六进制数字", "改用单引号，或把 \\ 写成 \\\\"),
    ("hexadecimal", "双引号里的 \\x、\\u 之后须是十六进制数字", "改用单引号，或把 \\ 写成 \\\\"),
    ("Unicode", "双引号里的 \\u 转义不是一个字符", "改用单引号，或直接写出这个字"),
    ("incompatible", "只支持 YAML 1.1 和 1.2", "删去 %YAML 一行"),
    ("directive", "以 % 开头的一行不是 YAML 指令", "以 % 开头的值须加引号"),
    ("non-alphabetical", "以 % 开头的一行不是 YAML 指令", "以 % 开头的值须加引号"),
    ("version number", "以 % 开头的一行不是 YAML 指令", "以 % 开头的值须加引号"),
    ("alphabetic or numeric", "以 &、* 或 ! 开头的值须加引号", _QUOTE),
    ("tag", "以 ! 开头的值须加引号", _QUOTE),
    ("'>'", "以 ! 开头的值须加引号", _QUOTE),
    ("expected ' '", "以 ! 开头的值须加引号", _QUOTE),
    ("'!'", "以 ! 开头的值须加引号", _QUOTE),
    ("anchor", "一个值前只能有一个 & 标记，且本文件不支持它", _QUOTE),
    ("indentation indicator", "| 或 > 之后的写法不对", f"文字另起一行缩进书写，或{_QUOTE}"),
    ("line break", "| 或 > 之后的写法不对", f"文字另起一行缩进书写，或{_QUOTE}"),
    ("block scalar", "| 或 > 之后的写法不对", f"文字另起一行缩进书写，或{_QUOTE}"),
    ("document start", "此处之前的内容已经完整，不能再接别的内容", f"检查括号是否多写；{_ALIGN}"),
    ("node content", "这里缺少一个值", "补上值；值里含有 , [ ] { } 时加引号"),
    ("'-' indicator", "列表项没有对齐", "同一个列表的每一项都以“- ”开头，缩进相同"),
    ("expected key", "这里应是同级的下一个键", f"{_ALIGN}；引号或括号之后不能再有文字"),
    ("block end", "这里应是同级的下一个键或列表项", f"{_ALIGN}；引号或括号之后不能再有文字"),
)
"""Part of a message of libyaml or of PyYAML's own parser, and our words for it; the first that fits."""


def syntax_problem(error: MarkedYAMLError, text: str) -> tuple[str, Mark, str]:
    """The Chinese sentence, the place and the remedy for a syntax error."""
    problem = error.problem or ""
    mark: Mark = error.problem_mark or error.context_mark or Spot(0, 0)
    if "simple key" in (error.context or "") and error.context_mark is not None:
        mark = error.context_mark
    lines = text.splitlines()
    if "cannot start any token" in problem:
        character = lines[mark.line][mark.column]
        if character == "\t":
            return "缩进用了制表符（Tab）", mark, "改用空格缩进，一级两个空格"
        return f"值不能直接以 {character} 开头", mark, f'{_QUOTE}，例如 "{character}…"'
    message, remedy = next(
        ((message, remedy) for part, message, remedy in _WORDINGS if part in problem),
        ("这里不合 YAML 的写法", f"{_ALIGN}，引号和括号是否配对"),
    )
    if full_width_colon(lines[max(mark.line - 1, 0) : mark.line + 1]):
        remedy = "键后面是全角冒号“：”，改为半角冒号加空格“: ”"
    return message, mark, remedy


def full_width_colon(lines: Sequence[str]) -> bool:
    """Whether a line looks like `键：值`, written with a full-width colon."""
    return any(_FULL_WIDTH_COLON.match(line) for line in lines)
