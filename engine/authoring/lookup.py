"""Where a scenario's words point in a result: criteria by id, tracks by title, members by name or code."""

import re
from collections.abc import Iterator

from engine.authoring.words import misuse
from engine.load.names import suggestion
from schemas.assessment import Assessment, CriterionResult, MemberResult, TrackResult

_OF_MEMBER = re.compile(r"([^\[\]/]+)\[([^\[\]]+)\]/(.+)")


def criterion_of(assessment: Assessment, key: str) -> CriterionResult:
    """A criterion by its id, a member's by `骨干企业[示例公司]/KB-03`."""
    member = _OF_MEMBER.fullmatch(key)
    if member is None:
        return _criterion(assessment.criteria, key)
    return _criterion(member_of(assessment, member[1], member[2]).criteria, member[3])


def track_of(assessment: Assessment, title: str) -> TrackResult:
    """A track by its title or id."""
    for track in assessment.tracks:
        if title in (track.title, track.id):
            return track
    titles = [track.title for track in assessment.tracks]
    raise misuse(f"没有申报类型“{title}”", suggestion(title, titles) or f"已有的申报类型：{'、'.join(titles) or '无'}")


def member_of(assessment: Assessment, fact: str, name: str) -> MemberResult:
    """A member of a list by its name or its key, from whichever condition looked at the list."""
    members = list(_members(assessment, fact))
    for member in members:
        if name in (member.name, member.key):
            return member
    names = [member.name or member.key for member in members]
    raise misuse(f"{fact}中没有“{name}”", suggestion(name, names) or f"列出的成员：{'、'.join(names) or '无'}")


def _criterion(criteria: tuple[CriterionResult, ...], key: str) -> CriterionResult:
    for criterion in criteria:
        if criterion.id == key:
            return criterion
    known = [criterion.id for criterion in criteria]
    raise misuse(f"没有条件“{key}”", suggestion(key, known) or f"已有的条件：{'、'.join(known)}")


def _members(assessment: Assessment, fact: str) -> Iterator[MemberResult]:
    for criterion in assessment.criteria:
        for leaf in criterion.conditions:
            if leaf.fact == fact:
                yield from leaf.members
