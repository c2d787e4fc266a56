"""材料齐全性: the documents that the criteria in force for an applicant ask for, against those it has.

A criterion asks for its own `evidence`; where it names none, for that of the facts it reads. No verdict hangs on it.
"""

from collections.abc import Container, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from engine.explain.vocabulary import FactBook
from engine.load.material import document_key
from engine.load.names import nearest
from schemas.assessment import Assessment, CriterionResult
from schemas.case import Case, Materials
from schemas.finding import Status, Truth, Verdict
from schemas.material import MaterialList, MaterialResult, MaterialStatus, MaterialUse, UnaskedMaterial
from schemas.rule_set import Force, Kind

_ORDER = (MaterialStatus.ABSENT, MaterialStatus.UNSTATED, MaterialStatus.PRESENT)


class _Use(NamedTuple):
    """Which criterion asks for a document: the fields of a MaterialUse."""

    rule_set: str
    criterion: str
    title: str
    force: Force


def material_list(case: Case, assessments: Sequence[Assessment], book: FactBook) -> MaterialList:
    """The documents needed for these assessments, each once, and what the case says of them.

    Only criteria that apply count, of the track that gave the verdict. The documents of members are their own affair,
    and those of reference rule sets are not mixed with what the official ones ask for.
    """
    official = [one for one in assessments if one.rule_set.kind is Kind.OFFICIAL]
    stated = Materials() if case.materials is None else case.materials
    names: dict[str, str] = {}
    uses: dict[str, dict[_Use, None]] = {}
    for assessment in official or assessments:
        for criterion in _applicable(assessment):
            use = _Use(assessment.rule_set.id, criterion.id, criterion.title, criterion.force)
            for name in _asked(criterion, book):
                key = document_key(name)
                names.setdefault(key, name)
                uses.setdefault(key, {})[use] = None
    needed = [_needed(name, _status(key, stated), tuple(uses[key])) for key, name in names.items()]
    spoken_of = stated.present
    return MaterialList(
        stated=case.materials is not None,
        needed=tuple(sorted(needed, key=lambda one: _ORDER.index(one.status))),
        unasked=tuple(
            UnaskedMaterial(name=key, near=tuple(_near(key, names, spoken_of)))
            for key in sorted(spoken_of)
            if key not in names
        ),
    )


@lru_cache(maxsize=4096)
def _needed(name: str, status: MaterialStatus, uses: tuple[_Use, ...]) -> MaterialResult:
    """One document; one applicant after another needs it for the same criteria."""
    return MaterialResult(
        name=name, status=status, needed_by=tuple(MaterialUse.model_validate(use._asdict()) for use in uses)
    )


def _applicable(assessment: Assessment) -> Iterator[CriterionResult]:
    if assessment.verdict is not Verdict.NOT_APPLICABLE:
        for criterion in assessment.criteria:
            if criterion.track in (None, assessment.track) and criterion.status is not Status.NOT_APPLICABLE:
                yield criterion


def _asked(criterion: CriterionResult, book: FactBook) -> Iterator[str]:
    """The criterion's own documents, else those of its facts; of those that make it met, if it is."""
    yield from criterion.evidence
    if not criterion.evidence:
        for condition in criterion.conditions:
            fact = None if condition.id is None else book.fact(condition.id)
            if fact is not None and (criterion.status is not Status.MET or condition.status is Truth.MET):
                yield from fact.evidence


def _status(key: str, stated: Materials) -> MaterialStatus:
    there = stated.present.get(key, False if stated.complete else None)
    return {
        None: MaterialStatus.UNSTATED,
        True: MaterialStatus.PRESENT,
        False: MaterialStatus.ABSENT,
    }[there]


def _near(key: str, needed: Mapping[str, str], spoken_of: Container[str]) -> list[str]:
    """Needed documents that may have been meant: none that the case speaks of under its own name."""
    return nearest(key, [name for other, name in needed.items() if other not in spoken_of], limit=3)
