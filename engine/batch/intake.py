"""Files, folders and patterns → the applicants in them, one entry each, in an order that no file system decides."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from engine.batch.finding import COLUMNS, LINES, OLD, PROFILES, SHEETS, Found, not_profiles, nothing_in
from engine.errors import InputError
from engine.load.document import Data, Document
from engine.load.document import Path as Steps
from engine.load.json_text import build_json
from engine.load.library import Library
from engine.load.own_results import OWN_LINE, refuse_own
from engine.load.profile import case_from, readable_case
from engine.load.spreadsheet import ApplicantTable, HeaderMap, Names, Opened, open_tables
from engine.load.text_file import LARGEST, decode, read_bytes
from engine.load.value import CODE, NAME, TRACK
from engine.load.yaml_text import read_document
from schemas.batch import Applicant, ApplicantStamp
from schemas.case import Case, Words
from schemas.diagnostic import Diagnostic, Place, Severity

if TYPE_CHECKING:
    from engine.batch.columns_in import ColumnFile

RECOMMENDER = "推荐单位"
KINDS = "单位类型"


class Entry(NamedTuple):
    """One applicant to read: a profile's file, a line of one, a table's row (place and profile), or one read already."""

    number: int
    file: str
    line: int | None = None
    text: bytes = b""
    applicant: Applicant | None = None
    row: tuple[str, Document] | None = None


@dataclass(frozen=True)
class Intake:
    """What there is to read: how many applicants, the digest of it all, and what was passed over.

    `tables` and `columns` are open already; `read` says in words what was found in tables.
    """

    files: tuple[Path, ...]
    total: int
    sha256: str
    warnings: tuple[Diagnostic, ...] = ()
    tables: Mapping[Path, ApplicantTable] = field(default_factory=dict, repr=False)
    read: tuple[str, ...] = ()
    columns: Mapping[Path, "ColumnFile"] = field(default_factory=dict, repr=False)

    def entries(self) -> Iterator[Entry]:
        """The applicants one after another, without holding them all."""
        number = 0
        for path in self.files:
            for entry in _entries(path, self.tables, self.columns):
                number += 1
                yield entry._replace(number=number)


def survey(inputs: Sequence[str], library: Library, mapping: HeaderMap | None = None) -> Intake:
    """Find the files and count what is in them. Raises InputError if there is nothing to read, or no way to.

    `mapping` says what headers of tables mean that are not the vocabulary's.
    """
    found = Found()
    for written in inputs:
        found.look(written)
    names = Names(library, {} if mapping is None else mapping.meanings)
    sheets = [path for path in found.files if path.suffix.lower() in (*SHEETS, *OLD)]
    opened = open_tables(sheets, library, names, found.foreign) if sheets else Opened()
    for path in opened.foreign:
        found.pass_over(path)
    columns = _opened_columns(found, library, names)
    noted = [*opened.noted, *(one for file in columns.values() for one in file.warnings)]
    if mapping is not None:
        noted += mapping.unused(names.used)
    total, digests = 0, []
    for path in list(found.files):
        try:
            count, own = _counted(path, opened.tables)
        except InputError as error:
            found.set_aside(path, error)
            continue
        total += count
        digests.append(own)
    if not total:
        nothing_in("、".join(inputs), found.passed_over)
    warnings = [*([_unread(found.passed_over)] if found.passed_over else []), *noted]
    digest, read = one_digest(digests), tuple(opened.read)
    return Intake(tuple(found.files), total, digest, tuple(warnings), opened.tables, read, columns)


def _opened_columns(found: Found, library: Library, names: Names) -> dict[Path, "ColumnFile"]:
    """The Parquet files; those that were only found and are none of ours are set aside."""
    opened: dict[Path, ColumnFile] = {}
    for path in [one for one in found.files if one.suffix.lower() == COLUMNS]:
        from engine.batch.columns_in import open_columns

        try:
            opened[path] = open_columns(path, library, names)
        except InputError as error:
            found.set_aside(path, error)
    return opened


def read_applicant(entry: Entry, library: Library) -> Applicant:
    """The applicant, with its case or with the reasons why there is none: it is never lost."""
    if entry.applicant is not None:
        stamp = entry.applicant.stamp
        if stamp.number == entry.number:
            return entry.applicant
        return entry.applicant.model_copy(update={"stamp": stamp.model_copy(update={"number": entry.number})})
    if entry.row is not None:
        return _row_applicant(entry.number, *entry.row, library)
    data: Data = None
    place = entry.file if entry.line is None else f"{entry.file}:{entry.line}"
    try:
        document = read_document(Path(entry.file)) if entry.line is None else _line(entry, entry.line)
        data = document.data
        case = case_from(document, library)
    except InputError as error:
        return Applicant(stamp=_claimed(entry.number, place, data, library), problems=error.diagnostics)
    return Applicant(stamp=stamp_of(case, entry.number, place, library), case=case, problems=case.warnings)


def stamp_of(case: Case, number: int, place: str, library: Library) -> ApplicantStamp:
    """Who the applicant is, by its facts."""

    def text(name: str) -> str | None:
        fact = library.fact(name)
        value = None if fact is None else case.facts.get(fact.id)
        return value if isinstance(value, str) else None

    fact = library.fact(KINDS)
    kinds = None if fact is None else case.facts.get(fact.id)
    uscc = text(CODE)
    return ApplicantStamp(
        number=number,
        place=place,
        id=uscc or case.name or place,
        name=case.name,
        uscc=uscc,
        recommender=text(RECOMMENDER),
        kinds=tuple(sorted(kinds.words)) if isinstance(kinds, Words) else (),
        track=case.track,
        sha256=case.sha256,
    )


# --- counting ---------------------------------------------------------------------------------------------------


def _counted(path: Path, tables: Mapping[Path, ApplicantTable]) -> tuple[int, str]:
    """How many applicants a file holds, and the digest of its bytes."""
    suffix = path.suffix.lower()
    if suffix in PROFILES:
        return 1, hashlib.sha256(read_bytes(path)).hexdigest()
    if path in tables:
        return tables[path].total, tables[path].sha256
    if suffix == COLUMNS:
        from engine.batch.parquet_rows import parquet_size

        return parquet_size(path)
    if path.exists() and suffix not in LINES:
        raise InputError.one(
            "E6005",
            f"批量评审不认识的格式「{path.suffix or path.name}」",
            place=Place(file=str(path)),
            remedy="用汇总表（.xlsx、.csv、.parquet）、放案卷（.yaml、.yml、.json）的文件夹，或一行一份案卷的 .jsonl 文件",
        )
    count, digest = 0, hashlib.sha256()
    for line in _lines(path):
        if not count and line.strip():
            _refuse_own_line(path, line)
        digest.update(line)
        count += bool(line.strip())
    return count, digest.hexdigest()


def _refuse_own_line(path: Path, line: bytes) -> None:
    try:
        data, _ = build_json(decode(line, str(path)), str(path))
    except InputError:
        return  # told of when it is read
    refuse_own(path, data if isinstance(data, dict) else (), OWN_LINE)


def _lines(path: Path) -> Iterable[bytes]:
    if not path.is_file():
        read_bytes(path)  # tells what is missing, a folder, forbidden
    with path.open("rb") as file:
        while line := file.readline(LARGEST):
            yield line


def one_digest(digests: Sequence[str]) -> str:
    """The digest of all files, from those of each."""
    return digests[0] if len(digests) == 1 else hashlib.sha256("\n".join(digests).encode()).hexdigest()


def _unread(passed_over: Sequence[Path]) -> Diagnostic:
    return Diagnostic(
        code="W6001",
        message=not_profiles(passed_over),
        place=Place(file=str(passed_over[0].parent)),
        remedy="若其中有案卷，请改为 .yaml、.yml、.json、.jsonl 文件，或表头认得出的 .xlsx、.csv、.parquet 表",
        severity=Severity.WARNING,
    )


# --- reading ----------------------------------------------------------------------------------------------------


def _entries(
    path: Path, tables: Mapping[Path, ApplicantTable], columns: Mapping[Path, "ColumnFile"]
) -> Iterator[Entry]:
    if path in tables:
        for place, document in tables[path].documents():
            yield Entry(0, str(path), row=(place, document))
        return
    if path in columns:
        from engine.batch.parquet_rows import parquet_entries

        yield from parquet_entries(columns[path])
        return
    if path.suffix.lower() in PROFILES:
        yield Entry(0, str(path))
        return
    for number, line in enumerate(_lines(path), 1):
        if line.strip():
            yield Entry(0, str(path), number, line)


def _row_applicant(number: int, place: str, document: Document, library: Library) -> Applicant:
    """The applicant of a row: what is wrong with some of its cells keeps nobody from reading the others."""
    case, problems = readable_case(document, library)
    stamp = stamp_of(case, number, place, library)
    claimed = _claimed(number, place, document.data, library)
    if stamp.uscc is None and claimed.uscc is not None:  # a code that is wrong still tells one row from another
        stamp = stamp.model_copy(update={"uscc": claimed.uscc, "id": claimed.uscc})
    return Applicant(stamp=stamp, case=case, problems=(*problems, *case.warnings))


@dataclass(frozen=True, slots=True)
class _LineDocument(Document):
    """A line of a file; its places count from the first line of the file."""

    number: int = 1

    def place(self, path: Steps = (), key: bool = False) -> Place:
        """The place in the file."""
        return _moved(Document.place(self, path, key), self.number)


def _line(entry: Entry, number: int) -> Document:
    try:
        data, spots = build_json(decode(entry.text.rstrip(b"\r\n"), entry.file), entry.file)
    except InputError as error:
        raise InputError(
            one.model_copy(update={"place": _moved(one.place or Place(file=entry.file), number)})
            for one in error.diagnostics
        ) from None
    return _LineDocument(entry.file, data, hashlib.sha256(entry.text).hexdigest(), spots, number=number)


def _moved(place: Place, number: int) -> Place:
    return place.model_copy(update={"line": number + (place.line or 1) - 1})


def _claimed(number: int, place: str, data: Data, library: Library) -> ApplicantStamp:
    """Who the applicant says it is where the case as a whole cannot be used: as written, unchecked."""
    written = data if isinstance(data, dict) else {}

    def text(name: str) -> str | None:
        fact = library.fact(name)
        keys = (name,) if fact is None else (fact.name, fact.id)
        value = next((written[key] for key in keys if key in written), None)
        return value.strip() or None if isinstance(value, str) else None

    name, uscc = text(NAME), text(CODE)
    return ApplicantStamp(
        number=number,
        place=place,
        id=uscc or name or place,
        name=name,
        uscc=uscc,
        recommender=text(RECOMMENDER),
        track=text(TRACK),
    )
