"""The same run as JUnit XML, which build servers read: a suite a feature file, a case a scenario or example row."""

import re
from xml.etree import ElementTree

from engine.authoring.scenario_page import OUTCOMES, example_text
from engine.authoring.scenario_result import Outcome, ScenarioResult, ScenarioRun, Trouble
from engine.report.wrapping import visible

_UNFIT = re.compile("[\ud800-\udfff\ufffe\uffff]")
"""What neither XML nor UTF-8 can hold; a file's name may."""


def junit_text(run: ScenarioRun) -> str:
    """The XML. It holds no times, so that the same run gives the same bytes."""
    root = ElementTree.Element("testsuites", {"name": "zhunru test", **_counts(run.results)})
    for file, results in run.by_file():
        suite = ElementTree.SubElement(root, "testsuite", {"name": visible(str(file)), **_counts(results)})
        for result in results:
            _case(suite, result, several=len(run.executors) > 1)
    ElementTree.indent(root)
    text = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{_UNFIT.sub(chr(0xFFFD), text)}\n'


def _counts(results: tuple[ScenarioResult, ...]) -> dict[str, str]:
    ended = [result.outcome for result in results]
    return {
        "tests": str(len(ended)),
        "failures": str(ended.count(Outcome.FAILED)),
        "errors": str(ended.count(Outcome.BROKEN)),
    }


def _case(suite: ElementTree.Element, result: ScenarioResult, *, several: bool) -> None:
    name = result.name + (f"［{example_text(result)}］" if result.example else "")
    case = ElementTree.SubElement(
        suite,
        "testcase",
        {
            "name": visible(name + (f"（{result.executor}）" if several else "")),
            "classname": visible(str(result.file.with_suffix(""))),
            "file": visible(str(result.file)),
            "line": str(result.line),
        },
    )
    if result.trouble is not None:
        tag = "failure" if result.outcome is Outcome.FAILED else "error"
        told = list(_told(result, result.trouble))
        stopped = ElementTree.SubElement(case, tag, {"type": OUTCOMES[result.outcome], "message": visible(told[1])})
        stopped.text = "\n".join(told)


def _told(result: ScenarioResult, trouble: Trouble) -> list[str]:
    """Place and step, what is wrong, and the reasons."""
    lines = [visible(f"{result.file}:{trouble.line} {trouble.step}")]
    if trouble.mismatch is not None:
        found = trouble.mismatch
        lines.append(visible(f"{found.what}：期望“{found.expected}”，实际“{found.got}”"))
        lines += [line[: len(line) - len(line.lstrip(" "))] + visible(line) for line in found.why]
    for one in trouble.diagnostics:
        lines.append(visible(f"{one.place or ''} {one.code} {one.message}"))
        lines += [f"建议：{visible(one.remedy)}"] if one.remedy else []
    return lines
