"""`python -m bench.zen_batch IN.parquet OUT.jsonl`: the largest rule set as a zen-engine decision graph, on two processes.

One node of expressions in three-valued logic, null being unknown, evaluated by `evaluate_batch`: verdicts and statuses,
without causes, gaps or reasons, which is less than the others do. Leaves that nothing but a person or an
unread text can decide are null, as in the SQL.
"""

import json
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import chain
from multiprocessing import get_context
from pathlib import Path
from typing import Any

PROCESSES = 2
CHUNK = 2_000
FACTS = {
    "kinds": "单位类型", "legal": "法人类型", "region": "注册地", "patents": "发明专利数", "partners": "省外合作单位数",
    "jointly": "联合单位类型", "field": "技术领域", "sales": "年销售收入（2025，万元）", "hightech": "高新技术企业",
    "large": "大型骨干龙头企业", "local": "地方企业", "institution": "有研发机构", "track": "申报类型",
}  # fmt: skip
TRACKS = {
    "综合性": "comprehensive",
    "专业性": "specialized",
    "跨区域合作": "cross-regional",
    "厅地共建": "bureau-local",
}
VERDICTS = ("eligible", "needs_judgement", "threshold_unknown", "incomplete", "ineligible", "not_applicable")
PENDING = ("01", "04", "12", "13", "14", "21", "22", "32", "42", "53", "54", "55", "56")


def _any(*parts: str) -> str:
    met, blank = (" or ".join(f"{part} == {what}" for part in parts) for what in ("true", "null"))
    return f"({met}) ? true : (({blank}) ? null : false)"


def _all(*parts: str) -> str:
    unmet, blank = (" or ".join(f"{part} == {what}" for part in parts) for what in ("false", "null"))
    return f"({unmet}) ? false : (({blank}) ? null : true)"


def _not(part: str) -> str:
    return f"{part} == null ? null : not {part}"


def _holds(fact: str, words: tuple[str, ...]) -> str:
    listed = json.dumps(words, ensure_ascii=False)
    return f"{fact} == null ? null : some({fact}, # in {listed})"


def _where(when: str, gate: str) -> str:
    return f"{when} == false ? 'not_applicable' : ({_status(gate)})"


def _status(gate: str) -> str:
    return f"{gate} == null ? 'unknown' : ({gate} ? 'met' : 'unmet')"


def expressions() -> list[tuple[str, str]]:
    """The criteria, leaves first; a name begun with `$.` is one that stands above."""
    shared, missing = "$.shared", "$.missing"
    return [
        ("e", _holds("kinds", ("企业",))),
        ("academic", _holds("kinds", ("高等院校", "科研院所"))),
        ("plain", _holds("kinds", ("企业", "高等院校", "科研院所", "医疗卫生机构", "其他事业单位"))),
        ("byform", _holds("kinds", ("新型研发机构", "产业园区", "孵化器", "科技成果转化服务机构"))),
        ("public", "legal == null ? null : legal == '事业单位法人'"),
        ("formal", _all("$.byform", "$.public")),
        ("applies", _any("$.plain", "$.formal")),
        ("note", _not("$.e")),
        ("nota", _not("$.academic")),
        ("alone", _all("$.nota", "$.e")),
        ("notalone", _not("$.alone")),
        ("unread", "null"),
        ("g02", _any("$.note", "$.unread")),
        ("g03", _any("$.notalone", "$.unread")),
        ("g05", _any("$.note", "hightech")),
        ("joint", _holds("jointly", ("高等院校", "科研院所"))),
        ("g06", _any("$.note", "$.joint")),
        (
            "g07",
            "field == null ? null : (field == '无' ? false : (field in ['光电信息', '高端仪器', '新材料', '新能源', '医药健康', '现代农业'] ? true : null))",
        ),
        ("inside", "region == null ? null : startsWith(region, '22')"),
        ("partner", "partners == null ? null : partners >= 1"),
        ("patent", "patents == null ? null : patents >= 1"),
        ("g51", _all("$.patent", "$.unread")),
        ("g52", _all("institution", "$.unread")),
        # an in-principle gate that is unmet waits for a person
        ("s02", "$.g02 == true ? true : null"),
        ("s51", "$.g51 == true ? true : null"),
        ("s52", "$.g52 == true ? true : null"),
        ("shared", _all("$.unread", "$.s02", "$.g03", "$.s51", "$.s52")),
        ("missing", "kinds == null or ($.e == true and sales == null) or patents == null or institution == null"),
        ("company", _all("$.applies", "$.e")),
        ("able", _any("$.e", "$.academic")),
        ("special", _all("$.applies", "$.able")),
        ("p0", _all(shared, "large", "$.inside")),
        ("p1", _all(shared, "$.inside")),
        ("p2", _all(shared, "$.partner", "$.inside")),
        ("p3", _all(shared, "local")),
        ("r0", _rank("$.company", "$.p0", f"{missing} or large == null or $.inside == null")),
        ("r1", _rank("$.special", "$.p1", f"{missing} or $.inside == null")),
        ("r2", _rank("$.applies", "$.p2", f"{missing} or $.applies == null or $.partner == null or $.inside == null")),
        ("r3", _rank("$.company", "$.p3", f"{missing} or local == null")),
        *((f"KC{number}", "'unknown'") for number in PENDING),
        ("KC02", _where("$.e", "$.g02")),
        ("KC03", _where("$.alone", "$.g03")),
        ("KC05", _where("$.e", "$.g05")),
        ("KC06", _where("$.e", "$.g06")),
        ("KC07", _status("$.g07")),
        ("KC11", _status("large")),
        *((f"KC{number}", _status("$.inside")) for number in ("15", "23", "33")),
        ("KC31", _status("$.partner")),
        ("KC41", _status("local")),
        ("KC51", _status("$.g51")),
        ("KC52", _status("$.g52")),
    ]


def _rank(applies: str, passes: str, missing: str) -> str:
    return f"{applies} == false ? 5 : (({applies} == true and {passes} == false) ? 4 : (({missing}) ? 3 : 2))"


def graph() -> dict[str, Any]:
    """The decision graph."""
    listed = [{"id": key, "key": key, "value": value} for key, value in expressions()]
    nodes: list[dict[str, Any]] = [
        {"id": "input", "name": "input", "type": "inputNode"},
        {
            "id": "rules",
            "name": "rules",
            "type": "expressionNode",
            "content": {"expressions": listed, "passThrough": False},
        },
        {"id": "output", "name": "output", "type": "outputNode"},
    ]
    pairs = (("input", "rules"), ("rules", "output"))
    edges = [{"id": f"{one}-{two}", "sourceId": one, "targetId": two, "type": "edge"} for one, two in pairs]
    placed = [{**node, "position": {"x": 0, "y": 0}} for node in nodes]
    return {"contentType": "application/vnd.gorules.decision", "nodes": placed, "edges": edges}


_engines: list[Any] = []


def _start() -> None:
    import zen

    _engines.append(zen.ZenEngine({"loader": {"type": "static", "content": {"rules": graph()}}}))


def _chunk(columns: dict[str, list[Any]]) -> str:
    """Evaluate some applicants; one line of JSON each: verdict, track, statuses."""
    names = list(columns)
    contexts = [dict(zip(names, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    answers = _engines[0].evaluate_batch([{"key": "rules", "context": context} for context in contexts])
    return "".join(_line(context, answer) for context, answer in zip(contexts, answers, strict=True))


def _line(context: dict[str, Any], answer: dict[str, Any]) -> str:
    if not answer.get("success"):
        raise SystemExit(f"zen-engine: {answer}")
    told = answer["data"]["result"]
    ranks = {track: told[f"r{place}"] for place, track in enumerate(TRACKS.values())}
    giver = TRACKS.get(context["track"]) or min(ranks, key=lambda track: ranks[track])
    statuses = {f"KC-{key[2:]}": told.get(key) for key in told if key.startswith("KC")}
    return json.dumps({"verdict": VERDICTS[int(ranks[giver])], "track": giver, **statuses}) + "\n"


def _chunks(path: Path) -> Iterator[dict[str, list[Any]]]:
    import pyarrow.parquet as pq

    for batch in pq.ParquetFile(path).iter_batches(CHUNK, columns=list(FACTS.values())):
        named = {key: batch.column(name) for key, name in FACTS.items()}
        # zen-engine knows no decimals
        yield {
            key: column.cast("float64").to_pylist() if key == "sales" else column.to_pylist()
            for key, column in named.items()
        }


def run(applicants: Path, output: Path) -> None:
    """Write a line an applicant, in order."""
    rest = _chunks(applicants)
    with (
        ProcessPoolExecutor(PROCESSES, get_context("spawn"), _start) as pool,
        output.open("w", encoding="utf-8") as file,
    ):
        waiting = [pool.submit(_chunk, columns) for _, columns in zip(range(2 * PROCESSES), rest, strict=False)]
        for columns in chain(rest, [None] * len(waiting)):
            if not waiting:
                break
            file.write(waiting.pop(0).result())
            if columns is not None:
                waiting.append(pool.submit(_chunk, columns))


if __name__ == "__main__":
    run(Path(sys.argv[1]), Path(sys.argv[2]))
