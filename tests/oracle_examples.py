"""A small vocabulary, and an applicant and a requirement in a line each, for examples of the oracle."""

from datetime import date
from typing import Any

import yaml

from schemas.fact import Fact
from schemas.finding import CauseKind
from schemas.rule_set import RuleSet
from tests.oracle import RuleSetResult, Scene, World, judge
from tests.oracle.scene import Causes

ON = date(2026, 3, 1)
Tree = dict[str, Any]

FACTS = """\
单位名称: {id: name, type: text}
收入: {id: sales, type: money, yearly: true, min: 0}
利润: {id: profit, type: money, yearly: true}
人数: {id: staff, type: count, count_as: 人, min: 0}
研发人数: {id: rd_staff, type: count, count_as: 人, min: 0, max: 10}
专利: {id: patents, type: count, count_as: 件}
比例: {id: share_a, type: percent, min: 0, max: 100}
系数: {id: factor, type: number}
成立: {id: founded, type: date}
投产: {id: started, type: date}
高新: {id: high_tech, type: yes_no}
独立: {id: independent, type: yes_no}
领域: {id: field, type: text}
方向: {id: direction, type: text}
类型: {id: kinds, type: choices, values: [甲, 乙]}
主类: {id: main_kind, type: choice, values: [甲, 乙]}
行业: {id: industry, type: industry}
主业: {id: main_industry, type: industry}
应有: {id: due, type: count, count_as: 家}
记录: {id: records, type: dates, count_as: 条}
成员: {id: members, type: list, of: enterprise, count_as: 家, dated_by: 成立}
净额: {id: net, type: money, derive: {difference: [收入, 利润]}}
份额: {id: part, type: money, derive: {product: [收入, 比例]}}
占比: {id: sub_share, type: percent, derive: {product: [比例, 比例]}}
积: {id: times, type: number, derive: {product: [系数, 系数]}}
较大: {id: larger, type: count, count_as: 人, derive: {max: [人数, 研发人数]}}
较小: {id: smaller, type: count, count_as: 人, derive: {min: [人数, 研发人数]}}
人均: {id: per_head, type: number, unit: 万元/人, derive: {ratio: [收入, 人数]}}
亿元专利: {id: per_sales, type: number, unit: 件/亿元, derive: {ratio: [专利, 收入]}}
平均: {id: average_sales, type: money, derive: {average: {of: 收入, years: 3}}}
增长: {id: growth, type: percent, derive: {growth: {of: 收入, years: 2}}}
利润增长: {id: profit_growth, type: percent, derive: {growth: {of: 利润, years: 3}}}
年限: {id: age, type: number, unit: 年, derive: {years_since: 成立}}
高新数: {id: high_tech_count, type: count, count_as: 家, derive: {count: {in: 成员, where: {高新: {is: true}}}}}
更大数: {id: larger_count, type: count, count_as: 家, derive: {count: {in: 成员, where: {人数: {more_than: '@上级.人数'}}}}}
记录数: {id: record_count, type: count, count_as: 条, derive: {count: {in: 记录}}}
成员收入: {id: member_sales, type: money, derive: {total: {in: 成员, of: 收入, where: {高新: {is: true}}}}}
成员利润: {id: member_profit, type: money, derive: {total: {in: 成员, of: 利润, where: {高新: {is: true}}}}}
高新占比: {id: high_tech_share, type: percent, derive: {share: {in: 成员, where: {高新: {is: true}}}}}
收入占比: {id: sales_share, type: percent, derive: {share: {in: 成员, of: 收入, where: {高新: {is: true}}}}}
人数分:
  id: staff_score
  type: number
  unit: 分
  derive:
    table:
      - {when: {人数: {at_least: 100 人}}, value: 20 分}
      - {when: {人数: {at_least: 10 人}}, value: 10 分}
      - {otherwise: 0 分}
收入分:
  id: sales_score
  type: number
  unit: 分
  derive: {table: [{when: {收入: {at_least: 1 亿元}}, value: 30 分}, {otherwise: 5 分}]}
总分: {id: score, type: number, unit: 分, derive: {sum: [人数分, 收入分]}}
额度: {id: quota, type: money, derive: {table: [{when: {高新: {is: true}}, value: '@收入'}, {when: {高新: {is: false}}, value: 0 元}]}}
"""
VOCABULARY = {name: Fact.model_validate({"name": name, **body}) for name, body in yaml.safe_load(FACTS).items()}


def missing(*names: str) -> Causes:
    """Causes: facts that are not stated."""
    return frozenset((CauseKind.MISSING_FACT, name) for name in names)


def undefined(name: str) -> Causes:
    """Cause: a number that cannot be computed."""
    return frozenset({(CauseKind.UNDEFINED, name)})


def unpublished(name: str) -> Causes:
    """Cause: a parameter nobody knows."""
    return frozenset({(CauseKind.UNKNOWN_PARAMETER, name)})


def scene(stated: str, *, on: date = ON, rule_sets: dict[str, RuleSet] | None = None, **rules: Any) -> Scene:
    """An applicant under a rule set with these keys."""
    written = {"id": "t/main", "title": "试验", "kind": "reference", "authority": "机关", **rules}
    rule_set = RuleSet.model_validate(written)
    return Scene(
        World(VOCABULARY, {"t/main": rule_set, **(rule_sets or {})}), rule_set, yaml.safe_load(stated) or {}, on
    )


def criterion(require: str, number: int = 1, **more: Any) -> Tree:
    """A criterion."""
    basis = {"source": "s"}
    return {"id": f"TC-0{number}", "title": "条件", "require": yaml.safe_load(require), "basis": basis, **more}


def judged(require: str, stated: str, **rules: Any) -> RuleSetResult:
    """One requirement, judged."""
    return judge(scene(stated, criteria=[criterion(require)], **rules))
