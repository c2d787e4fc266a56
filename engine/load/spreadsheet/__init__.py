"""Tables → the document of a profile, which then is read as any other.

csv_text, workbook   bytes → sheets of cells with places (archive, number_format: what openpyxl leaves out)
header_words         the texts of a header → fact, year, unit          headers   the header rows of a sheet → columns
cell_values, rows    cells → what a profile would say                  *_sheet, profile_table   sheets
"""

from engine.load.spreadsheet.profile_table import read_table

__all__ = ["read_table"]
