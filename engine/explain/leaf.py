"""One leaf in words: what was stated, how far it is from what is asked, or what keeps it open."""

from fractions import Fraction
from typing import assert_never

from engine.explain.amount import amount, ends, gap_text, gap_unit, interval, plain, with_unit
from engine.explain.cause import why_unknown
from engine.explain.coded import coded
from engine.explain.requirement import (
    comparison,
    is_counted,
    limit_texts,
    listed,
    requirement,
    subject,
)
from engine.explain.vocabulary import FactBook
from schemas.assessment import ConditionResult, MemberResult
from schemas.case import Nothing, Value, Words
from schemas.finding import Actual, Cause, CauseKind, LeafFinding, Span, Truth
from schemas.program import (
    Accepted,
    DayTest,
    Judgeable,
    Leaf,
    NumberTest,
    Passes,
    Program,
    StatedTest,
    Tally,
    Unread,
    WordTest,
)
from schemas.quantity import Threshold, Unit

_DAYS = Unit(name="天")
_PLAIN = {Truth.MET: "满足", Truth.UNMET: "不满足"}
_DECIDED = {Truth.MET: "经认定满足", Truth.UNMET: "经认定不满足", Truth.UNKNOWN: "待认定"}


def condition(
    leaf: Leaf,
    finding: LeafFinding,
    program: Program,
    book: FactBook,
    *,
    members: tuple[MemberResult, ...] = (),
) -> ConditionResult:
    """A leaf with what was found at it; `members` are those of a list, already in words."""
    unit = unit_of(leaf)
    gap = None
    if finding.gap is not None and unit is not None:
        gap = gap_text(finding.gap, unit, ratio=_is_ratio(leaf))
    about, found = subject(leaf), finding.actual
    low, high = ends(found, unit) if isinstance(found, Span) and unit is not None else (None, None)
    return ConditionResult(
        fact=None if about is None else about[0],
        id=None if about is None else about[1],
        operator=operator_of(leaf),
        required=requirement(leaf, program, book, finding),
        actual=_actual(leaf, finding, book, members),
        low=low,
        high=high,
        status=finding.truth,
        gap=gap,
        unit=None if unit is None else gap_unit(unit) or None,
        says=_says(leaf, finding, book, members),
        assumed=any(threshold.assumed for threshold in _thresholds(leaf)),
        members=members,
    )


def operator_of(leaf: Leaf) -> str:
    """How a leaf compares, `not_…` under a negation."""
    name = leaf.operator if isinstance(leaf, NumberTest | WordTest | DayTest | Tally) else leaf.kind
    negated = not isinstance(leaf, Accepted) and leaf.negated
    return f"not_{name}" if negated else name


def _thresholds(leaf: Leaf) -> tuple[Threshold, ...]:
    match leaf:
        case NumberTest():
            return leaf.thresholds
        case DayTest() | Tally():
            return (leaf.threshold,)
        case _:
            return ()


def unit_of(leaf: Leaf) -> Unit | None:
    """What the leaf's gap is counted in, None for leaves that have none."""
    match leaf:
        case NumberTest() | Tally():
            return leaf.unit
        case DayTest():
            return _DAYS
        case _:
            return None


def _is_ratio(leaf: Leaf) -> bool:
    return isinstance(leaf, NumberTest) and leaf.divided


def _limits(thresholds: tuple[Threshold, ...], finding: LeafFinding) -> list[Fraction]:
    """What the thresholds come to, as far as it is known: as written, or as found for this case."""
    found = finding.compared or (None,) * len(thresholds)
    numbers = [
        threshold.number if threshold.number is not None else told.point if isinstance(told, Span) else None
        for threshold, told in zip(thresholds, found, strict=True)
    ]
    return [number for number in numbers if number is not None]


def stated_text(value: Value) -> str:
    """A stated word or words as text, for what only groups applicants."""
    if isinstance(value, Words):
        return listed(sorted(value.words)) or "无"
    return "无" if isinstance(value, Nothing) else str(value)


# --- what was stated --------------------------------------------------------------------------------------------


def _actual(leaf: Leaf, finding: LeafFinding, book: FactBook, members: tuple[MemberResult, ...]) -> str | None:
    found = finding.actual
    match leaf:
        case NumberTest() if isinstance(found, Span):
            if found.point is None:
                return interval(found, leaf.unit, ratio=_is_ratio(leaf))
            known = _limits(leaf.thresholds, finding)
            return amount(found.point, leaf.unit, ratio=_is_ratio(leaf), against=known)
        case Tally() if isinstance(found, Span):
            return _counted(leaf, found, members)
        case WordTest() if isinstance(found, str):
            return coded(found, leaf.fact, book)
    if found is None or isinstance(found, Span):
        return None
    if isinstance(found, bool):
        return "是" if found else "否"
    return listed(found) if isinstance(found, tuple) else str(found)


def _counted(leaf: Tally, found: Span, members: tuple[MemberResult, ...]) -> str:
    """How many hold, and how many are still open; for `every`, how many of all fail."""

    def told(status: Truth | None, what: str) -> list[str]:
        count = sum(member.status is status for member in members)
        return [f"{with_unit(str(count), leaf.unit.name)}{what}"] if count else []

    pending, left_out = told(Truth.UNKNOWN, "待定"), told(None, "不适用，不计入")
    unlisted = ["列表未填全"] if found.high is None else []
    if leaf.operator == "every":
        parts = [f"共 {with_unit(str(len(members)), leaf.unit.name)}", *told(Truth.UNMET, "不符合"), *pending]
        if len(parts) == 1 and members:
            parts.append("均符合")
        return "，".join([*parts, *left_out, *unlisted])
    return "，".join([interval(found, leaf.unit) or "", *(f"其中 {part}" for part in pending), *left_out, *unlisted])


# --- how far it is ----------------------------------------------------------------------------------------------


def _says(leaf: Leaf, finding: LeafFinding, book: FactBook, members: tuple[MemberResult, ...]) -> str:
    match leaf:
        case NumberTest():
            return _number(leaf, finding, book)
        case Tally():
            return _tally(leaf, finding, members)
        case DayTest():
            return _day(leaf, finding)
        case WordTest():
            return _words(leaf, finding)
        case StatedTest():
            return why_unknown(finding.causes) if finding.truth is Truth.UNKNOWN else "已填报"
        case Judgeable():
            return _DECIDED[finding.truth]
        case Unread():
            return "条文未取得，无法核对"
        case Passes():
            return why_unknown(finding.causes) or _PLAIN.get(finding.truth, "不适用，不计入")
        case Accepted():
            return {Truth.MET: "经认定接受", Truth.UNMET: "经认定不接受", Truth.UNKNOWN: "待认定"}[finding.truth]
        case _:
            assert_never(leaf)


def _number(leaf: NumberTest, finding: LeafFinding, book: FactBook) -> str:
    if finding.truth is Truth.UNKNOWN:
        return why_unknown(finding.causes)
    found = finding.actual
    if finding.gap is None or not isinstance(found, Span) or found.point is None:
        partly = isinstance(found, Span) and found.point is None
        return _PLAIN[finding.truth] + ("，已知部分足以判定" if partly else "")
    limit = limit_texts(leaf.thresholds, leaf.unit, finding.compared)[0]
    short = with_unit(_magnitude(leaf, finding.gap), gap_unit(leaf.unit))
    over = "超出上限" if leaf.operator == "between" else "多出"
    if finding.truth is Truth.MET:
        return _margin(leaf.operator, finding.gap, short)
    if finding.gap == 0:  # only a strict operator is unmet at its own threshold
        return f"须{comparison(leaf.operator, counted=is_counted(leaf.fact, book))} {limit}，恰好等于"
    if leaf.operator in ("at_most", "less_than"):
        return f"超出上限 {short}"
    below = any(found.point < limit for limit in _limits(leaf.thresholds, finding)[:1])
    return f"还差 {short}" if below else f"{over} {short}"


def _margin(operator: str, gap: Fraction, distance: str) -> str:
    """A met leaf carries how much room is left."""
    if operator == "equals":
        return "满足"
    if gap == 0:
        return "满足，恰好等于"
    if operator == "between":
        return f"满足，距界限 {distance}"
    return f"满足，{'低于上限' if operator in ('at_most', 'less_than') else '超出'} {distance}"


def _magnitude(leaf: NumberTest, gap: Fraction) -> str:
    return plain(abs(gap) / leaf.unit.worth, ratio=_is_ratio(leaf), against=(Fraction(0),))


def _tally(leaf: Tally, finding: LeafFinding, members: tuple[MemberResult, ...]) -> str:
    unit = leaf.unit.name
    if finding.truth is Truth.UNKNOWN:
        return _open_tally(leaf, finding, members)
    if leaf.operator == "every" and finding.truth is Truth.UNMET and not leaf.negated:
        failing = sum(member.status is Truth.UNMET for member in members)
        return f"{with_unit(str(failing), unit)}不符合"
    if finding.gap is None:
        return _at_least_so_far(leaf, finding) or _PLAIN[finding.truth]
    distance = with_unit(plain(abs(finding.gap)), unit)
    if finding.truth is Truth.MET:
        told_by_count = leaf.operator in ("every", "some") or leaf.threshold.number == 0
        return "满足" if told_by_count else _margin(leaf.operator, finding.gap, distance)
    return f"超出上限 {distance}" if leaf.operator == "at_most" else f"还差 {distance}"


def _at_least_so_far(leaf: Tally, finding: LeafFinding) -> str | None:
    """How far off a count is at the least, where members are still open."""
    limit, found = next(iter(_limits((leaf.threshold,), finding)), None), finding.actual
    if leaf.negated or limit is None or finding.truth is not Truth.UNMET or not isinstance(found, Span):
        return None
    over = leaf.operator == "at_most"
    end = found.low if over else found.high
    distance = "" if end is None else with_unit(plain(abs(end - limit)), leaf.unit.name)
    return f"至少{'超出上限' if over else '还差'} {distance}"


def _open_tally(leaf: Tally, finding: LeafFinding, members: tuple[MemberResult, ...]) -> str:
    """The members' own causes stand with the members; here only how many of them are open."""
    pending = sum(member.status is Truth.UNKNOWN for member in members)
    parts = [f"其中 {with_unit(str(pending), leaf.unit.name)}待定"] if pending else []
    own = [cause for cause in finding.causes if not cause.name.startswith(f"{leaf.label}[")]
    unlisted = Cause(kind=CauseKind.MISSING_FACT, name=leaf.label)
    if finding.actual is not None and unlisted in own:
        own.remove(unlisted)
        parts.append("列表未填全")
    return "；".join([*parts, *([why_unknown(own)] if own else [])])


def _day(leaf: DayTest, finding: LeafFinding) -> str:
    if finding.truth is Truth.UNKNOWN:
        return why_unknown(finding.causes)
    if finding.gap is None:
        return _PLAIN[finding.truth]
    days = with_unit(plain(abs(finding.gap)), _DAYS.name)
    valid, met = leaf.operator == "valid", finding.truth is Truth.MET
    if finding.gap == 0:
        return "满足，当日到期" if valid else "满足，恰为当日"
    if valid:
        return f"满足，有效期还有 {days}" if met else f"已过期 {days}"
    early = (leaf.operator == "on_or_before") is met
    return f"{'满足，' if met else ''}{'早' if early else '晚'} {days}"


def _words(leaf: WordTest, finding: LeafFinding) -> str:
    stated = finding.actual
    if finding.truth is Truth.UNKNOWN:
        if any(cause.kind is CauseKind.PENDING_JUDGEMENT for cause in finding.causes):
            return "不在所列范围内，待认定"
        if stated is None or any(cause.name != leaf.label for cause in finding.causes):
            return why_unknown(finding.causes)
        return f"{'填报不够具体' if leaf.operator == 'within' else '填报未全'}：{leaf.label}"
    if leaf.open and stated != "无" and not _is_listed(stated, leaf):
        return _DECIDED[finding.truth]
    return _PLAIN[finding.truth]


def _is_listed(stated: Actual, leaf: WordTest) -> bool:
    words = stated if isinstance(stated, tuple) else (stated,)
    return not set(words).isdisjoint(leaf.words)
