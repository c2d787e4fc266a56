"""The vocabulary of rules, profiles, tables, questions and scenarios (`rules/facts.yaml`)."""

from decimal import Decimal
from enum import StrEnum
from typing import Any, Self

from pydantic import Field, StrictBool, StrictInt, model_validator

from schemas.condition import Condition, TableRow
from schemas.frozen import Frozen
from schemas.rule_set import Basis


class FactType(StrEnum):
    """The types of facts, a closed set."""

    TEXT = "text"
    YES_NO = "yes_no"
    COUNT = "count"
    NUMBER = "number"
    PERCENT = "percent"
    MONEY = "money"
    AREA = "area"
    DATE = "date"
    DATES = "dates"
    CHOICE = "choice"
    CHOICES = "choices"
    REGION = "region"
    INDUSTRY = "industry"
    USCC = "uscc"
    LIST = "list"

    @property
    def is_numeric(self) -> bool:
        """Whether values of this type are exact numbers."""
        return self in NUMERIC

    @property
    def is_plural(self) -> bool:
        """Whether a value of this type is a collection, which 不全 may mark open."""
        return self in PLURAL


NUMERIC = frozenset({FactType.COUNT, FactType.NUMBER, FactType.PERCENT, FactType.MONEY, FactType.AREA})
PLURAL = frozenset({FactType.DATES, FactType.CHOICES, FactType.LIST})


COUNTED = frozenset({FactType.COUNT, FactType.LIST, FactType.DATES})


class Changeable(StrEnum):
    """Whether an applicant can change a fact."""

    YES = "yes"
    NO = "no"
    BY_TIME = "by_time"


class OverYears(Frozen):
    """A yearly fact over the last `years` years, the base year included."""

    of: str
    years: StrictInt = Field(ge=1, le=20)


class OverMembers(Frozen):
    """The members of a list, those that satisfy `where`; `of` names the number to add up."""

    in_: str = Field(alias="in")
    of: str | None = None
    where: Condition | None = None


_LEAST_GROWTH = 2


class Derivation(Frozen):
    """How a fact is computed from others: exactly one of the laws."""

    ratio: tuple[str, str] | None = None
    sum: tuple[str, ...] | None = Field(default=None, min_length=1)
    difference: tuple[str, str] | None = None
    product: tuple[str, ...] | None = Field(default=None, min_length=1)
    max: tuple[str, ...] | None = Field(default=None, min_length=1)
    min: tuple[str, ...] | None = Field(default=None, min_length=1)
    average: OverYears | None = None
    growth: OverYears | None = None
    years_since: str | None = None
    count: OverMembers | None = None
    total: OverMembers | None = None
    share: OverMembers | None = None
    table: tuple[TableRow, ...] | None = Field(default=None, min_length=1)

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        if len(self.model_fields_set) != 1:
            raise ValueError("派生字段（derive）须恰好写一种算法")
        if self.growth is not None and self.growth.years < _LEAST_GROWTH:
            raise ValueError("growth 的 years 至少为 2：较上一年的增长写 years: 2")
        if self.total is not None and self.total.of is None:
            raise ValueError("total 须用 of 写明合计成员的哪个字段")
        if self.count is not None and self.count.of is not None:
            raise ValueError("count 只数个数，不写 of；合计某个字段用 total")
        return self

    @property
    def law(self) -> str:
        """The name of the one law that is set."""
        return next(iter(self.model_fields_set))

    @property
    def operand(self) -> Any:
        """What the law is applied to."""
        return getattr(self, self.law)


class Fact(Frozen):
    """One named, typed input, or a fact derived from others.

    `name` is Chinese and what users write; `id` is English and what the program carries.
    `basis` says which clause gives the numbers of a derivation, such as the scores of a table.
    `unit` belongs to `number`, `count_as` (家, 人, 件, 条) to `count`, `list` and `dates`.
    """

    name: str
    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    type: FactType
    yearly: StrictBool = False
    unit: str | None = None
    count_as: str | None = None
    values: tuple[str, ...] = ()
    of: str | None = None
    dated_by: str | None = None
    min: Decimal | None = None
    max: Decimal | None = None
    derive: Derivation | None = None
    basis: Basis | None = None
    changeable: Changeable | None = None
    question: str | None = None
    evidence: tuple[str, ...] = ()
    note: str | None = None

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        chooses = self.type in (FactType.CHOICE, FactType.CHOICES)
        if chooses != bool(self.values):
            raise ValueError("choice 和 choices 须列出 values，其他类型不得有 values")
        if (self.type is FactType.LIST) != (self.of is not None):
            raise ValueError("list 须用 of 说明成员种类，其他类型不得有 of")
        if self.dated_by is not None and self.type is not FactType.LIST:
            raise ValueError("dated_by 只用于 list，写明按成员的哪个日期计算期间")
        if self.yearly and not self.type.is_numeric:
            raise ValueError("只有数值类字段可以按年度（yearly）填报")
        if self.unit is not None and self.type is not FactType.NUMBER:
            raise ValueError("unit 只用于 number；count 和 list 用 count_as，金额、面积、百分比的单位是固定的")
        if self.count_as is not None and self.type not in COUNTED:
            raise ValueError("count_as 只用于 count、list 和 dates")
        if (self.min is not None or self.max is not None) and not self.type.is_numeric:
            raise ValueError("只有数值类字段可以声明 min 和 max")
        if self.derive is not None and not self.type.is_numeric:
            raise ValueError("派生字段须是数值类")
        return self
