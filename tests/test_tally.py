"""`among … in`: counts of members and of dated events as intervals, with the members' own reasons."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from engine.executors.inference.leaves import decide_leaf
from engine.executors.inference.scope import Scope
from engine.executors.inference.tally import decide_tally
from schemas.case import NOTHING, Judgement, Member, Value
from schemas.finding import CauseKind, LeafFinding, MemberFinding, Span, Truth
from schemas.program import Formula, Judgeable, NumberTest, Tally
from schemas.quantity import Threshold
from tests.making import FAILED, PASSED, dates, given, members, no_formula, number, tally, told

MET, UNMET, UNKNOWN = Truth.MET, Truth.UNMET, Truth.UNKNOWN
HIGH = number("at_least", 10)
"""What a member must do: x is at least 10."""
LEFT_OUT = 999
"""A member with this x is one to whom the formula does not apply."""
WINDOW = (date(2023, 3, 1), date(2026, 3, 1))


def weigh(formula: Formula, scope: Scope, member: Member) -> MemberFinding:
    """Decide a formula of one leaf for a member, as the executor would."""
    (leaf,) = formula.nodes
    assert isinstance(leaf, NumberTest | Judgeable)
    found = decide_leaf(0, leaf, scope, no_formula)
    left_out = member.facts.get("x") == LEFT_OUT
    return MemberFinding(
        key=member.key, name=member.name, truth=None if left_out else found.truth, leaves=(found,), causes=found.causes
    )


def decided(leaf: Tally, value: Value | None, judgements: dict[str, Judgement] | None = None) -> LeafFinding:
    """The finding on a case with this list."""
    return decide_tally(
        4, leaf, Scope({} if value is None else {"members": value}, judgements or {}), weigh, no_formula
    )


def check(
    leaf: Tally,
    value: Value | None,
    truth: Truth,
    *,
    gap: int | None = None,
    causes: frozenset[str] | set[str] = frozenset(),
    count: tuple[int, int | None] | None = None,
) -> None:
    """Truth, gap, causes and the counted interval."""
    found = decided(leaf, value)
    assert found.node == 4
    assert (found.truth, found.gap) == (truth, gap)
    assert told(found.causes) == causes
    if count is None:
        assert found.actual is None
    else:
        low, high = count
        assert found.actual == Span(low=Fraction(low), high=None if high is None else Fraction(high))


# --- counts of members ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("operator", "value", "listed", "truth", "gap"),
    [
        ("at_least", 2, (10, 10, 9), MET, 0),
        ("at_least", 2, (10, 9, 9), UNMET, -1),
        ("at_least", 2, (10, 10, 10), MET, 1),
        ("at_least", 1, (), UNMET, -1),
        ("at_least", 0, (), MET, 0),
        ("at_most", 1, (10, 9), MET, 0),
        ("at_most", 1, (10, 10), UNMET, -1),
        ("at_most", 1, (9,), MET, 1),
        ("at_most", 0, (), MET, 0),
        ("some", 1, (9, 10), MET, 0),
        ("some", 1, (9, 9), UNMET, -1),
        ("some", 1, (10, 10), MET, 1),
        ("some", 1, (), UNMET, -1),
        ("every", 0, (10, 11), MET, 0),
        ("every", 0, (10, 9), UNMET, -1),
        ("every", 0, (9, 9), UNMET, -2),
        ("every", 0, (), MET, 0),
    ],
)
def test_a_complete_list_of_known_members(
    operator: str, value: int, listed: tuple[int, ...], truth: Truth, gap: int
) -> None:
    wanted = sum(one < 10 for one in listed) if operator == "every" else sum(one >= 10 for one in listed)
    check(tally(operator, value, HIGH), members(*listed), truth, gap=gap, count=(wanted, wanted))


@pytest.mark.parametrize(
    ("operator", "value", "listed", "truth", "count"),
    [
        ("at_least", 2, (10, None, 9), UNKNOWN, (1, 2)),
        ("at_least", 1, (10, None, 9), MET, (1, 2)),
        ("at_least", 3, (10, None, 9), UNMET, (1, 2)),
        ("at_most", 1, (10, None, 9), UNKNOWN, (1, 2)),
        ("at_most", 2, (10, None, 9), MET, (1, 2)),
        ("at_most", 0, (10, None, 9), UNMET, (1, 2)),
        ("some", 1, (9, None), UNKNOWN, (0, 1)),
        ("some", 1, (10, None), MET, (1, 2)),
        ("every", 0, (10, None), UNKNOWN, (0, 1)),
        ("every", 0, (9, None), UNMET, (1, 2)),
    ],
)
def test_unknown_members_may_hold_or_fail(
    operator: str, value: int, listed: tuple[int | None, ...], truth: Truth, count: tuple[int, int]
) -> None:
    causes = {f"missing 企业[{'ABC'[listed.index(None)]}]/x"} if truth is UNKNOWN else set()
    check(tally(operator, value, HIGH), members(*listed), truth, causes=causes, count=count)


def test_the_causes_of_all_unknown_members_under_the_names_that_the_case_knows() -> None:
    check(
        tally("every", 0, HIGH),
        members(10, None, None),
        UNKNOWN,
        causes={"missing 企业[B]/x", "missing 企业[C]/x"},
        count=(0, 2),
    )


@pytest.mark.parametrize(
    ("operator", "value", "listed", "truth", "low", "causes"),
    [
        ("at_least", 2, (10, 10), MET, 2, set()),
        ("at_least", 2, (10, 9), UNKNOWN, 1, {"missing 企业"}),
        ("at_least", 2, (10, None), UNKNOWN, 1, {"missing 企业", "missing 企业[B]/x"}),
        ("at_most", 1, (10,), UNKNOWN, 1, {"missing 企业"}),
        ("at_most", 0, (10,), UNMET, 1, set()),
        ("some", 1, (9,), UNKNOWN, 0, {"missing 企业"}),
        ("some", 1, (10,), MET, 1, set()),
        ("every", 0, (10,), UNKNOWN, 0, {"missing 企业"}),
        ("every", 0, (9,), UNMET, 1, set()),
    ],
)
def test_an_open_list_may_hold_any_number_more(
    operator: str, value: int, listed: tuple[int | None, ...], truth: Truth, low: int, causes: set[str]
) -> None:
    check(tally(operator, value, HIGH), members(*listed, complete=False), truth, causes=causes, count=(low, None))


@pytest.mark.parametrize(
    ("operator", "value", "truth"),
    [
        ("at_least", 1, UNKNOWN),
        ("at_least", 0, MET),
        ("at_most", 5, UNKNOWN),
        ("some", 1, UNKNOWN),
        ("every", 0, UNKNOWN),
    ],
)
def test_a_blank_list_is_neither_empty_nor_full(operator: str, value: int, truth: Truth) -> None:
    check(tally(operator, value, HIGH), None, truth, causes={"missing 企业"} if truth is UNKNOWN else set())


@pytest.mark.parametrize(
    ("operator", "value", "truth", "gap"),
    [
        ("at_least", 1, UNMET, -1),
        ("at_least", 0, MET, 0),
        ("at_most", 0, MET, 0),
        ("some", 1, UNMET, -1),
        ("every", 0, MET, 0),
    ],
)
@pytest.mark.parametrize("none", [NOTHING, members()])
def test_none_is_an_empty_list(operator: str, value: int, truth: Truth, gap: int, none: Value) -> None:
    check(tally(operator, value, HIGH), none, truth, gap=gap, count=(0, 0))


def test_without_a_condition_every_member_counts() -> None:
    check(tally("at_least", 3), members(1, None, 9), MET, gap=0, count=(3, 3))
    assert [member.truth for member in decided(tally("at_least", 3), members(1, None)).members] == [MET, MET]


def test_a_count_against_a_number_nobody_has_published() -> None:
    leaf = tally("at_least", "?家数下限", HIGH)
    check(leaf, members(10, 9), UNKNOWN, causes={"parameter 家数下限"}, count=(1, 1))
    check(leaf, members(10, None), UNKNOWN, causes={"parameter 家数下限", "missing 企业[B]/x"}, count=(1, 2))
    check(leaf, None, UNKNOWN, causes={"parameter 家数下限", "missing 企业"})


@pytest.mark.parametrize(
    ("operator", "value", "listed", "truth", "count"),
    [
        ("at_least", 1, 10, UNMET, 1),
        ("at_least", 1, 9, MET, 0),
        ("at_most", 0, 10, MET, 1),
        ("every", 0, 9, MET, 1),
        ("every", 0, 10, UNMET, 0),
        ("some", 1, 10, UNMET, 1),
    ],
)
def test_a_negated_count_swaps_and_has_no_gap(operator: str, value: int, listed: int, truth: Truth, count: int) -> None:
    check(tally(operator, value, HIGH, negated=True), members(listed), truth, count=(count, count))


def test_a_negated_count_stays_unknown_with_its_causes() -> None:
    leaf = tally("at_least", 1, HIGH, negated=True)
    check(leaf, members(None), UNKNOWN, causes={"missing 企业[A]/x"}, count=(0, 1))


def test_a_count_against_another_fact() -> None:
    beside = Threshold(quantity=given("wanted", low=1), named="wanted")
    leaf = tally("at_least", 0, HIGH)._replace(threshold=beside)
    found = decide_tally(0, leaf, Scope({"members": members(10, 9), "wanted": Decimal(2)}), weigh, no_formula)
    assert (found.truth, found.gap, found.compared) == (UNMET, Fraction(-1), (Span(low=Fraction(2), high=Fraction(2)),))
    opened = decide_tally(0, leaf, Scope({"members": members(10, None)}), weigh, no_formula)
    assert told(opened.causes) == {"missing wanted", "missing 企业[B]/x"}
    assert decide_tally(0, leaf, Scope({"members": members(9)}), weigh, no_formula).truth is UNMET


# --- members with reasons ---------------------------------------------------------------------------------------


def test_each_member_is_told_with_its_own_leaves() -> None:
    found = decided(tally("every", 0, HIGH), members(10, 9, None))
    assert [(member.key, member.truth) for member in found.members] == [("A", MET), ("B", UNMET), ("C", UNKNOWN)]
    assert [member.leaves[0].gap for member in found.members] == [0, -1, None]
    assert [told(member.causes) for member in found.members] == [set(), set(), {"missing x"}]


@pytest.mark.parametrize(
    ("operator", "value", "truth", "count"),
    [
        ("at_least", 2, UNMET, (1, 1)),
        ("at_most", 1, MET, (1, 1)),
        ("every", 0, MET, (0, 0)),
        ("some", 1, MET, (1, 1)),
    ],
)
def test_a_member_left_out_counts_nowhere_and_is_told(
    operator: str, value: int, truth: Truth, count: tuple[int, int]
) -> None:
    found = decided(tally(operator, value, HIGH), members(10, LEFT_OUT))
    assert found.truth is truth
    assert found.actual == Span(low=Fraction(count[0]), high=Fraction(count[1]))
    assert [member.truth for member in found.members] == [MET, None]


def test_a_member_is_judged_under_its_own_name() -> None:
    leaf = tally("at_least", 1, Judgeable(criterion="A-01", text="实力较强"))
    blank = decided(leaf, members(1, 1))
    assert told(blank.causes) == {"pending 企业[A]/A-01", "pending 企业[B]/A-01"}
    passed = decided(leaf, members(1, 1), {"企业[B]/A-01": PASSED, "A-01": FAILED})
    assert [member.truth for member in passed.members] == [UNKNOWN, MET]
    assert (passed.truth, passed.causes) == (MET, ())
    failed = decided(leaf, members(1), {"企业[A]/A-01": FAILED, "企业[AA]/A-01": PASSED})
    assert failed.truth is UNMET


def test_members_read_their_own_facts_not_the_cases() -> None:
    scope = Scope({"members": members(None), "x": Decimal(99)})
    assert decide_tally(0, tally("some", 1, HIGH), scope, weigh, no_formula).truth is UNKNOWN


def test_undefined_and_unknown_parameters_of_members_keep_their_kind() -> None:
    leaf = tally("every", 0, number("at_least", "?下限", of=given()))
    found = decided(leaf, members(3, None))
    assert told(found.causes) == {"parameter 企业[A]/下限", "parameter 企业[B]/下限", "missing 企业[B]/x"}
    assert {cause.kind for cause in found.causes} == {CauseKind.UNKNOWN_PARAMETER, CauseKind.MISSING_FACT}


# --- dated events -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "count"),
    [
        ("2023-02-28", 0),
        ("2023-03-01", 1),
        ("2024-02-29", 1),
        ("2026-03-01", 1),
        ("2026-03-02", 0),
    ],
)
def test_an_event_counts_from_the_first_day_of_the_window_to_the_last(day: str, count: int) -> None:
    leaf = tally("at_most", 0, window=WINDOW)
    check(leaf, dates(day), UNMET if count else MET, gap=-count, count=(count, count))
    check(tally("at_most", 0), dates(day), UNMET, gap=-1, count=(1, 1))


def test_events_outside_the_window_do_not_count() -> None:
    listed = dates("2020-01-01", "2023-03-01", "2025-05-05", "2027-01-01")
    check(tally("at_most", 1, window=WINDOW), listed, UNMET, gap=-1, count=(2, 2))
    check(tally("at_least", 3, window=WINDOW), listed, UNMET, gap=-1, count=(2, 2))


def test_no_event_at_all() -> None:
    for none in (NOTHING, dates()):
        check(tally("at_most", 0, window=WINDOW), none, MET, gap=0, count=(0, 0))


def test_blank_or_open_events_are_unknown_until_decided() -> None:
    leaf = tally("at_most", 0, window=WINDOW)
    check(leaf, None, UNKNOWN, causes={"missing 企业"})
    check(leaf, dates(complete=False), UNKNOWN, causes={"missing 企业"}, count=(0, None))
    check(leaf, dates("2025-01-01", complete=False), UNMET, count=(1, None))
