"""Many applicants in, one workbook (or one file for machines) out.

intake → assessing (reading, assessing, row_lines, in worker processes) → spool → limits → final → workbook, flat_files

`judgements` and `previous` read what an earlier run wrote and people filled in. Nothing here decides a criterion: an
executor does: case by case, or from Parquet to Parquet whole columns at once (`columns_out`, on Spark `columns_spark`).
"""

from engine.batch.backends import BACKENDS
from engine.batch.run import Order, run_batch, told

__all__ = ["BACKENDS", "Order", "run_batch", "told"]
