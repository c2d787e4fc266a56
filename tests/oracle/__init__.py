"""The oracle: a second, naive reading of the specification, to which every executor is compared.

It reads the YAML models and the raw profile, recursively and without any thought of speed, and shares no code with
`engine/`: numbers, dates, truth and windows are all read here once more. When an executor and the oracle disagree,
one of the two has misread the specification, or the specification can be read in two ways.

    reading     what a user wrote → numbers, days, words
    mentions    what a derivation reads
    scene       whose facts, on which date, under which rule set
    intervals   arithmetic on numbers that are not known exactly
    quantity    facts, derived facts and tables → intervals
    thresholds  what a leaf compares with: literals, parameters, other facts
    leaves      one operator on one fact → truth, gap, causes
    trees       conditions → truth and open causes; lists and their members
    verdicts    criteria, tracks, rule sets
"""

from tests.oracle.reading import Contradiction
from tests.oracle.scene import Scene, World
from tests.oracle.verdicts import CriterionResult, RuleSetResult, TrackResult, judge

__all__ = ["Contradiction", "CriterionResult", "RuleSetResult", "Scene", "TrackResult", "World", "judge"]
