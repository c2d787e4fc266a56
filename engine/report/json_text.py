"""The result for programs: JSON, stable, described by `zhunru schema result`."""

import json

from schemas.assessment import Result


def render(result: Result) -> str:
    """The result as JSON text; Chinese stays readable."""
    return json.dumps(result.model_dump(mode="json"), ensure_ascii=False, indent=2) + "\n"
