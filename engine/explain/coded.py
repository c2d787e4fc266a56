"""Values that are codes, with their names: `吉林省长春市（2201）`, `计算机整机制造（C3911）`."""

from engine.explain.vocabulary import FactBook
from engine.load.problem import ValueProblem
from engine.load.single import read_single
from schemas.fact import Fact, FactType

CODED = frozenset({FactType.REGION, FactType.INDUSTRY})


def coded(word: str, fact: str, book: FactBook) -> str:
    """A value of a fact (by name or id) as people read it: a code with its name, any other word as it is."""
    known = book.fact(fact)
    match None if known is None else known.type:
        case FactType.REGION:
            return book.tables.regions.text(word)
        case FactType.INDUSTRY:
            return book.tables.industries.text(word)
        case _:
            return word


def as_written(word: str, fact: Fact | None, book: FactBook) -> str:
    """An operand of a rule as people read it: of a coded fact the name with the code, whichever was written."""
    if fact is None or fact.type not in CODED:
        return word
    try:
        read = read_single(word, fact, book.tables)
    except ValueProblem:
        return word  # `$name`, `@fact`, or a mistake that compilation tells
    return coded(str(read), fact.name, book)
