"""What keeps the members of a list open, as rows under the names that its owner knows: `骨干企业[91…]/研发投入[2025]`."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from engine.executors.columnar.board import Board, reference
from engine.executors.columnar.cells import KEY, MEMBER, OWNER
from engine.executors.columnar.frame import Frame
from engine.executors.columnar.interval import Opened
from engine.executors.columnar.members import Members, any_member
from schemas.finding import OUTER, CauseKind


class _Step(NamedTuple):
    """One list on the way down: its table, the flag that must hold of its members, the label of the list."""

    table: str
    flag: str
    label: str


class MemberCause(NamedTuple):
    """A cause of members, or of members of members, by the way down to them."""

    kind: CauseKind
    name: str
    steps: tuple[_Step, ...]

    @property
    def called(self) -> tuple[str, ...]:
        """The name without the members' own."""
        return (*(step.label for step in self.steps), self.name)

    def text(self, board: Board) -> str:
        """The SQL of the cause's name."""
        parts = [
            f"{board.text(f'{step.label}[')} || m{depth}.{board.quoted(MEMBER)} || ']/'"
            for depth, step in enumerate(self.steps)
        ]
        return " || ".join([*parts, board.text(self.name)])

    def joined(self, source: str, board: Board) -> str:
        """What to select from: the records of `source`, called `f`, with their members beside them."""
        joins, owner, quoted = [f"{source} f"], "f", board.quoted
        for depth, step in enumerate(self.steps):
            joins.append(f"JOIN {quoted(step.table)} m{depth} ON m{depth}.{quoted(OWNER)} = {owner}.{quoted(KEY)}")
            owner = f"m{depth}"
        return " ".join(joins)

    def where(self, flag: str, board: Board) -> str:
        """Where it holds: of the records that `flag` holds of, the members that are open."""
        return " AND ".join(
            [f"f.{flag}", *(f"m{depth}.{board.quoted(one.flag)}" for depth, one in enumerate(self.steps))]
        )


def member_causes(opened: Opened) -> Iterator[MemberCause]:
    """The causes that stand for an owner's: each of its members', from which what is the owner's own has `Risen`."""
    members = opened.members
    if members is None:
        yield MemberCause(opened.kind, opened.name, ())
        return
    table = _table(members)
    for place, one in enumerate(members.opened):
        for within in member_causes(one):
            yield within._replace(steps=(_Step(table, f"c{place}", members.label), *within.steps))


class Risen:
    """Causes of members that are their owners' own (`上级.职工总数`, or those of another list of the owner): risen to it."""

    def __init__(self) -> None:
        self._done: dict[int, tuple[Opened, ...]] = {}

    def above(self, opened: Iterable[Opened], frame: Frame) -> tuple[Opened, ...]:
        """The causes of the records of a frame, with what has risen from their lists."""
        found = []
        for one in opened:
            found.append(one)
            if one.members is not None and not one.up:
                risen = self._from(one.members, frame)
                found += [replace(cause, holds=one.holds & cause.holds) for cause in risen]
        return frame.store_opened(tuple(found))

    def _from(self, members: Members, frame: Frame) -> tuple[Opened, ...]:
        """What rises from some members, wherever one of them has it; what stays with them stays in `opened`."""
        if id(members) not in self._done:
            every = self.above(members.opened, members.frame)
            rising = [one for one in every if _is_outer(one)]
            members.opened = tuple(one for one in every if not _is_outer(one))
            self._done[id(members)] = tuple(
                replace(one, name=one.name.removeprefix(OUTER), up=max(0, one.up - 1), holds=holds)
                for one, holds in zip(rising, any_member(members, [one.holds for one in rising], frame), strict=True)
            )
        return self._done[id(members)]


def _is_outer(one: Opened) -> bool:
    return one.up > 0 if one.members is not None else one.name.startswith(OUTER)


def _table(members: Members) -> str:
    """The members with a flag for each of their causes, kept once."""
    if members.table is None:
        names = {KEY: "int64", OWNER: "int64", MEMBER: "string"}
        columns = {name: reference(name, kind) for name, kind in names.items()}
        flags = {f"c{place}": one.holds for place, one in enumerate(members.opened)}
        members.table = members.frame.board.keep(members.frame.query({**columns, **flags}))
    return members.table
