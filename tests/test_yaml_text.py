"""Reading documents: what plain values mean, where they stand, and every way in which a file can be no document."""

import hashlib
import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from engine.errors import InputError, InternalFault
from engine.load import tree, yaml_text
from engine.load.document import Document, Spot
from engine.load.tree import DEEPEST, MOST_PROBLEMS, Builder
from engine.load.yaml_text import parse_document, read_document
from schemas.diagnostic import Place
from tests.golden import BAD, compare, written

DOCUMENTS = BAD / "documents"


def data(text: str, file: str = "文件.yaml") -> Any:
    return parse_document(text, file).data


def refused(text: str, file: str = "文件.yaml") -> list[tuple[str, int | None, int | None]]:
    with pytest.raises(InputError) as error:
        parse_document(text, file)
    places = [item.place or Place(file="") for item in error.value.diagnostics]
    return [(item.code, at.line, at.column) for item, at in zip(error.value.diagnostics, places, strict=True)]


# --- what plain values mean -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("true", True),
        ("false", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("0", 0),
        ("-0", 0),
        ("20", 20),
        ("-7", -7),
        ("9" * 40, int("9" * 40)),
        ("1.50", Decimal("1.50")),
        ("-0.1", Decimal("-0.1")),
        ("29999999.99", Decimal("29999999.99")),
        ("2026-01-13", date(2026, 1, 13)),
        ("2024-02-29", date(2024, 2, 29)),
    ],
)
def test_plain_values_with_a_meaning(text: str, value: object) -> None:
    read = data(f"键: {text}")["键"]
    assert read == value
    assert type(read) is type(value)
    assert str(read) == str(value)


@pytest.mark.parametrize(
    "text",
    [
        *("yes", "no", "on", "off", "True", "FALSE", "Null"),
        *("1:30", "1e5", ".inf", "-.inf", ".nan", "0x1F", "0o17", "1_000", "+3", "1.", ".5", "01.5", "1,5", "１２"),
        *("3000 万元", "3%", "2026-1-3", "2026-01-13 08:00:00", "--", "$下限", "=", "a#b"),
    ],
)
def test_everything_else_stays_text(text: str) -> None:
    assert data(f"键: {text}") == {"键": text}


@pytest.mark.parametrize("text", ["0111", "true", "null", "20", "2026-01-13", "2026-02-30", "", "~", "1.5"])
def test_quotes_make_text(text: str) -> None:
    assert data(f"键: '{text}'") == {"键": text}
    assert data(f'键: "{text}"') == {"键": text}


def test_block_text_is_text() -> None:
    assert data("键: |\n  20\n乙: >\n  甲\n  乙\n") == {"键": "20\n", "乙": "甲 乙\n"}


def test_keys_are_text_in_yaml_as_in_json() -> None:
    assert data("{2024: 1, no: 2, 0111: 3, 2026-02-30: 4, true: 5, null: 6, 1.0: 7}") == {
        "2024": 1,
        "no": 2,
        "0111": 3,
        "2026-02-30": 4,
        "true": 5,
        "null": 6,
        "1.0": 7,
    }
    assert data("2024: 1") == data('{"2024": 1}', "文件.json")


@pytest.mark.parametrize("text", ["甲", "- 甲\n- [乙]\n", "[]", "{}", "20", "--- ~\n", "%YAML 1.2\n---\n甲\n...\n"])
def test_any_value_may_stand_on_top(text: str) -> None:
    assert data(text) in ("甲", ["甲", ["乙"]], [], {}, 20, None)


# --- JSON -------------------------------------------------------------------------------------------------------


def test_json_is_read_exactly_and_strictly() -> None:
    text = r"""
    {"数": [0, -1, 1.50, 1e5, 2.5E-3, -0.0],	"词": [true, false, null, "yes", "2026-01-13", "0111"],
     "空": [{}, [], ""], "转义": "\"\\\/\n\u4e2d\ud83d\ude00", "没有换行之前的冒号"
     : 1}
    """
    document = parse_document(text, "文件.json")
    assert document.data == {
        "数": [0, -1, Decimal("1.50"), Decimal("1E+5"), Decimal("0.0025"), Decimal("-0.0")],
        "词": [True, False, None, "yes", "2026-01-13", "0111"],
        "空": [{}, [], ""],
        "转义": '"\\/\n中😀',
        "没有换行之前的冒号": 1,
    }
    assert document.place(("词", 4)) == Place(file="文件.json", line=2, column=77)
    assert document.place(("转义",), key=True) == Place(file="文件.json", line=3, column=25)
    assert document.place(("没有换行之前的冒号",)) == Place(file="文件.json", line=4, column=8)


@pytest.mark.parametrize("text", ['"甲"', "20", "null", "[]", "{}", " [ ] ", "[[[]]]", "[1,2]", '{"a":{"b":[]}}'])
def test_json_values_on_top(text: str) -> None:
    assert parse_document(text, "文件.JSON").data == data(text)


def test_a_key_may_be_long_in_json() -> None:
    assert list(data(f'{{"{"长" * 2000}": 1}}', "文件.json")) == ["长" * 2000]


# --- places -----------------------------------------------------------------------------------------------------

PLACES = """\
id: 甲
criteria:
  - id: KC-01
    require: {all: [{人数: {at_least: 20 人}}, {判: {is: true}}]}
  - - 里
年度:
  2024: 4200万元
"""


@pytest.mark.parametrize(
    ("path", "key", "line", "column"),
    [
        ((), False, 1, 1),
        ((), True, 1, 1),
        (("id",), False, 1, 5),
        (("id",), True, 1, 1),
        (("criteria",), True, 2, 1),
        (("criteria",), False, 3, 3),
        (("criteria", 0), False, 3, 5),
        (("criteria", 0), True, 3, 5),
        (("criteria", 0, "require", "all", 1), False, 4, 45),
        (("criteria", 0, "require", "all", 0, "人数", "at_least"), True, 4, 27),
        (("criteria", 0, "require", "all", 0, "人数", "at_least"), False, 4, 37),
        (("criteria", 1, 0), False, 5, 7),
        (("年度", "2024"), True, 7, 3),
        (("年度", 2024), False, 7, 9),
        # beyond what is written: the closest part above it
        (("title",), False, 1, 1),
        (("criteria", 0, "title"), False, 3, 5),
        (("criteria", 0, "title"), True, 3, 5),
        (("criteria", 0, "require", "any"), False, 4, 5),
        (("criteria", 2), False, 2, 1),
        (("criteria", -1), False, 2, 1),
        (("criteria", "id"), False, 2, 1),
        (("id", "x", 3), False, 1, 1),
        (("年度", 2025), False, 6, 1),
    ],
)
def test_places(path: tuple[str | int, ...], key: bool, line: int, column: int) -> None:
    document = parse_document(PLACES, "规则.yaml")
    assert document.place(path, key) == Place(file="规则.yaml", line=line, column=column)


def test_a_document_tells_its_file_and_digest(tmp_path: Path) -> None:
    path = tmp_path / "案卷.yaml"
    raw = "\ufeff单位名称: 示例公司\r\n".encode()
    path.write_bytes(raw)
    document = read_document(path)
    assert document.data == {"单位名称": "示例公司"}
    assert document.sha256 == hashlib.sha256(raw).hexdigest()
    assert document.file == str(path)
    assert document.place(("单位名称",)) == Place(file=str(path), line=1, column=7)
    assert "spots" not in repr(document)
    assert parse_document("甲: 1", "x").sha256 == hashlib.sha256("甲: 1".encode()).hexdigest()


# --- every code with its text and place -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path", sorted(path for path in DOCUMENTS.iterdir() if path.suffix != ".txt"), ids=lambda path: path.name
)
def test_bad_documents(path: Path, rewrite: bool) -> None:
    with pytest.raises(InputError) as error:
        read_document(path)
    found = error.value.diagnostics
    compare(written(found, DOCUMENTS), path.with_name(path.name + ".txt"), rewrite)
    code = path.name.partition("-")[0]
    assert code == "many" or {item.code for item in found} == {code}


def test_every_place_is_told_once_and_in_order() -> None:
    assert refused((DOCUMENTS / "many-at-once.yaml").read_text()) == [
        ("E1014", 1, 5),
        ("E1015", 2, 5),
        ("E1011", 3, 1),
        ("E1012", 4, 5),
        ("E1008", 5, 1),
    ]


def test_the_pure_parser_says_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where PyYAML was built without libyaml, codes and lines are the same, and no English comes through."""
    monkeypatch.setattr(yaml_text, "_Parser", yaml.SafeLoader)
    assert data(PLACES)["criteria"][0]["require"]["all"][0] == {"人数": {"at_least": "20 人"}}
    for path in sorted(DOCUMENTS.glob("*.yaml")):
        with pytest.raises(InputError) as error:
            read_document(path)
        expected = path.with_name(path.name + ".txt").read_text().splitlines()
        codes = [line.split(" ")[1] for line in expected if not line.startswith("    ")]
        assert [item.code for item in error.value.diagnostics] == codes
        assert "不合 YAML 的写法" not in str(error.value)


def test_without_libyaml_the_pure_parser_is_taken() -> None:
    script = (
        "import sys; sys.modules['yaml._yaml'] = None\n"
        "from engine.load import yaml_text\n"
        "import yaml\n"
        "print(yaml_text._Parser is yaml.SafeLoader, yaml_text.parse_document('a: 1.50', 'x').data)"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=BAD.parents[1], check=True)
    assert ran.stdout == "True {'a': Decimal('1.50')}\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{年度:[2024]}", "1:4 E1008 冒号后面没有空格"),
        ("%企业: 1", "1:2 E1008 以 % 开头的一行不是 YAML 指令"),
        ("%a企业: 1", "1:3 E1008 以 % 开头的一行不是 YAML 指令"),
    ],
)
def test_where_the_two_parsers_part(text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        parse_document(text, "文件.yaml")


def test_a_syntax_error_of_a_kind_nobody_met_has_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    class Puzzled:
        def __init__(self, text: str) -> None:
            pass

        def get_event(self) -> None:
            raise yaml.MarkedYAMLError(problem="something new")

    monkeypatch.setattr(yaml_text, "_Parser", Puzzled)
    with pytest.raises(InputError, match=r"文件\.yaml:1:1 E1008 这里不合 YAML 的写法"):
        parse_document("甲: 1", "文件.yaml")


# --- limits, and text that no file brought -------------------------------------------------------------------------


@pytest.mark.parametrize("file", ["文件.yaml", "文件.json"])
def test_too_many_values(file: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tree, "MOST_VALUES", 1000)
    assert len(data(f"[{'1,' * 998}1]", file)) == 999
    assert refused(f"[{'1,' * 999}1]", file) == [("E1004", 1, 2000)]


def test_too_many_problems_are_cut_short() -> None:
    assert len(refused("a: 01\n" * 1000)) == MOST_PROBLEMS


@pytest.mark.parametrize("file", ["文件.yaml", "文件.json"])
@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"甲":', "}")])
def test_depth(file: str, opening: str, closing: str) -> None:
    deepest = opening * DEEPEST + "1" + closing * DEEPEST
    assert data(deepest, file) is not None
    assert [code for code, _, _ in refused(opening * 100_000, file)] == ["E1010"]
    assert [code for code, _, _ in refused(f"{opening}{deepest}{closing}", file)] == ["E1010"]


def test_block_depth() -> None:
    assert refused("- " * 100_000) == [("E1010", 1, 2 * DEEPEST + 1)]


def test_text_from_elsewhere_is_held_to_the_same() -> None:
    assert refused("a: \0") == [("E1017", 1, 4)]
    assert refused("a: \ud800") == [("E1017", 1, 4)]


@pytest.mark.parametrize("escape", ["\\u0000", "\\u001b[31m", "\\u0085\\ufeff"])
def test_escapes_bring_no_control_characters_in(escape: str) -> None:
    assert refused(f'甲: ["{escape}"]') == [("E1017", 1, 5)]
    assert refused(f'["{escape}"]', "文件.json") == [("E1017", 1, 2)]
    assert refused(f'{{"{escape}": 1}}', "文件.json") == [("E1017", 1, 2)]


def test_half_characters_are_no_text(monkeypatch: pytest.MonkeyPatch) -> None:
    half = r'["\ud83d"]'
    assert refused(half, "文件.json") == [("E1017", 1, 2)]
    assert refused(half) == [("E1008", 1, 5)]
    monkeypatch.setattr(yaml_text, "_Parser", yaml.SafeLoader)
    assert refused(half) == [("E1017", 1, 2)]


def test_a_string_that_the_file_ends_in() -> None:
    assert refused('["甲', "文件.json") == [("E1009", 1, 2)]


def test_a_builder_used_wrongly_says_so() -> None:
    with pytest.raises(InternalFault):
        Builder("文件.yaml").key("甲", Spot(0, 0))


def test_a_parser_that_falls_silent_is_a_fault() -> None:
    with pytest.raises(InternalFault, match="silent"):
        yaml_text._feed(Builder("文件.yaml"), lambda: None)


def test_documents_with_equal_content_are_equal() -> None:
    assert parse_document("a: 1", "x") == parse_document("a: 1", "x") != parse_document("a: 2", "x")
    assert isinstance(parse_document("a: 1", "x"), Document)
