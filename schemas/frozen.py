"""The one base of every schema: frozen, and closed to keys that nobody declared."""

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """A value object: immutable, refuses unknown keys, and takes fields by name or alias.

    What checks a model is built when the model is first used: a run uses few of them, and building all would take
    longer than the run.
    """

    model_config = ConfigDict(
        frozen=True, extra="forbid", validate_by_name=True, validate_by_alias=True, defer_build=True
    )
