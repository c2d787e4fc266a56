"""The columnar executor finds what inference finds, cell by cell, on drawn rule sets and profiles."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from random import randrange
from typing import Any, cast

import pyarrow as pa
import pytest
from hypothesis import settings

from engine import executors
from engine.bind import bind
from engine.compile import compile_program
from engine.errors import Beyond, ExecutorUnavailable, InputError
from engine.executors import executor
from engine.executors.columnar import run as columnar
from engine.executors.columnar.block import Block
from engine.executors.columnar.board import Board, Columns
from engine.executors.columnar.cells import sheet_of
from engine.executors.columnar.frame import Frame
from engine.executors.columnar.verdict import criterion_columns, track_columns
from engine.load.profile import load_case
from engine.verdict import RANK, decide
from schemas.case import NOTHING, Case, Member, Members, Value
from schemas.finding import Span, Verdict
from schemas.program import CriterionNode, DayTest, Leaf, Passes, Program, StatedTest, TrackNode, WordTest
from schemas.quantity import Elapsed, Extreme, Gathered, Given, Mention, Outer, Quantity, Ratio, Threshold, Unpublished
from schemas.rule_set import Force, Kind
from tests.both_executors import assert_both_find_the_same
from tests.drawing import World, thrown
from tests.engine_door import Desk, desk
from tests.making import given, number, tally
from tests.making import members as some
from tests.test_agreement import trials

SEEDS = (0, 1, 2, 3, 4, *range(6, 12))
"""Worlds of the ordinary run; 5 alone takes as long as eight of them."""


def heard(table: Desk, world: World) -> Iterator[tuple[Program, list[Case]]]:
    """The programs of a world with the cases that each of them hears; one that contradicts itself is not heard."""
    library = table.library(world.rule_sets)
    programs: dict[str, tuple[Program, list[Case]]] = {}
    for name, hearing in trials(world):
        terms = f"{name} {hearing.assessed_on} {hearing.settings}"
        if terms not in programs:
            compiled = compile_program(
                library, name, hearing.assessed_on, settings=hearing.settings, what_if=hearing.what_if
            )
            programs[terms] = (compiled, [])
        program, cases = programs[terms]
        path = table.folder / ("profile.json" if hearing.is_json else "profile.yaml")
        path.write_text(hearing.text, encoding="utf-8")
        try:
            cases.append(bind(load_case(path, library), library, program.base_year, program.reference_date))
        except InputError:
            continue
    yield from programs.values()


def test_both_executors_find_the_same() -> None:
    """On worlds of the whole language, thrown by dice; many profiles in one run are one another's neighbours."""
    profile = settings.get_profile(settings.get_current_profile_name())
    seeds = SEEDS if profile.derandomize else [randrange(10**9) for _ in range(100)]  # noqa: S311 - no secret
    compared = 0
    with desk() as table:
        for seed in seeds:
            try:
                for program, cases in heard(table, thrown(seed, profiles=6)):
                    compared += assert_both_find_the_same(program, cases)
            except (Exception, AssertionError) as error:
                error.add_note(f"thrown({seed}, profiles=6)")
                raise
    assert compared > 5 * len(seeds)


# --- by hand ----------------------------------------------------------------------------------------------------


def of(*leaves: Leaf) -> Program:
    """A program of nothing but leaves."""
    return Program("test/leaves", "", Kind.OFFICIAL, "", date(2026, 3, 1), 2025, leaves, (), ())


def stating(**facts: Value) -> Case:
    """A case."""
    return Case(sha256="", facts=facts)


AT_LEAST_ONE = of(number("at_least", 1))


def _known(**facts: Value | None) -> dict[str, Value]:
    return {name: value for name, value in facts.items() if value is not None}


HUGE = stating(x=Decimal(10) ** 40)


def test_nobody_is_nothing() -> None:
    assert list(columnar(AT_LEAST_ONE, [])) == []


def test_members_that_nobody_has() -> None:
    assert assert_both_find_the_same(of(tally("at_least", 1)), [stating(), stating(members=Members(members=()))]) == 2


def test_a_list_stated_as_none_is_stated() -> None:
    leaf = StatedTest(fact="x", label="x")
    assert assert_both_find_the_same(of(leaf), [stating(x=NOTHING), stating(x=Decimal(1)), stating()]) == 3


def test_a_number_that_nobody_has_published() -> None:
    assert assert_both_find_the_same(of(number("at_least", 1, of=Unpublished(parameter="p"))), [stating()]) == 1


def test_a_day_that_nobody_has_published() -> None:
    leaf = DayTest(fact="x", label="x", operator="on_or_after", threshold=Threshold(unknown="p", parameter="p"))
    assert assert_both_find_the_same(of(leaf), [stating(), stating(x=date(2026, 1, 1)), stating(x=NOTHING)]) == 3


def test_a_declared_bound_that_is_no_whole_number() -> None:
    half = given()._replace(low=Fraction(1, 2))
    cases = [stating(), stating(x=Decimal("0.25")), stating(x=Decimal(1))]
    assert assert_both_find_the_same(of(number("more_than", 0, of=half)), cases) == 3


@pytest.mark.parametrize("largest", [True, False])
def test_the_largest_and_the_smallest(largest: bool) -> None:
    parts = (given("a", low=0), given("b", high=9), given("c"))
    numbers = [Decimal(1), Decimal("2.5"), None]
    cases = [stating(**_known(a=a, b=b, c=c)) for a in numbers for b in numbers for c in numbers]
    leaf = number("at_least", 2, of=Extreme(largest=largest, parts=parts))
    assert assert_both_find_the_same(of(leaf), cases) == 27


@pytest.mark.parametrize("reference", [date(2026, 3, 1), date(2028, 2, 29)])
def test_years_since(reference: date) -> None:
    elapsed = Elapsed(fact="x", label="x", name="years", reference=reference)
    days: list[Value | None] = [date(2024, 2, 29), date(2020, 3, 1), date(2020, 3, 2), date(2030, 1, 1), NOTHING, None]
    program = of(number("at_least", 2, of=elapsed))
    assert assert_both_find_the_same(program, [stating(**_known(x=day)) for day in days]) == 6
    assert assert_both_find_the_same(program, [stating(), stating(x=NOTHING)]) == 2


@pytest.mark.parametrize("negated", [True, False])
def test_what_nobody_has_judged_is_pending(negated: bool) -> None:
    leaf = WordTest("x", "x", "one_of", criterion="A-1", words=("甲",), open=True, negated=negated)
    assert assert_both_find_the_same(of(leaf), [stating(x="乙"), stating(x="甲"), stating(x=NOTHING), stating()]) == 4
    assert assert_both_find_the_same(of(leaf), [stating()]) == 1


def test_what_reads_nothing_does_not_grow(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    fetch = Board.fetch

    def noted(board: Board, query: str) -> pa.Table:
        asked.append(query)
        return fetch(board, query)

    monkeypatch.setattr(Board, "fetch", noted)
    largest: Quantity = given("a")
    for name in "bcde":
        largest = Extreme(largest=True, parts=(largest, given(name)))
    assert assert_both_find_the_same(of(number("at_least", 1, of=largest)), [stating()]) == 1
    assert max(len(query) for query in asked) < 5_000


# --- members and what encloses them -----------------------------------------------------------------------------


LISTED = Gathered(fact="members", label="企业", of=given("x"))
OUTER_NUMBERS = (given("sold"), Ratio(label="r", numerator=given("sold"), denominator=given("staff")), LISTED)
ENCLOSING = [
    stating(members=some(1, None, 3), sold=Decimal(3), staff=Decimal(2), word="甲", day=date(2025, 1, 1)),
    stating(members=some(2, 8), word=NOTHING, day=NOTHING),
    stating(members=some(None, 1, complete=False), sold=Decimal(2), staff=Decimal(0)),
    stating(),
]


@pytest.mark.parametrize("quantity", OUTER_NUMBERS)
def test_numbers_of_the_enclosing_case(quantity: Given | Ratio | Gathered) -> None:
    against = Threshold(quantity=Outer(quantity=quantity), named="上级")
    leaf = number("at_least", 1)._replace(thresholds=(against,))
    assert assert_both_find_the_same(of(tally("at_least", 1, leaf)), ENCLOSING) == 4
    assert assert_both_find_the_same(of(leaf), [stating(x=Decimal(1)), stating()]) == 2  # nothing encloses it


def test_a_list_is_placed_once_and_an_expression_written_once(monkeypatch: pytest.MonkeyPatch) -> None:
    placed: list[pa.Table] = []
    place = Board.place

    def noted(board: Board, data: pa.Table) -> Columns:
        placed.append(data)
        return place(board, data)

    monkeypatch.setattr(Board, "place", noted)
    tallies = [tally("at_least", least, number("at_least", 2)) for least in range(3)]
    assert assert_both_find_the_same(of(*tallies, tally("every", where=number("more_than", 7))), ENCLOSING) == 4
    assert len(placed) == 2
    board = Board()
    own = Frame(board, sheet_of([stating(x=Decimal(1))]))
    (kept, _), written = own.number("x", None, None), board._texts
    sum_ = own.keep(kept + kept)
    own.rows({"a": sum_})
    known = dict(written)
    own.rows({"b": sum_})
    assert written == known
    board.close()


def test_words_and_days_of_the_enclosing_case() -> None:
    word = WordTest(fact="own", label="own", operator="equals", other=Mention("word", "上级.word", outer=True))
    later = Threshold(other=Mention("day", "上级.day", outer=True))
    day = DayTest(fact="when", label="when", operator="on_or_after", threshold=later)
    nobody = of(word, day)
    listed = [
        Member(key="A", facts={"own": "甲", "when": date(2026, 1, 1)}),
        Member(key="B", facts={"own": NOTHING}),
        Member(key="C", facts={"when": NOTHING}),
    ]
    cases = [
        case.model_copy(update={"facts": {**case.facts, "members": Members(members=tuple(listed))}})
        for case in ENCLOSING
    ]
    for leaf in (word, day):
        assert assert_both_find_the_same(of(tally("at_least", 2, leaf)), cases) == 4
    assert assert_both_find_the_same(nobody, [stating(own="甲", when=date(2026, 1, 1)), stating()]) == 2


def test_members_that_must_pass_a_rule_set_with_preferences_and_for_everybody() -> None:
    nothing = cast("Any", None)
    required = CriterionNode("A-1", Force.REQUIRED, None, None, 0, 0, 0, nothing, nothing)
    preferred = CriterionNode("A-2", Force.PREFERRED, None, None, 1, 1, 1, nothing, nothing)
    inner = of(number("at_least", 2), number("at_least", 3))._replace(
        criteria=(required, preferred), tracks=(TrackNode(None, None, None, 0, ("A-1", "A-2")),)
    )
    outer = of(tally("at_least", 1, Passes(rule_set="test/member")))._replace(members={"test/member": inner})
    assert assert_both_find_the_same(outer, ENCLOSING) == 4


def test_verdicts_as_columns_are_those_of_findings() -> None:
    """Also where a cause holds for every member, whatever it states."""
    nothing = cast("Any", None)
    node = CriterionNode("A-1", Force.REQUIRED, None, None, 0, 0, 0, nothing, nothing)
    asked = WordTest("word", "word", "one_of", criterion="A-1", words=("甲",), open=True)
    for leaf, verdict in (
        (number("at_least", 1, of=given("y")), Verdict.INCOMPLETE),
        (number("at_least", 1, of=Unpublished(parameter="p")), Verdict.THRESHOLD_UNKNOWN),
        (asked, Verdict.NEEDS_JUDGEMENT),
    ):
        program = of(tally("at_least", 1, leaf))._replace(
            criteria=(node,), tracks=(TrackNode(None, None, None, 0, ("A-1",)),)
        )
        member = Member(key="A", facts={"word": "乙"})
        cases = [stating(members=Members(members=(member,))), stating(members=Members(members=()))]
        found = [decide(program, findings).verdict for findings in columnar(program, cases)]
        assert found == [verdict, Verdict.INELIGIBLE]
        board = Board()
        block = Block(Frame(board, sheet_of(cases)), program.nodes, program.members, program.base_year).run()
        (track,) = program.tracks
        columns = track_columns(program, track, block, {node.id: criterion_columns(node, block)})
        assert block.frame.rows({"rank": columns.rank})["rank"].to_pylist() == [RANK[one] for one in found]
        board.close()


# --- what does not fit ------------------------------------------------------------------------------------------


def test_a_number_of_too_many_digits_is_refused() -> None:
    with pytest.raises(Beyond, match="E6092"):
        sheet_of([HUGE])


def test_a_threshold_of_many_digits() -> None:
    cases = [stating(x=Decimal(10) ** 37), stating(x=Decimal(1)), stating()]
    assert assert_both_find_the_same(of(number("at_least", 10**37)), cases) == 3
    with pytest.raises(Beyond, match="E6092"):
        list(columnar(of(number("at_least", 10**38)), cases))


def test_a_product_of_too_many_digits_is_refused() -> None:
    board = Board()
    with pytest.raises(Beyond, match="E6092"):
        board.fetch(f"SELECT {'9' * 38}::DECIMAL(38, 0) * 10::DECIMAL(38, 0)")
    with pytest.raises(Beyond, match="E6092"):
        board.keep(f"SELECT {'9' * 38}::DECIMAL(38, 0) + 1::DECIMAL(38, 0) AS x")
    board.close()


def test_what_does_not_fit_is_decided_by_inference() -> None:
    assert list(executor("columnar")(AT_LEAST_ONE, [HUGE])) == list(executor("inference")(AT_LEAST_ONE, [HUGE]))


def test_what_does_not_fit_is_told_where_there_is_no_inference(monkeypatch: pytest.MonkeyPatch) -> None:
    run = executor("columnar")
    monkeypatch.setitem(executors._NEEDS, "inference", ("no_such_library",))
    with pytest.raises(ExecutorUnavailable, match="E6092"):
        list(run(AT_LEAST_ONE, [HUGE]))


def test_a_total_over_different_denominators_goes_to_inference() -> None:
    shares = Ratio(label="r", numerator=given("a"), denominator=given("b"))
    program = of(number("at_least", 1, of=Gathered(fact="x", label="x", of=shares)))
    listed = [Member(key=f"#{below}", facts={"a": Decimal(1), "b": Decimal(below)}) for below in (2, 3)]
    cases = [stating(x=Members(members=tuple(listed)))]
    with pytest.raises(Beyond):
        list(columnar(program, cases))
    (found,) = executor("columnar")(program, cases)
    assert found.leaves[0].actual == Span(Fraction(5, 6), Fraction(5, 6))
