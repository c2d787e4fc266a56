"""What the two executors found, made comparable: the order of causes is nobody's, and all else is the same."""

from collections.abc import Iterable, Iterator
from typing import Any

from engine.executors.columnar import run as columnar
from engine.executors.inference import run as inference
from engine.open_questions import in_order
from engine.verdict import decide
from schemas.case import Case
from schemas.finding import Findings, LeafFinding, MemberFinding
from schemas.program import Program


def assert_both_find_the_same(program: Program, cases: Iterable[Case]) -> int:
    """Every truth, actual value, gap, cause and member of every case; how many cases there were."""
    held = list(cases)
    for expected, actual in zip(inference(program, held), columnar(program, held), strict=True):
        assert list(differences(program, expected, actual)) == []
    return len(held)


def differences(program: Program, expected: Findings, actual: Findings) -> Iterator[str]:
    """Every cell in which two findings of a case differ, under its leaf; and whatever follows from it for the verdict."""
    one, other = _in_order(expected), _in_order(actual)
    for index in sorted(one.leaves.keys() | other.leaves.keys()):
        named = f"leaf {index} {getattr(program.nodes[index], 'label', program.nodes[index])}"
        yield from _cells(named, one.leaves.get(index), other.leaves.get(index))
    rest = (one._replace(leaves={}), other._replace(leaves={}))
    yield from _cells("findings", *rest)
    if program.tracks and one.leaves.keys() == other.leaves.keys():
        verdicts = (decide(program, one)._replace(findings=rest[0]), decide(program, other)._replace(findings=rest[0]))
        yield from _cells("verdict", *verdicts)


def _cells(path: str, one: Any, other: Any) -> Iterator[str]:
    """The innermost parts of two values that differ; parts of parts where both are made alike."""
    if one == other:
        return
    if type(one) is type(other) and hasattr(one, "_fields"):
        for name in one._fields:
            yield from _cells(f"{path}.{name}", getattr(one, name), getattr(other, name))
    elif isinstance(one, tuple) and isinstance(other, tuple) and len(one) == len(other):
        for place, (part, counterpart) in enumerate(zip(one, other, strict=True)):
            yield from _cells(f"{path}[{place}]", part, counterpart)
    else:
        yield f"{path}: {one!r} != {other!r}"


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
