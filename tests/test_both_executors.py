"""The comparison of the executors fails as soon as one cell differs, and says in which scenario and at which leaf."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from fractions import Fraction
from typing import Any, cast

import pytest

from engine.executors.columnar import run as columnar
from engine.executors.inference import run as inference
from schemas.case import Case
from schemas.finding import Cause, CauseKind, Findings, LeafFinding, Span, Truth, Verdict
from schemas.program import All, CriterionNode, Formula, Passes, Program, TrackNode
from schemas.rule_set import Force, Kind
from tests.both_executors import differences
from tests.heard import Compared, Heard
from tests.making import members, number, tally

NOTHING = cast("Any", None)
REQUIRED = CriterionNode("A-1", Force.REQUIRED, None, None, 0, 0, 0, NOTHING, NOTHING)
TRACK = TrackNode(None, None, None, 0, ("A-1",))


def of(*nodes: Any) -> Program:
    return Program("test/one", "", Kind.OFFICIAL, "", date(2026, 3, 1), 2025, nodes, (REQUIRED,), (TRACK,))


BOTH = Formula((number("at_least", 1), Passes(rule_set="test/member"), All((0, 1))), root=2)
PROGRAM = of(tally("at_least", 2)._replace(where=BOTH))._replace(
    members={"test/member": of(number("at_least", 3))._replace(rule_set="test/member")}
)
CASE = Case(sha256="", facts={"members": members(1, None, 3)})


def found() -> Findings:
    (findings,) = inference(PROGRAM, [CASE])
    return findings


def leaf_with(**changes: Any) -> Findings:
    findings = found()
    return findings._replace(leaves={0: findings.leaves[0]._replace(**changes)})


def member_with(**changes: Any) -> Findings:
    first, *others = found().leaves[0].members
    return leaf_with(members=(first._replace(**changes), *others))


def assessed_with(**changes: Any) -> Findings:
    assessment = found().leaves[0].members[0].assessment
    assert assessment is not None
    return member_with(assessment=assessment._replace(**changes))


CAUSES = (Cause(CauseKind.UNDEFINED, "x"),)
FALSIFIED: dict[str, Callable[[], Findings]] = {
    ".truth": lambda: leaf_with(truth=Truth.MET),
    ".actual": lambda: leaf_with(actual=Span(Fraction(7), Fraction(7))),
    ".compared": lambda: leaf_with(compared=(None,)),
    ".gap": lambda: leaf_with(gap=Fraction(1, 3)),
    ".causes": lambda: leaf_with(causes=CAUSES),
    ".members": lambda: leaf_with(members=()),
    ".members[0].key": lambda: member_with(key="another"),
    ".members[0].truth": lambda: member_with(truth=None),
    ".members[0].causes": lambda: member_with(causes=CAUSES),
    ".members[0].leaves[0].gap": lambda: member_with(
        leaves=(
            found().leaves[0].members[0].leaves[0]._replace(gap=Fraction(9)),
            found().leaves[0].members[0].leaves[1],
        )
    ),
    ".members[0].assessment.verdict": lambda: assessed_with(verdict=Verdict.ELIGIBLE),
}


@pytest.mark.parametrize("cell", FALSIFIED)
def test_one_cell_that_differs_is_told_under_its_leaf(cell: str) -> None:
    told = list(differences(PROGRAM, found(), FALSIFIED[cell]()))
    assert any(one.startswith(f"leaf 0 企业{cell}") for one in told), told


def test_truths_and_what_follows_for_the_verdict_are_told() -> None:
    falsified = found()._replace(truths=(Truth.MET,))
    told = [one.partition(":")[0] for one in differences(PROGRAM, found(), falsified)]
    assert "findings.truths[0]" in told
    assert "verdict.verdict" in told


def test_a_leaf_that_is_lacking_is_told() -> None:
    (told,) = differences(PROGRAM, found(), found()._replace(leaves={}))
    assert told.startswith("leaf 0 企业: LeafFinding(")
    assert told.endswith("!= None")


def test_the_order_of_causes_is_nobodys() -> None:
    causes = (*CAUSES, Cause(CauseKind.MISSING_FACT, "y"))
    assert list(differences(PROGRAM, leaf_with(causes=causes), leaf_with(causes=causes[::-1]))) == []


# --- scenarios overheard ----------------------------------------------------------------------------------------


def cases(*counts: int) -> Iterator[Case]:
    for count in counts:
        yield Case(sha256="", facts={"members": members(*range(count))})


def asking(heard: Heard, scenario: str, program: Program, asked: Iterable[Case]) -> list[Findings]:
    heard.begin(scenario)
    return list(heard.executor("inference")(program, asked, trace=True))


def test_what_was_heard_is_compared_once_program_by_program() -> None:
    heard = Heard()
    assert len(asking(heard, "one", PROGRAM, cases(2, 5, 2))) == 3
    asking(heard, "two", PROGRAM._replace(title="another"), cases(2))
    asking(heard, "three", PROGRAM._replace(), cases(4))
    assert heard.scenarios == 3
    assert heard.compare() == Compared(answers=5, cases=4, programs=2)
    assert heard.compare() == Compared(answers=0, cases=0, programs=0)


def test_what_columns_find_otherwise_fails_under_its_scenario(monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong(program: Program, asked: Iterable[Case]) -> Iterator[Findings]:
        for case, one in zip(asked, columnar(program, asked), strict=True):
            leaf: LeafFinding = one.leaves[0]
            changed = leaf._replace(gap=Fraction(42)) if case.facts["members"] == members(*range(5)) else leaf
            yield one._replace(leaves={0: changed})

    heard = Heard()
    asking(heard, "one.feature:3", PROGRAM, cases(2))
    asking(heard, "two.feature:7", PROGRAM, cases(2, 5))
    monkeypatch.setattr("tests.heard.columnar", wrong)
    with pytest.raises(
        AssertionError, match=r"two\.feature:7 / test/one 2026-03-01 / leaf 0 企业\.gap: .* != Fraction\(42"
    ) as told:
        heard.compare()
    assert "one.feature:3" not in str(told.value)
    assert str(told.value).count("two.feature:7") == 1


def test_only_inference_is_overheard() -> None:
    heard = Heard()
    list(heard.executor("columnar")(PROGRAM, cases(2)))
    assert heard.compare().answers == 0
