"""The derivation (`--trace`): which truths led to which conclusion by which law, in the words of the rule set.

The executor works on binary gates; the halves of a wide condition have no name of their own, so a step that rests on
one is told by what that one rests on.
"""

from collections.abc import Mapping

from engine.explain.cause import why_unknown
from engine.explain.criterion import leaves_below
from engine.explain.leaf import condition
from engine.explain.requirement import sentence
from engine.explain.vocabulary import FORCES, STATUSES, TRUTHS, VERDICTS, FactBook
from schemas.assessment import DerivationStep
from schemas.finding import LeafFinding, RuleSetFinding, Trace, Truth, Verdict
from schemas.program import Accepted, All, Any, AtLeast, Leaf, Program

LAWS = {
    ("all", Truth.MET): "全部须满足律：各项都满足，则满足",
    ("all", Truth.UNMET): "全部须满足律：有一项不满足，则不满足",
    ("any", Truth.MET): "任一满足律：有一项满足，则满足",
    ("any", Truth.UNMET): "任一满足律：各项都不满足，则不满足",
    ("at_least_of", Truth.MET): "至少若干项律：满足的项数已够，则满足",
    ("at_least_of", Truth.UNMET): "至少若干项律：所余项数不够，则不满足",
}

VERDICT_LAWS = {
    Verdict.ELIGIBLE: "结论律：没有否决项，也没有待定项，则符合",
    Verdict.INELIGIBLE: "结论律：有一项否决，则不符合",
    Verdict.INCOMPLETE: "结论律：没有否决项，尚有未填字段，则待补充",
    Verdict.THRESHOLD_UNKNOWN: "结论律：没有否决项，尚有标准未知，则标准待核",
    Verdict.NEEDS_JUDGEMENT: "结论律：没有否决项，只待认定，则待人工认定",
    Verdict.NOT_APPLICABLE: "结论律：适用范围不满足，则不适用",
}


def derivation(program: Program, finding: RuleSetFinding, book: FactBook) -> tuple[DerivationStep, ...] | None:
    """The firings in order, then what followed for each criterion and for the verdict; None without a trace."""
    trace = finding.findings.trace
    if trace is None:
        return None
    names = _names(program, finding, trace, book)
    premises = _premises(trace, names)
    laws = _laws(program, trace)
    fired = [
        DerivationStep(
            law=laws[step.node, step.truth],
            premises=tuple(f"{names[signal]}：{TRUTHS[truth]}" for signal, truth in premises[step.node]),
            conclusion=f"{names[step.node]}：{TRUTHS[step.truth]}",
        )
        for step in trace.steps
        if step.node in names
    ]
    return (*fired, _verdict(program, finding))


def _names(program: Program, finding: RuleSetFinding, trace: Trace, book: FactBook) -> dict[int, str]:
    """What each signal stands for; the widest meaning wins where one signal carries several."""
    names: dict[int, str] = {}

    def name(index: int, text: str) -> None:
        names[trace.nodes[index]] = text

    for index, node in enumerate(program.nodes):
        if isinstance(node, All | Any | AtLeast):
            name(index, _group(index, program, book))
        else:
            owners = [one.id for one in program.criteria if index in (one.gate, one.settled)]
            name(index, " ".join([*owners, _leaf(node, finding.findings.leaves[index], program, book)]))
    for criterion in program.criteria:
        roots = [(criterion.require, " 的要求"), (criterion.settled, "（计入认定）"), (criterion.gate, "")]
        if criterion.when is not None:
            roots = [(criterion.when, " 的适用条件"), *roots[:2], (criterion.gate, "（不适用，或要求满足）")]
        for index, suffix in roots:
            if isinstance(program.nodes[index], All | Any | AtLeast):
                name(index, f"{criterion.id}{suffix}")
    for track in program.tracks:
        if track.applies is not None and isinstance(program.nodes[track.applies], All | Any | AtLeast):
            scope = _scope(None if _is_common(track.applies, program) else track.title)
            name(track.applies, f"{scope}的适用范围")
        if isinstance(program.nodes[track.passes], All | Any | AtLeast):
            name(track.passes, f"{_scope(track.title)}的全部必备条件和原则上条件")
    return names


def _is_common(applies: int, program: Program) -> bool:
    """Whether a track's scope is the rule set's own, which the other tracks build on."""
    others = [track.applies for track in program.tracks if track.applies is not None]
    inputs = [node.inputs for node in map(program.nodes.__getitem__, others) if isinstance(node, All)]
    return others.count(applies) > 1 or any(applies in below for below in inputs)


def _leaf(leaf: Leaf, found: LeafFinding, program: Program, book: FactBook) -> str:
    if isinstance(leaf, Accepted):
        return f"{leaf.criterion} 经认定接受"
    stated = condition(leaf, found, program, book).actual
    owner = f"{leaf.criterion} " if leaf.kind == "judged" else ""
    return f"{owner}“{sentence(leaf, program, book)}”" + ("" if stated is None else f"（实际 {stated}）")


def _group(index: int, program: Program, book: FactBook) -> str:
    """An inner composite, by what it holds."""
    labels = [sentence(leaf, program, book) for leaf in leaves_below(index, program.nodes).values()]
    how = {"all": "全部", "any": "任一"}.get(program.nodes[index].kind, "若干项")
    return f"“{'；'.join(labels)}”（{how}）"


def _premises(trace: Trace, names: Mapping[int, str]) -> dict[int, tuple[tuple[int, Truth], ...]]:
    """For each concluded signal the named truths it rests on."""
    rests: dict[int, tuple[tuple[int, Truth], ...]] = {}
    for step in trace.steps:
        told: dict[tuple[int, Truth], None] = {}
        for signal, truth in step.premises:
            told.update(dict.fromkeys([(signal, truth)] if signal in names else rests.get(signal, ())))
        rests[step.node] = tuple(told)
    return rests


def _laws(program: Program, trace: Trace) -> dict[tuple[int, Truth], str]:
    """The law by which a signal was concluded: that of its node, else that of its gate."""
    kinds: dict[int, str] = {}
    for index, node in enumerate(program.nodes):
        if isinstance(node, All | Any | AtLeast):
            kinds[trace.nodes[index]] = node.kind
    return {(signal, truth): LAWS[kind, truth] for signal, kind in kinds.items() for truth in (Truth.MET, Truth.UNMET)}


def _verdict(program: Program, finding: RuleSetFinding) -> DerivationStep:
    """The last step: from what was derived, and what stayed open, to the verdict."""
    giver = next(track for track in finding.tracks if track.id == finding.track)
    own = next(track for track in program.tracks if track.id == finding.track).criteria
    forces = {criterion.id: FORCES[criterion.force] for criterion in program.criteria}
    match finding.verdict:
        case Verdict.NOT_APPLICABLE:
            premises = [f"{_scope(giver.title)}的适用范围：不满足"]
        case Verdict.ELIGIBLE:
            premises = [f"{_scope(giver.title)}的全部必备条件和原则上条件：满足"]
        case Verdict.INELIGIBLE:
            rejecting = [criterion for criterion in finding.criteria if criterion.rejects and criterion.id in own]
            premises = [
                f"{criterion.id}（{forces[criterion.id]}）：{STATUSES[criterion.status]}" for criterion in rejecting
            ]
        case _:
            premises = [why_unknown(giver.causes)]
    return DerivationStep(
        law=VERDICT_LAWS[finding.verdict],
        premises=tuple(premises),
        conclusion=f"{_scope(giver.title)}：{VERDICTS[finding.verdict]}",
    )


def _scope(title: str | None) -> str:
    return "规则集" if title is None else f"申报类型“{title}”"
