-- 吉林省科技创新中心 (jilin/innovation-center, as of 2026-03-01) written by hand for DuckDB: the bar for the columnar executor.
--
-- Truth is BOOLEAN, NULL being unknown: AND, OR, NOT and comparisons of SQL are strong Kleene logic. An applicant brings no 认定,
-- so whatever is judged is NULL, and an in-principle gate that is false settles nothing: NULLIF(gate, false).
-- It writes the tables of docs/parquet.md: a row an applicant, and a row a reason of the track that gives the verdict.
-- $applicants, $verdicts, $reasons and $regions (code, text) are file names: see bench/by_hand.py.

-- Words of a closed set are ENUMs: they cost less to write than texts, and are texts in the file.
CREATE TYPE verdict AS ENUM ('eligible', 'needs_judgement', 'threshold_unknown', 'incomplete', 'ineligible', 'not_applicable');
CREATE TYPE track AS ENUM ('comprehensive', 'specialized', 'cross-regional', 'bureau-local');

-- 1. What is stated, and the leaves.

CREATE TEMP VIEW leaves AS
SELECT
    file_row_number + 1 AS number, $place || ':' || (file_row_number + 1) AS place,
    "单位名称" AS name, "统一社会信用代码" AS code, "推荐单位" AS recommender,
    "单位类型" AS kinds, "法人类型" AS legal_form, "注册地" AS region,
    "发明专利数" AS patents, "省外合作单位数" AS partners, "联合单位类型" AS partner_kinds, "技术领域" AS field,
    "年销售收入（2025，万元）" AS sales,
    list_has_any("单位类型", ['企业']) AS enterprise,
    list_has_any("单位类型", ['高等院校', '科研院所']) AS academic,
    list_has_any("单位类型", ['企业', '高等院校', '科研院所', '医疗卫生机构', '其他事业单位']) AS plain,
    list_has_any("单位类型", ['新型研发机构', '产业园区', '孵化器', '科技成果转化服务机构']) AS by_form,
    "法人类型" = '事业单位法人' AS public_body,
    CASE WHEN starts_with("注册地", '22') THEN true WHEN starts_with('22', "注册地") THEN NULL WHEN "注册地" IS NOT NULL THEN false END AS in_jilin,
    "高新技术企业" AS high_tech,
    list_has_any("联合单位类型", ['高等院校', '科研院所']) AS joint,
    CASE WHEN "技术领域" IN ('光电信息', '高端仪器', '新材料', '新能源', '医药健康', '现代农业') THEN true WHEN "技术领域" = '无' THEN false END AS in_focus,
    "大型骨干龙头企业" AS leading_company, "地方企业" AS local, "有研发机构" AS has_institution,
    "发明专利数" >= 1 AS has_patent, "省外合作单位数" >= 1 AS has_partner,
    CASE "申报类型" WHEN '综合性' THEN 0 WHEN '专业性' THEN 1 WHEN '跨区域合作' THEN 2 WHEN '厅地共建' THEN 3 END AS asked
FROM read_parquet($applicants, file_row_number = true);

-- 2. Gates of the criteria, and whom the tracks are for. What nobody can know without a 认定 or the text is left out: it is NULL for all.

CREATE TEMP VIEW gates AS
SELECT
    *,
    plain OR (by_form AND public_body) AS applies,
    NOT academic AND enterprise AS company_alone,
    NOT enterprise OR NULL AS kc02,
    NOT (NOT academic AND enterprise) OR NULL AS kc03,
    NOT enterprise OR high_tech AS kc05,
    NOT enterprise OR joint AS kc06,
    has_patent AND NULL AS kc51,
    has_institution AND NULL AS kc52
FROM leaves;

-- 3. Verdicts of the tracks as ranks, the best 0: eligible, needs_judgement, threshold_unknown, incomplete, ineligible, not_applicable.
--    KC-01 is not obtained, so no track passes, and a track that is open for nothing else is threshold_unknown.

CREATE MACRO rank_of(applies, passes, missing) AS
    CASE WHEN NOT applies THEN 5 WHEN applies AND NOT passes THEN 4 WHEN missing THEN 3 ELSE 2 END;
CREATE MACRO verdict_of(rank) AS
    (CASE rank WHEN 2 THEN 'threshold_unknown' WHEN 3 THEN 'incomplete' WHEN 4 THEN 'ineligible' ELSE 'not_applicable' END)::verdict;
CREATE MACRO track_of(place) AS
    (CASE place WHEN 0 THEN 'comprehensive' WHEN 1 THEN 'specialized' WHEN 2 THEN 'cross-regional' ELSE 'bureau-local' END)::track;

CREATE TEMP VIEW ranks AS
SELECT
    *,
    rank_of(applies AND enterprise, shared AND leading_company AND in_jilin, shared_missing OR leading_company IS NULL OR in_jilin IS NULL) AS rank0,
    rank_of(applies AND (enterprise OR academic), shared AND in_jilin, shared_missing OR in_jilin IS NULL) AS rank1,
    rank_of(applies, shared AND has_partner AND in_jilin, shared_missing OR applies IS NULL OR has_partner IS NULL OR in_jilin IS NULL) AS rank2,
    rank_of(applies AND enterprise, shared AND local, shared_missing OR local IS NULL) AS rank3
FROM (
    SELECT
        *,
        NULL::BOOLEAN AND NULLIF(kc02, false) AND kc03 AND NULLIF(kc51, false) AND NULLIF(kc52, false) AS shared,
        kinds IS NULL OR (enterprise AND sales IS NULL) OR patents IS NULL OR has_institution IS NULL AS shared_missing
    FROM gates
);

-- 4. The track that gives the verdict: the one applied for, else the best, the first of equals.

CREATE TEMP VIEW found AS
SELECT *, coalesce(asked, least(rank0 * 4, rank1 * 4 + 1, rank2 * 4 + 2, rank3 * 4 + 3) % 4) AS giver FROM ranks;

-- 5. Out: a row an applicant. Of what nobody can know without a 认定, some is open for all.

CREATE MACRO one(holds) AS CASE WHEN holds THEN 1 ELSE 0 END;

CREATE TEMP VIEW told AS
SELECT
    *,
    CASE giver WHEN 0 THEN rank0 WHEN 1 THEN rank1 WHEN 2 THEN rank2 ELSE rank3 END AS rank,
    CASE giver WHEN 1 THEN applies AND (enterprise OR academic) WHEN 2 THEN applies ELSE applies AND enterprise END AS ours
FROM found;

COPY (
    SELECT
        number, coalesce(code, name, place) AS id, place, name, code AS uscc, recommender,
        'jilin/innovation-center' AS rule_set, track_of(giver) AS track, verdict_of(rank) AS verdict,
        CASE WHEN rank = 5 THEN 0 ELSE
            one(NOT has_patent) + one(NOT has_institution)
            + CASE giver
                WHEN 0 THEN one(NOT leading_company) + one(NOT in_jilin)
                WHEN 1 THEN one(NOT in_jilin)
                WHEN 2 THEN one(NOT has_partner) + one(NOT in_jilin)
                ELSE one(NOT local)
            END
        END AS unmet,
        CASE WHEN rank = 5 THEN 0 ELSE
            8 + one(enterprise IS DISTINCT FROM false) + one(company_alone IS DISTINCT FROM false)
            + CASE giver
                WHEN 0 THEN 3 + one(leading_company IS NULL) + one(in_jilin IS NULL)
                WHEN 1 THEN 2 + one(in_jilin IS NULL)
                WHEN 2 THEN 1 + one(has_partner IS NULL) + one(in_jilin IS NULL)
                ELSE 1 + one(local IS NULL)
            END
        END AS open,
        0 AS problems
    FROM told
) TO $verdicts (FORMAT parquet, COMPRESSION zstd);

-- 6. Out: a row a reason. `criterion` is NULL where the reason is whether the track is for the applicant at all.
--    Each applicant has a bit for each reason there can be; the reasons come out of a join with what they say.

CREATE MACRO mark(place, holds) AS CASE WHEN holds THEN 1::UBIGINT << place ELSE 0 END;
CREATE MACRO listed(words) AS CASE WHEN len(words) = 0 THEN '无' ELSE array_to_string(words, '、') END;

CREATE TEMP TABLE catalogue (
    place UTINYINT, track VARCHAR, criterion VARCHAR, force VARCHAR, status VARCHAR, fact VARCHAR, operator VARCHAR,
    required VARCHAR, unit VARCHAR, cause_kind VARCHAR, cause VARCHAR
);
INSERT INTO catalogue VALUES
    (0, NULL, 'KC-01', 'required', 'unknown', NULL, NULL, NULL, NULL, 'unknown_parameter', '吉科发国〔2021〕50号的基本条件一章未取得'),
    (1, NULL, 'KC-02', 'in_principle', 'unknown', NULL, NULL, NULL, NULL, 'missing_fact', '单位类型'),
    (2, NULL, 'KC-02', 'in_principle', 'unknown', NULL, NULL, NULL, NULL, 'missing_fact', '年销售收入[2025]'),
    (3, NULL, 'KC-02', 'in_principle', 'unknown', NULL, NULL, NULL, NULL, 'unknown_parameter', '年销售收入下限'),
    (4, NULL, 'KC-03', 'required', 'unknown', NULL, NULL, NULL, NULL, 'missing_fact', '单位类型'),
    (5, NULL, 'KC-03', 'required', 'unknown', NULL, NULL, NULL, NULL, 'pending_judgement', 'KC-03'),
    (6, NULL, 'KC-04', 'required', 'unknown', NULL, NULL, NULL, NULL, 'pending_judgement', 'KC-04'),
    (7, NULL, 'KC-05', 'preferred', 'unmet', '高新技术企业', 'is', '为“是”', NULL, NULL, NULL),
    (8, NULL, 'KC-05', 'preferred', 'unknown', NULL, NULL, NULL, NULL, 'missing_fact', '单位类型'),
    (9, NULL, 'KC-05', 'preferred', 'unknown', NULL, NULL, NULL, NULL, 'missing_fact', '高新技术企业'),
    (10, NULL, 'KC-06', 'preferred', 'unmet', '联合单位类型', 'includes_any', '包含 高等院校、科研院所 之一', NULL, NULL, NULL),
    (11, NULL, 'KC-06', 'preferred', 'unknown', NULL, NULL, NULL, NULL, 'missing_fact', '单位类型'),
    (12, NULL, 'KC-06', 'preferred', 'unknown', NULL, NULL, NULL, NULL, 'missing_fact', '联合单位类型'),
    (13, NULL, 'KC-07', 'preferred', 'unmet', '技术领域', 'one_of', '为 光电信息、高端仪器、新材料、新能源、医药健康、现代农业 等', NULL, NULL, NULL),
    (14, NULL, 'KC-07', 'preferred', 'unknown', NULL, NULL, NULL, NULL, 'missing_fact', '技术领域'),
    (15, NULL, 'KC-07', 'preferred', 'unknown', NULL, NULL, NULL, NULL, 'pending_judgement', 'KC-07'),
    (16, NULL, 'KC-51', 'in_principle', 'unmet', '发明专利数', 'at_least', '不少于 1 件', '件', NULL, NULL),
    (17, NULL, 'KC-51', 'in_principle', 'unknown', NULL, NULL, NULL, NULL, 'missing_fact', '发明专利数'),
    (18, NULL, 'KC-51', 'in_principle', 'unknown', NULL, NULL, NULL, NULL, 'pending_judgement', 'KC-51'),
    (19, NULL, 'KC-52', 'in_principle', 'unmet', '有研发机构', 'is', '为“是”', NULL, NULL, NULL),
    (20, NULL, 'KC-52', 'in_principle', 'unknown', NULL, NULL, NULL, NULL, 'missing_fact', '有研发机构'),
    (21, NULL, 'KC-52', 'in_principle', 'unknown', NULL, NULL, NULL, NULL, 'pending_judgement', 'KC-52'),
    (22, NULL, 'KC-53', 'in_principle', 'unknown', NULL, NULL, NULL, NULL, 'pending_judgement', 'KC-53'),
    (23, NULL, 'KC-54', 'in_principle', 'unknown', NULL, NULL, NULL, NULL, 'pending_judgement', 'KC-54'),
    (24, NULL, 'KC-55', 'in_principle', 'unknown', NULL, NULL, NULL, NULL, 'pending_judgement', 'KC-55'),
    (25, NULL, 'KC-56', 'in_principle', 'unknown', NULL, NULL, NULL, NULL, 'pending_judgement', 'KC-56'),
    (26, 'comprehensive', 'KC-11', 'required', 'unmet', '大型骨干龙头企业', 'is', '为“是”', NULL, NULL, NULL),
    (27, 'comprehensive', 'KC-11', 'required', 'unknown', NULL, NULL, NULL, NULL, 'missing_fact', '大型骨干龙头企业'),
    (28, 'comprehensive', 'KC-12', 'required', 'unknown', NULL, NULL, NULL, NULL, 'pending_judgement', 'KC-12'),
    (29, 'comprehensive', 'KC-13', 'required', 'unknown', NULL, NULL, NULL, NULL, 'pending_judgement', 'KC-13'),
    (30, 'comprehensive', 'KC-14', 'required', 'unknown', NULL, NULL, NULL, NULL, 'pending_judgement', 'KC-14'),
    (31, 'comprehensive', 'KC-15', 'required', 'unmet', '注册地', 'within', '属于 吉林省（22）', NULL, NULL, NULL),
    (32, 'comprehensive', 'KC-15', 'required', 'unknown', NULL, NULL, NULL, NULL, 'missing_fact', '注册地'),
    (33, 'specialized', 'KC-21', 'required', 'unknown', NULL, NULL, NULL, NULL, 'pending_judgement', 'KC-21'),
    (34, 'specialized', 'KC-22', 'required', 'unknown', NULL, NULL, NULL, NULL, 'pending_judgement', 'KC-22'),
    (35, 'specialized', 'KC-23', 'required', 'unmet', '注册地', 'within', '属于 吉林省（22）', NULL, NULL, NULL),
    (36, 'specialized', 'KC-23', 'required', 'unknown', NULL, NULL, NULL, NULL, 'missing_fact', '注册地'),
    (37, 'cross-regional', 'KC-31', 'required', 'unmet', '省外合作单位数', 'at_least', '不少于 1 家', '家', NULL, NULL),
    (38, 'cross-regional', 'KC-31', 'required', 'unknown', NULL, NULL, NULL, NULL, 'missing_fact', '省外合作单位数'),
    (39, 'cross-regional', 'KC-32', 'required', 'unknown', NULL, NULL, NULL, NULL, 'pending_judgement', 'KC-32'),
    (40, 'cross-regional', 'KC-33', 'required', 'unmet', '注册地', 'within', '属于 吉林省（22）', NULL, NULL, NULL),
    (41, 'cross-regional', 'KC-33', 'required', 'unknown', NULL, NULL, NULL, NULL, 'missing_fact', '注册地'),
    (42, 'bureau-local', 'KC-41', 'required', 'unmet', '地方企业', 'is', '为“是”', NULL, NULL, NULL),
    (43, 'bureau-local', 'KC-41', 'required', 'unknown', NULL, NULL, NULL, NULL, 'missing_fact', '地方企业'),
    (44, 'bureau-local', 'KC-42', 'required', 'unknown', NULL, NULL, NULL, NULL, 'pending_judgement', 'KC-42'),
    (45, 'comprehensive', NULL, NULL, 'not_applicable', '单位类型', 'includes_any', '包含 企业、高等院校、科研院所、医疗卫生机构、其他事业单位 之一', NULL, NULL, NULL),
    (46, 'comprehensive', NULL, NULL, 'not_applicable', '单位类型', 'includes_any', '包含 新型研发机构、产业园区、孵化器、科技成果转化服务机构 之一', NULL, NULL, NULL),
    (47, 'comprehensive', NULL, NULL, 'not_applicable', '法人类型', 'equals', '为 事业单位法人', NULL, NULL, NULL),
    (48, 'comprehensive', NULL, NULL, 'not_applicable', '单位类型', 'includes_any', '包含 企业', NULL, NULL, NULL),
    (49, 'specialized', NULL, NULL, 'not_applicable', '单位类型', 'includes_any', '包含 企业、高等院校、科研院所、医疗卫生机构、其他事业单位 之一', NULL, NULL, NULL),
    (50, 'specialized', NULL, NULL, 'not_applicable', '单位类型', 'includes_any', '包含 新型研发机构、产业园区、孵化器、科技成果转化服务机构 之一', NULL, NULL, NULL),
    (51, 'specialized', NULL, NULL, 'not_applicable', '法人类型', 'equals', '为 事业单位法人', NULL, NULL, NULL),
    (52, 'specialized', NULL, NULL, 'not_applicable', '单位类型', 'includes_any', '包含 企业、高等院校、科研院所 之一', NULL, NULL, NULL),
    (53, 'cross-regional', NULL, NULL, 'not_applicable', '单位类型', 'includes_any', '包含 企业、高等院校、科研院所、医疗卫生机构、其他事业单位 之一', NULL, NULL, NULL),
    (54, 'cross-regional', NULL, NULL, 'not_applicable', '单位类型', 'includes_any', '包含 新型研发机构、产业园区、孵化器、科技成果转化服务机构 之一', NULL, NULL, NULL),
    (55, 'cross-regional', NULL, NULL, 'not_applicable', '法人类型', 'equals', '为 事业单位法人', NULL, NULL, NULL),
    (56, 'bureau-local', NULL, NULL, 'not_applicable', '单位类型', 'includes_any', '包含 企业、高等院校、科研院所、医疗卫生机构、其他事业单位 之一', NULL, NULL, NULL),
    (57, 'bureau-local', NULL, NULL, 'not_applicable', '单位类型', 'includes_any', '包含 新型研发机构、产业园区、孵化器、科技成果转化服务机构 之一', NULL, NULL, NULL),
    (58, 'bureau-local', NULL, NULL, 'not_applicable', '法人类型', 'equals', '为 事业单位法人', NULL, NULL, NULL),
    (59, 'bureau-local', NULL, NULL, 'not_applicable', '单位类型', 'includes_any', '包含 企业', NULL, NULL, NULL),
    (60, 'comprehensive', NULL, NULL, 'unknown', NULL, NULL, NULL, NULL, 'missing_fact', '法人类型'),
    (61, 'specialized', NULL, NULL, 'unknown', NULL, NULL, NULL, NULL, 'missing_fact', '法人类型'),
    (62, 'cross-regional', NULL, NULL, 'unknown', NULL, NULL, NULL, NULL, 'missing_fact', '法人类型'),
    (63, 'bureau-local', NULL, NULL, 'unknown', NULL, NULL, NULL, NULL, 'missing_fact', '法人类型');
CREATE TYPE track_id AS ENUM (SELECT DISTINCT track FROM catalogue WHERE track IS NOT NULL);
CREATE TYPE criterion_id AS ENUM (SELECT DISTINCT criterion FROM catalogue WHERE criterion IS NOT NULL);
CREATE TYPE force AS ENUM (SELECT DISTINCT force FROM catalogue WHERE force IS NOT NULL);
CREATE TYPE status AS ENUM (SELECT DISTINCT status FROM catalogue WHERE status IS NOT NULL);
CREATE TYPE fact AS ENUM (SELECT DISTINCT fact FROM catalogue WHERE fact IS NOT NULL);
CREATE TYPE operator_name AS ENUM (SELECT DISTINCT operator FROM catalogue WHERE operator IS NOT NULL);
CREATE TYPE demand AS ENUM (SELECT DISTINCT required FROM catalogue WHERE required IS NOT NULL);
CREATE TYPE unit_name AS ENUM (SELECT DISTINCT unit FROM catalogue WHERE unit IS NOT NULL);
CREATE TYPE kind_of_cause AS ENUM (SELECT DISTINCT cause_kind FROM catalogue WHERE cause_kind IS NOT NULL);
CREATE TYPE cause AS ENUM (SELECT DISTINCT cause FROM catalogue WHERE cause IS NOT NULL);
CREATE TEMP TABLE sayings AS
SELECT
    place, 1::UBIGINT << place AS flag, track::track_id AS track, criterion::criterion_id AS criterion, force::force AS force, status::status AS status,
    fact::fact AS fact, operator::operator_name AS operator, required::demand AS required, unit::unit_name AS unit,
    cause_kind::kind_of_cause AS cause_kind, cause::cause AS cause
FROM catalogue;

COPY (
    SELECT
        number, 'jilin/innovation-center' AS rule_set, sayings.track, criterion, force, status, fact, operator, required,
        CASE fact
            WHEN '单位类型' THEN listed(kinds)
            WHEN '法人类型' THEN legal_form
            WHEN '联合单位类型' THEN listed(partner_kinds)
            WHEN '技术领域' THEN field
            WHEN '注册地' THEN regions.text
            WHEN '发明专利数' THEN NULL
            WHEN '省外合作单位数' THEN NULL
            ELSE CASE WHEN fact IS NOT NULL THEN '否' END
        END AS actual,
        CASE fact WHEN '发明专利数' THEN patents WHEN '省外合作单位数' THEN partners END::DECIMAL(38, 12) AS low,
        CASE fact WHEN '发明专利数' THEN patents WHEN '省外合作单位数' THEN partners END::DECIMAL(38, 12) AS high,
        CASE fact WHEN '发明专利数' THEN patents - 1 WHEN '省外合作单位数' THEN partners - 1 END::DECIMAL(38, 12) AS gap,
        unit, cause_kind, cause
    FROM (
        SELECT
            number, kinds, legal_form, partner_kinds, region, field, patents, partners,
            CASE WHEN rank = 5 THEN
                mark(45, giver = 0 AND NOT plain) |
                mark(46, giver = 0 AND NOT by_form) |
                mark(47, giver = 0 AND NOT public_body) |
                mark(48, giver = 0 AND NOT (enterprise)) |
                mark(49, giver = 1 AND NOT plain) |
                mark(50, giver = 1 AND NOT by_form) |
                mark(51, giver = 1 AND NOT public_body) |
                mark(52, giver = 1 AND NOT (enterprise OR academic)) |
                mark(53, giver = 2 AND NOT plain) |
                mark(54, giver = 2 AND NOT by_form) |
                mark(55, giver = 2 AND NOT public_body) |
                mark(56, giver = 3 AND NOT plain) |
                mark(57, giver = 3 AND NOT by_form) |
                mark(58, giver = 3 AND NOT public_body) |
                mark(59, giver = 3 AND NOT (enterprise))
            ELSE
                mark(0, true) |
                mark(1, kinds IS NULL) |
                mark(2, enterprise IS DISTINCT FROM false AND sales IS NULL) |
                mark(3, enterprise IS DISTINCT FROM false) |
                mark(4, kinds IS NULL) |
                mark(5, company_alone IS DISTINCT FROM false) |
                mark(6, true) |
                mark(7, NOT kc05) |
                mark(8, kc05 IS NULL AND kinds IS NULL) |
                mark(9, kc05 IS NULL AND high_tech IS NULL) |
                mark(10, NOT kc06) |
                mark(11, kc06 IS NULL AND kinds IS NULL) |
                mark(12, kc06 IS NULL AND joint IS NULL) |
                mark(13, NOT in_focus) |
                mark(14, field IS NULL) |
                mark(15, in_focus IS NULL AND field IS NOT NULL) |
                mark(16, NOT has_patent) |
                mark(17, patents IS NULL) |
                mark(18, has_patent IS DISTINCT FROM false) |
                mark(19, NOT has_institution) |
                mark(20, has_institution IS NULL) |
                mark(21, has_institution IS DISTINCT FROM false) |
                mark(22, true) |
                mark(23, true) |
                mark(24, true) |
                mark(25, true) |
                mark(26, giver = 0 AND NOT leading_company) |
                mark(27, giver = 0 AND leading_company IS NULL) |
                mark(28, giver = 0) |
                mark(29, giver = 0) |
                mark(30, giver = 0) |
                mark(31, giver = 0 AND NOT in_jilin) |
                mark(32, giver = 0 AND in_jilin IS NULL) |
                mark(33, giver = 1) |
                mark(34, giver = 1) |
                mark(35, giver = 1 AND NOT in_jilin) |
                mark(36, giver = 1 AND in_jilin IS NULL) |
                mark(37, giver = 2 AND NOT has_partner) |
                mark(38, giver = 2 AND partners IS NULL) |
                mark(39, giver = 2) |
                mark(40, giver = 2 AND NOT in_jilin) |
                mark(41, giver = 2 AND in_jilin IS NULL) |
                mark(42, giver = 3 AND NOT local) |
                mark(43, giver = 3 AND local IS NULL) |
                mark(44, giver = 3) |
                mark(60, giver = 0 AND ours IS NULL AND legal_form IS NULL) |
                mark(61, giver = 1 AND ours IS NULL AND legal_form IS NULL) |
                mark(62, giver = 2 AND ours IS NULL AND legal_form IS NULL) |
                mark(63, giver = 3 AND ours IS NULL AND legal_form IS NULL)
            END AS mask
        FROM told
    )
    LEFT JOIN read_csv($regions, header = true, all_varchar = true) regions ON regions.code = region
    CROSS JOIN sayings
    WHERE mask & flag <> 0
) TO $reasons (FORMAT parquet, COMPRESSION zstd);
