"""Conditions as nodes in negation normal form: `not` is pushed down to the leaves and disappears."""

from fractions import Fraction
from typing import assert_never

from engine.compile import thresholds
from engine.compile.context import Context, Path, as_rule, label, not_yet
from engine.compile.leaves import leaves
from engine.compile.nodes import Nodes
from engine.load.day import read_period, window
from engine.load.problem import ValueProblem
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
from schemas.program import Formula, Judgeable, Passes, Tally, Threshold, Unit, Unread


class Conditions:
    """Compiles conditions into one table of nodes. `inside` says that they are about a list's member."""

    def __init__(self, context: Context, nodes: Nodes, *, inside: bool = False) -> None:
        self._context = context
        self._nodes = nodes
        self._inside = inside

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
        if not self._inside:
            problem = ValueProblem("E1206", "meets 只用于列表的成员", "写作 among: {in: 列表字段, every: {meets: …}}")
            self._context.problems.add(problem, path)
        self._context.meets[rule_set] = None
        return self._nodes.add(Passes(rule_set=rule_set, negated=negated))

    def _among(self, body: AmongBody, path: Path, criterion: str, *, negated: bool) -> int:
        try:
            return self._nodes.add(self._tally(body, path, criterion, negated=negated))
        except ValueProblem as problem:
            self._context.problems.add(problem, path)
            return self._nodes.all(())

    def _tally(self, body: AmongBody, path: Path, criterion: str, *, negated: bool) -> Tally:
        if body.in_ is None:
            raise not_yet("对年度的计数（among … years）")
        fact, _ = self._context.fact(body.in_)
        with as_rule():
            days = None if body.within is None else window(self._context.reference_date, read_period(body.within))
        operator = next(name for name in ("some", "every", "at_least", "at_most") if getattr(body, name) is not None)
        threshold, unit = Threshold(number=Fraction(operator == "some")), Unit(name=fact.count_as or "项")
        if operator in ("at_least", "at_most"):
            counted = Fact(name=fact.name, id=fact.id, type=FactType.COUNT, count_as=fact.count_as)
            threshold, unit = thresholds.number(self._context, getattr(body, operator), counted)
        where = None
        if body.member is not None:
            if fact.type is FactType.DATES:
                raise ValueProblem(
                    "E1208", f"「{fact.name}」是日期列表，它的成员没有字段可写条件", "去掉 where，只写 within"
                )
            key = operator if operator in ("some", "every") else "where"
            where = self._formula(body.member, (*path, key), criterion)
        if days is not None and fact.type is FactType.LIST:
            raise not_yet("对列表成员按日期计数（among … in 列表 … within）")
        return Tally.model_validate(
            {
                "negated": negated,
                "fact": fact.id,
                "label": label(fact, None),
                "window": days,
                "operator": operator,
                "threshold": threshold,
                "unit": unit,
                "where": where,
            }
        )

    def _formula(self, condition: Condition, path: Path, criterion: str) -> Formula:
        nodes = Nodes()
        root = Conditions(self._context, nodes, inside=True).add(condition, path, criterion)
        return Formula(nodes=nodes.done(), root=root)
