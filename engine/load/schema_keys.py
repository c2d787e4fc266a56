"""Which keys a schema knows at a place: what a misspelt key may have been meant for."""

from collections.abc import Sequence
from typing import Annotated, Any, get_args, get_origin

from pydantic import BaseModel, Tag


def keys_at(model: type[BaseModel], location: Sequence[str | int]) -> list[str]:
    """The keys of the mapping at pydantic's `location` below `model`, in the order of the schema."""
    kind: Any = model
    for step in location:
        kind = _step(kind, step)
    kind = _bare(kind)
    if not (isinstance(kind, type) and issubclass(kind, BaseModel)):
        return []
    return [field.alias or name for name, field in kind.model_fields.items()]


def _step(kind: Any, step: str | int) -> Any:
    """The type one step further: a field's, an item's, or a tagged member of a union."""
    kind = _bare(kind)
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        kind.model_rebuild()  # the types that it names before they are defined are known once it is built
        return next(
            (field.annotation for name, field in kind.model_fields.items() if step in (field.alias, name)), None
        )
    for member in get_args(kind):
        if get_origin(member) is Annotated and any(
            isinstance(mark, Tag) and mark.tag == step for mark in get_args(member)
        ):
            return member
    return next(reversed(get_args(kind)), None) if isinstance(step, str) else next(iter(get_args(kind)), None)


def _bare(kind: Any) -> Any:
    """A type without its annotations and without `| None`."""
    while True:
        if get_origin(kind) is Annotated:
            kind = get_args(kind)[0]
            continue
        members = [member for member in get_args(kind) if member is not type(None)]
        if len(members) == 1 and len(get_args(kind)) == 2:
            kind = members[0]
            continue
        return kind
