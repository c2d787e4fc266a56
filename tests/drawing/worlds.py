"""A world: two rule sets, several profiles, and the dates, assumptions and tracks to judge them by."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from hypothesis import strategies as st

from schemas.rule_set import RuleSet
from tests.drawing.pen import Pen
from tests.drawing.profiles import Applicant, as_text
from tests.drawing.rules import MAIN, MEMBER, Author, setting_text
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
    pen = Pen(draw)
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
        main, *others = self.trees
        of_members = [inside(main), *(outside(other) for other in others)]
        self.levels = (facts_in(outside(main)), facts_in(of_members), facts_in([inside(other) for other in others]))

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
        return Hearing(assessed_on, text, as_json, self.settings(scene), None if track is None else track.id)

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

    def settings(self, scene: Scene) -> dict[str, str]:
        """Values for some of the parameters that nobody knows on the reference date."""
        chosen = {}
        for name, parameter in scene.rule_set.parameters.items():
            (value,) = (v.value for v in parameter.values if v.covers(scene.reference_date))
            if value == "unknown" and self.pen.often(30):
                chosen[name] = setting_text(self.pen, name)
        return chosen


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


def inside(tree: Any) -> list[Any]:
    """The conditions on members."""
    return [body[key] for body in found(tree, "among") for key in ("some", "every", "where") if key in body]


def outside(tree: Any) -> Any:
    """The same without the conditions on members."""
    if isinstance(tree, dict):
        return {key: {"in": value["in"]} if key == "among" else outside(value) for key, value in tree.items()}
    return [outside(item) for item in tree] if isinstance(tree, list) else tree


def criteria(rule_set: dict[str, Any]) -> list[dict[str, Any]]:
    """All criteria, those of tracks too."""
    return [*rule_set["criteria"], *(one for track in rule_set.get("tracks", ()) for one in track["criteria"])]


def judges(tree: Any) -> bool:
    """Whether a person may be asked somewhere below."""
    return any(any(found(tree, key)) for key in ("judged", "open"))


def facts_in(tree: Any) -> list[str]:
    """The facts that a text reads, with those they are computed from, in the vocabulary's order."""
    text = str(tree)
    names = {name for name in VOCABULARY.facts if name in text}
    for _ in range(2):
        names |= {part for name in names for part in VOCABULARY.parts(name)}
    return [name for name in VOCABULARY.facts if name in names]
