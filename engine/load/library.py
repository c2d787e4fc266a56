"""Folders of rules → the library: every fact, source and rule set, checked, or every problem of all files at once."""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import BaseModel

from engine.errors import InputError
from engine.load.code_tables import INDUSTRIES, REGIONS, CodeTables, check_code_tables
from engine.load.document import Data, Document
from engine.load.fact_checks import check_derivations, check_names, with_inherited_years
from engine.load.honesty import check_honesty
from engine.load.identity import check_identity
from engine.load.ledger import Ledger, Named
from engine.load.references import check_fact_sources, check_references
from engine.load.validation import not_a_mapping, validate
from engine.load.versions import check_versions
from engine.load.yaml_text import read_document
from schemas.diagnostic import Diagnostic, Place
from schemas.fact import Fact
from schemas.rule_set import RuleSet
from schemas.source import Source

SHIPPED = Path(__file__).resolve().parents[2] / "rules"
"""The rules that come with the program: beside `engine/` in a checkout as in an installed copy."""

_ENDINGS = (".yaml", ".yml")


def shipped_tables() -> CodeTables:
    """The tables that come with the program, which a library without tables of its own uses."""
    return CodeTables((SHIPPED / REGIONS,), (SHIPPED / INDUSTRIES,))


@dataclass(frozen=True, slots=True)
class Library:
    """The vocabulary and the rule sets of some folders, all of it checked except what depends on a date.

    Facts go by Chinese name, sources and rule sets by id; `documents` holds the files of rule sets by id, `origins`
    the file that declares a fact, by name; `tables` are the regions and industries. A fact derived from yearly facts
    is marked yearly whether or not its declaration says so.
    """

    facts: Mapping[str, Fact]
    sources: Mapping[str, Source]
    rule_sets: Mapping[str, RuleSet]
    documents: Mapping[str, Document]
    origins: Mapping[str, Document]
    warnings: tuple[Diagnostic, ...] = ()
    tables: CodeTables = field(default_factory=shipped_tables, repr=False, compare=False)
    _by_id: Mapping[str, Fact] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_id", {fact.id: fact for fact in self.facts.values()})

    def fact(self, name_or_id: str) -> Fact | None:
        """The fact of that Chinese name or English id."""
        return self.facts.get(name_or_id) or self._by_id.get(name_or_id)


def load_library(folders: Sequence[Path] = (SHIPPED,)) -> Library:
    """Read and check the folders together. Raises InputError with every problem of every file.

    A folder holds `facts.yaml`, `sources.yaml`, `regions.yaml`, `industries.yaml` (any may be absent) and rule sets
    in further YAML files, at any depth. What one folder declares, no other may declare again. If no folder has a table
    of regions, or of industries, the shipped one is used.
    """
    ledger = Ledger()
    shelf = _Shelf(ledger)
    once: dict[Path, Path] = {}
    for folder in folders:
        once.setdefault(folder.resolve(), folder)
    for folder in once.values():
        shelf.add(folder)
    return shelf.library()


class _Shelf:
    """The declarations gathered so far, each with the document it stands in."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._facts: dict[str, Fact] = {}
        self._sources: dict[str, Source] = {}
        self._rule_sets: dict[str, RuleSet] = {}
        self._places: dict[tuple[Named, str], Place] = {}
        self._documents: dict[str, Document] = {}
        self._origins: dict[str, Document] = {}
        self._tables: dict[str, list[Path]] = {REGIONS: [], INDUSTRIES: []}

    def add(self, folder: Path) -> None:
        """Read every file of a folder."""
        for path in self._files(folder):
            if path.parent == folder and path.name in self._tables:
                self._tables[path.name].append(path)
                continue
            kind = {folder / "facts.yaml": Named.FACT, folder / "sources.yaml": Named.SOURCE}.get(path, Named.RULE_SET)
            try:
                document = read_document(path)
            except InputError as error:
                self._ledger.errors.extend(error.diagnostics)
                self._ledger.doubt(kind, None)
                continue
            if not isinstance(document.data, dict):
                self._ledger.errors.append(not_a_mapping(document))
                self._ledger.doubt(kind, None)
            elif kind is Named.FACT:
                self._add_facts(document, document.data)
            elif kind is Named.SOURCE:
                self._add_sources(document, document.data)
            else:
                self._add_rule_set(document, document.data)

    def library(self) -> Library:
        """The whole, once everything in it holds together."""
        ledger, documents = self._ledger, self._documents
        check_names(self._facts, self._origins, ledger)
        facts = with_inherited_years(self._facts)
        check_derivations(facts, self._origins, ledger)
        check_identity(self._rule_sets, documents, ledger)
        check_versions(self._rule_sets, documents, ledger)
        check_references(self._rule_sets, documents, facts, self._sources, ledger)
        check_fact_sources(facts, self._origins, self._sources, ledger)
        check_honesty(self._rule_sets, documents, facts, self._origins, self._sources, ledger)
        tables = self._code_tables()
        ledger.settle()
        warnings = tuple(sorted(ledger.warnings, key=lambda diagnostic: diagnostic.order))
        return Library(facts, self._sources, self._rule_sets, documents, self._origins, warnings, tables)

    def _code_tables(self) -> CodeTables:
        """The tables of the folders; those that an author wrote are checked now."""
        shipped = shipped_tables()
        tables = CodeTables(
            tuple(self._tables[REGIONS]) or shipped.region_files,
            tuple(self._tables[INDUSTRIES]) or shipped.industry_files,
        )
        if tables != shipped:
            check_code_tables(tables, shipped, self._sources, self._ledger)
        return tables

    def _files(self, folder: Path) -> Iterator[Path]:
        """The YAML files of a folder, in an order that no file system decides."""
        if not folder.is_dir():
            self._complain(
                "E1110",
                "规则文件夹不存在" if not folder.exists() else "这不是文件夹",
                folder,
                "检查 --rules 后面的路径",
            )
            return
        found = False
        for above, below, names in os.walk(folder, onerror=self._unreadable):
            below[:] = sorted(name for name in below if not name.startswith("."))
            for name in sorted(names):
                if name.casefold().endswith(_ENDINGS) and not name.startswith("."):
                    found = True
                    yield Path(above, name)
        if not found:
            self._complain("E1110", "规则文件夹里没有 YAML 文件", folder, "放入 facts.yaml、sources.yaml 或规则集文件")

    def _unreadable(self, error: OSError) -> None:
        self._complain("E1003", "没有读取这个文件夹的权限", Path(error.filename), "修改文件夹权限后再试")

    def _complain(self, code: str, message: str, path: Path, remedy: str) -> None:
        self._ledger.errors.append(Diagnostic(code=code, message=message, place=Place(file=str(path)), remedy=remedy))

    def _add_facts(self, document: Document, data: dict[str, Data]) -> None:
        for name, declared in data.items():
            fact = validate(Fact, declared, document, self._ledger.errors, (name,), {"name": name})
            if self._claim(Named.FACT, name, fact, document, (name,)) and fact is not None:
                self._facts[name] = fact
                self._origins[name] = document

    def _add_sources(self, document: Document, data: dict[str, Data]) -> None:
        for name, declared in data.items():
            source = validate(Source, declared, document, self._ledger.errors, (name,), {"id": name})
            if self._claim(Named.SOURCE, name, source, document, (name,)) and source is not None:
                self._sources[name] = source

    def _add_rule_set(self, document: Document, data: dict[str, Data]) -> None:
        rule_set = validate(RuleSet, data, document, self._ledger.errors)
        name = data.get("id")
        if not isinstance(name, str):
            self._ledger.doubt(Named.RULE_SET, None)
        elif self._claim(Named.RULE_SET, name, rule_set, document, ("id",)) and rule_set is not None:
            self._rule_sets[name] = rule_set
            self._documents[name] = document

    def _claim(
        self, kind: Named, name: str, declared: BaseModel | None, document: Document, path: tuple[str, ...]
    ) -> bool:
        """Whether the name is still free; if not, the second place is told together with the first."""
        if declared is None:
            self._ledger.doubt(kind, name)
        place = document.place(path, key=kind is not Named.RULE_SET)
        first = self._places.setdefault((kind, name), place)
        if first is not place:
            self._ledger.errors.append(
                Diagnostic(
                    code="E1111",
                    message=f"{kind}「{name}」重复声明，已在 {first} 声明过",
                    place=place,
                    remedy="改用别的名称；已有的声明不能用另一份覆盖",
                )
            )
        return first is place
