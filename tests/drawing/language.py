"""The rest of the rule language (ADR 5): facts of every derivation, and the facts that others are compared with."""

LANGUAGE = True
"""Whether texts use it: years, windows on members, other facts, tables, derivations, versions."""

MORE_FACTS = """\
合作领域: {id: partner_field, type: text}
主营类型: {id: main_kind, type: choice, values: [企业, 高等院校, 科研院所, 产业园区]}
合作地: {id: partner_region, type: region}
主导产业: {id: main_industry, type: industry}
应有家数: {id: due, type: count, count_as: 家, min: 0}
专利数: {id: patents, type: count, count_as: 件, min: 0}
折算系数: {id: factor, type: number}
净收入: {id: net_sales, type: money, derive: {difference: [年销售收入, 净利润]}}
外资部分: {id: foreign_part, type: money, derive: {product: [净利润, 外资比例]}}
两率之积: {id: shares_product, type: percent, derive: {product: [外资比例, 研发人员占比]}}
系数平方: {id: factor_squared, type: number, derive: {product: [折算系数, 折算系数]}}
较高设备: {id: larger_equipment, type: money, derive: {max: [设备原值, 在建设备原值]}}
较少人数: {id: smaller_staff, type: count, count_as: 人, derive: {min: [职工总数, 研发人员数]}}
平均收入: {id: average_sales, type: money, derive: {average: {of: 年销售收入, years: 3}}}
平均强度: {id: average_intensity, type: percent, derive: {average: {of: 研发投入强度, years: 2}}}
收入增长: {id: sales_growth, type: percent, derive: {growth: {of: 年销售收入, years: 2}}}
利润增长: {id: profit_growth, type: percent, derive: {growth: {of: 净利润, years: 3}}}
成立年限: {id: age, type: number, unit: 年, derive: {years_since: 成立日期}}
持证年限: {id: held_for, type: number, unit: 年, derive: {years_since: 证书有效期至}}
高新家数: {id: high_tech_count, type: count, count_as: 家, derive: {count: {in: 骨干企业, where: {高新技术企业: {is: true}}}}}
更大家数: {id: larger_count, type: count, count_as: 家, derive: {count: {in: 骨干企业, where: {职工总数: {more_than: "@上级.职工总数"}}}}}
失信次数: {id: record_count, type: count, count_as: 条, derive: {count: {in: 失信记录}}}
成员收入: {id: member_sales, type: money, derive: {total: {in: 骨干企业, of: 年销售收入, where: {高新技术企业: {is: true}}}}}
成员利润: {id: member_profit, type: money, derive: {total: {in: 骨干企业, of: 净利润, where: {独立法人: {is: true}}}}}
高新占比: {id: high_tech_share, type: percent, derive: {share: {in: 骨干企业, where: {高新技术企业: {is: true}}}}}
利润占比: {id: profit_share, type: percent, derive: {share: {in: 骨干企业, of: 净利润, where: {独立法人: {is: true}}}}}
人均收入: {id: sales_per_head, type: number, unit: 万元/人, derive: {ratio: [年销售收入, 职工总数]}}
亿元专利: {id: patents_per_sales, type: number, unit: 件/亿元, derive: {ratio: [专利数, 年销售收入]}}
规模分:
  id: size_score
  type: number
  unit: 分
  derive:
    table:
      - {when: {职工总数: {at_least: 200 人}}, value: 20 分}
      - {when: {职工总数: {at_least: 20 人}}, value: 10 分}
      - {otherwise: 0 分}
收入分:
  id: sales_score
  type: number
  unit: 分
  derive:
    table:
      - {when: {年销售收入: {at_least: 1 亿元}}, value: 30 分}
      - {when: {any: [{年销售收入: {at_least: 3000 万元}}, {研发投入强度: {at_least: 10%}}]}, value: 15 分}
      - {otherwise: 0 分}
资质分:
  id: status_score
  type: number
  unit: 分
  derive: {table: [{when: {独立法人: {is: true}}, value: 15 分}, {when: {独立法人: {is: false}}, value: 5 分}]}
产能额度:
  id: capacity_quota
  type: money
  derive: {table: [{when: {年产能: {at_least: 50 吨}}, value: "@设备原值"}, {when: {年产能: {less_than: 50 吨}}, value: 300 万元}]}
总分: {id: score, type: number, unit: 分, derive: {sum: [规模分, 收入分, 资质分]}}
"""

MORE_POOLS: dict[str, tuple[str, ...]] = {
    "应有家数": ("1", "2", "0", "3"),
    "专利数": ("3", "0", "30"),
    "折算系数": ("2", "-3", "0", "0.5"),
    "净收入": ("29500000", "0", "31000000", "-500000"),
    "外资部分": ("15000", "0", "-30000", "300000"),
    "两率之积": ("3", "0.3", "0", "100"),
    "系数平方": ("4", "9", "0", "0.25"),
    "较高设备": ("5000000", "8000000", "4999999.99"),
    "较少人数": ("19", "2", "0", "20"),
    "平均收入": ("30000000", "43333333.33", "0", "100000000"),
    "平均强度": ("3", "2", "10", "0"),
    "收入增长": ("0", "100", "-100", "233"),
    "利润增长": ("0", "100", "-50", "-200"),
    "成立年限": ("3", "1", "0", "2", "5"),
    "持证年限": ("0", "3", "-1", "1"),
    "高新家数": ("1", "2", "0"),
    "更大家数": ("1", "0", "2"),
    "失信次数": ("1", "0", "2"),
    "成员收入": ("30000000", "0", "60000000"),
    "成员利润": ("500000", "0", "-500000", "1000000"),
    "高新占比": ("50", "100", "0", "33"),
    "利润占比": ("50", "100", "0", "200"),
    "人均收入": ("150", "0", "15", "50"),
    "亿元专利": ("3", "10", "0", "30"),
    "规模分": ("10", "20", "0"),
    "收入分": ("15", "30", "0"),
    "资质分": ("15", "5", "10"),
    "产能额度": ("3000000", "5000000", "0"),
    "总分": ("60", "35", "40", "15"),
}
"""Numbers in canonical units, the most telling first."""
