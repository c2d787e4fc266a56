"""Criteria that were put into words before: of many applicants against the same rules, most are found alike."""

from collections.abc import Callable, Iterable

from schemas.assessment import CriterionResult
from schemas.finding import CriterionFinding, Findings
from schemas.program import CriterionNode, Program

_MOST = 4_096
"""Results that are kept: some 20 MB. Once there are more, all are forgotten, for those that come again are few."""


Reads = tuple[tuple[CriterionNode, tuple[int, ...]], ...]
"""The criteria of a program in the order of their ids, each with the leaves that it reads."""


class Known:
    """Results by all that they are made from; the facts' names must be the same throughout."""

    def __init__(self) -> None:
        self._reads: dict[int, tuple[Program, Reads]] = {}
        self._results: dict[tuple[object, ...], tuple[Program, CriterionResult]] = {}

    def reads(self, program: Program, find: Callable[[], Reads]) -> Reads:
        """What `find` finds of a program, or found before."""
        known = self._reads.get(id(program))
        if known is None:
            known = self._reads[id(program)] = program, find()
        return known[1]

    def result(
        self,
        program: Program,
        found: CriterionFinding,
        findings: Findings,
        leaves: Iterable[int],
        make: Callable[[], CriterionResult],
    ) -> CriterionResult:
        """What `make` makes of a criterion whose findings stand at these leaves, or made before.

        Programs are told apart as the objects they are, and kept so that no other takes the place of one. What was found
        about members holds whole assessments, and is made anew.
        """
        told = tuple([findings.leaves[index] for index in leaves])
        if any(leaf.members for leaf in told):
            return make()
        key = (id(program), found, findings.judgements.get(found.id), told)
        known = self._results.get(key)
        if known is None:
            if len(self._results) >= _MOST:
                self._results.clear()
            known = self._results[key] = program, make()
        return known[1]
