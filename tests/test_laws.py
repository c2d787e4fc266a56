"""Laws of the semantics, as properties of the engine: Kleene's logic, monotony, order, and what `open` promises."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.compile import compile_program
from engine.load.library import Library
from schemas.finding import RuleSetFinding, Status, Truth, Verdict
from schemas.program import Program
from tests.comparison import differences, engine_tells
from tests.drawing.pen import Pen
from tests.drawing.profiles import Applicant
from tests.drawing.rules import MAIN, Author, Room
from tests.drawing.texts import as_yaml, load_yaml
from tests.drawing.vocabulary import ASSESSED_ON, VOCABULARY
from tests.drawing.worlds import Clerk, Hearing, World, model_of, worlds
from tests.engine_door import Desk, desk
from tests.oracle.scene import Scene

Tree = dict[str, Any]
ON = date.fromisoformat(ASSESSED_ON[0])
FINAL = (Verdict.ELIGIBLE, Verdict.INELIGIBLE, Verdict.NOT_APPLICABLE)
QUIET = settings(suppress_health_check=[*HealthCheck])


@pytest.fixture(scope="module")
def table() -> Iterator[Desk]:
    """One folder for all of this module."""
    with desk() as laid:
        yield laid


class Bench:
    """The engine over one rule set on one date."""

    def __init__(self, table: Desk, rule_sets: dict[str, str], hearing: Hearing) -> None:
        self.table, self.hearing = table, hearing
        self.library: Library = table.library(rule_sets)
        self.program: Program = compile_program(
            self.library, MAIN, hearing.assessed_on, settings=hearing.settings, what_if=hearing.what_if
        )

    def judge(self, values: Tree) -> RuleSetFinding:
        """The finding on a profile."""
        return self.table.judge(self.library, self.program, as_yaml(values), track=self.hearing.track)


# --- Kleene's logic -----------------------------------------------------------------------------------------------


def equal_pairs(a: Tree, b: Tree, c: Tree) -> list[tuple[Tree, Tree]]:
    """Conditions that mean the same, whatever a, b and c are."""
    return [
        ({"all": [a, b]}, {"all": [b, a]}),
        ({"any": [a, b]}, {"any": [b, a]}),
        ({"all": [a, {"all": [b, c]}]}, {"all": [{"all": [a, b]}, c]}),
        ({"any": [a, {"any": [b, c]}]}, {"any": [{"any": [a, b]}, c]}),
        ({"not": {"all": [a, b]}}, {"any": [{"not": a}, {"not": b}]}),
        ({"not": {"any": [a, b]}}, {"all": [{"not": a}, {"not": b}]}),
        ({"at_least_of": {"n": 1, "of": [a, b, c]}}, {"any": [a, b, c]}),
        ({"at_least_of": {"n": 3, "of": [a, b, c]}}, {"all": [a, b, c]}),
        ({"at_least_of": {"n": 2, "of": [a, b, c]}}, {"at_least_of": {"n": 2, "of": [c, a, b]}}),
        (
            {"at_least_of": {"n": 2, "of": [a, b, c]}},
            {"any": [{"all": [a, b]}, {"all": [a, c]}, {"all": [b, c]}]},
        ),
        (
            {"not": {"at_least_of": {"n": 2, "of": [a, b, c]}}},
            {"at_least_of": {"n": 2, "of": [{"not": a}, {"not": b}, {"not": c}]}},
        ),
        ({"not": {"not": a}}, a),
        ({"all": [a]}, {"any": [a]}),
        ({"all": [a, a]}, a),
        ({"any": [a, a]}, a),
    ]


@st.composite
def lawful(draw: Callable[[Any], Any]) -> World:
    """A rule set of pairs of criteria that must come to the same, with two profiles."""
    pen = Pen(draw)
    author = Author(pen, MAIN)
    a, b, c = (author.condition(Room(depth, under_not=True, in_when=True)) for depth in (1, 0, 0))
    criteria = [
        {"id": f"TC-{n:02d}{side}", "title": "条件", "require": require, "basis": {"source": "test-source"}}
        for n, pair in enumerate(equal_pairs(a, b, c))
        for side, require in zip("ab", pair, strict=True)
    ]
    tree: Tree = {"id": MAIN, "title": "试验", "kind": "reference", "authority": "试验机关", "criteria": criteria}
    if author.parameters:
        tree["parameters"] = author.parameters
    rule_sets = {MAIN: as_yaml(tree)}
    clerk = Clerk(pen, model_of(rule_sets), [tree])
    return World(rule_sets, (clerk.hearing(ON), clerk.hearing(ON)))


@QUIET
@given(world=lawful())
def test_conditions_that_mean_the_same_come_to_the_same(table: Desk, world: World) -> None:
    """Commutativity, associativity, De Morgan, double negation, and `at_least_of` at both of its ends."""
    for hearing in world.hearings:
        found = Bench(table, world.rule_sets, hearing).judge(without_derived(hearing.raw))
        outcomes = [(one.id[:-1], one.status, one.causes) for one in found.criteria]
        assert outcomes[::2] == outcomes[1::2]


# --- monotony -----------------------------------------------------------------------------------------------------


def without_derived(values: Tree) -> Tree:
    """The profile without derived facts: one that is stated is rounded, and gives way to its parts when they come."""
    derived = {
        key for name in VOCABULARY.facts if VOCABULARY.is_derived(name) for key in (name, VOCABULARY.facts[name].id)
    }
    return {
        key: [without_derived(item) if isinstance(item, dict) else item for item in value]
        if isinstance(value, list)
        else value
        for key, value in values.items()
        if key not in derived
    }


def thinned(pen: Pen, values: Tree) -> Tree:
    """The same profile with less in it: facts, years, events, members and 认定 left out, lists marked 不全."""
    less: Tree = {}
    for key, value in values.items():
        if key in ("单位名称", "统一社会信用代码") or not pen.often(35):
            less[key] = value
        elif isinstance(value, dict):
            less[key] = {part: number for part, number in value.items() if pen.often(50)}
        elif isinstance(value, list) and pen.often(70):
            kept = value[: pen.number(len(value) + 1)]
            less[key] = [thinned(pen, item) if isinstance(item, dict) else item for item in kept if item != "不全"]
            less[key].append("不全")
    return less


def of_criteria(judgements: Tree) -> Tree:
    """The 认定 of criteria, without those inside members."""
    return {key: body for key, body in judgements.items() if "[" not in key}


def listed(values: Tree) -> list[str]:
    """The members of the list, as 认定 names them."""
    members = values.get("骨干企业", values.get("backbone"))
    return [
        f"[{member.get('统一社会信用代码') or member.get('单位名称') or f'#{number}'}]"
        for number, member in enumerate(members if isinstance(members, list) else [members], 1)
        if isinstance(member, dict)
    ]


@st.composite
def thinner(draw: Callable[[Any], Any]) -> tuple[World, Tree, Tree]:
    """A world, one of its profiles, and the same profile with less in it."""
    world = draw(worlds(profiles=1))
    values = without_derived(world.hearings[0].raw)
    judged = values.pop("认定", {})
    pen = Pen(draw)
    less = thinned(pen, values)
    there = listed(less)
    fewer = {
        key: body
        for key, body in judged.items()
        if pen.often(50) and ("[" not in key or any(member in key for member in there))
    }
    return world, values | {"认定": judged}, less | {"认定": fewer}


@QUIET
@given(drawn=thinner())
def test_more_facts_take_nothing_back(table: Desk, drawn: tuple[World, Tree, Tree]) -> None:
    """What was met or unmet, eligible or ineligible, stays so; only met may become not applicable."""
    world, more, less = drawn
    bench = Bench(table, world.rule_sets, world.hearings[0])
    before, after = bench.judge(less), bench.judge(more)
    for node, truth in enumerate(before.findings.truths):
        assert truth in (Truth.UNKNOWN, after.findings.truths[node]), bench.program.nodes[node]
    for old, new in zip(before.criteria, after.criteria, strict=True):
        allowed = {
            Status.MET: (Status.MET, Status.NOT_APPLICABLE),
            Status.UNMET: (Status.UNMET, Status.MET) if old.asks else (Status.UNMET,),
            Status.NOT_APPLICABLE: (Status.NOT_APPLICABLE,),
            Status.UNKNOWN: tuple(Status),
        }[old.status]
        assert new.status in allowed, old.id
        assert new.accepted or not old.asks or new.status is Status.UNMET
    for was, now in zip(before.tracks, after.tracks, strict=True):
        assert was.verdict not in FINAL or now.verdict is was.verdict
    assert before.verdict is not Verdict.ELIGIBLE or after.verdict is Verdict.ELIGIBLE
    assert before.verdict is not Verdict.INELIGIBLE or after.verdict is Verdict.INELIGIBLE


# --- order --------------------------------------------------------------------------------------------------------


def shuffled(pen: Pen, tree: Any, key: str = "") -> Any:
    """The same data in another order, wherever order has no meaning."""
    if isinstance(tree, dict):
        keys = rotated(pen, list(tree))
        return {own: shuffled(pen, tree[own], own) for own in keys}
    if isinstance(tree, list):
        items = [shuffled(pen, item) for item in tree]
        fixed = key in ("between", "tracks", "table", "骨干企业", "backbone")
        return items if fixed else rotated(pen, items)
    return tree


def rotated(pen: Pen, items: list[Any]) -> list[Any]:
    """The items from another start, perhaps backwards."""
    start = pen.number(max(1, len(items)))
    turned = items[start:] + items[:start]
    return turned[::-1] if pen.often(50) else turned


@st.composite
def reordered(draw: Callable[[Any], Any]) -> tuple[World, World]:
    """A world, and the same with everything in another order."""
    world = draw(worlds(profiles=1))
    pen = Pen(draw)
    rule_sets = {name: as_yaml(shuffled(pen, load_yaml(text))) for name, text in world.rule_sets.items()}
    hearings = (replace(one, text=as_yaml(shuffled(pen, one.raw)), is_json=False) for one in world.hearings)
    return world, World(rule_sets, tuple(hearings))


@QUIET
@given(pair=reordered())
def test_order_does_not_matter(table: Desk, pair: tuple[World, World]) -> None:
    """Criteria, children and keys in any order give the same findings."""
    world, other = pair
    for one, two in zip(world.hearings, other.hearings, strict=True):
        first = Bench(table, world.rule_sets, one)
        told = engine_tells(first.program, first.judge(without_derived(one.raw)))
        second = Bench(table, other.rule_sets, two)
        assert not differences(engine_tells(second.program, second.judge(without_derived(two.raw))), told)


# --- open questions -----------------------------------------------------------------------------------------------


@st.composite
def unasked(draw: Callable[[Any], Any]) -> tuple[World, Tree]:
    """A world, and an answer to every question of its first profile, from which those nobody asked can be taken."""
    world = draw(worlds(profiles=1))
    model = model_of(world.rule_sets)
    clerk = Clerk(Pen(draw), model, [load_yaml(text) for text in world.rule_sets.values()], complete=True)
    scene = Scene(model, model.rule_sets[MAIN], {}, ON)
    levels = ([name for name in clerk.levels[0] if not VOCABULARY.is_derived(name)], *clerk.levels[1:])
    values = Applicant(Pen(draw), scene, levels, complete=True).fill()
    return world, values | {"认定": of_criteria(clerk.judgements(values))}


@QUIET
@given(drawn=unasked())
def test_what_is_not_listed_as_open_changes_nothing(table: Desk, drawn: tuple[World, Tree]) -> None:
    """An undecided criterion stays so, for the same reasons, whatever is answered that it does not list."""
    world, answers = drawn
    bench = Bench(table, world.rule_sets, world.hearings[0])
    values = {key: value for key, value in without_derived(world.hearings[0].raw).items() if value not in (None, "")}
    judged = of_criteria(values.pop("认定", {}))
    before = bench.judge(values | {"认定": judged})
    for criterion in [one for one in before.criteria if one.status is Status.UNKNOWN][:2]:
        asked = {cause.name.split("[")[0] for cause in criterion.causes} | {named(key) for key in values}
        others = {key: value for key, value in answers.items() if named(key) not in asked and key != "认定"}
        outcomes = {key: body for key, body in answers["认定"].items() if key not in asked}
        after = bench.judge(values | others | {"认定": outcomes | judged})
        (again,) = (one for one in after.criteria if one.id == criterion.id)
        assert (again.status, again.causes) == (criterion.status, criterion.causes)


def named(key: str) -> str:
    """A fact's name, from its name or id."""
    return next((name for name, fact in VOCABULARY.facts.items() if key in (name, fact.id)), key)
