"""Conditions as authors write them: a mapping with one key, a composition or a fact with its operators."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Discriminator, Field, StrictBool, StrictInt, Tag, model_validator

from schemas.frozen import Frozen

Scalar = bool | int | Decimal | date | str
"""An operand as written: `3000 万元`, `$年销售收入下限`, `@fact`, a number, a date, a word."""


class Operators(Frozen):
    """The tests on one fact; several mean all of them. `open` marks a list that ends in 等."""

    is_: bool | str | None = Field(default=None, alias="is")
    equals: Scalar | None = None
    one_of: tuple[Scalar, ...] | None = Field(default=None, min_length=1)
    none_of: tuple[Scalar, ...] | None = Field(default=None, min_length=1)
    includes: Scalar | None = None
    includes_any: tuple[Scalar, ...] | None = Field(default=None, min_length=1)
    at_least: Scalar | None = None
    at_most: Scalar | None = None
    more_than: Scalar | None = None
    less_than: Scalar | None = None
    between: tuple[Scalar, Scalar] | None = None
    within: str | tuple[str, ...] | None = None
    on_or_after: Scalar | None = None
    on_or_before: Scalar | None = None
    valid: Literal[True] | None = None
    meets: str | None = None
    stated: Literal[True] | None = None
    open: StrictBool = False

    @model_validator(mode="after")
    def _some_operator(self) -> Self:
        if not self.written:
            raise ValueError("字段之下须至少写一个运算符")
        if self.open and self.one_of is None and self.includes_any is None:
            raise ValueError("open 只与 one_of 或 includes_any 同用")
        return self

    @property
    def written(self) -> dict[str, Any]:
        """The operators that were written, by their names in rule files, in the order of this class."""
        return {
            field.alias or name: value
            for name, field in Operators.model_fields.items()
            if name != "open" and (value := getattr(self, name)) is not None
        }


class FactCondition(Frozen):
    """A leaf: a fact and the tests on it, written `{年销售收入: {at_least: 3000 万元}}`."""

    fact: str
    operators: Operators

    @model_validator(mode="before")
    @classmethod
    def _from_one_key(cls, value: Any) -> Any:
        if isinstance(value, Mapping) and len(value) == 1:
            ((fact, operators),) = value.items()
            return {"fact": fact, "operators": operators}
        if isinstance(value, Mapping) and isinstance(value.get("operators"), Operators):
            return value  # made by our own code; authors write the one key
        raise ValueError("条件须是只有一个键的映射：组合词，或一个字段及其运算符")


class AllOf(Frozen):
    """Every child holds."""

    children: tuple["Condition", ...] = Field(alias="all", min_length=1)


class AnyOf(Frozen):
    """At least one child holds."""

    children: tuple["Condition", ...] = Field(alias="any", min_length=1)


class Not(Frozen):
    """The child does not hold."""

    child: "Condition" = Field(alias="not")


class Quorum(Frozen):
    """`n` of the children."""

    n: StrictInt = Field(ge=1)
    of: tuple["Condition", ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _reachable(self) -> Self:
        if self.n > len(self.of):
            raise ValueError("at_least_of 的 n 超过了条件的个数，永远无法满足")
        return self


class AtLeastOf(Frozen):
    """At least n of the children hold."""

    quorum: Quorum = Field(alias="at_least_of")


class Judged(Frozen):
    """What only a person can decide."""

    text: str = Field(alias="judged", min_length=1)


class NotObtained(Frozen):
    """A clause whose text nobody here has read: always unknown."""

    text: str = Field(alias="not_obtained", min_length=1)


class Meets(Frozen):
    """The member, inside `among`, passes another rule set."""

    rule_set: str = Field(alias="meets")


def _as_text(value: Any) -> Any:
    """A bare year is text, too: `years: 2024`."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


Years = Annotated[str, BeforeValidator(_as_text, json_schema_input_type=str | int)]
"""The years that are counted: `近3年`, `2022..2024`, `2024`."""


class AmongBody(Frozen):
    """The quantifier's parts: a domain (`in` or `years`), one count, and which members count.

    `some` and `every` carry the condition themselves; `at_least` and `at_most` take it from `where`.
    """

    in_: str | None = Field(default=None, alias="in")
    years: Years | None = None
    within: str | None = None
    some: "Condition | None" = None
    every: "Condition | None" = None
    at_least: Scalar | None = None
    at_most: Scalar | None = None
    where: "Condition | None" = None

    @model_validator(mode="after")
    def _well_formed(self) -> Self:
        if (self.in_ is None) == (self.years is None):
            raise ValueError("among 须写 in 或 years 之一")
        if sum(part is not None for part in (self.some, self.every, self.at_least, self.at_most)) != 1:
            raise ValueError("among 须写 some、every、at_least、at_most 之一")
        if self.where is not None and (self.some is not None or self.every is not None):
            raise ValueError("some 和 every 已带条件，不再写 where")
        if self.within is not None and self.in_ is None:
            raise ValueError("within 只与 in 同用")
        if self.years is not None and self.member is None:
            raise ValueError("按年度统计（years）须在 where 里写明哪些年度计入")
        return self

    @property
    def member(self) -> "Condition | None":
        """The condition on a member, wherever it was written."""
        return self.some or self.every or self.where


class Among(Frozen):
    """The one quantifier, over list members, years or dated events."""

    body: AmongBody = Field(alias="among")


COMPOSITIONS = ("all", "any", "not", "at_least_of", "among", "judged", "not_obtained", "meets")
"""The keys of a condition that are not facts."""


def _kind(value: Any) -> str:
    """Tell the union which model a condition is, by its only key."""
    if isinstance(value, Frozen):
        return _KINDS.get(type(value), "fact")
    if isinstance(value, Mapping) and len(value) == 1:
        (key,) = value
        return key if key in COMPOSITIONS else "fact"
    return "fact"


Condition = Annotated[
    Annotated[AllOf, Tag("all")]
    | Annotated[AnyOf, Tag("any")]
    | Annotated[Not, Tag("not")]
    | Annotated[AtLeastOf, Tag("at_least_of")]
    | Annotated[Among, Tag("among")]
    | Annotated[Judged, Tag("judged")]
    | Annotated[NotObtained, Tag("not_obtained")]
    | Annotated[Meets, Tag("meets")]
    | Annotated[FactCondition, Tag("fact")],
    Discriminator(_kind),
]
"""A node of a criterion's expression, as written."""

_KINDS: dict[type, str] = {
    AllOf: "all",
    AnyOf: "any",
    Not: "not",
    AtLeastOf: "at_least_of",
    Among: "among",
    Judged: "judged",
    NotObtained: "not_obtained",
    Meets: "meets",
}


class TableRow(Frozen):
    """One row of a table: `{when, value}`, or the last one `{otherwise}`."""

    when: Condition | None = None
    value: Scalar | None = None
    otherwise: Scalar | None = None

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        if self.otherwise is not None and (self.when is not None or self.value is not None):
            raise ValueError("表的一行写 when 和 value，或只写 otherwise")
        if self.otherwise is None and (self.when is None or self.value is None):
            raise ValueError("表的一行须写 when 和 value，或只写 otherwise")
        return self

    @property
    def result(self) -> tuple[str, Scalar]:
        """What the row gives, after the key under which it stands."""
        if self.value is not None:
            return "value", self.value
        return "otherwise", "" if self.otherwise is None else self.otherwise
