"""One assessment in one process: of the largest shipped rule set, and of generated ones against zen-engine's graph."""

from collections.abc import Mapping
from datetime import date

import zen

from bench import wide_rules
from bench.measuring import ROOT, Work, in_turns, medians, ratio
from engine.assess import assess
from engine.compile import compile_program
from engine.executors.inference import run
from engine.explain import explain
from engine.load.library import load_library
from engine.load.profile import load_case
from engine.report.json_text import render
from engine.verdict import decide
from schemas.finding import Status

ON = date(2026, 3, 1)
ROUNDS = 21
WIDTHS = {30: 20, 120: 5, 300: 2}
"""Criteria, and how many applicants are assessed in a round."""
_STATUSES: Mapping[bool | None, Status] = {True: Status.MET, False: Status.UNMET, None: Status.UNKNOWN}


def shipped(rounds: int = ROUNDS) -> None:
    """The shipped rule set with most criteria on an example: everything from the case to the words."""
    library = load_library()
    largest = max(library.rule_sets.values(), key=lambda rule_set: len(rule_set.all_criteria()))
    case = load_case(ROOT / "examples" / "cross-regional-enterprise.yaml", library)
    program = compile_program(library, largest.id, ON)

    def prepared() -> None:
        (findings,) = run(program, [case])
        explain(program, decide(program, findings), library)

    def whole() -> None:
        assess(case, library, on=ON, schemes=[largest.id])

    work: dict[str, Work] = {
        "compile": lambda: compile_program(library, largest.id, ON),
        "decide and explain": prepared,
        "assess: compile, decide, explain": whole,
        "assess and print as JSON": lambda: render(assess(case, library, on=ON, schemes=[largest.id])),
        "read the shipped rules": load_library,
    }
    times = medians(in_turns(work, rounds))
    print(f"## The largest shipped rule set, {largest.id}, {len(largest.all_criteria())} criteria ({rounds} rounds)\n")
    print("| one case | median |\n|---|---|")
    for name, seconds in times.items():
        print(f"| {name} | {seconds * 1000:.2f} ms |")
    print("\nAim: one assessment with full reasons in under 3 ms.\n")


def generated(rounds: int = ROUNDS) -> None:
    """Generated rule sets against zen-engine's graph, which gives statuses and the verdict but no reasons."""
    print(f"## Generated criteria against zen-engine's graph ({rounds} rounds)\n")
    print(
        "| criteria | zen graph | decided | ratio | decided and explained | ratio | compiled, decided, explained | ratio |"
    )
    print("|---|---|---|---|---|---|---|---|")
    for width, applicants in WIDTHS.items():
        print(_row(width, applicants, rounds))
    print("\nTimes are for one applicant; ratios are to zen-engine's graph in the same round.\n")


def _row(width: int, applicants: int, rounds: int) -> str:
    library = wide_rules.library(width)
    program = compile_program(library, wide_rules.RULE_SET, ON)
    profiles = wide_rules.applicants(width, applicants)
    cases = [wide_rules.case(profile) for profile in profiles]
    graph = zen.ZenEngine().create_decision(zen.ZenDecisionContent(wide_rules.zen_graph(width)))

    def zen_graph() -> list[tuple[str, list[Status]]]:
        told = (graph.evaluate(profile)["result"] for profile in profiles)
        return [(one["verdict"], [_STATUSES[one.get(f"s{i}")] for i in range(width)]) for one in told]

    def decided() -> list[tuple[str, list[Status]]]:
        findings = (decide(program, found) for found in run(program, cases))
        return [(one.verdict.value, [criterion.status for criterion in one.criteria]) for one in findings]

    def explained() -> None:
        for found in run(program, cases):
            explain(program, decide(program, found), library)

    def assessed() -> None:
        for case in cases:
            assess(case, library, on=ON, schemes=[wide_rules.RULE_SET])

    if zen_graph() != decided():
        raise SystemExit(f"{width} criteria: zen-engine and zhunru disagree")
    seconds = in_turns({"zen": zen_graph, "decided": decided, "explained": explained, "assessed": assessed}, rounds)
    times = {name: f"{time / applicants * 1000:.2f} ms" for name, time in medians(seconds).items()}
    cells = [f"{times[name]} | {ratio(seconds, name, 'zen'):.1f}" for name in ("decided", "explained", "assessed")]
    return f"| {width} | {times['zen']} | {' | '.join(cells)} |"


def main(rounds: int = ROUNDS) -> None:
    """Print both tables."""
    shipped(rounds)
    generated(rounds)


if __name__ == "__main__":
    main()
