"""材料齐全性: the documents that the criteria in force for an applicant ask for, against those it has.

A criterion asks for its own `evidence`; where it names none, for that of the facts it reads. No verdict hangs on it.
"""

from collections.abc import Container, Iterator, Mapping, Sequence

from engine.explain.vocabulary import FactBook
from engine.load.material import document_key
from engine.load.names import nearest
from schemas.assessment import Assessment, CriterionResult
from schemas.case import Case, Materials
from schemas.finding import Status, Truth, Verdict
from schemas.material import MaterialList, MaterialResult, MaterialStatus, MaterialUse, UnaskedMaterial
from schemas.rule_set import Kind

_ORDER = (MaterialStatus.ABSENT, MaterialStatus.UNSTATED, MaterialStatus.PRESENT)


def material_list(case: Case, assessments: Sequence[Assessment], book: FactBook) -> MaterialList:
    """The documents needed for these assessments, each once, and what the case says of them.

    Only criteria that apply count, of the track that gave the verdict. The documents of members are their own affair,
    and those of reference rule sets are not mixed with what the official ones ask for.
    """
    official = [one for one in assessments if one.rule_set.kind is Kind.OFFICIAL]
    stated = Materials() if case.materials is None else case.materials
    names: dict[str, str] = {}
    uses: dict[str, dict[MaterialUse, None]] = {}
    for assessment in official or assessments:
        for criterion in _applicable(assessment):
            use = MaterialUse(
                rule_set=assessment.rule_set.id,
                criterion=criterion.id,
                title=criterion.title,
                force=criterion.force,
            )
            for name in _asked(criterion, book):
                key = document_key(name)
                names.setdefault(key, name)
                uses.setdefault(key, {})[use] = None
    needed = [
        MaterialResult(name=name, status=_status(key, stated), needed_by=tuple(uses[key]))
        for key, name in names.items()
    ]
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
