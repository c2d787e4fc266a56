"""Findings → words: the one place where numbers and codes become sentences.

assessment → criterion → leaf → requirement, amount, cause
assessment → derivation
"""

from engine.explain.assessment import explain

__all__ = ["explain"]
