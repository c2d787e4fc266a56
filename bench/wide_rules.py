"""Generated rules as wide as one likes, the same conditions as a zen-engine graph, and applicants with gaps."""

import json
import random
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from engine.load.library import Library, load_library
from schemas.case import Case, Value

RULE_SET = "bench/wide"
GAPS = 0.2
"""How much of a profile is left blank."""

SOURCES = "rules: {title: 试验办法, issuer: 试验机关, level: official, in_force: yes}\n"
HEAD = """\
id: bench/wide
title: 试验方案
kind: official
authority: 试验机关
complete: true
basis: {source: rules}
criteria:
"""


def thresholds(index: int) -> tuple[int, int]:
    """What the two numbers of a criterion are compared with."""
    return 10 + index % 7, 40 + index % 11


def library(criteria: int) -> Library:
    """A rule set of so many criteria, each `all: [甲 ≥ t, any: [乙 ≤ u, 丙]]` on three facts of its own."""
    facts, demands = [], []
    for i in range(criteria):
        low, high = thresholds(i)
        facts.append(
            f"甲{i}: {{id: a{i}, type: count, count_as: 人}}\n乙{i}: {{id: b{i}, type: count, count_as: 人}}\n"
            f"丙{i}: {{id: c{i}, type: yes_no}}\n"
        )
        demands.append(
            f"  - id: A-{i:03}\n    title: 条件{i}\n    basis: {{source: rules}}\n    require:\n      all:\n"
            f"        - 甲{i}: {{at_least: {low} 人}}\n"
            f"        - any: [{{乙{i}: {{at_most: {high} 人}}}}, {{丙{i}: {{is: true}}}}]\n"
        )
    with TemporaryDirectory() as folder:
        Path(folder, "facts.yaml").write_text("".join(facts), encoding="utf-8")
        Path(folder, "sources.yaml").write_text(SOURCES, encoding="utf-8")
        Path(folder, "wide.yaml").write_text(HEAD + "".join(demands), encoding="utf-8")
        return load_library([Path(folder)])


def applicants(criteria: int, count: int, seed: int = 1) -> list[dict[str, int | bool]]:
    """Profiles as plain numbers, a fifth of them blank, that fail about one criterion in twenty."""
    chance = random.Random(seed)  # noqa: S311 - nothing secret hangs on it
    profiles = []
    for _ in range(count):
        profile: dict[str, int | bool] = {}
        for i in range(criteria):
            low, high = thresholds(i)
            drawn: dict[str, int | bool] = {
                f"a{i}": low + chance.randint(-1, 40),
                f"b{i}": high + chance.randint(-30, 9),
                f"c{i}": chance.random() < 0.8,
            }
            profile.update({name: value for name, value in drawn.items() if chance.random() >= GAPS})
        profiles.append(profile)
    return profiles


def case(profile: dict[str, int | bool]) -> Case:
    """A profile as our case."""
    facts: dict[str, Value] = {
        name: value if isinstance(value, bool) else Decimal(value) for name, value in profile.items()
    }
    return Case(name="示例", sha256="0" * 64, facts=facts)


def zen_graph(criteria: int) -> str:
    """The same conditions in three-valued logic, null being unknown, in the form that zen-engine runs fastest.

    That is one node of expressions between input and output: leaves, `any`, the criterion, at last the verdict.
    """
    pairs = []
    for i in range(criteria):
        low, high = thresholds(i)
        pairs += [
            (f"p{i}", f"a{i} == null ? null : a{i} >= {low}"),
            (f"q{i}", f"b{i} == null ? null : b{i} <= {high}"),
            (f"r{i}", _any(f"$.q{i}", f"c{i}")),
            (f"s{i}", _all(f"$.p{i}", f"$.r{i}")),
        ]
    met = " and ".join(f"$.s{i} == true" for i in range(criteria))
    unmet = " or ".join(f"$.s{i} == false" for i in range(criteria))
    pairs.append(("verdict", f"({unmet}) ? 'ineligible' : (({met}) ? 'eligible' : 'incomplete')"))
    expressions = [{"id": key, "key": key, "value": value} for key, value in pairs]
    nodes = [
        _node("input", "inputNode"),
        _node("rules", "expressionNode", {"expressions": expressions, "passThrough": False}),
        _node("output", "outputNode"),
    ]
    edges = [
        {"id": f"{one}-{two}", "sourceId": one, "targetId": two, "type": "edge"}
        for one, two in (("input", "rules"), ("rules", "output"))
    ]
    return json.dumps({"contentType": "application/vnd.gorules.decision", "nodes": nodes, "edges": edges})


def _all(one: str, two: str) -> str:
    return f"({one} == false or {two} == false) ? false : (({one} == null or {two} == null) ? null : true)"


def _any(one: str, two: str) -> str:
    return f"({one} == true or {two} == true) ? true : (({one} == null or {two} == null) ? null : false)"


def _node(name: str, kind: str, content: dict[str, Any] | None = None) -> dict[str, Any]:
    node: dict[str, Any] = {"id": name, "name": name, "type": kind, "position": {"x": 0, "y": 0}}
    return node if content is None else {**node, "content": content}
