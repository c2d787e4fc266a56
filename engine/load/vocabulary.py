"""The facts that rules may name, and what is wrong with a name that is none."""

import re
from collections.abc import Iterator, Mapping

from engine.load.document import Document
from engine.load.ledger import Ledger, Named
from engine.load.names import suggestion
from engine.load.walk import Path, operands_of, walk
from schemas.condition import Among, Condition, FactCondition, Judged, Not, NotObtained
from schemas.fact import Fact, FactType

_DATED = re.compile(r"(?P<name>[^\[\]]+)\[(?P<year>[0-9]{4})\]")
_OUTER = "上级."
_COUNTABLE = (FactType.LIST, FactType.DATES)


def split_year(reference: str) -> tuple[str, int | None]:
    """`年销售收入[2024]` as the fact's name and the year; other text as a name."""
    dated = _DATED.fullmatch(reference)
    return (dated["name"], int(dated["year"])) if dated else (reference, None)


def fact_in_operand(value: object) -> str | None:
    """The fact that an operand `@fact` or `@上级.fact` names."""
    return value[1:].removeprefix(_OUTER) if isinstance(value, str) and value.startswith("@") else None


def parameter_in_operand(value: object) -> str | None:
    """The parameter that an operand `$name` names."""
    return value[1:] if isinstance(value, str) and value.startswith("$") else None


def facts_read(condition: Condition) -> Iterator[str]:
    """Every fact that a condition refers to, as written."""
    for node, path in walk(condition, ()):
        if isinstance(node, FactCondition):
            yield node.fact
        elif isinstance(node, Among) and node.body.in_ is not None:
            yield node.body.in_
        for operand in operands_of(node, path):
            named = fact_in_operand(operand.value)
            if named is not None:
                yield named


class Vocabulary:
    """Checks names of facts, and conditions made of them, wherever they are written."""

    def __init__(self, facts: Mapping[str, Fact], ledger: Ledger) -> None:
        self._facts = facts
        self._names_by_id = {fact.id: fact.name for fact in facts.values()}
        self._ledger = ledger

    def find(self, reference: str, document: Document, path: Path, *, key: bool = False) -> Fact | None:
        """The fact that a reference names; None if there is none, which is noted."""
        name, year = split_year(reference)
        fact = self._facts.get(name)
        if fact is None and not self._ledger.doubts(Named.FACT, name):
            meant = self._names_by_id.get(name)
            remedy = f"规则里写中文名「{meant}」" if meant else suggestion(name, self._facts)
            self._ledger.error(
                "E1120",
                f"没有字段「{name}」",
                document,
                path,
                remedy or "先在 facts.yaml 里声明这个字段，或改用已有的字段",
                key=key,
            )
        elif fact is not None and year is not None and not fact.yearly:
            self._ledger.error(
                "E1121",
                f"字段「{name}」不按年度填报，不能写年度 [{year}]",
                document,
                path,
                f"删去 [{year}]；若确应按年度填报，在 facts.yaml 里写 yearly: true",
                key=key,
            )
        return fact

    def check(self, condition: Condition, document: Document, path: Path) -> None:
        """Check every name of a fact in a condition, and that `not` stands over nothing that only a person knows."""
        for node, at in walk(condition, path):
            match node:
                case FactCondition():
                    self.find(node.fact, document, at, key=True)
                case Among() if node.body.in_ is not None:
                    self._check_domain(node.body.in_, document, (*at, "among", "in"))
                case Not():
                    self._check_negated(node.child, document, (*at, "not"))
                case _:
                    pass
            for operand in operands_of(node, at):
                named = fact_in_operand(operand.value)
                if named is not None:
                    self.find(named, document, operand.path)

    def refuse_judgement(self, condition: Condition, document: Document, path: Path) -> None:
        """Refuse what only a person can judge where it would decide for whom a rule is."""
        for node, at in walk(condition, path):
            if isinstance(node, Judged):
                what = "judged"
            elif isinstance(node, FactCondition) and node.operators.open:
                what = "open"
            else:
                continue
            self._ledger.error(
                "E1141",
                f"适用条件里不能有 {what}",
                document,
                (*at, what),
                "适用与否须由字段决定；需要人工判断的写进 require",
                key=True,
            )

    def _check_domain(self, reference: str, document: Document, path: Path) -> None:
        fact = self.find(reference, document, path)
        if fact is not None and fact.type not in _COUNTABLE:
            self._ledger.error(
                "E1131",
                f"字段「{reference}」不是列表或日期列表（{fact.type}），不能用 among 逐个统计",
                document,
                path,
                "in 之后写类型为 list 或 dates 的字段；按年度统计用 years",
            )

    def _check_negated(self, child: Condition, document: Document, path: Path) -> None:
        for node, at in walk(child, path):
            if isinstance(node, Judged):
                what = "judged"
            elif isinstance(node, NotObtained):
                what = "not_obtained"
            elif isinstance(node, FactCondition) and node.operators.stated:
                what = "stated"
            else:
                continue
            self._ledger.error(
                "E1142", f"not 之下不能有 {what}", document, (*at, what), "把话反过来写成正面的要求", key=True
            )
