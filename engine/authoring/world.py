"""The state of one scenario: the facts stated so far, how they are to be assessed, and what came of it."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from engine.assess import assess
from engine.authoring.words import items, misuse
from engine.errors import InputError
from engine.executors import standard
from engine.load.library import SHIPPED, Library, load_library
from engine.load.names import suggestion
from engine.load.profile import case_from
from engine.load.yaml_text import parse_document
from schemas.assessment import Assessment, Result
from schemas.case import Case
from schemas.diagnostic import Diagnostic
from schemas.fact import FactType

DEFAULT_DAY = date(2026, 3, 1)
"""The day on which a scenario that names none is assessed; never today, so that a scenario stays true."""

_PROFILE = "场景.json"
"""The file that a scenario's facts would stand in; nobody can open it, so nobody is sent there."""
_SPLIT = (FactType.CHOICES, FactType.DATES)


class World:
    """What a scenario has said up to a step. Nothing is computed before it is asked for, and again after a change."""

    def __init__(self, folders: Sequence[Path] = (SHIPPED,), executor: str | None = None) -> None:
        self.here = Path()
        """The folder of the feature file: rule folders are named from it."""
        self.last_criterion: str | None = None
        self._given = tuple(folders)
        self._folders = self._given
        self._executor = executor or standard()
        self._facts: dict[str, Any] = {}
        self._judgements: dict[str, dict[str, str]] = {}
        self._settings: dict[str, str] = {}
        self._materials: Any = None
        self._assurances: dict[str, str] = {}
        self._what_if = False
        self._track: str | None = None
        self._day = DEFAULT_DAY
        self._rule_set: str | None = None
        self._outcome: Result | InputError | None = None

    # --- what the scenario says -----------------------------------------------------------------------------

    def take_rules_from(self, folder: str, *, shipped: bool) -> None:
        """Read rules from a folder, alone or beside those that were given."""
        path = (self.here / folder).resolve()
        if not path.is_dir():
            raise misuse(f"没有规则文件夹“{folder}”", f"从场景文件所在的文件夹算起：{path}")
        self._folders = (*self._given, path) if shipped else (path,)
        self._outcome = None

    def state(self, fact: str, text: str) -> None:
        """State a fact, `年销售收入[2025]` for a year of it; an empty text makes it blank."""
        name, _, rest = fact.partition("[")
        value = self._value(name, text)
        if rest:
            others = self._facts.get(name)
            value = {**(others if isinstance(others, dict) else {}), rest.removesuffix("]"): value}
        self._facts[name] = value
        self._outcome = None

    def state_members(self, fact: str, rows: Sequence[Mapping[str, str]], *, complete: bool) -> None:
        """State a list by its members' facts; an empty cell is blank."""
        members: list[Any] = [{name: self._value(name, text) for name, text in row.items()} for row in rows]
        self._facts[fact] = members if complete else [*members, "不全"]
        self._outcome = None

    def judge(self, key: str, outcome: str, opinion: str | None = None) -> None:
        """Give a 认定; an empty outcome takes it back."""
        if outcome:
            self._judgements[key] = {"结论": outcome} | ({"意见": opinion} if opinion else {})
        else:
            self._judgements.pop(key, None)
        self._outcome = None

    def have(self, material: str, there: str) -> None:
        """Say whether a document is there, in the words of a profile; an empty text says nothing of it."""
        others = self._materials if isinstance(self._materials, dict) else {}
        self._materials = {**others, material: there}
        self._outcome = None

    def have_only(self, materials: str) -> None:
        """List the documents that are there, 无 for none; empty lists nothing."""
        self._materials = items(materials) or materials
        self._outcome = None

    def verify(self, fact: str, word: str) -> None:
        """Say that a stated fact is 自报 or 已核实; an empty word takes it back."""
        self._assurances[fact] = word
        self._outcome = None

    def set_parameter(self, name: str, value: str, *, what_if: bool) -> None:
        """Give a parameter a value, as `--set` does, or with `what_if` in place of a known one; empty takes it back."""
        if value:
            self._settings[name] = value
        else:
            self._settings.pop(name, None)
        self._what_if = self._what_if or what_if
        self._outcome = None

    def apply_for(self, track: str) -> None:
        """Choose the 申报类型; empty chooses none."""
        self._track = track or None
        self._outcome = None

    def assess_on(self, day: str) -> None:
        """Choose the day of the assessment."""
        try:
            self._day = date.fromisoformat(day.strip())
        except ValueError:
            raise misuse(f"看不懂日期“{day}”", "写成 2026-03-01 的形式") from None
        self._outcome = None

    def assess_against(self, rule_set: str) -> None:
        """Choose the rule set, by id or by title."""
        known = self.library.rule_sets
        titles = {found.title: found.id for found in known.values()}
        chosen = rule_set if rule_set in known else titles.get(rule_set)
        if chosen is None:
            near = suggestion(rule_set, [*known, *titles])
            raise misuse(f"没有规则集“{rule_set}”", near or f"已有的规则集：{'、'.join(sorted(known))}")
        self._rule_set = chosen
        self._outcome = None

    # --- what came of it ------------------------------------------------------------------------------------

    @property
    def library(self) -> Library:
        """The facts, sources and rule sets of the scenario."""
        return _library(self._folders)

    @property
    def day(self) -> date:
        """The day of the assessment."""
        return self._day

    @property
    def executor(self) -> str:
        """The executor that decides."""
        return self._executor

    @property
    def rule_set(self) -> str:
        """The id of the chosen rule set. Raises InputError if none is."""
        if self._rule_set is None:
            raise misuse("还没有评估，没有结果可以检查", '先写：当 对照"规则集"评估')
        return self._rule_set

    def case_of(self, facts: Mapping[str, str]) -> Case:
        """An applicant's case, of its facts as a table has them; empty cells are blank."""
        profile = {name: self._value(name, text) for name, text in facts.items()}
        return case_from(parse_document(json.dumps(profile, ensure_ascii=False), _PROFILE), self.library)

    @property
    def assessment(self) -> Assessment:
        """The verdict with its reasons. Raises InputError if the case cannot be assessed."""
        return self.result.assessments[0]

    @property
    def result(self) -> Result:
        """The whole result. Raises InputError if the case cannot be assessed."""
        outcome = self._assessed()
        if isinstance(outcome, InputError):
            raise outcome
        return outcome

    @property
    def compared(self) -> Result:
        """The result with the benchmarks of what was assessed. Raises InputError if the case cannot be assessed."""
        return self._assess(self.result.assessments[0].rule_set.id, benchmarks=True)

    @property
    def error(self) -> InputError | None:
        """Why the case cannot be assessed, None if it can."""
        outcome = self._assessed()
        return outcome if isinstance(outcome, InputError) else None

    def _assessed(self) -> Result | InputError:
        rule_set = self.rule_set
        if self._outcome is None:
            try:
                self._outcome = self._assess(rule_set)
            except InputError as error:
                self._outcome = InputError(_told_of(diagnostic) for diagnostic in error.diagnostics)
        return self._outcome

    def _assess(self, rule_set: str, *, benchmarks: bool = False) -> Result:
        beside = {"认定": self._judgements, "材料": self._materials, "核实": self._assurances}
        profile = {**self._facts, **beside}
        library = self.library
        case = case_from(parse_document(json.dumps(profile, ensure_ascii=False), _PROFILE), library)
        return assess(
            case,
            library,
            on=self._day,
            schemes=(rule_set,),
            track=self._track,
            settings=self._settings,
            what_if=self._what_if,
            executor=self._executor,
            benchmarks=benchmarks,
        )

    def _value(self, fact: str, text: str) -> Any:
        """A fact's text as a profile has it: several values of one fact as a list."""
        known = self.library.fact(fact)
        several = items(text) if known is not None and known.type in _SPLIT else []
        return several if len(several) > 1 else text


def _told_of(diagnostic: Diagnostic) -> Diagnostic:
    """The diagnostic without a place in the profile: the scenario itself is the place."""
    unseen = diagnostic.place is not None and diagnostic.place.file == _PROFILE
    return diagnostic.model_copy(update={"place": None}) if unseen else diagnostic


def forget_rules() -> None:
    """Read every rule folder anew from now on: its files may have changed since the last session."""
    _library.cache_clear()


@cache
def _library(folders: tuple[Path, ...]) -> Library:
    """Read once a session: scenarios are many, rule folders few."""
    return load_library(folders)
