"""What has a code: regions (GB/T 2260) and industries (GB/T 4754-2017), by code or name, and 统一社会信用代码."""

import re

from engine.load.industries import Industries
from engine.load.names import suggestion
from engine.load.problem import ValueProblem
from engine.load.regions import Regions
from engine.load.text import as_text, quoted, tidy
from engine.load.uscc import uscc_problem
from schemas.condition import Scalar
from schemas.fact import Fact

_REGION = re.compile(r"[1-8][0-9](?:[0-9]{2}){0,2}")
_INDUSTRY = re.compile(r"([A-Za-z])?([0-9]{2,4})")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")

_REGION_FORM = '写地名（如「吉林省长春市」），或 2、4、6 位的行政区划代码并加引号（如「"220100"」）'
_ZONE = "开发区、新区写它所在的区、县（市）"
_ELSEWHERE = f"{_ZONE}；外省的市、县没有列入，写代码并加引号"
_INDUSTRY_FORM = '写行业名称（如「汽车制造业」），或国民经济行业分类代码并加引号（如「"C3911"」）'


def read_region(raw: Scalar, fact: Fact, regions: Regions) -> str:
    """A region, by code or name, as the shortest code that names it: 220100, 2201 and 长春市 are the same city."""
    text = _quoted_code(raw, fact, "220100")
    written = f"{fact.name}{quoted(text)}"
    if _CHINESE.search(text):
        return _region_called(text, written, regions)
    if not _REGION.fullmatch(text):
        raise ValueProblem("E2116", f"{written}不是行政区划代码", _REGION_FORM)
    code = re.sub(r"(?:00){1,2}$", "", text)
    if code[:2] not in regions.names:
        raise ValueProblem("E2116", f"{written}：没有代码以 {code[:2]} 开头的省份", f"核对前两位；{_REGION_FORM}")
    if code in regions.superseded:
        raise _superseded(code, written, "是旧代码", regions)
    whole = regions.listed_fully(code)
    if whole is not None and code not in regions.names:
        raise ValueProblem(
            "E2116",
            f"{written}：{regions.full_name(whole)}没有这个代码（行政区划表截至 {regions.complete[whole]}）",
            f"核对各位数字，或改写地名；{_ZONE}",
        )
    return code


def _region_called(text: str, written: str, regions: Regions) -> str:
    """The one region of that name."""
    codes = regions.called(text)
    if len(codes) == 1:
        return codes[0]
    if codes:
        listed = "、".join(regions.text(code) for code in codes)
        raise ValueProblem(
            "E2119", f"{written}有几种读法：{listed}", f"写全称，如「{regions.full_name(codes[0])}」，或写代码"
        )
    former = regions.once_called(text)
    if former:
        raise _superseded(former[0], written, "是旧名称", regions)
    near = suggestion(text, regions.spellings())
    above = regions.begins_with(text)
    if above is None:
        raise ValueProblem("E2116", f"{written}不是行政区划表里的地名", f"{near or ''}{_ELSEWHERE}")
    if above in regions.complete or regions.listed_fully(above) is not None:
        raise ValueProblem("E2116", f"{written}：{regions.text(above)}之下没有这个地方", f"{near or ''}{_ZONE}")
    raise ValueProblem(
        "E2116",
        f"{written}只认得其中的{regions.text(above)}，其下的地方没有列入行政区划表",
        f"改写该地的行政区划代码，前 {len(above)} 位是 {above}，加引号",
    )


def _superseded(code: str, written: str, what: str, regions: Regions) -> ValueProblem:
    """A code, or its name, that is no longer used, with what took its place."""
    was = regions.superseded[code]
    now = "或".join(f"「{regions.full_name(successor)}」（{successor}）" for successor in was.now)
    return ValueProblem(
        "E2116", f"{written}{what}：{regions.former_text(code)}（{code}），{was.until} 年停用", f"现在写作{now}"
    )


def read_industry(raw: Scalar, fact: Fact, industries: Industries) -> str:
    """An industry, by code or name, as its digits; the letter of the section, if written, must be theirs."""
    text = _quoted_code(raw, fact, "3911")
    written = f"{fact.name}{quoted(text)}"
    section = industries.section_called(text)
    match = _INDUSTRY.fullmatch(text)
    if match is None:
        codes = industries.called(text)
        if len(codes) == 1:
            return codes[0]
        raise _no_industry(text, written, section, codes, industries)
    letter, digits = match.groups()
    section = industries.section_of.get(digits[:2])
    if section is None:
        raise ValueProblem("E2116", f"{written}：行业分类没有 {digits[:2]} 大类", "核对前两位数字，应在 01 至 97 之间")
    if letter is not None and letter.upper() != section:
        raise ValueProblem(
            "E2116",
            f"{written}的字母与数字不符：{digits[:2]} 大类属于 {section} 门类",
            "核对字母和数字，或只写数字",
        )
    return digits


def _no_industry(
    text: str, written: str, section: str | None, codes: list[str], industries: Industries
) -> ValueProblem:
    """Why a text that is no code is no name of one industry either."""
    if codes:
        listed = "、".join(industries.text(code) for code in codes)
        return ValueProblem("E2119", f"{written}有几种读法：{listed}", "改写代码，加引号")
    if section is not None:
        divisions = industries.divisions(section)
        return ValueProblem(
            "E2116",
            f"{written}写的是门类「{industries.sections[section]}」，须写到大类或更细",
            f"{section} 门类包括 {divisions[0]} 至 {divisions[-1]} 大类，如「{industries.names[divisions[0]]}」",
        )
    if not _CHINESE.search(text):
        return ValueProblem("E2116", f"{written}不是行业代码", _INDUSTRY_FORM)
    near = suggestion(text, industries.spellings())
    return ValueProblem(
        "E2116",
        f"{written}不是行业表里的名称",
        f'{near or ""}名称须与 GB/T 4754-2017 一致；表里列全了大类，没有列出的小类写代码，如「"C3911"」',
    )


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
