"""Rule-set texts: criteria of every force with nested conditions over every operator, parameters, tracks, lists."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import Any

from schemas.fact import FactType
from tests.drawing.language import LANGUAGE
from tests.drawing.operands import COMPUTED, NUMERIC, YEARLY, measured, setting_text, threshold_text
from tests.drawing.pen import Pen
from tests.drawing.texts import as_yaml
from tests.drawing.vocabulary import ASSESSED_ON, CODES, DAYS, PERIODS, POOLS, VOCABULARY, WORDS, YEARS, shapes

MAIN, MEMBER = "test/main", "test/member"
RATIOS = ("研发投入强度", "研发人员占比", "研发利润比")
COMPARISONS = ("at_least", "at_most", "more_than", "less_than", "between", "equals")

Tree = dict[str, Any]


@dataclass(frozen=True)
class Room:
    """What may be written where, and how deep it may still go.

    Inside a member, under `not`, in a `when`, within `years`, in a parameter's table.
    """

    depth: int
    member: bool = False
    under_not: bool = False
    in_when: bool = False
    years: bool = False
    table: bool = False

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
        written["criteria"] = [one for n in range(1, 2 + pen.number(2 if role else 4)) for one in self.versions(n)]
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
        written["criteria"] = [one for m in range(self.pen.number(3)) for one in self.versions(10 * n + m)]
        return written

    def versions(self, n: int) -> list[Tree]:
        """A criterion, now and then once for each of the dates."""
        if not (LANGUAGE and self.pen.often(12)):
            return [self.criterion(n)]
        periods = ({"to": date(2027, 12, 31)}, {"from": date(2028, 1, 1)})
        return [self.criterion(n) | {"effective": period} for period in periods]

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
        inner = replace(room, depth=room.depth - 1)
        match self.pen.pick(("all", "any", "at_least_of", "not")):
            case "not":
                return {"not": self.condition(replace(inner, under_not=True))}
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
        families += [self.events] if room.member or room.table else [self.events, *[self.members] * 3]
        if room.may_judge:
            families += [self.judged]
        if not room.under_not:
            families += [self.not_obtained, self.stated]
        if self.meets and room.member and not room.table:
            families += [self.passes] * 2
        if LANGUAGE:
            families += [self.computed, self.computed, self.computed, self.versus, self.versus, self.versus]
            families += [] if room.years or room.table else [self.years] * 3
            families += [self.versus] * 4 if self.encloses(room) else []
            families += [self.members] * 3 if room.years and not room.member else []
        return self.pen.pick(families)(room)

    def number(self, room: Room) -> Tree:
        """A numeric fact against one or two thresholds; now and then two tests on it at once."""
        kind = self.pen.pick(NUMERIC)
        ratios = kind is FactType.PERCENT and self.pen.often(30)
        name = self.pen.pick(RATIOS if ratios else VOCABULARY.named(kind))
        if room.years and self.pen.often(70):
            name = self.pen.pick(YEARLY)
        operators = self.comparison(name, self.pen.pick(COMPARISONS), room)
        if self.pen.often(8):
            operators |= self.comparison(name, self.pen.pick(COMPARISONS), room)
        return {self.reference(name): operators}

    def computed(self, room: Room) -> Tree:
        """A fact of one of the derivations against thresholds."""
        name = self.pen.pick(COMPUTED[self.pen.pick(tuple(COMPUTED))])
        return {self.reference(name): self.comparison(name, self.pen.pick(COMPARISONS), room)}

    def comparison(self, name: str, operator: str, room: Room) -> Tree:
        """One test on a number."""
        if operator != "between":
            return {operator: self.threshold(name, room)}
        if LANGUAGE and self.pen.often(25):
            ends = [threshold_text(self.pen, name), self.other(self.pen.pick(VOCABULARY.comparable(name)), room)]
            return {"between": ends[:: self.pen.pick((1, -1))]}
        low, high = sorted((self.pen.pick(POOLS[name]), self.pen.pick(POOLS[name])), key=Fraction)
        fact = VOCABULARY.facts[name]
        ends = [self.pen.pick(shapes(fact, Fraction(end))) for end in (low, high)]
        if self.pen.often(25) and not room.table:
            end = self.pen.number(2)
            ends[end] = self.parameter(name, ("下限", "上限")[end])
        return {"between": ends}

    def reference(self, name: str) -> str:
        """A fact's name, a yearly one now and then with a year."""
        if VOCABULARY.is_yearly(name) and self.pen.often(30):
            return f"{name}[{self.pen.pick(YEARS)}]"
        return name

    def threshold(self, name: str, room: Room) -> str:
        """A number with a unit, a parameter, or another fact of the same type and unit."""
        if self.pen.often(30) and not room.table:
            return self.parameter(name)
        if LANGUAGE and self.pen.often(15) and VOCABULARY.comparable(name):
            return self.other(self.pen.pick(VOCABULARY.comparable(name)), room)
        return threshold_text(self.pen, name)

    def other(self, name: str, room: Room) -> str:
        """`@fact`, or where there is an enclosing case `@上级.fact`."""
        reference = self.reference(name)
        return f"@上级.{reference}" if self.encloses(room) and self.pen.often(70) else f"@{reference}"

    def encloses(self, room: Room) -> bool:
        """Whether another case stands around the one that is spoken of."""
        return self.id == MEMBER or (room.member and not room.table)

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
            values: list[Tree] = [{**first, "basis": basis}]
        else:
            values = [
                {"to": date(2027, 12, 31), **first, "basis": basis},
                {"from": date(2028, 1, 1), **second, "basis": basis},
            ]
        return {"values": values}

    def value(self, name: str) -> Tree:
        """A parameter's value, or its table."""
        if LANGUAGE and measured(name) in POOLS and self.pen.often(45):
            return {"table": self.tiers(name)}
        if self.pen.often(50):
            return {"value": "unknown"}
        return {"value": setting_text(self.pen, name)}

    def tiers(self, name: str) -> list[Tree]:
        """A table: two or three rows, or two that cover by a yes and a no, or by a bound from both sides."""
        kind = self.pen.pick(("otherwise", "otherwise", "yes_no", "bound"))
        if kind == "otherwise":
            room = Room(1 if self.pen.often(25) else 0, in_when=True, table=True)
            rows = [{"when": self.condition(room), "value": self.row(name)} for _ in range(1 + self.pen.number(2))]
            return [*rows, {"otherwise": self.row(name)}]
        if kind == "yes_no":
            fact = self.pen.pick(VOCABULARY.named(FactType.YES_NO))
            tests: list[Tree] = [{fact: {"is": True}}, {fact: {"is": False}}]
        else:
            fact = self.pen.pick(("职工总数", "设备原值", "外资比例", "年产能"))
            bound = threshold_text(self.pen, fact)
            tests = [{fact: {"at_least": bound}}, {fact: {"less_than": bound}}]
        return [{"when": test, "value": self.row(name)} for test in tests]

    def row(self, name: str) -> str:
        """The value of a row."""
        if self.pen.often(20):
            return "unknown"
        if self.pen.often(20) and VOCABULARY.comparable(measured(name)):
            room = Room(0, table=True)
            return self.other(self.pen.pick(VOCABULARY.comparable(measured(name))), room)
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

    def day(self, room: Room) -> Tree:
        """A date against a day."""
        name = self.pen.pick(VOCABULARY.named(FactType.DATE))
        operator = self.pen.pick(("on_or_after", "on_or_before", "valid"))
        if operator == "valid":
            return {name: {"valid": True}}
        named = self.pen.often(25) and not room.table
        return {name: {operator: self.parameter(name) if named else self.pen.pick(DAYS)}}

    def versus(self, room: Room) -> Tree:
        """A number, a date, a word or a code against another fact."""
        pen = self.pen
        kind = pen.pick(
            ("number", "date", "within", "number", "is", "text", "includes", "same code", "within", "count")
        )
        if kind == "number":
            name = pen.pick([one for one in VOCABULARY.named(*NUMERIC) if len(VOCABULARY.comparable(one)) > 1])
            operator = pen.pick([one for one in COMPARISONS if one != "between"])
            return {self.reference(name): {operator: self.other(pen.pick(VOCABULARY.comparable(name)), room)}}
        if kind == "count" and not (room.member or room.table):
            return {"among": {"in": "骨干企业", pen.pick(("at_least", "at_most")): self.other("应有家数", room)}}
        if kind == "date":
            one, two = pen.pick((("成立日期", "证书有效期至"), ("证书有效期至", "成立日期")))
            return {one: {pen.pick(("on_or_after", "on_or_before")): self.other(two, room)}}
        pairs = {
            "is": ("高新技术企业", "独立法人"),
            "includes": ("单位类型", "主营类型"),
            "within": pen.pick((("注册地", "合作地"), ("所属行业", "主导产业"))),
            "same code": pen.pick((("注册地", "合作地"), ("所属行业", "主导产业"))),
        }
        name, two = pairs.get(kind, ("技术领域", "合作领域"))
        return {name: {kind if kind in ("is", "includes", "within") else "equals": self.other(two, room)}}

    def years(self, room: Room) -> Tree:
        """A condition on several years."""
        text, many = self.pen.pick((("近3年", 3), ("近2年", 2), ("2024..2026", 3), ("2025", 1), ("近1年", 1)))
        inner = replace(room, depth=min(room.depth, 1), years=True)
        written: Tree = {"years": text}
        match self.pen.pick(("some", "every", "at_least", "at_most")):
            case "at_least":
                return {"among": written | {"at_least": self.so_many(1, many), "where": self.condition(inner)}}
            case "at_most":
                inner = replace(inner, under_not=True)
                return {"among": written | {"at_most": self.so_many(0, many - 1), "where": self.condition(inner)}}
            case name:
                return {"among": written | {name: self.condition(inner)}}

    def so_many(self, least: int, most: int) -> str:
        """A number of years."""
        return f"{least + self.pen.number(most - least + 1)} 年"

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

    def count(self, name: str, room: Room) -> Tree:
        """How many are asked for."""
        if LANGUAGE and self.pen.often(25) and not room.table:
            return {self.pen.pick(("at_most", "at_least")): self.parameter(name)}
        return {self.pen.pick(("at_least", "at_most")): self.threshold(name, room)}

    def events(self, room: Room) -> Tree:
        """Dated events, in a window or at all."""
        written: Tree = {"in": "失信记录"}
        if not self.pen.often(25):
            written["within"] = self.pen.pick(PERIODS)
        return {"among": written | self.count("失信记录", room)}

    def members(self, room: Room) -> Tree:
        """Members of the list that satisfy a condition."""
        inner = replace(room, depth=1, member=True)
        written: Tree = {"in": "骨干企业"}
        if LANGUAGE and self.pen.often(45):
            written["within"] = self.pen.pick(PERIODS)
        match self.pen.pick(("some", "every", "count")):
            case "count":
                # few members lie in a window
                low = self.pen.pick(({"at_least": "1 家"}, {"at_most": "0 家"}, {"at_most": "1 家"}))
                written |= low if "within" in written and self.pen.often(70) else self.count("骨干企业", room)
                return {"among": written | ({} if self.pen.often(30) else {"where": self.of_member(inner)})}
            case name:
                return {"among": written | {name: self.of_member(inner)}}

    def of_member(self, room: Room) -> Tree:
        """A condition on a member."""
        return {"meets": MEMBER} if self.meets and self.pen.often(30) else self.condition(room)
