"""The engine is really used: its trace alone gives every truth and status again, and each of its six laws matters."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from engine.bind import bind
from engine.compile import compile_program
from engine.errors import InternalFault
from engine.executors.inference import run
from engine.executors.inference.circuit import circuit
from engine.executors.inference.rule_base import LAWS, RuleBase
from engine.load.library import Library, load_library
from engine.load.profile import load_case
from engine.verdict import decide
from schemas.case import Case, Judgement, Value
from schemas.finding import Findings, RuleSetFinding, Status, Trace, Truth
from schemas.program import Program
from tests import kleene
from tests.making import FAILED, PASSED, dice, drawn_nodes
from tests.rulebook import HEAD, SCHEME, demand
from tests.rulebook import library as written

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
PROFILES = sorted(path for path in EXAMPLES.iterdir() if path.suffix in (".yaml", ".json"))
ON = date(2026, 3, 1)

FACTS = "".join(f"问{n}: {{id: q{n}, type: yes_no}}\n" for n in range(8))
YES = [f"{{问{n}: {{is: true}}}}" for n in range(8)]
DEEP = (
    f"{HEAD}when: {{any: [{YES[0]}, {YES[1]}]}}\ncriteria:\n"
    + demand(f"{{not: {{all: [{YES[2]}, {{any: [{YES[3]}, {YES[4]}]}}]}}}}", more=f"when: {YES[5]}")
    + demand(
        f"{{at_least_of: {{n: 2, of: [{YES[2]}, {YES[3]}, {YES[6]}, {YES[7]}]}}}}",
        name="A-02",
        more="force: in_principle",
    )
    + demand(
        f"{{all: [{{any: [{YES[4]}, {{judged: 较强}}]}}, {YES[0]}]}}", name="A-03", more=f"when: {{not: {YES[6]}}}"
    )
    + demand(f"{{all: [{', '.join(YES)}]}}", name="A-04", more="force: preferred")
)
"""A rule set with every kind of gate."""

Traced = list[tuple[Program, RuleSetFinding]]
LAW_TABLE: dict[str, tuple[str, Truth, tuple[str, ...], Truth]] = {
    "all_left_unmet": ("all", Truth.UNMET, ("left",), Truth.UNMET),
    "all_right_unmet": ("all", Truth.UNMET, ("right",), Truth.UNMET),
    "all_both_met": ("all", Truth.MET, ("left", "right"), Truth.MET),
    "any_left_met": ("any", Truth.MET, ("left",), Truth.MET),
    "any_right_met": ("any", Truth.MET, ("right",), Truth.MET),
    "any_both_unmet": ("any", Truth.UNMET, ("left", "right"), Truth.UNMET),
}
"""The six laws, written down once more: the gate, what its premises are, which sides they stand on, what follows."""


@pytest.fixture(scope="module")
def shipped() -> Library:
    """The shipped rules."""
    return load_library()


@pytest.fixture(scope="module")
def traced(shipped: Library, tmp_path_factory: pytest.TempPathFactory) -> Traced:
    """Every example against every shipped rule set, and drawn cases against a deep one, with the derivations."""
    deep = compile_program(written(tmp_path_factory.mktemp("rules"), DEEP, facts=FACTS), SCHEME, ON)
    pairs = [(deep, case) for case in drawn_cases()]
    for path in PROFILES:
        case = load_case(path, shipped)
        for name in shipped.rule_sets:
            compiled = compile_program(shipped, name, ON)
            pairs.append((compiled, bind(case, shipped, compiled.base_year, compiled.reference_date)))
    found = []
    for compiled, case in pairs:
        (findings,) = run(compiled, [case], trace=True)
        found.append((compiled, decide(compiled, findings)))
    return found


def drawn_cases() -> Iterator[Case]:
    """Random answers to the eight questions, a third of them blank, and random 认定."""
    chance = dice(11)
    for _ in range(60):
        answers = {f"q{n}": chance.choice((True, False, None)) for n in range(8)}
        facts: dict[str, Value] = {name: answer for name, answer in answers.items() if answer is not None}
        judgements: dict[str, Judgement] = {}
        for name in ("A-02", "A-03"):
            judgement = chance.choice((PASSED, FAILED, None))
            if judgement is not None:
                judgements[name] = judgement
        yield Case(sha256="", facts=facts, judgements=judgements)


def trace_of(findings: Findings) -> Trace:
    """The trace that was asked for."""
    assert findings.trace is not None
    return findings.trace


# --- the trace alone --------------------------------------------------------------------------------------------


def replayed(trace: Trace) -> dict[int, Truth]:
    """The truths that the steps lead to, each step checked against the law that it names."""
    gates = {output: (law, left, right) for output, law, left, right in trace.gates}
    truths = dict(trace.given)
    for step in trace.steps:
        law, premise, sides, conclusion = LAW_TABLE[step.law]
        kind, left, right = gates[step.node]
        assert kind == law
        assert step.premises == tuple(({"left": left, "right": right}[side], premise) for side in sides)
        assert all(truths[signal] is truth for signal, truth in step.premises)
        assert step.node not in truths
        assert step.truth is conclusion
        truths[step.node] = step.truth
    return truths


def status(program: Program, truths: list[Truth], index: int) -> Status:
    """A criterion's status by the definition, from truths alone."""
    criterion = program.criteria[index]
    when = Truth.MET if criterion.when is None else truths[criterion.when]
    if when is Truth.UNMET:
        return Status.NOT_APPLICABLE
    if Truth.MET in (truths[criterion.gate], truths[criterion.settled]):
        return Status.MET
    if truths[criterion.require] is Truth.UNMET and when is Truth.MET:
        return Status.UNMET
    return Status.UNKNOWN


def test_replaying_the_trace_gives_every_truth_and_status_again(
    traced: Traced,
) -> None:
    laws = set()
    for compiled, finding in traced:
        trace = trace_of(finding.findings)
        truths = replayed(trace)
        again = [truths.get(trace.nodes[index], Truth.UNKNOWN) for index in range(len(compiled.nodes))]
        assert again == list(finding.findings.truths)
        assert [status(compiled, again, index) for index in range(len(compiled.criteria))] == [
            criterion.status for criterion in finding.criteria
        ]
        laws |= {step.law for step in trace.steps}
    assert laws == set(LAW_TABLE)


def test_naive_logic_over_the_gates_of_the_trace_gives_every_truth_again(traced: Traced) -> None:
    for _, finding in traced:
        trace = trace_of(finding.findings)
        truths = kleene.settled(trace.gates, {signal: truth is Truth.MET for signal, truth in trace.given})
        assert tuple(kleene.WORDS[truths.get(signal)] for signal in trace.nodes.values()) == finding.findings.truths


def test_naive_logic_over_the_program_gives_every_truth_again(traced: Traced) -> None:
    back = {truth: word for word, truth in kleene.WORDS.items()}
    for compiled, finding in traced:
        leaves = {index: back[leaf.truth] for index, leaf in finding.findings.leaves.items()}
        again = kleene.evaluated(compiled.nodes, leaves)
        assert tuple(kleene.WORDS[truth] for truth in again) == finding.findings.truths


def test_what_the_trace_is_given_are_the_decided_leaves_and_nothing_else(traced: Traced) -> None:
    for compiled, finding in traced:
        leaves = {
            index: leaf.truth for index, leaf in finding.findings.leaves.items() if leaf.truth is not Truth.UNKNOWN
        }
        given = dict(trace_of(finding.findings).given)
        assert {signal: truth for signal, truth in given.items() if signal < len(compiled.nodes)} == leaves


def test_nothing_that_could_still_be_concluded_is_left_out(traced: Traced) -> None:
    for _, finding in traced:
        trace = trace_of(finding.findings)
        truths = {signal: truth is Truth.MET for signal, truth in replayed(trace).items()}
        for output, law, left, right in trace.gates:
            assert truths.get(output) is kleene.gate(law, truths.get(left), truths.get(right))


def test_the_verdict_is_derived_and_in_the_trace(traced: Traced) -> None:
    for compiled, finding in traced:
        trace = trace_of(finding.findings)
        derived = {step.node for step in trace.steps} | {signal for signal, _ in trace.given}
        for track in compiled.tracks:
            truth = finding.findings.truths[track.passes]
            assert (trace.nodes[track.passes] in derived) is (truth is not Truth.UNKNOWN)


def test_without_being_asked_nothing_is_traced(shipped: Library) -> None:
    compiled = compile_program(shipped, "jilin/innovation-center", ON)
    case = bind(load_case(PROFILES[0], shipped), shipped, compiled.base_year, compiled.reference_date)
    (plain,) = run(compiled, [case])
    (told,) = run(compiled, [case], trace=True)
    assert plain.trace is None
    assert plain.truths == told.truths
    assert plain.leaves == told.leaves


# --- each law matters -------------------------------------------------------------------------------------------


@contextmanager
def altered(law: str, body: list[dict[str, Any]] | None, conclusion: bool) -> Iterator[RuleBase]:
    """An engine in which one law reads or concludes otherwise."""
    true_body, true_conclusion = LAWS[law]
    LAWS[law] = (true_body if body is None else body, conclusion)
    try:
        yield RuleBase()
    finally:
        LAWS[law] = (true_body, true_conclusion)


def wrong(base: RuleBase) -> int:
    """How many of some random programs the engine gets wrong, contradictions included."""
    chance, found = dice(4), 0
    for _ in range(25):
        nodes = drawn_nodes(chance)
        wiring = circuit(nodes)
        leaves: dict[int, kleene.Kleene] = {index: chance.choice((True, False, None)) for index in range(5)}
        given = {index: truth for index, truth in leaves.items() if truth is not None}
        try:
            truths = base.derive(wiring.gates, given | dict.fromkeys(wiring.met, True)).truths
        except InternalFault:
            found += 1
            continue
        found += [truths.get(signal) for signal in wiring.signals] != kleene.evaluated(nodes, leaves)
    return found


def swapped(body: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The premises of a law with met and unmet exchanged."""
    gate, *premises = body
    flipped = [
        {name: {"$and": [{"t": 1 - parts["$and"][0]["t"]}, parts["$and"][1]]}}
        for premise in premises
        for name, parts in premise.items()
    ]
    return [gate, *flipped]


def test_the_six_laws_are_right() -> None:
    assert set(LAWS) == set(LAW_TABLE)
    assert wrong(RuleBase()) == 0


@pytest.mark.parametrize("law", LAW_TABLE)
def test_a_law_that_concludes_the_opposite_shows(law: str) -> None:
    with altered(law, None, not LAWS[law][1]) as base:
        assert wrong(base) > 0


@pytest.mark.parametrize("law", LAW_TABLE)
def test_a_law_that_reads_the_opposite_shows(law: str) -> None:
    with altered(law, swapped(LAWS[law][0]), LAWS[law][1]) as base:
        assert wrong(base) > 0


@pytest.mark.parametrize("law", LAW_TABLE)
def test_a_law_that_never_fires_shows(law: str) -> None:
    with altered(law, [{"g": {"k": 99}}, *LAWS[law][0][1:]], LAWS[law][1]) as base:
        assert wrong(base) > 0


@pytest.mark.parametrize("law", LAW_TABLE)
def test_a_law_of_the_other_gate_shows(law: str) -> None:
    gate, *premises = LAWS[law][0]
    with altered(law, [{"g": {"k": 3 - gate["g"]["k"]}}, *premises], LAWS[law][1]) as base:
        assert wrong(base) > 0
