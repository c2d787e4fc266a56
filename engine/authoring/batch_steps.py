"""Steps about several applicants at once: what a batch makes of each, caps across them included."""

from collections.abc import Mapping, Sequence

import pytest
from pytest_bdd import step

from engine.authoring.phrases import Phrase
from engine.authoring.reasons import Mismatch
from engine.authoring.words import NONE, OUTCOMES, STATUSES, VERDICTS, Table, meaning, misuse, rows_of, word_for
from engine.authoring.world import World
from engine.batch.assessing import Clerk, Plan
from engine.batch.intake import Entry, stamp_of
from engine.batch.limits import decide_limits, with_limits
from engine.load.value import NAME
from schemas.assessment import Assessment
from schemas.batch import Applicant, BatchRow
from schemas.case import Judgement
from schemas.finding import Status


class Review:
    """The applicants of a scenario, the 认定 on caps, and what a batch makes of them. Nothing is computed twice."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._profiles: list[dict[str, str]] = []
        self._decided: dict[str, dict[str, Judgement]] = {}
        self._rows: dict[str, BatchRow] | None = None

    def state(self, rows: Sequence[Mapping[str, str]]) -> None:
        """Who applies: a row each, by name."""
        self._profiles = [dict(row) for row in rows]
        names = [row.get(NAME, "") for row in self._profiles]
        if "" in names or len(set(names)) < len(names):
            raise misuse(f"每个申报单位都须写{NAME}，而且各不相同", f"表格里要有 {NAME} 一列")
        self._rows = None

    def judge(self, name: str, cap: str, outcome: str) -> None:
        """A 认定 on a cap, as the filled-in sheet of a batch gives it."""
        self._decided.setdefault(name, {})[cap] = Judgement(outcome=meaning(outcome, OUTCOMES, "认定"))
        self._rows = None

    def row(self, name: str) -> BatchRow:
        """What the batch made of an applicant. Raises InputError for a name that is not among them."""
        if self._rows is None:
            self._rows = self._reviewed()
        if name not in self._rows:
            raise misuse(f"没有申报单位“{name}”", f"已有的申报单位：{'、'.join(self._rows) or NONE}")
        return self._rows[name]

    def assessment(self, name: str) -> Assessment:
        """The assessment of an applicant, caps taken into account."""
        result = self.row(name).result
        if result is None:
            raise misuse(f"“{name}”没有评估", "核对这一行填的内容")
        return result.assessments[0]

    def _reviewed(self) -> dict[str, BatchRow]:
        world = self._world
        plan = Plan((), world.day, (world.rule_set,), executor=world.executor)
        clerk, library = Clerk(plan, world.library), world.library
        entries = []
        for number, profile in enumerate(self._profiles, 1):
            case = world.case_of(profile)
            stamp = stamp_of(case, number, profile[NAME], library)
            entries.append(Entry(number, stamp.place, applicant=Applicant(stamp=stamp, case=case)))
        found = clerk.rows(entries)
        ids = {one.brief.place: one.brief.id for one in found}
        decided = {ids.get(name, name): caps for name, caps in self._decided.items()}
        limits = decide_limits([one.brief for one in found], clerk.programs(), decided)
        rows = (BatchRow.model_validate_json(one.row) for one in found)
        return {row.applicant.place: with_limits(row, limits.get(row.applicant.number, ())) for row in rows}


@pytest.fixture
def zhunru_review(zhunru_world: World) -> Review:
    """The batch of a scenario."""
    return Review(zhunru_world)


@step(Phrase("有下列申报单位"))
def _applicants(zhunru_review: Review, datatable: Table | None = None) -> None:
    zhunru_review.state(rows_of(datatable))


@step(Phrase('对照"{rule_set}"批量评审'))
def _review(zhunru_world: World, rule_set: str) -> None:
    zhunru_world.assess_against(rule_set)


@step(Phrase('认定"{name}"的限额"{cap}"为"{outcome}"'))
def _judge_cap(zhunru_review: Review, name: str, cap: str, outcome: str) -> None:
    zhunru_review.judge(name, cap, outcome)


@step(Phrase('"{name}"的结论为"{verdict}"'))
def _verdict(zhunru_review: Review, name: str, verdict: str) -> None:
    wanted, got = meaning(verdict, VERDICTS, "结论"), zhunru_review.assessment(name).verdict
    if got is not wanted:
        raise Mismatch(f"“{name}”的结论", verdict, word_for(got, VERDICTS), _why(zhunru_review, name))


@step(Phrase('"{name}"的限额"{cap}"为"{status}"'))
def _cap(zhunru_review: Review, name: str, cap: str, status: str) -> None:
    wanted = meaning(status, STATUSES, "限额的判定")
    found = {limit.id: Status(limit.status.value) for limit in zhunru_review.row(name).limits}
    got = found.get(cap)
    if got is not wanted:
        told = NONE if got is None else word_for(got, STATUSES)
        raise Mismatch(f"“{name}”的限额 {cap}", status, told, _why(zhunru_review, name))


@step(Phrase('"{name}"不计入限额"{cap}"'))
def _not_counted(zhunru_review: Review, name: str, cap: str) -> None:
    if cap in {limit.id for limit in zhunru_review.row(name).limits}:
        raise Mismatch(f"“{name}”的限额 {cap}", "不计入", "计入", _why(zhunru_review, name))


@step(Phrase('"{name}"待补充"{fact}"'))
def _missing(zhunru_review: Review, name: str, fact: str) -> None:
    found = zhunru_review.assessment(name).open.missing_facts
    if fact not in found:
        raise Mismatch(f"“{name}”待补充", fact, "、".join(found) or NONE, _why(zhunru_review, name))


@step(Phrase('"{name}"待人工认定"{key}"'))
def _pending(zhunru_review: Review, name: str, key: str) -> None:
    found = zhunru_review.assessment(name).open.pending_judgements
    if key not in found:
        raise Mismatch(f"“{name}”待人工认定", key, "、".join(found) or NONE, _why(zhunru_review, name))


def _why(review: Review, name: str) -> str:
    """The caps of an applicant, and how full its groups are."""
    lines = [
        f"  限额 {limit.id} {limit.says}：{limit.group or '未填'}，共 {limit.count}"
        for limit in review.row(name).limits
    ]
    return "\n".join(lines) or "  没有计入任何限额"
