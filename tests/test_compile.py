"""Rule set + date → program: negation at the leaves, equal nodes once, criteria of the day, tracks."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from engine.compile import compile_program
from schemas.program import (
    Accepted,
    All,
    Any,
    AtLeast,
    DayTest,
    Judgeable,
    Node,
    NumberTest,
    Passes,
    Program,
    StatedTest,
    Tally,
    Unread,
    WordTest,
)
from schemas.quantity import Given, Threshold, Unit
from schemas.rule_set import Force
from tests.rulebook import HEAD, MEMBER, MEMBER_HEAD, ON, SCHEME, demand, demanding, library

HIGH_TECH = "{高新技术企业: {is: true}}"
LARGE = "{职工总数: {at_least: 100 人}}"
RICH = "{设备原值: {more_than: 500 万元}}"
MEMBER_SET = MEMBER_HEAD + "criteria:\n" + demand("{年销售收入: {at_least: 1 万元}}", name="B-01")
LINE = """\
parameters:
  线:
    values:
      - {to: 2025-12-31, value: 2000 万元, basis: {source: rules}}
      - {from: 2026-01-01, value: 3000 万元, basis: {source: rules}}
"""


def compiled(folder: Path, text: str, *others: str, on: date = ON) -> Program:
    """The program of the test scheme."""
    return compile_program(library(folder, text, *others), SCHEME, on)


def shown(nodes: tuple[Node, ...], index: int) -> str:
    """A node as a short formula: `all(高新技术企业, not 职工总数 at_least 100)`."""
    node = nodes[index]
    match node:
        case All(inputs=inputs):
            return f"all({', '.join(shown(nodes, i) for i in inputs)})"
        case Any(inputs=inputs):
            return f"any({', '.join(shown(nodes, i) for i in inputs)})"
        case AtLeast(n=n, inputs=inputs):
            return f"{n} of({', '.join(shown(nodes, i) for i in inputs)})"
        case NumberTest(quantity=Given(label=label)):
            limits = " ".join(str(threshold.number or threshold.unknown) for threshold in node.thresholds)
            text = f"{label} {node.operator} {limits}"
        case WordTest():
            text = f"{node.label} {node.operator} {'/'.join(str(word) for word in node.words)}"
        case Accepted():
            return f"accepted {node.criterion}"
        case Judgeable() | Unread():
            text = node.text
        case Tally():
            where = "" if node.where is None else f" where {shown(node.where.nodes, node.where.root)}"
            text = f"{node.label} {node.operator} {node.threshold.number}{where}"
        case DayTest() | StatedTest():
            text = f"{node.label} {node.kind}"
        case _:
            text = node.kind
    return f"not {text}" if node.negated else text


def requirement(folder: Path, require: str, *others: str) -> str:
    """What one condition is compiled to."""
    program = compiled(folder, demanding(require), *others)
    (criterion,) = program.criteria
    return shown(program.nodes, criterion.require)


# --- negation ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("condition", "formula"),
    [
        (HIGH_TECH, "高新技术企业 is True"),
        (f"{{not: {HIGH_TECH}}}", "not 高新技术企业 is True"),
        (f"{{not: {{not: {HIGH_TECH}}}}}", "高新技术企业 is True"),
        (f"{{not: {LARGE}}}", "职工总数 less_than 100"),
        (f"{{not: {RICH}}}", "设备原值 at_most 5000000"),
        ("{not: {设备原值: {at_most: 5 元}}}", "设备原值 more_than 5"),
        ("{not: {设备原值: {less_than: 5 元}}}", "设备原值 at_least 5"),
        ("{not: {设备原值: {equals: 5 元}}}", "not 设备原值 equals 5"),
        ("{not: {设备原值: {between: [5 元, 6 元]}}}", "not 设备原值 between 5 6"),
        (
            f"{{not: {{all: [{HIGH_TECH}, {LARGE}]}}}}",
            "any(not 高新技术企业 is True, 职工总数 less_than 100)",
        ),
        (
            f"{{not: {{any: [{HIGH_TECH}, {{all: [{LARGE}, {{not: {RICH}}}]}}]}}}}",
            "all(not 高新技术企业 is True, any(职工总数 less_than 100, 设备原值 more_than 5000000))",
        ),
        ("{职工总数: {at_least: 5 人, less_than: 9 人}}", "all(职工总数 at_least 5, 职工总数 less_than 9)"),
        ("{not: {职工总数: {at_least: 5 人, less_than: 9 人}}}", "any(职工总数 less_than 5, 职工总数 at_least 9)"),
        ("{not: {技术领域: {one_of: [甲, 乙]}}}", "not 技术领域 one_of 甲/乙"),
        ("{not: {证书有效期至: {valid: true}}}", "not 证书有效期至 day"),
        (
            f"{{not: {{among: {{in: 骨干企业, at_least: 2, where: {HIGH_TECH}}}}}}}",
            "not 骨干企业 at_least 2 where 高新技术企业 is True",
        ),
        (
            f"{{among: {{in: 骨干企业, every: {{not: {{any: [{HIGH_TECH}, {LARGE}]}}}}}}}}",
            "骨干企业 every 0 where all(not 高新技术企业 is True, 职工总数 less_than 100)",
        ),
    ],
)
def test_not_is_pushed_to_the_leaves(tmp_path: Path, condition: str, formula: str) -> None:
    assert requirement(tmp_path, condition) == formula


@pytest.mark.parametrize(("n", "dual"), [(1, 3), (2, 2), (3, 1)])
def test_not_n_of_three_is_that_enough_fail(tmp_path: Path, n: int, dual: int) -> None:
    of = f"{{at_least_of: {{n: {n}, of: [{HIGH_TECH}, {LARGE}, {RICH}]}}}}"
    plain = "高新技术企业 is True, 职工总数 at_least 100, 设备原值 more_than 5000000"
    negated = "not 高新技术企业 is True, 职工总数 less_than 100, 设备原值 at_most 5000000"
    assert requirement(tmp_path / "plain", of) == f"{n} of({plain})"
    assert requirement(tmp_path / "negated", f"{{not: {of}}}") == f"{dual} of({negated})"


def test_a_member_may_be_refused_another_rule_set(tmp_path: Path) -> None:
    condition = "{among: {in: 骨干企业, at_most: 1 家, where: {not: {meets: test/member}}}}"
    program = compiled(tmp_path, demanding(condition), MEMBER_SET)
    (leaf,) = program.nodes
    assert isinstance(leaf, Tally)
    assert leaf.where is not None
    assert leaf.where.nodes == (Passes(rule_set=MEMBER, negated=True),)
    assert list(program.members) == [MEMBER]


# --- equal nodes ------------------------------------------------------------------------------------------------


def test_equal_conditions_are_one_node(tmp_path: Path) -> None:
    text = f"{HEAD}criteria:\n" + demand(LARGE) + demand(f"{{any: [{LARGE}, {HIGH_TECH}]}}", name="A-02")
    text += demand(f"{{any: [{LARGE}, {HIGH_TECH}, {LARGE}]}}", name="A-03") + demand(
        "{职工总数: {at_least: 0100 人}}".replace("0100", "100"), name="A-04"
    )
    program = compiled(tmp_path, text)
    first, second, third, fourth = (criterion.require for criterion in program.criteria)
    assert first == fourth
    assert second == third
    assert len(program.nodes) == len(set(program.nodes)) == 4


def test_an_amount_is_the_same_in_every_unit_but_is_shown_in_its_own(tmp_path: Path) -> None:
    text = f"{HEAD}criteria:\n" + demand("{设备原值: {at_least: 1 亿元}}")
    text += demand("{设备原值: {at_least: 10000 万元}}", name="A-02")
    one, two = (compiled(tmp_path, text).nodes[i] for i in range(2))
    assert isinstance(one, NumberTest)
    assert isinstance(two, NumberTest)
    assert one.thresholds == two.thresholds == (Threshold(number=Fraction(10**8)),)
    assert one.unit == Unit(name="亿元", worth=Fraction(10**8))
    assert two.unit == Unit(name="万元", worth=Fraction(10**4))


def test_inputs_come_before_their_gates(tmp_path: Path) -> None:
    text = f"{HEAD}when: {HIGH_TECH}\ncriteria:\n"
    text += demand(f"{{not: {{all: [{LARGE}, {{any: [{RICH}, {HIGH_TECH}]}}]}}}}", more=f"when: {RICH}")
    program = compiled(tmp_path, text)
    for index, node in enumerate(program.nodes):
        assert all(i < index for i in getattr(node, "inputs", ()))


# --- days and years ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "ids"),
    [
        (date(2026, 1, 12), ["A-01", "A-03"]),
        (date(2026, 1, 13), ["A-01", "A-02", "A-03"]),
        (date(2026, 6, 30), ["A-01", "A-02", "A-03"]),
        (date(2026, 7, 1), ["A-01", "A-02"]),
    ],
)
def test_only_the_criteria_in_force_are_compiled(tmp_path: Path, on: date, ids: list[str]) -> None:
    text = f"{HEAD}criteria:\n" + demand(RICH, name="A-02", more="effective: {from: 2026-01-13}")
    text += demand(HIGH_TECH, name="A-03", more="effective: {to: 2026-06-30}") + demand(LARGE)
    program = compiled(tmp_path, text, on=on)
    assert [criterion.id for criterion in program.criteria] == ids
    assert program.tracks[0].criteria == tuple(ids)


def test_the_day_of_assessment_is_the_reference_date(tmp_path: Path) -> None:
    program = compiled(tmp_path, demanding(HIGH_TECH))
    assert (program.reference_date, program.base_year) == (ON, 2025)


def test_a_deadline_is_the_reference_date_whenever_one_asks(tmp_path: Path) -> None:
    more = "deadline: 2024-04-30\n" + LINE
    text = demanding("{all: [{设备原值: {at_least: $线}}, {证书有效期至: {valid: true}}]}", more=more)
    for folder, on in (("early", date(2024, 1, 1)), ("late", date(2027, 6, 1))):
        program = compiled(tmp_path / folder, text, on=on)
        assert (program.reference_date, program.base_year) == (date(2024, 4, 30), 2023)
        number, day = program.nodes[:2]
        assert isinstance(number, NumberTest)
        assert isinstance(day, DayTest)
        assert number.thresholds[0].number == 20_000_000
        assert day.threshold.day == date(2024, 4, 30)


def test_events_in_a_window(tmp_path: Path) -> None:
    (node,) = compiled(tmp_path, demanding("{among: {in: 失信记录, within: 3 年, at_most: 0 条}}")).nodes
    assert isinstance(node, Tally)
    assert node.window == (date(2023, 3, 1), ON)
    assert (node.fact, node.operator, node.threshold.number, node.unit.name) == (
        "records",
        "at_most",
        Fraction(0),
        "条",
    )
    assert node.where is None


def test_members_are_assessed_on_the_same_day(tmp_path: Path) -> None:
    text = demanding("{among: {in: 骨干企业, every: {meets: test/member}}}", more="deadline: 2024-04-30\n")
    assert compiled(tmp_path, text, MEMBER_SET).members[MEMBER].reference_date == date(2024, 4, 30)


def test_a_base_year_of_its_own(tmp_path: Path) -> None:
    program = compiled(tmp_path, demanding("{年销售收入: {at_least: 3 元}}", more="base_year: 2022\n"))
    assert program.base_year == 2022
    (node,) = program.nodes
    assert isinstance(node, NumberTest)
    assert node.quantity == Given(fact="sales", label="年销售收入[2022]", year=2022, low=Fraction(0))


# --- criteria and tracks ----------------------------------------------------------------------------------------


def test_the_gate_of_a_criterion(tmp_path: Path) -> None:
    program = compiled(tmp_path, f"{HEAD}criteria:\n" + demand(LARGE, more=f"when: {{not: {HIGH_TECH}}}"))
    (criterion,) = program.criteria
    assert criterion.when is not None
    assert shown(program.nodes, criterion.when) == "not 高新技术企业 is True"
    assert shown(program.nodes, criterion.require) == "职工总数 at_least 100"
    assert shown(program.nodes, criterion.gate) == "any(高新技术企业 is True, 职工总数 at_least 100)"
    assert criterion.settled == criterion.gate


def test_without_when_the_gate_is_the_requirement(tmp_path: Path) -> None:
    (criterion,) = compiled(tmp_path, demanding(LARGE)).criteria
    assert criterion.when is None
    assert criterion.require == criterion.gate == criterion.settled


def test_an_in_principle_criterion_is_settled_by_an_accepted_exception(tmp_path: Path) -> None:
    text = f"{HEAD}criteria:\n" + demand(LARGE, more=f"force: in_principle\nwhen: {HIGH_TECH}")
    program = compiled(tmp_path, text)
    (criterion,) = program.criteria
    gate = "any(not 高新技术企业 is True, 职工总数 at_least 100)"
    exception = "all(职工总数 less_than 100, accepted A-01, 高新技术企业 is True)"
    assert shown(program.nodes, criterion.settled) == f"any({gate}, {exception})"
    plain = compiled(tmp_path / "plain", f"{HEAD}criteria:\n" + demand(LARGE, more="force: in_principle"))
    assert (
        shown(plain.nodes, plain.criteria[0].settled)
        == "any(职工总数 at_least 100, all(职工总数 less_than 100, accepted A-01))"
    )


def test_criteria_are_sorted_and_carry_their_ground(tmp_path: Path) -> None:
    text = f"{HEAD}criteria:\n" + demand(LARGE, name="A-09") + demand(RICH, name="A-02", more="force: preferred")
    program = compiled(tmp_path, text)
    assert [(one.id, one.force) for one in program.criteria] == [("A-02", Force.PREFERRED), ("A-09", Force.REQUIRED)]
    ground = program.criteria[0].ground
    assert (ground.source, ground.title, ground.number, ground.clause) == ("rules", "试验办法", "试〔2026〕1号", None)
    assert program.criteria[0].text.title == "条件 A-02"
    assert (program.rule_set, program.title) == (SCHEME, "试验方案")


def test_without_tracks_there_is_one_without_a_name(tmp_path: Path) -> None:
    text = f"{HEAD}when: {HIGH_TECH}\ncriteria:\n" + demand(LARGE) + demand(RICH, name="A-02", more="force: preferred")
    program = compiled(tmp_path, text)
    (track,) = program.tracks
    assert (track.id, track.title, track.criteria) == (None, None, ("A-01", "A-02"))
    assert track.applies is not None
    assert shown(program.nodes, track.applies) == "高新技术企业 is True"
    assert shown(program.nodes, track.passes) == "职工总数 at_least 100"


def test_without_anything_binding_there_is_nothing_to_fail(tmp_path: Path) -> None:
    program = compiled(tmp_path, f"{HEAD}criteria:\n" + demand(LARGE, more="force: preferred"))
    (track,) = program.tracks
    assert track.applies is None
    assert program.nodes[track.passes] == All(inputs=())


def test_tracks_have_the_common_criteria_and_their_own(tmp_path: Path) -> None:
    text = f"{HEAD}when: {HIGH_TECH}\ncriteria:\n" + demand(LARGE, name="A-05") + "tracks:\n"
    text += "  - {id: one, title: 甲类, when: {法人类型: {equals: 企业法人}}, criteria: ["
    text += f"{{id: A-01, title: 甲, require: {RICH}, basis: {{source: rules}}}}]}}\n"
    text += f"  - {{id: two, title: 乙类, criteria: [{{id: A-02, title: 乙, require: {RICH}, basis: {{source: rules}}}}]}}\n"
    text += "  - {id: three, title: 丙类}\n"
    program = compiled(tmp_path, text)
    assert [(criterion.id, criterion.track) for criterion in program.criteria] == [
        ("A-01", "one"),
        ("A-02", "two"),
        ("A-05", None),
    ]
    applies = ["all(高新技术企业 is True, 法人类型 equals 企业法人)", "高新技术企业 is True", "高新技术企业 is True"]
    passes = ["all(职工总数 at_least 100, 设备原值 more_than 5000000)"] * 2 + ["职工总数 at_least 100"]
    assert [(track.id, track.title, track.criteria) for track in program.tracks] == [
        ("one", "甲类", ("A-01", "A-05")),
        ("two", "乙类", ("A-02", "A-05")),
        ("three", "丙类", ("A-05",)),
    ]
    assert [shown(program.nodes, track.applies or 0) for track in program.tracks] == applies
    assert [shown(program.nodes, track.passes) for track in program.tracks] == passes


def test_one_rule_set_compiles_to_one_program(tmp_path: Path) -> None:
    text = demanding("{all: [{技术领域: {one_of: [甲, 乙]}}, {among: {in: 骨干企业, every: {meets: test/member}}}]}")
    book = library(tmp_path, text, MEMBER_SET)
    assert compile_program(book, SCHEME, ON) == compile_program(book, SCHEME, ON)
    assert compile_program(book, SCHEME, ON).sha256 == book.documents[SCHEME].sha256
