"""Codes that are quoted text: regions (GB/T 2260), industries (GB/T 4754-2017), 统一社会信用代码."""

import re
from itertools import pairwise

from engine.load.problem import ValueProblem
from engine.load.text import as_text, quoted, tidy
from engine.load.uscc import uscc_problem
from schemas.condition import Scalar
from schemas.fact import Fact

_REGION = re.compile(r"[1-8][0-9](?:[0-9]{2}){0,2}")
_INDUSTRY = re.compile(r"([A-Za-z])?([0-9]{2,4})")

_SECTIONS = "ABCDEFGHIJKLMNOPQRST"
# GB/T 4754-2017 (amended 2019): the first two-digit division of each section A to T, and the end.
_FIRST_DIVISIONS = (1, 6, 13, 44, 47, 51, 53, 61, 63, 66, 70, 71, 73, 76, 80, 83, 84, 86, 91, 97, 98)
_SECTION_OF = {
    division: section
    for section, (first, after) in zip(_SECTIONS, pairwise(_FIRST_DIVISIONS), strict=True)
    for division in range(first, after)
}


def read_region(raw: Scalar, fact: Fact) -> str:
    """A region as the shortest code that names it: 220100 and 2201 are the same city, 220000 and 22 the province."""
    text = _quoted_code(raw, fact, "220100")
    if not _REGION.fullmatch(text):
        remedy = '写行政区划代码，2 位（省）、4 位（市）或 6 位（县），加引号，如「"220100"」'
        if re.search(r"[\u4e00-\u9fff]", text):
            raise ValueProblem("E2116", f"{fact.name}{quoted(text)}写的是地名，尚不能按名称识别", remedy)
        raise ValueProblem("E2116", f"{fact.name}{quoted(text)}不是行政区划代码", remedy)
    return re.sub(r"(?:00){1,2}$", "", text)


def read_industry(raw: Scalar, fact: Fact) -> str:
    """An industry as its digits; the letter of the section, if written, must be the one they belong to."""
    text = _quoted_code(raw, fact, "3911")
    match = _INDUSTRY.fullmatch(text)
    if match is None:
        remedy = '写国民经济行业分类代码，2 至 4 位数字，前面可带门类字母，加引号，如「"C3911"」'
        if re.search(r"[\u4e00-\u9fff]", text):
            raise ValueProblem("E2116", f"{fact.name}{quoted(text)}写的是行业名称，尚不能按名称识别", remedy)
        raise ValueProblem("E2116", f"{fact.name}{quoted(text)}不是行业代码", remedy)
    letter, digits = match.groups()
    section = _SECTION_OF.get(int(digits[:2]))
    if section is None:
        raise ValueProblem(
            "E2116", f"{fact.name}{quoted(text)}：行业分类没有 {digits[:2]} 大类", "核对前两位数字，应在 01 至 97 之间"
        )
    if letter is not None and letter.upper() != section:
        raise ValueProblem(
            "E2116",
            f"{fact.name}{quoted(text)}的字母与数字不符：{digits[:2]} 大类属于 {section} 门类",
            "核对字母和数字，或只写数字",
        )
    return digits


def read_uscc(raw: Scalar, fact: Fact) -> str:
    """A 统一社会信用代码 that is right, in capitals."""
    code = tidy(as_text(raw)).upper()
    problem = uscc_problem(code)
    if problem is not None:
        raise ValueProblem("E2115", f"{fact.name}{quoted(code)}{problem}", "对照营业执照或法人证书逐位核对")
    return code


def _quoted_code(raw: Scalar, fact: Fact, example: str) -> str:
    """The text of a code; as a number it could have lost the zeros in front."""
    if not isinstance(raw, str):
        raise ValueProblem(
            "E2116", f"{fact.name}{quoted(as_text(raw))}没有加引号，会被当作数", f'代码一律加引号，如「"{example}"」'
        )
    return tidy(raw)
