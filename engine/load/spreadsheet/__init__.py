"""Tables → the documents of profiles, which then are read as any other: of one applicant, or of many, one a row.

csv_text, workbook   bytes → sheets of cells with places (archive, sheet_xml: the parts and the XML; number_format)
header_words         the texts of a header → fact, year, unit          headers   the header rows of a sheet → columns
cell_values, rows    cells → what a profile would say                  header_map   what other headers mean
further_sheet        a sheet beside the applicants', by sheet_kinds    *_sheet   what each kind adds to a case
profile_table        a table of one applicant
applicant_tables     tables of many                                    applicant_sheets, sharing   their sheets
"""

from engine.load.spreadsheet.applicant_tables import ApplicantTable, Opened, open_tables
from engine.load.spreadsheet.header_map import HeaderMap, read_header_map
from engine.load.spreadsheet.header_words import Names
from engine.load.spreadsheet.profile_table import read_table

__all__ = ["ApplicantTable", "HeaderMap", "Names", "Opened", "open_tables", "read_header_map", "read_table"]
