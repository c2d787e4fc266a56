"""材料齐全性 in the published result: which documents are needed, for what, and whether they are there."""

from enum import StrEnum

from schemas.frozen import Frozen
from schemas.rule_set import Force


class MaterialStatus(StrEnum):
    """Whether a document is there (有, 缺, 未说明)."""

    PRESENT = "present"
    ABSENT = "absent"
    UNSTATED = "unstated"


class MaterialUse(Frozen):
    """A criterion that asks for a document."""

    rule_set: str
    criterion: str
    title: str
    force: Force


class MaterialResult(Frozen):
    """A document that is needed, and by which criteria."""

    name: str
    status: MaterialStatus
    needed_by: tuple[MaterialUse, ...]


class UnaskedMaterial(Frozen):
    """A document of the profile that no criterion asks for; `near` are needed ones that may have been meant."""

    name: str
    near: tuple[str, ...] = ()


class MaterialList(Frozen):
    """The documents of all assessments together: those missing first. `stated` is whether the profile speaks of any."""

    stated: bool = False
    needed: tuple[MaterialResult, ...] = ()
    unasked: tuple[UnaskedMaterial, ...] = ()
