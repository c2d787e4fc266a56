"""Dates, periods and windows as people type them: one meaning each, or a problem that says why not."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.load.day import Period, before, read_date, read_period, window
from engine.load.problem import ValueProblem
from schemas.condition import Scalar


@pytest.mark.parametrize(
    "raw",
    [
        date(2020, 5, 6),
        "2020-05-06",
        "2020-5-6",
        "2020/5/6",
        "2020.5.6",
        " 2020年5月6日",
        "2020 年 05 月 06 日",
        "２０２０年５月６号",
    ],
)
def test_a_day_is_read(raw: Scalar) -> None:
    assert read_date(raw) == date(2020, 5, 6)


COMPLETE = "写作「2020-05-06」或「2020年5月6日」"


@pytest.mark.parametrize(
    ("raw", "message", "remedy"),
    [
        ("2020年5月", "日期「2020年5月」不完整，缺少月或日", f"写全年月日，{COMPLETE}"),
        ("2020-05", "日期「2020-05」不完整，缺少月或日", f"写全年月日，{COMPLETE}"),
        (2020, "日期「2020」不完整，缺少月或日", f"写全年月日，{COMPLETE}"),
        ("2020年", "日期「2020年」不完整，缺少月或日", f"写全年月日，{COMPLETE}"),
        ("5/6/2020", "日期「5/6/2020」有歧义，年、月、日分不清", f"四位年份在前，{COMPLETE}"),
        ("20-05-06", "日期「20-05-06」有歧义，年、月、日分不清", f"四位年份在前，{COMPLETE}"),
        (20200506, "日期「20200506」有歧义，年、月、日分不清", f"四位年份在前，{COMPLETE}"),
        ("20年5月6日", "日期「20年5月6日」有歧义，年、月、日分不清", f"四位年份在前，{COMPLETE}"),
        ("2021-02-29", "「2021-02-29」这一天不存在", "核对年、月、日"),
        ("2020年13月1日", "「2020年13月1日」这一天不存在", "核对年、月、日"),
        ("1020-05-06", "日期「1020-05-06」的年份不在 1800–2999 之内", "核对年份"),
        (date(3020, 5, 6), "日期「3020-05-06」的年份不在 1800–2999 之内", "核对年份"),
        ("2020-5/6", "「2020-5/6」不是日期", COMPLETE),
        ("长期有效", "「长期有效」不是日期", COMPLETE),
        (True, "「true」不是日期", COMPLETE),
    ],
)
def test_what_is_no_single_day_is_refused(raw: Scalar, message: str, remedy: str) -> None:
    with pytest.raises(ValueProblem) as caught:
        read_date(raw)
    assert (caught.value.code, caught.value.message, caught.value.remedy) == ("E2107", message, remedy)


@given(
    st.dates(date(1800, 1, 1), date(2999, 12, 31)),
    st.sampled_from(["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日"]),
)
def test_a_day_reads_the_same_in_every_spelling(day: date, form: str) -> None:
    assert read_date(day.strftime(form)) == day


# --- periods ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "period", "text"),
    [
        ("3 年", Period(years=3), "3 年"),
        ("３年", Period(years=3), "3 年"),
        ("6 个月", Period(months=6), "6 个月"),
        ("6月", Period(months=6), "6 个月"),
        ("30 天", Period(days=30), "30 天"),
        ("30日", Period(days=30), "30 天"),
        ("1 年 6 个月", Period(years=1, months=6), "1 年 6 个月"),
    ],
)
def test_a_period_is_read(raw: str, period: Period, text: str) -> None:
    assert read_period(raw) == period
    assert str(period) == text


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (3, "「3」不是带单位的期间"),
        ("三年", "「三年」不是带单位的期间"),
        ("", "「」不是带单位的期间"),
        ("-3 年", "「-3 年」不是带单位的期间"),
        ("0 年", "期间「0 年」须大于零且不超过 200 年"),
        ("201 年", "期间「201 年」须大于零且不超过 200 年"),
        ("999999 天", "期间「999999 天」须大于零且不超过 200 年"),
    ],
)
def test_what_is_no_period_is_refused(raw: Scalar, message: str) -> None:
    with pytest.raises(ValueProblem) as caught:
        read_period(raw)
    assert (caught.value.code, caught.value.message) == ("E2108", message)
    assert caught.value.remedy == "写作「3 年」「6 个月」或「30 天」"


@pytest.mark.parametrize(
    ("reference", "period", "start"),
    [
        (date(2026, 3, 1), Period(years=3), date(2023, 3, 1)),
        (date(2024, 2, 29), Period(years=3), date(2021, 2, 28)),
        (date(2024, 2, 29), Period(years=4), date(2020, 2, 29)),
        (date(2026, 3, 31), Period(months=1), date(2026, 2, 28)),
        (date(2026, 1, 31), Period(months=13), date(2024, 12, 31)),
        (date(2026, 3, 1), Period(days=1), date(2026, 2, 28)),
        (date(2026, 3, 31), Period(months=1, days=1), date(2026, 2, 27)),
        (date(1800, 1, 1), Period(years=200), date(1600, 1, 1)),
    ],
)
def test_a_window_opens_a_period_before(reference: date, period: Period, start: date) -> None:
    assert before(reference, period) == start
    assert window(reference, period) == (start, reference)
