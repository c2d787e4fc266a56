"""What stood on the reference date: the days of the versions applied, the parameters, the caps across applicants."""

from engine.explain.amount import amount
from engine.explain.leaf import stated_text
from engine.explain.rule_text import value_text
from engine.explain.vocabulary import FactBook
from schemas.assessment import BasisResult, DaysResult, LimitResult, ParameterResult
from schemas.case import Case
from schemas.program import Ground, LimitNode, ParameterNode, Program
from schemas.rule_set import Effective


def days_result(effective: Effective) -> DaysResult:
    """The days on which something is in force."""
    return DaysResult(since=effective.from_, until=effective.to)


def basis_result(ground: Ground) -> BasisResult:
    """A clause with what is known of its document."""
    return BasisResult(
        source=ground.source,
        title=ground.title,
        number=ground.number,
        clause=ground.clause,
        level=ground.level,
        in_force=ground.in_force,
    )


def parameter_results(program: Program, book: FactBook) -> tuple[ParameterResult, ...]:
    """The values of the parameters that were applied, assumed ones as they were set."""
    return tuple(_parameter(node, program.assumptions.get(node.name), book) for node in program.parameters)


def limit_results(program: Program, case: Case | None) -> tuple[LimitResult, ...]:
    """The caps across applicants, each with the group that this applicant belongs to."""
    return tuple(_limit(node, case) for node in program.limits)


def _parameter(node: ParameterNode, assumed: str | None, book: FactBook) -> ParameterResult:
    return ParameterResult(
        name=node.name,
        value=value_text(node.text, node.unit, book) if assumed is None else assumed,
        assumed=assumed is not None,
        effective=days_result(node.text),
        basis=basis_result(node.ground),
        note=node.text.note,
    )


def _limit(node: LimitNode, case: Case | None) -> LimitResult:
    group = None if case is None else case.facts.get(node.per)
    most = "" if node.at_most.number is None else amount(node.at_most.number, node.unit)
    return LimitResult(
        id=node.id,
        title=node.title,
        fact=node.label,
        group=None if group is None else stated_text(group),
        says=f"同一{node.label}至多 {most}",
        basis=basis_result(node.ground),
    )
