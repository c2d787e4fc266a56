"""Rule-set texts: criteria of every force with nested conditions over every operator, parameters, tracks, lists."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from schemas.fact import FactType
from tests.drawing.pen import Pen
from tests.drawing.texts import as_yaml
from tests.drawing.vocabulary import ASSESSED_ON, CODES, DAYS, PERIODS, POOLS, VOCABULARY, WORDS, YEARS, shapes

MAIN, MEMBER = "test/main", "test/member"
NUMERIC = (FactType.COUNT, FactType.NUMBER, FactType.PERCENT, FactType.MONEY, FactType.AREA)
RATIOS = ("研发投入强度", "研发人员占比", "研发利润比")
COMPARISONS = ("at_least", "at_most", "more_than", "less_than", "between", "equals")

Tree = dict[str, Any]


@dataclass(frozen=True)
class Room:
    """What may be written where: inside a member, under `not`, in a `when`; and how deep it may still go."""

    depth: int
    member: bool = False
    under_not: bool = False
    in_when: bool = False

    @property
    def may_judge(self) -> bool:
        """Whether a person's decision may be asked for here."""
        return not (self.under_not or self.in_when)


@dataclass
class Author:
    """Writes one rule set; keeps the parameters that its conditions call for.

    `meets` says that members may have to meet the other rule set.
    """

    pen: Pen
    id: str
    meets: bool = False
    parameters: dict[str, Any] = field(default_factory=dict)

    # --- rule set -------------------------------------------------------------------------------------------------

    def rule_set(self) -> str:
        """The text of a rule set."""
        pen, role = self.pen, self.id == MEMBER
        written: Tree = {"id": self.id, "title": "试验", "kind": "reference", "authority": "试验机关"}
        if role:
            written["role"] = "骨干企业"
        if pen.often(25):
            written["base_year"] = YEARS[2]
        if pen.often(20):
            written["deadline"] = date.fromisoformat(ASSESSED_ON[1])
        if pen.often(60 if role else 30):
            written["when"] = self.condition(Room(1, in_when=True))
        tracks = pen.pick((0, 0, 2, 1, 3)) if not role or pen.often(25) else 0
        written["criteria"] = [self.criterion(n) for n in range(1, 2 + pen.number(2 if role else 4))]
        if tracks:
            written["tracks"] = [self.track(n) for n in range(1, tracks + 1)]
        if self.parameters:
            written["parameters"] = self.parameters
        return as_yaml(written)

    def track(self, n: int) -> Tree:
        """A track, with or without criteria of its own."""
        written: Tree = {"id": f"track-{n}", "title": f"类型{n}"}
        if self.pen.often(30):
            written["when"] = self.condition(Room(1, in_when=True))
        written["criteria"] = [self.criterion(10 * n + m) for m in range(self.pen.number(3))]
        return written

    def criterion(self, n: int) -> Tree:
        """A criterion of any force; some with a `when`, a few in force on one of the dates only."""
        pen = self.pen
        written: Tree = {"id": f"{'MC' if self.id == MEMBER else 'TC'}-{n:02d}", "title": "条件"}
        force = pen.pick(("required", "required", "in_principle", "preferred"))
        if force != "required":
            written["force"] = force
        if pen.often(6):
            written["effective"] = pen.pick(({"from": date(2026, 3, 2)}, {"to": date(2026, 3, 1)}))
        if pen.often(35):
            written["when"] = self.condition(Room(1, in_when=True))
        written["require"] = self.condition(Room(2 if self.id == MEMBER else 4))
        written["basis"] = {"source": "test-source", "clause": f"第{n}条"}
        return written

    # --- conditions -----------------------------------------------------------------------------------------------

    def condition(self, room: Room) -> Tree:
        """A leaf, or a composition of smaller conditions."""
        if room.depth <= 0 or not self.pen.often(45):
            return self.leaf(room)
        inner = Room(room.depth - 1, room.member, room.under_not, room.in_when)
        match self.pen.pick(("all", "any", "at_least_of", "not")):
            case "not":
                return {"not": self.condition(Room(room.depth - 1, room.member, True, room.in_when))}
            case "at_least_of":
                of = self.children(inner)
                return {"at_least_of": {"n": 1 + self.pen.number(len(of)), "of": of}}
            case name:
                return {name: self.children(inner)}

    def children(self, room: Room) -> list[Tree]:
        """Two or three conditions, now and then one."""
        return [self.condition(room) for _ in range(self.pen.pick((2, 3, 1)))]

    def leaf(self, room: Room) -> Tree:
        """A leaf of one of the families."""
        families: list[Callable[[Room], Tree]] = [
            self.number, self.number, self.number, self.text, self.choice, self.choices, self.yes_no, self.code,
            self.code, self.day, self.day,
        ]  # fmt: skip
        families += [self.events] if room.member else [self.events, self.members, self.members, self.members]
        if room.may_judge:
            families += [self.judged]
        if not room.under_not:
            families += [self.not_obtained, self.stated]
        if self.meets and room.member:
            families += [self.passes] * 2
        return self.pen.pick(families)(room)

    def number(self, _: Room) -> Tree:
        """A numeric fact against one or two thresholds; now and then two tests on it at once."""
        kind = self.pen.pick(NUMERIC)
        ratios = kind is FactType.PERCENT and self.pen.often(30)
        name = self.pen.pick(RATIOS if ratios else VOCABULARY.named(kind))
        operators = self.comparison(name, self.pen.pick(COMPARISONS))
        if self.pen.often(8):
            operators |= self.comparison(name, self.pen.pick(COMPARISONS))
        return {self.reference(name): operators}

    def comparison(self, name: str, operator: str) -> Tree:
        """One test on a number."""
        if operator != "between":
            return {operator: self.threshold(name)}
        low, high = sorted((self.pen.pick(POOLS[name]), self.pen.pick(POOLS[name])), key=Fraction)
        fact = VOCABULARY.facts[name]
        ends = [self.pen.pick(shapes(fact, Fraction(end))) for end in (low, high)]
        if self.pen.often(25):
            end = self.pen.number(2)
            ends[end] = self.parameter(name, ("下限", "上限")[end])
        return {"between": ends}

    def reference(self, name: str) -> str:
        """A fact's name, a yearly one now and then with a year."""
        if VOCABULARY.is_yearly(name) and self.pen.often(30):
            return f"{name}[{self.pen.pick(YEARS)}]"
        return name

    def threshold(self, name: str) -> str:
        """A number with a unit, or a parameter."""
        if self.pen.often(30):
            return self.parameter(name)
        return threshold_text(self.pen, name)

    def parameter(self, name: str, end: str = "") -> str:
        """A reference to a parameter for a fact, which is written down on its first use."""
        own = f"{'成员' if self.id == MEMBER else ''}{name}{end or '标准'}"
        if own not in self.parameters:
            self.parameters[own] = self.values(own)
        return f"${own}"

    def values(self, name: str) -> Tree:
        """A parameter's values: one or two, each known or unknown, in force on the two dates."""
        first, second = (self.value(name) for _ in range(2))
        basis = {"source": "test-source"}
        if self.pen.often(50):
            values: list[Tree] = [{"value": first, "basis": basis}]
        else:
            values = [
                {"to": date(2027, 12, 31), "value": first, "basis": basis},
                {"from": date(2028, 1, 1), "value": second, "basis": basis},
            ]
        return {"values": values}

    def value(self, name: str) -> str:
        """A parameter's value."""
        if self.pen.often(50):
            return "unknown"
        return setting_text(self.pen, name)

    # --- leaves ---------------------------------------------------------------------------------------------------

    def text(self, room: Room) -> Tree:
        """A text against texts."""
        return self.words("技术领域", self.pen.pick(("one_of", "none_of", "equals")), room)

    def choice(self, room: Room) -> Tree:
        """A choice against choices."""
        return self.words("法人类型", self.pen.pick(("one_of", "none_of", "equals")), room)

    def choices(self, room: Room) -> Tree:
        """Several-valued choices against choices."""
        return self.words("单位类型", self.pen.pick(("includes", "includes_any", "none_of")), room)

    def words(self, name: str, operator: str, room: Room) -> Tree:
        """One word, or several; an open list where a person may be asked."""
        options = WORDS[name] if name in WORDS else CODES[name][0]
        if operator in ("equals", "includes"):
            return {name: {operator: self.pen.pick(options)}}
        written: Tree = {operator: self.pen.some(options, 1, 2)}
        if operator != "none_of" and not room.in_when and self.pen.often(35):
            written["open"] = True
        return {name: written}

    def yes_no(self, _: Room) -> Tree:
        """A yes or a no."""
        return {self.pen.pick(VOCABULARY.named(FactType.YES_NO)): {"is": not self.pen.often(40)}}

    def code(self, room: Room) -> Tree:
        """A code within one or several, or against codes as against words."""
        name = self.pen.pick(tuple(CODES))
        if self.pen.often(35):
            return self.words(name, self.pen.pick(("one_of", "none_of", "equals")), room)
        codes = self.pen.some(CODES[name][0], 1, 2)
        return {name: {"within": codes[0] if len(codes) == 1 and self.pen.often(50) else codes}}

    def day(self, _: Room) -> Tree:
        """A date against a day."""
        name = self.pen.pick(VOCABULARY.named(FactType.DATE))
        operator = self.pen.pick(("on_or_after", "on_or_before", "valid"))
        if operator == "valid":
            return {name: {"valid": True}}
        return {name: {operator: self.parameter(name) if self.pen.often(25) else self.pen.pick(DAYS)}}

    def judged(self, _: Room) -> Tree:
        """What only a person can decide."""
        return {"judged": self.pen.pick(("较强", "领先"))}

    def not_obtained(self, _: Room) -> Tree:
        """A text that nobody has read."""
        return {"not_obtained": self.pen.pick(("第一章未取得", "附件未取得"))}

    def stated(self, _: Room) -> Tree:
        """A fact of any type is stated."""
        names = VOCABULARY.named(self.pen.pick([kind for kind in FactType if kind is not FactType.USCC]))
        return {self.reference(self.pen.pick(names)): {"stated": True}}

    def passes(self, _: Room) -> Tree:
        """The member passes the other rule set."""
        return {"meets": MEMBER}

    # --- lists ----------------------------------------------------------------------------------------------------

    def count(self, name: str) -> Tree:
        """How many are asked for."""
        return {self.pen.pick(("at_least", "at_most")): self.threshold(name)}

    def events(self, _: Room) -> Tree:
        """Dated events, in a window or at all."""
        written: Tree = {"in": "失信记录"}
        if not self.pen.often(25):
            written["within"] = self.pen.pick(PERIODS)
        return {"among": written | self.count("失信记录")}

    def members(self, room: Room) -> Tree:
        """Members of the list that satisfy a condition."""
        inner = Room(1, True, room.under_not, room.in_when)
        match self.pen.pick(("some", "every", "count")):
            case "count":
                written = {"in": "骨干企业"} | self.count("骨干企业")
                return {"among": written | ({} if self.pen.often(20) else {"where": self.of_member(inner)})}
            case name:
                return {"among": {"in": "骨干企业", name: self.of_member(inner)}}

    def of_member(self, room: Room) -> Tree:
        """A condition on a member."""
        return {"meets": MEMBER} if self.meets and self.pen.often(30) else self.condition(room)


def threshold_text(pen: Pen, name: str) -> str:
    """A number with its unit, or a day, to compare a fact with."""
    if name not in POOLS:
        return pen.pick(DAYS)
    return pen.pick(shapes(VOCABULARY.facts[name], Fraction(pen.pick(POOLS[name]))))


def setting_text(pen: Pen, parameter: str) -> str:
    """A value for a parameter; the ends of `between` keep clear of each other."""
    name, end = parameter.removeprefix("成员")[:-2], parameter[-2:]
    if end == "标准":
        return threshold_text(pen, name)
    numbers = [Fraction(number) for number in POOLS[name]]
    return pen.pick(shapes(VOCABULARY.facts[name], min(numbers) if end == "下限" else max(numbers)))
