"""认定: a reviewer's decisions on what the criteria leave to a person."""

from collections.abc import Mapping
from datetime import date

from engine.load.day import read_date
from engine.load.document import Data, Path
from engine.load.judgeable import Judgeable
from engine.load.library import Library
from engine.load.names import suggestion
from engine.load.problem import Problems, ValueProblem
from engine.load.single import scalar_of
from engine.load.text import as_text, is_blank, quoted, tidy
from engine.load.value import JUDGEMENTS
from schemas.case import Judgement, Outcome, Value

_OUTCOMES = {"通过": Outcome.PASS, "不通过": Outcome.FAIL}
_OUTCOME, _OPINION, _BY, _ON = "结论", "意见", "认定人", "日期"
_FIELDS = {_OUTCOME: "outcome", _OPINION: "opinion", _BY: "by", _ON: "on"}
_FORM = f"写成「KC-32: {{{_OUTCOME}: 通过, {_OPINION}: …, {_BY}: …, {_ON}: 2026-03-02}}」"


def read_judgements(
    raw: Data, facts: Mapping[str, Value] | None, library: Library, problems: Problems, path: Path
) -> dict[str, Judgement]:
    """The reviewer's decisions by criterion id, for members by `骨干企业[key]/KB-03`.

    Where `facts` is None, because the applicant is not known yet, nobody is told that a member is missing.
    """
    if is_blank(raw):
        return {}
    if not isinstance(raw, dict):
        problems.add(ValueProblem("E2201", f"「{JUDGEMENTS}」之下须按条件编号逐条写", _FORM), path)
        return {}
    # A list that could not be read in full says nothing about who its members are.
    judgeable = Judgeable(library, None if problems else facts)
    found: dict[str, Judgement] = {}
    written: dict[str, str] = {}
    for key, parts in raw.items():
        where = (*path, key)
        with problems.at(where, key=True):
            name = judgeable.name(tidy(key))
            if name in written:
                raise ValueProblem("E2003", f"认定{quoted(key)}与{quoted(written[name])}是同一条", "只留一处")
            written[name] = key
            before = len(problems)
            with problems.at(where):
                judgement = read_judgement(parts, problems, where)
                if judgement is not None and len(problems) == before:
                    found[name] = judgement
    return found


def read_judgement(raw: Data, problems: Problems, path: Path) -> Judgement | None:
    """One decision; None where the form was left blank. Raises ValueProblem, or notes what is wrong with a part."""
    if is_blank(raw):
        return None
    if not isinstance(raw, dict):
        raise ValueProblem("E2201", "一条认定须写明结论", _FORM)
    parts: dict[str, tuple[Path, Data]] = {}
    for key, value in raw.items():
        where = (*path, key)
        with problems.at(where, key=True):
            part = tidy(key)
            if part not in _FIELDS:
                meant = suggestion(part, _FIELDS)
                raise ValueProblem(
                    "E2201", f"认定里没有{quoted(key)}这一项", meant or f"可写的项：{'、'.join(_FIELDS)}"
                )
            if part in parts:
                raise ValueProblem("E2201", f"认定里的{quoted(part)}写了两处", "只留一处")
            if not is_blank(value):
                parts[part] = (where, value)
    if not parts:
        return None
    if _OUTCOME not in parts:
        raise ValueProblem(
            "E2201", "这条认定没有结论", f"补上「{_OUTCOME}: 通过」或「{_OUTCOME}: 不通过」；尚未认定的整条留空"
        )
    found: dict[str, Outcome | str | date] = {}
    for part, (at, value) in parts.items():
        with problems.at(at):
            scalar = scalar_of(value, part)
            text = tidy(as_text(scalar))
            found[part] = _outcome(text) if part == _OUTCOME else read_date(scalar) if part == _ON else text
    if _OUTCOME not in found:
        return None
    return Judgement.model_validate({_FIELDS[part]: value for part, value in found.items()})


def _outcome(text: str) -> Outcome:
    if text not in _OUTCOMES:
        raise ValueProblem("E2201", f"认定的结论{quoted(text)}不是「通过」也不是「不通过」", "写「通过」或「不通过」")
    return _OUTCOMES[text]
