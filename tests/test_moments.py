"""Days and times in cells: held against openpyxl, whose ways they were taken from."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

from engine.load.spreadsheet.moments import BUILT_IN, moment_of, shows_moment
from tests.making import dice

CODES = (
    *(
        "yyyy-mm-dd",
        'yyyy"年"m"月"d"日"',
        "[$-F800]dddd",
        "[h]:mm",
        "[ss].0",
        '0"d"',
        "0.00_d",
        r"0\d",
        "#,##0;d",
        "[Red]0",
    ),
    *("[DBNum1]0", "General", "@", "mmss.0", "", "上午/下午h时", "[hh]0", "0.0E+0", 'General"年"', "AM/PM"),
)


def test_formats_show_moments_as_in_openpyxl() -> None:
    for text in (*CODES, *BUILTIN_FORMATS.values()):
        assert shows_moment(text) == is_date_format(text), text
    assert BUILT_IN == BUILTIN_FORMATS


@pytest.mark.parametrize("from_1904", [False, True])
def test_numbers_are_moments_as_in_openpyxl(from_1904: bool) -> None:
    epoch = CALENDAR_MAC_1904 if from_1904 else CALENDAR_WINDOWS_1900
    chance = dice(3)
    values = [0, 0.0, 0.5, 0.9999999999, 1, 1.5, 59, 59.99999999999, 60, 61, 43957, 43957.75, -1, -0.25, 1e10, -1e10]
    for value in [
        *values,
        float("inf"),
        float("nan"),
        *(chance.random() * 10 ** chance.randint(0, 6) for _ in range(500)),
    ]:
        ours, theirs = partial(moment_of, value, from_1904=from_1904), partial(from_excel, value, epoch)
        assert told(ours) == told(theirs), value


def told(read: Callable[[], Any]) -> Any:
    """What comes out, or what kind of error."""
    try:
        return read()
    except (OverflowError, ValueError) as error:
        return type(error)
