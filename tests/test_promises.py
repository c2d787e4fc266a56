"""A promise kept over many applicants: a rule set of a text that nobody here has read never says 符合."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random

import pytest

from engine.bind import bind
from engine.compile import compile_program
from engine.executors.inference import run
from engine.load.library import Library, load_library
from engine.verdict import decide
from schemas.case import Case, Dates, Judgement, Member, Members, Outcome, Value, Words, Yearly
from schemas.fact import Fact, FactType
from schemas.finding import Verdict
from schemas.program import Program, Unread
from schemas.rule_set import UNKNOWN, Kind, RuleSet

ON = date(2026, 3, 1)
APPLICANTS = 10_000
NUMBERS = (0, 1, 3, 10, 100, 10**6, 10**9)
REGIONS = ("22", "2201", "220102", "11")
INDUSTRIES = ("26", "2614", "39", "65")


@pytest.fixture(scope="module")
def library() -> Library:
    """The shipped rules."""
    return load_library()


def unread(program: Program) -> bool:
    """Whether some text of the rule set was not obtained."""
    return any(isinstance(node, Unread) for node in program.nodes)


@dataclass
class Crowd:
    """Random applicants, each complete: every fact stated, every judgement 通过."""

    random: Random
    library: Library
    read: list[Fact]
    keys: list[str]

    def applicants(self, number: int) -> Iterator[Case]:
        """So many of them."""
        passed = Judgement(outcome=Outcome.PASS)
        for _ in range(number):
            facts = self.facts(members=True)
            keys = list(self.keys)
            for name, value in facts.items():
                listed = self.library.fact(name)
                if isinstance(value, Members) and listed is not None:
                    keys += [f"{listed.name}[{member.key}]/{key}" for member in value.members for key in self.keys]
            yield Case(name="示例单位", sha256="0" * 64, facts=facts, judgements=dict.fromkeys(keys, passed))

    def facts(self, *, members: bool) -> dict[str, Value]:
        """A value for every fact that the rules read; those that are computed follow."""
        return {fact.id: self.value(fact) for fact in self.read if members or fact.type is not FactType.LIST}

    def value(self, fact: Fact) -> Value:
        """A value of the fact's type, within its bounds."""
        random = self.random
        match fact.type:
            case FactType.YES_NO:
                return random.random() < 0.8
            case FactType.CHOICE:
                return random.choice(fact.values)
            case FactType.CHOICES:
                return Words(words=frozenset(random.sample(fact.values, random.randint(1, len(fact.values)))))
            case FactType.DATE:
                return ON + timedelta(days=random.randint(-4000, 4000))
            case FactType.DATES:
                return Dates(dates=tuple(sorted(ON - timedelta(days=random.randint(0, 4000)) for _ in range(2))))
            case FactType.LIST:
                named = range(1, random.randint(1, 4))
                return Members(members=tuple(Member(key=f"#{n}", facts=self.facts(members=False)) for n in named))
            case FactType.REGION:
                return random.choice(REGIONS)
            case FactType.INDUSTRY:
                return random.choice(INDUSTRIES)
            case FactType.TEXT | FactType.USCC:
                return random.choice(("新材料", "碳纤维", "其他"))
            case _ if fact.yearly:
                return Yearly(values={year: self.number(fact) for year in range(ON.year - 4, ON.year)})
            case _:
                return self.number(fact)

    def number(self, fact: Fact) -> Decimal:
        """A number of the fact."""
        low = Decimal(0) if fact.min is None else fact.min
        high = Decimal(10**12) if fact.max is None else fact.max
        return min(max(Decimal(self.random.choice(NUMBERS)), low), high)


def assumed(rule_set: RuleSet) -> dict[str, str]:
    """A value for every parameter that nobody knows."""
    return {
        name: f"1{parameter.unit or ''}"
        for name, parameter in rule_set.parameters.items()
        if any(value.covers(ON) and value.value == UNKNOWN for value in parameter.values)
    }


def test_a_rule_set_of_an_unread_text_never_says_eligible(library: Library) -> None:
    """Not for any of ten thousand complete applicants, though nothing but the text is open for many of them."""
    official = [rule_set for _, rule_set in sorted(library.rule_sets.items()) if rule_set.kind is Kind.OFFICIAL]
    programs = [compile_program(library, one.id, ON, settings=assumed(one)) for one in official]
    programs = [program for program in programs if unread(program)]
    criteria = [criterion.id for rule_set in official for _, criterion in rule_set.all_criteria()]
    written = " ".join(str(rule_set) for rule_set in official)
    read = [fact for fact in library.facts.values() if fact.derive is None and fact.name in written]
    crowd = Crowd(Random(20260301), library, read, criteria)  # noqa: S311 - applicants, not secrets
    for program in programs:
        verdicts: Counter[Verdict] = Counter()
        cases = [
            bind(case, library, program.base_year, program.reference_date)
            for case in crowd.applicants(APPLICANTS // len(programs))
        ]
        for findings in run(program, cases):
            verdicts[decide(program, findings).verdict] += 1
        assert verdicts[Verdict.ELIGIBLE] == 0
        assert verdicts[Verdict.THRESHOLD_UNKNOWN] > 0
    assert {program.rule_set for program in programs} == {rule_set.id for rule_set in official}
