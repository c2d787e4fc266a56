"""Days and times in cells: the formats that show a number as one, and the moment that a number then is.

The same as in openpyxl, of which nothing else is wanted: importing it takes as long as reading 3,000 rows. Sources:
ECMA-376 part 1, 18.8.30 (built-in formats), 18.8.31 (codes), 18.17.4 (days as numbers).
"""

import re
from datetime import datetime, time, timedelta

BUILT_IN = {
    0: "General",
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    5: '"$"#,##0_);("$"#,##0)',
    6: '"$"#,##0_);[Red]("$"#,##0)',
    7: '"$"#,##0.00_);("$"#,##0.00)',
    8: '"$"#,##0.00_);[Red]("$"#,##0.00)',
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "mm-dd-yy",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "m/d/yy h:mm",
    37: "#,##0_);(#,##0)",
    38: "#,##0_);[Red](#,##0)",
    39: "#,##0.00_);(#,##0.00)",
    40: "#,##0.00_);[Red](#,##0.00)",
    41: r'_(* #,##0_);_(* \(#,##0\);_(* "-"_);_(@_)',
    42: r'_("$"* #,##0_);_("$"* \(#,##0\);_("$"* "-"_);_(@_)',
    43: r'_(* #,##0.00_);_(* \(#,##0.00\);_(* "-"??_);_(@_)',
    44: r'_("$"* #,##0.00_)_("$"* \(#,##0.00\)_("$"* "-"??_)_(@_)',
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mmss.0",
    48: "##0.0E+0",
    49: "@",
}
"""Formats that workbooks name by a number alone."""

_SILENT = re.compile(r'".*?"|\[(?!hh?\]|mm?\]|ss?\])[^\]]*\]')
"""What stands in quotes or square brackets, but for hours, minutes and seconds that count on."""
_SHOWN = re.compile(r"(?<![_\\])[dmhys]", re.IGNORECASE)
_EPOCH, _EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)  # noqa: DTZ001  # a spreadsheet's days have no zone
_LEAP = 60
"""The 29th of February 1900, which only spreadsheets know: days before it are one later than their number says."""


def shows_moment(number_format: str) -> bool:
    """Whether a format shows its number as a day or a time."""
    return _SHOWN.search(_SILENT.sub("", number_format.split(";", maxsplit=1)[0])) is not None


def moment_of(value: float, *, from_1904: bool) -> datetime | time:
    """The moment that a number is, to the millisecond. Raises OverflowError or ValueError where there is none."""
    days, fraction = divmod(value, 1)
    rest = timedelta(milliseconds=round(fraction * 86_400_000))
    if 0 <= value < 1 and not rest.days:
        return (_EPOCH + rest).time()
    if 0 < value < _LEAP and not from_1904:
        days += 1
    return (_EPOCH_1904 if from_1904 else _EPOCH) + timedelta(days=days) + rest
