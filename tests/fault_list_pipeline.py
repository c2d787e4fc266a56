"""The faults that tests/planted_faults.py plants in compilation, verdicts and binding; all of them together."""

from tests.fault_list import EXECUTOR_FAULTS, Fault

FAULTS: tuple[Fault, ...] = (
    *EXECUTOR_FAULTS,
    # compilation
    Fault("not lost", "engine/compile/conditions.py", "negated=not negated", "negated=negated"),
    Fault(
        "not pushed through all and any without their duals",
        "engine/compile/conditions.py",
        'if (key == "all") is not negated else',
        'if key == "all" else',
    ),
    Fault(
        "dual of at_least_of off by one",
        "engine/compile/conditions.py",
        "len(inputs) - quorum.n + 1",
        "len(inputs) - quorum.n or 1",
    ),
    Fault(
        "the last years end before the base year",
        "engine/load/years.py",
        "range(base_year - count + 1, base_year + 1)",
        "range(base_year - count, base_year)",
    ),
    Fault(
        "at most so many years off by one",
        "engine/compile/conditions.py",
        "n, negated = n + 1, not negated",
        "n, negated = n, not negated",
    ),
    Fault(
        "negated years without their dual",
        "engine/compile/conditions.py",
        "wanted = len(inputs) - n + 1 if negated else n",
        "wanted = n",
    ),
    Fault(
        "of every member those outside the window, too",
        "engine/compile/conditions.py",
        "_replace(negated=True) if every else day",
        "_replace() if every else day",
    ),
    Fault(
        "averages over the years before the base year",
        "engine/compile/quantities.py",
        "range(base - over.years + 1, base + 1)",
        "range(base - over.years, base)",
    ),
    Fault(
        "growth over the last year's number",
        "engine/compile/quantities.py",
        "numerator=gained, denominator=first",
        "numerator=gained, denominator=last",
    ),
    Fault(
        "percentages multiplied as whole numbers",
        "engine/compile/quantities.py",
        "scale = Fraction(1, 100) ** percentages",
        "scale = Fraction(1) ** percentages",
    ),
    Fault(
        "a share of those that hold",
        "engine/compile/quantities.py",
        "self._gathered(operand, operand.where), self._gathered(operand, None)",
        "self._gathered(operand, operand.where), self._gathered(operand, operand.where)",
    ),
    Fault(
        "gate without not when",
        "engine/compile/rule_set.py",
        "gate = require if excluded is None else",
        "gate = require if True else",
    ),
    Fault(
        "an unmet in-principle criterion rejects",
        "engine/compile/rule_set.py",
        "if criterion.force is Force.IN_PRINCIPLE:",
        "if criterion.force is None:",
    ),
    Fault(
        "认定 overrides a computed unmet required criterion",
        "engine/compile/rule_set.py",
        "if criterion.force is Force.IN_PRINCIPLE:",
        "if criterion.force is not Force.PREFERRED:",
    ),
    Fault(
        "a preferred criterion rejects",
        "engine/compile/rule_set.py",
        "for criterion in criteria if criterion.force is not Force.PREFERRED]",
        "for criterion in criteria]",
    ),
    Fault(
        "deadline ignored",
        "engine/compile/rule_set.py",
        "reference_date = rule_set.deadline or on",
        "reference_date = on",
    ),
    Fault(
        "the base year is this year",
        "engine/compile/rule_set.py",
        "or reference_date.year - 1",
        "or reference_date.year",
    ),
    Fault(
        "criteria that are not in force compiled",
        "engine/compile/rule_set.py",
        "if criterion.effective.covers(self._context.reference_date)",
        "if criterion.effective is not None",
    ),
    Fault(
        "the newest value of a parameter instead of the day's",
        "engine/compile/thresholds.py",
        "[value for value in parameter.values if value.covers(on)]",
        "list(parameter.values[-1:])",
    ),
    Fault(
        "the rule set's when ignored",
        "engine/compile/rule_set.py",
        "for node in (applies, own) if node is not None",
        "for node in (own,) if node is not None",
    ),
    # verdicts
    Fault(
        "unknown when of a scheme taken as met",
        "engine/verdict.py",
        "if applies is Truth.MET and passes is Truth.UNMET:",
        "if passes is Truth.UNMET:",
    ),
    Fault("the track applied for ignored", "engine/verdict.py", "giver = asked or min(", "giver = min("),
    Fault("the worst track gives the verdict", "engine/verdict.py", "giver = asked or min(", "giver = asked or max("),
    Fault(
        "unknown parameters before missing facts",
        "engine/verdict.py",
        "    if CauseKind.MISSING_FACT in kinds:\n        return Verdict.INCOMPLETE\n",
        "    if CauseKind.MISSING_FACT in kinds and CauseKind.UNKNOWN_PARAMETER not in kinds:\n"
        "        return Verdict.INCOMPLETE\n",
    ),
    Fault("an unmet in-principle criterion asks nobody", "engine/verdict.py", "if criterion.asks:", "if False:"),
    Fault(
        "unmet preferred criteria listed",
        "engine/verdict.py",
        "if criterion.id in node.criteria and criterion.force is not Force.PREFERRED",
        "if criterion.id in node.criteria",
    ),
    Fault(
        "not applicable taken as unmet",
        "engine/verdict.py",
        "return CriterionFinding(id=node.id, status=Status.NOT_APPLICABLE)",
        "return CriterionFinding(id=node.id, status=Status.UNMET)",
    ),
    Fault(
        "questions asked about what is decided",
        "engine/open_questions.py",
        "if index in seen or truths[index] is not Truth.UNKNOWN:",
        "if index in seen:",
    ),
    # binding
    Fault(
        "two values of the base year not compared",
        "engine/bind.py",
        "years.setdefault(self._base_year, number) != number",
        "years.setdefault(self._base_year, number) is None",
    ),
    Fault(
        "a stated derived value never compared",
        "engine/bind.py",
        "if computed is not None and",
        "if computed is None and",
    ),
)
"""Every planted fault."""
