"""A new scheme from an installed copy, outside the checkout: YAML and Gherkin, no Python, every command."""

import json
from pathlib import Path

import pytest

from tests.installed_copy import ROOT, run

FACTS = """\
中试线数: {id: pilot_lines, type: count, count_as: 条, min: 0, question: 有几条中试线？, evidence: [设备清单]}
"""
SOURCES = """\
dongshan-2026:
  title: 东山市中试平台认定办法（虚构）
  number: 东科发〔2026〕3号
  issuer: 东山市科学技术局（虚构）
  dated: "2026-02-01"
  level: official
  in_force: yes
  where: 虚构，仅供试验
"""
SCHEME = """\
id: dongshan/pilot-platform
title: 东山市中试平台
kind: official
authority: 东山市科学技术局（虚构）
complete: true
basis: {source: dongshan-2026}
effective: {from: 2026-02-01}
when: {单位类型: {includes_any: [企业, 科研院所]}}
criteria:
  - id: DS-01
    title: 有中试线
    require: {中试线数: {at_least: 2 条}}
    basis: {source: dongshan-2026, clause: 第五条}
    evidence: [设备清单]
    remedy: 增建中试线
  - id: DS-02
    title: 规模或研发人员
    require: {any: [{年销售收入: {at_least: 1000 万元}}, {研发人员数: {at_least: 10 人}}]}
    basis: {source: dongshan-2026, clause: 第六条}
"""
FEATURE = """\
# language: zh-CN
功能: 东山市中试平台

  场景大纲: 中试线数的边界
    假如 申报单位的"单位类型"为"企业"
    而且 申报单位的"中试线数"为"<条数>"
    而且 申报单位的"年销售收入[2025]"为"1000 万元"
    当 对照"dongshan/pilot-platform"评估
    那么 条件"DS-01"为"<判定>"
    而且 结论为"<结论>"

    例子:
      | 条数 | 判定   | 结论   |
      | 1 条 | 不满足 | 不符合 |
      | 2 条 | 满足   | 符合   |
      |      | 待定   | 待补充 |

  场景: 规模和研发人员都不够
    假如 申报单位的"单位类型"为"企业"
    而且 申报单位的"年销售收入[2025]"为"900 万元"
    而且 申报单位的"研发人员数"为"9 人"
    当 对照"dongshan/pilot-platform"评估
    那么 未满足的条件为"DS-02"
"""
PROFILE = """\
单位名称: 东山示例材料有限公司
单位类型: [企业]
中试线数: 2 条
年销售收入: {2025: 1000 万元}
"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The author's folder, with what must not disturb: another `engine`, a `conftest.py`, a `pytest.ini`."""
    folder = tmp_path_factory.mktemp("desk")
    files = {
        "规则/facts.yaml": FACTS,
        "规则/sources.yaml": SOURCES,
        "规则/东山.yaml": SCHEME,
        "规则/东山.feature": FEATURE,
        "案卷.yaml": PROFILE,
        "engine/__init__.py": "raise SystemExit('the wrong room')\n",
        "conftest.py": "raise SystemExit('not asked')\n",
        "规则/conftest.py": "raise SystemExit('not asked')\n",
        "规则/__init__.py": "raise SystemExit('not asked')\n",
        "pytest.ini": "[pytest]\naddopts = --no-such-option\n",
    }
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def told(installed: Path, desk: Path, *words: str, expect: int = 0) -> str:
    """What the installed command prints with the author's rules."""
    return run(installed / "bin" / "zhunru", *words, "--rules", "规则", cwd=desk, expect=(expect,))


def test_the_rules_are_listed_shown_and_open_nowhere(installed: Path, desk: Path) -> None:
    assert "dongshan/pilot-platform" in told(installed, desk, "rules", "list")
    assert "jilin/innovation-center" in told(installed, desk, "rules", "list")
    shown = told(installed, desk, "rules", "show", "dongshan/pilot-platform")
    for part in ("中试线数 不少于 2 条", "东科发〔2026〕3号", "第五条", "正式文本，有效"):
        assert part in shown
    assert told(installed, desk, "rules", "show", "dongshan/pilot-platform", "--open").count("\n  没有\n") == 4
    assert "dongshan/pilot-platform" in told(installed, desk, "rules", "list", "--open")


def test_the_documents_are_listed(installed: Path, desk: Path) -> None:
    assert "（dongshan/pilot-platform，正式）：规则集全文、" in told(installed, desk, "sources")
    (found,) = json.loads(told(installed, desk, "sources", "dongshan-2026", "--format", "json"))["sources"]
    assert [one["name"] for one in found["rule_sets"][0]["rests"]] == ["dongshan/pilot-platform", "DS-01", "DS-02"]


def test_an_applicant_is_checked(installed: Path, desk: Path) -> None:
    words = ("check", "案卷.yaml", "--scheme", "dongshan/pilot-platform", "--on", "2026-03-01")
    assert "结论      符合\n" in told(installed, desk, *words)
    # without --scheme the new one stands beside the shipped ones
    result = json.loads(told(installed, desk, "check", "案卷.yaml", "--on", "2026-03-01", "--format", "json"))
    verdicts = {one["rule_set"]["id"]: one["verdict"] for one in result["assessments"]}
    assert verdicts["dongshan/pilot-platform"] == "eligible"
    assert len(verdicts) > 1
    assert "中试线数" in told(installed, desk, "schema", "profile")


def test_the_scenarios_are_run(installed: Path, desk: Path) -> None:
    before = sorted(desk.rglob("*"))
    passed = told(installed, desk, "test", "规则")
    assert passed.splitlines()[-1] == "共 4 个场景：通过 4（场景大纲的每行例子算一个）"
    assert sorted(desk.rglob("*")) == before


def test_a_changed_rule_fails_its_scenario_with_the_reason(installed: Path, tmp_path: Path) -> None:
    changed = tmp_path / "规则"
    changed.mkdir()
    for name, text in (("facts", FACTS), ("sources", SOURCES), ("东山", SCHEME.replace("2 条}", "3 条}"))):
        (changed / f"{name}.yaml").write_text(text, encoding="utf-8")
    (changed / "东山.feature").write_text(FEATURE, encoding="utf-8")
    failed = told(installed, tmp_path, "test", "规则/东山.feature", "--junit", "结果.xml", expect=1)
    for part in (
        "位置  规则/东山.feature:9",
        "例子  条数＝2 条，判定＝满足，结论＝符合",
        '步骤  那么 条件"DS-01"为"满足"',
        "中试线数 不少于 3 条，实际 2 条：不满足（还差 1 条）",
        "依据：《东山市中试平台认定办法（虚构）》（东科发〔2026〕3号）第五条",
        "共 4 个场景：通过 3，不通过 1",
    ):
        assert part in failed
    assert 'failures="1"' in (tmp_path / "结果.xml").read_text(encoding="utf-8")
    assert "通过 1（" not in told(installed, tmp_path, "test", "规则", "--only", "规模和研发人员")


def test_the_shipped_scenarios_pass_in_the_installed_copy(installed: Path, tmp_path: Path) -> None:
    feature = ROOT / "features" / "innovation-center"
    passed = run(installed / "bin" / "zhunru", "test", feature, cwd=tmp_path)
    total = passed.splitlines()[-1]
    assert "：通过 " in total
    assert "不通过" not in total
    assert "无法运行" not in total


def test_a_copy_of_the_rules_is_changed_and_used_in_their_place(installed: Path, tmp_path: Path) -> None:
    command = installed / "bin" / "zhunru"
    run(command, "rules", "copy", "副本", cwd=tmp_path)
    path = tmp_path / "副本" / "jilin" / "innovation-center.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("value: unknown", "value: 2000"), encoding="utf-8")
    own = ("--rules", "副本", "--no-shipped")
    assert "2000 万元" in run(command, "rules", "show", "jilin/innovation-center", *own, cwd=tmp_path)
    assert "2000 万元" not in run(command, "rules", "show", "jilin/innovation-center", cwd=tmp_path)
