"""The faults that tests/planted_faults.py plants in the executor: each replaces a text that stands exactly once in a file."""

from collections.abc import Iterator
from dataclasses import dataclass

EXECUTOR = "engine/executors/inference/"
COMPARE = f"{EXECUTOR}compare.py"
INTERVAL = f"{EXECUTOR}interval.py"
LEAVES = f"{EXECUTOR}leaves.py"
QUANTITIES = f"{EXECUTOR}quantities.py"
SCOPE = f"{EXECUTOR}scope.py"
TALLY = f"{EXECUTOR}tally.py"
LAWS = (
    ("all_left_unmet", '([_gate(ALL), _truth("x", "l", 0)], False)'),
    ("all_right_unmet", '([_gate(ALL), _truth("x", "r", 0)], False)'),
    ("all_both_met", '([_gate(ALL), _truth("x", "l", 1), _truth("y", "r", 1)], True)'),
    ("any_left_met", '([_gate(ANY), _truth("x", "l", 1)], True)'),
    ("any_right_met", '([_gate(ANY), _truth("x", "r", 1)], True)'),
    ("any_both_unmet", '([_gate(ANY), _truth("x", "l", 0), _truth("y", "r", 0)], False)'),
)


@dataclass(frozen=True)
class Fault:
    """One fault: what it is, and the text that it replaces in which file."""

    name: str
    file: str
    old: str
    new: str


def _laws() -> Iterator[Fault]:
    """Each of the six laws left out, and each concluding the opposite."""
    file = f"{EXECUTOR}rule_base.py"
    for law, body in LAWS:
        line = f'    "{law}": {body},\n'
        opposite = body.replace(", True)", ", False)") if body.endswith("True)") else body.replace("False)", "True)")
        yield Fault(f"law {law} dropped", file, line, "")
        yield Fault(f"law {law} swapped", file, line, f'    "{law}": {opposite},\n')


EXECUTOR_FAULTS: tuple[Fault, ...] = (
    # numbers against thresholds
    Fault(
        "more_than read as at_least", COMPARE, "_floor(span, first, strict=True)", "_floor(span, first, strict=False)"
    ),
    Fault(
        "at_least read as more_than",
        COMPARE,
        'case "at_least":\n            return _floor(span, first, strict=False)',
        'case "at_least":\n            return _floor(span, first, strict=True)',
    ),
    Fault("less_than read as at_most", COMPARE, "_cap(span, first, strict=True)", "_cap(span, first, strict=False)"),
    Fault(
        "at_most read as less_than",
        COMPARE,
        'case "at_most":\n            return _cap(span, first, strict=False)',
        'case "at_most":\n            return _cap(span, first, strict=True)',
    ),
    Fault("gap of floors with the wrong sign", COMPARE, "return actual - known[0]", "return known[0] - actual"),
    Fault("gap of caps with the wrong sign", COMPARE, "return known[0] - actual", "return actual - known[0]"),
    Fault(
        "unknown parameter taken as met",
        COMPARE,
        "not _reaches(span.high, threshold.low, strict):\n        return Truth.UNMET\n    return Truth.UNKNOWN",
        "not _reaches(span.high, threshold.low, strict):\n        return Truth.UNMET\n"
        "    return Truth.MET if threshold.low is None else Truth.UNKNOWN",
    ),
    Fault(
        "between decided by one end only",
        COMPARE,
        "return Truth.MET if floor is cap is Truth.MET else Truth.UNKNOWN",
        "return Truth.MET if Truth.MET in (floor, cap) else Truth.UNKNOWN",
    ),
    # leaves
    Fault(
        "a negated leaf not flipped",
        LEAVES,
        "return Truth.UNMET if truth is Truth.MET else Truth.MET",
        "return truth",
    ),
    Fault(
        "无 read as blank",
        LEAVES,
        "    if value is None:\n        return LeafFinding(node=index, truth=Truth.UNKNOWN, causes=missing(leaf.label))\n"
        "    actual",
        "    if value is None or isinstance(value, Nothing):\n"
        "        return LeafFinding(node=index, truth=Truth.UNKNOWN, causes=missing(leaf.label))\n    actual",
    ),
    Fault(
        "choices marked 不全 taken as complete",
        LEAVES,
        "not value.words.isdisjoint(leaf.words), value.complete",
        "not value.words.isdisjoint(leaf.words), True",
    ),
    Fault(
        "the cause of a missing number lost",
        LEAVES,
        "merged(*(opened for _, opened in limits), reading.causes)",
        "merged(*(opened for _, opened in limits))",
    ),
    Fault(
        "the cause of an unknown parameter lost",
        LEAVES,
        "merged(*(opened for _, opened in limits), reading.causes)",
        "reading.causes",
    ),
    Fault(
        "a coarser code taken as outside",
        LEAVES,
        "return Truth.UNKNOWN if any(code.startswith(value)",
        "return Truth.UNMET if any(code.startswith(value)",
    ),
    Fault("the last day of validity left out", LEAVES, "Truth.MET if days >= 0", "Truth.MET if days > 0"),
    Fault(
        "认定 read the other way round",
        LEAVES,
        "Truth.MET if judgement.outcome is Outcome.PASS else Truth.UNMET",
        "Truth.UNMET if judgement.outcome is Outcome.PASS else Truth.MET",
    ),
    # quantities
    Fault(
        "an undefined ratio taken as zero",
        QUANTITIES,
        "return Reading(Span(), (Cause(kind=CauseKind.UNDEFINED, name=ratio.label),))",
        "return Reading(interval.point(0))",
    ),
    Fault("negative denominators divided by", QUANTITIES, "if divisor <= 0:", "if divisor == 0:"),
    Fault(
        "amounts rounded to whole units", QUANTITIES, "return Fraction(value) if", "return Fraction(round(value)) if"
    ),
    Fault("ratios in binary floats", QUANTITIES, "ratio.scale / divisor", "Fraction(float(ratio.scale / divisor))"),
    Fault(
        "the newest stated year instead of the base year",
        SCOPE,
        "number = value.values.get(year)",
        "number = value.values.get(max((one for one in value.values if one is not None), default=None))",
    ),
    Fault(
        "numbers without a year lost",
        SCOPE,
        "if number is None and year == self.base_year",
        "if number is None and False",
    ),
    Fault(
        "members read in the base year of the base",
        SCOPE,
        "replace(self, base_year=program.base_year, members=program.members)",
        "replace(self, members=program.members)",
    ),
    Fault(
        "what is missing from a sum taken as zero",
        INTERVAL,
        "if end is None:\n            return None",
        "if end is None:\n            continue",
    ),
    Fault(
        "the largest known taken as the largest",
        INTERVAL,
        "Span(low=max(lows, default=None), high=max(highs) if len(highs) == len(spans) else None)",
        "Span(low=max(lows, default=None), high=max(highs, default=None))",
    ),
    Fault(
        "a hull with an end where one of its parts has none",
        INTERVAL,
        "low=min(lows) if len(lows) == len(spans) else None",
        "low=min(lows, default=None)",
    ),
    Fault("subtrahends added", INTERVAL, "scaled(subtrahend, Fraction(-1))", "subtrahend"),
    Fault("negative factors keep the ends", INTERVAL, "if factor > 0 else Span(low=high, high=low)", ""),
    Fault(
        "unbounded ends without their sign", INTERVAL, "return _sign(one) * _sign(two), NONE", "return _sign(one), NONE"
    ),
    Fault(
        "an unknown row taken as the one that holds",
        QUANTITIES,
        "if truth is Truth.MET:\n                break",
        "break",
    ),
    Fault(
        "rows after the one that holds counted",
        QUANTITIES,
        "if truth is Truth.MET:\n                break",
        "if truth is Truth.MET:\n                continue",
    ),
    Fault(
        "the cause of an open row lost",
        QUANTITIES,
        "causes += [opened, possible[-1].causes]",
        "causes += [possible[-1].causes]",
    ),
    Fault(
        "members that may hold added for certain",
        QUANTITIES,
        "interval.hull([found.span, interval.point(0)])",
        "found.span",
    ),
    Fault("the total of an open list complete", QUANTITIES, "        if complete:\n", "        if True:\n"),
    Fault(
        "members unlisted taken as never negative",
        QUANTITIES,
        "low = span.low if gathered.never_negative else None",
        "low = span.low",
    ),
    Fault("anniversaries to come counted as past", QUANTITIES, "        whole -= 1\n", "        pass\n"),
    Fault(
        "years since no day missing instead of undefined",
        QUANTITIES,
        "if isinstance(value, Nothing):\n            return Reading(Span(), (Cause(kind=CauseKind.UNDEFINED, name=elapsed.name),))",
        "if isinstance(value, Nothing):\n            return Reading(Span(), missing(elapsed.label))",
    ),
    # other facts and other cases
    Fault("@上级 read as the member's own", SCOPE, "return self.enclosing or Scope({})", "return self"),
    Fault(
        "another fact that is 无 ignored",
        LEAVES,
        "if _says_none(value) or _says_none(against):",
        "if _says_none(value):",
    ),
    Fault(
        "the other fact's cause lost",
        LEAVES,
        "causes = merged(() if known else missing(leaf.label), causes)",
        "causes = () if known else missing(leaf.label)",
    ),
    # lists and events
    Fault(
        "a blank list taken as empty",
        TALLY,
        "truths: list[Truth] = []\n            complete = False",
        "truths: list[Truth] = []",
    ),
    Fault(
        "an open list taken as complete",
        TALLY,
        "if member.truth is not None]\n            complete = value.complete",
        "if member.truth is not None]",
    ),
    Fault(
        "a member to whom it does not apply counted as failing",
        TALLY,
        "[member.truth for member in members if member.truth is not None]",
        "[member.truth or Truth.UNMET for member in members]",
    ),
    Fault("causes of members without their member", SCOPE, "else self.path + name", "else name"),
    Fault("unknown members taken as failing", TALLY, "possible = sure + sum(", "possible = sure + 0 * sum("),
    Fault("the first day of a window left out", TALLY, "leaf.window[0] <= day <=", "leaf.window[0] < day <="),
    Fault(
        "a window a day too long",
        "engine/load/day.py",
        "return before(reference, period), reference",
        "return before(reference, period) - timedelta(days=1), reference",
    ),
    # gates
    Fault("at_least_of off by one", f"{EXECUTOR}circuit.py", "return row[n - 1]", "return row[max(n - 2, 0)]"),
    *_laws(),
)
"""Faults of the inference executor."""
