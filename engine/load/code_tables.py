"""The tables of regions and industries of a library, from `regions.yaml` and `industries.yaml`."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import NamedTuple, TypeVar

from engine.errors import InputError
from engine.load.document import Document
from engine.load.industries import Industries
from engine.load.ledger import Ledger, Named
from engine.load.names import suggestion
from engine.load.regions import Regions
from engine.load.validation import not_a_mapping, validate
from engine.load.yaml_text import read_document
from schemas.code_table import IndustryTable, RegionTable, Superseded
from schemas.diagnostic import Place
from schemas.source import Source

REGIONS, INDUSTRIES = "regions.yaml", "industries.yaml"
"""The names of the files, directly in a folder of rules."""

Table = TypeVar("Table", RegionTable, IndustryTable)
Entry = TypeVar("Entry")


@dataclass(frozen=True)
class CodeTables:
    """Both tables, each read from its files when first asked for: few runs need both.

    Reading raises InputError with every problem of the files. Files that an author wrote are checked with the
    library, by `check_code_tables`; the shipped ones by a test.
    """

    region_files: tuple[Path, ...]
    industry_files: tuple[Path, ...]

    @cached_property
    def readings(self) -> dict[tuple[int, str], tuple[object, object]]:
        """What texts were read as, for whoever reads many: a table has the same few words in every row."""
        return {}

    @cached_property
    def regions(self) -> Regions:
        """Regions by GB/T 2260 codes."""
        ledger = Ledger()
        regions = _regions(_tables(RegionTable, self.region_files, ledger), ledger)
        ledger.settle()
        return regions

    @cached_property
    def industries(self) -> Industries:
        """Industries by GB/T 4754-2017 codes."""
        ledger = Ledger()
        industries = _industries(_tables(IndustryTable, self.industry_files, ledger), ledger)
        ledger.settle()
        return industries


def check_code_tables(tables: CodeTables, shipped: CodeTables, sources: Mapping[str, Source], ledger: Ledger) -> None:
    """Read both tables now, and note what is wrong with them, sources that nobody declared included.

    A shipped file may stand in for one that a folder does not have: its source then is none of the library's.
    """
    trusted = {str(path) for path in (*shipped.region_files, *shipped.industry_files)}
    regions = _tables(RegionTable, tables.region_files, ledger)
    industries = _tables(IndustryTable, tables.industry_files, ledger)
    _regions(regions, ledger)
    _industries(industries, ledger)
    written: list[tuple[Document, RegionTable | IndustryTable]] = [*regions, *industries]
    for document, table in written:
        if document.file in trusted or table.source in sources:
            continue
        if not ledger.doubts(Named.SOURCE, table.source):
            ledger.error(
                "E1122",
                f"没有来源文件「{table.source}」",
                document,
                ("source",),
                suggestion(table.source, sources) or "先在 sources.yaml 里登记这份文件",
            )


def _tables(model: type[Table], files: Iterable[Path], ledger: Ledger) -> list[tuple[Document, Table]]:
    """The files that can be read, as the tables they are."""
    read: list[tuple[Document, Table]] = []
    for path in files:
        try:
            document = read_document(path)
        except InputError as error:
            ledger.errors.extend(error.diagnostics)
            continue
        if not isinstance(document.data, dict):
            ledger.errors.append(not_a_mapping(document))
            continue
        table = validate(model, document.data, document, ledger.errors)
        if table is not None:
            read.append((document, table))
    return read


class _Spot(NamedTuple):
    """Where a code is declared."""

    document: Document
    path: tuple[str, str]

    def place(self) -> Place:
        return self.document.place(self.path, key=True)


class _Claims:
    """The codes declared so far; a second declaration is an error that names the first."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self.spots: dict[str, _Spot] = {}

    def add(self, entries: Mapping[str, Entry], document: Document, section: str) -> Iterator[tuple[str, Entry]]:
        """The entries whose code is still free."""
        for code, entry in entries.items():
            spot = _Spot(document, (section, code))
            digits = code[1:] or code if code[:1].isalpha() else code
            first = self.spots.setdefault(digits, spot)
            if first is spot:
                yield code, entry
            else:
                self.complain(
                    "E1111",
                    f"代码「{code}」重复声明，已在 {first.place()} 声明过",
                    spot,
                    "只写还没有的代码；已有的声明不能用另一份覆盖",
                )

    def complain(self, code: str, message: str, spot: _Spot, remedy: str) -> None:
        """Note a problem of a declaration."""
        self._ledger.error(code, message, spot.document, spot.path, remedy, key=True)


def _regions(tables: Sequence[tuple[Document, RegionTable]], ledger: Ledger) -> Regions:
    """The tables as one."""
    names: dict[str, str] = {}
    aliases: dict[str, list[str]] = {}
    complete: dict[str, date] = {}
    superseded: dict[str, Superseded] = {}
    claims = _Claims(ledger)
    for document, table in tables:
        names.update(claims.add(table.regions, document, "regions"))
        superseded.update(claims.add(table.superseded, document, "superseded"))
        complete.update(dict.fromkeys(table.complete, table.dated))
        for code, words in table.aliases.items():
            aliases.setdefault(code, []).extend(words)
    for code in names:
        if code[:2] not in names:
            claims.complain(
                "E1150",
                f"代码「{code}」所在的省级地区「{code[:2]}」没有列出",
                claims.spots[code],
                "核对代码，或先列出上级",
            )
    for document, table in tables:
        pointed: list[tuple[str, tuple[str | int, ...]]] = [
            *((code, ("complete", index)) for index, code in enumerate(table.complete)),
            *((code, ("aliases", code)) for code in table.aliases),
            *(
                (code, ("superseded", old, "now", index))
                for old, entry in table.superseded.items()
                for index, code in enumerate(entry.now)
            ),
        ]
        for code, path in pointed:
            if code not in names:
                ledger.error("E1151", f"代码「{code}」没有列出", document, path, "先在 regions 之下写上这个代码和名称")
    return Regions(names, aliases, complete, superseded)


def _industries(tables: Sequence[tuple[Document, IndustryTable]], ledger: Ledger) -> Industries:
    """The tables as one."""
    claims = _Claims(ledger)
    listed: dict[str, str] = {}
    for document, table in tables:
        listed.update(claims.add(table.industries, document, "industries"))
    for code in listed:
        above = code[:1] if len(code) <= 3 else code[:3]
        if above not in listed:
            spot = claims.spots[code[1:] or code]
            claims.complain("E1150", f"代码「{code}」的上级「{above}」没有列出", spot, "核对字母和数字，或先列出上级")
    return Industries(
        sections={code: name for code, name in listed.items() if len(code) == 1},
        names={code[1:]: name for code, name in listed.items() if len(code) > 1},
        section_of={code[1:]: code[0] for code in listed if len(code) == 3},
    )
