"""Columns back into findings, case by case: the same as the inference executor's, causes in the order of results."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Any, cast

from engine.executors.columnar.block import Block
from engine.executors.columnar.cells import Sheet
from engine.executors.columnar.frame import Frame
from engine.executors.columnar.interval import Expr, Interval, Opened
from engine.executors.columnar.leaves import Found
from engine.executors.columnar.members import Members
from engine.open_questions import in_order
from engine.verdict import RANK, decide
from schemas.case import Judgement, Nothing, Value, Words
from schemas.finding import (
    NONE_HELD,
    OUTER,
    Actual,
    Cause,
    Findings,
    LeafFinding,
    MemberFinding,
    RuleSetFinding,
    Span,
    Truth,
)
from schemas.program import DayTest, Leaf, NumberTest, Tally, WordTest

_TRUTHS = {True: Truth.MET, False: Truth.UNMET, None: Truth.UNKNOWN}


class Reader:
    """What was worked out for the records of a frame, read once; and, when asked for, for the lists that they hold."""

    def __init__(self, frame: Frame, told: Iterable[Expr], readers: "dict[int, Reader] | None" = None) -> None:
        self.frame = frame
        self.sheet = _cases(frame)
        self._readers: dict[int, Reader] = {} if readers is None else readers
        self._place = {node: f"o{place}" for place, node in enumerate(dict.fromkeys(one.op() for one in told))}
        expressions = {name: node.to_expr() for node, name in self._place.items()}
        table = frame.rows(expressions)
        self._columns: dict[str, list[Any]] = {name: table[name].to_pylist() for name in expressions}
        self.owned: dict[int, list[int]] = defaultdict(list)
        for row, owner in enumerate(self.sheet.owners):
            self.owned[owner].append(row)

    def of(self, members: Members) -> "Reader":
        """The reader of a list's members."""
        if id(members) not in self._readers:
            blocks = [] if members.block is None else [members.block, *_blocks_below(members.block)]
            told = [members.truth, members.left_out, *(one.holds for one in members.opened)]
            told += [one for block in blocks for one in told_by(block)]
            self._readers[id(members)] = Reader(members.frame, told, self._readers)
        return self._readers[id(members)]

    def cell(self, expression: Expr, row: int) -> Any:
        """What an expression came to for a record."""
        return self._columns[self._place[expression.op()]][row]

    def span(self, interval: Interval, row: int) -> Span:
        """An interval of a record."""
        below = interval.below if isinstance(interval.below, int) else int(self.cell(interval.below, row) or 1)
        low, high = (self.cell(end, row) for end in (interval.low, interval.high))
        return Span(
            low=None if low is None else Fraction(int(low), below),
            high=None if high is None else Fraction(int(high), below),
        )


def _cases(frame: Frame) -> Sheet:
    """What the records of a frame were made from: here they are always cases, or members of them."""
    return cast(Sheet, frame.sheet)


def _blocks_below(block: Block) -> Iterator[Block]:
    """The blocks of the rule sets that the same records must pass."""
    for judged in block.programs.values():
        yield judged.block
        yield from _blocks_below(judged.block)


def told_by(block: Block) -> Iterator[Expr]:
    """Every expression that a finding is made of."""
    yield from block.truths
    for found in block.found.values():
        yield from (one.holds for one in found.opened)
        for interval in (*found.compared, *([] if found.actual is None else [found.actual])):
            yield from (interval.low, interval.high)
            yield from () if isinstance(interval.below, int) else (interval.below,)
        if found.gap is not None:
            yield found.gap[0]
            yield from () if isinstance(found.gap[1], int) else (found.gap[1],)


def findings(block: Block, reader: Reader, row: int, judgements: Mapping[str, Judgement]) -> Findings:
    """What was found for one record."""
    return Findings(
        truths=tuple(_TRUTHS[reader.cell(truth, row)] for truth in block.truths),
        leaves={index: _leaf(index, found, block, reader, row) for index, found in block.found.items()},
        judgements=dict(judgements),
    )


def _leaf(index: int, found: Found, block: Block, reader: Reader, row: int) -> LeafFinding:
    node, truth = block.nodes[index], _TRUTHS[reader.cell(found.truth, row)]
    members: tuple[MemberFinding, ...] = ()
    if found.members is not None:
        members = tuple(_members(found.members, reader.of(found.members), row))
    return LeafFinding(
        node=index,
        truth=truth,
        actual=_actual(node, found, reader, row, truth),  # type: ignore[arg-type]  # what was found is a leaf
        compared=_compared(node, found, block, reader, row),  # type: ignore[arg-type]
        gap=_gap(found, reader, row),
        causes=in_order(_causes(found.opened, reader, row)),
        members=members,
    )


def _gap(found: Found, reader: Reader, row: int) -> Fraction | None:
    if found.gap is None or (above := reader.cell(found.gap[0], row)) is None:
        return None
    below = found.gap[1]
    return Fraction(int(above), below if isinstance(below, int) else int(reader.cell(below, row)))


def _causes(opened: Iterable[Opened], reader: Reader, row: int) -> Iterable[Cause]:
    """The causes that hold for one record, those of members under the names that it knows them by."""
    for one in opened:
        if not reader.cell(one.holds, row):
            continue
        if one.members is None:
            yield Cause(kind=one.kind, name=one.name)
            continue
        inner, owner = reader.of(one.members), _around(reader.frame, row, one.up)
        for number in inner.owned.get(owner, ()):
            path = f"{one.members.label}[{inner.sheet.members[number].key}]/"
            for cause in _causes(one.members.opened, inner, number):
                name = cause.name.removeprefix(OUTER) if cause.name.startswith(OUTER) else path + cause.name
                yield Cause(kind=cause.kind, name=OUTER * one.up + name)


def _around(frame: Frame, row: int, levels: int) -> int:
    """The record some levels around one of a list."""
    for _ in range(levels):
        row, frame = _cases(frame).owners[row], cast(Frame, frame.parent)
    return row


def _members(members: Members, inner: Reader, row: int) -> Iterable[MemberFinding]:
    for number in inner.owned.get(row, ()):
        member, block = inner.sheet.members[number], members.block
        if block is None:
            yield MemberFinding(key=member.key, name=member.name, truth=Truth.MET)
            continue
        assessed = [_assessed(block, index, inner, number) for index in block.programs]
        yield MemberFinding(
            key=member.key,
            name=member.name,
            truth=None if inner.cell(members.left_out, number) else _TRUTHS[inner.cell(members.truth, number)],
            leaves=tuple(_leaf(index, found, block, inner, number) for index, found in block.found.items()),
            causes=in_order(_causes(members.opened, inner, number)),
            assessment=max(assessed, key=lambda finding: RANK[finding.verdict], default=None),
        )


def _assessed(block: Block, index: int, reader: Reader, row: int) -> RuleSetFinding:
    judged = block.programs[index]
    return decide(judged.program, findings(judged.block, reader, row, reader.sheet.judgements[row]))


def _actual(node: Leaf, found: Found, reader: Reader, row: int, truth: Truth) -> Actual:
    """What was stated, as a finding tells it."""
    facts = reader.sheet.records[row]
    match node:
        case NumberTest() if found.actual is not None:
            span = reader.span(found.actual, row)
            return span if span.point is not None or truth is not Truth.UNKNOWN else None
        case Tally() if found.actual is not None:
            return None if node.fact not in facts else reader.span(found.actual, row)
        case WordTest():
            return _shown(facts.get(node.fact))
        case DayTest():
            value = facts.get(node.fact)
            return NONE_HELD if isinstance(value, Nothing) else value if isinstance(value, date) else None
        case _:
            return None


def _compared(node: Leaf, found: Found, block: Block, reader: Reader, row: int) -> tuple[Actual, ...]:
    """What thresholds came to that are other facts or tables."""
    if found.compared:
        return tuple(reader.span(one, row) for one in found.compared)
    mention = node.other if isinstance(node, WordTest) else node.threshold.other if isinstance(node, DayTest) else None
    if mention is None:
        return ()
    facts: Mapping[str, Value] = reader.sheet.records[row]
    if mention.outer:
        around = block.around
        facts = {} if around is None else _cases(around.frame).records[reader.sheet.owners[row]]
    return (_shown(facts.get(mention.fact)),)


def _shown(value: Value | None) -> Actual:
    """A stated word, words or day as a finding carries them."""
    if isinstance(value, Words):
        return tuple(sorted(value.words)) or NONE_HELD
    if value is None or isinstance(value, str | bool | date):
        return value
    return NONE_HELD
