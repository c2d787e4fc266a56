"""Numbers and units as people type them: one meaning each, or a problem that says why not."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.load.problem import ValueProblem
from engine.load.quantity import Reading, canonical, read_number, shown
from engine.load.units import Unit, canonical_unit, likely_units, read_unit, units_of
from schemas.condition import Scalar
from schemas.fact import Fact, FactType

D = Decimal
MONEY = Fact(name="年销售收入", id="sales", type=FactType.MONEY)
PERCENT = Fact(name="研发占比", id="share", type=FactType.PERCENT)
AREA = Fact(name="面积", id="area", type=FactType.AREA)
PEOPLE = Fact(name="人数", id="staff", type=FactType.COUNT, count_as="人")
FIRMS = Fact(name="骨干企业", id="firms", type=FactType.LIST, of="enterprise", count_as="家")
PLAIN_COUNT = Fact(name="次数", id="times", type=FactType.COUNT)
CAPACITY = Fact(name="产能", id="capacity", type=FactType.NUMBER, unit="万吨")
WEIGHT = Fact(name="重量", id="weight", type=FactType.NUMBER, unit="吨")
DENSITY = Fact(name="专利密度", id="density", type=FactType.NUMBER, unit="件/亿元")
SCORE = Fact(name="得分", id="score", type=FactType.NUMBER)
EVENTS = Fact(name="失信记录", id="records", type=FactType.DATES, count_as="条")


def refusal(raw: Scalar, fact: Fact, unit: str | None = None) -> tuple[str, str, str | None]:
    """The problem of a number, as (code, message, remedy)."""
    with pytest.raises(ValueProblem) as caught:
        read_number(raw, fact, unit=unit)
    return caught.value.code, caught.value.message, caught.value.remedy


@pytest.mark.parametrize(
    ("raw", "fact", "reading"),
    [
        ("500万元", MONEY, Reading(D(5000000), "万元", D(10000), 0)),
        ("5,000,000元", MONEY, Reading(D(5000000), "元", D(1), 0)),
        ("5，000，000 元", MONEY, Reading(D(5000000), "元", D(1), 0)),
        ("0.05亿元", MONEY, Reading(D(5000000), "亿元", D(100000000), 2)),
        ("５００ 万 元", MONEY, Reading(D(5000000), "万元", D(10000), 0)),
        ("500万", MONEY, Reading(D(5000000), "万元", D(10000), 0)),
        ("5亿", MONEY, Reading(D(500000000), "亿元", D(100000000), 0)),
        ("5 千元", MONEY, Reading(D(5000), "千元", D(1000), 0)),
        ("5百万元", MONEY, Reading(D(5000000), "百万元", D(1000000), 0)),
        ("5 千万元", MONEY, Reading(D(50000000), "千万元", D(10000000), 0)),
        ("29,999,999.99 元", MONEY, Reading(D("29999999.99"), "元", D(1), 2)),
        ("2999.999999万元", MONEY, Reading(D("29999999.99"), "万元", D(10000), 6)),
        ("0.0100000 元", MONEY, Reading(D("0.01"), "元", D(1), 7)),
        ("−3 元", MONEY, Reading(D(-3), "元", D(1), 0)),
        ("－3元", MONEY, Reading(D(-3), "元", D(1), 0)),
        ("-0元", MONEY, Reading(D(0), "元", D(1), 0)),
        ("+3元", MONEY, Reading(D(3), "元", D(1), 0)),
        (0, MONEY, Reading(D(0), "元", D(1), 0)),
        ("3%", PERCENT, Reading(D(3), "%", D(1), 0)),
        ("2.9999 ％", PERCENT, Reading(D("2.9999"), "%", D(1), 4)),
        ("0", PERCENT, Reading(D(0), "%", D(1), 0)),
        ("500㎡", AREA, Reading(D(500), "㎡", D(1), 0)),
        ("500 m²", AREA, Reading(D(500), "㎡", D(1), 0)),
        ("500m2", AREA, Reading(D(500), "㎡", D(1), 0)),
        ("500 平方米", AREA, Reading(D(500), "平方米", D(1), 0)),
        ("0.2万平方米", AREA, Reading(D(2000), "万平方米", D(10000), 1)),
        ("0.2 万㎡", AREA, Reading(D(2000), "万㎡", D(10000), 1)),
        (20, PEOPLE, Reading(D(20), "人", D(1), 0)),
        ("20 名", PEOPLE, Reading(D(20), "人", D(1), 0)),
        ("20位", PEOPLE, Reading(D(20), "人", D(1), 0)),
        ("1.5 万人", PEOPLE, Reading(D(15000), "万人", D(10000), 1)),
        ("2万", PEOPLE, Reading(D(20000), "万人", D(10000), 0)),
        ("20.0", PEOPLE, Reading(D(20), "人", D(1), 1)),
        ("12 户", FIRMS, Reading(D(12), "家", D(1), 0)),
        (D("12"), PLAIN_COUNT, Reading(D(12), "", D(1), 0)),
        ("0 条", EVENTS, Reading(D(0), "条", D(1), 0)),
        ("220000 吨", CAPACITY, Reading(D(22), "吨", D("0.0001"), 0)),
        ("22 万吨", CAPACITY, Reading(D(22), "万吨", D(1), 0)),
        ("0.0022 亿吨", CAPACITY, Reading(D(22), "亿吨", D(10000), 4)),
        ("22 万吨", WEIGHT, Reading(D(220000), "万吨", D(10000), 0)),
        ("3 件/亿元", DENSITY, Reading(D(3), "件/亿元", D(1), 0)),
        (D("3.50"), SCORE, Reading(D("3.5"), "", D(1), 2)),
        ("3 万", SCORE, Reading(D(30000), "万", D(10000), 0)),
        (D("0.0000001"), SCORE, Reading(D("0.0000001"), "", D(1), 7)),
    ],
)
def test_a_number_is_read_exactly(raw: Scalar, fact: Fact, reading: Reading) -> None:
    actual = read_number(raw, fact)
    assert actual == reading
    assert format(actual.value, "f") == format(reading.value, "f")


@pytest.mark.parametrize(
    ("raw", "unit", "fact", "reading"),
    [
        (3000, "万元", MONEY, Reading(D(30000000), "万元", D(10000), 0)),
        ("3000 元", "万元", MONEY, Reading(D(3000), "元", D(1), 0)),
        (D("2.5"), "%", PERCENT, Reading(D("2.5"), "%", D(1), 1)),
    ],
)
def test_a_unit_stated_elsewhere_serves_a_bare_number(raw: Scalar, unit: str, fact: Fact, reading: Reading) -> None:
    assert read_number(raw, fact, unit=unit) == reading


@pytest.mark.parametrize(
    ("raw", "fact", "code", "message", "remedy"),
    [
        (
            5000000,
            MONEY,
            "E2103",
            "年销售收入「5000000」没有写单位，可读作 5000000 元，也可读作 5000000 万元",
            "写上单位，如「5000000 元」或「5000000 万元」",
        ),
        (3, PERCENT, "E2103", "研发占比「3」没有写单位，可读作 3%，也可读作 300%", "写上单位，如「3%」或「300%」"),
        (
            D("0.03"),
            PERCENT,
            "E2103",
            "研发占比「0.03」没有写单位，可读作 0.03%，也可读作 3%",
            "写上单位，如「0.03%」或「3%」",
        ),
        (
            "-3",
            PERCENT,
            "E2103",
            "研发占比「-3」没有写单位，可读作 -3%，也可读作 -300%",
            "写上单位，如「-3%」或「-300%」",
        ),
        (
            "500",
            AREA,
            "E2103",
            "面积「500」没有写单位，可读作 500 ㎡，也可读作 500 万㎡",
            "写上单位，如「500 ㎡」或「500 万㎡」",
        ),
        (
            22,
            CAPACITY,
            "E2103",
            "产能「22」没有写单位，可读作 22 万吨，也可读作 22 吨",
            "写上单位，如「22 万吨」或「22 吨」",
        ),
        (
            22,
            WEIGHT,
            "E2103",
            "重量「22」没有写单位，可读作 22 吨，也可读作 22 万吨",
            "写上单位，如「22 吨」或「22 万吨」",
        ),
        (22, DENSITY, "E2103", "专利密度「22」没有写单位，应为 22 件/亿元", "写上单位，如「22 件/亿元」"),
        (
            "3亩",
            AREA,
            "E2104",
            "面积是面积，单位「亩」与它不符",
            "改用㎡、平方米、万㎡、万平方米；其他单位请先自行换算",
        ),
        ("20 家", PEOPLE, "E2104", "人数是个数，单位「家」与它不符", "改用人、万人、亿人；其他单位请先自行换算"),
        ("3 件/元", DENSITY, "E2104", "专利密度是数值，单位「件/元」与它不符", "改用件/亿元；其他单位请先自行换算"),
        ("5 元", SCORE, "E2104", "得分是不带单位的数值，写了单位「元」", "只写数，不写单位"),
        ("5 次", PLAIN_COUNT, "E2104", "次数是不带单位的个数，写了单位「次」", "只写数，不写单位"),
        ("3个百分点", PERCENT, "E2104", "研发占比是百分比，单位「个百分点」与它不符", "改用%；其他单位请先自行换算"),
        ("500 美元", MONEY, "E2104", "年销售收入「500 美元」用了外币", "自行折算成人民币，以元或万元为单位"),
        ("￥500", MONEY, "E2104", "年销售收入「¥500」带了币种记号", "金额一律是人民币，去掉币种，如「500 万元」"),
        (
            "0.0000001万元",
            MONEY,
            "E2105",
            "年销售收入「0.0000001万元」合 0.001 元，细于 0.01 元；金额不四舍五入",
            "写到分为止（以万元计最多六位小数）",
        ),
        ("1.5 人", PEOPLE, "E2105", "人数「1.5 人」不是整数", "个数须是整数，如「20」"),
        ("1.5 家", FIRMS, "E2105", "骨干企业「1.5 家」不是整数", "个数须是整数，如「20」"),
        ("3-5 万元", MONEY, "E2102", "年销售收入「3-5 万元」是一个区间，不是一个数", "只写一个准确的数"),
        ("３万元～５万元", MONEY, "E2102", "年销售收入「3万元~5万元」是一个区间，不是一个数", "只写一个准确的数"),
        (
            "约 500 万元",
            MONEY,
            "E2102",
            "年销售收入「约 500 万元」是约数或范围，不是一个准确的数",
            "只写准确的数，去掉「约」「以上」「余」之类的字样；数不确知的请留空",
        ),
        (
            "500 万元以上",
            MONEY,
            "E2102",
            "年销售收入「500 万元以上」是约数或范围，不是一个准确的数",
            "只写准确的数，去掉「约」「以上」「余」之类的字样；数不确知的请留空",
        ),
        ("1e3 元", MONEY, "E2101", "年销售收入「1e3 元」是科学记数法", "写出全部数字，如「500 万元」"),
        (D("1E+3"), SCORE, "E2101", "得分「1E+3」是科学记数法", "写出全部数字，如「20」"),
        ("5×10^3", SCORE, "E2101", "得分「5×10^3」是科学记数法", "写出全部数字，如「20」"),
        (
            "5,00 元",
            MONEY,
            "E2101",
            "年销售收入「5,00 元」的分节逗号不对，千分位须每三位一节",
            "写作「5,000,000」，或不写逗号",
        ),
        ("5 000", SCORE, "E2101", "得分「5 000」的数字之间有空格，无法确定是一个数还是两个数", "去掉数字之间的空格"),
        (
            "3亿5000万元",
            MONEY,
            "E2101",
            "年销售收入「3亿5000万元」用了不止一个单位",
            "一个数只写一个单位，如「500 万元」",
        ),
        ("1/3", SCORE, "E2101", "得分「1/3」是分数", "写成小数或百分比"),
        (".5", SCORE, "E2101", "得分「.5」的小数点前后缺少数字", "写全，如「0.5」"),
        ("5.", SCORE, "E2101", "得分「5.」的小数点前后缺少数字", "写全，如「0.5」"),
        ("五百万元", MONEY, "E2101", "年销售收入「五百万元」用了中文数字", "改用阿拉伯数字，如「500 万元」"),
        ("百分之三", PERCENT, "E2101", "研发占比「百分之三」用了中文数字", "改用阿拉伯数字，如「20%」"),
        ("很高", SCORE, "E2101", "得分「很高」不是数", "用阿拉伯数字，如「20」"),
        ("", AREA, "E2101", "面积「」不是数", "用阿拉伯数字，如「20 ㎡」"),
        ("١٢", SCORE, "E2101", "得分「١٢」不是数", "用阿拉伯数字，如「20」"),
        ("10²", SCORE, "E2101", "「10²」里的「²」不是普通数字，无法确定是多少", "改用普通数字 0–9 书写"),
        ("①", SCORE, "E2101", "「①」里的「①」不是普通数字，无法确定是多少", "改用普通数字 0–9 书写"),
        (True, SCORE, "E2101", "得分须是数，却写了是非「true」", "写作「20」"),
        (date(2020, 5, 6), MONEY, "E2101", "年销售收入须是数，却写了日期「2020-05-06」", "写作「500 万元」"),
        (D("NaN"), SCORE, "E2101", "得分「NaN」不是数", "用阿拉伯数字，如「20」"),
        ("1" * 31, SCORE, "E2101", f"得分「{'1' * 31}」的位数过多，超过 30 位", "核对是否多写了数字"),
        (
            "50\u200b0万元",
            MONEY,
            "E2118",
            "「50 0万元」里有看不见的字符 U+200B，它会使看起来相同的内容被当作不同",
            "删去该字符，或手工重新输入这一项",
        ),
    ],
)
def test_what_is_no_clear_number_is_refused(raw: Scalar, fact: Fact, code: str, message: str, remedy: str) -> None:
    assert refusal(raw, fact) == (code, message, remedy)


def test_a_long_text_is_quoted_in_part() -> None:
    _, message, _ = refusal("很" * 100, SCORE)
    assert message == f"得分「{'很' * 39}…」不是数"


def test_a_unit_stated_elsewhere_must_fit_too() -> None:
    assert refusal(3, PEOPLE, unit="家")[0] == "E2104"


def test_units_by_their_spelling() -> None:
    assert read_unit("万 元", MONEY) == Unit("万元", D(10000))
    assert read_unit("％", PERCENT) == Unit("%", D(1))
    assert read_unit("ｍ²", AREA) == Unit("㎡", D(1))
    assert canonical_unit(CAPACITY) == Unit("万吨", D(1))
    assert canonical_unit(SCORE) == Unit("", D(1))
    assert likely_units(DENSITY) == [Unit("件/亿元", D(1))]
    with pytest.raises(ValueProblem) as caught:
        read_unit("", MONEY)
    assert caught.value.code == "E2104"


@pytest.mark.parametrize(("value", "unit", "text"), [("3", "%", "3%"), ("20", "人", "20 人"), ("5", "", "5")])
def test_numbers_are_shown_with_their_unit(value: str, unit: str, text: str) -> None:
    assert shown(D(value), unit) == text


# --- the same amount in any spelling ------------------------------------------------------------------------------

FULL_WIDTH = str.maketrans("0123456789,.-%", "０１２３４５６７８９，．－％")


@st.composite
def spellings(draw: st.DrawFn, fact: Fact, finest: int) -> tuple[Decimal, str]:
    """An exact amount and one way of writing it, in any of the fact's units."""
    amount = D(draw(st.integers(-(10**15), 10**15))).scaleb(-finest)
    spelling, unit = draw(st.sampled_from(sorted(units_of(fact).items())))
    in_unit = amount / unit.worth
    whole, _, decimals = format(abs(in_unit), "f").partition(".")
    if draw(st.booleans()):
        whole = f"{int(whole):,}"
    decimals += "0" * draw(st.integers(0, 2))
    sign = draw(st.sampled_from("-−")) if in_unit < 0 else draw(st.sampled_from(["", "+"]))
    text = f"{sign}{whole}{'.' if decimals else ''}{decimals}{draw(st.sampled_from(['', ' ', '　']))}{spelling}"
    return amount, text.translate(FULL_WIDTH) if draw(st.booleans()) else text


@given(spellings(MONEY, 2))
def test_money_reads_the_same_in_every_unit_and_spelling(case: tuple[Decimal, str]) -> None:
    amount, text = case
    value = read_number(text, MONEY).value
    assert value == amount
    assert str(value) == str(canonical(amount))


@given(spellings(CAPACITY, 4))
def test_a_declared_unit_reads_the_same_in_every_fold(case: tuple[Decimal, str]) -> None:
    amount, text = case
    assert read_number(text, CAPACITY).value == amount


@given(spellings(PERCENT, 6))
def test_percentages_read_in_percentage_points(case: tuple[Decimal, str]) -> None:
    amount, text = case
    assert read_number(text, PERCENT).value == amount


@given(
    st.text(alphabet="0123456789,.+-−万亿元%人 约/e以上", max_size=12), st.sampled_from([MONEY, PERCENT, PEOPLE, SCORE])
)
def test_a_text_is_a_number_or_a_problem_and_never_anything_else(text: str, fact: Fact) -> None:
    try:
        outcome: Reading | ValueProblem = read_number(text, fact)
    except ValueProblem as problem:
        outcome = problem
    match outcome:
        case Reading(value=value):
            assert value == canonical(value)
        case ValueProblem(code=code, remedy=remedy):
            assert code in {"E2101", "E2102", "E2103", "E2104", "E2105"}
            assert remedy
