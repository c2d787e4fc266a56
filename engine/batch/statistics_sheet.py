"""The sheet 原因统计: how often each condition was the reason, with a chart, and how each 推荐单位 fared."""

from typing import Any

from engine.batch.columns import STATISTICS_SHEET
from engine.batch.sheet import height_of, print_set_up, shown
from engine.batch.statistics import OUTCOMES, Statistics
from engine.batch.styles import Styles

RECOMMENDERS = ("推荐单位", "评审条数", *OUTCOMES, "不满足条款合计", "最多的原因")
_WIDTHS = (22, 9, *(10 for _ in OUTCOMES), 10, 30)
_REASONS = (
    ("条款", 0, 0),
    ("条件", 1, 4),
    ("约束力", 5, 5),
    ("规则集", 6, 8),
    ("不满足数", 9, 9),
    ("占该规则集的比例", 10, 10),
)
"""The columns of the first table, each over the columns of the second from one to another."""
_COUNT_AT, _SHARE_AT = 9, 10
_CHARTED = 15


def write_statistics(book: Any, sheet: Any, found: Statistics, title: str, styles: Styles) -> None:
    """Write the whole sheet: reasons, 推荐单位, chart."""
    print_set_up(sheet, f"{title}　{STATISTICS_SHEET}")
    for at, width in enumerate(_WIDTHS):
        sheet.set_column(at, at, width)
    sheet.set_row(0, 22)
    sheet.write_string(0, 0, "一、各项条件不满足的次数（条款编号即原因代码）", styles.title)
    sheet.set_row(1, 30)
    for name, first, last in _REASONS:
        _spread(sheet, 1, first, last, name, styles.header)
    row = 2
    for (scheme, clause), count in found.ranked:
        texts = (clause, *found.titles[scheme, clause], scheme)
        spans = _REASONS[: len(texts)]
        sheet.set_row(row, height_of(texts, [sum(_WIDTHS[first : last + 1]) for _, first, last in spans]))
        for text, (_, first, last) in zip(texts, spans, strict=True):
            _spread(sheet, row, first, last, shown(text), styles.text)
        sheet.write_number(row, _COUNT_AT, count, styles.number)
        sheet.write_number(row, _SHARE_AT, count / found.schemes[scheme], styles.share)
        row += 1
    if not found.reasons:
        sheet.write_string(row, 0, "没有不满足的条件", styles.title)
        row += 1
    end = _write_recommenders(sheet, row + 1, found, styles)
    if found.reasons:
        _chart(book, sheet, found, end + 1)


def _write_recommenders(sheet: Any, row: int, found: Statistics, styles: Styles) -> int:
    """The second table; the row below it."""
    sheet.set_row(row, 22)
    sheet.write_string(row, 0, "二、各推荐单位", styles.title)
    sheet.set_row(row + 1, 30)
    for at, name in enumerate(RECOMMENDERS):
        sheet.write_string(row + 1, at, name, styles.header)
    row += 2
    for name, own in found.by_recommender:
        most = sorted(own.reasons.items(), key=lambda item: (-item[1], item[0]))[:3]
        told = "、".join(f"{clause}（{count}）" for clause, count in most)
        sheet.set_row(row, height_of([name, told], [_WIDTHS[0], _WIDTHS[-1]]))
        sheet.write_string(row, 0, shown(name), styles.text)
        counts = (own.outcomes.total(), *(own.outcomes[outcome] for outcome in OUTCOMES), own.reasons.total())
        for at, count in enumerate(counts, 1):
            sheet.write_number(row, at, count, styles.number)
        sheet.write_string(row, len(counts) + 1, told, styles.text)
        row += 1
    return row


def _spread(sheet: Any, row: int, first: int, last: int, text: str, style: Any) -> None:
    """A text over some columns of a row."""
    if first != last:
        sheet.merge_range(row, first, row, last, "", style)
    sheet.write_string(row, first, text, style)


def _chart(book: Any, sheet: Any, found: Statistics, row: int) -> None:
    """Bars with their numbers on them; one series, dark on white, so that it prints well without colour."""
    charted = found.ranked[:_CHARTED]
    chart = book.add_chart({"type": "bar"})
    chart.add_series(
        {
            "name": "不满足数",
            "categories": [STATISTICS_SHEET, 2, 0, 1 + len(charted), 0],
            "values": [STATISTICS_SHEET, 2, _COUNT_AT, 1 + len(charted), _COUNT_AT],
            "categories_data": [clause for (_, clause), _ in charted],
            "values_data": [count for _, count in charted],
            "data_labels": {"value": True, "font": {"name": "宋体", "size": 9}},
            "fill": {"color": "#595959"},
            "border": {"color": "#000000"},
            "gap": 60,
        }
    )
    chart.set_title({"name": "不满足的条件（次数最多的在上）", "name_font": {"name": "宋体", "size": 12}})
    chart.set_legend({"none": True})
    chart.set_y_axis({"reverse": True, "num_font": {"name": "宋体", "size": 9}})
    chart.set_x_axis({"visible": False, "min": 0, "major_gridlines": {"visible": False}})
    chart.set_size({"width": 900, "height": 100 + 26 * len(charted)})
    sheet.insert_chart(row, 0, chart)
