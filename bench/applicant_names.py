"""Plausible names of units and people, and valid 统一社会信用代码, drawn a column at a time."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

_BRANDS = "华中盛恒瑞德诚信宏泰嘉旭吉源鑫博远志达奥科创新联合通汇鸿天宇海纳长青松江北辰东光明启航金玉春城汉威凯瑞"
_TRADES = (
    "光电科技", "精密仪器", "新材料", "碳纤维", "新能源", "生物医药", "汽车零部件", "智能装备", "农业科技", "轨道交通装备",
    "中药", "人参制品", "软件", "电子科技", "环保工程", "食品", "化工", "医疗器械", "航空航天技术", "种业",
)  # fmt: skip
_FORMS = ("有限公司", "有限责任公司", "股份有限公司", "集团有限公司")
_FIELDS = ("光学", "应用化学", "农业科学", "中医药", "生物技术", "林业科学", "机械工程", "材料", "信息技术", "农业机械")
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红春梅建国志鹏宇浩然欣怡子轩思远晓东立新文博海波"

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""Of GB 32100: the digits, and the letters but I, O, S, V and Z."""
_LETTERS = np.frombuffer(ALPHABET.encode(), dtype=np.uint8)
_BASE36 = np.array([int(letter, 36) for letter in ALPHABET])
_INNER_WEIGHTS = np.array([3, 7, 9, 10, 5, 8, 4, 2])
_INNER_CHECKS = np.frombuffer(b"0X987654321", dtype=np.uint8)
_OUTER_WEIGHTS = np.array([pow(3, place, 31) for place in range(17)])
_ORGANISATIONS = 31**6
_STRIDE = 277_803_991
"""Prime to 31: neighbours get codes that look unrelated, and no code comes twice."""


def picked(draw: Any, words: Sequence[Any], count: int, weights: Sequence[float] | None = None) -> Any:
    """So many of the words, as an Arrow array."""
    return pa.array(words).take(pa.array(indices(draw, len(words), count, weights)))


def indices(draw: Any, size: int, count: int, weights: Sequence[float] | None = None) -> Any:
    """So many numbers below `size`, by weight."""
    if weights is None:
        return draw.integers(0, size, count)
    edges = np.cumsum(np.asarray(weights, dtype=float))
    return np.searchsorted(edges / edges[-1], draw.random(count), side="right").clip(0, size - 1)


def joined(*parts: Any) -> Any:
    """The parts of a text, one after another, row by row."""
    return pc.binary_join_element_wise(*parts, "")


def companies(draw: Any, places: Any) -> Any:
    """Names of enterprises: place, style, trade, form."""
    count = len(places)
    brands = [picked(draw, list(_BRANDS), count) for _ in range(2)]
    return joined(places, *brands, picked(draw, _TRADES, count), picked(draw, _FORMS, count, (70, 12, 12, 6)))


def institutions(draw: Any, places: Any, endings: Any) -> Any:
    """Names of universities, institutes, parks: place, style, field, what it is."""
    count = len(places)
    brands = [picked(draw, list(_BRANDS), count) for _ in range(2)]
    return joined(places, *brands, picked(draw, _FIELDS, count), endings)


def people(draw: Any, count: int) -> Any:
    """Names of people, of two or three characters."""
    last = picked(draw, [*_GIVEN, *[""] * (len(_GIVEN) // 2)], count)
    return joined(picked(draw, list(_SURNAMES), count), picked(draw, list(_GIVEN), count), last)


def phones(draw: Any, count: int) -> Any:
    """Mobile numbers, of a range that is nobody's."""
    digits = pc.utf8_lpad(pa.array(draw.integers(0, 10**7, count)).cast(pa.string()), 7, "0")
    return joined(pa.array(["1990"] * count), digits)


def codes(numbers: Any, heads: Any, regions: Any, seed: int) -> Any:
    """Valid 统一社会信用代码: no two of different `numbers` are the same.

    `heads` are the two first characters and `regions` the six that follow, as Arrow texts of that length.
    """
    count = len(numbers)
    code = np.empty((count, 18), dtype=np.uint8)
    code[:, :2] = _characters(heads, 2)
    code[:, 2:8] = _characters(regions, 6)
    rest = (np.asarray(numbers, dtype=np.int64) * _STRIDE + seed * 7919) % _ORGANISATIONS
    body = np.empty((count, 8), dtype=np.int64)
    body[:, 0], body[:, 1] = ALPHABET.index("M"), ALPHABET.index("A")
    for place in range(7, 1, -1):
        body[:, place] = rest % 31
        rest //= 31
    code[:, 8:16] = _LETTERS[body]
    code[:, 16] = _INNER_CHECKS[(_BASE36[body] @ _INNER_WEIGHTS) % 11]
    places = np.searchsorted(_LETTERS, code[:, :17])
    code[:, 17] = _LETTERS[-(places @ _OUTER_WEIGHTS) % 31]
    return pa.array(code.view("S18").ravel()).cast(pa.string())


def _characters(texts: Any, width: int) -> Any:
    return np.array(texts.to_numpy(zero_copy_only=False), dtype=f"S{width}").view(np.uint8).reshape(-1, width)
