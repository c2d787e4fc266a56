"""A review in small: a scheme with a cap, many applicants good and bad, and the sheets read back as text."""

import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import nullcontext
from datetime import date
from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook

from engine.batch import Order, run_batch
from engine.batch.progress import Advance, silent
from engine.batch.run import Done
from engine.load.library import Library, load_library
from tests.rulebook import FACTS, HEAD, MEMBER_HEAD, SOURCES, demand

ON = date(2026, 3, 1)
MORE_FACTS = FACTS + "推荐单位: {id: recommender, type: text}\n"
SCHEME = (
    f"{HEAD}limits:\n  - {{id: L-01, title: 推荐名额, per: 推荐单位, at_most: 2 家, basis: {{source: rules, clause: 第九条}}}}\n"
    "criteria:\n"
    + demand("{职工总数: {at_least: 20 人}}", more="remedy: 增加职工\nevidence: [社保清单]")
    + demand("{any: [{高新技术企业: {is: true}}, {研发人员数: {at_least: 5 人}}]}", name="A-02")
    + demand("{judged: 水平领先}", name="A-03", more="when: {单位类型: {includes: 高等院校}}")
    + demand("{设备原值: {at_least: 100 万元}}", name="A-04", more="force: in_principle")
    + demand("{研发利润比: {at_least: 1}}", name="A-05", more="when: {单位类型: {includes: 科研院所}}")
    + demand("{among: {in: 骨干企业, every: {meets: test/member}}}", name="A-06", more="force: in_principle\nwhen: {技术领域: {equals: 基地}}")
    + demand("{among: {in: 骨干企业, at_least: 2 家, where: {judged: 有影响}}}", name="A-07", more="when: {技术领域: {equals: 影响}}")
    + "tracks:\n  - id: wide\n    title: 综合性\n    criteria:\n"
    + "      - {id: A-11, title: 综合, require: {研究面积: {at_least: 500 ㎡}}, basis: {source: rules}}\n"
    + "      - {id: A-12, title: 在领域内, when: {研究面积: {at_least: 900 ㎡}}, "
    + "require: {法人类型: {one_of: [事业单位法人], open: true}}, basis: {source: rules}}\n"
    + "  - {id: narrow, title: 专业性}\n"
)  # fmt: skip
ROLE = f"{MEMBER_HEAD}criteria:\n" + demand("{judged: 竞争力强}", name="B-01")
ANOTHER = (
    f"{HEAD.replace('test/scheme', 'test/other').replace('试验方案', '另一方案')}"
    "when: {单位类型: {includes: 科研院所}}\n"
    "parameters: {线: {unit: 人, values: [{value: unknown, basis: {source: rules}}]}}\n"
    "criteria:\n" + demand("{职工总数: {at_least: $线}}", name="C-01")
)
GOOD: dict[str, Any] = {
    "单位类型": ["企业"],
    "申报类型": "专业性",
    "推荐单位": "甲市科技局",
    "职工总数": "30 人",
    "高新技术企业": "是",
    "设备原值": "200 万元",
}
CODES = ("914403001922038216", "91220101MA0Y12340Q", "91110000600037341L")


def rules(folder: Path) -> Path:
    """A rule book of its own, as a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in {
        "facts": MORE_FACTS,
        "sources": SOURCES,
        "scheme": SCHEME,
        "role": ROLE,
        "other": ANOTHER,
    }.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def lines(path: Path, profiles: Iterable[Mapping[str, Any]]) -> Path:
    """Profiles as a .jsonl file."""
    text = "".join(json.dumps(dict(one), ensure_ascii=False) + "\n" for one in profiles)
    path.write_text(text, encoding="utf-8")
    return path


def good(number: int, **more: Any) -> dict[str, Any]:
    """A profile that meets everything; a None takes something out."""
    merged = {"单位名称": f"示例{number:03d}公司", **GOOD, "推荐单位": f"第{number}局", **more}
    return {name: value for name, value in merged.items() if value is not None}


class Office:
    """A folder to work in, with the rules; `review` runs a batch on profiles or on files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.rules = rules(folder / "rules")
        self.library: Library = load_library([self.rules])

    def order(self, *inputs: str | Path, output: str = "结果.xlsx", **more: Any) -> Order:
        """What is asked for."""
        given = {"schemes": ("test/scheme",), **more}
        return Order(tuple(map(str, inputs)), self.folder / output, (self.rules,), ON, **given)

    def review(self, profiles: Sequence[Mapping[str, Any]] | Path, **more: Any) -> Done:
        """Run a batch."""
        source = profiles if isinstance(profiles, Path) else lines(self.folder / "申报.jsonl", profiles)
        return run_batch(self.order(source, **more), self.library, unwatched)

    def sheet(self, name: str, output: str = "结果.xlsx") -> list[dict[str, str]]:
        """The rows of a sheet by header, as text."""
        return sheet_rows(self.folder / output, name)


def unwatched(total: int, doing: str = "") -> nullcontext[Advance]:
    """Nobody watches."""
    del total, doing
    return nullcontext(silent)


def grid(path: Path, name: str) -> list[list[str]]:
    """Every cell of a sheet as text; whole numbers without a point."""
    with CalamineWorkbook.from_path(path) as book:
        return [[_text(value) for value in row] for row in book.get_sheet_by_name(name).to_python()]


def sheet_rows(path: Path, name: str) -> list[dict[str, str]]:
    """The rows of a table by header."""
    header, *rows = grid(path, name)
    return [dict(zip(header, row, strict=True)) for row in rows]


def _text(value: object) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
