-- 吉林省科技创新中心 (jilin/innovation-center, as of 2026-03-01) written by hand for DuckDB: the bar for the columnar executor.
--
-- Truth is BOOLEAN, NULL being unknown: AND, OR, NOT and comparisons of SQL are strong Kleene logic. An applicant brings no 认定,
-- so whatever is judged is NULL, and an in-principle gate that is false settles nothing: NULLIF(gate, false).
-- $applicants, $verdicts and $reasons are file names, $scope is what `told` comes to: see bench/by_hand.py.

-- Words of a closed set are ENUMs: they cost less to write than texts, and are texts in the file.
CREATE TYPE status AS ENUM ('met', 'unmet', 'unknown', 'not_applicable');
CREATE TYPE verdict AS ENUM ('eligible', 'needs_judgement', 'threshold_unknown', 'incomplete', 'ineligible', 'not_applicable');
CREATE TYPE track AS ENUM ('comprehensive', 'specialized', 'cross-regional', 'bureau-local');

-- 1. What is stated, and the leaves.

CREATE TEMP VIEW leaves AS
SELECT
    file_row_number + 1 AS number,
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
CREATE MACRO status_of(gate) AS (CASE WHEN gate THEN 'met' WHEN NOT gate THEN 'unmet' ELSE 'unknown' END)::status;
CREATE MACRO status_where(applies, gate) AS CASE WHEN NOT applies THEN 'not_applicable'::status ELSE status_of(gate) END;

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

-- 5. Out: a row an applicant.

COPY (
    SELECT
        number, name, code, recommender,
        verdict_of(CASE giver WHEN 0 THEN rank0 WHEN 1 THEN rank1 WHEN 2 THEN rank2 ELSE rank3 END) AS verdict,
        track_of(giver) AS track,
        asked IS NOT NULL AS asked,
        verdict_of(rank0) AS "comprehensive", verdict_of(rank1) AS "specialized",
        verdict_of(rank2) AS "cross-regional", verdict_of(rank3) AS "bureau-local",
        'unknown'::status AS "KC-01",
        status_where(enterprise, kc02) AS "KC-02",
        status_where(company_alone, kc03) AS "KC-03",
        'unknown'::status AS "KC-04",
        status_where(enterprise, kc05) AS "KC-05",
        status_where(enterprise, kc06) AS "KC-06",
        status_of(in_focus) AS "KC-07",
        status_of(leading_company) AS "KC-11",
        'unknown'::status AS "KC-12", 'unknown'::status AS "KC-13", 'unknown'::status AS "KC-14",
        status_of(in_jilin) AS "KC-15",
        'unknown'::status AS "KC-21", 'unknown'::status AS "KC-22",
        status_of(in_jilin) AS "KC-23",
        status_of(has_partner) AS "KC-31",
        'unknown'::status AS "KC-32",
        status_of(in_jilin) AS "KC-33",
        status_of(local) AS "KC-41",
        'unknown'::status AS "KC-42",
        status_of(kc51) AS "KC-51",
        status_of(kc52) AS "KC-52",
        'unknown'::status AS "KC-53", 'unknown'::status AS "KC-54", 'unknown'::status AS "KC-55", 'unknown'::status AS "KC-56"
    FROM found
) TO $verdicts (FORMAT parquet, COMPRESSION zstd);

-- 6. Out: a row a reason. `criterion` is NULL where the reason is whether the track is for the applicant at all.
--    Each applicant has a bit for each reason there can be; the reasons come out of a join with what they say.

CREATE MACRO told(place, binding) AS $scope;
CREATE MACRO mark(place, holds) AS CASE WHEN holds THEN 1::UBIGINT << place ELSE 0 END;
CREATE MACRO listed(words) AS CASE WHEN len(words) = 0 THEN '无' ELSE array_to_string(words, '、') END;

CREATE TEMP TABLE catalogue (place UTINYINT, criterion VARCHAR, kind VARCHAR, name VARCHAR, required VARCHAR, unit VARCHAR);
INSERT INTO catalogue VALUES
    -- whom the track is for
    (0, NULL, 'not_applicable', '单位类型', NULL, NULL),
    (1, NULL, 'missing_fact', '单位类型', NULL, NULL),
    (2, NULL, 'missing_fact', '法人类型', NULL, NULL),
    -- shared
    (3, 'KC-01', 'unknown_parameter', '吉科发国〔2021〕50号的基本条件一章未取得', NULL, NULL),
    (4, 'KC-02', 'missing_fact', '单位类型', NULL, NULL),
    (5, 'KC-02', 'missing_fact', '年销售收入[2025]', NULL, NULL),
    (6, 'KC-02', 'unknown_parameter', '年销售收入下限', NULL, NULL),
    (7, 'KC-03', 'missing_fact', '单位类型', NULL, NULL),
    (8, 'KC-03', 'pending_judgement', 'KC-03', NULL, NULL),
    (9, 'KC-04', 'pending_judgement', 'KC-04', NULL, NULL),
    (10, 'KC-05', 'unmet', '高新技术企业', '是', NULL),
    (11, 'KC-05', 'missing_fact', '单位类型', NULL, NULL),
    (12, 'KC-05', 'missing_fact', '高新技术企业', NULL, NULL),
    (13, 'KC-06', 'unmet', '联合单位类型', '高等院校、科研院所', NULL),
    (14, 'KC-06', 'missing_fact', '单位类型', NULL, NULL),
    (15, 'KC-06', 'missing_fact', '联合单位类型', NULL, NULL),
    (16, 'KC-07', 'unmet', '技术领域', '光电信息、高端仪器、新材料、新能源、医药健康、现代农业', NULL),
    (17, 'KC-07', 'missing_fact', '技术领域', NULL, NULL),
    (18, 'KC-07', 'pending_judgement', 'KC-07', NULL, NULL),
    (19, 'KC-51', 'unmet', '发明专利数', '1 件', '件'),
    (20, 'KC-51', 'missing_fact', '发明专利数', NULL, NULL),
    (21, 'KC-51', 'pending_judgement', 'KC-51', NULL, NULL),
    (22, 'KC-52', 'unmet', '有研发机构', '是', NULL),
    (23, 'KC-52', 'missing_fact', '有研发机构', NULL, NULL),
    (24, 'KC-52', 'pending_judgement', 'KC-52', NULL, NULL),
    (25, 'KC-53', 'pending_judgement', 'KC-53', NULL, NULL),
    (26, 'KC-54', 'pending_judgement', 'KC-54', NULL, NULL),
    (27, 'KC-55', 'pending_judgement', 'KC-55', NULL, NULL),
    (28, 'KC-56', 'pending_judgement', 'KC-56', NULL, NULL),
    -- 综合性
    (29, 'KC-11', 'unmet', '大型骨干龙头企业', '是', NULL),
    (30, 'KC-11', 'missing_fact', '大型骨干龙头企业', NULL, NULL),
    (31, 'KC-12', 'pending_judgement', 'KC-12', NULL, NULL),
    (32, 'KC-13', 'pending_judgement', 'KC-13', NULL, NULL),
    (33, 'KC-14', 'pending_judgement', 'KC-14', NULL, NULL),
    (34, 'KC-15', 'unmet', '注册地', '22', NULL),
    (35, 'KC-15', 'missing_fact', '注册地', NULL, NULL),
    -- 专业性
    (36, 'KC-21', 'pending_judgement', 'KC-21', NULL, NULL),
    (37, 'KC-22', 'pending_judgement', 'KC-22', NULL, NULL),
    (38, 'KC-23', 'unmet', '注册地', '22', NULL),
    (39, 'KC-23', 'missing_fact', '注册地', NULL, NULL),
    -- 跨区域合作
    (40, 'KC-31', 'unmet', '省外合作单位数', '1 家', '家'),
    (41, 'KC-31', 'missing_fact', '省外合作单位数', NULL, NULL),
    (42, 'KC-32', 'pending_judgement', 'KC-32', NULL, NULL),
    (43, 'KC-33', 'unmet', '注册地', '22', NULL),
    (44, 'KC-33', 'missing_fact', '注册地', NULL, NULL),
    -- 厅地共建
    (45, 'KC-41', 'unmet', '地方企业', '是', NULL),
    (46, 'KC-41', 'missing_fact', '地方企业', NULL, NULL),
    (47, 'KC-42', 'pending_judgement', 'KC-42', NULL, NULL);
CREATE TYPE criterion_id AS ENUM (SELECT DISTINCT criterion FROM catalogue WHERE criterion IS NOT NULL);
CREATE TYPE kind_of_reason AS ENUM (SELECT DISTINCT kind FROM catalogue);
CREATE TYPE cause AS ENUM (SELECT DISTINCT name FROM catalogue);
CREATE TYPE demand AS ENUM (SELECT DISTINCT required FROM catalogue WHERE required IS NOT NULL);
CREATE TYPE unit_name AS ENUM (SELECT DISTINCT unit FROM catalogue WHERE unit IS NOT NULL);
CREATE TEMP TABLE sayings AS
SELECT 1::UBIGINT << place AS flag, place, criterion::criterion_id AS criterion, kind::kind_of_reason AS kind, name::cause AS name, required::demand AS required, unit::unit_name AS unit
FROM catalogue;

COPY (
    SELECT
        number, criterion, kind, name, required,
        CASE place
            WHEN 0 THEN listed(kinds)
            WHEN 10 THEN '否'
            WHEN 13 THEN listed(partner_kinds)
            WHEN 16 THEN '无'
            WHEN 19 THEN patents::VARCHAR || ' 件'
            WHEN 22 THEN '否'
            WHEN 29 THEN '否'
            WHEN 34 THEN region
            WHEN 38 THEN region
            WHEN 40 THEN partners::VARCHAR || ' 家'
            WHEN 43 THEN region
            WHEN 45 THEN '否'
        END AS actual,
        CASE place
            WHEN 19 THEN patents - 1
            WHEN 40 THEN partners - 1
        END AS gap,
        unit
    FROM (
        SELECT
            number, kinds, partner_kinds, region, patents, partners,
            -- whom the track is for
            mark(0, NOT ours) |
            mark(1, ours IS NULL AND kinds IS NULL) |
            mark(2, ours IS NULL AND legal_form IS NULL) |
            -- shared
            mark(3, told(NULL, true)) |
            mark(4, kinds IS NULL AND told(NULL, true)) |
            mark(5, enterprise IS DISTINCT FROM false AND sales IS NULL AND told(NULL, true)) |
            mark(6, enterprise IS DISTINCT FROM false AND told(NULL, true)) |
            mark(7, kinds IS NULL AND told(NULL, true)) |
            mark(8, company_alone IS DISTINCT FROM false AND told(NULL, true)) |
            mark(9, told(NULL, true)) |
            mark(10, NOT kc05 AND told(NULL, false)) |
            mark(11, kc05 IS NULL AND kinds IS NULL AND told(NULL, false)) |
            mark(12, kc05 IS NULL AND high_tech IS NULL AND told(NULL, false)) |
            mark(13, NOT kc06 AND told(NULL, false)) |
            mark(14, kc06 IS NULL AND kinds IS NULL AND told(NULL, false)) |
            mark(15, kc06 IS NULL AND joint IS NULL AND told(NULL, false)) |
            mark(16, NOT in_focus AND told(NULL, false)) |
            mark(17, field IS NULL AND told(NULL, false)) |
            mark(18, in_focus IS NULL AND field IS NOT NULL AND told(NULL, false)) |
            mark(19, NOT has_patent AND told(NULL, true)) |
            mark(20, patents IS NULL AND told(NULL, true)) |
            mark(21, told(NULL, true)) |
            mark(22, NOT has_institution AND told(NULL, true)) |
            mark(23, has_institution IS NULL AND told(NULL, true)) |
            mark(24, told(NULL, true)) |
            mark(25, told(NULL, true)) |
            mark(26, told(NULL, true)) |
            mark(27, told(NULL, true)) |
            mark(28, told(NULL, true)) |
            -- 综合性
            mark(29, NOT leading_company AND told(0, true)) |
            mark(30, leading_company IS NULL AND told(0, true)) |
            mark(31, told(0, true)) |
            mark(32, told(0, true)) |
            mark(33, told(0, true)) |
            mark(34, NOT in_jilin AND told(0, true)) |
            mark(35, in_jilin IS NULL AND told(0, true)) |
            -- 专业性
            mark(36, told(1, true)) |
            mark(37, told(1, true)) |
            mark(38, NOT in_jilin AND told(1, true)) |
            mark(39, in_jilin IS NULL AND told(1, true)) |
            -- 跨区域合作
            mark(40, NOT has_partner AND told(2, true)) |
            mark(41, partners IS NULL AND told(2, true)) |
            mark(42, told(2, true)) |
            mark(43, NOT in_jilin AND told(2, true)) |
            mark(44, in_jilin IS NULL AND told(2, true)) |
            -- 厅地共建
            mark(45, NOT local AND told(3, true)) |
            mark(46, local IS NULL AND told(3, true)) |
            mark(47, told(3, true))
            AS mask
        FROM (
            SELECT *, CASE giver WHEN 1 THEN applies AND (enterprise OR academic) WHEN 2 THEN applies ELSE applies AND enterprise END AS ours
            FROM found
        )
    )
    CROSS JOIN sayings
    WHERE mask & flag <> 0
) TO $reasons (FORMAT parquet, COMPRESSION zstd);
