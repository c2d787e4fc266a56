"""Conditions as nodes in negation normal form: `not` is pushed down to the leaves and disappears."""

from datetime import date
from fractions import Fraction
from typing import assert_never

from engine.compile import thresholds
from engine.compile.context import Context, Path, as_rule, label
from engine.compile.leaves import leaves
from engine.compile.nodes import Nodes
from engine.load.day import read_period, window
from engine.load.problem import ValueProblem
from engine.load.years import years_of
from schemas.condition import (
    AllOf,
    Among,
    AmongBody,
    AnyOf,
    AtLeastOf,
    Condition,
    FactCondition,
    Judged,
    Meets,
    Not,
    NotObtained,
)
from schemas.fact import Fact, FactType
from schemas.program import CountOperator, DayTest, Formula, Judgeable, Passes, Tally, Unread
from schemas.quantity import Threshold, Unit


class Conditions:
    """Compiles conditions into one table of nodes."""

    def __init__(self, context: Context, nodes: Nodes) -> None:
        self._context = context
        self._nodes = nodes

    def add(self, condition: Condition, path: Path, criterion: str, *, negated: bool = False) -> int:
        """The node of a condition, or of its negation. Problems are noted at their place."""
        nodes = self._nodes
        match condition:
            case AllOf(children=children) | AnyOf(children=children):
                key = "all" if isinstance(condition, AllOf) else "any"
                inputs = [
                    self.add(child, (*path, key, i), criterion, negated=negated) for i, child in enumerate(children)
                ]
                return nodes.all(inputs) if (key == "all") is not negated else nodes.any(inputs)
            case Not(child=child):
                return self.add(child, (*path, "not"), criterion, negated=not negated)
            case AtLeastOf(quorum=quorum):
                inputs = [
                    self.add(child, (*path, "at_least_of", "of", i), criterion, negated=negated)
                    for i, child in enumerate(quorum.of)
                ]
                return nodes.at_least(len(inputs) - quorum.n + 1 if negated else quorum.n, inputs)
            case Judged(text=text):
                return nodes.add(Judgeable(criterion=criterion, text=text, negated=negated))
            case NotObtained(text=text):
                return nodes.add(Unread(text=text, negated=negated))
            case Meets(rule_set=rule_set):
                return self._meets(rule_set, path, negated=negated)
            case Among(body=body):
                return self._among(body, (*path, "among"), criterion, negated=negated)
            case FactCondition():
                return self._fact(condition, path, criterion, negated=negated)
            case _:
                assert_never(condition)

    def _fact(self, condition: FactCondition, path: Path, criterion: str, *, negated: bool) -> int:
        made: list[int] = []
        found = leaves(self._context, condition.fact, condition.operators, criterion, negated=negated)
        for operator, leaf in found:
            if isinstance(leaf, ValueProblem):
                self._context.problems.add(leaf, (*path, condition.fact, operator))
            else:
                made.append(self._nodes.add(leaf))
        return self._nodes.any(made) if negated and made else self._nodes.all(made)

    def _meets(self, rule_set: str, path: Path, *, negated: bool) -> int:
        if not self._context.inside:
            problem = ValueProblem("E1206", "meets 只用于列表的成员", "写作 among: {in: 列表字段, every: {meets: …}}")
            self._context.problems.add(problem, path)
        self._context.meets[rule_set] = None
        return self._nodes.add(Passes(rule_set=rule_set, negated=negated))

    def _among(self, body: AmongBody, path: Path, criterion: str, *, negated: bool) -> int:
        try:
            if body.years is not None:
                return self._years(body, body.years, path, criterion, negated=negated)
            return self._nodes.add(self._tally(body, path, criterion, negated=negated))
        except ValueProblem as problem:
            self._context.problems.add(problem, path)
            return self._nodes.all(())

    def _years(self, body: AmongBody, years: str, path: Path, criterion: str, *, negated: bool) -> int:
        """The condition once a year, joined as the quantifier says: sugar that ends here."""
        context = self._context
        counted = years_of(years, context.base_year)
        operator, key = _operator(body)
        n = {"some": 1, "every": len(counted)}.get(operator) or self._how_many(body, operator, len(counted))
        if operator == "at_most":  # at most n hold: not at least n + 1
            n, negated = n + 1, not negated
        inputs = [
            Conditions(context.in_year(year), self._nodes).add(member, (*path, key), criterion, negated=negated)
            for member in [body.member]
            for year in counted
            if member is not None
        ]
        wanted = len(inputs) - n + 1 if negated else n
        if wanted == 1:
            return self._nodes.any(inputs)
        return self._nodes.all(inputs) if wanted == len(inputs) else self._nodes.at_least(wanted, inputs)

    def _how_many(self, body: AmongBody, operator: str, most: int) -> int:
        """The number of years asked for: one that is known, and that some years can reach and some can miss."""
        asked = getattr(body, operator)
        years = Fact(name="年数", id="years", type=FactType.COUNT, count_as="年")
        beside = isinstance(asked, str) and asked.startswith("@")
        number = None if beside else thresholds.number(self._context, asked, years)[0].number
        if number is None:
            raise ValueProblem("E1145", f"年数须是确定的数，不能是 {asked}", "写成「2 年」；数额未公布的写成 judged")
        least = 1 if operator == "at_least" else 0
        if not least <= number < most + least:
            raise ValueProblem(
                "E1145",
                f"一共统计 {most} 年，写 {operator}: {asked}，无论怎样填报结果都一样",
                f"{operator} 之后写 {least} 至 {most + least - 1} 年；每一年都要的写 every，有一年即可的写 some",
            )
        return int(number)

    def _tally(self, body: AmongBody, path: Path, criterion: str, *, negated: bool) -> Tally:
        fact, _ = self._context.fact(body.in_ or "")
        with as_rule():
            days = None if body.within is None else window(self._context.reference_date, read_period(body.within))
        operator, key = _operator(body)
        threshold, unit = Threshold(number=Fraction(operator == "some")), Unit(name=fact.count_as or "项")
        if operator in ("at_least", "at_most"):
            counted = Fact(name=fact.name, id=fact.id, type=FactType.COUNT, count_as=fact.count_as)
            threshold, unit = thresholds.number(self._context, getattr(body, operator), counted)
        if body.member is not None and fact.type is FactType.DATES:
            raise ValueProblem(
                "E1208", f"「{fact.name}」是日期列表，它的成员没有字段可写条件", "去掉 where，只写 within"
            )
        dated = days is not None and fact.type is FactType.LIST
        where = None
        if body.member is not None or dated:
            where = self._where(body, (*path, key), criterion, self._dates(fact, days) if days and dated else ())
        return Tally(
            negated=negated,
            fact=fact.id,
            label=label(fact, None),
            window=None if dated else days,
            operator=operator,
            threshold=threshold,
            unit=unit,
            where=where,
        )

    def _dates(self, fact: Fact, days: tuple[date, date]) -> tuple[DayTest, DayTest]:
        """The tests that a member's date lies in a window."""
        dated, _ = self._context.fact(fact.dated_by or "")
        first, last = (Threshold(day=day) for day in days)
        after = DayTest(fact=dated.id, label=dated.name, operator="on_or_after", threshold=first)
        return after, DayTest(fact=dated.id, label=dated.name, operator="on_or_before", threshold=last)

    def _where(self, body: AmongBody, path: Path, criterion: str, dates: tuple[DayTest, ...]) -> Formula:
        """What a member must satisfy to count; of `every`, only those within the window must satisfy it."""
        nodes = Nodes()
        every = body.every is not None
        inputs = [nodes.add(day._replace(negated=True) if every else day) for day in dates]
        if body.member is not None:
            inputs.append(Conditions(self._context.of_member(), nodes).add(body.member, path, criterion))
        root = nodes.any(inputs) if every else nodes.all(inputs)
        return Formula(nodes=nodes.done(), root=root)


def formula(context: Context, condition: Condition, path: Path, criterion: str = "") -> Formula:
    """A condition as a formula of its own, such as a row of a table holds."""
    nodes = Nodes()
    root = Conditions(context, nodes).add(condition, path, criterion)
    return Formula(nodes=nodes.done(), root=root)


_COUNTS: tuple[CountOperator, ...] = ("some", "every", "at_least", "at_most")


def _operator(body: AmongBody) -> tuple[CountOperator, str]:
    """Which count a quantifier asks for, and the key under which the condition on a member stands."""
    name = next(name for name in _COUNTS if getattr(body, name) is not None)
    return name, name if name in ("some", "every") else "where"
