"""The benchmarks at a terminal: behind a bar on the left, so that every line of theirs tells where it belongs."""

from engine.report.comparison import COLUMNS, HEADING, MEANING, Block, Digest
from engine.report.page import Column, Page, Span

BAR = "┆ "
_INDENT = 2


def benchmark_section(page: Page, digest: Digest) -> None:
    """Write the section: what it is, a table of where the case stands, then each benchmark's gaps."""
    inner = Page(page.width)
    inner.width = page.width - len(BAR)
    inner.rule("┄")
    inner.text(HEADING, "bold")
    inner.rule("┄")
    inner.text(MEANING)
    if digest.blocks:
        inner.blank()
        title, levels, *counts = COLUMNS
        inner.table([Column(title, flexible=True), Column(levels), *map(Column, counts)], digest.table)
    for block in digest.blocks:
        _block(inner, block)
    if digest.left_out:
        inner.blank()
        for line in digest.left_out:
            inner.text(line, hang=2)
    inner.blank()
    inner.text("逐条细看一个标准：--scheme 加它的编号（见页末）；不看这一部分：--no-benchmarks")
    page.blank()
    page.quote(inner, Span(BAR, "cyan"))


def _block(page: Page, block: Block) -> None:
    page.blank()
    page.text(f"▹ {block.title}（供申报{block.schemes}参考）", "bold", hang=2)
    for place, document in enumerate(block.documents):
        page.field("" if place else "出处", document, indent=_INDENT)
    for row in block.rows:
        indent = _INDENT
        if row.name is not None:
            page.text(f"· {row.name}", indent=_INDENT, hang=2)
            indent += 2
        for place, gap in enumerate(row.gaps):
            page.field("" if place else "差距", gap, indent=indent)
        for place, question in enumerate(row.open):
            page.field("" if place else "待定", question, indent=indent)
        if row.is_reached:
            page.field("差距", "无", indent=indent)
