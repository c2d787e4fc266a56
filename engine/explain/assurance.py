"""自报 and 已核实 beside the stated values: what an assessment shows of them; no status hangs on it."""

import re
from collections.abc import Iterable

from schemas.assessment import Assessment, ConditionResult
from schemas.case import Assurance, Case, Yearly

_YEAR = re.compile(r".*\[([0-9]{4})\]")


def with_assurances(assessment: Assessment, case: Case) -> Assessment:
    """The assessment with 自报 or 已核实 at each condition on a stated value of the applicant's that is marked.

    `case` is bound to the base year. What is derived from other facts, and what members state, is never marked.
    """
    if not case.assurances:
        return assessment
    marks = _Marks(case, assessment.base_year)
    criteria = tuple(
        one.model_copy(update={"conditions": marks.at(one.conditions), "when": marks.at(one.when)})
        for one in assessment.criteria
    )
    return assessment.model_copy(update={"criteria": criteria, "when": marks.at(assessment.when)})


class _Marks:
    def __init__(self, case: Case, base_year: int) -> None:
        self._case = case
        self._base_year = base_year

    def at(self, conditions: Iterable[ConditionResult]) -> tuple[ConditionResult, ...]:
        """The conditions, those on a marked value with its mark."""
        return tuple(one.model_copy(update={"assurance": self._assurance(one)}) for one in conditions)

    def _assurance(self, condition: ConditionResult) -> Assurance | None:
        if condition.id is None or condition.fact is None:
            return None
        value = self._case.facts.get(condition.id)
        marks = self._case.assurances
        if not isinstance(value, Yearly):
            return marks.get(condition.id)
        match = _YEAR.fullmatch(condition.fact)
        year = int(match[1]) if match else self._base_year
        if year not in value.values:
            return None
        # Stated without a year, the base year's value carries the fact's own mark.
        own = marks.get(condition.id) if year == self._base_year else None
        return marks.get(f"{condition.id}[{year}]", own)
