"""Parquet → Parquet by columns: applicants by the chunk, from file to file without a step of Python for any of them.

way         whether an order can go this way, and what must be read for it
asking      whom each applicant asks: the tracks applied for, the rule sets that are to be told
chunk       a chunk of applicants → verdicts, reasons, problems as tables
pieces      these tables put by on disk, and read again
catalogue   codes of reasons → the words that they stand for
assembly    all pieces → the three files, with what holds across applicants

Rows mean what they mean in `engine.batch.parquet_out`, which makes them case by case; a test compares the two.
"""

from engine.batch.columns_out.asking import Tracks
from engine.batch.columns_out.run import run_columns
from engine.batch.columns_out.way import ColumnsWay, columns_way

__all__ = ["ColumnsWay", "Tracks", "columns_way", "run_columns"]
