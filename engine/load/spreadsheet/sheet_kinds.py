"""Which sheet of a file is what, by its name: a list fact's, 认定, 材料, 核实, an explanation, or an applicant's own."""

from functools import partial

from engine.load.library import Library
from engine.load.names import suggestion
from engine.load.problem import ValueProblem
from engine.load.spreadsheet.further_sheet import SheetKind
from engine.load.spreadsheet.grid import Sheet
from engine.load.spreadsheet.judgement_sheet import CRITERION, DECISION, add_judgements
from engine.load.spreadsheet.list_sheet import add_members
from engine.load.spreadsheet.pair_sheet import PAIRS, add_pairs
from engine.load.text import quoted, squeezed
from engine.load.value import JUDGEMENTS
from schemas.diagnostic import Diagnostic, Place
from schemas.fact import FactType

EXPLANATION = "说明"
"""In the name of a sheet that is there for people only."""


class SheetKinds:
    """The kinds that the vocabulary knows, by the names of their sheets."""

    def __init__(self, library: Library) -> None:
        lists = [fact for fact in library.facts.values() if fact.type is FactType.LIST]
        kinds = [
            *(SheetKind(fact.name, (), (), partial(add_members, fact)) for fact in lists),
            SheetKind(JUDGEMENTS, (CRITERION, *DECISION), (CRITERION,), add_judgements),
            *(SheetKind(title, columns, columns, partial(add_pairs, title)) for title, columns in PAIRS.items()),
        ]
        self._kinds = {squeezed(kind.title): kind for kind in kinds}

    def kind(self, sheet: Sheet) -> SheetKind | None:
        """The kind of a further sheet; None for one that is not known by its name."""
        return self._kinds.get(squeezed(sheet.title))

    def may_be_applicants(self, sheet: Sheet) -> bool:
        """Whether a sheet is neither a further one, nor hidden, nor for people only."""
        return not sheet.hidden and self.kind(sheet) is None and EXPLANATION not in squeezed(sheet.title)

    def unknown(self, sheet: Sheet) -> Diagnostic:
        """A sheet that nothing is known of."""
        known = list(self._kinds)
        meant = suggestion(squeezed(sheet.title), known)
        otherwise = f"列表的工作表以字段命名：{'、'.join(known)}；只供人看的，名称里写上「{EXPLANATION}」，或删去"
        problem = ValueProblem("E2026", f"工作表{quoted(sheet.title)}不是任何列表的名称", meant or otherwise)
        return problem.at(Place(file=sheet.file, sheet=sheet.name, tab=sheet.tab))
