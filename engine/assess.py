"""One case through the whole pipeline: which schemes, then compile → execute → verdict → explain for each."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date

from engine.benchmarks import Comparison, compare
from engine.bind import bind
from engine.compile import compile_program, parameters_read
from engine.errors import InputError
from engine.executors import executor as find_executor
from engine.explain import explain
from engine.explain.assurance import with_assurances
from engine.explain.known import Known
from engine.explain.material import material_list
from engine.load.library import Library
from engine.load.names import suggestion
from engine.load.problem import ValueProblem
from engine.load.text import tidy
from engine.load.value import TRACK
from engine.verdict import decide
from engine.version import __version__
from schemas.assessment import Assessment, CaseStamp, EngineStamp, Result, RuleSetStamp
from schemas.case import Case
from schemas.finding import Findings
from schemas.program import Program
from schemas.rule_set import Kind, RuleSet


def assess(
    case: Case,
    library: Library,
    *,
    on: date,
    schemes: Sequence[str] = (),
    track: str | None = None,
    settings: Mapping[str, str] | None = None,
    what_if: bool = False,
    executor: str = "inference",
    trace: bool = False,
    benchmarks: bool = False,
) -> Result:
    """Assess one case on one day.

    Without `schemes` every official scheme that is in force is assessed (roles such as 骨干企业 are no schemes).
    `track` is an id or title and goes before the profile's 申报类型. `benchmarks` adds how the case compares with the
    reference rule sets that the assessed schemes name; no setting reaches those. Raises InputError for what a person wrote wrong,
    ExecutorUnavailable if the executor cannot run here.
    """
    assessor = Assessor(library, on=on, schemes=schemes, settings=settings, what_if=what_if, executor=executor)
    return assessor.result(case, track=track, trace=trace, benchmarks=benchmarks)


class Assessor:
    """The same schemes on the same day for one case after another: what does not depend on a case is made once."""

    def __init__(
        self,
        library: Library,
        *,
        on: date,
        schemes: Sequence[str] = (),
        settings: Mapping[str, str] | None = None,
        what_if: bool = False,
        executor: str = "inference",
    ) -> None:
        """Choose the schemes; raises what `assess` does about them."""
        self._library = library
        self._on = on
        self._executor = executor
        self._run = find_executor(executor)
        self._rule_sets = _selected(library, schemes, on)
        self._not_in_force = tuple(_not_in_force(library, schemes, on))
        self._settings = dict(settings or {})
        self._what_if = what_if
        self._checked = False
        self._programs: dict[str, Program] = {}
        self._known = Known()
        self._foreseen: dict[tuple[str, int], tuple[Case, Case, Findings]] = {}

    @property
    def rule_sets(self) -> tuple[RuleSet, ...]:
        """The schemes that every case is assessed against."""
        return tuple(self._rule_sets)

    def check_track(self, track: str) -> None:
        """Raise InputError if no scheme has a track of that id or title."""
        _tracks(Case(sha256=""), self._library, self._rule_sets, track)

    def program(self, rule_set_id: str) -> Program:
        """The compiled rule set. Raises InputError if it cannot be compiled for the day."""
        made = self._programs.get(rule_set_id)
        if made is None:
            made = compile_program(self._library, rule_set_id, self._on, settings=self._settings, what_if=self._what_if)
            self._programs[rule_set_id] = made
        return made

    def foresee(self, cases: Iterable[Case]) -> None:
        """Decide some cases together, for `result` to be asked for each of them next: some executors are made for that."""
        held = list(cases)
        self._foreseen.clear()
        for rule_set in self._rule_sets:
            program, bound = self.program(rule_set.id), []
            for case in held:
                with suppress(InputError):  # told once its result is asked for
                    bound.append((case, bind(case, self._library, program.base_year, program.reference_date)))
            for (case, own), found in zip(bound, self._run(program, [own for _, own in bound]), strict=True):
                self._foreseen[rule_set.id, id(case)] = (case, own, found)

    def _found(self, case: Case, program: Program, *, trace: bool) -> tuple[Case, Findings]:
        """A case under a program's base year, and what was found about it."""
        known = self._foreseen.pop((program.rule_set, id(case)), None)
        if known is not None and not trace:
            return known[1:]
        bound = bind(case, self._library, program.base_year, program.reference_date)
        (findings,) = self._run(program, [bound], trace=trace)
        return bound, findings

    def result(self, case: Case, *, track: str | None = None, trace: bool = False, benchmarks: bool = False) -> Result:
        """Assess one case, as `assess` says."""
        library, on = self._library, self._on
        tracks = _tracks(case, library, self._rule_sets, track)
        if not self._checked:
            _check_settings(library, self._rule_sets, self._settings)
            self._checked = True
        assessments: list[Assessment] = []
        assumptions: dict[str, str] = {}
        for rule_set in self._rule_sets:
            program = self.program(rule_set.id)
            bound, findings = self._found(case, program, trace=trace)
            finding = decide(program, findings, tracks.get(rule_set.id))
            told = explain(program, finding, library, case=bound, trace=trace, known=self._known)
            assessments.append(with_assurances(told, bound))
            assumptions.update(program.assumptions)
        compared = compare(case, library, assessments, on=on, run=self._run) if benchmarks else Comparison()
        return Result(
            engine=EngineStamp(version=__version__, executor=self._executor),
            case=CaseStamp(name=case.name, sha256=case.sha256),
            assessed_on=on,
            assumptions=dict(sorted(assumptions.items())),
            assessments=tuple(assessments),
            benchmarks=compared.benchmarks,
            not_in_force=self._not_in_force,
            materials=material_list(case, assessments, library),
            benchmarks_not_in_force=compared.not_in_force,
        )


def _selected(library: Library, schemes: Sequence[str], on: date) -> list[RuleSet]:
    if schemes:
        unknown = [name for name in schemes if name not in library.rule_sets]
        if unknown:
            raise InputError.one(
                "E3003",
                f"没有规则集「{unknown[0]}」",
                remedy=suggestion(unknown[0], library.rule_sets) or "用 zhunru rules list 查看全部规则集",
            )
        return [library.rule_sets[name] for name in dict.fromkeys(schemes)]
    selected = [rule_set for rule_set in _schemes(library) if _in_force(rule_set, on)]
    if not selected:
        raise InputError.one(
            "E3009", f"{on} 没有任何生效的官方规则集", remedy="换一个基准日（--on），或用 --scheme 指定规则集"
        )
    return selected


def _schemes(library: Library) -> Iterator[RuleSet]:
    """The official rule sets that one can apply for, by id."""
    for _, rule_set in sorted(library.rule_sets.items()):
        if rule_set.kind is Kind.OFFICIAL and rule_set.role is None:
            yield rule_set


def _in_force(rule_set: RuleSet, on: date) -> bool:
    return rule_set.effective.covers(rule_set.deadline or on)


def _not_in_force(library: Library, schemes: Sequence[str], on: date) -> Iterator[RuleSetStamp]:
    """What was left out of the default schemes, so that it can be told."""
    for rule_set in [] if schemes else _schemes(library):
        if not _in_force(rule_set, on):
            digest = library.documents[rule_set.id].sha256
            yield RuleSetStamp(id=rule_set.id, title=rule_set.title, kind=rule_set.kind, sha256=digest)


def _tracks(case: Case, library: Library, rule_sets: Sequence[RuleSet], asked: str | None) -> dict[str, str]:
    """The track applied for, by rule set; a name that no scheme has is an error, not a silent none.

    A profile may state the track of a scheme that is not assessed now; `--track` must fit one that is.
    """
    name = case.track if asked is None else asked
    if name is None:
        return {}
    meant = tracks_called(name, library.rule_sets.values() if asked is None else rule_sets)
    if not meant:
        problem = unknown_track(name, rule_sets, asked=asked is not None)
        fact = library.fact(TRACK)
        place = None if asked is not None or fact is None else case.places.get(fact.id)
        raise InputError.one(problem.code, problem.message, place=place, remedy=problem.remedy)
    return meant


def unknown_track(name: str, rule_sets: Sequence[RuleSet], *, asked: bool = False) -> ValueProblem:
    """What is wrong with a 申报类型 that is nobody's, or with the `--track` that was `asked` for."""
    titles = [track.title for rule_set in rule_sets for track in rule_set.tracks]
    listed = f"可用的申报类型：{'、'.join(titles)}" if titles else "所对照的规则集不分申报类型，请去掉这一项"
    return ValueProblem(
        "E3005" if asked else "E2205",
        f"{'--track' if asked else TRACK}「{name}」不是所对照规则集的申报类型",
        suggestion(name, titles) or listed,
    )


def tracks_called(name: str, rule_sets: Iterable[RuleSet]) -> dict[str, str]:
    """The tracks of that id or title, by rule set."""
    wanted = tidy(name)
    return {
        rule_set.id: track.id
        for rule_set in rule_sets
        for track in rule_set.tracks
        if wanted in (track.id, tidy(track.title))
    }


def _check_settings(library: Library, rule_sets: Sequence[RuleSet], settings: Mapping[str, str]) -> None:
    known = sorted({name for rule_set in rule_sets for name in parameters_read(library, rule_set.id)})
    for name in settings:
        if name not in known:
            raise InputError.one(
                "E3006",
                f"没有参数「{name}」",
                remedy=suggestion(name, known) or f"可设的参数：{'、'.join(known) or '无'}",
            )
