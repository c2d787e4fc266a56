"""A filled-in sheet 待人工认定 → decisions by applicant, checked as 认定 in a profile is, and what they do to a case."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from engine.batch.columns import CLAUSE, CODE_COLUMN, ID, NAME_COLUMN, PENDING_SHEET, SHA256, VERDICT_COLUMN
from engine.batch.filled_sheet import Cell, read_filled
from engine.errors import InputError
from engine.load.document import Data, Document, KeySpots, Spot
from engine.load.document import Path as Steps
from engine.load.judgement import read_judgement, read_judgements
from engine.load.library import Library
from engine.load.problem import Problems, ValueProblem
from engine.load.text import tidy
from schemas.batch import ApplicantStamp
from schemas.case import Case, Judgement
from schemas.diagnostic import Diagnostic, Place, Severity

PARTS = (VERDICT_COLUMN, "意见", "认定人", "日期")
"""The columns that a person fills in."""


class Decision(NamedTuple):
    """One row of the sheet: which criterion (or cap) of which version of the case, what was written, and where."""

    key: str
    named: Place
    parts: Mapping[str, Cell]
    sha256: str | None


class Decisions(NamedTuple):
    """All of the sheet, by applicant; those about caps apart, for no case alone can take them into account."""

    sha256: str
    criteria: Mapping[str, tuple[Decision, ...]]
    caps: Mapping[str, Mapping[str, Judgement]]
    places: Mapping[str, Place]


def read_decisions(path: Path, library: Library, caps: Collection[str]) -> Decisions:
    """The decisions of a sheet. Raises InputError with everything in it that can be told to be wrong by itself."""
    sheet = read_filled(path, PENDING_SHEET, (CLAUSE, VERDICT_COLUMN), "E6008")
    by_applicant: dict[str, list[Decision]] = {}
    wrong: list[Diagnostic] = []
    for row in sheet.rows:
        parts = {name: row[name] for name in PARTS if name in row}
        if not parts:
            continue
        who = next((tidy(str(row[name].value)) for name in (ID, CODE_COLUMN, NAME_COLUMN) if name in row), None)
        if who is None or CLAUSE not in row:
            what = "是哪一个申报单位的" if who is None else "认定的是哪一条"
            place = next(iter(parts.values())).place
            wrong.append(_wrong("E6009", f"这一行没有写{what}", place, "从写出的工作簿里把这一行原样补上"))
            continue
        key = tidy(str(row[CLAUSE].value))
        mine = by_applicant.setdefault(who, [])
        if any(one.key == key for one in mine):
            wrong.append(_wrong("E6009", f"「{who}」的「{key}」认定了两次", row[CLAUSE].place, "只留一行"))
            continue
        digest = str(row[SHA256].value) if SHA256 in row else None
        mine.append(Decision(key, row[CLAUSE].place, parts, digest))
    criteria: dict[str, tuple[Decision, ...]] = {}
    decided: dict[str, dict[str, Judgement]] = {}
    for who, mine in by_applicant.items():
        own = tuple(one for one in mine if one.key not in caps)
        _, problems = _read(own, None, library)
        wrong += problems
        if own:
            criteria[who] = own
        for one in mine:
            if one.key in caps:
                judgement, problems = _read_cap(one)
                wrong += problems
                if judgement is not None:
                    decided.setdefault(who, {})[one.key] = judgement
    if wrong:
        raise InputError(wrong)
    places = {who: mine[0].named for who, mine in by_applicant.items()}
    return Decisions(sheet.sha256, criteria, decided, places)


def name_in(known: Collection[str], stamp_id: str, place: str) -> str | None:
    """Under which name the sheet speaks of an applicant: with its place where several state one code."""
    return next((name for name in (exact_id(stamp_id, place), stamp_id) if name in known), None)


def exact_id(stamp_id: str, place: str) -> str:
    """The name of one of several applicants that state the same code."""
    return f"{stamp_id}@{place}"


def judged(
    case: Case, stamp: ApplicantStamp, decisions: Mapping[str, tuple[Decision, ...]], library: Library
) -> tuple[Case, dict[str, Judgement], list[Diagnostic]]:
    """The case with the decisions about it, and these; those that do not fit it are told, and not applied."""
    name = name_in(decisions, stamp.id, stamp.place)
    if name is None:
        return case, {}, []
    mine = decisions[name]
    read, problems = _read(mine, case, library)
    for one in mine:
        if one.key in case.judgements and read.get(one.key, case.judgements[one.key]) != case.judgements[one.key]:
            problems.append(
                _wrong("E6010", f"「{one.key}」的认定与案卷里写的不同，两处都没有采用", one.named, "核实后只留一处")
            )
            del read[one.key]
            case = case.model_copy(
                update={"judgements": {key: value for key, value in case.judgements.items() if key != one.key}}
            )
    stale = next((one for one in mine if one.sha256 not in (None, case.sha256)), None)
    if stale is not None:
        told = _wrong("W6003", "认定之后案卷有改动，仍按这些认定评审", stale.named, "确认认定的事项没有随之改变")
        problems.append(told.model_copy(update={"severity": Severity.WARNING}))
    return case.model_copy(update={"judgements": {**case.judgements, **read}}), read, problems


def not_applied(stamp: ApplicantStamp, decisions: Mapping[str, tuple[Decision, ...]]) -> list[Diagnostic]:
    """That an applicant who could not be assessed has decisions waiting."""
    name = name_in(decisions, stamp.id, stamp.place)
    if name is None:
        return []
    what = f"「{name}」这次没有评估，它的认定没有用上"
    told = _wrong("W6002", what, decisions[name][0].named, "改正数据之后，用同一份认定表再评审一次")
    return [told.model_copy(update={"severity": Severity.WARNING})]


# --- reading ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Form(Document):
    """Decisions as the part of a profile that they are, each part with the place of its cell."""

    places: Mapping[Steps, Place] = field(default_factory=dict)

    def place(self, path: Steps = (), key: bool = False) -> Place:  # noqa: ARG002  # a cell has no key beside it
        """The place of the cell."""
        return self.places[tuple(path)]


def _read(
    mine: Sequence[Decision], case: Case | None, library: Library
) -> tuple[dict[str, Judgement], list[Diagnostic]]:
    problems = Problems(_form(mine))
    data: Data = {one.key: _data(one) for one in mine}
    read = read_judgements(data, None if case is None else case.facts, library, problems, ())
    return read, _told(problems)


def _read_cap(one: Decision) -> tuple[Judgement | None, list[Diagnostic]]:
    problems = Problems(_form((one,)))
    judgement: Judgement | None = None
    with problems.at((one.key,)):
        judgement = read_judgement(_data(one), problems, (one.key,))
    return judgement, _told(problems)


def _data(one: Decision) -> dict[str, Data]:
    return {name: cell.value for name, cell in one.parts.items()}


def _form(mine: Sequence[Decision]) -> _Form:
    places: dict[Steps, Place] = {}
    for one in mine:
        places[one.key,] = one.named
        places.update({(one.key, name): cell.place for name, cell in one.parts.items()})
    return _Form("", None, "", KeySpots(Spot(0, 0), {}), places=places)


def _told(problems: Problems) -> list[Diagnostic]:
    try:
        problems.raise_any()
    except InputError as error:
        return list(error.diagnostics)
    return []


def _wrong(code: str, message: str, place: Place, remedy: str) -> Diagnostic:
    return ValueProblem(code, message, remedy).at(place)
