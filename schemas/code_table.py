"""Tables of coded names that rules and profiles refer to: regions (GB/T 2260) and industries (GB/T 4754-2017)."""

from datetime import date
from typing import Annotated

from pydantic import Field, StrictInt

from schemas.frozen import Frozen

RegionCode = Annotated[str, Field(pattern=r"^[1-8][0-9](?:(?:[0-9][1-9]|[1-9]0)){0,2}$")]
"""The shortest digits that name a region: `22`, `2201`, `220102`."""

IndustryCode = Annotated[str, Field(pattern=r"^[A-T](?:[0-9]{2,4})?$")]
"""The letter of the section, and the digits of a division or class: `C`, `C39`, `C3911`."""

Title = Annotated[str, Field(min_length=2)]
"""A name; one character names nothing."""


class Superseded(Frozen):
    """A code that is no longer used: what it named, until which year, and the codes of today."""

    name: Title
    until: StrictInt
    now: tuple[RegionCode, ...] = Field(min_length=1)


class RegionTable(Frozen):
    """A file `regions.yaml`: regions by code, as of a day.

    `complete` names regions whose parts are all listed, at every level: below them, a code that is not listed is wrong.
    """

    source: str
    dated: date
    complete: tuple[RegionCode, ...] = ()
    regions: dict[RegionCode, Title] = Field(min_length=1)
    aliases: dict[RegionCode, tuple[Title, ...]] = {}
    superseded: dict[RegionCode, Superseded] = {}
    note: str | None = None


class IndustryTable(Frozen):
    """A file `industries.yaml`: industries by letter and digits, as of a day."""

    source: str
    dated: date
    industries: dict[IndustryCode, Title] = Field(min_length=1)
    note: str | None = None
