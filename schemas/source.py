"""The documents that criteria rest on (`rules/sources.yaml`)."""

from enum import StrEnum

from schemas.frozen import Frozen


class Level(StrEnum):
    """How close a source stands to the issuer's own text."""

    OFFICIAL = "official"
    REPLY = "reply"
    REPOST = "repost"
    THIRD_PARTY = "third_party"
    ANALOGUE = "analogue"


OFFICIAL_LEVELS = frozenset({Level.OFFICIAL, Level.REPLY, Level.REPOST})
"""The levels that an official rule set may rest on."""


class InForce(StrEnum):
    """Whether a document is known to be in force."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Source(Frozen):
    """One document; `dated` and `number` are text, for some are known only to the year or not at all."""

    id: str
    title: str
    issuer: str
    level: Level
    in_force: InForce
    number: str | None = None
    dated: str | None = None
    where: str | None = None
