"""Rule set + facts + reference date → program: parameters, dates, sugar and `not` resolved, every problem told at once.

rule_set → conditions → leaves → thresholds, quantities → nodes
"""

from engine.compile.derived import derived_quantity
from engine.compile.rule_set import compile_program, parameters_read

__all__ = ["compile_program", "derived_quantity", "parameters_read"]
