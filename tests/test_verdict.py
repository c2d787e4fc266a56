"""From truths and causes to statuses and verdicts: forces, 认定, when, tracks, and which verdict goes before which."""

import itertools
from pathlib import Path

import pytest

from engine.bind import bind
from engine.compile import compile_program
from engine.executors.inference import run
from engine.open_questions import in_order
from engine.verdict import RANK, best, decide
from schemas.finding import CriterionFinding, RuleSetFinding, Status, Verdict
from tests.making import causes, told
from tests.rulebook import HEAD, MEMBER_HEAD, ON, SCHEME, case_of, demand, library

MET, UNMET, UNKNOWN, NOT_APPLICABLE = Status.MET, Status.UNMET, Status.UNKNOWN, Status.NOT_APPLICABLE
HIGH_TECH = "{高新技术企业: {is: true}}"
STAFF = "{职工总数: {at_least: 10 人}}"
PARAMETERS = "parameters: {下限: {unit: 万元, values: [{value: unknown, basis: {source: rules}}]}}\n"

YES, NO = "高新技术企业: 是\n", "高新技术企业: 否\n"
ENOUGH, FEW = "职工总数: 10 人\n", "职工总数: 9 人\n"
PASSED, FAILED = "认定: {A-01: {结论: 通过}}\n", "认定: {A-01: {结论: 不通过}}\n"
BLANK = ""


def found(
    folder: Path, text: str, profile: str, track: str | None = None, *, others: tuple[str, ...] = ()
) -> RuleSetFinding:
    """The finding on a profile; an empty one states a name that no rule reads."""
    book = library(folder / "rules", text, *others)
    program = compile_program(book, SCHEME, ON)
    case = bind(
        case_of(folder, book, f"单位名称: 示例公司\n{profile}"), book, program.base_year, program.reference_date
    )
    (findings,) = run(program, [case])
    return decide(program, findings, track)


# --- one criterion ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("force", "profile", "status", "flags", "open_for"),
    [
        ("required", YES + ENOUGH, MET, "", set()),
        ("required", YES + FEW, UNMET, "rejects", set()),
        ("required", YES, UNKNOWN, "", {"missing 职工总数"}),
        ("required", NO + ENOUGH, NOT_APPLICABLE, "", set()),
        ("required", NO + FEW, NOT_APPLICABLE, "", set()),
        ("required", NO, NOT_APPLICABLE, "", set()),
        ("required", ENOUGH, MET, "", set()),
        ("required", FEW, UNKNOWN, "", {"missing 高新技术企业"}),
        ("required", BLANK, UNKNOWN, "", {"missing 高新技术企业", "missing 职工总数"}),
        ("in_principle", YES + ENOUGH, MET, "", set()),
        ("in_principle", YES + ENOUGH + FAILED, MET, "", set()),
        ("in_principle", YES + FEW, UNMET, "asks", set()),
        ("in_principle", YES + FEW + PASSED, MET, "accepted", set()),
        ("in_principle", YES + FEW + FAILED, UNMET, "rejects", set()),
        ("in_principle", YES, UNKNOWN, "", {"missing 职工总数"}),
        ("in_principle", YES + PASSED, UNKNOWN, "", {"missing 职工总数"}),
        ("in_principle", YES + FAILED, UNKNOWN, "", {"missing 职工总数"}),
        ("in_principle", NO + FEW, NOT_APPLICABLE, "", set()),
        ("in_principle", NO + FEW + FAILED, NOT_APPLICABLE, "", set()),
        ("in_principle", ENOUGH, MET, "", set()),
        ("in_principle", FEW, UNKNOWN, "", {"missing 高新技术企业"}),
        ("in_principle", FEW + PASSED, UNKNOWN, "", {"missing 高新技术企业"}),
        ("in_principle", FEW + FAILED, UNKNOWN, "", {"missing 高新技术企业"}),
        ("preferred", YES + ENOUGH, MET, "", set()),
        ("preferred", YES + FEW, UNMET, "", set()),
        ("preferred", YES, UNKNOWN, "", {"missing 职工总数"}),
        ("preferred", NO + FEW, NOT_APPLICABLE, "", set()),
    ],
)
def test_the_status_of_a_criterion(
    tmp_path: Path,
    force: str,
    profile: str,
    status: Status,
    flags: str,
    open_for: set[str],
) -> None:
    text = f"{HEAD}criteria:\n" + demand(STAFF, more=f"force: {force}\nwhen: {HIGH_TECH}")
    (criterion,) = found(tmp_path, text, profile).criteria
    accepted, rejects, asks = (flags == name for name in ("accepted", "rejects", "asks"))
    assert criterion == CriterionFinding("A-01", status, accepted, rejects, asks, criterion.causes)
    assert told(criterion.causes) == open_for


@pytest.mark.parametrize(
    ("judgement", "status", "flags", "verdict"),
    [
        (BLANK, UNKNOWN, "", Verdict.NEEDS_JUDGEMENT),
        (PASSED, MET, "", Verdict.ELIGIBLE),
        (FAILED, UNMET, "rejects", Verdict.INELIGIBLE),
    ],
)
@pytest.mark.parametrize("force", ["required", "in_principle"])
def test_what_only_a_person_judges(
    tmp_path: Path, force: str, judgement: str, status: Status, flags: str, verdict: Verdict
) -> None:
    text = f"{HEAD}criteria:\n" + demand("{judged: 实力较强}", more=f"force: {force}")
    finding = found(tmp_path, text, judgement)
    (criterion,) = finding.criteria
    assert (criterion.status, criterion.accepted, criterion.asks) == (status, False, False)
    assert criterion.rejects is (flags == "rejects")
    assert told(criterion.causes) == ({"pending A-01"} if status is UNKNOWN else set())
    assert finding.verdict is verdict


def test_a_decision_never_overrides_a_computed_unmet_required_criterion(tmp_path: Path) -> None:
    text = f"{HEAD}criteria:\n" + demand(f"{{all: [{STAFF}, {{judged: 实力较强}}]}}")
    assert found(tmp_path, text, FEW + PASSED).verdict is Verdict.INELIGIBLE
    assert found(tmp_path, text, ENOUGH + PASSED).verdict is Verdict.ELIGIBLE


def test_an_open_list_leaves_the_other_tests_on_its_fact_computed(tmp_path: Path) -> None:
    text = f"{HEAD}criteria:\n" + demand("{技术领域: {one_of: [甲, 乙], none_of: [丙], open: true}}")
    assert found(tmp_path, text, "技术领域: 丙\n" + PASSED).verdict is Verdict.INELIGIBLE


def test_in_principle_with_a_judged_part_one_decision_settles_both(tmp_path: Path) -> None:
    text = f"{HEAD}criteria:\n" + demand(f"{{all: [{STAFF}, {{judged: 实力较强}}]}}", more="force: in_principle")
    (waiting,) = found(tmp_path, text, ENOUGH).criteria
    assert (waiting.status, told(waiting.causes)) == (UNKNOWN, {"pending A-01"})
    (asked,) = found(tmp_path, text, FEW).criteria
    assert (asked.status, asked.asks, asked.causes) == (UNMET, True, ())
    (accepted,) = found(tmp_path, text, FEW + PASSED).criteria
    assert (accepted.status, accepted.accepted) == (MET, True)
    (rejected,) = found(tmp_path, text, ENOUGH + FAILED).criteria
    assert (rejected.status, rejected.rejects) == (UNMET, True)


# --- the verdict of a track -------------------------------------------------------------------------------------

OPEN = {
    "missing": "{职工总数: {at_least: 10 人}}",
    "parameter": "{设备原值: {at_least: $下限}}",
    "pending": "{judged: 实力较强}",
    "undefined": "{研发利润比: {at_least: 3}}",
}
"""Conditions that the profile below leaves open, each for its own kind of cause."""
LEFT_OPEN = "设备原值: 100 万元\n研发投入: 5 万元\n净利润: 0 元\n"


def opening(kinds: tuple[str, ...], more: str = "") -> str:
    """A rule set with one criterion for each kind of cause."""
    listed = (demand(OPEN[kind], name=f"A-0{i}") for i, kind in enumerate(kinds, 1))
    return f"{HEAD}{PARAMETERS}criteria:\n" + "".join(listed) + more


@pytest.mark.parametrize(
    "kinds",
    [kinds for n in range(5) for kinds in itertools.combinations(("missing", "parameter", "pending", "undefined"), n)],
)
def test_which_open_question_gives_the_verdict(tmp_path: Path, kinds: tuple[str, ...]) -> None:
    expected = (
        Verdict.INCOMPLETE
        if "missing" in kinds
        else Verdict.THRESHOLD_UNKNOWN
        if "parameter" in kinds
        else Verdict.NEEDS_JUDGEMENT
        if kinds
        else Verdict.ELIGIBLE
    )
    (track,) = found(tmp_path, opening(kinds, demand("{设备原值: {stated: true}}", name="A-09")), LEFT_OPEN).tracks
    assert track.verdict is expected
    assert {cause.kind.value.split("_")[-1] for cause in track.causes} == {
        {"missing": "fact", "parameter": "parameter", "pending": "judgement", "undefined": "undefined"}[kind]
        for kind in kinds
    }


def test_what_rejects_goes_before_everything_open_and_the_open_is_still_told(tmp_path: Path) -> None:
    text = opening(("missing", "parameter", "pending"), demand(HIGH_TECH, name="A-09"))
    (track,) = found(tmp_path, text, LEFT_OPEN + NO).tracks
    assert (track.verdict, track.unmet) == (Verdict.INELIGIBLE, ("A-09",))
    assert track.causes == causes("missing 职工总数", "parameter 下限", "pending A-03")


def test_an_unmet_in_principle_criterion_asks_a_person(tmp_path: Path) -> None:
    text = f"{HEAD}criteria:\n" + demand(STAFF, more="force: in_principle") + demand(HIGH_TECH, name="A-02")
    (track,) = found(tmp_path, text, FEW + YES).tracks
    assert (track.verdict, track.unmet) == (Verdict.NEEDS_JUDGEMENT, ("A-01",))
    assert track.causes == causes("pending A-01")
    (open_too,) = found(tmp_path, text, FEW).tracks
    assert (open_too.verdict, open_too.causes) == (Verdict.INCOMPLETE, causes("missing 高新技术企业", "pending A-01"))
    (accepted,) = found(tmp_path, text, FEW + YES + PASSED).tracks
    assert (accepted.verdict, accepted.unmet, accepted.causes) == (Verdict.ELIGIBLE, (), ())


def test_a_preferred_criterion_changes_no_verdict(tmp_path: Path) -> None:
    text = f"{HEAD}criteria:\n" + demand(HIGH_TECH) + demand(STAFF, name="A-02", more="force: preferred")
    for profile in (FEW, BLANK, ENOUGH):
        (track,) = found(tmp_path, text, YES + profile).tracks
        assert (track.verdict, track.unmet, track.causes) == (Verdict.ELIGIBLE, (), ())


def test_a_text_that_was_not_obtained_never_says_eligible(tmp_path: Path) -> None:
    text = f"{HEAD}criteria:\n" + demand("{not_obtained: 第二章未取得}") + demand(HIGH_TECH, name="A-02")
    open_finding = found(tmp_path, text, YES)
    assert open_finding.verdict is Verdict.THRESHOLD_UNKNOWN
    assert open_finding.tracks[0].causes == causes("parameter 第二章未取得")
    assert found(tmp_path, text, NO).verdict is Verdict.INELIGIBLE


# --- whom it is for ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("when", "require", "verdict", "unmet", "open_for"),
    [
        (YES, ENOUGH, Verdict.ELIGIBLE, (), set()),
        (YES, FEW, Verdict.INELIGIBLE, ("A-01",), set()),
        (YES, BLANK, Verdict.INCOMPLETE, (), {"missing 职工总数"}),
        (NO, ENOUGH, Verdict.NOT_APPLICABLE, (), set()),
        (NO, FEW, Verdict.NOT_APPLICABLE, (), set()),
        (NO, BLANK, Verdict.NOT_APPLICABLE, (), set()),
        (BLANK, ENOUGH, Verdict.INCOMPLETE, (), {"missing 高新技术企业"}),
        (BLANK, FEW, Verdict.INCOMPLETE, ("A-01",), {"missing 高新技术企业"}),
        (BLANK, BLANK, Verdict.INCOMPLETE, (), {"missing 高新技术企业", "missing 职工总数"}),
    ],
)
def test_while_it_is_open_whether_it_applies_nothing_is_final(
    tmp_path: Path, when: str, require: str, verdict: Verdict, unmet: tuple[str, ...], open_for: set[str]
) -> None:
    text = f"{HEAD}when: {HIGH_TECH}\ncriteria:\n" + demand(STAFF)
    finding = found(tmp_path, text, when + require)
    (track,) = finding.tracks
    assert (finding.verdict, track.verdict, track.unmet) == (verdict, verdict, unmet)
    assert told(track.causes) == open_for


def test_an_open_when_may_be_a_parameters_fault(tmp_path: Path) -> None:
    text = f"{HEAD}{PARAMETERS}when: {{设备原值: {{at_least: $下限}}}}\ncriteria:\n" + demand(STAFF)
    assert found(tmp_path, text, LEFT_OPEN + ENOUGH).verdict is Verdict.THRESHOLD_UNKNOWN


# --- tracks -----------------------------------------------------------------------------------------------------


def tracked(*conditions: str) -> str:
    """A rule set with a track t1, t2, … for each condition."""
    lines = [f"{HEAD}{PARAMETERS}tracks:\n"]
    for number, condition in enumerate(conditions, 1):
        lines.append(
            f"  - id: t{number}\n    title: 类型{number}\n    when: {{设备原值: {{stated: true}}}}\n    criteria:\n"
        )
        lines.append("".join(f"    {line}\n" for line in demand(condition, name=f"A-0{number}").splitlines()))
    return "".join(lines)


BY_VERDICT = {
    Verdict.ELIGIBLE: HIGH_TECH,
    Verdict.NEEDS_JUDGEMENT: "{judged: 实力较强}",
    Verdict.THRESHOLD_UNKNOWN: "{设备原值: {at_least: $下限}}",
    Verdict.INCOMPLETE: STAFF,
    Verdict.INELIGIBLE: "{高新技术企业: {is: false}}",
}
"""A condition that gives a track this verdict on the profile below."""
PROFILE = LEFT_OPEN + YES


@pytest.mark.parametrize(("better", "worse"), list(itertools.combinations(BY_VERDICT, 2)))
def test_the_best_track_gives_the_verdict(tmp_path: Path, better: Verdict, worse: Verdict) -> None:
    for folder, order in (("one", (better, worse)), ("two", (worse, better))):
        finding = found(tmp_path / folder, tracked(*(BY_VERDICT[verdict] for verdict in order)), PROFILE)
        assert tuple(track.verdict for track in finding.tracks) == order
        assert (finding.verdict, finding.track, finding.asked) == (better, f"t{order.index(better) + 1}", False)


def test_of_equal_tracks_the_first_in_the_file_gives_the_verdict(tmp_path: Path) -> None:
    text = tracked(BY_VERDICT[Verdict.INELIGIBLE], STAFF, "{职工总数: {at_least: 11 人}}")
    assert found(tmp_path, text, PROFILE).track == "t2"


@pytest.mark.parametrize(("asked", "verdict"), [("t1", Verdict.INELIGIBLE), ("t2", Verdict.ELIGIBLE)])
def test_the_track_applied_for_gives_the_verdict(tmp_path: Path, asked: str, verdict: Verdict) -> None:
    text = tracked(BY_VERDICT[Verdict.INELIGIBLE], HIGH_TECH)
    finding = found(tmp_path, text, PROFILE, asked)
    assert (finding.verdict, finding.track, finding.asked) == (verdict, asked, True)
    assert [track.verdict for track in finding.tracks] == [Verdict.INELIGIBLE, Verdict.ELIGIBLE]


def test_a_track_that_another_rule_set_has_is_not_asked_for_here(tmp_path: Path) -> None:
    finding = found(tmp_path, tracked(HIGH_TECH), PROFILE, "elsewhere")
    assert (finding.track, finding.asked) == ("t1", False)


def test_not_applicable_is_the_worst(tmp_path: Path) -> None:
    text = tracked(BY_VERDICT[Verdict.INELIGIBLE], HIGH_TECH).replace("设备原值: {stated", "高新技术企业: {is", 1)
    text = text.replace("when: {高新技术企业: {is: true}}", "when: {高新技术企业: {is: false}}")
    finding = found(tmp_path, text, "高新技术企业: 是\n")
    assert [track.verdict for track in finding.tracks] == [Verdict.NOT_APPLICABLE, Verdict.INCOMPLETE]
    assert finding.track == "t2"


def test_common_criteria_bind_every_track_and_own_ones_only_theirs(tmp_path: Path) -> None:
    text = tracked(HIGH_TECH, STAFF).replace(
        "tracks:", "criteria:\n" + demand("{研究面积: {at_least: 5 ㎡}}", name="A-09") + "tracks:"
    )
    finding = found(tmp_path, text, PROFILE + FEW + "研究面积: 4 ㎡\n")
    assert [track.unmet for track in finding.tracks] == [("A-09",), ("A-02", "A-09")]
    assert [criterion.id for criterion in finding.criteria] == ["A-01", "A-02", "A-09"]


# --- members ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("member", "verdict"),
    [
        ("{单位名称: 甲, 高新技术企业: 是, 年销售收入: 5 元}", Verdict.ELIGIBLE),
        ("{单位名称: 甲, 高新技术企业: 是, 年销售收入: {2023: 5 元}}", Verdict.ELIGIBLE),
        ("{单位名称: 甲, 高新技术企业: 是, 年销售收入: {2025: 5 元}}", Verdict.INCOMPLETE),
        ("{单位名称: 甲, 高新技术企业: 是, 年销售收入: 4 元}", Verdict.INELIGIBLE),
        ("{单位名称: 甲, 高新技术企业: 否, 年销售收入: 4 元}", Verdict.ELIGIBLE),
        ("{单位名称: 甲, 年销售收入: 5 元}", Verdict.INCOMPLETE),
        ("{单位名称: 甲}", Verdict.INCOMPLETE),
    ],
)
def test_a_member_passes_another_rule_set_in_the_base_year_of_that_one(
    tmp_path: Path, member: str, verdict: Verdict
) -> None:
    text = f"{HEAD}criteria:\n" + demand("{among: {in: 骨干企业, every: {meets: test/member}}}")
    other = f"{MEMBER_HEAD}base_year: 2023\nwhen: {HIGH_TECH}\ncriteria:\n"
    other += demand("{年销售收入: {at_least: 5 元}}", name="B-01")
    finding = found(tmp_path, text, f"骨干企业: [{member}]\n", others=(other,))
    assert finding.verdict is verdict
    assert all(cause.name.startswith("骨干企业[甲]/") for cause in finding.tracks[0].causes)


@pytest.mark.parametrize(
    ("where", "area", "verdict"),
    [
        ("all", "5 ㎡", Verdict.INELIGIBLE),
        ("all", "4 ㎡", Verdict.INELIGIBLE),
        ("all", None, Verdict.INCOMPLETE),
        ("any", "5 ㎡", Verdict.ELIGIBLE),
        ("any", "4 ㎡", Verdict.INELIGIBLE),
        ("any", None, Verdict.INCOMPLETE),
    ],
)
def test_a_member_is_left_out_only_where_nothing_else_decides(
    tmp_path: Path, where: str, area: str | None, verdict: Verdict
) -> None:
    formula = f"{{{where}: [{{meets: test/member}}, {{研究面积: {{at_least: 5 ㎡}}}}]}}"
    text = f"{HEAD}criteria:\n" + demand(f"{{among: {{in: 骨干企业, at_least: 1 家, where: {formula}}}}}")
    other = f"{MEMBER_HEAD}when: {HIGH_TECH}\ncriteria:\n" + demand(STAFF, name="B-01")
    member = "{单位名称: 甲, 高新技术企业: 否" + (f", 研究面积: {area}}}" if area else "}")
    assert found(tmp_path, text, f"骨干企业: [{member}]\n", others=(other,)).verdict is verdict


def test_verdicts_from_best_to_worst() -> None:
    assert sorted(Verdict, key=lambda verdict: RANK[verdict]) == [
        Verdict.ELIGIBLE,
        Verdict.NEEDS_JUDGEMENT,
        Verdict.THRESHOLD_UNKNOWN,
        Verdict.INCOMPLETE,
        Verdict.INELIGIBLE,
        Verdict.NOT_APPLICABLE,
    ]
    assert best([Verdict.INELIGIBLE, Verdict.INCOMPLETE, Verdict.NOT_APPLICABLE]) is Verdict.INCOMPLETE


def test_causes_are_listed_by_kind_and_name(tmp_path: Path) -> None:
    text = opening(("pending", "undefined", "parameter", "missing"))
    (track,) = found(tmp_path, text, LEFT_OPEN).tracks
    assert track.causes == in_order(track.causes)
