"""A small vocabulary with a scheme and a role, and how a test reads profiles against it."""

from pathlib import Path
from textwrap import dedent

import pytest

from engine.errors import InputError
from engine.load.library import Library, load_library
from engine.load.profile import case_from
from engine.load.yaml_text import parse_document
from schemas.case import Case

FACTS = """
单位名称: {id: name, type: text}
统一社会信用代码: {id: uscc, type: uscc}
申报类型: {id: track, type: text}
单位类型: {id: kinds, type: choices, values: [企业, 高等院校]}
高新技术企业: {id: high_tech, type: yes_no}
年销售收入: {id: sales, type: money, yearly: true, min: 0}
研发投入: {id: rd, type: money, yearly: true}
研发投入强度: {id: intensity, type: percent, yearly: true, derive: {ratio: [研发投入, 年销售收入]}}
研发人员数: {id: staff, type: count, count_as: 人}
失信记录: {id: records, type: dates}
领域: {id: field, type: choice, values: [新材料, 医药]}
骨干企业: {id: firms, type: list, of: enterprise, count_as: 家}
"""
SOURCES = "call: {title: 通知, issuer: 某厅, level: official, in_force: yes}"
SCHEME = """
id: test/base
title: 基地
kind: reference
authority: 某厅
criteria:
  - {id: KT-01, title: 算得出, require: {研发人员数: {at_least: 20 人}}, basis: {source: call}}
  - {id: KT-02, title: 要人看, require: {judged: 水平领先}, basis: {source: call}}
  - {id: KT-03, title: 原则上, force: in_principle, require: {研发人员数: {at_least: 20 人}}, basis: {source: call}}
  - {id: KT-04, title: 等, require: {all: [{领域: {one_of: [新材料], open: true}}]}, basis: {source: call}}
  - {id: KT-05, title: 成员合格, require: {among: {in: 骨干企业, every: {meets: test/firm}}}, basis: {source: call}}
  - id: KT-06
    title: 成员要人看
    require: {among: {in: 骨干企业, at_least: 1 家, where: {any: [{judged: 有影响}, {高新技术企业: {is: true}}]}}}
    basis: {source: call}
  - {id: KT-07, title: 文本未取得, require: {not_obtained: 未见}, basis: {source: call}}
  - {id: KT-08, title: 计数, require: {among: {in: 骨干企业, at_least: 5 家}}, basis: {source: call}}
  - {id: KT-09, title: 非, require: {not: {研发人员数: {at_most: 3 人}}}, basis: {source: call}}
tracks:
  - id: joint
    title: 联合
    criteria:
      - id: KT-11
        title: 其中之一
        require: {at_least_of: {n: 1, of: [{研发人员数: {at_least: 20 人}}, {judged: 有条件}]}}
        basis: {source: call}
"""
FIRM = """
id: test/firm
title: 企业
kind: reference
role: 骨干企业
authority: 某厅
criteria:
  - {id: KF-01, title: 要人看, require: {judged: 竞争力强}, basis: {source: call}}
  - {id: KF-02, title: 高企, require: {高新技术企业: {is: true}}, basis: {source: call}}
"""
CODE = "914403001922038216"
LETTERED = "91220101MA0Y12340Q"
FORM = "写成「KC-32: {结论: 通过, 意见: …, 认定人: …, 日期: 2026-03-02}」"


def small_library(folder: Path) -> Library:
    """The rules above, from their files."""
    for name, text in (("facts", FACTS), ("sources", SOURCES), ("scheme", SCHEME), ("firm", FIRM)):
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return load_library([folder])


def case(text: str, library: Library, file: str = "案卷.yaml") -> Case:
    """The case that a profile's text states."""
    return case_from(parse_document(dedent(text), file), library)


def refusals(text: str, library: Library, file: str = "案卷.yaml") -> list[tuple[str, str, str, str | None]]:
    """Every problem as (line:column, code, message, remedy)."""
    with pytest.raises(InputError) as caught:
        case(text, library, file)
    return [
        (str(item.place).removeprefix(f"{file}:"), item.code, item.message, item.remedy)
        for item in caught.value.diagnostics
    ]
