"""Growing a document from the top: the one builder of the YAML and the JSON reader, with the limits of both."""

from typing import NoReturn

from engine.errors import InputError, InternalFault
from engine.load.document import Data, ItemSpots, KeySpots, Mark, Spots
from engine.load.text_file import UNPRINTABLE
from schemas.diagnostic import Diagnostic, Place

DEEPEST = 64
"""Levels of nesting."""
MOST_VALUES = 200_000
"""Values of one document: beyond it reading would take seconds."""
MOST_PROBLEMS = 50
"""Problems of one document that are told; a file with more is not what it was taken for."""


class _OpenMapping:
    """A mapping that is being filled; `key` is None when the next scalar is a key."""

    __slots__ = ("children", "data", "key", "mark")

    def __init__(self, data: dict[str, Data], children: dict[str, tuple[Mark, Spots]], mark: Mark) -> None:
        self.data, self.children, self.mark = data, children, mark
        self.key: str | None = None

    def put(self, value: Data, spots: Spots) -> None:
        key = self.key or ""
        self.data[key] = value
        self.children[key] = (self.mark, spots)
        self.key = None


class _OpenList:
    """A list that is being filled; it never waits for a key."""

    __slots__ = ("children", "data")
    key = ""

    def __init__(self, data: list[Data], children: list[Spots]) -> None:
        self.data, self.children = data, children

    def put(self, value: Data, spots: Spots) -> None:
        self.data.append(value)
        self.children.append(spots)


class Builder:
    """Takes a document's parts in reading order and keeps, beside the data, where everything stands.

    Problems are collected, and `finish` raises them all; `fail` raises at once what makes reading on senseless.
    """

    def __init__(self, file: str) -> None:
        self._file = file
        self._problems: list[Diagnostic] = []
        self._values = 0
        # The document itself is the only item of an outermost list.
        self._whole = _OpenList([], [])
        self._inside: _OpenMapping | _OpenList = self._whole
        self._above: list[_OpenMapping | _OpenList] = []

    @property
    def wants_key(self) -> bool:
        """Whether the next scalar is a key."""
        return self._inside.key is None

    def key(self, text: str, mark: Mark) -> None:
        """The next key of the innermost mapping, which is an error if that mapping has it already."""
        inside = self._inside
        if not isinstance(inside, _OpenMapping):
            raise InternalFault("a key outside of any mapping")
        first = inside.children.get(text)
        if first is not None:
            self.complain(
                "E1011",
                f"键「{text}」重复，第 {first[0].line + 1} 行已写过",
                mark,
                "只留一处；同一个键写两次时，无法知道以哪一处为准",
            )
        inside.key, inside.mark = text, mark

    def check_text(self, text: str, mark: Mark) -> None:
        """Refuse the control characters and half characters that escapes smuggle in: no terminal should see them."""
        if found := UNPRINTABLE.search(text):
            self.complain("E1017", f"转义出了不可见字符 U+{ord(found[0]):04X}", mark, "删去这个转义")

    def value(self, value: Data, mark: Mark) -> None:
        """A scalar: the value of the key before it, or the next item of a list."""
        self._put(value, mark, mark)

    def open_mapping(self, mark: Mark) -> None:
        """A mapping begins, and takes what comes until it is closed."""
        data: dict[str, Data] = {}
        spots = KeySpots(mark, {})
        self._put(data, spots, mark)
        self._enter(_OpenMapping(data, spots.children, mark), mark)

    def open_list(self, mark: Mark) -> None:
        """A list begins, and takes what comes until it is closed."""
        data: list[Data] = []
        spots = ItemSpots(mark, [])
        self._put(data, spots, mark)
        self._enter(_OpenList(data, spots.children), mark)

    def close(self) -> None:
        """The innermost mapping or list ends."""
        self._inside = self._above.pop()

    def complain(self, code: str, message: str, mark: Mark, remedy: str | None) -> None:
        """Note a problem that does not keep the rest from being read."""
        place = Place(file=self._file, line=mark.line + 1, column=mark.column + 1)
        self._problems.append(Diagnostic(code=code, message=message, place=place, remedy=remedy))
        if len(self._problems) == MOST_PROBLEMS:
            raise InputError(self._problems)

    def fail(self, code: str, message: str, mark: Mark, remedy: str) -> NoReturn:
        """Raise every problem noted, and this one, which keeps the rest from being read."""
        self.complain(code, message, mark, remedy)
        raise InputError(self._problems)

    def finish(self) -> tuple[Data, Spots]:
        """The document and its places, or every problem that was noted."""
        if self._problems:
            raise InputError(self._problems)
        return self._whole.data[0], self._whole.children[0]

    def _enter(self, container: _OpenMapping | _OpenList, mark: Mark) -> None:
        if len(self._above) == DEEPEST:
            self.fail("E1010", f"嵌套超过 {DEEPEST} 层", mark, "检查缩进和括号；规则和案卷用不到这样深的层次")
        self._above.append(self._inside)
        self._inside = container

    def _put(self, value: Data, spots: Spots, mark: Mark) -> None:
        self._values += 1
        if self._values > MOST_VALUES:
            self.fail("E1004", f"内容过多，超过 {MOST_VALUES} 个值", mark, "确认没有选错文件；成批的案卷请用表格")
        self._inside.put(value, spots)
