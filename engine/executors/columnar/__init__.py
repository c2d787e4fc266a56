"""The columnar executor: programs as column expressions on Ibis, for many cases at once.

cells → frame (board) → block (leaves, quantities, members, verdict; interval) → assemble → findings,
or → tabulate → told (truths) → tables, for applicants by the million

Numbers are whole numbers of 38 digits over common denominators, compared by cross-multiplication; NULL is unknown in
AND, OR, NOT and comparisons only. What does not fit is `Beyond` this executor, never rounded.
"""

from collections.abc import Iterable, Iterator

from engine.executors.columnar.assemble import Reader, findings, told_by
from engine.executors.columnar.block import Block
from engine.executors.columnar.board import Board
from engine.executors.columnar.cells import sheet_of
from engine.executors.columnar.frame import Frame
from schemas.case import Case
from schemas.finding import Findings
from schemas.program import Program

__all__ = ["run"]


def run(program: Program, cases: Iterable[Case], *, trace: bool = False) -> Iterator[Findings]:
    """Decide every node of the program for all cases together; there is no derivation to trace."""
    del trace  # the door is the same for all executors; the command line refuses --trace here
    held = list(cases)
    if not held:
        return
    board = Board()
    try:
        sheet = sheet_of(held)
        block = Block(Frame(board, sheet), program.nodes, program.members, program.base_year).run()
        reader = Reader(block.frame, told_by(block))
        for row, case in enumerate(held):
            yield findings(block, reader, row, case.judgements)
    finally:
        board.close()
