"""A profile, YAML, JSON or a table → one applicant's case: every value normalised, every problem told at its place."""

from pathlib import Path

from engine.errors import InputError
from engine.load.assurance import read_assurances
from engine.load.document import Data, Document
from engine.load.judgement import read_judgements
from engine.load.library import Library
from engine.load.material import read_materials
from engine.load.problem import Problems
from engine.load.value import ASSURANCES, JUDGEMENTS, MATERIALS, TRACK, read_record
from engine.load.yaml_text import read_document
from schemas.case import Case
from schemas.diagnostic import Diagnostic, Place

_SUFFIXES = (".yaml", ".yml", ".json")
_TABLES = (".csv", ".tsv", ".xlsx", ".xlsm")
_OLD = (".xls", ".et")


def load_case(path: Path, library: Library) -> Case:
    """Read a profile. Raises InputError with every problem of the file."""
    suffix = path.suffix.lower()
    if suffix in (*_TABLES, *_OLD):  # the old ones are told apart from renamed new ones by their content
        from engine.load.spreadsheet import read_table

        return case_from(read_table(path, library), library)
    # What is no file at all is for the reader to tell.
    if path.is_file() and suffix not in _SUFFIXES:
        raise InputError.one(
            "E2004",
            f"不认识的案卷格式「{path.suffix or path.name}」",
            place=Place(file=str(path)),
            remedy="案卷写成 YAML（.yaml、.yml）、JSON（.json）或表格（.csv、.xlsx）文件",
        )
    return case_from(read_document(path), library)


def case_from(document: Document, library: Library) -> Case:
    """The case that a document states. Raises InputError with every problem of it."""
    problems = Problems(document)
    entries = document.data
    if not isinstance(entries, dict) or not entries:
        what = "案卷里没有任何内容" if entries in (None, {}, []) else "案卷的最外层不是「字段: 值」的形式"
        place = document.place()
        raise InputError.one("E2001", what, place=place, remedy="逐行写「字段: 值」，如「单位名称: 示例公司」")
    case = _case(entries, document, library, problems)
    problems.raise_any()
    return case


def readable_case(document: Document, library: Library) -> tuple[Case, tuple[Diagnostic, ...]]:
    """The case that the readable part of a table's row states, and what is wrong with the rest.

    A fact whose value cannot be read in full is left out, so that it is unknown; a list with a member that cannot be
    read is open.
    """
    problems = Problems(document)
    entries = document.data if isinstance(document.data, dict) else {}
    case = _case(entries, document, library, problems)
    return case, problems.found


def _case(entries: dict[str, Data], document: Document, library: Library, problems: Problems) -> Case:
    """The case, as far as it can be read; what cannot is noted."""
    # Another spelling of these keys is left to the record, which then suggests them.
    special = {name: key for key in reversed(entries) if (name := key.strip()) in (JUDGEMENTS, MATERIALS, ASSURANCES)}
    record = read_record({key: raw for key, raw in entries.items() if key not in special.values()}, library, problems)

    def beside(name: str) -> tuple[Data, tuple[str, ...]]:
        """What stands under a key that is no fact, and where."""
        key = special.get(name)
        return (None, ()) if key is None else (entries[key], (key,))

    raw, path = beside(JUDGEMENTS)
    judgements = read_judgements(raw, record.facts, library, problems, path)
    raw, path = beside(MATERIALS)
    materials = read_materials(raw, library, problems, path)
    raw, path = beside(ASSURANCES)
    assurances = read_assurances(raw, record.facts, library, problems, path)
    track = library.fact(TRACK)
    applied = None if track is None else record.facts.get(track.id)
    # its parts are of our own making: checked again, they would take as long as half of the reading
    return Case.model_construct(
        name=record.name,
        sha256=document.sha256,
        facts=record.facts,
        judgements=judgements,
        track=applied if isinstance(applied, str) else None,
        places=record.places,
        materials=materials,
        assurances=assurances,
        warnings=problems.warnings,
    )
