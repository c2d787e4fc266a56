"""A result in the format asked for; each format is imported only when it is wanted."""

from engine.report.command_line import page_width
from engine.report.page import Page
from schemas.assessment import Result


def result_in(result: Result, output_format: str, *, to_file: bool) -> Page | str:
    """The result as `json`, `md` or a page; a page for a file is as wide as any terminal."""
    match output_format:
        case "json":
            from engine.report.json_text import render as json_of

            return json_of(result)
        case "md":
            from engine.report.markdown import render as markdown_of

            return markdown_of(result)
        case _:
            from engine.report.terminal import render as page_of

            return page_of(result, 80 if to_file else page_width(120))
