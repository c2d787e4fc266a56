"""The facts that rules may name, and what is wrong with a name that is none."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from engine.load.document import Document
from engine.load.ledger import Ledger, Named
from engine.load.names import suggestion
from engine.load.problem import ValueProblem
from engine.load.walk import Path, conditions_of, operands_of, walk
from engine.load.years import years_of
from schemas.condition import Among, AmongBody, Condition, FactCondition, Judged, Not, NotObtained, TableRow
from schemas.fact import Derivation, Fact, FactType, OverMembers, OverYears
from schemas.finding import OUTER
from schemas.rule_set import RuleSet

_DATED = re.compile(r"(?P<name>[^\[\]]+)\[(?P<year>[0-9]{4})\]")
_SOME_YEAR = 2000
_COUNTABLE = (FactType.LIST, FactType.DATES)


def split_year(reference: str) -> tuple[str, int | None]:
    """`年销售收入[2024]` as the fact's name and the year; other text as a name."""
    dated = _DATED.fullmatch(reference)
    return (dated["name"], int(dated["year"])) if dated else (reference, None)


def fact_in_operand(value: object) -> str | None:
    """The fact that an operand `@fact` or `@上级.fact` names."""
    return value[1:].removeprefix(OUTER) if isinstance(value, str) and value.startswith("@") else None


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


def derived_facts(rule_set: RuleSet, find: Callable[[str], Fact | None]) -> Iterator[Fact]:
    """Every derived fact that the rule set reads, and those behind them, each once."""
    waiting = [name for condition, _, _ in conditions_of(rule_set) for name in facts_read(condition)]
    seen: set[str] = set()
    while waiting:
        fact = find(split_year(waiting.pop(0))[0])
        if fact is None or fact.name in seen or fact.derive is None:
            continue
        seen.add(fact.name)
        waiting += parts_of(fact.derive)
        yield fact


def parts_of(derive: Derivation) -> Iterator[str]:
    """The facts that a derivation rests on, as written."""
    operand = derive.operand
    match operand:
        case OverYears():
            yield operand.of
        case OverMembers():
            if operand.of is not None:
                yield operand.of
            if operand.where is not None:
                yield from facts_read(operand.where)
        case str():
            yield operand
        case _ if derive.law == "table":
            for row in operand:
                named = fact_in_operand(row.value if row.otherwise is None else row.otherwise)
                yield from () if row.when is None else facts_read(row.when)
                yield from () if named is None else (named,)
        case _:
            yield from operand


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
                case Among(body=AmongBody(years=str(years))):
                    self._check_years(years, node, document, (*at, "among"))
                case Among():
                    self._check_domain(node.body, document, (*at, "among"))
                case Not():
                    self._check_negated(node.child, document, (*at, "not"))
                case _:
                    pass
            for operand in operands_of(node, at):
                named = fact_in_operand(operand.value)
                if named is not None:
                    self.find(named, document, operand.path)

    def check_values(self, rows: Sequence[TableRow], document: Document, path: Path) -> None:
        """Check the facts that the values of a table's rows name."""
        for index, row in enumerate(rows):
            for key, value in (("value", row.value), ("otherwise", row.otherwise)):
                named = fact_in_operand(value)
                if named is not None:
                    self.find(named, document, (*path, index, key))

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

    def _check_domain(self, body: AmongBody, document: Document, path: Path) -> None:
        reference = body.in_ or ""
        fact = self.find(reference, document, (*path, "in"))
        if fact is not None and fact.type not in _COUNTABLE:
            self._ledger.error(
                "E1131",
                f"字段「{reference}」不是列表或日期列表（{fact.type}），不能用 among 逐个统计",
                document,
                (*path, "in"),
                "in 之后写类型为 list 或 dates 的字段；按年度统计用 years",
            )
        elif fact is not None and body.within is not None and fact.type is FactType.LIST and fact.dated_by is None:
            self._ledger.error(
                "E1144",
                f"列表「{reference}」没有说明按成员的哪个日期计算期间",
                document,
                (*path, "within"),
                "在 facts.yaml 里给这个列表写 dated_by: 日期字段",
            )

    def _check_years(self, years: str, among: Among, document: Document, path: Path) -> None:
        try:
            years_of(years, _SOME_YEAR)
        except ValueProblem as problem:
            self._ledger.error(problem.code, problem.message, document, (*path, "years"), problem.remedy)
        for node, at in walk(among, path[:-1]):
            if node is not among and isinstance(node, Among) and node.body.years is not None:
                self._ledger.error(
                    "E1147",
                    "按年度统计里不能再按年度统计，说不清「近几年」从哪一年算起",
                    document,
                    (*at, "among", "years"),
                    "拆成两条条件，或把里面一层写成固定的年度字段，如 年销售收入[2024]",
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
