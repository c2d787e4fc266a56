"""The tables of a call together: opened once, counted, and read row by row as documents of profiles.

Sheets named after a list, and text files named so, are shared out by the applicant's code: those of a workbook among
its own applicants, those in files of their own among all. What is wrong with a cell is told with its row.
"""

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from engine.errors import InputError
from engine.load.document import Document
from engine.load.library import Library
from engine.load.spreadsheet.applicant_sheets import ApplicantFile, Main, open_file, told
from engine.load.spreadsheet.further_sheet import read_further
from engine.load.spreadsheet.header_words import Names
from engine.load.spreadsheet.rows import Entries, Notes, read_row
from engine.load.spreadsheet.sharing import Shares, refused, share_out
from engine.load.spreadsheet.sheet_kinds import SheetKinds
from schemas.diagnostic import Diagnostic


@dataclass(frozen=True)
class ApplicantTable:
    """One file: its sheets with applicants, and the rows of others that belong to them. A list's own file has neither."""

    sha256: str
    mains: tuple[Main, ...] = ()
    shares: tuple[Shares, ...] = ()

    @property
    def total(self) -> int:
        """How many applicants it has."""
        return sum(len(main.rows) for main in self.mains)

    def documents(self) -> Iterator[tuple[str, Document]]:
        """The place of each row with the profile that it states; what is wrong with its cells is noted in it."""
        for main in self.mains:
            for row in main.rows:
                yield main.place(row), self._document(main, row)

    def _document(self, main: Main, row: int) -> Document:
        notes = Notes(main.sheet)
        case = read_row(row, main.headers, notes)
        noted = notes.found
        for shares in self.shares:
            noted = [*noted, *shares.add(case, main.code(row))]
        return Document(main.sheet.file, case.data, _digest(case), case.spots, tuple(noted))


@dataclass
class Opened:
    """The tables by their paths, what was read of each in words, what is to be told of them, what is no table of ours."""

    tables: dict[Path, ApplicantTable] = field(default_factory=dict)
    read: list[str] = field(default_factory=list)
    noted: list[Diagnostic] = field(default_factory=list)
    foreign: list[Path] = field(default_factory=list)


def open_tables(
    paths: Iterable[Path], library: Library, names: Names, foreign: Mapping[Path, Collection[str]]
) -> Opened:
    """Open the tables and count what is in them. Raises InputError with all that keeps them from being understood.

    Those that were only found, in a folder, may be something else altogether: `foreign` has the codes that set them aside.
    """
    kinds = SheetKinds(library)
    opened = Opened()
    files: list[ApplicantFile] = []
    wrong: list[Diagnostic] = []
    for path in paths:
        try:
            files.append(open_file(path, kinds, names))
        except InputError as error:
            if all(one.code in foreign.get(path, ()) for one in error.diagnostics):
                opened.foreign.append(path)
            else:
                wrong += error.diagnostics
    if wrong:
        raise InputError(wrong)
    _fill(opened, files, names)
    return opened


def _fill(opened: Opened, files: Iterable[ApplicantFile], names: Names) -> None:
    """Share out the further sheets; those of text files first, for they are everybody's."""
    everybody = [main for file in files for main in file.mains]
    apart: list[Shares] = []
    wrong: list[Diagnostic] = []
    for file in sorted(files, key=lambda one: bool(one.mains)):
        shares, refusals = _shared(file, file.mains or everybody, names)
        wrong += refusals
        if not file.mains:
            apart += shares
            shares = []
        opened.tables[file.path] = ApplicantTable(
            file.sha256, tuple(file.mains), (*shares, *apart) if file.mains else ()
        )
    if wrong:
        raise InputError(wrong)
    for file in files:
        opened.read.append(file.says())
        opened.noted += file.noted


def _shared(file: ApplicantFile, mains: Collection[Main], names: Names) -> tuple[list[Shares], list[Diagnostic]]:
    """The further sheets of a file by applicant, and what keeps them from being understood."""
    if not file.further:
        return [], []
    alone = sum(len(main.rows) for main in mains) == 1
    codes = {code for main in mains for row in main.rows if (code := main.code(row)) is not None}
    shares: list[Shares] = []
    wrong: list[Diagnostic] = []
    for sheet, kind in file.further:
        further = read_further(sheet, kind, names, lambda found: not alone or found == codes)
        refusals = refused(further, alone)
        wrong += refusals
        if not refusals:
            share, noted = share_out(further, codes, alone)
            shares.append(share)
            file.noted += [*told(further.headers), *noted]
    return shares, wrong


def _digest(case: Entries) -> str:
    """The digest of what a row states: the same whatever other rows there are, and in whichever order the columns stand."""
    text = json.dumps(case.data, default=str, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
