"""Regions and industries: the shipped tables are whole, every name finds its code, and what is unclear is asked about."""

from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

from engine.errors import InputError
from engine.load.code_tables import CodeTables
from engine.load.codes import read_industry
from engine.load.industries import Industries
from engine.load.library import SHIPPED, load_library, shipped_tables
from engine.load.problem import ValueProblem
from engine.load.regions import Regions
from engine.load.yaml_text import read_document
from tests.value_reading import LIBRARY, read, refusals

REGIONS, INDUSTRIES = LIBRARY.tables.regions, LIBRARY.tables.industries
ZONE = "开发区、新区写它所在的区、县（市）"
ELSEWHERE = f"{ZONE}；外省的市、县没有列入，写代码并加引号"
TITLES = '名称须与 GB/T 4754-2017 一致；表里列全了大类，没有列出的小类写代码，如「"C3911"」'


class Refusal(NamedTuple):
    """What is typed for a fact, and the code, the words and the remedy that come back."""

    name: str
    text: str
    code: str
    message: str
    remedy: str


# --- the shipped tables -----------------------------------------------------------------------------------------


def test_the_shipped_tables_hold_what_they_say() -> None:
    assert len([code for code in REGIONS.names if len(code) == 2]) == 34
    jilin = [code for code in REGIONS.names if code.startswith("22")]
    assert [len([code for code in jilin if len(code) == length]) for length in (2, 4, 6)] == [1, 9, 60]
    assert REGIONS.complete == {"22": date(2024, 12, 31)}
    assert list(INDUSTRIES.sections) == list("ABCDEFGHIJKLMNOPQRST")
    assert list(INDUSTRIES.section_of) == [f"{division:02d}" for division in range(1, 98)]
    assert [INDUSTRIES.divisions(letter)[0] for letter in "ABCDT"] == ["01", "06", "13", "44", "97"]


@pytest.mark.parametrize("name", ["regions", "industries"])
def test_a_shipped_table_has_a_declared_source(name: str) -> None:
    data = read_document(SHIPPED / f"{name}.yaml").data
    assert isinstance(data, dict)
    assert data["source"] in load_library().sources


def test_every_full_name_of_a_region_is_its_own() -> None:
    for code in REGIONS.names:
        assert REGIONS.called(REGIONS.full_name(code)) == [code]
        assert read(REGIONS.full_name(code), "注册地") == code


def test_every_name_of_an_industry_is_its_own_or_that_of_its_only_class() -> None:
    for code, name in INDUSTRIES.names.items():
        (found,) = INDUSTRIES.called(name)
        assert found.startswith(code)
        assert INDUSTRIES.names[found] == name


def test_superseded_codes_lead_to_codes_of_today() -> None:
    for code, was in REGIONS.superseded.items():
        assert code not in REGIONS.names
        assert set(was.now) <= set(REGIONS.names)


# --- names that are read ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("长春市", "2201"),
        ("长春", "2201"),
        ("吉林省长春市", "2201"),
        ("吉林省 长春市", "2201"),
        ("吉林省/长春市", "2201"),
        ("吉林长春", "2201"),
        ("吉林省长春市榆树市", "220182"),
        ("吉林省榆树市", "220182"),
        ("榆树", "220182"),
        ("吉林省", "22"),
        ("吉林市", "2202"),
        ("吉林吉林", "2202"),
        ("延边州", "2224"),
        ("延边朝鲜族自治州", "2224"),
        ("延边州延吉市", "222401"),
        ("前郭县", "220721"),
        ("长白县", "220623"),
        ("通化县", "220521"),
        ("长春市朝阳区", "220104"),
        ("四平铁西区", "220302"),
        ("公主岭市", "220184"),
        ("内蒙古", "15"),
        ("北京市朝阳区", "110105"),
        ("香港", "81"),
        ('"2102"', "2102"),
    ],
)
def test_a_region_by_name(text: str, code: str) -> None:
    assert read(text, "注册地") == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("计算机整机制造", "3911"),
        ("C3911", "3911"),
        ("汽车制造业", "36"),
        ("汽车用发动机制造", "3620"),  # of 362 and its only class 3620
        ("房地产业", "70"),  # of the section K and its only division
        ("人造纤维(纤维素纤维)制造", "2812"),
        ("计算机 整机制造", "3911"),
        ('"3969"', "3969"),
    ],
)
def test_an_industry_by_name(text: str, code: str) -> None:
    assert read(text, "行业") == code


# --- names and codes that are not -------------------------------------------------------------------------------

REFUSALS = [
    Refusal(
        "注册地",
        "吉林",
        "E2119",
        "「吉林」有几种读法：吉林省（22）、吉林省吉林市（2202）",
        "写全称，如「吉林省」，或写代码",
    ),
    Refusal(
        "注册地",
        "朝阳区",
        "E2119",
        "「朝阳区」有几种读法：吉林省长春市朝阳区（220104）、北京市朝阳区（110105）",
        "写全称，如「吉林省长春市朝阳区」，或写代码",
    ),
    Refusal(
        "注册地",
        "铁东区",
        "E2119",
        "「铁东区」有几种读法：吉林省四平市铁东区（220303）、辽宁省鞍山市铁东区（210302）",
        "写全称，如「吉林省四平市铁东区」，或写代码",
    ),
    Refusal(
        "注册地",
        '"220381"',
        "E2116",
        "「220381」是旧代码：吉林省四平市公主岭市（220381），2020 年停用",
        "现在写作「吉林省长春市公主岭市」（220184）",
    ),
    Refusal(
        "注册地",
        "四平市公主岭市",
        "E2116",
        "「四平市公主岭市」是旧名称：吉林省四平市公主岭市（220381），2020 年停用",
        "现在写作「吉林省长春市公主岭市」（220184）",
    ),
    Refusal(
        "注册地",
        "双阳县",
        "E2116",
        "「双阳县」是旧名称：吉林省长春市双阳县（220125），1995 年停用",
        "现在写作「吉林省长春市二道区」（220105）或「吉林省长春市双阳区」（220112）",
    ),
    Refusal(
        "注册地",
        '"229900"',
        "E2116",
        "「229900」：吉林省没有这个代码（行政区划表截至 2024-12-31）",
        f"核对各位数字，或改写地名；{ZONE}",
    ),
    Refusal(
        "注册地",
        '"220171"',
        "E2116",
        "「220171」：吉林省没有这个代码（行政区划表截至 2024-12-31）",
        f"核对各位数字，或改写地名；{ZONE}",
    ),
    Refusal(
        "注册地",
        '"160000"',
        "E2116",
        "「160000」：没有代码以 16 开头的省份",
        '核对前两位；写地名（如「吉林省长春市」），或 2、4、6 位的行政区划代码并加引号（如「"220100"」）',
    ),
    Refusal(
        "注册地", "长春是", "E2116", "「长春是」：吉林省长春市（2201）之下没有这个地方", f"是否想写 长春市？{ZONE}"
    ),
    Refusal("注册地", "长春净月开发区", "E2116", "「长春净月开发区」：吉林省长春市（2201）之下没有这个地方", ZONE),
    Refusal(
        "注册地",
        "吉林省常春市",
        "E2116",
        "「吉林省常春市」：吉林省（22）之下没有这个地方",
        f"是否想写 吉林省长春市、吉林市、吉林省、吉林省吉林市、吉林省四平市？{ZONE}",
    ),
    Refusal(
        "注册地",
        "辽宁省大连市",
        "E2116",
        "「辽宁省大连市」只认得其中的辽宁省（21），其下的地方没有列入行政区划表",
        "改写该地的行政区划代码，前 2 位是 21，加引号",
    ),
    Refusal("注册地", "大连市", "E2116", "「大连市」不是行政区划表里的地名", f"是否想写 大安市？{ELSEWHERE}"),
    Refusal("注册地", "长白山保护开发区", "E2116", "「长白山保护开发区」不是行政区划表里的地名", ELSEWHERE),
    Refusal(
        "行业",
        "汽车制造",
        "E2116",
        "「汽车制造」不是行业表里的名称",
        f"是否想写 汽车制造业、低速汽车制造、改装汽车制造、汽车整车制造、电车制造？{TITLES}",
    ),
    Refusal("行业", "碳纤维", "E2116", "「碳纤维」不是行业表里的名称", TITLES),
    Refusal(
        "行业",
        "制造业",
        "E2116",
        "「制造业」写的是门类「制造业」，须写到大类或更细",
        "C 门类包括 13 至 43 大类，如「农副食品加工业」",
    ),
    Refusal(
        "行业",
        "c",
        "E2116",
        "「c」写的是门类「制造业」，须写到大类或更细",
        "C 门类包括 13 至 43 大类，如「农副食品加工业」",
    ),
]


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda refusal: f"{refusal.name}-{refusal.text}")
def test_what_cannot_be_read_is_told_with_a_way_out(refusal: Refusal) -> None:
    place = f"1:{len(refusal.name) + 3}"
    expected = (refusal.code, refusal.name + refusal.message, refusal.remedy, place)
    assert refusals(refusal.text, refusal.name) == [expected]


def test_two_industries_of_one_name_are_asked_about() -> None:
    industries = Industries(names={"3911": "甲制造", "4011": "甲制造"}, section_of={"39": "C", "40": "C"})
    with pytest.raises(ValueProblem) as caught:
        read_industry("甲制造", LIBRARY.facts["行业"], industries)
    assert (caught.value.code, caught.value.remedy) == ("E2119", "改写代码，加引号")
    assert caught.value.message == "行业「甲制造」有几种读法：甲制造（C3911）、甲制造（C4011）"


# --- how codes are shown ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("22", "吉林省（22）"),
        ("220182", "吉林省长春市榆树市（220182）"),
        ("110105", "北京市朝阳区（110105）"),
        ("3702", "山东省内（3702）"),
        ("210111", "辽宁省沈阳市内（210111）"),
        ("1600", "1600"),
    ],
)
def test_a_region_is_shown_as_far_as_it_is_known(code: str, text: str) -> None:
    assert REGIONS.text(code) == text


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("39", "计算机、通信和其他电子设备制造业（C39）"),
        ("3911", "计算机整机制造（C3911）"),
        ("3669", "汽车车身、挂车制造内（C3669）"),
        ("2999", "橡胶和塑料制品业内（C2999）"),
        ("9811", "9811"),
    ],
)
def test_an_industry_is_shown_as_far_as_it_is_known(code: str, text: str) -> None:
    assert INDUSTRIES.text(code) == text


# --- tables of an author's own ----------------------------------------------------------------------------------

LIAONING = """\
source: divisions
dated: 2025-06-30
complete: ["2102"]
regions: {"2102": 大连市, "210202": 中山区}
aliases: {"210202": [大连中山]}
superseded: {"210281": {name: 瓦房店市, until: 2024, now: ["210202"]}}
"""
SOURCES = "divisions: {title: 区划, issuer: 某部, level: official, in_force: yes}"


def folder(path: Path, **files: str) -> Path:
    """A folder of rules with these files."""
    for name, text in files.items():
        (path / f"{name}.yaml").write_text(text, encoding="utf-8")
    return path


def test_an_author_adds_regions_and_industries(tmp_path: Path) -> None:
    classes = "{source: divisions, dated: 2025-06-30, industries: {C354: 印刷和制药设备, C3549: 其他印刷设备}}"
    added = folder(tmp_path, regions=LIAONING, industries=classes, sources=SOURCES)
    tables = load_library([SHIPPED, added]).tables
    assert tables.regions.called("大连中山区") == tables.regions.called("大连中山") == ["210202"]
    assert tables.regions.complete == {"22": date(2024, 12, 31), "2102": date(2025, 6, 30)}
    assert tables.regions.listed_fully("210299") == "2102"
    assert tables.regions.once_called("大连市瓦房店市") == ["210281"]
    assert tables.industries.text("3549") == "其他印刷设备（C3549）"


def test_a_folder_without_tables_uses_the_shipped_ones(tmp_path: Path) -> None:
    assert load_library([folder(tmp_path, sources=SOURCES)]).tables == shipped_tables()
    only = load_library(
        [folder(tmp_path, regions=LIAONING.replace("2102", "21", 1).replace('"2102":', '"21": 辽宁省, "2102":'))]
    )
    assert "22" not in only.tables.regions.names
    assert only.tables.industries == INDUSTRIES


def test_a_declared_code_stays_as_it_is(tmp_path: Path) -> None:
    again = 'source: divisions\ndated: 2025-06-30\nregions: {"2201": 新春市}\n'
    twice = "{source: divisions, dated: 2025-06-30, industries: {D39: 电子}}"
    added = folder(tmp_path, regions=again, industries=twice, sources=SOURCES)
    with pytest.raises(InputError) as caught:
        load_library([SHIPPED, added])
    told = [(item.code, item.message, str(item.place)) for item in caught.value.diagnostics]
    first = [
        read_document(SHIPPED / f"{name}.yaml").place((name, code), key=True)
        for name, code in (("regions", "2201"), ("industries", "C39"))
    ]
    assert told == [
        ("E1111", f"代码「D39」重复声明，已在 {first[1]} 声明过", f"{added / 'industries.yaml'}:1:53"),
        ("E1111", f"代码「2201」重复声明，已在 {first[0]} 声明过", f"{added / 'regions.yaml'}:3:11"),
    ]


def test_a_table_that_cannot_be_read_is_told_when_it_is_asked_for(tmp_path: Path) -> None:
    tables = CodeTables((tmp_path / "regions.yaml",), (tmp_path / "industries.yaml",))
    for table in ("regions", "industries"):
        with pytest.raises(InputError):
            getattr(tables, table)


def test_the_source_of_a_table_may_stand_in_a_broken_declaration(tmp_path: Path) -> None:
    added = folder(tmp_path, regions=LIAONING, sources="divisions: {title: 区划}")
    with pytest.raises(InputError) as caught:
        load_library([SHIPPED, added])
    assert {item.code for item in caught.value.diagnostics} == {"E1102"}


def test_empty_tables_know_nothing() -> None:
    assert Regions().called("长春") == []
    assert Industries().text("39") == "39"
