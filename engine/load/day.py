"""Dates, periods such as `3 年`, and the windows that periods open before a reference date."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from engine.load.problem import ValueProblem
from engine.load.text import as_text, quoted, tidy
from schemas.condition import Scalar

_EARLIEST, _LATEST = 1800, 2999
_LONGEST_YEARS = 200

_DATE = re.compile(r"([0-9]{4})(?:([-/.])([0-9]{1,2})\2([0-9]{1,2})|\s*年\s*([0-9]{1,2})\s*月\s*([0-9]{1,2})\s*[日号])")
_INCOMPLETE = re.compile(r"[0-9]{4}\s*(?:年(?:\s*[0-9]{1,2}\s*月)?|[-/.][0-9]{1,2})?")
_UNCLEAR = re.compile(r"[0-9]{8}|[0-9]{1,2}[-/.][0-9]{1,2}[-/.](?:[0-9]{4}|[0-9]{2})|[0-9]{2}年.*")
_PERIOD = re.compile(r"(?:([0-9]{1,6})年)?(?:([0-9]{1,6})个?月)?(?:([0-9]{1,6})[天日])?")

_WRITE_DATE = "写作「2020-05-06」或「2020年5月6日」"
_WRITE_PERIOD = "写作「3 年」「6 个月」或「30 天」"


@dataclass(frozen=True)
class Period:
    """A length of calendar time; years and months count by the calendar, not by days."""

    years: int = 0
    months: int = 0
    days: int = 0

    def __str__(self) -> str:
        parts = ((self.years, "年"), (self.months, "个月"), (self.days, "天"))
        return " ".join(f"{number} {unit}" for number, unit in parts if number)


def read_date(raw: Scalar) -> date:
    """Read one day; a month, a year or an order of parts that could be read twice is a problem."""
    if isinstance(raw, date):
        return _plausible(raw, raw.isoformat())
    text = tidy(as_text(raw))
    if not isinstance(raw, bool) and (match := _DATE.fullmatch(text)):
        year, _, *parts = match.groups()
        month, day = (int(part) for part in parts if part is not None)
        try:
            return _plausible(date(int(year), month, day), text)
        except ValueError:
            raise ValueProblem("E2107", f"{quoted(text)}这一天不存在", "核对年、月、日") from None
    if _INCOMPLETE.fullmatch(text):
        raise ValueProblem("E2107", f"日期{quoted(text)}不完整，缺少月或日", f"写全年月日，{_WRITE_DATE}")
    if _UNCLEAR.fullmatch(text):
        raise ValueProblem("E2107", f"日期{quoted(text)}有歧义，年、月、日分不清", f"四位年份在前，{_WRITE_DATE}")
    raise ValueProblem("E2107", f"{quoted(text)}不是日期", _WRITE_DATE)


def _plausible(day: date, text: str) -> date:
    if not _EARLIEST <= day.year <= _LATEST:
        raise ValueProblem("E2107", f"日期{quoted(text)}的年份不在 {_EARLIEST}–{_LATEST} 之内", "核对年份")
    return day


def read_period(raw: Scalar) -> Period:
    """Read a length of time with its unit."""
    text = tidy(as_text(raw))
    match = _PERIOD.fullmatch("".join(text.split()))
    if match is None or not any(match.groups()):
        raise ValueProblem("E2108", f"{quoted(text)}不是带单位的期间", _WRITE_PERIOD)
    period = Period(*(int(number or 0) for number in match.groups()))
    length = period.years + period.months / 12 + period.days / 365
    if not 0 < length <= _LONGEST_YEARS:
        raise ValueProblem("E2108", f"期间{quoted(text)}须大于零且不超过 {_LONGEST_YEARS} 年", _WRITE_PERIOD)
    return period


def window(reference: date, period: Period) -> tuple[date, date]:
    """The days from `period` before the reference date to it, both included.

    29 February falls back to the last day of the month in years that have none.
    """
    return before(reference, period), reference


def before(reference: date, period: Period) -> date:
    """The day that lies a period before another."""
    months = reference.year * 12 + reference.month - 1 - period.years * 12 - period.months
    year, month = divmod(months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(reference.day, last)) - timedelta(days=period.days)
