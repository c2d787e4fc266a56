"""What a scenario may expect of documents (材料齐全性), and of 自报 and 已核实 beside stated values."""

from pytest_bdd import step

from engine.authoring.phrases import Phrase
from engine.authoring.reasons import Mismatch, why_assessment
from engine.authoring.words import ASSURANCES, MATERIALS, NONE, items, meaning, misuse, word_for
from engine.authoring.world import World
from schemas.case import Assurance
from schemas.material import MaterialStatus


def _are(world: World, what: str, status: MaterialStatus, expected: str) -> None:
    """These documents and no others, in any order."""
    got = [one.name for one in world.result.materials.needed if one.status is status]
    if set(got) != set(items(expected)):
        raise Mismatch(what, expected or NONE, "、".join(got) or NONE, _why(world))


def _why(world: World) -> str:
    """Every needed document with the criteria that ask for it."""
    return "\n".join(
        f"  {one.name}：{word_for(one.status, MATERIALS)}（{'、'.join(use.criterion for use in one.needed_by)}）"
        for one in world.result.materials.needed
    )


@step(Phrase('缺少的材料为"{materials}"'))
def _absent(zhunru_world: World, materials: str) -> None:
    _are(zhunru_world, "缺少的材料", MaterialStatus.ABSENT, materials)


@step(Phrase('未说明的材料为"{materials}"'))
def _unstated(zhunru_world: World, materials: str) -> None:
    _are(zhunru_world, "未说明的材料", MaterialStatus.UNSTATED, materials)


@step(Phrase('已有的材料为"{materials}"'))
def _present(zhunru_world: World, materials: str) -> None:
    _are(zhunru_world, "已有的材料", MaterialStatus.PRESENT, materials)


@step(Phrase('没有条件要求的材料为"{materials}"'))
def _unasked(zhunru_world: World, materials: str) -> None:
    got = [one.name for one in zhunru_world.result.materials.unasked]
    if set(got) != set(items(materials)):
        raise Mismatch("没有条件要求的材料", materials or NONE, "、".join(got) or NONE, _why(zhunru_world))


@step(Phrase('材料"{material}"用于条件"{criteria}"'))
def _needed_by(zhunru_world: World, material: str, criteria: str) -> None:
    found = [one for one in zhunru_world.result.materials.needed if one.name == material]
    got = [use.criterion for one in found for use in one.needed_by]
    if set(got) != set(items(criteria)):
        raise Mismatch(f"用到材料“{material}”的条件", criteria or NONE, "、".join(got) or NONE, _why(zhunru_world))


@step(Phrase('结果注明"{fact}"为"{word}"'))
def _assured(zhunru_world: World, fact: str, word: str) -> None:
    """自报 or 已核实 beside the value wherever a condition looks at it; 无 for no mark."""
    expected: Assurance | None = meaning(word, ASSURANCES, "核实")
    assessment = zhunru_world.assessment
    leaves = [leaf for one in assessment.criteria for leaf in (*one.when, *one.conditions) if leaf.fact == fact]
    if not leaves:
        known = dict.fromkeys(leaf.fact for one in assessment.criteria for leaf in one.conditions if leaf.fact)
        raise misuse(f"没有条件用到“{fact}”", f"条件用到的字段：{'、'.join(known) or NONE}")
    for leaf in leaves:
        if leaf.assurance is not expected:
            raise Mismatch(f"“{fact}”的核实", word, word_for(leaf.assurance, ASSURANCES), why_assessment(assessment))
