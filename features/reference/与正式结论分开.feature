# language: zh-CN
功能: 对标参考与正式结论分开
  哪个方案参考哪几个标准，写在规则集里。对照的结果单独列出，不改变正式结论。

  场景大纲: 各方案的对标参考
    假如 申报单位的"单位类型"为"<单位类型>"
    当 对照"<方案>"评估
    那么 对标参考为"<参考>"

    例子:
      | 方案 | 单位类型 | 参考 |
      | jilin/innovation-center | 企业 | reference/jilin-engineering-research-center |
      | jilin/pilot-center | 企业 | reference/hunan-pilot-base、reference/xinjiang-pilot-base、reference/fujian-pilot-platform |
      | jilin/characteristic-base | 市（州）人民政府 | reference/national-hitech-base、reference/torch-base |
      | jilin/characteristic-base-backbone | 企业 | reference/henan-base-backbone |

  场景大纲: 对申报单位不适用的方案，不带对标参考；参考的标准自己没有对标参考
    假如 申报单位的"单位类型"为"孵化器"
    当 对照"<规则集>"评估
    那么 对标参考为"无"

    例子:
      | 规则集 |
      | jilin/characteristic-base |
      | reference/hunan-pilot-base |

  场景: 参考标准达到与否，都不改变正式结论
    假如 申报单位的情况如下
      | 字段 | 值 |
      | 单位类型 | 企业 |
      | 申报类型 | 依托单位建设 |
      | 承担公共性与公益性服务 | 是 |
      | 中试设备原值 | 900 万元 |
      | 中试场地及配套面积 | 2600 ㎡ |
    而且 认定"ZS-12"为"通过"
    而且 认定"ZS-13"为"通过"
    而且 认定"ZS-14"为"通过"
    当 对照"jilin/pilot-center"评估
    那么 结论为"标准待核"
    而且 没有未满足的条件
    而且 待补充的字段为"无"
    而且 对标参考"reference/hunan-pilot-base"的条件"HN-06"为"满足"
    而且 对标参考"reference/hunan-pilot-base"的条件"HN-07"为"不满足"
    而且 对标参考"reference/fujian-pilot-platform"的条件"FJ-01"为"满足"
    而且 对标参考"reference/hunan-pilot-base"的条件"HN-09"为"待定"

  场景大纲: 评估日不生效的标准不对照，并且说明
    假如 申报单位的"单位类型"为"企业"
    当 对照"jilin/pilot-center"按"<评估日>"评估
    那么 对标参考为"<对照>"
    而且 不生效的对标参考为"<不生效>"

    例子:
      | 评估日 | 对照 | 不生效 |
      | 2026-02-03 | reference/hunan-pilot-base、reference/xinjiang-pilot-base、reference/fujian-pilot-platform | 无 |
      | 2026-02-02 | reference/hunan-pilot-base、reference/xinjiang-pilot-base | reference/fujian-pilot-platform |
      | 2025-11-02 | reference/hunan-pilot-base | reference/xinjiang-pilot-base、reference/fujian-pilot-platform |
      | 2023-08-27 | 无 | reference/hunan-pilot-base、reference/xinjiang-pilot-base、reference/fujian-pilot-platform |

  场景: 骨干企业的参考标准逐家对照，认定也各归各家
    假如 申报单位的"单位类型"为"市（州）人民政府"
    而且 申报单位的"骨干企业"如下
      | 单位名称 | 高新技术企业 | 年销售收入 | 政府重点扶持的大中型骨干企业 |
      | 示例原丝公司 | 是 | 3000 万元 | 否 |
      | 示例复材公司 | 是 | 3001 万元 | 否 |
      | 示例织造公司 | 是 |      | 否 |
    而且 认定"骨干企业[示例复材公司]/HB-06"为"通过"
    当 对照"jilin/characteristic-base"评估
    那么 对标参考为"reference/national-hitech-base、reference/torch-base、reference/henan-base-backbone"
    而且 对标参考"reference/henan-base-backbone"对照的成员为"示例原丝公司、示例复材公司、示例织造公司"
    而且 对标参考"reference/henan-base-backbone"中"示例原丝公司"的条件"HB-01"为"不满足"
    而且 对标参考"reference/henan-base-backbone"中"示例复材公司"的条件"HB-01"为"满足"
    而且 对标参考"reference/henan-base-backbone"中"示例织造公司"的条件"HB-01"为"待定"
    而且 对标参考"reference/henan-base-backbone"中"示例复材公司"的条件"HB-06"为"满足"
    而且 对标参考"reference/henan-base-backbone"中"示例原丝公司"的条件"HB-06"为"待定"
