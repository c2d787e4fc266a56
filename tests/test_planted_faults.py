"""Every planted fault is killed by the quick suite, and the sound tree passes it."""

from pathlib import Path

import pytest

from tests.fault_list import Fault
from tests.fault_list_pipeline import FAULTS
from tests.planted_faults import ROOT, Misplaced, Outcome, planted, run_all

Outcomes = tuple[Outcome, dict[str, Outcome]]


@pytest.fixture(scope="module")
def outcomes() -> Outcomes:
    """What became of every fault, all run at once by two workers."""
    sound, others = run_all(FAULTS)
    return sound, {outcome.fault.name: outcome for outcome in others if outcome.fault is not None}


def test_the_sound_tree_passes(outcomes: Outcomes) -> None:
    sound, _ = outcomes
    assert not sound.killed, sound.told


@pytest.mark.parametrize("name", [fault.name for fault in FAULTS])
def test_a_planted_fault_is_killed(outcomes: Outcomes, name: str) -> None:
    assert outcomes[1][name].killed, outcomes[1][name].told


def test_there_are_enough_and_all_are_different() -> None:
    assert len(FAULTS) >= 25
    assert len({fault.name for fault in FAULTS}) == len(FAULTS)
    assert len({(fault.file, fault.old, fault.new) for fault in FAULTS}) == len(FAULTS)
    assert all(fault.old != fault.new for fault in FAULTS)


def test_each_stands_where_it_is_planted() -> None:
    for fault in FAULTS:
        assert (ROOT / fault.file).read_text(encoding="utf-8").count(fault.old) == 1, fault.name


@pytest.mark.parametrize("old", ["nowhere", "a"])
def test_a_fault_that_does_not_stand_exactly_once_is_an_error(tmp_path: Path, old: str) -> None:
    (tmp_path / "file.py").write_text("a = a\n", encoding="utf-8")
    with pytest.raises(Misplaced, match=r"stands \d times"), planted(tmp_path, Fault("lost", "file.py", old, "b")):
        pass  # pragma: no cover - never reached
