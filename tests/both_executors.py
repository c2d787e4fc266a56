"""What the two executors found, made comparable: the order of causes is nobody's, and all else is the same."""

from collections.abc import Iterable

from engine.executors.columnar import run as columnar
from engine.executors.inference import run as inference
from engine.open_questions import in_order
from schemas.case import Case
from schemas.finding import Findings, LeafFinding, MemberFinding
from schemas.program import Program


def assert_both_find_the_same(program: Program, cases: Iterable[Case]) -> int:
    """Every truth, actual value, gap, cause and member of every case; how many cases there were."""
    held = list(cases)
    for expected, actual in zip(inference(program, held), columnar(program, held), strict=True):
        assert _in_order(actual) == _in_order(expected)
    return len(held)


def _in_order(findings: Findings) -> Findings:
    leaves = {index: _leaf(leaf) for index, leaf in findings.leaves.items()}
    return findings._replace(leaves=leaves)


def _leaf(leaf: LeafFinding) -> LeafFinding:
    members = tuple(_member(member) for member in leaf.members)
    return leaf._replace(causes=in_order(leaf.causes), members=members)


def _member(member: MemberFinding) -> MemberFinding:
    assessment = member.assessment
    if assessment is not None:
        assessment = assessment._replace(findings=_in_order(assessment.findings))
    leaves = tuple(_leaf(leaf) for leaf in member.leaves)
    return member._replace(causes=in_order(member.causes), leaves=leaves, assessment=assessment)
