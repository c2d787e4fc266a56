"""Many applicants in, one workbook (or one file for machines) out.

intake → assessing (reading, assessing, row_lines, in worker processes) → spool → limits → final → workbook, flat_files

`judgements` and `previous` read what an earlier run wrote and people filled in. Nothing here decides a criterion: an
executor does, case by case today; one that takes a whole table at once only has to hand over the same rows.
"""

from engine.batch.backends import BACKENDS
from engine.batch.run import Order, run_batch, told

__all__ = ["BACKENDS", "Order", "run_batch", "told"]
