"""What a scenario may expect of the benchmarks: which are compared, for whom, and how single criteria stand."""

from pytest_bdd import step

from engine.authoring.lookup import criterion_of
from engine.authoring.phrases import Phrase
from engine.authoring.reasons import Mismatch, why_criterion
from engine.authoring.words import NONE, STATUSES, items, meaning, misuse, word_for
from engine.authoring.world import World
from engine.load.names import suggestion
from schemas.assessment import Benchmark


def _benchmark(world: World, name: str, member: str | None = None) -> Benchmark:
    """The benchmark of that id, for the applicant or for a member by name or key."""
    listed = world.compared.benchmarks
    for one in listed:
        about = (None,) if one.member is None else (one.member.key, one.member.name)
        if one.rule_set.id == name and member in about:
            return one
    known = list(dict.fromkeys(one.rule_set.id for one in listed))
    about_whom = "" if member is None else f"（{member}）"
    raise misuse(
        f"没有对标参考“{name}”{about_whom}", suggestion(name, known) or f"已有的对标参考：{'、'.join(known) or NONE}"
    )


def _exactly(what: str, expected: str, got: list[str]) -> None:
    if got != items(expected):
        raise Mismatch(what, expected or NONE, "、".join(got) or NONE, "按方案列出的先后排列")


@step(Phrase('对标参考为"{names}"'))
def _compared(zhunru_world: World, names: str) -> None:
    listed = dict.fromkeys(one.rule_set.id for one in zhunru_world.compared.benchmarks)
    _exactly("对标参考", names, list(listed))


@step(Phrase('对标参考"{name}"对照的成员为"{members}"'))
def _members(zhunru_world: World, name: str, members: str) -> None:
    found = [one.member for one in zhunru_world.compared.benchmarks if one.rule_set.id == name]
    _exactly("对照的成员", members, [one.name or one.key for one in found if one is not None])


@step(Phrase('不生效的对标参考为"{names}"'))
def _not_in_force(zhunru_world: World, names: str) -> None:
    _exactly("不生效的对标参考", names, [one.id for one in zhunru_world.compared.benchmarks_not_in_force])


@step(Phrase('对标参考"{name}"的条件"{key}"为"{status}"'))
def _criterion(zhunru_world: World, name: str, key: str, status: str) -> None:
    _status(_benchmark(zhunru_world, name), key, status)


@step(Phrase('对标参考"{name}"中"{member}"的条件"{key}"为"{status}"'))
def _criterion_of_member(zhunru_world: World, name: str, member: str, key: str, status: str) -> None:
    _status(_benchmark(zhunru_world, name, member), key, status)


def _status(benchmark: Benchmark, key: str, status: str) -> None:
    expected = meaning(status, STATUSES, "判定")
    criterion = criterion_of(benchmark, key)
    if criterion.status is not expected:
        raise Mismatch(f"条件 {key} 的判定", status, word_for(criterion.status, STATUSES), why_criterion(criterion))
