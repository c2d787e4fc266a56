"""Either executor anywhere: which one is used, what is said of it, and the same results where durable-rules is not."""

import json
import signal
import sys
from pathlib import Path
from typing import Any

import pytest

from engine import executors
from engine.batch import workers
from engine.errors import ExecutorUnavailable
from engine.executors import EXECUTORS, executor, installed, standard
from engine.executors.inference import run as inference
from engine.executors.inference.circuit import circuit, in_turn
from engine.executors.inference.rule_base import RuleBase
from tests.command_line import check, furnished, refused, run
from tests.making import dice, drawn_nodes
from tests.without_durable_rules import Blocker, run_without, stand_in

ROOT = Path(__file__).resolve().parent.parent
ON = ("--on", "2026-03-01")
LACKING = "没有装 durable-rules"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Rules and profiles."""
    return furnished(tmp_path)


@pytest.fixture
def only_columnar(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without durable-rules, with something in the columnar executor's place."""
    monkeypatch.setattr(executors, "_NEEDS", {"inference": ("no_such_library",), "columnar": ()})
    monkeypatch.setitem(sys.modules, "engine.executors.columnar", stand_in())


# --- which one --------------------------------------------------------------------------------------------------


def test_the_executors_of_this_version() -> None:
    assert EXECUTORS == ("inference", "columnar")
    assert executor("inference") is inference
    with pytest.raises(ValueError, match="nowhere"):
        executor("nowhere")


def test_inference_is_standard_where_it_is_installed() -> None:
    assert installed("inference")
    assert standard() == "inference"


@pytest.mark.parametrize(
    ("needs", "expected"),
    [
        ({"inference": ("no_such_library",), "columnar": ("json",)}, "columnar"),
        ({"inference": ("json", "no_such_library"), "columnar": ("json",)}, "columnar"),
        ({"inference": ("json",), "columnar": ("no_such_library",)}, "inference"),
        ({"inference": ("no_such_library",), "columnar": ("json", "no_such_library")}, "inference"),
    ],
)
def test_the_standard_is_the_first_that_is_installed(
    needs: dict[str, tuple[str, ...]], expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(executors, "_NEEDS", needs)
    assert standard() == expected


def test_what_something_refuses_to_import_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.split(".")[0] in ("durable", "durable_rules_engine")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(sys, "meta_path", [Blocker(), *sys.meta_path])
    assert not installed("inference")


@pytest.mark.parametrize(("name", "code"), [("inference", "E4001"), ("columnar", "E6090")])
def test_one_that_is_not_installed_says_what_to_do(
    name: str, code: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(executors, "_NEEDS", dict.fromkeys(EXECUTORS, ("no_such_library",)))
    with pytest.raises(ExecutorUnavailable) as told:
        executor(name)
    assert told.value.diagnostic.code == code
    (other,) = set(EXECUTORS) - {name}
    assert f"--engine {other}" in str(told.value.diagnostic.remedy)
    refused(check(folder, "enough", "--engine", name), code)
    refused(run("batch", folder / "enough.yaml", "-o", folder / "x.csv", "--engine", name), code)
    (folder / "a.feature").write_text(
        '# language: zh-CN\n功能: 甲\n  场景: 乙\n    那么 结论为"符合"\n', encoding="utf-8"
    )
    refused(run("test", folder / "a.feature", "--engine", name), code)


# --- what is said of it -----------------------------------------------------------------------------------------


def stamp(printed: str) -> Any:
    """The executor that a JSON result names."""
    return json.loads(printed)["engine"]["executor"]


@pytest.mark.usefixtures("only_columnar")
def test_a_stand_in_is_told_in_one_line_and_the_result_names_it(folder: Path) -> None:
    told = check(folder, "short", "--format", "json")
    assert (told.exit_code, stamp(told.stdout)) == (1, "columnar")
    assert told.stderr.count(LACKING) == told.stderr.count("W6040") == 1
    asked = check(folder, "short", "--format", "json", "--engine", "columnar")
    assert (asked.stdout, asked.stderr) == (told.stdout, "")


@pytest.mark.usefixtures("only_columnar")
def test_a_batch_and_scenarios_say_it_once_too(folder: Path) -> None:
    output = folder / "结果.jsonl"
    inputs = [folder / f"{name}.yaml" for name in ("enough", "short", "blank")]
    told = run("batch", *inputs, "-o", output, "--rules", folder / "rules", "--scheme", "test/cli", *ON)
    assert told.exit_code == 0
    assert told.stderr.count("W6040") == 1
    rows = [json.loads(line) for line in output.read_text(encoding="utf-8").splitlines()]
    assert {row["result"]["engine"]["executor"] for row in rows} == {"columnar"}
    told = run("test", ROOT / "features" / "innovation-center", "--only", "跨区域")
    assert told.exit_code == 0, told.output
    assert told.stderr.count("W6040") == 1


@pytest.mark.usefixtures("only_columnar")
def test_only_inference_has_a_derivation_to_trace(folder: Path) -> None:
    refused(check(folder, "short", "--trace"), "E6091", "columnar")
    refused(check(folder, "short", "--trace", "--engine", "columnar"), "E6091", "去掉 --trace")


def test_with_durable_rules_nothing_is_said(folder: Path) -> None:
    told = check(folder, "short", "--format", "json")
    assert (stamp(told.stdout), told.stderr) == ("inference", "")
    assert check(folder, "short", "--format", "json", "--engine", "inference").stdout == told.stdout


# --- without durable-rules --------------------------------------------------------------------------------------


def test_gate_after_gate_comes_to_what_the_rule_base_derives() -> None:
    base, chance = RuleBase(), dice(7)
    for _ in range(200):
        wiring = circuit(drawn_nodes(chance))
        given = {leaf: chance.choice((True, False)) for leaf in range(5) if chance.random() < 0.7}
        given |= dict.fromkeys(wiring.met, True)
        assert in_turn(wiring.gates, given).truths == base.derive(wiring.gates, given).truths


def commands(folder: Path) -> list[list[str]]:
    """Examples as results and as a batch, and a scenario; few, and without benchmarks, for columns are slow to get ready."""
    names = ("university.yaml", "base-with-four-backbones.yaml", "joint-pilot-park.yaml")
    profiles = [str(ROOT / "examples" / name) for name in names]
    checks = [["check", path, "--format", "json", "--no-benchmarks", *ON] for path in profiles]
    scheme = ("--scheme", "jilin/innovation-center")
    batch = ["batch", *profiles, *scheme, "-o", str(folder / "结果.jsonl"), "--workers", "1", *ON]
    return [*checks, batch, ["test", str(ROOT / "features" / "innovation-center"), "--only", "跨区域"]]


def test_without_durable_rules_everything_comes_to_the_same(tmp_path: Path) -> None:
    here, there = tmp_path / "有", tmp_path / "无"
    here.mkdir()
    there.mkdir()
    one = [run(*words) for words in commands(here)]
    other = run_without([*commands(there), ["check", "examples/university.yaml", *ON, "--engine", "inference"]])
    last = other.pop()
    assert (last.exit_code, last.stdout) == (2, "")
    assert "E4001" in last.stderr
    assert "--engine columnar" in last.stderr
    for with_it, without in zip(one, other, strict=True):
        assert without.exit_code == with_it.exit_code, without
        assert without.stdout == with_it.stdout.replace('"executor": "inference"', '"executor": "columnar"')
        assert without.stderr.count("W6040") == 1
        assert without.stderr.replace(str(there), str(here)).endswith(with_it.stderr)
        assert with_it.exit_code in (0, 1, 3)
    rows = [(folder / "结果.jsonl").read_text(encoding="utf-8") for folder in (here, there)]
    assert rows[1] == rows[0].replace('"executor":"inference"', '"executor":"columnar"')
    assert rows[1].count('"columnar"') == len(rows[1].splitlines()) == 3


def test_a_system_without_signal_masks_starts_workers_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(signal, "pthread_sigmask")
    with workers._interruption_held_back():
        pass
