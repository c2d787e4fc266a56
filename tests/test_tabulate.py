"""Tables by columns say what rows say that are made case by case from what inference found, cell by cell."""

import json
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import settings

from engine.batch.columns_in import Chunk, ColumnFile
from engine.batch.columns_in.faults import Faults
from engine.batch.columns_in.fields import Fields
from engine.batch.columns_in.source import ROW
from engine.batch.columns_in.table import KEY, Records
from engine.batch.columns_out.asking import Tracks
from engine.batch.columns_out.assembly import Verdicts
from engine.batch.columns_out.catalogue import Words
from engine.batch.columns_out.chunk import Desk
from engine.batch.columns_out.pieces import Piece
from engine.batch.parquet_out import reason_cells, verdict_cells
from engine.batch.parquet_tables import schema_of
from engine.batch.sayings import Sayings
from engine.compile import compile_program
from engine.errors import Beyond
from engine.executors.columnar import told as telling
from engine.executors.columnar.board import Board
from engine.executors.columnar.cells import Sheet, sheet_of
from engine.executors.columnar.kept import Kept
from engine.executors.columnar.seen import Seen, alike
from engine.executors.inference import run as inference
from engine.explain import explain
from engine.load.library import Library, load_library
from engine.load.profile import case_from
from engine.load.yaml_text import parse_document
from engine.verdict import decide
from schemas.assessment import CaseStamp, EngineStamp, Result
from schemas.batch import ApplicantStamp, BatchRow
from schemas.batch_tables import REASONS
from schemas.case import Case, Members
from schemas.program import Program
from schemas.reason import CAUSE, GAP, TEXT
from tests.drawing import thrown
from tests.engine_door import desk
from tests.rulebook import FACTS, HEAD, SOURCES, demand
from tests.test_columnar import SEEDS, heard

FILE = Path("申报.parquet")
Rows = list[tuple[Any, ...]]


def records_of(sheet: Sheet) -> Records:
    """Cases in columns, as a file's reader hands them over."""
    lists: dict[str, Records] = {}
    for record in sheet.records:
        for fact, value in record.items():
            if isinstance(value, Members) and fact not in lists and (within := sheet.within(fact, fact)) is not None:
                lists[fact] = records_of(within)
    return Records(sheet.data, sheet.grains, lists)


def chunk_of(cases: Sequence[Case], track: str | None = None) -> Chunk:
    sheet, count = sheet_of(cases), len(cases)
    who = {
        KEY: pa.arange(0, count),
        ROW: pa.arange(1, count + 1),
        "name": pa.array([f"第{number}" for number in range(1, count + 1)]),
        **{name: pa.nulls(count, pa.string()) for name in ("uscc", "recommender")},
        "track": pa.array([track] * count, pa.string()),
    }
    faults = Faults(pa.arange(0, count)).table().append_column(ROW, pa.array([], pa.int64()))
    return Chunk(records_of(sheet), pa.table(who), faults)


def by_columns(
    program: Program, cases: Sequence[Case], library: Library, track: str | None = None
) -> tuple[Rows, Rows]:
    """The verdicts and the reasons, as rows. Raises Beyond."""
    tracks = Tracks([program], [library.rule_sets[program.rule_set]], library, None, chosen=True)
    table = Desk([program], tracks, library)
    try:
        piece: Piece = table.piece(chunk_of(cases, track), ColumnFile(FILE, Fields(()), library), 1)
    finally:
        table.close()
    words, verdicts = Words(program, library), Verdicts([program])
    reasons = [words.rows(one, schema_of(REASONS)) for one in piece.reasons]
    return rows([verdicts.rows(piece.verdicts)]), rows(reasons)


def case_by_case(
    program: Program, cases: Sequence[Case], library: Library, track: str | None = None
) -> tuple[Rows, Rows]:
    """The same from what inference finds, in words, row by row."""
    sayings, verdicts, reasons = Sayings([program], library), [], []
    for number, (case, found) in enumerate(zip(cases, inference(program, cases), strict=True), 1):
        assessment = explain(program, decide(program, found, track), library, case=case)
        result = Result(
            engine=EngineStamp(version="", executor=""),
            case=CaseStamp(name=None, sha256=""),
            assessed_on=date(2026, 3, 1),
            assessments=(assessment,),
        )
        who = ApplicantStamp(number=number, place=f"{FILE}:{number}", id=f"第{number}", name=f"第{number}")
        row = BatchRow(applicant=who, result=result)
        verdicts += [tuple(cells) for cells in verdict_cells(row)]
        reasons += [tuple(cells) for cells in reason_cells(row, sayings)]
    return verdicts, reasons


def rows(tables: Sequence[Any]) -> Rows:
    return [tuple(row.values()) for table in tables for row in table.to_pylist()]


def in_order(found: Rows) -> Rows:
    def plain(cell: Any) -> str:
        return "" if cell is None else f"{cell.normalize():f}" if isinstance(cell, Decimal) else str(cell)

    return sorted(found, key=lambda row: [plain(cell) for cell in row])


def compare(program: Program, cases: Sequence[Case], library: Library) -> int:
    """How many rows were compared, over every track that can be applied for, and none."""
    compared = 0
    for track in (None, *(track.id for track in program.tracks if track.id is not None)):
        actual, expected = by_columns(program, cases, library, track), case_by_case(program, cases, library, track)
        for one, other in zip(actual, expected, strict=True):
            assert in_order(one) == in_order(other)
            compared += len(one)
    return compared


def test_tables_say_what_rows_say() -> None:
    """On worlds of the whole language, thrown by dice."""
    profile = settings.get_profile(settings.get_current_profile_name())
    seeds = SEEDS[:6] if profile.derandomize else range(100, 130)
    compared, beyond = 0, 0
    with desk() as table:
        for seed in seeds:
            for program, cases in heard(table, thrown(seed, profiles=6)):
                try:
                    compared += compare(program, cases, table.library(thrown(seed, profiles=6).rule_sets))
                except Beyond:
                    beyond += 1
                except (Exception, AssertionError) as error:
                    error.add_note(f"thrown({seed}, profiles=6), {program.rule_set}")
                    raise
    assert compared > 20 * len(seeds)
    assert beyond < len(seeds)


def test_what_is_kept_in_the_database_says_the_same() -> None:
    """Standings, and reasons of every kind, of those who are chosen: worked out by Arrow, and by the database alone."""
    compared, kinds = 0, set[str]()
    with desk() as table:
        for seed in SEEDS[:2]:
            for program, cases in islice(heard(table, thrown(seed, profiles=6)), 8):
                try:
                    compared += kept_compared(program, cases, kinds, Board())
                except Beyond:
                    continue
                except (Exception, AssertionError) as error:
                    error.add_note(f"thrown({seed}, profiles=6), {program.rule_set}")
                    raise
    assert compared > 40
    assert kinds >= {"", GAP, TEXT, CAUSE}


def kept_compared(program: Program, cases: Sequence[Case], kinds: set[str], other: Board) -> int:
    """How many reasons the same; `other` keeps them, and is closed."""
    records, board = chunk_of(cases).records, Board()
    try:
        told, kept = telling.Told(board, program, records), Kept(other, program, records)
        chosen = pa.array([row % 3 < 2 for row in range(len(cases))])
        other.put("chosen", pa.table({KEY: pa.arange(0, len(cases)).filter(chosen)}))
        assert told.reasons == kept.reasons
        assert cells([told.standings()]) == cells([other.fetch(kept.standing)])
        ours, theirs = told.told(chosen), [other.fetch(query) for query in kept.telling("chosen")]
        kinds.update(told._kinds)
        assert cells(ours) == cells(theirs)
    finally:
        board.close()
        other.close()
    return sum(map(len, ours))


def cells(tables: Sequence[Any]) -> list[str]:
    return sorted(
        str(sorted((name, str(cell)) for name, cell in row.items())) for one in tables for row in one.to_pylist()
    )


# --- by hand ----------------------------------------------------------------------------------------------------

LARGER = "{among: {in: 骨干企业, at_least: 1 家, where: {职工总数: {more_than: '@上级.职工总数'}}}}"
COUNTING = (
    HEAD
    + "criteria:\n"
    + demand(LARGER)
    + demand(f"{{any: [{LARGER}, {{高新技术企业: {{is: true}}}}]}}", name="A-02")
    + demand("{研发人员占比: {at_least: 30%}}", name="A-03")
    + demand("{all: [{设备总值: {at_least: 100.5 万元}}, {judged: 水平领先}]}", name="A-04")
    + demand("{not: {注册地: {within: [吉林省]}}}", name="A-05")
)


def judged_by(text: str, folder: Path) -> tuple[Program, Library]:
    """A rule set of that text, compiled."""
    for name, content in {"facts": FACTS, "sources": SOURCES, "scheme": text}.items():
        (folder / f"{name}.yaml").write_text(content, encoding="utf-8")
    library = load_library([folder])
    return compile_program(library, "test/scheme", date(2026, 3, 1)), library


def cases(library: Library, *profiles: dict[str, Any]) -> list[Case]:
    texts = (json.dumps({"单位名称": f"甲{at}", **one}, ensure_ascii=False) for at, one in enumerate(profiles))
    return [case_from(parse_document(text, "x.json"), library) for text in texts]


FIRM = {"单位名称": "乙", "职工总数": "30 人"}


def test_what_members_are_open_for_is_told_of_their_owner_once(tmp_path: Path) -> None:
    """Two members, and two criteria that count them, are open for one number of the enclosing applicant's."""
    program, library = judged_by(COUNTING, tmp_path)
    firms = [FIRM, {"单位名称": "丙"}]
    people = cases(library, {"骨干企业": firms}, {"职工总数": "20 人", "骨干企业": firms}, {"职工总数": "40 人"}, {})
    assert compare(program, people, library) > 20
    _, told = by_columns(program, people, library)
    causes = [(row[3], row[15]) for row in told if row[0] == 1 and row[3] in ("A-01", "A-02") and row[5] == "unknown"]
    assert causes.count(("A-01", "职工总数")) == causes.count(("A-02", "职工总数")) == 1
    assert ("A-01", "骨干企业[丙]/职工总数") in causes


def test_numbers_of_every_kind(tmp_path: Path) -> None:
    program, library = judged_by(COUNTING, tmp_path)
    people = cases(
        library,
        {"职工总数": "3 人", "研发人员数": "0 人", "设备原值": "1 元", "在建设备原值": "0.07 元", "注册地": "220100"},
        {"职工总数": "300000 人", "研发人员数": "89999 人", "设备总值": "100.499999 万元", "注册地": "吉林省长春市"},
        {"职工总数": "7 人", "研发人员数": "2 人", "设备总值": "12345678901234.56 元"},
    )
    assert compare(program, people, library) > 10
    _, told = by_columns(program, people, library)
    stated = {(row[0], row[3]): row[9:13] for row in told if row[5] == "unmet"}
    assert stated[2, "A-03"] == (None, Decimal("29.999666666667"), Decimal("29.999666666667"), Decimal("-0.0003"))
    assert stated[1, "A-05"][0] == "吉林省长春市（2201）"


def test_chunks_of_another_shape_are_got_ready_for_anew(tmp_path: Path) -> None:
    """No list where there was one, a column more, another grain: each chunk is assessed as if it were the only one."""
    program, library = judged_by(COUNTING, tmp_path)
    people = [
        cases(library, {"骨干企业": [FIRM], "职工总数": "20 人"}, {"设备原值": "7 元"}),
        cases(library, {"骨干企业": [FIRM], "职工总数": "40 人"}, {"设备原值": "8 元"}),
        cases(library, {"职工总数": "20 人"}, {"设备原值": "0.7 元"}),
        cases(library, {"骨干企业": [FIRM], "职工总数": "20 人"}, {"设备原值": "7 元"}),
    ]
    desks = Tracks([program], [library.rule_sets[program.rule_set]], library, None, chosen=True)
    table, words = Desk([program], desks, library), Words(program, library)
    file = ColumnFile(FILE, Fields(()), library)
    for one in people:
        piece = table.piece(chunk_of(one), file, 1)
        told = rows([words.rows(reasons, schema_of(REASONS)) for reasons in piece.reasons])
        assert in_order(told) == in_order(by_columns(program, one, library)[1])
    table.close()


def test_a_track_whose_applying_hangs_on_open_members_goes_case_by_case(tmp_path: Path) -> None:
    text = HEAD + f"when: {LARGER}\ncriteria:\n" + demand("{高新技术企业: {is: true}}")
    program, library = judged_by(text, tmp_path)
    with pytest.raises(Beyond):
        by_columns(program, cases(library, {"骨干企业": [{"单位名称": "丙"}], "职工总数": "20 人"}), library)


def test_records_come_in_the_order_of_their_keys() -> None:
    right = pa.table({KEY: pa.arange(0, 3), "x": ["a", "b", "c"]})
    assert telling.in_order(right).equals(right)
    assert telling.in_order(right.take([2, 0, 1])).equals(right)
    assert len(telling.in_order(right.slice(0, 0))) == 0


def test_records_take_the_place_of_others_of_their_shape_alone() -> None:
    some = Records(
        pa.table({KEY: [0], "backbone@stated": [True]}), {}, {"backbone": Records(pa.table({KEY: [0]}), {}, {})}
    )
    none = Records(some.data, {}, {"backbone": Records(pa.table({KEY: pa.array([], pa.int64())}), {}, {})})
    seen = Seen(some)
    assert seen.within("backbone", "骨干企业") is seen.within("backbone", "骨干企业")
    now = Seen.along(none, seen.seen)
    assert [alike(one, now[path]) for path, one in seen.seen.items()] == [True, False]
    assert alike(None, None)
    assert not alike(some, Records(some.data, {"x": 100}, {}))
