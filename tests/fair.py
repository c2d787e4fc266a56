"""A rule book with one of everything that a report can tell, and a profile that meets some of it."""

from pathlib import Path

from tests.rulebook import FACTS, MEMBER_HEAD, SOURCES, Desk, demand, library

REFERENCE = "test/reference"
OTHER = "test/other"

SCHEME_TEXT = """\
id: test/scheme
title: 试验中心
kind: official
authority: 试验机关
effective: {from: 2021-05-06}
note: 只为试验
  而设
when: {any: [{单位类型: {includes: 企业}}, {法人类型: {equals: 事业单位法人}}]}
benchmarks: [test/reference]
parameters:
  销售下限: {unit: 万元, values: [{from: 2026-01-01, value: unknown, basis: {source: call, clause: 三（一）}, note: 原文中断}]}
  面积下限:
    unit: ㎡
    values:
      - {to: 2025-12-31, value: 500, basis: {source: rules}}
      - {from: 2026-01-01, value: 600, basis: {source: rules, clause: 第九条}}
criteria:
  - {id: SY-01, title: 办法规定的基本条件, require: {not_obtained: 基本条件一章未取得}, basis: {source: plan, clause: 基本条件}, remedy: 索取全文}
  - id: SY-02
    title: 专职人员
    require: {职工总数: {at_least: 20 人}}
    basis: {source: rules, clause: 第二条}
    evidence: [社保缴纳证明, 花名册]
    remedy: 增加专职人员
  - id: SY-03
    title: 规模或投入
    require:
      any:
        - {年销售收入: {more_than: 3000 万元}}
        - all: [{研发投入强度: {at_least: 3%}}, {研发人员占比: {between: [10%, 60%]}}]
        - at_least_of: {n: 2, of: [{高新技术企业: {is: true}}, {注册地: {within: "22"}}, {证书有效期至: {valid: true}}]}
    basis: {source: rules, clause: 第三条}
  - id: SY-04
    title: 年销售收入达到数额
    force: in_principle
    effective: {from: 2026-01-01}
    require: {年销售收入: {at_least: $销售下限}}
    basis: {source: call, clause: 三（一）}
  - {id: SY-05, title: 场地面积, force: in_principle, require: {研究面积: {at_least: $面积下限}}, basis: {source: rules, clause: 第五条}}
  - {id: SY-06, title: 设备原值, force: in_principle, require: {设备原值: {at_least: 500 万元}}, basis: {source: rules, clause: 第六条}}
  - {id: SY-07, title: 技术实力较强, require: {judged: 技术实力较强}, basis: {source: reply, clause: 二}, evidence: [成果证明]}
  - {id: SY-08, title: 管理制度完善, require: {judged: 有管理制度且执行到位}, basis: {source: rules}}
  - {id: SY-09, title: 没有失信记录, require: {among: {in: 失信记录, within: 3 年, at_most: 0 条}}, basis: {source: rules}}
  - id: SY-10
    title: 骨干企业逐家符合
    require: {among: {in: 骨干企业, every: {meets: test/member}}}
    basis: {source: rules, clause: 第十条}
  - id: SY-11
    title: 有两家高新技术骨干企业
    require: {among: {in: 骨干企业, at_least: 3 家, where: {高新技术企业: {is: true}}}}
    basis: {source: rules, clause: 第十一条}
  - {id: SY-12, title: 高校的人员占比, when: {单位类型: {includes: 高等院校}}, require: {研发人员占比: {at_least: 60%}}, basis: {source: rules}}
  - {id: SY-13, title: 净利润率, require: {利润率: {at_least: 5%}}, basis: {source: rules}}
  - {id: SY-14, title: 聚焦领域, force: preferred, require: {技术领域: {one_of: [新材料, 新能源], open: true}}, basis: {source: call}}
  - {id: SY-15, title: 鼓励高新技术企业, force: preferred, require: {高新技术企业: {is: true}}, basis: {source: call}}
  - {id: SY-16, title: 有登记的产能, require: {年产能: {at_least: 1 吨}}, basis: {source: rules}}
  - {id: SY-17, title: 有两个条件, require: {all: [{职工总数: {at_least: 1 人}}, {高新技术企业: {stated: true}}]}, basis: {source: rules}}
tracks:
  - {id: wide, title: 综合性, criteria: [{id: SY-21, title: 大型企业, require: {职工总数: {at_least: 500 人}}, basis: {source: call}}]}
  - {id: special, title: 专业性, when: {单位类型: {includes: 高等院校}}}
  - id: joint
    title: 跨区域合作
    criteria:
      - {id: SY-31, title: 合作目标, force: in_principle, require: {技术领域: {one_of: [新材料], open: true}}, basis: {source: call, clause: 二（三）}}
"""
MEMBER_TEXT = (
    MEMBER_HEAD
    + "when: {单位类型: {includes: 企业}}\ncriteria:\n"
    + demand("{注册地: {within: '22'}}", name="CY-01", more="remedy: 迁入本省")
    + demand("{年销售收入: {at_least: 2000 万元}}", name="CY-02")
    + demand("{judged: 产品有竞争力}", name="CY-03", more="force: preferred")
)
OTHER_TEXT = """\
id: test/other
title: 试验基地
kind: official
authority: 试验机关
complete: true
basis: {source: rules}
when: {单位类型: {includes: 科研院所}}
criteria: [{id: JD-01, title: 有规划, require: {技术领域: {stated: true}}, basis: {source: rules}}]
"""
REFERENCE_TEXT = """\
id: test/reference
title: 邻省试验中心
kind: reference
authority: 邻省机关
deadline: 2026-02-01
criteria: [{id: DB-01, title: 场地, require: {研究面积: {at_least: 500 ㎡}}, basis: {source: neighbour, clause: 第一条}}]
"""
MORE_SOURCES = """\
plan: {title: 试验中心方案, issuer: 试验机关, level: official, in_force: unknown, where: 未取得}
call: {title: 关于征集试验中心的通知, issuer: 试验机关, level: repost, in_force: yes, dated: "2026", where: 转载件，第三部分中断}
reply: {title: 试验答复, number: 试复〔2025〕2号, issuer: 试验机关, level: reply, in_force: no}
neighbour: {title: 邻省办法, issuer: 邻省机关, level: analogue, in_force: unknown}
"""
PROFILE = """\
单位名称: 示例[bold]公司|甲*乙*
单位类型: [企业]
法人类型: 企业法人
申报类型: 跨区域合作
注册地: "210100"
职工总数: 19 人
研发人员数: 2 人
年销售收入: {2025: 29999999.99 元}
研发投入: {2025: 89.97 万元}
净利润: {2025: 30 万元}
高新技术企业: 是
证书有效期至: 2026-02-19
设备原值: 498.5 万元
研究面积: 550 ㎡
技术领域: 医药
失信记录: 无
骨干企业:
  - {单位名称: 甲公司, 单位类型: 企业, 注册地: "210200", 高新技术企业: 是, 年销售收入: 3000 万元}
  - {单位名称: 乙公司, 单位类型: 企业, 注册地: "2201", 高新技术企业: 否}
  - {单位名称: 丙大学, 单位类型: 高等院校, 高新技术企业: 否}
  - {单位名称: 丁公司, 单位类型: 企业, 注册地: "2202", 年销售收入: 2000 万元}
认定:
  SY-05: {结论: 通过, 意见: 场地紧凑, 认定人: 钱示例, 日期: 2026-02-27}
  SY-08: {结论: 不通过, 意见: 制度没有执行记录}
  骨干企业[乙公司]/CY-03: {结论: 通过}
"""
"""It fails in every way there is, and carries markup of every report in its name."""


def fair(folder: Path) -> Desk:
    """The rule book, written and read."""
    texts = (SCHEME_TEXT, MEMBER_TEXT, OTHER_TEXT, REFERENCE_TEXT)
    return Desk(folder, library(folder / "rules", *texts, facts=FACTS, sources=SOURCES + MORE_SOURCES))
