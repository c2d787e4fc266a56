"""A rule set on one day as a program: criteria with their gates, tracks with the conjunction that decides them."""

import re
from collections.abc import Mapping
from datetime import date

from engine.compile.conditions import Conditions, formula
from engine.compile.context import Context, Path, label
from engine.compile.nodes import Nodes
from engine.compile.thresholds import number
from engine.errors import InputError
from engine.load.library import Library
from engine.load.problem import Problems, ValueProblem
from engine.load.text import tidy
from engine.load.vocabulary import fact_in_operand, parameter_in_operand
from engine.load.walk import conditions_of, rule_sets_met, walk
from schemas.condition import Condition
from schemas.fact import Fact, FactType
from schemas.program import Accepted, CriterionNode, Ground, LimitNode, ParameterNode, Program, TrackNode
from schemas.quantity import Threshold, Unit
from schemas.rule_set import Basis, Criterion, Force, Limit, RuleSet, Track


def compile_program(
    library: Library, rule_set_id: str, on: date, *, settings: Mapping[str, str] | None = None, what_if: bool = False
) -> Program:
    """Compile one rule set, and those that its members must meet.

    `on` is the day of assessment; a rule set with a deadline is compiled for that day instead. `settings` give
    unknown parameters a value; `what_if` allows them to replace known ones.
    Raises InputError with every problem at its place.
    """
    rule_set = library.rule_sets[rule_set_id]
    reference_date = rule_set.deadline or on
    document = library.documents[rule_set_id]
    if not rule_set.effective.covers(reference_date):
        raise InputError.one(
            "E1220",
            f"规则集「{rule_set_id}」在 {reference_date} 不生效",
            place=document.place(("effective",)),
            remedy=f"它的生效期是{_days(rule_set)}；请换一个基准日（--on）",
        )
    context = Context(
        library=library,
        base_year=rule_set.base_year or reference_date.year - 1,
        reference_date=reference_date,
        formula=formula,
        problems=Problems(document),
        parameters=rule_set.parameters,
        settings=settings or {},
        what_if=what_if,
        has_outer=rule_set.role is not None,
    )
    program = _Assembly(context, rule_set).program()
    context.problems.raise_any()
    members = {
        target: compile_program(library, target, reference_date, settings=settings, what_if=what_if)
        for target in context.meets
    }
    assumptions = dict(context.assumptions)
    for member in members.values():
        assumptions.update(member.assumptions)
    return program._replace(members=members, assumptions=dict(sorted(assumptions.items())))


def parameters_read(library: Library, rule_set_id: str) -> frozenset[str]:
    """The parameters that `--set` may name for a rule set: its own and those of the sets its members must meet."""
    rule_set = library.rule_sets[rule_set_id]
    names = set(rule_set.parameters)
    for condition, path, _ in conditions_of(rule_set):
        for node, at in walk(condition, path):
            for target, _ in rule_sets_met(node, at):
                names |= parameters_read(library, target)
    return frozenset(names)


def _days(rule_set: RuleSet) -> str:
    start, end = rule_set.effective.from_, rule_set.effective.to
    return f" {start or '不限'} 至 {end or '不限'}"


class _Assembly:
    """Builds the nodes of one rule set."""

    def __init__(self, context: Context, rule_set: RuleSet) -> None:
        self._context = context
        self._rule_set = rule_set
        self._nodes = Nodes()
        self._conditions = Conditions(context, self._nodes)

    def program(self) -> Program:
        context, rule_set = self._context, self._rule_set
        applies = self._when(rule_set.when, ("when",))
        common = self._criteria(rule_set.criteria, ("criteria",), None)
        own = [
            (track, self._criteria(track.criteria, ("tracks", i, "criteria"), track.id))
            for i, track in enumerate(rule_set.tracks)
        ]
        if own:
            tracks = [
                self._track(track, ("tracks", i, "when"), applies, common + criteria)
                for i, (track, criteria) in enumerate(own)
            ]
        else:
            tracks = [self._track(None, (), applies, common)]
        criteria = common + [criterion for _, group in own for criterion in group]
        return Program(
            rule_set=rule_set.id,
            title=rule_set.title,
            kind=rule_set.kind,
            sha256=context.library.documents[rule_set.id].sha256,
            reference_date=context.reference_date,
            base_year=context.base_year,
            nodes=self._nodes.done(),
            criteria=tuple(sorted(criteria, key=lambda criterion: criterion.id)),
            tracks=tuple(tracks),
            effective=rule_set.effective,
            limits=self._limits(rule_set.limits),
            parameters=tuple(
                ParameterNode(
                    name=name, unit=rule_set.parameters[name].unit, text=value, ground=self._ground(value.basis)
                )
                for name, value in sorted(context.applied.items())
            ),
        )

    def _when(self, when: Condition | None, path: Path, *, negated: bool = False) -> int | None:
        return None if when is None else self._conditions.add(when, path, "", negated=negated)

    def _criteria(self, criteria: tuple[Criterion, ...], path: Path, track: str | None) -> list[CriterionNode]:
        """The criteria that are in force on the reference date."""
        return [
            self._criterion(criterion, (*path, i), track)
            for i, criterion in enumerate(criteria)
            if criterion.effective.covers(self._context.reference_date)
        ]

    def _criterion(self, criterion: Criterion, path: Path, track: str | None) -> CriterionNode:
        when = self._when(criterion.when, (*path, "when"))
        require = self._conditions.add(criterion.require, (*path, "require"), criterion.id)
        excluded = self._when(criterion.when, (*path, "when"), negated=True)
        gate = require if excluded is None else self._nodes.any((excluded, require))
        settled = gate
        if criterion.force is Force.IN_PRINCIPLE:
            failing = self._conditions.add(criterion.require, (*path, "require"), criterion.id, negated=True)
            exception = [failing, self._nodes.add(Accepted(criterion=criterion.id))]
            settled = self._nodes.any((gate, self._nodes.all([*exception, *([] if when is None else [when])])))
        return CriterionNode(
            id=criterion.id,
            force=criterion.force,
            track=track,
            when=when,
            require=require,
            gate=gate,
            settled=settled,
            ground=self._ground(criterion.basis),
            text=criterion,
        )

    def _track(self, track: Track | None, path: Path, applies: int | None, criteria: list[CriterionNode]) -> TrackNode:
        own = None if track is None else self._when(track.when, path)
        conditions = [node for node in (applies, own) if node is not None]
        binding = [criterion.settled for criterion in criteria if criterion.force is not Force.PREFERRED]
        return TrackNode(
            id=None if track is None else track.id,
            title=None if track is None else track.title,
            applies=self._nodes.all(conditions) if conditions else None,
            passes=self._nodes.all(binding),
            criteria=tuple(sorted(criterion.id for criterion in criteria)),
        )

    def _limits(self, limits: tuple[Limit, ...]) -> tuple[LimitNode, ...]:
        """The caps across cases, which nothing here decides."""
        made = []
        for i, limit in enumerate(limits):
            with self._context.problems.at(("limits", i, "at_most")):
                made.append(self._limit(limit))
        return tuple(made)

    def _limit(self, limit: Limit) -> LimitNode:
        fact, year = self._context.fact(limit.per)
        counted = Fact(name=limit.title or limit.id, id="limit", type=FactType.COUNT, count_as=self._counted_as(limit))
        beside = fact_in_operand(limit.at_most) is not None
        at_most, shown = (Threshold(), Unit()) if beside else number(self._context, limit.at_most, counted)
        if at_most.number is None:
            raise ValueProblem("E1203", f"限额须是确定的数，不能是 {limit.at_most}", "写成「1 家」的形式")
        return LimitNode(
            id=limit.id,
            title=limit.title,
            per=fact.id,
            label=label(fact, year),
            at_most=at_most,
            unit=shown,
            ground=self._ground(limit.basis),
        )

    def _counted_as(self, limit: Limit) -> str:
        """The measure word of a cap: what it, or its parameter, is written in."""
        name = parameter_in_operand(limit.at_most)
        if name is not None:
            return self._context.parameters[name].unit or "家"
        written = re.fullmatch(r"[0-9.,]+\s*(.+)", tidy(str(limit.at_most)))
        return "家" if written is None else written[1]

    def _ground(self, basis: Basis) -> Ground:
        source = self._context.library.sources[basis.source]
        return Ground(
            source=source.id,
            title=source.title,
            number=source.number,
            clause=basis.clause,
            level=source.level,
            in_force=source.in_force,
        )
