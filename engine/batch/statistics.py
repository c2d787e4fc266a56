"""How often each condition was the reason, and how each 推荐单位's applicants fared: counted from the lines themselves."""

from collections import Counter
from dataclasses import dataclass, field

from engine.batch.lines import UNASSESSED, SummaryLine, UnmetLine
from engine.explain.vocabulary import VERDICTS

NO_RECOMMENDER = "（未填）"
OUTCOMES = (*VERDICTS.values(), UNASSESSED)
"""What a line of the summary may end with, the best first."""


@dataclass
class Recommended:
    """The applicants of one 推荐单位."""

    outcomes: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)


@dataclass
class Statistics:
    """Counts that grow line by line; a reason is known by its rule set and clause."""

    outcomes: Counter[str] = field(default_factory=Counter)
    schemes: Counter[str] = field(default_factory=Counter)
    reasons: Counter[tuple[str, str]] = field(default_factory=Counter)
    titles: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    recommenders: dict[str, Recommended] = field(default_factory=dict)

    def add_summary(self, line: SummaryLine) -> None:
        """Count an outcome."""
        self.outcomes[line.verdict] += 1
        self.schemes[line.scheme] += 1
        self._of(line.recommender).outcomes[line.verdict] += 1

    def add_outcomes(self, rank: int | None, count: int) -> None:
        """Count so many outcomes at once, by the rank of their verdict; None where nothing could be assessed."""
        self.outcomes[UNASSESSED if rank is None else OUTCOMES[rank]] += count

    def add_unmet(self, line: UnmetLine) -> None:
        """Count a reason."""
        reason = line.scheme, line.clause
        self.reasons[reason] += 1
        self.titles[reason] = line.title, line.force
        self._of(line.recommender).reasons[line.clause] += 1

    def _of(self, recommender: str) -> Recommended:
        return self.recommenders.setdefault(recommender or NO_RECOMMENDER, Recommended())

    @property
    def ranked(self) -> list[tuple[tuple[str, str], int]]:
        """The reasons, the most frequent first, equals by rule set and clause."""
        return sorted(self.reasons.items(), key=lambda item: (-item[1], item[0]))

    @property
    def by_recommender(self) -> list[tuple[str, Recommended]]:
        """The 推荐单位, those with the most applicants first."""
        return sorted(self.recommenders.items(), key=lambda item: (-item[1].outcomes.total(), item[0]))
