"""The sheet 原因统计: how often each condition was the reason, with a chart, and how each 推荐单位 fared."""

from typing import Any

from engine.batch.columns import STATISTICS_SHEET
from engine.batch.sheet import fitting, print_set_up
from engine.batch.statistics import OUTCOMES, Statistics
from engine.batch.styles import Styles

REASONS = ("条款", "条件", "约束力", "规则集", "不满足数", "占该规则集的比例")
RECOMMENDERS = ("推荐单位", "申报数", *OUTCOMES, "不满足条款合计", "最多的原因")
_CHARTED = 15
_CHART_ROWS = 22
_WIDTHS = (14, 34, 10, 18, 10, 12, 10, 10, 10, 12, 12, 22)


def write_statistics(book: Any, sheet: Any, found: Statistics, title: str, styles: Styles) -> None:
    """Write the whole sheet: reasons, chart, 推荐单位."""
    print_set_up(sheet, f"{title}　{STATISTICS_SHEET}")
    for at, width in enumerate(_WIDTHS):
        sheet.set_column(at, at, width)
    sheet.write_string(0, 0, "一、各项条件不满足的次数（条款编号即原因代码）", styles.title)
    _headers(sheet, 1, REASONS, styles)
    row = 2
    for (scheme, clause), count in found.ranked:
        name, force = found.titles[scheme, clause]
        for at, text in enumerate((clause, name, force, scheme)):
            sheet.write_string(row, at, fitting(text), styles.text)
        sheet.write_number(row, 4, count, styles.number)
        sheet.write_number(row, 5, count / found.schemes[scheme], styles.share)
        row += 1
    if not found.reasons:
        sheet.write_string(row, 0, "没有不满足的条件", styles.title)
        row += 1
    row += 1
    sheet.write_string(row, 0, "二、各推荐单位", styles.title)
    _headers(sheet, row + 1, RECOMMENDERS, styles)
    row += 2
    for name, own in found.by_recommender:
        sheet.write_string(row, 0, fitting(name), styles.text)
        sheet.write_number(row, 1, own.outcomes.total(), styles.number)
        for at, outcome in enumerate(OUTCOMES, 2):
            sheet.write_number(row, at, own.outcomes[outcome], styles.number)
        sheet.write_number(row, len(OUTCOMES) + 2, own.reasons.total(), styles.number)
        most = sorted(own.reasons.items(), key=lambda item: (-item[1], item[0]))[:3]
        told = "、".join(f"{clause}（{count}）" for clause, count in most)
        sheet.write_string(row, len(OUTCOMES) + 3, told, styles.text)
        row += 1
    if found.reasons:
        _chart(book, sheet, found, row + 1)


def _headers(sheet: Any, row: int, names: tuple[str, ...], styles: Styles) -> None:
    sheet.set_row(row, 30)
    for at, name in enumerate(names):
        sheet.write_string(row, at, name, styles.header)


def _chart(book: Any, sheet: Any, found: Statistics, row: int) -> None:
    """Bars with their numbers on them; one series, dark on white, so that it prints well without colour."""
    shown = found.ranked[:_CHARTED]
    chart = book.add_chart({"type": "bar"})
    chart.add_series(
        {
            "name": "不满足数",
            "categories": [STATISTICS_SHEET, 2, 0, 1 + len(shown), 0],
            "values": [STATISTICS_SHEET, 2, 4, 1 + len(shown), 4],
            "categories_data": [clause for (_, clause), _ in shown],
            "values_data": [count for _, count in shown],
            "data_labels": {"value": True, "font": {"name": "宋体", "size": 9}},
            "fill": {"color": "#595959"},
            "border": {"color": "#000000"},
            "gap": 60,
        }
    )
    chart.set_title({"name": "不满足的条件（次数最多的在上）", "name_font": {"name": "宋体", "size": 12}})
    chart.set_legend({"none": True})
    chart.set_y_axis({"reverse": True, "num_font": {"name": "宋体", "size": 9}})
    chart.set_x_axis({"num_font": {"name": "宋体", "size": 9}, "min": 0, "major_gridlines": {"visible": False}})
    chart.set_size({"width": 900, "height": 20 * _CHART_ROWS})
    sheet.insert_chart(row, 0, chart)
