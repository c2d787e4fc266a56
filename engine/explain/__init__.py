"""Findings → words: the one place where numbers and codes become sentences.

assessment → criterion → leaf → requirement, amount, cause
assessment → derivation
assurance, material: what is shown beside an assessment and changes nothing of it
"""

from engine.explain.assessment import explain

__all__ = ["explain"]
