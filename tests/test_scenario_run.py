"""`zhunru test` from the inside: which scenarios are run, how each ends, and that nothing else has a say."""

import os
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from engine.authoring.junit import junit_text
from engine.authoring.scenario_choice import choose_scenarios
from engine.authoring.scenario_page import summary_page
from engine.authoring.scenario_result import Mismatched, Outcome, ScenarioResult, ScenarioRun, Trouble
from engine.authoring.scenario_run import how_many, run_scenarios
from engine.authoring.scenario_session import Session
from engine.errors import InputError, InternalFault
from engine.load.library import SHIPPED
from schemas.diagnostic import Diagnostic, Place

RULES = Path(__file__).resolve().parent.parent / "features" / "rules"

HEAD = "# language: zh-CN\n功能: 试验\n"
LOGIC = """\
    假如 规则取自"RULES"
    而且 申报单位的"甲"为"是"
    当 对照"三值逻辑示例"评估
"""
HOLDS = LOGIC + '    那么 条件"LJ-02"为"满足"\n'
FAILS = LOGIC + '    那么 条件"LJ-02"为"不满足"\n'
BROKEN = LOGIC + '    那么 结论是"符合"\n'
MISSPELT = HOLDS.replace('"甲"', '"假"')
OUTLINE = """\
  场景大纲: 两行
    假如 规则取自"RULES"
    而且 申报单位的"甲"为"<甲>"
    当 对照"三值逻辑示例"评估
    那么 条件"LJ-02"为"<判定>"
    @skip
    例子:
      | 甲 | 判定 |
      | 是 | 满足 |
      |    | 满足 |
"""


def feature(folder: Path, name: str, *scenarios: tuple[str, str], more: str = "", tags: str = "") -> Path:
    """A feature file of scenarios by name and steps."""
    text = HEAD + "".join(f"  {tags}\n  场景: {title}\n{steps}\n" for title, steps in scenarios) + more
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text.replace("RULES", str(RULES)), encoding="utf-8")
    return path


def run(*paths: Path, only: str | None = None) -> ScenarioRun:
    return run_scenarios(choose_scenarios(paths, only))


def ended(found: ScenarioRun) -> list[tuple[str, str]]:
    return [(result.name, result.outcome.value) for result in found.results]


def refused(*paths: Path, only: str | None = None) -> list[tuple[str, str, str]]:
    with pytest.raises(InputError) as caught:
        choose_scenarios(paths, only)
    return [(item.code, str(item.place), item.remedy or "") for item in caught.value.diagnostics]


def test_each_scenario_ends_in_one_of_three_ways(tmp_path: Path) -> None:
    path = feature(tmp_path, "a.feature", ("成立", HOLDS), ("不成立", FAILS), ("没有步骤", BROKEN), ("错字", MISSPELT))
    found = run(path)
    assert ended(found) == [("成立", "passed"), ("不成立", "failed"), ("没有步骤", "broken"), ("错字", "broken")]
    assert found.exit_code == 2
    assert run(path, only="成立").exit_code == 1
    assert run(feature(tmp_path, "b.feature", ("成立", HOLDS))).exit_code == 0
    _, failed, undefined, misspelt = (result.trouble for result in found.results)
    assert failed is not None
    assert failed.step == '那么 条件"LJ-02"为"不满足"'
    assert failed.mismatch is not None
    assert (failed.mismatch.what, failed.mismatch.expected, failed.mismatch.got) == (
        "条件 LJ-02 的判定",
        "不满足",
        "满足",
    )
    assert failed.mismatch.why[-1].startswith("  依据：《")
    assert undefined is not None
    assert [item.code for item in undefined.diagnostics] == ["E5010"]
    assert misspelt is not None
    # the profile of a scenario is no file that anybody could open
    assert [(item.code, item.place) for item in misspelt.diagnostics] == [("E2002", None)]


def test_the_rows_of_an_outline_count_one_by_one_and_tags_do_nothing(tmp_path: Path) -> None:
    path = feature(tmp_path, "a.feature", ("略过", FAILS), more=OUTLINE, tags="@skip @xfail @_odd @大纲")
    found = run(path)
    assert [(result.example, result.outcome) for result in found.results] == [
        ((), Outcome.FAILED),
        ((("甲", "是"), ("判定", "满足")), Outcome.PASSED),
        ((("甲", ""), ("判定", "满足")), Outcome.FAILED),
    ]
    text = summary_page(found, 100).plain()
    assert "例子  甲＝（空），判定＝满足" in text
    assert "共 3 个场景：通过 1，不通过 2（场景大纲的每行例子算一个）" in text


def test_on_several_executors_each_scenario_is_run_on_each(tmp_path: Path) -> None:
    chosen = choose_scenarios([feature(tmp_path, "a.feature", ("成立", HOLDS), ("不成立", FAILS))])
    found = run_scenarios(chosen, executors=("inference", "inference"))
    assert [result.name for result in found.results] == ["成立", "成立", "不成立", "不成立"]
    text = summary_page(found, 80).plain()
    assert "引擎  inference" in text
    assert "每个都在 inference、inference 上各运行一次" in text
    assert "不成立（inference）" in junit_text(found)


def test_files_come_by_name_and_each_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("b.feature", "a.feature", "c/d.feature", ".hidden/e.feature", "f.feature/notes.txt"):
        feature(tmp_path, name, (f"在 {name}", HOLDS))
    monkeypatch.chdir(tmp_path)
    chosen = choose_scenarios([Path("c"), Path(), tmp_path / "a.feature"])
    assert [text.name for text in chosen] == ["在 c/d.feature", "在 a.feature", "在 b.feature"]
    assert how_many(chosen) == 3


def test_a_name_is_found_whatever_its_width_and_case(tmp_path: Path) -> None:
    path = feature(tmp_path, "a.feature", ("边界 ＡＢ", HOLDS), ("别的", HOLDS))
    assert [text.name for text in choose_scenarios([path], " ab")] == ["边界 ＡＢ"]
    assert [text.name for text in choose_scenarios([path], "别")] == ["别的"]
    assert refused(path, only="别得") == [("E5022", "None", "是否想写 别的？")]
    assert refused(path, only="三二一") == [
        ("E5022", "None", "场景的名称写在 场景: 或 场景大纲: 之后；不写 --only 则全部运行")
    ]


def test_paths_that_lead_nowhere_are_told_at_once(tmp_path: Path) -> None:
    feature(tmp_path, "边界.feature", ("成立", HOLDS))
    (tmp_path / "empty").mkdir()
    (tmp_path / "rules.yaml").write_text("", encoding="utf-8")
    (tmp_path / "bad.feature").write_text(HEAD, encoding="utf-8")
    names = ("边界.featur", "nowhere/x", "rules.yaml", "empty", "bad.feature")
    assert refused(*(tmp_path / name for name in names)) == [
        ("E5003", f"{tmp_path}/bad.feature:2", "写出至少一个场景: 或场景大纲:"),
        ("E5001", f"{tmp_path}/empty", "场景文件的扩展名是 .feature，放在此文件夹之下"),
        ("E5020", f"{tmp_path}/nowhere/x", "检查路径；相对路径从当前文件夹算起"),
        ("E5021", f"{tmp_path}/rules.yaml", "场景文件的扩展名是 .feature；也可以给出它所在的文件夹"),
        ("E5020", f"{tmp_path}/边界.featur", "是否想写 边界.feature、bad.feature？"),
    ]


def test_nothing_beside_the_features_has_a_say_and_nothing_is_left_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    feature(tmp_path, "a.feature", ("成立", HOLDS))
    for name in ("conftest.py", "__init__.py", "test_other.py", "sitecustomize.py"):
        (tmp_path / name).write_text("raise SystemExit('not ours')\n", encoding="utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = --no-such-option\n", encoding="utf-8")
    monkeypatch.setenv("PYTEST_ADDOPTS", "--also-no-such-option")
    monkeypatch.setenv("PYTEST_PLUGINS", "no_such_plugin")
    monkeypatch.chdir(tmp_path)
    before, settings = sorted(tmp_path.rglob("*")), {k: v for k, v in os.environ.items() if k.startswith("PYTEST")}
    assert ended(run(tmp_path)) == [("成立", "passed")]
    assert sorted(tmp_path.rglob("*")) == before
    assert {k: v for k, v in os.environ.items() if k.startswith("PYTEST")} == settings


def test_pytest_itself_says_nothing(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    run(feature(tmp_path, "a.feature", ("成立", HOLDS), ("不成立", FAILS)))
    assert capfd.readouterr() == ("", "")


def test_rules_that_changed_are_read_anew(tmp_path: Path) -> None:
    rules = tmp_path / "rules"
    rules.mkdir()
    path = feature(tmp_path, "a.feature", ("成立", HOLDS.replace('规则取自"RULES"', '规则取自"rules"')))
    for file in RULES.iterdir():
        (rules / file.name).write_bytes(file.read_bytes())
    assert run(path).exit_code == 0
    changed = (rules / "logic.yaml").read_text(encoding="utf-8").replace("LJ-02", "LJ-92")
    (rules / "logic.yaml").write_text(changed, encoding="utf-8")
    assert run(path).exit_code == 2


def test_rules_may_be_given_from_outside(tmp_path: Path) -> None:
    steps = HOLDS.replace('    假如 规则取自"RULES"\n    而且', "    假如")
    chosen = choose_scenarios([feature(tmp_path, "a.feature", ("成立", steps))])
    assert run_scenarios(chosen, [RULES]).exit_code == 0
    assert run_scenarios(chosen, [SHIPPED]).exit_code == 2


CHAIN = """\
    假如 申报单位的"单位类型"为"企业"
    而且 申报单位的"年销售收入[2025]"为"1850 万元"
    而且 参数"年销售收入下限"设为"2000 万元"
    当 对照"jilin/innovation-center"评估
"""


def test_the_reasons_say_what_was_asked_and_stated_how_far_apart_and_by_which_clause(tmp_path: Path) -> None:
    path = feature(
        tmp_path,
        "a.feature",
        ("一条", CHAIN + '    那么 条件"KC-02"为"满足"\n'),
        ("一类", CHAIN + '    那么 申报类型"厅地共建"的结论为"符合"\n'),
    )
    one, track = (result.trouble for result in run(path).results)
    assert one is not None
    assert one.mismatch is not None
    assert one.mismatch.why == (
        "KC-02 企业牵头的，年销售收入原则上达到规定数额【原则上】：不满足",
        "  适用条件：单位类型 包含 企业，实际 企业：满足",
        "  年销售收入[2025] 不低于 2000 万元（按假设），实际 1850 万元：不满足（还差 150 万元）",
        "  依据：《关于征集2027年度吉林省科技创新中心建设意愿的通知》三（一）（转载件，有效）",
    )
    assert track is not None
    assert track.mismatch is not None
    heads = [line.strip() for line in track.mismatch.why if "【" in line]
    # those of the track asked about, and none that has no effect
    assert any(line.startswith("KC-41 ") for line in heads)
    assert not any(line.startswith("KC-11 ") or "【优先】" in line for line in heads)


def test_a_problem_may_have_no_remedy_and_a_value_no_text() -> None:
    problem = Diagnostic(code="E9999", message="有问题", place=Place(file="规则.yaml", line=3))
    results = (
        ScenarioResult(Path("a.feature"), 3, "甲", (), "inference", Trouble(4, "那么 …", None, (problem,))),
        ScenarioResult(
            Path("a.feature"), 9, "乙", (), "inference", Trouble(10, "那么 …", Mismatched("原因", "", "", ()))
        ),
    )
    found = ScenarioRun(results, ("inference",))
    text = summary_page(found, 80).plain()
    assert "    问题  规则.yaml:3 E9999 有问题\n" in text
    assert "建议" not in text
    assert "    期望  （空）\n    实际  （空）\n" in text
    assert "a.feature:4 那么 …\n规则.yaml:3 E9999 有问题</error>" in junit_text(found)


# --- faults: never a result --------------------------------------------------------------------------------------


def test_what_is_neither_a_mismatch_nor_a_mistake_is_a_fault(tmp_path: Path) -> None:
    chosen = choose_scenarios([feature(tmp_path, "a.feature", ("成立", HOLDS))])
    with pytest.raises(InternalFault, match="ValueError: no executor nowhere") as caught:
        run_scenarios(chosen, executors=("nowhere",))
    assert isinstance(caught.value.__cause__, ValueError)


def test_a_scenario_that_did_not_end_is_a_fault(tmp_path: Path) -> None:
    (text,) = choose_scenarios([feature(tmp_path, "a.feature", ("成立", HOLDS))])
    with pytest.raises(InternalFault, match="pytest ended with"):
        run_scenarios([replace(text, tests=2)])


def test_a_fault_of_our_own_hooks_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = choose_scenarios([feature(tmp_path, "a.feature", ("成立", HOLDS))])

    def failing(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(Session, "pytest_runtest_logreport", lambda *_, **__: failing())
    with pytest.raises(InternalFault, match="ZeroDivisionError"):
        run_scenarios(chosen)


def test_an_interrupt_interrupts(tmp_path: Path) -> None:
    chosen = choose_scenarios([feature(tmp_path, "a.feature", ("成立", HOLDS), ("又一个", HOLDS))])

    def interrupted() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_scenarios(chosen, tick=interrupted)


# --- JUnit ------------------------------------------------------------------------------------------------------


def test_junit_counts_and_tells(tmp_path: Path) -> None:
    path = feature(
        tmp_path, "a.feature", ("成立", HOLDS), ("不\x07成\ufffe立", FAILS), ("没有步骤", BROKEN), more=OUTLINE
    )
    text = junit_text(run(path))
    root = ElementTree.fromstring(text)  # noqa: S314  # our own
    assert root.attrib == {"name": "zhunru test", "tests": "5", "failures": "2", "errors": "1"}
    cases = list(root.iter("testcase"))
    assert [case.get("name") for case in cases] == [
        "成立",
        "不�成�立",
        "没有步骤",
        "两行［甲＝是，判定＝满足］",
        "两行［甲＝（空），判定＝满足］",
    ]
    assert (cases[0].get("line"), cases[0].get("file")) == ("4", str(path))
    failure = cases[1].find("failure")
    assert failure is not None
    assert failure.get("message") == "条件 LJ-02 的判定：期望“不满足”，实际“满足”"
    assert failure.text is not None
    assert "\n  依据：《" in failure.text
    error = cases[2].find("error")
    assert error is not None
    assert "\n建议：是否想写：" in (error.text or "")
    assert text == junit_text(run(path))
