"""One operator on one fact: truth, gap and causes, operator by operator."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from string import ascii_letters
from typing import Any

from schemas.condition import Operators
from schemas.fact import Fact, FactType
from schemas.finding import CauseKind, Truth
from tests.oracle.intervals import Interval, causes_of
from tests.oracle.quantity import label, quantity, stated, which_year
from tests.oracle.reading import as_list, is_none_held, plain, read_collection, read_yes_no, split, words
from tests.oracle.scene import NO_CAUSES, Causes, Scene, cause
from tests.oracle.thresholds import Said, day_limit, day_of, is_fact, limit, said

MET, UNMET, UNKNOWN = Truth.MET, Truth.UNMET, Truth.UNKNOWN
OPPOSITE = {MET: UNMET, UNMET: MET, UNKNOWN: UNKNOWN}


@dataclass(frozen=True)
class Outcome:
    """What one operator came to; `actual` is what a number was, if it is known."""

    truth: Truth
    gap: Fraction | None = None
    causes: Causes = NO_CAUSES
    actual: Fraction | None = None


def decided(holds: bool, gap: Fraction | None = None) -> Outcome:
    """Met or unmet."""
    return Outcome(MET if holds else UNMET, gap)


def missing(name: str) -> Outcome:
    """Unknown for want of a fact."""
    return Outcome(UNKNOWN, None, cause(CauseKind.MISSING_FACT, name))


def leaf(reference: str, operator: str, written: Operators, scene: Scene, flipped: bool) -> Outcome:
    """The outcome of one operator on a fact; `flipped` when the leaf stands under an odd number of `not`."""
    name, year = split(reference)
    fact = scene.world.fact(name)
    operand = written.written[operator]
    if operator == "stated":
        return is_stated(fact, year, scene)
    if fact.type.is_numeric:
        operands = operand if operator == "between" else (operand,)
        value = quantity(fact, year, scene)
        limits = [limit(one, fact, scene) for one in operands]
        outcome = flip(number(operator, value, limits, flipped), flipped)
        return replace(outcome, actual=value.point)
    if operator in ("on_or_after", "on_or_before", "valid"):
        outcome = day(operator, operand, fact, scene)
        outcome = replace(outcome, gap=None if flipped else outcome.gap)
    elif operator == "within":
        outcome = code(operand, fact, scene)
    elif is_fact(operand):
        outcome = same(operator, operand, fact, scene)
    else:
        outcome = word(operator, operand, written.open, fact, scene)
    return flip(outcome, flipped)


def flip(outcome: Outcome, flipped: bool) -> Outcome:
    """The outcome under `not`."""
    return replace(outcome, truth=OPPOSITE[outcome.truth]) if flipped else outcome


def is_stated(fact: Fact, written_year: int | None, scene: Scene) -> Outcome:
    """A value, or 无, was written."""
    year = which_year(fact, written_year, scene)
    known = stated(fact, year, scene) if fact.type.is_numeric else scene.raw(fact)
    return missing(label(fact, year)) if known is None else decided(True)


def number(operator: str, value: Interval, limits: Sequence[Interval], flipped: bool) -> Outcome:
    """An interval against one or two others. The outcome is the operator's own; the gap is the flipped one's."""
    truth = within_limits(operator, value, limits)
    if truth is UNKNOWN:
        return Outcome(UNKNOWN, None, causes_of((value, *limits)))
    numbers = [one.point for one in limits if one.point is not None]
    if value.point is None or len(numbers) < len(limits):
        return Outcome(truth)
    return Outcome(truth, distance(operator, value.point, numbers, flipped))


def within_limits(operator: str, value: Interval, limits: Sequence[Interval]) -> Truth:
    """Whether the operator holds wherever the numbers lie, or nowhere."""
    if operator == "between":
        return both(within_limits("at_least", value, limits[:1]), within_limits("at_most", value, limits[1:]))
    (bound,) = limits
    if operator == "equals":
        if above(value, bound, strictly=True) or above(bound, value, strictly=True):
            return UNMET
        return MET if value.point is not None and value.point == bound.point else UNKNOWN
    if operator in ("at_most", "less_than"):
        dual = {"at_most": "more_than", "less_than": "at_least"}[operator]
        return OPPOSITE[within_limits(dual, value, limits)]
    strict = operator == "more_than"
    if above(value, bound, strictly=strict):
        return MET
    return UNMET if above(bound, value, strictly=not strict) else UNKNOWN


def above(left: Interval, right: Interval, *, strictly: bool) -> bool:
    """Whether all of one interval lies above all of another, or, unless strictly so, touches it."""
    if left.low is None or right.high is None:
        return False
    return left.low > right.high or (left.low == right.high and not strictly)


def both(left: Truth, right: Truth) -> Truth:
    """Kleene's and."""
    if UNMET in (left, right):
        return UNMET
    return UNKNOWN if UNKNOWN in (left, right) else MET


def distance(operator: str, actual: Fraction, limits: list[Fraction], flipped: bool) -> Fraction | None:
    """The signed gap. Under `not` a floor is a cap and a cap a floor; nothing else has a gap there."""
    floor = operator in ("at_least", "more_than")
    if operator in ("at_least", "more_than", "at_most", "less_than"):
        return actual - limits[0] if floor != flipped else limits[0] - actual
    if flipped:
        return None
    if operator == "equals":
        return -abs(actual - limits[0])
    low, high = limits
    return min(actual - low, high - actual)


def stated_of(fact: Fact, scene: Scene) -> Said:
    """What the case says of a fact."""
    raw = scene.raw(fact)
    return Said(raw, NO_CAUSES if raw is not None else cause(CauseKind.MISSING_FACT, fact.name))


def day(operator: str, operand: object, fact: Fact, scene: Scene) -> Outcome:
    """A date against a day."""
    value = stated_of(fact, scene)
    bound = Said(scene.reference_date) if operator == "valid" else day_limit(operand, scene)
    if value.is_none or bound.is_none:
        return decided(False)
    if value.causes or bound.causes:
        return Outcome(UNKNOWN, None, value.causes | bound.causes)
    days = (day_of(value) - day_of(bound)).days
    gap = -days if operator == "on_or_before" else days
    return decided(gap >= 0, Fraction(gap))


def same(operator: str, operand: str, fact: Fact, scene: Scene) -> Outcome:
    """A word against what another fact says: the same, or among several (`includes`)."""
    value, other = stated_of(fact, scene), said(operand, scene)
    if fact.type is FactType.YES_NO:
        if value.causes or other.causes:
            return Outcome(UNKNOWN, None, value.causes | other.causes)
        return decided(read_yes_no(value.raw) == read_yes_no(other.raw))
    if value.is_none or other.is_none:
        return decided(False)
    items, complete = ([], True) if value.causes else (as_list(value.raw), True)
    if operator == "includes" and not value.causes:
        items, complete = read_collection(value.raw)
    unseen = value.causes if complete else cause(CauseKind.MISSING_FACT, fact.name)
    if not other.causes:
        ours, theirs = items, [other.raw]
        if fact.type in (FactType.REGION, FactType.INDUSTRY):
            ours, theirs = ([shortest(one, fact) for one in side] for side in (ours, theirs))
        if words(ours) & words(theirs):
            return decided(True)
        if not unseen:
            return decided(False)
    return Outcome(UNKNOWN, None, unseen | other.causes)


def shortest(written: object, fact: Fact) -> str:
    """A code as short as it can be: 220000 is the province 22, C2614 is 2614."""
    text = plain(written)
    return re.sub(r"(?:00){1,2}$", "", text) if fact.type is FactType.REGION else text.lstrip(ascii_letters)


def code(operand: str | tuple[str, ...], fact: Fact, scene: Scene) -> Outcome:
    """A region or industry code within one of the rule's, by prefix; a coarser code does not tell."""
    own = stated_of(fact, scene)
    named = said(operand, scene) if isinstance(operand, str) and is_fact(operand) else Said(operand)
    if own.is_none or named.is_none:
        return decided(False)
    if own.causes or named.causes:
        return Outcome(UNKNOWN, None, own.causes | named.causes)
    value = shortest(own.raw, fact)
    wanted = [shortest(one, fact) for one in (named.raw if isinstance(named.raw, tuple) else [named.raw])]
    if any(value.startswith(prefix) for prefix in wanted):
        return decided(True)
    return missing(fact.name) if any(prefix.startswith(value) for prefix in wanted) else decided(False)


def word(operator: str, operand: Any, is_open: bool, fact: Fact, scene: Scene) -> Outcome:
    """Words against words."""
    raw = scene.raw(fact)
    if raw is None:
        return missing(fact.name)
    if fact.type is FactType.YES_NO:
        return decided(read_yes_no(raw) == read_yes_no(operand))
    if is_none_held(raw):
        return decided(operator == "none_of")
    items, complete = read_collection(raw) if fact.type is FactType.CHOICES else (as_list(raw), True)
    wanted = operand if isinstance(operand, tuple) else (operand,)
    if fact.type in (FactType.REGION, FactType.INDUSTRY):
        items, wanted = [shortest(item, fact) for item in items], tuple(shortest(one, fact) for one in wanted)
    hit = bool(words(items) & words(wanted))
    unseen = NO_CAUSES if complete else cause(CauseKind.MISSING_FACT, fact.name)
    if operator == "none_of":
        return Outcome(UNKNOWN, None, unseen) if unseen and not hit else decided(not hit)
    if hit:
        return decided(True)
    if unseen:
        return Outcome(UNKNOWN, None, unseen)
    if is_open and operator in ("one_of", "includes_any"):
        judged = scene.judged()
        if judged is None:
            return Outcome(UNKNOWN, None, cause(CauseKind.PENDING_JUDGEMENT, scene.criterion))
        return decided(judged)
    return decided(False)
