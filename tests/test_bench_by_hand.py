"""The hand-written SQL that the bench measures against says what the inference executor says."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from bench import applicants
from bench.by_hand import RULE_SET, run
from engine.assess import Assessor
from engine.load.library import Library, load_library
from engine.load.profile import case_from
from engine.load.yaml_text import parse_document
from schemas.assessment import Assessment, CriterionResult
from schemas.finding import CauseKind, Status, Truth
from schemas.rule_set import Force

NUMBER = 600
KINDS = {
    CauseKind.MISSING_FACT: "missing_facts",
    CauseKind.UNKNOWN_PARAMETER: "unknown_parameters",
    CauseKind.PENDING_JUDGEMENT: "pending_judgements",
    CauseKind.UNDEFINED: "undefined",
}
Reason = tuple[int, str, str, str, int | None]


@pytest.fixture(scope="module")
def library() -> Library:
    """The shipped rules."""
    return load_library()


@pytest.fixture(scope="module")
def assessed(library: Library) -> list[Assessment]:
    """The inference executor's answers."""
    assessor = Assessor(library, on=date(2026, 3, 1), schemes=[RULE_SET])
    profiles = applicants.profiles(library, NUMBER, 11)
    texts = (json.dumps(profile, ensure_ascii=False) for profile in profiles)
    return [assessor.result(case_from(parse_document(text, "x.json"), library)).assessments[0] for text in texts]


@pytest.fixture(scope="module")
def stated(library: Library, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same applicants as Parquet."""
    path = tmp_path_factory.mktemp("stated") / "applicants.parquet"
    applicants.write(library, NUMBER, 11, path)
    return path


def rows(path: Path) -> list[dict[str, Any]]:
    found = duckdb.sql(f"SELECT * FROM '{path}'")  # noqa: S608  # our own file
    return [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]


def reasons(number: int, one: Assessment, *, every: bool) -> Iterator[Reason]:
    """Every unmet condition and open question of the criteria that the SQL tells."""
    for criterion in one.criteria:
        ours = criterion.track in (None, one.track) and criterion.force is not Force.PREFERRED
        if every or (ours and one.verdict != "not_applicable"):
            yield from _of(number, criterion)


def _of(number: int, criterion: CriterionResult) -> Iterator[Reason]:
    if criterion.status is Status.UNMET:
        for condition in criterion.conditions:
            if condition.status is Truth.UNMET:
                gap = None if condition.gap is None else int(condition.gap)
                yield number, criterion.id, "unmet", condition.fact or "", gap
        if criterion.force is Force.IN_PRINCIPLE:
            yield number, criterion.id, "pending_judgement", criterion.id, None
    for kind, name in KINDS.items():
        for cause in getattr(criterion, name):
            yield number, criterion.id, str(kind), cause, None


def test_verdicts_and_statuses(assessed: list[Assessment], stated: Path, tmp_path: Path) -> None:
    run(stated, tmp_path / "verdicts.parquet", tmp_path / "reasons.parquet")
    found = rows(tmp_path / "verdicts.parquet")
    assert [row["number"] for row in found] == list(range(1, NUMBER + 1))
    for row, one in zip(found, assessed, strict=True):
        assert (row["verdict"], row["track"], row["asked"]) == (one.verdict, one.track, one.asked)
        assert {track.id: row[track.id] for track in one.tracks} == {track.id: track.verdict for track in one.tracks}
        assert {c.id: row[c.id] for c in one.criteria} == {c.id: c.status for c in one.criteria}
    assert len(Counter(row["verdict"] for row in found)) == 4


@pytest.mark.parametrize("every", [False, True])
def test_reasons(every: bool, assessed: list[Assessment], stated: Path, tmp_path: Path) -> None:
    run(stated, tmp_path / "verdicts.parquet", tmp_path / "reasons.parquet", every=every)
    told = rows(tmp_path / "reasons.parquet")
    found = [
        tuple(row[key] for key in ("number", "criterion", "kind", "name", "gap")) for row in told if row["criterion"]
    ]
    expected = [reason for number, one in enumerate(assessed, 1) for reason in reasons(number, one, every=every)]
    assert Counter(found) == Counter(expected)
    assert len(expected) > 8 * NUMBER
    assert {reason[4] for reason in expected} == {None, -1}


def test_whom_the_track_is_for(assessed: list[Assessment], stated: Path, tmp_path: Path) -> None:
    run(stated, tmp_path / "verdicts.parquet", tmp_path / "reasons.parquet")
    told = [row for row in rows(tmp_path / "reasons.parquet") if row["criterion"] is None]
    refused = {row["number"] for row in told if row["kind"] == "not_applicable"}
    assert refused == {number for number, one in enumerate(assessed, 1) if one.verdict == "not_applicable"}
    for number, one in enumerate(assessed, 1):
        open_facts = {row["name"] for row in told if row["number"] == number and row["kind"] == "missing_fact"}
        in_criteria = {
            name
            for c in one.criteria
            if c.track in (None, one.track) and c.force is not Force.PREFERRED
            for name in c.missing_facts
        }
        assert number in refused or open_facts | in_criteria == set(one.open.missing_facts)
