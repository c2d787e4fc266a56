"""Values of every type, and the records they stand in: an applicant's or a member's facts, by name or id."""

from dataclasses import dataclass, field

from engine.load.document import Data, Path
from engine.load.library import Library
from engine.load.names import suggestion
from engine.load.problem import Problems, ValueProblem
from engine.load.several import read_dates, read_items, read_words, read_years
from engine.load.single import BLANK, Blank, read_single
from engine.load.text import quoted, tidy
from schemas.case import Member, Members, Value
from schemas.diagnostic import Place
from schemas.fact import Fact, FactType

NAME = "单位名称"
"""The fact that names an applicant or a member."""
CODE = "统一社会信用代码"
"""The fact that tells one member from another, whatever they are called."""
TRACK = "申报类型"
"""The fact that says what is applied for."""
JUDGEMENTS = "认定"
"""The key of a profile under which a reviewer decides: no fact."""
MATERIALS = "材料"
"""The key of a profile that says which documents are there: no fact."""
ASSURANCES = "核实"
"""The key of a profile that says which values were verified: no fact."""


@dataclass
class Record:
    """The facts of an applicant or a member, by id, with their places; `name` as it was written."""

    name: str | None = None
    facts: dict[str, Value] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)


def read_value(raw: Data, fact: Fact, library: Library, problems: Problems, path: Path) -> Value | Blank:
    """The value of a fact, or BLANK where nothing was filled in; what is wrong is noted in `problems`."""
    match fact.type:
        case FactType.LIST:
            return _read_members(raw, fact, library, problems, path)
        case FactType.CHOICES:
            return read_words(raw, fact, library.tables, problems, path)
        case FactType.DATES:
            return read_dates(raw, fact, library.tables, problems, path)
        case _ if fact.yearly:
            return read_years(raw, fact, library.tables, problems, path)
        case _:
            try:
                return read_single(raw, fact, library.tables)
            except ValueProblem as problem:
                problems.add(problem, path)
                return BLANK


def read_record(entries: dict[str, Data], library: Library, problems: Problems, path: Path = ()) -> Record:
    """The facts that a mapping states, each once, by Chinese name or by id."""
    record = Record()
    written: dict[str, str] = {}
    for key, raw in entries.items():
        where = (*path, key)
        with problems.at(where, key=True):
            fact = _fact(key, library, inside=bool(path))
            if fact.id in written:
                first = written[fact.id]
                line = problems.place((*path, first), key=True).line
                raise ValueProblem(
                    "E2003",
                    f"字段{quoted(fact.name)}写了两处：第 {line} 行的{quoted(first)}和这里的{quoted(key)}",
                    "只留一处",
                )
            written[fact.id] = key
            value = read_value(raw, fact, library, problems, where)
            if isinstance(value, Blank):
                continue
            record.facts[fact.id] = value
            record.places[fact.id] = problems.place(where)
            if fact.name == NAME and isinstance(value, str):
                record.name = str(raw).strip()
    return record


def _fact(key: str, library: Library, *, inside: bool) -> Fact:
    """The fact a key names; `inside` a list there is neither 申报类型 nor 认定."""
    name = tidy(key)
    if inside and name == JUDGEMENTS:
        raise ValueProblem(
            "E2002", "列表的成员里不写「认定」", "写在案卷最外层的「认定」里，键如「骨干企业[统一社会信用代码]/KB-03」"
        )
    if inside and name in (MATERIALS, ASSURANCES):
        raise ValueProblem("E2002", f"列表的成员里不写「{name}」", f"「{name}」写在案卷最外层，只说申报单位自己的")
    fact = library.fact(key) or library.fact(name)
    if fact is None:
        outermost = () if inside else (JUDGEMENTS, MATERIALS, ASSURANCES)
        known = [*library.facts, *(fact.id for fact in library.facts.values()), *outermost]
        raise ValueProblem(
            "E2002",
            f"没有字段{quoted(key)}",
            suggestion(name, known) or "可用的字段见字段表 facts.yaml；不需要的内容请删去",
        )
    if inside and fact.name == TRACK:
        raise ValueProblem("E2002", "列表的成员没有申报类型", "删去这一项；申报类型写在案卷最外层")
    return fact


def _read_members(raw: Data, fact: Fact, library: Library, problems: Problems, path: Path) -> Members | Blank:
    """The members of a list, each a record of its own."""
    found = read_items(raw, fact, problems, path)
    if isinstance(found, Blank):
        return BLANK
    members: list[Member] = []
    first_at: dict[str, int | None] = {}
    for number, (where, item) in enumerate(found.items, start=1):
        with problems.at(where):
            if not isinstance(item, dict):
                raise ValueProblem(
                    "E2114", f"{fact.name}第 {number} 项不是成员的各个字段", f"逐个列出成员，如「- {NAME}: 示例公司」"
                )
            record = read_record(item, library, problems, where)
            key = _key(record, library, number)
            if key in first_at:
                raise ValueProblem(
                    "E2117",
                    f"{fact.name}里的{quoted(key)}重复，第 {first_at[key]} 行已列过",
                    "只留一处，或核对名称和代码",
                )
            first_at[key] = problems.place(where).line
            members.append(Member(key=key, name=record.name, facts=record.facts, places=record.places))
    # One that could not be taken may be there all the same.
    return Members(members=tuple(members), complete=found.complete and len(members) == len(found.items))


def _key(record: Record, library: Library, number: int) -> str:
    """What names a member: its 统一社会信用代码, else its name, else its position."""
    for fact in (library.fact(CODE), library.fact(NAME)):
        value = None if fact is None else record.facts.get(fact.id)
        if isinstance(value, str):
            return value
    return f"#{number}"
