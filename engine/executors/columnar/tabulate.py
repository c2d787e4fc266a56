"""Findings as tables, for records by the million: which columns tell a standing a record and a reason a row.

A reason is a code into a list of what there can be; only what differs from record to record stands in its row. What
does not fit is `Beyond`: it is to be told case by case. `told` fetches the tables, `kept` leaves them in the database.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

import ibis

from engine.errors import Beyond
from engine.executors.columnar.block import Block
from engine.executors.columnar.board import BELOW, Board, Branch, columns_of, known_value, reference
from engine.executors.columnar.cells import KEY, Records
from engine.executors.columnar.exact import Number, decimals, gap_decimals
from engine.executors.columnar.frame import Frame
from engine.executors.columnar.interval import Expr, Opened, any_of, equal
from engine.executors.columnar.member_causes import MemberCause, Risen, member_causes
from engine.executors.columnar.seen import Seen, alike
from engine.executors.columnar.verdict import (
    CriterionColumns,
    TrackColumns,
    criterion_columns,
    track_columns,
)
from engine.executors.columnar.words import stated_text
from engine.verdict import RANK
from schemas.finding import CauseKind, Status, Verdict
from schemas.program import All, AtLeast, DayTest, NumberTest, Program, Tally, TrackNode, WordTest
from schemas.program import Any as AnyOf
from schemas.reason import CAUSE, CODE, GAP, HIGH, LOW, NUMBERS, OPEN, TEXT, TRACK, UNMET, VERDICT, Reason
from schemas.rule_set import Force

_NOT_APPLICABLE = RANK[Verdict.NOT_APPLICABLE]
_KINDS = list(CauseKind)


class _Told(NamedTuple):
    """A reason, where it holds, and for what happens within members the way down to them."""

    reason: Reason
    holds: Expr
    within: MemberCause | None = None


class Tabulation:
    """A program over many records.

    `asked` names the column with the place of the track that each record applies for, NULL for the best. Raises Beyond
    for what cannot be told in columns.
    """

    def __init__(self, board: Board, program: Program, records: Records, asked: str | None = None) -> None:
        self._board, self._program = board, program
        self._seen = Seen(records)
        self._block = Block(Frame(board, self._seen), program.nodes, program.members, program.base_year).run()
        self.frame, self._risen = self._block.frame, Risen()
        criteria = {node.id: criterion_columns(node, self._block) for node in program.criteria}
        tracks = [track_columns(program, node, self._block, criteria) for node in program.tracks]
        self._giver = self.frame.keep(self._given(tracks, asked))
        self._verdict = self.frame.keep(
            ibis.cases(
                *((self._giver == place, track.rank) for place, track in enumerate(tracks)), else_=ibis.null("int8")
            )
        )
        kept = (one._replace(holds=self.frame.keep(one.holds.fill_null(False))) for one in self._reasons(criteria))
        self._told = [one for one in kept if known_value(one.holds, True) is not False]
        self._values: dict[object, str] = {}
        self._flags: dict[object, str] = {}
        self._texts: dict[int, Expr] = {}
        self._numbers = {
            index: self._leaf_numbers(index)
            for index in dict.fromkeys(one.reason.leaf for one in self._told)
            if index is not None
        }
        self.flags = [self._flags.setdefault(one.holds.op(), f"@f{len(self._flags)}") for one in self._told]
        counts = {name: self._counted(criteria, name) for name in (UNMET, OPEN)}
        self._standing = {TRACK: self._giver.cast("int16"), VERDICT: self._verdict.cast("int16"), **counts}

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """What the codes stand for."""
        return tuple(one.reason for one in self._told)

    @property
    def truths(self) -> Mapping[str, Expr]:
        """The columns that rest on truths: the standing of a record, and for each reason whether it holds."""
        return {**self._standing, **_expressions(self._flags)}

    @property
    def own(self) -> Mapping[str, Expr]:
        """The columns of a record's own numbers."""
        return _expressions(self._values)

    @property
    def stated(self) -> Mapping[str, Expr]:
        """The columns of facts that reasons repeat."""
        return {name: one for text in self._texts.values() for name, one in columns_of(text).items()}

    @property
    def kinds(self) -> Mapping[str, list[int]]:
        """The codes of the reasons by the kind of their rows: "" for those that say the same of all for whom they hold."""
        found: dict[str, list[int]] = {}
        for code, one in enumerate(self._told):
            found.setdefault(CAUSE if one.within is not None else self._kind(one.reason.leaf), []).append(code)
        return found

    def telling(self, source: str, kinds: Collection[str]) -> list[str]:
        """The queries of the reasons of some kinds, one each, those of one code after those of another.

        `source` holds the columns of these kinds. All rows have `@key` and `code`. Numbers have `low`, `high`, `gap` in
        10^-12 of a display unit; words and days `text`; causes of members `cause`, the name; plain reasons nothing more.
        """
        board, queries = self._board, list[str]()
        for kind, codes in self.kinds.items():
            if kind not in kinds:
                continue
            if kind == CAUSE:
                queries.append(self._of_members(source))
                continue
            branches = [
                Branch(board.quoted(self.flags[code]), self._columns(code, self._told[code].reason.leaf))
                for code in codes
            ]
            queries.append(board.branches(f"{board.quoted(source)} {BELOW}", BELOW, KEY, branches))
        return queries

    def _of_members(self, source: str) -> str:
        """The query of the causes of members."""
        board, causes, first = self._board, dict[str, list[Branch]](), dict[object, int]()
        for code, (reason, _, within) in enumerate(self._told):
            if within is None:
                continue
            # two counts of one list tell the same causes of the same members
            same = first.setdefault((reason, within.called), code)
            flag = board.quoted(self.flags[code])
            told = Branch(within.where(flag, board), {CODE: _short(same), CAUSE: within.text(board)})
            causes.setdefault(within.joined(board.quoted(source), board), []).append(told)
        unions = " UNION ALL ".join(board.branches(source, "f", KEY, some) for source, some in causes.items())
        order = ", ".join(map(board.quoted, (CODE, KEY, CAUSE)))
        return f"SELECT DISTINCT * FROM ({unions}) ORDER BY {order}"  # noqa: S608  # our own names

    def over(self, records: Records) -> bool:
        """Turn to other records, if they have the same columns as those before; say whether they have."""
        before, now = self._seen.seen, Seen.along(records, self._seen.seen)
        if any(not alike(one, now[path]) for path, one in before.items()):
            return False
        pairs = ((one, now[path]) for path, one in before.items())
        self._board.replace((one.data, new.data) for one, new in pairs if one is not None and new is not None)
        self._seen.seen = now
        return True

    # --- whose verdict ----------------------------------------------------------------------------------------------

    def _given(self, tracks: list[TrackColumns], asked: str | None) -> Expr:
        """The place of the track applied for, else of the best, of equals the first."""
        count = len(tracks)
        if count == 1:
            return ibis.literal(0)
        best = ibis.least(*(track.rank * count + place for place, track in enumerate(tracks))) % count
        return best if asked is None else ibis.coalesce(reference(asked, "int64"), best)

    def _here(self, track: str | None) -> Expr:
        """Where a criterion is one of the track that gives the verdict."""
        if track is None:
            return ibis.literal(True)
        return self._giver == next(place for place, node in enumerate(self._program.tracks) if node.id == track)

    # --- what is told -----------------------------------------------------------------------------------------------

    def _reasons(self, criteria: Mapping[str, CriterionColumns]) -> Iterator[_Told]:
        applies = self.frame.keep(self._verdict != _NOT_APPLICABLE)
        told: dict[object, list[Expr]] = {}
        for node in sorted(self._program.criteria, key=lambda node: node.id):
            here, found = self.frame.keep(self._here(node.track) & applies), criteria[node.id]
            for leaf in self._can_fail(node.require):
                unmet = here & found.unmet & equal(self._block.truths[leaf], ibis.literal(False))
                yield _Told(Reason(node.id, node.track, Status.UNMET, leaf), unmet)
            for one in self._causes(found.opened):
                told.setdefault(one.what, []).append(here & one.holds)
                yield from self._cause(node.id, node.track, one, here & one.holds)
        for place, track in enumerate(self._program.tracks):
            if track.applies is not None:
                yield from self._applying(track, track.applies, self._giver == place, told)

    def _applying(self, track: TrackNode, root: int, here: Expr, told: Mapping[object, list[Expr]]) -> Iterator[_Told]:
        """Why the track is not for a record, and what keeps that open, unless a criterion tells it."""
        refused = here & equal(self._block.truths[root], ibis.literal(False))
        for leaf in self._can_fail(root):
            unmet = refused & equal(self._block.truths[leaf], ibis.literal(False))
            yield _Told(Reason(None, track.id, Status.NOT_APPLICABLE, leaf), unmet)
        for one in self._causes(self._block.opened(root)):
            if one.members is not None:
                raise Beyond.because("whether a track applies depends on members that are open")
            elsewhere = any_of(told.get(one.what, ())).fill_null(False)
            yield from self._cause(None, track.id, one, here & one.holds & equal(elsewhere, ibis.literal(False)))

    def _can_fail(self, root: int) -> list[int]:
        """The leaves below a node that are unmet for some record; what only a person can decide is for none."""
        leaves = leaves_below(root, self._program.nodes)
        return [leaf for leaf in leaves if known_value(self._block.truths[leaf], False) is False]

    def _causes(self, opened: tuple[Opened, ...]) -> list[Opened]:
        """The causes by kind and name, those that members tell of their owner as its own."""
        return sorted(self._risen.above(opened, self.frame), key=_order)

    def _cause(self, criterion: str | None, track: str | None, one: Opened, holds: Expr) -> Iterator[_Told]:
        if one.members is None:
            yield _Told(Reason(criterion, track, Status.UNKNOWN, kind=one.kind, cause=one.name), holds)
            return
        kept = self.frame.keep(holds.fill_null(False))
        for within in member_causes(one):
            yield _Told(Reason(criterion, track, Status.UNKNOWN, kind=within.kind), kept, within)

    # --- columns ----------------------------------------------------------------------------------------------------

    def _value(self, expression: Expr) -> str:
        """The column that an expression is kept in; one, however often it is asked for."""
        return self._board.quoted(self._values.setdefault(expression.op(), f"@v{len(self._values)}"))

    def _counted(self, criteria: Mapping[str, CriterionColumns], name: str) -> Expr:
        """How many binding criteria are unmet, or open; none where the rule set does not apply."""
        total: Expr = ibis.literal(0)
        for node in self._program.criteria:
            if node.force is not Force.PREFERRED:
                found = criteria[node.id]
                holds = found.unmet if name == UNMET else _is_open(found)
                total = total + ibis.ifelse(self._here(node.track) & holds, 1, 0)
        return ibis.ifelse(self._verdict == _NOT_APPLICABLE, 0, total).cast("int32")

    def _leaf_numbers(self, index: int) -> Mapping[str, str]:
        """The SQL of a leaf's numbers by column; notes what must be kept for them, and the leaf's text."""
        leaf, found = self._program.nodes[index], self._block.found[index]
        if isinstance(leaf, WordTest | DayTest):
            self._texts[index] = stated_text(leaf.fact, self._block)
        numbers = {}
        if isinstance(leaf, NumberTest | Tally) and found.actual is not None:
            below, worth = self._below(found.actual.below), leaf.unit.worth
            for name, end in ((LOW, found.actual.low), (HIGH, found.actual.high)):
                numbers[name] = decimals(Number(self._value(end), below, worth), self._board)
        if isinstance(leaf, NumberTest | Tally | DayTest) and found.gap is not None:
            above, under = found.gap
            number = Number(
                self._value(above), self._below(under), None if isinstance(leaf, DayTest) else leaf.unit.worth
            )
            numbers[GAP] = gap_decimals(number, self._board, divided=isinstance(leaf, NumberTest) and leaf.divided)
        return numbers

    def _below(self, below: Expr | int) -> str | int:
        """A denominator: a number, or the column that it is kept in."""
        return below if isinstance(below, int) else self._value(below)

    def _kind(self, leaf: int | None) -> str:
        """Which kind of rows a reason has."""
        if leaf is None:
            return ""
        return (GAP if self._numbers[leaf] else "") + (TEXT if leaf in self._texts else "")

    def _columns(self, code: int, leaf: int | None) -> dict[str, str]:
        """The columns of a reason's rows, in SQL."""
        columns = {CODE: _short(code)}
        if leaf is not None and (numbers := self._numbers[leaf]):
            columns |= {name: numbers.get(name, _NULL) for name in NUMBERS}
        if leaf in self._texts:
            columns[TEXT] = self._board.written(self._texts[leaf])
        return columns


def _expressions(named: Mapping[object, str]) -> dict[str, Expr]:
    return {name: node.to_expr() for node, name in named.items()}  # type: ignore[attr-defined]  # Ibis's own


_NULL = "CAST(NULL AS DECIMAL(38, 0))"


def _short(code: int) -> str:
    return f"CAST({code} AS SMALLINT)"


def leaves_below(root: int, nodes: Any) -> list[int]:
    """The leaves below a node, each once, in the order written."""
    node = nodes[root]
    if not isinstance(node, All | AnyOf | AtLeast):
        return [root]
    return list(dict.fromkeys(leaf for child in node.inputs for leaf in leaves_below(child, nodes)))


def _is_open(found: CriterionColumns) -> Expr:
    """Whether a criterion is undecided, or a person is asked."""
    decided = found.not_applicable | found.met | found.unmet
    return equal(decided, ibis.literal(False)) | found.asks


def _order(one: Opened) -> tuple[int, str, bool]:
    return _KINDS.index(one.kind), one.name, one.members is not None
