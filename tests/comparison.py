"""What an executor found and what the oracle found, brought into one plain form, so that they can be compared."""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from schemas.finding import Cause, CauseKind, LeafFinding, MemberFinding, RuleSetFinding, Span, Truth
from schemas.program import (
    Accepted,
    AtLeast,
    DayTest,
    Judgeable,
    Node,
    NumberTest,
    Passes,
    Program,
    StatedTest,
    Tally,
    Unread,
    WordTest,
)
from schemas.program import All as AllGate
from schemas.program import Any as AnyGate
from tests.oracle.trees import Leaf, Member
from tests.oracle.verdicts import RuleSetResult

Causes = tuple[tuple[CauseKind, str], ...]
DUAL = {"at_least": "less_than", "less_than": "at_least", "at_most": "more_than", "more_than": "at_most"}


class Told(NamedTuple):
    """One leaf: what it reads, the test on it, and what came of it."""

    what: str
    operator: str
    truth: Truth
    gap: Fraction | None
    causes: Causes
    members: tuple[Any, ...]
    actual: Fraction | None = None


def engine_tells(program: Program, finding: RuleSetFinding) -> dict[str, Any]:
    """An executor's findings, after the verdict."""
    leaves = finding.findings.leaves
    told = {
        f"{node.id} {part}": gather(program.nodes, leaves, [] if root is None else [root], program.members)
        for node in program.criteria
        for part, root in (("when", node.when), ("require", node.require))
    }
    applies = [node.applies for node in program.tracks if node.applies is not None]
    return {
        "verdict": finding.verdict,
        "track": finding.track,
        "asked": finding.asked,
        "tracks": {one.id: (one.verdict, one.unmet, of_causes(one.causes)) for one in finding.tracks},
        "criteria": {
            one.id: (one.status, one.accepted, one.rejects, one.asks, of_causes(one.causes)) for one in finding.criteria
        },
        "when": gather(program.nodes, leaves, applies, program.members),
        "leaves": told,
    }


def oracle_tells(result: RuleSetResult) -> dict[str, Any]:
    """The oracle's findings."""
    return {
        "verdict": result.verdict,
        "track": result.track,
        "asked": result.asked,
        "tracks": {one.id: (one.verdict, one.unmet, in_order(one.causes)) for one in result.tracks},
        "criteria": {
            one.id: (one.status, one.accepted, one.rejects, one.asks, in_order(one.causes)) for one in result.criteria
        },
        "when": told(result.when),
        "leaves": {
            f"{one.id} {part}": told(leaves)
            for one in result.criteria
            for part, leaves in (("when", one.when), ("require", one.require))
        },
    }


def in_order(causes: Iterable[tuple[CauseKind, str]]) -> Causes:
    """Causes, sorted."""
    return tuple(sorted(causes))


def of_causes(causes: Sequence[Cause]) -> Causes:
    """The causes of a finding, sorted; none may be named twice."""
    assert len(set(causes)) == len(causes)
    return in_order((one.kind, one.name) for one in causes)


def once(leaves: Iterable[Told]) -> tuple[Told, ...]:
    """Each leaf once, for a program merges equal ones."""
    return tuple(sorted(set(leaves), key=repr))


def differences(found: Any, expected: Any, path: str = "") -> list[str]:
    """Where an executor (−) and the oracle (+) differ, a line each, at the deepest place; empty when they agree."""
    if found == expected:
        return []
    if isinstance(found, dict) and isinstance(expected, dict):
        keys = [key for key in found.keys() | expected.keys() if found.get(key) != expected.get(key)]
        return [line for key in keys for line in differences(found.get(key), expected.get(key), f"{path} {key}")]
    if isinstance(found, tuple) and isinstance(expected, tuple):
        ours = [item for item in found if item not in expected]
        theirs = [item for item in expected if item not in found]
        if len(ours) == len(theirs) and all(isinstance(item, tuple) for item in (*ours, *theirs)):
            pairs = zip(ours, theirs, strict=True)
            return [line for one, other in pairs for line in differences(one, other, f"{path} {name_in(one)}")]
        return [f"{path} {sign} {item}" for sign, items in (("−", ours), ("+", theirs)) for item in items]
    return [f"{path} − {found}", f"{path} + {expected}"]


def name_in(item: tuple[Any, ...]) -> str:
    """What an item of the plain form is about."""
    return " ".join(part for part in item[:2] if isinstance(part, str))


# --- the oracle's side --------------------------------------------------------------------------------------------


def told(leaves: Iterable[Leaf]) -> tuple[Told, ...]:
    """Leaves as a program has them: without the quantifiers over years, of which it knows only the years."""
    return once(of_leaf(leaf) for leaf in leaves if not leaf.whole)


def of_leaf(leaf: Leaf) -> Told:
    """A leaf as authored, told as it stands under `not`."""
    operator = operator_of(leaf)
    members = tuple(of_member(member) for member in leaf.members)
    outcome = leaf.outcome
    causes = in_order(outcome.causes)
    return Told(leaf.what, operator, outcome.truth, outcome.gap, causes, members, outcome.actual)


def operator_of(leaf: Leaf) -> str:
    """The operator as it stands under `not`."""
    return DUAL.get(leaf.operator, f"not {leaf.operator}") if leaf.flipped else leaf.operator


def leaves_below(result: RuleSetResult) -> Iterator[Leaf]:
    """Every leaf of a result, those of members and of the rule sets that members should meet too."""
    waiting = [leaf for one in result.criteria for leaf in (*one.when, *one.require)] + list(result.when)
    while waiting:
        leaf = waiting.pop()
        yield leaf
        for member in leaf.members:
            waiting += member.leaves
            if member.assessment is not None:
                yield from leaves_below(member.assessment)


def of_member(member: Member) -> tuple[Any, ...]:
    """A member of a list."""
    assessment = None if member.assessment is None else frozen(oracle_tells(member.assessment))
    causes = () if member.truth is None else in_order(member.causes)
    return (member.key, member.truth, causes, told(member.leaves), assessment)


# --- the engine's side --------------------------------------------------------------------------------------------


def gather(
    nodes: Sequence[Node], found: dict[int, LeafFinding], roots: Iterable[int], members: dict[str, Program]
) -> tuple[Told, ...]:
    """The leaves below some nodes."""
    told: list[Told] = []
    waiting, seen = list(roots), set[int]()
    while waiting:
        index = waiting.pop()
        if index in seen:
            continue
        seen.add(index)
        node = nodes[index]
        if isinstance(node, AllGate | AnyGate | AtLeast):
            waiting += node.inputs
        else:
            told.append(of_finding(node, found[index], members))
    return once(told)


def of_finding(node: Node, finding: LeafFinding, programs: dict[str, Program]) -> Told:
    """A leaf of a program with its finding."""
    what, operator = name_of(node)
    if getattr(node, "negated", False):
        operator = f"not {operator}"
    members = tuple(of_member_finding(node, member, programs) for member in finding.members)
    actual = finding.actual.point if isinstance(node, NumberTest) and isinstance(finding.actual, Span) else None
    return Told(what, operator, finding.truth, finding.gap, of_causes(finding.causes), members, actual)


def name_of(node: Node) -> tuple[str, str]:
    """What a leaf reads, and its operator."""
    match node:
        case NumberTest() | WordTest() | DayTest():
            return node.label, node.operator
        case StatedTest():
            return node.label, "stated"
        case Judgeable():
            return "judged", "judged"
        case Unread():
            return node.text, "not_obtained"
        case Passes():
            return node.rule_set, "meets"
        case Tally():
            return node.label, f"among {node.operator}"
        case Accepted() | AllGate() | AnyGate() | AtLeast():
            raise AssertionError(f"{node.kind} is no authored leaf")


def of_member_finding(node: Node, member: MemberFinding, programs: dict[str, Program]) -> tuple[Any, ...]:
    """A member of a list, as an executor found it."""
    assert isinstance(node, Tally)
    leaves: tuple[Told, ...] = ()
    if node.where is not None:
        found = {leaf.node: leaf for leaf in member.leaves}
        leaves = gather(node.where.nodes, found, [node.where.root], programs)
    assessment = None
    if member.assessment is not None:
        assessment = frozen(engine_tells(programs[member.assessment.rule_set], member.assessment))
    causes = () if member.truth is None else of_causes(member.causes)
    return (member.key, member.truth, causes, leaves, assessment)


def frozen(told: dict[str, Any]) -> tuple[Any, ...]:
    """A hashable copy."""
    return tuple(
        (key, frozen(value) if isinstance(value, dict) else value) for key, value in sorted(told.items(), key=repr)
    )
