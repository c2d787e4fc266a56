"""The sheet 运行信息: what the workbook was made from, and how it is to be read."""

from collections.abc import Iterator

from engine.batch.statistics import OUTCOMES, Statistics
from engine.report.account import days_text
from schemas.batch import BatchReport

_READING = (
    ("符合、不符合", "符合：各项条件均已满足。不符合：至少一项必备条件不满足，或经认定不予接受。"),
    (
        "待补充、标准待核、待人工认定",
        "尚有未填的内容；标准没有公布或条文没有取得；须由人认定。三者都不等于不符合，也不等于符合。",
    ),
    ("条款", "条款编号即原因代码，各表相同；依据和要求见「不满足明细」。"),
    (
        "认定怎样回填",
        (
            "在「待人工认定」表填写结论（通过或不通过）、意见、认定人、日期，保存后用 --judgements 读回；"
            "不要改动其余各列，也不要删去隐藏的列。"
        ),
    ),
    ("限额", "同一组未被否决的超过限额时，全组列为待人工认定，程序不代为取舍；未填所属组的，列为待补充。"),
)


def run_lines(report: BatchReport, found: Statistics) -> Iterator[tuple[str, str]]:
    """Names and values, in the order of the sheet."""
    run = report.run
    yield "程序", f"{run.engine.name} {run.engine.version}，执行器 {run.engine.executor}"
    yield "评估日期", str(run.assessed_on)
    yield "输入", "\n".join(run.inputs)
    if run.tables:
        yield "读取的表", "\n".join(run.tables)
    if run.mapping is not None:
        yield "表头对照文件", f"{run.mapping}\nsha256 {run.mapping_sha256}"
    yield "输入摘要（sha256）", run.input_sha256
    yield "申报数", str(run.applicants)
    if run.track is not None:
        yield "指定的申报类型", run.track
    for one in run.rule_sets:
        days = days_text(one.effective) or "不限"
        text = f"{one.stamp.title}（{one.stamp.id}）\n生效期 {days}；基准日 {one.reference_date}\nsha256 {one.stamp.sha256}"
        yield "规则集", text
    if run.judgements is not None:
        yield "认定表", f"{run.judgements}\nsha256 {run.judgements_sha256}"
    if run.previous is not None:
        yield "对比的上次结果", run.previous
    for outcome in OUTCOMES:
        yield f"结论：{outcome}", f"{found.outcomes[outcome]} 条"
    yield "重复申报", f"{len(report.duplicates)} 组"
    yield from _READING
