"""Steps on documents and 核实: scenarios that do not hold say what was expected, what was got, and why."""

from pathlib import Path

import pytest

pytest_plugins = ["pytester", "engine.authoring.steps"]

RULES = Path(__file__).resolve().parent.parent / "features" / "rules"
GIVEN = """
    假如 规则取自"RULES"
    而且 申报类型为"本地类"
    而且 申报单位的"甲"为"是"
    而且 材料"甲的证明"为"有"
    而且 材料"丙的证明"为"缺"
    而且 材料"奖状"为"有"
    而且 核实"甲"为"已核实"
    当 对照"材料示例"评估
    那么 """

FAILING = {
    "缺少": ('缺少的材料为"无"', ["缺少的材料：期望“无”，实际“丙的证明”", "丙的证明：缺（CL-11）"]),
    "未说明": ('未说明的材料为"无"', ["未说明的材料：期望“无”，实际“", "上年度审计报告：未说明（CL-01、CL-02）"]),
    "已有": ('已有的材料为""', ["已有的材料：期望“无”，实际“甲的证明”"]),
    "没有要求": ('没有条件要求的材料为"无"', ["没有条件要求的材料：期望“无”，实际“奖状”"]),
    "没有要求的不同": ('没有条件要求的材料为"证书"', ["期望“证书”，实际“奖状”"]),
    "用于": ('材料"甲的证明"用于条件"CL-01"', ["用到材料“甲的证明”的条件：期望“CL-01”，实际“CL-02”"]),
    "没有用到": ('材料"奖状"用于条件"CL-01"', ["期望“CL-01”，实际“无”"]),
    "核实": ('结果注明"甲"为"自报"', ["“甲”的核实：期望“自报”，实际“已核实”", "CL-11 有丙"]),
    "没有注明": ('结果注明"丙"为"自报"', ["“丙”的核实：期望“自报”，实际“无”"]),
    "核实的词": ('结果注明"甲"为"核实"', ["核实不能是“核实”", "自报、已核实、无"]),
    "没有字段": ('结果注明"年销售收入"为"自报"', ["E5011", "没有条件用到“年销售收入”", "年销售收入[2025]、甲"]),
}


def test_a_failing_scenario_explains_itself(pytester: pytest.Pytester) -> None:
    text = "".join(f"\n  场景: {name}{GIVEN}{expectation}\n" for name, (expectation, _) in FAILING.items())
    feature = f"# language: zh-CN\n功能: 都不成立\n{text}".replace("RULES", str(RULES))
    pytester.path.joinpath("failing.feature").write_text(feature, encoding="utf-8")
    pytester.makepyfile(test_failing="from pytest_bdd import scenarios\nscenarios('failing.feature')")
    record = pytester.inline_run("-p", "engine.authoring.steps", "-p", "no:cacheprovider", "-q")
    told = {report.nodeid.partition("::test_")[2]: report.longreprtext for report in record.getfailures()}
    unsaid = {
        name: (fragment, told.get(name))
        for name, (_, fragments) in FAILING.items()
        for fragment in fragments
        if fragment not in told.get(name, "")
    }
    assert unsaid == {}


def test_a_list_replaces_single_words_and_the_other_way_round(pytester: pytest.Pytester) -> None:
    feature = """# language: zh-CN
功能: 说法不同
  场景: 先后改口
    假如 规则取自"RULES"
    而且 申报类型为"本地类"
    而且 材料"甲的证明"为"有"
    而且 有材料"丙的证明"
    而且 核实"甲"为""
    当 对照"材料示例"评估
    那么 已有的材料为"丙的证明"
    假如 材料"甲的证明"为"有"
    那么 已有的材料为"甲的证明"
    假如 有材料""
    那么 已有的材料为"无"
    而且 缺少的材料为"无"
""".replace("RULES", str(RULES))
    pytester.path.joinpath("passing.feature").write_text(feature, encoding="utf-8")
    pytester.makepyfile("from pytest_bdd import scenarios\nscenarios('passing.feature')")
    record = pytester.inline_run("-p", "engine.authoring.steps", "-p", "no:cacheprovider", "-q")
    record.assertoutcome(passed=1)
