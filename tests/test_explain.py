"""A finding as the published assessment: criteria with their trees, members with their own reasons, open questions."""

from pathlib import Path

import pytest

from engine.explain.cause import open_questions, why_unknown
from engine.explain.leaf import condition
from engine.explain.requirement import sentence
from engine.load.library import shipped_tables
from schemas.assessment import Assessment, ConditionResult, CriterionResult
from schemas.case import Outcome
from schemas.finding import LeafFinding, Status, Truth, Verdict
from schemas.program import Accepted, Judgeable, Leaf, Passes, Program, StatedTest, Tally, Unread
from schemas.quantity import Threshold, Unit
from schemas.rule_set import Kind
from schemas.source import InForce, Level
from tests.fair import PROFILE, fair
from tests.making import causes
from tests.rulebook import ON, Desk, demanding, desk


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The rule book with one of everything."""
    return fair(tmp_path_factory.mktemp("fair"))


@pytest.fixture(scope="module")
def assessment(room: Desk) -> Assessment:
    """What is said of the profile that fails in every way."""
    return room.assessment(PROFILE)


def criterion(assessment: Assessment, name: str) -> CriterionResult:
    (found,) = (one for one in assessment.criteria if one.id == name)
    return found


def test_criteria_and_lists_are_sorted(assessment: Assessment) -> None:
    ids = [one.id for one in assessment.criteria]
    assert ids == sorted(ids)
    assert list(assessment.unmet) == sorted(assessment.unmet)
    assert list(assessment.open.pending_judgements) == sorted(assessment.open.pending_judgements)


def test_the_track_asked_for_gives_the_lists_and_the_others_stand_beside_it(assessment: Assessment) -> None:
    assert (assessment.verdict, assessment.track, assessment.asked) == (Verdict.INELIGIBLE, "joint", True)
    tracks = {track.id: track for track in assessment.tracks}
    assert assessment.unmet == tracks["joint"].unmet
    assert "SY-21" in tracks["wide"].unmet
    assert tracks["special"].verdict is Verdict.NOT_APPLICABLE
    assert assessment.open == tracks["joint"].open


def test_a_rule_set_without_tracks_lists_none(room: Desk) -> None:
    (other,) = room.result("单位类型: 科研院所\n", schemes=["test/other"]).assessments
    assert other.tracks == ()
    assert other.track is None


def test_a_single_leaf_has_no_tree_and_a_composite_points_into_its_conditions(assessment: Assessment) -> None:
    assert criterion(assessment, "SY-02").tree is None
    composite = criterion(assessment, "SY-03")
    tree = composite.tree
    assert tree is not None
    assert [(child.kind, child.status, child.n) for child in tree.children] == [
        ("leaf", Truth.UNMET, None),
        ("all", Truth.UNMET, None),
        ("at_least_of", Truth.UNMET, 2),
    ]
    places = [leaf.condition for child in tree.children[1:] for leaf in child.children]
    assert [composite.conditions[place or 0].fact for place in places] == [
        "研发投入强度[2025]",
        "研发人员占比",
        "高新技术企业",
        "注册地",
        "证书有效期至",
    ]


def test_a_leaf_read_twice_is_told_once(tmp_path: Path) -> None:
    staff = "{职工总数: {at_least: 2 人}}"
    found = desk(tmp_path, demanding(f"{{any: [{staff}, {{all: [{staff}, {{judged: 较强}}]}}]}}")).criterion(
        {"职工总数": "1 人"}
    )
    assert [one.required for one in found.conditions] == ["不少于 2 人", "较强"]
    assert found.tree is not None
    assert found.tree.children[1].children[0].condition == found.tree.children[0].condition == 0


def test_the_basis_says_how_good_the_source_is(assessment: Assessment) -> None:
    basis = criterion(assessment, "SY-07").basis
    assert (basis.source, basis.title, basis.number, basis.clause) == ("reply", "试验答复", "试复〔2025〕2号", "二")
    assert (basis.level, basis.in_force) == (Level.REPLY, InForce.NO)
    assert assessment.rule_set.kind is Kind.OFFICIAL


def test_what_the_scheme_and_a_criterion_are_for_is_told(assessment: Assessment) -> None:
    assert [(one.fact, one.status) for one in assessment.when] == [("单位类型", Truth.MET), ("法人类型", Truth.UNMET)]
    excluded = criterion(assessment, "SY-12")
    assert excluded.status is Status.NOT_APPLICABLE
    assert [(one.required, one.actual) for one in excluded.when] == [("包含 高等院校", "企业")]


def test_a_judgement_is_carried_with_its_opinion(assessment: Assessment) -> None:
    judgement = criterion(assessment, "SY-05").judgement
    assert judgement is not None
    assert (judgement.outcome, judgement.opinion, judgement.by) == (Outcome.PASS, "场地紧凑", "钱示例")
    assert criterion(assessment, "SY-05").accepted
    assert criterion(assessment, "SY-07").judgement is None


def test_each_member_has_its_own_reasons(assessment: Assessment) -> None:
    (leaf,) = criterion(assessment, "SY-10").conditions
    told = {member.name: (member.status, member.verdict, member.says, member.unmet) for member in leaf.members}
    assert told == {
        "甲公司": (Truth.UNMET, Verdict.INELIGIBLE, "不符合：CY-01", ("CY-01",)),
        "乙公司": (Truth.UNKNOWN, Verdict.INCOMPLETE, "待定：未填 年销售收入[2025]", ()),
        "丙大学": (None, Verdict.NOT_APPLICABLE, "不适用，不计入", ()),
        "丁公司": (Truth.MET, Verdict.ELIGIBLE, "符合", ()),
    }
    first, second, *_ = leaf.members
    assert [(one.id, one.status) for one in first.criteria] == [
        ("CY-01", Status.UNMET),
        ("CY-02", Status.MET),
        ("CY-03", Status.UNKNOWN),
    ]
    assert second.open.missing_facts == ("年销售收入[2025]",)
    assert second.criteria[2].judgement is not None


def test_a_member_that_fails_a_condition_says_which(assessment: Assessment) -> None:
    (leaf,) = criterion(assessment, "SY-11").conditions
    told = {member.name: member.says for member in leaf.members}
    assert told["乙公司"] == "不符合：高新技术企业 为“是”（不满足）"
    assert told["丁公司"] == "待定：未填 高新技术企业"
    assert all(member.criteria == () and member.verdict is None for member in leaf.members)


def test_a_member_judged_unfit_says_what_of(tmp_path: Path) -> None:
    book = desk(tmp_path, demanding("{among: {in: 骨干企业, some: {judged: 实力较强}}}"))
    profile = {"骨干企业": [{"单位名称": "甲"}], "认定": {"骨干企业[甲]/A-01": {"结论": "不通过"}}}
    (leaf,) = book.criterion(profile).conditions
    assert leaf.members[0].says == "不符合：实力较强（经认定不满足）"


def test_lists_without_a_condition_and_dated_events_have_no_members(tmp_path: Path) -> None:
    book = desk(tmp_path, demanding("{among: {in: 骨干企业, at_least: 1 家}}"))
    (leaf,) = book.criterion({"骨干企业": [{"单位名称": "甲"}]}).conditions
    assert leaf.members == ()


def test_an_assumed_threshold_is_marked(room: Desk) -> None:
    assumed = room.assessment(PROFILE, settings={"销售下限": "2000 万元"})
    (leaf,) = criterion(assumed, "SY-04").conditions
    assert (leaf.assumed, leaf.required) == (True, "不低于 2000 万元（按假设）")
    (leaf,) = criterion(room.assessment(PROFILE), "SY-04").conditions
    assert not leaf.assumed


def test_open_questions_are_sorted_by_cause_and_told_once() -> None:
    found = causes("undefined 利润率", "missing 乙", "missing 甲", "missing 乙", "pending A-01", "parameter 下限")
    opened = open_questions(found)
    assert opened.missing_facts == ("乙", "甲")
    assert (opened.unknown_parameters, opened.pending_judgements, opened.undefined) == (
        ("下限",),
        ("A-01",),
        ("利润率",),
    )
    assert why_unknown(found) == "未填 乙、甲；标准未知：下限；待认定；无法计算：利润率，分母不大于零或日期为无"
    assert why_unknown(()) == ""


NEGATED: list[tuple[Leaf, str, str]] = [
    (Accepted(criterion="A-01"), "经认定接受", "accepted"),
    (StatedTest(fact="field", label="技术领域", negated=True), "技术领域 未填报", "not_stated"),
    (Judgeable(criterion="A-01", text="较强", negated=True), "并非：较强", "not_judged"),
    (Unread(text="未取得", negated=True), "并非：未取得", "not_not_obtained"),
    (Passes(rule_set="test/member", negated=True), "不符合“试验方案”的准入条件", "not_meets"),
]


@pytest.fixture(scope="module")
def program(room: Desk) -> Program:
    """A program with another as member."""
    from engine.compile import compile_program

    program = compile_program(room.book, "test/other", ON)
    return program._replace(members={"test/member": program._replace(title="试验方案")})


@pytest.mark.parametrize(("leaf", "text", "operator"), NEGATED)
def test_what_compilation_negates_has_words_of_its_own(
    leaf: Leaf, text: str, operator: str, program: Program, room: Desk
) -> None:
    assert sentence(leaf, program, room.book) == text
    assert said(leaf, Truth.MET, program, room).operator == operator


def said(leaf: Leaf, truth: Truth, program: Program, room: Desk) -> ConditionResult:
    return condition(leaf, LeafFinding(node=0, truth=truth), program, room.book)


@pytest.mark.parametrize(
    ("truth", "text"), [(Truth.MET, "经认定接受"), (Truth.UNMET, "经认定不接受"), (Truth.UNKNOWN, "待认定")]
)
def test_acceptance_in_words(truth: Truth, text: str, program: Program, room: Desk) -> None:
    assert said(Accepted(criterion="A-01"), truth, program, room).says == text


def test_facts_nobody_declared_are_worded_plainly(program: Program) -> None:
    class NoFacts:
        tables = shipped_tables()

        def fact(self, _name_or_id: str, /) -> None:
            return None

    tally = Tally(fact="x", label="甲", operator="at_least", threshold=Threshold(), unit=Unit())
    assert sentence(tally, program, NoFacts()) == "甲 不少于 "
