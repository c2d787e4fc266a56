"""A world: two rule sets, several profiles, and the dates, assumptions and tracks to judge them by."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from hypothesis import strategies as st

from schemas.fact import OverMembers
from schemas.rule_set import RuleSet
from tests.drawing.operands import setting_text
from tests.drawing.pen import Dice, Pen
from tests.drawing.profiles import Applicant, as_text
from tests.drawing.rules import MAIN, MEMBER, Author
from tests.drawing.texts import load_yaml
from tests.drawing.vocabulary import ASSESSED_ON, VOCABULARY
from tests.oracle.scene import Scene
from tests.oracle.scene import World as Model


@dataclass(frozen=True)
class Hearing:
    """One profile on one date: its text, and what was assumed and asked for."""

    assessed_on: date
    text: str
    is_json: bool
    settings: dict[str, str]
    track: str | None
    what_if: bool = False

    @property
    def raw(self) -> dict[Any, Any]:
        """The profile as plain data."""
        return dict(json.loads(self.text) if self.is_json else load_yaml(self.text))


@dataclass(frozen=True)
class World:
    """The texts of one example."""

    rule_sets: dict[str, str]
    hearings: tuple[Hearing, ...]


def model_of(rule_sets: dict[str, str]) -> Model:
    """The vocabulary and the drawn rule sets as models."""
    return Model(VOCABULARY.facts, {name: RuleSet.model_validate(load_yaml(text)) for name, text in rule_sets.items()})


@st.composite
def worlds(draw: Callable[[Any], Any], *, profiles: int = 2) -> World:
    """Rule sets with so many profiles for each date."""
    return written(Pen(draw), profiles)


def thrown(seed: int, *, profiles: int = 2) -> World:
    """The same by the dice."""
    return written(Dice(seed), profiles)


def written(pen: Pen, profiles: int) -> World:
    """A world by the choices of a pen."""
    rule_sets = {MAIN: Author(pen, MAIN, meets=True).rule_set()}
    if f"meets: {MEMBER}" in rule_sets[MAIN]:
        rule_sets[MEMBER] = Author(pen, MEMBER).rule_set()
    clerk = Clerk(pen, model_of(rule_sets), [load_yaml(text) for text in rule_sets.values()])
    return World(
        rule_sets, tuple(clerk.hearing(date.fromisoformat(day)) for day in ASSESSED_ON for _ in range(profiles))
    )


@dataclass
class Clerk:
    """Draws hearings that fit two rule sets."""

    pen: Pen
    model: Model
    trees: list[dict[str, Any]]
    complete: bool = False

    def __post_init__(self) -> None:
        self.levels = levels_of(*self.trees)

    def hearing(self, assessed_on: date) -> Hearing:
        """One profile for a date."""
        pen, rule_set = self.pen, self.model.rule_sets[MAIN]
        scene = Scene(self.model, rule_set, {}, rule_set.deadline or assessed_on)
        values = Applicant(pen, scene, self.levels, self.complete).fill()
        judgements = self.judgements(values)
        if judgements:
            values["认定"] = judgements
        track = pen.pick((None, *rule_set.tracks))
        if track is not None:
            values["申报类型"] = track.title
        as_json = pen.often(25)
        text = as_text(values, as_json=as_json)
        settings, what_if = self.settings(scene)
        return Hearing(assessed_on, text, as_json, settings, None if track is None else track.id, what_if)

    def judgements(self, values: dict[str, Any]) -> dict[str, dict[str, str]]:
        """认定 of what can be judged: of criteria, and of those inside members."""
        main, *others = self.trees
        keys = [one["id"] for one in criteria(main) if one.get("force") == "in_principle" or judges(outside(one))]
        of_members = [one["id"] for one in criteria(main) if judges(inside(one))]
        for other in others:
            of_members += [one["id"] for one in criteria(other) if one.get("force") == "in_principle" or judges(one)]
        listed = values.get("骨干企业", values.get("backbone"))
        for number, member in enumerate(listed if isinstance(listed, list) else [listed], 1):
            if isinstance(member, dict):
                key = member.get("统一社会信用代码") or member.get("单位名称") or f"#{number}"
                keys += [f"骨干企业[{key}]/{one}" for one in of_members]
        chosen = [key for key in keys if self.complete or self.pen.often(45)]
        return {key: {"结论": "通过" if self.complete else self.pen.pick(("通过", "不通过"))} for key in chosen}

    def settings(self, scene: Scene) -> tuple[dict[str, str], bool]:
        """Values for some of the parameters that nobody knows on the reference date, or that have tables."""
        chosen, what_if = {}, False
        for name, parameter in scene.rule_set.parameters.items():
            (value,) = (v for v in parameter.values if v.covers(scene.reference_date))
            if (value.value == "unknown" and self.pen.often(30)) or (value.table and self.pen.often(10)):
                chosen[name] = setting_text(self.pen, name)
                what_if = what_if or value.table is not None
        return chosen, what_if


def found(tree: Any, key: str) -> Iterator[Any]:
    """Everything that stands under a key, at any depth."""
    if isinstance(tree, dict):
        for own, value in tree.items():
            if own == key:
                yield value if isinstance(value, (dict, str)) else str(value)
            yield from found(value, key)
    elif isinstance(tree, list):
        for item in tree:
            yield from found(item, key)


ON_MEMBERS = ("some", "every", "where")


def inside(tree: Any) -> list[Any]:
    """The conditions on members; a window reads their date."""
    bodies = [body for body in found(tree, "among") if "in" in body]
    conditions = [body[key] for body in bodies for key in ON_MEMBERS if key in body]
    return conditions + ["成立日期" for body in bodies if "within" in body and body["in"] == "骨干企业"]


def outside(tree: Any) -> Any:
    """The same without the conditions on members."""
    if isinstance(tree, dict):
        parts = {key: value for key, value in tree.items() if "in" not in tree or key not in ON_MEMBERS}
        return {key: outside(value) for key, value in parts.items()}
    return [outside(item) for item in tree] if isinstance(tree, list) else tree


def criteria(rule_set: dict[str, Any]) -> list[dict[str, Any]]:
    """All criteria, those of tracks too."""
    return [*rule_set["criteria"], *(one for track in rule_set.get("tracks", ()) for one in track["criteria"])]


def judges(tree: Any) -> bool:
    """Whether a person may be asked somewhere below."""
    return any(any(found(tree, key)) for key in ("judged", "open"))


# --- which facts matter, for whom ---------------------------------------------------------------------------------

LONGEST_FIRST = sorted(VOCABULARY.facts, key=len, reverse=True)
OUTER = re.compile("@上级\\.(" + "|".join(LONGEST_FIRST) + ")")


def levels_of(main: Any, *others: Any) -> tuple[list[str], ...]:
    """The facts that are read of the applicant, of its members, and of theirs, in the vocabulary's order."""
    tables = main.get("parameters", {})
    texts = (
        str(outside(main)),
        str([inside(main), tables, *(outside(other) for other in others)]),
        str([inside(other) for other in others]),
    )
    found: list[set[str]] = [set(), set(), set()]
    for level, text in enumerate(texts):
        note(found, level, text)
    return tuple([name for name in VOCABULARY.facts if name in names] for names in found)


def note(found: list[set[str]], level: int, text: str) -> None:
    """Add the facts that a text names, with those they are computed from; `@上级.` is of the level above."""
    if not 0 <= level < len(found):
        return
    for name in OUTER.findall(text):
        add(found, level - 1, name)
    text = OUTER.sub("", text)
    for name in LONGEST_FIRST:
        if name in text:
            add(found, level, name)


def add(found: list[set[str]], level: int, name: str) -> None:
    """Add a fact, with those that it is computed from, those of members a level down."""
    if not 0 <= level < len(found) or name in found[level]:
        return
    found[level].add(name)
    derive = VOCABULARY.facts[name].derive
    if derive is None:
        return
    if isinstance(derive.operand, OverMembers):
        add(found, level, derive.operand.in_)
        note(found, level + 1, str((derive.operand.of, derive.operand.where)))
    else:
        for part in VOCABULARY.parts(name):
            add(found, level, part)
