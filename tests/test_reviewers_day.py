"""A reviewer's day: a 汇总表 as offices send them, with everything that is wrong with such tables, through `zhunru batch`.

A merged title, a header in two lines, three 申报类型, bad cells, the same applicants twice, a list on a sheet of its own.
Nothing may be lost, and the counts of 原因统计 are made here once more from 不满足明细.
"""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from openpyxl.utils import get_column_letter

from tests.batch_making import grid, sheet_rows
from tests.command_line import refused, run
from tests.making import dice
from tests.table_making import LINK, Formatted, saved, workbook

ROWS = 3000
BAD, TWINS = 40, 12
TRACKS = ("综合性", "专业性", "跨区域合作")
HEADER: list[list[Any]] = [
    [
        *("序号", "单位名称", "统一社会信用代码", "单位类型", "申报类型", "推荐单位", "年销售收入（万元）", None, None),
        *("研发投入强度", "职工总数", "省外合作单位数", "成立日期", "高新技术企业", "联系人"),
    ],
    [*[None] * 6, 2023, 2024, 2025, *[None] * 6],
]
WRONG: dict[str, Any] = {
    "单位类型": "企业、公司",
    "年销售收入": "五千万",
    "研发投入强度": 0.03,
    "职工总数": "30余人",
    "省外合作单位数": "#REF!",
    "成立日期": "2023年2月29日",
    "高新技术企业": "不详",
    "统一社会信用代码": "912201001000000000",
}
CODES = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


def uscc(number: int) -> str:
    """A code that is right (GB 32100: the inner check digit of GB 11714, then its own)."""
    body = f"{10_000_000 + number}"
    inner = -sum(int(digit) * weight for digit, weight in zip(body, (3, 7, 9, 10, 5, 8, 4, 2), strict=True)) % 11
    text = f"91220100{body}{'X' if inner == 10 else inner}"
    return text + CODES[-sum(CODES.index(one) * weight for one, weight in zip(text, WEIGHTS, strict=True)) % 31]


def applicant(number: int, chance: Any) -> list[Any]:
    """One row that is right."""
    track = chance.choice(TRACKS)
    sales = [chance.choice([None, 1800, 3000.5, "6,050"]) for _ in range(3)]
    partners = chance.choice([0, 0, 1, 2, None])
    return [
        number,
        f"长春示例{number:04d}有限公司",
        uscc(number),
        chance.choice(["企业", "企业、科研院所", "高等院校"]),
        track,
        chance.choice(["长春市科学技术局", "吉林市科学技术局", None]),
        *sales,
        chance.choice([Formatted(0.031, "0.0%"), "3.5%", None]),
        chance.choice([30, "30 人", "1,200"]),
        partners,
        chance.choice(["2010年5月6日", Formatted(43957, "yyyy-mm-dd"), "2019.3.2"]),
        chance.choice(["是", "否", "√", None]),
        "王",
    ]


@pytest.fixture(scope="module", name="day")
def _day(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[list[Any]], dict[int, str]]:
    """The folder with the table, the rows, and the bad cells by 序号."""
    folder = tmp_path_factory.mktemp("day")
    chance = dice(11)
    rows = [applicant(number, chance) for number in range(1, ROWS + 1)]
    columns = {name.partition("（")[0]: at for at, name in enumerate(HEADER[0]) if isinstance(name, str)}
    bad: dict[int, str] = {}
    for place, number in enumerate(sorted(chance.sample(range(1, ROWS - TWINS + 1), BAD))):
        name, value = list(WRONG.items())[place % len(WRONG)]
        rows[number - 1][columns[name]] = value if name != "统一社会信用代码" else f"9122010010{place:07d}0"
        bad[number] = f"{get_column_letter(columns[name] + 1)}{number + 3}"
    sound = [number for number in range(1, ROWS - TWINS + 1) if number not in bad]
    for twin, number in enumerate(chance.sample(sound, TWINS)):
        rows[ROWS - TWINS + twin][1:3] = rows[number - 1][1:3]
    members = [[LINK, "单位名称"], [uscc(1), "子公司"], [uscc(99_999), "别家的子公司"]]
    book = workbook(
        {
            "封面": [["吉林省科技创新中心申报材料"]],
            "汇总": [
                ["2026年度科技创新中心申报汇总表"],
                *HEADER,
                *rows,
                ["合计", None, None, None, None, None, 999_999],
            ],
            "骨干企业": members,
        },
        merges={
            "汇总": [
                "A1:O1",
                "G2:I2",
                *(f"{get_column_letter(at)}2:{get_column_letter(at)}3" for at in (1, 2, 3, 4, 5, 6)),
            ]
        },
    )
    saved(book, folder / "汇总表.xlsx")
    return folder, rows, bad


@pytest.fixture(scope="module", name="output")
def _output(day: tuple[Path, list[list[Any]], dict[int, str]]) -> tuple[Path, str]:
    """The workbook that the batch wrote, and what it said."""
    folder, _, _ = day
    output = folder / "结果.xlsx"
    done = run("batch", folder / "汇总表.xlsx", "-o", output, "--on", "2026-03-01", "--workers", "1")
    assert (done.exit_code, done.stdout) == (0, "")
    return output, done.stderr


def test_nobody_is_lost(day: tuple[Path, list[list[Any]], dict[int, str]], output: tuple[Path, str]) -> None:
    _, rows, bad = day
    summary = sheet_rows(output[0], "汇总")
    first = {row["序号"]: row for row in reversed(summary)}
    assert list(reversed(first)) == [str(number) for number in range(1, ROWS + 1)]
    assert [first[str(row[0])]["申报单位"] for row in rows] == [row[1] for row in rows]
    assert [first[str(row[0])]["统一社会信用代码"] for row in rows] == [row[2] for row in rows]
    assert [first[str(row[0])]["申报类型"] for row in rows] == [row[4] for row in rows]
    assert {int(number) for number, row in first.items() if "数据问题 1 处，有关事项按未填评审" in row["备注"]} == set(
        bad
    )
    assert {row["结论"] for row in summary} & {"数据有误，未评估"} == set()


def test_bad_cells_are_in_a_sheet_of_their_own(
    day: tuple[Path, list[list[Any]], dict[int, str]], output: tuple[Path, str]
) -> None:
    folder, _, bad = day
    told = [row for row in sheet_rows(output[0], "数据问题") if row["轻重"] == "错误"]
    assert {int(row["序号"]): row["位置"] for row in told} == {
        number: f"{folder / '汇总表.xlsx'}:汇总!{cell}" for number, cell in bad.items()
    }
    assert len(told) == BAD
    assert {row["对评审的影响"] for row in told} == {"这一项没有采用，按未填评审"}
    assert {row["代码"] for row in told} == {"E2109", "E2101", "E2103", "E2102", "E2020", "E2107", "E2111", "E2115"}


def test_twins_and_what_was_passed_over_are_told(output: tuple[Path, str]) -> None:
    problems = sheet_rows(output[0], "数据问题")
    assert sum(row["代码"] == "W6004" for row in problems) == 2 * TWINS
    assert [row["代码"] for row in problems if not row["序号"]] == ["W6005", "W6010", "W6007"]
    assert f"重复申报 {TWINS} 组" in output[1]
    assert f"「汇总」第 4 行起 {ROWS} 个申报单位，列表「骨干企业」" in output[1]
    assert ["读取的表", f"汇总表.xlsx：「汇总」第 4 行起 {ROWS} 个申报单位，列表「骨干企业」"] in grid(
        output[0], "运行信息"
    )


def test_counts_are_those_of_the_details(output: tuple[Path, str]) -> None:
    details = Counter((row["规则集"], row["条款"]) for row in sheet_rows(output[0], "不满足明细"))
    statistics = grid(output[0], "原因统计")
    end = next(place for place, row in enumerate(statistics) if row[0] == "二、各推荐单位")
    shown = {(row[6], row[0]): int(row[9]) for row in statistics[2:end] if row[0]}
    assert shown == dict(details)
    assert sum(details.values()) > ROWS / 20


def test_strict_refuses_and_names_every_cell(day: tuple[Path, list[list[Any]], dict[int, str]]) -> None:
    folder, _, bad = day
    done = run(
        "batch", folder / "汇总表.xlsx", "-o", folder / "无.csv", "--strict", "--on", "2026-03-01", "--workers", "1"
    )
    refused(done, "E2109", "E2020", *(f"汇总!{cell}" for cell in bad.values()))
    assert not (folder / "无.csv").exists()
