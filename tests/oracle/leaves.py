"""One operator on one fact: truth, gap and causes, operator by operator."""

import re
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from string import ascii_letters
from typing import Any

from schemas.condition import Operators
from schemas.fact import Fact, FactType
from schemas.finding import CauseKind, Truth
from tests.oracle.quantity import Interval, label, quantity, stated, which_year
from tests.oracle.reading import as_list, is_none_held, plain, read_collection, read_day, read_yes_no, words
from tests.oracle.scene import NO_CAUSES, Causes, Scene, Unpublished, cause

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


def split(reference: str) -> tuple[str, int | None]:
    """`年销售收入[2024]` → the fact and the year."""
    match = re.fullmatch(r"(.+)\[([0-9]{4})\]", plain(reference))
    return (match.group(1), int(match.group(2))) if match else (plain(reference), None)


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
        outcome = flip(number(operator, value, operands, fact, scene, flipped), flipped)
        return replace(outcome, actual=value.point)
    if operator in ("on_or_after", "on_or_before", "valid"):
        outcome = day(operator, operand, fact, scene)
        outcome = replace(outcome, gap=None if flipped else outcome.gap)
    elif operator == "within":
        outcome = code(operand, fact, scene)
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


def number(
    operator: str, value: Interval, operands: tuple[Any, ...], fact: Fact, scene: Scene, flipped: bool
) -> Outcome:
    """An interval against one or two thresholds. The outcome is the operator's own; the gap is the flipped one's."""
    limits = [scene.threshold(operand, fact) for operand in operands]
    unpublished = [limit.parameter for limit in limits if isinstance(limit, Unpublished)]
    known = [limit if isinstance(limit, Fraction) else None for limit in limits]
    truth = within_limits(operator, value, known)
    if truth is UNKNOWN:
        causes = NO_CAUSES if value.point is not None else value.causes
        for name in unpublished:
            causes |= cause(CauseKind.UNKNOWN_PARAMETER, name)
        return Outcome(UNKNOWN, None, causes)
    numbers = [limit for limit in known if limit is not None]
    if value.point is None or len(numbers) < len(known):
        return Outcome(truth)
    return Outcome(truth, distance(operator, value.point, numbers, flipped))


def within_limits(operator: str, value: Interval, limits: list[Fraction | None]) -> Truth:
    """Whether all of an interval, or none of it, satisfies the operator."""
    low, high, limit = value.low, value.high, limits[0]
    if operator == "between":
        return both(within_limits("at_least", value, limits[:1]), within_limits("at_most", value, limits[1:]))
    if limit is None:
        return UNKNOWN
    if operator == "equals":
        if value.point is not None:
            return MET if value.point == limit else UNMET
        outside = (low is not None and limit < low) or (high is not None and limit > high)
        return UNMET if outside else UNKNOWN
    if operator in ("at_most", "less_than"):
        dual = {"at_most": "more_than", "less_than": "at_least"}[operator]
        return OPPOSITE[within_limits(dual, value, limits)]
    strict = operator == "more_than"
    if low is not None and (low > limit or (low == limit and not strict)):
        return MET
    if high is not None and (high < limit or (high == limit and strict)):
        return UNMET
    return UNKNOWN


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
    if actual < low:
        return actual - low
    return high - actual if actual > high else min(actual - low, high - actual)


def day(operator: str, operand: object, fact: Fact, scene: Scene) -> Outcome:
    """A date against a day."""
    raw = scene.raw(fact)
    if raw is not None and is_none_held(raw):
        return decided(False)
    limit = scene.reference_date if operator == "valid" else scene.threshold(operand, fact)
    causes = NO_CAUSES if raw is not None else cause(CauseKind.MISSING_FACT, fact.name)
    if isinstance(limit, Unpublished):
        causes |= cause(CauseKind.UNKNOWN_PARAMETER, limit.parameter)
    if causes:
        return Outcome(UNKNOWN, None, causes)
    assert isinstance(limit, date)
    days = (read_day(raw) - limit).days
    gap = -days if operator == "on_or_before" else days
    return decided(gap >= 0, Fraction(gap))


def shortest(written: object, fact: Fact) -> str:
    """A code as short as it can be: 220000 is the province 22, C2614 is 2614."""
    text = plain(written)
    return re.sub(r"(?:00){1,2}$", "", text) if fact.type is FactType.REGION else text.lstrip(ascii_letters)


def code(operand: str | tuple[str, ...], fact: Fact, scene: Scene) -> Outcome:
    """A region or industry code within one of the rule's, by prefix; a coarser code does not tell."""
    raw = scene.raw(fact)
    if raw is None:
        return missing(fact.name)
    if is_none_held(raw):
        return decided(False)
    value = shortest(raw, fact)
    wanted = [shortest(one, fact) for one in ([operand] if isinstance(operand, str) else operand)]
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
