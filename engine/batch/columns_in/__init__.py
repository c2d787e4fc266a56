"""A table as columns → the columns that an executor reads, without a step of Python for every row.

source      a file → batches of columns                    fields      their headers → facts, years, units
cells       what stands in a column → cells of a table     reading     one cell → the value that a profile's reader makes of it
numbers     columns of numbers, exact                      words       everything else, each different value read once
texts       names that can only be themselves              codes       codes whose check characters are right
table       all columns of a batch → one table, its lists, and who the applicants are
faults      the cells that cannot be used, each with its row
records     the same file row by row, for an executor that takes one case at a time

What a value means is said in one place, by the readers that profiles have. A value that is typed (a number, a day, a
truth) or that plainly means itself is taken whole, as columns; everything else, and everything that could be wrong, is
given to these readers, once for each different value. So a column costs what its different values cost.
"""

from engine.batch.columns_in.source import Chunk, ColumnFile, open_columns

__all__ = ["Chunk", "ColumnFile", "open_columns"]
