"""The fixed test vocabulary: a fact of every type, and for each the few values that rules and profiles share.

Thresholds and values come from the same small pools, so that boundaries are hit all the time.
"""

from dataclasses import dataclass
from fractions import Fraction

import yaml

from schemas.fact import Fact, FactType
from tests.drawing.language import LANGUAGE, MORE_FACTS, MORE_POOLS
from tests.oracle.mentions import parts
from tests.oracle.reading import split
from tests.oracle.scene import World

FACTS = """\
单位名称: {id: name, type: text}
统一社会信用代码: {id: uscc, type: uscc}
申报类型: {id: application_track, type: text}
技术领域: {id: field, type: text}
单位类型: {id: kinds, type: choices, values: [企业, 高等院校, 科研院所, 产业园区]}
法人类型: {id: legal_form, type: choice, values: [企业法人, 事业单位法人, 机关法人]}
高新技术企业: {id: high_tech, type: yes_no}
独立法人: {id: independent, type: yes_no}
注册地: {id: region, type: region}
所属行业: {id: industry, type: industry}
成立日期: {id: founded_on, type: date}
证书有效期至: {id: expires_on, type: date}
失信记录: {id: records, type: dates, count_as: 条}
职工总数: {id: staff, type: count, count_as: 人, min: 0}
研发人员数: {id: rd_staff, type: count, count_as: 人, min: 0, max: 200}
年产能: {id: capacity, type: number, unit: 吨}
行业排名: {id: rank, type: number, unit: 名, min: 1, max: 100}
外资比例: {id: foreign_share, type: percent, min: 0, max: 100}
年销售收入: {id: sales, type: money, yearly: true, min: 0}
研发投入: {id: rd, type: money, yearly: true, min: 0}
净利润: {id: profit, type: money, yearly: true}
设备原值: {id: equipment, type: money, min: 0}
在建设备原值: {id: coming_equipment, type: money, min: 0, max: 5000000}
场地面积: {id: area, type: area, min: 0}
研发投入强度: {id: rd_intensity, type: percent, yearly: true, derive: {ratio: [研发投入, 年销售收入]}}
研发人员占比: {id: rd_staff_share, type: percent, min: 0, derive: {ratio: [研发人员数, 职工总数]}}
研发利润比: {id: rd_to_profit, type: number, yearly: true, derive: {ratio: [研发投入, 净利润]}}
设备总值: {id: all_equipment, type: money, min: 0, derive: {sum: [设备原值, 在建设备原值]}}
在建占比: {id: coming_share, type: percent, derive: {ratio: [在建设备原值, 设备总值]}}
收支合计: {id: turnover, type: money, yearly: true, derive: {sum: [年销售收入, 研发投入, 净利润]}}
骨干企业: {id: backbone, type: list, of: enterprise, count_as: 家, dated_by: 成立日期}
"""
FACTS += MORE_FACTS if LANGUAGE else ""

SOURCES = """\
test-source: {title: 试验办法, issuer: 试验机关, level: official, in_force: yes}
"""

POOLS: dict[str, tuple[str, ...]] = {
    "职工总数": ("20", "19", "200", "0", "21"),
    "研发人员数": ("2", "20", "0", "19", "200"),
    "年产能": ("50", "49.999", "0", "-1"),
    "行业排名": ("10", "1", "100", "11"),
    "外资比例": ("3", "2.9999", "0", "100", "30"),
    "年销售收入": ("30000000", "29999999.99", "100000000", "0"),
    "研发投入": ("1000000", "900000", "899999.99", "3000000", "0"),
    "净利润": ("500000", "0", "-1000000", "1000000"),
    "设备原值": ("5000000", "4999999.99", "0", "8000000"),
    "在建设备原值": ("5000000", "0.01", "0", "3000000"),
    "场地面积": ("500", "499.99", "2000", "0"),
    "研发投入强度": ("3", "10", "2.9999", "1", "0"),
    "研发人员占比": ("10", "100", "95", "0"),
    "研发利润比": ("2", "1", "-1", "0"),
    "设备总值": ("10000000", "5000000", "13000000", "0", "4999999.99"),
    "在建占比": ("50", "0", "100", "30"),
    "收支合计": ("31500000", "0", "100000000", "34000000"),
    "骨干企业": ("2", "1", "3", "0", "4"),
    "失信记录": ("1", "0", "2"),
    **(MORE_POOLS if LANGUAGE else {}),
}
"""Numbers in canonical units, the most telling first."""

WORDS: dict[str, tuple[str, ...]] = {
    "技术领域": ("新材料", "ABC", "医药 健康", "光电"),
    "单位类型": ("企业", "高等院校", "科研院所", "产业园区"),
    "法人类型": ("企业法人", "事业单位法人", "机关法人"),
    "合作领域": ("新材料", "ABC", "医药 健康", "光电"),
    "主营类型": ("企业", "高等院校", "科研院所", "产业园区"),
}

CODES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "注册地": (("220102", "2201", "22", "11"), ("220102", "220100", "220000", "110105", "220203")),
    "所属行业": (("C26", "2614", "65", "C2614"), ("C2614", "26", "2829", "I65", "C26")),
    "合作地": (("2201", "22", "11"), ("220102", "220100", "220000", "110105")),
    "主导产业": (("C26", "2614", "65"), ("C2614", "26", "I65")),
}
"""Codes in rules and codes in profiles."""

ASSESSED_ON = ("2026-03-01", "2028-02-29")
"""The two dates; the second is a leap day."""

DAYS = (
    "2026-03-01",
    "2026-02-28",
    "2026-03-02",
    "2028-02-29",
    "2028-03-01",
    "2023-03-01",
    "2023-02-28",
    "2025-02-28",
    "2025-02-27",
    "2027-11-29",
)
"""Days on both sides of the dates and of the windows that end with them."""

PERIODS = ("3 年", "36 个月", "30 天", "1 年", "3 个月")

YEARS = (2025, 2027, 2024)
"""The base years of the two dates, and the one that a rule set may fix."""


@dataclass(frozen=True)
class Vocabulary:
    """The facts, in groups that operators are drawn for."""

    facts: dict[str, Fact]

    def named(self, *types: FactType) -> tuple[str, ...]:
        """The facts of some types that rules read."""
        skipped = ("单位名称", "统一社会信用代码", "申报类型")
        return tuple(name for name, fact in self.facts.items() if fact.type in types and name not in skipped)

    def is_yearly(self, name: str) -> bool:
        """A fact of years, or one computed from such."""
        return World(self.facts, {}).is_yearly(self.facts[name])

    def is_derived(self, name: str) -> bool:
        """Whether a fact is computed from others."""
        return self.facts[name].derive is not None

    def parts(self, name: str) -> tuple[str, ...]:
        """What a fact is computed from, facts of members among it."""
        derive = self.facts[name].derive
        return () if derive is None else tuple(split(part)[0] for part in parts(derive))

    def depth(self, name: str) -> int:
        """How many derivations stand between a fact and what is stated."""
        return 1 + max(map(self.depth, self.parts(name))) if self.is_derived(name) else 0

    def comparable(self, name: str) -> tuple[str, ...]:
        """The numeric facts of the same type and unit."""
        wanted = dimension(self.facts[name])
        return tuple(other for other, fact in self.facts.items() if fact.type.is_numeric and dimension(fact) == wanted)


def dimension(fact: Fact) -> tuple[FactType, str | None]:
    """What two numbers must share to be compared; lists and dates are compared as counts."""
    if fact.type in (FactType.LIST, FactType.DATES):
        return FactType.COUNT, fact.count_as
    return fact.type, fact.unit or fact.count_as


VOCABULARY = Vocabulary(
    {name: Fact.model_validate({"name": name, **body}) for name, body in yaml.safe_load(FACTS).items()}
)


def shapes(fact: Fact, number: Fraction) -> tuple[str, ...]:
    """The ways to write a number of a fact, all exact, the plainest first."""
    match fact.type:
        case FactType.MONEY:
            worths = {" 万元": 10**4, "元": 1, " 亿元": 10**8, "千元": 10**3, "百万元": 10**6}
        case FactType.AREA:
            worths = {" ㎡": 1, "平方米": 1}
        case FactType.PERCENT:
            worths = {"%": 1}
        case FactType.NUMBER:
            worths = {f" {fact.unit}" if fact.unit else "": 1}
        case _:
            worths = {f" {fact.count_as}": 1, "": 1}
    return tuple(decimal_text(number / worth) + unit for unit, worth in worths.items())


def decimal_text(number: Fraction) -> str:
    """A terminating decimal, written out."""
    places = 0
    while (number * 10**places).denominator != 1:
        places += 1
    digits = f"{abs(number.numerator) * 10**places // number.denominator:0{places + 1}d}"
    whole, decimals = (digits[:-places], "." + digits[-places:]) if places else (digits, "")
    return ("-" if number < 0 else "") + whole + decimals
