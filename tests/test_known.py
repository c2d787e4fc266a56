"""One case after another: what is remembered from the ones before changes nothing of what is said."""

from collections.abc import Iterator

import pytest
import yaml

from engine.assess import Assessor, assess
from engine.executors import inference
from schemas.assessment import Result
from schemas.case import Case
from tests.fair import PROFILE, fair
from tests.rulebook import ON, SCHEME, Desk, case_of


@pytest.fixture(scope="module", name="room")
def _room(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The rule book with one of everything."""
    return fair(tmp_path_factory.mktemp("known"))


@pytest.fixture(scope="module", name="cases")
def _cases(room: Desk) -> list[Case]:
    """The profile that fails in every way, each of its entries left out in turn, and whole again between them."""
    entries = yaml.safe_load(PROFILE)
    left_out = [key for key in entries if key != "骨干企业"]  # a 认定 of a member needs it
    profiles = [entries, *({key: value for key, value in entries.items() if key != left} for left in left_out)]
    cases = [case_of(room.folder / "profiles", room.book, one) for one in profiles]
    return [case for one in cases for case in (one, cases[0])]


def alone(room: Desk, cases: list[Case]) -> Iterator[Result]:
    """Each case by itself, in an executor that remembers nothing."""
    for case in cases:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(inference, "_own", type(inference._own)())
            yield assess(case, room.book, on=ON)


@pytest.mark.parametrize("most", [0, 1, 5, 4_096])
def test_what_is_remembered_changes_nothing(
    room: Desk, cases: list[Case], most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.explain.known._MOST", most)
    monkeypatch.setattr("engine.executors.inference._MOST_DERIVATIONS", most)
    assessor = Assessor(room.book, on=ON)
    assert [assessor.result(case) for case in cases] == list(alone(room, cases))


def test_what_is_found_alike_is_put_into_words_once(room: Desk, cases: list[Case]) -> None:
    assessor = Assessor(room.book, on=ON, schemes=[SCHEME])
    (first, *_), (second, *_) = (assessor.result(cases[0]).assessments for _ in range(2))
    same = [one is other for one, other in zip(first.criteria, second.criteria, strict=True)]
    listed = [any(condition.members for condition in one.conditions) for one in first.criteria]
    assert same == [not members for members in listed]
    assert set(same) == {True, False}
