"""Steps on whole batches: scenarios that do not hold say what was expected, what was got, and why."""

from pathlib import Path

import pytest

pytest_plugins = ["pytester", "engine.authoring.steps"]

RULES = Path(__file__).resolve().parent.parent / "features" / "rules"
THREE = """
    假如 规则取自"RULES"
    而且 有下列申报单位:
      | 单位名称 | 推荐单位 | 职工人数 |
      | 甲公司 | 甲局 | 30 人 |
      | 乙公司 | 甲局 | 20 人 |
      | 丙公司 | 甲局 | 25 人 |
      | 丁公司 | 甲局 | 5 人 |
    当 对照"推荐名额示例"批量评审
    那么 """
TWINS = """
    假如 规则取自"RULES"
    而且 有下列申报单位:
      | 单位名称 | 职工人数 |
      | 甲公司 | 30 人 |
      | 甲公司 | 20 人 |
    当 对照"推荐名额示例"批量评审
    那么 """
UNNAMED = """
    假如 规则取自"RULES"
    而且 有下列申报单位:
      | 推荐单位 |
      | 甲局 |
    那么 """
NOT_REVIEWED = """
    假如 规则取自"RULES"
    而且 有下列申报单位:
      | 单位名称 | 申报类型 |
      | 甲公司 | 没有这一类 |
    那么 """
UNASSESSED = NOT_REVIEWED.replace("那么", '当 对照"推荐名额示例"批量评审\n    那么')

FAILING = {
    "结论": (
        THREE,
        '"甲公司"的结论为"符合"',
        ["“甲公司”的结论：期望“符合”，实际“待人工认定”", "限额 XM-02 同一推荐单位至多 2 家：甲局，共 3"],
    ),
    "限额": (THREE, '"甲公司"的限额"XM-02"为"满足"', ["“甲公司”的限额 XM-02：期望“满足”，实际“待定”"]),
    "没有的限额": (THREE, '"丁公司"的限额"XM-02"为"满足"', ["期望“满足”，实际“无”", "没有计入任何限额"]),
    "计入": (THREE, '"甲公司"不计入限额"XM-02"', ["期望“不计入”，实际“计入”"]),
    "待补充": (THREE, '"甲公司"待补充"推荐单位"', ["“甲公司”待补充：期望“推荐单位”，实际“无”"]),
    "待认定": (THREE, '"甲公司"待人工认定"XM-09"', ["“甲公司”待人工认定：期望“XM-09”，实际“XM-02”"]),
    "没有单位": (THREE, '"戊公司"的结论为"符合"', ["E5011", "没有申报单位“戊公司”", "甲公司、乙公司"]),
    "没有这个词": (THREE, '"甲公司"的结论为"通过"', ["结论不能是“通过”"]),
    "同名": (TWINS, '"甲公司"的结论为"符合"', ["E5011", "各不相同"]),
    "无名": (UNNAMED, '"甲公司"的结论为"符合"', ["E5011", "单位名称"]),
    "没有评审": (NOT_REVIEWED, '"甲公司"的结论为"符合"', ["E5011", "还没有评估"]),
    "没有评估": (UNASSESSED, '"甲公司"的结论为"符合"', ["“甲公司”没有评估"]),
}


def test_a_failing_scenario_explains_itself(pytester: pytest.Pytester) -> None:
    text = "".join(f"\n  场景: {name}{given}{wanted}\n" for name, (given, wanted, _) in FAILING.items())
    feature = f"# language: zh-CN\n功能: 都不成立\n{text}".replace("RULES", str(RULES))
    pytester.path.joinpath("failing.feature").write_text(feature, encoding="utf-8")
    pytester.makepyfile(test_failing="from pytest_bdd import scenarios\nscenarios('failing.feature')")
    record = pytester.inline_run("-p", "engine.authoring.steps", "-p", "no:cacheprovider", "-q")
    told = {report.nodeid.partition("::test_")[2]: report.longreprtext for report in record.getfailures()}
    unsaid = {
        name: (fragment, told.get(name))
        for name, (_, _, fragments) in FAILING.items()
        for fragment in fragments
        if fragment not in told.get(name, "")
    }
    assert unsaid == {}
