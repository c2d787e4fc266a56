"""The summary of a run of scenarios: each file in a line, every one that did not pass with its reasons, the total."""

from engine.authoring.scenario_result import Mismatched, Outcome, ScenarioResult, ScenarioRun, Trouble
from engine.report.page import Column, Page, Span
from engine.report.wrapping import visible

OUTCOMES = {Outcome.PASSED: "通过", Outcome.FAILED: "不通过", Outcome.BROKEN: "无法运行"}
_STYLES = {Outcome.PASSED: "green", Outcome.FAILED: "red", Outcome.BROKEN: "yellow"}
_INDENT = 4


def summary_page(run: ScenarioRun, width: int) -> Page:
    """The whole summary, the total last: that is what a terminal leaves in sight."""
    page = Page(width)
    _files(page, run)
    stopped = [(result, result.trouble) for result in run.results if result.trouble is not None]
    for number, (result, trouble) in enumerate(stopped, start=1):
        page.blank()
        label = Span(f"[{number}] {OUTCOMES[result.outcome]}", _STYLES[result.outcome])
        page.labelled(label, result.name, "bold", hang=_INDENT)
        _stopped(page, result, trouble, several=len(run.executors) > 1)
    page.blank()
    page.rule()
    page.text(total_text(run), "bold")
    return page


def total_text(run: ScenarioRun) -> str:
    """How many scenarios there were, and how they ended."""
    counts = "，".join(f"{word} {run.count(code)}" for code, word in OUTCOMES.items() if run.count(code))
    engines = f"，每个都在 {'、'.join(run.executors)} 上各运行一次" if len(run.executors) > 1 else ""
    rows = "；场景大纲的每行例子算一个" if any(result.example for result in run.results) else ""
    return f"共 {len(run.results)} 个场景：{counts}{f'（{(rows + engines)[1:]}）' if rows or engines else ''}"


def example_text(result: ScenarioResult) -> str:
    """The row of an outline's examples, column by column."""
    return "，".join(f"{name}＝{value or '（空）'}" for name, value in result.example)


def _files(page: Page, run: ScenarioRun) -> None:
    page.table(
        [Column("场景文件", flexible=True), *(Column(word) for word in OUTCOMES.values())],
        [
            (
                str(file),
                *(
                    Span(str(count), _STYLES[code]) if (count := sum(one.outcome is code for one in results)) else ""
                    for code in OUTCOMES
                ),
            )
            for file, results in run.by_file()
        ],
    )


def _stopped(page: Page, result: ScenarioResult, trouble: Trouble, *, several: bool) -> None:
    # never wrapped: editors and terminals jump to it
    page.line(Span(" " * _INDENT), Span("位置  ", "dim"), Span(visible(f"{result.file}:{trouble.line}")))
    if result.example:
        page.field("例子", example_text(result), indent=_INDENT)
    if several:
        page.field("引擎", result.executor, indent=_INDENT)
    page.field("步骤", trouble.step, indent=_INDENT)
    if trouble.mismatch is not None:
        _mismatch(page, trouble.mismatch)
    for diagnostic in trouble.diagnostics:
        place = f"{diagnostic.place} " if diagnostic.place else ""
        page.field("问题", f"{place}{diagnostic.code} {diagnostic.message}", _STYLES[Outcome.BROKEN], indent=_INDENT)
        if diagnostic.remedy:
            page.field("建议", diagnostic.remedy, indent=_INDENT)


def _mismatch(page: Page, found: Mismatched) -> None:
    page.field("检查", found.what, indent=_INDENT)
    page.field("期望", found.expected or "（空）", indent=_INDENT)
    page.field("实际", found.got or "（空）", _STYLES[Outcome.FAILED], indent=_INDENT)
    page.line(Span(" " * _INDENT), Span("理由", "dim"))
    for line in found.why:
        text = line.lstrip(" ")
        page.text(text, indent=_INDENT + 2 + len(line) - len(text), hang=2)
