"""Reading what people write: rules, facts, sources and profiles in, models with places out, or every problem at once.

text_file   bytes → text                      yaml_text, json_text   text → data with places
validation  data → models                     fact_checks, references, honesty, identity   models → library
"""

from engine.load.document import Document
from engine.load.library import SHIPPED, Library, load_library
from engine.load.yaml_text import parse_document, read_document

__all__ = ["SHIPPED", "Document", "Library", "load_library", "parse_document", "read_document"]
