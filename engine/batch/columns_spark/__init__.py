"""Parquet directories → Parquet directories on Spark: the expressions of `columns_out`, past one machine.

parts      the files' groups of rows, each read by one task; where the numbers of its applicants begin
normal     a group → its applicants as rows: facts, members, problems; no Spark here, and no step of Python for a row
spark_sheets   these rows → the tables that an executor on columns reads, their numbers in one grain
working    what the workers do with batches: they read, judge, word
placing    the three directories, written beside and put in place together
spark_run  all of it

What a value means, who is told of which rule set, how reasons are worded is said in `columns_in` and `columns_out`, whose
functions on Arrow tables run here on batches, wherever Spark has them.
"""

from engine.batch.columns_spark.spark_run import run_spark

__all__ = ["run_spark"]
