"""JSON text → plain data with places: strict JSON, read iteratively and exactly (decimals never become floats)."""

import re
from decimal import Decimal
from json import JSONDecodeError, JSONDecoder
from typing import NoReturn

from engine.load.document import Data, Spot, Spots
from engine.load.scalar import MOST_DIGITS
from engine.load.tree import Builder

_SPACE = re.compile(r"[ \t\n\r]*")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?(?![0-9.])")
_WORD = re.compile(r"[^\s,:\[\]{}\"]+")
_DECODER = JSONDecoder()
_WORDS: dict[str, bool | None] = {"null": None, "true": True, "false": False}


def build_json(text: str, file: str) -> tuple[Data, Spots]:
    """The data and the places of a JSON text. Raises InputError with every problem found."""
    return _Reader(text, file).read()


class _Reader:
    """A cursor over the text; what may come next is known from the innermost open bracket."""

    def __init__(self, text: str, file: str) -> None:
        self._text = text
        self._builder = Builder(file)
        self._at = 0
        self._line = 0
        self._line_start = 0

    def read(self) -> tuple[Data, Spots]:
        brackets: list[str] = []
        builder = self._builder
        fresh = False  # just after an opening bracket, where it may close at once
        while True:
            self._skip_space()
            here = self._here()
            character = self._text[self._at : self._at + 1]
            if fresh and character == brackets[-1]:
                self._at += 1
                builder.close()
                brackets.pop()
            else:
                if builder.wants_key:
                    self._key(character, here)
                    self._skip_space()
                    here = self._here()
                    character = self._text[self._at : self._at + 1]
                if character in ("{", "["):
                    self._at += 1
                    if character == "{":
                        builder.open_mapping(here)
                    else:
                        builder.open_list(here)
                    brackets.append("}" if character == "{" else "]")
                    fresh = True
                    continue
                builder.value(self._scalar(character, here), here)
            fresh = False
            if not self._closes(brackets):
                return builder.finish()

    def _closes(self, brackets: list[str]) -> bool:
        """Pass over what ends a value: closing brackets and a comma; False at the end of the document."""
        while brackets:
            self._skip_space()
            character = self._text[self._at : self._at + 1]
            if character == ",":
                self._at += 1
                return True
            if character != brackets[-1]:
                closing = brackets[-1]
                self._wrong(f"这里应是逗号或 {closing}", "值与值之间用半角逗号；检查括号和引号是否配对")
            self._at += 1
            self._builder.close()
            brackets.pop()
        self._skip_space()
        if self._at < len(self._text):
            self._wrong("文件末尾有多余的内容", "一个文件只写一个 JSON 值")
        return False

    def _key(self, character: str, here: Spot) -> None:
        if character != '"':
            self._wrong("这里应是双引号括起的键", '键写成 "单位名称"；最后一项之后不写逗号')
        self._builder.key(self._string(here), here)
        self._skip_space()
        if self._text[self._at : self._at + 1] != ":":
            self._wrong("键之后缺少半角冒号", '写成 "键": 值')
        self._at += 1

    def _scalar(self, character: str, here: Spot) -> Data:
        if character == '"':
            return self._string(here)
        number = _NUMBER.match(self._text, self._at)
        if number is not None:
            self._at = number.end()
            return self._number(number, here)
        word = _WORD.match(self._text, self._at)
        if word is None or word[0] not in _WORDS:
            shown = f"，却写着 {word[0][:20]}" if word is not None else ""
            self._wrong(f"这里应是一个 JSON 值{shown}", "文字和日期用双引号括起；数、true、false、null 不加引号")
        self._at = word.end()
        return _WORDS[word[0]]

    def _string(self, here: Spot) -> str:
        try:
            value, self._at = _DECODER.raw_decode(self._text, self._at)
        except JSONDecodeError as error:
            if error.msg.startswith("Unterminated"):
                self._wrong("双引号没有配对", "补上结尾的双引号")
            self._at = error.pos
            if "control" in error.msg:
                self._wrong(
                    "双引号没有配对，或字符串里直接换了行", "补上结尾的双引号；字符串里的换行写成 \\n，制表符写成 \\t"
                )
            self._wrong("字符串里的反斜杠写法不对", "反斜杠写成 \\\\")
        self._builder.check_text(value, here)
        return str(value)

    def _number(self, number: re.Match[str], here: Spot) -> Data:
        text, fraction, exponent = number[0], number[1], number[2]
        if len(text) > MOST_DIGITS or (exponent and len(exponent) > 4):
            self._builder.complain(
                "E1018", f"数太长，超过 {MOST_DIGITS} 位", here, "代码和编号须加引号；数请检查是否多写了"
            )
            return None
        return Decimal(text) if fraction or exponent else int(text)

    def _skip_space(self) -> None:
        end = _SPACE.match(self._text, self._at).end()  # type: ignore[union-attr]
        lines = self._text.count("\n", self._at, end)
        if lines:
            self._line += lines
            self._line_start = self._text.rfind("\n", self._at, end) + 1
        self._at = end

    def _here(self) -> Spot:
        return Spot(self._line, self._at - self._line_start)

    def _wrong(self, message: str, remedy: str) -> NoReturn:
        self._builder.fail("E1009", f"不是合法的 JSON：{message}", self._here(), remedy)
