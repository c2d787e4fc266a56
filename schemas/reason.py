"""What findings are as tables: the names of their columns, and reasons as codes into a list of what there can be.

Made by an executor that works by columns, and put into words by whoever writes them; neither needs to know the other.
"""

from typing import NamedTuple

from schemas.finding import CauseKind, Status

TRACK, VERDICT, UNMET, OPEN = "@track", "@verdict", "@unmet", "@open"
"""Of a standing: the place of the track that gave the verdict, the verdict's rank, how many criteria are unmet, how many open."""
CODE, TEXT, CAUSE, LOW, HIGH, GAP = "code", "text", "cause", "low", "high", "gap"
"""Of a reason: which of a list it is, and what differs from record to record."""
NUMBERS = (LOW, HIGH, GAP)


class Reason(NamedTuple):
    """What a row can say: a leaf that is not met, or a cause; below a criterion, or below the applying of a track.

    A cause without a name is one of a member: its row names it.
    """

    criterion: str | None
    track: str | None
    status: Status
    leaf: int | None = None
    kind: CauseKind | None = None
    cause: str | None = None
