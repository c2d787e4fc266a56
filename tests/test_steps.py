"""The steps as rule authors meet them: a scenario that does not hold says what was expected, what was got, and why."""

import re
from pathlib import Path

import pytest
from pytest_bdd.steps import step_function_context_registry

from engine.authoring.feature_text import read_features
from engine.authoring.phrases import Phrase
from engine.authoring.world import World
from engine.errors import InputError

pytest_plugins = ["pytester", "engine.authoring.steps"]

RULES = Path(__file__).resolve().parent.parent / "features" / "rules"

BASE = """
    假如 申报单位的"单位类型"为"市（州）人民政府"
    而且 申报单位的"骨干企业"如下
      | 单位名称 | 单位类型 | 位于基地区域内 |
      | 示例公司 | 企业 | 否 |
    当 对照"jilin/characteristic-base"评估"""

LOGIC = """
    假如 规则取自"RULES"
    而且 申报单位的"甲"为"是"
    当 对照"三值逻辑示例"评估"""

TRACKS = """
    假如 规则取自"RULES"
    而且 申报单位的"单位类型"为"企业"
    而且 申报单位的"甲"为"是"
    而且 申报单位的"乙"为"是"
    而且 申报单位的"丙"为"否"
    当 对照"申报类型示例"评估"""

IN_PRINCIPLE = """
    假如 规则取自"RULES"
    而且 申报单位的情况如下
      | 字段 | 值 |
      | 职工人数 | 19 人 |
      | 乙 | 否 |
      | 丁 | 是 |
    而且 认定"YZ-01"为"通过"，意见为"半年内到岗"
    当 对照"原则上示例"评估"""

MEMBERS = """
    假如 规则取自"RULES"
    而且 申报单位的"成员单位"如下
      | 单位名称 | 高新技术企业 |
      | 示例公司 | 是 |
    当 对照"成员单位示例"评估"""

LIMITS = """
    假如 规则取自"RULES"
    当 对照"限额示例"评估"""

# Each of these scenarios fails: its steps, and what it must then say.
FAILING = {
    "判定": (LOGIC + '\n那么 条件"LJ-01"为"满足"', ["期望“满足”，实际“待定”", "未填：乙", "甲 为“是”，实际 是：满足"]),
    "差距": (IN_PRINCIPLE + '\n那么 条件"YZ-01"的差距为"还差 1 人"', ["期望“还差 1 人”，实际“无”", "经认定接受"]),
    "差值": (IN_PRINCIPLE + '\n那么 条件"YZ-01"的差值为"无"', ["期望“无”，实际“-1 人”", "认定：通过"]),
    "条件的原因": (LOGIC + '\n那么 条件"LJ-01"的原因为"标准未知"', ["期望“标准未知”，实际“未填”"]),
    "原因": (LOGIC + '\n那么 条件"LJ-02"为"满足"\n而且 原因为"未填"', ["条件 LJ-02 的原因：期望“未填”，实际“无”"]),
    "无从谈起的原因": (LOGIC + '\n那么 原因为"未填"', ["E5011", "不知道是哪一个条件的原因"]),
    "条件待补充": (LOGIC + '\n那么 条件"LJ-01"待补充"丙"', ["期望“丙”，实际“乙”"]),
    "经认定接受": (LOGIC + '\n那么 条件"LJ-02"经认定接受', ["期望“经认定接受”，实际“满足”"]),
    "不含条件": (LOGIC + '\n那么 不含条件"LJ-02"', ["期望“不含 LJ-02”", "甲或乙【必备】：满足"]),
    "结论": (
        LOGIC + '\n那么 结论为"符合"',
        ["结论：期望“符合”，实际“不符合”", "基准日 2026-03-01", "LJ-03 非甲【必备】：不满足"],
    ),
    "类型的结论": (
        TRACKS + '\n那么 申报类型"开放类"的结论为"符合"',
        ["期望“符合”，实际“不符合”", "“企业类”：符合，结论由它给出"],
    ),
    "给出结论的类型": (TRACKS + '\n那么 结论由申报类型"开放类"给出', ["期望“开放类”，实际“企业类”"]),
    "没有类型": (
        LOGIC + '\n那么 申报类型"开放类"的结论为"符合"',
        ["E5011", "没有申报类型“开放类”", "已有的申报类型：无"],
    ),
    "未满足": (TRACKS + "\n那么 未满足的条件为\n| 条件 |\n| SL-01 |", ["未满足的条件：期望“SL-01”，实际“无”"]),
    "没有未满足": (LOGIC + "\n那么 没有未满足的条件", ["期望“无”，实际“LJ-03、LJ-07", "LJ-03 非甲【必备】：不满足"]),
    "待补充": (LOGIC + '\n那么 待补充"丁"', ["待补充的字段：期望“丁”，实际“丙、乙、职工人数”"]),
    "待补充的全部": (LOGIC + '\n那么 待补充的字段为"乙、丙"', ["期望“乙、丙”，实际“丙、乙、职工人数”"]),
    "待认定": (LOGIC + '\n那么 待人工认定"LJ-01"', ["待人工认定的条件：期望“LJ-01”，实际“无”"]),
    "待核": (BASE + '\n那么 待核的标准为"无"', ["待核的标准：期望“无”，实际“《吉林省", "适用范围：单位类型"]),
    "无法计算": (LOGIC + '\n那么 无法计算"净资产收益率"', ["无法计算的数：期望“净资产收益率”，实际“无”"]),
    "成员": (
        BASE + '\n那么 "骨干企业"中"示例公司"为"满足"',
        ["骨干企业中“示例公司”的判定：期望“满足”，实际“不满足”", "示例公司：不满足"],
    ),
    "成员的结论": (BASE + '\n那么 "骨干企业"中"示例公司"的结论为"符合"', ["期望“符合”，实际“不符合”"]),
    "没有结论的成员": (MEMBERS + '\n那么 "成员单位"中"示例公司"的结论为"符合"', ["期望“符合”，实际“无”"]),
    "没有成员": (
        BASE + '\n那么 "骨干企业"中"示例工司"为"满足"',
        ["E5011", "骨干企业中没有“示例工司”", "是否想写 示例公司"],
    ),
    "没有条件": (LOGIC + '\n那么 条件"LJ-001"为"满足"', ["E5011", "没有条件“LJ-001”", "是否想写 LJ-01"]),
    "基准日": (LOGIC + '\n那么 基准日为"2026-03-02"', ["基准日：期望“2026-03-02”，实际“2026-03-01”"]),
    "限额": (
        LIMITS + '\n那么 限额"XE-02"为"同一申请人至多 2 项"',
        ["限额 XE-02：期望“同一申请人至多 2 项”，实际“同一申请人至多 1 项”"],
    ),
    "限额的分组": (LIMITS + '\n那么 限额"XE-02"中属于"张三"', ["限额 XE-02 的分组：期望“张三”，实际“无”"]),
    "没有的限额": (LIMITS + '\n那么 限额"XE-09"为"同一申请人至多 1 项"', ["限额：期望“XE-09”，实际“XE-02、XE-03”"]),
    "假设": (LOGIC + '\n那么 结果注明假设"下限"', ["注明的假设：期望“下限”，实际“无”"]),
    "没有报错": (LOGIC + '\n那么 评估报错"E2104"', ["评估：期望“报错 E2104”，实际“不符合”"]),
    "报错不同": (
        LOGIC + '\n而且 申报单位的"甲"为"大概"\n那么 评估报错"E2110"，提到"乙"',
        ["报错：期望“E2110 乙”，实际“E2110”", "不是「是」也不是「否」"],
    ),
    "意外的报错": (LOGIC + '\n而且 申报单位的"甲"为"大概"\n那么 结论为"符合"', ["E2110", "处理：写「是」或「否」"]),
    "没有评估": ('那么 结论为"符合"', ["E5011", "还没有评估"]),
    "没有规则集": ('当 对照"jilin/pilot-centre"评估\n那么 结论为"符合"', ["没有规则集", "是否想写 jilin/pilot-center"]),
    "远不是规则集": ('当 对照"？？"评估\n那么 结论为"符合"', ["没有规则集", "已有的规则集：jilin/"]),
    "没有文件夹": ('假如 规则取自"no-such"\n那么 结论为"符合"', ["没有规则文件夹“no-such”"]),
    "日期": ('假如 按"三月一日"评估\n那么 结论为"符合"', ["看不懂日期“三月一日”"]),
    "判定的词": (LOGIC + '\n那么 条件"LJ-01"为"达标"', ["判定不能是“达标”", "满足、不满足、待定、不适用"]),
    "没有表格": ('假如 申报单位的情况如下\n那么 结论为"符合"', ["这一步之下须有表格"]),
    "表头": ('假如 申报单位的情况如下\n| 甲 | 乙 |\n| 是 | 否 |\n那么 结论为"符合"', ["表格的第一行须是 字段 | 值"]),
    "重复的列": ('假如 申报单位的"骨干企业"如下\n| 甲 | 甲 |\n| 是 | 否 |\n那么 结论为"符合"', ["表格的列名有重复"]),
    "对标参考": (
        BASE + '\n那么 对标参考为"无"',
        ["期望“无”，实际“reference/national-hitech-base、reference/torch-base、"],
    ),
    "对照的成员": (
        BASE + '\n那么 对标参考"reference/henan-base-backbone"对照的成员为"无"',
        ["对照的成员：期望“无”，实际“示例公司”"],
    ),
    "不生效的对标参考": (BASE + '\n那么 不生效的对标参考为"reference/torch-base"', ["实际“无”", "先后排列"]),
    "对标参考的条件": (
        BASE + '\n那么 对标参考"reference/torch-base"的条件"HJ-01"为"满足"',
        ["条件 HJ-01 的判定：期望“满足”，实际“待定”", "未填：有发展规划"],
    ),
    "对标参考里成员的条件": (
        BASE + '\n那么 对标参考"reference/henan-base-backbone"中"示例公司"的条件"HB-04"为"满足"',
        ["期望“满足”，实际“待定”"],
    ),
    "没有这个对标参考": (
        BASE + '\n那么 对标参考"reference/torch-bse"的条件"HJ-01"为"满足"',
        ["E5011", "没有对标参考“reference/torch-bse”", "是否想写 reference/torch-base"],
    ),
    "对标参考里没有这个成员": (
        BASE + '\n那么 对标参考"reference/henan-base-backbone"中"别的公司"的条件"HB-04"为"满足"',
        ["没有对标参考“reference/henan-base-backbone”（别的公司）"],
    ),
    "没有任何对标参考": (
        LOGIC + '\n那么 对标参考"？？"的条件"HJ-01"为"满足"',
        ["没有对标参考“？？”", "已有的对标参考：无"],
    ),
    "没有这样的步骤": (LOGIC + '\n那么 结论是"符合"', ["E5010", "没有这样的步骤：结论是", '是否想写：结论为"…"']),
    "什么都不像的步骤": (LOGIC + "\n那么 阿弥陀佛", ["E5010", '申报类型为"…"', '评估报错"…"']),
    "程序自己的错": ("那么 程序出错", ["RuntimeError: fault"]),
}

MODULE = """
from pytest_bdd import scenarios, step

@step("程序出错")
def _fault():
    raise RuntimeError("fault")

scenarios("failing.feature")
"""


def test_a_failing_scenario_explains_itself(pytester: pytest.Pytester) -> None:
    text = "".join(
        f"\n  场景: {name}{steps if steps[0] == chr(10) else chr(10) + steps}\n" for name, (steps, _) in FAILING.items()
    )
    feature = f"# language: zh-CN\n功能: 都不成立\n{text}".replace("RULES", str(RULES))
    pytester.path.joinpath("failing.feature").write_text(feature, encoding="utf-8")
    pytester.makepyfile(test_failing=MODULE)
    record = pytester.inline_run("-p", "engine.authoring.steps", "-p", "no:cacheprovider", "-q")
    told = {report.nodeid.partition("::test_")[2]: report.longreprtext for report in record.getfailures()}
    unsaid = {
        name: (fragment, told.get(name))
        for name, (_, fragments) in FAILING.items()
        for fragment in fragments
        if fragment not in told.get(name, "")
    }
    assert unsaid == {}
    # nothing but the place, the step and the words
    plain = {name: text for name, text in told.items() if name != "程序自己的错"}
    assert all(text.startswith("failing.feature:") for text in plain.values())
    assert not any("Traceback" in text or ".py" in text for text in plain.values())


def test_a_scenario_that_holds_passes(pytester: pytest.Pytester) -> None:
    feature = """# language: zh-CN
功能: 说法不同
  场景: 另加规则、中文引号、冒号、撤回的认定和假设、一步写出评估日
    假如 另加规则"extra"
    而且 申报单位的情况如下：
      | 字段 | 值 |
      | single_fact | 是 |
    而且 申报类型为""
    而且 认定"EX-02"为"通过"
    而且 认定"EX-02"为""
    而且 参数"下限"设为"1"
    而且 参数"下限"设为""
    当 对照“extra”按“2026-05-06”评估
    那么 条件“EX-01”为“满足”
    而且 基准日为"2026-05-06"
    而且 待人工认定"EX-02"
    而且 未满足的条件为""
"""
    extra = pytester.mkdir("extra")
    (extra / "facts.yaml").write_text("新的字段: {id: single_fact, type: yes_no}\n", encoding="utf-8")
    (extra / "extra.yaml").write_text(
        "id: extra\ntitle: 新的规则集\nkind: reference\nauthority: 示例机关\ncriteria:\n"
        "  - {id: EX-01, title: 有, require: {新的字段: {is: true}}, basis: {source: jilin-2023-78}}\n"
        "  - {id: EX-02, title: 好, require: {judged: 好}, basis: {source: jilin-2023-78}}\n",
        encoding="utf-8",
    )
    pytester.path.joinpath("passing.feature").write_text(feature, encoding="utf-8")
    pytester.makepyfile("from pytest_bdd import scenarios\nscenarios('passing.feature')")
    record = pytester.inline_run("-p", "engine.authoring.steps", "-p", "no:cacheprovider", "-q")
    record.assertoutcome(passed=1)


def test_years_replace_a_number_without_one_and_the_other_way_round() -> None:
    world = World()
    world.state("年销售收入", "1 元")
    world.state("年销售收入[2025]", "2 元")
    world.state("年销售收入[2024]", "3 元")
    world.assess_against("jilin/innovation-center")
    assert world.error is None
    world.state("年销售收入", "4 元")
    assert world.error is None


def test_a_phrase_is_matched_with_blanks_and_nothing_else() -> None:
    phrase = Phrase('条件"{key}"为"{status}"')
    assert phrase.parse_arguments('条件"A-01"为""') == {"key": "A-01", "status": ""}
    assert phrase.parse_arguments("条件“A-01”为“满足”:") == {"key": "A-01", "status": "满足"}
    assert not phrase.is_matching('条件"A-01"为"满足"的')
    assert not phrase.is_matching('条件"A"-01"为"满足"')


# --- what Gherkin would lose ------------------------------------------------------------------------------------

HEAD = "# language: zh-CN\n功能: 示例\n"
SCENARIO = '  场景: 甲\n    当 对照"x"评估\n    那么 结论为"符合"\n'

COUNTED = '''# language: zh-CN
功能: 示例
  说明：这里可以写几句话，不会被当作步骤。

  背景:
    假如 申报单位的"甲"为"<y>"
  场景: 甲
    当 对照"x"评估
    那么 结论为"符合"
  规则: 乙
    背景:
      假如 有
    场景大纲: 丙<x>
      那么 结论为"<x>"
        | <x> |
      而且 说明
        """
        <x>
        """
      例子:
        | x | y |
        | 1 | 2 |
        | 3 | 4 |
      例子:
        | x |
        | 5 |
'''


@pytest.mark.parametrize(
    ("text", "line", "code", "message"),
    [
        ("", 1, "E5001", "场景文件是空的"),
        ("# language: zh-CN\n", 1, "E5001", "场景文件是空的"),
        ("\ufeff" + HEAD + SCENARIO, 1, "E5001", "BOM"),
        ("功能: 示例\n" + SCENARIO, 1, "E5002", "第一行不是 # language: zh-CN"),
        ("# language: zh-CN\n功能：示例\n" + SCENARIO, 2, "E5002", "关键字“功能”之后是全角冒号"),
        (HEAD + SCENARIO.replace("场景:", "场景："), 3, "E5002", "关键字“场景”之后是全角冒号"),
        (
            HEAD + "  规则: 乙\n" + SCENARIO.replace("场景:", "例子:"),
            4,
            "E5002",
            "像是关键字，却会被当作说明略过：例子: 甲",
        ),
        (HEAD + SCENARIO.replace("场景:", "情景:"), 3, "E5002", "像是关键字，却会被当作说明略过：情景: 甲"),
        (HEAD + SCENARIO.replace("当 对照", "当前对照"), 4, "E5002", '“当前对照"x"评估”会被读作“当”加“前对照'),
        (HEAD + SCENARIO.replace("那么 ", "那么 期").replace("当 ", "同时期"), 4, "E5002", "第一步不能以“同时”开头"),
        (HEAD + SCENARIO.replace("当 ", "如果 "), 4, "E5002", "没有以关键字开头，会被当作说明略过：如果 对照"),
        (HEAD + SCENARIO.replace("当 ", "假如 有\n如果 "), 5, "E5001", "看不懂这一行：如果 对照"),
        (HEAD + SCENARIO + '    """\n', 6, "E5001", "文件没有写完"),
        (HEAD + SCENARIO + "    | 甲 | 乙 |\n    | 丙 |\n", 7, "E5001", "表格各行的格数不同"),
        (HEAD, 2, "E5003", "“示例”之下没有场景"),
        (HEAD + SCENARIO + "  规则: 乙\n", 6, "E5003", "“乙”之下没有场景"),
        (HEAD + '  场景: 甲\n    当 对照"x"评估\n', 3, "E5003", "场景“甲”没有“那么”"),
        (HEAD + SCENARIO + SCENARIO, 6, "E5004", "几个场景叫“甲”"),
        (HEAD + SCENARIO.replace("场景:", "场景大纲:"), 3, "E5003", "场景大纲“甲”没有例子"),
        (HEAD + SCENARIO.replace('"x"', '"<x>"') + "    例子:\n", 6, "E5003", "例子的表格没有数据行"),
        (HEAD + SCENARIO.replace('"x"', '"<x>"') + "    例子:\n      | x |\n", 6, "E5003", "例子的表格没有数据行"),
        (HEAD + SCENARIO.replace('"x"', '"<x>"') + "    例子:\n|y|\n|1|\n", 6, "E5005", "表格缺少“x”一列"),
        (HEAD + SCENARIO.replace('"x"', '"<x>"') + "    例子:\n|x|y|\n|1|2|\n", 6, "E5005", "“y”一列没有用到"),
    ],
)
def test_what_gherkin_would_lose_is_refused(tmp_path: Path, text: str, line: int, code: str, message: str) -> None:
    file = tmp_path / "示例.feature"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_features(tmp_path)
    told = [(item.place.line, item.code, item.message) for item in caught.value.diagnostics if item.place]
    assert any((at, found) == (line, code) and message in said for at, found, said in told), told
    assert all(item.remedy for item in caught.value.diagnostics)


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    (tmp_path / "示例.feature").write_bytes((HEAD + SCENARIO).encode("gb18030"))
    with pytest.raises(InputError, match="不是 UTF-8"):
        read_features(tmp_path)


def test_a_folder_without_features_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="没有找到场景文件"):
        read_features(tmp_path)


def test_every_file_is_told_at_once(tmp_path: Path) -> None:
    for name in ("甲", "乙"):
        (tmp_path / f"{name}.feature").write_text(HEAD, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_features(tmp_path)
    assert len(caught.value.diagnostics) == 2


def test_scenarios_are_counted_with_their_rows(tmp_path: Path) -> None:
    file = tmp_path / "示例.feature"
    file.write_text(COUNTED, encoding="utf-8")
    found = read_features(file)
    assert [(scenario.name, scenario.line, scenario.tests) for scenario in found] == [("甲", 7, 1), ("丙<x>", 13, 3)]


def test_every_step_is_described_for_authors() -> None:
    described = re.findall(r"^\| `([^`/]+)` \|", (RULES.parent / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    contexts = step_function_context_registry.values()
    assert sorted(described) == sorted(
        {context.parser.shown for context in contexts if isinstance(context.parser, Phrase)}
    )
